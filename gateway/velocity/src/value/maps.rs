//! The heap's maps, and the views of them.

use super::{
    super::budget::Fault,
    Heap, MapId, Text, Value, View, ViewKind,
    map::{Key, Map, Member, Spelled},
};
use std::mem;

impl Heap {
    pub(crate) fn new_map(&mut self) -> Result<MapId, Fault> {
        self.new_map_of(0)
    }

    /// A map with room for some members.
    pub(crate) fn new_map_of(&mut self, members: usize) -> Result<MapId, Fault> {
        let id = MapId::at(self)?;
        self.maps.push(Map::with_capacity(members));
        Ok(id)
    }

    #[inline]
    fn map(&self, id: MapId) -> &Map {
        &self.maps[id.index()]
    }

    #[inline]
    fn find(&self, id: MapId, key: Spelled<'_>) -> Option<usize> {
        self.map(id).find(key, &self.characters, &self.hasher)
    }

    /// The member of a map; a long key takes steps.
    #[inline]
    pub(crate) fn get(&mut self, id: MapId, key: Key) -> Result<Option<Value>, Fault> {
        self.budget.look_up(key.len())?;
        let found = self.find(id, key.spelled(&self.characters));
        Ok(found.map(|at| self.map(id).members[at].value))
    }

    /// The member of a map whose key is a text of the heap, which is read.
    #[inline]
    pub(crate) fn named(&mut self, id: MapId, name: Text) -> Result<Option<Value>, Fault> {
        self.budget.read(name.len())?;
        self.get(id, Key::Text(name))
    }

    /// The member of a map whose key is this string, for which a caller with a long one has charged.
    pub(crate) fn member(&self, id: MapId, name: &str) -> Option<Value> {
        let at = self.find(id, Spelled::Text(name.as_bytes()))?;
        Some(self.map(id).members[at].value)
    }

    /// Whether the member of this name was set more than once.
    pub(crate) fn is_replaced(&self, id: MapId, name: &str) -> bool {
        let at = self.find(id, Spelled::Text(name.as_bytes()));
        at.is_some_and(|at| self.map(id).members[at].replaced)
    }

    /// Sets a member, and gives the value that it replaces.
    pub(crate) fn put(
        &mut self,
        id: MapId,
        key: Key,
        value: Value,
    ) -> Result<Option<Value>, Fault> {
        self.budget.read(key.len())?;
        if let Some(at) = self.find(id, key.spelled(&self.characters)) {
            let member = &mut self.maps[id.index()].members[at];
            member.replaced = true;
            return Ok(Some(mem::replace(&mut member.value, value)));
        }
        if self.map(id).is_as_long_as_short_ones() {
            self.budget.read(self.map(id).key_bytes())?;
        }
        self.budget.take(2 * mem::size_of::<Member>())?;
        self.maps[id.index()].add(key, value, &self.characters, &self.hasher);
        Ok(None)
    }

    pub(crate) fn remove(&mut self, id: MapId, key: Key) -> Result<Option<Value>, Fault> {
        let Some(at) = self.find(id, key.spelled(&self.characters)) else {
            return Ok(None);
        };
        self.budget.charge(self.map_len(id))?;
        self.budget.read(self.map(id).key_bytes())?;
        let map = &mut self.maps[id.index()];
        Ok(Some(map.remove(at, &self.characters, &self.hasher)))
    }

    pub(crate) fn clear_map(&mut self, id: MapId) {
        self.maps[id.index()].clear();
    }

    pub(crate) fn map_len(&self, id: MapId) -> usize {
        self.map(id).members.len()
    }

    pub(crate) fn map_changes(&self, id: MapId) -> u32 {
        self.map(id).changes
    }

    pub(crate) fn member_at(&self, id: MapId, at: usize) -> Option<(Key, Value)> {
        let member = self.map(id).members.get(at)?;
        Some((member.key, member.value))
    }

    /// What a view shows of the member at this place.
    pub(crate) fn view_at(&mut self, view: View, at: usize) -> Result<Option<Value>, Fault> {
        let Some((key, value)) = self.member_at(view.map, at) else {
            return Ok(None);
        };
        Ok(Some(match view.kind {
            ViewKind::Keys => key.to_value(),
            ViewKind::Values => value,
            ViewKind::Entries => self.new_entry(view.map, key)?,
        }))
    }

    /// What a view shows.
    pub(crate) fn view_items(&mut self, view: View) -> Result<Vec<Value>, Fault> {
        let length = self.map_len(view.map);
        self.budget.charge(length)?;
        let mut items = Vec::with_capacity(length);
        for at in 0..length {
            items.extend(self.view_at(view, at)?);
        }
        Ok(items)
    }

    /// The key that a value is.
    pub(crate) fn key(&mut self, value: Value) -> Result<Key, Fault> {
        use super::Number;
        Ok(match value {
            Value::Null => Key::Null,
            Value::Boolean(value) => Key::Boolean(value),
            Value::Number(Number::Integer(value)) => Key::Integer(value),
            Value::Number(Number::Long(value)) => Key::Long(value),
            Value::Text(text) => {
                self.budget.read(text.len())?;
                Key::Text(text)
            }
            other => {
                let text = self.printed(other)?;
                Key::Other(self.text(&text)?)
            }
        })
    }
}

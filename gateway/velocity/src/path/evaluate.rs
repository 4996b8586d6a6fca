//! A path's way through a value.

use super::{
    super::value::{Heap, Key, ListId, ListKind, MapId, Value},
    Fault, Path, Token,
    filter::Filter,
};

/// How deep a path may lead: a template can make a value contain itself.
const DEEPEST: usize = 512;

/// Why a way ended.
pub(super) enum End {
    /// The place does not exist.
    Missing,
    /// The path makes no sense for the value, or the budget is used up.
    Invalid(Fault),
}

impl From<Fault> for End {
    fn from(fault: Fault) -> Self {
        Self::Invalid(fault)
    }
}

pub(super) struct Walk<'h> {
    pub(super) heap: &'h mut Heap,
    document: Value,
    found: Vec<Value>,
    /// Whether no place may be missing, however indefinite the path.
    strict: bool,
    depth: usize,
}

/// What `path` finds in `document`; nothing, if it names a place that does not exist.
pub(in super::super) fn read(
    heap: &mut Heap,
    document: Value,
    path: &Path,
) -> Result<Option<Value>, Fault> {
    let mut walk = Walk {
        heap,
        document,
        found: Vec::new(),
        strict: false,
        depth: 0,
    };
    match walk.follow(document, &path.tokens, true) {
        Ok(()) if path.is_definite() => Ok(walk.found.pop()),
        Ok(()) => {
            let found = walk.found;
            heap.new_list(ListKind::Json, found).map(Some)
        }
        Err(End::Missing) => Ok(None),
        Err(End::Invalid(problem)) => Err(problem),
    }
}

impl Walk<'_> {
    /// The value that a path in a filter compares, at one place of the item or of the document.
    pub(super) fn operand(&mut self, path: &Path, item: Value) -> Result<Value, End> {
        let from = if path.is_root { self.document } else { item };
        self.inner(path, from, false)
    }

    /// The value at the place that has to exist. Jayway looks for it in the item, even if the path starts with `$`.
    pub(super) fn existing(&mut self, path: &Path, item: Value) -> Result<Value, End> {
        self.inner(path, item, true)
    }

    fn inner(&mut self, path: &Path, from: Value, strict: bool) -> Result<Value, End> {
        let mut walk = Walk {
            heap: self.heap,
            document: self.document,
            found: Vec::new(),
            strict,
            depth: self.depth,
        };
        walk.follow(from, &path.tokens, true)?;
        walk.found.pop().ok_or(End::Missing)
    }

    /// One step further into the value.
    fn deeper(&mut self, step: impl FnOnce(&mut Self) -> Result<(), End>) -> Result<(), End> {
        self.heap.budget.charge(1)?;
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(End::Invalid("the path leads too deep".into()));
        }
        let ended = step(self);
        self.depth -= 1;
        ended
    }

    fn follow(&mut self, value: Value, tokens: &[Token], after_definite: bool) -> Result<(), End> {
        self.deeper(|walk| walk.follow_here(value, tokens, after_definite))
    }

    /// `after_definite` tells whether the token before these names one place.
    fn follow_here(
        &mut self,
        value: Value,
        tokens: &[Token],
        after_definite: bool,
    ) -> Result<(), End> {
        let Some((token, rest)) = tokens.split_first() else {
            self.heap.charge_element()?;
            self.found.push(value);
            return Ok(());
        };
        match token {
            Token::Properties(names) => match names.as_slice() {
                [name] => {
                    let definite = after_definite && rest.iter().all(Token::is_definite);
                    self.property(value, name, rest, definite)
                }
                names => self.merged(value, names, rest),
            },
            Token::Here => self.follow(value, rest, true),
            Token::Scan => self.scan(value, rest),
            Token::Wildcard => self.wildcard(value, rest),
            Token::Filter(_) | Token::Placeholder => self.filter(value, token, rest),
            _ => self.indices(value, token, rest),
        }
    }

    /// In an indefinite path, what is missing halfway is skipped.
    fn property(
        &mut self,
        value: Value,
        name: &str,
        rest: &[Token],
        definite: bool,
    ) -> Result<(), End> {
        let Value::Map(map) = value else {
            return Err(End::Missing);
        };
        self.heap.budget.look_up(name.len())?;
        match self.heap.member(map, name) {
            Some(member) => self.follow(member, rest, true),
            None if rest.is_empty() || definite || self.strict => Err(End::Missing),
            None => Ok(()),
        }
    }

    fn merged(&mut self, value: Value, names: &[String], rest: &[Token]) -> Result<(), End> {
        let Value::Map(map) = value else {
            return Err(End::Missing);
        };
        if !rest.is_empty() {
            return Err(End::Invalid(
                "several names can only come last in a path".into(),
            ));
        }
        let merged = self.heap.new_map()?;
        for name in names {
            self.heap.budget.read(name.len())?;
            match self.heap.member(map, name) {
                Some(member) => {
                    let name = Key::Text(self.heap.text(name)?);
                    self.heap.put(merged, name, member)?;
                }
                None if self.strict => return Err(End::Missing),
                None => {}
            }
        }
        self.heap.charge_element()?;
        self.found.push(Value::Map(merged));
        Ok(())
    }

    /// Calls `each` with the members of a map, if all have names: a template can put others in.
    fn members(
        &mut self,
        map: MapId,
        mut each: impl FnMut(&mut Self, Value) -> Result<(), End>,
    ) -> Result<(), End> {
        let length = self.heap.map_len(map);
        self.heap.budget.charge(length)?;
        for at in 0..length {
            if let Some((key, _)) = self.heap.member_at(map, at)
                && !matches!(key, Key::Text(_) | Key::Null)
            {
                return Err(End::Invalid("a map has a key that is not a string".into()));
            }
        }
        let mut at = 0;
        while let Some((_, value)) = self.heap.member_at(map, at) {
            each(self, value)?;
            at += 1;
        }
        Ok(())
    }

    fn items(
        &mut self,
        list: ListId,
        mut each: impl FnMut(&mut Self, Value) -> Result<(), End>,
    ) -> Result<(), End> {
        let mut at = 0;
        while let Some(value) = self.heap.item(list, at) {
            each(self, value)?;
            at += 1;
        }
        Ok(())
    }

    fn wildcard(&mut self, value: Value, rest: &[Token]) -> Result<(), End> {
        match value {
            Value::Map(map) => self.members(map, |walk, member| walk.follow(member, rest, false)),
            Value::List(list) => {
                self.items(list, |walk, item| match walk.follow(item, rest, false) {
                    Err(End::Missing) if !walk.strict => Ok(()),
                    other => other,
                })
            }
            _ => Ok(()),
        }
    }

    fn filter(&mut self, value: Value, token: &Token, rest: &[Token]) -> Result<(), End> {
        match value {
            Value::Map(_) => {
                if self.accepts(token, value)? {
                    self.follow(value, rest, false)?;
                }
                Ok(())
            }
            Value::List(list) => self.items(list, |walk, item| {
                if walk.accepts(token, item)? {
                    walk.follow(item, rest, false)?;
                }
                Ok(())
            }),
            _ => Err(End::Invalid("a filter needs a list or a map".into())),
        }
    }

    fn accepts(&mut self, token: &Token, value: Value) -> Result<bool, End> {
        match token {
            Token::Filter(filter) => self.holds(filter, value),
            _ => Err(End::Invalid("`[?]` has no filter".into())),
        }
    }

    fn holds(&mut self, filter: &Filter, value: Value) -> Result<bool, End> {
        self.heap.budget.charge(1)?;
        match filter {
            Filter::Single(criteria) => criteria.accepts(self, value),
            Filter::All(filters) => {
                for filter in filters {
                    if !self.holds(filter, value)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            Filter::Either(left, right) => {
                Ok(self.holds(left, value)? || self.holds(right, value)?)
            }
        }
    }

    fn indices(&mut self, value: Value, token: &Token, rest: &[Token]) -> Result<(), End> {
        let list = match value {
            Value::List(list) => list,
            Value::Null => return Err(End::Missing),
            _ => return Err(End::Invalid("an index needs a list".into())),
        };
        let length = i64::try_from(self.heap.list_len(list)).unwrap_or(i64::MAX);
        let from_end = |index: i64| if index < 0 { length + index } else { index };
        let chosen = match token {
            Token::Index(index) => *index..index + 1,
            Token::FromEnd(back) => length + back..length + back + 1,
            Token::SliceFrom(from) => from_end(*from).max(0)..length,
            Token::SliceTo(to) => 0..from_end(*to).min(length),
            Token::Slice(_, _) if length == 0 => 0..0,
            Token::Slice(from, to) => *from..(*to).min(length),
            Token::Indices(indices) => {
                return indices
                    .iter()
                    .try_for_each(|index| self.index(list, *index, rest, false));
            }
            _ => 0..0,
        };
        let definite = token.is_definite();
        chosen
            .into_iter()
            .try_for_each(|index| self.index(list, index, rest, definite))
    }

    fn index(
        &mut self,
        list: ListId,
        index: i64,
        rest: &[Token],
        definite: bool,
    ) -> Result<(), End> {
        let item = usize::try_from(index)
            .ok()
            .and_then(|index| self.heap.item(list, index));
        self.follow(item.ok_or(End::Missing)?, rest, definite)
    }

    /// `..`: the rest of the path from here, and from everywhere below.
    fn scan(&mut self, value: Value, rest: &[Token]) -> Result<(), End> {
        let Some((token, after)) = rest.split_first() else {
            return Ok(());
        };
        match value {
            Value::Map(map) => {
                if self.scan_stops(token, value)? {
                    self.follow(value, rest, false)?;
                }
                self.members(map, |walk, member| {
                    walk.deeper(|walk| walk.scan(member, rest))
                })
            }
            Value::List(list) => {
                if self.scan_stops(token, value)? {
                    if after.is_empty() {
                        self.follow(value, rest, false)?;
                    } else {
                        let definite = token.is_definite();
                        self.items(list, |walk, item| walk.follow(item, after, definite))?;
                    }
                }
                self.items(list, |walk, item| walk.deeper(|walk| walk.scan(item, rest)))
            }
            _ => Ok(()),
        }
    }

    /// Whether the token after `..` applies to this value.
    fn scan_stops(&mut self, token: &Token, value: Value) -> Result<bool, End> {
        Ok(match (token, value) {
            (Token::Properties(names), Value::Map(map)) => {
                for name in names {
                    self.heap.budget.look_up(name.len())?;
                    if self.heap.member(map, name).is_none() {
                        return Ok(false);
                    }
                }
                true
            }
            (Token::Filter(_) | Token::Placeholder, _) => self.accepts(token, value)?,
            (Token::Properties(_) | Token::Scan | Token::Here, _) => false,
            (Token::Wildcard, _) | (_, Value::List(_)) => true,
            _ => false,
        })
    }
}

//! A map in the order of insertion. A short one is searched from its start, a long one has an index.

use super::{Number, Text, Value};
use hashbrown::{DefaultHashBuilder, HashTable};
use std::hash::BuildHasher;

/// How many members are searched without an index: `$context` has fewer.
const SHORT: usize = 24;

/// The key of a map: a string nearly always.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Key {
    Null,
    Boolean(bool),
    /// An `Integer`.
    Integer(i32),
    /// A `Long`.
    Long(i64),
    Text(Text),
    /// Anything else, by the text it prints as.
    Other(Text),
}

/// A key as it is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Spelled<'t> {
    Null,
    Boolean(bool),
    Integer(i32),
    Long(i64),
    Text(&'t [u8]),
    Other(&'t [u8]),
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Member {
    pub(super) key: Key,
    pub(super) value: Value,
    /// Whether the value was set a second time.
    pub(super) replaced: bool,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Map {
    pub(super) members: Vec<Member>,
    index: HashTable<u32>,
    /// How often a member was added or removed.
    pub(super) changes: u32,
}

impl Key {
    /// How many bytes are read where the key is looked up, beside the key itself.
    pub(crate) fn len(self) -> usize {
        match self {
            Self::Text(text) | Self::Other(text) => text.len(),
            Self::Null | Self::Boolean(_) | Self::Integer(_) | Self::Long(_) => 0,
        }
    }

    #[inline]
    pub(super) fn spelled(self, characters: &str) -> Spelled<'_> {
        match self {
            Self::Null => Spelled::Null,
            Self::Boolean(value) => Spelled::Boolean(value),
            Self::Integer(value) => Spelled::Integer(value),
            Self::Long(value) => Spelled::Long(value),
            Self::Text(text) => Spelled::Text(&characters.as_bytes()[text.range()]),
            Self::Other(text) => Spelled::Other(&characters.as_bytes()[text.range()]),
        }
    }

    fn is(self, spelled: Spelled<'_>, characters: &str) -> bool {
        match spelled {
            Spelled::Text(text) => self.is_text(text, characters),
            other => self.spelled(characters) == other,
        }
    }

    #[inline]
    fn is_text(self, other: &[u8], characters: &str) -> bool {
        match self {
            Self::Text(text) if text.len() == other.len() => {
                characters.as_bytes()[text.range()] == *other
            }
            _ => false,
        }
    }

    pub(crate) fn to_value(self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Boolean(value) => Value::Boolean(value),
            Self::Integer(value) => Value::Number(Number::Integer(value)),
            Self::Long(value) => Value::Number(Number::Long(value)),
            Self::Text(text) | Self::Other(text) => Value::Text(text),
        }
    }
}

impl Map {
    pub(super) fn with_capacity(members: usize) -> Self {
        Self {
            members: Vec::with_capacity(members),
            ..Self::default()
        }
    }

    pub(super) fn find(
        &self,
        key: Spelled<'_>,
        characters: &str,
        hasher: &DefaultHashBuilder,
    ) -> Option<usize> {
        let is_it = |member: &Member| member.key.is(key, characters);
        if self.index.is_empty() {
            let mut members = self.members.iter();
            return match key {
                Spelled::Text(name) => {
                    members.position(|member| member.key.is_text(name, characters))
                }
                _ => members.position(is_it),
            };
        }
        let found = self
            .index
            .find(hash(key, hasher), |at| is_it(&self.members[*at as usize]));
        found.map(|at| *at as usize)
    }

    /// Adds a member that is not there.
    pub(super) fn add(
        &mut self,
        key: Key,
        value: Value,
        characters: &str,
        hasher: &DefaultHashBuilder,
    ) {
        self.changes += 1;
        self.members.push(Member {
            key,
            value,
            replaced: false,
        });
        if self.members.len() > SHORT {
            let first = if self.index.is_empty() {
                0
            } else {
                self.members.len() - 1
            };
            self.index_from(first, characters, hasher);
        }
    }

    pub(super) fn remove(
        &mut self,
        at: usize,
        characters: &str,
        hasher: &DefaultHashBuilder,
    ) -> Value {
        self.changes += 1;
        let removed = self.members.remove(at);
        self.index.clear();
        if self.members.len() > SHORT {
            self.index_from(0, characters, hasher);
        }
        removed.value
    }

    pub(super) fn clear(&mut self) {
        self.changes += 1;
        self.members.clear();
        self.index.clear();
    }

    /// How many bytes the keys have that are read again when the map grows beyond a short one, or a member is removed.
    pub(super) fn key_bytes(&self) -> usize {
        self.members.iter().map(|member| member.key.len()).sum()
    }

    /// Whether the index is made with the next member.
    pub(super) fn is_as_long_as_short_ones(&self) -> bool {
        self.members.len() == SHORT
    }

    fn index_from(&mut self, first: usize, characters: &str, hasher: &DefaultHashBuilder) {
        let members = &self.members;
        let hash_of = |at: usize| hash(members[at].key.spelled(characters), hasher);
        for at in first..members.len() {
            let short = u32::try_from(at).unwrap_or(u32::MAX);
            self.index
                .insert_unique(hash_of(at), short, |at| hash_of(*at as usize));
        }
    }
}

fn hash(key: Spelled<'_>, hasher: &DefaultHashBuilder) -> u64 {
    hasher.hash_one(key)
}

//! A path's way through a value.

use super::{
    super::value::{Key, ListKind, Map, Value},
    Path, Token,
};

/// How many values a path may visit.
const MOST_VISITS: usize = 1_000_000;

/// How deep a path may lead: a template can make a value contain itself.
const DEEPEST: usize = 512;

/// Why a way ended.
enum End {
    /// The place does not exist.
    Missing,
    /// The path makes no sense for the value.
    Invalid(String),
}

struct Walk {
    found: Vec<Value>,
    visits: usize,
    depth: usize,
}

/// What `path` finds in `value`; nothing, if it names a place that does not exist.
pub(in super::super) fn read(value: &Value, path: &Path) -> Result<Option<Value>, String> {
    let mut walk = Walk {
        found: Vec::new(),
        visits: 0,
        depth: 0,
    };
    match walk.follow(value, &path.tokens, true) {
        Ok(()) if path.is_definite() => Ok(walk.found.pop()),
        Ok(()) => Ok(Some(Value::list(ListKind::Json, walk.found))),
        Err(End::Missing) => Ok(None),
        Err(End::Invalid(problem)) => Err(problem),
    }
}

impl Walk {
    /// One step further into the value.
    fn deeper(&mut self, step: impl FnOnce(&mut Self) -> Result<(), End>) -> Result<(), End> {
        self.visits += 1;
        self.depth += 1;
        if self.visits > MOST_VISITS || self.depth > DEEPEST {
            return Err(End::Invalid("the path visits too many values".to_owned()));
        }
        let ended = step(self);
        self.depth -= 1;
        ended
    }

    fn follow(&mut self, value: &Value, tokens: &[Token], after_definite: bool) -> Result<(), End> {
        self.deeper(|walk| walk.follow_here(value, tokens, after_definite))
    }

    /// `after_definite` tells whether the token before these names one place.
    fn follow_here(
        &mut self,
        value: &Value,
        tokens: &[Token],
        after_definite: bool,
    ) -> Result<(), End> {
        let Some((token, rest)) = tokens.split_first() else {
            self.found.push(value.clone());
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
            Token::Filter(_) => self.filter(value, token, rest),
            _ => self.indices(value, token, rest),
        }
    }

    /// In an indefinite path, what is missing halfway is skipped.
    fn property(
        &mut self,
        value: &Value,
        name: &str,
        rest: &[Token],
        definite: bool,
    ) -> Result<(), End> {
        let Value::Map(map) = value else {
            return Err(End::Missing);
        };
        match map.get(&Key::text(name)) {
            Some(member) => self.follow(&member, rest, true),
            None if rest.is_empty() || definite => Err(End::Missing),
            None => Ok(()),
        }
    }

    fn merged(&mut self, value: &Value, names: &[String], rest: &[Token]) -> Result<(), End> {
        let Value::Map(map) = value else {
            return Err(End::Missing);
        };
        if !rest.is_empty() {
            return Err(End::Invalid(
                "several names can only come last in a path".to_owned(),
            ));
        }
        let members = names
            .iter()
            .filter_map(|name| Some((name.as_str(), map.get(&Key::text(name))?)));
        self.found.push(members.collect());
        Ok(())
    }

    fn wildcard(&mut self, value: &Value, rest: &[Token]) -> Result<(), End> {
        match value {
            Value::Map(map) => {
                for member in members(map)? {
                    self.follow(&member, rest, false)?;
                }
            }
            Value::List(list) => {
                for item in list.items() {
                    self.follow_or_skip(&item, rest)?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn follow_or_skip(&mut self, value: &Value, tokens: &[Token]) -> Result<(), End> {
        match self.follow(value, tokens, false) {
            Err(End::Missing) => Ok(()),
            other => other,
        }
    }

    fn filter(&mut self, value: &Value, token: &Token, rest: &[Token]) -> Result<(), End> {
        match value {
            Value::Map(_) if accepts(token, value)? => self.follow(value, rest, false),
            Value::Map(_) => Ok(()),
            Value::List(list) => {
                for item in list.items() {
                    if accepts(token, &item)? {
                        self.follow(&item, rest, false)?;
                    }
                }
                Ok(())
            }
            _ => Err(End::Invalid("a filter needs a list or a map".to_owned())),
        }
    }

    fn indices(&mut self, value: &Value, token: &Token, rest: &[Token]) -> Result<(), End> {
        let items = match value {
            Value::List(list) => list.items(),
            Value::Null => return Err(End::Missing),
            _ => return Err(End::Invalid("an index needs a list".to_owned())),
        };
        let length = i64::try_from(items.len()).unwrap_or(i64::MAX);
        let from_end = |index: i64| if index < 0 { length + index } else { index };
        let chosen: Vec<i64> = match token {
            Token::Index(index) => vec![*index],
            Token::FromEnd(back) => vec![length + back],
            Token::Indices(indices) => indices.clone(),
            Token::SliceFrom(from) => (from_end(*from).max(0)..length).collect(),
            Token::SliceTo(to) => (0..from_end(*to).min(length)).collect(),
            Token::Slice(from, to) if *from < 0 && from < to && length > 0 => {
                return Err(End::Missing);
            }
            Token::Slice(from, to) => (*from..(*to).min(length)).collect(),
            _ => Vec::new(),
        };
        for index in chosen {
            let item = usize::try_from(index)
                .ok()
                .and_then(|index| items.get(index));
            self.follow(item.ok_or(End::Missing)?, rest, token.is_definite())?;
        }
        Ok(())
    }

    /// `..`: the rest of the path from here, and from everywhere below.
    fn scan(&mut self, value: &Value, rest: &[Token]) -> Result<(), End> {
        let Some((token, after)) = rest.split_first() else {
            return Ok(());
        };
        match value {
            Value::Map(map) => {
                if scan_stops(token, value)? {
                    self.follow(value, rest, false)?;
                }
                for member in members(map)? {
                    self.deeper(|walk| walk.scan(&member, rest))?;
                }
            }
            Value::List(list) => {
                if scan_stops(token, value)? {
                    if after.is_empty() {
                        self.follow(value, rest, false)?;
                    } else {
                        for item in list.items() {
                            self.follow(&item, after, token.is_definite())?;
                        }
                    }
                }
                for item in list.items() {
                    self.deeper(|walk| walk.scan(&item, rest))?;
                }
            }
            _ => {}
        }
        Ok(())
    }
}

/// The members of a map, if all have names: a template can put others in.
fn members(map: &Map) -> Result<Vec<Value>, End> {
    let is_name = |(key, _): &(Key, Value)| matches!(key, Key::Text(_) | Key::Null);
    if map.members().iter().all(is_name) {
        return Ok(map.values());
    }
    Err(End::Invalid("a map has a key that is no string".to_owned()))
}

fn accepts(token: &Token, value: &Value) -> Result<bool, End> {
    match token {
        Token::Filter(filter) => filter.accepts(value).map_err(End::Invalid),
        _ => Ok(false),
    }
}

/// Whether the token after `..` applies to this value.
fn scan_stops(token: &Token, value: &Value) -> Result<bool, End> {
    Ok(match (token, value) {
        (Token::Properties(names), Value::Map(map)) => {
            names.iter().all(|name| map.contains(&Key::text(name)))
        }
        (Token::Filter(_), _) => accepts(token, value)?,
        (Token::Properties(_) | Token::Scan | Token::Here, _) => false,
        (Token::Wildcard, _) | (_, Value::List(_)) => true,
        _ => false,
    })
}

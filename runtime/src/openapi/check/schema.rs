//! Models, by what they take: names, titles and descriptions aside.

use super::{cursor::Cursor, error::CheckError};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The models of a document, by name.
pub(super) type Models = serde_json::Map<String, Value>;
/// The schema of each media type.
pub(super) type Content = BTreeMap<String, Value>;

const REFERENCE: &str = "#/components/schemas/";
/// What tells people something, and validators nothing.
const WORDS: [&str; 4] = ["$schema", "description", "example", "title"];
/// How deep schemas may nest before they count as different.
const DEPTH_LIMIT: usize = 64;

pub(super) fn content(of: &Cursor<'_>) -> Result<Content, CheckError> {
    let mut content = Content::new();
    for (media_type, media) in of.members_of("content")? {
        let schema = media.get("schema")?;
        let schema = schema.map_or(Value::Null, |schema| schema.value().clone());
        content.insert(media_type.to_owned(), schema);
    }
    Ok(content)
}

/// What `content` is in words: media types, and the names of their models.
pub(super) fn names(content: &Content) -> String {
    let each = content.iter().map(|(media_type, schema)| {
        let name = name(schema).unwrap_or_default();
        format!("{media_type} {name}").trim_end().to_owned()
    });
    each.collect::<Vec<_>>().join(", ")
}

fn name(schema: &Value) -> Option<&str> {
    schema["$ref"].as_str()?.strip_prefix(REFERENCE)
}

/// Compares the schemas of two documents.
pub(super) struct Comparison<'a> {
    found: &'a Models,
    expected: &'a Models,
    /// The pairs of models that were or are being compared: so models that hold themselves come to an end.
    assumed: BTreeSet<(&'a str, &'a str)>,
}

impl<'a> Comparison<'a> {
    pub(super) fn new(found: &'a Models, expected: &'a Models) -> Self {
        Self {
            found,
            expected,
            assumed: BTreeSet::new(),
        }
    }

    pub(super) fn same_content(&mut self, found: &'a Content, expected: &'a Content) -> bool {
        let pairs = found.values().zip(expected.values());
        let is_same = found.keys().eq(expected.keys())
            && pairs.fold(true, |is_same, (one, other)| {
                is_same && self.same(one, other, 0)
            });
        if !is_same {
            self.assumed.clear();
        }
        is_same
    }

    fn same(&mut self, found: &'a Value, expected: &'a Value, depth: usize) -> bool {
        if depth > DEPTH_LIMIT {
            return false;
        }
        match (name(found), name(expected)) {
            (Some(one), Some(other)) if !self.assumed.insert((one, other)) => return true,
            (None, None) => {}
            (one, other) => {
                let found = one.map_or(Some(found), |name| self.found.get(name));
                let expected = other.map_or(Some(expected), |name| self.expected.get(name));
                return match (found, expected) {
                    (Some(found), Some(expected)) => self.same(found, expected, depth + 1),
                    _ => false,
                };
            }
        }
        match (found, expected) {
            (Value::Object(one), Value::Object(other)) => {
                let (one, other) = (telling(one), telling(other));
                one.len() == other.len()
                    && one.into_iter().zip(other).all(|(one, other)| {
                        one.0 == other.0 && self.same(one.1, other.1, depth + 1)
                    })
            }
            (Value::Array(one), Value::Array(other)) => {
                one.len() == other.len()
                    && one
                        .iter()
                        .zip(other)
                        .all(|(one, other)| self.same(one, other, depth + 1))
            }
            _ => found == expected,
        }
    }
}

/// The members, sorted, but for those that are words; a property may be called like one.
fn telling(object: &Models) -> BTreeMap<&str, &Value> {
    let is_word = |name: &str, value: &Value| WORDS.contains(&name) && !value.is_object();
    object
        .iter()
        .filter(|(name, value)| !is_word(name, value))
        .map(|(name, value)| (name.as_str(), value))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn same(found: &Value, expected: &Value) -> bool {
        let of = |models: &Value| models.as_object().unwrap().clone();
        let content = |name: &str| {
            let schema = json!({ "$ref": format!("{REFERENCE}{name}") });
            Content::from([("application/json".to_owned(), schema)])
        };
        let (found, expected) = (of(found), of(expected));
        let (one, other) = (content("A"), content("B"));
        Comparison::new(&found, &expected).same_content(&one, &other)
    }

    #[test]
    fn names_and_words_are_no_difference() {
        let found = json!({"A": {"title": "An A", "type": "object", "properties": {"next": {"$ref": "#/components/schemas/A"}}}});
        let expected = json!({"B": {"type": "object", "description": "A B", "properties": {"next": {"$ref": "#/components/schemas/B"}}}});
        assert!(same(&found, &expected));
        let other = json!({"B": {"type": "object", "properties": {"next": {"type": "string"}}}});
        assert!(!same(&found, &other));
        assert!(!same(&found, &json!({})));
    }

    #[test]
    fn what_differs_once_differs_again() {
        let models = |schema: Value| Models::from_iter([("A".to_owned(), schema)]);
        let (found, expected) = (models(json!({"type": "string"})), models(json!({})));
        let reference = json!({ "$ref": format!("{REFERENCE}A") });
        let content = Content::from([("application/json".to_owned(), reference)]);
        let mut comparison = Comparison::new(&found, &expected);
        assert!(!comparison.same_content(&content, &content));
        assert!(!comparison.same_content(&content, &content));
    }

    #[test]
    fn models_that_multiply_come_to_an_end() {
        let chain = |first: &str| {
            let mut models = serde_json::Map::new();
            for index in 0..50 {
                let reference = json!({ "$ref": format!("{REFERENCE}M{}", index + 1) });
                models.insert(
                    format!("M{index}"),
                    json!({"allOf": [reference, reference]}),
                );
            }
            models.insert("M50".to_owned(), json!({}));
            models.insert(first.to_owned(), json!({"$ref": format!("{REFERENCE}M0")}));
            Value::Object(models)
        };
        assert!(!same(&chain("A"), &json!({"B": {}})));
        same(&chain("A"), &chain("B"));
    }
}

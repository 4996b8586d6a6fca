//! Compares models by the bodies that they accept: names, titles and descriptions do not count.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The models of a document, by name.
pub(super) type Models = serde_json::Map<String, Value>;
/// The schema of each media type.
pub(super) type Content = BTreeMap<String, Value>;

const REFERENCE: &str = "#/components/schemas/";
/// Keywords for people, which validators ignore.
const WORDS: [&str; 4] = ["$schema", "description", "example", "title"];
/// How deep schemas may nest before they count as different.
const DEPTH_LIMIT: usize = 64;

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

/// Where two schemas differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Blame<'a> {
    /// In the model of this name, which both documents have.
    Model(&'a str),
    /// Outside of such a model.
    Here,
}

/// Compares the schemas of two documents.
pub(super) struct Comparison<'a> {
    found: Option<&'a Models>,
    expected: Option<&'a Models>,
    /// The pairs of models that were or are being compared, so that the comparison of recursive models ends.
    assumed: BTreeSet<(&'a str, &'a str)>,
    differing: BTreeMap<(&'a str, &'a str), Blame<'a>>,
    /// How many contents differ because of a model that has one name in both documents.
    blamed: BTreeMap<&'a str, usize>,
    compared: usize,
}

impl<'a> Comparison<'a> {
    pub(super) fn new(found: Option<&'a Models>, expected: Option<&'a Models>) -> Self {
        Self {
            found,
            expected,
            assumed: BTreeSet::new(),
            differing: BTreeMap::new(),
            blamed: BTreeMap::new(),
            compared: 0,
        }
    }

    /// How many models were compared.
    pub(super) fn compared(&self) -> usize {
        self.compared
    }

    /// The models that have one name in both documents and are not the same, with the number of contents that have them.
    pub(super) fn into_differing(self) -> impl Iterator<Item = (&'a str, usize)> {
        self.blamed.into_iter()
    }

    /// `Some` if the contents differ in something else than a model that has one name in both documents.
    pub(super) fn content(&mut self, found: &'a Content, expected: &'a Content) -> Option<()> {
        if !found.keys().eq(expected.keys()) {
            return Some(());
        }
        let mut differs = None;
        for (one, other) in found.values().zip(expected.values()) {
            match self.difference(one, other, 0) {
                None => {}
                Some(Blame::Here) => differs = Some(()),
                Some(Blame::Model(name)) => *self.blamed.entry(name).or_default() += 1,
            }
        }
        differs
    }

    fn difference(
        &mut self,
        found: &'a Value,
        expected: &'a Value,
        depth: usize,
    ) -> Option<Blame<'a>> {
        if depth > DEPTH_LIMIT {
            return Some(Blame::Here);
        }
        let names = (name(found), name(expected));
        if let (None, None) = names {
            return self.difference_of_values(found, expected, depth);
        }
        if let (Some(one), Some(other)) = names {
            if let Some(blame) = self.differing.get(&(one, other)) {
                return Some(*blame);
            }
            if !self.assumed.insert((one, other)) {
                return None;
            }
            self.compared += 1;
        }
        let model = |models: Option<&'a Models>, name: Option<&str>, value: &'a Value| match name {
            Some(name) => models.and_then(|models| models.get(name)),
            None => Some(value),
        };
        let difference = match (
            model(self.found, names.0, found),
            model(self.expected, names.1, expected),
        ) {
            (Some(one), Some(other)) => self.difference(one, other, depth + 1),
            _ => Some(Blame::Here),
        };
        let (Some(mut blame), (Some(one), Some(other))) = (difference, names) else {
            return difference;
        };
        if blame == Blame::Here && one == other {
            blame = Blame::Model(one);
        }
        self.assumed.clear();
        self.differing.insert((one, other), blame);
        Some(blame)
    }

    fn difference_of_values(
        &mut self,
        found: &'a Value,
        expected: &'a Value,
        depth: usize,
    ) -> Option<Blame<'a>> {
        match (found, expected) {
            (Value::Object(one), Value::Object(other)) => {
                let (one, other) = (telling(one), telling(other));
                if !one.keys().eq(other.keys()) {
                    return Some(Blame::Here);
                }
                one.into_values()
                    .zip(other.into_values())
                    .find_map(|(one, other)| self.difference(one, other, depth + 1))
            }
            (Value::Array(one), Value::Array(other)) if one.len() == other.len() => one
                .iter()
                .zip(other)
                .find_map(|(one, other)| self.difference(one, other, depth + 1)),
            _ => (found != expected).then_some(Blame::Here),
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
        let mut comparison = Comparison::new(Some(&found), Some(&expected));
        comparison.content(&one, &other).is_none() && comparison.blamed.is_empty()
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
        let mut comparison = Comparison::new(Some(&found), Some(&expected));
        assert_eq!(comparison.content(&content, &content), None);
        assert_eq!(comparison.content(&content, &content), None);
        assert_eq!(comparison.into_differing().collect::<Vec<_>>(), [("A", 2)]);
    }

    #[test]
    fn the_innermost_model_is_to_blame() {
        let models = |inner: Value| {
            let outer = json!({"properties": {"inner": {"$ref": format!("{REFERENCE}B")}}});
            Models::from_iter([("A".to_owned(), outer), ("B".to_owned(), inner)])
        };
        let (found, expected) = (models(json!({"type": "string"})), models(json!({})));
        let content = Content::from([(
            "application/json".to_owned(),
            json!({ "$ref": format!("{REFERENCE}A") }),
        )]);
        let mut comparison = Comparison::new(Some(&found), Some(&expected));
        assert_eq!(comparison.content(&content, &content), None);
        assert_eq!(comparison.into_differing().collect::<Vec<_>>(), [("B", 1)]);
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

//! Values that schemas take: examples of bodies and parameters, for people who compose requests.
//!
//! What a schema states (`const`, `example`, `default`, `enum`) comes first, then what its keywords ask for. Each choice is
//! validated by the code that validates request bodies.

mod merge;
mod number;
mod text;

use super::Schemas;
use apigw_java_regex::StepBudget;
use merge::merged;
use serde_json::{Map, Value, json};

/// How deep an example nests; what lies deeper is null.
const DEPTH: usize = 12;
/// How deep an example has members that an object can lack.
const OPTIONAL_DEPTH: usize = 5;
/// How often a model stands within itself in an example.
const WITHIN_ITSELF: usize = 1;
/// How many values an example has at most.
const VALUES: usize = 300;
/// How many items or members are made because a schema asks for that many.
const REPEATED: usize = 50;
/// How many alternatives of `oneOf`, `anyOf` and `enum` are tried.
const ALTERNATIVES: usize = 20;
/// The steps of patterns and validations for one example.
const STEPS: u64 = 4_000_000;

impl Schemas {
    /// A value that a client can send where `schema` is asked for, such as `{"count": 3}`, or the nearest to it that is found; null
    /// if the schema says nothing. What is `readOnly` is left out.
    ///
    /// ```
    /// use apigw_local::document::Schemas;
    /// use serde_json::json;
    ///
    /// let schema = json!({
    ///     "type": "object",
    ///     "properties": {
    ///         "sku": {"type": "string", "pattern": "^[A-Z]{2}-[0-9]{3}$"},
    ///         "count": {"type": "integer", "minimum": 3},
    ///     },
    /// });
    /// let example = Schemas::default().request_example(&schema);
    /// assert_eq!(example, json!({"sku": "AA-000", "count": 3}));
    /// ```
    #[must_use]
    pub fn request_example(&self, schema: &Value) -> Value {
        self.example(schema, "readOnly")
    }

    /// A value that a server can answer with; null if the schema says nothing. What is `writeOnly` is left out.
    ///
    /// ```
    /// use apigw_local::document::Schemas;
    /// use serde_json::json;
    ///
    /// let schema = json!({"type": "object", "properties": {"id": {"type": "integer", "readOnly": true}}});
    /// let schemas = Schemas::default();
    /// assert_eq!(schemas.response_example(&schema), json!({"id": 1}));
    /// assert_eq!(schemas.request_example(&schema), json!({}));
    /// ```
    #[must_use]
    pub fn response_example(&self, schema: &Value) -> Value {
        self.example(schema, "writeOnly")
    }

    fn example(&self, schema: &Value, left_out: &'static str) -> Value {
        let mut maker = Maker {
            schemas: self,
            left_out,
            open: Vec::new(),
            left: VALUES,
            steps: StepBudget::steps(STEPS),
        };
        maker.value(schema, 0)
    }
}

/// Makes one example.
struct Maker<'a> {
    schemas: &'a Schemas,
    /// The keyword of members that only the other side writes.
    left_out: &'static str,
    /// The references that led to where the next value stands.
    open: Vec<String>,
    /// How many values can still be made.
    left: usize,
    steps: StepBudget,
}

impl Maker<'_> {
    fn value(&mut self, schema: &Value, depth: usize) -> Value {
        if depth > DEPTH || self.left == 0 {
            return Value::Null;
        }
        self.left -= 1;
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            return self.within(Some(reference), |maker| {
                let target = maker.schemas.referenced(reference);
                target.map_or(Value::Null, |target| maker.value(target, depth + 1))
            });
        }
        if let Some(stated) = self.stated(schema) {
            return stated;
        }
        if let Some(parts) = schema.get("allOf").and_then(Value::as_array) {
            let whole = merged(schema, "allOf", parts, self.schemas);
            return self.value(&whole, depth + 1);
        }
        for keyword in ["oneOf", "anyOf"] {
            if let Some(alternatives) = schema.get(keyword).and_then(Value::as_array) {
                return self.alternative(schema, keyword, alternatives, depth);
            }
        }
        match kind(schema) {
            Some("object") => self.object(schema, depth),
            Some("array") => self.array(schema, depth),
            Some("integer" | "number") => number::within(schema),
            Some("boolean") => json!(true),
            Some("string") => text::within(schema, &mut self.steps).into(),
            _ => Value::Null,
        }
    }

    /// What `make` makes of the schema to which `reference` leads; null if the example has that schema within itself already.
    fn within(&mut self, reference: Option<&str>, make: impl FnOnce(&mut Self) -> Value) -> Value {
        let Some(reference) = reference else {
            return make(self);
        };
        let open = self.open.iter().filter(|open| *open == reference).count();
        if open > WITHIN_ITSELF {
            return Value::Null;
        }
        self.open.push(reference.to_owned());
        let value = make(self);
        self.open.pop();
        value
    }

    /// A value that the schema itself names, if the schema takes it.
    fn stated(&mut self, schema: &Value) -> Option<Value> {
        let named = ["const", "example", "default"].map(|keyword| schema.get(keyword));
        let listed = ["examples", "enum"].map(|keyword| schema.get(keyword)?.as_array());
        let listed = listed.into_iter().flatten().flatten();
        let mut values = named.into_iter().flatten().chain(listed).take(ALTERNATIVES);
        values.find(|value| self.takes(schema, value)).cloned()
    }

    /// A value of the first alternative with which the whole schema takes it.
    fn alternative(
        &mut self,
        schema: &Value,
        keyword: &str,
        alternatives: &[Value],
        depth: usize,
    ) -> Value {
        let mut first = None;
        for alternative in alternatives.iter().take(ALTERNATIVES) {
            let one = std::slice::from_ref(alternative);
            let whole = merged(schema, keyword, one, self.schemas);
            let reference = alternative.get("$ref").and_then(Value::as_str);
            let value = self.within(reference, |maker| maker.value(&whole, depth + 1));
            if self.takes(schema, &value) {
                return value;
            }
            first.get_or_insert(value);
        }
        first.unwrap_or_default()
    }

    fn object(&mut self, schema: &Value, depth: usize) -> Value {
        let required = schema.get("required").and_then(Value::as_array);
        let required: Vec<_> = required
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let properties = schema.get("properties").and_then(Value::as_object);
        let most = bound(schema, "maxProperties").unwrap_or(usize::MAX);
        let mut members = Map::new();
        let mut room = most.saturating_sub(required.len());
        for (name, property) in properties.into_iter().flatten() {
            if required.contains(&name.as_str()) {
                members.insert(name.clone(), self.value(property, depth + 1));
                continue;
            }
            let is_left_out = property.get(self.left_out) == Some(&Value::Bool(true));
            if depth >= OPTIONAL_DEPTH || is_left_out || room == 0 {
                continue;
            }
            let value = self.value(property, depth + 1);
            if self.takes(property, &value) && !(value.is_null() && kind(property).is_some()) {
                members.insert(name.clone(), value);
                room -= 1;
            }
        }
        let others = schema.get("additionalProperties").cloned();
        let others = others.unwrap_or_else(|| json!({"type": "string"}));
        let others = if others.is_object() {
            others
        } else {
            json!({"type": "string"})
        };
        for name in required {
            if !members.contains_key(name) {
                members.insert(name.to_owned(), self.value(&others, depth + 1));
            }
        }
        let least = bound(schema, "minProperties").unwrap_or_default();
        let numbered = (1..=REPEATED).map(|number| format!("name{number}"));
        for name in numbered {
            if members.len() >= least {
                break;
            }
            let value = self.value(&others, depth + 1);
            members.entry(name).or_insert(value);
        }
        members.into()
    }

    fn array(&mut self, schema: &Value, depth: usize) -> Value {
        let least = bound(schema, "minItems").unwrap_or_default().min(REPEATED);
        let most = bound(schema, "maxItems").unwrap_or(usize::MAX);
        // The items of a tuple, each with a schema of its own.
        let first = schema.get("prefixItems").and_then(Value::as_array);
        let first = first.into_iter().flatten().take(most.min(REPEATED));
        let mut list: Vec<_> = first.map(|item| self.value(item, depth + 1)).collect();
        let Some(items) = schema.get("items").filter(|items| items.is_object()) else {
            list.resize(list.len().max(least), json!("text"));
            return list.into();
        };
        let usual = usize::from(depth < OPTIONAL_DEPTH && list.is_empty());
        let count = least.max(usual).min(most);
        let is_unique = schema.get("uniqueItems") == Some(&Value::Bool(true));
        for index in list.len()..count {
            let mut value = self.value(items, depth + 1);
            if is_unique && list.contains(&value) {
                value = self.another(items, value, index, &list);
            }
            list.push(value);
        }
        // Without need, no item stands for one that cannot be made.
        if least == 0 && list.iter().any(|item| !self.takes(items, item)) {
            list.clear();
        }
        list.into()
    }

    /// A value of `schema` that `list` does not have, made from one that it has.
    fn another(&mut self, schema: &Value, value: Value, index: usize, list: &[Value]) -> Value {
        let allowed = schema.get("enum").and_then(Value::as_array);
        let changed = match &value {
            Value::Number(number) => number.as_i64().map(|number| {
                let step = i64::try_from(index).unwrap_or_default();
                json!(number.saturating_add(step))
            }),
            Value::String(text) => Some(json!(format!("{text}{index}"))),
            Value::Bool(flag) => Some(json!(!flag)),
            _ => None,
        };
        let candidates = allowed.into_iter().flatten().cloned().chain(changed);
        let mut candidates = candidates.take(REPEATED);
        candidates
            .find(|candidate| !list.contains(candidate) && self.takes(schema, candidate))
            .unwrap_or(value)
    }

    /// Whether the schema takes the value, as far as that can be found out.
    fn takes(&mut self, schema: &Value, value: &Value) -> bool {
        let schemas = self.schemas;
        schemas
            .violations_within(schema, value, &mut self.steps)
            .is_empty()
    }
}

/// The keywords of each type.
const KEYWORDS: [(&str, &[&str]); 4] = [
    (
        "object",
        &[
            "properties",
            "required",
            "additionalProperties",
            "minProperties",
        ],
    ),
    (
        "array",
        &["items", "prefixItems", "minItems", "uniqueItems"],
    ),
    ("string", &["pattern", "minLength", "maxLength", "format"]),
    ("number", &["minimum", "maximum", "multipleOf"]),
];

/// The type that the schema states, or that its keywords are for.
fn kind(schema: &Value) -> Option<&str> {
    let stated = match schema.get("type") {
        Some(Value::Array(kinds)) => {
            let mut kinds = kinds.iter().filter_map(Value::as_str);
            kinds.find(|kind| *kind != "null")
        }
        kind => kind.and_then(Value::as_str),
    };
    stated.or_else(|| {
        let mut kinds = KEYWORDS.into_iter();
        let has = |keywords: &[&str]| {
            keywords
                .iter()
                .any(|keyword| schema.get(*keyword).is_some())
        };
        kinds
            .find(|(_, keywords)| has(keywords))
            .map(|(kind, _)| kind)
    })
}

/// A bound of a size.
fn bound(schema: &Value, keyword: &str) -> Option<usize> {
    let bound = schema.get(keyword).and_then(Value::as_u64)?;
    Some(usize::try_from(bound).unwrap_or(usize::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schemas(models: Value) -> Schemas {
        Schemas::new(("#/components/schemas", Some(models)))
    }

    /// Makes an example of each schema, which must take it.
    #[track_caller]
    fn check(schema: &Value, expected: &Value) {
        let schemas = schemas(json!({}));
        let made = schemas.request_example(schema);
        assert_eq!(&made, expected, "{schema}");
        assert_eq!(schemas.violations(schema, &made), [""; 0], "{schema}");
    }

    #[test]
    fn what_the_schema_states_comes_first_if_the_schema_takes_it() {
        check(
            &json!({"type": "integer", "example": 7, "default": 8}),
            &json!(7),
        );
        check(
            &json!({"type": "integer", "example": "seven", "default": 8}),
            &json!(8),
        );
        check(&json!({"enum": ["red", "green"]}), &json!("red"));
        check(
            &json!({"enum": ["red", "green"], "minLength": 4}),
            &json!("green"),
        );
    }

    #[test]
    fn an_object_has_what_it_must_have_and_what_a_client_can_send() {
        check(
            &json!({"type": "object", "required": ["a", "b"], "minProperties": 4,
                "properties": {"a": {"type": "boolean"}, "c": {"type": "string"}, "id": {"type": "string", "readOnly": true}}}),
            &json!({"a": true, "b": "text", "c": "text", "name1": "text"}),
        );
        check(
            &json!({"type": "object", "maxProperties": 1, "required": ["b"], "properties": {"a": {"type": "boolean"}, "b": {"type": "boolean"}}}),
            &json!({"b": true}),
        );
    }

    #[test]
    fn a_list_has_as_many_items_as_it_must() {
        check(
            &json!({"type": "array", "items": {"enum": ["a", "b"]}}),
            &json!(["a"]),
        );
        check(
            &json!({"type": "array", "minItems": 2, "uniqueItems": true, "items": {"enum": ["a", "b"]}}),
            &json!(["a", "b"]),
        );
        check(
            &json!({"type": "array", "minItems": 3, "uniqueItems": true, "items": {"type": "integer", "minimum": 5}}),
            &json!([5, 6, 7]),
        );
        check(
            &json!({"type": "array", "maxItems": 0, "items": {}}),
            &json!([]),
        );
    }

    #[test]
    fn parts_and_alternatives_hold_together() {
        check(
            &json!({"allOf": [
                {"type": "object", "required": ["a"], "properties": {"a": {"type": "string"}}},
                {"properties": {"a": {"minLength": 6}, "b": {"type": "integer", "minimum": 2}}},
            ]}),
            &json!({"a": "textxx", "b": 2}),
        );
        check(
            &json!({"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}},
                "oneOf": [{"properties": {"kind": {"enum": [1]}}}, {"properties": {"kind": {"enum": ["card"]}}}]}),
            &json!({"kind": "card"}),
        );
        check(
            &json!({"nullable": true, "anyOf": [{"type": "integer"}]}),
            &json!(1),
        );
    }

    #[test]
    fn references_lead_on_and_one_to_itself_ends() {
        let models = json!({"Item": {"type": "object", "required": ["sku"], "properties": {
            "sku": {"type": "string", "minLength": 6, "maxLength": 9},
            "parent": {"$ref": "#/components/schemas/Item"},
            "parts": {"type": "array", "items": {"$ref": "#/components/schemas/Item"}},
        }}});
        let schemas = schemas(models);
        let schema = json!({"$ref": "#/components/schemas/Item"});
        let made = schemas.request_example(&schema);
        assert_eq!(made["parent"]["sku"], "textxx");
        assert_eq!(made["parts"][0]["sku"], "textxx");
        assert_eq!(schemas.violations(&schema, &made), [""; 0], "{made}");
    }

    #[test]
    fn a_tuple_has_an_item_for_each_place() {
        let pair = json!({"type": "array", "minItems": 2, "maxItems": 2, "prefixItems": [{"type": "integer"}, {"enum": ["kg"]}]});
        check(&pair, &json!([1, "kg"]));
    }

    #[test]
    fn a_model_stands_within_itself_once() {
        let schemas = schemas(json!({
            "Term": {"oneOf": [
                {"type": "object", "required": ["sum"], "additionalProperties": false, "properties": {"sum": {
                    "type": "array", "minItems": 2, "maxItems": 2, "items": {"$ref": "#/components/schemas/Term"}}}},
                {"type": "object", "required": ["number"], "additionalProperties": false, "properties": {"number": {"type": "integer"}}},
            ]},
            "Link": {"type": "object", "properties": {
                "next": {"anyOf": [{"$ref": "#/components/schemas/Link"}, {"type": "null"}]}}},
        }));
        let link = json!({"$ref": "#/components/schemas/Link"});
        assert_eq!(
            schemas.request_example(&link),
            json!({"next": {"next": null}})
        );
        let term = json!({"$ref": "#/components/schemas/Term"});
        let made = schemas.request_example(&term);
        assert_eq!(schemas.violations(&term, &made), [""; 0], "{made}");
        assert!(made["sum"][1]["number"].is_u64(), "{made}");
    }

    #[test]
    fn a_schema_that_grows_without_end_ends() {
        let properties: Map<_, _> = (0..30)
            .map(|number| {
                (
                    number.to_string(),
                    json!({"$ref": "#/components/schemas/M"}),
                )
            })
            .collect();
        let schemas = schemas(json!({"M": {"type": "object", "properties": properties}}));
        let made = schemas.request_example(&json!({"$ref": "#/components/schemas/M"}));
        assert!(made.to_string().len() < 100_000);
        let all = json!({"allOf": [{"$ref": "#/components/schemas/L"}]});
        let made = self::schemas(json!({"L": all}))
            .request_example(&json!({"$ref": "#/components/schemas/L"}));
        assert_eq!(made, Value::Null);
        let wide = json!({"type": "array", "minItems": 1_000_000_000_u64, "items": {"type": "array", "minItems": 9_999_999, "items": {"type": "string", "minLength": 4_000_000_000_u64}}});
        let made = self::schemas(json!({})).request_example(&wide).to_string();
        assert!(made.len() < 1 << 20, "{}", made.len());
    }
}

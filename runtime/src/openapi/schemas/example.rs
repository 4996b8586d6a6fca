//! A value that a schema takes, for people to look at.

use serde_json::{Map, Value, json};

/// How deep an example goes; what lies deeper is null.
const DEPTH_LIMIT: usize = 6;
/// How deep an example has members that a value can lack.
const OPTIONAL_LIMIT: usize = 2;

/// A value of `schema`, whose references lead to `components`: the schema's own example or default where it has one.
pub(super) fn of(schema: &Value, components: &Map<String, Value>) -> Value {
    at(schema, components, 0)
}

fn at(schema: &Value, components: &Map<String, Value>, depth: usize) -> Value {
    if depth > DEPTH_LIMIT {
        return Value::Null;
    }
    let inner = |schema: &Value| at(schema, components, depth + 1);
    let stated = ["const", "example", "default"].map(|name| schema.get(name));
    let listed = ["examples", "enum"].map(|name| schema[name].get(0));
    if let Some(value) = stated.into_iter().chain(listed).flatten().next() {
        return value.clone();
    }
    if let Some(reference) = schema["$ref"].as_str() {
        let name = reference.strip_prefix(super::REFERENCE).unwrap_or_default();
        return components.get(name).map_or(Value::Null, inner);
    }
    if let Some(first) = ["oneOf", "anyOf"]
        .iter()
        .find_map(|name| schema[*name].get(0))
    {
        return inner(first);
    }
    if let Some(all) = schema["allOf"].as_array() {
        return of_all(all.iter().map(inner));
    }
    match kind(schema) {
        "object" => {
            let required = schema["required"].as_array();
            let is_required = |name: &String| {
                required.is_some_and(|names| names.iter().any(|other| other == name))
            };
            let members = schema["properties"].as_object().into_iter().flatten();
            members
                .filter(|(name, _)| depth <= OPTIONAL_LIMIT || is_required(name))
                .map(|(name, schema)| (name.clone(), inner(schema)))
                .collect()
        }
        "array" if depth == DEPTH_LIMIT => json!([]),
        "array" => match &schema["items"] {
            Value::Object(_) => json!([inner(&schema["items"])]),
            _ => json!([]),
        },
        "integer" | "number" => number(schema),
        "boolean" => true.into(),
        "null" => Value::Null,
        _ => text(schema).into(),
    }
}

fn of_all(parts: impl Iterator<Item = Value>) -> Value {
    let mut whole = Map::new();
    for part in parts {
        match part {
            Value::Object(members) => whole.extend(members),
            other => return other,
        }
    }
    whole.into()
}

fn kind(schema: &Value) -> &str {
    let kinds = &schema["type"];
    kinds
        .as_str()
        .or_else(|| kinds[0].as_str())
        .unwrap_or_default()
}

fn number(schema: &Value) -> Value {
    let usual = 7.0;
    let bound = |name: &str| schema[name].as_f64();
    if bound("minimum").is_some_and(|least| least > usual) {
        return schema["minimum"].clone();
    }
    if bound("maximum").is_some_and(|most| most < usual) {
        return schema["maximum"].clone();
    }
    7.into()
}

fn text(schema: &Value) -> String {
    let text = match schema["format"].as_str() {
        Some("date-time") => "2026-01-31T12:00:00Z",
        Some("date") => "2026-01-31",
        Some("email") => "ada@example.org",
        Some("uri") => "https://example.org/",
        Some("uuid") => "0b0c1d5e-9d3c-4c6c-8f0a-2f4e6d8c0a1b",
        _ => "text",
    };
    let most = schema["maxLength"]
        .as_u64()
        .and_then(|most| usize::try_from(most).ok());
    text.chars().take(most.unwrap_or(usize::MAX)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_schema_gives_a_value() {
        let components = json!({"Node": {"type": "object", "required": ["size"], "properties": {"next": {"$ref": "#/components/schemas/Node"}, "size": {"type": "integer", "minimum": 10}}}});
        let components = components.as_object().unwrap();
        let node = of(&json!({"$ref": "#/components/schemas/Node"}), components);
        assert_eq!(node, json!({"size": 10, "next": {"size": 10}}));
        for (schema, value) in [
            (
                json!({"type": ["string", "null"], "maxLength": 2}),
                json!("te"),
            ),
            (
                json!({"anyOf": [{"enum": ["a", "b"]}, {"type": "null"}]}),
                json!("a"),
            ),
            (
                json!({"type": "array", "items": {"type": "boolean"}}),
                json!([true]),
            ),
            (json!({"examples": [{"a": 1}]}), json!({"a": 1})),
            (json!({"$ref": "#/components/schemas/Missing"}), json!(null)),
            (json!({}), json!("text")),
        ] {
            assert_eq!(of(&schema, components), value, "{schema}");
        }
    }
}

//! An example of a JSON document that a schema describes.

use serde_json::{Map, Value, json};

/// How deep an example nests.
const DEPTH: usize = 8;
/// How many values an example has at most.
const VALUES: usize = 300;

/// A value that has the shape of `schema`, whose references lead into `models`.
pub(super) fn example(schema: &Value, models: Option<&Map<String, Value>>) -> Value {
    let mut left = VALUES;
    within(schema, models, DEPTH, &mut left)
}

fn within(
    schema: &Value,
    models: Option<&Map<String, Value>>,
    depth: usize,
    left: &mut usize,
) -> Value {
    let Some(deeper) = depth.checked_sub(1) else {
        return Value::Null;
    };
    *left = left.saturating_sub(1);
    if *left == 0 {
        return Value::Null;
    }
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        let name = reference.rsplit('/').next().unwrap_or_default();
        let model = models.and_then(|models| models.get(name));
        return model.map_or(Value::Null, |model| within(model, models, deeper, left));
    }
    for keyword in ["example", "default"] {
        if let Some(value) = schema.get(keyword) {
            return value.clone();
        }
    }
    let first = |keyword| schema.get(keyword).and_then(Value::as_array)?.first();
    if let Some(value) = first("enum") {
        return value.clone();
    }
    if let Some(one) = first("oneOf").or_else(|| first("anyOf")) {
        return within(one, models, deeper, left);
    }
    if let Some(parts) = schema.get("allOf").and_then(Value::as_array) {
        let mut merged = Map::new();
        for part in parts {
            match within(part, models, deeper, left) {
                Value::Object(members) => merged.extend(members),
                other if parts.len() == 1 => return other,
                _ => {}
            }
        }
        return Value::Object(merged);
    }
    by_type(schema, models, deeper, left)
}

fn by_type(
    schema: &Value,
    models: Option<&Map<String, Value>>,
    depth: usize,
    left: &mut usize,
) -> Value {
    let kind = match schema.get("type") {
        Some(Value::Array(kinds)) => kinds.first(),
        kind => kind,
    };
    let properties = schema.get("properties").and_then(Value::as_object);
    match kind.and_then(Value::as_str) {
        None if properties.is_none() => Value::Null,
        None | Some("object") => {
            let properties = properties.into_iter().flatten();
            let members = properties
                .map(|(name, schema)| (name.clone(), within(schema, models, depth, left)));
            Value::Object(members.collect())
        }
        Some("array") => match schema.get("items") {
            Some(items) => json!([within(items, models, depth, left)]),
            None => json!([]),
        },
        Some("integer" | "number") => schema.get("minimum").cloned().unwrap_or_else(|| json!(1)),
        Some("boolean") => json!(true),
        Some("string") => text(schema),
        Some(_) => Value::Null,
    }
}

fn text(schema: &Value) -> Value {
    let text = match schema.get("format").and_then(Value::as_str) {
        Some("date-time") => "2026-01-31T12:00:00Z",
        Some("date") => "2026-01-31",
        Some("uuid") => "6f1c9a3b-2f10-4d0e-9d43-3a5d3f1c7c7e",
        Some("email") => "ada@example.com",
        Some("uri") => "https://example.com/",
        _ => "text",
    };
    let least = schema.get("minLength").and_then(Value::as_u64);
    let least = least.and_then(|least| usize::try_from(least).ok());
    let least = least.unwrap_or_default().min(1000);
    let most = schema.get("maxLength").and_then(Value::as_u64);
    let most = most.and_then(|most| usize::try_from(most).ok());
    let text: String = text
        .chars()
        .chain(std::iter::repeat('x'))
        .take(text.len().max(least).min(most.unwrap_or(usize::MAX)))
        .collect();
    text.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_has_the_shape() {
        let models = json!({
            "Item": {"type": "object", "properties": {
                "sku": {"type": "string", "minLength": 6, "maxLength": 9},
                "count": {"type": "integer", "minimum": 3},
                "tags": {"type": "array", "items": {"enum": ["a", "b"]}},
                "parent": {"$ref": "#/components/schemas/Item"},
            }},
        });
        let schema = json!({"$ref": "#/components/schemas/Item"});
        let made = example(&schema, models.as_object());
        assert_eq!(made["sku"], "textxx");
        assert_eq!(made["count"], 3);
        assert_eq!(made["tags"], json!(["a"]));
        assert!(made["parent"]["parent"].is_object(), "{made}");
    }

    #[test]
    fn a_schema_that_grows_without_end_ends() {
        let properties: Map<_, _> = (0..30)
            .map(|number| (number.to_string(), json!({"$ref": "#/m/M"})))
            .collect();
        let models = json!({"M": {"type": "object", "properties": properties}});
        let made = example(&json!({"$ref": "#/m/M"}), models.as_object());
        assert!(made.to_string().len() < 100_000);
    }
}

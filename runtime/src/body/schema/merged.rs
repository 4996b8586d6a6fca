//! The least schema, of one form, that takes what two schemas take. It says of a member that several errors have what all say.

use serde_json::{Map, Value, json};

/// The schema of all bodies that `one` or `other` takes. It may take more.
pub(crate) fn merged(one: Value, other: Value) -> Value {
    if one == other {
        return one;
    }
    let kind = |schema: &Value| schema["type"].as_str().map(str::to_owned);
    match (kind(&one), kind(&other)) {
        (Some(kind), Some(same)) if kind == same => match &*kind {
            "object" => objects(one, other),
            "array" => arrays(one, other),
            _ => scalars(&kind, one, other),
        },
        _ => either(one, other),
    }
}

fn objects(mut one: Value, mut other: Value) -> Value {
    let mut properties = members(&mut one, "properties");
    for (name, schema) in members(&mut other, "properties") {
        let schema = match properties.remove(&name) {
            Some(known) => merged(known, schema),
            None => schema,
        };
        properties.insert(name, schema);
    }
    let list = |schema: &Value| schema["required"].as_array().cloned().unwrap_or_default();
    let others = list(&other);
    let required: Vec<_> = list(&one)
        .into_iter()
        .filter(|name| others.contains(name))
        .collect();
    let mut schema = json!({"type": "object"});
    if !properties.is_empty() {
        schema["properties"] = properties.into();
    }
    if !required.is_empty() {
        schema["required"] = required.into();
    }
    schema
}

fn members(schema: &mut Value, name: &str) -> Map<String, Value> {
    match schema.get_mut(name).map(Value::take) {
        Some(Value::Object(members)) => members,
        _ => Map::new(),
    }
}

fn arrays(mut one: Value, mut other: Value) -> Value {
    let items = |schema: &mut Value| schema.get_mut("items").map(Value::take);
    let items = match (items(&mut one), items(&mut other)) {
        (Some(one), Some(other)) => merged(one, other),
        _ => json!({}),
    };
    let least = |schema: &Value| schema["minItems"].as_u64().unwrap_or(0);
    let mut schema = json!({"type": "array", "items": items});
    let least = least(&one).min(least(&other));
    if least > 0 {
        schema["minItems"] = least.into();
    }
    schema
}

/// The values of both where both are listed, and anything of the type where one of them takes that.
fn scalars(kind: &str, one: Value, other: Value) -> Value {
    let values = |schema: &Value| schema["enum"].as_array().cloned();
    match (values(&one), values(&other)) {
        (Some(mut values), Some(others)) => {
            for value in others {
                if !values.contains(&value) {
                    values.push(value);
                }
            }
            json!({"type": kind, "enum": values})
        }
        _ if is_plain(&one) => one,
        _ if is_plain(&other) => other,
        _ => either(one, other),
    }
}

/// Whether the schema has a type and no other condition.
fn is_plain(schema: &Value) -> bool {
    let mut names = schema.as_object().into_iter().flat_map(Map::keys);
    names.all(|name| name == "type" || name == "description")
}

fn either(one: Value, other: Value) -> Value {
    let alternatives = |schema: Value| match schema {
        Value::Object(mut members) if members.len() == 1 && members.contains_key("anyOf") => {
            match members.remove("anyOf") {
                Some(Value::Array(list)) => list,
                _ => Vec::new(),
            }
        }
        schema => vec![schema],
    };
    let mut all = alternatives(one);
    for schema in alternatives(other) {
        if !all.contains(&schema) {
            all.push(schema);
        }
    }
    json!({ "anyOf": all })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(one: &Value, other: &Value, expected: &Value) {
        assert_eq!(&merged(one.clone(), other.clone()), expected);
    }

    #[test]
    fn constants_are_listed_and_what_one_lacks_is_not_required() {
        check(
            &json!({"type": "object", "required": ["code", "sku"], "properties": {"code": {"type": "string", "enum": ["A"]}, "sku": {"type": "string"}}}),
            &json!({"type": "object", "required": ["code"], "properties": {"code": {"type": "string", "enum": ["B"]}, "sku": {"type": "integer"}}}),
            &json!({"type": "object", "required": ["code"], "properties": {"code": {"type": "string", "enum": ["A", "B"]}, "sku": {"anyOf": [{"type": "string"}, {"type": "integer"}]}}}),
        );
    }

    #[test]
    fn a_schema_without_constants_takes_those_of_the_other() {
        check(
            &json!({"type": "array", "minItems": 1, "items": {"type": "string", "enum": ["A"]}}),
            &json!({"type": "array", "items": {"type": "string"}}),
            &json!({"type": "array", "items": {"type": "string"}}),
        );
    }

    #[test]
    fn three_types_are_one_list() {
        let [text, number, any] = [
            json!({"type": "string"}),
            json!({"type": "integer"}),
            json!({}),
        ];
        let two = merged(text.clone(), number.clone());
        let three = merged(two, any.clone());
        assert_eq!(three, json!({"anyOf": [text, number, any]}));
        assert_eq!(merged(three.clone(), number), three);
    }
}

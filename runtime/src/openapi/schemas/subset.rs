//! The part of JSON Schema that import keeps: draft 4 without defaults, examples and numeric formats.
//!
//! In: schemas with schemars' `OpenAPI` 3.0 settings. Out: schemas that say the same, or less, and that both an `OpenAPI` 3.0
//! reader and a draft-4 validator take. Nothing that the type allows is refused by them.

use serde_json::{Map, Value, json};

/// The keywords that stay as they are.
const KEPT: [&str; 17] = [
    "$ref",
    "description",
    "enum",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "pattern",
    "required",
    "title",
    "type",
    "uniqueItems",
];

/// The formats that draft 4 defines.
const FORMATS: [&str; 6] = ["date-time", "email", "hostname", "ipv4", "ipv6", "uri"];

pub(in super::super) fn keep(schema: &mut Value) {
    let taken = std::mem::take(schema);
    *schema = match taken {
        Value::Object(members) => kept(members),
        Value::Bool(false) => json!({"not": {}}),
        _ => json!({}),
    };
}

fn kept(members: Map<String, Value>) -> Value {
    let mut kept = Map::new();
    let mut nullable = false;
    let is_integer = members.get("type").is_some_and(|kind| kind == "integer");
    for (name, mut value) in members {
        match name.as_str() {
            "nullable" => {
                nullable = value == Value::Bool(true);
                continue;
            }
            "type" if value.is_array() => {
                let types = value.as_array().into_iter().flatten();
                let (null, others): (Vec<_>, Vec<_>) = types.partition(|name| **name == "null");
                nullable |= !null.is_empty();
                match others[..] {
                    [one] => value = one.clone(),
                    _ => continue,
                }
            }
            "exclusiveMinimum" | "exclusiveMaximum" => {
                insert_bound(&mut kept, &name, &value, is_integer);
                continue;
            }
            "format" if !FORMATS.iter().any(|format| value == *format) => continue,
            "format" => {}
            "items" => value = items(value),
            "additionalProperties" if value.is_boolean() => {}
            "additionalProperties" | "not" => keep(&mut value),
            "properties" => each(value.as_object_mut().into_iter().flat_map(Map::values_mut)),
            "allOf" | "anyOf" | "oneOf" => each(value.as_array_mut().into_iter().flatten()),
            other if KEPT.contains(&other) => {}
            _ => continue,
        }
        kept.insert(name, value);
    }
    let schema = Value::Object(kept);
    if nullable && !takes_null(&schema) {
        or_null(schema)
    } else {
        schema
    }
}

fn takes_null(schema: &Value) -> bool {
    let listed = schema["enum"].as_array();
    listed.is_some_and(|values| values.contains(&Value::Null)) && schema.get("type").is_none()
}

fn each<'a>(schemas: impl Iterator<Item = &'a mut Value>) {
    schemas.for_each(keep);
}

/// Draft 4 has no `nullable`, and `OpenAPI` 3.0 no type `null`: both have an enumeration of it.
fn or_null(mut schema: Value) -> Value {
    let mut outer = Map::new();
    if let Some(description) = schema
        .as_object_mut()
        .and_then(|members| members.remove("description"))
    {
        outer.insert("description".to_owned(), description);
    }
    outer.insert("anyOf".to_owned(), json!([schema, {"enum": [null]}]));
    Value::Object(outer)
}

/// A tuple's schemas, one for each place, become one for all of them.
fn items(mut value: Value) -> Value {
    if let Value::Array(places) = &mut value {
        each(places.iter_mut());
        let places = std::mem::take(places);
        return json!({ "anyOf": places });
    }
    keep(&mut value);
    value
}

/// An exclusive bound of integers becomes an inclusive one; of other numbers, the nearest that is not stricter.
fn insert_bound(kept: &mut Map<String, Value>, name: &str, value: &Value, is_integer: bool) {
    let (name, step) = match name {
        "exclusiveMinimum" => ("minimum", 1),
        _ => ("maximum", -1),
    };
    let bound = match value.as_i64().and_then(|bound| bound.checked_add(step)) {
        Some(bound) if is_integer => bound.into(),
        _ if value.is_number() => value.clone(),
        _ => return,
    };
    kept.entry(name).or_insert(bound);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(mut schema: Value, expected: &Value) {
        keep(&mut schema);
        assert_eq!(&schema, expected);
    }

    #[test]
    fn what_import_refuses_is_left_out_or_said_otherwise() {
        check(
            json!({"type": "integer", "format": "uint32", "default": 3, "example": 1, "readOnly": true}),
            &json!({"type": "integer"}),
        );
        check(
            json!({"type": "number", "exclusiveMinimum": 0.5}),
            &json!({"type": "number", "minimum": 0.5}),
        );
        check(
            json!({"type": "array", "items": [{"type": "string"}, true], "minItems": 2}),
            &json!({"type": "array", "items": {"anyOf": [{"type": "string"}, {}]}, "minItems": 2}),
        );
        check(
            json!({"type": "object", "properties": {"default": {"type": "string", "format": "date-time", "nullable": true, "description": "When."}}, "additionalProperties": false}),
            &json!({"type": "object", "properties": {"default": {"description": "When.", "anyOf": [{"type": "string", "format": "date-time"}, {"enum": [null]}]}}, "additionalProperties": false}),
        );
        check(
            json!({"type": ["string", "null"]}),
            &json!({"anyOf": [{"type": "string"}, {"enum": [null]}]}),
        );
        check(
            json!({"enum": [null], "nullable": true}),
            &json!({"enum": [null]}),
        );
        check(json!(false), &json!({"not": {}}));
    }

    #[test]
    fn exclusive_bounds_are_never_stricter() {
        check(
            json!({"type": "integer", "exclusiveMinimum": 0, "exclusiveMaximum": 10}),
            &json!({"type": "integer", "minimum": 1, "maximum": 9}),
        );
        check(
            json!({"type": "number", "exclusiveMinimum": 0}),
            &json!({"type": "number", "minimum": 0}),
        );
    }
}

//! Several schemas that hold together, as one.

use super::Schemas;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// How often references to references are followed.
const REFERENCES: usize = 20;

/// `schema` without `keyword`, and each of `parts`, as one schema.
pub(super) fn merged(schema: &Value, keyword: &str, parts: &[Value], schemas: &Schemas) -> Value {
    let mut whole = schema.as_object().cloned().unwrap_or_default();
    whole.remove(keyword);
    for part in parts {
        if let Some(part) = resolved(part, schemas).as_object() {
            for (keyword, value) in part {
                add(&mut whole, keyword, value);
            }
        }
    }
    whole.into()
}

fn resolved<'a>(mut schema: &'a Value, schemas: &'a Schemas) -> &'a Value {
    for _ in 0..REFERENCES {
        let reference = schema.get("$ref").and_then(Value::as_str);
        match reference.map(|reference| schemas.referenced(reference)) {
            None => return schema,
            Some(Some(target)) => schema = target,
            Some(None) => break,
        }
    }
    &Value::Null
}

/// Adds a keyword to what `whole` already asks for.
fn add(whole: &mut Map<String, Value>, keyword: &str, value: &Value) {
    let Some(known) = whole.get_mut(keyword) else {
        whole.insert(keyword.to_owned(), value.clone());
        return;
    };
    match (keyword, known, value) {
        ("properties", Value::Object(known), Value::Object(more)) => {
            for (name, schema) in more {
                let property = match known.get(name) {
                    Some(former) => json!({"allOf": [former, schema]}),
                    None => schema.clone(),
                };
                known.insert(name.clone(), property);
            }
        }
        ("required" | "allOf", Value::Array(known), Value::Array(more)) => {
            known.extend(more.iter().cloned());
            let mut seen = BTreeSet::new();
            known.retain(|item| seen.insert(item.to_string()));
        }
        ("enum", Value::Array(known), Value::Array(more)) => {
            known.retain(|item| more.contains(item));
        }
        ("minimum" | "minLength" | "minItems" | "minProperties", known, more)
            if more.as_f64() > known.as_f64() =>
        {
            *known = more.clone();
        }
        ("maximum" | "maxLength" | "maxItems" | "maxProperties", known, more)
            if more.as_f64() < known.as_f64() =>
        {
            *known = more.clone();
        }
        // The schema around its parts says it, or the part that comes first.
        _ => {}
    }
}

//! The bounds of Rust's integers, which schemars gives as a format only.

use serde_json::{Number, Value};

/// The largest integer of which every reader of JSON has the exact value: 2^53 - 1
/// ([RFC 8259, section 6](https://www.rfc-editor.org/rfc/rfc8259#section-6)).
const EXACT: u64 = (1 << 53) - 1;

/// Adds the bounds of an integer's type where `schema` has its format and no bound of its own. Those that not every reader can
/// keep are left out unless `all` are wanted: a reader that rounds one up or down would give another document back.
pub(in super::super) fn add(schema: &mut Value, all: bool) {
    match schema {
        Value::Object(members) => {
            let format = members.get("format").and_then(Value::as_str);
            if let Some((least, most)) = format.and_then(of_format) {
                for (name, other, bound) in [
                    ("minimum", "exclusiveMinimum", least),
                    ("maximum", "exclusiveMaximum", most),
                ] {
                    if (all || is_exact(&bound)) && !members.contains_key(other) {
                        members.entry(name).or_insert(bound.into());
                    }
                }
            }
            for (name, member) in members {
                if !["const", "default", "enum", "example", "examples"].contains(&name.as_str()) {
                    add(member, all);
                }
            }
        }
        Value::Array(list) => list.iter_mut().for_each(|schema| add(schema, all)),
        _ => {}
    }
}

/// `usize` has 64 bits where Lambda runs.
fn of_format(format: &str) -> Option<(Number, Number)> {
    let bounds = match format {
        "int32" => (i32::MIN.into(), i32::MAX.into()),
        "int64" | "int" => (i64::MIN.into(), i64::MAX.into()),
        "uint32" => (0.into(), u32::MAX.into()),
        "uint64" | "uint" => (0.into(), u64::MAX.into()),
        _ => return None,
    };
    Some(bounds)
}

fn is_exact(bound: &Number) -> bool {
    let size = bound
        .as_u64()
        .or_else(|| Some(bound.as_i64()?.unsigned_abs()));
    size.is_some_and(|size| size <= EXACT)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_type_has_its_bounds_unless_it_has_its_own() {
        let mut schema = json!({
            "anyOf": [{"type": "integer", "format": "uint64", "minimum": 5}, {"type": "integer", "format": "int32"}],
            "default": {"format": "uint32"},
        });
        let mut exact = schema.clone();
        add(&mut schema, true);
        assert_eq!(
            schema,
            json!({
                "anyOf": [
                    {"type": "integer", "format": "uint64", "minimum": 5, "maximum": u64::MAX},
                    {"type": "integer", "format": "int32", "minimum": i32::MIN, "maximum": i32::MAX},
                ],
                "default": {"format": "uint32"},
            })
        );
        add(&mut exact, false);
        assert!(exact["anyOf"][0].get("maximum").is_none());
        assert_eq!(exact["anyOf"][1]["maximum"], i32::MAX);
    }
}

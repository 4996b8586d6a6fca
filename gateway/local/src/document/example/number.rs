//! Numbers within bounds.

use serde_json::{Value, json};

/// A number that the schema takes; 1 if it can be.
pub(super) fn within(schema: &Value) -> Value {
    let is_integer = schema.get("type").and_then(Value::as_str) == Some("integer");
    let (least, most) = (lower(schema), upper(schema));
    let factor = schema.get("multipleOf").and_then(Value::as_f64);
    let factor = factor.filter(|factor| *factor > 0.0);
    let step = factor.unwrap_or(1.0);
    let near = |bound: Option<(f64, bool)>, direction: f64| {
        let (bound, _) = bound?;
        let multiple = match direction {
            up if up > 0.0 => (bound / step).ceil() * step,
            _ => (bound / step).floor() * step,
        };
        Some([bound, multiple, multiple + direction * step])
    };
    let between = least
        .zip(most)
        .map(|((least, _), (most, _))| f64::midpoint(least, most));
    let candidates = [1.0, step]
        .into_iter()
        .chain(near(least, 1.0).into_iter().flatten())
        .chain(near(most, -1.0).into_iter().flatten())
        .chain([0.0])
        .chain(between);
    let mut fitting = candidates.filter(|number| {
        let above = least.is_none_or(|(least, is_open)| {
            if is_open {
                *number > least
            } else {
                *number >= least
            }
        });
        let below = most.is_none_or(|(most, is_open)| {
            if is_open {
                *number < most
            } else {
                *number <= most
            }
        });
        let is_whole = !is_integer || number.fract() == 0.0;
        let is_multiple = factor.is_none_or(|factor| {
            let times = number / factor;
            (times - times.round()).abs() < 1e-9
        });
        above && below && is_whole && is_multiple
    });
    fitting.next().map_or_else(|| json!(1), as_written)
}

/// The lower bound, and whether the number itself is outside.
fn lower(schema: &Value) -> Option<(f64, bool)> {
    bound(schema, "minimum", "exclusiveMinimum", |stated, open| {
        stated > open
    })
}

fn upper(schema: &Value) -> Option<(f64, bool)> {
    bound(schema, "maximum", "exclusiveMaximum", |stated, open| {
        stated < open
    })
}

/// `exclusive` is a flag in `OpenAPI` 3.0, and a bound of its own in later versions of JSON Schema.
fn bound(
    schema: &Value,
    inclusive: &str,
    exclusive: &str,
    is_narrower: fn(f64, f64) -> bool,
) -> Option<(f64, bool)> {
    let stated = schema.get(inclusive).and_then(Value::as_f64);
    match schema.get(exclusive) {
        Some(Value::Bool(is_open)) => stated.map(|bound| (bound, *is_open)),
        Some(other) => match (stated, other.as_f64()) {
            (Some(stated), Some(open)) if is_narrower(stated, open) => Some((stated, false)),
            (_, Some(open)) => Some((open, true)),
            (stated, None) => stated.map(|bound| (bound, false)),
        },
        None => stated.map(|bound| (bound, false)),
    }
}

/// Without a fraction if it is whole.
fn as_written(number: f64) -> Value {
    let text = number.to_string();
    text.parse::<i64>()
        .map_or_else(|_| json!(number), |whole| json!(whole))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_keeps_its_bounds() {
        for (schema, expected) in [
            (json!({"type": "integer"}), json!(1)),
            (json!({"type": "integer", "minimum": 3}), json!(3)),
            (
                json!({"type": "integer", "minimum": 3, "exclusiveMinimum": true}),
                json!(4),
            ),
            (json!({"type": "integer", "exclusiveMinimum": 3}), json!(4)),
            (
                json!({"type": "integer", "minimum": 9, "exclusiveMinimum": 3}),
                json!(9),
            ),
            (json!({"type": "integer", "maximum": -5}), json!(-5)),
            (json!({"type": "integer", "exclusiveMaximum": 1}), json!(0)),
            (
                json!({"type": "integer", "minimum": 10, "multipleOf": 7}),
                json!(14),
            ),
            (
                json!({"type": "number", "minimum": 0.25, "maximum": 0.75}),
                json!(0.25),
            ),
            (
                json!({"minimum": 0, "maximum": 1, "exclusiveMinimum": true, "exclusiveMaximum": true}),
                json!(0.5),
            ),
            (
                json!({"type": "number", "multipleOf": 0.5, "minimum": 2.3}),
                json!(2.5),
            ),
            (
                json!({"type": "integer", "minimum": 5, "maximum": 4}),
                json!(1),
            ),
        ] {
            assert_eq!(within(&schema), expected, "{schema}");
        }
    }
}

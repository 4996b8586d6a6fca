//! JSON Schema, as far as the documents of errors use it.

use serde_json::Value;

/// What is wrong with `value`, at the pointer `at`.
pub(crate) fn faults(schema: &Value, value: &Value, at: &str) -> Vec<String> {
    let mut faults = Vec::new();
    for (keyword, argument) in schema.as_object().expect("a schema is an object") {
        match keyword.as_str() {
            "description" => {}
            "minItems" => {
                let entries = value.as_array().map_or(0, Vec::len);
                if argument
                    .as_u64()
                    .is_none_or(|least| entries < usize::try_from(least).expect("a size"))
                {
                    faults.push(format!("{at}: there are only {entries} entries"));
                }
            }
            "type" if kind(value) == argument => {}
            "type" => faults.push(format!("{at}: {value} is not an {argument}")),
            "enum" if argument.as_array().expect("a list").contains(value) => {}
            "enum" => faults.push(format!("{at}: {value} is not one of {argument}")),
            "required" => faults.extend(
                argument
                    .as_array()
                    .expect("a list")
                    .iter()
                    .filter(|name| value.get(name.as_str().expect("a name")).is_none())
                    .map(|name| format!("{at}: {name} is missing")),
            ),
            "properties" => {
                for (name, schema) in argument.as_object().expect("schemas by name") {
                    if let Some(member) = value.get(name) {
                        faults.extend(self::faults(schema, member, &format!("{at}/{name}")));
                    }
                }
            }
            "items" => {
                for (index, entry) in value.as_array().into_iter().flatten().enumerate() {
                    faults.extend(self::faults(argument, entry, &format!("{at}/{index}")));
                }
            }
            other => panic!("{at}: this test does not know `{other}`"),
        }
    }
    faults
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

//! The text of a document, JSON or YAML, as one value; and a document's texts as people see them.

use serde::{
    Deserialize, Deserializer,
    de::{Error, MapAccess, SeqAccess, Visitor},
};
use serde_json::{Map, Number, Value, json};
use serde_saphyr::Tagged;
use std::{cell::Cell, fmt, io, thread};

/// How deep YAML may nest: as deep as `serde_json` reads JSON.
const DEPTH_LIMIT: usize = 128;

/// How much of the stack one level may take, in bytes; without optimisations it takes some 30,000.
const LEVEL_SIZE: usize = 128 << 10;

thread_local! {
    /// How deep the value is that is being read. The reader's own limit does not count what aliases stand for.
    static DEPTH: Cell<usize> = const { Cell::new(0) };
}

/// One level of nesting, until it is dropped.
struct Level;

/// A value of YAML with its tags, which `CloudFormation` has for its functions.
struct Node(Value);

/// Reads `text`. A text that begins with a brace or a bracket is JSON, and any other is YAML.
///
/// YAML is read within limits of nesting, of size, and of the size of its aliases. The tags of `CloudFormation`'s functions are
/// read as their long form, and other tags of an application have no effect:
///
/// ```
/// use serde_json::json;
///
/// let value = apigw_local::read_value("uri: !GetAtt Carts.Arn").unwrap();
/// assert_eq!(value, json!({"uri": {"Fn::GetAtt": "Carts.Arn"}}));
/// ```
///
/// # Errors
///
/// When the text is neither, with the reason on one line.
pub fn read(text: &str) -> Result<Value, String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim_start().starts_with(['{', '[']) {
        return serde_json::from_str(text).map_err(|error| error.to_string());
    }
    // The reader takes much of the stack for each level.
    let read = thread::scope(|scope| {
        let reader = thread::Builder::new().stack_size(DEPTH_LIMIT * LEVEL_SIZE);
        let reader = reader.spawn_scoped(scope, || serde_saphyr::from_str(text))?;
        Ok(reader.join())
    });
    let read: Result<Node, _> = read
        .map_err(|error: io::Error| format!("no thread can be had: {error}"))?
        .map_err(|_| "the reader of YAML failed".to_owned())?;
    let read = read.map(|Node(value)| value);
    read.map_err(|error| {
        let reason = error.to_string();
        reason.lines().next().unwrap_or_default().to_owned()
    })
}

/// The function's long form: [Intrinsic function
/// reference](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html).
fn long_form(tag: &str) -> Option<&'static str> {
    Some(match tag {
        "!Ref" => "Ref",
        "!Condition" => "Condition",
        "!And" => "Fn::And",
        "!Base64" => "Fn::Base64",
        "!Cidr" => "Fn::Cidr",
        "!Equals" => "Fn::Equals",
        "!FindInMap" => "Fn::FindInMap",
        "!GetAZs" => "Fn::GetAZs",
        "!GetAtt" => "Fn::GetAtt",
        "!If" => "Fn::If",
        "!ImportValue" => "Fn::ImportValue",
        "!Join" => "Fn::Join",
        "!Length" => "Fn::Length",
        "!Not" => "Fn::Not",
        "!Or" => "Fn::Or",
        "!Select" => "Fn::Select",
        "!Split" => "Fn::Split",
        "!Sub" => "Fn::Sub",
        "!ToJsonString" => "Fn::ToJsonString",
        "!Transform" => "Fn::Transform",
        _ => return None,
    })
}

impl Level {
    fn enter() -> Option<Self> {
        let depth = DEPTH.get();
        (depth < DEPTH_LIMIT).then(|| {
            DEPTH.set(depth + 1);
            Self
        })
    }
}

impl Drop for Level {
    fn drop(&mut self) {
        DEPTH.set(DEPTH.get() - 1);
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Plain(Value);

        impl<'de> Deserialize<'de> for Plain {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_any(ValueVisitor).map(Self)
            }
        }

        let _level = Level::enter().ok_or_else(|| {
            D::Error::custom(format!("the text nests deeper than {DEPTH_LIMIT} levels"))
        })?;
        let Tagged(value, tag) = Tagged::<Plain>::deserialize(deserializer)?;
        Ok(Self(match tag.as_deref().and_then(long_form) {
            Some(function) => json!({ function: value.0 }),
            None => value.0,
        }))
    }
}

/// Makes what `serde_json`'s own visitor makes, of nodes that know their tags.
struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value of JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        Node::deserialize(deserializer).map(|node| node.0)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(Node(item)) = items.next_element()? {
            list.push(item);
        }
        Ok(list.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some((key, Node(value))) = members.next_entry::<String, _>()? {
            object.insert(key, value);
        }
        Ok(object.into())
    }
}

/// What is shown in place of a character that is invisible, or that changes how others are shown; `None` for any other.
pub(crate) fn picture(character: char) -> Option<char> {
    match character {
        '\u{0}'..='\u{1f}' => char::from_u32(0x2400 + u32::from(character)),
        '\u{7f}'..='\u{9f}'
        | '\u{61c}'
        | '\u{200b}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'
        | '\u{2066}'..='\u{2069}'
        | '\u{feff}' => Some('\u{2426}'),
        _ => None,
    }
}

/// The text with pictures in place of characters that are invisible, so that it is one line of a terminal.
pub(crate) fn pictured(text: &str) -> impl Iterator<Item = char> {
    let characters = text.chars();
    characters.map(|character| picture(character).unwrap_or(character))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use std::fmt::Write;

    #[test]
    fn both_spellings_of_one_document() {
        let value = json!({"openapi": "3.0.1", "paths": {"/a": {"x": "^(?:A: )\\{[\\s\\S]*"}}});
        assert_eq!(read(&value.to_string()), Ok(value.clone()));
        let yaml = "openapi: 3.0.1\npaths:\n  /a:\n    x: '^(?:A: )\\{[\\s\\S]*'\n";
        assert_eq!(read(yaml), Ok(value.clone()));
        assert_eq!(read(&format!("\u{feff}{value}")), Ok(value));
        let statuses = json!({"responses": {"200": {"statusCode": 200}}});
        assert_eq!(
            read("responses:\n  200:\n    statusCode: 200\n"),
            Ok(statuses)
        );
    }

    #[test]
    fn tags_are_functions() {
        let yaml = r#"
a: !Sub "${Carts.Arn}:live"
b: !Join ["/", [!Ref Stage, !GetAtt Carts.Arn]]
c: !If
  - IsProd
  - !Sub
    - "${x}"
    - {x: !FindInMap [A, !Ref "AWS::Region", c]}
  - !Ref AWS::NoValue
d: !Condition IsProd
e: !Unknown 7
f: !!str 7
g: !Ref 7
h: !GetAtt
  - Carts
  - Arn
i: !!int "7"
j: &x !Ref P
k: *x
l: ~
m: 1.5
n: !Sub |
  a
  b
"#;
        let value = json!({
            "a": {"Fn::Sub": "${Carts.Arn}:live"},
            "b": {"Fn::Join": ["/", [{"Ref": "Stage"}, {"Fn::GetAtt": "Carts.Arn"}]]},
            "c": {"Fn::If": ["IsProd", {"Fn::Sub": ["${x}", {"x": {"Fn::FindInMap": ["A", {"Ref": "AWS::Region"}, "c"]}}]}, {"Ref": "AWS::NoValue"}]},
            "d": {"Condition": "IsProd"},
            "e": 7,
            "f": "7",
            "g": {"Ref": 7},
            "h": {"Fn::GetAtt": ["Carts", "Arn"]},
            "i": 7,
            "j": {"Ref": "P"},
            "k": {"Ref": "P"},
            "l": null,
            "m": 1.5,
            "n": {"Fn::Sub": "a\nb\n"},
        });
        assert_eq!(read(yaml), Ok(value));
    }

    #[test]
    fn hostile_texts_are_refused_on_one_line() {
        let mut bomb = "a0: &a0 [x]\n".to_owned();
        for (before, n) in (1..40).enumerate() {
            let list = format!("*a{before}, ").repeat(4);
            writeln!(bomb, "a{n}: &a{n} [{list}]").unwrap();
        }
        let mut ladder = format!("a0: &a0 {}x{}\n", "[".repeat(100), "]".repeat(100));
        for (before, n) in (1..60).enumerate() {
            let (open, close) = ("[".repeat(100), "]".repeat(100));
            writeln!(ladder, "a{n}: &a{n} {open}*a{before}{close}").unwrap();
        }
        for text in [
            ladder,
            "[".repeat(100_000),
            "- ".repeat(100_000),
            bomb,
            "a: [1".to_owned(),
            "a: &a [*a]".to_owned(),
            "a: 1\na: 2".to_owned(),
            "? [a, b]\n: c".to_owned(),
            "a: \u{0}".to_owned(),
        ] {
            let start: String = text.chars().take(40).collect();
            let reason = read(&text).expect_err(&start);
            assert!(!reason.is_empty() && !reason.contains('\n'), "{reason}");
        }
    }
}

//! The lines of a document's text on which its parts stand.

use serde::{
    Deserialize, Deserializer,
    de::{IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use serde_saphyr::Spanned;
use std::fmt;

/// Where the parts of a document stand in its text, JSON or YAML.
///
/// ```
/// use apigw_local::document::Lines;
///
/// let lines = Lines::of("paths:\n  /carts:\n    get: {}\n");
/// assert_eq!(lines.line("/paths/~1carts/get"), Some(3));
/// assert_eq!(lines.line("/info"), None);
/// ```
#[derive(Debug)]
pub struct Lines(Part);

/// A value, with the lines of its keys.
#[derive(Debug)]
enum Part {
    Scalar,
    List(Vec<Spanned<Part>>),
    Object(Vec<(Spanned<String>, Part)>),
}

impl Lines {
    /// The lines of `text`. A text that cannot be read has none.
    #[must_use]
    pub fn of(text: &str) -> Self {
        Self(serde_saphyr::from_str(text).unwrap_or(Part::Scalar))
    }

    /// The line of the key, or of the item of a list, that the JSON pointer leads to; the first line is 1.
    #[must_use]
    pub fn line(&self, pointer: &str) -> Option<u64> {
        let mut part = &self.0;
        let mut line = None;
        for segment in pointer.split('/').skip(1) {
            let segment = segment.replace("~1", "/").replace("~0", "~");
            (line, part) = match part {
                Part::Scalar => return None,
                Part::List(items) => {
                    let item = items.get(segment.parse::<usize>().ok()?)?;
                    (Some(item.referenced.line()), &item.value)
                }
                Part::Object(members) => {
                    let mut members = members.iter();
                    let (key, value) = members.find(|(key, _)| key.value == segment)?;
                    (Some(key.referenced.line()), value)
                }
            };
        }
        line
    }
}

impl<'de> Deserialize<'de> for Part {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Parts;

        impl<'de> Visitor<'de> for Parts {
            type Value = Part;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Part, A::Error> {
                let mut parts = Vec::new();
                while let Some(item) = items.next_element()? {
                    parts.push(item);
                }
                Ok(Part::List(parts))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Part, A::Error> {
                let mut parts = Vec::new();
                while let Some(member) = members.next_entry()? {
                    parts.push(member);
                }
                Ok(Part::Object(parts))
            }

            fn visit_some<D: Deserializer<'de>>(self, value: D) -> Result<Part, D::Error> {
                Part::deserialize(value)
            }

            fn visit_newtype_struct<D: Deserializer<'de>>(
                self,
                value: D,
            ) -> Result<Part, D::Error> {
                Part::deserialize(value)
            }

            fn visit_enum<A: serde::de::EnumAccess<'de>>(self, value: A) -> Result<Part, A::Error> {
                value.variant::<IgnoredAny>().map(|_| Part::Scalar)
            }

            fn visit_bool<E>(self, _: bool) -> Result<Part, E> {
                Ok(Part::Scalar)
            }

            fn visit_i64<E>(self, _: i64) -> Result<Part, E> {
                Ok(Part::Scalar)
            }

            fn visit_u64<E>(self, _: u64) -> Result<Part, E> {
                Ok(Part::Scalar)
            }

            fn visit_i128<E>(self, _: i128) -> Result<Part, E> {
                Ok(Part::Scalar)
            }

            fn visit_u128<E>(self, _: u128) -> Result<Part, E> {
                Ok(Part::Scalar)
            }

            fn visit_f64<E>(self, _: f64) -> Result<Part, E> {
                Ok(Part::Scalar)
            }

            fn visit_str<E>(self, _: &str) -> Result<Part, E> {
                Ok(Part::Scalar)
            }

            fn visit_bytes<E>(self, _: &[u8]) -> Result<Part, E> {
                Ok(Part::Scalar)
            }

            fn visit_unit<E>(self) -> Result<Part, E> {
                Ok(Part::Scalar)
            }

            fn visit_none<E>(self) -> Result<Part, E> {
                Ok(Part::Scalar)
            }
        }

        deserializer.deserialize_any(Parts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_and_yaml_have_lines() {
        let json = "{\n\t\"a\": {\n\t\t\"b/c\": [1,\n\t\t\t{\"x\": \"\\u0041\"}]\n\t}\n}";
        let yaml = "a: # comment\n  b/c:\n  - 1\n  -\n    x: >\n      text\n  200:\n    z: 1\n";
        let (json, yaml) = (Lines::of(json), Lines::of(yaml));
        for (pointer, in_json, in_yaml) in [
            ("", None, None),
            ("/a", Some(2), Some(1)),
            ("/a/b~1c", Some(3), Some(2)),
            ("/a/b~1c/0", Some(3), Some(3)),
            ("/a/b~1c/1/x", Some(4), Some(5)),
            ("/a/200", None, Some(7)),
            ("/a/200/z/deeper", None, None),
        ] {
            assert_eq!(json.line(pointer), in_json, "{pointer} in JSON");
            assert_eq!(yaml.line(pointer), in_yaml, "{pointer} in YAML");
        }
    }

    #[test]
    fn a_text_that_cannot_be_read_has_none() {
        for text in ["{", "a: [1", "\u{0}", &"[".repeat(100_000)] {
            assert_eq!(Lines::of(text).line("/a"), None);
        }
    }
}

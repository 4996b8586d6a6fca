//! A member of a JSON object that is to be a text: read without a copy, where no escape stands in it.

use serde::{
    Deserialize, Deserializer,
    de::{Error, IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use std::{borrow::Cow, fmt};

/// The value of a member.
#[derive(Debug, Default)]
pub(super) enum TextMember<'t> {
    /// It is absent or null.
    #[default]
    Absent,
    Text(Cow<'t, str>),
    /// It is something else.
    Other,
}

/// The member of this name of a JSON object; the last one, if there are several. Of a text that is no object it is absent.
pub(super) fn text_member<'t>(json: &'t str, name: &str) -> TextMember<'t> {
    let mut json = serde_json::Deserializer::from_str(json);
    let found = json.deserialize_map(Named(name));
    match found {
        Ok(found) if json.end().is_ok() => found,
        _ => TextMember::Absent,
    }
}

struct Named<'n>(&'n str);

impl<'t> Visitor<'t> for Named<'_> {
    type Value = TextMember<'t>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'t>>(self, mut members: A) -> Result<TextMember<'t>, A::Error> {
        let mut found = TextMember::Absent;
        while let Some(Key(name)) = members.next_key()? {
            if name == self.0 {
                found = members.next_value()?;
            } else {
                members.next_value::<IgnoredAny>()?;
            }
        }
        Ok(found)
    }
}

/// The name of a member.
#[derive(Deserialize)]
pub(super) struct Key<'t>(#[serde(borrow)] pub(super) Cow<'t, str>);

impl<'t> Deserialize<'t> for TextMember<'t> {
    fn deserialize<D: Deserializer<'t>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Any)
    }
}

struct Any;

impl<'t> Visitor<'t> for Any {
    type Value = TextMember<'t>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'t str) -> Result<TextMember<'t>, E> {
        Ok(TextMember::Text(text.into()))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<TextMember<'t>, E> {
        Ok(TextMember::Text(text.to_owned().into()))
    }

    fn visit_unit<E: Error>(self) -> Result<TextMember<'t>, E> {
        Ok(TextMember::Absent)
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<TextMember<'t>, E> {
        Ok(TextMember::Other)
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<TextMember<'t>, E> {
        Ok(TextMember::Other)
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<TextMember<'t>, E> {
        Ok(TextMember::Other)
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<TextMember<'t>, E> {
        Ok(TextMember::Other)
    }

    fn visit_seq<A: SeqAccess<'t>>(self, mut items: A) -> Result<TextMember<'t>, A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(TextMember::Other)
    }

    fn visit_map<A: MapAccess<'t>>(self, mut members: A) -> Result<TextMember<'t>, A::Error> {
        while members.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(TextMember::Other)
    }
}

#[cfg(test)]
mod tests {
    use super::{TextMember, text_member};

    #[test]
    fn finds_the_last_member_of_the_name() {
        for (json, expected) in [
            (r#"{"b":{"m":"x"},"m":"one"}"#, Some("one")),
            (r#"{"m":"one","m":"t\u0077o\n"}"#, Some("two\n")),
            (r#"{"\u006d":"one"}"#, Some("one")),
            (r#"{"m":"one","m":null}"#, None),
            (r#"{"m":"one"} x"#, None),
            (r#"["m"]"#, None),
            ("", None),
        ] {
            match text_member(json, "m") {
                TextMember::Text(text) => assert_eq!(Some(&*text), expected, "{json}"),
                TextMember::Absent => assert_eq!(None, expected, "{json}"),
                TextMember::Other => panic!("{json}"),
            }
        }
        for other in ["1", "-1", "1.5", "true", "[1,{}]", r#"{"a":[]}"#] {
            let json = format!(r#"{{"m":{other}}}"#);
            assert!(
                matches!(text_member(&json, "m"), TextMember::Other),
                "{json}"
            );
        }
    }
}

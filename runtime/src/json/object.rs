//! An object, described once: written as a text without a detour, and as any serializer has it.

use super::{Text, escape, write};
use serde::{Serialize, Serializer, ser::SerializeMap};
use std::fmt::Display;

/// What has members.
pub(crate) trait Object {
    /// Adds the members to `object`, in their order.
    ///
    /// # Errors
    ///
    /// When a value refuses to be serialised.
    fn add_to<O: Members>(&self, object: &mut O) -> Result<(), O::Error>;
}

impl<T: Object + ?Sized> Object for &T {
    fn add_to<O: Members>(&self, object: &mut O) -> Result<(), O::Error> {
        (**self).add_to(object)
    }
}

/// The members of an object that is being written. Only the name of a [`value`](Self::value) may have characters that JSON escapes.
pub(crate) trait Members {
    type Error;

    fn text(&mut self, name: &'static str, text: &str) -> Result<(), Self::Error>;

    /// A text. If the `Display` reports an error, the text ends there.
    fn shown(&mut self, name: &'static str, value: impl Display) -> Result<(), Self::Error>;

    fn value<T>(&mut self, name: &'static str, value: &T) -> Result<(), Self::Error>
    where
        T: Serialize + ?Sized;

    fn list<T: Object>(&mut self, name: &'static str, objects: &[T]) -> Result<(), Self::Error>;
}

/// Writes `object` to `out`.
///
/// # Errors
///
/// When a value refuses to be serialised, or is a map whose keys are not strings.
pub(crate) fn write_object(out: &mut String, object: &impl Object) -> serde_json::Result<()> {
    out.push('{');
    let mut members = Written {
        out,
        is_first: true,
    };
    object.add_to(&mut members)?;
    out.push('}');
    Ok(())
}

struct Written<'a> {
    out: &'a mut String,
    is_first: bool,
}

impl Written<'_> {
    fn begin(&mut self) {
        self.out.push_str(if self.is_first { "\"" } else { ",\"" });
        self.is_first = false;
    }

    fn name(&mut self, name: &'static str) {
        debug_assert!(
            escape::is_plain::<{ escape::STRING }>(name),
            "`{name}` is written as it is"
        );
        self.begin();
        self.out.push_str(name);
        self.out.push_str("\":");
    }
}

impl Members for Written<'_> {
    type Error = serde_json::Error;

    fn text(&mut self, name: &'static str, text: &str) -> Result<(), Self::Error> {
        self.name(name);
        self.out.push('"');
        escape::push(self.out, text);
        self.out.push('"');
        Ok(())
    }

    fn shown(&mut self, name: &'static str, value: impl Display) -> Result<(), Self::Error> {
        self.name(name);
        self.out.push('"');
        escape::push_shown(self.out, value);
        self.out.push('"');
        Ok(())
    }

    fn value<T>(&mut self, name: &'static str, value: &T) -> Result<(), Self::Error>
    where
        T: Serialize + ?Sized,
    {
        self.begin();
        escape::push(self.out, name);
        self.out.push_str("\":");
        write(self.out, value)
    }

    fn list<T: Object>(&mut self, name: &'static str, objects: &[T]) -> Result<(), Self::Error> {
        self.name(name);
        for (index, object) in objects.iter().enumerate() {
            self.out.push(if index == 0 { '[' } else { ',' });
            write_object(self.out, object)?;
        }
        self.out
            .push_str(if objects.is_empty() { "[]" } else { "]" });
        Ok(())
    }
}

/// Serialises an object.
pub(crate) struct Serialized<T>(pub(crate) T);

impl<T: Object> Serialize for Serialized<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = Map(serializer.serialize_map(None)?);
        self.0.add_to(&mut map)?;
        map.0.end()
    }
}

struct Map<M>(M);

impl<M: SerializeMap> Members for Map<M> {
    type Error = M::Error;

    fn text(&mut self, name: &'static str, text: &str) -> Result<(), Self::Error> {
        self.0.serialize_entry(name, text)
    }

    fn shown(&mut self, name: &'static str, value: impl Display) -> Result<(), Self::Error> {
        self.0.serialize_entry(name, &Text(value))
    }

    fn value<T>(&mut self, name: &'static str, value: &T) -> Result<(), Self::Error>
    where
        T: Serialize + ?Sized,
    {
        self.0.serialize_entry(name, value)
    }

    fn list<T: Object>(&mut self, name: &'static str, objects: &[T]) -> Result<(), Self::Error> {
        self.0.serialize_entry(name, &List(objects))
    }
}

struct List<'a, T>(&'a [T]);

impl<T: Object> Serialize for List<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(Serialized))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Item(&'static str);

    impl Object for Item {
        fn add_to<O: Members>(&self, object: &mut O) -> Result<(), O::Error> {
            object.text("text", self.0)
        }
    }

    struct Whole<'a>(&'a [Item]);

    impl Object for Whole<'_> {
        fn add_to<O: Members>(&self, object: &mut O) -> Result<(), O::Error> {
            object.text("text", "\u{7f}\n")?;
            object.shown("shown", format_args!("{}\u{85}é", '"'))?;
            object.value("a \"b\"\u{2028}", &[1, 2])?;
            object.list("list", self.0)
        }
    }

    #[test]
    fn an_object_is_the_same_text_on_both_ways() {
        for (items, list) in [
            (&[][..], "[]"),
            (&[Item("1")], r#"[{"text":"1"}]"#),
            (&[Item("1"), Item("\\")], r#"[{"text":"1"},{"text":"\\"}]"#),
        ] {
            let (mut written, mut serialized) = (String::new(), String::new());
            write_object(&mut written, &Whole(items)).unwrap();
            write(&mut serialized, &Serialized(Whole(items))).unwrap();
            let members = r#""text":"\u007f\n","shown":"\"\u0085é","a \"b\"\u2028":[1,2]"#;
            assert_eq!(written, format!(r#"{{{members},"list":{list}}}"#));
            assert_eq!(serialized, written);
        }
    }
}

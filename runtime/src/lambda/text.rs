//! The pieces of an event, borrowed from the payload unless a text has an escape in it.

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use serde_json::value::RawValue;
use std::{borrow::Cow, fmt, marker::PhantomData};

/// A text.
#[derive(Debug, Default, Deserialize)]
#[serde(transparent)]
pub(super) struct Text<'a>(#[serde(borrow)] pub(super) Cow<'a, str>);

/// One of the values of a name.
#[derive(Debug, Clone)]
pub(super) struct Pair<'a> {
    pub(super) name: Cow<'a, str>,
    pub(super) value: Cow<'a, str>,
    /// Whether it stands in a list behind another value.
    pub(super) continues: bool,
}

/// An object of texts, and with `LISTS` of lists of texts too, as pairs in the order of the payload.
#[derive(Debug, Default)]
pub(super) struct Pairs<'a, const LISTS: bool>(pub(super) Vec<Pair<'a>>);

/// An object in which a name has one value.
pub(super) type Texts<'a> = Pairs<'a, false>;

/// An object in which a name has one value or a list of them.
pub(super) type Lists<'a> = Pairs<'a, true>;

impl<const LISTS: bool> Pairs<'_, LISTS> {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The value of `name`; the last one, if there are several.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let mut pairs = self.0.iter().rev();
        pairs
            .find(|pair| pair.name == name)
            .map(|pair| &*pair.value)
    }

    /// The same pairs in the order of their names; the values of one name keep their order.
    pub(super) fn sorted(mut self) -> Self {
        self.0.sort_by(|one, other| one.name.cmp(&other.name));
        self
    }
}

impl<'de: 'a, 'a, const LISTS: bool> Deserialize<'de> for Pairs<'a, LISTS> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ObjectVisitor(PhantomData))
    }
}

struct ObjectVisitor<'a, const LISTS: bool>(PhantomData<Pairs<'a, LISTS>>);

impl<'de: 'a, 'a, const LISTS: bool> Visitor<'de> for ObjectVisitor<'a, LISTS> {
    type Value = Pairs<'a, LISTS>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut pairs = Vec::new();
        while let Some(Text(name)) = map.next_key()? {
            if pairs.is_empty() {
                pairs.reserve(16);
            }
            map.next_value_seed(Values::<LISTS> {
                name,
                pairs: &mut pairs,
            })?;
        }
        Ok(Pairs(pairs))
    }
}

/// Reads what stands at `name`.
struct Values<'v, 'a, const LISTS: bool> {
    name: Cow<'a, str>,
    pairs: &'v mut Vec<Pair<'a>>,
}

impl<'a, const LISTS: bool> Values<'_, 'a, LISTS> {
    fn push(self, value: Cow<'a, str>) {
        self.pairs.push(Pair {
            name: self.name,
            value,
            continues: false,
        });
    }
}

impl<'de: 'a, 'a, const LISTS: bool> DeserializeSeed<'de> for Values<'_, 'a, LISTS> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de: 'a, 'a, const LISTS: bool> Visitor<'de> for Values<'_, 'a, LISTS> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if LISTS {
            "a string or a list of strings"
        } else {
            "a string"
        })
    }

    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<(), E> {
        self.push(Cow::Borrowed(value));
        Ok(())
    }

    fn visit_str<E>(self, value: &str) -> Result<(), E> {
        self.push(Cow::Owned(value.to_owned()));
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        if !LISTS {
            return Err(A::Error::invalid_type(serde::de::Unexpected::Seq, &self));
        }
        let first = self.pairs.len();
        while let Some(Text(value)) = list.next_element()? {
            self.pairs.push(Pair {
                name: self.name.clone(),
                value,
                continues: self.pairs.len() > first,
            });
        }
        Ok(())
    }
}

/// JSON that can be read as a [`Value`](serde_json::Value) later: it is not deeper than `serde_json` reads, and its numbers have room.
#[derive(Debug, Clone, Copy)]
pub(super) struct JsonText<'a>(pub(super) &'a str);

impl<'de: 'a, 'a> Deserialize<'de> for JsonText<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <&RawValue>::deserialize(deserializer)?.get();
        serde_json::from_str::<Readable>(text).map_err(D::Error::custom)?;
        Ok(Self(text))
    }
}

/// Any JSON that can be read as a [`Value`](serde_json::Value), without its contents. [`IgnoredAny`] takes more: any depth, any number.
pub(super) struct Readable;

impl<'de> Deserialize<'de> for Readable {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Self)
    }
}

impl<'de> Visitor<'de> for Readable {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_str<E>(self, _: &str) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_unit<E>(self) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self, A::Error> {
        while list.next_element::<Self>()?.is_some() {}
        Ok(self)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self, A::Error> {
        // A key is read as a text: that of a `Value` is one too.
        while map.next_key::<Self>()?.is_some() {
            map.next_value::<Self>()?;
        }
        Ok(self)
    }
}

/// Whether a member is there, with any value.
pub(super) fn is_present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    IgnoredAny::deserialize(deserializer).map(|_| true)
}

/// A member that may be missing, while `null` is a value of it.
pub(super) fn some<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

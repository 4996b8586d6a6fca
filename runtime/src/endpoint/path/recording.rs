//! A `Deserializer` that stands in for a request, and records the failures that no value of the parameters avoids.
//!
//! It follows axum's own for paths (axum 0.8, `extract/path/de.rs`): one value, a tuple of as many as there are parameters, or
//! a struct by their names.

use serde::{
    Deserializer,
    de::{
        self, DeserializeOwned, DeserializeSeed, EnumAccess, IntoDeserializer, MapAccess,
        VariantAccess, Visitor, value::BorrowedStrDeserializer,
    },
    forward_to_deserialize_any,
};
use std::{error::Error, fmt, slice};

/// What no value can repair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// So many parameters are taken, and the path has another number.
    Count(usize),
    /// The field is required, and no parameter has its name.
    Missing(&'static str),
    /// The parameter is no field, and only fields are taken.
    Unknown(String),
}

/// Why asking ended: for a fault, or where only values could tell.
#[derive(Debug)]
enum End {
    Fault(Fault),
    Undecided,
}

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

impl Error for End {}

impl de::Error for End {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self::Undecided
    }

    fn missing_field(field: &'static str) -> Self {
        Self::Fault(Fault::Missing(field))
    }

    fn unknown_field(field: &str, _: &'static [&'static str]) -> Self {
        Self::Fault(Fault::Unknown(field.to_owned()))
    }
}

/// Texts that types of path parameters accept: numbers and plain texts, and UUIDs.
const SAMPLES: [&str; 2] = ["1", "00000000-0000-0000-0000-000000000000"];

/// What keeps a `T` from being read of parameters of these names.
pub(super) fn fault<T: DeserializeOwned>(names: &[&str]) -> Option<Fault> {
    SAMPLES.iter().find_map(|sample| {
        let parameters = Parameters { names, sample };
        match T::deserialize(parameters) {
            Err(End::Fault(fault)) => Some(fault),
            Ok(_) | Err(End::Undecided) => None,
        }
    })
}

/// All parameters of a path.
#[derive(Clone, Copy)]
struct Parameters<'a> {
    names: &'a [&'a str],
    sample: &'a str,
}

impl Parameters<'_> {
    /// How many are taken says whether the type fits; the values say the rest.
    fn counted<T>(self, count: usize) -> Result<T, End> {
        if self.names.len() == count {
            Err(End::Undecided)
        } else {
            Err(End::Fault(Fault::Count(count)))
        }
    }
}

macro_rules! one_value {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, _: V) -> Result<V::Value, End> {
            self.counted(1)
        }
    )*};
}

macro_rules! undecided {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, _: V) -> Result<V::Value, End> {
            Err(End::Undecided)
        }
    )*};
}

impl<'de> Deserializer<'de> for Parameters<'de> {
    type Error = End;

    one_value! {
        deserialize_any deserialize_bool deserialize_char deserialize_str deserialize_string deserialize_byte_buf
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128
        deserialize_f32 deserialize_f64
    }

    undecided! {
        deserialize_bytes deserialize_option deserialize_unit deserialize_seq deserialize_map deserialize_identifier
        deserialize_ignored_any
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, End> {
        self.counted(1)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, len: usize, _: V) -> Result<V::Value, End> {
        self.counted(len)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        len: usize,
        _: V,
    ) -> Result<V::Value, End> {
        self.counted(len)
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: V,
    ) -> Result<V::Value, End> {
        Err(End::Undecided)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, End> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, End> {
        visitor.visit_map(Fields {
            names: self.names.iter(),
            sample: self.sample,
        })
    }
}

struct Fields<'a> {
    names: slice::Iter<'a, &'a str>,
    sample: &'a str,
}

impl<'de> MapAccess<'de> for Fields<'de> {
    type Error = End;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, End> {
        let name = self.names.next();
        name.map(|name| seed.deserialize(BorrowedStrDeserializer::new(name)))
            .transpose()
    }

    /// A value that does not fit is no fault: what a request holds instead may fit.
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, End> {
        seed.deserialize(Sample(self.sample))
            .map_err(|_| End::Undecided)
    }
}

/// One value: what its type asks for.
#[derive(Clone, Copy)]
struct Sample<'a>(&'a str);

macro_rules! numbers {
    ($($method:ident $visit:ident;)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, End> {
            visitor.$visit(1_u8.into())
        }
    )*};
}

impl<'de> Deserializer<'de> for Sample<'de> {
    type Error = End;

    numbers! {
        deserialize_i16 visit_i16;
        deserialize_i32 visit_i32;
        deserialize_i64 visit_i64;
        deserialize_i128 visit_i128;
        deserialize_u8 visit_u8;
        deserialize_u16 visit_u16;
        deserialize_u32 visit_u32;
        deserialize_u64 visit_u64;
        deserialize_u128 visit_u128;
        deserialize_f32 visit_f32;
        deserialize_f64 visit_f64;
    }

    fn deserialize_i8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, End> {
        visitor.visit_i8(1)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, End> {
        visitor.visit_bool(true)
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, End> {
        visitor.visit_borrowed_str(self.0)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, End> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, End> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, End> {
        visitor.visit_enum(Variant(variants.first().copied().unwrap_or_default()))
    }

    undecided! { deserialize_seq deserialize_map }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, End> {
        Err(End::Undecided)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        _: V,
    ) -> Result<V::Value, End> {
        Err(End::Undecided)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, End> {
        Err(End::Undecided)
    }

    forward_to_deserialize_any! {
        char str string bytes byte_buf unit unit_struct identifier ignored_any
    }
}

/// The first variant of an enum, which stands for all.
struct Variant(&'static str);

impl<'de> EnumAccess<'de> for Variant {
    type Error = End;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), End> {
        let name = seed.deserialize(IntoDeserializer::<End>::into_deserializer(self.0))?;
        Ok((name, self))
    }
}

impl<'de> VariantAccess<'de> for Variant {
    type Error = End;

    fn unit_variant(self) -> Result<(), End> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, _: T) -> Result<T::Value, End> {
        Err(End::Undecided)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, End> {
        Err(End::Undecided)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, End> {
        Err(End::Undecided)
    }
}

//! One parameter of a path, as the type that reads it asks for it: what axum can give is given, and the rest is a fault.

use super::recording::{End, Shape};
use serde::{
    Deserializer,
    de::{
        DeserializeSeed, EnumAccess, IntoDeserializer, SeqAccess, VariantAccess, Visitor,
        value::BorrowedStrDeserializer,
    },
    forward_to_deserialize_any,
};

/// Where a value stands, which decides whether it can be read as a pair of the parameter's name and its value.
#[derive(Clone, Copy)]
pub(super) enum Place<'a> {
    /// In a tuple or a list, as the value of the parameter of this name.
    Element(&'a str),
    /// In a struct.
    Field,
    /// In such a pair.
    Pair,
}

/// The value of one parameter: a sample text.
#[derive(Clone, Copy)]
pub(super) struct Value<'a> {
    text: &'a str,
    place: Place<'a>,
}

impl<'a> Value<'a> {
    pub(super) fn new(text: &'a str, place: Place<'a>) -> Self {
        Self { text, place }
    }
}

macro_rules! numbers {
    ($($method:ident $visit:ident;)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, End> {
            visitor.$visit(1_u8.into())
        }
    )*};
}

impl<'de> Deserializer<'de> for Value<'de> {
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

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, End> {
        visitor.visit_char('1')
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, End> {
        visitor.visit_borrowed_str(self.text)
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, End> {
        visitor.visit_borrowed_bytes(self.text.as_bytes())
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, End> {
        visitor.visit_some(self)
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, End> {
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, End> {
        visitor.visit_unit()
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, End> {
        visitor.visit_unit()
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

    fn deserialize_seq<V: Visitor<'de>>(self, _: V) -> Result<V::Value, End> {
        End::shape(Shape::List)
    }

    fn deserialize_map<V: Visitor<'de>>(self, _: V) -> Result<V::Value, End> {
        End::shape(Shape::Map)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, _: V) -> Result<V::Value, End> {
        End::shape(Shape::Other)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, End> {
        match self.place {
            Place::Element(name) if len == 2 => visitor.visit_seq(Pair {
                name: Some(name),
                value: Some(self.text),
            }),
            _ => End::shape(Shape::Tuple),
        }
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        _: V,
    ) -> Result<V::Value, End> {
        End::shape(Shape::Tuple)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, End> {
        End::shape(Shape::Struct)
    }

    forward_to_deserialize_any! { str string byte_buf }
}

/// A parameter's name and its value.
struct Pair<'a> {
    name: Option<&'a str>,
    value: Option<&'a str>,
}

impl<'de> SeqAccess<'de> for Pair<'de> {
    type Error = End;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, End> {
        if let Some(name) = self.name.take() {
            return seed.deserialize(Name(name)).map(Some);
        }
        let value = self.value.take();
        value
            .map(|text| seed.deserialize(Value::new(text, Place::Pair)))
            .transpose()
    }
}

/// The name of a parameter, which is text and nothing else.
struct Name<'a>(&'a str);

impl<'de> Deserializer<'de> for Name<'de> {
    type Error = End;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, End> {
        End::shape(Shape::Name)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, End> {
        BorrowedStrDeserializer::new(self.0).deserialize_str(visitor)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, End> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, End> {
        self.deserialize_str(visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf option unit unit_struct seq tuple
        tuple_struct map newtype_struct struct enum ignored_any
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

/// Another variant may hold nothing, so one that holds something is not a fault.
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

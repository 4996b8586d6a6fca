//! A `Deserializer` that stands in for a request, and records the failures that no value of the parameters avoids.
//!
//! It follows axum's own for paths (axum 0.8, `extract/path/de.rs`): one value, a tuple of as many as there are parameters, a
//! list of all of them, or a struct by their names.

use super::value::{Place, Value};
use serde::{
    Deserializer,
    de::{
        self, DeserializeOwned, DeserializeSeed, MapAccess, SeqAccess, Visitor,
        value::BorrowedStrDeserializer,
    },
};
use std::{error::Error, fmt, slice};

/// What no value can repair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// This number of parameters is taken, and the path has another number.
    Count(usize),
    /// The field is required, and no parameter has its name.
    Missing(&'static str),
    /// The parameter is not a field, and only fields are taken.
    Unknown(String),
    /// A type asks for what axum reads from no path.
    Shape {
        /// What it asks for.
        shape: Shape,
        /// The parameter that it is to be read from; `None` if it is to be read from all of them.
        parameter: Option<String>,
    },
}

/// What a path, or one parameter, cannot be read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// An `Option` of all parameters.
    Option,
    /// A list inside of a parameter.
    List,
    /// A tuple inside of a parameter.
    Tuple,
    /// A struct inside of a parameter.
    Struct,
    /// A map inside of a parameter.
    Map,
    /// The name of a parameter as anything but text.
    Name,
    /// Bytes, an identifier, or a value to ignore.
    Other,
}

/// Why asking ended: for a fault, or where only values could tell.
#[derive(Debug)]
pub(super) enum End {
    Fault(Fault),
    Undecided,
}

impl End {
    pub(super) fn shape<T>(shape: Shape) -> Result<T, Self> {
        Err(Self::Fault(Fault::Shape {
            shape,
            parameter: None,
        }))
    }

    /// The end of reading the parameter of this name. A value that does not fit is not a fault: what a request holds instead may fit.
    fn of_parameter(self, name: &str) -> Self {
        match self {
            Self::Fault(Fault::Shape { shape, .. }) => Self::Fault(Fault::Shape {
                shape,
                parameter: Some(name.to_owned()),
            }),
            Self::Fault(_) | Self::Undecided => Self::Undecided,
        }
    }
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

macro_rules! shapes {
    ($($method:ident $shape:ident;)*) => {$(
        fn $method<V: Visitor<'de>>(self, _: V) -> Result<V::Value, End> {
            End::shape(Shape::$shape)
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

    shapes! {
        deserialize_option Option;
        deserialize_bytes Other;
        deserialize_identifier Other;
        deserialize_ignored_any Other;
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, End> {
        self.counted(1)
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

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, End> {
        visitor.visit_seq(Elements {
            names: self.names.iter(),
            sample: self.sample,
        })
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, End> {
        if self.names.len() == len {
            self.deserialize_seq(visitor)
        } else {
            self.counted(len)
        }
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        len: usize,
        visitor: V,
    ) -> Result<V::Value, End> {
        self.deserialize_tuple(len, visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, End> {
        visitor.visit_newtype_struct(self)
    }

    /// A map takes all names, and so do the flattened fields of a struct: only a request tells.
    fn deserialize_map<V: Visitor<'de>>(self, _: V) -> Result<V::Value, End> {
        Err(End::Undecided)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, End> {
        visitor.visit_map(Fields {
            names: self.names.iter(),
            current: "",
            sample: self.sample,
        })
    }
}

/// The values, in order.
struct Elements<'a> {
    names: slice::Iter<'a, &'a str>,
    sample: &'a str,
}

impl<'de> SeqAccess<'de> for Elements<'de> {
    type Error = End;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, End> {
        let name = self.names.next();
        name.map(|name| {
            let value = Value::new(self.sample, Place::Element(name));
            seed.deserialize(value)
                .map_err(|end| end.of_parameter(name))
        })
        .transpose()
    }
}

/// The values by name.
struct Fields<'a> {
    names: slice::Iter<'a, &'a str>,
    current: &'a str,
    sample: &'a str,
}

impl<'de> MapAccess<'de> for Fields<'de> {
    type Error = End;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, End> {
        let name = self.names.next();
        name.map(|name| {
            self.current = name;
            seed.deserialize(BorrowedStrDeserializer::new(name))
        })
        .transpose()
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, End> {
        seed.deserialize(Value::new(self.sample, Place::Field))
            .map_err(|end| end.of_parameter(self.current))
    }
}

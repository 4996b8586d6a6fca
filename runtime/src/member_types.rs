//! The types of what an error adds to its answers, as the macros' output collects them.
//!
//! In: the fields' types. Out: for each declared response the schemas of its extensions and headers, as far as they are known.
//! A type need not have a schema: an inherent constant wins over a trait's constant, and only types with a schema have the
//! inherent one. So [`DeclaredResponse`] stays data that can be compared.

use crate::{Contract, DeclaredResponse};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use std::marker::PhantomData;

/// Adds a type's schema to a generator.
pub type Describe = fn(&mut SchemaGenerator) -> Schema;

pub(crate) const fn describe<T: JsonSchema>() -> Describe {
    SchemaGenerator::subschema_for::<T>
}

/// The types of an error type's own responses, and those of the types nested in it, in the order of its contract.
#[derive(Debug, Clone, Copy)]
pub struct MemberTypes {
    own: &'static [ResponseTypes],
    nested: &'static [&'static MemberTypes],
}

impl MemberTypes {
    /// Nothing is known.
    pub const UNKNOWN: Self = Self::new(&[], &[]);

    /// The types of some of the type's own responses, and those of each nested type.
    #[must_use]
    pub const fn new(
        own: &'static [ResponseTypes],
        nested: &'static [&'static MemberTypes],
    ) -> Self {
        Self { own, nested }
    }

    /// Each response of `contract` for which types are known, with its types.
    pub(crate) fn of(
        &'static self,
        contract: &'static Contract,
    ) -> Vec<(&'static DeclaredResponse, &'static ResponseTypes)> {
        let own = self
            .own
            .iter()
            .map(|types| (contract.response(types.index), types));
        let nested = contract.nested().iter().zip(self.nested);
        own.chain(nested.flat_map(|(contract, types)| types.of(contract)))
            .collect()
    }
}

/// The types of one response.
#[derive(Debug, Clone, Copy)]
pub struct ResponseTypes {
    index: usize,
    text: &'static str,
    extensions: &'static [MemberType],
    headers: &'static [MemberType],
}

impl ResponseTypes {
    /// Those of the contract's response at `index`. `text` is the format string of the error's `Display`, if it is known.
    #[must_use]
    pub const fn new(
        index: usize,
        text: &'static str,
        extensions: &'static [MemberType],
        headers: &'static [MemberType],
    ) -> Self {
        Self {
            index,
            text,
            extensions,
            headers,
        }
    }

    /// The format string of the error's `Display`; empty if it is not known.
    pub(crate) fn text(&self) -> &'static str {
        self.text
    }

    pub(crate) fn extension(&self, name: &str) -> Option<&'static MemberType> {
        self.extensions.iter().find(|member| member.name == name)
    }

    pub(crate) fn header(&self, name: &str) -> Option<&'static MemberType> {
        let mut headers = self.headers.iter();
        headers.find(|member| member.name.eq_ignore_ascii_case(name))
    }
}

/// The type of an extension or a header.
#[derive(Debug, Clone, Copy)]
pub struct MemberType {
    name: &'static str,
    optional: bool,
    doc: &'static str,
    deprecated: bool,
    describe: Option<Describe>,
}

impl MemberType {
    /// The member `name`, which can be absent if it is optional, with the field's documentation; its type may have a schema.
    #[must_use]
    pub const fn new(
        name: &'static str,
        optional: bool,
        doc: &'static str,
        deprecated: bool,
        describe: Option<Describe>,
    ) -> Self {
        Self {
            name,
            optional,
            doc,
            deprecated,
            describe,
        }
    }

    /// The field's documentation; empty if it has none.
    pub(crate) fn doc(&self) -> &'static str {
        self.doc
    }

    pub(crate) fn is_deprecated(&self) -> bool {
        self.deprecated
    }

    pub(crate) fn is_optional(&self) -> bool {
        self.optional
    }

    pub(crate) fn describe(&self) -> Option<Describe> {
        self.describe
    }
}

/// Finds the schema of an extension of the type `T`.
#[derive(Debug)]
pub struct MemberProbe<T>(PhantomData<T>);

impl<T: JsonSchema> MemberProbe<T> {
    /// The schema.
    pub const SCHEMA: Option<Describe> = Some(describe::<T>());
}

/// The constant of a [`MemberProbe`] whose type has no schema.
pub trait UnknownMember {
    /// Nothing is known.
    const SCHEMA: Option<Describe> = None;
}

impl<T> UnknownMember for MemberProbe<T> {}

/// Finds the schema of what a header of the type `T` shows. `Display` and `JsonSchema` of other types than Rust's own can differ.
#[derive(Debug)]
pub struct HeaderProbe<T>(PhantomData<T>);

macro_rules! shown_as_json {
    ($($ty:ty)*) => {$(
        impl HeaderProbe<$ty> {
            /// The schema.
            pub const SCHEMA: Option<Describe> = Some(describe::<$ty>());
        }
    )*};
}

shown_as_json!(bool u8 u16 u32 u64 usize i8 i16 i32 i64 isize);

/// The constant of a [`HeaderProbe`] whose type shows some text.
pub trait UnknownHeader {
    /// Nothing is known.
    const SCHEMA: Option<Describe> = None;
}

impl<T> UnknownHeader for HeaderProbe<T> {}

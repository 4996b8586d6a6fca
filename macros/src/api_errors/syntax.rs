//! In: the item and the attribute's arguments. Out: its cases (variants, or the struct) with the options found on them.
//!
//! Reports options that are malformed, unknown, given twice or in the wrong place. Must not check their values.

use super::model::Head;
use super::{messages, vocabulary};
use crate::diagnostic::Errors;
use crate::options::{Options, Vocabulary, entries};
use proc_macro2::{Literal, TokenStream, TokenTree};
use syn::{
    Attribute, Data, DataEnum, DataStruct, DataUnion, DeriveInput, Ident, Index, Lit, Member, Meta,
    Type,
};

pub(super) struct Item {
    pub(super) head: Head,
    pub(super) options: Options,
    /// Those of an enum; a struct is its own case.
    pub(super) docs: Vec<String>,
    pub(super) shape: Shape,
    pub(super) cases: Vec<Case>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Enum,
    Struct,
}

/// A variant or a whole struct: each has one response.
pub(super) struct Case {
    pub(super) ident: Ident,
    pub(super) options: Options,
    pub(super) fields: Vec<Field>,
    pub(super) docs: Vec<String>,
    /// The text of `#[error("…")]`, which `thiserror` displays, or of `#[display("…")]`.
    pub(super) display: Option<String>,
    pub(super) conditions: Vec<TokenStream>,
}

pub(super) struct Field {
    pub(super) member: Member,
    pub(super) ty: Type,
    pub(super) options: Options,
    pub(super) docs: Vec<String>,
    pub(super) deprecated: bool,
}

pub(super) fn read(arguments: TokenStream, input: DeriveInput, errors: &mut Errors) -> Item {
    let DeriveInput {
        attrs,
        vis: _,
        ident,
        generics,
        data,
    } = input;
    let options = Options::read(entries(arguments), &vocabulary::ITEM, errors);
    let mut touches_deprecated = mentions_deprecated(&attrs);
    let mut docs = Vec::new();
    let (shape, cases) = match data {
        Data::Enum(DataEnum { variants, .. }) => {
            docs.extend(attrs.iter().filter_map(doc));
            refuse_options_on_enum(&attrs, errors);
            let mut cases = Vec::new();
            for variant in variants {
                touches_deprecated |= mentions_deprecated(&variant.attrs);
                touches_deprecated |= variant
                    .fields
                    .iter()
                    .any(|field| mentions_deprecated(&field.attrs));
                cases.push(case(variant.ident, &variant.attrs, variant.fields, errors));
            }
            (Shape::Enum, cases)
        }
        Data::Struct(DataStruct { fields, .. }) => {
            touches_deprecated |= fields.iter().any(|field| mentions_deprecated(&field.attrs));
            (
                Shape::Struct,
                vec![case(ident.clone(), &attrs, fields, errors)],
            )
        }
        Data::Union(DataUnion { union_token, .. }) => {
            errors.at(union_token, messages::wrong_item("union"));
            (Shape::Enum, Vec::new())
        }
    };
    Item {
        head: Head {
            ident,
            generics,
            touches_deprecated,
        },
        options,
        docs,
        shape,
        cases,
    }
}

/// The arguments that the attribute macro left for the derive.
pub(super) fn arguments(attributes: &[Attribute]) -> TokenStream {
    let ours = attributes
        .iter()
        .find(|attribute| attribute.path().is_ident(super::attributes::SETTINGS));
    match ours.map(|attribute| &attribute.meta) {
        Some(Meta::List(list)) => list.tokens.clone(),
        _ => TokenStream::new(),
    }
}

fn case(ident: Ident, attributes: &[Attribute], fields: syn::Fields, errors: &mut Errors) -> Case {
    let options = api_options(attributes, &vocabulary::CASE, errors);
    // `syn` reads a field `_`, which rustc refuses and no pattern can name.
    let is_named_so = |field: &syn::Field| field.ident.as_ref().is_some_and(|name| name == "_");
    let fields = fields
        .into_iter()
        .filter(|field| !is_named_so(field))
        .enumerate()
        .map(|(index, field)| self::field(index, field, errors))
        .collect();
    let conditions = attributes.iter().filter_map(condition).collect();
    Case {
        ident,
        options,
        fields,
        docs: attributes.iter().filter_map(doc).collect(),
        display: attributes.iter().find_map(display),
        conditions,
    }
}

fn field(index: usize, field: syn::Field, errors: &mut Errors) -> Field {
    let options = api_options(&field.attrs, &vocabulary::FIELD, errors);
    let member = field
        .ident
        .map_or_else(|| Member::Unnamed(Index::from(index)), Member::Named);
    Field {
        member,
        ty: field.ty,
        options,
        docs: field.attrs.iter().filter_map(doc).collect(),
        deprecated: field
            .attrs
            .iter()
            .any(|attribute| attribute.path().is_ident("deprecated")),
    }
}

fn api_options(
    attributes: &[Attribute],
    vocabulary: &'static Vocabulary,
    errors: &mut Errors,
) -> Options {
    let mut all = Vec::new();
    let mut unreadable = Vec::new();
    for attribute in attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident(super::attributes::OPTIONS))
    {
        match &attribute.meta {
            Meta::List(list) => all.extend(entries(list.tokens.clone())),
            meta @ (Meta::Path(_) | Meta::NameValue(_)) => unreadable.push(meta),
        }
    }
    let mut options = Options::read(all, vocabulary, errors);
    for meta in unreadable {
        errors.at(meta, messages::API_WITHOUT_LIST);
        options.doubt();
    }
    options
}

fn refuse_options_on_enum(attributes: &[Attribute], errors: &mut Errors) {
    for attribute in attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident(super::attributes::OPTIONS))
    {
        errors.at(&attribute.meta, messages::API_ON_ENUM);
    }
}

fn condition(attribute: &Attribute) -> Option<TokenStream> {
    match &attribute.meta {
        Meta::List(list) if list.path.is_ident("cfg") => Some(list.tokens.clone()),
        _ => None,
    }
}

fn doc(attribute: &Attribute) -> Option<String> {
    match &attribute.meta {
        Meta::NameValue(pair) if pair.path.is_ident("doc") => string(&pair.value),
        _ => None,
    }
}

fn display(attribute: &Attribute) -> Option<String> {
    let is_display = ["error", "display"]
        .iter()
        .any(|name| attribute.path().is_ident(name));
    match &attribute.meta {
        Meta::List(list) if is_display => match list.tokens.clone().into_iter().next()? {
            TokenTree::Literal(literal) => text(literal),
            _ => None,
        },
        _ => None,
    }
}

/// The text of a string literal. `syn` would read one without escapes twice, character by character.
fn text(literal: Literal) -> Option<String> {
    let written = literal.to_string();
    let inside = written
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    match inside {
        Some(plain) if !plain.contains('\\') && !plain.contains('\r') => Some(plain.to_owned()),
        _ => match Lit::new(literal) {
            Lit::Str(text) => Some(text.value()),
            _ => None,
        },
    }
}

fn string(value: &syn::Expr) -> Option<String> {
    match value {
        syn::Expr::Lit(syn::ExprLit {
            lit: Lit::Str(string),
            ..
        }) => text(string.token()),
        syn::Expr::Group(group) => string(&group.expr),
        _ => None,
    }
}

/// Whether the item is deprecated, or is allowed to use deprecated items.
fn mentions_deprecated(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        Meta::List(list) if list.path.is_ident("allow") || list.path.is_ident("expect") => list
            .tokens
            .clone()
            .into_iter()
            .any(|token| token.to_string() == "deprecated"),
        meta => meta.path().is_ident("deprecated"),
    })
}

//! The rules for a handler's signature.
//!
//! In: the signature. Out: the types that the endpoint is made of. Must not decide which types are extractors, successes
//! and errors: only rustc knows that.

use super::messages;
use crate::diagnostic::Errors;
use crate::written::written;
use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{
    FnArg, GenericArgument, Generics, Ident, PatType, PathArguments, ReturnType, Safety, Signature,
    Type,
};

pub(super) struct Handler {
    pub(super) extractors: Vec<Type>,
    pub(super) output: Type,
}

/// The parts of the signature; `None` after a mistake has been reported.
pub(super) fn handler(signature: Signature, errors: &mut Errors) -> Option<Handler> {
    let Signature {
        constness,
        asyncness,
        safety,
        abi,
        fn_token,
        ident,
        generics,
        paren_token: _,
        inputs,
        variadic,
        output,
    } = signature;
    let name = ident.to_string();
    let mut rules = Rules {
        name: &name,
        has_arguments: !inputs.is_empty(),
        has_abstract_types: false,
        errors,
    };
    if asyncness.is_none() {
        rules.refuse(fn_token, &messages::not_async(&name));
        rules.refuse_present(constness, messages::CONST);
    }
    if let Safety::Unsafe(keyword) = safety {
        rules.refuse(keyword, messages::UNSAFE);
    }
    rules.refuse_present(abi, messages::EXTERN);
    rules.refuse_present(variadic, messages::VARIADIC);
    rules.generics(&name, &generics);
    let mut types = inputs.to_token_stream();
    output.to_tokens(&mut types);
    let words = words(types);
    if inputs.iter().all(|input| matches!(input, FnArg::Typed(_))) {
        rules.refuse_present(words.self_type, messages::SELF_TYPE);
    }
    rules.has_abstract_types = words.has_impl;
    let extractors = inputs
        .into_iter()
        .filter_map(|input| rules.extractor(input))
        .collect();
    let output = rules.output(&ident, output)?;
    Some(Handler { extractors, output })
}

struct Rules<'a> {
    name: &'a str,
    has_arguments: bool,
    /// Whether one of the types could have an `impl Trait`.
    has_abstract_types: bool,
    errors: &'a mut Errors,
}

impl Rules<'_> {
    fn refuse(&mut self, tokens: impl ToTokens, problem: &str) {
        let expected = messages::expected_signature(self.name, self.has_arguments);
        self.errors
            .at(tokens, format!("{problem}\nhelp: write `{expected}`"));
    }

    fn refuse_present(&mut self, tokens: Option<impl ToTokens>, problem: &str) {
        if let Some(tokens) = tokens {
            self.refuse(tokens, problem);
        }
    }

    fn generics(&mut self, name: &str, generics: &Generics) {
        let Generics {
            lt_token: _,
            params,
            gt_token: _,
            where_clause: _,
        } = generics;
        if !params.is_empty() {
            self.refuse(params, &messages::generic(name, &written(params)));
        }
    }

    fn extractor(&mut self, input: FnArg) -> Option<Type> {
        let PatType {
            attrs,
            pat: _,
            colon_token: _,
            ty,
        } = match input {
            FnArg::Typed(argument) => argument,
            FnArg::Receiver(receiver) => {
                self.refuse(receiver, messages::RECEIVER);
                return None;
            }
        };
        for attribute in attrs
            .iter()
            .filter(|attribute| attribute.path().is_ident("cfg"))
        {
            self.errors
                .at(attribute, messages::argument_under_cfg(&written(attribute)));
        }
        if self.has_abstract_types && is_abstract(&ty) {
            self.refuse(&ty, &messages::abstract_argument(&written(&ty)));
        }
        Some(*ty)
    }

    fn output(&mut self, name: &Ident, output: ReturnType) -> Option<Type> {
        let ReturnType::Type(_, output) = output else {
            self.refuse(name, &messages::no_output(&name.to_string()));
            return None;
        };
        if matches!(*output, Type::Never(_)) {
            self.refuse(&output, &messages::never_output(&name.to_string()));
        } else if self.has_abstract_types && is_abstract(&output) {
            self.refuse(&output, &messages::abstract_output(&written(&output)));
        }
        Some(*output)
    }
}

/// Words that types may not have. They are read once for all types, since each walk over tokens takes rustc's time.
#[derive(Default)]
struct Words {
    /// `Self`, which only a function in an `impl` block can name.
    self_type: Option<Ident>,
    has_impl: bool,
}

fn words(tokens: TokenStream) -> Words {
    let mut found = Words::default();
    for token in tokens {
        match token {
            TokenTree::Ident(word) => match word.to_string().as_str() {
                "Self" => found.self_type = found.self_type.or(Some(word)),
                "impl" => found.has_impl = true,
                _ => {}
            },
            TokenTree::Group(group) => {
                let Words {
                    self_type,
                    has_impl,
                } = words(group.stream());
                found.self_type = found.self_type.or(self_type);
                found.has_impl |= has_impl;
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
    found
}

fn is_abstract(ty: &Type) -> bool {
    words(ty.to_token_stream()).has_impl
}

/// The `T` of the only `State<T>`, unless there are two, which is reported.
pub(super) fn state(extractors: &[Type], errors: &mut Errors) -> Option<Type> {
    let mut states = extractors.iter().filter_map(state_of);
    let first = states.next()?;
    let one = written(first);
    for (state, other) in states
        .map(|state| (state, written(state)))
        .filter(|(_, other)| *other != one)
    {
        errors.at(state, messages::two_states(&one, &other));
    }
    Some(first.clone())
}

fn state_of(extractor: &Type) -> Option<&Type> {
    let path = match extractor {
        Type::Path(path) => path,
        Type::Group(group) => return state_of(&group.elem),
        Type::Paren(paren) => return state_of(&paren.elem),
        _ => return None,
    };
    let last = path
        .path
        .segments
        .last()
        .filter(|last| last.ident == "State")?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else {
        return None;
    };
    let mut arguments = arguments.args.iter();
    match (arguments.next(), arguments.next()) {
        (Some(GenericArgument::Type(state)), None) => Some(state),
        _ => None,
    }
}

//! The rules for a handler's signature.
//!
//! In: the signature. Out: the types that the endpoint is made of. Must not decide which types are extractors, successes
//! and errors: only rustc knows that.

use super::messages;
use crate::diagnostic::Errors;
use crate::written::written;
use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};
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
        expected: messages::expected_signature(&name, !inputs.is_empty()),
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
    if inputs.iter().all(|input| matches!(input, FnArg::Typed(_))) {
        let types = quote!(#inputs #output);
        rules.refuse_present(self_type(types), messages::SELF_TYPE);
    }
    let extractors = inputs
        .into_iter()
        .filter_map(|input| rules.extractor(input))
        .collect();
    let output = rules.output(&ident, output)?;
    Some(Handler { extractors, output })
}

struct Rules<'errors> {
    expected: String,
    errors: &'errors mut Errors,
}

impl Rules<'_> {
    fn refuse(&mut self, tokens: impl ToTokens, problem: &str) {
        self.errors.at(
            tokens,
            format!("{problem}\nhelp: write `{}`", self.expected),
        );
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
        if is_abstract(&ty) {
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
        } else if is_abstract(&output) {
            self.refuse(&output, &messages::abstract_output(&written(&output)));
        }
        Some(*output)
    }
}

/// `Self`, which only a function in an `impl` block can name.
fn self_type(tokens: TokenStream) -> Option<Ident> {
    tokens.into_iter().find_map(|token| match token {
        TokenTree::Ident(word) if word == "Self" => Some(word),
        TokenTree::Group(group) => self_type(group.stream()),
        _ => None,
    })
}

/// Whether `impl Trait` stands anywhere in the type.
fn is_abstract(written: &Type) -> bool {
    fn contains_impl(tokens: TokenStream) -> bool {
        tokens.into_iter().any(|token| match token {
            TokenTree::Ident(word) => word == "impl",
            TokenTree::Group(group) => contains_impl(group.stream()),
            TokenTree::Punct(_) | TokenTree::Literal(_) => false,
        })
    }
    contains_impl(written.to_token_stream())
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

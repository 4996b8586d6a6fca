//! The rejections of extractors, as responses of the endpoint's contract.
//!
//! The rejection type of an extractor decides which responses it has. Those of axum's types are known, and an [`ApiError`]
//! describes itself. The answer of any other type is not known while compiling: it becomes an opaque 500 and a line in the log, and
//! the API names the extractor when it starts, in its document's notes and in its contract.

#[cfg(feature = "lambda")]
use super::event_use::{TypeNames, reads_event};
use super::{
    Endpoint, Route,
    answer::{self, ErrorOf, respond},
    path::FindFault,
    proof::Proof,
    rejected_field::RejectedField,
};
#[cfg(feature = "openapi")]
use crate::member_types::MemberTypes;
use crate::{
    ApiError, BodyFormat, Contract, DeclaredResponse, Rejection,
    body::{Renderer, Shape},
    builtin::{self, REFUSED_CLAIMS},
};
use axum::{
    extract::{FromRequest, FromRequestParts, rejection},
    response::{IntoResponse, Response},
};
use std::{error::Error, marker::PhantomData};

/// All responses of one extractor's rejections.
#[derive(Debug, Clone, Copy)]
pub struct RejectionSet {
    contract: &'static Contract,
    /// The same for body formats that have no place for a field's pointer.
    without_fields: &'static Contract,
    built_in: bool,
    known: bool,
    #[cfg(feature = "openapi")]
    types: &'static MemberTypes,
}

/// The text of a type without the spaces that `stringify!` puts between the tokens of a macro: `Path<u32>` for `Path < u32 >`.
pub(super) fn as_written(tokens: &str) -> String {
    let is_word = |character: char| character.is_alphanumeric() || character == '_';
    let mut written = String::with_capacity(tokens.len());
    for token in tokens.split(' ') {
        let follows_word = written.ends_with(is_word) && token.starts_with(is_word);
        let is_apart =
            written.ends_with([',', ';', '+', '=']) || token.starts_with(['+', '=', '-']);
        if follows_word || is_apart || written.ends_with("->") {
            written.push(' ');
        }
        written.push_str(token);
    }
    written
}

impl RejectionSet {
    const UNKNOWN: Self = Self {
        known: false,
        ..Self::known(NOTHING, NOTHING, true)
    };

    const fn known(
        contract: &'static Contract,
        without_fields: &'static Contract,
        built_in: bool,
    ) -> Self {
        Self {
            contract,
            without_fields,
            built_in,
            known: true,
            #[cfg(feature = "openapi")]
            types: &MemberTypes::UNKNOWN,
        }
    }

    /// Whether they are those of one of axum's own extractors, or not known.
    pub(super) const fn is_built_in(&self) -> bool {
        self.built_in
    }

    /// The same with the types of the members.
    #[cfg(feature = "openapi")]
    const fn typed(mut self, types: &'static MemberTypes) -> Self {
        self.types = types;
        self
    }

    /// The types of the members, as far as they are known.
    #[cfg(feature = "openapi")]
    pub(crate) const fn types(&self) -> &'static MemberTypes {
        self.types
    }

    /// The responses that remain, because errors `E` may take the built-in rejections.
    pub(crate) const fn left_by<E: ApiError>(&self) -> &'static Contract {
        if self.built_in && E::TAKES_REJECTIONS {
            NOTHING
        } else {
            self.in_format::<E>()
        }
    }

    /// The responses in the body format of `E`. A format without pointers gives the text of a rejection, which names the field.
    const fn in_format<E: ApiError>(&self) -> &'static Contract {
        match E::Body::SHAPE {
            Shape::Message | Shape::ResultErrors => self.without_fields,
            Shape::Problem
            | Shape::JsonApi
            | Shape::StatusErrors
            | Shape::HttpStatusDetails
            | Shape::Custom => self.contract,
        }
    }
}

const NOTHING: &Contract = &Contract::new(&[], &[], &[]);

/// A rejection whose responses are known.
pub trait KnownRejection {
    /// The responses.
    const REJECTIONS: RejectionSet;

    /// The answer of an endpoint at `route` whose errors are `E`.
    fn answer<E: ApiError>(self, route: Option<Route>) -> Response;
}

impl<R: ApiError> KnownRejection for R {
    const REJECTIONS: RejectionSet = {
        let set = RejectionSet::known(R::CONTRACT, R::CONTRACT, false);
        #[cfg(feature = "openapi")]
        let set = set.typed(R::MEMBER_TYPES);
        set
    };

    fn answer<E: ApiError>(self, _: Option<Route>) -> Response {
        respond(Renderer::of::<E>(), &self)
    }
}

/// A response of axum's own rejections, and the field that it is about.
type Known = (&'static DeclaredResponse, Option<RejectedField>);

macro_rules! known {
    ($($rejection:ty { $($declared:ident)* } $known:expr;)*) => {$(
        impl KnownRejection for $rejection {
            const REJECTIONS: RejectionSet = RejectionSet::known(
                &Contract::new(&[$(builtin::$declared),*], REFUSED_CLAIMS, &[]),
                &Contract::new(&[$(builtin::$declared.without_errors()),*], REFUSED_CLAIMS, &[]),
                true,
            );

            fn answer<E: ApiError>(self, route: Option<Route>) -> Response {
                let known: fn(&Self, Option<Route>) -> Option<Known> = $known;
                refuse::<E>(&Self::REJECTIONS, known(&self, route), self.body_text(), &self)
            }
        }
    )*};
}

use rejection::{
    BytesRejection, ExtensionRejection, FailedToBufferBody, FormRejection, JsonRejection,
    MatchedPathRejection, NestedPathRejection, PathRejection, QueryRejection, RawFormRejection,
    RawPathParamsRejection, StringRejection,
};

fn of_buffer(rejection: &FailedToBufferBody) -> &'static DeclaredResponse {
    match rejection {
        FailedToBufferBody::LengthLimitError(_) => &builtin::BODY_TOO_LARGE,
        _ => &builtin::UNREADABLE_BODY,
    }
}

fn of_bytes(rejection: &BytesRejection) -> &'static DeclaredResponse {
    match rejection {
        BytesRejection::FailedToBufferBody(inner) => of_buffer(inner),
        _ => &builtin::UNREADABLE_BODY,
    }
}

known! {
    JsonRejection { MALFORMED_JSON INVALID_JSON NOT_JSON BODY_TOO_LARGE UNREADABLE_BODY } |rejection, _| Some(match rejection {
        JsonRejection::JsonDataError(inner) => (&builtin::INVALID_JSON, RejectedField::in_json(inner)),
        JsonRejection::JsonSyntaxError(_) => (&builtin::MALFORMED_JSON, None),
        JsonRejection::MissingJsonContentType(_) => (&builtin::NOT_JSON, None),
        JsonRejection::BytesRejection(inner) => (of_bytes(inner), None),
        _ => return None,
    });
    FormRejection { NOT_A_FORM INVALID_FORM INVALID_FORM_BODY BODY_TOO_LARGE UNREADABLE_BODY } |rejection, _| Some(match rejection {
        FormRejection::InvalidFormContentType(_) => (&builtin::NOT_A_FORM, None),
        FormRejection::FailedToDeserializeForm(inner) => (&builtin::INVALID_FORM, RejectedField::in_form(inner)),
        FormRejection::FailedToDeserializeFormBody(inner) => (&builtin::INVALID_FORM_BODY, RejectedField::in_form(inner)),
        FormRejection::BytesRejection(inner) => (of_bytes(inner), None),
        _ => return None,
    });
    RawFormRejection { NOT_A_FORM BODY_TOO_LARGE UNREADABLE_BODY } |rejection, _| Some(match rejection {
        RawFormRejection::InvalidFormContentType(_) => (&builtin::NOT_A_FORM, None),
        RawFormRejection::BytesRejection(inner) => (of_bytes(inner), None),
        _ => return None,
    });
    BytesRejection { BODY_TOO_LARGE UNREADABLE_BODY } |rejection, _| Some((of_bytes(rejection), None));
    StringRejection { BODY_TOO_LARGE UNREADABLE_BODY INVALID_UTF8 } |rejection, _| Some(match rejection {
        StringRejection::FailedToBufferBody(inner) => (of_buffer(inner), None),
        StringRejection::InvalidUtf8(_) => (&builtin::INVALID_UTF8, None),
        _ => return None,
    });
    QueryRejection { INVALID_QUERY } |rejection, _| match rejection {
        QueryRejection::FailedToDeserializeQueryString(inner) => Some((&builtin::INVALID_QUERY, RejectedField::in_form(inner))),
        _ => None,
    };
    PathRejection { INVALID_PATH } |rejection, route| match rejection {
        PathRejection::FailedToDeserializePathParams(inner) if inner.status().is_client_error() => {
            Some((&builtin::INVALID_PATH, RejectedField::in_path(inner, route)))
        }
        _ => None,
    };
    RawPathParamsRejection { INVALID_PATH } |rejection, _| match rejection {
        RawPathParamsRejection::InvalidUtf8InPathParam(_) => Some((&builtin::INVALID_PATH, None)),
        _ => None,
    };
    ExtensionRejection {} |_, _| None;
    MatchedPathRejection {} |_, _| None;
    NestedPathRejection {} |_, _| None;
}

/// Answers a rejection: through the `rejection` variant of `E` if there is one, and otherwise as the one of `set` that is `known`.
///
/// Where it is not known, the server is at fault and not the caller, and the answer is opaque.
fn refuse<E: ApiError>(
    set: &RejectionSet,
    known: Option<Known>,
    text: String,
    cause: &dyn Error,
) -> Response {
    let renderer = Renderer::of::<E>();
    let known = known.and_then(|(declared, field)| {
        let mut own = set.in_format::<E>().own().iter();
        Some((own.find(|own| own.code() == declared.code())?, field))
    });
    let Some((declared, field)) = known else {
        return answer::opaque(renderer, cause);
    };
    let field = field.map(|field| field.into_error(declared));
    let rejection = Rejection::new(declared, text).with_field(field);
    match E::from_rejection(rejection) {
        Ok(error) => respond(renderer, &error),
        Err(rejection) => answer::refused(renderer, declared, &rejection),
    }
}

/// One argument of an endpoint, with the text of its type.
#[derive(Debug, Clone, Copy)]
pub struct Argument {
    pub(super) text: &'static str,
    /// Its rejections, behind a function: rustc looks at all that a constant refers to, once for each endpoint.
    pub(super) rejections: fn() -> RejectionSet,
    /// What it could find wrong with the path's parameters.
    pub(crate) find_fault: Option<FindFault>,
    /// How many parameters of the path it takes, if it reads the path and the number is known.
    pub(super) parameters: Option<usize>,
    #[cfg(feature = "lambda")]
    pub(super) type_names: TypeNames,
    pub(super) proof: &'static Proof,
}

impl Argument {
    /// Whether it may read the parts of an event that are attached to its request: see `endpoint/event_use.rs`.
    #[cfg(feature = "lambda")]
    pub(crate) fn reads_event(&self) -> bool {
        reads_event(self.type_names)
    }

    /// The type, as the handler's signature names it.
    pub(crate) fn extractor(&self) -> String {
        as_written(self.text)
    }

    /// The same, if its rejections are not known.
    pub(super) fn unknown_extractor(&self) -> Option<&'static str> {
        (!self.rejections().known).then_some(self.text)
    }

    /// What it refuses with.
    pub(crate) fn rejections(&self) -> RejectionSet {
        (self.rejections)()
    }
}

/// Tells whether the rejections of the extractor `T` with the state `S` are known.
#[derive(Debug)]
pub struct Probe<T, S>(PhantomData<(T, S)>);

impl<T, S> Probe<T, S>
where
    T: FromRequestParts<S>,
    T::Rejection: KnownRejection,
{
    /// As an extractor of a request's head.
    pub const PARTS: Declared = Declared(());
}

impl<T, S> Probe<T, S>
where
    T: FromRequest<S>,
    T::Rejection: KnownRejection,
{
    /// As an extractor of a whole request.
    pub const BODY: Declared = Declared(());
}

/// The constants of a [`Probe`] whose type is not such an extractor, or has an unknown rejection.
pub trait UnknownProbe {
    /// Nothing is known.
    const PARTS: Undeclared = Undeclared(());
    /// Nothing is known.
    const BODY: Undeclared = Undeclared(());
}

impl<T, S> UnknownProbe for Probe<T, S> {}

/// The mark of an extractor with a [`KnownRejection`].
#[derive(Debug, Clone, Copy)]
pub struct Declared(());

/// The mark of any other extractor.
#[derive(Debug, Clone, Copy)]
pub struct Undeclared(());

/// How rejections `R` are answered: by what is known of an extractor.
pub trait Refusal<R>: Copy + 'static {
    /// The responses.
    const REJECTIONS: RejectionSet;

    /// The answer of the endpoint `P`.
    fn answer<P: Endpoint>(rejection: R) -> Response;
}

impl<R: KnownRejection> Refusal<R> for Declared {
    const REJECTIONS: RejectionSet = R::REJECTIONS;

    fn answer<P: Endpoint>(rejection: R) -> Response {
        rejection.answer::<ErrorOf<P>>(P::ROUTE)
    }
}

/// Opaque, and the rejection's own answer goes to the log.
impl<R: IntoResponse> Refusal<R> for Undeclared {
    const REJECTIONS: RejectionSet = RejectionSet::UNKNOWN;

    fn answer<P: Endpoint>(rejection: R) -> Response {
        let status = rejection.into_response().status();
        crate::log::replaced(
            Some(P::OPERATION),
            status,
            &format_args!(
                "`{}` is a rejection of an unknown type: write `#[api_errors]` on it, or `WithRejection` around its extractor",
                std::any::type_name::<R>()
            ),
        );
        answer::opaque_logged(Renderer::of::<ErrorOf<P>>())
    }
}

/// As a whole request's extractor, and as one of its head.
impl<R: KnownRejection, K: Copy + 'static> Refusal<R> for (Declared, K) {
    const REJECTIONS: RejectionSet = R::REJECTIONS;

    fn answer<P: Endpoint>(rejection: R) -> Response {
        <Declared as Refusal<R>>::answer::<P>(rejection)
    }
}

impl<R, K: Refusal<R>> Refusal<R> for (Undeclared, K) {
    const REJECTIONS: RejectionSet = K::REJECTIONS;

    fn answer<P: Endpoint>(rejection: R) -> Response {
        K::answer::<P>(rejection)
    }
}

#[cfg(test)]
mod tests {
    use super::as_written;

    #[test]
    fn a_type_is_named_as_the_signature_writes_it() {
        for (tokens, written) in [
            ("Session", "Session"),
            ("Path < Option < u32 > >", "Path<Option<u32>>"),
            (
                "extract :: Path < ((u32 , u32) , [u8 ; 2]) >",
                "extract::Path<((u32, u32), [u8; 2])>",
            ),
            (
                "Extension < Arc < dyn Store + Send > >",
                "Extension<Arc<dyn Store + Send>>",
            ),
            (
                "WithRejection < Json < & 'static str > , Refused >",
                "WithRejection<Json<&'static str>, Refused>",
            ),
            ("Extension < fn (u8) -> u8 >", "Extension<fn(u8) -> u8>"),
        ] {
            assert_eq!(as_written(tokens), written);
            assert_eq!(as_written(written), written);
        }
    }
}

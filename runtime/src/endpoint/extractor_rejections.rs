//! The rejections of extractors, as responses of the endpoint's contract.
//!
//! The rejection type of an extractor decides which responses it has. Those of axum's types are known, and an [`ApiError`]
//! describes itself. The answer of any other type is not known while compiling: it becomes an opaque 500 and a line in the log.

use super::{
    Endpoint,
    answer::{self, ErrorOf, respond},
};
use crate::{
    ApiError, Contract, DeclaredResponse, Occurrence, Rejection,
    body::Renderer,
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
    built_in: bool,
}

impl RejectionSet {
    const NONE: Self = Self {
        contract: &Contract::new(&[], &[], &[]),
        built_in: true,
    };

    /// The responses that remain, because errors `E` may take the built-in rejections.
    pub(crate) const fn left_by<E: ApiError>(&self) -> &'static Contract {
        if self.built_in && E::TAKES_REJECTIONS {
            Self::NONE.contract
        } else {
            self.contract
        }
    }
}

/// A rejection whose responses are known.
pub trait KnownRejection {
    /// The responses.
    const REJECTIONS: RejectionSet;

    /// The answer of an endpoint whose errors are `E`.
    fn answer<E: ApiError>(self) -> Response;
}

impl<R: ApiError> KnownRejection for R {
    const REJECTIONS: RejectionSet = RejectionSet {
        contract: R::CONTRACT,
        built_in: false,
    };

    fn answer<E: ApiError>(self) -> Response {
        respond(Renderer::of::<E>(), &self)
    }
}

macro_rules! known {
    ($($rejection:ty { $($declared:ident)* } $text:expr;)*) => {$(
        impl KnownRejection for $rejection {
            const REJECTIONS: RejectionSet = RejectionSet {
                contract: &Contract::new(&[$(builtin::$declared),*], REFUSED_CLAIMS, &[]),
                built_in: true,
            };

            fn answer<E: ApiError>(self) -> Response {
                let code: fn(&Self) -> Option<&'static DeclaredResponse> = $text;
                refuse::<E>(code(&self), self.body_text(), &self)
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
    JsonRejection { MALFORMED_JSON INVALID_JSON NOT_JSON BODY_TOO_LARGE UNREADABLE_BODY } |rejection| Some(match rejection {
        JsonRejection::JsonDataError(_) => &builtin::INVALID_JSON,
        JsonRejection::JsonSyntaxError(_) => &builtin::MALFORMED_JSON,
        JsonRejection::MissingJsonContentType(_) => &builtin::NOT_JSON,
        JsonRejection::BytesRejection(inner) => of_bytes(inner),
        _ => return None,
    });
    FormRejection { NOT_A_FORM INVALID_FORM INVALID_FORM_BODY BODY_TOO_LARGE UNREADABLE_BODY } |rejection| Some(match rejection {
        FormRejection::InvalidFormContentType(_) => &builtin::NOT_A_FORM,
        FormRejection::FailedToDeserializeForm(_) => &builtin::INVALID_FORM,
        FormRejection::FailedToDeserializeFormBody(_) => &builtin::INVALID_FORM_BODY,
        FormRejection::BytesRejection(inner) => of_bytes(inner),
        _ => return None,
    });
    RawFormRejection { NOT_A_FORM BODY_TOO_LARGE UNREADABLE_BODY } |rejection| Some(match rejection {
        RawFormRejection::InvalidFormContentType(_) => &builtin::NOT_A_FORM,
        RawFormRejection::BytesRejection(inner) => of_bytes(inner),
        _ => return None,
    });
    BytesRejection { BODY_TOO_LARGE UNREADABLE_BODY } |rejection| Some(of_bytes(rejection));
    StringRejection { BODY_TOO_LARGE UNREADABLE_BODY INVALID_UTF8 } |rejection| Some(match rejection {
        StringRejection::FailedToBufferBody(inner) => of_buffer(inner),
        StringRejection::InvalidUtf8(_) => &builtin::INVALID_UTF8,
        _ => return None,
    });
    QueryRejection { INVALID_QUERY } |rejection| match rejection {
        QueryRejection::FailedToDeserializeQueryString(_) => Some(&builtin::INVALID_QUERY),
        _ => None,
    };
    PathRejection { INVALID_PATH } |rejection| match rejection {
        PathRejection::FailedToDeserializePathParams(inner) if inner.status().is_client_error() => Some(&builtin::INVALID_PATH),
        _ => None,
    };
    RawPathParamsRejection { INVALID_PATH } |rejection| match rejection {
        RawPathParamsRejection::InvalidUtf8InPathParam(_) => Some(&builtin::INVALID_PATH),
        _ => None,
    };
    ExtensionRejection {} |_| None;
    MatchedPathRejection {} |_| None;
    NestedPathRejection {} |_| None;
}

/// Answers a rejection: through the `rejection` variant of `E` if there is one, as `declared` otherwise.
///
/// Without `declared` the server is at fault, not the caller, and the answer is opaque.
fn refuse<E: ApiError>(
    declared: Option<&'static DeclaredResponse>,
    text: String,
    cause: &dyn Error,
) -> Response {
    let renderer = Renderer::of::<E>();
    let Some(declared) = declared else {
        return answer::opaque(renderer, cause);
    };
    match E::from_rejection(Rejection::new(declared, text)) {
        Ok(error) => respond(renderer, &error),
        Err(rejection) => answer::respond_with(renderer, &Occurrence::new(declared, &rejection)),
    }
}

/// Finds the responses of the extractor `T` with the state `S`.
#[derive(Debug)]
pub struct Probe<T, S>(PhantomData<(T, S)>);

impl<T, S> Probe<T, S>
where
    T: FromRequestParts<S>,
    T::Rejection: KnownRejection,
{
    /// The responses of `T` as an extractor of a request's head.
    pub const PARTS: RejectionSet = <T::Rejection as KnownRejection>::REJECTIONS;
}

impl<T, S> Probe<T, S>
where
    T: FromRequest<S>,
    T::Rejection: KnownRejection,
{
    /// The responses of `T` as an extractor of a whole request.
    pub const BODY: RejectionSet = <T::Rejection as KnownRejection>::REJECTIONS;
}

/// The constants of a [`Probe`] whose type is not such an extractor, or has an unknown rejection.
pub trait UnknownProbe {
    /// Nothing is known.
    const PARTS: RejectionSet = RejectionSet::NONE;
    /// Nothing is known.
    const BODY: RejectionSet = RejectionSet::NONE;
}

impl<T, S> UnknownProbe for Probe<T, S> {}

/// A rejection on its way to an answer.
#[derive(Debug)]
pub struct RejectionProbe<R>(pub R);

impl<R: KnownRejection> RejectionProbe<R> {
    /// The answer of the endpoint `P`.
    pub fn answer<P: Endpoint>(self) -> Response {
        self.0.answer::<ErrorOf<P>>()
    }
}

/// The answer to a rejection whose responses are unknown.
pub trait UnknownRefusal {
    /// The answer of the endpoint `P`: opaque, and the rejection's own answer goes to the log.
    fn answer<P: Endpoint>(self) -> Response;
}

impl<R: IntoResponse> UnknownRefusal for RejectionProbe<R> {
    fn answer<P: Endpoint>(self) -> Response {
        let status = self.0.into_response().status();
        crate::log::replaced(
            Some(P::OPERATION),
            status,
            &format_args!(
                "`{}` is not known as a rejection",
                std::any::type_name::<R>()
            ),
        );
        answer::opaque_logged(Renderer::of::<ErrorOf<P>>())
    }
}

//! The trait that `#[api_errors]` implements.

#[cfg(feature = "openapi")]
use crate::member_types::MemberTypes;
use crate::{
    BodyFormat, Contract, DeclaredResponse, Occurrence, Problem, Rejection, Style, body::Renderer,
    builtin,
};
use std::{convert::Infallible, error::Error, sync::Arc};

/// What the macro has checked. It keeps out contracts written by hand, for which no assertion proves that the statuses differ.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "only `#[api_errors]` implements `ApiError`",
    label = "this type has no `#[api_errors]`",
    note = "write `#[api_errors]` above the definition of `{Self}`, and no `impl` of `ApiError`; put an error of another crate into a variant of your own"
)]
pub trait Derived {}

/// An error that describes itself as an HTTP response. Only `#[api_errors]` implements it: the macro and the assertions in
/// its output prove that each message tells its status.
///
/// ```
/// use lambda_api_errors::{ApiError, api_errors};
///
/// #[api_errors]
/// #[derive(Debug, thiserror::Error)]
/// enum CartError {
///     #[error("no cart {0}")]
///     #[api(status = 404)]
///     NotFound(u32),
/// }
/// assert_eq!(CartError::CONTRACT.responses().count(), 1);
/// assert_eq!(CartError::NotFound(7).response().status(), 404);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say how it answers",
    label = "no `#[api_errors]` here",
    note = "if `{Self}` is an enum of yours: write `#[api_errors]` above its definition, and `#[api(status = …)]` on its variants",
    note = "if it is not, as a text or an error of another crate: write such an enum, with a variant that holds the `{Self}`, and return that"
)]
pub trait ApiError: Error + Derived {
    /// The format of the body.
    type Body: BodyFormat;

    /// How the callback message carries the body.
    const STYLE: Style;

    /// Every response that the type can give.
    const CONTRACT: &'static Contract;

    /// The types of the responses' members, as far as they are known.
    #[cfg(feature = "openapi")]
    #[doc(hidden)]
    const MEMBER_TYPES: &'static MemberTypes = &MemberTypes::UNKNOWN;

    /// Whether [`from_rejection`](Self::from_rejection) takes the rejections of extractors.
    const TAKES_REJECTIONS: bool = false;

    /// Calls `visitor` once, with the response that this value gives.
    ///
    /// A visitor instead of a return value, because the parts borrow from the stack. So nothing is allocated.
    fn visit(&self, visitor: &mut dyn FnMut(&Occurrence<'_>));

    /// Makes an error of an extractor's rejection.
    ///
    /// # Errors
    ///
    /// Gives the rejection back when the type has no `rejection` variant.
    fn from_rejection(rejection: Rejection) -> Result<Self, Rejection>
    where
        Self: Sized,
    {
        Err(rejection)
    }

    /// The declaration of the response that this value gives.
    fn response(&self) -> &'static DeclaredResponse {
        let mut response = &builtin::INTERNAL;
        self.visit(&mut |occurrence| response = occurrence.response());
        response
    }
}

macro_rules! forward {
    ($($pointer:ident)*) => {$(
        impl<E: ApiError> Derived for $pointer<E> {}

        impl<E: ApiError> ApiError for $pointer<E> {
            type Body = E::Body;
            const STYLE: Style = E::STYLE;
            const CONTRACT: &'static Contract = E::CONTRACT;
            #[cfg(feature = "openapi")]
            const MEMBER_TYPES: &'static MemberTypes = E::MEMBER_TYPES;
            const TAKES_REJECTIONS: bool = E::TAKES_REJECTIONS;

            fn visit(&self, visitor: &mut dyn FnMut(&Occurrence<'_>)) {
                E::visit(self, visitor);
            }

            fn from_rejection(rejection: Rejection) -> Result<Self, Rejection> {
                E::from_rejection(rejection).map($pointer::new)
            }
        }
    )*};
}

forward!(Box Arc);

impl Derived for Infallible {}

/// The error of an endpoint that cannot fail.
impl ApiError for Infallible {
    type Body = Problem;
    const STYLE: Style = Style::Prefixed;
    const CONTRACT: &'static Contract = &Contract::new(&[], &[], &[]);

    fn visit(&self, _: &mut dyn FnMut(&Occurrence<'_>)) {
        match *self {}
    }
}

impl Renderer {
    /// The format and style of the errors `E`.
    pub(crate) const fn of<E: ApiError>() -> Self {
        Self::new::<E::Body>(E::STYLE)
    }
}

/// The result of `render` for `error`. If an implementation of `visit` calls no visitor, the result for an opaque 500.
pub(crate) fn rendered<E: ApiError, R>(
    error: &E,
    mut render: impl FnMut(&Occurrence<'_>) -> R,
) -> R {
    let mut rendered = None;
    error.visit(&mut |occurrence| rendered = Some(render(occurrence)));
    rendered.unwrap_or_else(|| render(&Occurrence::new(&builtin::INTERNAL, &builtin::Internal)))
}

//! Whether an API has its state, as bounds whose messages say what to write.

use super::Api;
use axum::extract::FromRef;

/// The state of an endpoint in an API with the state `S`: it is `S`, or made of it by [`FromRef`].
#[diagnostic::on_unimplemented(
    message = "the endpoint needs the state `{Self}`, and the API has the state `{S}` here",
    label = "needs `{Self}`",
    note = "if both are one type: write `#[derive(Clone)]` above it, and put what cannot be cloned into an `Arc`",
    note = "write `.with_state(…)` after all endpoints: those that are added later have no state",
    note = "for endpoints with different states: give the API one state that has them all, and implement `FromRef` of it for `{Self}`"
)]
pub trait StateOf<S>: FromRef<S> {}

#[diagnostic::do_not_recommend]
impl<T: FromRef<S>, S> StateOf<S> for T {}

/// An API that has its state. It is a trait, and not the type, for the message where the state was forgotten.
#[diagnostic::on_unimplemented(
    message = "the endpoints of this API share a state, which it does not have yet",
    label = "no state was given to this `{Self}`",
    note = "write `.with_state(…)` after its endpoints"
)]
pub trait Complete {
    /// The same API.
    #[doc(hidden)]
    fn complete(self) -> Api;
}

impl Complete for Api {
    fn complete(self) -> Api {
        self
    }
}

/// Implemented where nothing is missing: for the state `()`. The state is a parameter, so that rustc infers `()` where endpoints
/// have none.
#[diagnostic::on_unimplemented(
    message = "the endpoints of this API share the state `{S}`, which it does not have yet",
    label = "no state was given before this call",
    note = "write `.with_state(…)` with a value of `{S}` before it"
)]
pub trait HasState<S> {
    /// The same API.
    #[doc(hidden)]
    fn complete(api: Api<S>) -> Api;
}

impl HasState<()> for () {
    fn complete(api: Api) -> Api {
        api
    }
}

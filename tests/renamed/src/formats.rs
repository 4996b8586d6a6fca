//! Every body format and style.

use ::core::fmt::Debug;
use ::renamed::{
    BodyFormat, HttpStatusDetails, JsonApi, Message, Occurrence, Problem, ResultErrors,
    StatusErrors, api_errors,
};

/// A format of one's own.
#[derive(Debug, Clone, Copy, ::serde::Serialize)]
pub struct House {
    why: &'static str,
}

impl BodyFormat for House {
    const MEMBERS: &'static [&'static str] = &["why"];

    fn body(error: &Occurrence<'_>) -> impl ::serde::Serialize {
        Self { why: error.title() }
    }
}

macro_rules! formats {
    ($($(#[$attribute:meta])* $name:ident = $body:path $(, $style:literal)?;)*) => {$(
        $(#[$attribute])*
        #[api_errors(crate = ::renamed, body = $body $(, style = $style)?)]
        #[derive(Debug, Clone, Copy, ::thiserror::Error)]
        #[error("no such cart")]
        #[api(status = 404)]
        pub struct $name;
    )*};
}

formats! {
    /// Problem details.
    AsProblem = Problem;
    /// JSON:API.
    AsJsonApi = JsonApi;
    /// A status and a list.
    AsStatusErrors = StatusErrors, "prefixed";
    /// A status inside an object.
    AsHttpStatusDetails = HttpStatusDetails;
    /// A result and a list.
    AsResultErrors = ::renamed::ResultErrors;
    /// Plain text.
    AsMessage = Message;
    /// A format of one's own.
    AsHouse = House;
    /// The body alone.
    AsJson = StatusErrors, "json";
    /// The body alone, selected by its title.
    AsJsonTitle = ResultErrors, "json";
}

//! Plain text.

use super::{BodyFormat, Identity, ReceivedBody, Shape};
use crate::{
    Occurrence,
    json::{Text, one_line},
};
use serde::{Deserialize, Serialize};
use std::fmt::{self, Display};

/// Plain text: the callback message is prefix and text, and the body holds the same in `errorMessage`.
///
/// The text stands on one line: control characters become spaces.
///
/// ```
/// use lambda_api_errors::{Message, api_errors, callback};
///
/// #[api_errors(body = Message)]
/// #[derive(Debug, thiserror::Error)]
/// #[error("You submitted invalid input")]
/// #[api(status = 400)]
/// struct Invalid;
///
/// assert_eq!(callback::encode(&Invalid), "Bad Request: You submitted invalid input");
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Message;

#[derive(Serialize, Deserialize)]
struct Body<T> {
    #[serde(rename = "errorMessage")]
    error_message: T,
}

impl Message {
    /// The whole message: prefix and text.
    pub(crate) fn text<'a>(error: &'a Occurrence<'a>) -> impl Display + Serialize + 'a {
        Text(Prefixed(error))
    }
}

/// Prefix and explanation.
struct Prefixed<'a>(&'a Occurrence<'a>);

impl Display for Prefixed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let explanation = one_line(Explanation(self.0));
        write!(f, "{}{explanation}", self.0.response().prefix())
    }
}

/// The error's own text, or of an opaque error the fixed explanation or the code.
pub(super) struct Explanation<'a>(pub(super) &'a Occurrence<'a>);

impl Display for Explanation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.message() {
            Some(message) => message.fmt(f),
            None => f.write_str(self.0.detail().unwrap_or(self.0.code())),
        }
    }
}

impl BodyFormat for Message {
    const MEMBERS: &'static [&'static str] = &["errorMessage"];
    const SHAPE: Shape = Shape::Message;

    fn body(error: &Occurrence<'_>) -> impl Serialize {
        Body {
            error_message: Self::text(error),
        }
    }

    #[cfg(any(feature = "aide", feature = "openapi", feature = "utoipa"))]
    fn schema(described: &super::DescribedResponse<'_>) -> Option<serde_json::Value> {
        Some(super::schema::message(described))
    }

    fn read(body: &[u8]) -> Option<ReceivedBody> {
        let Body::<String> { error_message } = serde_json::from_slice(body).ok()?;
        Some(ReceivedBody::of(Identity::Prefix).message(error_message))
    }
}

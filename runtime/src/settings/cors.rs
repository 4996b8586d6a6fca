//! Cross-origin requests: the web pages that may call.

use std::time::Duration;

/// The web pages that may call the API, and the headers that they may read ([Fetch, section 3.3](https://fetch.spec.whatwg.org/#http-cors-protocol)).
///
/// In a custom integration the gateway adds the headers to every answer. In a proxy integration it answers preflight
/// requests and failures of its own; on the function's answers the function sets them, `tower_http::cors::CorsLayer` for one.
/// With several origins the answers that the gateway gives by itself, when it throttles for instance, carry none: no
/// template chooses there.
///
/// ```
/// use lambda_api_errors::Cors;
///
/// let cors = Cors::origins(["https://shop.example", "https://admin.example"]).request_headers(["X-Trace"]);
/// # drop(cors);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct Cors {
    pub(crate) origins: Vec<String>,
    pub(crate) request_headers: Vec<String>,
    pub(crate) credentials: bool,
    pub(crate) max_age: Option<Duration>,
}

/// The headers that a page may send in addition to the safelisted ones, unless `Cors` names more.
const REQUEST_HEADERS: [&str; 6] = [
    "Authorization",
    "Content-Type",
    "X-Amz-Date",
    "X-Amz-Security-Token",
    "X-Amz-User-Agent",
    "X-Api-Key",
];

impl Cors {
    /// Pages of every origin.
    pub fn any_origin() -> Self {
        Self::origins(["*"])
    }

    /// Pages of these origins: `https://shop.example`, without a path.
    pub fn origins(origins: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self {
            origins: origins.into_iter().map(Into::into).collect(),
            request_headers: REQUEST_HEADERS.map(str::to_owned).to_vec(),
            credentials: false,
            max_age: None,
        }
    }

    /// Lets pages send these headers too, in addition to `Authorization`, `Content-Type` and those of AWS's clients.
    pub fn request_headers(mut self, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.request_headers
            .extend(names.into_iter().map(Into::into));
        self
    }

    /// Lets pages send cookies.
    pub fn credentials(mut self) -> Self {
        self.credentials = true;
        self
    }

    /// Lets browsers keep the answer to a preflight request for as long.
    pub fn max_age(mut self, max_age: Duration) -> Self {
        self.max_age = Some(max_age);
        self
    }
}

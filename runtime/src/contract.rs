//! The static side of an error type: every response that it can give, known while compiling.

use crate::{LogLevel, Style};
use http::StatusCode;

/// One response of a contract: all that the program knows of an error variant before there is a value.
///
/// `#[api_errors]` writes these; [`Contract::responses`] lists them.
///
/// ```
/// use lambda_api_errors::DeclaredResponse;
///
/// const GONE: DeclaredResponse =
///     DeclaredResponse::new(410, "CartGone", "Gone", "Gone: ").headers(&["Retry-After"]);
/// assert_eq!(GONE.status().as_u16(), 410);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeclaredResponse {
    status: StatusCode,
    code: &'static str,
    title: &'static str,
    prefix: &'static str,
    doc: &'static str,
    type_uri: &'static str,
    detail: Option<&'static str>,
    pointer: Option<&'static str>,
    headers: &'static [&'static str],
    extensions: &'static [&'static str],
    errors: bool,
    opaque: bool,
    log: Option<LogLevel>,
}

impl DeclaredResponse {
    /// A response with the type `about:blank`, no headers, no extensions, whose text the client sees.
    ///
    /// # Panics
    ///
    /// When `status` is not in 100..=999; in a `const`, that is a compile error.
    #[must_use]
    pub const fn new(
        status: u16,
        code: &'static str,
        title: &'static str,
        prefix: &'static str,
    ) -> Self {
        let Ok(status) = StatusCode::from_u16(status) else {
            panic!("a status is a number from 100 to 999")
        };
        Self {
            status,
            code,
            title,
            prefix,
            doc: "",
            type_uri: "about:blank",
            detail: None,
            pointer: None,
            headers: &[],
            extensions: &[],
            errors: false,
            opaque: false,
            log: None,
        }
    }

    /// Sets one sentence that says when the response is given.
    #[must_use]
    pub const fn doc(mut self, doc: &'static str) -> Self {
        self.doc = doc;
        self
    }

    /// Sets the problem type, a URI ([RFC 9457, section 3.1.1](https://www.rfc-editor.org/rfc/rfc9457#section-3.1.1)).
    #[must_use]
    pub const fn type_uri(mut self, uri: &'static str) -> Self {
        self.type_uri = uri;
        self
    }

    /// Sets the fixed explanation.
    #[must_use]
    pub const fn detail(mut self, detail: &'static str) -> Self {
        self.detail = Some(detail);
        self
    }

    /// Sets the JSON pointer ([RFC 6901](https://www.rfc-editor.org/rfc/rfc6901)) of the wrong part of the request.
    #[must_use]
    pub const fn pointer(mut self, pointer: &'static str) -> Self {
        self.pointer = Some(pointer);
        self
    }

    /// Sets the names of the headers that the response can carry.
    #[must_use]
    pub const fn headers(mut self, headers: &'static [&'static str]) -> Self {
        self.headers = headers;
        self
    }

    /// Sets the names of the extension members that the body can have.
    #[must_use]
    pub const fn extensions(mut self, extensions: &'static [&'static str]) -> Self {
        self.extensions = extensions;
        self
    }

    /// Says that the body can list [field errors](crate::FieldError).
    #[must_use]
    pub const fn errors(mut self) -> Self {
        self.errors = true;
        self
    }

    /// The same response with messages that start with `prefix`.
    pub(crate) const fn starting_with(mut self, prefix: &'static str) -> Self {
        self.prefix = prefix;
        self
    }

    pub(crate) const fn without_errors(mut self) -> Self {
        self.errors = false;
        self
    }

    /// Hides the error's text and sources from the client; they are logged.
    #[must_use]
    pub const fn opaque(mut self) -> Self {
        self.opaque = true;
        self
    }

    /// Sets the level at which the answer is logged.
    #[must_use]
    pub const fn log(mut self, level: LogLevel) -> Self {
        self.log = Some(level);
        self
    }

    /// The HTTP status.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        self.status
    }

    /// Whether HTTP lets the answer have a body: all do but 204, 205 and 304
    /// ([RFC 9110, section 6.4.1](https://www.rfc-editor.org/rfc/rfc9110#section-6.4.1)).
    ///
    /// ```
    /// use lambda_api_errors::DeclaredResponse;
    ///
    /// assert!(!DeclaredResponse::new(304, "Unchanged", "Not Modified", "Not Modified: ").has_body());
    /// ```
    #[must_use]
    pub const fn has_body(&self) -> bool {
        !matches!(self.status.as_u16(), 204 | 205 | 304)
    }

    /// The error code, which is also Lambda's `errorType`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.code
    }

    /// The short summary, the same for every occurrence.
    #[must_use]
    pub const fn title(&self) -> &'static str {
        self.title
    }

    /// The start of the callback message in [`Style::Prefixed`](crate::Style::Prefixed).
    #[must_use]
    pub const fn prefix(&self) -> &'static str {
        self.prefix
    }

    /// The sentence that says when the response is given; empty when the variant has no doc comment.
    #[must_use]
    pub const fn description(&self) -> &'static str {
        self.doc
    }

    /// The problem type, a URI; `about:blank` unless the enum has a `type_base`.
    #[must_use]
    pub const fn problem_type(&self) -> &'static str {
        self.type_uri
    }

    /// The fixed explanation, if there is one.
    #[must_use]
    pub const fn fixed_detail(&self) -> Option<&'static str> {
        self.detail
    }

    /// The JSON pointer to the wrong part of the request, if it is always the same.
    #[must_use]
    pub const fn fixed_pointer(&self) -> Option<&'static str> {
        self.pointer
    }

    /// The names of the headers that the response can carry, spelt as declared.
    #[must_use]
    pub const fn header_names(&self) -> &'static [&'static str] {
        self.headers
    }

    /// The names of the extension members that the body can have.
    #[must_use]
    pub const fn extension_names(&self) -> &'static [&'static str] {
        self.extensions
    }

    /// Whether the body can list field errors.
    #[must_use]
    pub const fn has_errors(&self) -> bool {
        self.errors
    }

    /// Whether the error's text and sources are hidden from the client.
    #[must_use]
    pub const fn is_opaque(&self) -> bool {
        self.opaque
    }

    /// The level at which the answer is logged.
    #[must_use]
    pub const fn log_level(&self) -> LogLevel {
        match self.log {
            Some(level) => level,
            None if !self.opaque => LogLevel::Off,
            None if self.status.as_u16() >= 500 => LogLevel::Error,
            None => LogLevel::Warn,
        }
    }
}

/// A prefix and the status that it stands for.
///
/// ```
/// let claim = lambda_api_errors::Claim::new("Not Found: ", 404);
/// assert_eq!((claim.prefix(), claim.status()), ("Not Found: ", 404));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claim {
    prefix: &'static str,
    status: u16,
}

impl Claim {
    /// Callback messages that start with `prefix` have this status.
    #[must_use]
    pub const fn new(prefix: &'static str, status: u16) -> Self {
        Self { prefix, status }
    }

    /// The start of the messages.
    #[must_use]
    pub const fn prefix(&self) -> &'static str {
        self.prefix
    }

    /// Their status.
    #[must_use]
    pub const fn status(&self) -> u16 {
        self.status
    }
}

/// All the responses that an error type can give: its own, and those of the types nested in it.
///
/// ```
/// use lambda_api_errors::{ApiError, api_errors};
///
/// #[api_errors]
/// #[derive(Debug, thiserror::Error)]
/// enum CartError {
///     #[error("no such cart")]
///     #[api(status = 404)]
///     NotFound,
/// }
/// let codes: Vec<_> = CartError::CONTRACT.responses().map(|response| response.code()).collect();
/// assert_eq!(codes, ["NotFound"]);
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Contract {
    doc: &'static str,
    own: &'static [DeclaredResponse],
    claims: &'static [Claim],
    nested: &'static [&'static Contract],
    proved: Option<Style>,
}

impl Contract {
    /// A contract of the responses `own` and all those of `nested`.
    ///
    /// `claims` are the prefixes of `own`, sorted by their bytes. No prefix may be the start of another.
    #[must_use]
    pub const fn new(
        own: &'static [DeclaredResponse],
        claims: &'static [Claim],
        nested: &'static [&'static Contract],
    ) -> Self {
        Self {
            doc: "",
            own,
            claims,
            nested,
            proved: None,
        }
    }

    /// Sets the description: the type's doc comment.
    #[must_use]
    pub const fn doc(mut self, doc: &'static str) -> Self {
        self.doc = doc;
        self
    }

    /// The description of the failures: the enum's doc comment, or an empty text.
    #[must_use]
    pub const fn description(&self) -> &'static str {
        self.doc
    }

    /// Says that the type itself asserts that its responses are distinct in the style `style`.
    #[doc(hidden)]
    #[must_use]
    pub const fn proved(mut self, style: Style) -> Self {
        self.proved = Some(style);
        self
    }

    /// The response that stands at `index` among the type's own.
    ///
    /// # Panics
    ///
    /// When the type has no response of its own at this index.
    #[must_use]
    pub const fn response(&self, index: usize) -> &'static DeclaredResponse {
        &self.own[index]
    }

    /// Every response, the type's own first.
    #[must_use]
    pub fn responses(&self) -> Box<dyn Iterator<Item = &'static DeclaredResponse>> {
        Box::new(
            self.own
                .iter()
                .chain(self.nested.iter().flat_map(|inner| inner.responses())),
        )
    }

    pub(crate) const fn is_proved_in(&self, style: Style) -> bool {
        matches!(
            (self.proved, style),
            (Some(Style::Prefixed), Style::Prefixed) | (Some(Style::Json), Style::Json)
        )
    }

    pub(crate) const fn own(&self) -> &'static [DeclaredResponse] {
        self.own
    }

    pub(crate) const fn claims(&self) -> &'static [Claim] {
        self.claims
    }

    pub(crate) const fn nested(&self) -> &'static [&'static Contract] {
        self.nested
    }
}

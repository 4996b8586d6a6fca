//! The final statuses that IANA has registered, as `http::StatusCode` names them.

/// A status from 200 to 599.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Status {
    number: u16,
    reason: Option<&'static str>,
}

impl Status {
    pub(crate) fn numbered(number: u16) -> Option<Self> {
        let row = REGISTERED
            .iter()
            .find(|(registered, _, _)| *registered == number);
        let reason = row.map(|(_, _, reason)| *reason);
        (200..=599)
            .contains(&number)
            .then_some(Self { number, reason })
    }

    /// The status of a constant such as `NOT_FOUND`.
    pub(crate) fn named(constant: &str) -> Option<Self> {
        let (number, _, _) = REGISTERED
            .iter()
            .find(|(_, registered, _)| *registered == constant)?;
        Self::numbered(*number)
    }

    pub(crate) fn constants() -> impl Iterator<Item = &'static str> {
        REGISTERED.iter().map(|(_, constant, _)| *constant)
    }

    pub(crate) fn number(self) -> u16 {
        self.number
    }

    /// The reason phrase, which only a registered status has.
    pub(crate) fn reason(self) -> Option<&'static str> {
        self.reason
    }

    pub(crate) fn is_success(self) -> bool {
        self.number < 300
    }

    pub(crate) fn is_client_error(self) -> bool {
        (400..500).contains(&self.number)
    }

    pub(crate) fn is_server_error(self) -> bool {
        self.number >= 500
    }

    /// Whether HTTP allows no body with this status.
    pub(crate) fn is_bodiless(self) -> bool {
        matches!(self.number, 204 | 205 | 304)
    }
}

const REGISTERED: &[(u16, &str, &str)] = &[
    (200, "OK", "OK"),
    (201, "CREATED", "Created"),
    (202, "ACCEPTED", "Accepted"),
    (
        203,
        "NON_AUTHORITATIVE_INFORMATION",
        "Non Authoritative Information",
    ),
    (204, "NO_CONTENT", "No Content"),
    (205, "RESET_CONTENT", "Reset Content"),
    (206, "PARTIAL_CONTENT", "Partial Content"),
    (207, "MULTI_STATUS", "Multi-Status"),
    (208, "ALREADY_REPORTED", "Already Reported"),
    (226, "IM_USED", "IM Used"),
    (300, "MULTIPLE_CHOICES", "Multiple Choices"),
    (301, "MOVED_PERMANENTLY", "Moved Permanently"),
    (302, "FOUND", "Found"),
    (303, "SEE_OTHER", "See Other"),
    (304, "NOT_MODIFIED", "Not Modified"),
    (305, "USE_PROXY", "Use Proxy"),
    (307, "TEMPORARY_REDIRECT", "Temporary Redirect"),
    (308, "PERMANENT_REDIRECT", "Permanent Redirect"),
    (400, "BAD_REQUEST", "Bad Request"),
    (401, "UNAUTHORIZED", "Unauthorized"),
    (402, "PAYMENT_REQUIRED", "Payment Required"),
    (403, "FORBIDDEN", "Forbidden"),
    (404, "NOT_FOUND", "Not Found"),
    (405, "METHOD_NOT_ALLOWED", "Method Not Allowed"),
    (406, "NOT_ACCEPTABLE", "Not Acceptable"),
    (
        407,
        "PROXY_AUTHENTICATION_REQUIRED",
        "Proxy Authentication Required",
    ),
    (408, "REQUEST_TIMEOUT", "Request Timeout"),
    (409, "CONFLICT", "Conflict"),
    (410, "GONE", "Gone"),
    (411, "LENGTH_REQUIRED", "Length Required"),
    (412, "PRECONDITION_FAILED", "Precondition Failed"),
    (413, "PAYLOAD_TOO_LARGE", "Payload Too Large"),
    (414, "URI_TOO_LONG", "URI Too Long"),
    (415, "UNSUPPORTED_MEDIA_TYPE", "Unsupported Media Type"),
    (416, "RANGE_NOT_SATISFIABLE", "Range Not Satisfiable"),
    (417, "EXPECTATION_FAILED", "Expectation Failed"),
    (418, "IM_A_TEAPOT", "I'm a teapot"),
    (421, "MISDIRECTED_REQUEST", "Misdirected Request"),
    (422, "UNPROCESSABLE_ENTITY", "Unprocessable Entity"),
    (423, "LOCKED", "Locked"),
    (424, "FAILED_DEPENDENCY", "Failed Dependency"),
    (425, "TOO_EARLY", "Too Early"),
    (426, "UPGRADE_REQUIRED", "Upgrade Required"),
    (428, "PRECONDITION_REQUIRED", "Precondition Required"),
    (429, "TOO_MANY_REQUESTS", "Too Many Requests"),
    (
        431,
        "REQUEST_HEADER_FIELDS_TOO_LARGE",
        "Request Header Fields Too Large",
    ),
    (
        451,
        "UNAVAILABLE_FOR_LEGAL_REASONS",
        "Unavailable For Legal Reasons",
    ),
    (500, "INTERNAL_SERVER_ERROR", "Internal Server Error"),
    (501, "NOT_IMPLEMENTED", "Not Implemented"),
    (502, "BAD_GATEWAY", "Bad Gateway"),
    (503, "SERVICE_UNAVAILABLE", "Service Unavailable"),
    (504, "GATEWAY_TIMEOUT", "Gateway Timeout"),
    (
        505,
        "HTTP_VERSION_NOT_SUPPORTED",
        "HTTP Version Not Supported",
    ),
    (506, "VARIANT_ALSO_NEGOTIATES", "Variant Also Negotiates"),
    (507, "INSUFFICIENT_STORAGE", "Insufficient Storage"),
    (508, "LOOP_DETECTED", "Loop Detected"),
    (510, "NOT_EXTENDED", "Not Extended"),
    (
        511,
        "NETWORK_AUTHENTICATION_REQUIRED",
        "Network Authentication Required",
    ),
];

#[cfg(test)]
mod tests {
    use super::{REGISTERED, Status};

    #[test]
    fn finds_a_status_by_number_and_by_name() {
        assert_eq!(Status::numbered(404), Status::named("NOT_FOUND"));
        assert_eq!(
            Status::numbered(418).and_then(Status::reason),
            Some("I'm a teapot")
        );
        assert_eq!(Status::numbered(499).and_then(Status::reason), None);
        assert_eq!(Status::numbered(600), None);
        assert_eq!(Status::named("CONTINUE"), None);
        assert_eq!(Status::named("NOT_FUNNY"), None);
    }

    #[test]
    fn the_table_is_sorted() {
        assert!(REGISTERED.is_sorted_by_key(|(number, _, _)| *number));
    }
}

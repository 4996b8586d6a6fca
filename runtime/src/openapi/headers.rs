//! Response headers that a custom integration cannot set.

/// How API Gateway changes the header `name` when an integration response sets it, as the end of a sentence; `None` when the
/// header arrives unchanged.
///
/// As recorded on AWS: the first fourteen arrive as `x-amzn-Remapped-…`, and the last does not arrive.
pub(super) fn header_restriction(name: &str) -> Option<String> {
    const RENAMED: [&str; 14] = [
        "Authorization",
        "Connection",
        "Content-Length",
        "Content-MD5",
        "Date",
        "Expect",
        "Host",
        "Max-Forwards",
        "Proxy-Authenticate",
        "Server",
        "Trailer",
        "Upgrade",
        "User-Agent",
        "WWW-Authenticate",
    ];
    let is = |other: &str| name.eq_ignore_ascii_case(other);
    if RENAMED.iter().copied().any(is) {
        Some(format!("API Gateway sends it as `x-amzn-Remapped-{name}`"))
    } else if is("Transfer-Encoding") {
        Some("API Gateway drops it".to_owned())
    } else {
        None
    }
}

/// Whether the name can stand in a parameter mapping.
pub(super) fn is_mappable(name: &str) -> bool {
    !name.is_empty()
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "._$-".contains(c))
}

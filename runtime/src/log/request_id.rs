//! Which request and which operation a record belongs to.

use http::HeaderMap;
use std::{
    hash::{BuildHasher, RandomState},
    sync::{
        LazyLock,
        atomic::{AtomicU64, Ordering},
    },
};

tokio::task_local! {
    /// The id of the request that is being answered.
    pub(crate) static REQUEST_ID: String;

    /// The operation that answers it.
    pub(crate) static OPERATION: &'static str;
}

pub(crate) fn request_id() -> Option<String> {
    let id = REQUEST_ID.try_with(Clone::clone).ok();
    id.filter(|id| !id.is_empty())
}

pub(crate) fn operation() -> Option<&'static str> {
    OPERATION.try_with(|operation| *operation).ok()
}

/// Where an HTTP request can have an id already: Azure Functions puts one into each request that it forwards to a custom
/// handler, behind what a client has written there, and proxies use the other.
const HEADERS: [&str; 2] = ["x-azure-functions-invocationid", "x-request-id"];

/// The longest id that is taken from a header, in bytes.
const LONGEST: usize = 128;

/// The id of an HTTP request: that of its headers, or a new one.
pub(crate) fn request_id_of(headers: &HeaderMap) -> String {
    let given = HEADERS.iter().find_map(|name| {
        let id = headers.get_all(*name).iter().next_back()?.to_str().ok()?;
        let id = id.rsplit(',').next().unwrap_or_default().trim();
        (1..=LONGEST).contains(&id.len()).then(|| id.to_owned())
    });
    given.unwrap_or_else(new_request_id)
}

/// Sixteen hexadecimal digits that no other request of this process has but by chance, and that cannot be guessed.
fn new_request_id() -> String {
    static KEYS: LazyLock<RandomState> = LazyLock::new(RandomState::new);
    static REQUESTS: AtomicU64 = AtomicU64::new(0);
    let number = REQUESTS.fetch_add(1, Ordering::Relaxed);
    format!("{:016x}", KEYS.hash_one(number))
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    #[test]
    fn the_platforms_id_is_taken_first_and_no_id_is_long_or_repeated() {
        let mut headers = HeaderMap::new();
        let (first, second) = (request_id_of(&headers), request_id_of(&headers));
        assert_eq!((first.len(), second.len()), (16, 16));
        assert_ne!(first, second);
        headers.insert("x-request-id", HeaderValue::from_static("proxy-1"));
        assert_eq!(request_id_of(&headers), "proxy-1");
        headers.insert(
            "x-azure-functions-invocationid",
            HeaderValue::from_static("azure-1"),
        );
        assert_eq!(request_id_of(&headers), "azure-1");
        for odd in ["", &"a".repeat(LONGEST + 1), "\u{e9}"] {
            headers.clear();
            headers.insert(
                "x-request-id",
                HeaderValue::from_bytes(odd.as_bytes()).unwrap(),
            );
            assert_eq!(request_id_of(&headers).len(), 16, "{odd}");
        }
    }
}

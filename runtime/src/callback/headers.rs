//! The headers of an HTTP response as a custom integration carries them.

use http::{HeaderMap, HeaderName, header};
use std::{collections::BTreeMap, fmt};

/// The headers by name, in the spelling of `declared` where they are among those; one value each.
///
/// `Content-Length` is left out: the server that sends the body sets it.
pub(crate) fn header_map(
    headers: &HeaderMap,
    declared: &[&str],
) -> Result<BTreeMap<String, String>, Undeliverable> {
    let mut map = BTreeMap::new();
    for (name, value) in headers {
        if name == header::CONTENT_LENGTH {
            continue;
        }
        let spelling = declared
            .iter()
            .find(|declared| declared.eq_ignore_ascii_case(name.as_str()));
        let value = str::from_utf8(value.as_bytes())
            .map_err(|_| Undeliverable::HeaderText(name.clone()))?;
        let spelling = spelling
            .map_or(name.as_str(), |spelling| *spelling)
            .to_owned();
        if map.insert(spelling, value.to_owned()).is_some() {
            return Err(Undeliverable::RepeatedHeader(name.clone()));
        }
    }
    Ok(map)
}

/// The reason why a custom integration cannot carry an HTTP response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Undeliverable {
    RepeatedHeader(HeaderName),
    HeaderText(HeaderName),
    Altered,
    MoreThanText,
    Body,
}

impl fmt::Display for Undeliverable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::RepeatedHeader(name) => write!(
                f,
                "the header `{name}` has two values, and a custom integration, VPC Lattice and the payload of Azure Functions can carry one"
            ),
            Self::HeaderText(name) => write!(f, "the value of the header `{name}` is not UTF-8"),
            Self::Altered => f.write_str("the body of the error is not a JSON object on one line"),
            Self::MoreThanText => f.write_str(
                "the body of the error has more members than `errorMessage`: middleware added them, and plain text carries only that one",
            ),
            Self::Body => {
                f.write_str("the body is not text, and a custom integration or the payload of Azure Functions can carry nothing else")
            }
        }
    }
}

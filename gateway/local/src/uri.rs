//! What stands in a URI as it is, and is percent-encoded otherwise.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC};

/// All but the unreserved characters: [RFC 3986, section 2.3](https://www.rfc-editor.org/rfc/rfc3986#section-2.3).
pub(crate) const COMPONENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The same in a path of several segments, which keeps its slashes.
pub(crate) const IN_PATH: &AsciiSet = &COMPONENT.remove(b'/');

//! Names of response headers.

/// Whether the name can stand in a parameter mapping.
pub(super) fn is_mappable(name: &str) -> bool {
    !name.is_empty()
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "._$-".contains(c))
}

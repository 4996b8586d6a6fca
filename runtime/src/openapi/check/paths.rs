//! Whether two paths are one but for the names of their parameters.

/// Whether the paths are the same but for the names of their parameters.
pub(super) fn differ_in_names(one: &str, other: &str) -> bool {
    let shape = |path: &str| -> Vec<String> {
        let segments = path.split('/');
        segments
            .map(|segment| match segment.strip_prefix('{') {
                Some(rest) if rest.ends_with("+}") => "{+}".to_owned(),
                Some(_) => "{}".to_owned(),
                None => segment.to_owned(),
            })
            .collect()
    };
    one != other && shape(one) == shape(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_parameters() {
        assert!(differ_in_names("/carts/{id}", "/carts/{cart}"));
        assert!(!differ_in_names("/carts/{id}", "/carts/{id}"));
        assert!(!differ_in_names("/carts/{id+}", "/carts/{cart}"));
    }
}

//! Which operation of the gateway takes the requests that one of the types is meant for.

use super::gateway::{Gateway, Operation, Place};

impl Gateway {
    /// The operation that takes the requests for `place`: its own, one for any method, or one at a path that takes more.
    pub(super) fn taker(&self, (path, method): &Place) -> Option<(&Place, &Operation)> {
        let mut paths: Vec<_> = self.operations.keys().map(|(path, _)| path).collect();
        paths.dedup();
        let candidates = paths
            .into_iter()
            .filter_map(|taker| Some(((fit(taker, path)?, taker == path), taker)));
        let (_, taker) = candidates.max_by(|(one, _), (other, _)| one.cmp(other))?;
        let at = |method: &str| {
            self.operations
                .get_key_value(&(taker.clone(), method.to_owned()))
        };
        at(method).or_else(|| at("ANY"))
    }
}

/// How well `taker` takes the requests for `path`, segment by segment; `None` if it does not take them.
fn fit(taker: &str, path: &str) -> Option<Vec<u8>> {
    let mut segments = path.split('/');
    let mut fit = Vec::new();
    for taker in taker.split('/') {
        let is_parameter = taker.starts_with('{');
        if is_parameter && taker.ends_with("+}") {
            segments.next().filter(|segment| !segment.is_empty())?;
            fit.push(1);
            return Some(fit);
        }
        let segment = segments.next()?;
        let is_open = segment.starts_with('{');
        fit.push(match (is_parameter, is_open) {
            (false, false) if taker == segment => 3,
            (true, _) if !segment.ends_with("+}") => 2,
            _ => return None,
        });
    }
    segments.next().is_none().then_some(fit)
}

/// Whether two paths are the same but for the names of their parameters.
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
    fn the_nearest_path_takes_a_request() {
        assert!(fit("/carts", "/carts") > fit("/{proxy+}", "/carts"));
        assert!(fit("/{id}/items", "/{cart}/items") > fit("/{proxy+}", "/{cart}/items"));
        assert!(fit("/carts/{id}", "/carts/new") > fit("/carts/{rest+}", "/carts/new"));
        assert_eq!(fit("/carts/new", "/carts/{cart}"), None);
        assert_eq!(fit("/{proxy+}", "/"), None);
        assert_eq!(fit("/carts/{id}", "/carts/{rest+}"), None);
        assert_eq!(fit("/carts", "/carts/new"), None);
        assert!(fit("/carts/{rest+}", "/carts/{cart}/items").is_some());
    }

    #[test]
    fn names_of_parameters() {
        assert!(differ_in_names("/carts/{id}", "/carts/{cart}"));
        assert!(!differ_in_names("/carts/{id}", "/carts/{id}"));
        assert!(!differ_in_names("/carts/{id+}", "/carts/{cart}"));
    }
}

//! The resources of the API: the paths of operations, those above them, and the places for unknown routes.

use crate::Operation;
use std::collections::BTreeMap;

/// A path, and the operations that stand at it.
#[derive(Debug)]
pub(super) struct Resource<'a> {
    pub(super) path: String,
    pub(super) operations: Vec<&'a Operation>,
}

impl Resource<'_> {
    /// The names of the path's parameters.
    pub(super) fn parameters(&self) -> impl Iterator<Item = &str> {
        self.path.split('/').filter_map(parameter)
    }

    /// The methods that are answered, in capitals, as `Allow` lists them.
    pub(super) fn methods(&self) -> Vec<String> {
        let mut methods: Vec<_> = self
            .operations
            .iter()
            .filter_map(|operation| Some(operation.route()?.method().to_string()))
            .collect();
        if self.lacks_head() {
            methods.push("HEAD".to_owned());
        }
        methods.sort();
        methods
    }

    /// Whether a HEAD request goes to the operation for GET.
    pub(super) fn lacks_head(&self) -> bool {
        let has = |method: &str| {
            let mut routes = self
                .operations
                .iter()
                .filter_map(|operation| operation.route());
            routes.any(|route| route.method().as_str() == method)
        };
        has("GET") && !has("HEAD")
    }
}

/// A route's path as API Gateway writes it: `{*rest}` is `{rest+}`.
pub(crate) fn gateway_path(path: &str) -> String {
    match path.rsplit_once("/{*") {
        Some((start, name)) => format!("{start}/{{{}+}}", name.trim_end_matches('}')),
        None => path.to_owned(),
    }
}

fn parameter(segment: &str) -> Option<&str> {
    let name = segment.strip_prefix('{')?.strip_suffix('}')?;
    Some(name.trim_end_matches('+'))
}

/// All resources, in the order of their paths.
pub(super) fn resources(operations: &[Operation]) -> Vec<Resource<'_>> {
    let mut at: BTreeMap<String, Vec<&Operation>> = BTreeMap::new();
    for operation in operations {
        let Some(route) = operation.route() else {
            continue;
        };
        let path = gateway_path(route.path());
        for above in ancestors(&path) {
            at.entry(above).or_default();
        }
        at.entry(path).or_default().push(operation);
    }
    at.entry("/".to_owned()).or_default();
    if let Some(rest) = place_for_the_rest(&at) {
        at.insert(rest, Vec::new());
    }
    at.into_iter()
        .map(|(path, operations)| Resource { path, operations })
        .collect()
}

fn ancestors(path: &str) -> impl Iterator<Item = String> {
    path.match_indices('/')
        .map(|(end, _)| if end == 0 { "/" } else { &path[..end] }.to_owned())
}

/// The place that catches unknown routes: below the root, or below the root's parameter, since one place takes one parameter.
fn place_for_the_rest(at: &BTreeMap<String, Vec<&Operation>>) -> Option<String> {
    let mut start = String::new();
    loop {
        let prefix = format!("{start}/{{");
        let variable = at
            .range(prefix.clone()..)
            .take_while(|(path, _)| path.starts_with(&prefix))
            .find_map(|(path, _)| path[prefix.len()..].split('/').next());
        match variable {
            None if start.contains("{proxy}") => return Some(format!("{start}/{{unknownRoute+}}")),
            None => return Some(format!("{start}/{{proxy+}}")),
            Some(variable) if variable.ends_with("+}") => return None,
            Some(variable) => start = format!("{prefix}{variable}"),
        }
    }
}

/// The routes that import refuses, as problems.
pub(super) fn problems(operations: &[Operation]) -> Vec<String> {
    let mut problems = Vec::new();
    let mut parameters: BTreeMap<String, (String, &str)> = BTreeMap::new();
    for operation in operations {
        let Some(route) = operation.route() else {
            continue;
        };
        let name = operation.name();
        let path = gateway_path(route.path());
        if let Some(problem) = refused(&path) {
            problems.push(format!("`{name}` at `{route}`: {problem}"));
        }
        if !METHODS.contains(&route.method().as_str()) {
            problems.push(format!(
                "`{name}` at `{route}`: API Gateway has no such method; it has {}",
                METHODS.join(", ")
            ));
        }
        let mut place = String::new();
        for segment in path.split('/').skip(1) {
            if parameter(segment).is_some() {
                let (other, first) = parameters
                    .entry(place.clone())
                    .or_insert_with(|| (segment.to_owned(), name));
                if other != segment {
                    problems.push(format!(
                        "`{first}` and `{name}` call the parameter after `{place}/` `{other}` and `{segment}`: API Gateway takes one parameter at one place; give it one name"
                    ));
                }
            }
            place = format!("{place}/{segment}");
        }
    }
    problems
}

const METHODS: [&str; 7] = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];

fn refused(path: &str) -> Option<String> {
    if matches!(path, "/ping" | "/sping") {
        return Some(format!(
            "API Gateway keeps `{path}` for itself; choose another path, such as `/health`"
        ));
    }
    let legal = |character: char| character.is_ascii_alphanumeric() || "_-.,:".contains(character);
    for segment in path.split('/').skip(1) {
        let text = parameter(segment).unwrap_or(segment);
        if let Some(character) = text.chars().find(|character| !legal(*character)) {
            return Some(format!(
                "`{character}` stands in the segment `{segment}`, and import takes only `A-Z a-z 0-9 _ - . , :`"
            ));
        }
    }
    None
}

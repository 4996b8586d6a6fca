//! The finished document, or the reasons why it cannot be made.

use super::{
    limits,
    tree::{Node, Object},
    yaml,
};
use serde::{Serialize, Serializer};
use std::{error::Error, fmt};

/// An `OpenAPI` document: 3.0 for import into API Gateway, or 3.1 for clients. The same types give the same bytes.
///
/// It serialises as a JSON object; [`to_json`](Self::to_json) and [`to_yaml`](Self::to_yaml) write files.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    root: Object,
    size: usize,
    notes: Vec<String>,
}

impl Document {
    pub(super) fn new(
        root: Object,
        mut notes: Vec<String>,
        mut problems: Vec<String>,
    ) -> Result<Self, Vec<String>> {
        let size = serde_json::to_string(&root).map_or(0, |text| text.len());
        problems.extend(limits::file(size));
        if problems.is_empty() {
            notes.extend(limits::notes(size));
            Ok(Self { root, size, notes })
        } else {
            Err(problems)
        }
    }

    /// A document that API Gateway does not import, so its limits do not hold.
    pub(super) fn for_clients(root: Object, notes: Vec<String>) -> Self {
        let size = serde_json::to_string(&root).map_or(0, |text| text.len());
        Self { root, size, notes }
    }

    #[cfg(test)]
    pub(super) fn root(&self) -> &Object {
        &self.root
    }

    /// JSON with line ends and indentation.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut text = serde_json::to_string_pretty(&self.root).unwrap_or_default();
        text.push('\n');
        text
    }

    /// YAML. Mapping templates of several lines are literal blocks.
    #[must_use]
    pub fn to_yaml(&self) -> String {
        yaml::write(&self.root)
    }

    /// How many bytes the document has without line ends and indentation.
    #[must_use]
    pub fn size(&self) -> usize {
        self.size
    }

    /// What the document leaves open, and each tool's limit that it exceeds, with a remedy: bodies
    /// [without a schema](super#schemas), extractors whose rejections are
    /// [not declared](crate::Operation::unknown_rejections), and a size that `CloudFormation` does not take.
    #[must_use]
    pub fn notes(&self) -> &[String] {
        &self.notes
    }
}

impl Serialize for Document {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.root.serialize(serializer)
    }
}

/// The object for a file that Terraform fills in: there `${` and `%{` begin its own expressions, and only a URI is one.
pub(super) fn for_terraform(object: Object) -> Object {
    object.map(|name, node| match name {
        "uri" | "authorizerUri" if is_expression(&node) => node,
        _ => node_for_terraform(node),
    })
}

fn node_for_terraform(node: Node) -> Node {
    match node {
        Node::Text(text) => Node::Text(text.replace("${", "$${").replace("%{", "%%{")),
        Node::List(list) => Node::List(list.into_iter().map(node_for_terraform).collect()),
        Node::Object(object) => Node::Object(for_terraform(object)),
        scalar => scalar,
    }
}

fn is_expression(uri: &Node) -> bool {
    matches!(uri, Node::Text(text) if text.starts_with("${"))
}

/// The reasons why an API's document cannot be made, or why import would read it in another way.
///
/// ```
/// use lambda_api_errors::{Api, NoContent, lambda_endpoint};
/// use std::convert::Infallible;
///
/// #[lambda_endpoint(GET, "/ping")]
/// async fn ping() -> Result<NoContent, Infallible> {
///     Ok(NoContent)
/// }
/// let error = Api::<()>::new("monitor", "1").endpoint::<ping>().openapi().document().unwrap_err();
/// assert!(error.to_string().contains("API Gateway keeps `/ping` for itself"));
/// ```
pub struct InvalidDocument {
    title: String,
    problems: Vec<String>,
}

impl InvalidDocument {
    /// With each problem once: several operations can have the same one.
    pub(super) fn new(title: String, problems: Vec<String>) -> Self {
        let mut once: Vec<String> = Vec::new();
        for problem in problems {
            if !once.contains(&problem) {
                once.push(problem);
            }
        }
        Self {
            title,
            problems: once,
        }
    }

    /// All problems, one sentence each.
    #[must_use]
    pub fn problems(&self) -> &[String] {
        &self.problems
    }
}

impl fmt::Display for InvalidDocument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the API `{}` makes no document", self.title)?;
        for problem in &self.problems {
            write!(f, "\n- {problem}")?;
        }
        Ok(())
    }
}

/// The text of its `Display`: `main` prints the error that it returns by `Debug`.
impl fmt::Debug for InvalidDocument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Error for InvalidDocument {}

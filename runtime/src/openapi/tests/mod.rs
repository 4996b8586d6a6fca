//! What holds of documents as a whole.

mod descriptions;
mod document;
mod examples;
mod failures;
mod fallback;
mod limits;
mod model_names;
mod other_documents;
mod parameters;
mod patterns;
mod reference;
mod refusals;
mod retry;
mod size;
mod streams;

use super::tree::{Node, Object};
use crate::Api;

fn api() -> Api<()> {
    Api::new("carts", "1.0.0")
}

fn document(api: &Api) -> Object {
    let document = api
        .openapi()
        .document()
        .unwrap_or_else(|error| panic!("{error}"));
    document.root().clone()
}

/// The node at a path of names; a name may hold slashes.
#[track_caller]
fn at<'a>(root: &'a Object, path: &[&str]) -> &'a Node {
    let (last, above) = path.split_last().unwrap();
    let object = above
        .iter()
        .fold(root, |object, name| match object.get(name) {
            Some(Node::Object(inner)) => inner,
            other => panic!("`{name}` of {path:?} is {other:?}"),
        });
    object
        .get(last)
        .unwrap_or_else(|| panic!("there is no `{last}` of {path:?}"))
}

#[track_caller]
fn text<'a>(root: &'a Object, path: &[&str]) -> &'a str {
    match at(root, path) {
        Node::Text(text) => text,
        other => panic!("{path:?} is {other:?}"),
    }
}

#[track_caller]
fn names(node: &Node) -> Vec<&str> {
    match node {
        Node::Object(object) => object.iter().map(|(name, _)| name).collect(),
        other => panic!("{other:?} is not an object"),
    }
}

const INTEGRATION: &str = "x-amazon-apigateway-integration";

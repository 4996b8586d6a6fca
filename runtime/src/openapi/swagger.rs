//! The document as Swagger 2.0, which API Gateway imports as a REST API too.
//!
//! In: the finished document in `OpenAPI` 3.0. Out: the same in the other spelling; what it cannot say is named.

use super::{
    Document, InvalidDocument, OpenApi,
    tree::{Node, Object},
};

impl OpenApi {
    /// The [document](Self::document) as Swagger 2.0, for tools and pipelines that read no `OpenAPI` 3.0. Routes, integrations,
    /// templates and patterns are the same, so the API answers alike.
    ///
    /// Swagger 2.0 has no `oneOf`, `anyOf` and `not`: a schema loses them, and a member that may be null is marked `x-nullable`. The
    /// [notes](Document::notes) say so.
    ///
    /// ```
    /// use lambda_api_errors::{Api, NoContent, lambda_endpoint};
    /// use std::convert::Infallible;
    ///
    /// #[lambda_endpoint(GET, "/health")]
    /// async fn health() -> Result<NoContent, Infallible> {
    ///     Ok(NoContent)
    /// }
    /// let document = Api::<()>::new("monitor", "1").endpoint::<health>().openapi().swagger_document().unwrap();
    /// assert!(document.to_json().starts_with("{\n  \"swagger\": \"2.0\""));
    /// ```
    ///
    /// # Errors
    ///
    /// As [`document`](Self::document); and when the gateway validates bodies against schemas that Swagger 2.0 cannot state.
    pub fn swagger_document(&self) -> Result<Document, InvalidDocument> {
        let (root, mut notes, mut problems) = self.parts();
        let mut swagger = Swagger::default();
        let root = swagger.root(root);
        if swagger.lost > 0 {
            let lost = format!(
                "Swagger 2.0 has no `oneOf`, `anyOf` and `not`, so {} of the schemas say less",
                swagger.lost
            );
            if self.settings.validates_bodies {
                problems.push(format!(
                    "{lost}, and the gateway would validate bodies against them: import OpenAPI 3.0, or leave `validate_bodies` out"
                ));
            } else {
                notes.push(lost);
            }
        }
        Document::new(root, notes, problems)
            .map_err(|problems| InvalidDocument::new(self.title.clone(), problems))
    }
}

#[derive(Default)]
struct Swagger {
    /// How many schemas lost a part.
    lost: usize,
}

impl Swagger {
    fn root(&mut self, root: Object) -> Object {
        let mut swagger = Object::new();
        for (name, node) in root.into_members() {
            match (name.as_str(), node) {
                ("openapi", _) => swagger.push("swagger", "2.0"),
                ("paths", Node::Object(paths)) => {
                    let paths = paths.into_members();
                    let paths: Object = paths
                        .map(|(path, item)| (path, self.each(item, Self::operation)))
                        .collect();
                    swagger.push("paths", paths);
                }
                ("components", Node::Object(components)) => {
                    for (name, node) in components.into_members() {
                        match name.as_str() {
                            "schemas" => {
                                swagger.push("definitions", self.each(node, Self::schema));
                            }
                            _ => swagger.push("securityDefinitions", node),
                        }
                    }
                }
                (_, node) => swagger.push(name, node),
            }
        }
        swagger
    }

    /// The members of an object, each changed.
    fn each(&mut self, node: Node, change: fn(&mut Self, Object) -> Object) -> Node {
        let Node::Object(object) = node else {
            return node;
        };
        let members = object.into_members();
        let changed: Object = members
            .map(|(name, node)| {
                let node = match node {
                    Node::Object(object) => change(self, object).into(),
                    other => other,
                };
                (name, node)
            })
            .collect();
        changed.into()
    }

    fn operation(&mut self, operation: Object) -> Object {
        let (mut parameters, mut consumes, mut produces) = (Vec::new(), Vec::new(), Vec::new());
        let mut others = Object::new();
        for (name, node) in operation.into_members() {
            match (name.as_str(), node) {
                ("parameters", Node::List(list)) => {
                    parameters.extend(list.into_iter().map(|node| match node {
                        Node::Object(parameter) => flat(parameter).into(),
                        other => other,
                    }));
                }
                ("requestBody", Node::Object(body)) => {
                    let (body, media_types) = self.body(body);
                    consumes = media_types;
                    parameters.push(body.into());
                }
                ("responses", Node::Object(responses)) => {
                    let responses = responses.into_members();
                    let responses: Object = responses
                        .map(|(status, node)| match node {
                            Node::Object(response) => {
                                (status, self.response(response, &mut produces).into())
                            }
                            other => (status, other),
                        })
                        .collect();
                    others.push("responses", responses);
                }
                (_, node) => others.push(name, node),
            }
        }
        let some = |list: Vec<Node>| (!list.is_empty()).then_some(Node::List(list));
        Object::new()
            .with_some("consumes", some(consumes))
            .with_some("produces", some(produces))
            .with_some("parameters", some(parameters))
            .extended(others)
    }

    /// The parameter that stands for the body, and its media types.
    fn body(&mut self, body: Object) -> (Object, Vec<Node>) {
        let mut parameter = Object::new().with("name", "body").with("in", "body");
        let (mut media_types, mut schema) = (Vec::new(), None);
        for (name, node) in body.into_members() {
            match (name.as_str(), node) {
                ("content", Node::Object(content)) => {
                    for (media_type, entry) in content.into_members() {
                        media_types.push(Node::Text(media_type));
                        schema = schema.or(self.schema_of(entry));
                    }
                }
                (_, node) => parameter.push(name, node),
            }
        }
        let schema = schema.unwrap_or_default();
        (parameter.with("schema", schema), media_types)
    }

    fn response(&mut self, response: Object, produces: &mut Vec<Node>) -> Object {
        let mut changed = Object::new();
        for (name, node) in response.into_members() {
            match (name.as_str(), node) {
                ("headers", headers) => {
                    changed.push("headers", self.each(headers, |_, header| flat(header)));
                }
                ("content", Node::Object(content)) => {
                    let mut schema = None;
                    for (media_type, entry) in content.into_members() {
                        let media_type = Node::Text(media_type);
                        if !produces.contains(&media_type) {
                            produces.push(media_type);
                        }
                        schema = schema.or(self.schema_of(entry));
                    }
                    changed = changed.with_some("schema", schema);
                }
                (_, node) => changed.push(name, node),
            }
        }
        changed
    }

    /// The schema of a media type.
    fn schema_of(&mut self, entry: Node) -> Option<Object> {
        let Node::Object(entry) = entry else {
            return None;
        };
        let mut members = entry.into_members();
        members.find_map(|(name, node)| match node {
            Node::Object(schema) if name == "schema" => Some(self.schema(schema)),
            _ => None,
        })
    }

    fn schema(&mut self, schema: Object) -> Object {
        let mut changed = Object::new();
        for (name, node) in schema.into_members() {
            match (name.as_str(), node) {
                ("$ref", Node::Text(reference)) => {
                    let reference = reference.replace("#/components/schemas/", "#/definitions/");
                    changed.push("$ref", reference);
                }
                ("properties", node) => changed.push(name, self.each(node, Self::schema)),
                ("items" | "additionalProperties", Node::Object(schema)) => {
                    changed.push(name, self.schema(schema));
                }
                ("allOf", Node::List(list)) => {
                    let list = list.into_iter().map(|node| self.node(node)).collect();
                    changed.push(name, Node::List(list));
                }
                ("anyOf" | "oneOf", Node::List(list)) => {
                    let count = list.len();
                    let mut rest: Vec<_> = list.into_iter().filter(|it| !is_null(it)).collect();
                    if rest.len() < count {
                        changed.push("x-nullable", true);
                    }
                    match (rest.len(), rest.pop()) {
                        (1, Some(only)) => {
                            let only = self.node(only);
                            changed.push("allOf", Node::List(vec![only]));
                        }
                        _ => self.lost += 1,
                    }
                }
                ("not", _) => self.lost += 1,
                (_, node) => changed.push(name, node),
            }
        }
        changed
    }

    fn node(&mut self, node: Node) -> Node {
        match node {
            Node::Object(schema) => self.schema(schema).into(),
            other => other,
        }
    }
}

/// `{"enum": [null]}`, with which draft 4 says that something may be null.
fn is_null(node: &Node) -> bool {
    let Node::Object(schema) = node else {
        return false;
    };
    let mut members = schema.iter();
    let values = members.find_map(|(name, node)| (name == "enum").then_some(node));
    matches!(values, Some(Node::List(values)) if values.as_slice() == [Node::Null])
}

/// A parameter or a header with the members of its schema beside its own.
fn flat(place: Object) -> Object {
    let mut changed = Object::new();
    for (name, node) in place.into_members() {
        match (name.as_str(), node) {
            ("schema", Node::Object(schema)) => changed = changed.extended(schema),
            (_, node) => changed.push(name, node),
        }
    }
    changed
}

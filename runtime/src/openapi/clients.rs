//! The document for those who call the API: `OpenAPI` 3.1, without the gateway.
//!
//! In: the operations. Out: what a client sends and gets. Must not name functions, integrations or templates.

use super::{
    Document, InvalidDocument, OpenApi,
    operation::{description, request_body, schema_problem_of},
    parameters,
    patterns::{Selection, Selections},
    routes::{self, Resource},
    schemas::{Audience, Header, Models},
    tree::{Node, Object},
};
use crate::{Operation, Style, SuccessOutcome, api::request_ids, statuses};
use http::Method;

impl OpenApi {
    /// The document for clients: `OpenAPI` 3.1 without the extensions of API Gateway. It has what import refuses: for each
    /// failure a schema of its own, which `code` distinguishes where the body format has it in the first level, constants,
    /// the bounds of types, and an example for each code, as the runtime would write it.
    ///
    /// It says what the types say. What the gateway answers in their place, to a caller without credentials for example, is not
    /// in it.
    ///
    /// ```
    /// use lambda_api_errors::{Api, Json, Path, api_errors, lambda_endpoint};
    ///
    /// #[api_errors]
    /// #[derive(Debug, thiserror::Error)]
    /// enum CartError {
    ///     #[error("no cart {cart}")]
    ///     #[api(status = 404)]
    ///     NotFound {
    ///         #[api(extension)]
    ///         cart: u32,
    ///     },
    /// }
    ///
    /// #[lambda_endpoint(GET, "/carts/{cart}")]
    /// async fn cart(Path(cart): Path<u32>) -> Result<Json<u32>, CartError> {
    ///     Err(CartError::NotFound { cart })
    /// }
    ///
    /// let document = Api::<()>::new("carts", "1").endpoint::<cart>().openapi().clients_document().unwrap();
    /// assert!(document.to_json().contains(r#""detail": "no cart 1""#));
    /// ```
    ///
    /// # Errors
    ///
    /// When no endpoint has a method and a path, when two have the same, or when a [`BodyFormat::schema`](crate::BodyFormat::schema) is
    /// not one. The error has all reasons.
    pub fn clients_document(&self) -> Result<Document, InvalidDocument> {
        let routed: Vec<_> = self
            .operations
            .iter()
            .filter(|operation| operation.route().is_some())
            .cloned()
            .collect();
        let mut problems = self.problems.clone();
        problems.extend(routed.iter().filter_map(schema_problem_of));
        if routed.is_empty() {
            problems.push("no endpoint has a method and a path".to_owned());
        }
        let models = Models::of(
            &routed,
            (self.renderer, &[]),
            &self.settings,
            Audience::Clients,
        );
        let notes = self.notes(&routed, &models);
        let resources = routes::resources(&routed);
        let resources = resources
            .iter()
            .filter(|resource| !resource.operations.is_empty());
        let paths: Object = resources
            .map(|resource| {
                (
                    resource.path.replace("+}", "}"),
                    self.methods(&models, resource),
                )
            })
            .collect();
        let schemes = self.security_schemes(&mut problems);
        if !problems.is_empty() {
            return Err(InvalidDocument::new(self.title.clone(), problems));
        }
        let components = Object::new()
            .with_any("schemas", models.components())
            .with_any(
                "securitySchemes",
                schemes.map(|_, scheme| without_extensions(scheme)),
            );
        let info = Object::new()
            .with("title", self.title.as_str())
            .with("version", self.version.as_str());
        let root = Object::new()
            .with("openapi", "3.1.0")
            .with("info", info)
            .with("paths", paths)
            .with_any("components", components);
        Ok(Document::for_clients(root, notes))
    }

    fn methods(&self, models: &Models, resource: &Resource<'_>) -> Object {
        let operations = resource.operations.iter();
        let methods = operations.filter_map(|&operation| {
            let method = operation.route()?.method();
            let name = method.as_str().to_ascii_lowercase();
            Some((
                name,
                self.operation_for_clients(models, resource, operation, &method),
            ))
        });
        let mut methods: Vec<_> = methods.collect();
        methods.sort_by(|(one, _), (other, _)| one.cmp(other));
        methods.into_iter().collect()
    }

    fn operation_for_clients(
        &self,
        models: &Models,
        resource: &Resource<'_>,
        operation: &Operation,
        method: &Method,
    ) -> Object {
        let summary = operation.description().lines().next();
        let description = description(operation);
        Object::new()
            .with("operationId", operation.name())
            .with_some("summary", summary.filter(|line| !line.is_empty()))
            .with_some(
                "description",
                (!description.is_empty()).then_some(description),
            )
            .with_some(
                "parameters",
                parameters::of_operation(resource, operation, Audience::Clients),
            )
            .with_some("requestBody", request_body(operation, method, models))
            .with("responses", self.responses(models, operation))
            .with_some("security", self.security_of(operation).requirement())
    }

    fn responses(&self, models: &Models, operation: &Operation) -> Object {
        let successes = operation.successes().iter();
        let mut responses: Vec<_> = successes
            .map(|success| {
                (
                    success.status().as_u16(),
                    self.success(models, operation, success),
                )
            })
            .collect();
        let selections = Selections::of(operation);
        for selection in selections.iter() {
            if responses
                .iter()
                .all(|(status, _)| *status != selection.status)
            {
                responses.push((selection.status, self.failure(models, operation, selection)));
            }
        }
        responses.sort_by_key(|(status, _)| *status);
        responses
            .into_iter()
            .map(|(status, response)| (status.to_string(), response))
            .collect()
    }

    fn success(&self, models: &Models, operation: &Operation, success: &SuccessOutcome) -> Object {
        let status = success.status();
        let headers = success.headers().iter();
        let headers = headers.map(|name| (*name, header(&Header::of_text(name))));
        let headers = self.with_request_id(headers, true);
        let content = success.media_type().map(|media_type| {
            let model = models.response(operation.name(), status.as_u16());
            Object::new().with(media_type, Object::new().with_some("schema", model))
        });
        Object::new()
            .with(
                "description",
                status.canonical_reason().unwrap_or("Success"),
            )
            .with_any("headers", headers)
            .with_some("content", content)
    }

    fn failure(&self, models: &Models, operation: &Operation, selection: &Selection) -> Object {
        let group = models.failures(operation.name(), selection.status);
        let examples = group.map(|group| group.examples.clone());
        let media = Object::new()
            .with_some("schema", group.map(|group| group.schema.clone()))
            .with_any("examples", examples.unwrap_or_default());
        let content = Object::new().with(operation.media_type(), media);
        let headers = group.into_iter().flat_map(|group| &group.headers);
        let headers = headers.map(|one| (one.name, header(one)));
        let has_place = operation.renderer().style == Style::Prefixed;
        let headers = self.with_request_id(headers, has_place);
        Object::new()
            .with("description", statuses::describe(selection.declared()))
            .with_any("headers", headers)
            .with_some("content", selection.has_body().then_some(content))
    }

    /// The headers with that of the request's id, if there is one and the response has none of this name itself.
    fn with_request_id<'a>(
        &self,
        headers: impl Iterator<Item = (&'a str, Object)>,
        has_place: bool,
    ) -> Object {
        let mut headers: Vec<_> = headers.collect();
        let mut names = headers.iter().map(|(name, _)| name);
        let is_own = names.any(|name| name.eq_ignore_ascii_case(request_ids::HEADER));
        if self.settings.request_ids && has_place && !is_own {
            let header = Object::new()
                .with("description", "The id of the request.")
                .with("schema", Object::new().with("type", "string"));
            headers.push((request_ids::HEADER, header));
        }
        headers.into_iter().collect()
    }
}

fn header(header: &Header) -> Object {
    let mut schema = header.schema.clone();
    let mut of_field = |name: &str| schema.as_object_mut()?.remove(name);
    let (description, deprecated) = (of_field("description"), of_field("deprecated"));
    Object::new()
        .with_some("description", description)
        .with("required", header.required)
        .with_some("deprecated", deprecated)
        .with("schema", schema)
}

/// A security scheme without what only API Gateway reads.
fn without_extensions(scheme: Node) -> Node {
    match scheme {
        Node::Object(scheme) => scheme
            .into_members()
            .filter(|(name, _)| !name.starts_with("x-"))
            .collect::<Object>()
            .into(),
        other => other,
    }
}

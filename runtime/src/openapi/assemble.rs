//! The whole document, from its parts.

use super::{
    Document, InvalidDocument, OpenApi, document, gateway_responses, limits, mocks,
    operation::{Writer, format_problem, schema_problem},
    parameters,
    patterns::Selections,
    routes::{self, Resource},
    schemas::{Audience, Models},
    tree::Object,
};
use crate::{Function, Integration, Operation, builtin};
use http::Method;

impl OpenApi {
    /// The document.
    ///
    /// # Errors
    ///
    /// When API Gateway cannot do what the types say. The error has all reasons.
    pub fn document(&self) -> Result<Document, InvalidDocument> {
        let (root, notes, problems) = self.parts();
        Document::new(root, notes, problems)
            .map_err(|problems| InvalidDocument::new(self.title.clone(), problems))
    }

    /// The root of the document, what it leaves open, and the reasons why it cannot be made.
    pub(super) fn parts(&self) -> (Object, Vec<String>, Vec<String>) {
        let mut problems = self.problems.clone();
        problems.extend(self.setting_problems());
        let has_route = |operation: &Operation| operation.route().is_some();
        if self.settings.fallback.is_none() && !self.operations.iter().any(has_route) {
            problems.push("no endpoint has a method and a path".to_owned());
        }
        let is_custom = self.settings.integration == Integration::Custom;
        let of_bodies = is_custom.then(|| format_problem(self.renderer, &builtin::UNROUTED));
        let of_schemas = schema_problem(self.renderer, &builtin::UNROUTED);
        let own = of_bodies.flatten().into_iter().chain(of_schemas);
        problems.extend(own.map(|problem| format!("the API's own answers: {problem}")));
        problems.extend(routes::problems(&self.operations));
        let routed: Vec<_> = self
            .operations
            .iter()
            .filter(|operation| has_route(operation))
            .cloned()
            .collect();
        let unrouted: &[_] = match self.settings.fallback {
            Some(_) => &[],
            None => &mocks::UNROUTED,
        };
        let own = (self.renderer, unrouted);
        let models = Models::of(&routed, own, &self.settings, Audience::Gateway);
        let notes = self.notes(&routed, &models);
        let resources = routes::resources(&routed);
        problems.extend(limits::resources(
            resources.len(),
            self.settings.resource_quota,
        ));
        let paths: Object = resources
            .iter()
            .map(|resource| {
                (
                    resource.path.clone(),
                    self.path_item(&models, resource, &mut problems),
                )
            })
            .collect();
        let components = Object::new()
            .with("schemas", models.components())
            .with_any("securitySchemes", self.security_schemes(&mut problems));
        let (paths, components) = if self.is_for_terraform() {
            (
                document::for_terraform(paths),
                document::for_terraform(components),
            )
        } else {
            (paths, components)
        };
        let info = Object::new()
            .with("title", self.title.as_str())
            .with("version", self.version.as_str());
        let root = Object::new()
            .with("openapi", "3.0.1")
            .with("info", info)
            .with("paths", paths)
            .with("components", components);
        (self.extensions(root), notes, problems)
    }

    /// Whether Terraform fills in the address of a function.
    pub(super) fn is_for_terraform(&self) -> bool {
        let routed = self.operations.iter().filter(|it| it.route().is_some());
        let mut functions = routed.map(|operation| self.function_of(operation));
        let mut fallback = self.settings.fallback.iter();
        fallback.any(Function::is_terraform) || functions.any(|function| function.is_terraform())
    }

    /// What the document leaves open.
    pub(super) fn notes(&self, routed: &[Operation], models: &Models) -> Vec<String> {
        let operations = self.operations.iter();
        let unknown = operations.flat_map(Operation::unknown_rejections);
        schema_note(routed, models)
            .into_iter()
            .chain(format_note(models))
            .chain(unknown.map(ToString::to_string))
            .collect()
    }

    fn extensions(&self, root: Object) -> Object {
        let validator = "body";
        let validators = self.settings.validates_bodies.then(|| {
            let body = Object::new()
                .with("validateRequestBody", true)
                .with("validateRequestParameters", false);
            Object::new().with(validator, body)
        });
        let binary = &self.settings.binary_media_types;
        let binary = (!binary.is_empty()).then(|| binary.clone());
        root.with(
            "x-amazon-apigateway-gateway-responses",
            gateway_responses::gateway_responses(self.renderer, self.settings.cors.as_ref()),
        )
        .with_some("x-amazon-apigateway-request-validators", validators)
        .with_some(
            "x-amazon-apigateway-request-validator",
            self.settings.validates_bodies.then_some(validator),
        )
        .with_some("x-amazon-apigateway-binary-media-types", binary)
    }

    fn path_item(
        &self,
        models: &Models,
        resource: &Resource<'_>,
        problems: &mut Vec<String>,
    ) -> Object {
        let mut methods = Vec::new();
        for &operation in &resource.operations {
            let Some(route) = operation.route() else {
                continue;
            };
            let mut write = |method: Method, problems: &mut Vec<String>| {
                let name = method.as_str().to_ascii_lowercase();
                let writer = Writer {
                    openapi: self,
                    models,
                    resource,
                    operation,
                    method,
                    selections: Selections::of(operation),
                };
                methods.push((name, writer.object(problems)));
            };
            write(route.method(), problems);
            if route.method() == Method::GET && resource.lacks_head() {
                // Its problems are those of GET, which are known already.
                write(Method::HEAD, &mut Vec::new());
            }
        }
        if let Some(cors) = self.settings.cors.as_ref().filter(|_| !methods.is_empty()) {
            if methods.iter().any(|(method, _)| method == "options") {
                problems.push(format!(
                    "`OPTIONS {}` is an endpoint, and `Cors` answers such requests: leave one of the two out",
                    resource.path
                ));
            }
            methods.push(("options".to_owned(), mocks::preflight(self, cors, resource)));
        }
        methods.sort_by(|(one, _), (other, _)| one.cmp(other));
        let any = match &self.settings.fallback {
            Some(function) => self.fallback(function, resource),
            None => mocks::any_method(self, models, resource),
        };
        methods.push(("x-amazon-apigateway-any-method".to_owned(), any));
        methods.into_iter().collect()
    }

    /// The operation that passes what no other operation of `resource` takes.
    fn fallback(&self, function: &Function, resource: &Resource<'_>) -> Object {
        let description = Object::new().with("description", "As the function answers.");
        Object::new()
            .with_some("parameters", parameters::of_path(resource))
            .with("responses", Object::new().with("200", description))
            .with_some("security", self.settings.security.requirement())
            .with(mocks::INTEGRATION, self.call("aws_proxy", function))
    }
}

/// The bodies and members that are any JSON in the document, since their types have no schema.
fn schema_note(operations: &[Operation], models: &Models) -> Option<String> {
    let untyped = operations.iter().flat_map(|operation| {
        let bodies = operation.untyped_bodies();
        bodies.map(move |body| format!("the {body} of `{}`", operation.name()))
    });
    let untyped: Vec<_> = untyped.chain(models.untyped().iter().cloned()).collect();
    (!untyped.is_empty()).then(|| {
        format!(
            "the document says \"any JSON\" of {}: derive `schemars::JsonSchema` for their types",
            untyped.join(", ")
        )
    })
}

/// The operations whose body format is the program's own and gives no schema.
fn format_note(models: &Models) -> Option<String> {
    let formless = models.formless();
    (!formless.is_empty()).then(|| {
        format!(
            "the document says \"an object\" of the failures of `{}`: implement `schema` of their `BodyFormat`",
            formless.join("`, `")
        )
    })
}

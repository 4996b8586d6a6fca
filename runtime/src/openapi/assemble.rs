//! The whole document, from its parts.

use super::{
    Document, Integration, InvalidDocument, OpenApi, Security,
    cors::Cors,
    document, gateway_responses, limits, mocks,
    operation::Writer,
    patterns::Selections,
    routes::{self, Resource},
    schemas::Models,
    tree::Object,
};
use crate::Operation;
use http::Method;

impl OpenApi {
    /// The document.
    ///
    /// # Errors
    ///
    /// When API Gateway cannot do what the types say. The error has all reasons.
    pub fn document(&self) -> Result<Document, InvalidDocument> {
        let mut problems = self.problems.clone();
        problems.extend(self.setting_problems());
        problems.extend(routes::problems(&self.operations));
        let routed: Vec<_> = self
            .operations
            .iter()
            .filter(|operation| operation.route().is_some())
            .cloned()
            .collect();
        let shapes = routed
            .iter()
            .map(Operation::renderer)
            .chain([self.renderer]);
        let models = Models::of(&routed, shapes.map(|renderer| renderer.shape));
        let resources = routes::resources(&routed);
        problems.extend(limits::resources(resources.len(), self.resource_quota));
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
        let is_terraform = |operation| (self.functions)(operation).is_terraform();
        let (paths, components) = if routed.iter().any(is_terraform) {
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
        Document::new(self.extensions(root), problems)
            .map_err(|problems| InvalidDocument::new(self.title.clone(), problems))
    }

    fn extensions(&self, root: Object) -> Object {
        let validator = "body";
        let validators = self.validates_bodies.then(|| {
            let body = Object::new()
                .with("validateRequestBody", true)
                .with("validateRequestParameters", false);
            Object::new().with(validator, body)
        });
        let binary = (!self.binary_media_types.is_empty()).then(|| self.binary_media_types.clone());
        root.with(
            "x-amazon-apigateway-gateway-responses",
            gateway_responses::gateway_responses(self.renderer, self.cors.as_ref()),
        )
        .with_some("x-amazon-apigateway-request-validators", validators)
        .with_some(
            "x-amazon-apigateway-request-validator",
            self.validates_bodies.then_some(validator),
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
        if let Some(cors) = self.cors.as_ref().filter(|_| !methods.is_empty()) {
            if methods.iter().any(|(method, _)| method == "options") {
                problems.push(format!(
                    "`OPTIONS {}` is an endpoint, and `Cors` answers such requests: leave one of the two out",
                    resource.path
                ));
            }
            methods.push(("options".to_owned(), mocks::preflight(self, cors, resource)));
        }
        methods.sort_by(|(one, _), (other, _)| one.cmp(other));
        let any = mocks::any_method(self, models, resource);
        methods.push(("x-amazon-apigateway-any-method".to_owned(), any));
        methods.into_iter().collect()
    }

    fn setting_problems(&self) -> Vec<String> {
        let mut problems = Vec::new();
        let mut addresses = Vec::new();
        for operation in &self.operations {
            let function = (self.functions)(operation);
            if !addresses.contains(&function) {
                problems.extend(function.problem());
                addresses.push(function);
            }
        }
        problems.extend(self.integration_settings.problems());
        problems.extend(self.cors.iter().flat_map(Cors::problems));
        if self
            .operations
            .iter()
            .all(|operation| operation.route().is_none())
        {
            problems.push("no endpoint has a method and a path".to_owned());
        }
        if self.integration == Integration::Custom && !self.binary_media_types.is_empty() {
            problems.push(
                "a custom integration carries text only, so there can be no binary media types: use a proxy integration".to_owned(),
            );
        }
        for (name, _) in &self.security_of {
            if !self
                .operations
                .iter()
                .any(|operation| operation.name() == *name)
            {
                problems.push(format!(
                    "`security_of` names `{name}`, which is not an endpoint of the API"
                ));
            }
        }
        if self.media_types.is_empty() {
            problems.push(
                "`only_request_media_types` names no media type, so every request would be a 415"
                    .to_owned(),
            );
        }
        for media_type in &self.media_types {
            let legal = |c: char| c.is_ascii_alphanumeric() || "!#&-^_.+/".contains(c);
            if !media_type.contains('/') || !media_type.chars().all(legal) {
                problems.push(format!(
                    "`{media_type}` is not a media type: write it as `text/csv`, without parameters"
                ));
            }
        }
        problems
    }

    fn security_schemes(&self, problems: &mut Vec<String>) -> Object {
        let mut schemes = Vec::new();
        self.security.define(&mut schemes, problems);
        for (_, security) in &self.security_of {
            security.define(&mut schemes, problems);
        }
        schemes.sort_by(|(one, _), (other, _)| one.cmp(other));
        schemes.into_iter().collect()
    }

    pub(super) fn security_of_operation(&self, operation: &Operation) -> &Security {
        let own = self
            .security_of
            .iter()
            .find(|(name, _)| *name == operation.name());
        own.map_or(&self.security, |(_, security)| security)
    }

    pub(super) fn request_templates(&self, template: &str) -> Object {
        self.media_types
            .iter()
            .map(|media_type| (media_type.as_str(), template))
            .collect()
    }
}

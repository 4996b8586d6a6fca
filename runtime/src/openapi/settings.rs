//! The settings of the API, as the document needs them, and what API Gateway would refuse of them.

use super::{OpenApi, tree::Object};
use crate::{
    Cors, Function, Integration, IntegrationSettings, Operation, Security,
    endpoint::schemas::{FORM, JSON, TEXT},
};
use std::{collections::BTreeMap, time::Duration};

/// The bodies that reach the function, unless more are named.
const MEDIA_TYPES: [&str; 3] = [JSON, FORM, TEXT];
/// The shortest time that the gateway can wait for a function:
/// [x-amazon-apigateway-integration](https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-integration.html).
const SHORTEST_TIMEOUT: Duration = Duration::from_millis(50);

impl OpenApi {
    /// The function behind `operation`: its own, or the API's, or the one that is named as the API.
    pub(super) fn function_of(&self, operation: &Operation) -> Function {
        let settings = &self.settings;
        of(&settings.function_of, operation)
            .or(settings.function.as_ref())
            .cloned()
            .unwrap_or_else(|| Function::of_title(&self.title))
    }

    /// Whether the API states the function behind an operation; otherwise its name is a guess.
    pub(super) fn states_function_of(&self, name: &str) -> bool {
        let settings = &self.settings;
        settings.function.is_some() || settings.function_of.iter().any(|(other, _)| *other == name)
    }

    pub(super) fn security_of(&self, operation: &Operation) -> &Security {
        of(&self.settings.security_of, operation).unwrap_or(&self.settings.security)
    }

    pub(super) fn security_schemes(&self, problems: &mut Vec<String>) -> Object {
        let mut schemes = Vec::new();
        self.settings.security.define(&mut schemes, problems);
        for (_, security) in &self.settings.security_of {
            security.define(&mut schemes, problems);
        }
        schemes.sort_by(|(one, _), (other, _)| one.cmp(other));
        schemes.into_iter().collect()
    }

    /// The security schemes of an HTTP API, and in `problems` what it has none of.
    pub(super) fn http_api_security_schemes(&self, problems: &mut Vec<String>) -> Object {
        let of_operations = self
            .settings
            .security_of
            .iter()
            .map(|(_, security)| security);
        let all = std::iter::once(&self.settings.security).chain(of_operations);
        let mut schemes = BTreeMap::new();
        for security in all {
            schemes.extend(security.of_http_api(problems));
        }
        schemes.into_iter().collect()
    }

    pub(super) fn request_templates(&self, template: &str) -> Object {
        self.media_types()
            .into_iter()
            .map(|media_type| (media_type, template))
            .collect()
    }

    fn media_types(&self) -> Vec<&str> {
        let settings = &self.settings.media_types;
        let usual = MEDIA_TYPES.into_iter().filter(|_| !settings.only_named);
        let mut media_types: Vec<_> = usual.collect();
        for named in &settings.named {
            if !media_types.contains(&named.as_str()) {
                media_types.push(named);
            }
        }
        media_types
    }

    pub(super) fn setting_problems(&self) -> Vec<String> {
        let mut problems = Vec::new();
        let mut functions = Vec::new();
        for operation in &self.operations {
            let function = self.function_of(operation);
            if !functions.contains(&function) {
                problems.extend(function.problem());
                functions.push(function);
            }
        }
        problems.extend(self.settings.fallback.iter().filter_map(Function::problem));
        problems.extend(timeout_problem(&self.settings.integrations));
        problems.extend(self.settings.cors.iter().flat_map(Cors::problems));
        problems.extend(self.unknown_operations());
        problems.extend(self.media_type_problems());
        problems
    }

    /// The settings for operations that the API does not have.
    fn unknown_operations(&self) -> impl Iterator<Item = String> {
        let functions = &self.settings.function_of;
        let functions = functions.iter().map(|(name, _)| ("function_of", *name));
        let security = &self.settings.security_of;
        let security = security.iter().map(|(name, _)| ("security_of", *name));
        let is_known = |name| self.operations.iter().any(|known| known.name() == name);
        functions
            .chain(security)
            .filter(move |(_, name)| !is_known(*name))
            .map(|(setting, name)| {
                format!("`{setting}` names `{name}`, which is not an endpoint of the API")
            })
    }

    fn media_type_problems(&self) -> Vec<String> {
        let mut problems = Vec::new();
        let is_custom = self.settings.integration == Integration::Custom;
        if is_custom && !self.settings.binary_media_types.is_empty() {
            problems.push(
                "a custom integration carries text only, so there can be no binary media types: use a proxy integration".to_owned(),
            );
        }
        let media_types = self.media_types();
        if media_types.is_empty() {
            problems.push(
                "`only_request_media_types` names no media type, so every request would be a 415"
                    .to_owned(),
            );
        }
        for media_type in media_types {
            let legal = |c: char| c.is_ascii_alphanumeric() || "!#&-^_.+/".contains(c);
            if !media_type.contains('/') || !media_type.chars().all(legal) {
                problems.push(format!(
                    "`{media_type}` is not a media type: write it as `text/csv`, without parameters"
                ));
            }
        }
        problems
    }
}

/// What is set for this operation alone.
fn of<'a, T>(settings: &'a [(&'static str, T)], operation: &Operation) -> Option<&'a T> {
    let mut settings = settings.iter();
    let own = settings.find(|(name, _)| *name == operation.name());
    own.map(|(_, value)| value)
}

fn timeout_problem(settings: &IntegrationSettings) -> Option<String> {
    let timeout = settings.timeout?;
    (timeout < SHORTEST_TIMEOUT).then(|| {
        format!("the integrations' timeout is {timeout:?}, and API Gateway takes 50 ms or more")
    })
}

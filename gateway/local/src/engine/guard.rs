//! What the gateway looks at before it asks the integration: sizes, credentials, parameters, body.

use super::{Exchange, failure::Failure, headers};
use crate::document::{Location, Operation, Requirement, ResponseType};
use serde_json::Value;

/// The largest request body, in bytes.
pub const BODY_LIMIT: usize = 10 * 1024 * 1024;

fn too_large(reason: &str) -> Failure {
    Failure::new(ResponseType::RequestTooLarge, "Request Too Long", reason)
}

impl Failure {
    pub(super) fn large_body() -> Self {
        too_large("the body has more than 10 MB")
    }
}

impl Exchange<'_> {
    pub(super) fn check_limits(&mut self) -> Result<(), Failure> {
        if self.incoming.body.len() > BODY_LIMIT {
            return Err(Failure::large_body());
        }
        if headers::size(&self.incoming.headers) > headers::HEADERS_LIMIT {
            self.trace
                .unverified("request headers of more than 10,240 bytes are answered with a 413");
            return Err(too_large("the headers have more than 10,240 bytes"));
        }
        Ok(())
    }

    /// Asks for credentials, and takes any.
    pub(super) fn authorize(&mut self, operation: &Operation) -> Result<(), Failure> {
        let mut refusal = None;
        for alternative in &operation.security {
            let lacking = alternative
                .iter()
                .find(|requirement| !self.brings(requirement));
            match lacking {
                None => {
                    self.accept_credentials(alternative);
                    return Ok(());
                }
                Some(requirement) => refusal = Some(refuse(requirement)),
            }
        }
        refusal.map_or(Ok(()), Err)
    }

    fn brings(&self, requirement: &Requirement) -> bool {
        let has = |name: &str| {
            self.incoming
                .header(name)
                .iter()
                .any(|value| !value.is_empty())
        };
        match requirement {
            Requirement::ApiKey => has("x-api-key"),
            Requirement::Signature => has("authorization"),
            Requirement::Authorizer { headers, .. } => headers.iter().all(|name| has(name)),
        }
    }

    fn accept_credentials(&mut self, requirements: &[Requirement]) {
        for requirement in requirements {
            match requirement {
                Requirement::ApiKey => {
                    let key = self.incoming.header("x-api-key").pop();
                    self.context["identity"]["apiKey"] = key.into();
                    self.context["identity"]["apiKeyId"] = "local".into();
                    self.trace.note("any API key is taken here");
                }
                Requirement::Signature => self.trace.note("any signature is taken here"),
                Requirement::Authorizer { scheme, .. } => {
                    self.context["authorizer"] = self.gateway.authorizer.clone();
                    self.trace.note(format!(
                        "a stand-in of the authorizer `{scheme}` takes any credential"
                    ));
                }
            }
        }
    }

    pub(super) fn validate(&mut self, operation: &Operation) -> Result<(), Failure> {
        let missing: Vec<_> = operation
            .required
            .iter()
            .filter(|(location, name)| !self.has_parameter(*location, name))
            .map(|(_, name)| name.as_str())
            .collect();
        if !missing.is_empty() {
            let message = format!(
                "Missing required request parameters: [{}]",
                missing.join(", ")
            );
            return Err(Failure::new(
                ResponseType::BadRequestParameters,
                message,
                "a required parameter is missing",
            ));
        }
        self.validate_body(operation)
    }

    /// Whether a parameter is there and not blank.
    fn has_parameter(&self, location: Location, name: &str) -> bool {
        let is_blank = |value: &String| value.trim().is_empty();
        match location {
            Location::Header => !self.incoming.header(name).iter().all(is_blank),
            Location::Query => !self.incoming.queries(name).iter().all(is_blank),
            Location::Path => self.incoming.path_parameter(name).is_some(),
        }
    }

    fn validate_body(&mut self, operation: &Operation) -> Result<(), Failure> {
        let content_type = self.incoming.content_type();
        let model = operation
            .models
            .iter()
            .find(|(media_type, _)| media_type.eq_ignore_ascii_case(&content_type));
        let Some((_, schema)) = model else {
            if !operation.models.is_empty() {
                self.trace.unverified(format!(
                    "a body of the type `{content_type}`, for which there is no model, is not validated"
                ));
            }
            return Ok(());
        };
        let violations = match serde_json::from_slice::<Value>(self.body()) {
            Ok(body) => self.gateway.document.schemas.violations(schema, &body),
            Err(error) => vec![format!("the body is not JSON: {error}")],
        };
        if violations.is_empty() {
            return Ok(());
        }
        Err(Failure::new(
            ResponseType::BadRequestBody,
            "Invalid request body",
            format!("[{}]", violations.join(", ")),
        ))
    }

    /// The body, which counts as `{}` if it is empty.
    pub(super) fn body(&self) -> &[u8] {
        match &*self.incoming.body {
            [] => b"{}",
            body => body,
        }
    }
}

fn refuse(requirement: &Requirement) -> Failure {
    match requirement {
        Requirement::ApiKey => Failure::new(
            ResponseType::InvalidApiKey,
            "Forbidden",
            "the header `x-api-key` is missing",
        ),
        Requirement::Signature => Failure::new(
            ResponseType::MissingAuthenticationToken,
            "Missing Authentication Token",
            "the header `Authorization` is missing",
        ),
        Requirement::Authorizer { scheme, headers } => Failure::new(
            ResponseType::Unauthorized,
            "Unauthorized",
            format!(
                "the authorizer `{scheme}` looks at `{}`, which is missing",
                headers.join("`, `")
            ),
        ),
    }
}

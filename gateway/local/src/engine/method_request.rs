//! The first stage, the method request: which operation is asked for, and whether it may be.
//!
//! Input: a request as it arrived. Output: the same with its operation, its path parameters and who asks for it. Nothing
//! of the integration is looked at.

use super::{ClientRequest, Deployment, Failure, headers, route};
use crate::{
    document::{Location, Operation, Requirement, ResponseType},
    trace::{RequestStage, Trace},
};
use apigw_java_regex::{Pattern, StepBudget};
use serde_json::Value;
use std::{borrow::Cow, sync::Arc};

/// The largest request body, in bytes.
///
/// [Quotas of REST APIs](https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html):
/// payload size 10 MB.
pub const BODY_LIMIT: usize = 10 * 1024 * 1024;

/// A request to an operation.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct MethodRequest {
    /// The operation.
    pub operation: Arc<Operation>,
    /// The request, with its path parameters.
    pub request: ClientRequest,
}

/// A request that the method request refused.
#[derive(Debug)]
#[non_exhaustive]
pub struct Refused {
    /// Why.
    pub failure: Failure,
    /// The request.
    pub request: ClientRequest,
}

impl MethodRequest {
    /// The request, as if it had come to `operation` and been let in.
    #[must_use]
    pub fn to_operation(operation: Arc<Operation>, mut request: ClientRequest) -> Self {
        request.path_parameters = route::parameters(&operation, &request.path);
        request.context.operation = Some(Arc::clone(&operation));
        Self { operation, request }
    }
}

/// Finds the operation, asks for credentials, and looks at sizes, parameters and body.
///
/// # Errors
///
/// When the request is refused: with the request as far as it came, of which
/// [`gateway_response`](super::gateway_response()) makes an answer.
pub fn method_request(
    deployment: &Deployment,
    request: ClientRequest,
    trace: &mut Trace,
) -> Result<MethodRequest, Box<Refused>> {
    trace.enter(RequestStage::MethodRequest);
    let operation = match check_limits(&request, trace).and_then(|()| find(deployment, &request)) {
        Ok(operation) => operation,
        Err(failure) => return Err(Box::new(Refused { failure, request })),
    };
    let is_http_api = deployment.document.http_api.is_some();
    if !is_http_api && request.path.len() > 1 && route::has_empty_segment(&request.path) {
        trace.unverified("empty segments of the path do not count");
    }
    trace.found(operation.method.as_ref(), &operation.path.text);
    let mut found = MethodRequest::to_operation(operation, request);
    let admitted = match &found.operation.not_run {
        Some(problem) => Err(Failure::not_run(problem.to_reason())),
        None => Ok(()),
    }
    .and_then(|()| authorize(deployment, &mut found, trace))
    .and_then(|()| validate_parameters(&found))
    .and_then(|()| validate_body(deployment, &found, trace));
    match admitted {
        Ok(()) => Ok(found),
        Err(failure) => Err(Box::new(Refused {
            failure,
            request: found.request,
        })),
    }
}

fn too_large(reason: &str) -> Failure {
    Failure::new(ResponseType::RequestTooLarge, "Request Too Long", reason)
}

impl Failure {
    pub(super) fn large_body() -> Self {
        too_large("the body has more than 10 MB")
    }
}

fn check_limits(request: &ClientRequest, trace: &mut Trace) -> Result<(), Failure> {
    if request.body.len() > BODY_LIMIT {
        return Err(Failure::large_body());
    }
    if headers::size(&request.headers) > headers::HEADERS_LIMIT {
        trace.unverified("request headers of more than 10,240 bytes are answered with a 413");
        return Err(too_large("the headers have more than 10,240 bytes"));
    }
    Ok(())
}

fn find(deployment: &Deployment, request: &ClientRequest) -> Result<Arc<Operation>, Failure> {
    let document = &deployment.document;
    let found = route::find(document, &request.method, &request.path);
    found.cloned().ok_or_else(|| {
        let reason = "the document has no such method and path";
        match &document.http_api {
            Some(_) => Failure::new(ResponseType::ResourceNotFound, "Not Found", reason),
            None => Failure::new(
                ResponseType::MissingAuthenticationToken,
                "Missing Authentication Token",
                reason,
            ),
        }
    })
}

/// Asks for credentials: takes any, or does as a Lambda authorizer said.
fn authorize(
    deployment: &Deployment,
    found: &mut MethodRequest,
    trace: &mut Trace,
) -> Result<(), Failure> {
    let MethodRequest { operation, request } = found;
    let mut refusal = None;
    for alternative in &operation.security {
        let lacking = alternative
            .iter()
            .find(|requirement| !brings(request, requirement));
        match lacking {
            None => {
                for requirement in alternative {
                    accept(requirement, deployment, request, trace);
                }
                return Ok(());
            }
            Some(requirement) => {
                refusal = Some(match decision(request, requirement) {
                    Some(Err(failure)) => failure.clone(),
                    _ => refuse(requirement),
                });
            }
        }
    }
    refusal.map_or(Ok(()), Err)
}

fn brings(request: &ClientRequest, requirement: &Requirement) -> bool {
    if let Some(decision) = decision(request, requirement) {
        return decision.is_ok();
    }
    let has = |name: &str| request.header(name).any(|value| !value.is_empty());
    match requirement {
        Requirement::ApiKey => has("x-api-key"),
        Requirement::Signature => has("authorization"),
        Requirement::Authorizer {
            headers,
            authorizer,
            ..
        } => {
            let expression = authorizer.identity_validation_expression.as_deref();
            headers.iter().all(|name| {
                let has_form = |expression| {
                    let mut tokens = request.header(name);
                    tokens.all(|token| has_valid_form(&token, expression))
                };
                has(name) && expression.is_none_or(has_form)
            })
        }
    }
}

/// What the Lambda authorizer said, if it was asked.
fn decision<'r>(
    request: &'r ClientRequest,
    requirement: &Requirement,
) -> Option<&'r Result<Value, Failure>> {
    match requirement {
        Requirement::Authorizer { scheme, .. } => request.decisions.get(scheme),
        Requirement::ApiKey | Requirement::Signature => None,
    }
}

/// Whether the token has the form that the document asks for. An authorizer is not asked of any other:
/// [Lambda authorizers](https://docs.aws.amazon.com/apigateway/latest/developerguide/configure-api-gateway-lambda-authorization.html).
pub(super) fn has_valid_form(token: &str, expression: &str) -> bool {
    Pattern::new(expression).is_ok_and(|pattern| pattern.matches(token) == Ok(true))
}

fn accept(
    requirement: &Requirement,
    deployment: &Deployment,
    request: &mut ClientRequest,
    trace: &mut Trace,
) {
    match requirement {
        Requirement::ApiKey => {
            let key = request.header("x-api-key").next_back();
            request.context.api_key = key.map(Cow::into_owned);
            trace.note("any API key is taken here");
        }
        Requirement::Signature => trace.note("any signature is taken here"),
        Requirement::Authorizer { scheme, .. } => {
            if let Some(Ok(context)) = request.decisions.get(scheme) {
                request.context.authorizer = context.clone();
                if deployment.document.api_key_source == "AUTHORIZER" {
                    let key = context.get("usageIdentifierKey").and_then(Value::as_str);
                    request.context.api_key = key.map(str::to_owned);
                }
                return;
            }
            request.context.authorizer = deployment.authorizer.clone();
            trace.note(format!(
                "a stand-in of the authorizer `{scheme}` takes any credential"
            ));
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
        Requirement::Authorizer {
            scheme, headers, ..
        } => Failure::new(
            ResponseType::Unauthorized,
            "Unauthorized",
            format!(
                "the authorizer `{scheme}` looks at `{}`, which is missing",
                headers.join("`, `")
            ),
        ),
    }
}

fn validate_parameters(found: &MethodRequest) -> Result<(), Failure> {
    if !found.operation.validation.parameters {
        return Ok(());
    }
    let missing: Vec<_> = found
        .operation
        .required()
        .filter(|(location, name)| !has_parameter(&found.request, *location, name))
        .map(|(_, name)| name)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let missing = missing.join(", ");
    Err(Failure::new(
        ResponseType::BadRequestParameters,
        format!("Missing required request parameters: [{missing}]"),
        "a required parameter is missing",
    ))
}

/// Whether a parameter is there and not blank.
fn has_parameter(request: &ClientRequest, location: Location, name: &str) -> bool {
    let is_blank = |value: Cow<'_, str>| value.trim().is_empty();
    match location {
        Location::Header => !request.header(name).all(is_blank),
        Location::Query => !request.queries(name).all(is_blank),
        Location::Path => request.path_parameter(name).is_some(),
    }
}

fn validate_body(
    deployment: &Deployment,
    found: &MethodRequest,
    trace: &mut Trace,
) -> Result<(), Failure> {
    let MethodRequest { operation, request } = found;
    if !operation.validation.body {
        return Ok(());
    }
    let content_type = request.content_type();
    let model = operation.models.iter().find(|(media_type, schema)| {
        !schema.is_null() && media_type.eq_ignore_ascii_case(&content_type)
    });
    let Some((_, schema)) = model else {
        if !operation.models.is_empty() {
            trace.unverified(format!(
                "a body of the type `{content_type}`, for which there is no model, is not validated"
            ));
        }
        return Ok(());
    };
    let violations = match serde_json::from_slice::<Value>(request.body()) {
        Ok(body) => {
            let mut budget = StepBudget::steps(request.step_limit);
            let schemas = &deployment.document.schemas;
            let violations = schemas.violations_within(schema, &body, &mut budget);
            trace.used_up |= budget.left() == 0;
            violations
        }
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

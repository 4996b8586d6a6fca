//! Security schemes. Lambda authorizers can be asked; of all others the local gateway has stand-ins, which ask whether a credential is
//! there, not which.

use super::{
    Dialect, DocumentProblem, Findings, PayloadFormat, address, cursor::Cursor,
    http_api_integration::format_at, integration::listed,
};
use std::time::Duration;

/// A credential that a request must have.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Requirement {
    /// `x-api-key`.
    ApiKey,
    /// The input of an authorizer.
    Authorizer {
        /// The name of the security scheme.
        scheme: String,
        /// The headers that must be there.
        headers: Vec<String>,
        /// Which authorizer, and how it is asked.
        authorizer: Box<Authorizer>,
    },
    /// A signature of AWS.
    Signature,
}

/// An authorizer, as its security scheme describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Authorizer {
    /// `token`, `request`, `cognito_user_pools` or, in an HTTP API, `jwt`.
    pub type_name: String,
    /// The values that must be present before the authorizer is called, such as `method.request.header.Authorization` or, in an
    /// HTTP API, `$request.header.Authorization`.
    pub identity_sources: Vec<String>,
    /// The pattern that a token must match before the authorizer is called.
    pub identity_validation_expression: Option<String>,
    /// The name of the authorizer's Lambda function.
    pub function: Option<String>,
    /// The ARNs of the user pools.
    pub user_pools: Vec<String>,
    /// The role with which the gateway calls the authorizer.
    pub credentials: Option<String>,
    /// How long the gateway keeps what the authorizer said; 300 seconds if the document of a REST API does not say it.
    pub ttl: Option<Duration>,
    /// What only a Lambda authorizer of an HTTP API has.
    pub http_api: Option<HttpApiAuthorizer>,
    /// The OAuth scopes that the operation requires, sorted.
    pub scopes: Vec<String>,
}

/// How a Lambda authorizer of an HTTP API is asked, and how it answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct HttpApiAuthorizer {
    /// The form of its event: `authorizerPayloadFormatVersion`.
    pub payload_format: PayloadFormat,
    /// Whether it answers with `isAuthorized` in place of a policy: `enableSimpleResponses`.
    pub simple_responses: bool,
}

/// The alternatives of an operation: each is a set of requirements that belong together.
///
/// A method without `security` gets that of the whole document, and a name without a scheme protects nothing: both were
/// recorded on AWS (`LocalStack`'s `test_import_with_global_api_key_authorizer`; SAM's integration tests deploy `NONE: []`).
pub(super) fn read(
    dialect: Dialect,
    is_http_api: bool,
    operation: &Cursor<'_>,
    root: &Cursor<'_>,
    findings: &mut Findings,
) -> Result<Vec<Vec<Requirement>>, DocumentProblem> {
    let mut alternatives = Vec::new();
    if let Some(security) = operation.get("security").or_else(|| root.get("security")) {
        for alternative in security.items()? {
            let mut requirements = Vec::new();
            for (name, scopes) in alternative.members()? {
                match dialect.security_scheme(root, name) {
                    None => findings.warn(scopes.problem(format!(
                        "there is no security scheme `{name}`: as on AWS, it protects nothing"
                    ))),
                    Some(scheme) => {
                        let read = if is_http_api {
                            of_http_api(name, &scheme, &scopes, findings)
                        } else {
                            requirement(name, &scheme, &scopes)
                        };
                        let read = read.map(Some);
                        requirements.extend(findings.keep_as_warning(read));
                    }
                }
            }
            alternatives.push(requirements);
        }
    }
    if asks_for_signature(operation) {
        if alternatives.is_empty() {
            alternatives.push(Vec::new());
        }
        for requirements in &mut alternatives {
            if !requirements.contains(&Requirement::Signature) {
                requirements.push(Requirement::Signature);
            }
        }
    }
    Ok(alternatives)
}

fn asks_for_signature(operation: &Cursor<'_>) -> bool {
    operation
        .get("x-amazon-apigateway-auth")
        .and_then(|auth| auth.get("type"))
        .and_then(|kind| kind.value.as_str())
        .is_some_and(|kind| kind.eq_ignore_ascii_case("AWS_IAM"))
}

fn requirement(
    name: &str,
    scheme: &Cursor<'_>,
    scopes: &Cursor<'_>,
) -> Result<Requirement, DocumentProblem> {
    let kind = scheme.required("type")?;
    if kind.text()? != "apiKey" {
        return Err(kind.problem(
            "API Gateway imports security schemes of the type `apiKey` only: this one protects nothing",
        ));
    }
    let header = scheme.required("name")?.text()?;
    let auth_type = scheme
        .get("x-amazon-apigateway-authtype")
        .and_then(|kind| kind.value.as_str());
    if is_signature(scheme) {
        return Ok(Requirement::Signature);
    }
    let place = scheme.get("x-amazon-apigateway-authorizer");
    if auth_type.is_none() && place.is_none() {
        return Ok(Requirement::ApiKey);
    }
    let authorizer = read_authorizer(header, auth_type, place.as_ref(), scopes)?;
    let headers = authorizer
        .identity_sources
        .iter()
        .filter_map(|source| source.strip_prefix("method.request.header."))
        .map(str::to_owned)
        .collect();
    Ok(Requirement::Authorizer {
        scheme: name.to_owned(),
        headers,
        authorizer: Box::new(authorizer),
    })
}

/// What a scheme asks for in an HTTP API, which knows signatures, and authorizers by tokens and by functions, but no API keys.
///
/// [x-amazon-apigateway-authorizer](https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-authorizer.html).
fn of_http_api(
    name: &str,
    scheme: &Cursor<'_>,
    scopes: &Cursor<'_>,
    findings: &mut Findings,
) -> Result<Requirement, DocumentProblem> {
    if is_signature(scheme) {
        return Ok(Requirement::Signature);
    }
    let Some(place) = scheme.get("x-amazon-apigateway-authorizer") else {
        return Err(scheme.problem(
            "an HTTP API has authorizers with `x-amazon-apigateway-authorizer` only: this scheme protects nothing",
        ));
    };
    let mut authorizer = read_authorizer("Authorization", None, Some(&place), scopes)?;
    // The authorizer's event has them in the order of the document.
    authorizer.identity_sources = match place.get("identitySource") {
        Some(sources) => listed(sources.value),
        None if authorizer.type_name == "jwt" => vec!["$request.header.Authorization".to_owned()],
        None => Vec::new(),
    };
    if authorizer.type_name == "request" {
        let format = format_at(&place, "authorizerPayloadFormatVersion", findings);
        let format = format.unwrap_or_else(|problem| {
            findings.warn(problem);
            PayloadFormat::V1
        });
        let simple_responses = findings.keep_as_warning(place.flag("enableSimpleResponses"));
        if simple_responses && format == PayloadFormat::V1 {
            findings.warn(place.problem(
                "`enableSimpleResponses` needs `authorizerPayloadFormatVersion: 2.0`: with 1.0, an authorizer answers with a policy",
            ));
        }
        authorizer.http_api = Some(HttpApiAuthorizer {
            payload_format: format,
            simple_responses: simple_responses && format == PayloadFormat::V2,
        });
        // Nothing is cached unless the document says how long.
        authorizer.ttl = authorizer.ttl.or(Some(Duration::ZERO));
    }
    let sources = authorizer.identity_sources.iter();
    let headers = sources.filter_map(|source| source.strip_prefix("$request.header."));
    Ok(Requirement::Authorizer {
        scheme: name.to_owned(),
        headers: headers.map(str::to_owned).collect(),
        authorizer: Box::new(authorizer),
    })
}

fn is_signature(scheme: &Cursor<'_>) -> bool {
    let kind = scheme.get("x-amazon-apigateway-authtype");
    let kind = kind.as_ref().and_then(|kind| kind.value.as_str());
    kind.is_some_and(|kind| kind.eq_ignore_ascii_case("awsSigv4"))
}

/// The header of the scheme is the identity source of an authorizer that names no other.
fn read_authorizer(
    header: &str,
    auth_type: Option<&str>,
    place: Option<&Cursor<'_>>,
    scopes: &Cursor<'_>,
) -> Result<Authorizer, DocumentProblem> {
    let member = |key: &str| place.and_then(|place| place.get(key));
    let text = |key: &str| member(key).and_then(|at| at.value.as_str().map(str::to_owned));
    let type_name = text("type").unwrap_or_else(|| match auth_type {
        Some(kind) if kind.eq_ignore_ascii_case("cognito_user_pools") => kind.to_owned(),
        _ => "token".to_owned(),
    });
    // Only an authorizer of the type `request` can do without.
    let mut identity_sources = match member("identitySource") {
        Some(sources) => listed(sources.value),
        None if type_name.eq_ignore_ascii_case("request") => Vec::new(),
        None => vec![format!("method.request.header.{header}")],
    };
    identity_sources.sort_unstable();
    let ttl = member("authorizerResultTtlInSeconds").and_then(|ttl| ttl.value.as_u64());
    let mut user_pools = member("providerARNs").map_or_else(Vec::new, |pools| listed(pools.value));
    user_pools.sort_unstable();
    let mut scopes = scopes.texts()?;
    scopes.sort_unstable();
    Ok(Authorizer {
        type_name: type_name.to_ascii_lowercase(),
        identity_sources,
        identity_validation_expression: text("identityValidationExpression"),
        function: member("authorizerUri").and_then(|uri| address::function(&uri)),
        user_pools,
        credentials: text("authorizerCredentials"),
        ttl: ttl.map(Duration::from_secs),
        http_api: None,
        scopes,
    })
}

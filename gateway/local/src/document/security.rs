//! Security schemes, of which the local gateway has stand-ins: it asks whether a credential is there, not which.

use super::{DocumentProblem, cursor::Cursor};

/// What a request must bring.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Requirement {
    /// `x-api-key`.
    ApiKey,
    /// What an authorizer looks at: these headers.
    Authorizer {
        /// The name of the security scheme.
        scheme: String,
        /// The headers.
        headers: Vec<String>,
    },
    /// A signature of AWS.
    Signature,
}

/// The alternatives of an operation: each is a set of requirements that belong together.
pub(super) fn read(
    operation: &Cursor<'_>,
    root: &Cursor<'_>,
) -> Result<Vec<Vec<Requirement>>, DocumentProblem> {
    let Some(security) = operation.get("security") else {
        return Ok(Vec::new());
    };
    security
        .items()?
        .map(|alternative| {
            alternative
                .members()?
                .map(|(name, place)| {
                    let scheme = root
                        .get("components")
                        .and_then(|components| components.get("securitySchemes"))
                        .and_then(|schemes| schemes.get(name))
                        .ok_or_else(|| place.problem(format!("there is no scheme `{name}`")))?;
                    requirement(name, &scheme)
                })
                .collect()
        })
        .collect()
}

fn requirement(name: &str, scheme: &Cursor<'_>) -> Result<Requirement, DocumentProblem> {
    let kind = scheme.required("type")?;
    if kind.text()? != "apiKey" {
        return Err(kind.problem("the type of a security scheme must be `apiKey` here"));
    }
    let header = scheme.required("name")?.text()?;
    let auth_type = scheme
        .get("x-amazon-apigateway-authtype")
        .and_then(|kind| kind.value.as_str());
    if auth_type.is_some_and(|kind| kind.eq_ignore_ascii_case("awsSigv4")) {
        return Ok(Requirement::Signature);
    }
    let authorizer = scheme.get("x-amazon-apigateway-authorizer");
    if auth_type.is_none() && authorizer.is_none() {
        return Ok(Requirement::ApiKey);
    }
    let sources = authorizer
        .and_then(|authorizer| authorizer.get("identitySource"))
        .and_then(|sources| sources.value.as_str());
    let headers = match sources {
        Some(sources) => sources
            .split(',')
            .filter_map(|source| source.trim().strip_prefix("method.request.header."))
            .map(str::to_owned)
            .collect(),
        None => vec![header.to_owned()],
    };
    Ok(Requirement::Authorizer {
        scheme: name.to_owned(),
        headers,
    })
}

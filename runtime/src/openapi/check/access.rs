//! Who may call an operation, and what the gateway validates before it invokes the function.

use super::{
    drift::DriftKind,
    notes::Notes,
    schema::{self, Comparison},
    settings::differs,
};
use apigw_local::document::{Authorizer, Location, Operation, Requirement};
use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

/// How long a gateway keeps an authorizer's answer, if the document does not say.
const DEFAULT_TTL: Duration = Duration::from_secs(300);

/// The differences of the document's authorizers, by the name of the scheme.
pub(super) type AuthorizerDrifts = BTreeMap<String, Vec<DriftKind>>;

/// Who may call. Import joins alternatives, so they are compared as one set.
pub(super) fn callers(
    found: &Operation,
    expected: &Operation,
    authorizers: &mut AuthorizerDrifts,
    notes: &mut Notes,
) -> Option<DriftKind> {
    let kinds =
        |operation: &Operation| -> BTreeSet<String> { requirements(operation).map(kind).collect() };
    if kinds(found) != kinds(expected) {
        let words = |operation: &Operation| {
            let all: BTreeSet<_> = requirements(operation).map(words).collect();
            all.into_iter().collect()
        };
        return Some(DriftKind::AccessDiffers {
            found: words(found),
            expected: words(expected),
        });
    }
    for (scheme, one) in authorizers_of(found) {
        for (_, other) in
            authorizers_of(expected).filter(|(_, other)| other.type_name == one.type_name)
        {
            let reported = authorizers.entry(scheme.to_owned()).or_default();
            for drift in authorizer(scheme, one, other, notes) {
                if !reported.contains(&drift) {
                    reported.push(drift);
                }
            }
        }
    }
    None
}

fn requirements(operation: &Operation) -> impl Iterator<Item = &Requirement> {
    operation.security.iter().flatten()
}

fn authorizers_of(operation: &Operation) -> impl Iterator<Item = (&str, &Authorizer)> {
    requirements(operation).filter_map(|requirement| match requirement {
        Requirement::Authorizer {
            scheme, authorizer, ..
        } => Some((scheme.as_str(), &**authorizer)),
        _ => None,
    })
}

/// The parts that must be equal in both. The names of the schemes may differ.
fn kind(requirement: &Requirement) -> String {
    match requirement {
        Requirement::Authorizer { authorizer, .. } => {
            format!("{} {}", authorizer.type_name, authorizer.scopes.join(" "))
        }
        other => words(other),
    }
}

fn words(requirement: &Requirement) -> String {
    let (authorizer, headers) = match requirement {
        Requirement::ApiKey => return "an API key".to_owned(),
        Requirement::Signature => return "an AWS signature".to_owned(),
        Requirement::Authorizer {
            authorizer,
            headers,
            ..
        } => (authorizer, headers),
        other => return format!("{other:?}"),
    };
    let what = match authorizer.type_name.as_str() {
        "cognito_user_pools" => "a token of a user pool".to_owned(),
        "request" => "what a request authorizer lets pass".to_owned(),
        _ => format!(
            "a token in `{}` that an authorizer lets pass",
            headers.join("`, `")
        ),
    };
    match &authorizer.scopes[..] {
        [] => what,
        scopes => format!("{what} with the scope {}", scopes.join(" or ")),
    }
}

/// Which authorizer is invoked, and how.
fn authorizer(
    scheme: &str,
    found: &Authorizer,
    expected: &Authorizer,
    notes: &mut Notes,
) -> Vec<DriftKind> {
    let sources = |authorizer: &Authorizer| authorizer.identity_sources.join(", ");
    let expression = |authorizer: &Authorizer| {
        authorizer
            .identity_validation_expression
            .clone()
            .unwrap_or_default()
    };
    let mut drifts = Vec::new();
    drifts.extend(differs(
        "identitySource",
        &sources(found),
        &sources(expected),
    ));
    drifts.extend(differs(
        "identityValidationExpression",
        &expression(found),
        &expression(expected),
    ));
    if !expected.user_pools.is_empty() {
        let pools = |authorizer: &Authorizer| authorizer.user_pools.join(", ");
        drifts.extend(differs("providerARNs", &pools(found), &pools(expected)));
    }
    let is_complete = |name: &str| !name.contains("${") || name.contains("${stageVariables.");
    if let (Some(found), Some(expected)) = (&found.function, &expected.function)
        && is_complete(found)
        && is_complete(expected)
    {
        drifts.extend(differs("authorizerUri", found, expected));
    }
    let seconds = |ttl: Duration| ttl.as_secs().to_string();
    let ttl = found.ttl.unwrap_or(DEFAULT_TTL);
    match expected.ttl {
        Some(expected) => drifts.extend(differs(
            "authorizerResultTtlInSeconds",
            &seconds(ttl),
            &seconds(expected),
        )),
        None if ttl != DEFAULT_TTL => {
            notes.authorizer(scheme, "authorizerResultTtlInSeconds", &seconds(ttl));
        }
        None => {}
    }
    if let Some(credentials) = &found.credentials {
        notes.authorizer(scheme, "authorizerCredentials", credentials);
    }
    drifts
}

/// The requests that the gateway refuses before it invokes the function.
pub(super) fn validation<'a>(
    found: &'a Operation,
    expected: &'a Operation,
    models: &mut Comparison<'a>,
) -> Vec<DriftKind> {
    let mut drifts = Vec::new();
    let has_models = !(found.models.is_empty() && expected.models.is_empty());
    let flags = (found.validation.body, expected.validation.body);
    if has_models && flags.0 != flags.1 {
        drifts.extend(differs(
            "validateRequestBody",
            &flags.0.to_string(),
            &flags.1.to_string(),
        ));
    } else if has_models && flags.0 {
        drifts.extend(models.content(&found.models, &expected.models).map(|()| {
            DriftKind::ModelDiffers {
                statuses: Vec::new(),
                found: schema::names(&found.models),
                expected: schema::names(&expected.models),
            }
        }));
    }
    if found.validation.parameters {
        let required = |operation: &Operation| -> BTreeSet<String> {
            let required = operation.required();
            required
                .filter(|(location, _)| *location != Location::Path)
                .map(|(_, name)| name.to_owned())
                .collect()
        };
        let more = required(found);
        let more = more
            .difference(&required(expected))
            .cloned()
            .collect::<Vec<_>>();
        drifts.extend(
            more.into_iter()
                .map(|name| DriftKind::ParameterRequired { name }),
        );
    }
    drifts
}

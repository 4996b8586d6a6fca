//! Lambda authorizers: which event they get, and what their answers mean.
//!
//! Facts: [input](https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-input.html) and
//! [output](https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html) of a Lambda
//! authorizer, and [Lambda authorizers of HTTP
//! APIs](https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html). Everything here is pure, but for
//! the cache; the gateway itself asks the function.

mod event;
mod policy;

pub(super) use event::event;
pub(super) use policy::Policy;

use super::{
    ClientRequest, Deployment, Failure,
    context::{self, Context},
    method_request::has_valid_form,
    parameters,
};
use crate::{
    document::{Authorizer, ResponseType, Source},
    infrastructure::REGION,
};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

/// How long an answer is kept unless the document says another time:
/// [authorizerResultTtlInSeconds](https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-authorizer.html).
const TTL: Duration = Duration::from_secs(300);
/// How long an authorizer may take. It is assumed to be as long as an integration may.
pub(super) const TIMEOUT: Duration = Duration::from_secs(29);
/// How many answers are kept.
const CACHED: usize = 1_000;

/// The answers of authorizers that are still valid, by the function and the values of its identity sources.
#[derive(Debug, Default)]
pub(super) struct Cache(Mutex<HashMap<Identity, (Instant, Arc<Policy>)>>);

/// A function, and the values of its identity sources.
type Identity = (String, Vec<String>);

impl Cache {
    pub(super) fn get(&self, function: &str, identity: &[String]) -> Option<Arc<Policy>> {
        let mut cache = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (function.to_owned(), identity.to_vec());
        let (until, policy) = cache.get(&key)?;
        if *until > Instant::now() {
            return Some(Arc::clone(policy));
        }
        cache.remove(&key);
        None
    }

    /// Keeps an answer for the authorizer's time. Without identity sources there is nothing to know a caller by.
    pub(super) fn put(
        &self,
        function: &str,
        identity: Vec<String>,
        authorizer: &Authorizer,
        policy: &Arc<Policy>,
    ) {
        let ttl = authorizer.ttl.unwrap_or(TTL);
        if ttl.is_zero() || identity.is_empty() {
            return;
        }
        let mut cache = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        if cache.len() >= CACHED {
            cache.retain(|_, (until, _)| *until > now);
        }
        if cache.len() < CACHED {
            let entry = (now + ttl, Arc::clone(policy));
            cache.insert((function.to_owned(), identity), entry);
        }
    }
}

/// The values of the authorizer's identity sources. An authorizer is not asked if one is missing or empty, or a token has another
/// form than the document wants.
pub(super) fn identity(
    deployment: &Deployment,
    request: &ClientRequest,
    authorizer: &Authorizer,
) -> Result<Vec<String>, Failure> {
    let refused = |reason: String| Failure::new(ResponseType::Unauthorized, "Unauthorized", reason);
    let context = Context {
        request,
        deployment,
    };
    let mut values = Vec::new();
    for source in &authorizer.identity_sources {
        let value = if source.starts_with('$') {
            Source::of_http_api(source)
                .and_then(|source| parameters::value_of(&source, deployment, request, None))
        } else if let Some(name) = source.strip_prefix("method.request.header.") {
            request.header(name).next_back().map(String::from)
        } else if let Some(name) = source.strip_prefix("method.request.querystring.") {
            request.queries(name).next_back().map(String::from)
        } else if let Some(name) = source.strip_prefix("stageVariables.") {
            deployment.stage_variables.get(name).cloned()
        } else if let Some(name) = source.strip_prefix("context.") {
            context.text(name)
        } else {
            None
        };
        let value = value.filter(|value| !value.is_empty());
        values.push(value.ok_or_else(|| {
            refused(format!(
                "the identity source `{source}` is missing, so the authorizer is not asked"
            ))
        })?);
    }
    if let Some(expression) = &authorizer.identity_validation_expression
        && !values.iter().all(|token| has_valid_form(token, expression))
    {
        return Err(refused(format!(
            "the token does not match `{expression}`, so the authorizer is not asked"
        )));
    }
    Ok(values)
}

/// The request, as policies name it.
pub(super) fn method_arn(deployment: &Deployment, request: &ClientRequest) -> String {
    let (account, api) = (context::ACCOUNT, context::API);
    let (stage, method, path) = (&deployment.stage, &request.method, &request.path);
    format!("arn:aws:execute-api:{REGION}:{account}:{api}/{stage}/{method}{path}")
}

/// An authorizer that fails or answers nonsense: 500, with `null` for a message, as users report of AWS.
pub(super) fn unusable(reason: &str) -> Failure {
    let reason = format!("the authorizer cannot be used: {reason}");
    Failure::new(ResponseType::AuthorizerConfigurationError, "", reason)
}

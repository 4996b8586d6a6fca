//! Lambda authorizers: which event they get, and what their answers mean.
//!
//! Facts: [input](https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-input.html) and
//! [output](https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html) of a Lambda
//! authorizer. Everything here is pure, but for the cache; the gateway itself asks the function.

use super::{
    ClientRequest, Deployment, Failure, MethodRequest,
    context::{self, Context},
    method_request::has_valid_form,
    proxy,
};
use crate::{
    Outcome,
    document::{Authorizer, Operation, ResponseType},
    infrastructure::REGION,
};
use serde_json::{Map, Value, json};
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
/// How many actions and resources of a policy are looked at. All that fits into an IAM policy is fewer.
const PATTERNS: usize = 10_000;

/// The answers of authorizers that are still valid, by the function and the values of its identity sources.
#[derive(Debug, Default)]
pub(super) struct Cache(Mutex<HashMap<Identity, (Instant, Arc<Policy>)>>);

/// A function, and the values of its identity sources.
type Identity = (String, Vec<String>);

/// An answer of an authorizer: it holds for every operation, and is cached so.
#[derive(Debug)]
pub(super) struct Policy {
    statements: Vec<Statement>,
    /// `$context.authorizer`.
    context: Value,
    has_conditions: bool,
}

#[derive(Debug)]
struct Statement {
    allows: bool,
    actions: Vec<String>,
    resources: Vec<String>,
}

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
        let value = if let Some(name) = source.strip_prefix("method.request.header.") {
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

/// The authorizer's event.
pub(super) fn event(
    deployment: &Deployment,
    operation: &Arc<Operation>,
    request: &ClientRequest,
    authorizer: &Authorizer,
    identity: &[String],
) -> Result<String, Failure> {
    let method_arn = method_arn(deployment, request);
    if authorizer.type_name != "request" {
        let token = identity.first().map_or("", String::as_str);
        let event = json!({"type": "TOKEN", "methodArn": method_arn, "authorizationToken": token});
        return Ok(event.to_string());
    }
    let request = MethodRequest::to_operation(Arc::clone(operation), request.clone());
    let event = proxy::event(deployment, &request)?;
    let event = serde_json::from_str::<Map<String, Value>>(&event);
    let mut event = event.map_err(|error| unusable(&format!("its event: {error}")))?;
    event.remove("body");
    event.remove("isBase64Encoded");
    event.insert("type".to_owned(), json!("REQUEST"));
    event.insert("methodArn".to_owned(), json!(method_arn));
    Ok(Value::from(event).to_string())
}

/// An authorizer that fails or answers nonsense: 500, with `null` for a message, as users report of AWS.
pub(super) fn unusable(reason: &str) -> Failure {
    let reason = format!("the authorizer cannot be used: {reason}");
    Failure::new(ResponseType::AuthorizerConfigurationError, "", reason)
}

impl Policy {
    /// The policy in an authorizer's answer.
    ///
    /// # Errors
    ///
    /// When it failed: with exactly `Unauthorized`, which is a 401, or otherwise, which is a 500. Its answer is one, too, if it has no
    /// `principalId`, no policy, or a `context` with other values than texts, numbers and booleans.
    pub(super) fn read(outcome: &Outcome) -> Result<Self, Failure> {
        let answer = match outcome {
            Outcome::Payload(answer) => answer,
            Outcome::FunctionError(error)
                if outcome.error_message().as_deref() == Some("Unauthorized") =>
            {
                let reason = format!("the authorizer says so: {error}");
                return Err(Failure::new(
                    ResponseType::Unauthorized,
                    "Unauthorized",
                    reason,
                ));
            }
            Outcome::FunctionError(error) => return Err(unusable(error)),
            Outcome::NotInvoked(reason) => return Err(unusable(reason)),
            Outcome::Streamed(_) => return Err(unusable("it streams its answer")),
        };
        let answer: Value = serde_json::from_str(answer)
            .map_err(|error| unusable(&format!("its answer is not JSON: {error}")))?;
        let principal = answer["principalId"]
            .as_str()
            .ok_or_else(|| unusable("its answer has no text `principalId`"))?;
        let given = match &answer["policyDocument"]["Statement"] {
            Value::Array(statements) => statements.iter().collect(),
            statement @ Value::Object(_) => vec![statement],
            _ => return Err(unusable("its answer has no `policyDocument.Statement`")),
        };
        let mut statements = Vec::new();
        for statement in &given {
            let allows = match statement["Effect"].as_str() {
                Some("Allow") => true,
                Some("Deny") => false,
                _ => {
                    return Err(unusable(
                        "a statement's `Effect` is neither `Allow` nor `Deny`",
                    ));
                }
            };
            statements.push(Statement {
                allows,
                actions: texts(&statement["Action"]),
                resources: texts(&statement["Resource"]),
            });
        }
        let mut context = Map::new();
        for (name, value) in answer["context"].as_object().into_iter().flatten() {
            let value = match value {
                Value::String(text) => text.clone(),
                Value::Number(_) | Value::Bool(_) => value.to_string(),
                Value::Null => continue,
                Value::Array(_) | Value::Object(_) => {
                    return Err(unusable(&format!(
                        "the member `{name}` of its `context` is neither a text nor a number nor a boolean"
                    )));
                }
            };
            context.insert(name.clone(), value.into());
        }
        context.insert("principalId".to_owned(), principal.into());
        if let Some(key) = answer["usageIdentifierKey"].as_str() {
            context.insert("usageIdentifierKey".to_owned(), key.into());
        }
        Ok(Self {
            statements,
            context: context.into(),
            has_conditions: given.iter().any(|it| it.get("Condition").is_some()),
        })
    }

    /// Whether a `Condition` was left out of account.
    pub(super) fn has_conditions(&self) -> bool {
        self.has_conditions
    }

    /// `$context.authorizer`, if the policy lets the request in.
    ///
    /// The texts are those that users report of AWS.
    pub(super) fn decide(&self, method_arn: &str) -> Result<Value, Failure> {
        let is_about = |statement: &&Statement| {
            let invokes =
                |action: &String| matches(&action.to_ascii_lowercase(), "execute-api:invoke");
            statement.actions.iter().any(invokes)
                && statement.resources.iter().any(|it| matches(it, method_arn))
        };
        let mut applied = self.statements.iter().filter(is_about).peekable();
        let denied = |message: &str, reason: &str| {
            let reason = format!("the authorizer's policy {reason} `{method_arn}`");
            Err(Failure::new(ResponseType::AccessDenied, message, reason))
        };
        if applied.peek().is_none() {
            return denied(
                "User is not authorized to access this resource",
                "has no statement for",
            );
        }
        if applied.any(|statement| !statement.allows) {
            return denied(
                "User is not authorized to access this resource with an explicit deny",
                "denies",
            );
        }
        Ok(self.context.clone())
    }
}

fn texts(value: &Value) -> Vec<String> {
    let texts = match value {
        Value::String(text) => return vec![text.clone()],
        Value::Array(texts) => texts,
        _ => return Vec::new(),
    };
    let texts = texts.iter().take(PATTERNS).filter_map(Value::as_str);
    texts.map(str::to_owned).collect()
}

/// Whether the pattern, in which `*` is any text and `?` any character, takes all of `text`. Each `*` is tried once, so that the time
/// grows with the product of the lengths at most.
fn matches(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.as_bytes(), text.as_bytes());
    let (mut at, mut from) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while from < text.len() {
        match pattern.get(at) {
            Some(b'*') => {
                star = Some((at, from));
                at += 1;
            }
            Some(expected) if *expected == b'?' || *expected == text[from] => {
                at += 1;
                from += 1;
            }
            _ => match &mut star {
                Some((star, begin)) => {
                    *begin += 1;
                    (at, from) = (*star + 1, *begin);
                }
                None => return false,
            },
        }
    }
    pattern[at..].iter().all(|rest| *rest == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(statements: &Value) -> Result<Policy, Failure> {
        let answer = json!({"principalId": "Ada", "policyDocument": {"Statement": statements}, "context": {"n": 1, "b": true}});
        Policy::read(&Outcome::Payload(answer.to_string()))
    }

    #[test]
    fn patterns_take_the_whole_text() {
        for (pattern, text, expected) in [
            ("*", "", true),
            ("a*c", "abbc", true),
            ("a*c", "abb", false),
            ("a?c", "abc", true),
            ("a*b*c", "aXbXbXc", true),
            ("", "a", false),
            ("a", "ab", false),
        ] {
            assert_eq!(matches(pattern, text), expected, "{pattern} {text}");
        }
        let (pattern, text) = ("*a".repeat(500), "a".repeat(400) + "b");
        assert!(!matches(&pattern, &text));
    }

    #[test]
    fn a_denial_wins_and_what_is_not_allowed_is_denied() {
        let arn = "arn:aws:execute-api:us-east-1:000000000000:local/prod/GET/carts/7";
        let allow = json!({"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": ["*/GET/carts/*"]});
        let deny = json!({"Effect": "Deny", "Action": ["execute-api:*"], "Resource": arn});
        let allowed = policy(&allow).unwrap().decide(arn).unwrap();
        assert_eq!(
            allowed,
            json!({"principalId": "Ada", "n": "1", "b": "true"})
        );
        let denied = policy(&json!([allow, deny])).unwrap().decide(arn);
        assert!(denied.unwrap_err().message.ends_with("explicit deny"));
        let other = policy(&allow).unwrap().decide(&arn.replace("GET", "POST"));
        assert_eq!(other.unwrap_err().kind, Some(ResponseType::AccessDenied));
        assert!(policy(&json!([{"Effect": "allow"}])).is_err());
    }

    #[test]
    fn only_one_message_is_a_401() {
        let failure = |message| Policy::read(&Outcome::failed("Error", message)).unwrap_err();
        assert_eq!(
            failure("Unauthorized").kind,
            Some(ResponseType::Unauthorized)
        );
        for message in ["unauthorized", "Unauthorized ", "boom"] {
            assert_eq!(
                failure(message).kind,
                Some(ResponseType::AuthorizerConfigurationError)
            );
        }
    }
}

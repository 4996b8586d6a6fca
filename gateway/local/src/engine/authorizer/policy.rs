//! What a Lambda authorizer answers.

use super::unusable;
use crate::{
    Outcome,
    document::{HttpApiAuthorizer, ResponseType},
    engine::Failure,
};
use serde_json::{Map, Value};

/// How many actions and resources of a policy are looked at. All that fits into an IAM policy is fewer.
const PATTERNS: usize = 10_000;

/// An answer of an authorizer: it holds for every operation, and is cached so.
#[derive(Debug)]
pub(in crate::engine) struct Policy {
    access: Access,
    /// `$context.authorizer`.
    context: Value,
    has_conditions: bool,
}

/// What an answer lets in.
#[derive(Debug)]
enum Access {
    /// Every request, or none: `isAuthorized`.
    Simple(bool),
    /// What the statements of a policy allow.
    Statements(Vec<Statement>),
}

#[derive(Debug)]
struct Statement {
    allows: bool,
    actions: Vec<String>,
    resources: Vec<String>,
}

impl Policy {
    /// The policy in an authorizer's answer, or what stands for it in a simple answer of an HTTP API's.
    ///
    /// # Errors
    ///
    /// When it failed: with exactly `Unauthorized`, which is a 401, or otherwise, which is a 500. Its answer is one, too, if it has no
    /// `principalId`, no policy, or, in a REST API, a `context` with other values than texts, numbers and booleans; or, where simple
    /// answers are enabled, no `isAuthorized`.
    pub(in crate::engine) fn read(
        outcome: &Outcome,
        http_api: Option<HttpApiAuthorizer>,
    ) -> Result<Self, Failure> {
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
        if http_api.is_some_and(|http_api| http_api.simple_responses) {
            return Self::simple(&answer);
        }
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
        let mut context = match http_api {
            // The documented examples have lists and maps in it.
            Some(_) => answer["context"].as_object().cloned().unwrap_or_default(),
            None => context_of(&answer)?,
        };
        context.insert("principalId".to_owned(), principal.into());
        if let Some(key) = answer["usageIdentifierKey"].as_str() {
            context.insert("usageIdentifierKey".to_owned(), key.into());
        }
        Ok(Self {
            access: Access::Statements(statements),
            context: context.into(),
            has_conditions: given.iter().any(|it| it.get("Condition").is_some()),
        })
    }

    fn simple(answer: &Value) -> Result<Self, Failure> {
        let is_authorized = answer["isAuthorized"]
            .as_bool()
            .ok_or_else(|| unusable("its answer has no boolean `isAuthorized`"))?;
        let context = answer["context"].as_object().cloned();
        Ok(Self {
            access: Access::Simple(is_authorized),
            context: context.unwrap_or_default().into(),
            has_conditions: false,
        })
    }

    /// Whether a `Condition` was left out of account.
    pub(in crate::engine) fn has_conditions(&self) -> bool {
        self.has_conditions
    }

    /// `$context.authorizer`, if the policy lets the request in.
    ///
    /// The texts are those that users report of AWS.
    pub(in crate::engine) fn decide(&self, method_arn: &str) -> Result<Value, Failure> {
        let statements = match &self.access {
            Access::Simple(true) => return Ok(self.context.clone()),
            Access::Simple(false) => {
                return Err(Failure::new(
                    ResponseType::AccessDenied,
                    "User is not authorized to access this resource",
                    "the authorizer answers `isAuthorized: false`",
                ));
            }
            Access::Statements(statements) => statements,
        };
        let is_about = |statement: &&Statement| {
            let invokes =
                |action: &String| matches(&action.to_ascii_lowercase(), "execute-api:invoke");
            statement.actions.iter().any(invokes)
                && statement.resources.iter().any(|it| matches(it, method_arn))
        };
        let mut applied = statements.iter().filter(is_about).peekable();
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

/// The `context` of an answer in a REST API: all values as texts.
fn context_of(answer: &Value) -> Result<Map<String, Value>, Failure> {
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
    Ok(context)
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
    use serde_json::json;

    fn policy(statements: &Value) -> Result<Policy, Failure> {
        let answer = json!({"principalId": "Ada", "policyDocument": {"Statement": statements}, "context": {"n": 1, "b": true}});
        Policy::read(&Outcome::Payload(answer.to_string()), None)
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
        let failure = |message| Policy::read(&Outcome::failed("Error", message), None).unwrap_err();
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

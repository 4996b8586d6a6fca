//! Access: the security schemes of the document.

use super::{
    function::Function,
    tree::{Node, Object},
};
use std::time::Duration;

/// The callers that may call an operation: all callers, or those that meet every named condition.
///
/// ```
/// use lambda_api_errors::openapi::Security;
///
/// let pools = ["arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_a"];
/// let security = Security::cognito("users", pools).scopes(["carts/write"]).and(Security::api_key());
/// # drop(security);
/// ```
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct Security(Vec<Scheme>);

#[derive(Debug, Clone, PartialEq)]
struct Scheme {
    name: String,
    definition: Object,
    is_authorizer: bool,
    scopes: Vec<String>,
}

impl Security {
    /// All callers.
    pub fn open() -> Self {
        Self(Vec::new())
    }

    /// Callers that sign with AWS credentials.
    pub fn iam() -> Self {
        Self::one(
            "iam",
            in_header("Authorization").with(AUTH_TYPE, "awsSigv4"),
            true,
        )
    }

    /// Callers with an API key of a usage plan, in `x-api-key`.
    pub fn api_key() -> Self {
        Self::one("apiKey", in_header("x-api-key"), false)
    }

    /// Users of the Cognito user pools of these ARNs.
    pub fn cognito(
        name: impl Into<String>,
        user_pools: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        let pools: Vec<String> = user_pools.into_iter().map(Into::into).collect();
        let authorizer = Object::new()
            .with("type", "cognito_user_pools")
            .with("providerARNs", pools);
        let definition = in_header("Authorization")
            .with(AUTH_TYPE, "cognito_user_pools")
            .with(AUTHORIZER, authorizer);
        Self::one(name, definition, true)
    }

    /// Callers whose token the Lambda authorizer `function` accepts; the token is the value of the header `header`.
    pub fn token_authorizer(
        name: impl Into<String>,
        header: impl Into<String>,
        function: &Function,
    ) -> Self {
        let authorizer = Object::new()
            .with("type", "token")
            .with("authorizerUri", function.uri());
        let definition = in_header(header)
            .with(AUTH_TYPE, "custom")
            .with(AUTHORIZER, authorizer);
        Self::one(name, definition, true)
    }

    /// Callers whose request the Lambda authorizer `function` accepts. The gateway keeps the authorizer's answer for the time
    /// `cached`, for all requests with the same values of `identity_sources`, such as `method.request.header.Authorization`.
    pub fn request_authorizer(
        name: impl Into<String>,
        identity_sources: impl IntoIterator<Item = impl Into<String>>,
        cached: Duration,
        function: &Function,
    ) -> Self {
        let sources: Vec<String> = identity_sources.into_iter().map(Into::into).collect();
        let authorizer = Object::new()
            .with("type", "request")
            .with("authorizerUri", function.uri())
            .with("identitySource", sources.join(", "))
            .with("authorizerResultTtlInSeconds", cached.as_secs());
        let definition = in_header("Unused")
            .with(AUTH_TYPE, "custom")
            .with(AUTHORIZER, authorizer);
        Self::one(name, definition, true)
    }

    /// Asks for these OAuth scopes, where a user pool gives them.
    pub fn scopes(mut self, scopes: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let scopes: Vec<String> = scopes.into_iter().map(Into::into).collect();
        for scheme in self.0.iter_mut().filter(|scheme| scheme.is_authorizer) {
            scheme.scopes.clone_from(&scopes);
        }
        self
    }

    /// States how long API Gateway keeps what an authorizer said (`authorizerResultTtlInSeconds`), in whole seconds. What is
    /// not stated is 300 seconds, and left open by [`check`](super::OpenApi::check).
    pub fn cached(mut self, time: Duration) -> Self {
        for scheme in self.0.iter_mut().filter(|scheme| scheme.is_authorizer) {
            let definition = std::mem::take(&mut scheme.definition);
            scheme.definition = definition.map(|name, value| match value {
                Node::Object(authorizer) if name == AUTHORIZER => authorizer
                    .set("authorizerResultTtlInSeconds", time.as_secs())
                    .into(),
                value => value,
            });
        }
        self
    }

    /// Asks for all of this and all of `other`: API Gateway takes one authorizer and an API key.
    pub fn and(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    fn one(name: impl Into<String>, definition: Object, is_authorizer: bool) -> Self {
        Self(vec![Scheme {
            name: name.into(),
            definition,
            is_authorizer,
            scopes: Vec::new(),
        }])
    }

    /// The `security` of an operation; `None` when all callers may call.
    pub(super) fn requirement(&self) -> Option<Node> {
        let schemes: Object = self
            .0
            .iter()
            .map(|scheme| (scheme.name.as_str(), Node::from(scheme.scopes.clone())))
            .collect();
        (!schemes.is_empty()).then(|| vec![schemes].into())
    }

    /// Adds the schemes to those of the whole document, and to `problems` the schemes that cannot be combined.
    pub(super) fn define(&self, schemes: &mut Vec<(String, Object)>, problems: &mut Vec<String>) {
        if self.0.iter().filter(|scheme| scheme.is_authorizer).count() > 1 {
            let names: Vec<_> = self.0.iter().map(|scheme| scheme.name.as_str()).collect();
            problems.push(format!(
                "the security schemes `{}` are asked for together, and API Gateway takes one authorizer and an API key",
                names.join("`, `")
            ));
        }
        for Scheme {
            name, definition, ..
        } in &self.0
        {
            match schemes.iter().find(|(other, _)| other == name) {
                None => schemes.push((name.clone(), definition.clone())),
                Some((_, other)) if other == definition => {}
                Some(_) => problems.push(format!(
                    "two security schemes are named `{name}`: give one of them another name"
                )),
            }
        }
    }
}

const AUTH_TYPE: &str = "x-amazon-apigateway-authtype";
const AUTHORIZER: &str = "x-amazon-apigateway-authorizer";

/// Import takes no other type than `apiKey`.
fn in_header(name: impl Into<String>) -> Object {
    Object::new()
        .with("type", "apiKey")
        .with("name", name.into())
        .with("in", "header")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemes_that_do_not_go_together() {
        let (mut schemes, mut problems) = (Vec::new(), Vec::new());
        let token = |header| Security::token_authorizer("users", header, &Function::name("auth"));
        Security::iam()
            .and(Security::api_key())
            .define(&mut schemes, &mut problems);
        token("Authorization").define(&mut schemes, &mut problems);
        token("Authorization").define(&mut schemes, &mut problems);
        assert_eq!((schemes.len(), problems.len()), (3, 0));
        token("X-Token").define(&mut schemes, &mut problems);
        assert!(
            problems[0].contains("two security schemes are named `users`"),
            "{problems:?}"
        );
        Security::iam()
            .and(token("Authorization"))
            .define(&mut schemes, &mut problems);
        assert!(problems[1].contains("one authorizer"), "{problems:?}");
    }
}

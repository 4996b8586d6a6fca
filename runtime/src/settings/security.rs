//! Access: the callers that may call.

use super::Function;
use std::time::Duration;

/// The callers that may call an operation: all callers, or those that meet every named condition.
///
/// ```
/// use lambda_api_errors::Security;
///
/// let pools = ["arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_a"];
/// let security = Security::cognito("users", pools).scopes(["carts/write"]).and(Security::api_key());
/// # drop(security);
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
#[must_use]
pub struct Security(pub(crate) Vec<Scheme>);

/// One condition.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Scheme {
    pub(crate) name: String,
    pub(crate) caller: Caller,
    pub(crate) scopes: Vec<String>,
    /// How long the gateway keeps what an authorizer said.
    pub(crate) cached: Option<Duration>,
}

/// Who meets a condition.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Caller {
    Iam,
    ApiKey,
    UserOf {
        pools: Vec<String>,
    },
    TokenAccepted {
        header: String,
        by: Function,
    },
    RequestAccepted {
        identity_sources: Vec<String>,
        by: Function,
    },
}

impl Security {
    /// All callers.
    pub fn open() -> Self {
        Self(Vec::new())
    }

    /// Callers that sign with AWS credentials.
    pub fn iam() -> Self {
        Self::one("iam", Caller::Iam)
    }

    /// Callers with an API key of a usage plan, in `x-api-key`.
    pub fn api_key() -> Self {
        Self::one("apiKey", Caller::ApiKey)
    }

    /// Users of the Cognito user pools of these ARNs.
    pub fn cognito(
        name: impl Into<String>,
        user_pools: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        let pools = user_pools.into_iter().map(Into::into).collect();
        Self::one(name, Caller::UserOf { pools })
    }

    /// Callers whose token the Lambda authorizer `function` accepts; the token is the value of the header `header`.
    pub fn token_authorizer(
        name: impl Into<String>,
        header: impl Into<String>,
        function: &Function,
    ) -> Self {
        let (header, by) = (header.into(), function.clone());
        Self::one(name, Caller::TokenAccepted { header, by })
    }

    /// Callers whose request the Lambda authorizer `function` accepts. The gateway keeps the authorizer's answer for the time
    /// `cached`, for all requests with the same values of `identity_sources`, such as `method.request.header.Authorization`.
    pub fn request_authorizer(
        name: impl Into<String>,
        identity_sources: impl IntoIterator<Item = impl Into<String>>,
        cached: Duration,
        function: &Function,
    ) -> Self {
        let caller = Caller::RequestAccepted {
            identity_sources: identity_sources.into_iter().map(Into::into).collect(),
            by: function.clone(),
        };
        Self::one(name, caller).cached(cached)
    }

    /// Asks for these OAuth scopes, where a user pool gives them.
    pub fn scopes(mut self, scopes: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let scopes: Vec<String> = scopes.into_iter().map(Into::into).collect();
        for scheme in self.0.iter_mut().filter(|scheme| scheme.is_authorizer()) {
            scheme.scopes.clone_from(&scopes);
        }
        self
    }

    /// States how long API Gateway keeps what an authorizer said (`authorizerResultTtlInSeconds`), in whole seconds. What is
    /// not stated is 300 seconds, and left open by the check of a deployed document.
    pub fn cached(mut self, time: Duration) -> Self {
        for scheme in &mut self.0 {
            scheme.cached = Some(time);
        }
        self
    }

    /// Asks for all of this and all of `other`: API Gateway takes one authorizer and an API key.
    pub fn and(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    fn one(name: impl Into<String>, caller: Caller) -> Self {
        Self(vec![Scheme {
            name: name.into(),
            caller,
            scopes: Vec::new(),
            cached: None,
        }])
    }
}

impl Scheme {
    /// Whether it takes the one place that API Gateway has for an authorizer.
    pub(crate) fn is_authorizer(&self) -> bool {
        self.caller != Caller::ApiKey
    }
}

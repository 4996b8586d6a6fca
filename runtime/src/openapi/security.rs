//! Access: the security schemes of the document.

use super::tree::{Node, Object};
use crate::{
    Security,
    settings::{Caller, Scheme},
};

const AUTH_TYPE: &str = "x-amazon-apigateway-authtype";
const AUTHORIZER: &str = "x-amazon-apigateway-authorizer";

impl Security {
    /// The `security` of an operation; `None` when all callers may call.
    pub(super) fn requirement(&self) -> Option<Node> {
        let schemes: Object = self
            .0
            .iter()
            .map(|scheme| (scheme.name.as_str(), Node::from(scheme.scopes.clone())))
            .collect();
        (!schemes.is_empty()).then(|| vec![schemes].into())
    }

    /// The schemes of an HTTP API; what it cannot have is one of `problems`.
    pub(super) fn of_http_api(&self, problems: &mut Vec<String>) -> Vec<(String, Object)> {
        let mut schemes = Vec::new();
        for scheme in &self.0 {
            match scheme.of_http_api() {
                Ok(definition) => schemes.push((scheme.name.clone(), definition)),
                Err(problem) => problems.push(problem),
            }
        }
        schemes
    }

    /// Adds the schemes to those of the whole document, and to `problems` the schemes that cannot be combined.
    pub(super) fn define(&self, schemes: &mut Vec<(String, Object)>, problems: &mut Vec<String>) {
        if self
            .0
            .iter()
            .filter(|scheme| scheme.is_authorizer())
            .count()
            > 1
        {
            let names: Vec<_> = self.0.iter().map(|scheme| scheme.name.as_str()).collect();
            problems.push(format!(
                "the security schemes `{}` are asked for together, and API Gateway takes one authorizer and an API key",
                names.join("`, `")
            ));
        }
        for scheme in &self.0 {
            let (name, definition) = (&scheme.name, scheme.definition());
            match schemes.iter().find(|(other, _)| other == name) {
                None => schemes.push((name.clone(), definition)),
                Some((_, other)) if *other == definition => {}
                Some(_) => problems.push(format!(
                    "two security schemes are named `{name}`: give one of them another name"
                )),
            }
        }
    }
}

/// How long a REST API keeps an authorizer's answer unless the document says it; an HTTP API keeps it only then.
const CACHED: u64 = 300;

impl Scheme {
    /// The security scheme of an HTTP API's document.
    fn of_http_api(&self) -> Result<Object, String> {
        let name = &self.name;
        let (header, sources, by) = match &self.caller {
            Caller::Iam => return Ok(self.definition()),
            Caller::ApiKey => {
                return Err(format!(
                    "an HTTP API has no API keys, and the security scheme `{name}` asks for one"
                ));
            }
            Caller::UserOf { .. } => {
                return Err(format!(
                    "an HTTP API asks a user pool through a JWT authorizer, which needs its issuer and audience: leave the security scheme `{name}` out, and add the authorizer to the document"
                ));
            }
            Caller::TokenAccepted { header, by } => (
                header.as_str(),
                vec![format!("$request.header.{header}")],
                by,
            ),
            Caller::RequestAccepted {
                identity_sources,
                by,
            } => {
                let sources = identity_sources.iter().map(|source| {
                    let source = source.strip_prefix("method.").unwrap_or(source);
                    format!("${source}")
                });
                ("Unused", sources.collect(), by)
            }
        };
        let cached = self.cached.map_or(CACHED, |time| time.as_secs());
        let authorizer = Object::new()
            .with("type", "request")
            .with("authorizerUri", by.uri())
            .with("identitySource", sources.join(", "))
            .with("authorizerPayloadFormatVersion", "1.0")
            .with("authorizerResultTtlInSeconds", cached);
        Ok(Object::new()
            .with("type", "apiKey")
            .with("name", header)
            .with("in", "header")
            .with(AUTHORIZER, authorizer))
    }

    /// The security scheme of the document.
    fn definition(&self) -> Object {
        let (header, auth_type, authorizer) = match &self.caller {
            Caller::Iam => ("Authorization", Some("awsSigv4"), None),
            Caller::ApiKey => ("x-api-key", None, None),
            Caller::UserOf { pools } => {
                let authorizer = Object::new()
                    .with("type", "cognito_user_pools")
                    .with("providerARNs", pools.clone());
                (
                    "Authorization",
                    Some("cognito_user_pools"),
                    Some(authorizer),
                )
            }
            Caller::TokenAccepted { header, by } => {
                let authorizer = Object::new()
                    .with("type", "token")
                    .with("authorizerUri", by.uri());
                (header.as_str(), Some("custom"), Some(authorizer))
            }
            Caller::RequestAccepted {
                identity_sources,
                by,
            } => {
                let authorizer = Object::new()
                    .with("type", "request")
                    .with("authorizerUri", by.uri())
                    .with("identitySource", identity_sources.join(", "));
                ("Unused", Some("custom"), Some(authorizer))
            }
        };
        let cached = self.cached.map(|time| time.as_secs());
        let authorizer = authorizer
            .map(|authorizer| authorizer.with_some("authorizerResultTtlInSeconds", cached));
        // Import takes no other type than `apiKey`.
        Object::new()
            .with("type", "apiKey")
            .with("name", header)
            .with("in", "header")
            .with_some(AUTH_TYPE, auth_type)
            .with_some(AUTHORIZER, authorizer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Function;

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

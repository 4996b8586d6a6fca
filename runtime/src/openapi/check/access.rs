//! Who may call an operation, and what the gateway validates before it asks the function.

use super::{cursor::Cursor, error::CheckError};
use std::collections::{BTreeMap, BTreeSet};

/// What a caller must bring, in words.
pub(super) type Access = BTreeSet<String>;

/// What is validated of a request.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Validation {
    pub(super) body: bool,
    pub(super) parameters: bool,
}

/// The security schemes and validators of a document, by name.
pub(super) struct Schemes {
    access: BTreeMap<String, String>,
    validators: BTreeMap<String, Validation>,
    default: Option<String>,
}

const VALIDATOR: &str = "x-amazon-apigateway-request-validator";
const AUTHORIZER: &str = "x-amazon-apigateway-authorizer";
const AUTH_TYPE: &str = "x-amazon-apigateway-authtype";
const SIGNATURE: &str = "an AWS signature";

impl Schemes {
    pub(super) fn read(root: &Cursor<'_>) -> Result<Self, CheckError> {
        let mut access = BTreeMap::new();
        if let Some(components) = root.get("components")? {
            for (name, scheme) in components.members_of("securitySchemes")? {
                access.insert(name.to_owned(), asks_for(name, &scheme)?);
            }
        }
        let mut validators = BTreeMap::new();
        for (name, validator) in root.members_of("x-amazon-apigateway-request-validators")? {
            let validation = Validation {
                body: validator.member_flag("validateRequestBody")?,
                parameters: validator.member_flag("validateRequestParameters")?,
            };
            validators.insert(name.to_owned(), validation);
        }
        Ok(Self {
            access,
            validators,
            default: root.member_text(VALIDATOR)?.map(str::to_owned),
        })
    }

    /// What `operation` asks of callers. Import ignores what the document as a whole asks for.
    pub(super) fn access(&self, operation: &Cursor<'_>) -> Result<Access, CheckError> {
        let mut access = Access::new();
        for requirement in operation.items_of("security")? {
            for (name, scopes) in requirement.members()? {
                let unknown = || format!("the scheme `{name}`");
                let what = self.access.get(name).cloned().unwrap_or_else(unknown);
                let mut scopes = scopes.texts()?;
                scopes.sort_unstable();
                access.insert(match &scopes[..] {
                    [] => what,
                    scopes => format!("{what} with the scope {}", scopes.join(" or ")),
                });
            }
        }
        if let Some(auth) = operation.get("x-amazon-apigateway-auth")?
            && auth
                .member_text("type")?
                .is_some_and(|kind| kind.eq_ignore_ascii_case("AWS_IAM"))
        {
            access.insert(SIGNATURE.to_owned());
        }
        Ok(access)
    }

    pub(super) fn validation(&self, operation: &Cursor<'_>) -> Result<Validation, CheckError> {
        let own = operation.member_text(VALIDATOR)?;
        let name = own.or(self.default.as_deref()).unwrap_or_default();
        Ok(self.validators.get(name).copied().unwrap_or_default())
    }
}

fn asks_for(name: &str, scheme: &Cursor<'_>) -> Result<String, CheckError> {
    let auth_type = scheme.member_text(AUTH_TYPE)?.map(str::to_ascii_lowercase);
    if auth_type.as_deref() == Some("awssigv4") {
        return Ok(SIGNATURE.to_owned());
    }
    let Some(authorizer) = scheme.get(AUTHORIZER)? else {
        return Ok(match auth_type {
            None if scheme.member_text("type")? == Some("apiKey") => "an API key".to_owned(),
            _ => format!("the scheme `{name}`"),
        });
    };
    let kind = authorizer.member_text("type")?.map(str::to_ascii_lowercase);
    Ok(match kind.as_deref() {
        Some("cognito_user_pools") => "a token of a user pool".to_owned(),
        Some("request") => "what a request authorizer lets pass".to_owned(),
        _ => {
            let header = scheme.member_text("name")?.unwrap_or("Authorization");
            format!("a token in `{header}` that an authorizer lets pass")
        }
    })
}

/// The names of the parameters that a request must have, beside those in the path.
pub(super) fn required_parameters(operation: &Cursor<'_>) -> Result<BTreeSet<String>, CheckError> {
    let mut names = BTreeSet::new();
    for parameter in operation.items_of("parameters")? {
        let place = parameter.member_text("in")?.unwrap_or_default();
        if place != "path" && parameter.member_flag("required")? {
            names.insert(
                parameter
                    .member_text("name")?
                    .unwrap_or_default()
                    .to_owned(),
            );
        }
    }
    Ok(names)
}

//! Style 3: the status, and a list of errors with pointers into the request.

use crate::Style;
use lambda_api_errors::{
    Created, Endpoint, FieldError, Json, StatusErrors, api_errors, lambda_endpoint,
};
use serde::Deserialize;
use serde_json::json;
use thiserror::Error;

/// Why a person is not registered.
#[api_errors(body = StatusErrors, style = "json")]
#[derive(Debug, Error)]
pub enum PersonError {
    /// Something about the person is invalid.
    #[error("the person is invalid")]
    #[api(status = 400)]
    InvalidPerson(#[api(errors)] Vec<FieldError>),

    /// A person of this name is registered.
    #[error("{0} is taken")]
    #[api(
        status = 409,
        code = "301",
        pointer = "/data/attributes/first-name",
        detail = "A first name can be registered once."
    )]
    NameTaken(String),
}

/// A person, in the shape of JSON:API.
#[derive(Debug, Deserialize)]
pub struct Person {
    data: Data,
}

#[derive(Debug, Deserialize)]
struct Data {
    attributes: Attributes,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Attributes {
    first_name: String,
    password: String,
}

/// Register a person.
///
/// # Errors
///
/// When the person is invalid, or the name is taken.
#[lambda_endpoint(POST, "/people")]
pub async fn register_person(Json(person): Json<Person>) -> Result<Created<String>, PersonError> {
    let Attributes {
        first_name,
        password,
    } = person.data.attributes;
    let short = |code, source, detail| {
        FieldError::new(code, "Value is too short")
            .at(source)
            .detail(detail)
    };
    let mut errors = Vec::new();
    if first_name.chars().count() < 3 {
        errors.push(short(
            "123",
            "/data/attributes/first-name",
            "First name must contain at least three characters.",
        ));
    }
    if password.chars().count() < 12 {
        errors.push(short(
            "124",
            "/data/attributes/password",
            "Password must contain at least twelve characters.",
        ));
    }
    match first_name.as_str() {
        _ if !errors.is_empty() => Err(PersonError::InvalidPerson(errors)),
        "Adam" => Err(PersonError::NameTaken(first_name)),
        _ => Ok(Created::new(first_name)),
    }
}

pub(crate) fn style() -> Style {
    let person = |first_name: &str, password: &str| json!({ "data": { "attributes": { "first-name": first_name, "password": password } } });
    Style {
        title: "The status, and a list of errors with pointers into the request",
        operation: register_person::OPERATION,
        pattern: r#".*"status":400.*"#,
        status: 400,
        requests: vec![
            ("The published error and another", person("Al", "secret")),
            ("An error without a list", person("Adam", "correct horse")),
            (
                "What an extractor refuses is answered in the same style",
                json!({}),
            ),
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lambda_api_errors::callback;

    #[tokio::test]
    async fn the_message_is_the_published_one() {
        let (_, body) = style().requests.swap_remove(0);
        let person = Json(serde_json::from_value(body).unwrap());
        let message = callback::encode(&register_person(person).await.unwrap_err());
        let published = r#"{"status":400,"errors":[{"code":"123","source":"/data/attributes/first-name","message":"Value is too short","detail":"First name must contain at least three characters."},"#;
        assert!(message.starts_with(published), "{message}");
        assert!(crate::pattern::matches_whole(style().pattern, &message).unwrap());
    }
}

//! The schemas of bodies in the formats of this crate.

use super::Shape;
#[cfg(any(feature = "aide", feature = "utoipa"))]
use crate::DeclaredResponse;
use serde_json::{Value, json};

/// The wanted name and the schema of failures in the format of `shape`.
///
/// A body may also have extension members; the description of each response names them.
pub(crate) fn model(shape: Shape) -> (&'static str, Value) {
    let (name, description, mut schema) = match shape {
        Shape::Problem => ("ProblemDetails", "Problem details (RFC 9457).", problem()),
        Shape::JsonApi => (
            "ErrorObjects",
            "JSON:API error objects (JSON:API 1.1).",
            json_api(),
        ),
        Shape::StatusErrors => (
            "StatusErrors",
            "A status, and what is wrong.",
            status_errors(),
        ),
        Shape::HttpStatusDetails => (
            "HttpStatusDetails",
            "An error with its status and details.",
            http_status_details(),
        ),
        Shape::ResultErrors => (
            "ResultErrors",
            "A result, and what is wrong.",
            result_errors(),
        ),
        Shape::Message => ("ErrorMessage", "An error message.", message()),
        Shape::Custom => ("Error", "An error.", json!({"type": "object"})),
    };
    schema["description"] = description.into();
    (name, schema)
}

/// Where the schema of a format has the status, the code and the title, as JSON pointers.
#[cfg(any(feature = "aide", feature = "utoipa"))]
struct Places {
    status: Option<&'static str>,
    code: Option<&'static str>,
    title: Option<&'static str>,
}

#[cfg(any(feature = "aide", feature = "utoipa"))]
impl Places {
    const fn of(shape: Shape) -> Self {
        let (status, code, title) = match shape {
            Shape::Problem => (Some("/properties/status"), Some("/properties/code"), None),
            Shape::JsonApi => (
                Some("/properties/errors/items/properties/status"),
                Some("/properties/errors/items/properties/code"),
                None,
            ),
            Shape::StatusErrors => (
                Some("/properties/status"),
                Some("/properties/errors/items/properties/code"),
                None,
            ),
            Shape::HttpStatusDetails => (
                Some("/properties/error/properties/httpStatusCode"),
                Some("/properties/error/properties/details/items/properties/code"),
                None,
            ),
            Shape::ResultErrors => (None, None, Some("/properties/result")),
            Shape::Message | Shape::Custom => (None, None, None),
        };
        Self {
            status,
            code,
            title,
        }
    }
}

/// The schema of the bodies of `responses`, which all have `status`: the format's schema with this status and these codes only.
#[cfg(any(feature = "aide", feature = "utoipa"))]
pub(crate) fn of_status(shape: Shape, status: u16, responses: &[&DeclaredResponse]) -> Value {
    let Places {
        status: status_place,
        code,
        title,
    } = Places::of(shape);
    let number = match shape {
        Shape::JsonApi => json!(status.to_string()),
        _ => json!(status),
    };
    let values = |value: fn(&DeclaredResponse) -> &'static str| {
        let mut values: Vec<_> = responses.iter().map(|response| value(response)).collect();
        values.sort_unstable();
        values.dedup();
        json!(values)
    };
    // An entry of a list can be a field error, whose code is the program's.
    let has_field_errors = responses.iter().any(|response| response.has_errors());
    let code = code.filter(|place| !(has_field_errors && place.contains("/items/")));
    let (_, mut schema) = model(shape);
    for (place, allowed) in [
        (status_place, json!([number])),
        (code, values(DeclaredResponse::code)),
        (title, values(DeclaredResponse::title)),
    ] {
        if let Some(member) = place.and_then(|place| schema.pointer_mut(place)) {
            member["enum"] = allowed;
        }
    }
    schema
}

fn object(required: &[&str], properties: &Value) -> Value {
    json!({"type": "object", "required": required, "properties": properties})
}

fn list(items: &Value) -> Value {
    json!({"type": "array", "items": items})
}

fn text(description: &str) -> Value {
    json!({"type": "string", "description": description})
}

fn code() -> Value {
    text("The error code.")
}

fn summary() -> Value {
    text("A short summary, the same for every occurrence.")
}

fn explanation() -> Value {
    text("What is wrong, for people.")
}

fn detail() -> Value {
    text("A longer explanation.")
}

fn pointer() -> Value {
    text("The JSON pointer (RFC 6901) of the wrong part of the request.")
}

fn status() -> Value {
    json!({"type": "integer", "description": "The HTTP status."})
}

/// `FieldError`, and an error itself in the list of `StatusErrors`.
fn field_errors() -> Value {
    let members =
        json!({"code": code(), "source": pointer(), "message": explanation(), "detail": detail()});
    list(&object(&["code", "message"], &members))
}

fn problem() -> Value {
    let members = json!({
        "type": text("The problem type, a URI reference."),
        "title": summary(),
        "status": status(),
        "detail": explanation(),
        "code": code(),
        "pointer": pointer(),
        "errors": field_errors(),
    });
    object(&["type", "title", "status", "code"], &members)
}

fn json_api() -> Value {
    let source = object(&["pointer"], &json!({"pointer": pointer()}));
    let members = json!({
        "status": text("The HTTP status."),
        "code": code(),
        "title": text("A short summary."),
        "detail": explanation(),
        "source": source,
    });
    let errors = list(&object(&["status", "code", "title"], &members));
    object(
        &["errors"],
        &json!({"errors": errors, "meta": {"type": "object"}}),
    )
}

fn status_errors() -> Value {
    object(
        &["status", "errors"],
        &json!({"status": status(), "errors": field_errors()}),
    )
}

fn http_status_details() -> Value {
    let members = json!({"code": code(), "message": explanation(), "description": detail(), "source": pointer()});
    let details = list(&object(&["code", "message"], &members));
    let error = json!({"httpStatusCode": status(), "details": details});
    let error = object(&["httpStatusCode", "details"], &error);
    object(&["error"], &json!({ "error": error }))
}

fn result_errors() -> Value {
    object(
        &["result", "errors"],
        &json!({"result": summary(), "errors": list(&explanation())}),
    )
}

fn message() -> Value {
    object(
        &["errorMessage"],
        &json!({"errorMessage": text("The kind of error, and what is wrong.")}),
    )
}

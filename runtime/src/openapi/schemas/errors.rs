//! Models of the body formats.

use crate::body::Shape;
use serde_json::{Value, json};

/// The wanted name and the schema of failures in the format of `shape`.
///
/// Extension members may stand beside those that are listed; the description of each response names them.
pub(super) fn model(shape: Shape) -> (&'static str, Value) {
    let text = |description: &str| json!({"type": "string", "description": description});
    let code = text("The error code.");
    let message = text("What is wrong, for people.");
    let explanation = text("A longer explanation.");
    let pointer = text("The JSON pointer (RFC 6901) of the part of the request that is at fault.");
    let status = json!({"type": "integer", "description": "The HTTP status."});
    let object = |required: &[&str], properties: Value| json!({"type": "object", "required": required, "properties": properties});
    let list = |items: Value| json!({"type": "array", "items": items});
    let field = json!({"code": code, "source": pointer, "message": message, "detail": explanation});
    let fields = || list(object(&["code", "message"], field.clone()));
    let described = |description: &str, mut schema: Value| {
        schema["description"] = description.into();
        schema
    };
    match shape {
        Shape::Problem => (
            "ProblemDetails",
            described(
                "Problem details (RFC 9457).",
                object(
                    &["type", "title", "status", "code"],
                    json!({
                        "type": text("The problem type, a URI reference."),
                        "title": text("A short summary, the same for every occurrence."),
                        "status": status,
                        "detail": text("What is wrong this time."),
                        "code": code,
                        "pointer": pointer,
                        "errors": fields(),
                    }),
                ),
            ),
        ),
        Shape::JsonApi => (
            "ErrorObjects",
            described(
                "JSON:API error objects (JSON:API 1.1).",
                object(
                    &["errors"],
                    json!({
                        "errors": list(object(&["status", "code", "title"], json!({
                            "status": text("The HTTP status."),
                            "code": code,
                            "title": text("A short summary."),
                            "detail": explanation,
                            "source": object(&["pointer"], json!({"pointer": pointer})),
                        }))),
                        "meta": {"type": "object"},
                    }),
                ),
            ),
        ),
        Shape::StatusErrors => (
            "StatusErrors",
            described(
                "A status, and what is wrong.",
                object(
                    &["status", "errors"],
                    json!({"status": status, "errors": fields()}),
                ),
            ),
        ),
        Shape::HttpStatusDetails => (
            "HttpStatusDetails",
            described(
                "An error with its status and details.",
                object(
                    &["error"],
                    json!({
                        "error": object(&["httpStatusCode", "details"], json!({
                            "httpStatusCode": status,
                            "details": list(object(&["code", "message"], json!({
                                "code": code,
                                "message": message,
                                "description": explanation,
                                "source": pointer,
                            }))),
                        })),
                    }),
                ),
            ),
        ),
        Shape::ResultErrors => (
            "ResultErrors",
            described(
                "A result, and what is wrong.",
                object(
                    &["result", "errors"],
                    json!({
                        "result": text("A short summary, the same for every occurrence."),
                        "errors": list(message),
                    }),
                ),
            ),
        ),
        Shape::Message => (
            "ErrorMessage",
            described(
                "An error message.",
                object(
                    &["errorMessage"],
                    json!({"errorMessage": text("The kind of error, and what is wrong.")}),
                ),
            ),
        ),
        Shape::Custom => (
            "Error",
            json!({"type": "object", "description": "An error."}),
        ),
    }
}

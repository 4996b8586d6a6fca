//! `contentHandling`, by AWS's table of conversions.

use super::{ask, error, payload, post, read};
use crate::Document;
use http::Request;

/// A custom integration of an API that takes `image/*` for binary, with these members of it and of its response.
fn document(integration: &str, response: &str) -> Document {
    read(&format!(
        "x-amazon-apigateway-binary-media-types: [image/*]\npaths:\n  /x:\n    post:\n      responses: {{200: {{description: d}}, 400: {{description: d}}}}\n      x-amazon-apigateway-integration: {{type: aws, httpMethod: POST, uri: URI, {integration}responses: {{default: {{statusCode: 200{response}}}, 'Bad.*': {{statusCode: 400{response}}}}}}}\n"
    ))
}

fn accepting(media_type: &str) -> Request<&'static str> {
    let mut request = post("{}");
    request
        .headers_mut()
        .insert("accept", media_type.parse().unwrap());
    request
}

#[tokio::test]
async fn responses_are_decoded_for_those_who_accept_binary_types() {
    for (handling, accept, body) in [
        ("", "application/json", "\"YQ==\""),
        ("", "image/png", "a"),
        (
            ", contentHandling: CONVERT_TO_TEXT",
            "image/png",
            "\"YQ==\"",
        ),
        (
            ", contentHandling: CONVERT_TO_BINARY",
            "application/json",
            "a",
        ),
        (", contentHandling: CONVERT_TO_BINARY", "image/png", "a"),
    ] {
        let answer = Some(payload("\"YQ==\""));
        let answered = ask(document("", handling), answer, accepting(accept)).await;
        assert_eq!(answered.body(), body, "{handling} {accept}");
        assert_eq!(answered.is_unverified(), body == "a");
    }
}

#[tokio::test]
async fn an_error_that_is_no_base64_breaks_for_those_who_accept_binary_types() {
    let answered = ask(document("", ""), Some(error("Bad")), accepting("image/png")).await;
    assert_eq!(answered.status(), 500);
    assert_eq!(
        answered.trace.gateway_response(),
        Some("API_CONFIGURATION_ERROR")
    );
    let kept = document("", ", contentHandling: CONVERT_TO_TEXT");
    let answered = ask(kept, Some(error("Bad")), accepting("image/png")).await;
    assert_eq!(answered.status(), 400);
}

#[tokio::test]
async fn requests_are_encoded_or_decoded() {
    for (handling, media_type, body, event) in [
        ("", "application/json", "1", "1"),
        (
            "contentHandling: CONVERT_TO_TEXT, ",
            "application/json",
            "1",
            "1",
        ),
        (
            "contentHandling: CONVERT_TO_BINARY, ",
            "application/json",
            "MTI=",
            "12",
        ),
        ("", "image/png", "1", "1"),
        (
            "contentHandling: CONVERT_TO_TEXT, requestTemplates: {image/png: '\"$input.body\"'}, ",
            "image/png",
            "a",
            "\"YQ==\"",
        ),
    ] {
        let mut request = post(body);
        request
            .headers_mut()
            .insert("content-type", media_type.parse().unwrap());
        let answered = ask(document(handling, ""), None, request).await;
        assert_eq!(answered.recorder.event(), event, "{handling} {media_type}");
    }
    let decoding = document("contentHandling: CONVERT_TO_BINARY, ", "");
    let answered = ask(decoding, None, post("{}")).await;
    assert_eq!(answered.status(), 500);
}

//! The streamed answer of a proxy integration's function: status and headers as a JSON object, eight zeros, and the body.
//!
//! [Response streaming](https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode-lambda.html). The gateway on AWS
//! passes each part of the body on as it arrives; here the answer is read whole, with the limit of an answer that is not streamed.

use super::answer;
use crate::{engine::Failure, trace::Trace};
use bytes::Bytes;
use http::{HeaderValue, Response, header::SET_COOKIE};
use serde_json::{Map, Value};

/// What separates the metadata from the body.
const DELIMITER: &str = "\0\0\0\0\0\0\0\0";

/// The members that the metadata can have.
const MEMBERS: [&str; 4] = ["cookies", "headers", "multiValueHeaders", "statusCode"];

/// Reads an answer of an integration whose `responseTransferMode` is `STREAM`.
pub(in crate::engine) fn streamed(
    payload: &str,
    accepts_binary: bool,
    trace: &mut Trace,
) -> Result<Response<Bytes>, Failure> {
    let Some((metadata, body)) = payload.split_once(DELIMITER) else {
        trace.unverified(
            "an answer in one piece is taken as that of an integration that does not stream",
        );
        return answer::response(payload, accepts_binary, trace);
    };
    trace.note("the body is passed on in one piece here, and as it arrives on AWS");
    let malformed = |reason: &str| {
        Failure::integration(502, format!("Malformed streamed Lambda response: {reason}"))
    };
    let metadata: Map<String, Value> = serde_json::from_str(metadata)
        .map_err(|_| malformed("its beginning is not a JSON object"))?;
    if let Some(unknown) = metadata.keys().find(|key| !MEMBERS.contains(&key.as_str())) {
        return Err(malformed(&format!("it has a member `{unknown}`")));
    }
    let status = metadata.get("statusCode").and_then(answer::status);
    let mut response = Response::new(Bytes::copy_from_slice(body.as_bytes()));
    *response.status_mut() = status.ok_or_else(|| malformed("its `statusCode` is not a status"))?;
    let mut headers = answer::headers_of(&metadata).map_err(|reason| malformed(&reason))?;
    for cookie in metadata
        .get("cookies")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        let cookie = cookie
            .as_str()
            .and_then(|cookie| HeaderValue::from_str(cookie).ok());
        headers.append(
            SET_COOKIE,
            cookie.ok_or_else(|| malformed("a cookie is not text that HTTP allows"))?,
        );
    }
    *response.headers_mut() = headers;
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(payload: &str) -> Result<Response<Bytes>, String> {
        let answer = streamed(payload, false, &mut Trace::default());
        answer.map_err(|failure| failure.reason)
    }

    #[test]
    fn metadata_and_body_make_the_response() {
        let payload = format!(
            r#"{{"statusCode":201,"headers":{{"x-a":"1"}},"cookies":["a=1","b=2"]}}{DELIMITER}one{DELIMITER}two"#
        );
        let response = read(&payload).unwrap();
        assert_eq!(response.status(), 201);
        assert_eq!(response.headers()["x-a"], "1");
        assert_eq!(response.headers().get_all(SET_COOKIE).iter().count(), 2);
        assert_eq!(response.body(), format!("one{DELIMITER}two").as_bytes());
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (metadata, reason) in [
            ("no", "its beginning is not a JSON object"),
            (r#"{"statusCode":7}"#, "its `statusCode` is not a status"),
            (r#"{"statusCode":200,"body":""}"#, "it has a member `body`"),
            (
                r#"{"statusCode":200,"cookies":[7]}"#,
                "a cookie is not text that HTTP allows",
            ),
        ] {
            let error = read(&format!("{metadata}{DELIMITER}")).unwrap_err();
            assert!(error.ends_with(reason), "{error}");
        }
    }

    #[test]
    fn an_answer_in_one_piece_is_read_as_one() {
        let response = read(r#"{"statusCode":204}"#).unwrap();
        assert_eq!(response.status(), 204);
    }
}

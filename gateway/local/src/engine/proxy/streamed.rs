//! The streamed answer of a proxy integration's function: status and headers as a JSON object, eight zeros, and the body.
//!
//! [Response streaming](https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode-lambda.html). Each part of the body
//! is passed on as it arrives: the response has no body then, and the rest of the stream among its extensions.

use super::answer;
use crate::{
    engine::{Failure, StreamedAnswer, headers},
    trace::Trace,
};
#[cfg(feature = "server")]
use crate::{
    function::{ByteStream, Outcome, PAYLOAD_LIMIT, STREAM_LIMIT},
    lossy,
};
use bytes::Bytes;
#[cfg(feature = "server")]
use futures_util::{StreamExt, stream};
use http::{HeaderValue, Response, header::SET_COOKIE};
use serde_json::{Map, Value};
#[cfg(feature = "server")]
use tokio::time::{Instant, timeout_at};

/// What separates the metadata from the body.
const DELIMITER: &str = "\0\0\0\0\0\0\0\0";

/// The members that the metadata can have.
const MEMBERS: [&str; 4] = ["cookies", "headers", "multiValueHeaders", "statusCode"];

/// Reads the beginning of a streamed answer, up to its body.
///
/// # Errors
///
/// The outcome of an invocation that has no such beginning: it failed, or what it sent is an answer in one piece.
#[cfg(feature = "server")]
pub(in crate::engine) async fn received(answer: &ByteStream) -> Result<StreamedAnswer, Outcome> {
    let (mut chunks, mut read) = (answer.take(), Vec::new());
    while let Some(chunk) = chunks.next().await {
        // The delimiter can begin in a former chunk.
        let from = read.len().saturating_sub(DELIMITER.len() - 1);
        read.extend_from_slice(&chunk?);
        let mut places = read[from..].windows(DELIMITER.len());
        if let Some(at) = places.position(|bytes| bytes == DELIMITER.as_bytes()) {
            let body = read.split_off(from + at + DELIMITER.len());
            read.truncate(from + at);
            let first = (!body.is_empty()).then(|| Ok(body.into()));
            return Ok(StreamedAnswer {
                metadata: lossy::string(read),
                body: ByteStream::new(stream::iter(first).chain(chunks)),
            });
        }
        if read.len() > PAYLOAD_LIMIT {
            return Err(Outcome::too_large());
        }
    }
    Err(Outcome::Payload(lossy::string(read)))
}

/// The rest of an answer, as far as it comes before `deadline` and Lambda streams it. Then it breaks off.
#[cfg(feature = "server")]
pub(in crate::engine) fn until(deadline: Instant, body: &ByteStream) -> ByteStream {
    let rest = Some((body.take(), 0_usize));
    ByteStream::new(stream::unfold(rest, move |rest| async move {
        let (mut chunks, size) = rest?;
        let failed = |reason: &str| Some((Err(Outcome::NotInvoked(reason.to_owned())), None));
        let Ok(chunk) = timeout_at(deadline, chunks.next()).await else {
            return failed("the time of the integration is over");
        };
        let chunk = match chunk? {
            Ok(chunk) => chunk,
            Err(outcome) => return Some((Err(outcome), None)),
        };
        let size = size + chunk.len();
        if size > STREAM_LIMIT {
            return failed("the answer has more than the 200 MB that Lambda streams");
        }
        Some((Ok(chunk), Some((chunks, size))))
    }))
}

/// The response with its whole body, where there is no client to stream it to.
#[cfg(feature = "server")]
pub(in crate::engine) async fn whole(
    mut response: Response<Bytes>,
    trace: &mut Trace,
) -> Response<Bytes> {
    let Some(stream) = response.extensions_mut().remove::<ByteStream>() else {
        return response;
    };
    let (mut chunks, mut body) = (stream.take(), Vec::new());
    while let Some(chunk) = chunks.next().await {
        match chunk {
            Ok(chunk) => body.extend_from_slice(&chunk),
            Err(outcome) => trace.note(format!("the stream broke off: {}", outcome.reason())),
        }
    }
    *response.body_mut() = body.into();
    response
}

/// Makes the response of a streamed answer. The rest of the stream is among its extensions.
pub(in crate::engine) fn begun(answer: &StreamedAnswer) -> Result<Response<Bytes>, Failure> {
    let mut response = head(&answer.metadata)?;
    response.extensions_mut().insert(answer.body.clone());
    Ok(response)
}

/// Reads an answer in one piece of an integration whose `responseTransferMode` is `STREAM`.
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
    trace.note("the body is passed on in one piece, as it came");
    let mut response = head(metadata)?;
    *response.body_mut() = Bytes::copy_from_slice(body.as_bytes());
    Ok(response)
}

/// The response without its body.
fn head(metadata: &str) -> Result<Response<Bytes>, Failure> {
    let malformed = |reason: &str| {
        Failure::integration(502, format!("Malformed streamed Lambda response: {reason}"))
    };
    let metadata: Map<String, Value> = serde_json::from_str(metadata)
        .map_err(|_| malformed("its beginning is not a JSON object"))?;
    if let Some(unknown) = metadata.keys().find(|key| !MEMBERS.contains(&key.as_str())) {
        return Err(malformed(&format!("it has a member `{unknown}`")));
    }
    let status = metadata.get("statusCode").and_then(answer::status);
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = status.ok_or_else(|| malformed("its `statusCode` is not a status"))?;
    let mut headers =
        answer::headers_of(metadata.get("multiValueHeaders"), metadata.get("headers"))
            .map_err(|reason| malformed(&reason))?;
    for cookie in metadata
        .get("cookies")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        let cookie = cookie
            .as_str()
            .and_then(|cookie| HeaderValue::from_str(cookie).ok());
        let cookie = cookie.ok_or_else(|| malformed("a cookie is not text that HTTP allows"))?;
        headers::append(&mut headers, SET_COOKIE, cookie);
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

//! The streamed answers of `cargo lambda watch`: the emulator has read the beginning of the answer, and sends status and headers as its own.
//!
//! Seen with cargo-lambda 1.9.2: `POST /2015-03-31/functions/NAME/invocations` of a function that streams answers with the function's
//! status and headers, `lambda-runtime-function-response-mode: streaming`, and the body in chunks. Its CORS headers are among them unless it was
//! started with `--disable-cors`. It has no `InvokeWithResponseStream`: <https://github.com/cargo-lambda/cargo-lambda/issues/898>.

use crate::{ByteStream, Outcome, processes::MODE};
use bytes::Bytes;
use futures_util::{StreamExt, stream};
use http::{HeaderName, header, response};
use http_body_util::BodyExt;
use hyper::body::Body;
use serde_json::{Map, Value, json};
use std::fmt::Display;

/// What belongs to the connection, or to the emulator.
const NOT_OF_THE_FUNCTION: [HeaderName; 5] = [
    MODE,
    header::CONNECTION,
    header::CONTENT_LENGTH,
    header::DATE,
    header::TRANSFER_ENCODING,
];

/// Whether this body of a 404 says that the function is unknown. Of the addresses that the emulator does not know, each invokes its
/// default function, so none is to be tried after this.
pub(super) fn has_no_function(body: &str) -> bool {
    let answer = serde_json::from_str::<Value>(body).unwrap_or_default();
    matches!(
        answer["title"].as_str(),
        Some("Missing function" | "Default function disabled")
    )
}

/// The answer as the function had begun it, and its body, which `url` sends.
pub(super) fn answer<B>(head: &response::Parts, body: B, url: String) -> ByteStream
where
    B: Body<Data = Bytes, Error: Display> + Send + Unpin + 'static,
{
    let mut headers: Map<String, Value> = Map::new();
    for name in head.headers.keys() {
        if !NOT_OF_THE_FUNCTION.contains(name) {
            let values = head.headers.get_all(name).iter();
            let values = values.map(|value| String::from_utf8_lossy(value.as_bytes()));
            headers.insert(name.as_str().to_owned(), values.collect::<Vec<_>>().into());
        }
    }
    let beginning = json!({ "statusCode": head.status.as_u16(), "multiValueHeaders": headers });
    let beginning = Bytes::from(format!("{beginning}\0\0\0\0\0\0\0\0"));
    let chunks = stream::unfold(Some((body, url)), |rest| async {
        let (mut body, url) = rest?;
        loop {
            return match body.frame().await? {
                Ok(frame) => match frame.into_data() {
                    Ok(chunk) => Some((Ok(chunk), Some((body, url)))),
                    Err(_) => continue,
                },
                Err(error) => {
                    let reason = format!("{url} broke the answer off: {error}");
                    Some((Err(Outcome::NotInvoked(reason)), None))
                }
            };
        }
    });
    ByteStream::new(stream::iter([Ok(beginning)]).chain(chunks))
}

#[cfg(test)]
mod tests {
    use super::{answer, has_no_function};
    use crate::Outcome;
    use bytes::Bytes;
    use futures_util::{StreamExt, stream};
    use http::{HeaderMap, Response};
    use http_body_util::StreamBody;
    use hyper::body::Frame;
    use serde_json::{Value, json};

    type Frames = Vec<Result<Frame<Bytes>, &'static str>>;

    /// The chunks that are made of an answer with this status, these headers and these frames.
    async fn chunks(
        status: u16,
        headers: &[(&str, &[u8])],
        frames: Frames,
    ) -> Vec<Result<Bytes, Outcome>> {
        let mut response = Response::builder().status(status);
        for (name, value) in headers {
            response = response.header(*name, *value);
        }
        let body = StreamBody::new(stream::iter(frames));
        let (head, body) = response.body(body).unwrap().into_parts();
        answer(&head, body, "http://127.0.0.1:9000".to_owned())
            .take()
            .collect()
            .await
    }

    fn data(text: &'static str) -> Frame<Bytes> {
        Frame::data(text.into())
    }

    #[tokio::test]
    async fn status_and_headers_of_the_function_stand_in_front_of_its_chunks() {
        let headers: [(&str, &[u8]); 9] = [
            ("content-type", b"application/problem+json"),
            ("set-cookie", b"a=1"),
            ("set-cookie", b"b=2"),
            ("x-latin", b"caf\xe9"),
            ("lambda-runtime-function-response-mode", b"streaming"),
            ("connection", b"keep-alive"),
            ("content-length", b"7"),
            ("date", b"Thu, 26 Nov 2026 15:00:00 GMT"),
            ("transfer-encoding", b"chunked"),
        ];
        let made = chunks(404, &headers, vec![Ok(data("one")), Ok(data("two"))]).await;
        let [Ok(beginning), one, two] = &made[..] else {
            panic!("{made:?}");
        };
        let beginning = beginning.strip_suffix(&[0; 8]).expect("the separator");
        let beginning: Value = serde_json::from_slice(beginning).unwrap();
        let expected = json!({
            "statusCode": 404,
            "multiValueHeaders": {
                "content-type": ["application/problem+json"],
                "set-cookie": ["a=1", "b=2"],
                "x-latin": ["caf\u{fffd}"],
            },
        });
        assert_eq!(beginning, expected);
        assert_eq!((one, two), (&Ok("one".into()), &Ok("two".into())));
    }

    #[tokio::test]
    async fn trailers_are_no_part_of_the_body() {
        let trailers = Ok(Frame::trailers(HeaderMap::new()));
        let made = chunks(200, &[], vec![Ok(data("one")), trailers]).await;
        assert_eq!(made.len(), 2);
        assert_eq!(made[1], Ok("one".into()));
        assert_eq!(chunks(204, &[], vec![]).await.len(), 1);
    }

    #[tokio::test]
    async fn a_connection_that_breaks_is_the_last_thing_of_the_stream() {
        let frames = vec![Ok(data("one")), Err("reset by peer"), Ok(data("two"))];
        let made = chunks(200, &[], frames).await;
        let reason = "http://127.0.0.1:9000 broke the answer off: reset by peer".to_owned();
        assert_eq!(
            made[1..],
            [Ok("one".into()), Err(Outcome::NotInvoked(reason))]
        );
    }

    #[test]
    fn an_unknown_function_is_told_from_an_unknown_address() {
        let detail = "that function doesn't exist as a binary in your project";
        for (title, expected) in [
            ("Missing function", true),
            ("Default function disabled", true),
            ("Not Found", false),
        ] {
            let body = json!({ "title": title, "detail": detail }).to_string();
            assert_eq!(has_no_function(&body), expected, "{title}");
        }
        for body in ["", "404 page not found", "[]", r#"{"title":404}"#] {
            assert!(!has_no_function(body), "{body}");
        }
    }
}

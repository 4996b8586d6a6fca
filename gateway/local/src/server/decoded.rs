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
use hyper::body::Incoming;
use serde_json::{Map, Value, json};

/// What belongs to the connection, or to the emulator.
const NOT_OF_THE_FUNCTION: [HeaderName; 5] = [
    MODE,
    header::CONNECTION,
    header::CONTENT_LENGTH,
    header::DATE,
    header::TRANSFER_ENCODING,
];

/// The answer as the function had begun it, and its body, which `url` sends.
pub(super) fn answer(head: &response::Parts, body: Incoming, url: String) -> ByteStream {
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

//! The answer of Lambda's `InvokeWithResponseStream`: messages of the event stream encoding → the chunks of a streamed answer.
//!
//! Sources: [`InvokeWithResponseStream`](https://docs.aws.amazon.com/lambda/latest/api/API_InvokeWithResponseStream.html) and
//! [the encoding](https://smithy.io/2.0/aws/amazon-eventstream.html). AWS's own crate for the encoding, `aws-smithy-eventstream`, needs a
//! newer compiler than this one. The checksums are not looked at: a connection over loopback has its own.

use crate::{ByteStream, Outcome};
use bytes::{Buf, Bytes, BytesMut};
use futures_util::stream;
use http::{HeaderMap, header};
use http_body_util::BodyExt;
use hyper::body::Incoming;
use serde_json::Value;
use std::fmt;

/// The media type of such an answer.
const MEDIA_TYPE: &str = "application/vnd.amazon.eventstream";

/// The largest message, in bytes: 16 MB of payload and 128 KB of headers.
const LARGEST: usize = (16 << 20) + (128 << 10) + OVERHEAD;

/// The lengths and checksums of a message, in bytes: twelve in front, four behind.
const OVERHEAD: usize = 16;

/// Whether an answer has these headers because it is a stream of events.
pub(super) fn is_announced(headers: &HeaderMap) -> bool {
    let media_type = headers.get(header::CONTENT_TYPE);
    media_type.is_some_and(|value| value.as_bytes().starts_with(MEDIA_TYPE.as_bytes()))
}

/// The streamed answer in the messages of `body`, which `url` sends.
pub(super) fn answer(body: Incoming, url: String) -> ByteStream {
    let reader = Reader {
        body,
        read: BytesMut::new(),
        url,
    };
    ByteStream::new(stream::unfold(Some(reader), |reader| async {
        let mut reader = reader?;
        match reader.next().await {
            Ok(Some(chunk)) => Some((Ok(chunk), Some(reader))),
            Ok(None) => None,
            Err(outcome) => Some((Err(outcome), None)),
        }
    }))
}

struct Reader {
    body: Incoming,
    read: BytesMut,
    url: String,
}

impl Reader {
    /// The next chunk of the answer; `None` after the last.
    async fn next(&mut self) -> Result<Option<Bytes>, Outcome> {
        loop {
            let message =
                message(&mut self.read).map_err(|Invalid(reason)| self.failed(&reason))?;
            match message.map(Message::event) {
                Some(Ok(Event::Chunk(chunk))) if chunk.is_empty() => {}
                Some(Ok(Event::Chunk(chunk))) => return Ok(Some(chunk)),
                Some(Ok(Event::Complete)) => return Ok(None),
                Some(Ok(Event::Failed(outcome))) => return Err(outcome),
                Some(Ok(Event::Other)) => {}
                Some(Err(Invalid(reason))) => return Err(self.failed(&reason)),
                None => match self.body.frame().await {
                    Some(Ok(frame)) => {
                        if let Ok(data) = frame.into_data() {
                            self.read.extend_from_slice(&data);
                        }
                    }
                    Some(Err(error)) => return Err(self.failed(&error)),
                    None => return Err(self.failed(&"it ended without `InvokeComplete`")),
                },
            }
        }
    }

    fn failed(&self, reason: &dyn fmt::Display) -> Outcome {
        let url = &self.url;
        Outcome::NotInvoked(format!("the stream of events of {url} is broken: {reason}"))
    }
}

/// What a message says.
#[derive(Debug, PartialEq, Eq)]
enum Event {
    Chunk(Bytes),
    Complete,
    Failed(Outcome),
    /// An event that a later version of Lambda may send.
    Other,
}

#[derive(Debug)]
struct Message {
    headers: Bytes,
    payload: Bytes,
}

/// A message that is not of the encoding, or not of Lambda.
#[derive(Debug, PartialEq, Eq)]
struct Invalid(&'static str);

/// Takes the first message off `read`; `None` if it is not whole yet.
fn message(read: &mut BytesMut) -> Result<Option<Message>, Invalid> {
    let Some((lengths, _)) = read.split_first_chunk::<8>() else {
        return Ok(None);
    };
    let mut lengths = &lengths[..];
    let (total, headers) = (lengths.get_u32(), lengths.get_u32());
    let (Ok(total), Ok(headers)) = (usize::try_from(total), usize::try_from(headers)) else {
        return Err(Invalid("a message is too long"));
    };
    if total > LARGEST || headers.saturating_add(OVERHEAD) > total {
        return Err(Invalid("the lengths of a message are impossible"));
    }
    if read.len() < total {
        return Ok(None);
    }
    let mut whole = read.split_to(total).freeze();
    whole.advance(12);
    whole.truncate(whole.len() - 4);
    let headers = whole.split_to(headers);
    Ok(Some(Message {
        headers,
        payload: whole,
    }))
}

impl Message {
    fn event(self) -> Result<Event, Invalid> {
        let kind = self.header(":message-type")?.unwrap_or_default();
        if kind != "event" {
            let name = [":exception-type", ":error-code"];
            let name = name.map(|name| self.header(name));
            let [exception, error] = name;
            let name = exception?.or(error?).unwrap_or_default();
            let text = String::from_utf8_lossy(&self.payload);
            let reason = format!("Lambda broke the answer off with `{name}`: {text}");
            return Ok(Event::Failed(Outcome::NotInvoked(reason)));
        }
        match self.header(":event-type")?.unwrap_or_default() {
            "PayloadChunk" => Ok(Event::Chunk(self.payload)),
            "InvokeComplete" => completed(&self.payload),
            _ => Ok(Event::Other),
        }
    }

    /// The text in the header of this name.
    fn header(&self, wanted: &str) -> Result<Option<&str>, Invalid> {
        const CUT: Invalid = Invalid("a header of a message is cut off");
        let mut rest = &self.headers[..];
        while let Some((&length, after)) = rest.split_first() {
            let (name, after) = after.split_at_checked(length.into()).ok_or(CUT)?;
            let (&kind, after) = after.split_first().ok_or(CUT)?;
            let (length, after) = match kind {
                0 | 1 => (0, after),
                2 => (1, after),
                3 => (2, after),
                4 => (4, after),
                5 | 8 => (8, after),
                9 => (16, after),
                6 | 7 => {
                    let (length, after) = after.split_first_chunk().ok_or(CUT)?;
                    (u16::from_be_bytes(*length).into(), after)
                }
                _ => return Err(Invalid("a header of a message has an unknown type")),
            };
            let (value, after) = after.split_at_checked(length).ok_or(CUT)?;
            if kind == 7 && name == wanted.as_bytes() {
                let value = str::from_utf8(value);
                return value
                    .map(Some)
                    .map_err(|_| Invalid("a header of a message is not UTF-8"));
            }
            rest = after;
        }
        Ok(None)
    }
}

/// The end of an answer: well, or with an error of the function, whose details are its JSON.
fn completed(payload: &[u8]) -> Result<Event, Invalid> {
    let payload = if payload.is_empty() { b"{}" } else { payload };
    let end: Value = serde_json::from_slice(payload)
        .map_err(|_| Invalid("the payload of `InvokeComplete` is not JSON"))?;
    let text = |name: &str| end[name].as_str().filter(|text| !text.is_empty());
    let Some(code) = text("ErrorCode") else {
        return Ok(Event::Complete);
    };
    let details = text("ErrorDetails").unwrap_or_default();
    let is_object = serde_json::from_str::<Value>(details).is_ok_and(|error| error.is_object());
    Ok(Event::Failed(if is_object {
        Outcome::FunctionError(details.to_owned())
    } else {
        Outcome::failed(code, details)
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(headers: &[(&str, &str)], payload: &[u8]) -> Vec<u8> {
        let mut block = Vec::new();
        for (name, value) in headers {
            block.push(u8::try_from(name.len()).unwrap());
            block.extend_from_slice(name.as_bytes());
            block.push(7);
            block.extend_from_slice(&u16::try_from(value.len()).unwrap().to_be_bytes());
            block.extend_from_slice(value.as_bytes());
        }
        let total = u32::try_from(OVERHEAD + block.len() + payload.len()).unwrap();
        let mut message = total.to_be_bytes().to_vec();
        message.extend_from_slice(&u32::try_from(block.len()).unwrap().to_be_bytes());
        message.extend_from_slice(&[0; 4]);
        message.extend_from_slice(&block);
        message.extend_from_slice(payload);
        message.extend_from_slice(&[0; 4]);
        message
    }

    fn event_of(kind: &str, payload: &str) -> Result<Event, Invalid> {
        let headers = [
            (":event-type", kind),
            (":content-type", "application/octet-stream"),
            (":message-type", "event"),
        ];
        let mut read = BytesMut::from(&encoded(&headers, payload.as_bytes())[..]);
        let message = message(&mut read)?.expect("a whole message");
        assert!(read.is_empty());
        message.event()
    }

    #[test]
    fn each_message_says_what_lambda_says_with_it() {
        let chunk = Event::Chunk("one\0".into());
        assert_eq!(event_of("PayloadChunk", "one\0"), Ok(chunk));
        assert_eq!(event_of("Newer", "{}"), Ok(Event::Other));
        for payload in ["", "{}", r#"{"LogResult":"a"}"#, r#"{"ErrorCode":null}"#] {
            assert_eq!(event_of("InvokeComplete", payload), Ok(Event::Complete));
        }
        let error = r#"{"ErrorCode":"Unhandled","ErrorDetails":"{\"errorType\":\"E\",\"errorMessage\":\"it\"}"}"#;
        let failed = Outcome::failed("E", "it");
        assert_eq!(event_of("InvokeComplete", error), Ok(Event::Failed(failed)));
        let error = r#"{"ErrorCode":"Runtime.ExitError","ErrorDetails":"gone"}"#;
        let failed = Outcome::failed("Runtime.ExitError", "gone");
        assert_eq!(event_of("InvokeComplete", error), Ok(Event::Failed(failed)));
        assert!(event_of("InvokeComplete", "no JSON").is_err());
        let headers = [
            (":message-type", "exception"),
            (":exception-type", "Throttled"),
        ];
        let mut read = BytesMut::from(&encoded(&headers, b"slow down")[..]);
        let event = message(&mut read).unwrap().unwrap().event();
        let reason = "Lambda broke the answer off with `Throttled`: slow down".to_owned();
        assert_eq!(event, Ok(Event::Failed(Outcome::NotInvoked(reason))));
    }

    #[test]
    fn a_message_can_arrive_in_any_pieces() {
        let headers = [(":message-type", "event"), (":event-type", "PayloadChunk")];
        let whole = encoded(&headers, b"payload");
        let mut read = BytesMut::new();
        for byte in &whole[..whole.len() - 1] {
            read.extend_from_slice(&[*byte]);
            assert!(message(&mut read).unwrap().is_none());
        }
        read.extend_from_slice(&whole[whole.len() - 1..]);
        read.extend_from_slice(&whole);
        for _ in 0..2 {
            let event = message(&mut read).unwrap().unwrap().event();
            assert_eq!(event, Ok(Event::Chunk("payload".into())));
        }
        assert!(message(&mut read).unwrap().is_none());
    }

    #[test]
    fn lengths_that_cannot_be_are_refused_before_anything_is_kept() {
        for lengths in [[0_u32, 0], [15, 0], [16, 1], [u32::MAX, 0], [20, u32::MAX]] {
            let bytes: Vec<u8> = lengths
                .iter()
                .flat_map(|length| length.to_be_bytes())
                .collect();
            let mut read = BytesMut::from(&bytes[..]);
            assert!(message(&mut read).is_err(), "{lengths:?}");
        }
        // A header that is longer than the headers, of an unknown type, or not UTF-8.
        for block in [
            &b"\x20:message-type"[..],
            b"\x01a\x0a",
            b"\x01a\x07\x00\x09b",
            b"\x0d:message-type\x07\x00\x01\xff",
        ] {
            let headers = Bytes::copy_from_slice(block);
            let payload = Bytes::new();
            assert!(Message { headers, payload }.event().is_err(), "{block:?}");
        }
    }
}

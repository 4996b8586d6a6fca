//! A stand-in of Lambda's `InvokeWithResponseStream` in front of processes.
//!
//! Sources: [the API](https://docs.aws.amazon.com/lambda/latest/api/API_InvokeWithResponseStream.html) and
//! [its encoding](https://smithy.io/2.0/aws/amazon-eventstream.html). As a server without `Invoke` it answers 404 there.

use apigw_local::{Function, FunctionProcesses, Invocation, LambdaFunctions, Outcome};
use futures_util::StreamExt;
use lambda_api_errors_tests::http::Connection;
use serde_json::json;
use std::{
    io::{self, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    thread,
};
use tokio::runtime::{Handle, Runtime};

const PATH: &str = "/2021-11-15/functions/worker/response-streaming-invocations";

pub(crate) struct Lambda(SocketAddr);

impl Lambda {
    pub(crate) fn start(functions: FunctionProcesses) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        thread::spawn(move || {
            let runtime = Runtime::new().expect("a runtime");
            for stream in listener.incoming().flatten() {
                let (functions, runtime) = (functions.clone(), runtime.handle().clone());
                thread::spawn(move || serve(stream, &functions, &runtime));
            }
        });
        Self(address)
    }

    /// The gateway's client, which knows the server's address only.
    pub(crate) fn client(&self) -> LambdaFunctions {
        LambdaFunctions::new([&*format!("http://{}", self.0)]).expect("an address")
    }
}

fn serve(stream: TcpStream, functions: &FunctionProcesses, runtime: &Handle) {
    let mut answers = stream.try_clone().expect("a handle");
    let mut connection = Connection::new(stream);
    while let Some(request) = connection.receive() {
        if request.path != PATH {
            connection.send(404, &[], r#"{"message":"Not found"}"#);
            continue;
        }
        let header = |name: &str| {
            let mut headers = request.headers.iter();
            let found = headers.find(|(known, _)| known == name);
            found.map(|(_, value)| value.clone())
        };
        let invocation = Invocation {
            function: "worker".to_owned(),
            request_id: header("x-amzn-requestid").expect("an id"),
            payload: String::from_utf8(request.body).expect("JSON"),
        };
        let outcome = runtime.block_on(async { functions.invoke(invocation).await });
        // A client that has gone away takes no answer.
        if send(&mut answers, outcome, runtime).is_err() {
            break;
        }
    }
}

fn send(answers: &mut TcpStream, outcome: Outcome, runtime: &Handle) -> io::Result<()> {
    answers.write_all(
        b"HTTP/1.1 200 OK\r\nContent-Type: application/vnd.amazon.eventstream\r\nTransfer-Encoding: chunked\r\n\r\n",
    )?;
    let error = match outcome {
        Outcome::Streamed(stream) => {
            let mut chunks = stream.take();
            loop {
                match runtime.block_on(chunks.next()) {
                    Some(Ok(chunk)) => chunk_of(answers, &message("PayloadChunk", &chunk))?,
                    Some(Err(outcome)) => break Some(outcome),
                    None => break None,
                }
            }
        }
        Outcome::Payload(payload) => {
            chunk_of(answers, &message("PayloadChunk", payload.as_bytes()))?;
            None
        }
        failed => Some(failed),
    };
    let complete = match error {
        None => json!({}),
        Some(Outcome::FunctionError(details)) => {
            json!({ "ErrorCode": "Unhandled", "ErrorDetails": details })
        }
        Some(other) => json!({ "ErrorCode": "Unknown", "ErrorDetails": other.to_string() }),
    };
    chunk_of(
        answers,
        &message("InvokeComplete", complete.to_string().as_bytes()),
    )?;
    answers.write_all(b"0\r\n\r\n")
}

fn chunk_of(answers: &mut TcpStream, bytes: &[u8]) -> io::Result<()> {
    answers.write_all(format!("{:x}\r\n", bytes.len()).as_bytes())?;
    answers.write_all(bytes)?;
    answers.write_all(b"\r\n")
}

/// A message of the encoding. The checksums are those of another message: nothing reads them.
fn message(event: &str, payload: &[u8]) -> Vec<u8> {
    let mut headers = Vec::new();
    for (name, value) in [
        (":event-type", event),
        (":content-type", "application/octet-stream"),
        (":message-type", "event"),
    ] {
        headers.push(u8::try_from(name.len()).expect("a short name"));
        headers.extend_from_slice(name.as_bytes());
        headers.push(7);
        let length = u16::try_from(value.len()).expect("a short value");
        headers.extend_from_slice(&length.to_be_bytes());
        headers.extend_from_slice(value.as_bytes());
    }
    let length = |length: usize| {
        u32::try_from(length)
            .expect("a short message")
            .to_be_bytes()
    };
    let mut message = Vec::new();
    message.extend_from_slice(&length(headers.len() + payload.len() + 16));
    message.extend_from_slice(&length(headers.len()));
    message.extend_from_slice(&[0; 4]);
    message.extend_from_slice(&headers);
    message.extend_from_slice(payload);
    message.extend_from_slice(&[0; 4]);
    message
}

//! The API of [`formats`], behind middleware that changes its answers as the request says, and with a body format that fails.

use crate::formats::{self, Asked, Format};
use lambda_api_errors::{
    Api, BodyFormat, Created, Json, Occurrence, Request, Response, StatusCode, api_errors,
    axum::{
        body::{Body, to_bytes},
        middleware::{Next, from_fn},
    },
    http::{HeaderName, HeaderValue},
    lambda_endpoint,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::panic::resume_unwind;

/// What middleware does to an answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Alteration {
    /// It passes it on.
    Nothing,
    /// Another body.
    Body(String),
    /// One more member of the body's object, before or behind the others.
    Member {
        /// Its name.
        name: String,
        /// Its value.
        value: Value,
        /// Whether it is the first.
        in_front: bool,
    },
    /// The members of the body in the order of their names.
    Sorted,
    /// The start of the body, as a number of thousandths.
    Cut(usize),
    /// Another status.
    Status(u16),
    /// One more value of a header.
    Header(String, String),
    /// A header less.
    Without(String),
    /// An answer of its own, with this status and body.
    Replaced(u16, String),
    /// No answer: middleware panics.
    Panic(String),
}

#[derive(Deserialize)]
struct Altered {
    alteration: Alteration,
}

impl Alteration {
    /// The body of a request for the answer `asked`, which is then altered.
    #[must_use]
    pub fn request(&self, asked: &Asked) -> Value {
        json!({ "variant": asked.variant, "text": asked.text, "alteration": self })
    }

    /// What becomes of this body.
    #[must_use]
    pub fn body(&self, body: &str) -> String {
        match self {
            Self::Body(other) => other.clone(),
            Self::Member {
                name,
                value,
                in_front,
            } => {
                let member = format!("{}:{value}", json!(name));
                match body
                    .strip_prefix('{')
                    .and_then(|body| body.strip_suffix('}'))
                {
                    Some(members) if *in_front => format!("{{{member},{members}}}"),
                    Some(members) => format!("{{{members},{member}}}"),
                    None => body.to_owned(),
                }
            }
            Self::Sorted => match serde_json::from_str::<Map<String, Value>>(body) {
                Ok(mut members) => {
                    members.sort_keys();
                    Value::Object(members).to_string()
                }
                Err(_) => body.to_owned(),
            },
            Self::Cut(thousandths) => {
                let length = body.chars().count() * thousandths / 1000;
                body.chars().take(length).collect()
            }
            _ => body.to_owned(),
        }
    }

    async fn apply(&self, mut response: Response) -> Response {
        match self {
            Self::Status(status) => {
                *response.status_mut() = StatusCode::from_u16(*status).expect("a status");
            }
            Self::Header(name, value) => {
                let name: HeaderName = name.parse().expect("a name");
                let value = HeaderValue::from_str(value).expect("a value");
                response.headers_mut().append(name, value);
            }
            Self::Without(name) => {
                response.headers_mut().remove(name);
            }
            Self::Replaced(status, body) => {
                response = Response::new(Body::from(body.clone()));
                *response.status_mut() = StatusCode::from_u16(*status).expect("a status");
            }
            Self::Panic(text) => resume_unwind(Box::new(text.clone())),
            Self::Nothing => {}
            Self::Body(_) | Self::Member { .. } | Self::Sorted | Self::Cut(_) => {
                let (mut parts, body) = response.into_parts();
                let body = to_bytes(body, usize::MAX).await.expect("a body in memory");
                let body = self.body(str::from_utf8(&body).expect("a text"));
                parts.headers.remove("content-length");
                response = Response::from_parts(parts, body.into());
            }
        }
        response
    }
}

async fn alter(request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, usize::MAX).await.expect("a body in memory");
    let altered = serde_json::from_slice::<Altered>(&body);
    let response = next.run(Request::from_parts(parts, body.into())).await;
    match altered {
        Ok(Altered { alteration }) => alteration.apply(response).await,
        Err(_) => response,
    }
}

/// A format that does as the first word of the error's text says.
#[derive(Debug)]
pub struct Unruly;

struct Doing(Option<String>);

impl Serialize for Doing {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = self.0.as_deref().unwrap_or("hidden");
        match text.split_once('|') {
            Some(("list", text)) => serializer.collect_seq([text]),
            Some(("text", text)) => serializer.serialize_str(text),
            Some(("fails", text)) => Err(serde::ser::Error::custom(text)),
            Some(("panics", text)) => resume_unwind(Box::new(text.to_owned())),
            _ => serializer.collect_map([("why", text)]),
        }
    }
}

impl BodyFormat for Unruly {
    const MEMBERS: &'static [&'static str] = &["why"];

    fn body(error: &Occurrence<'_>) -> impl Serialize {
        Doing(error.message().map(|message| message.to_string()))
    }
}

/// What the format does.
#[api_errors(body = Unruly)]
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the texts say what the format does")]
pub enum Failure {
    #[error("list|{0}")]
    #[api(status = 404)]
    List(String),
    #[error("text|{0}")]
    #[api(status = 409)]
    Text(String),
    #[error("fails|{0}")]
    #[api(status = 410)]
    Fails(String),
    #[error("panics|{0}")]
    #[api(status = 412)]
    Panics(String),
    #[error("{0}")]
    #[api(status = 422)]
    Well(String, #[api(header = "X-Note")] String),
    #[error("{0}")]
    #[api(status = 500)]
    Lost(String),
}

impl Format for Failure {
    const OPERATION: &'static str = "ask_unruly";

    fn all(text: &str) -> Vec<Self> {
        let text = || text.to_owned();
        vec![
            Self::List(text()),
            Self::Text(text()),
            Self::Fails(text()),
            Self::Panics(text()),
            Self::Well(text(), text()),
            Self::Lost(text()),
        ]
    }
}

/// Answers with what is asked for.
///
/// # Errors
///
/// With the variant that is asked for.
#[lambda_endpoint(POST, "/unruly")]
pub async fn ask_unruly(Json(asked): Json<Asked>) -> Result<Created<Asked>, Failure> {
    formats::chosen(asked)
}

/// The API.
pub fn api() -> Api<()> {
    formats::api()
        .endpoint::<ask_unruly>()
        .layer(from_fn(alter))
}

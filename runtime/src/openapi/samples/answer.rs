//! Answers of an operation, and the outcomes by which the runtime has a custom integration give them.

use super::SampleError;
use crate::{
    Occurrence, Operation, SuccessOutcome, callback,
    callback::{Answer, Undeliverable},
    endpoint::answer::{self, Origin},
    json,
};
use apigw_local::Outcome;
use axum::body::{Body, to_bytes};
use futures_util::FutureExt;
use http::{
    HeaderName, HeaderValue, header,
    response::{Parts, Response},
};

/// An answer of an operation, as its handler gives it.
#[derive(Debug, Clone)]
pub(crate) struct SampleAnswer {
    pub(crate) parts: Parts,
    pub(crate) body: String,
    origin: Origin,
}

impl SampleAnswer {
    /// The answer to `error`; `None` if it cannot be written.
    pub(crate) fn of_error(operation: &Operation, error: &SampleError<'_>) -> Option<Self> {
        error.occurrence(|occurrence| Self::of_occurrence(operation, occurrence))
    }

    /// The answer to the error that is lent; `None` if it cannot be written.
    pub(crate) fn of_occurrence(
        operation: &Operation,
        occurrence: &Occurrence<'_>,
    ) -> Option<Self> {
        Self::of(answer::written(operation.renderer(), occurrence))
    }

    /// A success of `text`; `None` if it cannot be written.
    pub(crate) fn of_success(success: SuccessOutcome, text: &str) -> Option<Self> {
        let body = match success.media_type() {
            None => String::new(),
            Some(media_type) if media_type.ends_with("json") => {
                let mut object = serde_json::Map::new();
                object.insert(text.to_owned(), serde_json::json!([1.10, null, text]));
                object.insert("text".to_owned(), text.into());
                serde_json::Value::Object(object).to_string()
            }
            Some(_) => text.to_owned(),
        };
        Self::of_success_with(success, body, text)
    }

    /// A success with this body, and `text` in each header; `None` if it cannot be written.
    pub(crate) fn of_success_with(
        success: SuccessOutcome,
        body: String,
        text: &str,
    ) -> Option<Self> {
        let mut response = Response::new(Body::from(body));
        *response.status_mut() = success.status();
        let headers = response.headers_mut();
        let media_type = success.media_type();
        if let Some(media_type) = media_type.and_then(|text| HeaderValue::from_str(text).ok()) {
            headers.insert(header::CONTENT_TYPE, media_type);
        }
        for name in success.headers() {
            let value = answer::header_value(&json::header_text(text));
            if let (Ok(name), Ok(value)) = (HeaderName::try_from(*name), value) {
                headers.insert(name, value);
            }
        }
        response.extensions_mut().insert(Origin::Success);
        Self::of(response)
    }

    /// `None` if the body is not complete. It always is, because it was made here.
    fn of(response: Response<Body>) -> Option<Self> {
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).now_or_never()?.ok()?;
        let origin = *parts.extensions.get::<Origin>()?;
        Some(Self {
            body: String::from_utf8(body.to_vec()).ok()?,
            parts,
            origin,
        })
    }

    /// What the client should get.
    pub(crate) fn written(&self) -> Answer {
        Answer::new(
            self.parts.status,
            self.parts.headers.clone(),
            self.body.clone(),
        )
    }

    /// How the invocation ends for a custom integration.
    ///
    /// # Errors
    ///
    /// When a custom integration cannot carry the answer.
    pub(crate) fn outcome(&self, operation: &Operation) -> Result<Outcome, Undeliverable> {
        let headers = &self.parts.headers;
        match self.origin {
            Origin::Success => {
                let names = operation.success_headers();
                let payload = callback::seal(self.parts.status, headers, names, &self.body)?;
                Ok(Outcome::Payload(payload.get().to_owned()))
            }
            Origin::Failure(declared, renderer) => {
                let message = callback::of_response(
                    renderer,
                    declared,
                    operation.responses(),
                    headers,
                    &self.body,
                )?;
                Ok(Outcome::failed(declared.code(), &message))
            }
        }
    }

    /// The same where the function gives bare JSON for successes, as it does for events of AWS's passthrough template.
    pub(crate) fn bare_outcome(&self, operation: &Operation) -> Result<Outcome, Undeliverable> {
        match self.origin {
            Origin::Success if self.body.is_empty() => Ok(Outcome::Payload("null".to_owned())),
            Origin::Success => Ok(Outcome::Payload(self.body.clone())),
            Origin::Failure(..) => self.outcome(operation),
        }
    }
}

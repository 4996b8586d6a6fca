//! `contentHandling`: bodies as text, or as the bytes that base64 stands for.
//!
//! Lambda sends and takes text, so what is left of AWS's table is the base64 in it.

use super::{Exchange, failure::Failure, media};
use crate::document::ContentHandling;
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use bytes::Bytes;

impl Exchange<'_> {
    /// The request's body, as templates and Lambda see it.
    pub(super) fn request_text(
        &mut self,
        handling: Option<ContentHandling>,
    ) -> Result<String, Failure> {
        let is_binary = self.is_binary(&self.incoming.content_type());
        if is_binary && handling == Some(ContentHandling::ToText) {
            return Ok(BASE64.encode(self.body()));
        }
        if is_binary || handling != Some(ContentHandling::ToBinary) {
            if str::from_utf8(self.body()).is_err() {
                self.trace
                    .unverified("bytes of a body that are no UTF-8 become U+FFFD");
            }
            if is_binary {
                self.trace
                    .unverified("a binary body that is not converted reaches Lambda as text");
            }
            return Ok(String::from_utf8_lossy(self.body()).into_owned());
        }
        let body = Self::decode(&String::from_utf8_lossy(self.body()))?;
        Ok(String::from_utf8_lossy(&body).into_owned())
    }

    /// The response's body, as the client gets it.
    pub(super) fn response_bytes(
        &mut self,
        handling: Option<ContentHandling>,
        text: String,
    ) -> Result<Bytes, Failure> {
        let decodes = match handling {
            Some(ContentHandling::ToBinary) => true,
            Some(ContentHandling::ToText) => false,
            None => self.is_binary(&self.incoming.accept()),
        };
        if !decodes {
            return Ok(Bytes::from(text));
        }
        self.trace
            .unverified("a body is converted after its template, and without quotes around it");
        Self::decode(&text).map(Bytes::from)
    }

    fn is_binary(&self, media_type: &str) -> bool {
        media::is_binary(&self.gateway.document.binary_media_types, media_type)
    }

    fn decode(text: &str) -> Result<Vec<u8>, Failure> {
        BASE64
            .decode(text.trim().trim_matches('"'))
            .map_err(|error| {
                Failure::configuration(format!("the body cannot be converted from base64: {error}"))
            })
    }
}

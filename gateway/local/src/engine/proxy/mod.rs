//! Proxy integrations: the request as an event of REST APIs, the answer as the function wrote it.

mod answer;
mod event;
mod streamed;

pub(super) use answer::{decode, header, map_of, remove_framing, response, status};
pub(super) use event::{Payload, event, forwarded, of_http_api};
pub(super) use streamed::{begun, streamed};
#[cfg(feature = "server")]
pub(super) use streamed::{received, until, whole};

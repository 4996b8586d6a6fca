//! Proxy integrations: the request as an event of REST APIs, the answer as the function wrote it.

mod answer;
mod event;

pub(super) use answer::response;
pub(super) use event::event;

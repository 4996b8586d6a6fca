//! What the library does, seen from the outside: the bytes on every wire, and the answer to every kind of event.

mod bytes;
mod cost;
mod declared_rejections;
mod error_bodies;
mod events;
mod every_response;
mod extractors;
mod failures;
mod fixtures;
mod forging;
mod gateway_cost;
mod http_server;
mod limits;
mod logs;
mod middleware;
mod opacity;
mod own_formats;
mod proxies;
mod published_styles;
mod recorded;
mod rejected_fields;
mod round_trips;
mod set_up;
mod successes;
mod template_cost;
mod unreadable;

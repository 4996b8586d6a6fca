//! The local gateway: runs an API's document as API Gateway would, and says why it answers what it answers.
//!
//! Each part knows only those above it, and only the last one opens sockets.

mod document;
mod engine;
mod function;
mod server;
mod template;
mod trace;

pub use document::{Document, DocumentError, Problem};
pub use engine::LocalGateway;
pub use function::{Function, Invocation, Outcome, ServiceFunction};
pub use server::{InvalidFunction, LambdaFunctions, LocalServer};
pub use trace::{Selection, Step, Trace};

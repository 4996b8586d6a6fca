//! The local gateway: runs an API's document as API Gateway would, and says why it answers what it answers.
//!
//! Each part knows only those above it, and only the last one opens sockets.

pub mod dialect;

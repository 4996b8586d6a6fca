//! The local gateway: runs a document as API Gateway would.

pub mod velocity;

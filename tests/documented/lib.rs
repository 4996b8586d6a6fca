//! What utoipa and aide write about errors and endpoints, and that the answers are as it says.

#![cfg(test)]

mod bodies;
mod errors;
mod schema;
mod services;

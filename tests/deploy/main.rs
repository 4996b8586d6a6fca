//! The document and the examples of `examples/deploy`, read and rendered by other people's tools; `tests/deploy/run` installs them.
//!
//! No tool here has an AWS account: what AWS's own part would be is played on this machine.

mod aws_cli;
mod carts_api;
mod cdk;
mod clients;
mod documents;
mod example;
mod projects;
mod rust_client;
mod sam;
mod served;
mod serverless;
mod stack;
mod stand_in;
mod teams;
mod terraform;
mod tools;

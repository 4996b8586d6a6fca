//! Requests to try, printed when a server starts.

use crate::{LocalGateway, console};
use std::net::SocketAddr;

/// How many requests are shown.
const SHOWN: usize = 3;

/// Commands of curl, a line for each, that send requests to functions behind `gateway`, which listens at `address`; empty if the
/// document has no operation for which a request is known.
///
/// Each request has the parameters, the body and the credentials that the document asks for, filled with examples of their schemas.
#[must_use]
pub fn requests_to_try(gateway: &LocalGateway, address: SocketAddr) -> String {
    let commands = console::requests_of_functions(gateway, address);
    commands
        .take(SHOWN)
        .flat_map(|command| [command, "\n".to_owned()])
        .collect()
}

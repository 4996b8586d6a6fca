//! Which response of the contract an answer gives.

use super::{Decode, UndecodedReason, undecoded::Incoming};
use crate::{
    BodyFormat, DeclaredResponse, JsonApi,
    body::{Identity, ReceivedBody, Shape},
};

/// A response, and its position in the contract.
type Found = (usize, &'static DeclaredResponse);

/// The response of `E` that `incoming` gives. `body` keeps of its entries those that are field errors of this response, and of
/// its message what stands behind the prefix.
pub(super) fn response<E: Decode>(
    incoming: &Incoming<'_>,
    body: Option<&mut ReceivedBody>,
) -> Result<Found, UndecodedReason> {
    let responses = E::CONTRACT.responses().enumerate();
    let of_status: Vec<Found> = responses
        .filter(|(_, response)| Some(response.status()) == incoming.status)
        .collect();
    let named = |code: &str| -> Vec<Found> {
        let of_status = of_status.iter().copied();
        of_status
            .filter(|(_, response)| response.code() == code)
            .collect()
    };
    if let (Some(code), Some((_, first))) = (incoming.error_type, of_status.first())
        && (!first.has_body() || body.is_some())
    {
        let found = only(&named(code))?;
        if let Some(body) = body {
            settle::<E>(found.1, body);
        }
        return Ok(found);
    }
    if of_status
        .first()
        .is_some_and(|(_, first)| !first.has_body())
    {
        return only(&of_status);
    }
    let body = body.ok_or(UndecodedReason::Body)?;
    let matching = |wanted: &dyn Fn(&DeclaredResponse) -> bool| -> Vec<Found> {
        let of_status = of_status.iter().copied();
        of_status.filter(|(_, response)| wanted(response)).collect()
    };
    let code = body.code.as_deref().unwrap_or_default();
    let message = body.message.as_deref().unwrap_or_default();
    let found = match &body.identity {
        Identity::Code => named(code),
        Identity::Title(title) => matching(&|response| response.title() == title),
        Identity::Prefix => matching(&|response| message.starts_with(response.prefix())),
        Identity::Entries => match named(code) {
            own if body.field_errors.len() == 1 && !own.is_empty() => own,
            _ => matching(&DeclaredResponse::has_errors),
        },
    };
    let found = only(&found)?;
    settle::<E>(found.1, body);
    Ok(found)
}

fn only(found: &[Found]) -> Result<Found, UndecodedReason> {
    match found {
        [] => Err(UndecodedReason::Undeclared),
        [only] => Ok(*only),
        _ => Err(UndecodedReason::Ambiguous),
    }
}

/// Reads what only the declared response explains.
fn settle<E: Decode>(declared: &DeclaredResponse, body: &mut ReceivedBody) {
    match body.identity {
        Identity::Entries => {
            let is_own = match &*body.field_errors {
                [only] => only.code == declared.code(),
                _ => false,
            };
            if is_own || !declared.has_errors() {
                body.field_errors.clear();
            }
        }
        Identity::Prefix => {
            let message = body.message.as_deref();
            let rest = message.and_then(|message| message.strip_prefix(declared.prefix()));
            body.message = rest.map(str::to_owned);
        }
        Identity::Code | Identity::Title(_) => {}
    }
    if E::Body::SHAPE == Shape::JsonApi {
        for field in &mut body.field_errors {
            JsonApi::restore(field, declared.title());
        }
    }
}

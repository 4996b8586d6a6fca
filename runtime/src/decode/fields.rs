//! The fields of a variant, read from an answer by what `#[api_errors(decode)]` emits.

use super::{Decode, UndecodedReason};
use crate::{DeclaredResponse, FieldError, Rejection, body::ReceivedBody};
use http::{HeaderMap, HeaderName};
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use std::str::FromStr;

/// An answer whose response is known.
#[derive(Debug)]
pub struct Received<'a> {
    pub(super) declared: &'static DeclaredResponse,
    pub(super) headers: &'a HeaderMap,
    /// Absent if the format could not read it, which only an answer without a body survives.
    pub(super) body: Option<ReceivedBody>,
}

impl Received<'_> {
    fn member(&self, name: &str) -> Option<&RawValue> {
        self.body
            .as_ref()?
            .members
            .get(name)
            .map(|member| &**member)
    }

    /// The header's value, also under the name that API Gateway gives to some headers of integrations
    /// (<https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html>).
    fn header(&self, name: &str) -> Option<&str> {
        let renamed = || {
            let name = HeaderName::try_from(format!("x-amzn-remapped-{name}")).ok()?;
            self.headers.get(name)
        };
        let value = self.headers.get(name).or_else(renamed)?;
        str::from_utf8(value.as_bytes()).ok()
    }
}

/// A type that can be read from a member of a body.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from the body of an answer",
    label = "has no `Deserialize` for owned data",
    note = "derive `serde::Deserialize` for `{Self}`, write an owned type such as `String` in place of a reference, or remove `decode`"
)]
pub trait MemberFromBody: DeserializeOwned {}

#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned> MemberFromBody for T {}

/// A type that can be read from a header.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from a header",
    label = "has no `FromStr`",
    note = "implement `std::str::FromStr` for `{Self}`, the inverse of its `Display`, or store the header's value as a `String` or a number"
)]
pub trait FieldFromHeader: FromStr {}

#[diagnostic::do_not_recommend]
impl<T: FromStr> FieldFromHeader for T {}

/// A type that can be made of the field errors in a body.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be made of the field errors in an answer",
    label = "has no `From<Vec<FieldError>>`",
    note = "write `Vec<FieldError>`, or remove `decode`"
)]
pub trait ListFromBody: From<Vec<FieldError>> {}

#[diagnostic::do_not_recommend]
impl<T: From<Vec<FieldError>>> ListFromBody for T {}

/// An extension member.
///
/// # Errors
///
/// When it is absent, or not a `T`.
pub fn read_member<T: MemberFromBody>(
    received: &Received<'_>,
    name: &'static str,
) -> Result<T, UndecodedReason> {
    let member = received.member(name);
    let member = member.ok_or(UndecodedReason::NoExtension(name))?;
    serde_json::from_str(member.get()).map_err(|error| UndecodedReason::Extension(name, error))
}

/// An extension member, if it is there. A `null` that is no `T` counts as none.
///
/// # Errors
///
/// When it is there and not a `T`.
pub fn read_member_option<T: MemberFromBody>(
    received: &Received<'_>,
    name: &'static str,
) -> Result<Option<T>, UndecodedReason> {
    let Some(member) = received.member(name) else {
        return Ok(None);
    };
    match read_member(received, name) {
        Ok(value) => Ok(Some(value)),
        Err(_) if member.get() == "null" => Ok(None),
        Err(reason) => Err(reason),
    }
}

/// A header.
///
/// # Errors
///
/// When it is absent, or not a `T`.
pub fn read_header<T: FieldFromHeader>(
    received: &Received<'_>,
    name: &'static str,
) -> Result<T, UndecodedReason> {
    let value = received.header(name).and_then(|text| text.parse().ok());
    value.ok_or(UndecodedReason::Header(name))
}

/// A header, if it is there.
///
/// # Errors
///
/// When it is there and not a `T`.
pub fn read_header_option<T: FieldFromHeader>(
    received: &Received<'_>,
    name: &'static str,
) -> Result<Option<T>, UndecodedReason> {
    match received.header(name) {
        Some(_) => read_header(received, name).map(Some),
        None => Ok(None),
    }
}

/// The field errors.
#[must_use]
pub fn read_field_errors<T: ListFromBody>(received: &Received<'_>) -> T {
    let body = received.body.as_ref();
    let list = body.map(|body| body.field_errors.clone());
    list.unwrap_or_default().into()
}

/// The rejection of an extractor: the text for people, and the field that was refused.
#[must_use]
pub fn read_rejection<T: From<Rejection>>(received: &Received<'_>) -> T {
    let body = received.body.as_ref();
    let field = body.and_then(|body| body.field_errors.first().cloned());
    let text = body.and_then(|body| body.message.clone());
    let text = text.or_else(|| Some(field.as_ref()?.message.to_string()));
    let text = text.unwrap_or_else(|| received.declared.title().to_owned());
    Rejection::received(received.declared, text, field).into()
}

/// The nested type's value if `position` is among its responses. Otherwise `position` becomes that behind them.
pub fn read_nested<E: Decode>(
    position: &mut usize,
    received: &Received<'_>,
) -> Option<Result<E, UndecodedReason>> {
    let own = E::CONTRACT.responses().count();
    if *position < own {
        return Some(E::from_received(*position, received));
    }
    *position -= own;
    None
}

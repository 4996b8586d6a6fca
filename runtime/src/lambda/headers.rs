//! The headers of a request, from the objects of an event.

use super::{
    Unreadable, shortened,
    text::{Lists, Pair, Pairs, Text},
};
use axum::body::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, header::COOKIE};

/// More than any gateway passes on, and a third of what a [`HeaderMap`] holds before it panics.
const MOST_VALUES: usize = 10_000;

/// All values of all names.
pub(super) fn all(lists: &Lists<'_>) -> Result<HeaderMap, Unreadable> {
    read(lists, |_| false)
}

/// The values of each name; of two names that differ in case, those of the later one.
pub(super) fn latest(lists: &Lists<'_>) -> Result<HeaderMap, Unreadable> {
    read(lists, |pair| !pair.continues)
}

/// The headers of `lists`, where a pair can take the place of those before it that have its name.
fn read(lists: &Lists<'_>, replaces: impl Fn(&Pair<'_>) -> bool) -> Result<HeaderMap, Unreadable> {
    if lists.0.len() > MOST_VALUES {
        return Err(Unreadable::new(format!(
            "the event has more than {MOST_VALUES} header values"
        )));
    }
    let mut headers = HeaderMap::with_capacity(lists.0.len());
    // One allocation for all values.
    let mut values = Vec::with_capacity(lists.0.iter().map(|pair| pair.value.len()).sum());
    for pair in &lists.0 {
        values.extend_from_slice(pair.value.as_bytes());
    }
    let mut values = Bytes::from(values);
    for pair in &lists.0 {
        let value = HeaderValue::from_maybe_shared(values.split_to(pair.value.len()));
        let (name, value) = (name(&pair.name)?, value.map_err(|_| refused(&pair.name))?);
        if replaces(pair) {
            headers.insert(name, value);
        } else {
            headers.append(name, value);
        }
    }
    Ok(headers)
}

/// The headers of an event that has them once with one value of each name, and perhaps once with lists: where there is a list, it
/// counts.
pub(super) fn merged(single: &Lists<'_>, lists: &Lists<'_>) -> Result<HeaderMap, Unreadable> {
    if lists.is_empty() {
        return latest(single);
    }
    let mut headers = all(lists)?;
    let listed = lists.0.iter().filter(|pair| !pair.continues);
    let listed = listed.map(|pair| &pair.name);
    // Gateways write the same names in both: none is left over.
    if single.0.iter().map(|pair| &pair.name).eq(listed) {
        return Ok(headers);
    }
    let unlisted = single.0.iter();
    let unlisted = unlisted.filter(|pair| !headers.contains_key(&*pair.name));
    let unlisted = Pairs(unlisted.cloned().collect());
    headers.extend(latest(&unlisted)?);
    Ok(headers)
}

/// The headers of an event that has the cookies in a list of their own.
pub(super) fn with_cookies(
    single: &Lists<'_>,
    cookies: &[Text<'_>],
) -> Result<HeaderMap, Unreadable> {
    let mut headers = latest(single)?;
    if !cookies.is_empty() {
        let cookies: Vec<_> = cookies.iter().map(|Text(cookie)| &**cookie).collect();
        let cookies = HeaderValue::try_from(cookies.join("; "));
        headers.insert(COOKIE, cookies.map_err(|_| refused(COOKIE.as_str()))?);
    }
    Ok(headers)
}

/// Adds a value.
#[cfg(feature = "http")]
pub(super) fn append(headers: &mut HeaderMap, name: &str, value: &str) -> Result<(), Unreadable> {
    let value = HeaderValue::from_bytes(value.as_bytes()).map_err(|_| refused(name))?;
    headers
        .try_append(self::name(name)?, value)
        .map_err(|_| Unreadable::new("the event has more header values than fit into a request"))?;
    Ok(())
}

fn name(name: &str) -> Result<HeaderName, Unreadable> {
    HeaderName::from_bytes(name.as_bytes()).map_err(|_| refused(name))
}

fn refused(name: &str) -> Unreadable {
    Unreadable::new(format!(
        "`{}` is not a header that HTTP allows",
        shortened(name).escape_debug()
    ))
}

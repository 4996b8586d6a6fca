//! The data that a template reads: `$context` and `$stageVariables`.

use super::{
    budget::Fault,
    value::{Heap, Key, Value},
};
use std::borrow::Cow;

/// Data of a request, for `$context` and `$stageVariables`. The template gets maps, lists and scalars of its own.
///
/// ```
/// # use apigw_velocity::{Data, Input, Scope, Template};
/// let context: Data = [("stage", "prod".into()), ("identity", Data::json(r#"{"caller": null}"#))]
///     .into_iter()
///     .collect();
/// let input = Input::new("").with_context(context);
/// let template = Template::parse("$context.stage $context.identity").unwrap();
/// assert_eq!(template.render(&mut Scope::new(), &input).unwrap(), "prod {caller=null}");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Data<'a> {
    /// A string.
    Text(Cow<'a, str>),
    /// The value of a JSON text. If the text is not JSON, a template that reads it fails.
    Json(Cow<'a, str>),
    /// A map, in its order.
    Map(Vec<(Cow<'a, str>, Data<'a>)>),
}

impl<'a> Data<'a> {
    /// The value of a JSON text.
    #[must_use]
    pub fn json(text: impl Into<Cow<'a, str>>) -> Self {
        Self::Json(text.into())
    }

    pub(super) fn on(&self, heap: &mut Heap) -> Result<Value, Fault> {
        Ok(match self {
            Self::Text(text) => Value::Text(heap.input(text)?),
            Self::Json(text) => {
                let text = heap.input(text)?;
                heap.read_json(text)?
            }
            Self::Map(members) => {
                let map = heap.new_map_of(members.len())?;
                for (name, member) in members {
                    let value = member.on(heap)?;
                    let name = heap.input(name)?;
                    heap.put(map, Key::Text(name), value)?;
                }
                Value::Map(map)
            }
        })
    }
}

impl Default for Data<'_> {
    /// An empty map.
    fn default() -> Self {
        Self::Map(Vec::new())
    }
}

impl<'a> From<&'a str> for Data<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Data<'_> {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl<'a, N: Into<Cow<'a, str>>> FromIterator<(N, Data<'a>)> for Data<'a> {
    fn from_iter<I: IntoIterator<Item = (N, Data<'a>)>>(members: I) -> Self {
        let members = members.into_iter();
        Self::Map(members.map(|(name, value)| (name.into(), value)).collect())
    }
}

//! A body format as a value, so that the code that uses it needs no type parameter for the format.

use super::{BodyFormat, Problem, Shape};
use crate::{
    DeclaredResponse, Occurrence, Style, builtin, json,
    log::{self, Unwritable},
    media_type,
};
use serde_json::{Value, value::RawValue};
use std::{collections::BTreeMap, fmt};

/// The members of a JSON object, whose values are not read: an error's own may be nested deeper, or be longer numbers, than
/// `serde_json` reads.
pub(crate) type Members = BTreeMap<String, Box<RawValue>>;

type WriteBody = fn(&mut String, &Occurrence<'_>) -> serde_json::Result<()>;

/// Writes errors in one format and style.
#[derive(Clone, Copy)]
pub(crate) struct Renderer {
    pub(crate) style: Style,
    pub(crate) shape: Shape,
    pub(crate) media_type: &'static str,
    write_body: WriteBody,
    #[cfg(any(feature = "aide", feature = "openapi", feature = "utoipa"))]
    schema: fn(&super::DescribedResponse<'_>) -> Option<Value>,
}

impl Renderer {
    pub(crate) const fn new<F: BodyFormat>(style: Style) -> Self {
        const {
            if let Some(flaw) = media_type::flaw(F::MEDIA_TYPE) {
                flaw.fail();
            }
        };
        Self {
            style,
            shape: F::SHAPE,
            media_type: F::MEDIA_TYPE,
            write_body: F::write,
            #[cfg(any(feature = "aide", feature = "openapi", feature = "utoipa"))]
            schema: F::schema,
        }
    }

    pub(crate) fn write_body(
        &self,
        out: &mut String,
        occurrence: &Occurrence<'_>,
    ) -> serde_json::Result<()> {
        (self.write_body)(out, &occurrence.styled(self.style))
    }

    /// The schema of the bodies of a declared response; `None` where a format of the user's own gives none.
    ///
    /// # Errors
    ///
    /// The reason why what the format gives is no schema: "panicked", for example.
    #[cfg(any(feature = "aide", feature = "openapi", feature = "utoipa"))]
    pub(crate) fn schema(
        &self,
        described: &super::DescribedResponse<'_>,
    ) -> Result<Option<Value>, String> {
        match log::catch(|| (self.schema)(described)) {
            Ok(Some(schema)) if !schema.is_object() => {
                Err(format!("is not a JSON object, found `{schema}`"))
            }
            Ok(schema) => Ok(schema),
            Err(panic) => Err(panic.to_string()),
        }
    }

    /// The body as a custom integration carries it.
    ///
    /// # Errors
    ///
    /// The reason why it cannot: "could not be serialised", for example.
    #[cfg(feature = "openapi")]
    pub(crate) fn object(&self, occurrence: &Occurrence<'_>) -> Result<String, String> {
        match log::catch(|| self.body(occurrence)) {
            Ok(Ok(body)) if body.starts_with('{') => Ok(body),
            Ok(Ok(body)) => {
                let start: String = body.chars().take(40).collect();
                Err(format!("is not a JSON object, it starts with `{start}`"))
            }
            Ok(Err(error)) => Err(Unwritable::Unserialisable(error).to_string()),
            Err(panic) => Err(Unwritable::Panicked(panic).to_string()),
        }
    }

    pub(crate) fn body(&self, occurrence: &Occurrence<'_>) -> serde_json::Result<String> {
        json::to_exact_string(|out| self.write_body(out, occurrence))
    }

    /// The text with which every message of `response` starts, and no message of another status.
    pub(crate) fn message_prefix(&self, response: &DeclaredResponse) -> String {
        let status = response.status().as_u16();
        let title = || Value::from(response.title());
        match (self.style, self.shape) {
            (Style::Prefixed, _) | (_, Shape::Message | Shape::Custom) => {
                response.prefix().to_owned()
            }
            (_, Shape::Problem) => {
                let uri = Value::from(response.problem_type());
                format!(r#"{{"type":{uri},"title":{},"status":{status},"#, title())
            }
            (_, Shape::JsonApi) => format!(r#"{{"errors":[{{"status":"{status}","#),
            (_, Shape::StatusErrors) => format!(r#"{{"status":{status},"#),
            (_, Shape::HttpStatusDetails) => format!(r#"{{"error":{{"httpStatusCode":{status},"#),
            (_, Shape::ResultErrors) => format!(r#"{{"result":{},"#, title()),
        }
    }

    /// The members of a body among which the headers are in the `json` style.
    pub(crate) fn header_members(&self, mut body: Members) -> Members {
        match self.shape {
            Shape::JsonApi => {
                let meta = body.remove("meta");
                let meta = meta.and_then(|meta| serde_json::from_str(meta.get()).ok());
                meta.unwrap_or_default()
            }
            _ => body,
        }
    }

    /// Renders `occurrence`. If the format cannot, or panics, it renders an opaque 500 instead and logs the reason.
    pub(crate) fn render_or_internal_error<R>(
        self,
        occurrence: &Occurrence<'_>,
        render: impl Fn(Self, &Occurrence<'_>) -> serde_json::Result<R>,
    ) -> (R, &'static DeclaredResponse) {
        let attempt = |renderer, occurrence: &Occurrence<'_>| match log::catch(|| {
            render(renderer, occurrence)
        }) {
            Ok(rendered) => rendered.map_err(Unwritable::Unserialisable),
            Err(panic) => Err(Unwritable::Panicked(panic)),
        };
        let error = match attempt(self, occurrence) {
            Ok(rendered) => return (rendered, occurrence.response()),
            Err(error) => error,
        };
        log::unwritable(occurrence.response(), &error);
        let internal = Occurrence::new(&builtin::INTERNAL, &builtin::Internal);
        let rendered = attempt(self, &internal)
            .or_else(|_| attempt(Self::new::<Problem>(self.style), &internal))
            .expect("problem details of constants serialise");
        (rendered, internal.response())
    }
}

impl PartialEq for Renderer {
    fn eq(&self, other: &Self) -> bool {
        let Self {
            style,
            shape,
            media_type,
            write_body: _,
            #[cfg(any(feature = "aide", feature = "openapi", feature = "utoipa"))]
                schema: _,
        } = *self;
        (style, shape, media_type) == (other.style, other.shape, other.media_type)
    }
}

impl fmt::Debug for Renderer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Renderer")
            .field("style", &self.style)
            .field("shape", &self.shape)
            .finish_non_exhaustive()
    }
}

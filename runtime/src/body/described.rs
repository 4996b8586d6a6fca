//! The static side of an error as a body format sees it.

use crate::DeclaredResponse;
use serde_json::{Map, Value, json};

/// One declared response as a [body format](crate::BodyFormat) describes it in documents: the counterpart of an
/// [`Occurrence`](crate::Occurrence), before there is a value.
///
/// [`BodyFormat::schema`](crate::BodyFormat::schema) has an example.
#[derive(Debug, Clone, Copy)]
pub struct DescribedResponse<'a> {
    response: &'static DeclaredResponse,
    members: &'a [DescribedMember],
    field_errors: &'a Value,
}

/// A member that a response adds to its body.
#[derive(Debug, Clone)]
pub(crate) struct DescribedMember {
    pub(crate) name: &'static str,
    pub(crate) schema: Value,
    pub(crate) required: bool,
    /// The field's documentation; empty if it has none.
    #[cfg(feature = "openapi")]
    pub(crate) doc: &'static str,
    #[cfg(feature = "openapi")]
    pub(crate) deprecated: bool,
}

#[cfg(feature = "openapi")]
impl DescribedMember {
    /// Says in the schema what the field says. Beside a reference only `OpenAPI` 3.1 and later read it.
    pub(crate) fn annotate(&mut self) {
        if !self.doc.is_empty() {
            self.schema["description"] = self.doc.into();
        }
        if self.deprecated {
            self.schema["deprecated"] = true.into();
        }
    }
}

#[cfg(any(feature = "aide", feature = "openapi", feature = "utoipa"))]
impl<'a> DescribedResponse<'a> {
    pub(crate) fn new(
        response: &'static DeclaredResponse,
        members: &'a [DescribedMember],
        field_errors: &'a Value,
    ) -> Self {
        Self {
            response,
            members,
            field_errors,
        }
    }
}

impl DescribedResponse<'_> {
    /// The declaration of the response: status, code, title and so on.
    #[must_use]
    pub fn response(&self) -> &'static DeclaredResponse {
        self.response
    }

    /// The schema of what [`Occurrence::members`](crate::Occurrence::members) gives: an object with the extension members
    /// as its `properties`, and as `required` those that are always there. A type without `JsonSchema` is any JSON.
    #[must_use]
    pub fn members(&self) -> Value {
        let properties: Map<_, _> = self
            .members
            .iter()
            .map(|member| (member.name.to_owned(), member.schema.clone()))
            .collect();
        let required = self.members.iter().filter(|member| member.required);
        let required: Vec<_> = required.map(|member| member.name).collect();
        let mut schema = json!({"type": "object"});
        if !properties.is_empty() {
            schema["properties"] = properties.into();
        }
        if !required.is_empty() {
            schema["required"] = required.into();
        }
        schema
    }

    /// The schema of a list of [field errors](crate::FieldError), as they serialise.
    #[must_use]
    pub fn field_errors(&self) -> Value {
        self.field_errors.clone()
    }
}

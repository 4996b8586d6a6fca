//! The bodies of failures: a schema for each code, as the format of the operation writes it, and an example.

use super::{Audience, any};
use crate::{
    DeclaredResponse, DescribedResponse, FieldError, Occurrence, Style,
    api::request_ids,
    body::{DescribedMember, REQUEST_ID, Renderer, Shape},
    member_types::{MemberType, ResponseTypes},
    settings::Settings,
};
use apigw_local::document::Schemas;
use schemars::{Schema, SchemaGenerator};
use serde_json::{Value, json};
use std::{error::Error, fmt};

/// The name of the definition of field errors. No type has such a name, so it is free.
pub(super) const FIELD_ERROR: &str = "FieldError!";

/// One declared response, with what is known of the types of its members.
#[derive(Debug)]
pub(in super::super) struct Failure {
    pub(in super::super) response: &'static DeclaredResponse,
    renderer: Renderer,
    text: &'static str,
    extensions: Vec<DescribedMember>,
    headers: Vec<DescribedMember>,
}

impl Failure {
    /// One for each error type that declares `response`.
    pub(super) fn all(
        renderer: Renderer,
        response: &'static DeclaredResponse,
        types: impl Iterator<Item = &'static ResponseTypes>,
        generator: &mut SchemaGenerator,
    ) -> Vec<Self> {
        let types: Vec<_> = types.map(Some).collect();
        let types = if types.is_empty() { vec![None] } else { types };
        let mut failures = Vec::with_capacity(types.len());
        for types in types {
            failures.push(Self::new(renderer, response, types, generator));
        }
        failures
    }

    fn new(
        renderer: Renderer,
        response: &'static DeclaredResponse,
        types: Option<&'static ResponseTypes>,
        generator: &mut SchemaGenerator,
    ) -> Self {
        let mut member = |name, known: Option<&'static MemberType>, unknown: fn() -> Value| {
            let describe = known.and_then(MemberType::describe);
            let schema = describe.map(|describe| transformed(describe(generator), generator));
            DescribedMember {
                name,
                schema: schema.unwrap_or_else(unknown),
                required: known.is_some_and(|known| !known.is_optional()),
                doc: known.map_or("", MemberType::doc),
                deprecated: known.is_some_and(MemberType::is_deprecated),
            }
        };
        let extensions = response.extension_names().iter();
        let extensions = extensions
            .map(|name| member(name, types.and_then(|types| types.extension(name)), any))
            .collect();
        let headers = response.header_names().iter();
        let headers = headers
            .map(|name| {
                let known = types.and_then(|types| types.header(name));
                member(name, known, || json!({"type": "string"}))
            })
            .collect();
        Self {
            response,
            renderer,
            text: types.map_or("", ResponseTypes::text),
            extensions,
            headers,
        }
    }

    /// What the model of the body is named by: for clients the code, since each code has a model. The gateway's models are named by what
    /// tells their bodies apart, so that codes with equal bodies share one in any order.
    pub(super) fn model_name(&self, audience: Audience) -> &'static str {
        let response = self.response;
        match self.renderer.shape {
            _ if audience == Audience::Clients || response.is_opaque() => response.code(),
            Shape::Message => "ErrorMessage",
            Shape::ResultErrors => response.title(),
            _ => response.code(),
        }
    }

    /// The extensions whose types have no schema.
    pub(super) fn untyped(&self) -> impl Iterator<Item = &'static str> {
        let extensions = self.extensions.iter();
        extensions
            .filter(|member| member.schema == any())
            .map(|member| member.name)
    }

    /// Changes the schemas of the members.
    pub(super) fn each_schema(&mut self, change: impl Fn(&mut Value)) {
        let members = self.extensions.iter_mut().chain(&mut self.headers);
        members.for_each(|member| change(&mut member.schema));
    }

    /// Says of the members what their fields say.
    pub(super) fn annotate_members(&mut self) {
        let members = self.extensions.iter_mut().chain(&mut self.headers);
        members.for_each(DescribedMember::annotate);
    }

    /// Whether the body's schema refers to [`FIELD_ERROR`].
    pub(super) fn lists_field_errors(&self) -> bool {
        self.response.has_errors() && matches!(self.renderer.shape, Shape::Problem | Shape::Custom)
    }

    pub(in super::super) fn extensions(&self) -> &[DescribedMember] {
        &self.extensions
    }

    pub(in super::super) fn headers(&self) -> &[DescribedMember] {
        &self.headers
    }

    /// The schema of the body, null without one; `None` where the program's own format gives none. In the `json` style the headers are in it, as texts.
    pub(super) fn schema(&self, field_error: &str) -> Option<Value> {
        let reference = format!("{}{field_error}", super::REFERENCE);
        let field_errors = json!({"type": "array", "items": {"$ref": reference}});
        let mut members = self.extensions.clone();
        if self.renderer.style == Style::Json {
            members.extend(self.headers.iter().map(|header| DescribedMember {
                schema: json!({"type": "string"}),
                ..header.clone()
            }));
        }
        if !self.response.has_body() {
            return Some(Value::Null);
        }
        let described = DescribedResponse::new(self.response, &members, &field_errors);
        self.renderer.schema(&described).ok().flatten()
    }

    /// Adds to the schema of a body what the runtime adds to it when the API's answers have ids.
    pub(super) fn add_request_id(&self, schema: &mut Value, has_instance: bool) {
        let members = match self.renderer.shape {
            Shape::Message => return,
            Shape::JsonApi => {
                let meta = &mut schema["properties"]["meta"];
                meta["type"] = "object".into();
                meta
            }
            _ => schema,
        };
        let text = |words: &str| json!({"type": "string", "description": words});
        // A member of the response's own stays what it is.
        let properties = &mut members["properties"];
        if !(properties.is_null() || properties.is_object()) {
            return;
        }
        let mut add = |name: &str, words: &str| {
            if properties.get(name).is_none() {
                properties[name] = text(words);
            }
        };
        add(REQUEST_ID, "The id of the request.");
        if has_instance && self.renderer.shape == Shape::Problem {
            add("instance", "This occurrence, a URI.");
        }
    }

    /// Lends an error that a handler could give, with a value of its type at each place; `schemas` has the models of the types.
    pub(in super::super) fn occurrence<T>(
        &self,
        schemas: &Schemas,
        write: impl FnOnce(&Occurrence<'_>) -> T,
    ) -> T {
        let values = |members: &[DescribedMember]| -> Vec<(&'static str, Value)> {
            let members = members.iter();
            members
                .map(|member| (member.name, value_of(&member.schema, schemas)))
                .collect()
        };
        let (extensions, headers) = (values(&self.extensions), values(&self.headers));
        let headers: Vec<_> = headers
            .into_iter()
            .map(|(name, value)| (name, shown(&value)))
            .collect();
        let known = extensions.iter().map(|(name, value)| (*name, shown(value)));
        let text = Text(filled(self.text, &known.collect::<Vec<_>>(), self.response));
        let error = FieldError::new("InvalidValue", "what is wrong with the value").at("/field");
        let errors = Vec::from_iter(self.response.has_errors().then_some(error));
        let extensions: Vec<_> = extensions
            .iter()
            .map(|(name, value)| (*name, Some(value as &dyn erased_serde::Serialize)))
            .collect();
        let headers: Vec<_> = headers
            .iter()
            .map(|(name, value)| (*name, Some(value as &dyn fmt::Display)))
            .collect();
        write(
            &Occurrence::new(self.response, &text)
                .extensions(&extensions)
                .headers(&headers)
                .errors(&errors),
        )
    }

    /// A body as the runtime writes it; `None` for a response without one.
    pub(in super::super) fn example(
        &self,
        schemas: &Schemas,
        settings: &Settings,
    ) -> Option<Value> {
        if !self.response.has_body() {
            return None;
        }
        let body = self.occurrence(schemas, |occurrence| self.renderer.object(occurrence));
        let mut body = body.ok()?;
        if settings.request_ids {
            let id = "0123456789abcdef";
            let base = settings.instance_base.as_deref();
            let instance = base.map(|base| format!("{base}{id}"));
            let with_id = request_ids::with_members(self.renderer, &body, id, instance.as_deref());
            body = with_id.unwrap_or(body);
        }
        serde_json::from_str(&body).ok()
    }
}

/// A value that the schema takes; a text where it takes anything.
fn value_of(schema: &Value, schemas: &Schemas) -> Value {
    let value = schemas.response_example(schema);
    let text = Value::from("text");
    if value.is_null() && schemas.violations(schema, &text).is_empty() {
        return text;
    }
    value
}

/// The schema in the settings of `generator`, which transforms its definitions by itself.
pub(super) fn transformed(mut schema: Schema, generator: &mut SchemaGenerator) -> Value {
    for transform in generator.transforms_mut() {
        transform.transform(&mut schema);
    }
    schema.to_value()
}

fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// The format string `text` with the values of the members that it names, and `…` for all that only the program knows.
fn filled(text: &str, values: &[(&str, String)], response: &DeclaredResponse) -> String {
    if text.is_empty() {
        let words = [response.description(), response.title()];
        return words
            .into_iter()
            .find(|words| !words.is_empty())
            .unwrap_or_default()
            .to_owned();
    }
    let mut filled = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let (before, from) = rest.split_at(at);
        filled.push_str(before);
        let doubled = from.starts_with("{{") || from.starts_with("}}");
        rest = if doubled {
            filled.push_str(&from[..1]);
            &from[2..]
        } else if let Some((argument, after)) =
            from[1..].split_once('}').filter(|_| from.starts_with('{'))
        {
            let name = argument.split(':').next().unwrap_or_default();
            let value = values.iter().find(|(member, _)| *member == name);
            filled.push_str(value.map_or("…", |(_, value)| value));
            after
        } else {
            &from[1..]
        };
    }
    filled + rest
}

#[derive(Debug)]
struct Text(String);

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for Text {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_the_values_of_the_members_that_it_names() {
        let response = DeclaredResponse::new(404, "Gone", "Not Found", "Not Found: ");
        let values = [("sku", "A1".to_owned())];
        for (text, expected) in [
            ("no {sku:?} in {{cart}} {0}", "no A1 in {cart} …"),
            ("{} } {", "…  "),
            ("", "Not Found"),
        ] {
            assert_eq!(filled(text, &values, &response), expected, "{text}");
        }
    }
}

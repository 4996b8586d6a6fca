//! A request that a user composes: filled in from what the document says, or from a request that was kept.

use super::record::Record;
use crate::{
    document::{Document, Location, Operation, Parameter, Requirement, Schemas, Segment},
    uri::COMPONENT,
};
use http::Method;
use percent_encoding::utf8_percent_encode;
use serde_json::{Value, json};

const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";

/// What stands in the form.
#[derive(Debug, Default, serde::Deserialize)]
pub(super) struct Draft {
    pub(super) method: String,
    pub(super) target: String,
    #[serde(default)]
    pub(super) headers: String,
    #[serde(default)]
    pub(super) body: String,
    /// `other` for the other kind of integration, `both` for both, anything else for the gateway that is served.
    #[serde(default)]
    pub(super) through: String,
    /// Why the operation's model does not take the body that was filled in.
    #[serde(skip)]
    pub(super) violation: Option<String>,
}

impl Draft {
    /// A request that the operation takes, as far as the document says what it takes.
    pub(super) fn of_operation(document: &Document, operation: &Operation) -> Self {
        let writer = Writer {
            document,
            operation,
        };
        let (media_type, body) = writer.body().unzip();
        let credentials = writer.credentials();
        let mut headers: Vec<_> = media_type
            .iter()
            .map(|media_type| ("Content-Type".to_owned(), media_type.clone()))
            .collect();
        let own = writer.values(Location::Header);
        for (name, value) in own.chain(credentials.headers) {
            if !headers
                .iter()
                .any(|(known, _)| known.eq_ignore_ascii_case(&name))
            {
                headers.push((name, value));
            }
        }
        let lines = headers
            .iter()
            .map(|(name, value)| format!("{name}: {}", on_one_line(value)));
        let method = operation.method.as_ref().map_or("GET", Method::as_str);
        let body = body.unwrap_or_default();
        Self {
            method: method.to_owned(),
            target: writer.target(credentials.queries),
            headers: lines.collect::<Vec<_>>().join("\n"),
            violation: writer.violation(media_type.as_deref(), &body),
            body,
            through: String::new(),
        }
    }

    /// The request of a record; `None` if its body is not text, or was not kept.
    pub(super) fn of_record(record: &Record) -> Option<Self> {
        let body = String::from_utf8(record.body.clone()?).ok()?;
        if body.contains('\0') {
            // No form can hold it.
            return None;
        }
        let own = ["host", "content-length", "connection", "transfer-encoding"];
        let headers = record
            .headers
            .iter()
            .filter(|(name, _)| !own.contains(&name.as_str()));
        let headers: Vec<_> = headers
            .map(|(name, value)| format!("{name}: {value}"))
            .collect();
        Some(Self {
            method: record.method.to_string(),
            target: record.target.clone(),
            headers: headers.join("\n"),
            body,
            ..Self::default()
        })
    }

    /// The names and values of the headers.
    ///
    /// # Errors
    ///
    /// When a line is not a header; the message quotes it.
    pub(super) fn header_fields(&self) -> Result<Vec<(&str, &str)>, String> {
        let lines = self.headers.lines().map(str::trim);
        let fields = lines.filter(|line| !line.is_empty()).map(|line| {
            let field = line.split_once(':');
            field
                .map(|(name, value)| (name.trim(), value.trim()))
                .ok_or_else(|| format!("the header `{line}` has no colon: write `Name: value`"))
        });
        fields.collect()
    }
}

/// An example of the operation's body, and its media type; `None` if it takes none.
pub(super) fn sample_body(document: &Document, operation: &Operation) -> Option<(String, String)> {
    Writer {
        document,
        operation,
    }
    .body()
}

/// Writes a request of one operation.
struct Writer<'a> {
    document: &'a Document,
    operation: &'a Operation,
}

/// Names and values that stand for what a caller proves itself with. The gateway takes any, unless a function decides.
#[derive(Default)]
struct Credentials {
    headers: Vec<(String, String)>,
    queries: Vec<(String, String)>,
}

impl Writer<'_> {
    /// Path and query.
    fn target(&self, credentials: Vec<(String, String)>) -> String {
        let mut target = String::new();
        for segment in &self.operation.path.segments {
            target.push('/');
            match segment {
                Segment::Literal(text) => target.push_str(text),
                Segment::Parameter(name) => target.push_str(&encoded(&self.in_path(name))),
                Segment::Rest(name) => {
                    let value = self.in_path(name);
                    let parts = value.split('/').filter(|part| !part.is_empty());
                    target.push_str(&parts.map(encoded).collect::<Vec<_>>().join("/"));
                }
            }
        }
        if target.is_empty() {
            target.push('/');
        }
        let mut queries: Vec<_> = self.values(Location::Query).collect();
        for (name, value) in credentials {
            if !queries.iter().any(|(known, _)| *known == name) {
                queries.push((name, value));
            }
        }
        let pairs = queries
            .iter()
            .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)));
        let query = pairs.collect::<Vec<_>>().join("&");
        if !query.is_empty() {
            target = format!("{target}?{query}");
        }
        target
    }

    fn in_path(&self, name: &str) -> String {
        let mut parameters = self.operation.parameters.iter();
        let declared = parameters
            .find(|parameter| parameter.location == Location::Path && parameter.name == name);
        let value = declared.map(|declared| joined(&self.value(declared)));
        // An empty segment would be another path.
        value
            .filter(|value| value.chars().any(|character| character != '/'))
            .unwrap_or_else(|| "1".to_owned())
    }

    /// The names and values of what stands at the place: required, or with an example.
    fn values(&self, location: Location) -> impl Iterator<Item = (String, String)> {
        let parameters = self.operation.parameters.iter();
        let given = parameters.filter(move |parameter| {
            let has_example =
                || parameter.example.is_some() || parameter.schema.get("example").is_some();
            parameter.location == location && (parameter.required || has_example())
        });
        given.flat_map(move |parameter| {
            let texts = match self.value(parameter) {
                // A list in a query is sent as one pair for each item, unless the document wants it otherwise.
                Value::Array(items) if location == Location::Query && !items.is_empty() => {
                    items.iter().map(joined).collect()
                }
                value => vec![joined(&value)],
            };
            let name = parameter.name.clone();
            texts.into_iter().map(move |text| (name.clone(), text))
        })
    }

    fn value(&self, parameter: &Parameter) -> Value {
        let stated = parameter.example.clone();
        let value =
            stated.unwrap_or_else(|| self.document.schemas.request_example(&parameter.schema));
        if value.is_null() { json!("1") } else { value }
    }

    /// The media type that the operation takes best, with a body.
    fn body(&self) -> Option<(String, String)> {
        let rank = |media_type: &str| match media_type.to_ascii_lowercase() {
            exact if exact == JSON => 0,
            other if other.contains("json") => 1,
            form if form.starts_with(FORM) => 2,
            text if text.starts_with("text/") => 3,
            _ => 4,
        };
        let mut models: Vec<_> = self.operation.models.iter().collect();
        models.sort_by_key(|(media_type, _)| rank(media_type));
        let Some((media_type, schema)) = models.first() else {
            return self.body_without_model();
        };
        let example = self.operation.examples.get(*media_type).cloned();
        let value = example.unwrap_or_else(|| self.document.schemas.request_example(schema));
        let body = match rank(media_type) {
            0 | 1 => as_json(&value),
            2 => as_form(&value),
            3 => joined(&value),
            // A file, or a form with files: only the caller has them.
            _ => value.as_str().unwrap_or_default().to_owned(),
        };
        Some(((*media_type).clone(), body))
    }

    /// An empty object, where a body is usual and a request template takes JSON.
    fn body_without_model(&self) -> Option<(String, String)> {
        let takes_body = self
            .operation
            .method
            .as_ref()
            .is_some_and(|method| [Method::POST, Method::PUT, Method::PATCH].contains(method));
        let templates = &self.operation.integration.request_templates;
        let takes_json = templates.iter().any(|(media_type, _)| media_type == JSON);
        (takes_body && takes_json).then(|| (JSON.to_owned(), "{}".to_owned()))
    }

    /// Why the model does not take `body`.
    fn violation(&self, media_type: Option<&str>, body: &str) -> Option<String> {
        let schema = self.operation.models.get(media_type?)?;
        let body: Value = serde_json::from_str(body).ok()?;
        let violations = self.document.schemas.violations(schema, &body);
        (!violations.is_empty()).then(|| violations.join(", "))
    }

    fn credentials(&self) -> Credentials {
        let mut credentials = Credentials::default();
        let easiest = self.operation.security.iter().min_by_key(|set| set.len());
        for requirement in easiest.into_iter().flatten() {
            match requirement {
                Requirement::ApiKey => {
                    if self.document.api_key_source == "HEADER" {
                        credentials
                            .headers
                            .push(("x-api-key".to_owned(), "key".to_owned()));
                    }
                }
                Requirement::Signature => {
                    let signature =
                        "AWS4-HMAC-SHA256 Credential=key, SignedHeaders=host, Signature=0";
                    credentials
                        .headers
                        .push(("Authorization".to_owned(), signature.to_owned()));
                }
                Requirement::Authorizer {
                    headers,
                    authorizer,
                    ..
                } => {
                    let token =
                        match &authorizer.identity_validation_expression {
                            Some(expression) => {
                                let pattern = format!("^(?:{expression})$");
                                joined(&Schemas::default().request_example(
                                    &json!({"type": "string", "pattern": pattern}),
                                ))
                            }
                            None => "Bearer token".to_owned(),
                        };
                    let named = headers.iter().map(|name| (name.clone(), token.clone()));
                    credentials.headers.extend(named);
                    let queries = authorizer.identity_sources.iter().filter_map(|source| {
                        let (_, name) = source.split_once("request.querystring.")?;
                        Some((name.to_owned(), "token".to_owned()))
                    });
                    credentials.queries.extend(queries);
                }
            }
        }
        credentials
    }
}

/// A value as the text of a parameter.
fn joined(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        Value::Array(items) => items.iter().map(joined).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    }
}

fn as_json(value: &Value) -> String {
    match value {
        Value::Null => "{}".to_owned(),
        // An example of JSON is sometimes written as its text.
        Value::String(text)
            if serde_json::from_str::<Value>(text).is_ok_and(|value| value.is_object()) =>
        {
            text.clone()
        }
        value => format!("{value:#}"),
    }
}

fn as_form(value: &Value) -> String {
    let members = value.as_object().into_iter().flatten();
    let pairs =
        members.map(|(name, value)| format!("{}={}", encoded(name), encoded(&joined(value))));
    pairs.collect::<Vec<_>>().join("&")
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, COMPONENT).to_string()
}

fn on_one_line(text: &str) -> String {
    text.replace(|character: char| character.is_control(), " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(operation: &str, rest: &str) -> Draft {
        let text = format!(
            "openapi: 3.0.1\ninfo: {{title: t, version: '1'}}\n{rest}\npaths:\n  /carts/{{cart}}/{{more+}}:\n    post:\n{operation}\n      x-amazon-apigateway-integration: {{type: mock, requestTemplates: {{application/json: '{{}}'}}}}\n"
        );
        let document = Document::read(&text).unwrap();
        Draft::of_operation(&document, &document.operations[0])
    }

    #[test]
    fn parameters_have_what_their_schemas_ask_for() {
        let draft = draft(
            r"      parameters:
        - {name: cart, in: path, required: true, schema: {type: string, pattern: '^c-[0-9]{3}$'}}
        - {name: more, in: path, required: true, schema: {type: string}, example: a b/c}
        - {name: size, in: query, required: true, schema: {type: integer, minimum: 10, maximum: 20}}
        - {name: sort, in: query, required: true, schema: {type: string, enum: [name, price]}}
        - {name: tags, in: query, schema: {type: array, items: {type: string}}, examples: {two: {value: ['x&y', z]}}}
        - {name: page, in: query, schema: {type: integer, default: 4}}
        - {name: X-Trace, in: header, required: true, schema: {type: string, format: uuid}}",
            "",
        );
        assert_eq!(
            draft.target,
            "/carts/c-000/a%20b/c?size=10&sort=name&tags=x%26y&tags=z"
        );
        assert_eq!(
            draft.headers,
            "Content-Type: application/json\nX-Trace: 6f1c9a3b-2f10-4d0e-9d43-3a5d3f1c7c7e"
        );
        assert_eq!(draft.body, "{}");
    }

    #[test]
    fn what_the_document_does_not_say_is_short() {
        let draft = draft("      responses: {}", "");
        assert_eq!(draft.target, "/carts/1/1");
    }

    #[test]
    fn a_body_has_the_form_of_its_media_type() {
        let body = |content: &str| {
            let draft = draft(
                &format!("      requestBody: {{content: {{{content}}}}}"),
                "",
            );
            (draft.headers, draft.body, draft.violation)
        };
        let schema = "schema: {type: object, properties: {sku: {type: string, example: a&b}, count: {type: integer, minimum: 2}}}";
        let (headers, json, violation) =
            body(&format!("text/plain: {{}}, application/json: {{{schema}}}"));
        assert_eq!(headers, "Content-Type: application/json");
        assert_eq!(json, "{\n  \"count\": 2,\n  \"sku\": \"a&b\"\n}");
        assert_eq!(violation, None);
        let (_, form, _) = body(&format!("application/x-www-form-urlencoded: {{{schema}}}"));
        assert_eq!(form, "count=2&sku=a%26b");
        let (headers, text, _) = body("text/csv: {example: 'a,b'}");
        assert_eq!(
            (headers.as_str(), text.as_str()),
            ("Content-Type: text/csv", "a,b")
        );
        let (_, stated, violation) = body(&format!(
            "application/json: {{example: {{count: 1}}, {schema}}}"
        ));
        assert_eq!(stated, "{\n  \"count\": 1\n}");
        assert!(
            violation
                .unwrap()
                .contains("lower than the required minimum")
        );
    }

    #[test]
    fn credentials_are_there_in_the_form_that_is_asked_for() {
        let draft = draft(
            "      security: [{key: [], token: []}]",
            r"components: {securitySchemes: {
  key: {type: apiKey, name: x-api-key, in: header},
  token: {type: apiKey, name: Authorization, in: header, x-amazon-apigateway-authtype: custom, x-amazon-apigateway-authorizer: {type: token, identityValidationExpression: 'v1\.[a-z]{4}', authorizerUri: 'arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:1:function:auth/invocations'}}}}",
        );
        assert!(
            draft.headers.contains("x-api-key: key"),
            "{}",
            draft.headers
        );
        assert!(
            draft.headers.contains("Authorization: v1.aaaa"),
            "{}",
            draft.headers
        );
    }
}

//! Words of Velocity's language.
//!
//! References are written `$x` and never with braces, and nothing begins with `%` and a brace: `CloudFormation` and
//! Terraform would take either for their own. A reference that leads nowhere is true in `#if`, so texts are compared.

/// A text in quotes inside of which nothing is a reference.
pub(super) fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// Constant JSON, as a template that renders as itself: a `$` or `#` can only stand in one of its strings.
pub(super) fn inert(json: &str) -> String {
    json.replace('$', "\\u0024").replace('#', "\\u0023")
}

/// The value of the expression `text` as the inside of a JSON string.
///
/// `escapeJavaScript` also escapes the apostrophe, which JSON does not know:
/// [Mapping template reference](https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html).
pub(super) fn escaped(text: &str) -> String {
    format!(r#"$util.escapeJavaScript({text}).replaceAll("\\'","'")"#)
}

/// Sets a header of the response; `name` and `value` are expressions.
pub(super) fn set_header(name: &str, value: &str) -> String {
    format!("#set($context.responseOverride.header[{name}]={value})")
}

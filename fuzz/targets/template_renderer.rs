//! A template renders the same text each time, or fails the same way, within its limits.
//!
//! The input is a template and the request's body, with a zero byte between them.
#![no_main]

use apigw_velocity::{Data, Input, Scope, Template};
use libfuzzer_sys::fuzz_target;

fn render(template: &Template, body: &str) -> Result<String, String> {
    let input = Input::new(body)
        .path("cart", "7")
        .querystring("q", body)
        .header("Accept", "application/json");
    let context = r#"{"requestId": "r", "responseOverride": {"header": {}}}"#;
    let mut scope = Scope::new();
    let rendered = template.render(&mut scope, &input.with_context(Data::json(context)));
    std::hint::black_box(scope.overrides());
    rendered.map_err(|error| error.to_string())
}

fuzz_target!(|input: &str| {
    let (source, body) = input
        .split_once('\0')
        .unwrap_or((input, r#"{"a": [1, {"b": null}]}"#));
    let Ok(template) = Template::parse(source) else {
        return;
    };
    let first = render(&template, body);
    if !source.contains("$context.requestTime") {
        assert_eq!(first, render(&template, body));
    }
});

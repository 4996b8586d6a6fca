//! The bytes of plain text, of a user's own format, and of codes and types in another spelling.

use crate::fixtures::{
    calls::{Call, PROXIES, Via, invoke},
    expected::Expected,
    log::Log,
};
use lambda_api_errors::{
    Api, ApiError, BodyFormat, Contract, DescribedResponse, Integration, Message, NoContent,
    Occurrence, Path, Problem, Style, api_errors, callback, lambda_endpoint,
};
use serde::Serialize;
use serde_json::{Value, json};
use std::panic::resume_unwind;
use thiserror::Error;

#[api_errors(body = Message)]
#[derive(Debug, Error)]
enum Plain {
    #[error("no order\r\n{0}")]
    #[api(status = 404)]
    NotFound(&'static str),
    #[error("disk {0} is full")]
    #[api(status = 500, detail = "Come back later.")]
    Disk(&'static str),
    #[error("rack {0} is full")]
    #[api(status = 503)]
    Rack(&'static str),
    #[error("slow down")]
    #[api(status = 429)]
    Throttled(#[api(header = "Retry-After")] u32),
}

#[test]
fn plain_text() {
    let expected = |code, status, message: &str, body| Expected {
        code,
        message: message.to_owned(),
        status,
        media_type: "application/json",
        headers: &[],
        body,
    };
    expected(
        "NotFound",
        404,
        "Not Found: no order  \"7\" {",
        r#"{"errorMessage":"Not Found: no order  \"7\" {"}"#,
    )
    .check(|| Plain::NotFound("\"7\"\u{1f}{"));
    expected(
        "Disk",
        500,
        "Internal Server Error: Come back later.",
        r#"{"errorMessage":"Internal Server Error: Come back later."}"#,
    )
    .check(|| Plain::Disk("sda"));
    expected(
        "Rack",
        503,
        "Service Unavailable: Rack",
        r#"{"errorMessage":"Service Unavailable: Rack"}"#,
    )
    .check(|| Plain::Rack("r1"));
    Expected {
        headers: &[("Retry-After", "9")],
        ..expected(
            "Throttled",
            429,
            "Too Many Requests: slow down\u{1f}{\"Retry-After\":\"9\"}",
            r#"{"errorMessage":"Too Many Requests: slow down"}"#,
        )
    }
    .check(|| Plain::Throttled(9));
}

/// A user's own format.
struct House;

#[derive(Serialize)]
struct Failure {
    ok: bool,
    why: String,
    more: serde_json::Value,
}

impl BodyFormat for House {
    const MEDIA_TYPE: &'static str = "application/vnd.house+json";
    const MEMBERS: &'static [&'static str] = &["ok", "why", "more"];

    fn body(error: &Occurrence<'_>) -> impl Serialize {
        let text = error.message().map(|text| text.to_string());
        Failure {
            ok: false,
            why: text.unwrap_or_else(|| error.title().to_owned()),
            more: serde_json::to_value(error.members()).expect("members are a map"),
        }
    }
}

#[api_errors(body = House)]
#[derive(Debug, Error)]
enum HouseError {
    #[error("no cart {0}")]
    #[api(status = 404)]
    NotFound(
        #[api(extension = "cart")] u32,
        #[api(header = "X-Cart")] &'static str,
    ),
    #[error("secret {0}")]
    #[api(status = 500)]
    Broken(&'static str),
}

#[test]
fn a_format_of_the_users_own() {
    let media_type = "application/vnd.house+json";
    Expected {
        code: "NotFound",
        message: "Not Found: {\"ok\":false,\"why\":\"no cart 7\",\"more\":{\"cart\":7}}\u{1f}{\"X-Cart\":\"c\u{e9}\"}".to_owned(),
        status: 404,
        media_type,
        headers: &[("X-Cart", "c\u{e9}")],
        body: r#"{"ok":false,"why":"no cart 7","more":{"cart":7}}"#,
    }
    .check(|| HouseError::NotFound(7, "c\u{e9}"));
    let body = r#"{"ok":false,"why":"Internal Server Error","more":{}}"#;
    Expected {
        code: "Broken",
        message: format!("Internal Server Error: {body}"),
        status: 500,
        media_type,
        headers: &[],
        body,
    }
    .check(|| HouseError::Broken("s3"));
}

#[api_errors(type_base = "https://example.org/problems/", rename_all = "kebab-case")]
#[derive(Debug, Error)]
#[error("no cart")]
#[api(status = 404)]
struct NoSuchCart;

#[api_errors(
    type_base = "https://example.org/problems/",
    rename_all = "SCREAMING_SNAKE_CASE"
)]
#[derive(Debug, Error)]
enum CartError {
    #[error("the cart is gone")]
    #[api(status = 410)]
    LongGone,
    #[error(transparent)]
    #[api(transparent)]
    NoSuchCart(#[from] NoSuchCart),
}

#[test]
fn problem_types_and_codes_in_another_spelling() {
    let media_type = "application/problem+json";
    let body = r#"{"type":"https://example.org/problems/LONG_GONE","title":"Gone","status":410,"detail":"the cart is gone","code":"LONG_GONE"}"#;
    Expected {
        code: "LONG_GONE",
        message: format!("Gone: {body}"),
        status: 410,
        media_type,
        headers: &[],
        body,
    }
    .check(|| CartError::LongGone);
    let body = r#"{"type":"https://example.org/problems/no-such-cart","title":"Not Found","status":404,"detail":"no cart","code":"no-such-cart"}"#;
    Expected {
        code: "no-such-cart",
        message: format!("Not Found: {body}"),
        status: 404,
        media_type,
        headers: &[],
        body,
    }
    .check(|| CartError::from(NoSuchCart));
}

#[test]
fn an_error_that_describes_nothing_is_an_opaque_500() {
    #[derive(Debug, thiserror::Error)]
    #[error("secret")]
    struct Silent;

    impl lambda_api_errors::__private::Derived for Silent {}

    impl ApiError for Silent {
        type Body = Problem;
        const STYLE: Style = Style::Prefixed;
        const CONTRACT: &'static Contract = &Contract::new(&[], &[], &[]);

        fn visit(&self, _: &mut dyn FnMut(&Occurrence<'_>)) {}
    }

    let expected = "Internal Server Error: {\"type\":\"about:blank\",\"title\":\"Internal Server Error\",\"status\":500,\"code\":\"InternalServerError\"}";
    assert_eq!(callback::encode(&Silent), expected);
}

/// A format that does as the error's text says.
struct Unruly;

struct Doing(String);

impl Serialize for Doing {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &*self.0 {
            "list" => serializer.collect_seq(["a"]),
            "text" => serializer.serialize_str("Created: {}"),
            "number" => serializer.serialize_u64(201),
            "nothing" => serializer.serialize_unit(),
            "fails" => Err(serde::ser::Error::custom("the refusal of the format")),
            "panics" => panic!("the bomb of the format"),
            "panics when dropped" => resume_unwind(Box::new(PanicsWhenDropped)),
            _ => serializer.collect_map([("why", &self.0)]),
        }
    }
}

struct PanicsWhenDropped;

impl Drop for PanicsWhenDropped {
    fn drop(&mut self) {
        panic!("the bomb in the payload");
    }
}

impl BodyFormat for Unruly {
    fn body(error: &Occurrence<'_>) -> impl Serialize {
        Doing(match error.message() {
            Some(message) => message.to_string(),
            None => error.detail().unwrap_or("panics").to_owned(),
        })
    }
}

#[api_errors(body = Unruly)]
#[derive(Debug, Error)]
#[error("{0}")]
#[api(status = 404)]
struct Does(String);

#[lambda_endpoint(GET, "/does/{what}")]
async fn does(Path(what): Path<String>) -> Result<NoContent, Does> {
    Err(Does(what))
}

#[tokio::test]
async fn nothing_that_a_format_does_leaves_an_invocation_as_a_panic() {
    let service = Api::<()>::new("does", "1")
        .body::<Unruly>()
        .endpoint::<does>()
        .service()
        .expect("a valid API");
    let call = |what: &str| Call::new("does", "GET", "/does/{what}").with("what", what);
    for via in PROXIES.into_iter().chain([Via::Custom]) {
        for what in ["fails", "panics", "panics when dropped"] {
            let log = Log::capture();
            let answer = via.ask(&service, &call(what)).await;
            assert_eq!(answer.status, 500, "{via:?} {what}");
            assert!(
                answer.text().contains(r#""status":500"#),
                "{}",
                answer.text()
            );
            let lines = log.take();
            let [line] = &lines[..] else {
                panic!("one line: {lines:?}")
            };
            assert_eq!(line["fields"]["replaced_status"], 404, "{line}");
        }
        let well = via.ask(&service, &call("well")).await;
        assert_eq!((well.status, well.text()), (404, r#"{"why":"well"}"#));
    }
    for what in ["list", "text", "number", "nothing"] {
        let log = Log::capture();
        let failure = invoke(&service, &Via::Custom.event(&call(what))).await;
        let failure = failure.expect_err("a failure");
        assert!(
            failure
                .error_message
                .starts_with("Internal Server Error: {"),
            "{failure:?}"
        );
        assert_eq!(log.take()[0]["fields"]["replaced_status"], 404);
        assert_eq!(Via::RestProxy.ask(&service, &call(what)).await.status, 404);
    }
    let panics = std::panic::catch_unwind(|| callback::encode(&Does("panics".to_owned())));
    assert!(
        panics
            .expect("no panic")
            .starts_with("Internal Server Error: {")
    );
}

/// An endpoint whose error has the `Format` of the module around it.
macro_rules! gone {
    () => {
        #[api_errors(body = Format)]
        #[derive(Debug, Error)]
        #[error("gone")]
        #[api(status = 410)]
        pub(super) struct Gone;

        #[lambda_endpoint(GET, "/gone")]
        pub(super) async fn gone() -> Result<NoContent, Gone> {
            Err(Gone)
        }
    };
}

macro_rules! unruly {
    ($($name:ident = $does:literal;)*) => {$(
        mod $name {
            use super::*;

            pub(super) struct Format;

            impl BodyFormat for Format {
                fn body(_: &Occurrence<'_>) -> impl Serialize {
                    Doing($does.to_owned())
                }
            }

            gone!();
        }
    )*};
}

unruly! {
    list = "list";
    fails = "fails";
    panics = "panics";
    well = "well";
}

type MakeApi = fn() -> Api<()>;

fn new() -> Api<()> {
    Api::new("gone", "1")
}

/// Formats with a value that is not a schema.
macro_rules! without_schema {
    ($($module:ident = $schema:expr;)*) => {$(
        mod $module {
            use super::*;

            #[derive(Debug)]
            pub(super) struct Format;

            impl BodyFormat for Format {
                fn body(_: &Occurrence<'_>) -> impl Serialize {
                    Doing("well".to_owned())
                }

                fn schema(_: &DescribedResponse<'_>) -> Option<Value> {
                    $schema
                }
            }

            gone!();
        }
    )*};
}

without_schema! {
    of_text = Some(json!("object"));
    that_panics = panic!("the bomb of the schema");
}

#[test]
fn a_document_refuses_what_is_no_schema() {
    // tracing asks once whether a subscriber reads a log line, and other tests of this process do.
    let _log = Log::capture();
    let cases: [(MakeApi, MakeApi, &str); 2] = [
        (
            || new().endpoint::<of_text::gone>(),
            || new().body::<of_text::Format>().endpoint::<well::gone>(),
            r#"is not a JSON object, found `"object"`"#,
        ),
        (
            || new().endpoint::<that_panics::gone>(),
            || new().body::<that_panics::Format>().endpoint::<well::gone>(),
            "panicked: the bomb of the schema",
        ),
    ];
    for (with_endpoint, with_format, reason) in cases {
        for (api, of) in [
            (with_endpoint, "`gone`: the schema of the body of `Gone`"),
            (
                with_format,
                "the API's own answers: the schema of the body of `UnreadableEvent`",
            ),
        ] {
            for integration in [Integration::Custom, Integration::Proxy] {
                let openapi = api().request_ids().integration(integration).openapi();
                let error = openapi.document().unwrap_err();
                let problem = &error.problems()[0];
                assert!(problem.starts_with(&format!("{of} {reason}: ")), "{error}");
            }
        }
        let error = with_endpoint().openapi().clients_document().unwrap_err();
        assert!(error.to_string().contains(reason), "{error}");
    }
}

#[test]
fn a_document_of_a_custom_integration_refuses_what_it_cannot_carry() {
    let document = |api: Api<()>, integration| api.integration(integration).openapi().document();
    let cases: [(MakeApi, MakeApi, &str); 3] = [
        (
            || new().endpoint::<list::gone>(),
            || new().body::<list::Format>().endpoint::<well::gone>(),
            r#"is not a JSON object, it starts with `["a"]`"#,
        ),
        (
            || new().endpoint::<fails::gone>(),
            || new().body::<fails::Format>().endpoint::<well::gone>(),
            "could not be serialised: the refusal of the format",
        ),
        (
            || new().endpoint::<panics::gone>(),
            || new().body::<panics::Format>().endpoint::<well::gone>(),
            "panicked: the bomb of the format",
        ),
    ];
    for (with_endpoint, with_format, reason) in cases {
        for (api, of) in [
            (with_endpoint, "`gone`: the body of `Gone`"),
            (
                with_format,
                "the API's own answers: the body of `UnreadableEvent`",
            ),
        ] {
            let error = document(api(), Integration::Custom).unwrap_err();
            assert!(document(api(), Integration::Proxy).is_ok());
            let [problem] = error.problems() else {
                panic!("{error}")
            };
            assert!(problem.starts_with(&format!("{of} {reason}")), "{problem}");
            assert!(problem.contains("use a proxy integration"), "{problem}");
        }
    }
    let well = new().body::<well::Format>().endpoint::<well::gone>();
    assert!(document(well, Integration::Custom).is_ok());
}

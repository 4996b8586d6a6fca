//! Each response of a contract is the same through both integrations, and the assertion of that notices what is not.

mod reports;

use lambda_api_errors::{
    Accepted, Api, Cors, Created, Function, Integration, Json, Message, NoContent, Path, Query,
    Security, StatusErrors, api_errors, api_success,
    axum::{body::Bytes, response::IntoResponse},
    callback,
    http::Request,
    lambda_endpoint,
    local::{
        BothIntegrations, ContractTest, Document, LocalGateway, ServiceFunction,
        assert_integrations_agree,
    },
};
use lambda_api_errors_tests::{formats, hostile::HOSTILE};
use std::{convert::Infallible, time::Duration};

const CARTS: &str = include_str!("../../examples/carts/openapi/custom.yaml");
const CARTS_PROXY: &str = include_str!("../../examples/carts/openapi/proxy.yaml");

#[test]
fn every_response_of_every_format_is_the_same() {
    let compared = ContractTest::new(formats::api().openapi())
        .run()
        .unwrap_or_else(|error| panic!("{error}"));
    assert!(compared > 20_000, "{compared}");
}

#[test]
fn every_response_of_the_styles_is_the_same() {
    assert_integrations_agree(styles::service().unwrap().openapi());
}

#[test]
fn cors_credentials_validation_and_stage_variables_change_no_answer() {
    let openapi = carts::api()
        .cors(Cors::origins([
            "https://shop.example",
            "https://admin.example",
        ]))
        .security(Security::api_key())
        .function(Function::stage_variable("fn"))
        .validate_bodies()
        .openapi();
    assert_integrations_agree(openapi);
}

#[test]
fn a_dollar_in_a_header_name_stays_in_the_json_style() {
    #[api_errors(body = StatusErrors, style = "json")]
    #[derive(Debug, thiserror::Error)]
    #[error("gone")]
    #[api(status = 410)]
    struct Gone(#[api(header = "X-$m.b")] u8);

    #[lambda_endpoint(GET, "/gone")]
    async fn gone() -> Result<Json<u8>, Gone> {
        Err(Gone(7))
    }

    assert_integrations_agree(Api::<()>::new("gone", "1").endpoint::<gone>().openapi());
}

/// What became of a setting.
#[api_success]
enum Stored {
    New(Created<String>),
    Changed(Json<u8>),
    Same(NoContent),
}

#[api_success]
enum Counted {
    Now(Json<u8>),
    Later(Accepted<u8>),
}

#[lambda_endpoint(PUT, "/settings/{setting}")]
async fn store(Path(setting): Path<u8>) -> Result<Stored, Infallible> {
    Ok(match setting {
        0 => Stored::New(Created::new("a".to_owned()).at("/settings/0")),
        1 => Stored::Changed(Json(setting)),
        _ => Stored::Same(NoContent),
    })
}

#[lambda_endpoint(GET, "/count/{count}")]
async fn count(Path(count): Path<u8>) -> Result<Counted, Infallible> {
    Ok(match count {
        0 => Counted::Later(Accepted::new(count).at("/count/1")),
        _ => Counted::Now(Json(count)),
    })
}

#[tokio::test]
async fn each_success_of_a_type_with_several_is_the_same() {
    let api = || {
        Api::<()>::new("settings", "1")
            .endpoint::<store>()
            .endpoint::<count>()
            .cors(Cors::origins([
                "https://shop.example",
                "https://admin.example",
            ]))
    };
    assert_integrations_agree(api().openapi());
    let document = api().openapi().document().unwrap();
    let report = api().openapi().check(&document.to_yaml()).unwrap();
    assert_eq!(report.drifts(), []);
    let function = ServiceFunction::new(api().service().unwrap(), Duration::from_secs(3));
    let gateway = LocalGateway::new(Document::read(&document.to_json()).unwrap(), function);
    for (method, path, status, location, body) in [
        ("PUT", "/settings/0", 201, Some("/settings/0"), "\"a\""),
        ("PUT", "/settings/1", 200, None, "1"),
        ("PUT", "/settings/2", 204, None, ""),
        ("GET", "/count/0", 202, Some("/count/1"), "0"),
        ("GET", "/count/7", 200, None, "7"),
        ("HEAD", "/count/0", 202, Some("/count/1"), ""),
    ] {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .body(Bytes::new())
            .unwrap();
        let (answer, _) = gateway.answer(request).await;
        assert_eq!(answer.status(), status, "{path}");
        assert_eq!(answer.body(), body, "{path}");
        let found = answer
            .headers()
            .get("location")
            .map(|value| value.to_str().unwrap());
        assert_eq!(found, location, "{path}");
    }
}

macro_rules! poll {
    ($name:ident $path:literal [$($format:tt)*]) => {
        mod $name {
            use super::*;

            #[api_errors($($format)*)]
            #[derive(Debug, thiserror::Error)]
            #[error("a text that no answer shows")]
            pub(super) enum Poll {
                #[api(status = 204, success)]
                Nothing,
                #[api(status = 205, success)]
                Again {
                    #[api(header = "X-Next")]
                    next: u8,
                },
                #[api(status = 304)]
                Unchanged {
                    #[api(header = "ETag")]
                    tag: &'static str,
                },
                #[api(status = 404)]
                Missing,
            }

            #[lambda_endpoint(GET, $path)]
            pub(super) async fn poll(Query(kind): Query<u8>) -> Result<Json<u8>, Poll> {
                Err(match kind {
                    0 => Poll::Nothing,
                    1 => Poll::Again { next: 7 },
                    2 => Poll::Unchanged { tag: "\"a\"" },
                    _ => Poll::Missing,
                })
            }

            #[test]
            fn an_answer_without_a_body_is_the_same() {
                let api = Api::<()>::new("poll", "1").endpoint::<poll>();
                assert_integrations_agree(api.openapi());
                for (error, status, header) in [
                    (Poll::Nothing, 204, None),
                    (Poll::Again { next: 7 }, 205, Some(("x-next", "7"))),
                    (Poll::Unchanged { tag: "\"a\"" }, 304, Some(("etag", "\"a\""))),
                ] {
                    let message = callback::encode(&error);
                    let answer = callback::decode::<Poll>(&message).unwrap();
                    assert_eq!((answer.status.as_u16(), &*answer.body), (status, ""), "{message}");
                    let headers: Vec<_> = answer.headers.iter().map(|(name, value)| (name.as_str(), value.to_str().unwrap())).collect();
                    assert_eq!(headers, Vec::from_iter(header));
                    assert!(!message.contains("no answer shows"), "{message}");
                    let (parts, _) = error.into_response().into_parts();
                    assert_eq!(parts.status, status);
                    assert_eq!(parts.headers, answer.headers);
                }
                let document = api.openapi().document().unwrap().to_json();
                let document: serde_json::Value = serde_json::from_str(&document).unwrap();
                let responses = &document["paths"][$path]["get"]["responses"];
                assert_eq!(responses["304"].get("content"), None, "{responses:#}");
                assert!(responses["404"].get("content").is_some());
            }
        }
    };
}

poll!(poll_problem "/poll" []);
poll!(poll_message "/poll" [body = Message]);
poll!(poll_status_errors "/poll" [body = StatusErrors]);

#[api_errors]
#[derive(Debug, thiserror::Error)]
#[error("no {0}")]
#[api(status = 404)]
struct Missing(String);

#[lambda_endpoint(POST, "/echo")]
async fn echo(Json(text): Json<String>) -> Result<Json<String>, Missing> {
    if text.starts_with("no ") {
        return Err(Missing(text));
    }
    Ok(Json(text))
}

fn echo_api() -> Api {
    Api::new("echo", "1").endpoint::<echo>()
}

fn echo_service() -> lambda_api_errors::ApiService {
    echo_api().service().unwrap()
}

fn post(body: &serde_json::Value) -> Request<Bytes> {
    Request::post("/echo")
        .header("content-type", "application/json")
        .body(Bytes::from(body.to_string()))
        .unwrap()
}

#[tokio::test]
async fn real_requests_get_the_same_answers() {
    let both = BothIntegrations::new(echo_service).unwrap();
    for hostile in HOSTILE {
        for text in [hostile.text.to_owned(), format!("no {}", hostile.text)] {
            let response = both.assert_same(post(&text.as_str().into())).await;
            let status = if text.starts_with("no ") { 404 } else { 200 };
            assert_eq!(response.status(), status, "{}", hostile.name);
        }
    }
    let broken = both.assert_same(post(&7.into())).await;
    assert_eq!(broken.status(), 422);
    for (method, path, status) in [("GET", "/echo", 405), ("POST", "/nowhere", 404)] {
        let request = Request::builder().method(method).uri(path);
        let response = both.assert_same(request.body(Bytes::new()).unwrap()).await;
        assert_eq!(response.status(), status);
    }
}

#[lambda_endpoint(GET, "/pairs")]
async fn pairs(
    Query(mut pairs): Query<Vec<(String, String)>>,
) -> Result<Json<Vec<(String, String)>>, Infallible> {
    pairs.sort();
    Ok(Json(pairs))
}

#[tokio::test]
async fn more_query_parameters_than_a_loop_has_iterations_reach_both() {
    let service = || Api::<()>::new("pairs", "1").endpoint::<pairs>().service();
    let both = BothIntegrations::new(|| service().unwrap()).unwrap();
    let names = |count: usize| {
        (0..count)
            .map(|index| format!("{index}="))
            .collect::<Vec<_>>()
    };
    for query in [1000, 1001, 1600].map(names) {
        let request = Request::get(format!("/pairs?{}", query.join("&")));
        let response = both.assert_same(request.body(Bytes::new()).unwrap()).await;
        assert_eq!(response.status(), 200, "{}", query.len());
        let pairs: Vec<(String, String)> = serde_json::from_slice(response.body()).unwrap();
        assert_eq!(pairs.len(), query.len());
    }
}

#[tokio::test]
async fn a_success_of_some_megabytes_reaches_both() {
    let both = BothIntegrations::new(echo_service).unwrap();
    for text in ["\"\\", "$m\u{1f}", "x"] {
        let text = text.repeat(1_500_000 / text.len());
        let response = both.assert_same(post(&text.as_str().into())).await;
        assert_eq!(response.status(), 200);
    }
}

/// The rows of the table in the documentation of `BothIntegrations`.
#[tokio::test]
async fn what_differs_is_what_the_documentation_says() {
    let shop = BothIntegrations::new(|| carts::service().unwrap()).unwrap();
    let (json, ada) = ("application/json", "{\"customer\":\"Ada\"}");
    for path in ["/carts", "//carts"] {
        shop.assert_same(carts_request(path, &[json], ada.as_bytes()))
            .await;
    }
    for (path, types, body, custom, proxy) in [
        ("/carts", &[json][..], b"".as_slice(), 422, 400),
        ("/carts", &["text/xml"], b"<a/>", 415, 415),
        ("/carts", &["application/vnd.api+json"], b"[]", 415, 422),
        ("/carts", &[json], b"{\"customer\":\"\xff\"}", 201, 400),
        ("/carts", &[json, "text/plain"], b"[]", 415, 422),
        ("/carts/", &[json], b"[]", 422, 404),
        ("/%63arts", &[json], b"[]", 422, 404),
    ] {
        let request = carts_request(path, types, body);
        let difference = shop.answer(request).await.unwrap_err();
        let got = difference.got.status().as_u16();
        let expected = difference.expected.as_ref().unwrap().status.as_u16();
        assert_eq!((got, expected), (custom, proxy), "{difference}");
        let shown = difference.to_string();
        assert!(shown.contains(&format!("made of \"POST {path}")), "{shown}");
        assert!(!shown.contains("x-amzn-requestid"), "{shown}");
    }
}

fn carts_request(path: &str, media_types: &[&str], body: &[u8]) -> Request<Bytes> {
    let request = media_types
        .iter()
        .fold(Request::post(path), |request, media_type| {
            request.header("content-type", *media_type)
        });
    request.body(Bytes::copy_from_slice(body)).unwrap()
}

#[tokio::test]
async fn real_requests_with_other_answers_are_reported() {
    let gateway = |document: &str| {
        let function = ServiceFunction::new(echo_service(), Duration::from_secs(29));
        LocalGateway::new(Document::read(document).unwrap(), function)
    };
    let document = |integration| {
        let openapi = echo_api().integration(integration).openapi();
        openapi.document().unwrap().to_json()
    };
    let (custom, proxy) = (document(Integration::Custom), document(Integration::Proxy));
    let edited = custom.replace("^(?:Not Found: )", "^(?:Not found: )");
    let both = BothIntegrations::of_gateways(gateway(&edited), gateway(&proxy));
    let difference = both.answer(post(&"no".into())).await;
    assert!(difference.is_ok());
    let difference = both.answer(post(&"no bread".into())).await.unwrap_err();
    assert_eq!(difference.what, "another status");
    assert_eq!(difference.operation, "POST /echo");
    assert_eq!(
        (
            difference.got.status().as_u16(),
            difference.expected.unwrap().status.as_u16()
        ),
        (500, 404)
    );
}

#[tokio::test]
async fn the_request_id_is_in_each_answer_of_both_integrations() {
    let api = || {
        Api::<()>::new("settings", "1")
            .endpoint::<store>()
            .endpoint::<poll_problem::poll>()
            .instance_base("https://shop.example/requests/")
    };
    assert_integrations_agree(api().openapi());
    for integration in [Integration::Custom, Integration::Proxy] {
        let api = api().integration(integration);
        let document = api.openapi().document().unwrap().to_json();
        let function = ServiceFunction::new(api.service().unwrap(), Duration::from_secs(3));
        let gateway = LocalGateway::new(Document::read(&document).unwrap(), function);
        for (method, path, status) in [("PUT", "/settings/1", 200), ("PUT", "/settings/x", 400)] {
            let request = Request::builder().method(method).uri(path);
            let (answer, _) = gateway.answer(request.body(Bytes::new()).unwrap()).await;
            assert_eq!(answer.status(), status, "{integration} {path}");
            let id = answer.headers()["X-Request-Id"]
                .to_str()
                .unwrap()
                .to_owned();
            assert!(!id.is_empty());
            if status == 400 {
                let body: serde_json::Value = serde_json::from_slice(answer.body()).unwrap();
                assert_eq!(body["requestId"], id);
                assert_eq!(
                    body["instance"],
                    format!("https://shop.example/requests/{id}")
                );
            }
        }
    }
}

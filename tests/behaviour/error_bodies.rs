//! What `ErrorBodyLayer` makes of the answers of axum, of tower-http and of handlers.

use crate::fixtures::log::Log;
use axum::{
    Form, Json, Router,
    body::{Body, to_bytes},
    extract::{DefaultBodyLimit, Path, Query, Request},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use lambda_api_errors::{
    ErrorBodyLayer, JsonApi, Problem, ResultErrors, StatusErrors, api_errors, axum,
};
use serde_json::{Value, json};
use std::{collections::HashMap, future::pending, time::Duration};
use tower::{Layer, ServiceExt};
use tower_http::{
    catch_panic::CatchPanicLayer, limit::RequestBodyLimitLayer, timeout::TimeoutLayer,
};

#[api_errors(body = StatusErrors)]
#[derive(Debug, thiserror::Error)]
#[error("no cart {0}")]
#[api(status = 404)]
struct NoCart(u32);

/// A router as any axum program has it.
fn router() -> Router {
    Router::new()
        .route(
            "/carts",
            post(async |Json(cart): Json<HashMap<String, u8>>| Json(cart.len())),
        )
        .route(
            "/carts/{cart}",
            get(async |Path(cart): Path<u32>| NoCart(cart)),
        )
        .route(
            "/pages",
            get(async |Query(page): Query<HashMap<String, u8>>| Json(page.len())),
        )
        .route(
            "/forms",
            post(async |Form(form): Form<HashMap<String, u8>>| Json(form.len())),
        )
        .route("/texts", post(async |text: String| text))
}

async fn answer(app: Router, request: Request) -> (StatusCode, HeaderMap, String) {
    let response = app.oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, 1_000_000).await.unwrap();
    (
        parts.status,
        parts.headers,
        String::from_utf8(body.into()).unwrap(),
    )
}

async fn problem(app: Router, request: Request) -> Value {
    let (status, headers, body) = answer(app, request).await;
    assert_eq!(
        headers[header::CONTENT_TYPE],
        "application/problem+json",
        "{body}"
    );
    assert!(
        headers
            .get(header::CONTENT_LENGTH)
            .is_none_or(|length| *length == *body.len().to_string())
    );
    let body: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(body["status"], status.as_u16());
    body
}

fn asked(method: &str, uri: &str, kind: &str, body: impl Into<Body>) -> Request {
    let request = Request::builder().method(method).uri(uri);
    request
        .header(header::CONTENT_TYPE, kind)
        .body(body.into())
        .unwrap()
}

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";

#[tokio::test]
async fn refusals_of_axum_have_the_codes_and_texts_of_an_endpoint() {
    let app = router()
        .layer(DefaultBodyLimit::max(100))
        .layer(ErrorBodyLayer::new::<Problem>());
    let long = "x".repeat(101);
    for (request, status, code, text) in [
        (
            asked("GET", "/nowhere?q=1", JSON, ""),
            404,
            "RouteNotFound",
            "There is no such route or operation.",
        ),
        (
            asked("PUT", "/carts", JSON, ""),
            405,
            "MethodNotAllowed",
            "The route has no such method.",
        ),
        (
            asked("POST", "/carts", JSON, "{"),
            400,
            "MalformedJson",
            "Failed to parse the request body as JSON: ",
        ),
        (
            asked("POST", "/carts", JSON, r#"{"a":"b"}"#),
            422,
            "InvalidBody",
            "Failed to deserialize the JSON body into the target type: a: ",
        ),
        (
            asked("POST", "/carts", "text/plain", "{}"),
            415,
            "UnsupportedMediaType",
            "Expected request with `Content-Type: application/json`",
        ),
        (
            asked("POST", "/carts", JSON, long.clone()),
            413,
            "BodyTooLarge",
            "Failed to buffer the request body: length limit exceeded",
        ),
        (
            asked("GET", "/carts/x", JSON, ""),
            400,
            "InvalidPath",
            "Invalid URL: ",
        ),
        (
            asked("GET", "/carts/%ff", JSON, ""),
            400,
            "InvalidPath",
            "Invalid URL: Invalid UTF-8 in `cart`",
        ),
        (
            asked("GET", "/pages?page=x", JSON, ""),
            400,
            "InvalidQuery",
            "Failed to deserialize query string: ",
        ),
        (
            asked("POST", "/forms", FORM, "a=b"),
            422,
            "InvalidBody",
            "Failed to deserialize form body: ",
        ),
        (
            asked("POST", "/forms", JSON, "a=b"),
            415,
            "UnsupportedMediaType",
            "Form requests must have ",
        ),
        (
            asked("POST", "/texts", JSON, b"\xff".to_vec()),
            400,
            "InvalidUtf8",
            "Request body didn't contain valid UTF-8: ",
        ),
        (
            asked("POST", "/texts", JSON, long),
            413,
            "BodyTooLarge",
            "Failed to buffer the request body: ",
        ),
    ] {
        let uri = request.uri().clone();
        let body = problem(app.clone(), request).await;
        assert_eq!(
            (&body["status"], &body["code"]),
            (&json!(status), &json!(code)),
            "{uri}: {body}"
        );
        let detail = body["detail"].as_str().unwrap();
        assert!(detail.starts_with(text), "{uri}: {detail}");
    }
}

#[tokio::test]
async fn refusals_of_middleware_keep_their_status_and_headers() {
    let late = Router::new()
        .route("/", get(pending::<()>))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::REQUEST_TIMEOUT,
            Duration::from_millis(1),
        ));
    let body = problem(
        late.layer(ErrorBodyLayer::new::<Problem>()),
        asked("GET", "/", JSON, ""),
    )
    .await;
    assert_eq!(
        (&body["code"], &body["detail"]),
        (
            &json!("RequestTimeout"),
            &json!("The request took too long.")
        )
    );

    let limited = router()
        .layer(RequestBodyLimitLayer::new(2))
        .layer(ErrorBodyLayer::new::<Problem>());
    let mut request = asked("POST", "/texts", JSON, "abc");
    request
        .headers_mut()
        .insert(header::CONTENT_LENGTH, 3.into());
    let body = problem(limited, request).await;
    assert_eq!(
        (&body["code"], &body["detail"]),
        (&json!("BodyTooLarge"), &json!("length limit exceeded"))
    );

    let locked = async || {
        (
            StatusCode::UNAUTHORIZED,
            [(header::WWW_AUTHENTICATE, "Basic")],
        )
    };
    let app = Router::new()
        .route("/", get(locked))
        .layer(ErrorBodyLayer::new::<Problem>());
    let (status, headers, body) = answer(app, asked("GET", "/", JSON, "")).await;
    assert_eq!(status, 401);
    assert_eq!(headers[header::WWW_AUTHENTICATE], "Basic");
    assert!(body.contains(r#""code":"Unauthorized""#), "{body}");

    let (_, headers, _) = answer(
        router().layer(ErrorBodyLayer::new::<Problem>()),
        asked("PUT", "/carts/1", JSON, ""),
    )
    .await;
    assert_eq!(headers[header::ALLOW], "GET,HEAD");
}

#[tokio::test]
async fn a_failure_of_the_server_is_hidden_and_logged() {
    let log = Log::capture();
    let app = Router::new()
        .route(
            "/",
            get(async || (StatusCode::BAD_GATEWAY, "password=hunter2\nanother line")),
        )
        .route(
            "/panic",
            get(async || -> StatusCode { panic!("password=hunter2") }),
        )
        .layer(CatchPanicLayer::new())
        .layer(ErrorBodyLayer::new::<Problem>());
    let body = problem(app.clone(), asked("GET", "/", JSON, "")).await;
    assert_eq!(
        body,
        json!({"type": "about:blank", "title": "Bad Gateway", "status": 502, "code": "BadGateway"})
    );
    let [line] = &log.take()[..] else {
        panic!("one line")
    };
    assert_eq!(line["level"], "ERROR");
    assert_eq!(line["fields"]["code"], "BadGateway");
    assert_eq!(line["fields"]["error"], "password=hunter2\nanother line");
    let body = problem(app, asked("GET", "/panic", JSON, "")).await;
    assert_eq!(body["code"], "InternalServerError");
    assert!(body.get("detail").is_none(), "{body}");
}

#[tokio::test]
async fn what_has_a_format_or_is_no_error_passes_as_it_is() {
    let stream =
        || Body::from_stream(futures_util::stream::pending::<Result<&str, std::io::Error>>());
    let app = Router::new()
        .route("/json", get(async || (StatusCode::CONFLICT, Json("mine"))))
        .route(
            "/html",
            get(async || (StatusCode::NOT_FOUND, axum::response::Html("<p>"))),
        )
        .route("/ok", get(async || "fine"))
        .route("/away", get(async || axum::response::Redirect::to("/ok")))
        .route(
            "/bytes",
            get(async || (StatusCode::NOT_FOUND, [1_u8, 2].as_slice())),
        )
        .route(
            "/odd",
            get(async || (StatusCode::from_u16(499).unwrap(), "odd")),
        )
        .route(
            "/zipped",
            get(async || {
                (
                    StatusCode::NOT_FOUND,
                    [(header::CONTENT_ENCODING, "br")],
                    "x",
                )
            }),
        )
        .merge(router());
    for (path, status) in [
        ("/json", 409),
        ("/html", 404),
        ("/ok", 200),
        ("/away", 303),
        ("/bytes", 404),
        ("/odd", 499),
        ("/zipped", 404),
        ("/carts/7", 404),
    ] {
        let plain = answer(app.clone(), asked("GET", path, JSON, "")).await;
        let layered = app.clone().layer(ErrorBodyLayer::new::<Problem>());
        let layered = answer(layered, asked("GET", path, JSON, "")).await;
        assert_eq!(plain, layered, "{path}");
        assert_eq!(plain.0, status);
    }
    let endless = Router::new()
        .route(
            "/",
            get(async move || {
                (
                    StatusCode::NOT_FOUND,
                    [(header::CONTENT_TYPE, "text/plain")],
                    stream(),
                )
            }),
        )
        .layer(ErrorBodyLayer::new::<Problem>());
    let response = endless.oneshot(asked("GET", "/", JSON, "")).await.unwrap();
    assert_eq!(response.headers()[header::CONTENT_TYPE], "text/plain");
}

#[tokio::test]
async fn a_route_that_answers_404_is_no_missing_route() {
    let app = Router::new()
        .route("/{*path}", get(async || StatusCode::NOT_FOUND))
        .layer(ErrorBodyLayer::new::<Problem>());
    let body = problem(app, asked("GET", "/a", JSON, "")).await;
    assert_eq!(
        (&body["code"], &body["detail"]),
        (&json!("NotFound"), &json!("There is no such resource."))
    );
    let nested = Router::new()
        .nest("/shop", router())
        .layer(ErrorBodyLayer::new::<Problem>());
    let body = problem(nested, asked("GET", "/shop/nowhere", JSON, "")).await;
    assert_eq!(body["detail"], "There is no such route or operation.");
}

#[tokio::test]
async fn the_layer_writes_any_format_and_fits_around_a_whole_router() {
    let around = ErrorBodyLayer::new::<JsonApi>().layer(router());
    let response = around
        .oneshot(asked("GET", "/nowhere", JSON, ""))
        .await
        .unwrap();
    assert_eq!(
        response.headers()[header::CONTENT_TYPE],
        "application/vnd.api+json"
    );
    let body = to_bytes(response.into_body(), 1000).await.unwrap();
    let body: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(body["errors"][0]["code"], "RouteNotFound");

    let app = router().layer(ErrorBodyLayer::new::<ResultErrors>());
    let (_, _, body) = answer(app, asked("GET", "/nowhere", JSON, "")).await;
    assert_eq!(
        body,
        r#"{"result":"Not Found","errors":["There is no such route or operation."]}"#
    );
}

#[tokio::test]
async fn an_answer_to_head_has_the_length_of_the_body_that_get_has() {
    let app = router().layer(ErrorBodyLayer::new::<Problem>());
    let (_, _, body) = answer(app.clone(), asked("GET", "/carts/x", JSON, "")).await;
    let (status, headers, empty) = answer(app, asked("HEAD", "/carts/x", JSON, "")).await;
    assert_eq!((status.as_u16(), empty.as_str()), (400, ""));
    assert_eq!(headers[header::CONTENT_TYPE], "application/problem+json");
    assert_eq!(headers[header::CONTENT_LENGTH], *body.len().to_string());
}

#[tokio::test]
async fn a_hostile_text_stays_text_a_long_one_is_cut_and_an_endless_one_is_left_out() {
    let app = Router::new()
        .fallback(async |request: Request| {
            let text = request.headers()["x-text"].as_bytes().to_vec();
            (
                StatusCode::BAD_REQUEST,
                String::from_utf8_lossy(&text).into_owned(),
            )
                .into_response() as Response
        })
        .layer(ErrorBodyLayer::new::<Problem>());
    let ask = |text: &str| {
        let mut request = asked("GET", "/", JSON, "");
        request
            .headers_mut()
            .insert("x-text", text.parse().unwrap());
        request
    };
    let hostile = r#"","status":200,"code":"Fine"}"#;
    let body = problem(app.clone(), ask(hostile)).await;
    assert_eq!(
        (&body["code"], &body["detail"]),
        (&json!("BadRequest"), &json!(hostile))
    );
    let body = problem(app.clone(), ask(&"a".repeat(16 * 1024))).await;
    assert_eq!(body["detail"], format!("{}…", "a".repeat(1000)));
    let body = problem(app, ask(&"a".repeat(16 * 1024 + 1))).await;
    assert_eq!(body["detail"], "The request is not well-formed.");
}

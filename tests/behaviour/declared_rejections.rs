//! Extractors of other crates: what they refuse is declared by `WithRejection`, or named where it is not.

use crate::{
    extractors::Foreign,
    fixtures::{
        calls::{Call, PROXIES, Via},
        log::Log,
    },
};
use lambda_api_errors::{
    Api, ApiService, Integration, Json, NoContent, StatusCode, StatusErrors, WithRejection,
    api_errors, axum::extract::FromRequestParts, axum::extract::rejection::JsonRejection,
    http::request::Parts, lambda_endpoint, local::assert_integrations_agree,
};
use thiserror::Error;

/// As extractors of many crates do, it refuses with a status and a text.
#[derive(Debug)]
pub(crate) struct Session(u32);

impl<S: Sync> FromRequestParts<S> for Session {
    type Rejection = (StatusCode, &'static str);

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let id = parts.headers.get("x-session");
        let id = id.and_then(|id| id.to_str().ok()?.parse().ok());
        id.map(Self)
            .ok_or((StatusCode::UNAUTHORIZED, "no session, no service"))
    }
}

#[api_errors]
#[derive(Debug, Error)]
pub(crate) enum SessionError {
    #[error("{0}")]
    #[api(status = 401)]
    NotSignedIn(&'static str),
    #[error("{0}")]
    #[api(status = 422, code = "bad_body")]
    BadBody(String),
}

impl From<(StatusCode, &'static str)> for SessionError {
    fn from((_, reason): (StatusCode, &'static str)) -> Self {
        Self::NotSignedIn(reason)
    }
}

impl From<JsonRejection> for SessionError {
    fn from(rejection: JsonRejection) -> Self {
        Self::BadBody(rejection.body_text())
    }
}

#[api_errors(body = StatusErrors)]
#[derive(Debug, Error)]
#[error("no reason")]
#[api(status = 409)]
pub(crate) struct Never;

#[lambda_endpoint(POST, "/me")]
pub(crate) async fn me(
    WithRejection(session, _): WithRejection<Session, SessionError>,
    WithRejection(Json(text), _): WithRejection<Json<String>, SessionError>,
) -> Result<Json<String>, Never> {
    Ok(Json(format!("{}: {text}", session.0)))
}

#[lambda_endpoint(POST, "/unknown")]
pub(crate) async fn unknown_first(_: Foreign, _: Json<u8>) -> Result<NoContent, Never> {
    Ok(NoContent)
}

fn declared() -> Api {
    Api::<()>::new("declared", "1").endpoint::<me>()
}

fn me_call() -> Call {
    Call::new("me", "POST", "/me")
}

#[tokio::test]
async fn a_401_stays_a_401_in_every_integration() {
    let service: ApiService = declared().service().expect("a valid API");
    let known = || me_call().header("x-session", "7");
    for (call, status, body) in [
        (
            me_call().json("\"hello\""),
            401,
            r#"{"status":401,"errors":[{"code":"NotSignedIn","message":"no session, no service"}]}"#,
        ),
        (
            known().json("7"),
            422,
            r#"{"status":422,"errors":[{"code":"bad_body","message":"Failed to deserialize the JSON body into the target type: invalid type: integer `7`, expected a string at line 1 column 1"}]}"#,
        ),
        (known().json("\"hello\""), 200, r#""7: hello""#),
    ] {
        for via in PROXIES.into_iter().chain([Via::Custom]) {
            let answer = via.ask(&service, &call).await;
            assert_eq!((answer.status, answer.text()), (status, body), "{via:?}");
        }
    }
    let operation = &service.operations()[0];
    assert_eq!(operation.unknown_rejections(), []);
}

#[test]
fn documents_have_the_401_and_agree_on_it() {
    for integration in [Integration::Custom, Integration::Proxy] {
        let openapi = declared().integration(integration).openapi();
        let document = openapi.document().expect("a document");
        assert_eq!(document.notes(), [""; 0]);
        let mut text = serde_json::to_value(&document).expect("JSON");
        let post = &mut text["paths"]["/me"]["post"];
        assert!(post["responses"]["401"].is_object(), "{post}");
        assert!(post["requestBody"].is_object(), "{post}");
        let report = openapi
            .check(&document.to_json())
            .expect("a readable document");
        assert_eq!(report.drifts().len(), 0, "{:?}", report.drifts());
    }
    assert_integrations_agree(declared().openapi());
}

#[test]
fn an_extractor_whose_rejections_are_unknown_is_named() {
    let log = Log::capture();
    let api = || Api::<()>::new("unknown", "1").endpoint::<unknown_first>();
    let service = api().service().expect("a valid API");
    let [found] = service.operations()[0].unknown_rejections() else {
        panic!("one extractor is unknown");
    };
    assert_eq!((found.position(), found.extractor()), (1, "Foreign"));
    let sentence = "`unknown_first` answers an opaque 500 where its argument 1, `Foreign`, refuses a request: write \
                    `#[api_errors]` on the type of the extractor's rejection, or, if another crate defines it, \
                    `WithRejection<Foreign, E>` in place of `Foreign`, where `E` has `#[api_errors]`";
    assert_eq!(found.to_string(), sentence);
    let lines = log.take();
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert_eq!(
        (&lines[0]["level"], &lines[0]["fields"]["error"]),
        (&"WARN".into(), &sentence.into())
    );
    let document = api().openapi().document().expect("a document");
    assert_eq!(document.notes(), [sentence]);
}

//! The field for which an extractor refused a request: listed in the endpoint's format, or named by its text.

use crate::{
    extractors::Page,
    fixtures::calls::{Call, PROXIES, Via},
};
use lambda_api_errors::{
    Api, HttpStatusDetails, Json, JsonApi, Message, NoContent, Path, Query, Rejection,
    ResultErrors, api_errors, lambda_endpoint,
};
use thiserror::Error;

macro_rules! endpoints {
    ($($name:ident $error:ident $format:ident;)*) => {$(
        #[api_errors(body = $format)]
        #[derive(Debug, Error)]
        #[error("no reason")]
        #[api(status = 409)]
        pub(crate) struct $error;

        #[lambda_endpoint(POST, "/formats/{one}/{two}")]
        pub(crate) async fn $name(
            _: Path<(u8, u8)>,
            _: Query<Page>,
            _: Json<Vec<Page>>,
        ) -> Result<NoContent, $error> {
            Ok(NoContent)
        }
    )*};
}

endpoints! {
    json_api JsonApiError JsonApi;
    details DetailsError HttpStatusDetails;
    result ResultError ResultErrors;
    message MessageError Message;
}

#[api_errors]
#[derive(Debug, Error)]
pub(crate) enum Taken {
    #[error("refused")]
    #[api(status = 400, rejection)]
    Refused(#[api(errors)] Rejection),
}

#[lambda_endpoint(POST, "/formats/{one}/{two}")]
pub(crate) async fn taken(
    _: Path<(u8, u8)>,
    _: Query<Page>,
    _: Json<Vec<Page>>,
) -> Result<NoContent, Taken> {
    Ok(NoContent)
}

fn call(two: &'static str, page: &'static str) -> Call {
    Call::new("taken", "POST", "/formats/{one}/{two}")
        .with("one", "1")
        .with("two", two)
        .query("page", page)
        .json("[]")
}

#[tokio::test]
async fn a_refused_field_is_named_in_every_format() {
    let services = [
        Api::<()>::new("formats", "1").endpoint::<json_api>(),
        Api::<()>::new("formats", "1").endpoint::<details>(),
        Api::<()>::new("formats", "1").endpoint::<result>(),
        Api::<()>::new("formats", "1").endpoint::<message>(),
        Api::<()>::new("formats", "1").endpoint::<taken>(),
    ]
    .map(|api| api.service().expect("a valid API"));
    let invalid_body = r#"[{"page":1},{"page":"x"}]"#;
    let wrong = r#"invalid type: string \"x\", expected u8"#;
    let text = format!(
        "Failed to deserialize the JSON body into the target type: [1].page: {wrong} at line 1 column 23"
    );
    for (service, is_listed, body) in [
        (
            &services[0],
            true,
            format!(
                r#"{{"errors":[{{"status":"422","code":"InvalidBody","title":"Unprocessable Entity","detail":"{wrong}","source":{{"pointer":"/1/page"}}}}]}}"#
            ),
        ),
        (
            &services[1],
            true,
            format!(
                r#"{{"error":{{"httpStatusCode":422,"details":[{{"code":"InvalidBody","message":"{wrong}","source":"/1/page"}}]}}}}"#
            ),
        ),
        (
            &services[2],
            false,
            format!(r#"{{"result":"Unprocessable Entity","errors":["{text}"]}}"#),
        ),
        (
            &services[3],
            false,
            format!(r#"{{"errorMessage":"Unprocessable Entity: {text}"}}"#),
        ),
        (
            &services[4],
            true,
            format!(
                r#"{{"type":"about:blank","title":"Bad Request","status":400,"detail":"refused","code":"Refused","errors":[{{"code":"InvalidBody","source":"/1/page","message":"{wrong}"}}]}}"#
            ),
        ),
    ] {
        let operation = &service.operations()[0];
        let call = Call::new(operation.name(), "POST", "/formats/{one}/{two}")
            .with("one", "1")
            .with("two", "2")
            .query("page", "1")
            .json(invalid_body);
        let plain = call.plain(service).await;
        assert_eq!(plain.text(), body);
        for via in PROXIES.into_iter().chain([Via::Custom]) {
            assert_eq!(via.ask(service, &call).await, plain, "{via:?}");
        }
        let mut declared = operation.responses().iter();
        let declared = declared.find(|declared| declared.status() == plain.status);
        assert_eq!(declared.expect("a response").has_errors(), is_listed);
    }
}

#[tokio::test]
async fn a_refused_parameter_has_the_name_of_the_route() {
    let service = Api::<()>::new("names", "1")
        .endpoint::<taken>()
        .service()
        .expect("a valid API");
    for (call, code, source) in [
        (call("256", "1"), "InvalidPath", "/two"),
        (call("2", "256"), "InvalidQuery", "/page"),
    ] {
        let answer = Via::Custom.ask(&service, &call).await;
        let errors = format!(r#""errors":[{{"code":"{code}","source":"{source}","#);
        assert!(answer.text().contains(&errors), "{}", answer.text());
    }
}

/// Answers that repeat what a caller sent stay below the platform's limits.
#[tokio::test]
async fn a_refused_value_of_megabytes_is_shortened() {
    let service = Api::<()>::new("sizes", "1")
        .endpoint::<taken>()
        .service()
        .expect("a valid API");
    let body = format!(r#"[{{"page":"{}"}}]"#, "\\\"".repeat(1 << 20));
    let call = call("2", "1").json(body);
    for via in PROXIES.into_iter().chain([Via::Custom]) {
        let answer = via.ask(&service, &call).await;
        assert_eq!(answer.status, 400, "{via:?}");
        assert!(answer.body.len() < 10_000, "{via:?} {}", answer.body.len());
    }
}

//! Endpoints whose success is a stream.

use super::{api, at, document, text};
use crate::{
    Api, Integration, IntegrationSettings, JsonLines, Streamed, api_errors, lambda_endpoint,
};
use futures_util::stream;
use std::time::Duration;

#[api_errors]
#[derive(Debug, thiserror::Error)]
enum ExportError {
    #[error("there is no such export")]
    #[api(status = 404)]
    Missing,
}

#[lambda_endpoint(GET, "/numbers/{first}")]
async fn numbers(crate::Path(first): crate::Path<u32>) -> Result<Streamed<JsonLines>, ExportError> {
    let numbers = move |number| match number {
        0 => Err(ExportError::Missing),
        number => Ok(number),
    };
    Ok(Streamed::lines(stream::iter(
        (first..first + 3).map(numbers),
    )))
}

fn numbered() -> Api {
    api()
        .endpoint::<numbers>()
        .integration(Integration::Proxy)
        .with_state(())
}

const INTEGRATION: [&str; 4] = [
    "paths",
    "/numbers/{first}",
    "get",
    "x-amazon-apigateway-integration",
];

#[test]
fn the_integration_streams_as_long_as_a_stream_may_take() {
    let root = document(&numbered());
    let member = |name| [&INTEGRATION[..], &[name]].concat();
    assert_eq!(text(&root, &member("responseTransferMode")), "STREAM");
    let uri = text(&root, &member("uri"));
    assert!(uri.contains(":lambda:path/2021-11-15/functions/"), "{uri}");
    assert!(uri.ends_with("/response-streaming-invocations"), "{uri}");
    assert_eq!(at(&root, &member("timeoutInMillis")), &900_000.into());
    let content = [
        "paths",
        "/numbers/{first}",
        "get",
        "responses",
        "200",
        "content",
        "application/x-ndjson",
    ];
    at(&root, &content);
}

#[test]
fn a_timeout_that_is_stated_is_kept() {
    let minute = IntegrationSettings::new().timeout(Duration::from_secs(40));
    let root = document(&numbered().integration_settings(minute));
    let timeout = [&INTEGRATION[..], &["timeoutInMillis"]].concat();
    assert_eq!(at(&root, &timeout), &40_000.into());
}

#[test]
fn a_custom_integration_is_refused_with_the_reason() {
    let api = numbered().integration(Integration::Custom);
    let error = api.openapi().document().unwrap_err().to_string();
    assert!(
        error.contains(
            "`numbers`: its success is a stream, and a custom integration reads whole answers"
        ),
        "{error}"
    );
}

#[test]
fn a_stage_that_does_not_stream_differs() {
    let json = numbered().openapi().document().unwrap().to_json();
    let drifts = |json: &str| {
        let report = numbered().openapi().check(json).unwrap();
        report
            .drifts()
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
    };
    assert_eq!(drifts(&json), [""; 0]);
    let buffered = json
        .replace("\"STREAM\"", "\"BUFFERED\"")
        .replace("/response-streaming-invocations", "/invocations")
        .replace("2021-11-15", "2015-03-31");
    let found = drifts(&buffered);
    // GET, and HEAD that is answered by it.
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(
        found
            .iter()
            .all(|drift| drift.contains("responseTransferMode")),
        "{found:?}"
    );
}

#[cfg(feature = "local")]
#[tokio::test]
async fn the_local_gateway_passes_the_whole_stream_on() {
    use crate::local::{Document, LocalGateway, ServiceFunction};
    use axum::body::Bytes;

    let service = numbered().service().unwrap();
    let json = service.openapi().document().unwrap().to_json();
    let function = ServiceFunction::new(service, Duration::from_secs(3));
    let gateway = LocalGateway::new(Document::read(&json).unwrap(), function);
    for (path, status, body) in [("/numbers/1", 200, "1\n2\n3\n"), ("/numbers/0", 404, "")] {
        let request = http::Request::get(path).body(Bytes::new()).unwrap();
        let (response, trace) = gateway.answer(request).await;
        assert_eq!(response.status(), status, "{trace}");
        if status == 200 {
            assert_eq!(response.body(), body, "{trace}");
        }
    }
}

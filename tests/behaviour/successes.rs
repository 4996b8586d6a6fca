//! Success types, and what an endpoint says of itself.

use crate::fixtures::{
    block_on,
    calls::{Call, PROXIES, Via, invoke},
    log::Log,
    shop,
};
use lambda_api_errors::{
    Accepted, Api, Created, Endpoint, Error, Json, NoContent, Path, Response, Route, Status,
    StatusCode, Success, callback, lambda_endpoint,
};
use lambda_api_errors_tests::failures::SUCCEEDED;
use std::convert::Infallible;

#[track_caller]
fn check<S: Success>(success: S, status: u16, location: Option<&str>, body: &str) {
    assert_eq!(S::STATUS, status);
    let response = success.into_response().expect("a response");
    let seen = block_on(crate::fixtures::Seen::of(response));
    assert_eq!((seen.status, seen.text()), (status, body));
    assert_eq!(seen.header("location"), location);
    assert_eq!(seen.header("content-type"), S::MEDIA_TYPE);
    assert!(location.is_none() || S::HEADERS == ["Location"]);
}

#[test]
fn statuses_bodies_and_locations() {
    check(Json([1, 2]), 200, None, "[1,2]");
    check(Created::new("new"), 201, None, "\"new\"");
    check(
        Created::new(1).at("/items/%C3%A9"),
        201,
        Some("/items/%C3%A9"),
        "1",
    );
    check(Accepted::new(()), 202, None, "null");
    check(
        Accepted::new(1).at("/jobs\r\n/1"),
        202,
        Some("/jobs  /1"),
        "1",
    );
    check(NoContent, 204, None, "");
    check(Status::<206, _>(1), 206, None, "1");
}

#[test]
fn a_location_keeps_what_http_allows() {
    check(
        Created::new(1).at("/caf\u{e9}"),
        201,
        Some("/caf\u{e9}"),
        "1",
    );
}

#[tokio::test]
async fn locations_pass_every_integration() {
    let service = shop::service();
    let call = Call::new("add_item", "POST", "/items").json(r#"{"name":"tea","count":3}"#);
    for via in PROXIES.into_iter().chain([Via::Custom]) {
        let answer = via.ask(&service, &call).await;
        assert_eq!(
            answer.header("location"),
            Some("/corner/items/3"),
            "{via:?}"
        );
    }
}

#[tokio::test]
async fn the_envelope_byte_for_byte() {
    let service = shop::service();
    let item = r#"{"name":"t\"\u007f","count":3}"#;
    let add_item = Call::new("add_item", "POST", "/items").json(item);
    let remove_item = Call::new("remove_item", "DELETE", "/items/{item}").with("item", "tea");
    for (call, envelope) in [
        (
            add_item,
            r#"{"lambdaApiErrors":1,"status":201,"headers":{"Location":"/corner/items/3","content-type":"application/json"},"body":"{\"name\":\"t\\\"\u007f\",\"count\":3}"}"#,
        ),
        (
            remove_item,
            r#"{"lambdaApiErrors":1,"status":204,"headers":{},"body":""}"#,
        ),
    ] {
        let payload = invoke(&service, &Via::Custom.event(&call))
            .await
            .expect("a success");
        assert_eq!(payload.get(), envelope);
    }
}

#[test]
fn only_an_envelope_as_it_is_written_is_a_success() {
    for status in [200, 201] {
        let written = format!(
            r#"{{"lambdaApiErrors":1,"status":{status},"headers":{{"X-A":"a"}},"body":"x"}}"#
        );
        let opened = callback::open(&written).expect("an envelope");
        assert_eq!((opened.status.as_u16(), &*opened.body), (status, "x"));
    }
    for (what, payload) in SUCCEEDED {
        assert!(callback::open(payload).is_err(), "{what}");
    }
}

/// A success that answers with any status, though it states 200.
struct Untrue(u16);

impl Success for Untrue {
    const STATUS: StatusCode = StatusCode::OK;
    type Body = ();

    fn into_response(self) -> Result<Response, Error> {
        Ok(Response::builder().status(self.0).body("\"MARK\"".into())?)
    }
}

#[lambda_endpoint(GET, "/untrue/{status}")]
async fn untrue(Path(status): Path<u16>) -> Result<Untrue, Infallible> {
    Ok(Untrue(status))
}

#[tokio::test]
async fn a_success_of_another_status_than_its_type_states_is_an_opaque_500() {
    let api = Api::<()>::new("untrue", "1").endpoint::<untrue>();
    let service = api.service().expect("a valid API");
    let call = |status: &str| Call::new("untrue", "GET", "/untrue/{status}").with("status", status);
    let ways = PROXIES
        .map(Some)
        .into_iter()
        .chain([Some(Via::Custom), None]);
    for way in ways {
        for status in [200_u16, 201, 304, 404, 500] {
            let log = Log::capture();
            let call = call(&status.to_string());
            let answer = match way {
                Some(via) => via.ask(&service, &call).await,
                None => call.plain(&service).await,
            };
            let lines = log.take();
            if status == 200 {
                assert_eq!((answer.status, answer.text()), (200, "\"MARK\""), "{way:?}");
                assert_eq!(lines.len(), 0, "{way:?}");
                continue;
            }
            assert_eq!(answer.status, 500, "{way:?} {status}");
            assert!(!answer.text().contains("MARK"), "{way:?} {status}");
            let [line] = &lines[..] else {
                panic!("one line: {lines:?}")
            };
            assert_eq!(line["fields"]["replaced_status"], status, "{line}");
        }
    }
}

#[test]
fn what_an_endpoint_says_of_itself() {
    assert_eq!(shop::get_item::OPERATION, "get_item");
    assert_eq!(
        shop::get_item::ROUTE,
        Some(Route::new("GET", "/items/{item}"))
    );
    assert_eq!(
        shop::get_item::DOC,
        "Look an item up.\n\nIts name says what happens."
    );
    assert_eq!(shop::whole_event::ROUTE, None);
    assert_eq!(shop::add_item::DOC, "");
}

#[test]
fn what_an_operation_says_of_its_contract() {
    let service = shop::service();
    let responses = |name: &str| {
        let operation = service
            .operations()
            .iter()
            .find(|operation| operation.name() == name);
        let responses = operation.expect("an operation").responses().iter();
        responses
            .map(|response| (response.status().as_u16(), response.code()))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        responses("remove_item"),
        [(400, "InvalidPath"), (500, "InternalServerError")]
    );
    assert_eq!(
        responses("add_page"),
        [(400, "rejected"), (500, "InternalServerError")]
    );
    assert_eq!(
        responses("add_item")[6..],
        [
            (400, "MalformedJson"),
            (422, "InvalidBody"),
            (415, "UnsupportedMediaType"),
            (413, "BodyTooLarge"),
            (400, "UnreadableBody"),
            (500, "InternalServerError"),
        ]
    );
}

#[test]
fn a_function_that_can_be_called_as_it_is() {
    let item = block_on(shop::get_item(lambda_api_errors::Path("tea".into())));
    assert_eq!(item.expect("an item").0.name, "tea");
}

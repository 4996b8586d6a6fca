//! Plain HTTP: the service behind a real server, asked by a real client.

use crate::fixtures::{Seen, calls::Call, shop};
use lambda_api_errors::{
    ApiService,
    axum::{self, ServiceExt, extract::Request},
};
use std::net::{Ipv4Addr, SocketAddr};
use tokio::net::TcpListener;

/// Serves on a port of its own, for as long as the test's runtime lives.
async fn serve(service: ApiService) -> SocketAddr {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .await
        .expect("a port");
    let address = listener.local_addr().expect("an address");
    let service = ServiceExt::<Request>::into_make_service(service);
    tokio::spawn(async { axum::serve(listener, service).await });
    address
}

/// What a client sees, in a thread of its own.
async fn ask(address: SocketAddr, call: &Call) -> Seen {
    let (mut head, _) = call.request().into_parts();
    head.uri = format!("http://{address}{}", head.uri)
        .parse()
        .expect("a URI");
    let body = call.body.clone();
    let asked = tokio::task::spawn_blocking(move || {
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .build()
            .into();
        let response = if body.is_empty() {
            agent.run(Request::from_parts(head, ()))
        } else {
            agent.run(Request::from_parts(head, body))
        };
        let (mut head, body) = response.expect("a response").into_parts();
        head.headers.remove("date");
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut body.into_reader(), &mut bytes).expect("a whole body");
        Seen::new(head.status.as_u16(), &head.headers, bytes)
    });
    asked.await.expect("an answer")
}

#[tokio::test]
async fn a_server_answers_as_the_service_does() {
    let service = shop::service();
    let address = serve(service.clone()).await;
    for call in [
        Call::item("tea"),
        Call::item("a/b %\u{e9}"),
        Call::new("add_item", "POST", "/items").json(r#"{"name":"tea","count":3}"#),
        Call::new("add_item", "POST", "/items").json("{"),
        Call::new("remove_item", "DELETE", "/items/{item}").with("item", "tea"),
        Call::item("missing"),
        Call::item("throttled"),
        Call::item("fallen"),
        Call::item("panic"),
        Call::item("tea"),
        Call::new("", "PATCH", "/items/new"),
        Call::new("", "GET", "/nowhere"),
        Call::new("raw", "GET", "/raw/{what}").with("what", "cookies"),
        Call::new("raw", "GET", "/raw/{what}").with("what", "image"),
        Call::new("who", "GET", "/who"),
    ] {
        let answer = ask(address, &call).await;
        assert_eq!(answer, call.plain(&service).await, "{call:?}");
    }
}

#[tokio::test]
async fn plain_http_has_no_platform_to_say_who_asks() {
    let answer = Call::new("who", "GET", "/who")
        .plain(&shop::service())
        .await;
    assert_eq!(
        answer.text(),
        r#"{"authorizer":null,"identity":null,"kind":null,"request":"","stageVariables":null}"#
    );
}

#[tokio::test]
async fn an_event_as_a_body_is_only_a_body() {
    let service = shop::service();
    let event = r#"{"lambdaApiErrors":1,"operation":"who"}"#;
    let answer = Call::new("", "POST", "/").json(event).plain(&service).await;
    assert_eq!(answer.status, 404);
}

#[tokio::test]
async fn an_endpoint_without_a_route_is_not_to_be_had() {
    let service = shop::finish(shop::api().endpoint::<shop::whole_event>());
    let item = r#"{"name":"tea","count":3}"#;
    let answer = Call::new("", "POST", "/").json(item).plain(&service).await;
    assert_eq!(answer.status, 404);
}

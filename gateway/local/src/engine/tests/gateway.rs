//! The settings of a gateway that are not in its document.

use super::{Recorder, ask, custom, payload, post};
use crate::LocalGateway;
use bytes::Bytes;
use http::Request;

#[tokio::test]
async fn a_clone_is_set_apart_from_what_it_was_cloned_from() {
    let document = custom(
        "200",
        "requestTemplates: {application/json: '\"$context.stage $stageVariables.a\"'}\nresponses: {default: {statusCode: 200}}",
    );
    let gateway = LocalGateway::new(document, Recorder::default()).stage_variable("a", "1");
    let other = gateway.clone().stage("live").stage_variable("a", "2");
    for (gateway, body) in [(other, "\"live 2\""), (gateway, "\"local 1\"")] {
        let (response, trace) = gateway.answer(post("{}").map(Bytes::from)).await;
        assert_eq!(response.body(), body, "{trace}");
    }
}

#[tokio::test]
async fn empty_segments_do_not_count() {
    for (path, unverified) in [("/x", false), ("//x", true), ("/x/", true)] {
        let document = custom("200", "responses: {default: {statusCode: 200}}");
        let request = Request::post(path).body("{}").unwrap();
        let answered = ask(document, Some(payload("{}")), request).await;
        assert_eq!(answered.status(), 200, "{path}");
        assert_eq!(answered.is_unverified(), unverified, "{path}");
    }
}

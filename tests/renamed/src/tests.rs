//! What the types of this crate answer.

use crate::endpoints::{known, local_route, made, r#move, with_parts, with_state, without_state};
use crate::errors::{Borrowed, Declared, Generic, Keys, Nested, NoCart, Wrapped};
use crate::formats;
use ::core::assert_eq;
use ::core::convert::From;
use ::core::default::Default;
use ::core::iter::Iterator;
use ::core::option::Option::{None, Some};
use ::renamed::{Api, ApiError, Diagnostic, Endpoint, callback};
use ::std::boxed::Box;
use ::std::string::ToString;
use ::std::vec;
use ::std::vec::Vec;

#[test]
fn every_key_is_in_the_contract() {
    let codes: Vec<_> = Nested::CONTRACT
        .responses()
        .map(::renamed::DeclaredResponse::code)
        .collect();
    assert_eq!(
        codes,
        [
            "unit",
            "Slow.Down",
            "tuple",
            "refused",
            "opaque",
            "exposed",
            "failed",
            "accepted",
            "unregistered",
            "old",
            "match",
            "NoGoods",
            "NoCart"
        ]
    );
    const { ::core::assert!(Keys::TAKES_REJECTIONS) };
}

#[test]
fn values_answer() {
    let error = Keys::Struct {
        seconds: 3,
        by: Some("me".to_string()),
        r#type: None,
        hidden: 9,
    };
    assert_eq!(
        callback::encode(&error),
        "Too Many Requests: {\"type\":\"https://example.org/problems/Slow.Down\",\"title\":\"Too Many Requests\",\
         \"status\":429,\"detail\":\"a struct, in 3 s\",\"code\":\"Slow.Down\",\"seconds\":3}\
         \u{1f}{\"Retry-After\":\"3\",\"X-By\":\"me\"}"
    );
    let error: Generic<'_, u8, Wrapped, 2> = Generic::Borrowed {
        text: "t",
        value: 1,
        rest: [0; 2],
    };
    assert_eq!(error.response().status(), 400);
    let error: Generic<'_, u8, Wrapped, 2> = Generic::Inner(Wrapped(Box::new(NoCart { id: 1 })));
    assert_eq!(error.response().code(), "NoCart");
    let text = "local".to_string();
    ::core::assert!(callback::encode(&Borrowed(&text)).ends_with("\"text\":\"local\"}"));
    assert_eq!(Diagnostic::from(Declared::Gone).error_type, "Gone");
}

#[test]
fn every_format_is_its_own() {
    let messages = vec![
        callback::encode(&formats::AsJsonApi),
        callback::encode(&formats::AsHttpStatusDetails),
        callback::encode(&formats::AsMessage),
        callback::encode(&formats::AsHouse),
        callback::encode(&formats::AsJson),
        callback::encode(&formats::AsJsonTitle),
    ];
    assert_eq!(
        messages,
        [
            r#"Not Found: {"errors":[{"status":"404","code":"AsJsonApi","title":"Not Found","detail":"no such cart"}]}"#,
            r#"Not Found: {"error":{"httpStatusCode":404,"details":[{"code":"AsHttpStatusDetails","message":"no such cart"}]}}"#,
            "Not Found: no such cart",
            r#"Not Found: {"why":"Not Found"}"#,
            r#"{"status":404,"errors":[{"code":"AsJson","message":"no such cart"}]}"#,
            r#"{"result":"Not Found","errors":["no such cart"]}"#,
        ]
    );
}

#[test]
fn endpoints_have_their_routes() {
    assert_eq!(
        with_state::ROUTE.map(|route| route.to_string()),
        Some("POST /carts/{id}".to_string())
    );
    assert_eq!(with_parts::OPERATION, "replaceCart");
    assert_eq!(r#move::OPERATION, "move");
    assert_eq!(crate::endpoints::bare::ROUTE, None);
    assert_eq!(made::DOC, "Made by a macro.");
    assert_eq!(without_state::DOC, "");
    assert_eq!(local_route(), Some("OPTIONS /local".to_string()));
    assert_eq!(known::DECLARATION.arguments.len(), 2);
}

#[test]
fn endpoints_make_an_api() {
    let api = Api::new("carts", "1")
        .endpoint::<with_state>()
        .endpoint::<with_parts>()
        .endpoint::<without_state>();
    ::core::assert!(
        api.with_state(crate::endpoints::AppState::default())
            .service()
            .is_ok()
    );
}

//! An API whose endpoints are in each other's way does not start, and says all that is wrong.

use lambda_api_errors::{
    Api, EventKind, InvalidApi, Json, NoContent, Path, axum::extract::rejection::PathRejection,
    lambda_endpoint,
};
use std::convert::Infallible;

macro_rules! endpoints {
    ($($name:ident [$($route:tt)*])*) => {$(
        #[lambda_endpoint($($route)*)]
        async fn $name() -> Result<NoContent, Infallible> {
            Ok(NoContent)
        }
    )*};
}

endpoints! {
    get_cart [GET, "/carts/{cart}"]
    put_cart [PUT, "/carts/{cart}"]
    get_cart_again [GET, "/carts/{cart}"]
    get_by_id [GET, "/carts/{id}"]
    post_by_id [POST, "/carts/{id}"]
    namesake [GET, "/other", operation = "get_cart"]
    new_cart [GET, "/carts/new"]
    rest [GET, "/carts/{cart}/{*rest}"]
    items [GET, "/carts/{cart}/items"]
    everything [GET, "/{*everything}"]
    proxy [GET, "/{proxy+}"]
    first []
    second []
}

/// Starts an API of these endpoints.
macro_rules! start {
    ($($endpoint:ident)*; $($kind:ident)*) => {
        Api::<()>::new("carts", "1")
            $(.endpoint::<$endpoint>())*
            .accept([$(EventKind::$kind),*])
            .service()
    };
}

#[track_caller]
fn check<T: std::fmt::Debug>(started: Result<T, InvalidApi>, problems: &[&str]) {
    let error = started.expect_err("a problem");
    assert_eq!(error.problems().len(), problems.len(), "{error}");
    for (found, expected) in error.problems().iter().zip(problems) {
        assert!(found.contains(expected), "{found:?} lacks {expected:?}");
    }
    assert!(
        error
            .to_string()
            .starts_with("the API `carts` cannot start\n- "),
        "{error}"
    );
}

#[derive(serde::Deserialize)]
struct Booking {
    id: u32,
}

#[lambda_endpoint(GET, "/bookings/{booking_id}")]
async fn find_booking(Path(booking): Path<Booking>) -> Result<Json<u32>, Infallible> {
    Ok(Json(booking.id))
}

#[lambda_endpoint(GET, "/guests/{id}")]
async fn find_guest(Path(guest): Path<Booking>) -> Result<Json<u32>, Infallible> {
    Ok(Json(guest.id))
}

#[test]
fn names_of_parameters_that_no_request_has() {
    let problem = "`find_booking` at `GET /bookings/{booking_id}`: its `Path<Booking>` needs a parameter `id`, and the path \
                   `/bookings/{booking_id}` has the parameter `booking_id`: write `{id}` in the path, or \
                   `#[serde(rename = \"booking_id\")]` above the field `id`";
    check(start!(find_booking find_guest; Custom), &[problem]);
    let api = Api::<()>::new("carts", "1").endpoint::<find_booking>();
    let error = api.openapi().document().expect_err("a problem");
    assert_eq!(error.problems(), [problem]);
}

#[lambda_endpoint(GET, "/pages/{page}")]
async fn page(Path(page): Path<Option<u32>>) -> Result<Json<Option<u32>>, Infallible> {
    Ok(Json(page))
}

#[derive(serde::Deserialize)]
struct Tagged {
    tags: Vec<String>,
}

#[lambda_endpoint(GET, "/tagged/{tags}")]
async fn tagged(Path(tagged): Path<Tagged>) -> Result<Json<usize>, Infallible> {
    Ok(Json(tagged.tags.len()))
}

#[lambda_endpoint(GET, "/range/{start}")]
async fn range(range: Option<Path<(u32, u32)>>) -> Result<Json<bool>, Infallible> {
    Ok(Json(range.is_some()))
}

#[lambda_endpoint(GET, "/span/{start}")]
async fn span(span: Result<Path<(u32, u32)>, PathRejection>) -> Result<Json<bool>, Infallible> {
    Ok(Json(span.is_ok()))
}

#[lambda_endpoint(GET, "/whole")]
async fn whole(range: Option<Path<(u32, u32)>>) -> Result<Json<bool>, Infallible> {
    Ok(Json(range.is_some()))
}

#[test]
fn an_optional_path_is_judged_where_there_are_parameters() {
    check(
        start!(range span whole; Custom),
        &[
            "`range` at `GET /range/{start}`: its `Option<Path<(u32, u32)>>` takes 2 parameters, and the path `/range/{start}` has \
             the parameter `start`",
            "`span` at `GET /span/{start}`: its `Result<Path<(u32, u32)>, PathRejection>` takes 2 parameters, and the path \
             `/span/{start}` has the parameter `start`",
        ],
    );
    start!(whole; Custom).expect("a valid API");
}

#[test]
fn paths_that_are_read_as_no_request_can_be() {
    let problems = [
        "`page` at `GET /pages/{page}`: its `Path<Option<u32>>` reads the path `/pages/{page}` as an `Option`, and a path that \
         matches has all of its parameters: remove the `Option`",
        "`tagged` at `GET /tagged/{tags}`: its `Path<Tagged>` reads the parameter `tags` of the path `/tagged/{tags}` as a list, \
         and a parameter is one text: take it as a number, a `String`, or a type of your own that reads one text",
    ];
    check(start!(page tagged; Custom), &problems);
    let api = Api::<()>::new("carts", "1")
        .endpoint::<page>()
        .endpoint::<tagged>();
    let error = api.openapi().document().expect_err("problems");
    assert_eq!(error.problems(), problems);
}

#[test]
fn starts_of_messages_for_unreadable_events() {
    let api = |prefix| {
        let api = Api::<()>::new("carts", "1").endpoint::<get_cart>();
        api.unreadable_prefix(prefix)
    };
    for (prefix, reason) in [
        ("", "the prefix is empty"),
        (" ", "the prefix is empty"),
        ("a\nb", "a prefix must not contain '\\n'"),
        ("[400] {", "a prefix must not contain '{'"),
        ("a\u{2028}", "a prefix must not contain '\\u{2028}'"),
        (
            "RequestId",
            "the message of Lambda's timeout begins like it",
        ),
        (
            "Internal",
            "`InternalServerError` has the status 500 and begins like it",
        ),
        (
            "Not Found: event: ",
            "`RouteNotFound` has the status 404 and begins like it",
        ),
    ] {
        check(api(prefix).service(), &[reason]);
        let error = api(prefix).openapi().document().expect_err(prefix);
        let problems = error.problems();
        assert!(
            problems.iter().any(|problem| problem.contains(reason)),
            "{problems:?}"
        );
    }
    for prefix in ["[400] ", "Bad Request: ", "Bad Request: event: ", "40"] {
        api(prefix).service().expect(prefix);
    }
}

#[test]
fn routes_that_can_stand_together() {
    start!(get_cart put_cart new_cart rest items everything first; Custom).expect("a valid API");
    start!(proxy new_cart; RestProxy HttpProxy Alb FunctionUrl Passthrough).expect("a valid API");
    start!(; Custom).expect("an API that answers 404");
}

#[test]
fn two_endpoints_in_one_place() {
    check(
        start!(get_cart get_cart; Custom),
        &["two endpoints are named `get_cart`"],
    );
    check(
        start!(get_cart namesake; Custom),
        &["two endpoints are named `get_cart`"],
    );
    check(
        start!(get_cart get_cart_again; Custom),
        &["`get_cart` and `get_cart_again` are both at `GET /carts/{cart}`"],
    );
    check(
        start!(everything proxy; Custom),
        &["`proxy` at `GET /{*proxy}`"],
    );
}

#[test]
fn two_parameter_names_at_one_place() {
    check(
        start!(get_cart post_by_id; Custom),
        &["`post_by_id` at `POST /carts/{id}`"],
    );
    check(
        start!(get_by_id put_cart; Custom),
        &["`put_cart` at `PUT /carts/{cart}`"],
    );
}

#[test]
fn bare_events_beside_others() {
    check(
        start!(first; Bare Custom),
        &["`EventKind::Bare` is accepted together with other kinds"],
    );
    check(
        start!(first; Bare Passthrough),
        &["`EventKind::Bare` is accepted together with other kinds"],
    );
    check(
        start!(get_cart; Bare),
        &["needs one endpoint without a route"],
    );
    check(start!(first second; Bare), &["there are 2"]);
    start!(first get_cart; Bare).expect("a valid API");
    start!(first second get_cart; Custom).expect("a valid API");
}

#[test]
fn no_kind_of_event() {
    check(start!(get_cart;), &["`accept` names no kind of event"]);
}

#[test]
fn a_base_path_that_is_none() {
    let api = Api::<()>::new("carts", "1").endpoint::<get_cart>();
    check(
        api.base_path("v1").service(),
        &["the base path `v1` does not start with `/`"],
    );
    for path in ["", "/", "/v1", "/v1/"] {
        let api = Api::<()>::new("carts", "1").endpoint::<get_cart>();
        api.base_path(path).service().expect("a valid API");
    }
}

#[test]
fn all_problems_at_once() {
    let api = Api::<()>::new("carts", "1")
        .endpoint::<get_cart>()
        .endpoint::<get_cart>()
        .endpoint::<get_cart_again>()
        .endpoint::<post_by_id>()
        .accept([EventKind::Bare, EventKind::Alb])
        .base_path("v1");
    check(
        api.service(),
        &[
            "two endpoints are named `get_cart`",
            "are both at `GET /carts/{cart}`",
            "`post_by_id` at",
            "together with other kinds",
            "there are 0",
            "the base path `v1`",
        ],
    );
}

//! What no document can say.

use super::api;
use crate::{
    Api, Cors, Function, Integration, Json, NoContent, Path, Response, Security, Status,
    StatusCode, Success, api_errors, lambda_endpoint,
};
use std::convert::Infallible;

#[track_caller]
fn check(api: &Api, parts: &[&str]) {
    let error = api.openapi().document().unwrap_err();
    assert_eq!(error.problems().len(), parts.len(), "{error}");
    for part in parts {
        assert!(
            error
                .problems()
                .iter()
                .any(|problem| problem.contains(part)),
            "{part}\n{error}"
        );
    }
}

macro_rules! endpoints {
    ($($name:ident = $method:ident $path:literal;)*) => {$(
        #[lambda_endpoint($method, $path)]
        async fn $name() -> Result<NoContent, Infallible> {
            Ok(NoContent)
        }
    )*};
}

endpoints! {
    fine = GET "/fine";
    ping = GET "/ping";
    tilde = GET "/a~b";
    cart = GET "/carts/{cart}";
    items = GET "/carts/{id}/items";
    options = OPTIONS "/fine";
}

#[test]
fn routes_that_import_refuses() {
    let refused = api().endpoint::<ping>().endpoint::<tilde>();
    check(
        &refused,
        &[
            "keeps `/ping` for itself",
            "`~` stands in the segment `a~b`",
        ],
    );
    let refused = api().endpoint::<cart>().endpoint::<items>();
    check(
        &refused,
        &["`cart` and `items` call the parameter after `/carts/` `{cart}` and `{id}`"],
    );
}

#[test]
fn a_refusal_prints_as_text_and_each_problem_once() {
    let twice = api()
        .endpoint::<fine>()
        .endpoint::<ping>()
        .security(Security::iam().and(Security::token_authorizer("t", "T", &Function::name("f"))))
        .security_of::<fine>(Security::iam().and(Security::token_authorizer(
            "t",
            "T",
            &Function::name("f"),
        )));
    let error = twice.openapi().document().unwrap_err();
    let shown = "the API `carts` makes no document\n- `ping` at `GET /ping`: API Gateway keeps";
    assert!(format!("{error:?}").starts_with(shown), "{error:?}");
    assert_eq!(format!("{error:?}").matches("one authorizer").count(), 1);
}

#[test]
fn an_api_without_routes() {
    #[lambda_endpoint]
    async fn whole(Json(_): Json<u8>) -> Result<NoContent, Infallible> {
        Ok(NoContent)
    }
    check(
        &api().endpoint::<whole>(),
        &["no endpoint has a method and a path"],
    );
}

#[test]
fn conflicts_of_the_api_itself() {
    let refused = api().endpoint::<fine>().endpoint::<fine>();
    check(&refused, &["two endpoints are named `fine`"]);
}

#[api_errors]
#[derive(Debug, thiserror::Error)]
enum Headers {
    #[error("who are you")]
    #[api(status = 401)]
    Unknown {
        #[api(header = "WWW-Authenticate")]
        scheme: &'static str,
    },
    #[error("vary")]
    #[api(status = 409)]
    Varies {
        #[api(header = "vary")]
        by: &'static str,
    },
}

#[lambda_endpoint(GET, "/who/{known}")]
async fn who(Path(known): Path<bool>) -> Result<Json<bool>, Headers> {
    if known {
        Err(Headers::Varies { by: "Accept" })
    } else {
        Err(Headers::Unknown { scheme: "Basic" })
    }
}

#[test]
fn what_a_custom_integration_cannot_carry() {
    let refused = || {
        api()
            .endpoint::<who>()
            .cors(Cors::origins(["https://a.example", "https://b.example"]))
    };
    check(
        &refused(),
        &[
            "`who`: the header `WWW-Authenticate` does not reach the client of a custom integration, since API Gateway sends it as `x-amzn-Remapped-WWW-Authenticate`",
            "`who`: the header `vary` is set by `Cors` and by the contract",
        ],
    );
    assert!(
        refused()
            .integration(Integration::Proxy)
            .openapi()
            .document()
            .is_ok()
    );
}

#[test]
fn bodies_that_are_not_text() {
    struct Image;
    impl Success for Image {
        const STATUS: StatusCode = StatusCode::OK;
        const MEDIA_TYPE: Option<&'static str> = Some("image/png");
        type Body = ();

        fn into_response(self) -> Result<Response, crate::Error> {
            Ok(Response::default())
        }
    }
    #[lambda_endpoint(GET, "/image")]
    async fn image() -> Result<Image, Infallible> {
        Ok(Image)
    }
    let refused = api().endpoint::<image>();
    check(
        &refused,
        &["the success is `image/png`, and a custom integration carries text only"],
    );
    check(
        &api().endpoint::<fine>().binary_media_types(["image/png"]),
        &["there can be no binary media types"],
    );
}

#[test]
fn settings() {
    let fine_api = || api().endpoint::<fine>();
    check(
        &fine_api().cors(Cors::origins(["https://a.example/", "*"]).credentials()),
        &[
            "names `*` and other origins",
            "send credentials",
            "`https://a.example/` is not an origin",
        ],
    );
    check(
        &fine_api().function(Function::arn("carts")),
        &["`carts` is not an ARN"],
    );
    check(
        &fine_api().function_of::<ping>(Function::name("ping")),
        &["`function_of` names `ping`, which is not an endpoint"],
    );
    check(
        &fine_api().security_of::<ping>(Security::iam()),
        &["names `ping`, which is not an endpoint"],
    );
    check(
        &fine_api().request_media_types(["text"]),
        &["`text` is not a media type"],
    );
    check(
        &api()
            .endpoint::<fine>()
            .endpoint::<options>()
            .cors(Cors::any_origin()),
        &["`OPTIONS /fine` is an endpoint, and `Cors` answers such requests"],
    );
    let spaced = fine_api().function(Function::name("My carts"));
    check(&spaced, &["`My carts` is not a name of a Lambda function"]);
}

#[test]
fn a_status_of_the_users_own_stands_in_the_document() {
    #[lambda_endpoint(GET, "/copy")]
    async fn copy() -> Result<Status<203, u8>, Infallible> {
        Ok(Status(1))
    }
    let document = super::document(&api().endpoint::<copy>());
    let responses = super::at(&document, &["paths", "/copy", "get", "responses"]);
    assert_eq!(super::names(responses), ["203", "500", "504"]);
}

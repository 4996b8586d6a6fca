//! What documents say of the bodies of failures.

use super::{api, at, document, names, text};
use crate::{
    Api, BodyFormat, DescribedResponse, FieldError, HttpStatusDetails, Json, JsonApi, Message,
    Occurrence, Path, ResultErrors, StatusErrors, api_errors, lambda_endpoint,
};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Value, json};
use std::fmt::Debug;

/// How much there is.
#[derive(Debug, Serialize, JsonSchema)]
struct Stock {
    left: u32,
}

/// It has no schema.
#[derive(Debug, Serialize)]
struct Untyped;

macro_rules! errors {
    ($($name:ident = $operation:ident $path:literal [$($setting:tt)*];)*) => {$(
        #[api_errors($($setting)*)]
        #[derive(Debug, thiserror::Error)]
        #[expect(dead_code, reason = "only the contract is looked at")]
        enum $name {
            /// The shop has less.
            #[error("only {} left of {sku}", stock.left)]
            #[api(status = 409)]
            Few {
                #[api(extension)]
                sku: &'static str,
                #[api(extension)]
                stock: Stock,
                #[api(extension = "until")]
                until: Option<Untyped>,
                /// When there may be more, in seconds.
                #[api(header = "Retry-After")]
                seconds: u32,
                #[deprecated]
                #[api(header = "X-Left")]
                left: Option<u8>,
            },
            #[error("closed")]
            #[api(status = 409, detail = "Come back on Monday.", pointer = "/shop")]
            Closed,
            #[error("invalid")]
            #[api(status = 422)]
            Invalid(#[api(errors)] Vec<FieldError>),
            #[error("database")]
            #[api(status = 503)]
            Down,
        }

        #[lambda_endpoint(GET, $path)]
        async fn $operation(Path(id): Path<u64>) -> Result<Json<u64>, $name> {
            Ok(Json(id))
        }
    )*};
}

errors! {
    ProblemError = problem "/problem/{id}" [type_base = "https://example.org/problems"];
    JsonApiError = json_api "/json-api/{id}" [body = JsonApi, style = "json"];
    StatusError = status "/status/{id}" [body = StatusErrors];
    DetailsError = details "/details/{id}" [body = HttpStatusDetails];
    ResultError = result "/result/{id}" [body = ResultErrors];
    HouseError = house "/house/{id}" [body = House];
    SilentError = silent "/silent/{id}" [body = Silent];
}

#[api_errors(body = Message)]
#[derive(Debug, thiserror::Error)]
#[error("closed")]
#[api(status = 409)]
struct PlainError;

#[lambda_endpoint(GET, "/plain")]
async fn plain() -> Result<Json<u64>, PlainError> {
    Err(PlainError)
}

/// A format of the program's own that describes itself.
struct House;

impl BodyFormat for House {
    const MEMBERS: &'static [&'static str] = &["code"];

    fn body(error: &Occurrence<'_>) -> impl Serialize {
        json!({"code": error.code(), "more": error.members(), "wrong": error.field_errors()})
    }

    fn schema(error: &DescribedResponse<'_>) -> Option<Value> {
        let code = json!({"type": "string", "enum": [error.response().code()]});
        let properties =
            json!({"code": code, "more": error.members(), "wrong": error.field_errors()});
        Some(json!({"type": "object", "required": ["code", "more"], "properties": properties}))
    }
}

/// One that does not.
struct Silent;

impl BodyFormat for Silent {
    fn body(error: &Occurrence<'_>) -> impl Serialize {
        json!({"why": error.code()})
    }
}

fn all() -> Api<()> {
    api()
        .endpoint::<problem>()
        .endpoint::<json_api>()
        .endpoint::<status>()
        .endpoint::<details>()
        .endpoint::<result>()
        .endpoint::<house>()
        .endpoint::<silent>()
        .endpoint::<plain>()
}

fn clients() -> Value {
    let document = all().openapi().clients_document().unwrap();
    serde_json::from_str(&document.to_json()).unwrap()
}

#[test]
fn the_gateway_gets_one_model_for_each_status() {
    let document = document(&all());
    let conflict = [
        "paths",
        "/problem/{id}",
        "get",
        "responses",
        "409",
        "content",
    ];
    let conflict = [
        &conflict[..],
        &["application/problem+json", "schema", "$ref"],
    ]
    .concat();
    assert_eq!(
        text(&document, &conflict),
        "#/components/schemas/FewOrClosed"
    );
    let model = serde_json::to_value(at(&document, &["components", "schemas", "FewOrClosed"]));
    let model = model.unwrap();
    let members = &model["properties"];
    assert_eq!(members["code"]["enum"], json!(["Few", "Closed"]));
    assert_eq!(members["status"]["enum"], json!([409]));
    assert_eq!(
        members["stock"],
        json!({"$ref": "#/components/schemas/Stock"})
    );
    assert_eq!(members["until"], json!({"description": "Any JSON."}));
    assert_eq!(
        model["required"],
        json!(["type", "title", "status", "detail", "code"])
    );
    let stock = at(
        &document,
        &["components", "schemas", "Stock", "properties", "left"],
    );
    assert_eq!(
        serde_json::to_value(stock).unwrap(),
        json!({"type": "integer", "minimum": 0, "maximum": u32::MAX})
    );
}

#[test]
fn clients_get_a_schema_for_each_code() {
    let document = clients();
    assert_eq!(document["openapi"], "3.1.0");
    assert!(!document.to_string().contains("x-amazon"), "{document:#}");
    let conflict = &document["paths"]["/problem/{id}"]["get"]["responses"]["409"];
    let schema = &conflict["content"]["application/problem+json"]["schema"];
    assert_eq!(
        *schema,
        json!({
            "oneOf": [{"$ref": "#/components/schemas/Few"}, {"$ref": "#/components/schemas/Closed"}],
            "discriminator": {
                "propertyName": "code",
                "mapping": {"Few": "#/components/schemas/Few", "Closed": "#/components/schemas/Closed"},
            },
        })
    );
    let few = &document["components"]["schemas"]["Few"];
    assert_eq!(
        few["properties"]["code"],
        json!({"type": "string", "const": "Few"})
    );
    assert_eq!(few["description"], "The shop has less.");
    assert_eq!(
        few["externalDocs"]["url"],
        "https://example.org/problems/Few"
    );
    assert_eq!(
        few["required"],
        json!(["type", "title", "status", "detail", "code", "sku", "stock"])
    );
    assert_eq!(conflict["headers"]["Retry-After"]["required"], false);
    assert_eq!(
        conflict["headers"]["Retry-After"]["description"],
        "When there may be more, in seconds."
    );
    assert_eq!(conflict["headers"]["X-Left"]["deprecated"], true);
    assert_eq!(
        conflict["headers"]["Retry-After"]["schema"]["type"],
        "integer"
    );
    let id = &document["paths"]["/problem/{id}"]["get"]["parameters"][0]["schema"];
    assert_eq!(
        *id,
        json!({"type": "integer", "format": "uint64", "maximum": u64::MAX, "minimum": 0})
    );
}

#[test]
fn request_ids_are_in_documents_where_answers_have_them() {
    let document = all()
        .instance_base("https://example.org/requests/")
        .openapi()
        .clients_document()
        .unwrap();
    let document: Value = serde_json::from_str(&document.to_json()).unwrap();
    let few = &document["components"]["schemas"]["Few"]["properties"];
    assert!(
        few["requestId"].is_object() && few["instance"].is_object(),
        "{few:#}"
    );
    let body = example(&document, "/problem/{id}", "409", "Few");
    assert_eq!(
        body["instance"],
        "https://example.org/requests/0123456789abcdef"
    );
    let body = example(&document, "/json-api/{id}", "503", "Down");
    assert_eq!(body["meta"]["requestId"], "0123456789abcdef");
    let responses = &document["paths"]["/problem/{id}"]["get"]["responses"];
    for status in ["200", "409"] {
        assert!(
            responses[status]["headers"]["X-Request-Id"].is_object(),
            "{status}"
        );
    }
    assert!(!clients().to_string().contains("requestId"));
}

#[api_errors]
#[derive(Debug, thiserror::Error)]
#[error("busy")]
#[api(status = 409)]
struct BusyError {
    #[api(extension = "requestId")]
    number: u8,
    #[api(header = "x-request-id")]
    header: u8,
}

#[lambda_endpoint(GET, "/busy")]
async fn busy() -> Result<Json<u64>, BusyError> {
    Ok(Json(1))
}

#[test]
fn what_a_response_calls_like_the_request_id_stays_its_own() {
    let api = Api::<()>::new("shop", "1").endpoint::<busy>().request_ids();
    let document = api.openapi().clients_document().unwrap();
    let document: Value = serde_json::from_str(&document.to_json()).unwrap();
    let busy = &document["components"]["schemas"]["BusyError"]["properties"];
    assert_eq!(busy["requestId"]["type"], "integer", "{document:#}");
    let headers = &document["paths"]["/busy"]["get"]["responses"]["409"]["headers"];
    let names: Vec<_> = headers.as_object().unwrap().keys().collect();
    assert_eq!(names, ["x-request-id"]);
}

/// The example of `code` among the responses of `status`.
fn example<'a>(document: &'a Value, path: &str, status: &str, code: &str) -> &'a Value {
    let content = &document["paths"][path]["get"]["responses"][status]["content"];
    let (_, media) = content.as_object().unwrap().iter().next().unwrap();
    &media["examples"][code]["value"]
}

#[test]
fn each_code_has_an_example_in_its_format() {
    let document = clients();
    for (path, expected) in [
        (
            "/problem/{id}",
            json!({
                "type": "https://example.org/problems/Few", "title": "Conflict", "status": 409, "code": "Few",
                "detail": "only … left of text", "sku": "text", "stock": {"left": 1}, "until": "text",
            }),
        ),
        (
            "/json-api/{id}",
            json!({
                "errors": [{"status": "409", "code": "Few", "title": "Conflict", "detail": "only … left of text"}],
                "meta": {"sku": "text", "stock": {"left": 1}, "until": "text", "Retry-After": "1", "X-Left": "1"},
            }),
        ),
        (
            "/status/{id}",
            json!({"status": 409, "errors": [{"code": "Few", "message": "only … left of text"}], "sku": "text", "stock": {"left": 1}, "until": "text"}),
        ),
        (
            "/house/{id}",
            json!({"code": "Few", "more": {"sku": "text", "stock": {"left": 1}, "until": "text"}, "wrong": []}),
        ),
        ("/silent/{id}", json!({"why": "Few"})),
    ] {
        assert_eq!(example(&document, path, "409", "Few"), &expected, "{path}");
    }
    assert_eq!(
        example(&document, "/plain", "409", "PlainError"),
        &json!({"errorMessage": "Conflict: closed"})
    );
    assert_eq!(
        example(&document, "/problem/{id}", "422", "Invalid")["errors"][0]["source"],
        "/field"
    );
}

#[test]
fn each_model_takes_the_examples_of_its_codes() {
    let (clients, gateway) = (clients(), all().openapi().document().unwrap());
    let gateway: Value = serde_json::from_str(&gateway.to_json()).unwrap();
    let read = apigw_local::Document::read(&gateway.to_string()).unwrap();
    let mut tried = 0;
    for (path, item) in clients["paths"].as_object().unwrap() {
        for (status, response) in item["get"]["responses"].as_object().unwrap() {
            for (media_type, media) in response["content"].as_object().unwrap() {
                let content = &gateway["paths"][path]["get"]["responses"][status]["content"];
                let schema = &content[media_type]["schema"];
                let examples = media["examples"].as_object().into_iter().flatten();
                for (code, example) in examples {
                    let faults = read.schemas.violations(schema, &example["value"]);
                    assert!(faults.is_empty(), "{path} {code}: {faults:?}\n{example:#}");
                    let mut other = example["value"].clone();
                    *other.as_object_mut().unwrap() = serde_json::Map::new();
                    let refused = !read.schemas.violations(schema, &other).is_empty();
                    assert_eq!(refused, path != "/silent/{id}", "{path} {code}");
                    tried += 1;
                }
            }
        }
    }
    assert!(tried > 30, "{tried}");
}

#[test]
fn what_has_no_schema_is_named() {
    let notes = all().openapi().document().unwrap().notes().join("\n");
    assert!(
        notes.contains("the member `until` of `Few`: derive `schemars::JsonSchema`"),
        "{notes}"
    );
    assert!(
        notes.contains("\"an object\" of the failures of `silent`: implement `schema`"),
        "{notes}"
    );
}

#[api_errors]
#[derive(Debug, thiserror::Error)]
#[expect(dead_code, reason = "only the contract is looked at")]
enum Generic<T: Debug, E: crate::ApiError + 'static> {
    #[error("{0:?}")]
    #[api(status = 410)]
    Gone(#[api(extension = "what")] T),
    #[error(transparent)]
    #[api(transparent)]
    Inner(E),
}

#[lambda_endpoint(GET, "/generic")]
async fn generic() -> Result<Json<u8>, Generic<u32, ProblemError>> {
    Ok(Json(1))
}

#[test]
fn a_parameter_of_a_type_is_any_json_and_a_nested_type_keeps_its_own() {
    let document = document(&api().endpoint::<generic>());
    let model = |name: &str| {
        serde_json::to_value(at(
            &document,
            &["components", "schemas", name, "properties"],
        ))
        .unwrap()
    };
    assert_eq!(model("Gone")["what"], json!({"description": "Any JSON."}));
    assert_eq!(
        model("FewOrClosed")["stock"],
        json!({"$ref": "#/components/schemas/Stock"})
    );
    assert!(names(at(&document, &["components", "schemas"])).contains(&"Stock"));
}

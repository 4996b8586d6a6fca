//! The limits that types state, and attributes of schemars, garde and validator, in the documents for the gateway and for clients.

use super::{api, document};
use crate::{Api, Json, Path, Query, lambda_endpoint, openapi::tree::Object};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};
use std::{collections::BTreeMap, convert::Infallible};

const TOKEN: &str = "^tok_";

/// Equal types with the attributes of one crate, as a body, as the query and in the path.
macro_rules! limited {
    ($endpoint:ident $path:literal $order:ident $place:ident $attribute:ident $($token:tt)*) => {
        #[derive(Debug, Deserialize, JsonSchema)]
        #[expect(dead_code, reason = "only its schema is looked at")]
        struct $order {
            #[$attribute(length(min = 1, max = 50))]
            customer: String,
            #[$attribute($($token)*)]
            card: Option<String>,
            #[$attribute(range(min = 1, max = 1000))]
            quantity: u64,
            #[$attribute(email)]
            address: String,
            line: u8,
            change: i32,
            count: u64,
        }

        #[derive(Debug, Deserialize, JsonSchema)]
        #[expect(dead_code, reason = "only its schema is looked at")]
        struct $place {
            #[$attribute(length(max = 8))]
            shop: String,
            #[$attribute(range(min = 1, max = 99))]
            shelf: u8,
        }

        #[lambda_endpoint(POST, $path)]
        async fn $endpoint(
            Path(_): Path<$place>,
            Query(_): Query<$order>,
            Json(_): Json<$order>,
        ) -> Result<Json<u8>, Infallible> {
            Ok(Json(1))
        }
    };
}

limited! { by_schemars "/schemars/{shop}/{shelf}" SchemarsOrder SchemarsPlace schemars regex(pattern = TOKEN) }
limited! { by_garde "/garde/{shop}/{shelf}" GardeOrder GardePlace garde pattern(TOKEN) }
limited! { by_validator "/validator/{shop}/{shelf}" ValidatorOrder ValidatorPlace validate regex(path = TOKEN) }

fn limited() -> Api<()> {
    api()
        .endpoint::<by_schemars>()
        .endpoint::<by_garde>()
        .endpoint::<by_validator>()
}

/// The schemas of the parameters and of the body's members, by name.
fn schemas(document: &Value, path: &str) -> [BTreeMap<String, Value>; 2] {
    let operation = &document["paths"][path]["post"];
    let parameters = operation["parameters"].as_array().unwrap().iter();
    let parameters = parameters.map(|parameter| (&parameter["name"], &parameter["schema"]));
    let body = &operation["requestBody"]["content"]["application/json"]["schema"]["$ref"];
    let body = document.pointer(&body.as_str().unwrap()[1..]).unwrap();
    let members = body["properties"].as_object().unwrap().clone();
    [
        parameters
            .map(|(name, schema)| (name.as_str().unwrap().to_owned(), schema.clone()))
            .collect(),
        members.into_iter().collect(),
    ]
}

/// Those of the parameters and of the body, which are the same whichever crate's attributes state them.
#[track_caller]
fn same(document: &Object) -> [BTreeMap<String, Value>; 2] {
    let document = serde_json::to_value(document).unwrap();
    let [first, others @ ..] = ["schemars", "garde", "validator"]
        .map(|name| schemas(&document, &format!("/{name}/{{shop}}/{{shelf}}")));
    for other in others {
        assert_eq!(first, other);
    }
    first
}

#[track_caller]
fn has(schemas: &BTreeMap<String, Value>, expected: &Value) {
    for (name, expected) in expected.as_object().unwrap() {
        assert_eq!(schemas[name], *expected, "{name}");
    }
}

#[test]
fn clients_get_each_limit() {
    let clients = limited().openapi().clients_document().unwrap();
    let [parameters, body] = same(clients.root());
    let integer = |format: &str, minimum: i64, maximum: u64| json!({"type": "integer", "format": format, "minimum": minimum, "maximum": maximum});
    let both = json!({
        "address": {"type": "string", "format": "email"},
        "change": integer("int32", i32::MIN.into(), 2_147_483_647),
        "count": integer("uint64", 0, u64::MAX),
        "customer": {"type": "string", "minLength": 1, "maxLength": 50},
        "line": integer("uint8", 0, 255),
        "quantity": integer("uint64", 1, 1000),
    });
    has(&parameters, &both);
    has(&body, &both);
    let card = |kind: &Value| json!({"card": {"type": kind, "pattern": TOKEN}});
    has(&parameters, &card(&json!("string")));
    has(&body, &card(&json!(["string", "null"])));
    has(
        &parameters,
        &json!({"shop": {"type": "string", "maxLength": 8}, "shelf": integer("uint8", 1, 99)}),
    );
}

#[test]
fn the_gateway_gets_each_limit_that_its_readers_can_keep() {
    let [parameters, body] = same(&document(&limited()));
    let integer = |minimum: i64, maximum: i64| json!({"type": "integer", "minimum": minimum, "maximum": maximum});
    let both = json!({
        "address": {"type": "string", "format": "email"},
        "change": integer(i32::MIN.into(), i32::MAX.into()),
        // Not every reader of JSON keeps 2^64 - 1.
        "count": {"type": "integer", "minimum": 0},
        "customer": {"type": "string", "minLength": 1, "maxLength": 50},
        "line": integer(0, 255),
        "quantity": integer(1, 1000),
    });
    has(&parameters, &both);
    has(&body, &both);
    let card = json!({"type": "string", "pattern": TOKEN});
    has(&parameters, &json!({"card": card}));
    has(&body, &json!({"card": {"anyOf": [card, {"enum": [null]}]}}));
    has(
        &parameters,
        &json!({"shop": {"type": "string", "maxLength": 8}, "shelf": integer(1, 99)}),
    );
}

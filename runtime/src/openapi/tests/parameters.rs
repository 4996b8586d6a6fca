//! What a document says of parameters.

use super::{api, at, document};
use crate::{NoContent, Path, Query, lambda_endpoint, openapi::tree::Node};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;
use std::{collections::BTreeMap, convert::Infallible};

/// Which orders.
#[derive(Debug, Deserialize, JsonSchema)]
struct Filter {
    /// Orders of this customer.
    customer: String,
    at_least: Option<u64>,
    #[serde(default)]
    open: bool,
    price: Price,
}

#[derive(Debug, Deserialize, JsonSchema)]
struct Price(f64);

#[lambda_endpoint(GET, "/shops/{shop}/orders/{order}")]
async fn find(
    Path((shop, order)): Path<(String, u32)>,
    Query(filter): Query<Filter>,
) -> Result<NoContent, Infallible> {
    drop((
        shop,
        order,
        filter.customer,
        filter.at_least,
        filter.open,
        filter.price.0,
    ));
    Ok(NoContent)
}

/// Where a line stands.
#[derive(Debug, Deserialize, JsonSchema)]
struct At {
    /// The line's number.
    line: u8,
    order: String,
}

#[lambda_endpoint(GET, "/lists/{order}/{line}")]
async fn at_line(Path(place): Path<At>) -> Result<NoContent, Infallible> {
    drop((place.line, place.order));
    Ok(NoContent)
}

#[lambda_endpoint(GET, "/numbers/{number}")]
async fn number(
    Path(number): Path<Price>,
    Query(any): Query<BTreeMap<String, String>>,
) -> Result<NoContent, Infallible> {
    drop((number.0, any));
    Ok(NoContent)
}

/// The parameters of GET at `path`: name, place, type, whether it is required.
fn parameters(path: &str) -> Vec<String> {
    let api = api()
        .endpoint::<find>()
        .endpoint::<at_line>()
        .endpoint::<number>();
    let root = document(&api);
    let Node::List(list) = at(&root, &["paths", path, "get", "parameters"]) else {
        panic!("no list");
    };
    list.iter()
        .map(|parameter| {
            let value = serde_json::to_value(parameter).unwrap();
            format!(
                "{} {} {} {} {}",
                value["in"],
                value["name"],
                value["schema"]["type"],
                value["required"],
                value["description"]
            )
            .replace('"', "")
        })
        .collect()
}

#[test]
fn parameters_have_the_types_that_extractors_give_them() {
    assert_eq!(
        parameters("/shops/{shop}/orders/{order}"),
        [
            "path shop string true null",
            "path order integer true null",
            "query at_least integer false null",
            "query customer string true Orders of this customer.",
            "query open boolean false null",
            "query price number true null",
        ]
    );
    assert_eq!(
        parameters("/lists/{order}/{line}"),
        [
            "path order string true null",
            "path line integer true The line's number.",
        ]
    );
    assert_eq!(
        parameters("/numbers/{number}"),
        ["path number number true null"]
    );
}

#[test]
fn clients_get_the_format_and_the_bounds_of_an_integer() {
    let api = api().endpoint::<find>();
    let clients = api.openapi().clients_document().unwrap();
    let path = "/shops/{shop}/orders/{order}";
    let Node::List(list) = at(clients.root(), &["paths", path, "get", "parameters"]) else {
        panic!("no list");
    };
    let schemas = list.iter().map(|parameter| {
        let value = serde_json::to_value(parameter).unwrap();
        (value["name"].to_string(), value["schema"].clone())
    });
    let schemas: BTreeMap<_, _> = schemas.collect();
    let integer = |format: &str, most: u64| json!({"type": "integer", "format": format, "minimum": 0, "maximum": most});
    assert_eq!(schemas[r#""order""#], integer("uint32", u32::MAX.into()));
    assert_eq!(schemas[r#""at_least""#], integer("uint64", u64::MAX));
}

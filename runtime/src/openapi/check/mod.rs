//! A deployed stage, or any document, against the types: each drift is named, with what to do.
//!
//! The document that the types make is compared with the one that was found, after both were read into what decides the
//! answers: so another order, spelling or default that export writes is no drift. Patterns are not compared but run, on
//! every message of the contract and on Lambda's own; those that are not the types' own also on texts made to mislead them.
//! Nor are mapping templates compared: those that are not the types' own are rendered on samples, and what differs is the
//! event that the function gets, or status, headers and body that the client gets (bodies of one JSON are the same).
//! Requests go to the operation that takes them, which may be one for any method or for all paths. A function behind a
//! proxy integration that takes everything answers unknown routes by itself.
//!
//! Not compared: the functions' addresses, which function or pool an authorizer asks, resource policies, caching, timeouts,
//! `requestParameters` (such as an `X-Amz-Invocation-Type` that asks for no answer), parameters and request bodies that the
//! gateway does not validate, descriptions, and what a proxy integration ignores.

mod access;
mod answers;
mod compare;
mod cursor;
mod drift;
mod error;
mod event;
mod gateway;
mod operation;
mod payload;
mod rendering;
mod routing;
mod sample;
mod schema;
mod selection;
mod witness;
mod words;

pub use drift::{Drift, DriftKind};
pub use error::CheckError;

use super::{Cors, OpenApi, routes};
use crate::Operation;
use gateway::{Gateway, Place};
use http::Method;
use std::collections::{BTreeMap, BTreeSet};

impl OpenApi {
    /// Every difference between the types and `document`: the export of a stage, as JSON or YAML of `OpenAPI` 3.0, or a
    /// document that was made before.
    ///
    /// ```text
    /// aws apigateway get-export --rest-api-id ID --stage-name STAGE --export-type oas30 \
    ///     --accepts application/json --parameters extensions=apigateway FILE
    /// ```
    ///
    /// ```
    /// use lambda_api_errors::{Api, NoContent, lambda_endpoint};
    /// use std::convert::Infallible;
    ///
    /// #[lambda_endpoint(GET, "/health")]
    /// async fn health() -> Result<NoContent, Infallible> {
    ///     Ok(NoContent)
    /// }
    /// let openapi = Api::<()>::new("monitor", "1").endpoint::<health>().openapi();
    /// let document = openapi.document().unwrap().to_json();
    /// assert_eq!(openapi.check(&document).unwrap(), []);
    ///
    /// let drifts = openapi.check(&document.replace("Task timed out", "Timeout")).unwrap();
    /// assert!(drifts[0].to_string().starts_with("health (GET /health): Lambda's timeout should answer 504"));
    /// ```
    ///
    /// # Errors
    ///
    /// When `document` cannot be read, or when the types make none.
    pub fn check(&self, document: &str) -> Result<Vec<Drift>, CheckError> {
        let found = Gateway::parse(document)?;
        let expected = self.document().map_err(CheckError::Types)?;
        let expected = serde_json::to_value(&expected)
            .map_err(|error| CheckError::Unreadable(error.to_string()))?;
        let expected = Gateway::read(&expected)?;
        let origins = self.cors.as_ref().map_or_else(Vec::new, Cors::samples);
        let operations = self.places();
        let mut used = BTreeSet::new();
        let mut drifts = Vec::new();
        for (place, operation) in &expected.operations {
            let typed = operations.get(place).copied();
            let comparison = operation::Comparison {
                place,
                typed,
                expected: operation,
                origins: &origins,
                is_proxy: self.integration == super::Integration::Proxy,
                takes_passthrough: self.takes_passthrough,
            };
            let (taker, kinds) = comparison.drifts(&found, &expected);
            used.extend(taker);
            let name = name(place, typed);
            drifts.extend(kinds.into_iter().map(|kind| Drift::new(&*name, kind)));
        }
        for place in found.operations.keys() {
            if !used.contains(place) {
                drifts.push(Drift::new(name(place, None), DriftKind::OperationUnknown));
            }
        }
        drifts.extend(gateway_responses(&found, &expected));
        Ok(drifts)
    }

    /// The operations by path and method, as the document has them.
    fn places(&self) -> BTreeMap<Place, &Operation> {
        let mut places = BTreeMap::new();
        for resource in routes::resources(&self.operations) {
            for &operation in &resource.operations {
                let Some(route) = operation.route() else {
                    continue;
                };
                let method = route.method();
                places.insert((resource.path.clone(), method.to_string()), operation);
                if method == Method::GET && resource.lacks_head() {
                    places.insert((resource.path.clone(), Method::HEAD.to_string()), operation);
                }
            }
        }
        places
    }
}

fn name((path, method): &Place, operation: Option<&Operation>) -> String {
    match operation {
        Some(operation) => format!("{} ({method} {path})", operation.name()),
        None => format!("{method} {path}"),
    }
}

fn gateway_responses(found: &Gateway, expected: &Gateway) -> Vec<Drift> {
    if found.responses.is_empty() && !expected.responses.is_empty() {
        let all = "gateway responses";
        return vec![Drift::new(all, DriftKind::GatewayResponseMissing)];
    }
    let mut drifts = Vec::new();
    for (kind, wanted) in &expected.responses {
        let name = format!("gateway response {kind}");
        let status = wanted.status.unwrap_or_default();
        let kinds = match found.responses.get(kind) {
            None => vec![DriftKind::GatewayResponseMissing],
            Some(found) if found.status != wanted.status => vec![DriftKind::StatusDiffers {
                found: found.status,
                expected: status,
            }],
            Some(found) => compare::response(status, found, wanted),
        };
        drifts.extend(
            kinds
                .into_iter()
                .map(|kind| Drift::new(name.as_str(), kind)),
        );
    }
    drifts
}

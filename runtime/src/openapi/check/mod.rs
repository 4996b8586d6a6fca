//! A deployed stage, or any document, against the types: each drift is named, with what to do.
//!
//! The document that the types make is compared with the one that was found, after both were read into what decides the
//! answers: so another order, spelling or default that export writes is no drift. Patterns are not compared but run, on
//! every message of the contract and on Lambda's own; those that are not the types' own also on texts made to mislead them.
//!
//! Not compared: the functions' addresses, security, models' schemas, and what a proxy integration ignores.

mod compare;
mod cursor;
mod drift;
mod error;
mod gateway;
mod java_pattern;
mod sample;
mod selection;
mod witness;
mod words;

pub use drift::{Drift, DriftKind};
pub use error::CheckError;

use super::{OpenApi, patterns::Selections, routes};
use crate::Operation;
use gateway::{Gateway, Integration, Place};
use http::Method;
use std::collections::BTreeMap;

impl OpenApi {
    /// Every difference between the types and `document`: the export of a stage, as JSON of `OpenAPI` 3.0, or a document
    /// that was made before.
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
        let expected = serde_json::to_value(&expected).map_err(CheckError::NotJson)?;
        let expected = Gateway::read(&expected)?;
        let operations = self.places();
        let mut drifts = Vec::new();
        for (place, operation) in &expected.operations {
            let typed = operations.get(place).copied();
            let name = name(place, typed);
            let kinds = match found.operations.get(place) {
                None => vec![DriftKind::OperationMissing],
                Some(found) => operation_drifts(found, operation, typed),
            };
            drifts.extend(
                kinds
                    .into_iter()
                    .map(|kind| Drift::new(name.as_str(), kind)),
            );
        }
        for place in found.operations.keys() {
            if !expected.operations.contains_key(place) {
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

fn operation_drifts(
    found: &gateway::Operation,
    expected: &gateway::Operation,
    typed: Option<&Operation>,
) -> Vec<DriftKind> {
    let Some(wanted) = &expected.integration else {
        return Vec::new();
    };
    let Some(integration) = &found.integration else {
        return vec![DriftKind::SettingDiffers {
            setting: "type",
            found: String::new(),
            expected: wanted.kind.clone(),
        }];
    };
    let mut drifts = compare::settings(integration, wanted);
    if integration.kind != wanted.kind || wanted.kind == "aws_proxy" {
        return drifts;
    }
    let selected = typed.map(|operation| select(operation, integration));
    let selected = selected.unwrap_or_default();
    drifts.extend(selected.drifts);
    drifts.extend(compare::answers(
        found,
        integration,
        expected,
        wanted,
        &selected.broken,
    ));
    drifts
}

fn select(operation: &Operation, integration: &Integration) -> selection::Outcome {
    selection::compare(
        operation.renderer(),
        &Selections::of(operation),
        integration,
    )
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

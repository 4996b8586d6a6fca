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
//! parameters and request bodies that the gateway does not validate, descriptions, and what a proxy integration ignores.

mod access;
mod answers;
mod compare;
mod cursor;
mod drift;
mod error;
mod event;
mod gateway;
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

use super::{Cors, OpenApi, patterns::Selections, routes};
use crate::Operation;
use answers::Answers;
use gateway::{Gateway, Integration, Place};
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
        let mut taken = BTreeSet::new();
        let mut drifts = Vec::new();
        for (place, operation) in &expected.operations {
            let typed = operations.get(place).copied();
            let comparison = Comparison {
                place,
                typed,
                expected: operation,
                origins: &origins,
                is_proxy: self.integration == super::Integration::Proxy,
                takes_passthrough: self.takes_passthrough,
            };
            let kinds = comparison.drifts(found.taker(place), &mut taken, (&found, &expected));
            let name = name(place, typed);
            drifts.extend(kinds.into_iter().map(|kind| Drift::new(&*name, kind)));
        }
        for place in found.operations.keys() {
            if !taken.contains(place) {
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

/// One operation of the types, or a mock, and what of the gateway takes its requests.
struct Comparison<'a> {
    place: &'a Place,
    typed: Option<&'a Operation>,
    expected: &'a gateway::Operation,
    origins: &'a [String],
    /// Whether functions are asked by proxy integrations.
    is_proxy: bool,
    takes_passthrough: bool,
}

impl<'a> Comparison<'a> {
    /// The drifts; the place of what takes the requests joins `taken`.
    fn drifts(
        &self,
        taker: Option<(&'a Place, &'a gateway::Operation)>,
        taken: &mut BTreeSet<&'a Place>,
        gateways: (&'a Gateway, &'a Gateway),
    ) -> Vec<DriftKind> {
        let Some(wanted) = &self.expected.integration else {
            return Vec::new();
        };
        let Some((place, found)) = taker else {
            return vec![DriftKind::OperationMissing];
        };
        let passes_all = found
            .integration
            .as_ref()
            .is_some_and(|integration| integration.kind == "aws_proxy" && self.passes_all(wanted));
        if place.0 != self.place.0 && !passes_all {
            if !routing::differ_in_names(&place.0, &self.place.0) {
                return vec![DriftKind::OperationMissing];
            }
            if self.typed.is_some() {
                taken.insert(place);
                return vec![DriftKind::PathDiffers {
                    found: place.0.clone(),
                    expected: self.place.0.clone(),
                }];
            }
        }
        let is_other = |integration: &Integration| integration.kind != wanted.kind;
        if place.1 == "ANY"
            && self.typed.is_some()
            && found.integration.as_ref().is_some_and(is_other)
        {
            return vec![DriftKind::OperationMissing];
        }
        taken.insert(place);
        if passes_all && self.typed.is_none() {
            return Vec::new();
        }
        let mut models = schema::Comparison::new(&gateways.0.models, &gateways.1.models);
        let mut drifts = compare::requests(found, self.expected, &mut models);
        drifts.extend(self.integration_drifts(found, wanted, &mut models));
        drifts
    }

    /// Whether a function that is asked for everything gives the answers of `wanted`: it routes by itself, and answers
    /// unknown routes and methods, but no preflight requests.
    fn passes_all(&self, wanted: &Integration) -> bool {
        wanted.kind == "aws_proxy"
            || (self.is_proxy && self.typed.is_none() && self.place.1 == "ANY")
    }

    fn integration_drifts(
        &self,
        found: &'a gateway::Operation,
        wanted: &'a Integration,
        models: &mut schema::Comparison<'a>,
    ) -> Vec<DriftKind> {
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
        let selected = self.typed.map(|operation| select(operation, integration));
        let selected = selected.unwrap_or_default();
        drifts.extend(selected.drifts);
        let (path, method) = self.place;
        let asked = event::Asked {
            method,
            path,
            takes_passthrough: self.takes_passthrough,
        };
        drifts.extend(compare::events(integration, wanted, asked));
        let answers = Answers {
            found: (found, integration),
            expected: (self.expected, wanted),
            typed: self.typed,
            asked,
            origins: self.origins,
            broken: selected.broken,
        };
        drifts.extend(answers.drifts(models));
        drifts
    }
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

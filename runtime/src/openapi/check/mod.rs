//! A deployed stage, or any document, against the types: each drift is named, with what to do.
//!
//! Input: the document that the types make, and the one that was found, both as the local gateway reads them; so another
//! order, spelling or default that export writes is not a drift. Output: a [`CheckReport`]. Patterns are not compared but run,
//! on every message of the contract and on Lambda's own; those that are not the types' own also on texts made to mislead
//! them. Nor are mapping templates compared: those that are not the types' own are rendered on samples, and what differs is
//! the event that the function gets, or status, headers and body that the client gets (bodies of one JSON are the same).
//! Requests go to the operation that takes them, which may be one for any method or for all paths. A function behind a
//! proxy integration that takes everything answers unknown routes by itself. No template, mapping or route is evaluated
//! here: the engine of the local gateway does that.
//!
//! What only a deployment knows is compared where the API states it, and is a note otherwise: the functions, timeouts, roles,
//! connections, and how long the gateway keeps an authorizer's answer.
//!
//! Not compared: resource policies, caching, `requestParameters` that Lambda does not look at, parameters and request bodies
//! that the gateway does not validate, descriptions, and what a proxy integration ignores.

mod access;
mod answers;
mod cors;
mod drift;
mod effect;
mod error;
mod event;
mod gateway_responses;
mod notes;
mod operation;
mod outcomes;
mod paths;
mod report;
mod requests;
mod schema;
mod selection;
mod settings;
mod side;
mod unreadable;
mod words;

pub use drift::{Drift, DriftKind};
pub use effect::Effect;
pub use error::CheckError;
pub use report::{CheckReport, Compared};

use super::{
    OpenApi, routes,
    samples::{Filling, PLAIN, SampleError, trial::Trial},
};
use crate::Operation;
use crate::{Cors, Integration};
use apigw_local::{Document, DocumentProblem, document, read_value};
use http::Method;
use notes::Notes;
use operation::{Comparison, Setting, Shared};
use std::collections::{BTreeMap, BTreeSet};

/// More than import takes (6 MB), so that exports with documentation in them fit.
const SIZE_LIMIT: usize = 16 << 20;

/// Path, then method in capitals.
type Place = (String, String);

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
    /// assert_eq!(openapi.check(&document).unwrap().drifts(), []);
    ///
    /// let report = openapi.check(&document.replace("Task timed out", "Timeout")).unwrap();
    /// let drift = report.drifts()[0].to_string();
    /// assert!(drift.starts_with("health (GET /health): Lambda's timeout should answer 504"));
    /// ```
    ///
    /// # Errors
    ///
    /// When `document` cannot be read or is for the other kind of integration, or when the types make none.
    pub fn check(&self, document: &str) -> Result<CheckReport, CheckError> {
        let mut found = read(document)?;
        let expected = self.document().map_err(CheckError::Types)?;
        let expected = read(&expected.to_json())?;
        self.refuse_other_integration(&found)?;
        self.refuse_other_cors(&found, &expected)?;
        let api = settings::api(&found, &expected);
        // Reported once for the whole API, and not again as what it does to each answer.
        found
            .binary_media_types
            .clone_from(&expected.binary_media_types);
        let (found, expected) = (Trial::new(found), Trial::new(expected));
        let origins = self
            .settings
            .cors
            .as_ref()
            .map_or_else(Vec::new, Cors::samples);
        let setting = Setting {
            found: &found,
            expected: &expected,
            origins: &origins,
            is_proxy: self.settings.integration == Integration::Proxy,
            accepted: &self.accepted,
            types: self,
        };
        let mut report = self.operations_report(&setting);
        report
            .drifts
            .extend(api.into_iter().map(|kind| Drift::new("the API", kind)));
        report.drifts.extend(gateway_responses::drifts(
            found.document(),
            expected.document(),
        ));
        report.compared.gateway_responses = expected.document().gateway_responses.len();
        add_problems(&mut report.drifts, found.document(), expected.document());
        report.drifts.sort_by_key(Drift::effect);
        report.compared.samples = found.runs();
        Ok(report)
    }

    /// The code and a message of an event that cannot be read.
    fn unreadable_message(&self) -> (&'static str, String) {
        let sample = SampleError::new(self.unreadable, Filling::Least(PLAIN));
        (self.unreadable.code(), sample.message(self.renderer))
    }

    /// Refuses a document that asks functions only in the way that is not wanted.
    fn refuse_other_integration(&self, found: &Document) -> Result<(), CheckError> {
        let asks = |type_name: &str| {
            let mut operations = found.operations.iter();
            operations.any(|operation| operation.integration.type_name == type_name)
        };
        match (self.settings.integration, asks("aws"), asks("aws_proxy")) {
            (Integration::Custom, false, true) => {
                Err(CheckError::OtherIntegration(Integration::Proxy))
            }
            (Integration::Proxy, true, false) => {
                Err(CheckError::OtherIntegration(Integration::Custom))
            }
            _ => Ok(()),
        }
    }

    /// Refuses a document that has CORS everywhere where the types have none, or the other way round. Behind proxy
    /// integrations the functions may answer for themselves.
    fn refuse_other_cors(&self, found: &Document, expected: &Document) -> Result<(), CheckError> {
        let is_custom = self.settings.integration == Integration::Custom;
        match &self.settings.cors {
            Some(_) if is_custom && !cors::answers_pages(found) => {
                Err(CheckError::OtherCors { found: false })
            }
            None if cors::answers_pages(found) && cors::has_all_preflights(found, expected) => {
                Err(CheckError::OtherCors { found: true })
            }
            _ => Ok(()),
        }
    }

    fn operations_report(&self, setting: &Setting<'_>) -> CheckReport {
        let (found, expected) = (setting.found.document(), setting.expected.document());
        let places = self.places();
        let mut shared = Shared {
            models: schema::Comparison::new(found.schemas.named(), expected.schemas.named()),
            authorizers: BTreeMap::new(),
            notes: Notes::default(),
        };
        let mut compared = Compared::default();
        let mut used = BTreeSet::new();
        let mut drifts = Vec::new();
        let by_place: BTreeMap<_, _> = expected
            .operations
            .iter()
            .map(|operation| (place(operation), operation))
            .collect();
        for (place, operation) in &by_place {
            let typed = places.get(place).copied();
            let comparison = Comparison {
                setting,
                method: &place.1,
                typed,
                expected: operation,
            };
            compared.operations += 1;
            compared.responses += operation.integration.responses.len();
            let (matched, kinds) = comparison.drifts(&mut shared);
            used.extend(matched.map(|matched| matched.pointer.clone()));
            let name = name(place, typed);
            drifts.extend(kinds.into_iter().map(|kind| Drift::new(&*name, kind)));
        }
        join_access(&mut drifts, used.len());
        let mut unknown: Vec<_> = found
            .operations
            .iter()
            .filter(|operation| !used.contains(&operation.pointer))
            .map(|operation| name(&place(operation), None))
            .collect();
        unknown.sort();
        drifts.extend(
            unknown
                .into_iter()
                .map(|name| Drift::new(name, DriftKind::OperationUnknown)),
        );
        for (scheme, kinds) in shared.authorizers {
            let name = format!("security scheme {scheme}");
            drifts.extend(kinds.into_iter().map(|kind| Drift::new(&*name, kind)));
        }
        compared.models = shared.models.compared();
        drifts.extend(shared.models.into_differing().map(|(model, uses)| {
            Drift::new(format!("model {model}"), DriftKind::SchemaDiffers { uses })
        }));
        CheckReport {
            drifts,
            notes: shared.notes.into_lines(),
            compared,
        }
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

/// Joins the drifts about callers into one, if they are the same for all `operations` that were found.
fn join_access(drifts: &mut Vec<Drift>, operations: usize) {
    let is_access = |drift: &&Drift| matches!(drift.kind(), DriftKind::AccessDiffers { .. });
    let mut all = drifts.iter().filter(is_access);
    let Some(first) = all.next().map(|drift| drift.kind().clone()) else {
        return;
    };
    if operations > 1 && 1 + all.filter(|drift| *drift.kind() == first).count() == operations {
        drifts.retain(|drift| !is_access(&drift));
        drifts.push(Drift::new("the API", first));
    }
}

/// Reads the parts of a document that the local gateway knows.
fn read(text: &str) -> Result<Document, CheckError> {
    if text.len() > SIZE_LIMIT {
        return Err(CheckError::TooLarge { limit: SIZE_LIMIT });
    }
    let value = read_value(text).map_err(CheckError::Unreadable)?;
    let document = Document::from_value(&value).map_err(CheckError::Shape)?;
    match document.http_api {
        Some(_) => Err(CheckError::HttpApi),
        None => Ok(document),
    }
}

fn place(operation: &document::Operation) -> Place {
    let method = operation.method.as_ref().map_or("ANY", Method::as_str);
    (operation.path.text.clone(), method.to_owned())
}

fn name((path, method): &Place, operation: Option<&Operation>) -> String {
    match operation {
        Some(operation) => format!("{} ({method} {path})", operation.name()),
        None => format!("{method} {path}"),
    }
}

/// Adds the problems of the document that no other drift of the same operation reports.
fn add_problems(drifts: &mut Vec<Drift>, found: &Document, expected: &Document) {
    let is_reported = |problem: &DocumentProblem, drifts: &[Drift]| {
        let mut operations = found.operations.iter();
        let operation = operations.find(|operation| {
            let rest = problem.pointer.strip_prefix(operation.pointer.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        });
        operation.is_some_and(|operation| {
            let place = name(&place(operation), None);
            drifts.iter().any(|drift| {
                drift.operation() == place || drift.operation().ends_with(&format!("({place})"))
            })
        })
    };
    let mut more = Vec::new();
    for problem in &found.problems {
        if !expected.problems.contains(problem) && !is_reported(problem, drifts) {
            let kind = DriftKind::Invalid {
                pointer: problem.pointer.clone(),
                reason: problem.reason.clone(),
            };
            more.push(Drift::new("the document", kind));
        }
    }
    drifts.extend(more);
}

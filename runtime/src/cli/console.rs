//! What the console of `serve` gets of the API: its contract, where a given document differs from it, and the gateway with the
//! other kind of integration.

use crate::{
    Api, DeclaredResponse, EventKind, Integration, Operation, SuccessOutcome,
    lambda::proxy_payload,
    local::{Document, LocalGateway, ServiceFunction},
    openapi::{
        OpenApi,
        examples::Examples,
        gateway_path,
        samples::{PLAIN, SampleAnswer},
    },
};
use apigw_local::{
    Outcome,
    cli::CommandError,
    console::{Contract, ContractDrift, ContractOperation, ContractResponse, ContractSuccess},
};
use serde_json::Value;

/// The contract of `api`, compared with `document` if that is not its own.
pub(super) fn contract(api: &Api, document: Option<&str>) -> Contract {
    let own = own_document(api);
    let examples = api.openapi().examples();
    let operations = api.operations.iter();
    Contract {
        operations: operations
            .filter_map(|known| operation(known, own.as_ref(), &examples))
            .collect(),
        drifts: document.map_or_else(Vec::new, |document| drifts(api, document)),
    }
}

/// The gateway that asks the same function by the other kind of integration than its own.
///
/// # Errors
///
/// When the API has no document for that kind.
pub(super) fn other_integration(
    openapi: OpenApi,
    own: Integration,
    function: ServiceFunction,
) -> Result<LocalGateway, CommandError> {
    let other = match own {
        Integration::Custom => Integration::Proxy,
        Integration::Proxy => Integration::Custom,
    };
    let document = openapi.with_integration(other).document()?;
    Ok(LocalGateway::new(
        Document::read(&document.to_json())?,
        function,
    ))
}

/// Method and path of an operation as the document has them; `None` for one without a route.
fn in_the_document(operation: &Operation) -> Option<String> {
    let route = operation.route()?;
    Some(format!("{} {}", route.method(), gateway_path(route.path())))
}

/// The API's own document, which has the schemas of all bodies; `None` if it cannot be written, which `serve` reports by itself.
fn own_document(api: &Api) -> Option<Document> {
    let document = api.openapi().document().ok()?;
    Document::read(&document.to_json()).ok()
}

fn operation(
    operation: &Operation,
    own: Option<&Document>,
    examples: &Examples,
) -> Option<ContractOperation> {
    let name = in_the_document(operation)?;
    let responses = operation.responses().iter();
    let successes = operation.successes().iter();
    Some(ContractOperation {
        name: operation.name().to_owned(),
        successes: successes
            .map(|success| self::success(operation, *success, own))
            .collect(),
        operation: name,
        responses: responses
            .map(|response| failure(operation, response, examples))
            .collect(),
    })
}

/// A success, whose body is an example of its schema in the document.
fn success(
    operation: &Operation,
    success: SuccessOutcome,
    own: Option<&Document>,
) -> ContractSuccess {
    let status = success.status().as_u16();
    let media_type = success.media_type().unwrap_or_default();
    let example = own.and_then(|document| {
        let route = operation.route()?;
        let path = gateway_path(route.path());
        let mut operations = document.operations.iter();
        let described = operations.find(|known| {
            let method = known.method.as_ref().map(http::Method::as_str);
            known.path.text == path && method == Some(route.method().as_str())
        });
        let schema = described?.responses.get(&status)?.content.get(media_type)?;
        Some(document.schemas.response_example(schema))
    });
    let body = match &example {
        _ if media_type.is_empty() => String::new(),
        Some(value) if media_type.ends_with("json") => value.to_string(),
        None if media_type.ends_with("json") => "null".to_owned(),
        Some(Value::String(text)) => text.clone(),
        _ => PLAIN.to_owned(),
    };
    let members = example.as_ref().and_then(Value::as_object);
    let members = members.map(|members| members.keys().cloned().collect());
    let answer = SampleAnswer::of_success_with(success, body.clone(), PLAIN);
    let envelope = answer
        .as_ref()
        .and_then(|answer| match answer.outcome(operation) {
            Ok(Outcome::Payload(payload)) => Some(payload),
            _ => None,
        });
    ContractSuccess {
        status,
        headers: success.headers().iter().map(ToString::to_string).collect(),
        members: members.unwrap_or_default(),
        media_type: media_type.to_owned(),
        body,
        streams: operation.streams(),
        envelope: envelope.unwrap_or_default(),
        proxy_answer: answer.as_ref().map(proxy_answer).unwrap_or_default(),
    }
}

/// What a proxy integration answers, as JSON; empty if it cannot.
fn proxy_answer(answer: &SampleAnswer) -> String {
    let payload = proxy_payload(EventKind::RestProxy, &answer.parts, answer.body.as_bytes());
    payload.map_or_else(|_| String::new(), |payload| payload.get().to_owned())
}

/// A failure, with an example of its type at each place that a handler fills.
fn failure(
    operation: &Operation,
    response: &'static DeclaredResponse,
    examples: &Examples,
) -> ContractResponse {
    let texts = |names: &[&str]| names.iter().map(ToString::to_string).collect();
    let example = examples.failure(operation, response);
    let (answer, message) = example.map_or((None, String::new()), |example| {
        (example.answer, example.message)
    });
    ContractResponse {
        status: response.status().as_u16(),
        code: response.code().to_owned(),
        when: response.description().to_owned(),
        headers: texts(response.header_names()),
        members: texts(response.extension_names()),
        is_opaque: response.is_opaque(),
        media_type: operation.media_type().to_owned(),
        proxy_answer: answer.as_ref().map(proxy_answer).unwrap_or_default(),
        body: answer.map(|answer| answer.body).unwrap_or_default(),
        callback_message: message,
        prefix: operation.message_start(response),
    }
}

/// Where `document` differs from the types, each at its operation.
fn drifts(api: &Api, document: &str) -> Vec<ContractDrift> {
    let report = match api.openapi().check(document) {
        Ok(report) => report,
        Err(error) => {
            return vec![ContractDrift {
                operation: None,
                text: format!("the document cannot be compared with the types: {error}"),
            }];
        }
    };
    let named: Vec<_> = api
        .operations
        .iter()
        .filter_map(|operation| Some((operation.name(), in_the_document(operation)?)))
        .collect();
    let drifts = report.drifts().iter().map(|drift| {
        let place = drift.operation();
        let found = named.iter().find(|(name, operation)| {
            place == format!("{name} ({operation})") || place == operation
        });
        ContractDrift {
            operation: found.map(|(_, operation)| operation.clone()),
            text: drift.to_string(),
        }
    });
    drifts.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Path, api_errors, lambda_endpoint};

    /// What can go wrong with a cart.
    #[api_errors(crate = crate)]
    #[derive(Debug)]
    enum CartError {
        /// There is no such cart.
        #[api(status = 404)]
        NotFound {
            #[api(extension)]
            cart: u32,
        },
        #[api(status = 500)]
        Database,
    }

    impl std::fmt::Display for CartError {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("no cart")
        }
    }

    impl std::error::Error for CartError {}

    #[lambda_endpoint(GET, "/carts/{cart}/{*rest}", crate = crate)]
    async fn get_cart(Path((cart, _)): Path<(u32, String)>) -> Result<crate::NoContent, CartError> {
        match cart {
            0 => Err(CartError::Database),
            cart => Err(CartError::NotFound { cart }),
        }
    }

    fn api() -> Api {
        Api::new("carts", "1").endpoint::<get_cart>().with_state(())
    }

    #[test]
    fn a_failure_has_all_that_a_gateway_s_user_asks_for() {
        let contract = contract(&api(), None);
        let operation = &contract.operations[0];
        assert_eq!(operation.operation, "GET /carts/{cart}/{rest+}");
        let found = operation.responses.iter();
        let mut found = found.filter(|response| response.code == "NotFound");
        let not_found = found.next().unwrap();
        assert_eq!(not_found.when, "There is no such cart.");
        assert_eq!(not_found.members, ["cart"]);
        assert_eq!(
            not_found.callback_message,
            format!("{}{}", not_found.prefix, not_found.body)
        );
        let proxy: serde_json::Value = serde_json::from_str(&not_found.proxy_answer).unwrap();
        assert_eq!(proxy["statusCode"], 404);
        assert_eq!(proxy["body"], not_found.body);
        assert!(
            operation
                .responses
                .iter()
                .any(|response| response.is_opaque)
        );
        assert_eq!(contract.drifts, []);
    }

    /// A cart.
    #[derive(serde::Serialize, schemars::JsonSchema)]
    struct Cart {
        id: u32,
        note: Option<String>,
    }

    #[crate::api_success(crate = crate)]
    enum Opened {
        New(crate::Created<Cart>),
        Known(crate::NoContent),
    }

    #[lambda_endpoint(POST, "/carts", crate = crate)]
    async fn open_cart(known: String) -> Result<Opened, CartError> {
        Ok(match known.as_str() {
            "known" => Opened::Known(crate::NoContent),
            _ => Opened::New(crate::Created::new(Cart { id: 7, note: None })),
        })
    }

    #[test]
    fn each_success_has_members_an_example_and_its_envelope() {
        let api = Api::new("carts", "1")
            .endpoint::<open_cart>()
            .with_state(());
        let contract = contract(&api, None);
        let [created, known] = &contract.operations[0].successes[..] else {
            panic!("{contract:?}");
        };
        assert_eq!(
            (created.status, &created.headers[..]),
            (201, &["Location".to_owned()][..])
        );
        assert_eq!(created.members, ["id", "note"]);
        let body: Value = serde_json::from_str(&created.body).unwrap();
        assert!(body["id"].is_u64() && body["note"].is_string(), "{body}");
        let envelope: Value = serde_json::from_str(&created.envelope).unwrap();
        assert!(envelope.to_string().contains("Location"), "{envelope}");
        let proxy: Value = serde_json::from_str(&created.proxy_answer).unwrap();
        assert_eq!(
            (&proxy["statusCode"], &proxy["body"]),
            (&201.into(), &created.body.as_str().into())
        );
        assert_eq!(
            (known.status, known.body.as_str(), known.media_type.as_str()),
            (204, "", "")
        );
        assert_ne!(known.envelope, "");
    }

    #[test]
    fn a_drift_stands_at_its_operation() {
        let document = api().openapi().document().unwrap().to_json();
        let drifted = document.replace("Task timed out", "Timeout");
        let drifts = contract(&api(), Some(&drifted)).drifts;
        let place = drifts[0].operation.as_deref();
        assert_eq!(place, Some("GET /carts/{cart}/{rest+}"), "{drifts:?}");
        let drifts = contract(&api(), Some("{}")).drifts;
        assert!(drifts[0].text.contains("cannot be compared"), "{drifts:?}");
    }
}

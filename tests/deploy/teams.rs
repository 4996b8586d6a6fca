//! From a team's own configuration to typed errors, in the steps of the guide's pages `from_cdk` and `from_sam`: each step is run behind the local
//! gateway, as it would be after its deployment.

use crate::{
    projects::Project,
    served::Served,
    tools::{npm_tool, run, tool, workspace},
};
use apigw_local::{FunctionCommand, FunctionProcesses};
use lambda_api_errors::{
    Api, EventKind, Function, Integration, Json, Message, Path, api_errors, lambda_endpoint,
    local::ServiceFunction,
    openapi::{Drift, DriftKind},
};
use serde_json::{Map, Value, json};
use std::{fs, time::Duration};

#[api_errors(body = Message)]
#[derive(Debug, thiserror::Error)]
enum CartError {
    #[error("there is no cart {0}")]
    #[api(status = 404, prefix = "[404] ")]
    NotFound(String),
}

#[lambda_endpoint(GET, "/carts/{cart}")]
async fn get_cart(Path(cart): Path<String>) -> Result<Json<Value>, CartError> {
    match &*cart {
        "missing" => Err(CartError::NotFound(cart)),
        _ => Ok(Json(json!({ "cart": cart }))),
    }
}

fn api() -> Api {
    Api::new("carts", "1.0.0")
        .body::<Message>()
        .function(Function::cloud_formation("CartsFunction"))
        .endpoint::<get_cart>()
}

/// The function in Rust, as a gateway has it.
fn rust(api: Api) -> ServiceFunction {
    let service = api.service().expect("a valid API");
    ServiceFunction::new(service, Duration::from_secs(3))
}

/// The function in JavaScript that the team begins with.
fn javascript(project: &Project) -> FunctionProcesses {
    let command = FunctionCommand::parse("nodejs:app.handler").expect("a command");
    let command = command.folder(project.path("code"));
    FunctionProcesses::new([(None, command)])
}

const CART: &str = r#"200 {"cart":"7"}"#;

#[test]
fn a_team_with_selection_patterns_of_the_cdk() {
    let accepting = || {
        let kinds = EventKind::DEFAULT.into_iter();
        let api = api().accept(kinds.chain([EventKind::Passthrough]));
        api.unreadable_prefix("[400] ")
    };
    let project = Project::of("teams/cdk").with_npm("examples/deploy/cdk");
    let write = |name: &str, text: &str| fs::write(project.path(name), text).expect("a file");
    let template = workspace().join("runtime/src/openapi/check/passthrough.vm");
    write(
        "passthrough.vm",
        &fs::read_to_string(template).expect("the template"),
    );
    let document = api().openapi().document().expect("a document");
    write("openapi.json", &document.to_json());
    write("patterns.json", "{}");
    let synth = || {
        let mut cdk = npm_tool("examples/deploy/cdk", "cdk");
        project.run(cdk.args(["synth", "--quiet", "--no-notices"]));
    };
    synth();
    let stack = |name: &str| project.read(&format!("cdk.out/{name}.template.json"));
    let missing = r#"404 {"error": "[404] there is no cart missing"}"#;

    let before = Served::in_front_of(javascript(&project), &stack("before"), None);
    assert_eq!(before.ask(&["/carts/7"]).shown(&[]), CART);
    assert_eq!(before.ask(&["/carts/missing"]).shown(&[]), missing);

    // 1: the function. Clients see no difference, and an event that it does not take is no success.
    let function = Served::in_front_of(rust(accepting()), &stack("function"), None);
    assert_eq!(function.ask(&["/carts/7"]).shown(&[]), CART);
    assert_eq!(function.ask(&["/carts/missing"]).shown(&[]), missing);
    let other = Served::in_front_of(
        rust(accepting().accept([EventKind::Alb])),
        &stack("function"),
        None,
    );
    assert_eq!(other.ask(&["/carts/7"]).status, 400);

    // 2: the patterns that `check` names.
    let drifts = |name: &str| {
        let report = accepting().openapi().check(&stack(name));
        report.expect("a readable template").drifts().to_vec()
    };
    let patterns = patterns_of(&drifts("function"));
    let statuses: Vec<_> = patterns.keys().map(String::as_str).collect();
    assert_eq!(statuses, ["400", "404", "500", "504"]);
    write("patterns.json", &json!(patterns).to_string());
    synth();
    let left = drifts("patterns");
    assert_eq!(patterns_of(&left), Map::new(), "{left:#?}");
    let typed = Served::in_front_of(rust(accepting()), &stack("patterns"), None);
    assert_eq!(typed.ask(&["/carts/7"]).shown(&[]), CART);
    assert_eq!(typed.ask(&["/carts/missing"]).shown(&[]), missing);
    typed.has_findings(&[]);

    // 3: the gateway of the types.
    let gateway = Served::in_front_of(rust(api()), &stack("gateway"), None);
    assert_eq!(gateway.ask(&["/carts/7"]).shown(&[]), CART);
    assert_eq!(
        gateway.ask(&["/carts/missing"]).shown(&["content-type"]),
        r#"404 content-type: application/json {"errorMessage":"[404] there is no cart missing"}"#
    );
    let report = api()
        .openapi()
        .check(&stack("gateway"))
        .expect("a readable template");
    assert_eq!(report.drifts(), []);
}

/// What `check` says to give each status.
fn patterns_of(drifts: &[Drift]) -> Map<String, Value> {
    let kinds = drifts.iter().map(Drift::kind);
    let named = kinds.filter_map(|kind| match kind {
        DriftKind::Unmatched {
            status, expected, ..
        } => Some((status, expected.clone())),
        DriftKind::Misfire {
            status, expected, ..
        } => Some((status, expected.clone()?)),
        _ => None,
    });
    named
        .map(|(status, pattern)| (status.to_string(), pattern.into()))
        .collect()
}

#[test]
fn a_team_with_proxy_events_of_sam() {
    let project = Project::of("teams/sam");
    let before = Served::in_front_of(javascript(&project), &project.read("before.yaml"), None);
    assert_eq!(before.ask(&["/carts/7"]).shown(&[]), CART);
    assert_eq!(
        before.ask(&["/carts/missing"]).shown(&[]),
        r#"404 {"error":"there is no cart missing"}"#
    );

    // 1: the function.
    let missing =
        r#"404 content-type: application/json {"errorMessage":"[404] there is no cart missing"}"#;
    let function = Served::in_front_of(rust(api()), &project.read("function.yaml"), None);
    assert_eq!(function.ask(&["/carts/7"]).shown(&[]), CART);
    let answer = function.ask(&["/carts/missing"]);
    assert_eq!(answer.shown(&["content-type"]), missing);
    // What the gateway answers by itself is still its own.
    assert_eq!(
        function.ask(&["/none"]).shown(&[]),
        r#"403 {"message":"Missing Authentication Token"}"#
    );

    // 2: the gateway of the types, first as a proxy, then with selection patterns. The function stays.
    for integration in [Integration::Proxy, Integration::Custom] {
        let api = api().integration(integration);
        let document = api.openapi().document().expect("a document");
        fs::write(project.path("openapi.json"), document.to_json()).expect("a file");
        let script = workspace().join("tests/deploy/render_sam.py");
        let rendered = run(tool("python3")
            .arg(script)
            .arg(project.path("gateway.yaml")));
        assert_eq!(
            api.openapi()
                .check(&rendered)
                .expect("a readable template")
                .drifts(),
            []
        );
        let gateway = Served::in_front_of(rust(api), &rendered, None);
        assert_eq!(gateway.ask(&["/carts/7"]).shown(&[]), CART);
        let answer = gateway.ask(&["/carts/missing"]);
        assert_eq!(answer.shown(&["content-type"]), missing);
        assert_eq!(gateway.ask(&["/none"]).status, 404);
    }
}

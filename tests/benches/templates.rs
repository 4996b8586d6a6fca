//! How long the template engine takes: `cargo bench -p lambda-api-errors-tests --bench templates`. With `--features jvm`
//! it stands next to Velocity on a warm JVM, with what `tests/jvm/Render.java` needs.
//!
//! Both render the same templates with the same bodies in one run. Each body is another.

use apigw_velocity::{Data, Input, Scope, Template};
#[cfg(feature = "jvm")]
use lambda_api_errors_tests::jvm::{Jvm, line};
use serde_json::{Value, json};
use std::{hint::black_box, time::Instant};

/// How often a template is rendered before it is timed, and then again.
const ROUNDS: u32 = 20_000;

const CONTEXT: &str = r#"{"httpMethod":"GET","resourcePath":"/carts/{cart}","requestId":"r-1","stage":"live","identity":{"sourceIp":"203.0.113.7","userAgent":"bench"}}"#;

/// AWS's "method request passthrough", as the console writes it, in short.
const PASSTHROUGH: &str = r#"#set($allParams = $input.params())
{
"body-json" : $input.json('$'),
"params" : {
#foreach($type in $allParams.keySet())
    #set($params = $allParams.get($type))
"$type" : {
    #foreach($paramName in $params.keySet())
    "$paramName" : "$util.escapeJavaScript($params.get($paramName))"
        #if($foreach.hasNext),#end
    #end
}
    #if($foreach.hasNext),#end
#end
},
"context" : {"stage" : "$context.stage", "request-id" : "$context.requestId", "source-ip" : "$context.identity.sourceIp"}
}
"#;

const LOOP: &str = "#set($root = $input.path('$'))[#foreach($item in $root.items){\"id\": $item.id, \"name\": \
    \"$util.escapeJavaScript($item.name)\"}#if($foreach.hasNext),#end#end]";

struct Case {
    name: &'static str,
    template: String,
    bodies: Vec<String>,
}

fn text(document: &Value, pointer: &str) -> String {
    let found = document.pointer(pointer).and_then(Value::as_str);
    found
        .unwrap_or_else(|| panic!("no template at {pointer}"))
        .to_owned()
}

/// The response of the operation that has this status.
fn response(document: &Value, status: &str) -> String {
    let pointer = "/paths/~1carts~1{cart}~1checkout/post/x-amazon-apigateway-integration/responses";
    let responses = document
        .pointer(pointer)
        .and_then(Value::as_object)
        .expect("responses");
    let found = responses
        .values()
        .find(|response| response["statusCode"] == status);
    text(
        found.expect("a response of this status"),
        "/responseTemplates/application~1json",
    )
}

fn cases() -> Vec<Case> {
    let service = carts::service().expect("an API");
    let document = service.openapi().document().expect("a document").to_json();
    let document: Value = serde_json::from_str(&document).expect("JSON");
    let integration = |method: &str, path: &str| {
        let pointer = format!(
            "/paths/{path}/{method}/x-amazon-apigateway-integration/requestTemplates/application~1json"
        );
        text(&document, &pointer)
    };
    let bodies = |body: &dyn Fn(usize) -> Value| (0..64).map(|at| body(at).to_string()).collect();
    let failure = |at: usize| {
        let message = format!(
            "Not Found: {{\"status\":404,\"title\":\"it's cart {at}\",\"detail\":\"none\"}}"
        );
        json!({"errorType": "x", "errorMessage": message})
    };
    let success = |at: usize| json!({"id": at, "items": [{"sku": "tea", "quantity": at}]});
    let items = |at: usize| {
        let items: Vec<_> = (0..200)
            .map(|item| json!({"id": item + at, "name": format!("it's item {item}")}))
            .collect();
        json!({ "items": items })
    };
    let cart = "~1carts~1{cart}";
    vec![
        Case {
            name: "generated request, GET",
            template: integration("get", cart),
            bodies: bodies(&success),
        },
        Case {
            name: "generated request, POST",
            template: integration("post", "~1carts"),
            bodies: bodies(&success),
        },
        Case {
            name: "response 201",
            template: response(&document, "201"),
            bodies: bodies(&success),
        },
        Case {
            name: "response 404",
            template: response(&document, "404"),
            bodies: bodies(&failure),
        },
        Case {
            name: "response 429",
            template: response(&document, "429"),
            bodies: bodies(&failure),
        },
        Case {
            name: "AWS's passthrough",
            template: PASSTHROUGH.to_owned(),
            bodies: bodies(&success),
        },
        Case {
            name: "a loop over 200 items",
            template: LOOP.to_owned(),
            bodies: bodies(&items),
        },
    ]
}

/// The nanoseconds of one rendering.
fn ours(case: &Case) -> u128 {
    let template = Template::parse(&case.template).expect("a template");
    let inputs: Vec<_> = case
        .bodies
        .iter()
        .map(|body| {
            Input::new(body.as_str())
                .path("cart", "17")
                .querystring("page", "2")
                .header("Accept", "application/json")
                .with_context(Data::json(CONTEXT))
        })
        .collect();
    let render = || {
        for input in inputs.iter().cycle().take(ROUNDS as usize) {
            let rendered = template.render(&mut Scope::new(), input);
            black_box(rendered).expect("a rendering");
        }
    };
    render();
    let start = Instant::now();
    render();
    start.elapsed().as_nanos() / u128::from(ROUNDS)
}

/// The same of Velocity.
#[cfg(feature = "jvm")]
fn theirs(jvm: &mut Jvm, case: &Case) -> u128 {
    let request = json!({
        "kind": "time",
        "rounds": ROUNDS,
        "template": case.template,
        "bodies": case.bodies,
        "path": {"cart": "17"},
        "querystring": {"page": "2"},
        "header": {"Accept": "application/json"},
        "stageVariables": {},
        "context": serde_json::from_str::<Value>(CONTEXT).expect("JSON"),
    });
    let answer = jvm.ask(&[line(&request)]).remove(0);
    let answer: Value = serde_json::from_str(&answer).expect("JSON");
    let nanos = answer["ok"]
        .as_str()
        .unwrap_or_else(|| panic!("{}: {answer}", case.name));
    nanos.parse().expect("nanoseconds")
}

#[cfg(feature = "jvm")]
fn main() {
    let mut jvm = Jvm::start(&[]);
    println!(
        "{:<26}{:>12}{:>12}{:>8}",
        "nanoseconds", "ours", "Velocity", "ratio"
    );
    for case in cases() {
        let (ours, theirs) = (ours(&case), theirs(&mut jvm, &case));
        let percent = ours * 100 / theirs.max(1);
        println!("{:<26}{ours:>12}{theirs:>12}{percent:>6} %", case.name);
    }
}

#[cfg(not(feature = "jvm"))]
fn main() {
    for case in cases() {
        println!("{:<26}{:>12} ns", case.name, ours(&case));
    }
}

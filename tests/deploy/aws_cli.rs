//! The AWS CLI, which speaks to a stand-in for AWS on this machine.

use crate::{
    example::Example,
    stand_in::{Aws, Request},
    tools::{output, tool},
};
use serde_json::json;
use std::process::Command;

const API: &str = "/restapis/a1b2c3";
const FUNCTION: &str = "/2015-03-31/functions/carts";

#[test]
fn the_script_deploys_what_it_imports() {
    let example = Example::of("aws-cli");
    let aws = Aws::start();

    let printed = example.run(aws.stands_behind(&mut deploy()));
    assert_eq!(
        printed.trim_end(),
        "https://a1b2c3.execute-api.eu-west-1.amazonaws.com/live"
    );
    let first = aws.changes();
    assert_eq!(
        steps(&first),
        [
            "POST /2015-03-31/functions",
            "POST /restapis",
            &format!("PUT {API}"),
            &format!("POST {FUNCTION}/policy"),
            &format!("POST {API}/deployments"),
        ]
    );
    assert_eq!(first[0].json()["Runtime"], "provided.al2023");
    assert_eq!(first[0].json()["Architectures"], json!(["x86_64"]));

    let import = &first[2];
    assert_eq!(
        import.query,
        json!({"mode": "overwrite", "failonwarnings": "true"})
    );
    assert_eq!(import.body, example.read("openapi.json").as_bytes());

    let permission = first[3].json();
    assert_eq!(permission["Action"], "lambda:InvokeFunction");
    assert_eq!(permission["Principal"], "apigateway.amazonaws.com");
    assert_eq!(
        permission["SourceArn"],
        "arn:aws:execute-api:eu-west-1:123456789012:a1b2c3/live/*"
    );
    assert_eq!(first[4].json()["stageName"], "live");

    example.change_one_byte();
    example.run(aws.stands_behind(&mut deploy()));
    let again = aws.changes();
    assert_eq!(
        steps(&again),
        [
            format!("PUT {FUNCTION}/code"),
            format!("PUT {API}"),
            format!("POST {FUNCTION}/policy"),
            format!("POST {API}/deployments"),
        ]
    );
    assert_eq!(again[1].body, example.read("openapi.json").as_bytes());
    assert_ne!(
        again[3].json()["description"],
        first[4].json()["description"]
    );
}

#[test]
fn the_script_deploys_nothing_after_a_refusal() {
    let example = Example::copied_to("aws-cli-refused", "aws-cli");
    for refused in [format!("PUT {API}"), format!("POST {FUNCTION}/policy")] {
        let aws = Aws::that_refuses(&refused);
        let mut script = deploy();
        let ended = output(aws.stands_behind(&mut script).current_dir(example.path("")));
        assert!(!ended.status.success(), "{refused} was refused");
        let message = String::from_utf8_lossy(&ended.stderr);
        assert!(message.contains("BadRequestException"), "{message}");
        assert_eq!(steps(&aws.changes()).last(), Some(&refused));
    }
}

fn deploy() -> Command {
    let mut script = tool("./deploy");
    script.env("ROLE", "arn:aws:iam::123456789012:role/carts");
    script
}

fn steps(requests: &[Request]) -> Vec<String> {
    let step = |request: &Request| format!("{} {}", request.method, request.path);
    requests.iter().map(step).collect()
}

//! The CDK.

use crate::{example::Example, stack, tools::npm_tool};

const TEMPLATE: &str = "cdk.out/carts.template.json";

#[test]
fn the_app_synthesises() {
    let example = Example::of("cdk").with_npm();
    let deployed = deployment(&example);
    stack::lint(&example.path(TEMPLATE));
    assert_eq!(deployed, deployment(&example));
    example.change_one_byte();
    assert_ne!(deployed, deployment(&example));
}

fn deployment(example: &Example) -> String {
    example.run(npm_tool("examples/deploy/cdk", "cdk").args(["synth", "--quiet", "--no-notices"]));
    stack::deployment_of(&example.json(TEMPLATE), &example.json("openapi.json"))
}

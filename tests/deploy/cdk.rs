//! The CDK.

use crate::{example::Example, stack, tools::npm_tool};

#[test]
fn the_app_synthesises() {
    let example = Example::of("cdk").with_npm();
    let deployed = deployment(&example);
    assert_eq!(deployed, deployment(&example));
    example.change_one_byte();
    assert_ne!(deployed, deployment(&example));
}

fn deployment(example: &Example) -> String {
    example.run(npm_tool("examples/deploy/cdk", "cdk").args(["synth", "--quiet", "--no-notices"]));
    stack::lint(&example.path("cdk.out/carts.template.json"));
    stack::deployment_of(
        &example.json("cdk.out/carts.template.json"),
        &example.json("openapi.json"),
    )
}

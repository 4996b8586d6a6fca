//! The Serverless Framework, version 3, as osls.

use crate::{example::Example, stack, tools::npm_tool};

const TEMPLATE: &str = ".serverless/cloudformation-template-update-stack.json";

#[test]
fn the_service_packages() {
    let example = Example::of("serverless").with_npm();
    let deployed = deployment(&example);
    stack::lint(&example.path(TEMPLATE));
    assert_eq!(deployed, deployment(&example));
    example.change_one_byte();
    assert_ne!(deployed, deployment(&example));
}

fn deployment(example: &Example) -> String {
    example.run(npm_tool("examples/deploy/serverless", "osls").arg("package"));
    stack::deployment_of(&example.json(TEMPLATE), &example.json("openapi.json"))
}

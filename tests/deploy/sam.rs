//! AWS SAM.

use crate::{
    example::Example,
    stack,
    tools::{tool, workspace},
};
use std::fs;

#[test]
fn the_template_is_valid() {
    let example = Example::of("sam");
    example.run(tool("sam").args(["validate", "--lint"]));
    stack::lint(&example.path("template.yaml"));

    let deployed = deployment(&example);
    assert_eq!(deployed, deployment(&example));
    example.change_one_byte();
    assert_ne!(deployed, deployment(&example));
}

fn deployment(example: &Example) -> String {
    let script = workspace().join("tests/deploy/render_sam.py");
    let rendered = example.run(tool("python3").arg(script).arg("template.yaml"));
    fs::write(example.path("rendered.json"), rendered).expect("a file");
    stack::lint(&example.path("rendered.json"));
    stack::deployment_of(
        &example.json("rendered.json"),
        &example.json("openapi.json"),
    )
}

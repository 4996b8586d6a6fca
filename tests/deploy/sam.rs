//! AWS SAM.

use crate::{
    example::Example,
    stack,
    stand_in::Aws,
    tools::{tool, workspace},
};
use std::fs;

#[test]
fn the_template_is_valid() {
    let example = Example::of("sam");
    example.run(tool("sam").args(["validate", "--lint"]));
    stack::lint(&example.path("template.yaml"));

    let deployed = deployment(&example);
    stack::lint(&example.path("rendered.json"));
    assert_eq!(deployed, deployment(&example));
    example.change_one_byte();
    assert_ne!(deployed, deployment(&example));
}

/// Has SAM upload what it would deploy, and renders that.
fn deployment(example: &Example) -> String {
    let aws = Aws::start();
    example.run(aws.stands_behind(tool("sam").args([
        "package",
        "--s3-bucket=bucket",
        "--output-template-file=packaged.yaml",
    ])));
    fs::create_dir_all(example.path("bucket")).expect("a folder");
    for upload in aws.changes() {
        let object = example.path(upload.path.trim_start_matches('/'));
        fs::write(object, upload.body).expect("a file");
    }
    let script = workspace().join("tests/deploy/render_sam.py");
    let rendered = example.run(tool("python3").arg(script).arg("packaged.yaml"));
    fs::write(example.path("rendered.json"), rendered).expect("a file");
    stack::deployment_of(
        &example.json("rendered.json"),
        &example.json("openapi.json"),
    )
}

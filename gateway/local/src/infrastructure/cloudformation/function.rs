//! `AWS::Lambda::Function` and `AWS::Serverless::Function` → what starts the function on this machine.
//!
//! [AWS::Lambda::Function](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-function.html),
//! [AWS::Serverless::Function](https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html).

use super::Reader;
use crate::infrastructure::{DescribedFunction, resource::scalar};
use serde_json::Value;
use std::time::Duration;

impl Reader<'_> {
    /// Notes what the function's `properties` say of its start. `resource` is the whole entry of the template.
    pub(super) fn describe(&mut self, id: &str, properties: &Value, resource: &Value) {
        let known = |value: &Value| {
            let value = scalar(&self.guess.resolve(value, "")?)?;
            (!value.contains("${")).then_some(value)
        };
        let text = |name: &str| properties.get(name).and_then(known);
        let number = |name: &str| text(name).and_then(|text| text.parse::<u32>().ok());
        let variables = properties
            .get("Environment")
            .and_then(|environment| environment.get("Variables"))
            .and_then(Value::as_object);
        let variables = variables.into_iter().flatten();
        let variables = variables.filter_map(|(name, value)| Some((name.clone(), known(value)?)));
        // The CDK notes where it put the code of an asset.
        let asset = resource.get("Metadata");
        let asset = asset.and_then(|metadata| metadata.get("aws:asset:path"));
        let code = asset
            .and_then(known)
            .or_else(|| text("CodeUri"))
            .or_else(|| text("Code"))
            .filter(|code| !code.starts_with("s3://"));
        self.described.push(DescribedFunction {
            id: id.to_owned(),
            runtime: text("Runtime"),
            handler: text("Handler"),
            code,
            variables: variables.collect(),
            timeout: number("Timeout").map(|seconds| Duration::from_secs(seconds.into())),
            memory: number("MemorySize"),
        });
    }
}

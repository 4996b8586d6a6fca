//! Functions, as templates describe them, and their names in places that only a deployment fills in.

use std::{collections::BTreeMap, time::Duration};

/// A function that a template describes, as far as it says it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct DescribedFunction {
    /// The logical id.
    pub id: String,
    /// The runtime, such as `nodejs22.x`.
    pub runtime: Option<String>,
    /// The handler, such as `app.handler`.
    pub handler: Option<String>,
    /// The folder or archive with the code, if it is on this machine: a path, relative to the folder of the template.
    pub code: Option<String>,
    /// The environment variables. Those that only a deployment knows are not among them.
    pub variables: BTreeMap<String, String>,
    /// How long an invocation may take.
    pub timeout: Option<Duration>,
    /// The memory, in MB.
    pub memory: Option<u32>,
}

/// Stand-ins for the account and the place of a deployment.
pub(super) const ACCOUNT: &str = "000000000000";
pub(crate) const REGION: &str = "us-east-1";

/// The ARN of the function with this logical id, which stands for its name.
pub(crate) fn function_arn(id: &str) -> String {
    format!("arn:aws:lambda:{REGION}:{ACCOUNT}:function:{id}")
}

/// The address of a function in an integration or an authorizer.
pub(super) fn function_uri(arn: &str) -> String {
    format!("arn:aws:apigateway:{REGION}:lambda:path/2015-03-31/functions/{arn}/invocations")
}

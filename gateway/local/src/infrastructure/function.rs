//! The names of functions in places that only a deployment fills in.

/// Stand-ins for the account and the place of a deployment.
pub(super) const ACCOUNT: &str = "000000000000";
pub(super) const REGION: &str = "us-east-1";

/// The ARN of the function with this logical id, which stands for its name.
pub(crate) fn function_arn(id: &str) -> String {
    format!("arn:aws:lambda:{REGION}:{ACCOUNT}:function:{id}")
}

/// The address of a function in an integration or an authorizer.
pub(super) fn function_uri(arn: &str) -> String {
    format!("arn:aws:apigateway:{REGION}:lambda:path/2015-03-31/functions/{arn}/invocations")
}

//! The addresses of the Lambda functions behind an API.

use std::{convert::Infallible, str::FromStr};

/// Where the document finds a Lambda function.
///
/// As text, for a command line, it is the ARN, the name, `stage:VARIABLE`, `sub:LOGICAL_ID` or `terraform:EXPRESSION`.
///
/// ```
/// use lambda_api_errors::Function;
///
/// assert_eq!("carts".parse(), Ok(Function::name("carts")));
/// assert_eq!("sub:CartsFunction".parse(), Ok(Function::cloud_formation("CartsFunction")));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Function(pub(crate) Address);

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Address {
    Arn(String),
    Name(String),
    StageVariable(String),
    CloudFormation(String),
    Terraform(String),
}

impl Function {
    /// The function of this ARN: `arn:aws:lambda:eu-west-1:123456789012:function:carts`.
    pub fn arn(arn: impl Into<String>) -> Self {
        Self(Address::Arn(arn.into()))
    }

    /// The function of this name in the API's own account and region, which import itself fills in; `carts:live` names an alias.
    ///
    /// The document then needs no other tool:
    /// [Variables for import](https://docs.aws.amazon.com/apigateway/latest/developerguide/import-api-aws-variables.html).
    pub fn name(name: impl Into<String>) -> Self {
        Self(Address::Name(name.into()))
    }

    /// The function whose name is the value of this stage variable.
    pub fn stage_variable(variable: impl Into<String>) -> Self {
        Self(Address::StageVariable(variable.into()))
    }

    /// The function that a `CloudFormation` template calls `logical_id`: the address is an `Fn::Sub` object.
    pub fn cloud_formation(logical_id: impl Into<String>) -> Self {
        Self(Address::CloudFormation(logical_id.into()))
    }

    /// The function whose `invoke_arn` Terraform's `templatefile` fills in, under the name or expression `invoke_arn`.
    pub fn terraform(invoke_arn: impl Into<String>) -> Self {
        Self(Address::Terraform(invoke_arn.into()))
    }
}

impl FromStr for Function {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(match text.split_once(':') {
            Some(("arn", _)) => Self::arn(text),
            Some(("stage", variable)) => Self::stage_variable(variable),
            Some(("sub", logical_id)) => Self::cloud_formation(logical_id),
            Some(("terraform", expression)) => Self::terraform(expression),
            _ => Self::name(text),
        })
    }
}

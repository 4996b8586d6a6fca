//! How the document names a Lambda function, and which addresses it cannot have.

use super::tree::{Node, Object};
use crate::{Function, settings::Address};

/// The longest name that is given to a function, in characters.
const NAME_LIMIT: usize = 64;

/// The path and the end of the API of Lambda that an integration calls: `Invoke`.
const INVOKE: [&str; 2] = ["lambda:path/2015-03-31/functions", "invocations"];

/// The same for `InvokeWithResponseStream`:
/// [response streaming](https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode-lambda.html).
const STREAM: [&str; 2] = [
    "lambda:path/2021-11-15/functions",
    "response-streaming-invocations",
];

impl Function {
    /// The function that is named as the API `title`: characters that a function's name cannot have become hyphens.
    ///
    /// A name has at most 64 letters, digits, hyphens and underscores:
    /// [CreateFunction](https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html).
    pub(super) fn of_title(title: &str) -> Self {
        let allowed = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let words = title.split(|c| !allowed(c)).filter(|word| !word.is_empty());
        let name = words.collect::<Vec<_>>().join("-");
        let name: String = name.chars().take(NAME_LIMIT).collect();
        Self::name(if name.is_empty() { "api" } else { &name })
    }

    pub(super) fn is_terraform(&self) -> bool {
        matches!(self.0, Address::Terraform(_))
    }

    /// The URI of an integration or an authorizer.
    pub(super) fn uri(&self) -> Node {
        self.uri_of(INVOKE)
    }

    /// The URI of an integration that streams. The variable of Terraform is then another attribute of the function's resource.
    pub(super) fn streaming_uri(&self) -> Node {
        match &self.0 {
            Address::Terraform(expression) => {
                let expression = expression.replace("invoke_arn", "response_streaming_invoke_arn");
                format!("${{{expression}}}").into()
            }
            _ => self.uri_of(STREAM),
        }
    }

    fn uri_of(&self, [path, end]: [&str; 2]) -> Node {
        let local = |function: &str| {
            format!("arn:${{AWS::Partition}}:apigateway:${{AWS::Region}}:{path}/{function}/{end}")
        };
        let in_account = |name: &str| {
            local(&format!(
                "arn:${{AWS::Partition}}:lambda:${{AWS::Region}}:${{AWS::AccountId}}:function:{name}"
            ))
        };
        match &self.0 {
            Address::Arn(arn) => {
                let mut parts = arn.split(':').skip(1);
                let partition = parts.next().unwrap_or_default();
                let region = parts.nth(1).unwrap_or_default();
                format!("arn:{partition}:apigateway:{region}:{path}/{arn}/{end}").into()
            }
            Address::Name(name) => in_account(name).into(),
            Address::StageVariable(variable) => {
                in_account(&format!("${{stageVariables.{variable}}}")).into()
            }
            Address::CloudFormation(logical_id) => Object::new()
                .with("Fn::Sub", local(&format!("${{{logical_id}.Arn}}")))
                .into(),
            Address::Terraform(expression) => format!("${{{expression}}}").into(),
        }
    }

    /// The problems of the address.
    pub(super) fn problem(&self) -> Option<String> {
        match &self.0 {
            Address::Arn(arn) => {
                let parts: Vec<_> = arn.split(':').collect();
                let valid = matches!(
                    *parts,
                    ["arn", partition, "lambda", region, account, "function", name, ..]
                        if ![partition, region, account, name].contains(&"") && parts.len() <= 8
                );
                (!valid).then(|| {
                    format!("`{arn}` is not an ARN of a Lambda function: `arn:aws:lambda:REGION:ACCOUNT:function:NAME`")
                })
            }
            Address::Name(name) => {
                let legal = |c: char| c.is_ascii_alphanumeric() || "-_:$".contains(c);
                (name.is_empty() || !name.chars().all(legal)).then(|| {
                    format!(
                        "`{name}` is not a name of a Lambda function: name the function with `function`"
                    )
                })
            }
            Address::StageVariable(text)
            | Address::CloudFormation(text)
            | Address::Terraform(text) => text
                .is_empty()
                .then(|| "the function's address is empty".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(function: &str, uri: impl Into<Node>) {
        assert_eq!(function.parse::<Function>().unwrap().uri(), uri.into());
    }

    #[test]
    fn a_title_gives_a_valid_name() {
        for (title, name) in [
            ("carts", "carts"),
            ("carts_2-live", "carts_2-live"),
            ("Booking API", "Booking-API"),
            (" Büro: 1.0 ", "B-ro-1-0"),
            ("你好", "api"),
            (&"a".repeat(70), &"a".repeat(64)),
        ] {
            assert_eq!(Function::of_title(title), Function::name(name));
        }
    }

    #[test]
    fn every_kind_of_address() {
        check(
            "arn:aws-cn:lambda:cn-north-1:1:function:carts:live",
            "arn:aws-cn:apigateway:cn-north-1:lambda:path/2015-03-31/functions/arn:aws-cn:lambda:cn-north-1:1:function:carts:live/invocations",
        );
        check(
            "carts",
            "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:carts/invocations",
        );
        check(
            "stage:function",
            "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:${stageVariables.function}/invocations",
        );
        check(
            "sub:Carts",
            Object::new().with(
                "Fn::Sub",
                "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Carts.Arn}/invocations",
            ),
        );
        check("terraform:invoke_arn", "${invoke_arn}");
    }

    #[test]
    fn the_address_of_a_stream_is_another() {
        for (function, uri) in [
            (
                Function::arn("arn:aws:lambda:eu-west-1:1:function:carts"),
                "arn:aws:apigateway:eu-west-1:lambda:path/2021-11-15/functions/arn:aws:lambda:eu-west-1:1:function:carts/response-streaming-invocations",
            ),
            (
                Function::terraform("invoke_arn"),
                "${response_streaming_invoke_arn}",
            ),
        ] {
            assert_eq!(function.streaming_uri(), Node::from(uri));
        }
    }

    #[test]
    fn what_is_no_arn_is_told() {
        assert!(Function::arn("arn:aws:s3:::bucket").problem().is_some());
        assert!(
            Function::arn("arn:aws:lambda:eu-west-1:1:function:f")
                .problem()
                .is_none()
        );
    }
}

//! Terraform's arguments, and what `CloudFormation` calls them.
//!
//! [The provider's documentation](https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/api_gateway_rest_api)
//! has the arguments of each `aws_api_gateway_*`.

/// Terraform's arguments, and what `CloudFormation` calls them.
pub(super) type Members = &'static [(&'static str, &'static str)];

pub(super) const API_MEMBERS: Members = &[
    ("name", "Name"),
    ("binary_media_types", "BinaryMediaTypes"),
    ("api_key_source", "ApiKeySourceType"),
];
pub(super) const METHOD_MEMBERS: Members = &[
    ("http_method", "HttpMethod"),
    ("authorization", "AuthorizationType"),
    ("authorization_scopes", "AuthorizationScopes"),
    ("api_key_required", "ApiKeyRequired"),
    ("request_models", "RequestModels"),
    ("request_parameters", "RequestParameters"),
];
pub(super) const INTEGRATION_MEMBERS: Members = &[
    ("type", "Type"),
    ("uri", "Uri"),
    ("integration_http_method", "IntegrationHttpMethod"),
    ("request_templates", "RequestTemplates"),
    ("request_parameters", "RequestParameters"),
    ("passthrough_behavior", "PassthroughBehavior"),
    ("content_handling", "ContentHandling"),
    ("credentials", "Credentials"),
    ("connection_type", "ConnectionType"),
    ("connection_id", "ConnectionId"),
    ("timeout_milliseconds", "TimeoutInMillis"),
    ("response_transfer_mode", "ResponseTransferMode"),
];
pub(super) const METHOD_RESPONSE_MEMBERS: Members = &[
    ("status_code", "StatusCode"),
    ("response_parameters", "ResponseParameters"),
    ("response_models", "ResponseModels"),
];
pub(super) const INTEGRATION_RESPONSE_MEMBERS: Members = &[
    ("status_code", "StatusCode"),
    ("selection_pattern", "SelectionPattern"),
    ("response_templates", "ResponseTemplates"),
    ("response_parameters", "ResponseParameters"),
    ("content_handling", "ContentHandling"),
];
/// The resources that need no more than other names.
pub(super) const OTHERS: &[(&str, &str, Members)] = &[
    (
        "aws_api_gateway_resource",
        "AWS::ApiGateway::Resource",
        &[("path_part", "PathPart")],
    ),
    (
        "aws_api_gateway_model",
        "AWS::ApiGateway::Model",
        &[("name", "Name"), ("schema", "Schema")],
    ),
    (
        "aws_api_gateway_request_validator",
        "AWS::ApiGateway::RequestValidator",
        &[
            ("validate_request_body", "ValidateRequestBody"),
            ("validate_request_parameters", "ValidateRequestParameters"),
        ],
    ),
    (
        "aws_api_gateway_gateway_response",
        "AWS::ApiGateway::GatewayResponse",
        &[
            ("response_type", "ResponseType"),
            ("status_code", "StatusCode"),
            ("response_parameters", "ResponseParameters"),
            ("response_templates", "ResponseTemplates"),
        ],
    ),
    (
        "aws_api_gateway_authorizer",
        "AWS::ApiGateway::Authorizer",
        &[
            ("type", "Type"),
            ("identity_source", "IdentitySource"),
            (
                "identity_validation_expression",
                "IdentityValidationExpression",
            ),
            (
                "authorizer_result_ttl_in_seconds",
                "AuthorizerResultTtlInSeconds",
            ),
            ("authorizer_credentials", "AuthorizerCredentials"),
            ("provider_arns", "ProviderARNs"),
        ],
    ),
    (
        "aws_api_gateway_stage",
        "AWS::ApiGateway::Stage",
        &[("stage_name", "StageName"), ("variables", "Variables")],
    ),
    (
        "aws_api_gateway_deployment",
        "AWS::ApiGateway::Deployment",
        &[("stage_name", "StageName"), ("variables", "Variables")],
    ),
];

//! Terraform's arguments, and what `CloudFormation` calls them.
//!
//! [The provider's documentation](https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/api_gateway_rest_api)
//! has the arguments of each `aws_api_gateway_*` and `aws_apigatewayv2_*`.

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
pub(super) const HTTP_API_MEMBERS: Members = &[
    ("name", "Name"),
    ("route_key", "RouteKey"),
    ("target", "Target"),
];
pub(super) const CORS_MEMBERS: Members = &[
    ("allow_origins", "AllowOrigins"),
    ("allow_methods", "AllowMethods"),
    ("allow_headers", "AllowHeaders"),
    ("expose_headers", "ExposeHeaders"),
    ("allow_credentials", "AllowCredentials"),
    ("max_age", "MaxAge"),
];
pub(super) const JWT_MEMBERS: Members = &[("audience", "Audience"), ("issuer", "Issuer")];
/// The parts of HTTP APIs.
pub(super) const OF_HTTP_APIS: &[(&str, &str, Members)] = &[
    (
        "aws_apigatewayv2_route",
        "AWS::ApiGatewayV2::Route",
        &[
            ("route_key", "RouteKey"),
            ("authorization_type", "AuthorizationType"),
            ("authorization_scopes", "AuthorizationScopes"),
        ],
    ),
    (
        "aws_apigatewayv2_integration",
        "AWS::ApiGatewayV2::Integration",
        &[
            ("integration_type", "IntegrationType"),
            ("integration_method", "IntegrationMethod"),
            ("integration_subtype", "IntegrationSubtype"),
            ("payload_format_version", "PayloadFormatVersion"),
            ("timeout_milliseconds", "TimeoutInMillis"),
            ("request_parameters", "RequestParameters"),
            ("response_parameters", "ResponseParameters"),
            ("credentials_arn", "CredentialsArn"),
            ("connection_type", "ConnectionType"),
            ("connection_id", "ConnectionId"),
        ],
    ),
    (
        "aws_apigatewayv2_authorizer",
        "AWS::ApiGatewayV2::Authorizer",
        &[
            ("authorizer_type", "AuthorizerType"),
            ("identity_sources", "IdentitySource"),
            (
                "authorizer_payload_format_version",
                "AuthorizerPayloadFormatVersion",
            ),
            ("enable_simple_responses", "EnableSimpleResponses"),
            (
                "authorizer_result_ttl_in_seconds",
                "AuthorizerResultTtlInSeconds",
            ),
        ],
    ),
    (
        "aws_apigatewayv2_stage",
        "AWS::ApiGatewayV2::Stage",
        &[("name", "StageName"), ("stage_variables", "StageVariables")],
    ),
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

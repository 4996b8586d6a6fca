// Pages of the documentation. They hold no code, and their examples are compiled as tests.

#![doc = include_str!("../docs/guide/README.md")]

#[doc = include_str!("../docs/guide/first_endpoint.md")]
pub mod first_endpoint {}

#[doc = include_str!("../docs/guide/modelling_errors.md")]
pub mod modelling_errors {}

#[doc = include_str!("../docs/guide/body_formats.md")]
pub mod body_formats {}

#[doc = include_str!("../docs/guide/custom_and_proxy.md")]
pub mod custom_and_proxy {}

#[doc = include_str!("../docs/guide/axum_service.md")]
pub mod axum_service {}

#[doc = include_str!("../docs/guide/from_lambda_http.md")]
pub mod from_lambda_http {}

#[doc = include_str!("../docs/guide/from_a_handmade_gateway.md")]
pub mod from_a_handmade_gateway {}

#[doc = include_str!("../docs/guide/from_serverless.md")]
pub mod from_serverless {}

#[doc = include_str!("../docs/guide/from_sam.md")]
pub mod from_sam {}

#[doc = include_str!("../docs/guide/from_cdk.md")]
pub mod from_cdk {}

#[doc = include_str!("../docs/guide/testing.md")]
pub mod testing {}

#[doc = include_str!("../docs/guide/clients.md")]
pub mod clients {}

#[doc = include_str!("../docs/guide/deploying.md")]
pub mod deploying {}

#[doc = include_str!("../docs/guide/observability.md")]
pub mod observability {}

#[doc = include_str!("../docs/guide/azure_functions.md")]
pub mod azure_functions {}

#[doc = include_str!("../docs/guide/troubleshooting.md")]
pub mod troubleshooting {}

#[doc = include_str!("../docs/guide/generated_code.md")]
pub mod generated_code {}

#[doc = include_str!("../docs/guide/figures.md")]
pub mod figures {}

//! Which API of a file, and the values that a deployment would be given.

use super::{http_api, resource::Resource};
use std::collections::{BTreeMap, BTreeSet};

/// Which API of a template or plan is read, and the values of a template's parameters.
///
/// ```
/// use apigw_local::ApiChoice;
///
/// let choice = ApiChoice::default().api("Orders").parameter("Stage", "prod");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ApiChoice {
    pub(crate) api: Option<String>,
    pub(crate) parameters: BTreeMap<String, String>,
}

impl ApiChoice {
    /// Chooses the API with this logical id, address or name. Without a choice, a file must have only one.
    #[must_use]
    pub fn api(mut self, name: &str) -> Self {
        self.api = Some(name.to_owned());
        self
    }

    /// Gives a parameter of a template a value, in place of its default.
    #[must_use]
    pub fn parameter(mut self, name: &str, value: &str) -> Self {
        self.parameters.insert(name.to_owned(), value.to_owned());
        self
    }

    /// Chooses among the APIs of `file`, which is named so in messages.
    pub(super) fn of<'a>(&self, apis: &[Api<'a>], file: &str) -> Result<Api<'a>, String> {
        let Some(wanted) = &self.api else {
            return match apis {
                [] => Err(format!(
                    "this {file} has no REST API and no HTTP API: an `AWS::ApiGateway::RestApi`, `AWS::ApiGatewayV2::Api`, `AWS::Serverless::Api`, `AWS::Serverless::HttpApi`, function with `Api` or `HttpApi` events, `aws_api_gateway_rest_api`, or `aws_apigatewayv2_api`"
                )),
                [api] => Ok(api.clone()),
                _ => Err(format!(
                    "this {file} has {} APIs: choose one with `--api NAME`: {}",
                    apis.len(),
                    listed(apis)
                )),
            };
        };
        let named = |api: &&Api<'_>| api.id == *wanted;
        let titled = |api: &&Api<'_>| api.title == *wanted;
        let found = apis.iter().find(named).or_else(|| apis.iter().find(titled));
        found.cloned().ok_or_else(|| match apis {
            [] => format!(
                "there is no API `{wanted}` in this {file}: it has no REST API and no HTTP API"
            ),
            apis => format!(
                "there is no API `{wanted}` in this {file}: it has {}",
                listed(apis)
            ),
        })
    }
}

fn listed(apis: &[Api<'_>]) -> String {
    let names = apis.iter().map(|api| {
        if api.title == api.id {
            format!("`{}`", api.id)
        } else {
            format!("`{}` ({})", api.id, api.title)
        }
    });
    names.collect::<Vec<_>>().join(", ")
}

const REST_API: &str = "AWS::ApiGateway::RestApi";

/// An API of a file.
#[derive(Debug, Clone)]
pub(super) struct Api<'a> {
    /// The logical id or address; for one that is not in the file, what stands for it there.
    pub(super) id: String,
    /// The name, or else the id.
    pub(super) title: String,
    /// Whether it is an HTTP API, and no REST API.
    pub(super) is_http: bool,
    /// The resource; `None` if only methods or routes of it are in the file.
    pub(super) resource: Option<&'a Resource>,
}

impl<'a> Api<'a> {
    /// All APIs, those of the file first.
    pub(super) fn all(resources: &'a [Resource]) -> Vec<Self> {
        let own = resources
            .iter()
            .filter(|it| [REST_API, http_api::API].contains(&it.kind.as_str()));
        let own = own.map(|resource| Self {
            id: resource.id.clone(),
            title: resource.text("Name").unwrap_or(&resource.id).to_owned(),
            is_http: resource.kind == http_api::API,
            resource: Some(resource),
        });
        let mut apis: Vec<_> = own.collect();
        let mut known: BTreeSet<_> = apis.iter().map(|api| api.id.clone()).collect();
        let parts = resources.iter().filter_map(|it| match it.kind.as_str() {
            "AWS::ApiGateway::Method" => Some((it.text("RestApiId")?, false)),
            http_api::ROUTE => Some((it.text("ApiId")?, true)),
            _ => None,
        });
        for (id, is_http) in parts {
            if known.insert(id.to_owned()) {
                apis.push(Self {
                    id: id.to_owned(),
                    title: id.to_owned(),
                    is_http,
                    resource: None,
                });
            }
        }
        apis
    }
}

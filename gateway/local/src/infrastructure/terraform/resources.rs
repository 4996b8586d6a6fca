//! Terraform's resources → those of `AWS::ApiGateway` and `AWS::ApiGatewayV2`.

use super::{
    Finding, Inventory,
    arguments::{
        API_MEMBERS, INTEGRATION_MEMBERS, INTEGRATION_RESPONSE_MEMBERS, METHOD_MEMBERS,
        METHOD_RESPONSE_MEMBERS, Members, OF_HTTP_APIS, OTHERS,
    },
    plan::{INSTANCES, Instance, Plan},
};
use crate::{
    infrastructure::{
        Resource,
        function::{function_arn, function_uri},
        resource::scalar,
    },
    text,
};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, HashMap};

const API: &str = "aws_api_gateway_rest_api";
const RESOURCE: &str = "aws_api_gateway_resource";
const METHOD: &str = "aws_api_gateway_method";
pub(super) const HTTP_API: &str = "aws_apigatewayv2_api";
const FUNCTION: &str = "aws_lambda_function";
/// What an address may lead to.
const INVOKED: &[&str] = &[FUNCTION, "aws_lambda_alias"];

/// The resources of APIs.
pub(super) fn read(plan: &Plan<'_>) -> Inventory {
    let mut known = HashMap::new();
    for it in &plan.instances {
        if let Some(id) = it.values["id"].as_str() {
            known.insert((it.kind, id), it.address.to_owned());
        }
        if let Some(id) = it.values["root_resource_id"].as_str() {
            known.insert((it.kind, id), root_of(it));
        }
    }
    let mut reader = Reader {
        plan,
        known,
        methods: BTreeMap::new(),
        resources: Vec::new(),
        findings: Vec::new(),
    };
    for instance in &plan.instances {
        match instance.kind {
            API => reader.api(instance),
            METHOD => reader.method(instance),
            HTTP_API => reader.http_api(instance),
            kind => {
                if let Some((_, kind, members)) =
                    OF_HTTP_APIS.iter().find(|(name, ..)| *name == kind)
                {
                    reader.of_http_api(instance, kind, members);
                }
                let known = OTHERS.iter().find(|(name, ..)| *name == kind);
                if let Some((_, kind, members)) = known {
                    reader.other(instance, kind, members);
                }
            }
        }
    }
    for instance in &plan.instances {
        reader.part(instance);
    }
    if plan.is_cut {
        let reason =
            format!("only the first {INSTANCES} resources of API Gateway and Lambda are read");
        reader.find("", reason);
    }
    let functions = plan.instances.iter().filter(|it| it.kind == FUNCTION);
    let functions = functions.filter_map(|it| {
        let name = it.values["function_name"].as_str()?;
        Some((function_name(it), name.to_owned()))
    });
    Inventory {
        file: "plan of Terraform",
        functions: functions.filter(|(id, name)| id != name).collect(),
        described: Vec::new(),
        resources: reader.resources,
        findings: reader.findings,
    }
}

/// The name of a function here: its name in the root module, and its address in others.
fn function_name(function: &Instance<'_>) -> String {
    let address = function.address;
    let name = address.strip_prefix("aws_lambda_function.");
    name.unwrap_or(address).to_owned()
}

pub(super) struct Reader<'p, 'a> {
    plan: &'p Plan<'a>,
    /// What an id leads to, by the type of the resource that has it.
    known: HashMap<(&'a str, &'a str), String>,
    /// The positions of methods in `resources`, by API, resource and HTTP method.
    methods: BTreeMap<[String; 3], usize>,
    resources: Vec<Resource>,
    findings: Vec<Finding>,
}

impl<'a> Reader<'_, 'a> {
    pub(super) fn find(&mut self, at: &str, reason: impl Into<String>) {
        self.findings.push(Finding::new(at, reason));
    }

    pub(super) fn push(
        &mut self,
        instance: &Instance<'a>,
        kind: &str,
        properties: Map<String, Value>,
    ) {
        self.resources.push(Resource {
            id: instance.address.to_owned(),
            kind: kind.to_owned(),
            properties: properties.into(),
            at: instance.at.clone(),
            elsewhere: BTreeMap::new(),
        });
    }

    fn api(&mut self, instance: &Instance<'a>) {
        let mut properties = self.renamed(instance, API_MEMBERS);
        self.body(instance, &mut properties);
        self.push(instance, "AWS::ApiGateway::RestApi", properties);
    }

    /// The document that an API has as its `body`.
    pub(super) fn body(&mut self, instance: &Instance<'a>, properties: &mut Map<String, Value>) {
        if let Some(body) = instance.values["body"].as_str() {
            match text::read(body) {
                Ok(body) => {
                    properties.insert("Body".to_owned(), body);
                }
                Err(error) => {
                    self.find(
                        &instance.place("body"),
                        format!("the body cannot be read: {error}"),
                    );
                }
            }
        } else if instance.expressions.get("body").is_some() {
            let reason = format!(
                "the `body` of `{}` is only known after `terraform apply`: give what `terraform show -json` prints then, or the document itself",
                instance.address
            );
            self.find(&instance.at, reason);
        }
    }

    fn other(&mut self, instance: &Instance<'a>, kind: &str, members: Members) {
        let mut properties = self.renamed(instance, members);
        self.link(
            &mut properties,
            "RestApiId",
            instance,
            "rest_api_id",
            &[API],
        );
        match instance.kind {
            RESOURCE => self.link(
                &mut properties,
                "ParentId",
                instance,
                "parent_id",
                &[RESOURCE, API],
            ),
            "aws_api_gateway_authorizer" => {
                if let Some(uri) = self.uri(instance, "authorizer_uri") {
                    properties.insert("AuthorizerUri".to_owned(), uri);
                }
            }
            _ => {}
        }
        self.push(instance, kind, properties);
    }

    fn method(&mut self, instance: &Instance<'a>) {
        let mut properties = self.renamed(instance, METHOD_MEMBERS);
        for (member, argument, kinds) in [
            ("RestApiId", "rest_api_id", [API].as_slice()),
            ("ResourceId", "resource_id", &[RESOURCE, API]),
            (
                "AuthorizerId",
                "authorizer_id",
                &["aws_api_gateway_authorizer"],
            ),
            (
                "RequestValidatorId",
                "request_validator_id",
                &["aws_api_gateway_request_validator"],
            ),
        ] {
            self.link(&mut properties, member, instance, argument, kinds);
        }
        properties.insert("MethodResponses".to_owned(), json!([]));
        let key = self.key(instance);
        self.methods.insert(key, self.resources.len());
        self.push(instance, "AWS::ApiGateway::Method", properties);
    }

    /// An integration or a response, which becomes a part of its method.
    fn part(&mut self, instance: &Instance<'a>) {
        let (members, place) = match instance.kind {
            "aws_api_gateway_integration" => (INTEGRATION_MEMBERS, "/Integration"),
            "aws_api_gateway_method_response" => (METHOD_RESPONSE_MEMBERS, "/MethodResponses"),
            "aws_api_gateway_integration_response" => (
                INTEGRATION_RESPONSE_MEMBERS,
                "/Integration/IntegrationResponses",
            ),
            _ => return,
        };
        let key = self.key(instance);
        let Some(&index) = self.methods.get(&key) else {
            let reason = format!("`{}` belongs to no method of this file", instance.address);
            self.find(&instance.at, reason);
            return;
        };
        let mut value = self.renamed(instance, members);
        if place == "/Integration"
            && let Some(uri) = self.uri(instance, "uri")
        {
            value.insert("Uri".to_owned(), uri);
        }
        let method = &mut self.resources[index];
        let place = match place {
            "/Integration" => {
                // Responses may be there already.
                let responses = method.properties["Integration"]["IntegrationResponses"].take();
                value.insert("IntegrationResponses".to_owned(), responses);
                method.properties["Integration"] = value.into();
                place.to_owned()
            }
            "/MethodResponses" => pushed(&mut method.properties["MethodResponses"], value, place),
            _ => {
                let responses = &mut method.properties["Integration"]["IntegrationResponses"];
                pushed(responses, value, place)
            }
        };
        method.elsewhere.insert(place, instance.at.clone());
    }

    /// The API, resource and HTTP method that a method or a part of it names.
    fn key(&self, instance: &Instance<'a>) -> [String; 3] {
        let linked = |argument: &str, kinds: &[&str]| {
            self.linked(instance, argument, kinds).unwrap_or_default()
        };
        let verb = instance.values["http_method"].as_str().or_else(|| {
            let method = self.plan.target(instance, "http_method", &[METHOD])?;
            method.instance.values["http_method"].as_str()
        });
        [
            linked("rest_api_id", &[API]),
            linked("resource_id", &[RESOURCE, API]),
            verb.unwrap_or_default().to_owned(),
        ]
    }

    /// The values that are known, by `CloudFormation`'s names. Those that are not have a finding.
    pub(super) fn renamed(
        &mut self,
        instance: &Instance<'a>,
        members: Members,
    ) -> Map<String, Value> {
        let mut renamed = Map::new();
        for (argument, member) in members {
            let value = &instance.values[*argument];
            let is_empty = value.is_null() || value == "";
            if !is_empty {
                renamed.insert((*member).to_owned(), value.clone());
            } else if instance.values.get(*argument).is_none()
                && !["uri", "target"].contains(argument)
                && instance.expressions[*argument].get("references").is_some()
            {
                let reason = format!(
                    "`{argument}` of `{}` is only known after `terraform apply`, and left out here",
                    instance.address
                );
                self.find(&instance.at, reason);
            }
        }
        renamed
    }

    pub(super) fn link(
        &self,
        properties: &mut Map<String, Value>,
        member: &str,
        instance: &Instance<'a>,
        argument: &str,
        kinds: &[&str],
    ) {
        if let Some(address) = self.linked(instance, argument, kinds) {
            properties.insert(member.to_owned(), address.into());
        }
    }

    /// The address of the resource that an argument leads to; for the root of an API, its attribute as `Fn::GetAtt` writes it.
    pub(super) fn linked(
        &self,
        instance: &Instance<'a>,
        argument: &str,
        kinds: &[&str],
    ) -> Option<String> {
        if let Some(id) = instance.values[argument].as_str() {
            let found = kinds.iter().find_map(|kind| self.known.get(&(*kind, id)));
            return Some(found.cloned().unwrap_or_else(|| id.to_owned()));
        }
        let target = self.plan.target(instance, argument, kinds)?;
        Some(match target.attribute.as_str() {
            "root_resource_id" => root_of(target.instance),
            _ => target.instance.address.to_owned(),
        })
    }

    /// The address of the resource that has this id, or the id itself.
    pub(super) fn known_or(&self, kind: &str, id: &str) -> String {
        let found = self.known.get(&(kind, id)).cloned();
        found.unwrap_or_else(|| id.to_owned())
    }

    /// The address of a function that is only known after it was made.
    pub(super) fn uri(&self, instance: &Instance<'a>, argument: &str) -> Option<Value> {
        if let Some(uri) = scalar(&instance.values[argument]) {
            return Some(uri.into());
        }
        let mut target = self.plan.target(instance, argument, INVOKED)?.instance;
        if target.kind != FUNCTION {
            target = self
                .plan
                .target(target, "function_name", &[FUNCTION])?
                .instance;
        }
        Some(function_uri(&function_arn(&function_name(target))).into())
    }
}

fn root_of(api: &Instance<'_>) -> String {
    format!("${{{}.RootResourceId}}", api.address)
}

/// Adds an item to a list, and gives its pointer.
fn pushed(list: &mut Value, item: Map<String, Value>, at: &str) -> String {
    if !list.is_array() {
        *list = json!([]);
    }
    let items = list.as_array_mut().map_or(0, |items| {
        items.push(item.into());
        items.len()
    });
    format!("{at}/{}", items.saturating_sub(1))
}

//! Templates of `CloudFormation` and SAM.

mod function;
mod intrinsics;
mod preflight;
mod sam;
mod sam_event;
mod sam_http_api;
mod scope;
mod substitution;

pub(super) use preflight::add_preflights;
pub(crate) use scope::Scope;

use super::{
    ApiChoice, DescribedFunction, Finding, Inventory, Resource, WEBSOCKET_API, escaped, http_api,
};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// What to do about functions that make parts of a template out of others.
const PROCESSED: &str = "give the template as CloudFormation has processed it, from `aws cloudformation get-template --template-stage Processed`";

/// Whether `file` is a template: no other document has resources by this name.
pub(super) fn is_template(file: &Value) -> bool {
    file.get("Resources").is_some_and(Value::is_object)
}

/// What of a template concerns APIs.
///
/// # Errors
///
/// When a parameter is given that the template does not have.
pub(super) fn inventory(file: &Value, choice: &ApiChoice) -> Result<Inventory, Vec<Finding>> {
    let declared = file.get("Parameters").and_then(Value::as_object);
    let declared: Vec<_> = declared
        .into_iter()
        .flatten()
        .map(|(name, _)| name)
        .collect();
    let unknown = choice
        .parameters
        .keys()
        .find(|name| !declared.contains(name));
    if let Some(unknown) = unknown {
        let known: Vec<_> = declared.iter().map(|name| format!("`{name}`")).collect();
        let known = match known.as_slice() {
            [] => "none".to_owned(),
            known => known.join(", "),
        };
        let reason = format!("the template has no parameter `{unknown}`: it has {known}");
        return Err(vec![Finding::new("/Parameters", reason)]);
    }
    let scope = Scope::of(file, &choice.parameters);
    let guess = Scope::of(file, &choice.parameters);
    let mut reader = Reader {
        scope: &scope,
        guess: &guess,
        globals: file.get("Globals").unwrap_or(&Value::Null),
        resources: Vec::new(),
        functions: Vec::new(),
        described: Vec::new(),
        findings: Vec::new(),
    };
    for place in includes(file) {
        reader.find(
            &place,
            format!("`AWS::Include` reads another file, which is not read here: {PROCESSED}"),
        );
    }
    for (id, resource) in file["Resources"].as_object().into_iter().flatten() {
        reader.read(id, resource);
    }
    reader.add_implicit_api();
    reader.add_implicit_http_api();
    let Reader {
        resources,
        functions,
        described,
        mut findings,
        ..
    } = reader;
    findings.extend(scope.into_findings());
    let is_sam = file
        .get("Transform")
        .is_some_and(|it| it.to_string().contains("AWS::Serverless-"));
    Ok(Inventory {
        file: if is_sam {
            "SAM template"
        } else {
            "CloudFormation template"
        },
        resources,
        functions,
        described,
        findings,
    })
}

/// The places where the template is transformed by the content of other files.
fn includes(file: &Value) -> Vec<String> {
    let is_include = |it: &Value| it == "AWS::Include" || it["Name"] == "AWS::Include";
    match file.get("Transform") {
        Some(Value::Array(transforms)) => {
            let found = transforms
                .iter()
                .enumerate()
                .filter(|(_, it)| is_include(it));
            found
                .map(|(index, _)| format!("/Transform/{index}"))
                .collect()
        }
        Some(transform) if is_include(transform) => vec!["/Transform".to_owned()],
        _ => Vec::new(),
    }
}

/// Reads resources into those of `AWS::ApiGateway` and `AWS::ApiGatewayV2`.
struct Reader<'a> {
    scope: &'a Scope<'a>,
    /// The same for what is only used where it is known: its findings are not reported.
    guess: &'a Scope<'a>,
    /// SAM's `Globals`.
    globals: &'a Value,
    resources: Vec<Resource>,
    functions: Vec<(String, String)>,
    described: Vec<DescribedFunction>,
    findings: Vec<Finding>,
}

impl Reader<'_> {
    fn read(&mut self, id: &str, resource: &Value) {
        let at = format!("/Resources/{}", escaped(id));
        if id.starts_with("Fn::") {
            let reason =
                format!("`{id}` is not resolved here, so its resources are left out: {PROCESSED}");
            self.find(&at, reason);
            return;
        }
        let Some(kind) = resource.get("Type").and_then(Value::as_str) else {
            return;
        };
        let protocol = resource.pointer("/Properties/ProtocolType");
        if kind == http_api::API && protocol.is_some_and(|it| it == "WEBSOCKET") {
            self.find(&at, format!("`{id}` is {WEBSOCKET_API}"));
            return;
        }
        let concerns = kind.starts_with("AWS::ApiGateway::")
            || kind.starts_with("AWS::ApiGatewayV2::")
            || matches!(
                kind,
                "AWS::Lambda::Function"
                    | "AWS::Serverless::Function"
                    | "AWS::Serverless::Api"
                    | "AWS::Serverless::HttpApi"
                    | "AWS::Serverless::StateMachine"
            );
        if !concerns || !self.exists(resource, &at) {
            return;
        }
        let at = format!("{at}/Properties");
        let empty = json!({});
        let properties = resource.get("Properties").unwrap_or(&empty);
        match kind {
            "AWS::Lambda::Function" => {
                self.function(id, properties, &at);
                self.describe(id, properties, resource);
            }
            "AWS::Serverless::Function" => {
                self.function(id, properties, &at);
                let general = self.globals.get("Function").unwrap_or(&Value::Null);
                self.describe(id, &merged(general, properties), resource);
                self.events(id, properties, &at);
            }
            "AWS::Serverless::Api" => self.api(id, properties, &at),
            "AWS::Serverless::HttpApi" => self.http_api(id, properties, &at),
            "AWS::Serverless::StateMachine" => self.state_machine(properties, &at),
            _ => {
                let properties = self.scope.resolve(properties, &at);
                self.push(id, kind, properties.unwrap_or_default(), &at);
            }
        }
    }

    /// Whether the resource's condition holds. Where it is not known, it is taken to hold.
    fn exists(&self, resource: &Value, at: &str) -> bool {
        let condition = resource.get("Condition").and_then(Value::as_str);
        condition.is_none_or(|name| {
            let holds = self.scope.condition(name, at, intrinsics::DEPTH_LIMIT);
            holds.unwrap_or(true)
        })
    }

    /// Notes the function's name next to its logical id.
    fn function(&mut self, id: &str, properties: &Value, at: &str) {
        let name = properties.get("FunctionName");
        let name = name.and_then(|name| self.scope.resolve(name, &format!("{at}/FunctionName")));
        if let Some(Value::String(name)) = name
            && name != id
        {
            self.functions.push((id.to_owned(), name));
        }
    }

    fn push(&mut self, id: &str, kind: &str, properties: Value, at: &str) {
        self.resources.push(Resource {
            id: id.to_owned(),
            kind: kind.to_owned(),
            properties,
            at: at.to_owned(),
            elsewhere: BTreeMap::new(),
        });
    }

    /// A state machine starts by an integration with Step Functions, of which SAM makes the method.
    fn state_machine(&mut self, properties: &Value, at: &str) {
        let events = properties["Events"].as_object().into_iter().flatten();
        for (name, _) in events.filter(|(_, event)| event["Type"] == "Api") {
            let place = format!("{at}/Events/{}", escaped(name));
            self.find(
                &place,
                "an event of a state machine is an integration with Step Functions, which is not run here: this route is left out",
            );
        }
    }

    fn find(&mut self, at: &str, reason: impl Into<String>) {
        self.findings.push(Finding::new(at, reason));
    }
}

/// The members of both; those of `own` win, objects are merged, and lists are joined: as SAM does with `Globals`.
fn merged(global: &Value, own: &Value) -> Value {
    match (global, own) {
        (Value::Object(global), Value::Object(own)) if intrinsics::function(own).is_none() => {
            let mut members: Map<String, Value> = global.clone();
            for (name, value) in own {
                let value = match global.get(name) {
                    Some(general) => merged(general, value),
                    None => value.clone(),
                };
                members.insert(name.clone(), value);
            }
            Value::Object(members)
        }
        (Value::Array(global), Value::Array(own)) => global.iter().chain(own).cloned().collect(),
        (global, Value::Null) => global.clone(),
        _ => own.clone(),
    }
}

//! The resources of a plan, each with its configuration.

use super::escaped;
use serde_json::Value;
use std::collections::HashMap;

/// How deep modules may nest.
const DEPTH_LIMIT: usize = 32;
/// How many resources are read, and how many modules.
pub(super) const INSTANCES: usize = 10_000;
/// The resources that an API is made of.
const KINDS: [&str; 3] = ["aws_api_gateway_", "aws_apigatewayv2_", "aws_lambda_"];

/// All resources of a plan.
pub(super) struct Plan<'a> {
    pub(super) instances: Vec<Instance<'a>>,
    /// Their indices by type, name and module.
    pub(super) named: HashMap<(&'a str, &'a str, usize), Vec<usize>>,
    /// Whether there were more than are read.
    pub(super) is_cut: bool,
    pub(super) modules: Vec<Module<'a>>,
}

/// A module, as often as it is called.
pub(super) struct Module<'a> {
    /// The address; empty for the root.
    pub(super) address: String,
    /// The index of the module that calls it.
    pub(super) parent: Option<usize>,
    /// The call in the parent's configuration.
    pub(super) call: &'a Value,
    pub(super) configuration: &'a Value,
}

/// A resource, as often as `count` or `for_each` makes it.
pub(super) struct Instance<'a> {
    pub(super) address: &'a str,
    pub(super) kind: &'a str,
    /// The key of `for_each`, or the number of `count`.
    pub(super) index: Option<&'a Value>,
    /// The index of its module.
    pub(super) module: usize,
    /// What is known of its values.
    pub(super) values: &'a Value,
    /// The place of the values, as a JSON pointer.
    pub(super) at: String,
    /// What its arguments come from.
    pub(super) expressions: &'a Value,
}

impl<'a> Plan<'a> {
    pub(super) fn read(file: &'a Value) -> Self {
        let of_plan = file.get("planned_values").is_some();
        let part = if of_plan { "planned_values" } else { "values" };
        let mut plan = Self {
            instances: Vec::new(),
            named: HashMap::new(),
            is_cut: false,
            modules: Vec::new(),
        };
        let root = Module {
            address: String::new(),
            parent: None,
            call: &Value::Null,
            configuration: &file["configuration"]["root_module"],
        };
        let at = format!("/{part}/root_module");
        plan.add(root, &file[part]["root_module"], &at, DEPTH_LIMIT);
        plan
    }

    fn add(&mut self, module: Module<'a>, values: &'a Value, at: &str, depth: usize) {
        let Some(depth) = depth
            .checked_sub(1)
            .filter(|_| self.modules.len() < INSTANCES)
        else {
            return;
        };
        let index = self.modules.len();
        let (address, configuration) = (module.address.clone(), module.configuration);
        self.modules.push(module);
        let configured = configuration["resources"].as_array().into_iter().flatten();
        let configured: HashMap<_, _> = configured
            .filter_map(|it| {
                let key = (
                    it["type"].as_str()?,
                    it["name"].as_str()?,
                    it["mode"].as_str(),
                );
                Some((key, &it["expressions"]))
            })
            .collect();
        let resources = values["resources"].as_array().into_iter().flatten();
        for (place, resource) in resources.enumerate() {
            let text = |name: &str| resource[name].as_str();
            let (Some(address), Some(kind), Some(name)) =
                (text("address"), text("type"), text("name"))
            else {
                continue;
            };
            let concerns = KINDS.iter().any(|start| kind.starts_with(start));
            if !concerns {
                continue;
            }
            if self.instances.len() >= INSTANCES {
                self.is_cut = true;
                return;
            }
            let expressions = configured.get(&(kind, name, resource["mode"].as_str()));
            let all = self.named.entry((kind, name, index)).or_default();
            all.push(self.instances.len());
            self.instances.push(Instance {
                address,
                kind,
                index: resource.get("index"),
                module: index,
                values: &resource["values"],
                at: format!("{at}/resources/{place}/values"),
                expressions: expressions.copied().unwrap_or(&Value::Null),
            });
        }
        let children = values["child_modules"].as_array().into_iter().flatten();
        for (place, child) in children.enumerate() {
            let Some(inner) = child["address"].as_str() else {
                continue;
            };
            let called = inner.strip_prefix(address.as_str()).unwrap_or(inner);
            let called = called.trim_start_matches('.').trim_start_matches("module.");
            let call = &configuration["module_calls"][called.split('[').next().unwrap_or(called)];
            let module = Module {
                address: inner.to_owned(),
                parent: Some(index),
                call,
                configuration: &call["module"],
            };
            self.add(module, child, &format!("{at}/child_modules/{place}"), depth);
        }
    }
}

impl Instance<'_> {
    /// The place of a value, as a JSON pointer.
    pub(super) fn place(&self, name: &str) -> String {
        format!("{}/{}", self.at, escaped(name))
    }
}

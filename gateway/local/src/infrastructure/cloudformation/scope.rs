//! What the names in a template stand for: parameters, pseudo parameters, conditions, mappings and resources.

use crate::infrastructure::{
    Finding,
    function::{ACCOUNT, REGION, function_arn},
};
use serde_json::{Value, json};
use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet},
};

/// How much the functions of a template may produce, in bytes. A template has 1 MB.
const PRODUCT_LIMIT: usize = 64 << 20;
/// How many findings of functions are kept.
const FINDINGS: usize = 100;

/// The names of a template. Without a template, names stand for themselves.
pub(crate) struct Scope<'a> {
    template: Option<&'a Value>,
    parameters: BTreeMap<String, Value>,
    budget: Cell<usize>,
    /// Whether values nested too deep.
    is_too_deep: Cell<bool>,
    /// How many values could not be resolved so far.
    unresolved: Cell<usize>,
    reasons: RefCell<BTreeSet<String>>,
    findings: RefCell<Vec<Finding>>,
}

impl<'a> Scope<'a> {
    /// No template: each reference becomes `${NAME}`.
    pub(crate) fn detached() -> Self {
        Self {
            template: None,
            parameters: BTreeMap::new(),
            budget: Cell::new(PRODUCT_LIMIT),
            is_too_deep: Cell::new(false),
            unresolved: Cell::new(0),
            reasons: RefCell::default(),
            findings: RefCell::default(),
        }
    }

    /// The names of `template`, with the values that `given` has for its parameters.
    pub(crate) fn of(template: &'a Value, given: &BTreeMap<String, String>) -> Self {
        let declared = template.get("Parameters").and_then(Value::as_object);
        let parameters = declared.into_iter().flatten();
        let parameters = parameters.filter_map(|(name, parameter)| {
            let kind = parameter["Type"].as_str().unwrap_or("String");
            let value = match given.get(name) {
                Some(value) => Value::from(value.as_str()),
                // The default is the name of a value that only the account has.
                None if kind.starts_with("AWS::SSM::") => return None,
                None => parameter.get("Default")?.clone(),
            };
            let is_list = kind == "CommaDelimitedList" || kind.starts_with("List<");
            let value = match value.as_str() {
                Some(text) if is_list => text.split(',').map(|item| json!(item.trim())).collect(),
                _ => value,
            };
            Some((name.clone(), value))
        });
        Self {
            parameters: parameters.collect(),
            template: Some(template),
            ..Self::detached()
        }
    }

    /// Whether `bytes` more may be produced.
    pub(super) fn charge(&self, bytes: usize) -> bool {
        let left = self.budget.get().checked_sub(bytes);
        self.budget.set(left.unwrap_or(0));
        left.is_some()
    }

    /// Notes that values nest too deep.
    pub(super) fn refuse_depth(&self, at: &str) {
        self.is_too_deep.set(true);
        self.unresolved(at, "the values nest too deep, and are left out");
    }

    /// Whether values were left out, because there were too many of them or they nested too deep.
    pub(crate) fn is_exhausted(&self) -> bool {
        self.is_too_deep.get() || self.budget.get() == 0
    }

    /// Notes that a value could not be resolved. Each reason is found once.
    pub(super) fn unresolved(&self, at: &str, reason: impl Into<String>) {
        self.unresolved.set(self.unresolved.get() + 1);
        let reason = reason.into();
        let mut findings = self.findings.borrow_mut();
        if self.template.is_some()
            && findings.len() < FINDINGS
            && self.reasons.borrow_mut().insert(reason.clone())
        {
            findings.push(Finding::new(at, reason));
        }
    }

    /// What could not be resolved.
    pub(crate) fn into_findings(self) -> Vec<Finding> {
        let mut findings = self.findings.into_inner();
        if self.budget.get() == 0 {
            let limit = PRODUCT_LIMIT >> 20;
            findings.push(Finding::new(
                "",
                format!("the functions of this template produce more than {limit} MiB, so parts of it are left out"),
            ));
        }
        findings
    }

    pub(super) fn resource(&self, id: &str) -> Option<&'a Value> {
        self.template?.get("Resources")?.get(id)
    }

    /// Whether the resource is a Lambda function.
    fn is_function(&self, id: &str) -> bool {
        self.kind(id).is_some_and(|kind| {
            matches!(kind, "AWS::Lambda::Function" | "AWS::Serverless::Function")
        })
    }

    fn kind(&self, id: &str) -> Option<&'a str> {
        self.resource(id)?.get("Type")?.as_str()
    }

    /// `Ref`; `None` is `AWS::NoValue`.
    pub(super) fn reference(&self, name: &str, at: &str) -> Option<Value> {
        let placeholder = || Some(json!(format!("${{{name}}}")));
        if self.template.is_none() {
            return placeholder();
        }
        if let Some(value) = self.parameters.get(name) {
            return Some(if self.charge(value.to_string().len()) {
                value.clone()
            } else {
                Value::Null
            });
        }
        let stack = "00000000-0000-0000-0000-000000000000";
        let pseudo = match name {
            "AWS::NoValue" => return None,
            "AWS::Region" => REGION.to_owned(),
            "AWS::AccountId" => ACCOUNT.to_owned(),
            "AWS::Partition" => "aws".to_owned(),
            "AWS::URLSuffix" => "amazonaws.com".to_owned(),
            "AWS::StackName" => "local".to_owned(),
            "AWS::StackId" => {
                format!("arn:aws:cloudformation:{REGION}:{ACCOUNT}:stack/local/{stack}")
            }
            "AWS::NotificationARNs" => return Some(json!([])),
            _ => return Some(self.named(name, at)),
        };
        Some(pseudo.into())
    }

    /// What `Ref` of a resource, or of a parameter without a value, is.
    fn named(&self, name: &str, at: &str) -> Value {
        // As SAM's `!Ref Function.Alias`.
        if let Some((id, "Alias" | "Version")) = name.split_once('.')
            && self.is_function(id)
        {
            return function_arn(id).into();
        }
        if let Some("AWS::Lambda::Alias" | "AWS::Lambda::Version") = self.kind(name) {
            let of = self
                .resource(name)
                .map(|it| &it["Properties"]["FunctionName"]);
            let function = of.and_then(|of| match of.get("Ref").or_else(|| of.get("Fn::GetAtt")) {
                Some(Value::Array(parts)) => parts.first()?.as_str(),
                Some(id) => Some(id.as_str()?.split('.').next().unwrap_or_default()),
                None => of.as_str(),
            });
            return function_arn(function.unwrap_or(name)).into();
        }
        if self.resource(name).is_some() {
            return name.into();
        }
        let declared = self.template.map(|it| &it["Parameters"][name]);
        if declared.is_some_and(Value::is_object) {
            self.unresolved(
                at,
                format!("the parameter `{name}` has no value here: add `--parameter {name}=VALUE`"),
            );
        } else {
            self.unresolved(at, format!("the template has no `{name}`"));
        }
        format!("${{{name}}}").into()
    }

    /// `Fn::GetAtt` of `NAME.ATTRIBUTE`.
    pub(super) fn attribute(&self, name: &str, at: &str) -> Value {
        let (id, attribute) = name.split_once('.').unwrap_or((name, ""));
        if attribute == "Arn" && self.is_function(id) {
            return function_arn(id).into();
        }
        if self.template.is_some() && self.resource(id).is_none() {
            self.unresolved(at, format!("the template has no resource `{id}`"));
        }
        format!("${{{name}}}").into()
    }

    /// `Fn::FindInMap`, its keys resolved.
    pub(super) fn mapped(&self, keys: &Value) -> Option<Value> {
        let key = |index: usize| match keys.get(index)? {
            Value::String(key) => Some(key.clone()),
            other => Some(other.to_string()),
        };
        let mappings = self.template?.get("Mappings")?;
        let found = || mappings.get(key(0)?)?.get(key(1)?)?.get(key(2)?);
        let found = found().or_else(|| keys.get(3)?.get("DefaultValue"))?;
        self.charge(found.to_string().len()).then(|| found.clone())
    }

    /// Whether the named condition holds; `None` if only a deployment knows it.
    pub(super) fn condition(&self, name: &str, at: &str, depth: usize) -> Option<bool> {
        let condition = self.template?.get("Conditions")?.get(name);
        let holds = condition.and_then(|it| self.holds(it, at, depth.checked_sub(1)?));
        if holds.is_none() {
            self.unresolved(
                at,
                format!("whether the condition `{name}` holds is not known"),
            );
        }
        holds
    }

    fn holds(&self, condition: &Value, at: &str, depth: usize) -> Option<bool> {
        let depth = depth.checked_sub(1)?;
        if !self.charge(64) {
            return None;
        }
        let mut members = condition.as_object()?.iter();
        let (Some((name, argument)), None) = (members.next(), members.next()) else {
            return None;
        };
        let all = || {
            let items = argument.as_array()?.iter();
            Some(items.map(|item| self.holds(item, at, depth)))
        };
        match name.as_str() {
            "Condition" => self.condition(argument.as_str()?, at, depth),
            "Fn::Not" => all()?.next()?.map(|holds| !holds),
            "Fn::And" => all()?.try_fold(true, |all, holds| Some(all & holds?)),
            "Fn::Or" => all()?.try_fold(false, |any, holds| Some(any | holds?)),
            "Fn::Equals" => {
                let before = self.unresolved.get();
                let [left, right] = argument.as_array()?.as_slice() else {
                    return None;
                };
                let left = self.text(left, at, depth);
                let right = self.text(right, at, depth);
                (self.unresolved.get() == before).then_some(left == right)
            }
            _ => None,
        }
    }
}

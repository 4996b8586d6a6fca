//! Plans and states of Terraform, as `terraform show -json` prints them.
//!
//! [JSON Output Format](https://developer.hashicorp.com/terraform/internals/json-format). A plan has the values that are known,
//! and for the others the names of what they come from; both lead from one resource to another.

mod arguments;
mod http_api;
mod plan;
mod reference;
mod resources;

use super::{ApiChoice, Finding, Inventory, escaped};
use plan::Plan;
use serde_json::Value;

/// Whether `file` is a plan or a state.
pub(super) fn is_plan(file: &Value) -> bool {
    let has = |name: &str| file.get(name).is_some();
    has("format_version") && (has("planned_values") || has("values") && has("terraform_version"))
}

/// What of a plan concerns APIs.
///
/// # Errors
///
/// When parameters are given: Terraform has put its variables in place.
pub(super) fn inventory(file: &Value, choice: &ApiChoice) -> Result<Inventory, Vec<Finding>> {
    if let Some(name) = choice.parameters.keys().next() {
        let reason = format!(
            "`{name}` is not a parameter: what Terraform prints has its variables in place; plan with `-var {name}=VALUE`"
        );
        return Err(vec![Finding::new("", reason)]);
    }
    Ok(resources::read(&Plan::read(file)))
}

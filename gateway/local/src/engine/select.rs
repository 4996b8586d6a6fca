//! Which integration response answers.

use super::Failure;
use crate::{
    document::{IntegrationResponse, SelectionPattern},
    trace::{Selection, Step, Trace},
};
use apigw_java_regex::StepBudget;

/// The response whose pattern takes `text`, or the default one. Each pattern may take this number of steps.
pub(super) fn select<'r>(
    responses: &'r [IntegrationResponse],
    text: &str,
    step_limit: u64,
    trace: &mut Trace,
) -> Result<&'r IntegrationResponse, Failure> {
    let mut taken = Vec::new();
    for (index, response) in responses.iter().enumerate() {
        let Some(pattern) = &response.pattern else {
            continue;
        };
        let mut budget = StepBudget::steps(step_limit);
        let answer = pattern.matches_within(text, &mut budget);
        trace.used_up |= budget.left() == 0;
        trace.add(|| Step::Tried {
            pattern: pattern.shared(),
            status: response.status,
            taken: answer.clone(),
        });
        match answer {
            Ok(true) => taken.push(index),
            Ok(false) => {}
            Err(error) => {
                return Err(Failure::configuration(format!(
                    "the selection pattern for {}: {error}",
                    response.status
                )));
            }
        }
    }
    if taken.len() > 1 {
        trace.unverified(format!(
            "{} patterns take this text, and AWS does not say which wins; the lowest status does here",
            taken.len()
        ));
    }
    let default = || {
        responses
            .iter()
            .position(|response| response.pattern.is_none())
    };
    let index = taken.first().copied().or_else(default).ok_or_else(|| {
        Failure::configuration(
            "No match for output mapping and no default output mapping configured",
        )
    })?;
    let response = &responses[index];
    trace.selection = Some(Selection {
        pattern: response.pattern.as_ref().map(SelectionPattern::shared),
        status: response.status,
        place: index + 1,
        of: responses.len(),
    });
    Ok(response)
}

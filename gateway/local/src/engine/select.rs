//! Which integration response answers.

use super::Failure;
use crate::{
    document::IntegrationResponse,
    trace::{Selection, Step, Trace},
};

/// The response whose pattern takes `text`, or the default one.
pub(super) fn select<'r>(
    responses: &'r [IntegrationResponse],
    text: &str,
    trace: &mut Trace,
) -> Result<&'r IntegrationResponse, Failure> {
    let mut taken = Vec::new();
    for (index, response) in responses.iter().enumerate() {
        let Some(pattern) = &response.pattern else {
            continue;
        };
        let answer = pattern.matches(text);
        trace.add(Step::Tried {
            pattern: pattern.as_str().to_owned(),
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
        pattern: response
            .pattern
            .as_ref()
            .map(|pattern| pattern.as_str().to_owned()),
        status: response.status,
        place: index + 1,
        of: responses.len(),
    });
    Ok(response)
}

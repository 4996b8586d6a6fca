//! The message about an event that no endpoint can read: what the gateway makes of it.

use super::{drift::DriftKind, selection::takes, side::Side};
use crate::openapi::{OpenApi, patterns::Selections, samples::SampleRequest};
use apigw_java_regex::Pattern;
use apigw_local::{Outcome, Trace, engine};

impl OpenApi {
    /// A pattern for the messages of endpoints takes this one too, and its template gives the client the message as it is: the
    /// body of the API's own format, after the prefix.
    pub(super) fn shown_prefix(
        &self,
        found: &Side<'_>,
        expected: &Side<'_>,
        request: &SampleRequest<'_>,
        selections: &Selections,
    ) -> Option<DriftKind> {
        let (code, message) = self.unreadable_message();
        let prefix = self.unreadable.prefix();
        message.strip_prefix(prefix)?.strip_prefix('{')?;
        let takes = |pattern: &str| {
            let pattern = Pattern::new(pattern);
            pattern.is_ok_and(|pattern| takes(&pattern, &message) == Ok(true))
        };
        let operation = found.runnable(expected);
        let responses = operation.integration.responses.iter();
        let patterns = responses.filter_map(|response| {
            let pattern = response.pattern.as_ref()?;
            Some((response.status, pattern.as_str().to_owned()))
        });
        let (status, pattern) = patterns.into_iter().find(|(_, pattern)| takes(pattern))?;
        let mut own = selections.iter();
        let own = own.find(|selection| selection.status == status)?;
        let own = selections.pattern(own);
        if takes(&own) {
            return None;
        }
        let answer = engine::ended(Outcome::failed(code, &message), &mut Trace::default());
        let response = found
            .trial
            .response(&operation.into(), request, &answer)
            .ok()?;
        let is_shown = response.body().starts_with(prefix.as_bytes());
        is_shown.then_some(DriftKind::PrefixShown {
            status,
            pattern,
            code,
            prefix,
            expected: own,
        })
    }
}

//! The log's line about a request: its name, the status, what answered, and how long it took.

use crate::{Step, Trace, document::on_one_line, text::pictured};
use http::StatusCode;
use std::{borrow::Cow, fmt, time::Duration};

/// How much of the name stands in a line that has no width of its own, in characters.
const LONGEST_NAME: usize = 200;
/// How much of the name stands in the shortest line, in characters.
const SHORTEST_NAME: usize = 24;
/// How much of a pattern stands in a line, in characters.
const LONGEST_PATTERN: usize = 48;
/// The shortest part of a pattern that says something, in characters. Where there is less room it is left out.
const SHORTEST_PATTERN: usize = 12;

/// A line about a request. Its `Display` is whole; [`within`](Self::within) makes it fit.
#[derive(Debug)]
pub(super) struct RequestLine<'a> {
    /// The method and the path.
    name: Cow<'a, str>,
    /// The status, and which response answered.
    verdict: String,
    pattern: Option<String>,
    /// Why there is no answer of the function, where the client does not see it.
    cause: String,
    took: String,
}

impl<'a> RequestLine<'a> {
    pub(super) fn new(name: &'a str, status: StatusCode, trace: &'a Trace, took: Duration) -> Self {
        let selection = trace.selection.as_ref();
        let selection = selection.filter(|_| trace.gateway_response().is_none());
        let pattern = selection.and_then(|selection| selection.pattern.as_deref());
        let cause = cause(trace, status);
        Self {
            name: name.into(),
            verdict: format!("{}, {}", status.as_u16(), answered_by(trace)),
            pattern: pattern.map(|pattern| shortened(pictured(pattern), LONGEST_PATTERN)),
            cause: cause.map_or_else(String::new, |cause| format!(": {cause}")),
            took: format!("{took:.1?}"),
        }
    }

    /// The line with so much of the name and of the pattern as fits into `width` characters; a terminal's line is meant. Status,
    /// cause and time are never cut. Without a width only a name that is very long is folded.
    pub(super) fn within(mut self, width: Option<usize>) -> Self {
        let Some(width) = width else {
            self.name = folded(&self.name, LONGEST_NAME).into_owned().into();
            return self;
        };
        let length = |text: &str| text.chars().count();
        let pattern = self.pattern.as_deref().map_or(0, length);
        let room = (width + length(&self.name) + pattern).saturating_sub(length(&self.to_string()));
        let for_name = (room / 2).max(room.saturating_sub(pattern));
        self.name = folded(&self.name, for_name.max(SHORTEST_NAME))
            .into_owned()
            .into();
        let room = room.saturating_sub(length(&self.name));
        let fits = room >= pattern.min(SHORTEST_PATTERN);
        self.pattern = self.pattern.filter(|_| fits);
        if let Some(pattern) = &mut self.pattern {
            *pattern = shortened(pattern.chars(), room);
        }
        self
    }
}

impl fmt::Display for RequestLine<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.name, self.verdict)?;
        if let Some(pattern) = &self.pattern {
            write!(f, " {pattern}")?;
        }
        write!(f, "{}, {}", self.cause, self.took)
    }
}

/// The integration response or the gateway response that answered.
fn answered_by(trace: &Trace) -> String {
    match (trace.gateway_response(), &trace.selection) {
        (Some(kind), _) => format!("gateway response {kind}"),
        (None, None) if trace.not_run().is_some() => "not run here".to_owned(),
        (None, None) => "as the integration answers".to_owned(),
        (None, Some(selection)) => {
            let (place, of) = (selection.place, selection.of);
            match selection.pattern {
                Some(_) => format!("pattern {place} of {of}"),
                None => format!("default response, {place} of {of}"),
            }
        }
    }
}

/// Why there is no answer of the function, as far as the client does not see it: a 5xx of the gateway hides its reason, and that
/// Lambda refused the event no status says.
fn cause(trace: &Trace, status: StatusCode) -> Option<String> {
    trace.steps.iter().rev().find_map(|step| match step {
        Step::GatewayResponse { reason, .. } | Step::NotRun(reason) => {
            status.is_server_error().then(|| on_one_line(reason))
        }
        Step::Refused(_) => Some(on_one_line(&step.to_string())),
        _ => None,
    })
}

/// The start and the end of a text that has more than `length` characters.
pub(super) fn folded(text: &str, length: usize) -> Cow<'_, str> {
    let count = text.chars().count();
    if count <= length {
        return text.into();
    }
    let kept = length.saturating_sub(1);
    let end = kept / 3;
    let start: String = text.chars().take(kept - end).collect();
    let end: String = text.chars().skip(count - end).collect();
    format!("{start}…{end}").into()
}

/// The text, or its start if it has more than `length` characters.
fn shortened(mut text: impl Iterator<Item = char>, length: usize) -> String {
    let mut start: String = text.by_ref().take(length).collect();
    if text.next().is_some() {
        start.pop();
        start.push('…');
    }
    start
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Selection;

    fn trace(pattern: Option<&str>) -> Trace {
        Trace {
            selection: Some(Selection {
                pattern: pattern.map(Into::into),
                status: 404,
                place: 2,
                of: 5,
            }),
            ..Trace::default()
        }
    }

    #[track_caller]
    fn check(name: &str, trace: &Trace, width: Option<usize>, expected: &str) {
        let took = Duration::from_micros(1500);
        let line = RequestLine::new(name, StatusCode::NOT_FOUND, trace, took);
        assert_eq!(line.within(width).to_string(), expected);
    }

    #[test]
    fn a_line_that_fits_is_whole() {
        let trace = trace(Some(r"^(?:Not Found: )\{[\s\S]*"));
        let whole = r"GET /carts/7 404, pattern 2 of 5 ^(?:Not Found: )\{[\s\S]*, 1.5ms";
        for width in [None, Some(whole.len())] {
            check("GET /carts/7", &trace, width, whole);
        }
        check(
            "GET /carts/7",
            &trace,
            Some(whole.len() - 1),
            r"GET /carts/7 404, pattern 2 of 5 ^(?:Not Found: )\{[\s\S…, 1.5ms",
        );
    }

    #[test]
    fn a_long_path_keeps_its_start_and_its_end() {
        let name = format!("GET /carts/{}/items", "a".repeat(400));
        check(
            &name,
            &trace(None),
            Some(80),
            "GET /carts/aaaaaaaaaaaaaaaaa…aaaaaaaa/items 404, default response, 2 of 5, 1.5ms",
        );
        let line = |width| {
            let trace = trace(None);
            let took = Duration::from_secs(1);
            let line = RequestLine::new(&name, StatusCode::OK, &trace, took).within(width);
            line.to_string().chars().count()
        };
        assert_eq!(line(Some(100)), 100);
        assert_eq!(
            line(None),
            LONGEST_NAME + " 200, default response, 2 of 5, 1.0s".len()
        );
    }

    #[test]
    fn a_pattern_leaves_half_of_the_room_to_the_path() {
        let name = format!("GET /{}", "é".repeat(60));
        check(
            &name,
            &trace(Some(&"p".repeat(60))),
            Some(80),
            "GET /éééééééééééé…éééééééé 404, pattern 2 of 5 ppppppppppppppppppppppppp…, 1.5ms",
        );
        // A terminal of 30 columns shows the name and the verdict, on two lines.
        check(
            &name,
            &trace(Some(&"p".repeat(60))),
            Some(30),
            "GET /ééééééééééé…ééééééé 404, pattern 2 of 5, 1.5ms",
        );
    }

    #[test]
    fn what_hides_the_cause_does_not_hide_it_here() {
        let mut refused = trace(None);
        refused.keep(Step::Refused("it has 7 bytes\u{1b}".to_owned()));
        check(
            "POST /carts",
            &refused,
            Some(40),
            "POST /carts 404, default response, 2 of 5: Lambda refused the event, because it has 7 bytes␛, 1.5ms",
        );
    }
}

//! A trace for people: the verdict in one line, then a line for each step.
//!
//! In: a trace and the status of the answer. Out: lines without control characters, none longer than asked for. A line that is cut
//! says so. Bodies are shown decoded, and not as JSON or base64 within JSON.

use crate::{
    text::picture,
    trace::{Step, Trace, in_backticks},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use http::StatusCode;
use serde_json::Value;
use std::fmt::{self, Write};

/// How long a line may be unless it is said, in characters.
const WIDTH: usize = 4096;
/// The shortest line that still says something, in characters.
const SHORTEST: usize = 40;

/// Why a request was answered as it was.
///
/// ```
/// use apigw_local::{Explanation, Selection, Trace};
/// use http::StatusCode;
///
/// let mut trace = Trace::new("1");
/// trace.operation = Some("GET /greeting".to_owned());
/// trace.selection = Some(Selection { pattern: Some("Not Found: .*".into()), status: 404, place: 1, of: 2 });
/// let explanation = Explanation::new(&trace, StatusCode::NOT_FOUND).width(60);
/// assert_eq!(explanation.verdict(), "404 Not Found: pattern 1 of 2, `Not Found: .*`, takes it");
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Explanation<'a> {
    trace: &'a Trace,
    status: StatusCode,
    width: usize,
}

impl<'a> Explanation<'a> {
    /// Explains an answer with this status. Its lines have 4,096 characters at most.
    #[must_use]
    pub fn new(trace: &'a Trace, status: StatusCode) -> Self {
        Self {
            trace,
            status,
            width: WIDTH,
        }
    }

    /// Cuts each line to this many characters, but to 40 at least.
    #[must_use]
    pub fn width(self, width: usize) -> Self {
        Self {
            width: width.max(SHORTEST),
            ..self
        }
    }

    /// The status and why it is this one, in one line.
    #[must_use]
    pub fn verdict(&self) -> String {
        let status = self.status.as_u16();
        let name = self.status.canonical_reason().unwrap_or("without a name");
        self.cut(&format!("{status} {name}: {}", self.reason()))
    }

    /// The steps, a line for each, indented by two.
    #[must_use]
    pub fn steps(&self) -> String {
        let mut text = String::new();
        for step in &self.trace.steps {
            for (label, shown) in rows(step) {
                text.push_str(&self.cut(&format!("  {label:<8}  {shown}")));
                text.push('\n');
            }
        }
        text
    }

    fn reason(&self) -> String {
        let refusal = self.trace.steps.iter().rev().find_map(|step| match step {
            Step::GatewayResponse { kind, reason } => {
                Some(format!("gateway response {kind}, because {reason}"))
            }
            _ => None,
        });
        if let Some(refusal) = refusal {
            return refusal;
        }
        if let Some(reason) = self.trace.not_run() {
            return format!("not run here, because {reason}");
        }
        let Some(selection) = &self.trace.selection else {
            return "as the integration answers".to_owned();
        };
        let (place, of) = (selection.place, selection.of);
        let mut reason = match &selection.pattern {
            Some(pattern) => {
                format!(
                    "pattern {place} of {of}, {}, takes it",
                    in_backticks(pattern)
                )
            }
            None => format!("the default response, {place} of {of}"),
        };
        if self.status.as_u16() != selection.status {
            let _ = write!(
                reason,
                "; an override changes its status {}",
                selection.status
            );
        }
        reason
    }

    /// The line without line breaks and control characters, and no longer than it may be.
    fn cut(&self, line: &str) -> String {
        let mut folded = String::new();
        let mut length = 0;
        let mut characters = Folded(line.chars());
        while length < self.width
            && let Some(character) = characters.next()
        {
            folded.push(character);
            length += 1;
        }
        let left = characters.count();
        if left == 0 {
            return folded;
        }
        let said = format!(" … and {} characters", left + length);
        let kept = self.width.saturating_sub(said.chars().count());
        let kept: String = folded.chars().take(kept).collect();
        let cut = left + length - kept.chars().count();
        format!("{kept} … and {cut} characters")
    }
}

impl fmt::Display for Explanation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.verdict())?;
        f.write_str(&self.steps())
    }
}

/// Characters as a terminal may get them: a line break with the indentation after it is one space, and a control character
/// is the picture of one.
struct Folded<'a>(std::str::Chars<'a>);

impl Iterator for Folded<'_> {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        let character = self.0.next()?;
        if character == '\n' || character == '\r' {
            let rest = self.0.as_str();
            self.0 = rest.trim_start_matches([' ', '\t', '\n', '\r']).chars();
            return Some(' ');
        }
        Some(match character {
            '\t' => ' ',
            _ => picture(character).unwrap_or(character),
        })
    }
}

/// The text of a step, each row with its label.
fn rows(step: &Step) -> Vec<(&'static str, String)> {
    match step {
        Step::Template {
            of,
            media_type,
            among,
        } => vec![(
            of,
            format!("template {media_type} of [{}]", among.join(", ")),
        )],
        Step::PassedThrough { of } => vec![(of, "the body goes on as it is".to_owned())],
        Step::Event { function, payload } => {
            let size = payload.len();
            let mut rows = vec![(
                "event",
                format!("for `{function}`, {size} bytes: {payload}"),
            )];
            rows.extend(body_of(&json(payload)).map(|body| ("body", body)));
            rows
        }
        Step::Outcome(outcome) => outcome_rows(outcome),
        Step::Tried {
            pattern,
            status,
            taken,
        } => {
            let answer = match taken {
                Ok(true) => "takes it",
                Ok(false) => "no",
                Err(reason) => reason,
            };
            let pattern = in_backticks(pattern);
            vec![("pattern", format!("for {status}: {answer}: {pattern}"))]
        }
        Step::Mapped { .. } => labelled("mapping", step),
        Step::Renamed { .. } => labelled("header", step),
        Step::Overridden { .. } => labelled("override", step),
        Step::GatewayResponse { kind, reason } => {
            vec![("gateway", format!("response {kind}, because {reason}"))]
        }
        Step::Refused(reason) => {
            vec![("lambda", format!("refused the event, because {reason}"))]
        }
        Step::NotRun(reason) => vec![("gateway", format!("not run here, because {reason}"))],
        Step::Unverified(what) => vec![("assumed", format!("unverified on AWS: {what}"))],
        Step::Note(_) => labelled("note", step),
    }
}

/// The step's own words after the label, without a first word that only repeats it.
fn labelled(label: &'static str, step: &Step) -> Vec<(&'static str, String)> {
    let text = step.to_string();
    let text = text.strip_prefix(label).map_or(&*text, str::trim_start);
    vec![(label, text.to_owned())]
}

/// A function error with its message as the patterns see it, and a proxy's answer with its body as the client gets it.
fn outcome_rows(outcome: &str) -> Vec<(&'static str, String)> {
    let value = json(outcome.trim_start_matches(|c| c != '{'));
    let message = value.get("errorMessage").and_then(Value::as_str);
    if let Some(message) = message
        && outcome.starts_with("function error")
    {
        let kind = value.get("errorType").and_then(Value::as_str);
        let kind = kind.map(|kind| format!(" {kind}")).unwrap_or_default();
        return vec![(
            "outcome",
            format!("function error{kind}, with the message: {message}"),
        )];
    }
    let mut rows = vec![("outcome", outcome.to_owned())];
    rows.extend(body_of(&value).map(|body| ("body", body)));
    rows
}

/// A member of the events that the request templates of `lambda-api-errors` write. Their `body` is in Base64, also if it is text.
const BASE64_EVENT: &str = "lambdaApiErrors";

/// The member `body` of an event or an answer, decoded.
pub(crate) fn body_of(value: &Value) -> Option<String> {
    let body = value.get("body")?.as_str()?;
    let is_base64 = value.get("isBase64Encoded") == Some(&Value::Bool(true));
    if !is_base64 && value.get(BASE64_EVENT).is_none() {
        return Some(body.to_owned());
    }
    let bytes = STANDARD.decode(body).ok()?;
    let size = bytes.len();
    Some(String::from_utf8(bytes).unwrap_or_else(|_| format!("{size} bytes that are not text")))
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(steps: Vec<Step>, width: usize) -> Vec<String> {
        let trace = Trace {
            steps,
            ..Trace::default()
        };
        let explanation = Explanation::new(&trace, StatusCode::OK).width(width);
        explanation.steps().lines().map(str::to_owned).collect()
    }

    #[test]
    fn the_body_of_an_event_is_shown_decoded() {
        for (payload, expected) in [
            (
                r#"{"lambdaApiErrors":1,"body":"eyJhIjoxfQ=="}"#,
                r#"  body      {"a":1}"#,
            ),
            (
                r#"{"isBase64Encoded":false,"body":"e30="}"#,
                "  body      e30=",
            ),
        ] {
            let lines = steps(
                vec![Step::Event {
                    function: "carts".to_owned(),
                    payload: payload.to_owned(),
                }],
                200,
            );
            assert_eq!(lines[1], expected);
        }
    }

    #[test]
    fn bodies_are_shown_as_what_they_stand_for() {
        let error =
            r#"function error {"errorType":"Gone","errorMessage":"Not Found: {\"a\":\"b\"}"}"#;
        let answer = r#"payload {"statusCode":200,"isBase64Encoded":true,"body":"aGk="}"#;
        let binary = r#"payload {"isBase64Encoded":true,"body":"/w=="}"#;
        let lines = steps(
            [error, answer, binary]
                .map(|outcome| Step::Outcome(outcome.to_owned()))
                .into(),
            200,
        );
        assert_eq!(
            lines,
            [
                r#"  outcome   function error Gone, with the message: Not Found: {"a":"b"}"#,
                &format!("  outcome   {answer}"),
                "  body      hi",
                &format!("  outcome   {binary}"),
                "  body      1 bytes that are not text",
            ]
        );
    }

    #[test]
    fn no_line_is_longer_than_asked_for_and_cuts_are_said() {
        let huge = "é".repeat(14 << 20);
        let lines = steps(vec![Step::Note(huge), Step::Note("short".to_owned())], 60);
        assert_eq!(lines[0].chars().count(), 60, "{}", lines[0]);
        let (kept, said) = lines[0].split_once(" … and ").unwrap();
        let cut = "  note      ".len() + (14 << 20) - kept.chars().count();
        assert_eq!(said, format!("{cut} characters"));
        assert_eq!(lines[1], "  note      short");
    }

    #[test]
    fn values_cannot_write_to_the_terminal() {
        let lines = steps(
            vec![Step::Note("a\n\t  b\u{1b}[2Jc\r\nd\u{202e}".to_owned())],
            60,
        );
        assert_eq!(lines, ["  note      a b␛[2Jc d␦"]);
    }
}

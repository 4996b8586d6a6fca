//! The responses of an integration, and the templates in them.

use super::{
    DocumentProblem, Findings,
    compiled::Compiled,
    cursor::Cursor,
    integration::{ContentHandling, read_content_handling},
    mapping::{self, Mapping},
    selection_pattern::SelectionPattern,
    template::Template,
};
use serde_json::Value;
use std::cell::RefCell;

/// A response that an integration can have.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct IntegrationResponse {
    /// Its place in the document, as a JSON pointer.
    pub pointer: String,
    /// The selection pattern; `None` is the default response.
    pub pattern: Option<SelectionPattern>,
    /// A `selectionPattern` inside of the response, which import does not read: the key is the pattern.
    pub ignored_pattern: Option<String>,
    /// The status of the method response.
    pub status: u16,
    /// The response templates by media type.
    pub templates: Vec<(String, Template)>,
    /// The header mappings.
    pub headers: Vec<Mapping>,
    /// How the body is converted.
    pub content_handling: Option<ContentHandling>,
}

/// Reads templates by media type. One that cannot be parsed is a problem, and stays.
pub(super) fn read_templates(
    parent: &Cursor<'_>,
    key: &str,
    compiled: &RefCell<Compiled>,
    findings: &mut Findings,
) -> Result<Vec<(String, Template)>, DocumentProblem> {
    let mut templates = Vec::new();
    let Some(place) = parent.get(key) else {
        return Ok(templates);
    };
    for (media_type, template) in place.members()? {
        if !media_type.contains('/') {
            findings
                .push(template.problem(format!("invalid content type specified: {media_type}")));
            continue;
        }
        let text = match template.value {
            Value::Null => Ok(""),
            _ => template.text(),
        };
        match text {
            Err(problem) => findings.push(problem),
            Ok(text) => {
                let parsed = compiled.borrow_mut().template(text);
                if let Some(error) = parsed.error() {
                    findings.push(template.problem(error));
                }
                templates.push((media_type.to_owned(), parsed));
            }
        }
    }
    Ok(templates)
}

/// Reads the responses: patterns by their status, then the default. A pattern that cannot be read is a problem, and
/// stays; a response without a status is left out.
pub(super) fn read_all(
    place: &Cursor<'_>,
    compiled: &RefCell<Compiled>,
    findings: &mut Findings,
) -> Result<Vec<IntegrationResponse>, DocumentProblem> {
    let mut responses: Vec<IntegrationResponse> = Vec::new();
    for (key, place) in place.members()? {
        let status = match place.required("statusCode").and_then(|at| at.status()) {
            Ok(status) => status,
            Err(problem) => {
                findings.push(problem);
                continue;
            }
        };
        let is_default = key == "default" || key.is_empty();
        let pattern = (!is_default).then(|| compiled.borrow_mut().pattern(key));
        if let Some(error) = pattern.as_ref().and_then(SelectionPattern::error) {
            findings.push(place.problem(format!("the selection pattern: {error}")));
        }
        if responses.iter().any(|response| response.status == status) {
            findings.warn(place.problem(format!(
                "API Gateway keeps one integration response per status, and there is another for {status}: which one it keeps is not known"
            )));
        }
        let templates = read_templates(&place, "responseTemplates", compiled, findings);
        let prefixes = &[mapping::RESPONSE_HEADER];
        let headers = mapping::read_all(&place, "responseParameters", prefixes, findings);
        responses.push(IntegrationResponse {
            pointer: place.pointer(),
            pattern,
            ignored_pattern: place
                .get("selectionPattern")
                .and_then(|pattern| pattern.value.as_str().map(str::to_owned)),
            status,
            templates: findings.keep(templates),
            headers: findings.keep(headers),
            content_handling: findings.keep(read_content_handling(&place)),
        });
    }
    responses.sort_by_key(|response| (response.pattern.is_none(), response.status));
    Ok(responses)
}

//! The responses of an integration, and the templates in them.

use super::{
    DocumentProblem,
    cursor::Cursor,
    integration::{ContentHandling, read_content_handling},
    mapping::{self, Mapping},
    selection_pattern::SelectionPattern,
    template::Template,
};
use serde_json::Value;

/// A response that an integration can have.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct IntegrationResponse {
    /// Where it stands: a JSON pointer.
    pub pointer: String,
    /// The selection pattern; `None` is the default response.
    pub pattern: Option<SelectionPattern>,
    /// The status of the method response.
    pub status: u16,
    /// The response templates by media type.
    pub templates: Vec<(String, Template)>,
    /// The header mappings.
    pub headers: Vec<Mapping>,
    /// What becomes of the body.
    pub content_handling: Option<ContentHandling>,
}

/// Reads templates by media type. One that cannot be parsed is a problem, and stays.
pub(super) fn read_templates(
    parent: &Cursor<'_>,
    key: &str,
    problems: &mut Vec<DocumentProblem>,
) -> Result<Vec<(String, Template)>, DocumentProblem> {
    let mut templates = Vec::new();
    let Some(place) = parent.get(key) else {
        return Ok(templates);
    };
    for (media_type, template) in place.members()? {
        if !media_type.contains('/') {
            problems
                .push(template.problem(format!("invalid content type specified: {media_type}")));
            continue;
        }
        let text = match template.value {
            Value::Null => Ok(""),
            _ => template.text(),
        };
        match text {
            Err(problem) => problems.push(problem),
            Ok(text) => {
                let parsed = Template::new(text);
                problems.extend(parsed.error().map(|error| template.problem(error)));
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
    problems: &mut Vec<DocumentProblem>,
) -> Result<Vec<IntegrationResponse>, DocumentProblem> {
    let mut responses: Vec<IntegrationResponse> = Vec::new();
    for (key, place) in place.members()? {
        let status = match place.required("statusCode").and_then(|at| at.status()) {
            Ok(status) => status,
            Err(problem) => {
                problems.push(problem);
                continue;
            }
        };
        let is_default = key == "default" || key.is_empty();
        let pattern = (!is_default).then(|| SelectionPattern::new(key));
        if let Some(error) = pattern.as_ref().and_then(SelectionPattern::error) {
            problems.push(place.problem(format!("the selection pattern: {error}")));
        }
        if responses.iter().any(|response| response.status == status) {
            problems.push(place.problem(format!(
                "API Gateway keeps one integration response per status, and there is another for {status}"
            )));
        }
        let templates = read_templates(&place, "responseTemplates", problems);
        let prefixes = &[mapping::RESPONSE_HEADER];
        let headers = mapping::read_all(&place, "responseParameters", prefixes, problems);
        let mut keep = |problem| problems.push(problem);
        responses.push(IntegrationResponse {
            pointer: place.pointer().to_owned(),
            pattern,
            status,
            templates: templates.map_err(&mut keep).unwrap_or_default(),
            headers: headers.map_err(&mut keep).unwrap_or_default(),
            content_handling: read_content_handling(&place)
                .map_err(&mut keep)
                .unwrap_or_default(),
        });
    }
    responses.sort_by_key(|response| (response.pattern.is_none(), response.status));
    Ok(responses)
}

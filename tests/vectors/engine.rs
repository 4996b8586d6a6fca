//! The crate's own engine, against what the real ones were recorded to answer.

use apigw_java_regex::{Pattern, Search, StepBudget};
use apigw_velocity::{Input, RenderError, Scope, StatusOverride, Template};
use lambda_api_errors_tests::{
    gateway::{Integration, Outcome, Rendered},
    vectors::{Answered, read},
};
use std::collections::BTreeMap;

struct Answer {
    pattern: Option<(Pattern, Search)>,
    status: u16,
    template: Option<Template>,
    headers: BTreeMap<String, String>,
}

fn answers(integration: &Integration) -> BTreeMap<String, Answer> {
    let responses = integration.integration["responses"].as_object();
    responses
        .expect("responses")
        .iter()
        .map(|(key, response)| {
            let text = |text: &serde_json::Value| text.as_str().expect("a text").to_owned();
            let parameters = response["responseParameters"].as_object();
            let headers = parameters.into_iter().flatten().map(|(target, constant)| {
                let name = target.trim_start_matches("method.response.header.");
                let value = text(constant).trim_matches('\'').to_owned();
                (name.to_lowercase(), value)
            });
            let template = &response["responseTemplates"]["application/json"];
            let answer = Answer {
                pattern: (key != "default").then(|| {
                    let search = Search::new(key).expect("a pattern");
                    (Pattern::new(key).expect("a pattern"), search)
                }),
                status: text(&response["statusCode"]).parse().expect("a status"),
                template: template
                    .as_str()
                    .map(|template| Template::parse(template).expect("a template")),
                headers: headers.collect(),
            };
            (key.clone(), answer)
        })
        .collect()
}

/// The client's answer, or why the engine gave no answer.
fn respond(answers: &BTreeMap<String, Answer>, outcome: &Outcome) -> Result<Rendered, RenderError> {
    let message = outcome.seen_by_patterns();
    let takes = |answer: &Answer| match &answer.pattern {
        Some((pattern, _)) => pattern.matches(&message).expect("an answer"),
        None => false,
    };
    let selected: Vec<_> = answers.iter().filter(|(_, answer)| takes(answer)).collect();
    let chosen = selected
        .last()
        .map_or(&answers["default"], |(_, answer)| *answer);
    let mut rendered = Rendered {
        selected: selected.iter().map(|(key, _)| (*key).clone()).collect(),
        agreed: answers
            .values()
            .all(|answer| takes(answer) == is_found(answer, &message)),
        status: chosen.status,
        headers: chosen.headers.clone(),
        body: outcome.body.clone(),
        error: None,
    };
    if let Some(template) = &chosen.template {
        let mut scope = Scope::new();
        rendered.body = template.render(&mut scope, &Input::new(outcome.body.as_str()))?;
        let overrides = scope.overrides();
        assert_eq!(overrides.repeated, <[String; 0]>::default(), "{outcome:?}");
        if let Some(StatusOverride::Code(status)) = overrides.status {
            rendered.status = status;
        }
        let headers = overrides.response_headers.into_iter();
        rendered
            .headers
            .extend(headers.map(|(name, value)| (name.to_lowercase(), value)));
    }
    Ok(rendered)
}

/// Whether the pattern takes some part of the message.
fn is_found(answer: &Answer, message: &str) -> bool {
    let Some((_, search)) = &answer.pattern else {
        return false;
    };
    let budget = &mut StepBudget::default();
    let found = search.find_all(message, budget).next();
    found.transpose().expect("an answer").is_some()
}

#[test]
fn the_crates_engine_answers_as_recorded() {
    let integrations: Vec<Integration> = read("integrations");
    let integrations: BTreeMap<_, _> = integrations
        .iter()
        .map(|integration| (integration.name.as_str(), answers(integration)))
        .collect();
    let mut answered = 0;
    for Answered {
        outcome, rendered, ..
    } in read("answers")
    {
        match respond(&integrations[&*outcome.integration], &outcome) {
            Ok(found) => assert_eq!(found, rendered, "{outcome:?}"),
            Err(error) => assert!(rendered.error.is_some(), "{outcome:?}: {error}"),
        }
        answered += 1;
    }
    assert!(answered > 300, "{answered} answers");
}

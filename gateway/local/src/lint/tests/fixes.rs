//! Fixes that say what to write: applied word for word, they leave no finding that was not there before.

use super::*;
use std::collections::BTreeSet;

/// The texts between double quotes, as JSON reads them, and where each of them ends.
fn quoted_texts(fix: &str) -> Vec<(String, usize)> {
    let mut texts = Vec::new();
    let mut at = 0;
    while let Some(start) = fix[at..].find('"').map(|start| at + start) {
        let mut read = serde_json::Deserializer::from_str(&fix[start..]).into_iter::<String>();
        let text = read.next().expect("a text").expect("a quoted text");
        at = start + read.byte_offset();
        texts.push((text, at));
    }
    texts
}

/// The document after the fix, and whether the fix says what to write.
fn applied(document: &Value, found: &Finding) -> Option<Value> {
    let mut document = document.clone();
    let (operation, _) = found
        .pointer
        .split_once("/x-amazon-apigateway-integration")?;
    let operation = operation.to_owned();
    let mut changed = false;
    for part in found.fix.split("; ") {
        let texts = quoted_texts(&part.replace('`', " "));
        let integration = format!("{operation}/x-amazon-apigateway-integration/responses");
        let responses = document.pointer_mut(&integration)?.as_object_mut()?;
        let mut status = None;
        if let Some(rest) = part.strip_prefix("add `\"default\": ") {
            let (value, _) = rest.split_once('`')?;
            responses.insert("default".to_owned(), serde_json::from_str(value).unwrap());
            status = rest.split("`\"").nth(1);
        } else if let Some(rest) = part.strip_prefix("add a response for ") {
            let number: u16 = rest.split_once(' ')?.0.parse().unwrap();
            responses.insert(texts[0].0.clone(), json!({"statusCode": number}));
            status = rest.split("`\"").nth(1);
        } else if let Some(place) = part.find("use \"") {
            let (text, end) = quoted_texts(&part[place..]).remove(0);
            let of = part[place + end..].strip_prefix(" for ");
            let key = if let Some(status) = of {
                responses.iter().find_map(|(key, value)| {
                    let stated = value["statusCode"].to_string();
                    (key != "default" && stated.trim_matches('"') == status).then(|| key.clone())
                })?
            } else {
                let key = found.pointer.rsplit_once('/')?.1;
                key.replace("~1", "/").replace("~0", "~")
            };
            let response = responses.remove(&key)?;
            responses.insert(text, response);
        } else {
            continue;
        }
        changed = true;
        if let Some(status) = status.and_then(|rest| rest.split('"').next()) {
            let declared = document.pointer_mut(&format!("{operation}/responses"))?;
            declared[status] = json!({"description": ""});
        }
    }
    changed.then_some(document)
}

/// What a finding is about: the rule, and the status of the response.
fn about(document: &Value) -> BTreeSet<(&'static str, String)> {
    let report = lint(&Document::from_value(document).unwrap());
    assert_eq!(report.unfinished, None);
    let findings = report.findings.iter().map(|found| {
        let status = &document.pointer(&found.pointer).unwrap()["statusCode"];
        (found.rule.id, status.to_string())
    });
    findings.collect()
}

fn root(responses: &Value, declared: &[u16]) -> Value {
    let declared: serde_json::Map<String, Value> = declared
        .iter()
        .map(|status| (status.to_string(), json!({"description": ""})))
        .collect();
    json!({"openapi": "3.0.1", "info": {"title": "t", "version": "1"}, "paths": {"/carts": {"get": {
        "responses": declared,
        "x-amazon-apigateway-integration": {
            "type": "aws",
            "httpMethod": "POST",
            "uri": "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/carts/invocations",
            "responses": responses,
        },
    }}}})
}

#[test]
fn a_fix_makes_no_new_finding() {
    let mut rules = BTreeSet::new();
    for (responses, declared) in [
        (json!({"default": {"statusCode": 200}}), vec![200]),
        (
            json!({"default": {"statusCode": 200}, r#".*"status":400.*"#: {"statusCode": 400}}),
            vec![200, 400, 500, 504],
        ),
        (
            json!({"default": {"statusCode": 200}, r#"(?s).*"status":500.*"#: {"statusCode": 500}, "Late: .*": {"statusCode": 504}}),
            vec![200, 500, 504],
        ),
        (
            json!({"default": {"statusCode": 200}, ".*validation error.*": {"statusCode": 400}, ".*Process exited.*": {"statusCode": 500}}),
            vec![200, 400, 500],
        ),
        (
            json!({"default": {"statusCode": 200}, ".*": {"statusCode": 500}}),
            vec![200, 500],
        ),
        (
            json!({"default": {"statusCode": 201}, "Invalid*": {"statusCode": 400}}),
            vec![201, 400],
        ),
        (json!({"(?s)Not Found: .*": {"statusCode": 404}}), vec![404]),
        (
            json!({"(?s)Not Found: .*": {"statusCode": 404}, "(?s).*failed.*": {"statusCode": 500}}),
            vec![204, 404, 500],
        ),
        (
            json!({"default": {"statusCode": 200}, "(?s)Not Found: .*": {"statusCode": 404}, "(?s).+": {"statusCode": 500}}),
            vec![200, 404, 500],
        ),
    ] {
        let document = root(&responses, &declared);
        let before = about(&document);
        for found in lint(&Document::from_value(&document).unwrap()).findings {
            let Some(fixed) = applied(&document, &found) else {
                continue;
            };
            let after = about(&fixed);
            let new: Vec<_> = after.difference(&before).collect();
            assert!(new.is_empty(), "{found}\nmakes {new:?} in {fixed:#}");
            assert!(
                after.len() < before.len(),
                "{found}\nchanges nothing: {after:?}"
            );
            rules.insert(found.rule.id);
        }
    }
    let expected = [
        "glob-pattern",
        "line-break-defeats-pattern",
        "missing-default",
        "overlapping-patterns",
        "platform-failure-answered-2xx",
        "success-matched",
        "text-selects-pattern",
    ];
    assert_eq!(rules.into_iter().collect::<Vec<_>>(), expected);
}

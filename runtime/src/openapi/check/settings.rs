//! The settings of an integration and of the whole API: those that decide what is answered, and those that only a
//! deployment knows.

use super::{drift::DriftKind, notes::Notes};
use crate::IntegrationSettings;
use apigw_local::{
    Document,
    document::{ContentHandling, Integration, Kind},
};
use std::collections::BTreeSet;

/// The parts of a Lambda call that change the answer if a mapping sets them.
///
/// [Invoke](https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html): the header says whether the call waits for the
/// function's answer, and the parameter names the function's version. Lambda does not look at others.
const CALL_PARAMETERS: [&str; 2] = [
    "integration.request.header.x-amz-invocation-type",
    "integration.request.querystring.qualifier",
];

/// The integration's type and settings. Nothing else can be compared between two types.
pub(super) fn drifts(found: &Integration, expected: &Integration) -> Vec<DriftKind> {
    if let Some(drift) = differs("type", &found.type_name, &expected.type_name) {
        return vec![drift];
    }
    let mut drifts = Vec::new();
    let method = |integration: &Integration| integration.http_method.clone().unwrap_or_default();
    if expected.http_method.is_some() {
        drifts.extend(differs("httpMethod", &method(found), &method(expected)));
    }
    let mode = |integration: &Integration| {
        if integration.streams {
            "STREAM"
        } else {
            "BUFFERED"
        }
    };
    drifts.extend(differs("responseTransferMode", mode(found), mode(expected)));
    if drifts.is_empty() && asks_another_service(found, expected) {
        drifts.push(DriftKind::SettingDiffers {
            setting: "uri".to_owned(),
            found: found.uri.clone().unwrap_or_default(),
            expected: expected.uri.clone().unwrap_or_default(),
        });
    }
    if expected.type_name != "aws_proxy" {
        let texts = (
            found.passthrough.to_string(),
            expected.passthrough.to_string(),
        );
        drifts.extend(differs("passthroughBehavior", &texts.0, &texts.1));
        drifts.extend(content_handling(
            "contentHandling",
            found.content_handling,
            expected.content_handling,
        ));
    }
    drifts.extend(call_parameters(found));
    drifts
}

/// The difference of a setting, if there is one; a missing setting is empty.
pub(super) fn differs(setting: &str, found: &str, expected: &str) -> Option<DriftKind> {
    (found != expected).then(|| DriftKind::SettingDiffers {
        setting: setting.to_owned(),
        found: found.to_owned(),
        expected: expected.to_owned(),
    })
}

/// How `contentHandling` differs. `CONVERT_TO_TEXT`, which the console sets, leaves text as it is, and all bodies are text in
/// a custom integration:
/// [Content type conversions](https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings-workflow.html).
pub(super) fn content_handling(
    setting: &str,
    found: Option<ContentHandling>,
    expected: Option<ContentHandling>,
) -> Option<DriftKind> {
    let text = |handling: Option<ContentHandling>| {
        handling
            .filter(|handling| *handling != ContentHandling::ToText)
            .map_or_else(String::new, |handling| handling.to_string())
    };
    differs(setting, &text(found), &text(expected))
}

/// Whether the call does not go to a Lambda function. An address with a variable of a tool counts as no address yet.
fn asks_another_service(found: &Integration, expected: &Integration) -> bool {
    let is_open = found
        .uri
        .as_deref()
        .is_some_and(|uri| uri.starts_with("${") && !uri.starts_with("${AWS::"));
    expected.type_name.starts_with("aws")
        && !matches!(found.kind, Kind::Custom { .. } | Kind::Proxy { .. })
        && !is_open
        && found.uri != expected.uri
}

fn call_parameters(found: &Integration) -> Vec<DriftKind> {
    let mappings = found.request_parameters.iter();
    let changing = mappings.filter(|mapping| {
        let target = mapping.target.to_ascii_lowercase();
        let waits = mapping.expression == "'RequestResponse'" && target.ends_with("-type");
        CALL_PARAMETERS.contains(&target.as_str()) && !waits
    });
    changing
        .map(|mapping| DriftKind::SettingDiffers {
            setting: mapping.target.clone(),
            found: mapping.expression.clone(),
            expected: String::new(),
        })
        .collect()
}

/// The settings that only the deployment knows: compared where the API states them, and noted where it does not.
pub(super) fn deployment(
    found: &Integration,
    expected: &Integration,
    stated: &IntegrationSettings,
    states_function: bool,
    notes: &mut Notes,
) -> Vec<DriftKind> {
    let mut drifts = Vec::new();
    let mut compare = |setting: &'static str,
                       found: String,
                       default: &str,
                       stated: Option<String>| {
        match stated {
            Some(stated) => drifts.extend(differs(setting, &found, &stated)),
            None if found != default => notes.setting(setting, &found),
            None => {}
        }
    };
    let milliseconds = |time: std::time::Duration| time.as_millis().to_string();
    compare(
        "timeoutInMillis",
        milliseconds(found.timeout),
        if expected.streams { "900000" } else { "29000" },
        stated.timeout.map(milliseconds),
    );
    let connection = &found.connection;
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    compare(
        "credentials",
        text(&connection.credentials),
        "",
        stated.credentials.clone(),
    );
    let is_linked = stated.vpc_link.is_some();
    let kind = text(&connection.connection_type);
    let kind = if kind.is_empty() {
        "INTERNET".to_owned()
    } else {
        kind
    };
    compare(
        "connectionType",
        kind,
        "INTERNET",
        is_linked.then(|| "VPC_LINK".to_owned()),
    );
    compare(
        "connectionId",
        text(&connection.connection_id),
        "",
        stated.vpc_link.clone(),
    );
    compare(
        "tlsConfig.insecureSkipVerification",
        connection.skips_certificate_check.to_string(),
        "false",
        stated
            .skips_certificate_check
            .map(|skips| skips.to_string()),
    );
    match (function(found), function(expected)) {
        (Some(found), Some(wanted)) if states_function => {
            drifts.extend(differs("uri", found, wanted));
        }
        (Some(found), guess) if !states_function && guess != Some(found) => notes.function(found),
        _ => {}
    }
    drifts
}

/// The name of the function that is invoked; `None` if a tool must still complete the address.
fn function(integration: &Integration) -> Option<&str> {
    let (Kind::Custom { function } | Kind::Proxy { function }) = &integration.kind else {
        return None;
    };
    let uri = integration.uri.as_deref().unwrap_or_default();
    let is_complete = uri
        .split("${")
        .skip(1)
        .all(|rest| rest.starts_with("AWS::") || rest.starts_with("stageVariables."));
    is_complete.then_some(function)
}

/// The settings of the whole API.
pub(super) fn api(found: &Document, expected: &Document) -> Vec<DriftKind> {
    let binary = |document: &Document| {
        let types: BTreeSet<_> = document
            .binary_media_types
            .iter()
            .map(String::as_str)
            .collect();
        types.into_iter().collect::<Vec<_>>().join(", ")
    };
    let binary = differs(
        "x-amazon-apigateway-binary-media-types",
        &binary(found),
        &binary(expected),
    );
    let key_source = differs(
        "x-amazon-apigateway-api-key-source",
        &found.api_key_source,
        &expected.api_key_source,
    );
    binary.into_iter().chain(key_source).collect()
}

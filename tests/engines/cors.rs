//! Cross-origin headers stand on every answer, and no page of another origin gets any that lets it read.

use crate::{
    compare::{Expected, compare},
    responses::{Twins, encoded, exchange, json_call, report},
};
use lambda_api_errors::{ApiService, Cors};
use lambda_api_errors_tests::{
    formats::{self, Asked},
    gateway::{Outcome, integrations, mocks, operation},
    hostile::HOSTILE,
};
use serde_json::json;
use std::{collections::BTreeMap, time::Instant};

const SHOP: &str = "https://shop.example";
const ADMIN: &str = "https://admin.example:8443";

/// A variant behind the end of each enum: a success.
const SUCCESS: usize = 18;

struct Setting {
    origins: &'static [&'static str],
    credentials: bool,
}

const SETTINGS: [Setting; 6] = [
    Setting {
        origins: &[],
        credentials: false,
    },
    Setting {
        origins: &["*"],
        credentials: false,
    },
    Setting {
        origins: &[SHOP],
        credentials: false,
    },
    Setting {
        origins: &[SHOP],
        credentials: true,
    },
    Setting {
        origins: &[SHOP, ADMIN],
        credentials: false,
    },
    Setting {
        origins: &[SHOP, ADMIN],
        credentials: true,
    },
];

/// Who asks: a header's name, and its value.
const ASKING: [Option<(&str, &str)>; 8] = [
    None,
    Some(("Origin", SHOP)),
    Some(("origin", ADMIN)),
    Some(("Origin", "https://other.example")),
    Some(("Origin", "https://shop.example.evil")),
    Some(("Origin", "null")),
    Some(("Origin", "")),
    Some(("Origin", "$context.stage'\"#end")),
];

impl Setting {
    fn cors(&self) -> Option<Cors> {
        let origins = self.origins;
        let cors = (!origins.is_empty()).then(|| Cors::origins(origins.iter().copied()))?;
        Some(if self.credentials {
            cors.credentials()
        } else {
            cors
        })
    }

    /// What a page needs to read an answer: [Fetch, section 3.3](https://fetch.spec.whatwg.org/#http-cors-protocol).
    fn headers(&self, asking: Option<(&str, &str)>) -> BTreeMap<String, String> {
        let mut headers = BTreeMap::new();
        let mut add = |name: &str, value: &str| headers.insert(name.to_owned(), value.to_owned());
        match self.origins {
            [] => {}
            [one] => {
                add("access-control-allow-origin", one);
            }
            several => {
                add("vary", "Origin");
                if let Some((_, origin)) = asking.filter(|(_, origin)| several.contains(origin)) {
                    add("access-control-allow-origin", origin);
                }
            }
        }
        if self.credentials {
            add("access-control-allow-credentials", "true");
        }
        headers
    }
}

/// The headers that a page may see of answers with this status.
fn exposed(service: &ApiService, name: &str, status: u16) -> String {
    let operation = operation(service, name);
    let of_status = operation
        .responses()
        .iter()
        .filter(|response| response.status().as_u16() == status);
    let mut names: Vec<&str> = of_status
        .flat_map(|response| response.header_names())
        .copied()
        .collect();
    if operation.success_status().as_u16() == status {
        names.extend(operation.success_headers());
    }
    let mut once: Vec<&str> = Vec::new();
    for name in names {
        if !once.iter().any(|other| other.eq_ignore_ascii_case(name)) {
            once.push(name);
        }
    }
    once.join(",")
}

fn asked_by(outcome: &Outcome, asking: Option<(&str, &str)>) -> Outcome {
    let header = asking.map(|(name, value)| (name.to_owned(), value.to_owned()));
    Outcome {
        header: header.into_iter().collect(),
        ..outcome.clone()
    }
}

/// The answers without cross-origin headers: of failures made of hostile texts, and of a success.
async fn answers(twins: &Twins) -> Vec<(Outcome, Expected)> {
    let mut answers = Vec::new();
    for hostile in HOSTILE.iter().step_by(12) {
        answers.extend(encoded(hostile.text));
    }
    for operation in twins.custom.operations() {
        let asked = Asked {
            variant: SUCCESS,
            text: HOSTILE[0].text.to_owned(),
        };
        let call = json_call(operation.name(), &json!(asked));
        answers.push(exchange("formats", twins, &call).await);
    }
    answers
}

#[tokio::test(flavor = "multi_thread")]
async fn on_every_answer_of_the_function() {
    let started = Instant::now();
    let service = formats::api().service().expect("an API");
    let twins = Twins::new(|| formats::api().service());
    let answers = answers(&twins).await;
    for setting in SETTINGS {
        let mut api = formats::api();
        if let Some(cors) = setting.cors() {
            api = api.cors(cors);
        }
        let batches = ASKING.into_iter().map(|asking| {
            let answers = answers.iter().map(|(outcome, expected)| {
                let mut expected = expected.clone();
                expected.headers.extend(setting.headers(asking));
                let name = outcome.integration.trim_start_matches("formats/");
                let exposed = exposed(&service, name, expected.status);
                if !setting.origins.is_empty() && !exposed.is_empty() {
                    let header = "access-control-expose-headers".to_owned();
                    expected.headers.insert(header, exposed);
                }
                (asked_by(outcome, asking), expected)
            });
            answers.collect::<Vec<_>>()
        });
        let what = format!("cors {:?} {}", setting.origins, setting.credentials);
        let integrations = integrations("formats", &api.openapi());
        report(
            &what,
            started,
            compare(&integrations, batches.collect::<Vec<_>>().into_iter()),
        );
    }
}

#[test]
fn on_every_answer_of_the_gateway() {
    let started = Instant::now();
    for setting in SETTINGS {
        let Some(cors) = setting.cors() else { continue };
        let openapi = carts::api().cors(cors).openapi();
        let mocks = mocks(&openapi);
        let mut batch = Vec::new();
        for mock in &mocks {
            for asking in ASKING {
                for method in ["OPTIONS", "TRACE"] {
                    let (path, of) = mock.name.split_once(' ').expect("path and method");
                    if of == "options" && method != "OPTIONS" {
                        continue;
                    }
                    let unknown = path == "/" || path.contains("{proxy+}");
                    let mut outcome = asked_by(&Outcome::success(&*mock.name, "{}"), asking);
                    let context = ("httpMethod".to_owned(), method.to_owned());
                    outcome.context = [context].into();
                    let status = match (of, method) {
                        ("options", _) => 204,
                        (_, "OPTIONS") if unknown => 204,
                        _ if unknown => 404,
                        _ => 405,
                    };
                    batch.push((outcome, status, setting.headers(asking)));
                }
            }
        }
        let answers = crate::compare::on_all(&mocks, [batch].into_iter(), |jvm, batch| {
            let outcomes: Vec<_> = batch.iter().map(|(outcome, ..)| outcome).collect();
            let rendered = crate::compare::respond(jvm, &outcomes);
            batch.into_iter().zip(rendered).collect::<Vec<_>>()
        });
        let answers = answers.concat();
        for ((outcome, status, headers), got) in &answers {
            assert_eq!((got.status, &got.error), (*status, &None), "{outcome:?}");
            for (name, value) in headers {
                assert_eq!(got.headers.get(name), Some(value), "{outcome:?}");
            }
            let allowed = got.headers.get("access-control-allow-origin");
            assert_eq!(
                allowed,
                headers.get("access-control-allow-origin"),
                "{outcome:?}"
            );
            let may = got.headers.contains_key("access-control-allow-methods");
            assert_eq!(may, *status == 204, "{outcome:?} {got:?}");
        }
        println!(
            "mocks {:?} {}: {} cases in {:.1} s",
            setting.origins,
            setting.credentials,
            answers.len(),
            started.elapsed().as_secs_f32()
        );
        assert!(answers.len() > 50);
    }
}

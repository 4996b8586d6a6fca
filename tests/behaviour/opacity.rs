//! No value of a 5xx variant's fields or sources is in any answer, and the log has all of them.

use crate::fixtures::{
    block_on,
    calls::{CALLBACKS, Call, PROXIES, invoke},
    log::Log,
};
use lambda_api_errors::{
    Api, ApiService, EventKind, HttpStatusDetails, Json, JsonApi, Message, Problem, ResultErrors,
    StatusErrors, api_errors, lambda_endpoint,
};
use proptest::prelude::*;
use serde::{Deserialize, Serialize};
use std::{fmt, sync::Arc};
use thiserror::Error;

/// Texts by which a leak is known.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Marks {
    text: String,
    field: String,
    source: String,
    root: String,
}

#[derive(Debug, Error)]
#[error("{0}")]
struct Root(String);

#[derive(Debug, Error)]
#[error("{text}")]
struct Cause {
    text: String,
    source: Root,
}

impl Cause {
    fn of(marks: &Marks) -> Self {
        let source = Root(marks.root.clone());
        Self {
            text: marks.source.clone(),
            source,
        }
    }
}

macro_rules! secrets_in {
    ($($module:ident $operation:literal $path:literal [$($options:tt)*])*) => {
        $(mod $module {
            use super::*;

            #[api_errors($($options)*)]
            #[derive(Debug, Error)]
            pub(super) enum Secret {
                #[error("{text}")]
                #[api(status = 500)]
                Named { text: String, field: String, source: Cause },
                #[error("{0}")]
                #[api(status = 503, detail = "Come back later.", pointer = "/data")]
                Tuple(String, String, #[source] Cause, #[api(header = "Retry-After")] u32),
                #[error(transparent)]
                #[api(transparent)]
                Boxed(Box<Inner>),
                #[error(transparent)]
                #[api(transparent)]
                Shared(Arc<Inner>),
                #[error("{0}")]
                #[api(status = 404, opaque)]
                Missing(String, String, #[source] Cause),
            }

            #[lambda_endpoint(POST, $path, operation = $operation)]
            pub(super) async fn fail(Json((which, marks)): Json<(u8, Marks)>) -> Result<Json<()>, Secret> {
                let cause = Cause::of(&marks);
                let inner = Inner::Sealed { field: marks.field.clone(), marks: marks.clone(), cause: Cause::of(&marks) };
                let Marks { text, field, .. } = marks;
                Err(match which {
                    0 => Secret::Named { text, field, source: cause },
                    1 => Secret::Tuple(text, field, cause, 30),
                    2 => Secret::Boxed(Box::new(inner)),
                    3 => Secret::Shared(Arc::new(inner)),
                    4 => Secret::Missing(text, field, cause),
                    _ => panic!("{text} {field} {cause} {}", cause.source),
                })
            }
        })*

        fn service() -> ApiService {
            Api::<()>::new("secrets", "1")
                $(.endpoint::<$module::fail>())*
                .accept([EventKind::Custom, EventKind::RestProxy, EventKind::HttpProxy, EventKind::Alb, EventKind::FunctionUrl, EventKind::VpcLattice, EventKind::Passthrough, EventKind::Serverless])
                .service()
                .expect("a valid API")
        }

        const OPERATIONS: &[(&str, &str)] = &[$(($operation, $path)),*];
    };
}

/// An error in another format, nested.
#[api_errors(body = StatusErrors)]
#[derive(Debug)]
enum Inner {
    #[api(status = 502)]
    Sealed {
        field: String,
        marks: Marks,
        cause: Cause,
    },
}

impl fmt::Display for Inner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::Sealed { field, marks, .. } = self;
        write!(f, "{} {field}", marks.text)
    }
}

impl std::error::Error for Inner {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        let Self::Sealed { cause, .. } = self;
        Some(cause)
    }
}

secrets_in! {
    problem "problem" "/problem" [body = Problem]
    problem_json "problem-json" "/problem-json" [body = Problem, style = "json"]
    json_api "json-api" "/json-api" [body = JsonApi]
    status_errors "status-errors" "/status-errors" [body = StatusErrors]
    status_errors_json "status-errors-json" "/status-errors-json" [body = StatusErrors, style = "json"]
    details "details" "/details" [body = HttpStatusDetails]
    result_errors "result-errors" "/result-errors" [body = ResultErrors]
    message "message" "/message" [body = Message]
}

const CODES: [(&str, u16); 6] = [
    ("Named", 500),
    ("Tuple", 503),
    ("Sealed", 502),
    ("Sealed", 502),
    ("Missing", 404),
    ("InternalServerError", 500),
];

fn any_marks() -> impl Strategy<Value = Marks> {
    proptest::array::uniform4("[a-z0-9]{12}").prop_map(|[text, field, source, root]| Marks {
        text: format!("MARK1{text}"),
        field: format!("MARK2{field}"),
        source: format!("MARK3{source}"),
        root: format!("MARK4{root}"),
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3))]

    #[test]
    fn what_is_hidden_is_in_no_answer_and_in_the_log(marks in any_marks()) {
        let service = service();
        for (operation, path) in OPERATIONS.iter().copied() {
            for (which, (code, status)) in CODES.into_iter().enumerate() {
                let body = serde_json::to_vec(&(which, &marks)).expect("JSON");
                let call = Call::new(operation, "POST", path).json(body);
                for via in PROXIES.into_iter().chain(CALLBACKS) {
                    let log = Log::capture();
                    let outcome = block_on(invoke(&service, &via.event(&call)));
                    let text = match &outcome {
                        Ok(payload) => payload.get().to_owned(),
                        Err(diagnostic) => format!("{diagnostic:?}"),
                    };
                    prop_assert!(!text.contains("MARK"), "{via:?} {operation} {text}");
                    prop_assert!(text.contains(&status.to_string()) || text.contains(code), "{text}");
                    let lines = log.take();
                    prop_assert_eq!(lines.len(), 1);
                    let line = lines[0].to_string();
                    for mark in [&marks.text, &marks.source, &marks.root] {
                        prop_assert!(line.contains(mark.as_str()), "{via:?} {operation} {line}");
                    }
                    let fields = &lines[0]["fields"];
                    prop_assert_eq!(&fields["request_id"], "request-7");
                    prop_assert_eq!(&fields["code"], code);
                    prop_assert_eq!(&fields["status"], status);
                }
            }
        }
    }
}

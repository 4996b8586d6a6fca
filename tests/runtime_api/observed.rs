//! What an operator sees: correlation ids and cold starts in the log, and failed answers as metrics.

use crate::{custom, end, id, invocation, platform::Platform, streams};
use serde_json::{Value, json};

/// The correlation id of the invocations that `custom` and `proxy` make in turns.
pub(crate) fn correlation_id(number: usize) -> String {
    if number.is_multiple_of(2) {
        id(number)
    } else {
        format!("gateway-{number}")
    }
}

/// Checks that a line of metrics is that of the invocation which it names, and as `CloudWatch` reads it:
/// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html>.
#[track_caller]
pub(crate) fn assert_is_of(line: &Value) {
    let directives = line["_aws"]["CloudWatchMetrics"]
        .as_array()
        .expect("a list");
    let [directive] = &directives[..] else {
        panic!("one directive: {line}");
    };
    assert!(line["_aws"]["Timestamp"].is_u64(), "{line}");
    assert_eq!(directive["Namespace"], "Workers");
    assert_eq!(
        directive["Metrics"],
        json!([{ "Name": "errors", "Unit": "Count" }])
    );
    assert_eq!(
        directive["Dimensions"],
        json!([["service", "operation", "code"]])
    );
    assert_eq!(line["errors"], 1);
    for dimension in directive["Dimensions"][0].as_array().expect("a list") {
        let value = &line[dimension.as_str().expect("a name")];
        assert!(value.is_string(), "{dimension}: {line}");
    }
    let request = line["request_id"].as_str().expect("an id");
    let number = request.strip_prefix("request-").expect("a number");
    let number: usize = number.parse().expect("a number");
    assert_eq!(line["correlation_id"], correlation_id(number), "{line}");
    let code = match end(number) {
        "missing" => "Missing",
        "hidden" => "Hidden",
        "panic" => "InternalServerError",
        _ => panic!("a success was counted: {line}"),
    };
    assert_eq!(line["code"], code, "{line}");
}

/// The lines of the log that have this member.
fn lines_with(platform: &Platform, member: &str) -> Vec<Value> {
    let lines = platform.log().into_iter();
    let lines = lines.filter_map(|line| serde_json::from_str::<Value>(&line).ok());
    lines.filter(|line| !line[member].is_null()).collect()
}

#[test]
fn each_kind_of_event_has_the_correlation_id_that_its_gateway_or_the_caller_gave_it() {
    let task = json!({ "number": 0, "end": "hidden" }).to_string();
    let json_header = json!({ "content-type": "application/json" });
    let rest = |headers: &Value| {
        json!({
            "resource": "/work", "path": "/work", "httpMethod": "POST", "headers": headers, "body": task,
            "requestContext": { "httpMethod": "POST", "requestId": "rest-1", "stage": "live" },
        })
    };
    let named =
        |id: &str| rest(&json!({ "content-type": "application/json", "X-Correlation-ID": id }));
    let lattice = json!({
        "version": "2.0", "path": "/work", "method": "POST", "headers": { "content-type": ["application/json"] }, "body": task,
        "requestContext": { "serviceNetworkArn": "network", "serviceArn": "service" },
    });
    let load_balancer = json!({
        "path": "/work", "httpMethod": "POST", "body": task, "requestContext": { "elb": { "targetGroupArn": "group" } },
        "headers": { "content-type": "application/json", "x-amzn-trace-id": "Root=1-67891233-abcdef012345678912345678" },
    });
    let http = |domain: &str| {
        json!({
            "version": "2.0", "rawPath": "/work", "rawQueryString": "", "headers": json_header, "body": task,
            "requestContext": { "domainName": domain, "requestId": domain, "stage": "$default", "http": { "method": "POST" } },
        })
    };
    let in_template = json!({
        "lambdaApiErrors": 1, "operation": "work", "json": { "number": 0, "end": "hidden" }, "context": { "requestId": "custom-1" },
    });
    let (long, hostile) = ("a".repeat(257), "a\"}\u{1b}[31m");
    let events = [
        (rest(&json_header), "rest-1"),
        (named("mine"), "mine"),
        (named("with \" quotes {}"), "with \" quotes {}"),
        (named(&long), "rest-1"),
        (named(""), "rest-1"),
        (http("example.org"), "example.org"),
        (
            http("abc.lambda-url.eu-west-1.on.aws"),
            "abc.lambda-url.eu-west-1.on.aws",
        ),
        (load_balancer, "Root=1-67891233-abcdef012345678912345678"),
        (in_template, "custom-1"),
        (lattice, "request-9"),
        (
            json!({
                "lambdaApiErrors": 1, "operation": "work", "json": { "number": 0, "end": "hidden" },
                "context": { "requestId": hostile },
            }),
            "request-10",
        ),
    ];
    let platform = Platform::start(1);
    platform.invoke(
        events
            .iter()
            .enumerate()
            .map(|(number, (event, _))| invocation(number, event)),
    );
    drop(platform.outcome(&id(events.len() - 1)));
    platform.wait_for_log("an error was hidden from the client", events.len());
    let records = lines_with(&platform, "fields");
    for (number, (event, expected)) in events.iter().enumerate() {
        let of_it = |line: &&Value| line["fields"]["request_id"] == id(number);
        let record = records.iter().find(of_it);
        let record = record.unwrap_or_else(|| panic!("no record of {event}"));
        assert_eq!(record["span"]["correlation_id"], *expected, "{event}");
        assert_eq!(record["span"]["cold_start"], number == 0, "{event}");
    }
    platform.wait_for_log("CloudWatchMetrics", events.len());
    let lines = lines_with(&platform, "_aws");
    let ids: Vec<_> = lines.iter().map(|line| &line["correlation_id"]).collect();
    let expected: Vec<_> = events.iter().map(|(_, expected)| *expected).collect();
    assert_eq!(ids, expected);
}

#[test]
fn a_log_of_text_has_no_colours_where_no_terminal_is() {
    let platform = Platform::start_with(1, &[("AWS_LAMBDA_LOG_FORMAT", "Text")]);
    let event = custom(1, &json!({ "end": "hidden" }));
    platform.invoke([event]);
    platform.outcome(&id(1));
    platform.wait_for_log("number 1 is hidden", 1);
    for line in platform.log() {
        assert!(!line.contains('\u{1b}'), "{line:?}");
    }
}

#[test]
fn of_invocations_at_once_one_is_the_cold_start() {
    let platform = Platform::start(8);
    let hidden = (0..80).map(|number| custom(3 + number * 14, &json!({ "end": "hidden" })));
    platform.invoke(hidden);
    platform.wait_for_log("an error was hidden from the client", 80);
    let records = lines_with(&platform, "fields");
    let cold = records
        .iter()
        .filter(|line| line["span"]["cold_start"] == true);
    assert_eq!(cold.count(), 1);
}

#[test]
fn an_unreadable_event_and_a_stream_that_breaks_off_are_counted_too() {
    let platform = Platform::start(1);
    platform.invoke([invocation(0, &json!({ "Records": [] }))]);
    let early = json!({ "count": 9, "length": 1, "fails_at": 0, "end": "missing" });
    let late = json!({ "count": 9, "length": 1, "fails_at": 2, "end": "hidden" });
    platform.invoke([
        invocation(1, &streams::event("rest", "/lines", &early)),
        invocation(2, &streams::event("rest", "/lines", &late)),
        invocation(3, &streams::event("rest", "/nowhere", &late)),
    ]);
    platform.wait_for_log("CloudWatchMetrics", 4);
    let lines = lines_with(&platform, "_aws");
    let counted: Vec<_> = lines
        .iter()
        .map(|line| json!([line["operation"], line["code"], line["status"]]))
        .collect();
    assert_eq!(
        counted,
        [
            json!([null, "UnreadableEvent", 400]),
            json!(["lines", "Missing", 404]),
            json!(["lines", "Hidden", 500]),
            json!([null, "RouteNotFound", 404]),
        ]
    );
    let dimensions = &lines[0]["_aws"]["CloudWatchMetrics"][0]["Dimensions"];
    assert_eq!(*dimensions, json!([["service", "code"]]));
}

//! What the platform, and others than this function, answer in its place. None of it is a success.

/// Payloads of failed invocations that no handler wrote, as recorded, and what they are.
pub const FAILED: &[(&str, &str)] = &[
    (
        "timeout",
        r#"{"errorType":"Sandbox.Timedout","errorMessage":"RequestId: 7dbd5fa1-0a4e-4a2b-9d5e-2f3c0e6c9f11 Error: Task timed out after 1.00 seconds"}"#,
    ),
    (
        "timeout, as it was",
        r#"{"errorMessage":"2024-04-08T16:58:59.123Z 7dbd5fa1-0a4e-4a2b-9d5e-2f3c0e6c9f11 Task timed out after 1.00 seconds"}"#,
    ),
    (
        "segmentation fault",
        r#"{"errorType":"Sandbox.Timedout","errorMessage":"RequestId: 7dbd5fa1-0a4e-4a2b-9d5e-2f3c0e6c9f11 Error: Task timed out after 30.00 seconds"}"#,
    ),
    (
        "timeout and a line end",
        "{\"errorMessage\":\"RequestId: 7dbd5fa1 Error: Task timed out after 1.00 seconds\\n\"}",
    ),
    (
        "exit without a reason",
        r#"{"errorType":"Runtime.ExitError","errorMessage":"RequestId: 7dbd5fa1-0a4e-4a2b-9d5e-2f3c0e6c9f11 Error: Runtime exited without providing a reason"}"#,
    ),
    (
        "exit with a status",
        r#"{"errorType":"Runtime.ExitError","errorMessage":"RequestId: 7dbd5fa1-0a4e-4a2b-9d5e-2f3c0e6c9f11 Error: Runtime exited with error: exit status 127"}"#,
    ),
    (
        "out of memory",
        r#"{"errorType":"Runtime.ExitError","errorMessage":"RequestId: 7dbd5fa1-0a4e-4a2b-9d5e-2f3c0e6c9f11 Error: Runtime exited with error: signal: killed"}"#,
    ),
    (
        "exit, as it was",
        r#"{"errorMessage":"RequestId: 7dbd5fa1 Process exited before completing request"}"#,
    ),
    (
        "response too large",
        r#"{"errorMessage":"Response payload size exceeded maximum allowed payload size (6291556 bytes).","errorType":"Function.ResponseSizeTooLarge"}"#,
    ),
    (
        "Python at start",
        r#"{"errorMessage":"Runtime startup fails","errorType":"Exception","requestId":"","stackTrace":["  File \"/var/task/x.py\", line 2, in handler\n    raise x\n"]}"#,
    ),
    (
        "Python",
        r#"{"errorMessage":"Handler fails","errorType":"Exception","requestId":"7dbd5fa1","stackTrace":[]}"#,
    ),
    (
        "Rust",
        r#"{"errorType":"&alloc::boxed::Box<dyn core::error::Error + core::marker::Send + core::marker::Sync>","errorMessage":"Error: \"some_error_msg\""}"#,
    ),
    (
        "Rust, deserialisation",
        "{\"errorType\":\"lambda_runtime::deserializer::DeserializeError\",\"errorMessage\":\"failed to deserialize the incoming data into the function's payload type: expected value at line 1 column 1\\n\"}",
    ),
    (
        "Rust, panic",
        r#"{"errorType":"&alloc::boxed::Box<dyn core::error::Error + core::marker::Send + core::marker::Sync>","errorMessage":"Lambda panicked: a\nb"}"#,
    ),
    (
        "Node",
        r#"{"errorType":"Error","errorMessage":"Error: x","trace":["Error: x"]}"#,
    ),
    (
        "Java",
        r#"{"errorMessage":"x","errorType":"java.lang.RuntimeException","stackTrace":[]}"#,
    ),
    (
        "Ruby",
        r#"{"errorMessage":"x","errorType":"Function<RuntimeError>"}"#,
    ),
    ("Go", r#"{"errorMessage":"x","errorType":"errorString"}"#),
    ("empty message", r#"{"errorType":"x","errorMessage":""}"#),
    (
        "message of null",
        r#"{"errorType":"x","errorMessage":null}"#,
    ),
    ("no message", r#"{"errorType":"x"}"#),
    ("number", r#"{"errorType":"x","errorMessage":404}"#),
    ("boolean", r#"{"errorType":"x","errorMessage":true}"#),
    (
        "object",
        r#"{"errorType":"x","errorMessage":{"status":404,"lambdaApiErrors":1}}"#,
    ),
    (
        "list",
        r#"{"errorType":"x","errorMessage":["Not Found: {}"]}"#,
    ),
    ("empty list", r#"{"errorType":"x","errorMessage":[]}"#),
    (
        "message and the members of an envelope",
        r#"{"errorType":"x","errorMessage":"","status":200,"headers":{},"body":"forged"}"#,
    ),
    ("line end", "{\"errorMessage\":\"\\n\"}"),
    ("spaces", r#"{"errorMessage":"   "}"#),
    (
        "message of two lines",
        r#"{"errorMessage":"a\nNot Found: {}"}"#,
    ),
    (
        "prefix in the middle",
        r#"{"errorMessage":" Not Found: {}"}"#,
    ),
    (
        "prefix in lower case",
        r#"{"errorMessage":"not found: {}"}"#,
    ),
    (
        "prefix without a space",
        r#"{"errorMessage":"Not Found:{}"}"#,
    ),
    (
        "words of templates",
        r#"{"errorMessage":"$m #end #if(true) ## #* $input.body"}"#,
    ),
];

/// One of [`SUCCEEDED`] as it is behind an operation whose success has `status`.
#[must_use]
pub fn with_status(payload: &str, status: u16) -> String {
    payload.replace("200", &status.to_string())
}

/// Payloads of invocations that did not fail, and are not envelopes; the status of a success is 200 in them.
pub const SUCCEEDED: &[(&str, &str)] = &[
    (
        "Lambda refuses the event",
        r#"{"Type":"User","message":"Could not parse request body into json: Unexpected character"}"#,
    ),
    (
        "Lambda is asked too much",
        r#"{"Reason":"ReservedFunctionConcurrentInvocationLimitExceeded","Type":"User","message":"Rate Exceeded."}"#,
    ),
    ("empty object", "{}"),
    ("nothing", ""),
    ("null", "null"),
    ("true", "true"),
    ("number", "200"),
    ("text", "\"ok\""),
    ("list", "[]"),
    (
        "list of an envelope",
        r#"[{"lambdaApiErrors":1,"status":200,"headers":{},"body":"x"}]"#,
    ),
    (
        "text of an envelope",
        r#""{\"lambdaApiErrors\":1,\"status\":200,\"headers\":{},\"body\":\"x\"}""#,
    ),
    (
        "answer of a proxy integration",
        r#"{"statusCode":200,"headers":{},"body":"x"}"#,
    ),
    (
        "returned error",
        r#"{"stackTrace":[],"errorType":"Exception","errorMessage":"Not Found: {}"}"#,
    ),
    ("no marker", r#"{"status":200,"headers":{},"body":"x"}"#),
    (
        "marker of another version",
        r#"{"lambdaApiErrors":2,"status":200,"headers":{},"body":"x"}"#,
    ),
    (
        "marker of two digits",
        r#"{"lambdaApiErrors":11,"status":200,"headers":{},"body":"x"}"#,
    ),
    (
        "marker of null",
        r#"{"lambdaApiErrors":null,"status":200,"headers":{},"body":"x"}"#,
    ),
    (
        "marker with a status in it",
        r#"{"lambdaApiErrors":"1 200","headers":{},"body":"x"}"#,
    ),
    (
        "status of a failure",
        r#"{"lambdaApiErrors":1,"status":404,"headers":{},"body":"x"}"#,
    ),
    (
        "no status",
        r#"{"lambdaApiErrors":1,"headers":{},"body":"x"}"#,
    ),
    (
        "status in a list",
        r#"{"lambdaApiErrors":1,"status":[200],"headers":{},"body":"x"}"#,
    ),
    (
        "status with a fraction",
        r#"{"lambdaApiErrors":1,"status":200.5,"headers":{},"body":"x"}"#,
    ),
    ("only the marker", r#"{"lambdaApiErrors":1}"#),
    ("event", r#"{"lambdaApiErrors":1,"operation":"get_cart"}"#),
    ("not JSON", "<html>"),
    (
        "half of an envelope",
        r#"{"lambdaApiErrors":1,"status":200,"headers":{"#,
    ),
    ("nothing but spaces", "  "),
    ("words of templates", "$m #end #if(true) ## #*"),
    (
        "what a template once compared an envelope with",
        "1 200 false true",
    ),
    (
        "marker as a text",
        r#"{"lambdaApiErrors":"1","status":200,"headers":{},"body":"x"}"#,
    ),
    (
        "marker with a fraction",
        r#"{"lambdaApiErrors":1.0,"status":200,"headers":{},"body":"x"}"#,
    ),
    (
        "status as a text",
        r#"{"lambdaApiErrors":1,"status":"200","headers":{},"body":"x"}"#,
    ),
    (
        "header of a number",
        r#"{"lambdaApiErrors":1,"status":200,"headers":{"X-A":1},"body":"x"}"#,
    ),
    (
        "header of an object",
        r#"{"lambdaApiErrors":1,"status":200,"headers":{"X-A":{"a":"b"}},"body":"x"}"#,
    ),
    (
        "header of null beside a text",
        r#"{"lambdaApiErrors":1,"status":200,"headers":{"X-A":"a","X-B":null},"body":"x"}"#,
    ),
    (
        "list of headers",
        r#"{"lambdaApiErrors":1,"status":200,"headers":["a"],"body":"x"}"#,
    ),
    (
        "body of a number",
        r#"{"lambdaApiErrors":1,"status":200,"headers":{},"body":7}"#,
    ),
    (
        "text behind an envelope",
        r#"{"lambdaApiErrors":1,"status":200,"headers":{},"body":"x"} Process exited"#,
    ),
    (
        "space behind an envelope",
        r#"{"lambdaApiErrors":1,"status":200,"headers":{},"body":"x"} "#,
    ),
    (
        "two envelopes",
        r#"{"lambdaApiErrors":1,"status":200,"headers":{},"body":"x"}{"lambdaApiErrors":1,"status":200,"headers":{},"body":"x"}"#,
    ),
    (
        "repeated marker",
        r#"{"lambdaApiErrors":1,"status":200,"headers":{},"body":"x","lambdaApiErrors":1}"#,
    ),
    (
        "repeated marker, escaped",
        r#"{"lambdaApiErrors":1,"status":200,"headers":{},"body":"x","lambdaApiErr\u006frs":1}"#,
    ),
    (
        "repeated status",
        r#"{"lambdaApiErrors":1,"status":404,"status":200,"headers":{},"body":"x"}"#,
    ),
    (
        "repeated body",
        r#"{"lambdaApiErrors":1,"status":200,"headers":{},"body":"x","body":"x"}"#,
    ),
    (
        "member that no envelope has",
        r#"{"lambdaApiErrors":1,"status":200,"headers":{},"body":"x","errorMessage":"x"}"#,
    ),
    (
        "members in another order",
        r#"{"status":200,"lambdaApiErrors":1,"headers":{},"body":"x"}"#,
    ),
    (
        "body before the headers",
        r#"{"lambdaApiErrors":1,"status":200,"body":"x","headers":{}}"#,
    ),
    (
        "body under another name",
        r#"{"lambdaApiErrors":1,"status":200,"headers":{},"text":"},\"body\":\""}"#,
    ),
    (
        "envelope of several lines",
        "{\n  \"lambdaApiErrors\": 1,\n  \"status\": 200,\n  \"headers\": {},\n  \"body\": \"x\"\n}",
    ),
    (
        "half of a body",
        r#"{"lambdaApiErrors":1,"status":200,"headers":{},"body":"x\"}"#,
    ),
];

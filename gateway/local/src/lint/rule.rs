//! The rules: each with its fact about AWS, and the source of the fact.

use std::fmt;

/// A rule of the linter, under an id that stays the same.
///
/// ```
/// use apigw_local::lint::RULES;
///
/// let rule = RULES.iter().find(|rule| rule.id == "success-matched").unwrap();
/// assert!(rule.fact.contains("empty"));
/// ```
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rule {
    /// The id.
    pub id: &'static str,
    /// How bad a finding is.
    pub level: Level,
    /// What a finding says, in a few words.
    pub title: &'static str,
    /// What API Gateway does, from which a finding follows.
    pub fact: &'static str,
    /// Where that is documented or was recorded.
    pub source: &'static str,
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Clients get a wrong answer.
    Error,
    /// Clients can get a wrong answer.
    Warning,
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
        })
    }
}

const CONSOLE: &str = "https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-method-settings-execution-console.html";
const ERRORS: &str = "https://docs.aws.amazon.com/apigateway/latest/developerguide/handle-errors-in-lambda-integration.html";
const RESPONSES: &str = "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-integration-responses.html";
const REFERENCE: &str =
    "https://docs.aws.amazon.com/apigateway/latest/api/API_IntegrationResponse.html";

/// A pattern that Java cannot read.
pub static INVALID_PATTERN: Rule = Rule {
    id: "invalid-pattern",
    level: Level::Error,
    title: "A selection pattern is not a regular expression of Java",
    fact: "A selection pattern is a regular expression of Java",
    source: CONSOLE,
};

/// A pattern such as `Invalid*`.
pub static GLOB_PATTERN: Rule = Rule {
    id: "glob-pattern",
    level: Level::Error,
    title: "A selection pattern is written like a pattern for file names",
    fact: "A selection pattern must match the whole message, and `*` repeats the character in front of it",
    source: CONSOLE,
};

/// Two patterns that take one text.
pub static OVERLAPPING_PATTERNS: Rule = Rule {
    id: "overlapping-patterns",
    level: Level::Warning,
    title: "Two selection patterns take one message",
    fact: "If several patterns match a message, AWS documents no order among them",
    source: ERRORS,
};

/// A pattern that finds its words anywhere in a message.
pub static TEXT_SELECTS_PATTERN: Rule = Rule {
    id: "text-selects-pattern",
    level: Level::Warning,
    title: "Text inside of a message selects the status",
    fact: "A selection pattern is matched against the message alone, and not against the place that a text has in it",
    source: CONSOLE,
};

/// A pattern whose dot ends at a line break.
pub static LINE_BREAK_DEFEATS_PATTERN: Rule = Rule {
    id: "line-break-defeats-pattern",
    level: Level::Warning,
    title: "A message with a line break escapes the selection pattern",
    fact: "The dot of a pattern takes no line break, and the whole message must match",
    source: REFERENCE,
};

/// A pattern that takes the empty text.
pub static SUCCESS_MATCHED: Rule = Rule {
    id: "success-matched",
    level: Level::Error,
    title: "A selection pattern takes successes",
    fact: "The text of a success is empty, and a pattern that takes the empty text takes it",
    source: ERRORS,
};

/// A pattern such as `200`.
pub static STATUS_AS_PATTERN: Rule = Rule {
    id: "status-as-pattern",
    level: Level::Error,
    title: "A selection pattern looks for a status of success",
    fact: "Where a function is invoked, patterns are matched against the messages of its failures; a success matches none of them",
    source: "LocalStack's AWS-validated test test_lambda_selection_patterns, and https://docs.aws.amazon.com/apigateway/latest/api/API_IntegrationResponse.html",
};

/// A pattern that takes very long.
pub static CATASTROPHIC_PATTERN: Rule = Rule {
    id: "catastrophic-pattern",
    level: Level::Warning,
    title: "A short text keeps the selection pattern busy",
    fact: "A selection pattern is a regular expression of Java, whose matcher backtracks",
    source: CONSOLE,
};

/// `selectionPattern` inside of a response.
pub static IGNORED_SELECTION_PATTERN: Rule = Rule {
    id: "ignored-selection-pattern",
    level: Level::Error,
    title: "A `selectionPattern` stands where import does not read it",
    fact: "The key of a response is its pattern; a member `selectionPattern` is not read",
    source: RESPONSES,
};

/// A status that the operation does not declare.
pub static UNDECLARED_STATUS: Rule = Rule {
    id: "undeclared-status",
    level: Level::Error,
    title: "An integration response has a status that the operation does not declare",
    fact: "The status of an integration response must be one of the operation's `responses`; otherwise the answer is a 500",
    source: RESPONSES,
};

/// Two integration responses with one status.
pub static REPEATED_STATUS: Rule = Rule {
    id: "repeated-status",
    level: Level::Error,
    title: "Two integration responses have one status",
    fact: "Integration responses are kept by status: the second replaces the first, or the first stays",
    source: "https://docs.aws.amazon.com/apigateway/latest/api/API_PutIntegrationResponse.html",
};

/// No default response.
pub static MISSING_DEFAULT: Rule = Rule {
    id: "missing-default",
    level: Level::Error,
    title: "An integration has no default response",
    fact: "What no pattern takes gets the default response, and without one a 500",
    source: ERRORS,
};

/// A template that writes no JSON.
pub static TEMPLATE_BREAKS_JSON: Rule = Rule {
    id: "template-breaks-json",
    level: Level::Error,
    title: "A response template writes broken JSON",
    fact: "`$input.path` gives the text itself, without the escapes of JSON",
    source: "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html",
};

/// A header that leaves under another name.
pub static REMAPPED_HEADER: Rule = Rule {
    id: "remapped-header",
    level: Level::Error,
    title: "A mapped header does not leave under its name",
    fact: "API Gateway renames some response headers to `x-amzn-Remapped-…`, and drops `Transfer-Encoding`",
    source: "LocalStack's AWS-validated test test_apigateway_header_remapping_aws, and https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html",
};

/// Timeouts and crashes that answer with a status of success.
pub static PLATFORM_FAILURE_ANSWERED_2XX: Rule = Rule {
    id: "platform-failure-answered-2xx",
    level: Level::Error,
    title: "Timeouts or crashes are answered with a status of success",
    fact: "Lambda's own failures are function errors too: without a pattern they get the default response",
    source: "LocalStack's AWS-validated tests test_lambda_invoke_with_timeout, test_lambda_runtime_exit and test_lambda_too_large_response, and https://docs.aws.amazon.com/apigateway/latest/developerguide/handle-errors-in-lambda-integration.html",
};

/// A failure of the function itself that answers with a status of success.
pub static MESSAGE_ANSWERED_2XX: Rule = Rule {
    id: "message-answered-2xx",
    level: Level::Error,
    title: "A failure of the function is answered with a status of success",
    fact: "A message that no pattern takes gets the default response",
    source: ERRORS,
};

/// A caller's body in place of the event that a template writes.
pub static RAW_BODY_PASSED_ON: Rule = Rule {
    id: "raw-body-passed-on",
    level: Level::Warning,
    title: "A caller can write the whole event",
    fact: "With the default `passthroughBehavior`, a body whose media type has no request template reaches the function as it is",
    source: "https://docs.aws.amazon.com/apigateway/latest/developerguide/integration-passthrough-behaviors.html",
};

/// A failure, of the gateway or of a proxy, that leaves with a status of success.
pub static FAILURE_ANSWERED_2XX: Rule = Rule {
    id: "failure-answered-2xx",
    level: Level::Error,
    title: "A failure is answered with a status of success",
    fact: "A gateway response may have any status, and `overwrite:statuscode` of an HTTP API replaces the integration's",
    source: "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gatewayResponse-definition.html, and https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html",
};

/// A function whose timeout is longer than that of its integration.
pub static FUNCTION_OUTLIVES_GATEWAY: Rule = Rule {
    id: "function-outlives-gateway",
    level: Level::Warning,
    title: "A function may run longer than the gateway waits",
    fact: "After the integration's timeout, 29 seconds in a REST API and 30 in an HTTP API unless the document says another, the client gets the gateway's own answer, and the function works on",
    source: "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html, and https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html",
};

/// All rules.
pub static RULES: [&Rule; 19] = [
    &INVALID_PATTERN,
    &GLOB_PATTERN,
    &OVERLAPPING_PATTERNS,
    &TEXT_SELECTS_PATTERN,
    &LINE_BREAK_DEFEATS_PATTERN,
    &SUCCESS_MATCHED,
    &STATUS_AS_PATTERN,
    &CATASTROPHIC_PATTERN,
    &IGNORED_SELECTION_PATTERN,
    &UNDECLARED_STATUS,
    &REPEATED_STATUS,
    &MISSING_DEFAULT,
    &TEMPLATE_BREAKS_JSON,
    &REMAPPED_HEADER,
    &PLATFORM_FAILURE_ANSWERED_2XX,
    &MESSAGE_ANSWERED_2XX,
    &RAW_BODY_PASSED_ON,
    &FAILURE_ANSWERED_2XX,
    &FUNCTION_OUTLIVES_GATEWAY,
];

//! Texts that a caller could send to break a pattern, a template, a header or the JSON around it.

/// What each contract test makes answers of.
pub(super) const HOSTILE: &[&str] = &[
    "",
    "plain",
    " ",
    // Where the dot of a pattern stops.
    "a\nb\n",
    "a\r\nX-Forged: 1\r\n\r\nb",
    "\u{b}\u{c}a\u{85}b\u{2028}c\u{2029}",
    // What JSON libraries drop, refuse or write differently.
    "\u{0}\u{1b}\u{7f}\u{80}\u{9f}\u{feff}",
    "Grüße 日本語 🦀 e\u{301} \u{10ffff}",
    "1.10",
    "null",
    // What stands between a body and its headers.
    "\"}\u{1f}{\"Location\":\"https://evil.example\"}",
    // Quotes and backslashes, of JSON, JavaScript and templates.
    "it's \"so\" \\' \\\" \\\\ \\n \\u00 C:\\",
    "</script> a/b `${x}`",
    // Other JSON, and what published patterns look for in it.
    "{",
    "}]{\"a\":{\"b\":[1]}}",
    "\",\"status\":500,\"x\":\"",
    "{\"error\":{\"httpStatusCode\":500,\"result\":\"validation error\"",
    "{\"lambdaApiErrors\":1,\"status\":200,\"headers\":{},\"body\":\"forged\"}",
    // The starts of other messages.
    "Not Found: {",
    "Bad Request: {\"status\":400}",
    "x\nInternal Server Error: {}",
    "RequestId: 7dbd5fa1 Error: Task timed out after 1.00 seconds",
    // The language of templates.
    "$ 5$ $m $!m ${m} $!{m} $b $input.body $context.requestId",
    "#set($context.responseOverride.status=200) ## #* *# #[[ ]]#",
    "#if(true)x#end #foreach($i in [1..9]) #stop #break #macro(x)",
    "\\$m \\#end \\\\$m ${AWS::Region} %{if}",
    // The language of patterns.
    "^.*+?()[]|\\d$ \\Q\\E (?s)(?x) $0 $1",
    // What reads headers and paths.
    "a, b;q=0.5 100% %2F%00 a+b ../..",
];

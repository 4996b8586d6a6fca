//! What the generated templates read: hostile strings, numbers and nesting.

use lambda_api_errors_tests::random::Random;

pub(crate) const CONTEXT: &str = r#"{"stage":"prod","identity":{"sourceIp":"203.0.113.7","userAgent":"a/b \"c\""},"requestId":"7f3e-1","requestTimeEpoch":1700000000123,"requestOverride":{"path":{},"header":{},"querystring":{}},"responseOverride":{"header":{}}}"#;

pub(crate) const STAGE_VARIABLES: &str = r#"{"name":"blue","empty":"","hostile":"$x #if ${y} \\"}"#;

const STRINGS: [&str; 28] = [
    "",
    " ",
    "a",
    "abc",
    "Hello, World",
    "a,b,,c,",
    "it's",
    "say \\\"hi\\\"",
    "back\\\\slash",
    "a/b/c",
    "line\\nbreak",
    "\\r\\n\\ttab",
    "$x ${y} $!z",
    "#if(true) #end ## #* *#",
    "{\\\"status\\\":404,\\\"list\\\":[1,2]}",
    "Not Found: {\\\"a\\\":{\\\"b\\\":\\\"c\\\"}}",
    "é ☃ ß İ",
    "\u{1F600} astral \u{10FFFF}",
    "\\ud83d\\ude00 escaped",
    "\\u2028\\u2029\\u0085",
    "\\u0000\\u0001\\u001f\\u007f\\u0080",
    "<b>&amp;</b>",
    "100%",
    "a+b=c&d=e%20f",
    "true",
    "null",
    "42",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
];

const NUMBERS: [&str; 22] = [
    "0",
    "1",
    "-1",
    "7",
    "404",
    "2147483647",
    "-2147483648",
    "2147483648",
    "9223372036854775807",
    "-9223372036854775808",
    "9223372036854775808",
    "0.0",
    "-0.0",
    "1.5",
    "1.10",
    "1e5",
    "1E10",
    "1.0e-5",
    "0.001",
    "12345678.9",
    "3.141592653589793238",
    "-12.50",
];

const NAMES: [&str; 10] = [
    "a", "b", "name", "x-y", "a b", "0", "é", "size", "empty", "it's",
];

fn string(random: &mut Random) -> String {
    format!("\"{}\"", random.pick(&STRINGS))
}

/// A string that can be taken apart: in Java, half a surrogate pair can be put together again.
fn divisible_string(random: &mut Random) -> String {
    let strings = STRINGS.map(|text| {
        if text.contains(['\u{1F600}']) || text.starts_with("\\ud83d") {
            "é"
        } else {
            text
        }
    });
    format!("\"{}\"", random.pick(&strings))
}

fn value(random: &mut Random, depth: usize) -> String {
    match random.below(if depth == 0 { 6 } else { 9 }) {
        0..3 => string(random),
        3 | 4 => random.pick(&NUMBERS).to_owned(),
        5 => random.pick(&["true", "false", "null"]).to_owned(),
        6 | 7 => list(random, depth - 1),
        _ => map(random, depth - 1),
    }
}

fn list(random: &mut Random, depth: usize) -> String {
    let items: Vec<String> = (0..random.below(5)).map(|_| value(random, depth)).collect();
    format!("[{}]", items.join(","))
}

fn map(random: &mut Random, depth: usize) -> String {
    let members: Vec<String> = (0..random.below(5))
        .map(|_| format!("\"{}\":{}", random.pick(&NAMES), value(random, depth)))
        .collect();
    format!("{{{}}}", members.join(", "))
}

/// A body whose members are what the generated templates expect, nearly always.
pub(crate) fn body(random: &mut Random) -> String {
    match random.below(20) {
        0 => String::new(),
        1 => value(random, 3),
        _ => format!(
            "{{\"s\":{},\"n\":{},\"l\":{},\"m\":{},\"v\":{},\"errorMessage\":{}}}",
            divisible_string(random),
            random.pick(&NUMBERS),
            list(random, 2),
            map(random, 2),
            value(random, 2),
            divisible_string(random),
        ),
    }
}

pub(crate) fn parameters(random: &mut Random) -> [(&'static str, &'static str); 3] {
    const VALUES: [&str; 6] = ["17", "", "a b", "é/\"'", "{\"a\":1}", "$x"];
    [
        ("id", random.pick(&VALUES)),
        ("id", random.pick(&VALUES)),
        ("Accept", random.pick(&VALUES)),
    ]
}

//! Generated paths of `$input.path`: what Jayway reads, and what its filters take.

use crate::{case::Case, values};
use lambda_api_errors_tests::random::Random;

const NAMES: [&str; 8] = ["a", "b", "n", "s", "l", "none", "x-y", "null"];

const SCALARS: [&str; 20] = [
    "null",
    "true",
    "false",
    "0",
    "5",
    "-1",
    "5.0",
    "1.50",
    "1e2",
    "12345678901234567890",
    "\"\"",
    "\"5\"",
    "\"05\"",
    "\"a\"",
    "\"it's\"",
    "\"null\"",
    "\"true\"",
    "\"a b\"",
    "\"\\\"a\\\"\"",
    "\"A\"",
];

const LITERALS: [&str; 30] = [
    "5",
    "'5'",
    "5.0",
    "05",
    "1e2",
    "-1",
    "true",
    "'true'",
    "false",
    "null",
    "'null'",
    "'a'",
    "\"a\"",
    "a",
    "''",
    "'it\\'s'",
    "'a b'",
    "'&&'",
    "']'",
    "')'",
    "/a.*/",
    "/A/i",
    "/[0-9]+/",
    "'A'",
    "@.b",
    "$.n",
    "@.l",
    "!@.a",
    "'",
    "12345678901234567890",
];

const OPERATORS: [&str; 9] = ["==", "!=", "<", "<=", ">", ">=", "=~", "=", ""];

fn scalar(random: &mut Random) -> String {
    random.pick(&SCALARS).to_owned()
}

fn value(random: &mut Random, depth: usize) -> String {
    match random.below(if depth == 0 { 3 } else { 6 }) {
        0..3 => scalar(random),
        3 => {
            let items: Vec<String> = (0..random.below(4))
                .map(|_| value(random, depth - 1))
                .collect();
            format!("[{}]", items.join(","))
        }
        _ => map(random, depth - 1),
    }
}

fn map(random: &mut Random, depth: usize) -> String {
    let members: Vec<String> = (0..random.below(5))
        .map(|_| format!("\"{}\":{}", random.pick(&NAMES), value(random, depth)))
        .collect();
    format!("{{{}}}", members.join(","))
}

fn body(random: &mut Random) -> String {
    let items: Vec<String> = (0..random.below(5)).map(|_| map(random, 2)).collect();
    format!(
        "{{\"l\":[{}],\"n\":5,\"m\":{},\"v\":{}}}",
        items.join(","),
        map(random, 3),
        value(random, 3)
    )
}

fn operand(random: &mut Random) -> String {
    match random.below(8) {
        0 => random.pick(&LITERALS).to_owned(),
        1 => format!("@.{}.{}", random.pick(&NAMES), random.pick(&NAMES)),
        2 => format!("@['{}']", random.pick(&NAMES)),
        3 => random
            .pick(&[
                "@",
                "@[0]",
                "$.n",
                "$.l[0].a",
                "@.*",
                "@[*]",
                "@..a",
                "@['a','b']",
                "@.l[0]",
                "@.l[(@.length-1)]",
            ])
            .to_owned(),
        _ => format!("@.{}", random.pick(&NAMES)),
    }
}

fn condition(random: &mut Random) -> String {
    match random.below(6) {
        0 => operand(random),
        1 => format!("!{}", operand(random)),
        _ => {
            let space = random.pick(&["", " "]);
            format!(
                "{}{space}{}{space}{}",
                operand(random),
                random.pick(&OPERATORS),
                random.pick(&LITERALS)
            )
        }
    }
}

fn filter(random: &mut Random) -> String {
    let mut inner = condition(random);
    for _ in 0..random.below(3) {
        let joint = random.pick(&["&&", "||", " && ", " || ", " && ", "&&&"]);
        inner = match random.below(5) {
            0 => format!("({inner}){joint}{}", condition(random)),
            _ => format!("{inner}{joint}{}", condition(random)),
        };
    }
    match random.below(12) {
        0 => format!("[? ({inner}) ]"),
        1 => format!("[?{inner}]"),
        2 => random
            .pick(&["[?]", "[ ? , ? ]", "[?()]", "[?(@.a)", "[?(@.a))]"])
            .to_owned(),
        _ => format!("[?({inner})]"),
    }
}

fn indices(random: &mut Random) -> String {
    const PARTS: [&str; 12] = ["0", "1", "-1", "9", ":", ",", " ", "0", "2", ":", ",", "x"];
    let parts: String = (0..=random.below(5)).map(|_| random.pick(&PARTS)).collect();
    format!("[{parts}]")
}

fn step(random: &mut Random) -> String {
    match random.below(16) {
        0..4 => filter(random),
        4 | 5 => indices(random),
        6 => "[*]".to_owned(),
        7 => ".*".to_owned(),
        8 => format!("..{}", random.pick(&NAMES)),
        9 => "..".to_owned(),
        10 => random
            .pick(&[
                "[(@.length-1)]",
                "[(@.size() - 1)]",
                "[@.length-1]",
                "[(@.length-9)]",
                "[@.size()]",
            ])
            .to_owned(),
        11 => format!("['{}','{}']", random.pick(&NAMES), random.pick(&NAMES)),
        12 => format!("['{}']", random.pick(&NAMES)),
        13 => random
            .pick(&[
                ".", "*", "$", "[]", "['a'", ".a[0]", "[\"a\"]", " ", ".['a']",
            ])
            .to_owned(),
        _ => format!(".{}", random.pick(&NAMES)),
    }
}

pub(crate) fn case(random: &mut Random) -> Case {
    let start = random.pick(&[
        "$", "$.l", "$.l", "$.l", "$.m", "$.v", "@", "l", "$..l", "$.n",
    ]);
    let steps: String = (0..=random.below(3)).map(|_| step(random)).collect();
    let path = format!("{start}{steps}").replace('\'', "''");
    let function = random.pick(&["json", "path"]);
    Case {
        template: format!("$input.{function}('{path}')|"),
        body: body(random),
        parameters: values::parameters(random),
        context: values::CONTEXT,
        stage_variables: values::STAGE_VARIABLES,
    }
}

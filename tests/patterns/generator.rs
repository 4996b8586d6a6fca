//! Patterns by their grammar, now and then damaged, and texts that are made of parts of them.

use lambda_api_errors_tests::random::Random;

const CHARACTERS: [&str; 52] = [
    "a",
    "b",
    "c",
    "A",
    "B",
    "Z",
    "0",
    "1",
    "9",
    "_",
    "-",
    " ",
    "\n",
    "\r",
    "\r\n",
    "\t",
    "\u{85}",
    "\u{2028}",
    "\u{2029}",
    "é",
    "É",
    "K",
    "ſ",
    "ı",
    "\u{1F600}",
    "\u{301}",
    "{",
    "}",
    "[",
    "]",
    "\"",
    ":",
    ",",
    ".",
    "/",
    "Error",
    "400",
    "Bad",
    "ab",
    "aa",
    "\u{b}",
    "\u{a0}",
    "\u{3000}",
    "\u{7f}",
    "\\",
    "&",
    "^",
    "$",
    "|",
    "#",
    "ß",
    "٣",
];

const SETS: [&str; 10] = [
    "\\d", "\\w", "\\s", "\\S", "\\W", "\\D", "\\h", "\\v", "\\H", "\\V",
];

/// A pattern.
pub(crate) fn pattern(random: &mut Random) -> String {
    let depth = 1 + random.below(3);
    let mut pattern = alternatives(random, depth);
    if random.once_in(15) {
        let length = pattern.chars().count().max(1);
        let without = random.below(length);
        let kept = pattern.chars().enumerate().filter(|(at, _)| *at != without);
        pattern = kept.map(|(_, c)| c).collect();
    }
    pattern
}

/// A text that the pattern may well take something of.
pub(crate) fn text(random: &mut Random, pattern: &str) -> String {
    const SIMPLE: [&str; 8] = ["a", "b", "c", "aa", "ab", "\n", "A", " "];
    let literals: Vec<char> = pattern
        .chars()
        .filter(|c| !"\\()?*+|".contains(*c))
        .collect();
    let mut text = String::new();
    for _ in 0..random.below(8) {
        match random.below(3) {
            0 if !literals.is_empty() => {
                let start = random.below(literals.len());
                let length = 1 + random.below(3);
                text.extend(literals[start..].iter().take(length));
            }
            1 => text.push_str(random.pick(&SIMPLE)),
            _ => text.push_str(random.pick(&CHARACTERS)),
        }
    }
    text
}

/// What stands in for a place that was found.
pub(crate) fn replacement(random: &mut Random) -> &'static str {
    random.pick(&[
        "",
        "-",
        "[$0]",
        "<$1>",
        "$1$2",
        "$12",
        "${n}",
        "\\$\\\\",
        "$",
        "\\",
        "${",
        "$x",
        "é\u{1F600}",
    ])
}

fn alternatives(random: &mut Random, depth: usize) -> String {
    let mut text = sequence(random, depth);
    for _ in 0..random.below(6).saturating_sub(2) / 2 {
        text.push('|');
        text.push_str(&sequence(random, depth));
    }
    text
}

fn sequence(random: &mut Random, depth: usize) -> String {
    let mut text = String::new();
    for _ in 0..random.below(5) {
        text.push_str(&atom(random, depth));
        if random.once_in(3) {
            text.push_str(&quantifier(random));
        }
    }
    text
}

fn quantifier(random: &mut Random) -> String {
    const USUAL: [&str; 8] = ["*", "+", "?", "{2}", "{0,2}", "{1,}", "{1,3}", "{0}"];
    let quantifier = if random.once_in(40) {
        random.pick(&["{3,1}", "{,2}", "{2"])
    } else {
        random.pick(&USUAL)
    };
    format!("{quantifier}{}", random.pick(&["?", "+", "", "", "", ""]))
}

fn atom(random: &mut Random, depth: usize) -> String {
    if depth == 0 && random.below(26) >= 17 {
        return literal(random);
    }
    match random.below(if depth == 0 { 17 } else { 26 }) {
        0..8 => literal(random),
        8 => ".".to_owned(),
        9 => random.pick(&[&SETS[..], &["\\R"]].concat()).to_owned(),
        10 => class(random, 2),
        11 => class(random, 1),
        12 => random
            .pick(&["^", "$", "\\A", "\\Z", "\\z", "\\b", "\\B", "\\G"])
            .to_owned(),
        13 => random
            .pick(&[
                "\\p{Alpha}",
                "\\p{Lower}",
                "\\P{L}",
                "\\p{Lu}",
                "\\p{IsLatin}",
                "\\p{Punct}",
                "\\p{Space}",
                "\\pN",
                "\\p{javaLowerCase}",
                "\\p{IsAlphabetic}",
            ])
            .to_owned(),
        14 => random
            .pick(&["\\1", "\\2", "\\k<n>", "\\10", "\\11"])
            .to_owned(),
        15 => random
            .pick(&[
                "(?i)", "(?s)", "(?m)", "(?d)", "(?-i)", "(?im)", "(?md)", "(?x)", "(?u)", "(?sd)",
            ])
            .to_owned(),
        16 => random
            .pick(&[
                "\\n",
                "\\r",
                "\\t",
                "\\x41",
                "\\u00e9",
                "\\x{1F600}",
                "\\ud83d\\ude00",
                "\\0101",
                "\\cA",
                "\\e",
                "\\a",
                "\\f",
                "\\q",
                "\\Qa.b\\E",
                "\\Q1\\E",
                "\\Q{\\E",
                "\\Q",
                "\\.",
            ])
            .to_owned(),
        17 | 18 => format!("({})", alternatives(random, depth - 1)),
        19 | 20 => format!("(?:{})", alternatives(random, depth - 1)),
        21 => format!("(?>{})", alternatives(random, depth - 1)),
        22 => {
            let look = random.pick(&["?=", "?!"]);
            format!("({look}{})", alternatives(random, depth - 1))
        }
        23 => {
            let look = random.pick(&["?<=", "?<!"]);
            let depth = if random.once_in(2) { 0 } else { depth - 1 };
            format!("({look}{})", alternatives(random, depth))
        }
        24 => format!("(?<n>{})", alternatives(random, depth - 1)),
        _ => {
            let flags = random.pick(&["?i:", "?s:", "?m:", "?-i:"]);
            format!("({flags}{})", alternatives(random, depth - 1))
        }
    }
}

fn literal(random: &mut Random) -> String {
    let mut text = String::new();
    for c in random.pick(&CHARACTERS).chars() {
        if "\\{}[]().*+?^$|".contains(c) && !random.once_in(20) {
            text.push('\\');
        }
        text.push(c);
    }
    text
}

fn class(random: &mut Random, depth: usize) -> String {
    const RANGES: [&str; 8] = [
        "a-c",
        "A-Z",
        "0-9",
        "a-z",
        "\\x00-\\x{10FFFF}",
        " -~",
        "\\t-\\r",
        "B-b",
    ];
    const PROPERTIES: [&str; 13] = [
        "\\p{Alpha}",
        "\\p{L}",
        "\\P{Lu}",
        "\\p{Punct}",
        "\\p{IsGreek}",
        "\\p{Upper}",
        "\\pL",
        "\\p{XDigit}",
        "\\p{Blank}",
        "\\p{Cntrl}",
        "\\p{Print}",
        "\\p{Graph}",
        "\\p{Nd}",
    ];
    const ODD: [&str; 16] = [
        "]",
        "^",
        "-",
        "\\]",
        "&",
        "\\^",
        "\\-",
        "[",
        "\\\\",
        "\\n",
        "\\u00e9",
        "\\x41",
        "\\0101",
        "\\Qa-c\\E",
        "\\Q]\\E",
        ".",
    ];
    let mut text = random.pick(&["[", "[", "[", "[^"]).to_owned();
    for _ in 0..=random.below(4) {
        match random.below(14) {
            0 => text.push_str(random.pick(&RANGES)),
            1 => text.push_str(random.pick(&SETS)),
            2 => text.push_str(random.pick(&PROPERTIES)),
            3 if depth > 0 => text.push_str(&class(random, depth - 1)),
            4 => {
                text.push_str("&&");
                if depth > 0 && random.once_in(2) {
                    text.push_str(&class(random, depth - 1));
                }
            }
            5 => text.push_str(random.pick(&ODD)),
            _ => text.push_str(random.pick(&CHARACTERS)),
        }
    }
    if !random.once_in(60) {
        text.push(']');
    }
    text
}

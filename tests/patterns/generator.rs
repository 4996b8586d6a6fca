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

const SIMPLE: [&str; 8] = ["a", "b", "c", "aa", "ab", "\n", "A", " "];

/// Sets, with a character of each.
const SETS: [(&str, &str); 11] = [
    ("\\d", "7"),
    ("\\w", "_"),
    ("\\s", "\u{b}"),
    ("\\S", "é"),
    ("\\W", "\u{1F600}"),
    ("\\D", "٣"),
    ("\\h", "\u{a0}"),
    ("\\v", "\u{2028}"),
    ("\\H", "a"),
    ("\\V", " "),
    ("\\R", "\r\n"),
];

const ANCHORS: [&str; 9] = ["^", "$", "\\A", "\\Z", "\\z", "\\b", "\\B", "$", "\\G"];

const PROPERTIES: [&str; 14] = [
    "\\p{Alpha}",
    "\\p{Lower}",
    "\\P{L}",
    "\\p{Lu}",
    "\\p{IsLatin}",
    "\\p{Punct}",
    "\\p{Space}",
    "\\pN",
    "\\p{L}",
    "\\p{Nd}",
    "\\P{Punct}",
    "\\p{IsGreek}",
    "\\p{javaLowerCase}",
    "\\p{Graph}",
];

const REFERENCES: [&str; 5] = ["\\1", "\\2", "\\k<n>", "\\10", "\\11"];

const FLAGS: [&str; 12] = [
    "(?i)", "(?s)", "(?m)", "(?d)", "(?-i)", "(?im)", "(?md)", "(?sd)", "(?i-s)", "(?m)", "(?s)",
    "(?x)",
];

/// Escapes, with what they stand for.
const ESCAPES: [(&str, &str); 18] = [
    ("\\n", "\n"),
    ("\\r", "\r"),
    ("\\t", "\t"),
    ("\\x41", "A"),
    ("\\u00e9", "é"),
    ("\\x{1F600}", "\u{1F600}"),
    ("\\ud83d\\ude00", "\u{1F600}"),
    ("\\0101", "A"),
    ("\\cA", "\u{1}"),
    ("\\e", "\u{1b}"),
    ("\\a", "\u{7}"),
    ("\\f", "\u{c}"),
    ("\\q", "q"),
    ("\\Qa.b\\E", "a.b"),
    ("\\Q1\\E", "1"),
    ("\\Q{\\E", "{"),
    ("\\Q", ""),
    ("\\.", "."),
];

/// A part of a pattern, with a text that it may well take.
#[derive(Debug, Default)]
pub(crate) struct Piece {
    pattern: String,
    sample: String,
}

impl Piece {
    fn new(pattern: &str, sample: &str) -> Self {
        Self {
            pattern: pattern.to_owned(),
            sample: sample.to_owned(),
        }
    }

    fn within(self, open: &str, close: &str) -> Self {
        Self {
            pattern: [open, &self.pattern, close].concat(),
            sample: self.sample,
        }
    }

    fn push(&mut self, other: &Self) {
        self.pattern.push_str(&other.pattern);
        self.sample.push_str(&other.sample);
    }
}

/// What a pattern is made of.
pub(crate) fn piece(random: &mut Random) -> Piece {
    let depth = 1 + random.below(3);
    alternatives(random, depth)
}

/// The pattern, now and then with a character missing.
pub(crate) fn pattern(random: &mut Random, piece: Piece) -> String {
    if !random.once_in(15) {
        return piece.pattern;
    }
    let length = piece.pattern.chars().count().max(1);
    let missing = random.below(length);
    let kept = piece
        .pattern
        .chars()
        .enumerate()
        .filter(|(at, _)| *at != missing);
    kept.map(|(_, c)| c).collect()
}

/// A text that the pattern may well take something of.
pub(crate) fn text(random: &mut Random, piece: &Piece) -> String {
    let mut text = noise(random, piece, 4);
    if random.below(3) > 0 {
        text = match random.below(4) {
            0 => [&*text, &piece.sample].concat(),
            1 => [&*text, &piece.sample, &noise(random, piece, 4)].concat(),
            2 => piece.sample.clone(),
            _ => [&*piece.sample, &text, &piece.sample].concat(),
        };
    }
    text
}

fn noise(random: &mut Random, piece: &Piece, most: usize) -> String {
    let literals: Vec<char> = piece
        .pattern
        .chars()
        .filter(|c| !"\\()?*+|".contains(*c))
        .collect();
    let mut text = String::new();
    for _ in 0..random.below(most) {
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

fn alternatives(random: &mut Random, depth: usize) -> Piece {
    let mut piece = sequence(random, depth);
    for _ in 0..random.below(6).saturating_sub(2) / 2 {
        let other = sequence(random, depth);
        piece.pattern = [&piece.pattern, "|", &other.pattern].concat();
        if random.once_in(2) {
            piece.sample = other.sample;
        }
    }
    piece
}

fn sequence(random: &mut Random, depth: usize) -> Piece {
    let mut sequence = Piece::default();
    for _ in 0..random.below(5) {
        let mut piece = atom(random, depth);
        let is_anchor = ANCHORS.contains(&&*piece.pattern) || piece.pattern.starts_with("(?i)");
        if random.once_in(if is_anchor { 30 } else { 3 }) {
            let (quantifier, times) = quantifier(random);
            piece.pattern.push_str(&quantifier);
            piece.sample = piece.sample.repeat(times);
        }
        sequence.push(&piece);
    }
    sequence
}

/// A quantifier, and a number of times that it takes.
fn quantifier(random: &mut Random) -> (String, usize) {
    const USUAL: [(&str, usize, usize); 9] = [
        ("*", 0, 3),
        ("+", 1, 3),
        ("?", 0, 1),
        ("{2}", 2, 2),
        ("{0,2}", 0, 2),
        ("{1,}", 1, 4),
        ("{1,3}", 1, 3),
        ("{0}", 0, 0),
        ("+", 1, 2),
    ];
    const ODD: [&str; 3] = ["{3,1}", "{,2}", "{2"];
    let (usual, least, most) = USUAL[random.below(USUAL.len())];
    let quantifier = if random.once_in(60) {
        random.pick(&ODD)
    } else {
        usual
    };
    let greed = random.pick(&["?", "+", "", "", "", ""]);
    let times = least + random.below(most - least + 1);
    (format!("{quantifier}{greed}"), times)
}

fn atom(random: &mut Random, depth: usize) -> Piece {
    let kind = random.below(26);
    match kind {
        8 => Piece::new(".", random.pick(&CHARACTERS)),
        9 => {
            let (set, sample) = SETS[random.below(SETS.len())];
            Piece::new(set, sample)
        }
        10 | 11 => Piece::new(&class(random, 12 - kind), random.pick(&CHARACTERS)),
        12 => Piece::new(random.pick(&ANCHORS), ""),
        13 => Piece::new(random.pick(&PROPERTIES), random.pick(&CHARACTERS)),
        14 => Piece::new(random.pick(&REFERENCES), random.pick(&SIMPLE)),
        15 => Piece::new(random.pick(&FLAGS), ""),
        16 => {
            let (escape, sample) = ESCAPES[random.below(ESCAPES.len())];
            Piece::new(escape, sample)
        }
        17.. if depth > 0 => group(random, kind, depth - 1),
        _ => literal(random),
    }
}

fn group(random: &mut Random, kind: usize, depth: usize) -> Piece {
    match kind {
        17 | 18 => alternatives(random, depth).within("(", ")"),
        19 | 20 => alternatives(random, depth).within("(?:", ")"),
        21 => alternatives(random, depth).within("(?>", ")"),
        22 | 23 => {
            let open = random.pick(&["(?=", "(?!", "(?<=", "(?<!"]);
            let depth = if random.once_in(2) { 0 } else { depth };
            let inner = alternatives(random, depth).within(open, ")");
            Piece::new(&inner.pattern, "")
        }
        24 => alternatives(random, depth).within("(?<n>", ")"),
        _ => {
            let open = random.pick(&["(?i:", "(?s:", "(?m:", "(?-i:"]);
            alternatives(random, depth).within(open, ")")
        }
    }
}

fn literal(random: &mut Random) -> Piece {
    let sample = random.pick(&CHARACTERS);
    let mut pattern = String::new();
    for c in sample.chars() {
        if "\\{}[]().*+?^$|".contains(c) && !random.once_in(40) {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    Piece::new(&pattern, sample)
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
            1 => text.push_str(SETS[random.below(10)].0),
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

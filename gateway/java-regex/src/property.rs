//! Sets of characters that have names: `\d`, `\h`, `\p{Alpha}`, `\p{Lu}`, `\p{IsGreek}`.

use regex_syntax::hir::{Class, ClassUnicode, ClassUnicodeRange, HirKind};
use std::sync::OnceLock;

pub(super) fn set(ranges: &[(char, char)]) -> ClassUnicode {
    ClassUnicode::new(
        ranges
            .iter()
            .map(|&(first, last)| ClassUnicodeRange::new(first, last)),
    )
}

pub(super) fn negated(mut set: ClassUnicode) -> ClassUnicode {
    set.negate();
    set
}

/// The set of an escape such as `\d` or `\W`.
pub(super) fn predefined(letter: char) -> Option<ClassUnicode> {
    let ranges: &[(char, char)] = match letter.to_ascii_lowercase() {
        'd' => &[('0', '9')],
        's' => &[('\t', '\r'), (' ', ' ')],
        'w' => &[('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')],
        'h' => &[
            ('\t', '\t'),
            (' ', ' '),
            ('\u{a0}', '\u{a0}'),
            ('\u{1680}', '\u{1680}'),
            ('\u{180e}', '\u{180e}'),
            ('\u{2000}', '\u{200a}'),
            ('\u{202f}', '\u{202f}'),
            ('\u{205f}', '\u{205f}'),
            ('\u{3000}', '\u{3000}'),
        ],
        'v' => &[('\n', '\r'), ('\u{85}', '\u{85}'), ('\u{2028}', '\u{2029}')],
        _ => return None,
    };
    let set = set(ranges);
    Some(if letter.is_ascii_uppercase() {
        negated(set)
    } else {
        set
    })
}

/// The set of `\p{name}`, or `None` if it is not known here.
pub(super) fn named(name: &str) -> Option<ClassUnicode> {
    if let Some(set) = posix(name) {
        return Some(set);
    }
    let (kind, value) = match name.split_once('=') {
        Some((kind, value)) => (kind.to_ascii_lowercase(), value),
        None => match name.strip_prefix("Is") {
            Some(value) => ("is".to_owned(), value),
            None => (String::new(), name),
        },
    };
    match kind.as_str() {
        "" | "gc" | "general_category" => category(value),
        "is" => category(value).or_else(|| script(value)),
        "sc" | "script" => script(value),
        _ => None,
    }
}

fn posix(name: &str) -> Option<ClassUnicode> {
    Some(set(match name {
        "Lower" => &[('a', 'z')],
        "Upper" => &[('A', 'Z')],
        "ASCII" => &[('\0', '\x7f')],
        "Alpha" => &[('A', 'Z'), ('a', 'z')],
        "Digit" => &[('0', '9')],
        "Alnum" => &[('0', '9'), ('A', 'Z'), ('a', 'z')],
        "Punct" => &[('!', '/'), (':', '@'), ('[', '`'), ('{', '~')],
        "Graph" => &[('!', '~')],
        "Print" => &[(' ', '~')],
        "Blank" => &[('\t', '\t'), (' ', ' ')],
        "Cntrl" => &[('\0', '\x1f'), ('\x7f', '\x7f')],
        "XDigit" => &[('0', '9'), ('A', 'F'), ('a', 'f')],
        "Space" => &[('\t', '\r'), (' ', ' ')],
        _ => return None,
    }))
}

/// Whether Java widens the property under the flag `i`, in some of its versions.
pub(super) fn depends_on_case(name: &str) -> bool {
    let name = name.rsplit('=').next().unwrap_or(name);
    let name = name.strip_prefix("Is").unwrap_or(name);
    matches!(name, "Lower" | "Upper" | "Lu" | "Ll" | "Lt")
}

/// The categories that hold no unassigned code points, whose number grows with each version of Unicode.
fn category(name: &str) -> Option<ClassUnicode> {
    const CATEGORIES: &[&str] = &[
        "L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No", "P", "Pc",
        "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "S", "Sm", "Sc", "Sk", "So", "Z", "Zs", "Zl", "Zp",
        "Cc", "Cf", "Co",
    ];
    CATEGORIES
        .contains(&name)
        .then(|| table(&format!(r"\p{{{name}}}")))?
}

fn script(name: &str) -> Option<ClassUnicode> {
    let plain = name.len() > 2 && name.chars().all(|c| c.is_ascii_alphabetic() || c == '_');
    plain.then(|| table(&format!(r"\p{{script={name}}}")))?
}

fn table(expression: &str) -> Option<ClassUnicode> {
    match regex_syntax::parse(expression).ok()?.into_kind() {
        HirKind::Class(Class::Unicode(class)) => Some(class),
        _ => None,
    }
}

/// Whether `c` is a mark that Java's `\b` counts to the letter before it.
pub(super) fn is_combining(c: char) -> bool {
    static MARKS: OnceLock<ClassUnicode> = OnceLock::new();
    let marks = MARKS.get_or_init(|| category("Mn").unwrap_or_else(ClassUnicode::empty));
    let after = marks.ranges().partition_point(|range| range.end() < c);
    marks
        .ranges()
        .get(after)
        .is_some_and(|range| range.start() <= c)
}

/// The characters that are part of a word for `\b` up to Java 18: letters, digits and `_`.
pub(super) fn unicode_word() -> ClassUnicode {
    let mut word = set(&[('_', '_')]);
    for name in ["L", "Nd"] {
        if let Some(set) = category(name) {
            word.union(&set);
        }
    }
    word
}

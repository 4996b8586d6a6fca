//! Texts that may lead a pattern astray: pieces of what it takes, and what mapping by text stumbles over.

use super::java_pattern::JavaPattern;
use fancy_regex::{Expr, Regex};

/// How many texts one pattern is asked for.
const LIMIT: usize = 24;
/// How long such a text may be.
const LENGTH_LIMIT: usize = 400;

/// Texts that break lines in one of Java's ways, or close what stands around them.
const HOSTILE: [&str; 12] = [
    "two\u{2028}lines",
    "two\u{85}lines",
    "two\nlines",
    "two\r\nlines",
    "",
    "\"",
    "{}",
    "\"}",
    "Task timed out after 1.00 seconds",
    "\"status\":500",
    "Internal Server Error: {}",
    "\u{1f}{}",
];

/// Texts to try on `pattern`, those made from it first.
pub(super) fn texts(pattern: &JavaPattern) -> Vec<String> {
    let mut texts = pattern.tree().map_or_else(Vec::new, |tree| walk(&tree));
    texts.retain(|text| !text.is_empty());
    let unescaped: Vec<_> = texts
        .iter()
        .filter_map(|text| serde_json::from_str(&format!("\"{text}\"")).ok())
        .filter(|text| !texts.contains(text))
        .collect();
    texts.extend(unescaped);
    texts.extend(HOSTILE.map(str::to_owned));
    texts
}

/// Some of what `tree` takes, the shortest first. Look-around is left out: the texts are tried, not believed.
fn walk(tree: &Expr) -> Vec<String> {
    match tree {
        Expr::Literal { val, .. } => vec![val.clone()],
        Expr::Any { .. } => vec!["a".to_owned()],
        Expr::Delegate { inner, .. } => member(inner).into_iter().collect(),
        Expr::Concat(parts) => parts.iter().fold(vec![String::new()], |starts, part| {
            let ends = walk(part);
            let joined = starts
                .iter()
                .flat_map(|start| ends.iter().map(move |end| format!("{start}{end}")));
            joined
                .filter(|text| text.len() <= LENGTH_LIMIT)
                .take(LIMIT)
                .collect()
        }),
        Expr::Alt(branches) => branches.iter().flat_map(walk).take(LIMIT).collect(),
        Expr::Group(inner) => walk(inner),
        Expr::AtomicGroup(inner) => walk(inner),
        Expr::Repeat { child, lo, .. } if *lo > 0 => walk(child)
            .into_iter()
            .map(|text| text.repeat((*lo).min(LENGTH_LIMIT)))
            .filter(|text| text.len() <= LENGTH_LIMIT)
            .collect(),
        _ => vec![String::new()],
    }
}

/// A character of the class.
fn member(class: &str) -> Option<String> {
    let class = Regex::new(&format!(r"\A{class}\z")).ok()?;
    let likely = "a0A -_.:/{}[]()\"'!\n";
    let characters = likely.chars().chain('\0'..='\u{17f}');
    characters
        .map(String::from)
        .find(|text| class.is_match(text).unwrap_or(false))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pattern: &str, expected: &[&str]) {
        let texts = texts(&JavaPattern::new(pattern).unwrap());
        assert_eq!(texts[..texts.len() - HOSTILE.len()], *expected);
    }

    #[test]
    fn pieces_of_what_a_pattern_takes() {
        check(".*validation error.*", &["validation error"]);
        check(
            r#".*\\"status\\":400.*"#,
            &[r#"\"status\":400"#, "\"status\":400"],
        );
        check(r"(?:Bad|Worse): [a-f]+x{2}", &["Bad: axx", "Worse: axx"]);
        check(r"^(?!a)[\s\S]*", &[]);
        check(r"\[40[0-9]\]", &["[400]"]);
    }

    #[test]
    fn a_pattern_of_many_texts_gives_some() {
        let pattern = "(?:a|b|c|d|e)".repeat(50);
        assert!(texts(&JavaPattern::new(&pattern).unwrap()).len() <= 2 * LIMIT + HOSTILE.len());
    }
}

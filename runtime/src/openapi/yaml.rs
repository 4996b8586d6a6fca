//! YAML of a document: block style, and every text either in JSON's quotes, which YAML shares, or as a literal block.

use super::tree::{Node, Object};
use std::fmt::Write as _;

pub(super) fn write(object: &Object) -> String {
    let mut out = String::new();
    members(&mut out, object, 0);
    out
}

fn members(out: &mut String, object: &Object, depth: usize) {
    for (name, value) in object.iter() {
        indent(out, depth);
        key(out, name);
        out.push(':');
        entry(out, value, depth);
    }
}

/// The text after a `:` or a `-` at `depth`, with the line's end.
fn entry(out: &mut String, value: &Node, depth: usize) {
    match value {
        Node::Object(object) if !object.is_empty() => {
            out.push('\n');
            members(out, object, depth + 1);
        }
        Node::List(list) if !list.is_empty() => {
            out.push('\n');
            for item in list {
                indent(out, depth + 1);
                out.push('-');
                entry(out, item, depth + 1);
            }
        }
        Node::Text(text) if is_literal(text) => {
            out.push_str(" |-\n");
            for line in text.split('\n') {
                if !line.is_empty() {
                    indent(out, depth + 1);
                    out.push_str(line);
                }
                out.push('\n');
            }
        }
        scalar => {
            out.push(' ');
            inline(out, scalar);
            out.push('\n');
        }
    }
}

fn inline(out: &mut String, value: &Node) {
    match value {
        Node::Null => out.push_str("null"),
        Node::Bool(value) => {
            let _ = write!(out, "{value}");
        }
        Node::Number(number) => {
            let _ = write!(out, "{number}");
        }
        Node::Text(text) => quoted(out, text),
        Node::List(_) => out.push_str("[]"),
        Node::Object(_) => out.push_str("{}"),
    }
}

fn quoted(out: &mut String, text: &str) {
    // Nothing but memory is written to, and a text always serialises.
    let _ = crate::json::write(out, text);
}

fn key(out: &mut String, name: &str) {
    let plain = name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "-_".contains(c))
        && !["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
            .contains(&name.to_ascii_lowercase().as_str());
    if plain {
        out.push_str(name);
    } else {
        quoted(out, name);
    }
}

/// Whether a literal block keeps the text unchanged and is easier to read than quotes.
fn is_literal(text: &str) -> bool {
    text.contains('\n')
        && !text.starts_with([' ', '\n'])
        && !text.ends_with('\n')
        && text.split('\n').all(|line| !line.ends_with(' '))
        && text.chars().all(|c| {
            c == '\n' || !(c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}'))
        })
}

fn indent(out: &mut String, depth: usize) {
    for _ in 0..depth {
        out.push_str("  ");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_quoted_or_literal_blocks() {
        let object = Object::new()
            .with("plain", "a: b # c")
            .with("no", "yes")
            .with(
                "/carts/{cart}",
                vec![Node::from(true), Node::from(7), Object::new().into()],
            )
            .with("lines", "one\n\n  two")
            .with("tail", "ends with a line end\n")
            .with("nested", Object::new().with("null", Node::Null));
        let expected = r#"plain: "a: b # c"
"no": "yes"
"/carts/{cart}":
  - true
  - 7
  - {}
lines: |-
  one

    two
tail: "ends with a line end\n"
nested:
  "null": null
"#;
        assert_eq!(write(&object), expected);
    }
}

//! Foreign texts as markup: escaped, with invisible characters made visible, JSON coloured, and long texts folded.

use crate::text::picture;
use maud::{Escaper, Markup, PreEscaped, html};
use std::{fmt::Write, ops::Range};

/// How much of a text stands in a page, in bytes; the whole text has a page of its own.
const SHOWN: usize = 32 << 10;
/// From which length on a text that is cut says how much is left, in characters.
const SAID: usize = 300;
/// The longest part of a sentence of documentation, in characters.
const SENTENCE: usize = 299;
/// How many lines a text may have that is not folded.
const UNFOLDED: usize = 24;

/// A body, or another text that can be long.
#[derive(Default)]
pub(super) struct Body<'a> {
    pub(super) label: &'a str,
    pub(super) bytes: &'a [u8],
    /// Where the whole text can be had.
    pub(super) whole: Option<String>,
    pub(super) fold: Fold,
}

/// Whether only the first line of a body is seen until a user opens it.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Fold {
    /// If the body is long.
    #[default]
    Long,
    /// Never.
    Open,
    /// Always.
    Closed,
}

impl Body<'_> {
    /// The body in a box with its size.
    pub(super) fn markup(&self) -> Markup {
        let size = size(self.bytes.len());
        let Ok(text) = std::str::from_utf8(&self.bytes[..self.text_end()]) else {
            return html! {
                p.body-head { span { (self.label) } span.dim { (size) ", which is not text" } (self.link()) }
            };
        };
        if text.is_empty() {
            return html! { p.body-head { span { (self.label) } span.dim { "empty" } } };
        }
        let is_whole = text.len() == self.bytes.len();
        let laid_out = is_whole.then(|| json(text)).flatten();
        let kind = if laid_out.is_some() { "JSON, " } else { "" };
        let (content, lines) = laid_out.unwrap_or_else(|| (shown(text), text.lines().count()));
        let is_open = match self.fold {
            Fold::Long => lines <= UNFOLDED && text.len() <= 4096,
            Fold::Open => true,
            Fold::Closed => false,
        };
        html! {
            details.body open[is_open] {
                summary.body-head {
                    span { (self.label) }
                    span.dim { (kind) (size) @if lines > 1 { ", " (lines) " lines" } }
                }
                pre tabindex="0" dir="ltr" { code { (content) } }
                @if !is_whole {
                    p.dim { "These are the first " (self::size(text.len())) " of " (size) "." }
                }
                (self.link())
            }
        }
    }

    fn link(&self) -> Markup {
        let long = self.bytes.len() > 4096;
        html! {
            @if let Some(whole) = self.whole.as_ref().filter(|_| long || self.is_binary()) {
                p { a href=(whole) { "The whole text as it is" } }
            }
        }
    }

    fn is_binary(&self) -> bool {
        std::str::from_utf8(self.bytes).is_err()
    }

    /// The end of what is shown, which is the end of a character in a text.
    fn text_end(&self) -> usize {
        let mut end = self.bytes.len().min(SHOWN);
        while end < self.bytes.len() && end > 0 && self.bytes[end] & 0xC0 == 0x80 {
            end -= 1;
        }
        end
    }
}

/// `1 byte`, `12 bytes`, `3.4 kB`.
pub(super) fn size(bytes: usize) -> String {
    match bytes {
        1 => "1 byte".to_owned(),
        0..1000 => format!("{bytes} bytes"),
        1000..1_000_000 => format!("{}.{} kB", bytes / 1000, bytes % 1000 / 100),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

/// The text, escaped. Control characters and those that change the direction of text are shown as their numbers.
pub(super) fn shown(text: &str) -> Markup {
    let mut markup = String::with_capacity(text.len() + text.len() / 8);
    write_shown(text, &mut markup);
    PreEscaped(markup)
}

/// The text with `range` marked by `class`, which says why.
pub(super) fn marked(text: &str, range: Range<usize>, class: &str) -> Markup {
    let (before, rest) = text.split_at(range.start);
    let (inside, after) = rest.split_at(range.end - range.start);
    html! {
        (shown(before))
        @if !inside.is_empty() { mark class=(class) { (shown(inside)) } }
        (shown(after))
    }
}

/// A text of one line: cut, with a line break shown as one.
pub(super) fn line(text: &str, longest: usize) -> Markup {
    let end = text.char_indices().nth(longest).map(|(at, _)| at);
    let cut: String = text[..end.unwrap_or(text.len())].replace(['\n', '\r'], "\u{23ce}");
    html! {
        (shown(&cut))
        @if let Some(end) = end {
            "…"
            @if longest >= SAID {
                @let left = text[end..].chars().count();
                span.dim { " and " (left) " more characters" }
            }
        }
    }
}

/// A sentence of documentation: what stands between backticks is code.
pub(super) fn prose(text: &str) -> Markup {
    let parts: Vec<_> = text.split('`').collect();
    // Without its partner, a backtick is one.
    if parts.len() % 2 == 0 {
        return line(text, SENTENCE);
    }
    html! {
        @for (index, part) in parts.into_iter().enumerate() {
            @if index % 2 == 1 { code { (line(part, SENTENCE)) } } @else { (line(part, SENTENCE)) }
        }
    }
}

fn write_shown(text: &str, markup: &mut String) {
    let mut from = 0;
    for (at, character) in text.char_indices() {
        if matches!(character, '\n' | '\t') {
            continue;
        }
        if picture(character).is_none() {
            continue;
        }
        write_escaped(&text[from..at], markup);
        from = at + character.len_utf8();
        // A line break of Windows is one.
        if character == '\r' && text[from..].starts_with('\n') {
            continue;
        }
        let code = u32::from(character);
        let _ = write!(markup, r#"<span class="unseen">U+{code:04X}</span>"#);
    }
    write_escaped(&text[from..], markup);
}

fn write_escaped(text: &str, markup: &mut String) {
    // Writing to a string does not fail.
    let _ = Escaper::new(markup).write_str(text);
}

/// The JSON on lines of its own, coloured, and how many lines; `None` if the text is neither an object nor an array.
///
/// Names, order and numbers stay as they are written.
pub(super) fn json(text: &str) -> Option<(Markup, usize)> {
    let text = text.trim();
    if !text.starts_with(['{', '[']) {
        return None;
    }
    serde_json::from_str::<serde::de::IgnoredAny>(text).ok()?;
    let mut layout = Layout {
        markup: String::with_capacity(text.len() * 2),
        depth: 0,
        lines: 1,
    };
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' => layout.string(rest),
            '{' | '[' => layout.open(rest),
            '}' | ']' => layout.close(first),
            ',' => layout.separate(),
            ':' => {
                layout.markup.push_str(": ");
                1
            }
            _ if first.is_ascii_whitespace() => 1,
            _ => layout.word(rest),
        };
        rest = &rest[length..];
    }
    Some((PreEscaped(layout.markup), layout.lines))
}

/// JSON that is being laid out. Each method writes the start of the text and says how long it was.
struct Layout {
    markup: String,
    depth: usize,
    lines: usize,
}

impl Layout {
    fn string(&mut self, text: &str) -> usize {
        let mut escaped = false;
        let end = text.char_indices().skip(1).find(|(_, character)| {
            let ends = *character == '"' && !escaped;
            escaped = *character == '\\' && !escaped;
            ends
        });
        let end = end.map_or(text.len(), |(at, _)| at + 1);
        let is_name = text[end..].trim_start().starts_with(':');
        self.token(&text[..end], if is_name { "n" } else { "s" });
        end
    }

    fn word(&mut self, text: &str) -> usize {
        let end =
            text.find(|character: char| ",]}".contains(character) || character.is_whitespace());
        let end = end.unwrap_or(text.len()).max(1);
        self.token(&text[..end], "v");
        end
    }

    fn token(&mut self, text: &str, class: &str) {
        let _ = write!(self.markup, r#"<span class="{class}">"#);
        write_shown(text, &mut self.markup);
        self.markup.push_str("</span>");
    }

    fn open(&mut self, text: &str) -> usize {
        let inside = text[1..].trim_start();
        self.markup.push_str(&text[..1]);
        if let Some(end) = inside.chars().next().filter(|end| "}]".contains(*end)) {
            self.markup.push(end);
            return text.len() - inside.len() + 1;
        }
        self.depth += 1;
        self.break_line();
        1
    }

    fn close(&mut self, end: char) -> usize {
        self.depth = self.depth.saturating_sub(1);
        self.break_line();
        self.markup.push(end);
        1
    }

    fn separate(&mut self) -> usize {
        self.markup.push(',');
        self.break_line();
        1
    }

    fn break_line(&mut self) {
        self.lines += 1;
        self.markup.push('\n');
        for _ in 0..self.depth {
            self.markup.push_str("  ");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(markup: &str) -> String {
        let mut text = String::new();
        let mut in_tag = false;
        for character in markup.chars() {
            match character {
                '<' => in_tag = true,
                '>' => in_tag = false,
                _ if !in_tag => text.push(character),
                _ => {}
            }
        }
        text.replace("&quot;", "\"")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&amp;", "&")
    }

    #[test]
    fn json_is_laid_out_and_nothing_else_changes() {
        let text = r#"{"b":1.10,"a" : [true, {}, []],"c":"<x> \" }","a":{"d":null}}"#;
        let (markup, lines) = json(text).unwrap();
        let shown = plain(&markup.into_string());
        assert_eq!(
            shown,
            "{\n  \"b\": 1.10,\n  \"a\": [\n    true,\n    {},\n    []\n  ],\n  \"c\": \"<x> \\\" }\",\n  \"a\": {\n    \"d\": null\n  }\n}"
        );
        assert_eq!(lines, shown.lines().count());
        assert!(json("Not Found: {}").is_none());
        assert!(json("\"text\"").is_none());
        assert!(json(&"[".repeat(100_000)).is_none());
    }

    #[test]
    fn foreign_text_is_text() {
        let markup = shown("<script>alert(1)</script>\0\u{202e}é\r\n\"'&").into_string();
        assert!(!markup.contains("<script"), "{markup}");
        assert!(markup.contains("&lt;script&gt;"), "{markup}");
        assert!(markup.contains(">U+0000<"), "{markup}");
        assert!(markup.contains(">U+202E<"), "{markup}");
        assert!(!markup.contains('\r') && markup.contains('\n'));
        let (json, _) = json(r#"{"</span><script>":"<script>"}"#).unwrap();
        assert!(!json.into_string().contains("<script"));
    }

    #[test]
    fn a_long_line_says_how_much_is_left() {
        let cut = line(&"é".repeat(1000), 400).into_string();
        assert!(cut.contains(" and 600 more characters"), "{cut}");
        assert!(!line(&"é".repeat(1000), 100).into_string().contains("more"));
        let prose = prose("`errors` lists <what> is `wrong").into_string();
        assert!(
            !prose.contains("<code>") && prose.contains("&lt;what&gt;"),
            "{prose}"
        );
        let prose = self::prose("The `Content-Type` is other.").into_string();
        assert_eq!(prose, "The <code>Content-Type</code> is other.");
    }

    #[test]
    fn a_long_body_is_cut_at_a_character_and_a_binary_one_is_not_shown() {
        let whole = || Some("/whole".to_owned());
        let long = "é".repeat(1 << 20);
        let (label, bytes) = ("Body", long.as_bytes());
        let markup = Body {
            label,
            bytes,
            whole: whole(),
            ..Body::default()
        }
        .markup()
        .into_string();
        assert!(markup.len() < 200_000 && markup.contains("The whole text"));
        let bytes = &[0xff, 0xfe][..];
        let markup = Body {
            label,
            bytes,
            whole: whole(),
            ..Body::default()
        }
        .markup()
        .into_string();
        assert!(markup.contains("2 bytes, which is not text"), "{markup}");
    }
}

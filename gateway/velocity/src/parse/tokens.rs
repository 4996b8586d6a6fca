//! The parser's view of the lexer: tokens read so far, one at a time, each with its position.

use super::super::{
    error::{Position, TemplateError},
    lex::{Kind, Lexer, Token},
};
use super::Parsed;
use std::{iter, ops::RangeInclusive};

pub(super) struct Tokens<'a> {
    lexer: Lexer<'a>,
    read: Vec<(Token, Position)>,
    next: usize,
    cursor: Cursor,
}

/// Walks the source once, to give offsets their positions.
struct Cursor {
    offset: usize,
    position: Position,
    after_return: bool,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(source: &'a str, start: Position) -> Self {
        Self {
            lexer: Lexer::new(source),
            read: Vec::new(),
            next: 0,
            cursor: Cursor {
                offset: 0,
                position: start,
                after_return: false,
            },
        }
    }

    pub(super) fn peek(&mut self) -> Parsed<Kind> {
        self.peek_after(0)
    }

    /// The kind of the token that comes after `count` others.
    pub(super) fn peek_after(&mut self, count: usize) -> Parsed<Kind> {
        while self.read.len() <= self.next + count {
            match self.lexer.next_token() {
                Ok(token) => {
                    let position = self.cursor.advance(self.lexer.source(), token.start);
                    self.read.push((token, position));
                }
                Err(unknown) => {
                    let position = self.cursor.advance(self.lexer.source(), unknown.0);
                    let found = describe(&self.lexer.source()[unknown.0..]);
                    let problem = format!("{found} means nothing here");
                    return Err(TemplateError::new(position, problem));
                }
            }
        }
        Ok(self.read[self.next + count].0.kind)
    }

    /// The index of the token that comes next.
    pub(super) fn next_index(&self) -> usize {
        self.next
    }

    /// Takes the next token, and gives its index.
    pub(super) fn advance(&mut self) -> Parsed<usize> {
        self.peek()?;
        self.next += 1;
        Ok(self.next - 1)
    }

    pub(super) fn expect(&mut self, kind: Kind) -> Parsed<usize> {
        if self.peek()? == kind {
            self.advance()
        } else {
            Err(self.unexpected(kind.describe()))
        }
    }

    /// Takes the next token if it is of this kind.
    pub(super) fn skip(&mut self, kind: Kind) -> Parsed<bool> {
        let found = self.peek()? == kind;
        if found {
            self.next += 1;
        }
        Ok(found)
    }

    pub(super) fn kind(&self, index: usize) -> Kind {
        self.read[index].0.kind
    }

    pub(super) fn position(&self, index: usize) -> Position {
        self.read[index].1
    }

    pub(super) fn image(&self, index: usize) -> &'a str {
        let token = &self.read[index].0;
        &self.lexer.source()[token.start..token.end]
    }

    /// Drops the first bytes of a token.
    pub(super) fn trim(&mut self, index: usize, bytes: usize) {
        self.read[index].0.start += bytes;
    }

    /// The source of some tokens as Velocity would print it: with the stray `$` and `#` that the lexer skipped.
    pub(super) fn literal(&self, indices: RangeInclusive<usize>) -> String {
        indices.fold(String::new(), |mut text, index| {
            if self.kind(index) != Kind::CommentEnd {
                self.stray_text(index, &mut text);
                text.push_str(self.image(index));
            }
            text
        })
    }

    fn stray_text(&self, index: usize, text: &mut String) {
        let specials = self.lexer.specials(&self.read[index].0);
        let images = || {
            specials
                .iter()
                .map(|special| &self.lexer.source()[special.clone()])
        };
        if images()
            .next_back()
            .is_none_or(|last| last.starts_with("##"))
        {
            return;
        }
        for image in images() {
            let mut bytes = image.bytes().enumerate();
            while let Some((index, byte)) = bytes.next() {
                match byte {
                    b'#' | b'$' => text.push(char::from(byte)),
                    b'\\' => {
                        let backslashes = image[index..]
                            .bytes()
                            .take_while(|byte| *byte == b'\\')
                            .count();
                        if image[index + backslashes..].starts_with('$') {
                            text.extend(iter::repeat_n('\\', backslashes));
                            text.push('$');
                            bytes.nth(backslashes);
                        }
                    }
                    _ => {}
                }
            }
        }
    }

    /// The tokens as they were written, without what the lexer skipped.
    pub(super) fn images(&self, indices: RangeInclusive<usize>) -> String {
        indices.map(|index| self.image(index)).collect()
    }

    pub(super) fn unexpected(&self, expected: &str) -> TemplateError {
        let (token, position) = &self.read[self.next];
        let found = describe(&self.lexer.source()[token.start..token.end]);
        TemplateError::new(*position, format!("expected {expected}, found {found}"))
    }

    /// A problem with the token that comes next.
    pub(super) fn problem_here(&self, problem: impl Into<String>) -> TemplateError {
        let position = self
            .read
            .get(self.next)
            .map_or(self.cursor.position, |(_, position)| *position);
        TemplateError::new(position, problem)
    }

    pub(super) fn problem_at(&self, index: usize, problem: impl Into<String>) -> TemplateError {
        TemplateError::new(self.position(index), problem)
    }

    pub(super) fn enter_directive(&mut self) -> bool {
        self.lexer.enter_directive()
    }

    pub(super) fn leave_directive(&mut self) {
        self.lexer.leave_directive();
    }

    pub(super) fn leave_set(&mut self) {
        self.lexer.leave_set();
    }
}

fn describe(source: &str) -> String {
    const LONGEST: usize = 20;
    if source.is_empty() {
        return "the end of the template".to_owned();
    }
    let mut shown: String = source.chars().take(LONGEST).collect();
    if shown.len() < source.len() {
        shown.push('…');
    }
    format!("`{}`", shown.escape_debug())
}

/// The columns between tab stops, as Velocity's parser counts them.
const TAB: u32 = 8;

impl Cursor {
    fn advance(&mut self, source: &str, offset: usize) -> Position {
        if let Some(passed) = source.get(self.offset..offset) {
            for character in passed.chars() {
                let second_half = character == '\n' && self.after_return;
                self.after_return = character == '\r';
                if second_half {
                    continue;
                }
                let column = &mut self.position.column;
                match character {
                    '\n' | '\r' => {
                        self.position.line += 1;
                        *column = 1;
                    }
                    '\t' => *column += TAB - (*column - 1) % TAB,
                    _ => *column += if character.len_utf16() == 2 { 2 } else { 1 },
                }
            }
            self.offset = offset;
        }
        self.position
    }
}

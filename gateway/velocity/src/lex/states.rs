//! The lexer: reads one token at a time, and moves between states.

use super::{
    rules,
    token::{Kind, State, Token},
};
use std::ops::Range;

/// Reads tokens from one template.
#[derive(Debug)]
pub(in super::super) struct Lexer<'a> {
    source: &'a str,
    at: usize,
    state: State,
    stack: Vec<Saved>,
    open_parens: u32,
    closed_parens: u32,
    in_comment: bool,
    in_set: bool,
    specials: Vec<Range<usize>>,
    backslashes: Range<usize>,
}

#[derive(Debug)]
struct Saved {
    state: State,
    open_parens: u32,
    closed_parens: u32,
}

/// No rule matches at this byte.
#[derive(Debug)]
pub(in super::super) struct UnknownToken(pub(in super::super) usize);

impl<'a> Lexer<'a> {
    pub(in super::super) fn new(source: &'a str) -> Self {
        Self {
            source,
            at: 0,
            state: State::Text,
            stack: Vec::new(),
            open_parens: 0,
            closed_parens: 0,
            in_comment: false,
            in_set: false,
            specials: Vec::new(),
            backslashes: 0..0,
        }
    }

    pub(in super::super) fn source(&self) -> &'a str {
        self.source
    }

    /// What was skipped in front of `token`.
    pub(in super::super) fn specials(&self, token: &Token) -> &[Range<usize>] {
        &self.specials[token.first_special..token.end_special]
    }

    pub(in super::super) fn next_token(&mut self) -> Result<Token, UnknownToken> {
        let first_special = self.specials.len();
        loop {
            let start = self.at;
            let kind = if start == self.source.len() {
                Kind::End
            } else {
                self.read(start)?
            };
            match kind {
                Kind::ReferenceTerminator | Kind::DirectiveTerminator => {
                    self.specials.push(start..self.at);
                    self.back_up();
                    self.pop();
                }
                Kind::CommentCharacter => {}
                _ => {
                    let mut token = Token {
                        kind,
                        start,
                        end: self.at,
                        first_special,
                        end_special: self.specials.len(),
                    };
                    self.finish(&mut token);
                    return Ok(token);
                }
            }
        }
    }

    /// Reads on over the rules that only open a longer token.
    fn read(&mut self, start: usize) -> Result<Kind, UnknownToken> {
        loop {
            let rest = &self.source[self.at..];
            let (kind, length) = rules::longest(self.state, rest, self.backslashes())
                .ok_or(UnknownToken(self.at))?;
            self.at += length;
            match kind {
                Kind::Dollar | Kind::DollarBang => self.open_reference(),
                Kind::OpenTextblock => self.open_comment(State::Textblock),
                Kind::OpenFormalComment if !self.in_comment => {
                    self.back_up();
                    self.open_comment(State::FormalComment);
                }
                Kind::OpenComment => self.open_comment(State::Comment),
                Kind::Hash => self.open_directive(),
                Kind::OpenFormalComment | Kind::TextblockCharacter => {}
                _ => return Ok(kind),
            }
            if self.at == self.source.len() {
                return Err(UnknownToken(start));
            }
        }
    }

    /// How many backslashes come next. A run is counted once, however many tokens it becomes.
    fn backslashes(&mut self) -> usize {
        if !self.backslashes.contains(&self.at) {
            let rest = &self.source[self.at..];
            self.backslashes =
                self.at..self.at + (rest.len() - rest.trim_start_matches('\\').len());
        }
        self.backslashes.end - self.at
    }

    fn open_reference(&mut self) {
        if !self.in_comment {
            if self.state == State::Reference {
                self.pop();
            }
            self.push(State::Reference);
        }
    }

    fn open_comment(&mut self, state: State) {
        if !self.in_comment {
            self.in_comment = true;
            self.push(state);
        }
    }

    fn open_directive(&mut self) {
        if !self.in_comment {
            if matches!(self.state, State::Reference | State::AfterDot) {
                self.pop();
            }
            self.push(State::AfterHash);
        }
    }

    /// What reading a token does to the state.
    fn finish(&mut self, token: &mut Token) {
        let bare = self.open_parens == 0 && !self.in_set;
        match token.kind {
            Kind::OpenIndex => self.push(State::Index),
            Kind::CloseIndex | Kind::EndDirective | Kind::Else | Kind::CloseReference => self.pop(),
            Kind::OpenParen => {
                self.open_parens += 1;
                if self.state == State::AfterDot {
                    self.state = State::Call;
                }
            }
            Kind::CloseParen => self.close_paren(),
            Kind::CloseCall => self.state = State::Reference,
            Kind::Set => {
                self.push(State::Directive);
                self.in_set = true;
                self.open_parens += 1;
            }
            Kind::LineComment => {
                if self.state == State::Reference {
                    self.pop();
                }
                self.open_comment(State::LineComment);
            }
            Kind::LineCommentEnd | Kind::FormalCommentEnd | Kind::CommentEnd | Kind::Textblock => {
                self.in_comment = false;
                self.pop();
            }
            Kind::String if bare && self.state == State::Directive => self.pop(),
            Kind::If | Kind::ElseIf => self.state = State::Directive,
            Kind::Integer => {
                if self.source[token.start..token.end].ends_with("..") {
                    self.at -= 2;
                    token.end -= 2;
                }
                if bare && !matches!(self.state, State::Call | State::Index) {
                    self.pop();
                }
            }
            Kind::Float if bare && self.state != State::Call => self.pop(),
            Kind::Dot => {
                self.back_up();
                token.end -= 1;
                token.start = token.end - 1;
                self.state = State::AfterDot;
            }
            _ => {}
        }
    }

    fn close_paren(&mut self) {
        loop {
            if self.open_parens > 0 {
                if self.open_parens == self.closed_parens + 1 {
                    self.pop();
                } else {
                    self.closed_parens += 1;
                }
                return;
            }
            if self.stack.is_empty() {
                self.pop();
                return;
            }
            self.pop();
        }
    }

    fn back_up(&mut self) {
        let last = self.source[..self.at].chars().next_back();
        self.at -= last.map_or(0, char::len_utf8);
    }

    fn push(&mut self, state: State) {
        self.stack.push(Saved {
            state: self.state,
            open_parens: self.open_parens,
            closed_parens: self.closed_parens,
        });
        self.open_parens = 0;
        self.state = state;
    }

    fn pop(&mut self) {
        if let Some(saved) = self.stack.pop() {
            self.open_parens = saved.open_parens;
            self.closed_parens = saved.closed_parens;
            self.state = saved.state;
        } else {
            self.open_parens = 0;
            self.state = State::Text;
        }
    }

    /// After a directive's name come its arguments, if the next character that is not blank is `(`.
    pub(in super::super) fn enter_directive(&mut self) -> bool {
        self.state = State::Directive;
        let rest = self.source[self.at..].trim_start_matches([' ', '\n', '\r', '\t']);
        rest.starts_with('(')
    }

    pub(in super::super) fn leave_directive(&mut self) {
        self.pop();
    }

    pub(in super::super) fn leave_set(&mut self) {
        self.in_set = false;
    }
}

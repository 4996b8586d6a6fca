//! `#foreach`, `#define`, `#break`, `#stop`, names that are not directives, and what is escaped.

use super::{
    super::{
        lex::Kind,
        program::{Expression, Foreach, Node},
    },
    Parsed, Parser,
};

/// The directives that API Gateway knows, apart from `#set` and `#if`; `#macro`, `#evaluate`, `#parse` and
/// `#include` are plain text to it.
const DIRECTIVES: [&str; 5] = ["foreach", "break", "stop", "define", "literal"];

/// Velocity's other names after which a backslash escapes.
const KEYWORDS: [&str; 5] = ["if", "end", "set", "else", "elseif"];

enum Argument {
    Word,
    Value(Expression),
}

impl Parser<'_> {
    pub(super) fn directive(&mut self) -> Parsed<Node> {
        let first = self.tokens.advance()?;
        let image = self.tokens.image(first);
        let name = match self.tokens.kind(first) {
            Kind::BracketedWord => &image[2..image.len() - 1],
            _ => &image[1..],
        };
        if name == "literal" {
            return Err(self
                .tokens
                .problem_at(first, format!("`#{name}` is not supported")));
        }
        let called = self.tokens.enter_directive();
        let mut arguments = Vec::new();
        if called || name == "define" {
            arguments = self.directive_arguments(first, name)?;
        } else {
            self.tokens.leave_directive();
        }
        match name {
            "foreach" => self.foreach(first, arguments),
            "define" => self.define(first, &arguments),
            "break" | "stop" => self.leave(first, name, arguments),
            "macro" if !called => Err(self.tokens.problem_at(first, "`#macro` without a name")),
            _ => {
                if called && name.starts_with('@') {
                    self.block()?;
                    self.tokens.expect(Kind::EndDirective)?;
                }
                let last = self.tokens.next_index() - 1;
                Ok(self.text(first, self.tokens.images(first..=last)))
            }
        }
    }

    fn directive_arguments(&mut self, first: usize, name: &str) -> Parsed<Vec<(usize, Argument)>> {
        self.tokens.skip(Kind::Whitespace)?;
        self.tokens.expect(Kind::OpenParen)?;
        let mut arguments = Vec::new();
        loop {
            self.tokens.skip(Kind::Whitespace)?;
            let after_comma = self.tokens.skip(Kind::Comma)?;
            if after_comma {
                self.tokens.skip(Kind::Whitespace)?;
            }
            if !after_comma && self.tokens.skip(Kind::CloseParen)? {
                return Ok(arguments);
            }
            let start = self.tokens.next_index();
            let argument = self.directive_argument()?;
            let allowed = match (&argument, name, arguments.len()) {
                (Argument::Word, "foreach", position) => position == 1,
                (Argument::Word, "break" | "stop", _) | (Argument::Value(_), "macro", 0) => false,
                _ => true,
            };
            if !allowed {
                return Err(self
                    .tokens
                    .problem_at(first, format!("invalid argument in `#{name}`")));
            }
            arguments.push((start, argument));
        }
    }

    fn directive_argument(&mut self) -> Parsed<Argument> {
        if self.tokens.skip(Kind::Word)? {
            Ok(Argument::Word)
        } else {
            self.value().map(Argument::Value)
        }
    }

    fn foreach(&mut self, first: usize, arguments: Vec<(usize, Argument)>) -> Parsed<Node> {
        let item_and_list = match <[(usize, Argument); 3]>::try_from(arguments) {
            Ok(
                [
                    (_, Argument::Value(item)),
                    (_, Argument::Word),
                    (_, Argument::Value(list)),
                ],
            ) => item.root().map(|item| (item, list)),
            _ => None,
        };
        let Some((item, list)) = item_and_list else {
            let problem = "expected `#foreach($item in $list)`";
            return Err(self.tokens.problem_at(first, problem));
        };
        let body = self.block()?;
        self.tokens.expect(Kind::EndDirective)?;
        Ok(Node::Foreach(Box::new(Foreach {
            item,
            list,
            body,
            position: self.tokens.position(first),
        })))
    }

    /// The variable's name is what the argument's first token has after its first character, the `$`.
    fn define(&mut self, first: usize, arguments: &[(usize, Argument)]) -> Parsed<Node> {
        let [(argument, _)] = arguments else {
            let problem = "expected `#define($name)`";
            return Err(self.tokens.problem_at(first, problem));
        };
        let name = self.tokens.image(*argument).chars().skip(1);
        let name = self.shared.slot(&name.collect::<String>());
        let body = self.block()?;
        self.tokens.expect(Kind::EndDirective)?;
        self.shared.defines.push(body);
        Ok(Node::Define {
            name,
            define: self.shared.defines.len() - 1,
            position: self.tokens.position(first),
        })
    }

    fn leave(
        &mut self,
        first: usize,
        name: &str,
        arguments: Vec<(usize, Argument)>,
    ) -> Parsed<Node> {
        let mut arguments = arguments.into_iter();
        let argument = match arguments.next() {
            Some((_, Argument::Value(value))) => Some(value),
            _ => None,
        };
        if arguments.next().is_some() {
            return Err(self
                .tokens
                .problem_at(first, format!("`#{name}` takes one argument")));
        }
        let position = self.tokens.position(first);
        Ok(if name == "break" {
            Node::Break {
                scope: argument,
                position,
            }
        } else {
            Node::Stop { message: argument }
        })
    }

    /// `\#if` prints `#if`; in front of any other name the backslashes stay.
    pub(super) fn escaped_directive(&mut self) -> Parsed<Node> {
        let token = self.tokens.advance()?;
        let image = self.tokens.image(token);
        let backslashes = image.rfind('\\').map_or(0, |last| last + 1);
        let name = image[backslashes + 1..]
            .trim_start_matches('{')
            .trim_end_matches('}');
        let text = if is_directive(name) || KEYWORDS.contains(&name) {
            [&image[..(backslashes - 1) / 2], &image[backslashes..]].concat()
        } else {
            image.to_owned()
        };
        let first_char_dropped = image.len() - text.len();
        self.tokens.trim(token, first_char_dropped);
        Ok(self.text(token, text))
    }

    /// In front of a directive, two backslashes print one.
    pub(super) fn escape(&mut self) -> Parsed<Node> {
        let mut count = 0;
        while self.tokens.skip(Kind::DoubleEscape)? {
            count += 1;
        }
        let next = self.tokens.next_index();
        let before_directive = matches!(
            self.tokens.peek()?,
            Kind::EndDirective | Kind::If | Kind::ElseIf | Kind::Else
        );
        let name = self.tokens.image(next).chars().skip(1).collect::<String>();
        let backslash = if before_directive || is_directive(&name) {
            "\\"
        } else {
            "\\\\"
        };
        Ok(self.text(next, backslash.repeat(count)))
    }
}

fn is_directive(name: &str) -> bool {
    DIRECTIVES.contains(&name)
}

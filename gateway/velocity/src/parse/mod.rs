//! Tokens → syntax tree: the statements.
//!
//! The grammar is LL, with the look-ahead of Velocity's own parser, because reading a token further can
//! change the state of the lexer. Nesting is bounded, and operator chains are lists, so no template can
//! overflow the stack.

mod directive;
mod expression;
mod reference;
mod string;
mod tokens;

use super::{
    error::{Position, TemplateError},
    lex::Kind,
    program::{Block, Escaped, Expression, If, Node, Program, Set, Shared},
};
use tokens::Tokens;

/// Blocks, parentheses, lists and interpolated strings within one another.
const DEEPEST: usize = 100;

type Parsed<T> = Result<T, TemplateError>;

/// The program of a whole template.
pub(super) fn parse(source: &str) -> Parsed<Program> {
    let mut shared = Shared::default();
    let start = Position { line: 1, column: 1 };
    let block = Parser::new(source, start, 0, &mut shared).template()?;
    Ok(shared.program(block))
}

struct Parser<'a> {
    tokens: Tokens<'a>,
    depth: usize,
    shared: &'a mut Shared,
}

impl<'a> Parser<'a> {
    fn new(source: &'a str, start: Position, depth: usize, shared: &'a mut Shared) -> Self {
        Self {
            tokens: Tokens::new(source, start),
            depth,
            shared,
        }
    }

    fn template(mut self) -> Parsed<Block> {
        let block = self.block()?;
        if self.tokens.peek()? == Kind::End {
            Ok(block)
        } else {
            Err(self.tokens.unexpected("text, a reference or a directive"))
        }
    }

    /// Counts one level of nesting around `parse`.
    fn nested<T>(&mut self, parse: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        if self.depth == DEEPEST {
            let problem = format!("nested more than {DEEPEST} levels deep");
            return Err(self.tokens.problem_here(problem));
        }
        self.depth += 1;
        let parsed = parse(self);
        self.depth -= 1;
        parsed
    }

    /// Statements up to a token that starts none.
    fn block(&mut self) -> Parsed<Block> {
        self.nested(|parser| {
            let mut block = Block::new();
            while let Some(node) = parser.statement()? {
                match (block.last_mut(), node) {
                    (_, Node::Text(text, _)) if text.is_empty() => {}
                    (Some(Node::Text(before, _)), Node::Text(text, _)) => before.push_str(&text),
                    (_, node) => block.push(node),
                }
            }
            Ok(with_quotes(block))
        })
    }

    fn statement(&mut self) -> Parsed<Option<Node>> {
        let node = match self.tokens.peek()? {
            Kind::If => self.if_statement()?,
            Kind::Identifier => self.reference()?.into(),
            Kind::OpenReference if self.tokens.peek_after(1)? == Kind::Identifier => {
                self.reference()?.into()
            }
            Kind::LineComment | Kind::CommentEnd | Kind::FormalCommentEnd => self.comment()?,
            Kind::Textblock => {
                let token = self.tokens.advance()?;
                let image = self.tokens.image(token);
                self.text(token, &image[3..image.len() - 3])
            }
            Kind::Set => self.set()?,
            Kind::EscapedDirective => self.escaped_directive()?,
            Kind::DoubleEscape => self.escape()?,
            Kind::Word | Kind::BracketedWord => self.directive()?,
            Kind::OpenParen
            | Kind::CloseParen
            | Kind::Escape
            | Kind::Text
            | Kind::String
            | Kind::Integer
            | Kind::Float
            | Kind::Dot
            | Kind::OpenReference
            | Kind::CloseReference
            | Kind::EmptyIndex => {
                let token = self.tokens.advance()?;
                self.text(token, self.tokens.literal(token..=token))
            }
            _ => return Ok(None),
        };
        Ok(Some(node))
    }

    /// What is printed as it stands, in the place of a token.
    fn text(&self, token: usize, text: impl Into<String>) -> Node {
        Node::Text(text.into(), self.tokens.position(token))
    }

    /// A comment prints what stands between its token's start and its `##` or `#*`: a stray `$`.
    fn comment(&mut self) -> Parsed<Node> {
        let token = self.tokens.advance()?;
        let image = self.tokens.image(token);
        let start = image.find("##").or_else(|| image.find("#*")).unwrap_or(0);
        let text = self.text(token, &image[..start]);
        if self.tokens.kind(token) == Kind::LineComment {
            self.tokens.skip(Kind::LineCommentEnd)?;
        }
        Ok(text)
    }

    fn if_statement(&mut self) -> Parsed<Node> {
        let mut branches = Vec::new();
        loop {
            self.tokens.advance()?;
            branches.push((self.condition()?, self.block()?));
            if self.tokens.peek()? != Kind::ElseIf {
                break;
            }
        }
        let mut otherwise = Block::new();
        if self.tokens.skip(Kind::Else)? {
            otherwise = self.block()?;
        }
        self.tokens.expect(Kind::EndDirective)?;
        Ok(Node::If(If {
            branches,
            otherwise,
        }))
    }

    fn condition(&mut self) -> Parsed<Expression> {
        self.tokens.skip(Kind::Whitespace)?;
        self.tokens.expect(Kind::OpenParen)?;
        let condition = self.expression()?.value;
        self.tokens.expect(Kind::CloseParen)?;
        Ok(condition)
    }

    fn set(&mut self) -> Parsed<Node> {
        self.tokens.advance()?;
        self.tokens.skip(Kind::Whitespace)?;
        let first = self.tokens.next_index();
        if !matches!(self.tokens.peek()?, Kind::Identifier | Kind::OpenReference) {
            return Err(self.tokens.unexpected("a reference to set"));
        }
        let mut target = self.reference()?;
        self.tokens.skip(Kind::Whitespace)?;
        self.tokens.expect(Kind::Assign)?;
        let value = self.expression()?.value;
        self.tokens.expect(Kind::CloseParen)?;
        self.tokens.leave_set();
        let variable = self.tokens.image(first).get(1..).unwrap_or_default();
        Ok(match target.steps.pop() {
            Some(last) => Node::Set(Box::new(Set {
                target,
                last,
                value,
            })),
            None => Node::Assign {
                variable: self.shared.slot(variable),
                value,
                position: target.position,
            },
        })
    }
}

/// Joins each text that is escaped for JSON with the texts around it.
fn with_quotes(block: Block) -> Block {
    let mut joined = Block::with_capacity(block.len());
    for node in block {
        let is_escaped = match &joined[..] {
            [.., Node::Text(..), Node::Reference(reference)] => reference.escapes_for_json(),
            _ => false,
        };
        match node {
            Node::Text(after, _) if is_escaped => {
                if let (Some(Node::Reference(reference)), Some(Node::Text(before, position))) =
                    (joined.pop(), joined.pop())
                {
                    joined.push(Node::Escaped(Box::new(Escaped {
                        before: before.into(),
                        before_at: position,
                        reference: *reference,
                        after: after.into(),
                    })));
                }
            }
            node => joined.push(node),
        }
    }
    joined
}

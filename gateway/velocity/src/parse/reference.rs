//! `$name.property.method(arguments)[index]`, in all its spellings.

use super::{
    super::{
        lex::Kind,
        names::{Method, Property},
        path::Path,
        program::{Access, Expression, Form, Invocation, Prepared, Reference, Step},
    },
    Parsed, Parser,
};
use apigw_java_regex::StepBudget;

impl Parser<'_> {
    pub(super) fn reference(&mut self) -> Parsed<Reference> {
        let first = self.tokens.next_index();
        let braces = self.tokens.skip(Kind::OpenReference)?;
        self.tokens.expect(Kind::Identifier)?;
        let steps = self.nested(Self::steps)?;
        if braces {
            self.tokens.expect(Kind::CloseReference)?;
        }
        Ok(self.root(first, steps))
    }

    fn steps(&mut self) -> Parsed<Vec<Step>> {
        let mut steps = Vec::new();
        self.indices(&mut steps)?;
        while self.tokens.peek()? == Kind::Dot && self.tokens.peek_after(1)? == Kind::Identifier {
            self.tokens.advance()?;
            let name = self.tokens.advance()?;
            let text = self.tokens.image(name);
            let access = if self.opens_call()? {
                let arguments = self.arguments()?;
                self.invocation(text, arguments, &mut steps)
            } else {
                Access::Property(self.shared.literal(text), Property::of(text))
            };
            let position = self.tokens.position(name);
            steps.push(Step { access, position });
            self.indices(&mut steps)?;
        }
        Ok(steps)
    }

    /// A call, prepared as far as it is known what it does.
    fn invocation(
        &mut self,
        name: &str,
        mut arguments: Vec<Expression>,
        steps: &mut Vec<Step>,
    ) -> Access {
        let method = Method::of(name);
        let texts: Vec<&str> = arguments
            .iter()
            .map_while(|argument| match argument {
                Expression::Text(literal) => Some(self.shared.text(*literal)),
                _ => None,
            })
            .collect();
        if method == Method::ReplaceAll && texts == ["\\\\'", "'"] {
            match steps.pop() {
                Some(Step {
                    access: Access::Method(mut escaping),
                    ..
                }) if escaping.method == Method::EscapeJavaScript
                    && escaping.arguments.len() == 1 =>
                {
                    return Access::EscapeForJson(escaping.arguments.remove(0));
                }
                other => steps.extend(other),
            }
        }
        let prepared = match (method, texts.first()) {
            // A pattern stands between slashes.
            (Method::Path | Method::Json, Some(path)) if path.contains('/') => {
                Prepared::PathOfPatterns(Box::new(self.shared.path()))
            }
            (Method::Path | Method::Json, Some(path)) => {
                Prepared::Path(Path::parse(path, &mut StepBudget::steps(0)))
            }
            (
                Method::Matches | Method::Split | Method::ReplaceAll | Method::ReplaceFirst,
                Some(_),
            ) => Prepared::Pattern(self.shared.pattern()),
            _ => Prepared::Nothing,
        };
        arguments.shrink_to_fit();
        Access::Method(Invocation {
            name: self.shared.literal(name),
            method,
            arguments,
            prepared,
        })
    }

    /// Velocity looks two tokens ahead: a `(` that no argument follows is text.
    fn opens_call(&mut self) -> Parsed<bool> {
        Ok(self.tokens.peek()? == Kind::OpenParen
            && (self.tokens.peek_after(1)? == Kind::CloseCall
                || starts_argument(self.tokens.peek_after(1)?)))
    }

    fn arguments(&mut self) -> Parsed<Vec<Expression>> {
        self.tokens.expect(Kind::OpenParen)?;
        let mut arguments = Vec::new();
        if starts_argument(self.tokens.peek()?) {
            arguments.push(self.argument()?);
            while self.tokens.skip(Kind::Comma)? {
                arguments.push(self.argument()?);
            }
        }
        self.tokens.expect(Kind::CloseCall)?;
        Ok(arguments)
    }

    fn indices(&mut self, steps: &mut Vec<Step>) -> Parsed<()> {
        while self.tokens.peek()? == Kind::OpenIndex {
            let bracket = self.tokens.advance()?;
            self.tokens.skip(Kind::Whitespace)?;
            let index = match self.tokens.peek()? {
                Kind::String
                | Kind::Integer
                | Kind::True
                | Kind::False
                | Kind::Identifier
                | Kind::OpenReference => self.value()?,
                _ => {
                    return Err(self
                        .tokens
                        .unexpected("an index: a string, a whole number or a reference"));
                }
            };
            self.tokens.skip(Kind::Whitespace)?;
            self.tokens.expect(Kind::CloseIndex)?;
            steps.push(Step {
                access: Access::Index(index),
                position: self.tokens.position(bracket),
            });
        }
        Ok(())
    }

    /// Splits the first token into its escapes, what is printed in front of the value, and the name.
    fn root(&mut self, first: usize, steps: Vec<Step>) -> Reference {
        let last = self.tokens.next_index() - 1;
        let position = self.tokens.position(first);
        let image = self.tokens.image(first);
        if image.contains("\\!") {
            return Reference {
                form: Form::Silent,
                prefix: "".into(),
                root: self.shared.slot(image),
                steps,
                position,
            };
        }
        let backslashes = image.len() - image.trim_start_matches('\\').len();
        let dollar = image.rfind('$').unwrap_or(backslashes).max(backslashes);
        let prefix = [&image[..backslashes / 2], &image[backslashes..dollar]].concat();
        self.tokens.trim(first, dollar);
        let image = self.tokens.image(first);
        let (form, root) = if let Some(name) = image.strip_prefix("$!") {
            let name = if name.starts_with('{') {
                self.tokens.image(first + 1)
            } else {
                name
            };
            (Form::Plain, name)
        } else if image == "${" {
            (Form::Plain, self.tokens.image(first + 1))
        } else if let Some(name) = image.strip_prefix('$') {
            (Form::Plain, name)
        } else {
            (Form::Bare(image.into()), image)
        };
        let form = if backslashes % 2 == 1 {
            Form::Escaped(self.tokens.literal(first..=last).into())
        } else {
            form
        };
        // Velocity leaves the second part of the prefix out in front of an escaped reference.
        let prefix = match form {
            Form::Escaped(_) => prefix[..backslashes / 2].into(),
            _ => prefix.into(),
        };
        Reference {
            form,
            prefix,
            root: self.shared.slot(root),
            steps,
            position,
        }
    }
}

pub(super) fn starts_argument(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Whitespace
            | Kind::String
            | Kind::Integer
            | Kind::Float
            | Kind::OpenBracket
            | Kind::OpenBrace
            | Kind::True
            | Kind::False
            | Kind::Identifier
            | Kind::OpenReference
    )
}

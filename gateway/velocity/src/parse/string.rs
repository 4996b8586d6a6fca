//! String literals: `'…'` as it stands, `"…"` with `\uXXXX`, references and directives.

use super::{
    super::{
        error::Position,
        program::{Compound, Expression, Interpolated, Node},
    },
    Parsed, Parser,
};

impl Parser<'_> {
    pub(super) fn string(&mut self) -> Parsed<Expression> {
        let token = self.tokens.advance()?;
        let image = self.tokens.image(token);
        let quote = &image[..1];
        let doubled = [quote, quote].concat();
        let inner = &image[1..image.len() - 1];
        if quote == "'" {
            let text = inner.replace(&doubled, quote);
            return Ok(Expression::Text(self.shared.literal(&text)));
        }
        let Some(unescaped) = unescape(inner) else {
            return Err(self
                .tokens
                .problem_at(token, "`\\u` needs four hexadecimal digits"));
        };
        let mut text = unescaped.replace(&doubled, quote);
        if !inner.contains(['$', '#']) {
            return Ok(Expression::Text(self.shared.literal(&text)));
        }
        let padded = !text.contains("##");
        if padded {
            text.push(' ');
        }
        let position = self.tokens.position(token);
        let Position { line, column } = position;
        let start = Position {
            line,
            column: column + 1,
        };
        let mut body = Parser::new(&text, start, self.depth, self.shared).template()?;
        let is_one_value = padded
            && matches!(&body[..], [only, Node::Text(blank, _)] if blank == " " && only.prints_its_value());
        if is_one_value && let Some((value, position)) = body.swap_remove(0).into_value() {
            return Ok(Compound::Printed(value, position).into());
        }
        Ok(Compound::Interpolated(Interpolated {
            body,
            padded,
            position,
        })
        .into())
    }
}

fn unescape(text: &str) -> Option<String> {
    let mut parts = text.split("\\u");
    let mut unescaped = parts.next()?.to_owned();
    let mut units = Vec::new();
    for part in parts {
        let digits = part
            .get(..4)
            .filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
        units.push(u16::from_str_radix(digits, 16).ok()?);
        if part.len() > 4 {
            unescaped.push_str(&text_of(&units));
            units.clear();
            unescaped.push_str(&part[4..]);
        }
    }
    unescaped.push_str(&text_of(&units));
    Some(unescaped)
}

fn text_of(units: &[u16]) -> String {
    String::from_utf16_lossy(units).replace('\u{fffd}', "?")
}

//! Groups in parentheses, the flags that they set, and references to their text.

use super::{
    super::{PatternError, syntax::Node},
    Flags, Parser,
};

impl Parser {
    /// Digits belong to a reference as long as there are that many groups.
    pub(super) fn reference(&mut self, first: char) -> Result<Node, PatternError> {
        let digit = |c: char| c.to_digit(10).map_or(0, |digit| digit as usize);
        let mut group = digit(first);
        while let Some(c) = self.reader.peek().filter(char::is_ascii_digit) {
            let longer = group * 10 + digit(c);
            if longer > self.groups {
                break;
            }
            group = longer;
            self.reader.next();
        }
        if group > self.groups {
            let at = self.reader.at();
            if self.forward.is_none_or(|(least, _)| group < least) {
                self.forward = Some((group, at));
            }
            return Ok(Node::Never);
        }
        self.reference_to(group)
    }

    pub(super) fn reference_by_name(&mut self) -> Result<Node, PatternError> {
        if !self.reader.skip('<') {
            return Err(self
                .reader
                .invalid("\\k is not followed by '<' for named capturing group"));
        }
        let name = self.group_name()?;
        match self.names.get(&name) {
            Some(&group) => self.reference_to(group),
            None => Err(self
                .reader
                .invalid(format!("named capturing group <{name}> does not exist"))),
        }
    }

    fn reference_to(&self, group: usize) -> Result<Node, PatternError> {
        if self.open.contains(&group) {
            return Err(self
                .reader
                .unsupported("a reference to a group from within it"));
        }
        if self.flags.ignore_case {
            return Err(self
                .reader
                .unsupported("a reference to a group under the flag `i`"));
        }
        Ok(Node::Reference(group))
    }

    fn group_name(&mut self) -> Result<String, PatternError> {
        let mut name = String::new();
        while let Some(c) = self.reader.peek().filter(char::is_ascii_alphanumeric) {
            name.push(c);
            self.reader.next();
        }
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return Err(self
                .reader
                .invalid("capturing group name does not start with a Latin letter"));
        }
        if self.reader.skip('>') {
            return Ok(name);
        }
        Err(self
            .reader
            .invalid("named capturing group is missing trailing '>'"))
    }

    /// A group whose `(` was read; `None` if it only sets flags.
    pub(super) fn group(&mut self) -> Result<Option<Node>, PatternError> {
        let outer = self.flags;
        if !self.reader.skip('?') {
            return self.capturing(outer).map(Some);
        }
        let (behind, negative) = match (self.reader.peek(), self.reader.peek_by(1)) {
            (Some('='), _) => (false, false),
            (Some('!'), _) => (false, true),
            (Some('<'), Some('=')) => (true, false),
            (Some('<'), Some('!')) => (true, true),
            (Some('<'), _) => return self.named_group(outer).map(Some),
            (Some('>'), _) => {
                self.reader.next();
                let body = Box::new(self.body(outer)?);
                return Ok(Some(Node::Atomic(body)));
            }
            (Some('$' | '@'), _) => return Err(self.reader.invalid("Unknown group type")),
            _ => return self.flag_group(outer),
        };
        self.reader.next();
        if behind {
            self.reader.next();
        }
        let body = Box::new(self.body(outer)?);
        if behind {
            self.check_look_behind(&body)?;
        }
        Ok(Some(Node::Look {
            behind,
            negative,
            body,
        }))
    }

    fn named_group(&mut self, outer: Flags) -> Result<Node, PatternError> {
        self.reader.next();
        if !self.reader.peek().is_some_and(|c| c.is_ascii_alphabetic()) {
            return Err(self.reader.invalid("Unknown look-behind group"));
        }
        let name = self.group_name()?;
        if self.names.contains_key(&name) {
            return Err(self
                .reader
                .invalid(format!("Named capturing group <{name}> is already defined")));
        }
        self.names.insert(name, self.groups + 1);
        self.capturing(outer)
    }

    fn capturing(&mut self, outer: Flags) -> Result<Node, PatternError> {
        self.groups += 1;
        self.open.push(self.groups);
        let body = Box::new(self.body(outer)?);
        self.open.pop();
        Ok(Node::Group {
            captures: true,
            body,
        })
    }

    /// The constructs up to the closing parenthesis. Flags that are set there end there.
    fn body(&mut self, outer: Flags) -> Result<Node, PatternError> {
        let node = self.alternatives()?;
        self.flags = outer;
        if self.reader.skip(')') {
            return Ok(node);
        }
        Err(self.reader.invalid("Unclosed group"))
    }

    /// `(?i)` or `(?i:…)`, after the question mark.
    fn flag_group(&mut self, outer: Flags) -> Result<Option<Node>, PatternError> {
        let mut on = true;
        loop {
            match self.reader.next() {
                Some('-') if on => on = false,
                Some('i') => self.flags.ignore_case = on,
                Some('s') => self.flags.dot_all = on,
                Some('m') => self.flags.multi_line = on,
                Some('d') => self.flags.unix_lines = on,
                Some(flag @ ('x' | 'u' | 'U' | 'c')) => {
                    return Err(self.reader.unsupported(format!("the flag `{flag}`")));
                }
                Some(')') => return Ok(None),
                Some(':') => {
                    let body = Box::new(self.body(outer)?);
                    return Ok(Some(Node::Group {
                        captures: false,
                        body,
                    }));
                }
                _ => return Err(self.reader.invalid("Unknown inline modifier")),
            }
        }
    }

    fn check_look_behind(&self, body: &Node) -> Result<(), PatternError> {
        let fixed = match body {
            Node::Alternatives(nodes) => nodes.iter().all(|node| node.length().is_some()),
            node => node.length().is_some(),
        };
        if fixed {
            return Ok(());
        }
        Err(self
            .reader
            .unsupported("a look-behind of which an alternative has no fixed length"))
    }
}

//! `\Q…\E`, which Java resolves before it parses: the text between becomes escaped characters.

use std::{
    iter::{Enumerate, Peekable},
    str::Chars,
};

/// A pattern without `\Q…\E`.
#[derive(Default)]
pub(super) struct Resolved {
    pub(super) characters: Vec<char>,
    /// Where each of them stands in the pattern as it was given, and where that ends.
    places: Vec<usize>,
}

impl Resolved {
    /// The place in the pattern as it was given.
    pub(super) fn place(&self, at: usize) -> usize {
        let place = self.places.get(at).or(self.places.last());
        place.copied().unwrap_or_default()
    }

    fn push(&mut self, place: usize, characters: impl IntoIterator<Item = char>) {
        self.characters.extend(characters);
        self.places.resize(self.characters.len(), place);
    }
}

pub(super) fn resolve(pattern: &str) -> Resolved {
    let mut resolved = Resolved::default();
    let mut rest = pattern.chars().enumerate().peekable();
    while let Some((at, c)) = rest.next() {
        if c != '\\' {
            resolved.push(at, [c]);
        } else if rest.next_if(|(_, next)| *next == 'Q').is_some() {
            quote(&mut rest, &mut resolved);
        } else {
            resolved.push(at, [c]);
            if let Some((at, escaped)) = rest.next() {
                resolved.push(at, [escaped]);
            }
        }
    }
    resolved.places.push(pattern.chars().count());
    resolved
}

/// Writes the text before the next `\E`, each character as itself.
fn quote(rest: &mut Peekable<Enumerate<Chars<'_>>>, resolved: &mut Resolved) {
    let mut first = true;
    while let Some((at, c)) = rest.next() {
        if c == '\\' && rest.next_if(|(_, next)| *next == 'E').is_some() {
            return;
        }
        if first && c.is_ascii_digit() {
            resolved.push(at, ['\\', 'x', '3']);
        } else if c.is_ascii() && !c.is_ascii_alphanumeric() {
            resolved.push(at, ['\\']);
        }
        resolved.push(at, [c]);
        first = false;
    }
}

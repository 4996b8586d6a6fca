//! Reads `key`, `key = value` lists, recovering at the next comma so that one bad option hides no other.
//!
//! In: the tokens between an attribute's parentheses. Out: [`Options`], from which a macro takes each key once, typed.
//! Must not know what any key means.

use crate::diagnostic::Errors;
use crate::spelling::{list, nearest};
use proc_macro2::{Delimiter, Spacing, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream, Parser};
use syn::{Ident, LitStr, Path, Token};

/// The tokens between two commas.
#[derive(Debug)]
pub(crate) enum Entry {
    Flag(Ident),
    Assigned { key: Ident, value: TokenStream },
    Other(TokenStream),
}

/// A key that is accepted, with an example of its use: `status` and `status = 404`.
#[derive(Debug)]
pub(crate) struct Key {
    pub(crate) name: &'static str,
    pub(crate) example: &'static str,
}

/// The keys that one place accepts, and those that belong to another.
#[derive(Debug)]
pub(crate) struct Vocabulary {
    /// Such as `` `#[lambda_endpoint]` ``.
    pub(crate) place: &'static str,
    pub(crate) keys: &'static [Key],
    pub(crate) elsewhere: &'static [&'static Vocabulary],
}

/// A value, with the key that it was given to.
#[derive(Clone, Debug)]
pub(crate) struct Given<T> {
    pub(crate) key: Ident,
    pub(crate) value: T,
}

/// The known options of one place, each at most once.
#[derive(Debug)]
pub(crate) struct Options {
    vocabulary: &'static Vocabulary,
    /// Each name is that of its key.
    given: Vec<(&'static str, Ident, Option<TokenStream>)>,
    understood: bool,
}

/// Cuts a list at its commas, looking through the invisible groups that `macro_rules!` makes.
pub(crate) fn entries(tokens: TokenStream) -> Vec<Entry> {
    let tokens: Vec<TokenTree> = ungrouped(tokens).into_iter().collect();
    let mut rest = tokens.as_slice();
    let mut entries = Vec::new();
    while !rest.is_empty() {
        let (part, after) = rest.split_at(end_of_entry(rest));
        match part {
            [] => entries.push(Entry::Other(after[..1].iter().cloned().collect())),
            [TokenTree::Group(group)] if group.delimiter() == Delimiter::None => {
                entries.extend(self::entries(group.stream()));
            }
            _ => entries.push(entry(part)),
        }
        rest = after.get(1..).unwrap_or_default();
    }
    entries
}

/// The tokens without an invisible group around all of them.
pub(crate) fn ungrouped(tokens: TokenStream) -> TokenStream {
    let mut trees = tokens.clone().into_iter();
    match (trees.next(), trees.next()) {
        (Some(TokenTree::Group(group)), None) if group.delimiter() == Delimiter::None => {
            ungrouped(group.stream())
        }
        _ => tokens,
    }
}

fn end_of_entry(tokens: &[TokenTree]) -> usize {
    let mut open_angles = 0_usize;
    let mut first_comma = None;
    let mut after_arrow_start = false;
    for (index, token) in tokens.iter().enumerate() {
        let TokenTree::Punct(punct) = token else {
            after_arrow_start = false;
            continue;
        };
        match punct.as_char() {
            ',' if open_angles == 0 => return index,
            ',' => first_comma = first_comma.or(Some(index)),
            '<' => open_angles += 1,
            '>' if !after_arrow_start => open_angles = open_angles.saturating_sub(1),
            _ => {}
        }
        after_arrow_start =
            matches!(punct.as_char(), '-' | '=') && punct.spacing() == Spacing::Joint;
    }
    first_comma
        .filter(|_| open_angles > 0)
        .unwrap_or(tokens.len())
}

fn entry(part: &[TokenTree]) -> Entry {
    let collected = |tokens: &[TokenTree]| tokens.iter().cloned().collect();
    match part {
        [TokenTree::Ident(key)] => Entry::Flag(key.clone()),
        [TokenTree::Ident(key), TokenTree::Punct(equals), value @ ..]
            if equals.as_char() == '=' =>
        {
            let (key, value) = (key.clone(), ungrouped(collected(value)));
            Entry::Assigned { key, value }
        }
        part => grouped_entry(collected(part)),
    }
}

/// Looks through invisible groups.
fn grouped_entry(tokens: TokenStream) -> Entry {
    let parser = |input: ParseStream| {
        let key = input.call(Ident::parse_any)?;
        if input.is_empty() {
            return Ok(Entry::Flag(key));
        }
        input.parse::<Token![=]>()?;
        let value = ungrouped(input.parse()?);
        Ok(Entry::Assigned { key, value })
    };
    parser
        .parse2(tokens.clone())
        .unwrap_or(Entry::Other(tokens))
}

impl Vocabulary {
    fn example(&self, key: &Ident) -> String {
        let name = key.to_string();
        let known = self.keys.iter().find(|key| key.name == name);
        known.map_or(name, |key| key.example.to_owned())
    }

    fn names(&self) -> impl Iterator<Item = &'static str> {
        self.keys.iter().map(|key| key.name)
    }

    fn unknown(&self, name: &str) -> String {
        let place = self.place;
        let others = || {
            self.elsewhere
                .iter()
                .flat_map(|other| other.names().map(|key| (key, other.place)))
        };
        if let Some((_, home)) = others().find(|(key, _)| *key == name) {
            return format!(
                "`{name}` is an option of {home}, not of {place}\nhelp: move it to {home}"
            );
        }
        let accepted = list(self.names());
        let meant_elsewhere = || {
            let meant = nearest(name, others().map(|(key, _)| key))?;
            others().find(|(key, _)| *key == meant)
        };
        let help = match (nearest(name, self.names()), meant_elsewhere()) {
            (Some(meant), _) => format!("did you mean `{meant}`?"),
            (None, Some((meant, home))) => format!("did you mean `{meant}`, an option of {home}?"),
            (None, None) => format!("remove `{name}`"),
        };
        format!("unknown option `{name}`, {place} takes {accepted}\nhelp: {help}")
    }
}

impl Options {
    /// Reports options that are unknown, malformed or given twice, and keeps the rest.
    pub(crate) fn read(
        entries: impl IntoIterator<Item = Entry>,
        vocabulary: &'static Vocabulary,
        errors: &mut Errors,
    ) -> Self {
        let mut options = Self {
            vocabulary,
            given: Vec::new(),
            understood: true,
        };
        for entry in entries {
            match entry {
                Entry::Flag(key) => options.add(key, None, errors),
                Entry::Assigned { key, value } => options.add(key, Some(value), errors),
                Entry::Other(tokens) => options.refuse_malformed(&tokens, errors),
            }
        }
        options
    }

    /// Whether `name` is neither given nor perhaps meant by an entry that was refused.
    pub(crate) fn lacks(&self, name: &str) -> bool {
        self.understood && !self.given.iter().any(|(given, ..)| *given == name)
    }

    /// Records that the list has an entry that could not be read.
    pub(crate) fn doubt(&mut self) {
        self.understood = false;
    }

    /// The keys that have not been taken.
    pub(crate) fn into_keys(self) -> impl Iterator<Item = Ident> {
        self.given.into_iter().map(|(_, key, _)| key)
    }

    fn add(&mut self, key: Ident, value: Option<TokenStream>, errors: &mut Errors) {
        let name = key.to_string();
        let Some(known) = self.vocabulary.names().find(|known| *known == name) else {
            self.understood = false;
            errors.at(&key, self.vocabulary.unknown(&name));
            return;
        };
        if let Some((_, first, _)) = self.given.iter().find(|(given, ..)| *given == known) {
            errors.at(
                first,
                format!("`{name}` is given here first, and a second time below"),
            );
            errors.at(
                &key,
                format!("`{name}` is given twice, once is accepted\nhelp: remove one of the two"),
            );
            return;
        }
        self.given.push((known, key, value));
    }

    fn refuse_malformed(&mut self, tokens: &TokenStream, errors: &mut Errors) {
        self.understood = false;
        let found = tokens.to_string();
        let Vocabulary { place, keys, .. } = self.vocabulary;
        let accepted = list(self.vocabulary.names());
        let example = keys.first().map_or("", |key| key.example);
        errors.at(
            tokens,
            format!("expected an option, found `{found}`, {place} takes {accepted}\nhelp: write for example `{example}`"),
        );
    }

    fn take(&mut self, name: &str) -> Option<(Ident, Option<TokenStream>)> {
        if cfg!(test) {
            let is_known = self.vocabulary.names().any(|known| known == name);
            assert!(is_known, "`{name}` is not in the vocabulary");
        }
        let index = self.given.iter().position(|(given, ..)| *given == name)?;
        let (_, key, value) = self.given.remove(index);
        Some((key, value))
    }

    /// A key that takes no value.
    pub(crate) fn flag(&mut self, name: &str, errors: &mut Errors) -> Option<Ident> {
        let (key, value) = self.take(name)?;
        if let Some(value) = value {
            let message =
                format!("`{name}` takes no value, found `{value}`\nhelp: write `{name}` alone");
            errors.at(nonempty(&value, &key), message);
        }
        Some(key)
    }

    /// The tokens of a key that must have a value.
    pub(crate) fn tokens(&mut self, name: &str, errors: &mut Errors) -> Option<Given<TokenStream>> {
        match self.take(name)? {
            (key, Some(value)) if !value.is_empty() => Some(Given { key, value }),
            (key, _) => {
                let example = self.vocabulary.example(&key);
                errors.at(
                    &key,
                    format!("`{name}` needs a value\nhelp: write `{example}`"),
                );
                None
            }
        }
    }

    /// A key whose value is one `T`; `expected` says what that is, such as `a type`.
    pub(crate) fn value<T: Parse>(
        &mut self,
        name: &str,
        expected: &str,
        errors: &mut Errors,
    ) -> Option<Given<T>> {
        self.value_with(name, expected, T::parse, errors)
    }

    /// The same, read by `parse`.
    pub(crate) fn value_with<T>(
        &mut self,
        name: &str,
        expected: &str,
        parse: impl Fn(ParseStream) -> syn::Result<T>,
        errors: &mut Errors,
    ) -> Option<Given<T>> {
        let Given { key, value } = self.tokens(name, errors)?;
        let example = self.vocabulary.example(&key);
        let parser = |input: ParseStream| Ok((parse(input)?, input.parse::<TokenStream>()?));
        match parser.parse2(value.clone()) {
            Ok((value, rest)) if rest.is_empty() => return Some(Given { key, value }),
            Ok((_, rest)) => errors.at(
                &rest,
                format!("expected `,` after the value of `{name}`, found `{rest}`\nhelp: write `, {rest}`"),
            ),
            Err(_) => errors.at(
                &value,
                format!("`{name}` takes {expected}, found `{value}`\nhelp: write for example `{example}`"),
            ),
        }
        None
    }

    /// A key whose value is a string literal.
    pub(crate) fn string(&mut self, name: &str, errors: &mut Errors) -> Option<Given<LitStr>> {
        let parse = |input: ParseStream| {
            let literal: LitStr = input.parse()?;
            let plain = literal.suffix().is_empty();
            plain
                .then_some(literal)
                .ok_or_else(|| input.error("a suffix"))
        };
        self.value_with(name, "a string literal", parse, errors)
    }

    /// A key which may stand alone or have a string literal.
    pub(crate) fn flag_or_string(
        &mut self,
        name: &str,
        errors: &mut Errors,
    ) -> Option<Given<Option<LitStr>>> {
        if let Some(index) = self
            .given
            .iter()
            .position(|(given, _, value)| *given == name && value.is_none())
        {
            let (_, key, _) = self.given.remove(index);
            return Some(Given { key, value: None });
        }
        let Given { key, value } = self.string(name, errors)?;
        Some(Given {
            key,
            value: Some(value),
        })
    }

    /// `crate = path`, or else the name of the crate.
    pub(crate) fn crate_path(&mut self, errors: &mut Errors) -> Path {
        let given = self.value_with("crate", "a path", Path::parse_mod_style, errors);
        let Some(Given { value, .. }) = given else {
            let mut path = Path::from(Ident::new("lambda_api_errors", Span::call_site()));
            path.leading_colon = Some(Token![::](Span::call_site()));
            return path;
        };
        if !is_absolute(&value) {
            let found = value.to_token_stream().to_string().replace(' ', "");
            errors.at(
                &value,
                format!("`crate` takes an absolute path, found `{found}`\nhelp: write `crate = ::{found}`"),
            );
        }
        value
    }
}

fn is_absolute(path: &Path) -> bool {
    let anchors = ["crate", "$crate", "self", "super"];
    let first = path.segments.first();
    path.leading_colon.is_some()
        || first.is_some_and(|first| anchors.iter().any(|anchor| first.ident == anchor))
}

fn nonempty<'a>(value: &'a TokenStream, key: &'a Ident) -> &'a dyn ToTokens {
    if value.is_empty() { key } else { value }
}

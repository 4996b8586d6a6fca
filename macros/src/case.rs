//! `rename_all`: the spellings that serde knows, from a variant's name.

/// A spelling of codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    Lower,
    Upper,
    Pascal,
    Camel,
    Snake,
    ScreamingSnake,
    Kebab,
    ScreamingKebab,
}

const NAMES: [(&str, Case); 8] = [
    ("lowercase", Case::Lower),
    ("UPPERCASE", Case::Upper),
    ("PascalCase", Case::Pascal),
    ("camelCase", Case::Camel),
    ("snake_case", Case::Snake),
    ("SCREAMING_SNAKE_CASE", Case::ScreamingSnake),
    ("kebab-case", Case::Kebab),
    ("SCREAMING-KEBAB-CASE", Case::ScreamingKebab),
];

impl Case {
    pub(crate) fn named(name: &str) -> Option<Self> {
        NAMES
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, case)| *case)
    }

    pub(crate) fn names() -> impl Iterator<Item = &'static str> {
        NAMES.iter().map(|(name, _)| *name)
    }

    /// The name of a variant, which is in Pascal case, in this one.
    pub(crate) fn apply(self, variant: &str) -> String {
        match self {
            Self::Pascal => variant.to_owned(),
            Self::Lower => variant.to_ascii_lowercase(),
            Self::Upper => variant.to_ascii_uppercase(),
            Self::Camel => with_lower_start(variant),
            Self::Snake => words(variant, '_'),
            Self::ScreamingSnake => words(variant, '_').to_ascii_uppercase(),
            Self::Kebab => words(variant, '-'),
            Self::ScreamingKebab => words(variant, '-').to_ascii_uppercase(),
        }
    }
}

fn with_lower_start(variant: &str) -> String {
    let mut characters = variant.chars();
    let first = characters.next().map(|first| first.to_ascii_lowercase());
    first.into_iter().chain(characters).collect()
}

fn words(variant: &str, separator: char) -> String {
    let mut words = String::new();
    for (index, character) in variant.char_indices() {
        if index > 0 && character.is_uppercase() {
            words.push(separator);
        }
        words.push(if character == '_' {
            separator
        } else {
            character.to_ascii_lowercase()
        });
    }
    words
}

#[cfg(test)]
mod tests {
    use super::Case;

    #[test]
    fn spells_as_serde_does() {
        for (name, spelled) in [
            ("lowercase", "outofstock"),
            ("UPPERCASE", "OUTOFSTOCK"),
            ("PascalCase", "OutOfStock"),
            ("camelCase", "outOfStock"),
            ("snake_case", "out_of_stock"),
            ("SCREAMING_SNAKE_CASE", "OUT_OF_STOCK"),
            ("kebab-case", "out-of-stock"),
            ("SCREAMING-KEBAB-CASE", "OUT-OF-STOCK"),
        ] {
            let case = Case::named(name).expect(name);
            assert_eq!(case.apply("OutOfStock"), spelled);
        }
        assert_eq!(Case::named("Snake_Case"), None);
    }
}

//! Texts that must differ among the cases of one type, of which there can be a thousand.
//!
//! A sorted list and no `BTreeMap`: of all that rustc made of this crate, that was a sixth.

/// Texts in the order of their bytes, each with a value.
pub(super) struct Sorted<T>(Vec<(String, T)>);

impl<T> Default for Sorted<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Sorted<T> {
    pub(super) fn get(&self, text: &str) -> Option<&T> {
        let place = self.place(text).ok()?;
        Some(&self.0[place].1)
    }

    /// Keeps the value that `text` has already.
    pub(super) fn add(&mut self, text: &str, value: T) {
        if let Err(place) = self.place(text) {
            self.0.insert(place, (text.to_owned(), value));
        }
    }

    /// All that start with `start`.
    pub(super) fn starting_with<'a>(
        &'a self,
        start: &str,
    ) -> impl Iterator<Item = &'a (String, T)> {
        let (Ok(first) | Err(first)) = self.place(start);
        let rest = self.0[first..].iter();
        rest.take_while(move |(text, _)| text.starts_with(start))
    }

    pub(super) fn into_entries(self) -> Vec<(String, T)> {
        self.0
    }

    fn place(&self, text: &str) -> Result<usize, usize> {
        self.0
            .binary_search_by(|(known, _)| known.as_str().cmp(text))
    }
}

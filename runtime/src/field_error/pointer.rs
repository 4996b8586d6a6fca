//! JSON pointers, [RFC 6901](https://www.rfc-editor.org/rfc/rfc6901).

use super::FieldError;

/// The most bytes of a pointer; what stands deeper belongs to the place that the pointer reaches.
const LONGEST_POINTER: usize = 1000;

/// The way to a place in a request.
#[derive(Debug, Clone, Default)]
pub(crate) struct Pointer(String);

impl Pointer {
    /// Adds one reference token, if there is room for it.
    pub(crate) fn push(&mut self, token: &str) -> bool {
        let token = token.replace('~', "~0").replace('/', "~1");
        let fits = self.0.len() + token.len() < LONGEST_POINTER;
        if fits {
            self.0.push('/');
            self.0.push_str(&token);
        }
        fits
    }

    /// The same with one reference token more, if there is room for it.
    #[cfg(feature = "validator")]
    pub(crate) fn join(&self, token: &str) -> Self {
        let mut joined = self.clone();
        joined.push(token);
        joined
    }

    /// The mistake at this place.
    pub(crate) fn error(
        self,
        code: impl Into<std::borrow::Cow<'static, str>>,
        message: String,
    ) -> FieldError {
        FieldError::new(code, shortened(message)).at(self.0)
    }
}

/// The most characters of a text that repeats what a caller sent, so that the answer stays below the platform's limits.
const LONGEST_TEXT: usize = 1000;

/// The start of `text`, and `…` in place of what is too long.
pub(crate) fn shortened(mut text: String) -> String {
    if let Some((end, _)) = text.char_indices().nth(LONGEST_TEXT) {
        text.truncate(end);
        text.push('…');
    }
    text
}

//! What a violation shows of a body and of a model, which can both be large.

use serde_json::Value;
use std::fmt::{self, Write};

/// How many characters a violation shows of a value, or of a list of names.
pub(super) const SHOWN: usize = 400;

/// The JSON text of a value, shortened.
pub(super) fn shown(value: &Value) -> String {
    /// Takes the beginning of a text.
    struct Beginning(String);

    impl fmt::Write for Beginning {
        fn write_str(&mut self, text: &str) -> fmt::Result {
            self.0.extend(text.chars().take(SHOWN + 1));
            if self.0.len() > 4 * SHOWN {
                return Err(fmt::Error);
            }
            Ok(())
        }
    }

    let mut beginning = Beginning(String::new());
    // It fails where the beginning is long enough.
    let _ = write!(beginning, "{value}");
    shortened(&beginning.0)
}

/// The text, or its beginning.
pub(super) fn shortened(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

//! Documents that are committed with the code.

use super::Document;
use std::{env, fmt::Write, fs, io, path::Path};

/// The environment variable that makes [`Document::assert_committed`] write the file; any value will do.
const UPDATE: &str = "UPDATE_OPENAPI";
/// How many lines of each side a failure shows.
const SHOWN_LINES: usize = 12;

impl Document {
    /// Fails unless the file at `path` holds this document: YAML when its name ends in `.yaml` or `.yml`, JSON otherwise.
    ///
    /// For a test: `service().openapi().document().unwrap().assert_committed("openapi.json")`. A relative path begins at the
    /// package, where `cargo test` runs. With the environment variable `UPDATE_OPENAPI` set, the file is written instead, and its folder is made if it is missing.
    ///
    /// # Panics
    ///
    /// When the file differs (the message has the lines that differ), or cannot be read or written.
    #[track_caller]
    pub fn assert_committed(&self, path: impl AsRef<Path>) {
        let path = path.as_ref();
        let is_yaml = path
            .extension()
            .is_some_and(|end| end == "yaml" || end == "yml");
        let expected = if is_yaml {
            self.to_yaml()
        } else {
            self.to_json()
        };
        if env::var_os(UPDATE).is_some() {
            if let Err(error) = write(path, &expected) {
                panic!("`{}` cannot be written: {error}", path.display());
            }
            return;
        }
        let found = match fs::read_to_string(path) {
            Ok(found) => found,
            Err(error) => panic!(
                "`{}` cannot be read: {error}\nhelp: run the test with `{UPDATE}=1` to write it",
                path.display()
            ),
        };
        if let Some(difference) = difference(&found, &expected) {
            panic!(
                "`{}` is not what the types give now, {difference}\nhelp: run the test with `{UPDATE}=1` to write it",
                path.display()
            );
        }
    }
}

/// Writes the file, and makes its folder if it is missing.
fn write(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, text)
}

/// The lines that differ, those of the file behind `-` and those of the types behind `+`.
fn difference(found: &str, expected: &str) -> Option<String> {
    let (found, expected): (Vec<_>, Vec<_>) = (found.lines().collect(), expected.lines().collect());
    let same = |pairs: &mut dyn Iterator<Item = (&&str, &&str)>| {
        pairs.take_while(|(one, other)| one == other).count()
    };
    let before = same(&mut found.iter().zip(&expected));
    let (found, expected) = (&found[before..], &expected[before..]);
    let after = same(&mut found.iter().rev().zip(expected.iter().rev()));
    let (found, expected) = (
        &found[..found.len() - after],
        &expected[..expected.len() - after],
    );
    if found.is_empty() && expected.is_empty() {
        return None;
    }
    let mut shown = format!("from line {} on", before + 1);
    for (sign, lines) in [('-', found), ('+', expected)] {
        for line in lines.iter().take(SHOWN_LINES) {
            let _ = write!(shown, "\n{sign} {line}");
        }
        if let Some(more @ 1..) = lines.len().checked_sub(SHOWN_LINES) {
            let _ = write!(shown, "\n{sign} … and {more} more lines");
        }
    }
    Some(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_is_made_with_the_file() {
        let folder = std::env::temp_dir().join(format!("committed-{}", std::process::id()));
        let path = folder.join("openapi/api.json");
        write(&path, "{}\n").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "{}\n");
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn the_lines_that_differ_are_shown() {
        assert_eq!(difference("a\nb\n", "a\nb\n"), None);
        assert_eq!(difference("a\r\nb\r\n", "a\nb\n"), None);
        assert_eq!(
            difference("a\nb\nz\n", "a\n c\n d\nz\n").unwrap(),
            "from line 2 on\n- b\n+  c\n+  d"
        );
        assert_eq!(difference("a", "a\nb").unwrap(), "from line 2 on\n+ b");
        assert_eq!(difference("a\na", "a").unwrap(), "from line 2 on\n- a");
        let many = "x\n".repeat(30);
        let shown = difference(&many, "").unwrap();
        assert_eq!(shown.lines().count(), 1 + SHOWN_LINES + 1);
        assert!(shown.ends_with("\n- … and 18 more lines"), "{shown}");
    }
}

//! Documents that are committed with the code.

use super::Document;
use std::{env, fs, io, path::Path};

/// The environment variable that makes [`Document::assert_committed`] write the file; any value will do.
const UPDATE: &str = "UPDATE_OPENAPI";

impl Document {
    /// Fails unless the file at `path` holds this document: YAML when its name ends in `.yaml` or `.yml`, JSON otherwise.
    ///
    /// For a test: `service().openapi().document().unwrap().assert_committed("openapi.json")`. A relative path begins at the
    /// package, where `cargo test` runs. With the environment variable `UPDATE_OPENAPI` set, the file is written instead, and its folder if there is none.
    ///
    /// # Panics
    ///
    /// When the file differs (the message has the first different line), or cannot be read or written.
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
        if let Some(difference) = first_difference(&found, &expected) {
            panic!(
                "`{}` is not what the types give now: {difference}\nhelp: run the test with `{UPDATE}=1` to write it",
                path.display()
            );
        }
    }
}

/// Writes the file, and its folder if there is none.
fn write(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, text)
}

fn first_difference(found: &str, expected: &str) -> Option<String> {
    if found == expected {
        return None;
    }
    let (mut found, mut expected) = (found.split('\n'), expected.split('\n'));
    for line in 1_usize.. {
        match (found.next(), expected.next()) {
            (None, None) => break,
            (one, other) if one == other => {}
            (one, other) => {
                let shown = |text: Option<&str>| {
                    text.map_or("the end".to_owned(), |text| format!("`{}`", text.trim()))
                };
                return Some(format!(
                    "line {line} is {}, and should be {}",
                    shown(one),
                    shown(other)
                ));
            }
        }
    }
    None
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
    fn the_first_difference_is_told() {
        assert_eq!(first_difference("a\nb\n", "a\nb\n"), None);
        assert_eq!(
            first_difference("a\nb\n", "a\n c\n").unwrap(),
            "line 2 is `b`, and should be `c`"
        );
        assert_eq!(
            first_difference("a", "a\nb").unwrap(),
            "line 2 is the end, and should be `b`"
        );
    }
}

//! Documents that are committed with the code.

use super::Document;
use similar::TextDiff;
use std::{env, fmt::Write, fs, io, path::Path, time::Duration};

/// The environment variable that makes [`Document::assert_committed`] write the file; any value will do.
const UPDATE: &str = "UPDATE_OPENAPI";
/// How many lines of a comparison a failure shows.
const SHOWN_LINES: usize = 100;
/// How many lines stand before and after what differs.
const AROUND: usize = 2;
/// After this time a comparison is finished by a shorter way, which may show more than what differs.
const COMPARISON_LIMIT: Duration = Duration::from_secs(2);

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
        let expected = if is_yaml(path) {
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
                "`{}` is not what the types give now; `-` is the file, `+` the types:\n{difference}\nhelp: run the test with `{UPDATE}=1` to write it",
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

/// Whether the name of a file says that it holds YAML.
pub(crate) fn is_yaml(path: &Path) -> bool {
    path.extension()
        .is_some_and(|end| end == "yaml" || end == "yml")
}

/// Each place that differs, with the lines before and after it: those of the file behind `-`, those of the types behind `+`.
fn difference(found: &str, expected: &str) -> Option<String> {
    let (found, expected) = (unix_lines(found), unix_lines(expected));
    if found == expected {
        return None;
    }
    let difference = TextDiff::configure()
        .timeout(COMPARISON_LIMIT)
        .diff_lines(&found, &expected);
    let mut unified = difference.unified_diff();
    let shown = unified.context_radius(AROUND).missing_newline_hint(false);
    let shown = shown.to_string();
    let mut lines = shown.lines();
    let mut text = lines
        .by_ref()
        .take(SHOWN_LINES)
        .collect::<Vec<_>>()
        .join("\n");
    let left = lines.count();
    if left > 0 {
        let _ = write!(text, "\n… and {left} more lines of this comparison");
    }
    Some(text)
}

/// The text with `\n` behind each line: a checkout may have other line ends, and an editor may leave out the last one.
fn unix_lines(text: &str) -> String {
    text.lines().flat_map(|line| [line, "\n"]).collect()
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
    fn every_place_that_differs_is_shown() {
        assert_eq!(difference("a\nb\n", "a\nb\n"), None);
        assert_eq!(difference("a\r\nb\r\n", "a\nb\n"), None);
        assert_eq!(difference("a\nb", "a\nb\n"), None);
        assert_eq!(
            difference("a\nb\nz\n", "a\n c\n d\nz\n").unwrap(),
            "@@ -1,3 +1,4 @@\n a\n-b\n+ c\n+ d\n z"
        );
        let same = "s\n".repeat(20);
        let shown = difference(&format!("a\n{same}b\n"), &format!("c\n{same}d\n")).unwrap();
        for part in ["-a\n+c\n s", " s\n-b\n+d"] {
            assert!(shown.contains(part), "{shown}");
        }
        assert_eq!(shown.matches("@@ -").count(), 2, "{shown}");
    }

    #[test]
    fn a_difference_of_many_lines_is_cut_and_it_is_said() {
        let many = "x\n".repeat(300);
        let shown = difference(&many, "").unwrap();
        assert_eq!(shown.lines().count(), SHOWN_LINES + 1);
        let left = 1 + 300 - SHOWN_LINES;
        let said = format!("\n… and {left} more lines of this comparison");
        assert!(shown.ends_with(&said), "{shown}");
    }
}

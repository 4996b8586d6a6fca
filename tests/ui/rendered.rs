//! Reads the committed messages as a user would: one for each mistake, each with its remedy.
//!
//! A fixture shows one mistake, unless its name starts with `two_` (both places are shown) or `many_`. Where it starts with
//! `rustc_`, rustc alone speaks, and the remedy is not ours to give.

use std::path::{Path, PathBuf};
use std::{env, fs};

struct Rendered {
    name: String,
    text: String,
}

impl Rendered {
    fn errors(&self) -> Vec<&str> {
        let starts = self.text.match_indices("error").map(|(start, _)| start);
        let starts: Vec<_> = starts
            .filter(|&start| start == 0 || self.text[..start].ends_with('\n'))
            .chain([self.text.len()])
            .collect();
        let blocks = starts.windows(2);
        blocks.map(|ends| &self.text[ends[0]..ends[1]]).collect()
    }
}

fn fixtures() -> Vec<PathBuf> {
    let ui = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = ["api_errors", "lambda_endpoint"].map(|folder| ui.join(folder));
    let files = folders
        .iter()
        .flat_map(|folder| fs::read_dir(folder).expect("a folder"));
    files.map(|file| file.expect("a file").path()).collect()
}

fn rendered() -> Vec<Rendered> {
    let files = fixtures().into_iter();
    let files = files.filter(|path| path.extension().is_some_and(|kind| kind == "stderr"));
    let read = |path: PathBuf| Rendered {
        name: path
            .file_stem()
            .expect("a name")
            .to_string_lossy()
            .into_owned(),
        text: fs::read_to_string(path).expect("a text"),
    };
    files.map(read).collect()
}

#[test]
fn each_mistake_is_one_error() {
    let rendered = rendered();
    assert!(!rendered.is_empty());
    for fixture in rendered {
        let (name, found) = (&fixture.name, fixture.errors().len());
        let expected = match name.split_once('_') {
            Some(("many", _)) => found > 1,
            Some(("rustc", _)) => found > 0,
            Some(("two", _)) => found == 2,
            _ => found == 1,
        };
        assert!(expected, "{name} has {found} errors");
    }
}

#[test]
fn each_error_tells_its_remedy() {
    let ours = |fixture: &Rendered| !fixture.name.starts_with("rustc_");
    for fixture in rendered().into_iter().filter(ours) {
        for error in fixture.errors() {
            let remedy = ["help:", "note:", "a second time below"];
            let has_remedy = remedy.into_iter().any(|word| error.contains(word));
            assert!(has_remedy, "{}: {error}", fixture.name);
        }
    }
}

/// The derive behind `#[api_errors]` is nothing to write.
#[test]
fn nothing_hidden_is_proposed() {
    for Rendered { name, text } in rendered() {
        assert!(!text.contains("__ApiErrors"), "{name} proposes the derive");
    }
}

/// Where the library's own source is shown, what is shown depends on what is installed.
#[test]
fn nothing_depends_on_the_machine() {
    for Rendered { name, text } in rendered() {
        for place in ["--> /", "::: /", "$RUST", "$CARGO"] {
            assert!(!text.contains(place), "{name} shows {place}");
        }
    }
}

#[test]
fn each_fixture_opens_with_what_it_shows() {
    for path in fixtures()
        .into_iter()
        .filter(|path| path.extension().is_some_and(|kind| kind == "rs"))
    {
        let text = fs::read_to_string(&path).expect("a text");
        let first = text.lines().next().unwrap_or_default();
        assert!(
            first.starts_with("// ") && first.ends_with('.'),
            "{}",
            path.display()
        );
        assert!(
            path.with_extension("stderr").exists(),
            "{} has no messages",
            path.display()
        );
    }
}

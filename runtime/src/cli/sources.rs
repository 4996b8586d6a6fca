//! The files that this program is built from, as cargo wrote them down next to it.
//!
//! Input: the program's dep-info file. Output: the folders and files whose change makes another program.

use super::failed;
use apigw_local::cli::CommandError;
use std::{collections::BTreeSet, env, fs, path::PathBuf};

/// The sources of a program that cargo built.
pub(super) struct Sources {
    /// `target/debug/carts.d` for `target/debug/carts`. It lists the sources of all packages that have a path:
    /// [Dep-info files](https://doc.rust-lang.org/cargo/reference/build-cache.html#dep-info-files).
    dep_info: PathBuf,
}

impl Sources {
    /// Those of the program of this process. Its own file may be another one later.
    pub(super) fn of_this_program() -> Result<Self, CommandError> {
        let dep_info = env::current_exe()?.with_extension("d");
        Ok(Self { dep_info })
    }

    /// The folder `src` of each package, each source elsewhere, such as `build.rs` or an included file, and the manifests.
    pub(super) fn paths(&self) -> Result<BTreeSet<PathBuf>, CommandError> {
        let text = fs::read_to_string(&self.dep_info).map_err(|error| {
            failed(format!(
                "`{}`, which lists the program's sources, cannot be read: {error}; start the program with `cargo run`",
                self.dep_info.display()
            ))
        })?;
        Ok(watched(prerequisites(&text)))
    }
}

/// The folders among `paths`, for people.
pub(super) fn summary(paths: &BTreeSet<PathBuf>) -> String {
    let (folders, files): (Vec<_>, Vec<_>) = paths.iter().partition(|path| path.is_dir());
    let here = env::current_dir().unwrap_or_default();
    let folders = folders.into_iter().map(|folder| {
        let folder = folder.strip_prefix(&here).unwrap_or(folder);
        folder.display().to_string()
    });
    let folders = folders.collect::<Vec<_>>().join(", ");
    format!("{folders} and {} files", files.len())
}

/// The folder `src` of each package that has one of `sources`, the other sources, build scripts, and the manifests.
fn watched(sources: Vec<PathBuf>) -> BTreeSet<PathBuf> {
    let mut paths = BTreeSet::new();
    for source in sources {
        let folders = source.ancestors().skip(1);
        let manifests = folders.map(|folder| folder.join("Cargo.toml"));
        let manifests: Vec<_> = manifests.filter(|manifest| manifest.is_file()).collect();
        let package = manifests.first().and_then(|manifest| manifest.parent());
        let build_script = package.map(|package| package.join("build.rs"));
        let build_script = build_script.filter(|script| script.is_file());
        let folder = package.map(|package| package.join("src"));
        let folder = folder.filter(|folder| source.starts_with(folder));
        paths.insert(folder.unwrap_or(source));
        paths.extend(build_script);
        paths.extend(manifests);
    }
    paths
}

/// The files after the colon of a makefile's rule. A space within a path stands after a backslash.
fn prerequisites(rule: &str) -> Vec<PathBuf> {
    let rule = rule.lines().next().unwrap_or_default();
    let Some((_, files)) = rule.split_once(": ") else {
        return Vec::new();
    };
    let mut paths = Vec::new();
    let mut path = String::new();
    let mut characters = files.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\\' if characters.peek() == Some(&' ') => {
                path.push(' ');
                characters.next();
            }
            ' ' if path.is_empty() => {}
            ' ' => paths.push(std::mem::take(&mut path).into()),
            character => path.push(character),
        }
    }
    if !path.is_empty() {
        paths.push(path.into());
    }
    paths
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn the_sources_of_each_package_and_the_manifests() {
        let package = Path::new(env!("CARGO_MANIFEST_DIR"));
        let workspace = package.parent().unwrap();
        let sources = ["src/lib.rs", "src/cli/mod.rs", "docs/crate.md"];
        let paths = watched(sources.map(|source| package.join(source)).to_vec());
        for path in [
            package.join("src"),
            package.join("docs/crate.md"),
            package.join("Cargo.toml"),
            workspace.join("Cargo.toml"),
        ] {
            assert!(
                paths.contains(&path),
                "{} is not in {paths:?}",
                path.display()
            );
        }
        assert_eq!(
            paths
                .iter()
                .filter(|path| path.starts_with(package))
                .count(),
            3
        );
    }

    #[test]
    fn a_path_may_have_spaces() {
        let rule = r"/t/my\ api: /t/my\ api/src/main.rs /t/build.rs";
        let paths = ["/t/my api/src/main.rs", "/t/build.rs"].map(PathBuf::from);
        assert_eq!(prerequisites(rule), paths);
    }
}

//! A copy of an example, made ready by the commands of its README.

use crate::tools::{cargo, node_modules, run, tool, workspace};
use serde_json::Value;
use std::{
    fs,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    process::Command,
    sync::LazyLock,
};

const BUILD: &str = "cargo lambda build --release --x86-64 --output-format zip -p carts";
const GENERATE: &str = "cargo run -p carts -- ";

/// The function's binary, built once for all examples. It is not run, so it is built without optimisation, in a folder of its own.
static BINARY: LazyLock<PathBuf> = LazyLock::new(|| {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hasty");
    run(cargo(&["lambda", "build"])
        .args(BUILD.split(' ').skip(3))
        .env("CARGO_TARGET_DIR", &target)
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0")
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"));
    let binary = target.join("lambda/carts/bootstrap.zip");
    assert!(binary.is_file(), "`{}` was not built", binary.display());
    binary
});

/// `examples/deploy/<tool>` in a workspace of its own, where its paths lead to the binary and to its own document.
pub(crate) struct Example {
    root: PathBuf,
    folder: PathBuf,
}

impl Example {
    pub(crate) fn of(tool_name: &str) -> Self {
        Self::copied_to(tool_name, tool_name)
    }

    /// As `of`, for one of several tests of the same tool, which run at the same time.
    pub(crate) fn copied_to(copy: &str, tool_name: &str) -> Self {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join("deploy")
            .join(copy);
        if root.exists() {
            fs::remove_dir_all(&root).expect("the last run's copy goes");
        }
        let source = format!("examples/deploy/{tool_name}");
        let folder = root.join(&source);
        copy_unignored(&source, &root);
        let readme = fs::read_to_string(folder.join("README.md")).expect("a README");
        assert_eq!(command(&readme, "cargo lambda build "), BUILD);
        let binaries = root.join("target/lambda/carts");
        fs::create_dir_all(&binaries).expect("a folder");
        fs::copy(&*BINARY, binaries.join("bootstrap.zip")).expect("a copy of the binary");
        let arguments = command(&readme, GENERATE)[GENERATE.len()..].split(' ');
        run(cargo(&["run", "--quiet", "-p", "carts"])
            .arg("--")
            .args(arguments)
            .current_dir(&root));
        Self { root, folder }
    }

    /// Gives the example the npm packages that its `package.json` names.
    pub(crate) fn with_npm(self) -> Self {
        let source = self
            .folder
            .strip_prefix(&self.root)
            .expect("a folder in it");
        let modules = node_modules(source.to_str().expect("a path in UTF-8"));
        symlink(modules, self.folder.join("node_modules")).expect("a link");
        self
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    pub(crate) fn json(&self, name: &str) -> Value {
        serde_json::from_str(&self.read(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// Runs a tool in the folder.
    #[track_caller]
    pub(crate) fn run(&self, command: &mut Command) -> String {
        run(command.current_dir(&self.folder))
    }

    /// Has the title of the document end in another letter.
    pub(crate) fn change_one_byte(&self) {
        let document = self.read("openapi.json");
        let changed = document.replacen(r#""title": "carts""#, r#""title": "cartz""#, 1);
        assert_ne!(document, changed, "no title to change");
        fs::write(self.path("openapi.json"), changed).expect("the document can be written");
    }
}

/// The one line of a README that starts with `start`.
#[track_caller]
fn command<'a>(readme: &'a str, start: &str) -> &'a str {
    let mut found = readme.lines().filter(|line| line.starts_with(start));
    match (found.next(), found.next()) {
        (Some(line), None) => line,
        _ => panic!("the README has not exactly one line that starts with `{start}`"),
    }
}

/// Copies what is in the repository, or would be with the next commit.
fn copy_unignored(source: &str, root: &Path) {
    let listed = run(tool("git")
        .args([
            "ls-files",
            "--cached",
            "--others",
            "--exclude-standard",
            source,
        ])
        .current_dir(workspace()));
    for file in listed.lines() {
        let copy = root.join(file);
        fs::create_dir_all(copy.parent().expect("a folder")).expect("a folder");
        fs::copy(workspace().join(file), copy).unwrap_or_else(|error| panic!("{file}: {error}"));
    }
}

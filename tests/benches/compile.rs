//! How long rustc takes for what the macros write, beside peers in the same run: `cargo bench --profile dev -p lambda-api-errors-tests
//! --bench compile`. With `-- cold`, also whole builds from nothing, which take minutes.
//!
//! All in processor time of the user's side, the least of some rounds in which all take turns. rustc's own time is taken by this program as
//! Cargo's `RUSTC_WRAPPER`, from `/proc`, which counts in steps of 10 ms.

use std::{
    env,
    ffi::OsString,
    fmt::Write as _,
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, ExitCode},
};

/// Names the file to which the wrapper adds a line for each crate.
const LOG: &str = "COMPILE_BENCH_LOG";
const ROUNDS: usize = 5;
const ENDPOINTS: usize = 300;
const VARIANTS: usize = 1_000;

fn main() -> ExitCode {
    if let Some(log) = env::var_os(LOG) {
        return wrap(Path::new(&log));
    }
    let scratch = Scratch::new();
    let [axum, ours] = scratch.least(["endpoints_axum", "endpoints_ours"]);
    println!(
        "{ENDPOINTS} endpoints, `cargo check`: axum {axum:.2} s, ours {ours:.2} s, {:.2} of it",
        ours / axum
    );
    let [debug, thiserror, ours] =
        scratch.least(["variants_debug", "variants_thiserror", "variants_ours"]);
    let (peer, ours) = (thiserror - debug, ours - thiserror);
    println!(
        "{VARIANTS} variants, `cargo check`: thiserror adds {peer:.2} s, ours {ours:.2} s, {:.2} of it",
        ours / peer
    );
    if env::args().any(|argument| argument == "cold") {
        cold(&scratch);
    }
    ExitCode::SUCCESS
}

/// Runs the compiler, which the first argument names, and notes the time that it took.
fn wrap(log: &Path) -> ExitCode {
    let arguments: Vec<OsString> = env::args_os().skip(1).collect();
    let (rustc, arguments) = arguments.split_first().expect("the compiler");
    let status = Command::new(rustc)
        .args(arguments)
        .status()
        .expect("the compiler runs");
    let name = arguments
        .iter()
        .skip_while(|argument| *argument != "--crate-name")
        .nth(1);
    if let Some(name) = name {
        let line = format!("{} {}\n", name.display(), children_seconds());
        let file = fs::File::options().create(true).append(true).open(log);
        file.and_then(|mut file| file.write_all(line.as_bytes()))
            .expect("the log");
    }
    ExitCode::from(u8::try_from(status.code().unwrap_or(1)).unwrap_or(1))
}

/// The processor time of all processes that this one has waited for, of the user's side.
fn children_seconds() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").expect("Linux");
    // man 5 proc: the name, in parentheses, is the second field, and `cutime` the 16th, in hundredths.
    let (_, fields) = stat.rsplit_once(") ").expect("the name");
    let ticks: u32 = fields
        .split(' ')
        .nth(13)
        .and_then(|ticks| ticks.parse().ok())
        .expect("a number");
    f64::from(ticks) / 100.0
}

/// A package outside of the workspace, whose examples are what is measured.
struct Scratch {
    folder: PathBuf,
}

impl Scratch {
    fn new() -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("compile");
        let scratch = Self { folder };
        let axum = "axum = { version = \"0.8\", default-features = false, features = [\"form\", \"http1\", \"json\", \"matched-path\", \"query\", \"tokio\"] }\n";
        let serde = "serde = { version = \"1\", features = [\"derive\"] }\n";
        let thiserror = "thiserror = \"2\"\n";
        let sources = [
            ("endpoints_axum", endpoints_axum()),
            ("endpoints_ours", endpoints_ours()),
            (
                "variants_debug",
                variants("#[derive(Debug)]", |_| String::new()),
            ),
            (
                "variants_thiserror",
                variants("#[derive(Debug, thiserror::Error)]", |number| {
                    format!("#[error(\"failure {number} of {{0}}\")]")
                }),
            ),
            (
                "variants_ours",
                variants(
                    "#[lambda_api_errors::api_errors] #[derive(Debug, thiserror::Error)]",
                    |number| {
                        let status = [400, 404, 409, 422, 429][number % 5];
                        format!("#[error(\"failure {number} of {{0}}\")] #[api(status = {status})]")
                    },
                ),
            ),
        ];
        scratch.package(
            "package",
            &[axum, serde, thiserror, &ours("default-features = false")],
            &sources.each_ref().map(|(name, _)| *name),
        );
        for (name, source) in sources {
            let path = scratch
                .folder
                .join("package/examples")
                .join(name)
                .with_extension("rs");
            fs::write(path, source).expect("an example");
        }
        scratch
    }

    /// A library with nothing in it, which has dependencies.
    fn package(&self, name: &str, dependencies: &[&str], examples: &[&str]) {
        let folder = self.folder.join(name);
        for part in ["src", "examples"] {
            fs::create_dir_all(folder.join(part)).expect("a folder");
        }
        let examples: Vec<String> = examples
            .iter()
            .map(|name| format!("[[example]]\nname = \"{name}\"\ncrate-type = [\"lib\"]\n"))
            .collect();
        let examples = examples.concat();
        let manifest = format!(
            "[package]\nname = \"scratch\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[workspace]\n{examples}[dependencies]\n{}",
            dependencies.concat()
        );
        let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
        fs::write(folder.join("Cargo.toml"), manifest).expect("a manifest");
        fs::write(folder.join("src/lib.rs"), "").expect("a library");
        fs::copy(lock, folder.join("Cargo.lock")).expect("a lock file");
    }

    /// What rustc takes for each example, at least.
    fn least<const N: usize>(&self, names: [&str; N]) -> [f64; N] {
        let mut least = [f64::INFINITY; N];
        let log = self.folder.join("log");
        for _ in 0..ROUNDS {
            for (name, least) in names.iter().zip(&mut least) {
                // A newer file, which Cargo compiles again.
                let path = self
                    .folder
                    .join("package/examples")
                    .join(name)
                    .with_extension("rs");
                let source = fs::read(&path).expect("an example");
                fs::write(&path, source).expect("an example");
                fs::write(&log, "").expect("the log");
                let mut cargo = self.cargo("package", "target");
                cargo.args(["check", "--quiet", "--example", name]);
                cargo
                    .env("RUSTC_WRAPPER", env::current_exe().expect("this program"))
                    .env(LOG, &log);
                run(&mut cargo);
                let lines = fs::read_to_string(&log).expect("the log");
                let found = lines
                    .lines()
                    .find_map(|line| line.strip_prefix(name)?.trim().parse().ok());
                *least = least
                    .min(found.unwrap_or_else(|| panic!("rustc did not compile {name}: {lines}")));
            }
        }
        least
    }

    fn cargo(&self, package: &str, target: &str) -> Command {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.current_dir(self.folder.join(package));
        cargo
            .env("CARGO_TARGET_DIR", self.folder.join(target))
            .env("CARGO_INCREMENTAL", "0");
        cargo
    }

    /// What a whole build takes from nothing, with what Cargo itself needs.
    fn whole_build(&self, command: &str, dependencies: &[&str]) -> f64 {
        self.package("cold", dependencies, &[]);
        let _ = fs::remove_dir_all(self.folder.join("cold-target"));
        run(self.cargo("cold", "cold-target").arg("fetch"));
        let before = children_seconds();
        run(self.cargo("cold", "cold-target").args([command, "--quiet"]));
        let after = children_seconds();
        fs::remove_dir_all(self.folder.join("cold-target")).expect("a folder to remove");
        after - before
    }
}

fn run(command: &mut Command) {
    let status = command.status().expect("Cargo runs");
    assert!(status.success(), "{command:?} failed");
}

fn ours(settings: &str) -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../runtime");
    format!("lambda-api-errors = {{ path = {folder:?}, {settings} }}\n")
}

fn cold(scratch: &Scratch) {
    let (axum, thiserror) = ("axum = \"0.8\"\n", "thiserror = \"2\"\n");
    let (serde, lambda) = (
        "serde = { version = \"1\", features = [\"derive\"] }\n",
        "lambda_http = \"1\"\n",
    );
    let small = ours("default-features = false");
    let peer = scratch.whole_build("check", &[axum, thiserror]);
    let with_serde = scratch.whole_build("check", &[axum, thiserror, serde]);
    let without_features = scratch.whole_build("check", &[axum, thiserror, &small]);
    println!(
        "an axum service, `cargo check` from nothing: axum and thiserror {peer:.1} s, with serde's derive {with_serde:.1} s, \
         ours without features {without_features:.1} s, {:.2} of the first and {:.2} of the second",
        without_features / peer,
        without_features / with_serde
    );
    let peer = scratch.whole_build("build", &[axum, lambda, serde, thiserror]);
    let default = scratch.whole_build(
        "build",
        &[&ours("default-features = true"), serde, thiserror],
    );
    println!(
        "a function, `cargo build` from nothing: axum and lambda_http {peer:.1} s, ours {default:.1} s, {:.2} of it",
        default / peer
    );
}

const TYPES: &str = "
    use serde::{Deserialize, Serialize};
    #[derive(Deserialize)] pub struct Body { pub name: String }
    #[derive(Serialize)] pub struct Item { pub id: u32, pub name: String }
";

/// Handlers, each with what `before` and `after` write around its name.
fn endpoints(
    head: &str,
    before: fn(usize) -> String,
    list: &str,
    each: fn(usize) -> String,
) -> String {
    let mut source = format!("{head}{TYPES}");
    for number in 0..ENDPOINTS {
        let attribute = before(number);
        write!(
            source,
            "{attribute}
            pub async fn item{number}(Path(id): Path<u32>, Json(body): Json<Body>) -> Result<Json<Item>, Failure> {{
                if id == {number} {{ return Err(Failure::NotFound(id)); }}
                Ok(Json(Item {{ id, name: body.name }}))
            }}"
        )
        .expect("a string");
    }
    source.push_str(list);
    source.extend((0..ENDPOINTS).map(each));
    source + "}"
}

fn endpoints_axum() -> String {
    endpoints(
        "use axum::{Json, Router, extract::Path, http::StatusCode, response::{IntoResponse, Response}, routing::post};
        #[derive(Debug, thiserror::Error)] pub enum Failure { #[error(\"no item {0}\")] NotFound(u32) }
        impl IntoResponse for Failure {
            fn into_response(self) -> Response { (StatusCode::NOT_FOUND, self.to_string()).into_response() }
        }",
        |_| String::new(),
        "pub fn router() -> Router { Router::new()",
        |number| format!(".route(\"/items{number}/{{id}}\", post(item{number}))"),
    )
}

fn endpoints_ours() -> String {
    endpoints(
        "use lambda_api_errors::{Api, Json, Path, api_errors, lambda_endpoint};
        #[api_errors] #[derive(Debug, thiserror::Error)]
        pub enum Failure { #[error(\"no item {0}\")] #[api(status = 404)] NotFound(u32) }",
        |number| format!("#[lambda_endpoint(POST, \"/items{number}/{{id}}\")]"),
        "pub fn api() -> Api { Api::new(\"items\", \"1.0.0\")",
        |number| format!(".endpoint::<item{number}>()"),
    )
}

fn variants(attributes: &str, of_variant: fn(usize) -> String) -> String {
    let mut variants = String::new();
    for number in 0..VARIANTS {
        writeln!(variants, "    {} Variant{number}(u32),", of_variant(number)).expect("a string");
    }
    format!("{attributes}\npub enum Failure {{\n{variants}}}\n")
}

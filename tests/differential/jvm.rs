//! Runs `tests/jvm/Render.java`.

use crate::case::{Answer, Case};
use std::{
    env, fs,
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::LazyLock,
    thread,
};

const JARS: [&str; 9] = [
    "velocity",
    "json-path",
    "json-smart",
    "accessors-smart",
    "asm",
    "commons-lang",
    "commons-collections3",
    "slf4j-api",
    "slf4j-nop",
];

/// The class path with the compiled harness.
static CLASS_PATH: LazyLock<String> = LazyLock::new(|| {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("jvm");
    let classes = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("jvm");
    fs::create_dir_all(&classes).expect("a directory for the classes");
    let directory = env::var("JAVA_JARS").unwrap_or_else(|_| "/usr/share/java".to_owned());
    let jars: Vec<String> = JARS
        .iter()
        .map(|jar| format!("{directory}/{jar}.jar"))
        .collect();
    let class_path = format!("{}:{}", jars.join(":"), classes.display());
    let compiled = Command::new("javac")
        .args(["-cp", &class_path, "-d"])
        .arg(&classes)
        .args(["Render.java", "Gateway.java"].map(|source| sources.join(source)))
        .status()
        .expect("javac runs");
    assert!(compiled.success(), "the harness compiles");
    class_path
});

pub(crate) fn answers(cases: &[Case]) -> Vec<Answer> {
    let mut java = Command::new("java")
        .args(["-Xss16m", "-cp", &CLASS_PATH, "Render"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("java runs");
    let mut input = java.stdin.take().expect("a pipe");
    let output = BufReader::new(java.stdout.take().expect("a pipe"));
    let answers = thread::scope(|scope| {
        scope.spawn(move || {
            for case in cases {
                writeln!(input, "{}", case.to_json()).expect("java reads the case");
            }
        });
        output
            .lines()
            .map(|line| answer(&line.expect("java answers")))
            .collect()
    });
    assert!(java.wait().expect("java ends").success(), "java ends well");
    answers
}

fn answer(line: &str) -> Answer {
    let answer: serde_json::Value = serde_json::from_str(line).expect("the answer is JSON");
    match answer["ok"].as_str() {
        Some(text) => Answer::Text(text.to_owned()),
        None => Answer::Error(answer["error"].to_string()),
    }
}

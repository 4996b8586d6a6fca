//! The JVMs with the engines in them: `tests/jvm`, compiled once, one case a line. `JAVA_JARS` says where the jars are,
//! if they are not where Debian puts them.

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};
use std::{
    env, fs,
    io::{self, BufRead, BufReader, BufWriter, Write},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    sync::OnceLock,
    thread,
};

/// Of Debian's packages `velocity`, `libjsonpath-java`, `libjson-smart-java`, `libcommons-lang-java`,
/// `libcommons-collections3-java` and `libslf4j-java`.
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

/// A JVM that answers each line with a line. It ends with its standard input.
#[derive(Debug)]
pub struct Jvm {
    input: BufWriter<ChildStdin>,
    output: BufReader<ChildStdout>,
    child: Child,
}

impl Jvm {
    /// Starts one, and has it answer each of `prelude`.
    ///
    /// # Panics
    ///
    /// When there is no JDK, or not what it needs.
    #[must_use]
    pub fn start(prelude: &[Vec<u8>]) -> Self {
        let mut child = Command::new("java")
            .args([
                "-Xss16m",
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "-cp",
                class_path(),
                "Render",
            ])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("`java` on the PATH");
        let input = BufWriter::new(child.stdin.take().expect("a pipe"));
        let output = BufReader::new(child.stdout.take().expect("a pipe"));
        let mut jvm = Self {
            input,
            output,
            child,
        };
        for (line, answer) in prelude.iter().zip(jvm.ask(prelude)) {
            assert_eq!(answer, "{}", "{}", String::from_utf8_lossy(line));
        }
        jvm
    }

    /// The answers to `lines`, in their order.
    ///
    /// # Panics
    ///
    /// When the JVM ends.
    pub fn ask(&mut self, lines: &[Vec<u8>]) -> Vec<String> {
        let Self { input, output, .. } = self;
        thread::scope(|scope| {
            scope.spawn(|| {
                for line in lines {
                    input
                        .write_all(line)
                        .and_then(|()| input.write_all(b"\n"))
                        .expect("a JVM that reads");
                }
                input.flush().expect("a JVM that reads");
            });
            let answers = output.lines().take(lines.len());
            answers
                .collect::<io::Result<_>>()
                .expect("a JVM that answers")
        })
    }
}

impl Drop for Jvm {
    fn drop(&mut self) {
        // It waits for a next line. There is no next line; if the end cannot be sent, nothing is left to do.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// `value` as one line of ASCII, which arrives as it is, even if the JSON library at the other end drops characters.
///
/// # Panics
///
/// When it cannot be serialised.
pub fn line(value: &impl Serialize) -> Vec<u8> {
    let mut line = Vec::new();
    value
        .serialize(&mut Serializer::with_formatter(&mut line, Ascii))
        .expect("a value that can be serialised");
    line
}

struct Ascii;

impl Formatter for Ascii {
    fn write_string_fragment<W>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()>
    where
        W: io::Write + ?Sized,
    {
        let is_plain = |byte: u8| byte.is_ascii() && byte != 0x7f;
        if fragment.bytes().all(is_plain) {
            return writer.write_all(fragment.as_bytes());
        }
        for unit in fragment.encode_utf16() {
            match u8::try_from(unit) {
                Ok(byte) if is_plain(byte) => writer.write_all(&[byte])?,
                _ => write!(writer, "\\u{unit:04x}")?,
            }
        }
        Ok(())
    }
}

fn class_path() -> &'static str {
    static COMPILED: OnceLock<String> = OnceLock::new();
    COMPILED.get_or_init(|| {
        let directory = env::var("JAVA_JARS").unwrap_or_else(|_| "/usr/share/java".to_owned());
        let jars: String = JARS.map(|jar| format!("{directory}/{jar}.jar:")).concat();
        let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("jvm");
        let sources = fs::read_dir(sources).expect("tests/jvm");
        let sources: Vec<PathBuf> = sources
            .map(|entry| entry.expect("an entry").path())
            .filter(|path| {
                path.extension()
                    .is_some_and(|extension| extension == "java")
            })
            .collect();
        let binary = env::current_exe().expect("the path of the test");
        let target = binary
            .ancestors()
            .nth(2)
            .expect("the directory of the profile");
        let classes = target.join("jvm");
        let status = Command::new("javac")
            .args(["-Xlint:all", "-Werror", "-cp", &jars, "-d"])
            .arg(&classes)
            .args(sources)
            .status()
            .expect("`javac` on the PATH");
        assert!(
            status.success(),
            "tests/jvm does not compile; are the packages of `.ci/run` installed?"
        );
        format!("{jars}{}", classes.display())
    })
}

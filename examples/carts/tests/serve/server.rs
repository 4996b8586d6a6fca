//! The program as a server, and curl as its client.

use std::{
    fs,
    io::{BufRead, BufReader, Read},
    path::Path,
    process::{Child, Command, ExitStatus, Stdio},
    sync::mpsc::{self, Receiver},
    thread,
};

/// A running server; dropped, it is killed.
pub(crate) struct Server {
    process: Child,
    /// What it printed before it served.
    pub(crate) welcome: String,
    pub(crate) url: String,
    /// What it logged before it served.
    pub(crate) startup: String,
    log: Receiver<String>,
}

impl Server {
    /// Starts `carts serve` on a free port.
    pub(crate) fn start(options: &[&str]) -> Self {
        let mut command = carts();
        command.args(["serve", "--port", "0"]).args(options);
        Self::spawn(command)
    }

    /// Starts a command, and waits until it serves.
    pub(crate) fn spawn(mut command: Command) -> Self {
        let mut process = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let stderr = process.stderr.take().expect("a pipe");
        let (sender, log) = mpsc::channel();
        thread::spawn(move || {
            for line in BufReader::new(stderr).lines().map_while(Result::ok) {
                let _ = sender.send(line);
            }
        });
        let stdout = BufReader::new(process.stdout.take().expect("a pipe"));
        let mut welcome = String::new();
        for line in stdout.lines() {
            let line = line.expect("text");
            welcome += &line;
            welcome.push('\n');
            if line.starts_with("Each request") {
                break;
            }
        }
        let url = welcome
            .split_whitespace()
            .find(|word| word.starts_with("http://"));
        let Some(url) = url.map(str::to_owned) else {
            let log: Vec<_> = log.iter().collect();
            panic!("the server does not serve: {welcome}{}", log.join("\n"));
        };
        let mut server = Self {
            process,
            welcome,
            url,
            startup: String::new(),
            log,
        };
        server.startup = server.log_until("; Ctrl-C finishes").join("\n");
        server
    }

    /// The log up to a line that contains `text`, that line included.
    pub(crate) fn log_until(&self, text: &str) -> Vec<String> {
        let mut lines = Vec::new();
        for line in &self.log {
            let found = line.contains(text);
            lines.push(line);
            if found {
                return lines;
            }
        }
        panic!("the log ends without {text:?}:\n{}", lines.join("\n"));
    }

    pub(crate) fn press_ctrl_c(&self) {
        let kill = format!("kill -INT {}", self.process.id());
        let status = Command::new("sh").args(["-c", &kill]).status();
        assert!(status.expect("a shell").success());
    }

    /// Waits for the end. The rest of the log is returned too.
    pub(crate) fn end(mut self) -> (ExitStatus, Vec<String>) {
        let status = self.process.wait().expect("a status");
        (status, self.log.iter().collect())
    }

    /// Asks with curl.
    pub(crate) fn curl(&self, arguments: &[&str], path: &str) -> Answer {
        let url = format!("{}{path}", self.url);
        Answer::of(Command::new("curl").args(["-i", &url]).args(arguments))
    }

    /// Starts curl with a JSON body, and does not wait.
    pub(crate) fn curl_in_the_background(&self, path: &str, json: &str) -> Child {
        let url = format!("{}{path}", self.url);
        Command::new("curl")
            .args(["-i", &url, "-H", JSON, "-d", json])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("curl is needed for this test: apt-get install curl")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

pub(crate) const JSON: &str = "content-type:application/json";

/// What `curl -i` prints.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) head: Vec<String>,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn of(curl: &mut Command) -> Self {
        let output = curl
            .output()
            .expect("curl is needed for this test: apt-get install curl");
        let log = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{curl:?}: {log}");
        Self::read(&output.stdout)
    }

    pub(crate) fn read(printed: &[u8]) -> Self {
        let printed = String::from_utf8(printed.to_vec()).expect("text");
        let mut rest = printed.as_str();
        loop {
            let (head, body) = rest.split_once("\r\n\r\n").expect("a head and a body");
            // curl prints the interim response that lets it send a large body.
            if head.starts_with("HTTP/1.1 100") {
                rest = body;
                continue;
            }
            return Self {
                head: head.split("\r\n").map(str::to_owned).collect(),
                body: body.to_owned(),
            };
        }
    }

    pub(crate) fn of_child(mut curl: Child) -> Self {
        let mut printed = Vec::new();
        let mut stdout = curl.stdout.take().expect("a pipe");
        stdout.read_to_end(&mut printed).expect("output");
        assert!(curl.wait().expect("a status").success());
        Self::read(&printed)
    }

    pub(crate) fn status(&self) -> u16 {
        let status = self.head[0].split(' ').nth(1).expect("a status");
        status.parse().expect("a number")
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.iter().filter_map(|line| line.split_once(": "));
        lines
            .filter(|(key, _)| *key == name)
            .map(|(_, value)| value)
            .next()
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

pub(crate) fn carts() -> Command {
    Command::new(env!("CARGO_BIN_EXE_carts"))
}

/// A file of this test run alone.
pub(crate) fn file(name: &str, text: &str) -> String {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, text).expect("a file");
    path.to_str().expect("UTF-8").to_owned()
}

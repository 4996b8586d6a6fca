//! `apigw-local serve` as a process, and a client.

use crate::support::program;
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path as FilePath,
    process::{Child, ChildStdout, ExitStatus, Stdio},
    sync::mpsc::{self, Receiver},
    thread,
};

/// A running server; dropped, it is killed.
pub(crate) struct Server {
    process: Child,
    address: String,
    output: BufReader<ChildStdout>,
    log: Receiver<String>,
}

impl Server {
    pub(crate) fn start(arguments: &[&str]) -> Self {
        Self::start_in(FilePath::new("."), arguments)
    }

    pub(crate) fn start_in(folder: &FilePath, arguments: &[&str]) -> Self {
        let mut process = program()
            .current_dir(folder)
            .arg("serve")
            .args(arguments)
            .args(["--port", "0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let stderr = process.stderr.take().unwrap();
        let (sender, log) = mpsc::channel();
        thread::spawn(move || {
            for line in BufReader::new(stderr).lines().map_while(Result::ok) {
                let _ = sender.send(line);
            }
        });
        let mut output = BufReader::new(process.stdout.take().unwrap());
        let mut first = String::new();
        output.read_line(&mut first).unwrap();
        let address = first
            .strip_prefix("http://")
            .and_then(|rest| rest.split(' ').next());
        let address = address.unwrap_or_else(|| panic!("{first:?}")).to_owned();
        Self {
            process,
            address,
            output,
            log,
        }
    }

    pub(crate) fn log_until(&self, text: &str) -> String {
        let mut lines = String::new();
        for line in &self.log {
            lines += &line;
            lines += "\n";
            if line.contains(text) {
                return lines;
            }
        }
        panic!("the log ends without {text:?}:\n{lines}");
    }

    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    pub(crate) fn connect(&self) -> TcpStream {
        TcpStream::connect(&self.address).unwrap()
    }

    /// The process's id.
    pub(crate) fn id(&self) -> u32 {
        self.process.id()
    }

    pub(crate) fn interrupt(&self) {
        let id = self.id().to_string();
        let kill = std::process::Command::new("kill")
            .args(["-INT", &id])
            .status();
        assert!(kill.unwrap().success());
    }

    pub(crate) fn kill(&mut self) {
        self.process.kill().unwrap();
    }

    pub(crate) fn end(mut self) -> (ExitStatus, String) {
        let status = self.process.wait().unwrap();
        let mut printed = String::new();
        self.output.read_to_string(&mut printed).unwrap();
        (status, printed)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Asks on a connection that stays open: the status line and the body.
pub(crate) fn get(stream: &mut TcpStream, path: &str) -> (String, String) {
    let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let mut reader = BufReader::new(stream);
    let (mut status, mut line, mut size) = (String::new(), String::new(), 0);
    reader.read_line(&mut status).unwrap();
    while line != "\r\n" {
        line.clear();
        assert_ne!(reader.read_line(&mut line).unwrap(), 0);
        if let Some(length) = line.strip_prefix("content-length: ") {
            size = length.trim().parse().unwrap();
        }
    }
    let mut body = vec![0; size];
    reader.read_exact(&mut body).unwrap();
    (
        status.trim_end().to_owned(),
        String::from_utf8(body).unwrap(),
    )
}

//! As much of HTTP/1.1 as a platform speaks with its functions, with the connection in the test's own hands.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
};

/// A request.
#[derive(Debug)]
pub struct Received {
    /// As it was sent.
    pub method: String,
    /// With the query.
    pub path: String,
    /// With names in lower case.
    pub headers: Vec<(String, String)>,
    /// Without the coding of the transfer.
    pub body: Vec<u8>,
}

/// A connection, from the server's side.
#[derive(Debug)]
pub struct Connection(BufReader<TcpStream>);

impl Connection {
    /// Reads from `stream`, and answers there.
    #[must_use]
    pub fn new(stream: TcpStream) -> Self {
        Self(BufReader::new(stream))
    }

    fn line(&mut self) -> Option<String> {
        let mut line = String::new();
        let length = self.0.read_line(&mut line).ok()?;
        (length > 0).then(|| line.trim_end().to_owned())
    }

    /// The next request; `None` at the end of the connection.
    pub fn receive(&mut self) -> Option<Received> {
        self.receive_each(|_, _| {})
    }

    /// The next request, of which `each` sees the path and each chunk of the body as soon as it is there.
    pub fn receive_each(&mut self, mut each: impl FnMut(&str, &[u8])) -> Option<Received> {
        let first = self.line()?;
        let mut words = first.split(' ').map(str::to_owned);
        let (method, path) = (words.next()?, words.next()?);
        let (mut length, mut is_chunked, mut headers) = (0, false, Vec::new());
        loop {
            let line = self.line()?;
            let Some((name, value)) = line.split_once(':') else {
                break;
            };
            let (name, value) = (name.to_ascii_lowercase(), value.trim().to_owned());
            match name.as_str() {
                "content-length" => length = value.parse().ok()?,
                "transfer-encoding" => is_chunked = true,
                _ => {}
            }
            headers.push((name, value));
        }
        let mut body = Vec::new();
        if is_chunked {
            while let size @ 1.. = usize::from_str_radix(&self.line()?, 16).ok()? {
                let chunk = self.exactly(size)?;
                each(&path, &chunk);
                body.extend(chunk);
                self.line()?;
            }
            self.line()?;
        } else {
            body = self.exactly(length)?;
        }
        Some(Received {
            method,
            path,
            headers,
            body,
        })
    }

    fn exactly(&mut self, length: usize) -> Option<Vec<u8>> {
        let mut bytes = vec![0; length];
        self.0.read_exact(&mut bytes).ok()?;
        Some(bytes)
    }

    /// Answers; whether the connection goes on.
    pub fn send(&mut self, status: u16, headers: &[(&str, &str)], body: &str) -> bool {
        let mut answer = format!(
            "HTTP/1.1 {status} Status\r\nContent-Length: {}\r\n",
            body.len()
        );
        for (name, value) in headers {
            answer.extend([name, ": ", value, "\r\n"]);
        }
        answer.push_str("\r\n");
        answer.push_str(body);
        self.0.get_mut().write_all(answer.as_bytes()).is_ok()
    }

    /// Answers nothing, until the other side closes the connection.
    pub fn hold(&mut self) {
        let _ = self.0.read(&mut [0]);
    }
}

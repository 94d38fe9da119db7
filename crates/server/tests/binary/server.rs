//! The binary under test.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Output, Stdio},
    thread::JoinHandle,
    time::{Duration, Instant},
};

use tempfile::TempDir;

/// The binary in a folder of its own, with nothing of this machine's configuration.
pub(crate) fn maillage(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_maillage"));
    command.current_dir(folder).stdin(Stdio::null());
    for (name, _) in std::env::vars_os() {
        if name
            .to_str()
            .is_some_and(|name| name.starts_with("MAILLAGE_"))
        {
            command.env_remove(name);
        }
    }
    command
}

pub(crate) fn run(command: &mut Command) -> (bool, String, String) {
    let Output {
        status,
        stdout,
        stderr,
    } = command.output().unwrap();
    (
        status.success(),
        String::from_utf8(stdout).unwrap(),
        String::from_utf8(stderr).unwrap(),
    )
}

/// A server under test; it is killed when the test forgets to stop it.
pub(crate) struct Server {
    pub(crate) child: Child,
    pub(crate) address: String,
    log: Option<JoinHandle<String>>,
}

impl Server {
    /// Starts a command that serves, and waits until it says where.
    pub(crate) fn start(command: &mut Command) -> Self {
        let mut child = command
            .args(["--listen", "127.0.0.1:0", "--log-format", "json"])
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut log = BufReader::new(child.stderr.take().unwrap());
        let mut read = String::new();
        let address = loop {
            let mut line = String::new();
            assert_ne!(
                log.read_line(&mut line).unwrap(),
                0,
                "it ended before it served:\n{read}"
            );
            read.push_str(&line);
            let line: serde_json::Value = serde_json::from_str(&line).unwrap();
            if let Some(address) = line["address"].as_str() {
                break address.to_owned();
            }
        };
        // A full pipe would stop the server.
        let log = std::thread::spawn(move || {
            log.read_to_string(&mut read).unwrap();
            read
        });
        Self {
            child,
            address,
            log: Some(log),
        }
    }

    pub(crate) fn connect(&self) -> TcpStream {
        TcpStream::connect(&self.address).unwrap()
    }

    pub(crate) fn get(&self, path: &str) -> String {
        let mut stream = self.connect();
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: maillage\r\nConnection: close\r\n\r\n"
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    /// Sends a GraphQL request, and returns the body of the answer.
    pub(crate) fn graphql(
        &self,
        token: Option<&str>,
        query: &str,
        variables: &serde_json::Value,
    ) -> serde_json::Value {
        let body = serde_json::json!({ "query": query, "variables": variables }).to_string();
        let authorization = token.map_or_else(String::new, |token| {
            format!("Authorization: Bearer {token}\r\n")
        });
        let mut stream = self.connect();
        write!(
            stream,
            "POST /graphql HTTP/1.1\r\nHost: maillage\r\nConnection: close\r\n{authorization}\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (_, body) = answer.split_once("\r\n\r\n").unwrap();
        serde_json::from_str(body).unwrap_or_else(|_| panic!("{answer}"))
    }

    /// Stops the server, and returns everything that it logged.
    pub(crate) fn stop(mut self) -> String {
        self.terminate();
        assert!(self.child.wait().unwrap().success());
        self.log.take().unwrap().join().unwrap()
    }

    /// Whether the server ends by itself in a time.
    pub(crate) fn ends_within(&mut self, patience: Duration) -> bool {
        let since = Instant::now();
        while since.elapsed() < patience {
            if self.child.try_wait().unwrap().is_some() {
                return true;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        false
    }

    pub(crate) fn terminate(&self) {
        let sent = Command::new("kill")
            .args(["-TERM", &self.child.id().to_string()])
            .status()
            .unwrap();
        assert!(sent.success());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A folder of the test's own.
pub(crate) fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

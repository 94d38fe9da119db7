//! A server that speaks S3 for one run of the tests: moto, which others wrote to test clients with.
//! It starts empty, keeps everything in memory, and answers on the loopback only.

use std::{
    fs::{self, File},
    net::{Ipv4Addr, TcpStream},
    path::Path,
    process::{Child, Command},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, bail};
use tempfile::TempDir;

use crate::{postgres::free_port, process::shielded, python};

/// What is installed, from the package index of Python.
const PACKAGE: &str = "moto[s3,server]==5.2.5";

/// Longest that the server may take to answer after its start.
const PATIENCE: Duration = Duration::from_mins(3);

/// A free port can be taken by another program before the server has it.
const ATTEMPTS: u32 = 3;

/// A running server. Dropping it stops the server.
pub(crate) struct Server {
    child: Child,
    port: u16,
    _folder: TempDir,
}

impl Server {
    /// Installs what is missing, beside what the tests have built, and starts a server.
    pub(crate) fn start() -> anyhow::Result<Self> {
        let program = python::environment("moto", &[PACKAGE])?.join("bin/moto_server");
        let folder = tempfile::Builder::new()
            .prefix("maillage-s3-")
            .tempdir()
            .context("cannot create a folder for the S3 server")?;
        let log = folder.path().join("log");
        for _ in 0..ATTEMPTS {
            let port = free_port()?;
            let mut child = listen(&program, port, &log)?;
            if answers(&mut child, port)? {
                return Ok(Self {
                    child,
                    port,
                    _folder: folder,
                });
            }
        }
        let log = fs::read_to_string(log).unwrap_or_default();
        bail!("the S3 server did not start:\n{log}")
    }

    /// Where it answers.
    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// One line for the person who watches.
    pub(crate) fn description(&self) -> String {
        format!("{PACKAGE} on 127.0.0.1:{}, until the tests end", self.port)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It has nothing to save.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn listen(program: &Path, port: u16, log: &Path) -> anyhow::Result<Child> {
    let log = File::create(log)?;
    let mut command = Command::new(program);
    shielded(&mut command)
        .args(["--host", "127.0.0.1", "--port", &port.to_string()])
        .stdout(log.try_clone()?)
        .stderr(log)
        .spawn()
        .with_context(|| format!("cannot run {}", program.display()))
}

/// Waits until the server answers; false when it has ended instead.
fn answers(child: &mut Child, port: u16) -> anyhow::Result<bool> {
    let until = Instant::now() + PATIENCE;
    while Instant::now() < until {
        if child.try_wait()?.is_some() {
            return Ok(false);
        }
        if TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return Ok(true);
        }
        thread::sleep(Duration::from_millis(100));
    }
    child.kill()?;
    child.wait()?;
    Ok(false)
}

#[cfg(test)]
mod tests {
    use std::{
        io::{Read, Write},
        net::{Ipv4Addr, TcpStream},
    };

    use super::Server;

    #[test]
    #[ignore = "needs Python's package moto: cargo xtask test runs it"]
    fn an_s3_server_answers_until_it_is_dropped() {
        let server = Server::start().unwrap();
        let address = (Ipv4Addr::LOCALHOST, server.port);
        let mut connection = TcpStream::connect(address).unwrap();
        let request = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
        connection.write_all(request).unwrap();
        let mut answer = String::new();
        connection.read_to_string(&mut answer).unwrap();
        assert!(answer.contains("ListAllMyBucketsResult"), "{answer}");
        drop(server);
        assert!(TcpStream::connect(address).is_err());
    }
}

//! A server under measurement, in a process of its own.

use std::{
    net::{Ipv4Addr, SocketAddr, TcpListener},
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};

use anyhow::{Context, bail};
use tokio::net::TcpStream;

/// More than any turn spends.
const PLENTY: &str = "1000000000000";

/// Which server.
pub(crate) enum Door<'a> {
    /// The product itself, as installed.
    Api(&'a Path),
    /// The hand-written handler.
    Handwritten,
}

/// A running server, stopped when dropped.
pub(crate) struct Contender {
    process: Child,
    pub(crate) address: SocketAddr,
}

impl Contender {
    /// Starts a server on a free port and waits until it listens.
    pub(crate) async fn start(
        door: Door<'_>,
        database_url: &str,
        folder: &Path,
    ) -> anyhow::Result<Self> {
        let address = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?;
        let mut command = match door {
            Door::Api(binary) => {
                let mut command = Command::new(binary);
                command
                    .arg("serve")
                    .arg("--data-dir")
                    .arg(folder.join("data"))
                    // The clients stand for many, and one machine has the allowance of one.
                    .args(["--allowance", PLENTY, "--allowance-per-second", PLENTY])
                    .args(["--trusted-proxies", "127.0.0.0/8"]);
                command
            }
            Door::Handwritten => {
                let mut command = Command::new(std::env::current_exe()?);
                command.arg("handwritten");
                command
            }
        };
        command.args([
            "--database-url",
            database_url,
            "--listen",
            &address.to_string(),
        ]);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        let process = command.spawn().context("the server cannot be started")?;
        let mut contender = Self { process, address };
        contender.wait().await?;
        Ok(contender)
    }

    async fn wait(&mut self) -> anyhow::Result<()> {
        for _ in 0..100 {
            if TcpStream::connect(self.address).await.is_ok() {
                return Ok(());
            }
            if let Some(status) = self.process.try_wait()? {
                bail!("the server ended: {status}");
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        bail!("the server does not listen")
    }

    /// Processor time used so far, user and system (proc(5), fields 14 and 15 of `stat`).
    pub(crate) fn cpu(&self) -> anyhow::Result<Duration> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.process.id()))?;
        let fields: Vec<&str> = stat
            .rsplit(')')
            .next()
            .unwrap_or_default()
            .split_whitespace()
            .collect();
        let ticks = |at: usize| -> anyhow::Result<u64> {
            Ok(fields.get(at).context("short stat")?.parse()?)
        };
        // A tick is 10 ms on every Linux that Rust runs on (USER_HZ is 100).
        Ok(Duration::from_millis((ticks(11)? + ticks(12)?) * 10))
    }
}

impl Drop for Contender {
    fn drop(&mut self) {
        // Nothing is left to do when the process is gone already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

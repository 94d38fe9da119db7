//! A PostgreSQL server for one run of the tests: it starts empty, answers on the loopback only,
//! and leaves nothing behind.

mod certificate;
mod debian;
mod owner;
mod programs;

use std::{
    fs::{self, OpenOptions},
    io::Write,
    net::{Ipv4Addr, TcpListener},
    os::unix::fs::OpenOptionsExt,
    path::PathBuf,
    process::{Command, Stdio},
};

use anyhow::{Context, bail};
use tempfile::TempDir;

use crate::process::shielded;

pub(crate) use self::owner::is_root;
use self::{certificate::Certificate, owner::Owner, programs::Programs};

/// Nothing here has to survive a power cut, so nothing waits for the disk.
const SETTINGS: &str = "
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 300
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
ssl = on
";

/// No password, since only this machine can ask, and only while the tests run.
const ACCESS: &str = "host all all 127.0.0.1/32 trust\n";

/// A free port can be taken by another program before the server has it.
const ATTEMPTS: u32 = 5;

/// A running server. Dropping it stops the server and removes its folder.
pub(crate) struct Server {
    programs: Programs,
    owner: Owner,
    folder: TempDir,
    port: u16,
    url: String,
}

impl Server {
    /// Finds the server's programs, or installs them where that is possible, and starts one.
    pub(crate) fn start() -> anyhow::Result<Self> {
        let programs = match Programs::find() {
            Some(programs) => programs,
            None => debian::install()?,
        };
        let owner = Owner::choose()?;
        let folder = tempfile::Builder::new()
            .prefix("maillage-postgres-")
            .tempdir_in(owner.parent_folder())
            .context("cannot create a folder for PostgreSQL")?;
        owner.give(folder.path())?;
        let mut server = Self {
            programs,
            owner,
            folder,
            port: 0,
            url: String::new(),
        };
        server.create_cluster()?;
        server.listen()?;
        Ok(server)
    }

    /// Where to connect as a user who may create databases.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// What the server calls itself.
    pub(crate) fn version(&self) -> String {
        self.programs.version()
    }

    /// One line for the person who watches.
    pub(crate) fn description(&self) -> String {
        format!(
            "{} on 127.0.0.1:{}, until the tests end",
            self.programs.version(),
            self.port
        )
    }

    fn create_cluster(&self) -> anyhow::Result<()> {
        let output = shielded(&mut self.command("initdb"))
            .args([
                "--username=postgres",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--no-sync",
            ])
            .arg("--pgdata")
            .arg(self.data())
            .output()
            .context("cannot run initdb")?;
        if !output.status.success() {
            bail!("initdb failed: {}", String::from_utf8_lossy(&output.stderr));
        }
        OpenOptions::new()
            .append(true)
            .open(self.data().join("postgresql.conf"))?
            .write_all(SETTINGS.as_bytes())?;
        fs::write(self.data().join("pg_hba.conf"), ACCESS)?;
        self.certify().context("cannot make a certificate")
    }

    /// Lets the server encrypt, and puts the authority to trust beside it.
    fn certify(&self) -> anyhow::Result<()> {
        let certificate = Certificate::make()?;
        fs::write(self.authority(), certificate.authority)?;
        fs::write(self.data().join("server.crt"), certificate.server)?;
        // The server takes no key that others could read.
        let key = self.data().join("server.key");
        OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&key)?
            .write_all(certificate.key.as_bytes())?;
        self.owner.give(&key)
    }

    fn listen(&mut self) -> anyhow::Result<()> {
        let log = self.folder.path().join("log");
        for _ in 0..ATTEMPTS {
            self.port = free_port()?;
            // No pipe: the server would inherit it, and we would wait for its end.
            let started = shielded(&mut self.command("pg_ctl"))
                .args(["start", "--wait", "--silent", "--timeout=60"])
                .args(["--options", &format!("-p {}", self.port)])
                .arg("--log")
                .arg(&log)
                .arg("--pgdata")
                .arg(self.data())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status()
                .context("cannot run pg_ctl")?
                .success();
            if started {
                // What is not about encryption need not wait for it.
                self.url = format!(
                    "postgres://postgres@127.0.0.1:{}/postgres?sslmode=disable&sslrootcert={}",
                    self.port,
                    self.authority().display()
                );
                return Ok(());
            }
        }
        let log = fs::read_to_string(log).unwrap_or_default();
        bail!("PostgreSQL did not start:\n{log}")
    }

    fn authority(&self) -> PathBuf {
        self.folder.path().join("authority.pem")
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// One of the server's programs, run as the server's owner in a folder it may enter.
    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.programs.path(program));
        command.current_dir(self.folder.path());
        self.owner.adopt(&mut command);
        command
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The folder goes next, so there is nothing worth saving. A server that never started
        // makes this fail, which is as good.
        let _ = shielded(&mut self.command("pg_ctl"))
            .args([
                "stop",
                "--mode=immediate",
                "--wait",
                "--silent",
                "--timeout=30",
            ])
            .arg("--pgdata")
            .arg(self.data())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
    }
}

/// A port of the loopback that nobody listens on.
pub(crate) fn free_port() -> anyhow::Result<u16> {
    let listener =
        TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("no free port on the loopback")?;
    Ok(listener.local_addr()?.port())
}

#[cfg(test)]
mod tests {
    use std::net::{Ipv4Addr, TcpStream};

    use super::Server;

    #[test]
    #[ignore = "needs PostgreSQL's programs: cargo xtask test runs it"]
    fn a_server_answers_until_it_is_dropped() {
        let server = Server::start().unwrap();
        let address = (Ipv4Addr::LOCALHOST, server.port);
        let folder = server.folder.path().to_owned();
        assert!(TcpStream::connect(address).is_ok());
        drop(server);
        assert!(TcpStream::connect(address).is_err());
        assert!(!folder.exists());
    }
}

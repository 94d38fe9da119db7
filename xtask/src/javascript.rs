//! Tests in JavaScript: programs of others talk to the binary that the tests have built.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, ensure};

use crate::{apt, cargo, process, process::Stream};

/// Where they are.
const FOLDER: &str = "tests/js";

/// The oldest Node.js that has what they use.
const OLDEST: u32 = 18;

/// Tells the tests which binary to talk to.
const BINARY_VARIABLE: &str = "MAILLAGE_BINARY";

/// The tests with the packages they need.
pub(crate) struct Tests {
    binary: PathBuf,
}

impl Tests {
    /// Installs what is missing. Where that is not possible, the inner error says why.
    pub(crate) fn prepare() -> anyhow::Result<Result<Self, String>> {
        if !has_programs() {
            if !apt::can_install()? {
                return Ok(Err(format!("no Node.js from {OLDEST} on, or no npm")));
            }
            println!(
                "Node.js is not on this machine: installing Debian's packages `nodejs` and `npm`"
            );
            if apt::update()
                .and_then(|()| apt::install(&["nodejs", "npm"]))
                .is_err()
            {
                return Ok(Err("Node.js and npm are out of reach".to_owned()));
            }
            if !has_programs() {
                return Ok(Err(format!(
                    "the Node.js of this system is older than {OLDEST}"
                )));
            }
        }
        let mut packages = Command::new("npm");
        packages
            .args(["ci", "--no-audit", "--no-fund"])
            .current_dir(FOLDER);
        if !process::run(&mut packages)? {
            return Ok(Err("the packages are out of reach".to_owned()));
        }
        let binary = cargo::target_folder()?.join("debug/maillage");
        ensure!(
            binary.exists(),
            "the tests have built no {}",
            binary.display()
        );
        Ok(Ok(Self { binary }))
    }

    /// Runs them on a database, and hands over each line that they write.
    pub(crate) fn run(&self, database: &str, on_line: impl FnMut(&str)) -> anyhow::Result<bool> {
        let mut command = Command::new("node");
        command
            .args(["--test", "--test-reporter=tap"])
            .current_dir(Path::new(FOLDER))
            .env(BINARY_VARIABLE, &self.binary)
            .env("MAILLAGE_TEST_DATABASE", database);
        process::run_reading(&mut command, Stream::Stdout, on_line)
    }
}

fn has_programs() -> bool {
    let node = version("node").is_ok_and(|version| version >= OLDEST);
    node && version("npm").is_ok()
}

/// The first number of a program's version, such as `v20.20.2`.
fn version(program: &str) -> anyhow::Result<u32> {
    let output = Command::new(program)
        .arg("--version")
        .stderr(Stdio::null())
        .output()?;
    let version = String::from_utf8(output.stdout)?;
    let first = version.trim_start_matches('v').split('.').next();
    let first = first.context("no version")?;
    Ok(first.trim().parse()?)
}

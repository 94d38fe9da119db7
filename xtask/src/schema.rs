//! `cargo xtask schema`: the committed description of the API follows the code, and keeps what the
//! last release promised.

use std::{fs, process::Stdio};

use anyhow::{Context, ensure};
use chrono::{NaiveDate, Utc};

use crate::{cargo, contract::Contract};

const FILE: &str = "schema.graphql";
const RELEASED: &str = "schema.released.graphql";

/// What to do with the schema; without a word, rewrite it from the code.
#[derive(clap::Subcommand)]
pub(crate) enum Task {
    /// Compares schema.graphql with the last release's and refuses an unannounced break
    Check,
    /// Takes schema.graphql as what is promised from this release on
    Release,
}

/// Does it.
pub(crate) fn run(task: Option<&Task>) -> anyhow::Result<()> {
    match task {
        None => rewrite(),
        Some(Task::Check) => check(),
        Some(Task::Release) => {
            fs::copy(FILE, RELEASED).with_context(|| format!("cannot write {RELEASED}"))?;
            println!("{RELEASED} rewritten: the section of the schema in CHANGELOG.md says why");
            Ok(())
        }
    }
}

/// Fails with a line for each break.
pub(crate) fn check() -> anyhow::Result<()> {
    let read = |file: &str| {
        let sdl = fs::read_to_string(file).with_context(|| format!("cannot read {file}"))?;
        Contract::read(&sdl).with_context(|| file.to_owned())
    };
    let (now, released) = (read(FILE)?, read(RELEASED)?);
    let today = today();
    let mut lines = now.breaks(&released, today);
    lines.extend(now.faults(&released, today));
    ensure!(
        lines.is_empty(),
        "{FILE} breaks what {RELEASED} promises (deprecate first: \"… use X. Removed after YYYY-MM-DD\", a year ahead):\n  {}",
        lines.join("\n  ")
    );
    println!("{FILE} keeps what {RELEASED} promises");
    Ok(())
}

#[expect(
    clippy::disallowed_methods,
    reason = "whether an announced end has come is a matter of the calendar"
)]
fn today() -> NaiveDate {
    Utc::now().date_naive()
}

/// Rewrites `schema.graphql` with what the server prints. The file is untouched when it fails.
fn rewrite() -> anyhow::Result<()> {
    let output = cargo::command([
        "run",
        "--quiet",
        "--package=maillage-server",
        "--",
        "schema",
    ])
    .stderr(Stdio::inherit())
    .output()
    .context("cannot run cargo")?;
    ensure!(
        output.status.success(),
        "the server could not print its schema"
    );
    ensure!(
        !output.stdout.is_empty(),
        "the server printed an empty schema"
    );

    let is_current = fs::read(FILE).is_ok_and(|current| current == output.stdout);
    if is_current {
        println!("{FILE} is up to date");
    } else {
        fs::write(FILE, &output.stdout).with_context(|| format!("cannot write {FILE}"))?;
        println!("{FILE} rewritten");
    }
    Ok(())
}

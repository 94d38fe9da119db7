//! `cargo xtask schema`: the committed description of the API follows the code.

use std::{fs, process::Stdio};

use anyhow::{Context, ensure};

use crate::cargo;

const FILE: &str = "schema.graphql";

/// Rewrites `schema.graphql` with what the server prints. The file is untouched when it fails.
pub(crate) fn run() -> anyhow::Result<()> {
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

//! The programs of others that read our documents, calendars and graphs: poppler's and qpdf, and Python's
//! packages icalendar and networkx.

use std::{
    path::PathBuf,
    process::{Command, Stdio},
};

use anyhow::{Context, ensure};

use crate::{apt, python};

const PROGRAMS: [&str; 3] = ["pdfinfo", "pdftotext", "qpdf"];
const PACKAGES: [&str; 2] = ["poppler-utils", "qpdf"];

/// What reads calendars and graphs, from the package index of Python.
const READERS: [&str; 2] = ["icalendar==7.3.0", "networkx==3.6.1"];

/// Makes sure that they are there, by installing them where that can be done; the Python that has the
/// packages.
///
/// # Errors
/// When they are neither there nor to be had.
pub(crate) fn prepare() -> anyhow::Result<PathBuf> {
    if missing().is_some() && apt::can_install()? {
        apt::update()?;
        apt::install(&PACKAGES)?;
    }
    let missing = missing();
    ensure!(
        missing.is_none(),
        "`{}` is missing: install {}",
        missing.unwrap_or_default(),
        PACKAGES.join(" and ")
    );
    Ok(python::environment("readers", &READERS)?.join("bin/python"))
}

fn missing() -> Option<&'static str> {
    PROGRAMS
        .into_iter()
        .find(|program| starts(program).is_err())
}

fn starts(program: &str) -> anyhow::Result<()> {
    let mut command = Command::new(program);
    let quiet = command.arg("--version").stdin(Stdio::null());
    let quiet = quiet.stdout(Stdio::null()).stderr(Stdio::null());
    quiet.status().context("it cannot be started")?;
    Ok(())
}

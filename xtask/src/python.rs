//! Python's packages, in environments beside what the tests have built, which are kept for the next run.

use std::{
    fs,
    path::PathBuf,
    process::{Command, Stdio},
};

use anyhow::ensure;

use crate::{apt, cargo, process};

/// The folder of an environment that has some packages (`name==version`), installed where they are missing.
///
/// # Errors
/// When Python, or a package, is neither there nor to be had.
pub(crate) fn environment(name: &str, packages: &[&str]) -> anyhow::Result<PathBuf> {
    let wanted = packages.join(" ");
    let folder = cargo::target_folder()?.join(name);
    let mark = folder.join("installed");
    if fs::read_to_string(&mark).is_ok_and(|installed| installed == wanted) {
        return Ok(folder);
    }
    if !makes_environments() {
        ensure!(
            apt::can_install()?,
            "Python with its module venv is not on this machine"
        );
        println!("Python is not on this machine: installing Debian's package `python3-venv`");
        apt::update()?;
        apt::install(&["python3", "python3-venv"])?;
    }
    let mut environment = Command::new("python3");
    environment.args(["-m", "venv", "--clear"]).arg(&folder);
    ensure!(
        process::run(&mut environment)?,
        "python3 -m venv failed; see above"
    );
    let mut install = Command::new(folder.join("bin/python"));
    install.args(["-m", "pip", "install", "--quiet", "--no-input"]);
    install.arg("--disable-pip-version-check").args(packages);
    ensure!(
        process::run(&mut install)?,
        "pip install {wanted} failed; see above"
    );
    fs::write(mark, wanted)?;
    Ok(folder)
}

/// Whether Python makes environments with pip in them; Debian keeps that part in a package of its
/// own.
fn makes_environments() -> bool {
    let asked = Command::new("python3")
        .args(["-c", "import ensurepip, venv"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    asked.is_ok_and(|status| status.success())
}

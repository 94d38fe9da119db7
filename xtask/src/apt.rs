//! Debian's packages, on a machine that has them and lets us install them.

use std::{path::Path, process::Command};

use anyhow::ensure;

use crate::{postgres, process};

/// Whether packages can be installed here: by root, on Debian or what is made of it.
pub(crate) fn can_install() -> anyhow::Result<bool> {
    Ok(postgres::is_root()? && Path::new("/usr/bin/apt-get").exists())
}

/// Installs packages.
pub(crate) fn install(packages: &[&str]) -> anyhow::Result<()> {
    let mut arguments = vec!["install", "--yes", "--no-install-recommends"];
    arguments.extend(packages);
    run(&arguments)
}

/// Learns which packages there are.
pub(crate) fn update() -> anyhow::Result<()> {
    run(&["update"])
}

fn run(arguments: &[&str]) -> anyhow::Result<()> {
    let mut command = Command::new("apt-get");
    command
        .env("DEBIAN_FRONTEND", "noninteractive")
        // Another installation may be under way on a machine that has just started.
        .args(["--quiet", "--option=DPkg::Lock::Timeout=120"])
        .args(arguments);
    ensure!(
        process::run(&mut command)?,
        "apt-get {} failed",
        arguments.join(" ")
    );
    Ok(())
}

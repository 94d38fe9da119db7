//! Who runs the server: PostgreSQL refuses to run as root.

use std::{
    os::unix::{fs::chown, process::CommandExt},
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, ensure};

/// Accounts that may stand in for root: the one that PostgreSQL's package creates, else the one
/// that owns nothing.
const STAND_INS: [&str; 2] = ["postgres", "nobody"];

/// The account that owns the server and its folder.
pub(super) enum Owner {
    Ourselves,
    StandIn { user: u32, group: u32 },
}

impl Owner {
    /// Ourselves, unless we are root.
    pub(super) fn choose() -> anyhow::Result<Self> {
        if !is_root()? {
            return Ok(Self::Ourselves);
        }
        STAND_INS
            .iter()
            .find_map(|name| {
                let user = id(&["-u", name]).ok()?;
                let group = id(&["-g", name]).ok()?;
                Some(Self::StandIn { user, group })
            })
            .context("PostgreSQL refuses to run as root, and there is no account to run it as")
    }

    /// Where the server's folder goes: root's own temporary folder may be closed to others.
    pub(super) fn parent_folder(&self) -> PathBuf {
        match self {
            Self::Ourselves => std::env::temp_dir(),
            Self::StandIn { .. } => PathBuf::from("/tmp"),
        }
    }

    /// Makes the account the owner of a folder.
    pub(super) fn give(&self, folder: &Path) -> anyhow::Result<()> {
        if let Self::StandIn { user, group } = self {
            chown(folder, Some(*user), Some(*group))
                .with_context(|| format!("cannot give away {}", folder.display()))?;
        }
        Ok(())
    }

    /// Makes a command run as the account; root's further groups are given up with it.
    pub(super) fn adopt(&self, command: &mut Command) {
        if let Self::StandIn { user, group } = self {
            command.uid(*user).gid(*group);
        }
    }
}

/// Whether we may install packages, and may not run PostgreSQL.
pub(crate) fn is_root() -> anyhow::Result<bool> {
    Ok(id(&["-u"])? == 0)
}

fn id(arguments: &[&str]) -> anyhow::Result<u32> {
    let output = Command::new("id")
        .args(arguments)
        .output()
        .context("cannot run id")?;
    ensure!(
        output.status.success(),
        "no such account: {}",
        arguments.join(" ")
    );
    Ok(String::from_utf8(output.stdout)?.trim().parse()?)
}

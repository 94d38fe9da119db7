//! Where PostgreSQL's server programs are: distributions keep them out of `PATH`.

use std::{
    cmp::Reverse,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

const NEEDED: [&str; 3] = ["initdb", "pg_ctl", "postgres"];

/// Debian keeps one folder for each major version below this one.
const DEBIAN: &str = "/usr/lib/postgresql";

/// The folder that holds the server's programs, all of one version.
#[derive(Debug)]
pub(super) struct Programs {
    folder: PathBuf,
}

impl Programs {
    /// Looks in `PATH` (through its links), where `pg_config` points, then in Debian's folders,
    /// the newest version first.
    pub(super) fn find() -> Option<Self> {
        path_folders()
            .into_iter()
            .chain(pg_config_folder())
            .chain(debian_folders(Path::new(DEBIAN)))
            .find(|folder| NEEDED.iter().all(|program| folder.join(program).is_file()))
            .map(|folder| Self { folder })
    }

    pub(super) fn path(&self, program: &str) -> PathBuf {
        self.folder.join(program)
    }

    /// As the server names itself, such as `postgres (PostgreSQL) 15.18`.
    pub(super) fn version(&self) -> String {
        let output = Command::new(self.path("postgres"))
            .arg("--version")
            .output();
        output.map_or_else(
            |_| "PostgreSQL".to_owned(),
            |output| String::from_utf8_lossy(&output.stdout).trim().to_owned(),
        )
    }
}

/// The folders that the `postgres` programs of `PATH` really are in.
#[expect(
    clippy::disallowed_methods,
    reason = "PATH is how a system says where its programs are, not a setting of ours"
)]
fn path_folders() -> Vec<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .filter_map(|folder| fs::canonicalize(folder.join("postgres")).ok())
        .filter_map(|program| Some(program.parent()?.to_owned()))
        .collect()
}

fn pg_config_folder() -> Option<PathBuf> {
    let output = Command::new("pg_config").arg("--bindir").output().ok()?;
    Some(PathBuf::from(String::from_utf8(output.stdout).ok()?.trim()))
}

fn debian_folders(root: &Path) -> Vec<PathBuf> {
    let mut versions: Vec<u32> = fs::read_dir(root)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .collect();
    versions.sort_by_key(|version| Reverse(*version));
    versions
        .into_iter()
        .map(|version| root.join(version.to_string()).join("bin"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::debian_folders;

    #[test]
    fn the_newest_version_comes_first() {
        let root = tempfile::tempdir().unwrap();
        for name in ["9", "15", "17", "common"] {
            std::fs::create_dir(root.path().join(name)).unwrap();
        }
        let folders = debian_folders(root.path());
        let expected: Vec<_> = ["17/bin", "15/bin", "9/bin"]
            .iter()
            .map(|name| root.path().join(name))
            .collect();
        assert_eq!(folders, expected);
    }
}

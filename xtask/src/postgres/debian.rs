//! Installing PostgreSQL's server on a fresh Debian or Ubuntu machine.

use std::{fs, io::ErrorKind};

use anyhow::{Context, bail};

use crate::apt;

use super::programs::Programs;

/// Where Debian decides whether a new server creates and starts a cluster of its own.
const CLUSTER_SETTINGS: &str = "/etc/postgresql-common/createcluster.conf";
const NO_CLUSTER: &str = "create_main_cluster = false";

/// Installs the server's programs, and says so. Where it cannot, the error says what to type.
pub(super) fn install() -> anyhow::Result<Programs> {
    if !apt::can_install()? {
        bail!(
            "PostgreSQL's server programs (initdb, pg_ctl, postgres) are not on this machine.\n\
             On Debian or Ubuntu: sudo apt-get install postgresql\n\
             Or name a server on which the tests may create databases: \
             cargo xtask test --postgres postgres://USER:PASSWORD@HOST/postgres"
        );
    }
    println!("PostgreSQL is not on this machine: installing Debian's package `postgresql`");
    apt::update()?;
    // In two steps: the first brings the settings that keep the second from starting a server on
    // the usual port.
    apt::install(&["postgresql-common"])?;
    forbid_cluster()?;
    apt::install(&["postgresql"])?;
    Programs::find().context("the package `postgresql` is installed, but its programs are missing")
}

fn forbid_cluster() -> anyhow::Result<()> {
    let settings = match fs::read_to_string(CLUSTER_SETTINGS) {
        Ok(settings) => settings,
        Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
        Err(error) => return Err(error).context(CLUSTER_SETTINGS),
    };
    println!("{CLUSTER_SETTINGS}: {NO_CLUSTER}");
    fs::write(CLUSTER_SETTINGS, without_cluster(&settings)).context(CLUSTER_SETTINGS)
}

fn without_cluster(settings: &str) -> String {
    settings
        .lines()
        .filter(|line| !line.trim_start().starts_with("create_main_cluster"))
        .chain([NO_CLUSTER])
        .flat_map(|line| [line, "\n"])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::without_cluster;

    #[test]
    fn a_new_server_creates_no_cluster() {
        let settings = "# comment\n#create_main_cluster = true\ncreate_main_cluster = true\n";
        assert_eq!(
            without_cluster(settings),
            "# comment\n#create_main_cluster = true\ncreate_main_cluster = false\n"
        );
    }
}

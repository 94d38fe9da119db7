//! What the binary keeps on the disk.

use std::{fs, os::unix::fs::PermissionsExt, path::Path};

use serde_json::json;

use crate::{
    secrets::newest_mail,
    server::{Server, folder, maillage, run},
};

/// Everything below a folder that another account could look into.
fn open_to_others(folder: &Path) -> Vec<String> {
    let mut open = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let metadata = fs::metadata(&path).unwrap();
        if metadata.permissions().mode() & 0o077 != 0 {
            open.push(path.display().to_string());
        }
        if metadata.is_dir() {
            open.extend(open_to_others(&path));
        }
    }
    open
}

#[test]
fn what_the_platform_keeps_is_closed_to_other_accounts() {
    let folder = folder();
    let server = Server::start(maillage(folder.path()).arg("serve"));
    let register = "mutation { register(input: { name: \"Jeanne\", email: \"jeanne@example.test\", \
        password: \"une phrase de passe longue\" }) { email errors { code } } }";
    server.graphql(None, register, &json!({}));
    let data = folder.path().join("data");
    newest_mail(&data.join("mail"), 1);
    for file in [
        "maillage.db",
        "maillage.db-wal",
        "maillage.db-shm",
        "keys/signing.pem",
    ] {
        assert!(data.join(file).exists(), "{file}");
    }
    assert_eq!(open_to_others(folder.path()), [""; 0]);
    server.stop();
}

#[test]
fn a_sqlite_database_is_made_where_its_address_says() {
    let folder = folder();
    let file = folder.path().join("srv/deep/x.db");
    let url = format!("sqlite://{}", file.display());
    let (_, said, _) = run(maillage(folder.path()).args(["doctor", "--database-url", &url]));
    assert!(said.contains("x.db is not there yet"), "{said}");
    let (succeeded, _, error) =
        run(maillage(folder.path()).args(["migrate", "--database-url", &url]));
    assert!(succeeded, "{error}");
    assert!(file.exists());
    let (succeeded, said, _) =
        run(maillage(folder.path()).args(["doctor", "--database-url", &url]));
    assert!(
        succeeded && said.contains("migrations: up to date"),
        "{said}"
    );
    // An address that asks for a file that is there is taken at its word.
    let url = format!("sqlite://{}/srv/none.db?mode=rw", folder.path().display());
    let (succeeded, _, error) =
        run(maillage(folder.path()).args(["migrate", "--database-url", &url]));
    assert!(!succeeded && error.contains("database_url"), "{error}");
}

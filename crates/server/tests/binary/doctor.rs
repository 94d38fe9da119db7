//! The doctor.

use std::{fs, path::Path, process::Command};

use crate::server::{folder, maillage, run};

fn doctor(folder: &Path) -> Command {
    let mut command = maillage(folder);
    command.arg("doctor");
    command
}

/// Every line is a finding.
fn assert_findings(said: &str) {
    let marks = ["ok ", "mind", "FAIL"];
    let finding = |line: &str| marks.iter().any(|mark| line.starts_with(mark));
    assert!(!said.is_empty() && said.lines().all(finding), "{said}");
}

#[test]
fn the_doctor_names_what_is_broken_and_how_to_mend_it() {
    let folder = folder();
    let doctor = || doctor(folder.path());
    // Nothing is there yet, which is no fault.
    let (succeeded, said, _) = run(&mut doctor());
    assert!(succeeded, "{said}");
    assert!(said.contains("first start"), "{said}");
    assert!(
        !folder.path().join("data").exists(),
        "looking changes nothing"
    );

    run(maillage(folder.path()).arg("migrate"));
    let (succeeded, said, _) = run(&mut doctor());
    assert!(
        succeeded && said.contains("migrations: up to date"),
        "{said}"
    );
    assert!(!said.contains("clock:"), "SQLite knows only ours: {said}");

    let (succeeded, said, _) = run(doctor().args([
        "--signing-key-file",
        "absent.pem",
        "--database-url",
        "postgres://127.0.0.1:1/none",
    ]));
    assert!(!succeeded);
    assert!(
        said.contains("signing_key_file") && said.contains("database_url"),
        "{said}"
    );
    assert_findings(&said);
}

#[test]
fn the_doctor_says_what_is_wrong_with_a_setting_as_a_finding() {
    let folder = folder();
    let wrong = folder.path().join("wrong.toml");
    fs::write(&wrong, "lisen = \"x\"\n").unwrap();
    for command in [
        doctor(folder.path()).env("MAILLAGE_MAIL", "pigeon"),
        doctor(folder.path()).args(["--connections", "0"]),
        maillage(folder.path()).args(["--connections", "0", "doctor"]),
        doctor(folder.path()).arg("--config").arg(&wrong),
    ] {
        let (succeeded, said, _) = run(command);
        assert!(
            !succeeded && said.starts_with("FAIL  configuration: "),
            "{said}"
        );
        assert_findings(&said);
    }
}

#[test]
fn migrations_to_apply_are_a_fault_where_the_server_may_not_apply_them() {
    let folder = folder();
    fs::create_dir(folder.path().join("data")).unwrap();
    fs::write(folder.path().join("data/maillage.db"), "").unwrap();
    let (succeeded, said, _) = run(&mut doctor(folder.path()));
    assert!(succeeded && said.contains("mind  migrations: "), "{said}");
    let (succeeded, said, _) = run(doctor(folder.path()).args(["--migrate-at-start", "false"]));
    assert!(!succeeded && said.contains("FAIL  migrations: "), "{said}");
    run(maillage(folder.path()).arg("migrate"));
    let (succeeded, said, _) = run(doctor(folder.path()).args(["--migrate-at-start", "false"]));
    assert!(
        succeeded && said.contains("migrations: up to date"),
        "{said}"
    );
    assert!(said.contains("jobs: 0 waiting, none put aside"), "{said}");
}

#[test]
fn the_doctor_looks_at_the_folder_of_the_database_too() {
    let folder = folder();
    let elsewhere = folder.path().join("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    let url = format!("sqlite://{}/x.db", elsewhere.display());
    let (succeeded, said, _) = run(doctor(folder.path()).args(["--database-url", &url]));
    assert!(succeeded && said.contains("database folder: "), "{said}");
    // A file stands where a folder is wanted.
    let url = format!("sqlite://{}/data.txt/x.db", folder.path().display());
    fs::write(folder.path().join("data.txt"), "").unwrap();
    let (succeeded, said, _) =
        run(maillage(folder.path()).args(["migrate", "--database-url", &url]));
    assert!(!succeeded, "{said}");
}

#[test]
fn keys_of_one_instance_alone_are_pointed_out_where_several_may_share_a_database() {
    let folder = folder();
    run(maillage(folder.path()).arg("migrate"));
    run(maillage(folder.path()).args(["admin", "lock", "--email", "nobody@example.test"]));
    let (_, said, _) = run(&mut doctor(folder.path()));
    assert!(said.contains("ok    keys: "), "{said}");
    let url = ["--database-url", "postgres://127.0.0.1:1/none"];
    let (_, said, _) = run(doctor(folder.path()).args(url));
    assert!(
        said.contains("mind  keys: of this instance alone"),
        "{said}"
    );
}

//! Where settings come from, and what is said of wrong ones.

use std::fs;

use crate::server::{folder, maillage, run};

#[test]
fn flags_come_before_variables_and_these_before_the_file() {
    let folder = folder();
    let file = folder.path().join("maillage.toml");
    fs::write(
        &file,
        "public_url = \"https://file.test\"\nlisten = \"127.0.0.1:9001\"\n",
    )
    .unwrap();
    let doctor = || {
        let mut command = maillage(folder.path());
        command.arg("doctor").arg("--config").arg(&file);
        command
    };
    let (_, said, _) = run(&mut doctor());
    assert!(
        said.contains("https://file.test") && said.contains("127.0.0.1:9001"),
        "{said}"
    );
    let (_, said, _) = run(doctor().env("MAILLAGE_PUBLIC_URL", "https://variable.test"));
    assert!(
        said.contains("https://variable.test") && said.contains("127.0.0.1:9001"),
        "{said}"
    );
    let (_, said, _) = run(doctor()
        .env("MAILLAGE_PUBLIC_URL", "https://variable.test")
        .args(["--public-url", "https://flag.test"]));
    assert!(said.contains("https://flag.test"), "{said}");
}

#[test]
fn a_wrong_setting_is_named_wherever_it_comes_from() {
    let folder = folder();
    let file = folder.path().join("wrong.toml");
    let serve = || {
        let mut command = maillage(folder.path());
        command.arg("serve");
        command
    };
    for (toml, key) in [
        ("public_url = \"x\"", "public_url"),
        ("lisen = \"x\"", "lisen"),
        ("introspection = 1", "introspection"),
    ] {
        fs::write(&file, toml).unwrap();
        let (succeeded, _, error) = run(serve().arg("--config").arg(&file));
        assert!(!succeeded);
        assert!(
            error.contains(key) && error.contains("wrong.toml"),
            "{error}"
        );
    }
    let (succeeded, _, error) = run(serve().env("MAILLAGE_MAIL", "pigeon"));
    assert!(
        !succeeded && error.contains("--mail") && error.contains("smtp://"),
        "{error}"
    );
    let (succeeded, _, error) = run(serve().args(["--connections", "0"]));
    assert!(!succeeded && error.contains("--connections"), "{error}");
    let (succeeded, _, error) = run(serve().args(["--config", "absent.toml"]));
    assert!(!succeeded && error.contains("--config"), "{error}");
}

#[test]
fn a_password_in_a_wrong_setting_is_never_shown() {
    let folder = folder();
    let file = folder.path().join("wrong.toml");
    let serve = || {
        let mut command = maillage(folder.path());
        command.arg("serve");
        command
    };
    let shows_nothing = |command: &mut std::process::Command, key: &str| {
        let (succeeded, said, error) = run(command);
        assert!(!succeeded, "{command:?}");
        let all = format!("{said}{error}");
        assert!(all.contains(key) && !all.contains("hunter2"), "{all}");
    };
    let (address, post) = ("postgers://u:hunter2@db/maillage", "smpt://u:hunter2@mail");
    for (key, flag, variable, value) in [
        (
            "database_url",
            "--database-url",
            "MAILLAGE_DATABASE_URL",
            address,
        ),
        ("mail", "--mail", "MAILLAGE_MAIL", post),
    ] {
        shows_nothing(serve().args([flag, value]), flag);
        shows_nothing(serve().arg(format!("{flag}={value}")), flag);
        shows_nothing(serve().env(variable, value), flag);
        fs::write(
            &file,
            format!("listen = \"127.0.0.1:0\"\n{key} = \"{value}\"\n"),
        )
        .unwrap();
        let in_file = format!("wrong.toml: line 2: {key}: ");
        shows_nothing(serve().arg("--config").arg(&file), &in_file);
        fs::write(&file, format!("{key} = {value}\n")).unwrap();
        shows_nothing(serve().arg("--config").arg(&file), "wrong.toml: line 1: ");
    }
    // An address where none is expected, a flag that does not exist.
    shows_nothing(
        serve().arg("postgres://u:hunter2@db/maillage"),
        "unexpected argument",
    );
    shows_nothing(
        serve().arg("--database=postgres://u:hunter2@db/maillage"),
        "--database",
    );
    shows_nothing(
        maillage(folder.path()).arg("postgres://u:hunter2@db/maillage"),
        "subcommand",
    );
    // Addresses of a kind that is known, and wrong all the same.
    let wrong = ["--database-url", "postgres://u:hunter2@db:x/y"];
    shows_nothing(serve().args(wrong), "--database-url");
    let wrong = ["--mail", "smtp://u:hunter2@mail:x"];
    shows_nothing(
        serve().args(["--listen", "127.0.0.1:0"]).args(wrong),
        "mail",
    );
}

#[test]
fn a_variable_that_is_empty_counts_as_absent() {
    let folder = folder();
    let mut doctor = maillage(folder.path());
    doctor.arg("doctor");
    for variable in [
        "MAIL",
        "CONFIG",
        "PUBLIC_URL",
        "DATABASE_URL",
        "CONNECTIONS",
    ] {
        doctor.env(format!("MAILLAGE_{variable}"), "");
    }
    let (succeeded, said, error) = run(&mut doctor);
    assert!(succeeded, "{said}{error}");
    assert!(said.contains("public_url http://127.0.0.1:8080"), "{said}");
}

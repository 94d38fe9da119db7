//! What holds for the tree as a whole: the arrows between crates, and the committed contract.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use cargo_metadata::MetadataCommand;

/// The only arrows there may be between our crates, whatever they are for: to run, to build or to
/// test (ARCHITECTURE.md). Another one is the most looked-at line of a change.
const ARROWS: &[(&str, &[&str])] = &[
    (
        "maillage-api",
        &["maillage-domain", "maillage-judge", "maillage-usecases"],
    ),
    ("maillage-bench", &["maillage-persistence"]),
    ("maillage-domain", &[]),
    ("maillage-judge", &[]),
    ("maillage-migrations", &[]),
    ("maillage-paper", &[]),
    (
        "maillage-persistence",
        &["maillage-domain", "maillage-migrations"],
    ),
    (
        "maillage-server",
        &[
            "maillage-api",
            "maillage-domain",
            "maillage-persistence",
            "maillage-usecases",
        ],
    ),
    (
        "maillage-tests",
        &[
            "maillage-api",
            "maillage-domain",
            "maillage-judge",
            "maillage-migrations",
            "maillage-persistence",
            "maillage-server",
            "maillage-usecases",
        ],
    ),
    (
        "maillage-usecases",
        &["maillage-domain", "maillage-paper", "maillage-persistence"],
    ),
    ("xtask", &[]),
];

/// What a crate must never name, not even for its tests: the domain knows no I/O, and only one
/// crate each protocol.
const BANS: &[(&str, &[&str])] = &[
    (
        "maillage-domain",
        &["async-graphql", "axum", "sea-orm", "sqlx", "tokio"],
    ),
    (
        "maillage-judge",
        &["async-graphql", "axum", "sea-orm", "sqlx", "tokio"],
    ),
    (
        "maillage-paper",
        &["async-graphql", "axum", "sea-orm", "sqlx", "tokio"],
    ),
    ("maillage-persistence", &["async-graphql", "axum"]),
    (
        "maillage-usecases",
        &["async-graphql", "axum", "sea-orm", "sqlx"],
    ),
    ("maillage-api", &["axum", "sea-orm", "sqlx"]),
    ("maillage-server", &["sea-orm", "sqlx"]),
];

#[test]
fn crates_depend_on_each_other_along_the_arrows_alone() {
    let metadata = MetadataCommand::new()
        .manifest_path(root().join("Cargo.toml"))
        .no_deps()
        .exec()
        .unwrap();
    let mut found = BTreeMap::new();
    for package in metadata.workspace_packages() {
        let names = package.dependencies.iter().map(|one| one.name.clone());
        found.insert(package.name.to_string(), names.collect::<BTreeSet<_>>());
    }
    let ours = |name: &&String| found.contains_key(*name);
    let arrows: BTreeMap<_, Vec<_>> = found
        .iter()
        .map(|(from, names)| (from.as_str(), names.iter().filter(ours).collect()))
        .collect();
    for (from, names) in &arrows {
        let expected = ARROWS.iter().find(|(crate_, _)| crate_ == from);
        let (_, expected) = expected.unwrap_or_else(|| panic!("{from} has no arrows in this test"));
        assert_eq!(names, expected, "arrows of {from}");
    }
    assert_eq!(arrows.len(), ARROWS.len(), "a crate of this test is gone");
    for (from, banned) in BANS {
        for name in *banned {
            assert!(!found[*from].contains(*name), "{from} names {name}");
        }
    }
}

#[test]
fn the_committed_schema_is_the_one_that_is_served() {
    let committed = fs::read_to_string(root().join("schema.graphql")).unwrap_or_default();
    let served = maillage_api::sdl();
    for (number, (served, committed)) in served.lines().zip(committed.lines()).enumerate() {
        assert_eq!(
            served,
            committed,
            "line {} of schema.graphql; rewrite it with: cargo xtask schema",
            number + 1
        );
    }
    assert_eq!(
        served.len(),
        committed.len(),
        "schema.graphql is out of date: cargo xtask schema"
    );
}

#[test]
fn what_the_security_notes_name_is_there() {
    let notes = fs::read_to_string(root().join("docs/security.md")).unwrap();
    let mut named = 0;
    for name in notes.split('`').skip(1).step_by(2) {
        let Some((start, path)) = name.split_once(':') else {
            continue;
        };
        let folder = match start {
            "it" => "tests/it",
            "binary" => "crates/server/tests/binary",
            _ => continue,
        };
        assert!(is_there(&root().join(folder), path), "{name}");
        named += 1;
    }
    assert!(named > 40, "{named} tests are named");
}

/// Whether a path of modules leads to a module or to a test.
fn is_there(folder: &Path, path: &str) -> bool {
    let module = folder.join(path.replace("::", "/"));
    if module.is_dir() || module.with_extension("rs").exists() {
        return true;
    }
    let (Some(parent), Some(test)) = (module.parent(), path.rsplit("::").next()) else {
        return false;
    };
    let text = fs::read_to_string(parent.with_extension("rs")).unwrap_or_default();
    text.contains(&format!("fn {test}("))
}

fn root() -> &'static Path {
    // Tests run in the folder of their crate.
    Path::new("..")
}

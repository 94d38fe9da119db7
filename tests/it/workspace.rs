//! What holds for the tree as a whole: the arrows between crates, and the committed contract.

use std::{collections::BTreeMap, fs, path::Path};

use cargo_metadata::{DependencyKind, MetadataCommand};

/// The only arrows there may be between our crates (ARCHITECTURE.md). Another one is the most
/// looked-at line of a change.
const ARROWS: &[(&str, &[&str])] = &[
    ("maillage-api", &["maillage-domain", "maillage-usecases"]),
    ("maillage-domain", &[]),
    ("maillage-migrations", &[]),
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
        "maillage-usecases",
        &["maillage-domain", "maillage-persistence"],
    ),
];

/// What a crate must never name: the domain knows no I/O, and only one crate each protocol.
const BANS: &[(&str, &[&str])] = &[
    (
        "maillage-domain",
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
        let normal = package
            .dependencies
            .iter()
            .filter(|one| one.kind == DependencyKind::Normal);
        let mut names: Vec<String> = normal.map(|one| one.name.clone()).collect();
        names.sort();
        found.insert(package.name.to_string(), names);
    }
    for (from, expected) in ARROWS {
        let ours: Vec<_> = found[*from]
            .iter()
            .filter(|name| name.starts_with("maillage-"))
            .collect();
        assert_eq!(ours, *expected, "arrows of {from}");
    }
    let crates = found.keys().filter(|name| {
        root()
            .join("crates")
            .join(name.trim_start_matches("maillage-"))
            .exists()
    });
    for name in crates {
        assert!(
            ARROWS.iter().any(|(from, _)| from == name),
            "{name} has no arrows in this test"
        );
    }
    for (from, banned) in BANS {
        for name in *banned {
            assert!(
                !found[*from].iter().any(|dependency| dependency == name),
                "{from} names {name}"
            );
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

fn root() -> &'static Path {
    // Tests run in the folder of their crate.
    Path::new("..")
}

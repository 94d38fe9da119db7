//! `cargo xtask communes`: the official list of communes, as the compact file the domain reads.
//!
//! To take up a new edition, change the two constants and run it (docs/data.md).

use std::{cmp::Ordering, collections::HashMap, fmt::Write as _, fs, path::Path, process::Command};

use anyhow::{Context, ensure};
use serde_json::Value;

use crate::process;

const PACKAGE: &str = "@etalab/decoupage-administratif";
const PACKAGE_VERSION: &str = "6.0.0";
/// Year of the Code officiel géographique in that version, by the table in its README.
const EDITION: &str = "2026";

const FILE: &str = "crates/domain/data/communes.tsv";

/// Fetches the package into a folder of its own and rewrites the file. The file is untouched when
/// anything fails.
pub(crate) fn run() -> anyhow::Result<()> {
    let folder = tempfile::tempdir().context("cannot make a temporary folder")?;
    let installed = process::run(
        Command::new("npm")
            .args([
                "install",
                "--no-save",
                "--no-audit",
                "--no-fund",
                "--ignore-scripts",
            ])
            .arg("--prefix")
            .arg(folder.path())
            .arg(format!("{PACKAGE}@{PACKAGE_VERSION}")),
    )
    .context("cannot run npm (it comes with Node.js)")?;
    ensure!(
        installed,
        "npm could not install {PACKAGE}@{PACKAGE_VERSION}"
    );

    let data = folder
        .path()
        .join("node_modules")
        .join(PACKAGE)
        .join("data");
    let epci = read(&data.join("epci.json"))?;
    let epci = members(&epci)?;
    let communes = read(&data.join("communes.json"))?;
    let mut lines = communes
        .iter()
        .filter(|entry| is_current(entry))
        .map(|entry| line(entry, &epci))
        .collect::<anyhow::Result<Vec<_>>>()?;
    lines.sort_unstable();
    // The tab sorts before every digit and letter, so the lines stand in the order of their codes.
    let ordered = lines
        .windows(2)
        .all(|pair| code_of(&pair[0]).cmp(code_of(&pair[1])) == Ordering::Less);
    ensure!(ordered, "a code is listed twice");

    let mut text = header();
    for line in &lines {
        text.push_str(line);
        text.push('\n');
    }
    fs::create_dir_all(Path::new(FILE).parent().unwrap_or(Path::new(".")))
        .context("cannot make the data folder")?;
    fs::write(FILE, &text).with_context(|| format!("cannot write {FILE}"))?;
    println!("{FILE}: {} lines, {} kB", lines.len(), text.len() / 1000);
    Ok(())
}

fn header() -> String {
    format!(
        "# Communes of France, and the municipal districts of Paris, Lyon and Marseille.\n\
         # Edition: Code officiel géographique {EDITION} ({PACKAGE} {PACKAGE_VERSION})\n\
         # Licence: Licence Ouverte 2.0 (Etalab). Sources: INSEE, DGCL, La Poste.\n\
         # Made by: cargo xtask communes. Do not edit.\n\
         # Columns: code, name, department, region, EPCI (SIREN), postal codes, population, and for a district its commune.\n"
    )
}

fn read(path: &Path) -> anyhow::Result<Vec<Value>> {
    let text = fs::read(path).with_context(|| format!("the package has no {}", path.display()))?;
    serde_json::from_slice(&text)
        .with_context(|| format!("{} is not the expected list", path.display()))
}

/// The EPCI of each commune that belongs to one.
fn members(epci: &[Value]) -> anyhow::Result<HashMap<&str, &str>> {
    let mut by_commune = HashMap::new();
    for body in epci {
        let siren = text(body, "code")?;
        for member in body["membres"]
            .as_array()
            .context("an EPCI without members")?
        {
            by_commune.insert(text(member, "code")?, siren);
        }
    }
    Ok(by_commune)
}

fn is_current(entry: &Value) -> bool {
    matches!(
        entry["type"].as_str(),
        Some("commune-actuelle" | "arrondissement-municipal")
    )
}

fn line(entry: &Value, epci: &HashMap<&str, &str>) -> anyhow::Result<String> {
    let code = text(entry, "code")?;
    let name = text(entry, "nom")?;
    ensure!(
        !name.contains(['\t', '\n']),
        "{code}: a tab or line break in the name"
    );
    let department = text(entry, "departement")?;
    // An overseas collectivity belongs to no region; the package repeats its own code there.
    let region = if entry["zone"] == "com" {
        ""
    } else {
        text(entry, "region")?
    };
    let parent = entry["commune"].as_str();
    let epci = epci
        .get(parent.unwrap_or(code))
        .copied()
        .unwrap_or_default();
    let postal_codes: Vec<&str> = entry["codesPostaux"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let population = entry["population"].as_u64().unwrap_or_default();

    let mut line = format!(
        "{code}\t{name}\t{department}\t{region}\t{epci}\t{}\t{population}",
        postal_codes.join(",")
    );
    if let Some(parent) = parent {
        write!(line, "\t{parent}")?;
    }
    Ok(line)
}

fn text<'a>(entry: &'a Value, key: &str) -> anyhow::Result<&'a str> {
    entry[key]
        .as_str()
        .with_context(|| format!("an entry without {key}: {entry}"))
}

fn code_of(line: &str) -> &str {
    line.split('\t').next().unwrap_or_default()
}

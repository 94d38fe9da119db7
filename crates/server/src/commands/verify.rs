//! `maillage verify`: checks a convention that somebody holds, without a database and without a network.

use std::{fs, path::PathBuf, process::ExitCode};

use anyhow::Context;
use maillage_domain::{
    partnerships::{Finding, Verdict},
    values::{Language, turns},
};
use maillage_usecases::{
    partnerships::{Checked, Report, check},
    words,
};
use serde::Deserialize;

#[derive(clap::Args)]
pub(super) struct Args {
    /// The document, as it was downloaded (PDF)
    file: PathBuf,
    /// The platform's public keys, as it publishes them at /.well-known/maillage-seals.json; without them
    /// the document is compared with itself alone
    #[arg(long, value_name = "FILE")]
    keys: Option<PathBuf>,
}

/// A set of keys (RFC 7517).
#[derive(Deserialize)]
struct KeySet {
    keys: Vec<Checked>,
}

/// Says what is to be thought of a document. The code is 0 for one that is authentic, 1 for one that is
/// altered or none, 2 where its key is not among those given, 3 where a party had not signed.
pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let read = |path: &PathBuf| {
        fs::read(path).with_context(|| format!("{} cannot be read", path.display()))
    };
    let file = read(&args.file)?;
    let known = match &args.keys {
        Some(path) => {
            let set: KeySet = serde_json::from_slice(&read(path)?)
                .with_context(|| format!("{} is no set of keys (RFC 7517)", path.display()))?;
            set.keys
        }
        None => Vec::new(),
    };
    let report = check(&file, &known);
    print(&report);
    Ok(ExitCode::from(match report.verdict {
        Verdict::Authentic => 0,
        Verdict::Altered | Verdict::NotAConvention => 1,
        Verdict::UnknownKey => 2,
        Verdict::Incomplete => 3,
    }))
}

/// What a document says is somebody else's: nothing of it steers a terminal.
fn plain(text: &str) -> String {
    let steers = |c: char| c.is_control() || turns(c);
    text.chars()
        .map(|c| {
            if steers(c) {
                char::REPLACEMENT_CHARACTER
            } else {
                c
            }
        })
        .collect()
}

fn print(report: &Report) {
    let say = |name: String| words::say(Language::English, &name, &[]);
    println!(
        "{}: {}",
        report.verdict,
        say(format!("verdict-{}", report.verdict))
    );
    for finding in &report.findings {
        println!("- {}", say(format!("finding-{finding}")));
    }
    if let (Some(title), Some(number)) = (&report.title, report.number) {
        println!("\n{}\nversion {number}", plain(title));
    }
    if let Some(sha256) = &report.sha256 {
        println!("sha256 {sha256}");
    }
    for one in &report.signatures {
        println!(
            "signed for {} by {} ({}) at {}, shown by {}",
            plain(&one.organisation),
            plain(&one.name),
            plain(&one.capacity),
            plain(&one.signed_at),
            one.proof
        );
    }
    for name in &report.missing {
        println!("not signed for {}", plain(name));
    }
    if let Some(key) = &report.key {
        println!("key {key}");
    }
    if report.findings.contains(&Finding::UnknownKey) {
        // Where the document says that its keys are, whoever forged it has put them.
        println!(
            "Fetch /.well-known/maillage-seals.json from the platform that you know, and give it with --keys."
        );
    } else if let Some(issuer) = &report.issuer {
        println!("platform {}", plain(issuer));
    }
}

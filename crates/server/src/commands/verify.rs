//! `maillage verify`: checks a convention that somebody holds, without a database and without a network.

use std::{fmt::Write, fs, path::PathBuf, process::ExitCode};

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
    print!("{}", told(&report));
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

/// What is to be thought of a document, in lines. Writing to a text does not fail.
fn told(report: &Report) -> String {
    let say = |name: String| words::say(Language::English, &name, &[]);
    let verdict = report.verdict;
    let mut told = format!("{verdict}: {}\n", say(format!("verdict-{verdict}")));
    for finding in &report.findings {
        let _ = writeln!(told, "- {}", say(format!("finding-{finding}")));
    }
    if let (Some(title), Some(number)) = (&report.title, report.number) {
        let _ = writeln!(told, "\n{}\nversion {number}", plain(title));
    }
    if let Some(sha256) = &report.sha256 {
        let _ = writeln!(told, "sha256 {sha256}");
    }
    for one in &report.signatures {
        let _ = writeln!(
            told,
            "signed for {} by {} ({}) at {}, shown by {}",
            plain(&one.organisation),
            plain(&one.name),
            plain(&one.capacity),
            plain(&one.signed_at),
            one.proof
        );
    }
    for name in &report.missing {
        let _ = writeln!(told, "not signed for {}", plain(name));
    }
    if let Some(key) = &report.key {
        let _ = writeln!(told, "key {key}");
    }
    if report.findings.contains(&Finding::UnknownKey) {
        // Where the document says that its keys are, whoever forged it has put them.
        told.push_str(
            "Fetch /.well-known/maillage-seals.json from the platform that you know, and give it with --keys.\n",
        );
    } else if let Some(issuer) = &report.issuer {
        let _ = writeln!(told, "platform {}", plain(issuer));
    }
    told
}

#[cfg(test)]
mod tests {
    use maillage_domain::partnerships::Proof;
    use maillage_usecases::partnerships::Signed;

    use super::*;

    fn report(finding: Option<Finding>) -> Report {
        Report {
            verdict: Verdict::UnknownKey,
            findings: finding.into_iter().collect(),
            key: Some("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs".to_owned()),
            issuer: Some("https://forged.example".to_owned()),
            title: Some("Convention\u{1b}[2J\rAUTHENTIC".to_owned()),
            number: Some(1),
            sha256: None,
            signatures: vec![Signed {
                organisation: "Atelier\u{202e}1".to_owned(),
                name: "Anne\nAUTHENTIC".to_owned(),
                capacity: "présidente".to_owned(),
                proof: Proof::SignIn,
                signed_at: "2026-11-21T09:00:00Z\u{7}".to_owned(),
            }],
            missing: vec!["Atelier\u{9b}2".to_owned()],
        }
    }

    #[test]
    fn nothing_of_a_document_steers_the_terminal_or_adds_a_line() {
        let told = told(&report(None));
        let steers = |c: char| (c.is_control() && c != '\n') || turns(c);
        assert!(!told.contains(steers), "{told:?}");
        assert!(
            !told.lines().any(|line| line.starts_with("AUTHENTIC")),
            "{told}"
        );
        assert!(told.contains("présidente"), "{told}");
    }

    #[test]
    fn where_a_key_is_unknown_nobody_is_sent_where_the_document_says() {
        let unknown = told(&report(Some(Finding::UnknownKey)));
        assert!(!unknown.contains("forged.example"), "{unknown}");
        assert!(unknown.contains("the platform that you know"), "{unknown}");
    }
}

use maillage_domain::ids::{OrganisationId, Uuid};
use maillage_paper::{Attachment, Paper, sealed};
use serde_json::{Value, json};

use super::*;
use crate::{
    partnerships::evidence::Bundle,
    secrets::{Secrets, tests::keys},
};

fn party(number: u128) -> OrganisationId {
    OrganisationId::from_uuid(Uuid::from_u128(number))
}

/// An agreement of two, numbered.
fn text(number: i32) -> String {
    let party = |number: u128| {
        json!({ "id": party(number).to_string(), "name": format!("Atelier {number}"), "legalForm": "SCIC", "siren": null,
                "rna": null, "commune": null, "role": "PARTENAIRE", "share": null, "tasks": null })
    };
    let text: Text = serde_json::from_value(json!({
        "format": "maillage.convention.1", "partnership": "partnership_01h455vb4pex5vsknk084sn02q", "number": number,
        "amends": null, "hub": { "id": "hub_01h455vb4pex5vsknk084sn02q", "name": "Pôle" }, "language": "fr",
        "title": "Convention", "aim": "COOPERATION", "form": "CONVENTION", "disclosure": "NOTHING",
        "parties": [party(1), party(2)], "leaving": [],
        "term": { "startsOn": "2026-11-21", "endsOn": null, "renewal": "NONE", "renewalMonths": null, "noticeDays": 0, "earlyTermination": false },
        "consortium": null, "staff": null, "commitments": [],
        "articles": [{ "name": "object", "key": "OBJECT", "heading": "Objet", "text": "Un atelier." }],
        "projects": [], "resources": [], "needs": [],
    }))
    .expect("a text");
    text.written().expect("written").text
}

/// A signature of an organisation, under the seal of an installation.
fn signature(secrets: &Secrets, organisation: u128, text: &str) -> String {
    let read = Text::read(text).expect("a frozen text");
    let statement = Statement {
        iss: "https://exemple.test".into(),
        jti: "signature_01h455vb4pex5vsknk084sn02q".into(),
        iat: 1_780_000_000,
        partnership: read.partnership.to_string(),
        version: "partnership_version_01h455vb4pex5vsknk084sn02q".into(),
        number: read.number,
        sha256: fingerprint(text).expect("a fingerprint").to_string(),
        organisation: party(organisation).to_string(),
        organisation_name: format!("Atelier {organisation}"),
        person: "person_01h455vb4pex5vsknk084sn02q".into(),
        name: "Jeanne Peyrebelle".into(),
        mandate: "mandate_01h455vb4pex5vsknk084sn02q".into(),
        capacity: "présidente".into(),
        proof: Proof::SignIn,
        signed_at: "2026-11-21T09:00:00.000000Z".into(),
    };
    secrets.witness(SIGNATURE, &statement).expect("a seal")
}

/// A document as an installation, or a forger with a key, would write it.
fn document(secrets: &Secrets, text: &str, signatures: &[String], keys: &[&Secrets]) -> Vec<u8> {
    let keys: Vec<_> = keys.iter().map(|one| one.seal_key()).collect();
    document_with(secrets, text, signatures, &keys)
}

fn document_with(
    secrets: &Secrets,
    text: &str,
    signatures: &[String],
    keys: &[PublicKey],
) -> Vec<u8> {
    let bundle = json!({ "format": "maillage.evidence.1", "text": text, "signatures": signatures, "keys": keys });
    let attachment = Attachment {
        name: "convention.json".into(),
        media_type: "application/json".into(),
        description: "Le texte".into(),
        bytes: serde_json::to_vec(&bundle).expect("JSON"),
    };
    let paper = Paper {
        title: "Convention".into(),
        language: "fr".into(),
        author: "Pôle".into(),
        at: "2026-11-21T09:00:00Z".parse().expect("an instant"),
        foot: String::new(),
        blocks: vec![],
    };
    let seal = |blank: &[u8]| {
        let sealed = Sealed {
            iss: "https://exemple.test".into(),
            iat: 1_780_000_000,
            sha256: hexadecimal(blank),
        };
        secrets.witness(DOCUMENT, &sealed).expect("a seal")
    };
    sealed(&paper, &attachment, 640, seal).expect("a document")
}

fn known(secrets: &Secrets) -> Vec<Checked> {
    let x = secrets.seal_key().x;
    vec![Checked { x }]
}

fn verdict(file: &[u8], known: &[Checked]) -> (Verdict, Vec<Finding>) {
    let report = check(file, known);
    (report.verdict, report.findings)
}

#[test]
fn a_document_with_every_signature_is_authentic_and_without_one_incomplete() {
    let (secrets, _) = keys(1);
    let text = text(1);
    let both = [signature(&secrets, 1, &text), signature(&secrets, 2, &text)];
    let file = document(&secrets, &text, &both, &[&secrets]);
    assert_eq!(
        verdict(&file, &known(&secrets)),
        (Verdict::Authentic, vec![])
    );
    let file = document(&secrets, &text, &both[..1], &[&secrets]);
    let report = check(&file, &known(&secrets));
    assert_eq!(report.verdict, Verdict::Incomplete);
    assert_eq!(report.missing, ["Atelier 2"]);
}

#[test]
fn a_signature_of_another_version_of_no_party_or_given_twice_is_found() {
    let (secrets, _) = keys(1);
    let (first, second) = (text(1), text(2));
    let of = |signatures: &[String]| {
        let file = document(&secrets, &second, signatures, &[&secrets]);
        verdict(&file, &known(&secrets))
    };
    let mine = signature(&secrets, 1, &second);
    let moved = of(&[mine.clone(), signature(&secrets, 2, &first)]);
    assert_eq!(moved.0, Verdict::Altered);
    assert!(moved.1.contains(&Finding::SignatureElsewhere));
    let stranger = of(&[mine.clone(), signature(&secrets, 3, &second)]);
    assert!(stranger.1.contains(&Finding::SignatureOfNoParty));
    let twice = of(&[mine.clone(), mine.clone()]);
    assert!(twice.1.contains(&Finding::SignatureTwice));
    let mut forged = signature(&secrets, 2, &second);
    forged.replace_range(120..121, if &forged[120..121] == "A" { "B" } else { "A" });
    let forged = of(&[mine, forged]);
    assert_eq!(forged.0, Verdict::Altered);
    assert!(forged.1.contains(&Finding::SignatureForged));
}

#[test]
fn whoever_seals_with_a_key_of_their_own_proves_nothing() {
    let ((ours, _), (theirs, _)) = (keys(1), keys(2));
    let text = text(1);
    let forged = [signature(&theirs, 1, &text), signature(&theirs, 2, &text)];
    let file = document(&theirs, &text, &forged, &[&theirs]);
    assert_eq!(verdict(&file, &known(&ours)).0, Verdict::UnknownKey);
    // One true signature beside a forged one, in a document that the forger has sealed.
    let mixed = [signature(&ours, 1, &text), signature(&theirs, 2, &text)];
    let file = document(&theirs, &text, &mixed, &[&ours, &theirs]);
    assert_eq!(verdict(&file, &known(&ours)).0, Verdict::UnknownKey);
    assert_eq!(verdict(&file, &[]).0, Verdict::UnknownKey);
}

#[test]
fn whoever_sends_thousands_of_keys_and_signatures_has_none_of_them_looked_at() {
    let ((ours, _), (theirs, _)) = (keys(1), keys(2));
    let text = text(1);
    let mine = signature(&theirs, 1, &text);
    // Keys under the name of the one that sealed: each signature would be held against each of them.
    let posing = PublicKey {
        kid: theirs.seal_key().kid,
        x: "A".repeat(43),
    };
    let mut many = vec![posing; 20_000];
    many.push(theirs.seal_key());
    let signatures = vec![mine.clone(); 5_000];
    let file = document_with(&theirs, &text, &signatures, &many);
    let report = check(&file, &known(&ours));
    assert_eq!(report.verdict, Verdict::Altered);
    assert_eq!(report.findings, [Finding::TooMany]);
    let keys = [theirs.seal_key()];
    let file = document_with(&theirs, &text, &signatures, &keys);
    assert_eq!(
        verdict(&file, &known(&ours)),
        (
            Verdict::Altered,
            vec![Finding::TooMany, Finding::UnknownKey]
        )
    );
    let few = document_with(&theirs, &text, &[mine.clone(), mine.clone()], &keys);
    let (told, findings) = verdict(&few, &known(&theirs));
    assert_eq!(told, Verdict::Altered);
    assert!(findings.contains(&Finding::SignatureTwice));
}

#[test]
fn what_its_own_seal_does_not_hold_together_is_not_read() {
    let ((ours, _), (theirs, _)) = (keys(1), keys(2));
    let text = text(1);
    let both = [signature(&ours, 1, &text), signature(&ours, 2, &text)];
    // Sealed by whose key it does not bring along.
    let file = document(&theirs, &text, &both, &[&ours]);
    let report = check(&file, &known(&ours));
    assert_eq!(report.findings, [Finding::FileAltered]);
    assert_eq!((report.title, report.signatures.len()), (None, 0));
}

#[test]
fn a_text_that_is_not_written_in_its_one_way_is_found() {
    let (secrets, _) = keys(1);
    let canonical = text(1);
    let signatures = [
        signature(&secrets, 1, &canonical),
        signature(&secrets, 2, &canonical),
    ];
    let value: Value = serde_json::from_str(&canonical).expect("JSON");
    let pretty = serde_json::to_string_pretty(&value).expect("JSON");
    let file = document(&secrets, &pretty, &signatures, &[&secrets]);
    let (verdict, findings) = verdict(&file, &known(&secrets));
    assert_eq!(
        (verdict, findings),
        (Verdict::Altered, vec![Finding::TextAltered])
    );
    assert!(Bundle::read(b"{}").is_none());
}

//! A convention as a document: what people read, who has signed it, and inside of it what a program needs to
//! check both.

use chrono::SecondsFormat;
use maillage_domain::{
    ids::PartnershipVersionId,
    partnerships::{Partnership, PartnershipAction, Version},
    policy::{self, Action, Actor},
    values::Language,
};
use maillage_paper::{Align, Attachment, Block, Column, Paper, Table};
use maillage_persistence::{
    Tx, organisations,
    partnerships::{self, SealKey},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    fields::{self, say},
    frozen::Text,
    verification::{Checked, Sealed, hexadecimal},
};
use crate::{
    error::Error, platform::Platform, secrets::PublicKey, statements::SETTING, tables::File, words,
};

/// What the seal of a document says that it is.
pub(crate) const DOCUMENT: &str = "maillage-document+jwt";

/// What the file inside of a document says that it is.
const FORMAT: &str = "maillage.evidence.1";

/// Characters kept for the seal of a document.
const WIDTH: usize = 640;

/// What a document carries for programs: the frozen text, the seals of its signatures, and the public keys by
/// which all seals are checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Bundle {
    format: String,
    pub(crate) text: String,
    pub(crate) signatures: Vec<String>,
    pub(crate) keys: Vec<PublicKey>,
}

impl Bundle {
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        let bundle: Self = serde_json::from_slice(bytes).ok()?;
        (bundle.format == FORMAT).then_some(bundle)
    }
}

/// The keys by which this platform has ever sealed, and the one by which it does.
///
/// # Errors
/// `Internal` alone.
pub async fn known_keys(platform: &Platform) -> Result<Vec<Checked>, Error> {
    let keys = public_keys(platform).await?;
    Ok(keys.into_iter().map(|key| Checked { x: key.x }).collect())
}

/// Keeps for good the key by which the platform seals now, before anything is sealed by it.
pub(super) async fn keep_present_key(tx: &Tx, platform: &Platform) -> Result<(), Error> {
    let key = platform.secrets().seal_key();
    let kept = SealKey {
        kid: key.kid,
        public_key: key.x,
        since: platform.now(),
    };
    Ok(partnerships::keep_key(tx, &kept).await?)
}

/// The keys that are kept, the one that seals now among them.
async fn kept_keys(platform: &Platform) -> Result<Vec<PublicKey>, Error> {
    let keys = stored_keys(platform).await?;
    if keys.contains(&platform.secrets().seal_key()) {
        return Ok(keys);
    }
    platform
        .write(async |tx| keep_present_key(tx, platform).await)
        .await?;
    stored_keys(platform).await
}

async fn stored_keys(platform: &Platform) -> Result<Vec<PublicKey>, Error> {
    let kept = partnerships::keys(platform.db()).await?.into_iter();
    let key = |key: SealKey| PublicKey {
        kid: key.kid,
        x: key.public_key,
    };
    Ok(kept.map(key).collect())
}

async fn public_keys(platform: &Platform) -> Result<Vec<PublicKey>, Error> {
    let mut keys = stored_keys(platform).await?;
    let present = platform.secrets().seal_key();
    if !keys.contains(&present) {
        keys.push(present);
    }
    Ok(keys)
}

/// The same as a set of keys (RFC 7517), for whoever checks documents elsewhere.
///
/// # Errors
/// `Internal` alone.
pub async fn published_keys(platform: &Platform) -> Result<Value, Error> {
    let keys = public_keys(platform).await?;
    let keys: Vec<_> = keys.iter().map(PublicKey::jwk).collect();
    Ok(json!({ "keys": keys }))
}

/// A version as a document, for who may read it.
///
/// # Errors
/// `NotFound`, `Overloaded`.
pub async fn file(
    platform: &Platform,
    actor: &Actor,
    id: PartnershipVersionId,
) -> Result<File, Error> {
    let db = platform.db();
    let partnership = partnerships::of_version(db, id).await?;
    let partnership = partnership.ok_or(Error::NotFound)?;
    let read = PartnershipAction::ReadText;
    policy::check(actor, Action::Partnership(read, &partnership))?;
    let version = partnership.versions.iter().find(|one| one.id == id);
    let version = version.ok_or(Error::NotFound)?;
    policy::check(actor, Action::ReadVersion(version, &partnership))?;
    let text = partnerships::text(db, id).await?.ok_or(Error::NotFound)?;
    let read =
        Text::read(&text).ok_or_else(|| Error::internal("a version holds no frozen text"))?;
    let signatories = organisations::by_ids(db, &version.signatories).await?;
    let name_of = |one| {
        let found = signatories.get(&one);
        found.map_or_else(String::new, |one| one.content.name.to_string())
    };
    let bundle = Bundle {
        format: FORMAT.to_owned(),
        text,
        signatures: version
            .signatures
            .iter()
            .map(|one| one.seal.clone())
            .collect(),
        keys: kept_keys(platform).await?,
    };
    let awaited: Vec<_> = version.awaits().map(name_of).collect();
    let paper = paper(platform, &read, version, &partnership, &awaited);
    let attachment = Attachment {
        name: "convention.json".to_owned(),
        media_type: "application/json".to_owned(),
        description: words::say(read.language, "convention-attached", &[]),
        bytes: serde_json_canonicalizer::to_vec(&bundle).map_err(Error::internal)?,
    };
    let (issuer, at) = (platform.settings().public_url.clone(), paper.at);
    let secrets = platform.secrets().clone();
    let seal = move |blanked: &[u8]| {
        let sealed = Sealed {
            iss: issuer,
            iat: at.timestamp(),
            sha256: hexadecimal(blanked),
        };
        secrets.witness(DOCUMENT, &sealed).unwrap_or_default()
    };
    let place = SETTING.try_acquire().map_err(|_| Error::Overloaded)?;
    let written = tokio::task::spawn_blocking(move || {
        let written = maillage_paper::sealed(&paper, &attachment, WIDTH, seal);
        drop(place);
        written
    });
    let bytes = written.await.map_err(Error::internal)?;
    Ok(File {
        name: format!("convention-{}-{}.pdf", partnership.id, version.number),
        media_type: "application/pdf",
        bytes: bytes.map_err(Error::internal)?,
    })
}

/// What is on paper: the articles, then the page of signatures.
fn paper(
    platform: &Platform,
    text: &Text,
    version: &Version,
    partnership: &Partnership,
    awaited: &[String],
) -> Paper {
    let language = text.language;
    let word = |name: &str| words::say(language, &format!("convention-{name}"), &[]);
    let mut blocks = vec![Block::Facts(vec![
        (word("number"), text.number.to_string()),
        (word("hub"), text.hub.name.clone()),
        (word("start"), fields::day(language, text.term.starts_on)),
        (
            word("until"),
            match text.term.ends_on {
                Some(last) => fields::day(language, last),
                None => word("no-end"),
            },
        ),
    ])];
    for (index, article) in text.articles.iter().enumerate() {
        let number = index + 1;
        let heading = say(
            language,
            "convention-article",
            &[("number", &number), ("heading", &article.heading)],
        );
        blocks.push(Block::Heading(heading));
        blocks.push(Block::Markdown(article.text.clone()));
    }
    blocks.push(Block::Heading(word("signatures")));
    blocks.push(Block::Text(word("signatures-what")));
    blocks.push(Block::Table(signatures(language, version, text)));
    if !awaited.is_empty() {
        let parties = awaited.join(", ");
        let awaits = say(language, "convention-awaits", &[("parties", &parties)]);
        blocks.push(Block::Text(awaits));
    }
    let address = format!("{}/verify", platform.settings().public_url);
    blocks.push(Block::Facts(vec![
        (word("sha256"), version.sha256.to_string()),
        (word("verify"), address),
        (word("key"), platform.secrets().seal_key().kid),
        (word("partnership"), partnership.id.to_string()),
    ]));
    let signed = version.signatures.last().map(|one| one.signed_at);
    Paper {
        title: text.title.clone(),
        language: language.to_string(),
        author: text.hub.name.clone(),
        at: signed.unwrap_or(version.proposed_at),
        foot: say(
            language,
            "convention-foot",
            &[("number", &text.number), ("sha256", &version.sha256)],
        ),
        blocks,
    }
}

fn signatures(language: Language, version: &Version, text: &Text) -> Table {
    let column = |name: &str, share| Column {
        heading: words::say(language, &format!("convention-signature-{name}"), &[]),
        share,
        align: Align::Start,
    };
    let rows = version.signatures.iter().map(|one| {
        let party = text
            .parties
            .iter()
            .find(|party| party.id == one.organisation);
        let name = party.map(|party| party.name.clone());
        let leaving = text
            .leaving
            .iter()
            .find(|party| party.id == one.organisation);
        let name = name.or_else(|| leaving.map(|party| party.name.clone()));
        let at = one.signed_at.to_rfc3339_opts(SecondsFormat::Secs, true);
        let proof = words::say(language, &format!("convention-proof-{}", one.proof), &[]);
        vec![
            name.unwrap_or_default(),
            format!("{}\n{}", one.name, one.capacity),
            say(language, "convention-signed-at", &[("at", &at)]),
            proof,
        ]
    });
    Table {
        columns: vec![
            column("party", 2.0),
            column("person", 2.0),
            column("at", 1.4),
            column("proof", 1.4),
        ],
        rows: rows.collect(),
        total: None,
    }
}

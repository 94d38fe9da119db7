//! Files that show what was delivered: a delivery note, an invoice, a photograph.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    fulfilment::{Fulfilment, FulfilmentAction},
    partnership::Rejection,
    version::Fingerprint,
};
use crate::{
    clock::Act,
    events::EventKind,
    ids::{OrganisationId, PersonId, ProofFileId},
    refusals::{Refusal, RefusalCode},
    values::{Faults, Label, Problem, ProblemCode, text_enum},
};

text_enum! {
    /// Of which format a proof file is: what everybody opens, and nothing that runs.
    pub enum ProofFormat {
        /// ISO 32000.
        Pdf = "PDF",
        /// ISO/IEC 10918-1.
        Jpeg = "JPEG",
        /// ISO/IEC 15948.
        Png = "PNG",
    }
}

impl ProofFormat {
    /// The format of which a file is by its first bytes, whatever it is called.
    ///
    /// # Errors
    /// `UNSUPPORTED_FORMAT` with those that are `expected`.
    pub fn of(file: &[u8]) -> Result<Self, Problem> {
        let formats = Self::ALL.iter().copied();
        let mut found = formats.filter(|format| file.starts_with(format.begins()));
        found.next().ok_or_else(|| {
            let media_types: Vec<_> = Self::ALL.iter().map(|one| one.media_type()).collect();
            Problem::new(ProblemCode::UnsupportedFormat).with("expected", media_types.join(", "))
        })
    }

    fn begins(self) -> &'static [u8] {
        match self {
            Self::Pdf => b"%PDF-",
            Self::Jpeg => b"\xFF\xD8\xFF",
            Self::Png => b"\x89PNG\r\n\x1A\n",
        }
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
        }
    }

    /// How the names of such files end.
    pub fn extension(self) -> &'static str {
        self.extensions()[0]
    }

    /// How they may end, the usual one first.
    pub fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &["pdf"],
            Self::Jpeg => &["jpg", "jpeg"],
            Self::Png => &["png"],
        }
    }
}

/// A file that shows what was delivered, kept as it came: a proof that somebody has written anew is none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProofFile {
    /// Its id.
    pub id: ProofFileId,
    /// Who added it: a party on either side.
    pub by: OrganisationId,
    /// Who of them.
    pub person: Option<PersonId>,
    /// What they call it.
    pub name: Label,
    /// Of which format it is.
    pub format: ProofFormat,
    /// How many bytes it has.
    pub size: u32,
    /// What these come to.
    pub sha256: Fingerprint,
    /// When it was added.
    pub at: DateTime<Utc>,
}

/// A file that somebody adds, not yet checked.
#[derive(Debug, Clone)]
pub struct ProofDraft<'a> {
    /// The id under which it is stored.
    pub id: ProofFileId,
    /// What they call it.
    pub name: &'a str,
    /// What it holds.
    pub bytes: &'a [u8],
    /// What that comes to.
    pub sha256: &'a Fingerprint,
}

impl ProofFile {
    /// Most bytes of one.
    pub const MOST_BYTES: u32 = 10 << 20;
    /// How many an organisation has of one delivery at most.
    pub const MOST: usize = 10;
}

impl Fulfilment {
    /// A party on either side shows by a file what was delivered, or that it was not, until both agree. `None`
    /// where it has added this very file already.
    ///
    /// # Errors
    /// `WRONG_STATE`, `NOT_YOUR_SIDE`, `TOO_MANY_PROOFS`; faults on `name`, and on `file`: `UNSUPPORTED_FORMAT`,
    /// `TOO_LONG`.
    pub fn add_proof(
        &mut self,
        act: &Act<'_>,
        by: OrganisationId,
        draft: &ProofDraft<'_>,
    ) -> Result<Option<ProofFile>, Rejection> {
        let own = self.proofs.iter().filter(|one| one.by == by);
        if own.clone().any(|one| one.sha256 == *draft.sha256) {
            return Ok(None);
        }
        self.permits(FulfilmentAction::AddProof, Some(by))?;
        if own.count() >= ProofFile::MOST {
            let refusal = Refusal::new(RefusalCode::TooManyProofs);
            return Err(refusal.with("max", ProofFile::MOST).into());
        }
        let mut faults = Faults::new();
        let name = faults.take("name", Label::parse(draft.name));
        let format = faults.take("file", ProofFormat::of(draft.bytes));
        let size = faults.take("file", size_of(draft.bytes));
        let (Some(name), Some(format), Some(size)) = (name, format, size) else {
            return Err(faults.into());
        };
        let proof = ProofFile {
            id: draft.id,
            by,
            person: act.person,
            name,
            format,
            size,
            sha256: draft.sha256.clone(),
            at: act.at,
        };
        self.proofs.push(proof.clone());
        self.updated_at = act.at;
        self.tell_proof(act, EventKind::FulfilmentProofAdded, &proof);
        Ok(Some(proof))
    }

    /// Who has added a file takes it back, as long as the sides have not agreed on what it shows.
    ///
    /// # Errors
    /// `WRONG_STATE`; `NOT_YOUR_SIDE` for another's file; `UNKNOWN` on `proof`.
    pub fn remove_proof(
        &mut self,
        act: &Act<'_>,
        by: OrganisationId,
        id: ProofFileId,
    ) -> Result<(), Rejection> {
        let remove = FulfilmentAction::RemoveProof;
        self.permits(remove, None)?;
        let Some(place) = self.proofs.iter().position(|one| one.id == id) else {
            let problem = Problem::new(ProblemCode::Unknown).with("given", id);
            return Err(Faults::one("proof", problem).into());
        };
        if self.proofs[place].by != by {
            return Err(Refusal::new(RefusalCode::NotYourSide).into());
        }
        let proof = self.proofs.remove(place);
        self.updated_at = act.at;
        self.tell_proof(act, EventKind::FulfilmentProofRemoved, &proof);
        Ok(())
    }

    /// Which file it was can be told by what its bytes come to, also when it is gone.
    fn tell_proof(&mut self, act: &Act<'_>, kind: EventKind, proof: &ProofFile) {
        let event = self.event(act, kind);
        self.events.push(event.with("sha256", &proof.sha256));
    }
}

fn size_of(file: &[u8]) -> Result<u32, Problem> {
    let size = u32::try_from(file.len()).unwrap_or(u32::MAX);
    if size > ProofFile::MOST_BYTES {
        let problem = Problem::new(ProblemCode::TooLong).with("max", ProofFile::MOST_BYTES);
        return Err(problem.with("length", size));
    }
    Ok(size)
}

//! Versions and their signatures.

use std::sync::Arc;

use async_graphql::{Context, ID, Object, SimpleObject};
use chrono::{DateTime, Utc};
use maillage_domain::partnerships::{
    Partnership as Domain, Proof, Signature, Version, VersionState,
};
use maillage_usecases::{Error, partnerships::Standing};

use super::{drafts::person, parts::PartnershipArticle, types::Partnership};
use crate::{
    accounts::Person,
    context::ContextExt,
    enums::E,
    error::Result,
    ids,
    nullable::{Nullable, nullable},
    organisations::Organisation,
    values::Url,
};

/// A text of an agreement that was frozen to be signed.
#[derive(Clone)]
pub(crate) struct PartnershipVersion {
    of: Arc<Domain>,
    version: Version,
}

impl PartnershipVersion {
    pub(super) fn new(of: &Arc<Domain>, version: &Version) -> Self {
        Self {
            of: Arc::clone(of),
            version: version.clone(),
        }
    }
}

/// A text of an agreement that was frozen to be signed. It is never changed.
#[Object]
impl PartnershipVersion {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        ids::show(self.version.id)
    }

    /// Of which partnership.
    async fn partnership(&self) -> Partnership {
        Partnership::of(&self.of)
    }

    /// Its number, from 1.
    async fn number(&self) -> i32 {
        self.version.number
    }

    /// Of which change of the draft it was made, to compare it with others.
    async fn edit(&self) -> i32 {
        self.version.edit
    }

    /// What became of it.
    async fn state(&self) -> E<VersionState> {
        E(self.version.state)
    }

    /// Its articles, with every field filled in.
    async fn articles(&self, ctx: &Context<'_>) -> Result<Vec<PartnershipArticle>> {
        let (_, articles) = self.read(ctx).await?;
        Ok(articles.into_iter().map(PartnershipArticle::from).collect())
    }

    /// The whole of it in the one form of which the SHA-256 is signed (JSON, RFC 8785).
    async fn text(&self, ctx: &Context<'_>) -> Result<String> {
        Ok(self.read(ctx).await?.0)
    }

    /// The SHA-256 of `text`, 64 hexadecimal digits: what a signature is of.
    async fn sha256(&self) -> &str {
        self.version.sha256.as_str()
    }

    /// When it was proposed.
    async fn proposed_at(&self) -> DateTime<Utc> {
        self.version.proposed_at
    }

    /// By whom.
    async fn proposed_by(&self, ctx: &Context<'_>) -> Nullable<Person> {
        nullable(person(ctx, self.version.proposed_by)).await
    }

    /// When it became what it is; null while it waits for signatures.
    async fn settled_at(&self) -> Option<DateTime<Utc>> {
        self.version.settled_at
    }

    /// Who has signed it, the first first.
    async fn signatures(&self) -> Vec<PartnershipSignature> {
        let signatures = self.version.signatures.iter().cloned();
        signatures.map(PartnershipSignature).collect()
    }

    /// Who has still to sign it.
    async fn awaits(&self, ctx: &Context<'_>) -> Vec<Nullable<Organisation>> {
        let waits = self.version.state == VersionState::Proposed;
        let awaited = self.version.awaits().filter(|_| waits);
        let found = awaited.map(|one| nullable(Organisation::find(ctx, one)));
        futures_util::future::join_all(found).await
    }

    /// Where it is downloaded as a document (PDF/A-3) with its page of signatures, by who may read it.
    async fn document(&self, ctx: &Context<'_>) -> Url {
        let url = &ctx.platform().settings().public_url;
        format!("{url}/conventions/{}.pdf", self.version.id).into()
    }
}

impl PartnershipVersion {
    async fn read(
        &self,
        ctx: &Context<'_>,
    ) -> Result<(String, Vec<maillage_usecases::partnerships::FrozenArticle>)> {
        let found = ctx.loaders().frozen(self.version.id).await?;
        found.ok_or_else(|| Error::internal("a version without its text").into())
    }
}

/// The act of signing a version for a party.
pub(crate) struct PartnershipSignature(Signature);

/// The act of a person of signing one version for a party.
#[Object]
impl PartnershipSignature {
    /// For which party; null while it is not public.
    async fn organisation(&self, ctx: &Context<'_>) -> Nullable<Organisation> {
        nullable(Organisation::find(ctx, self.0.organisation)).await
    }

    /// The name of who signed, as it was then.
    async fn name(&self) -> &str {
        self.0.name.as_str()
    }

    /// As what they signed, in their words.
    async fn capacity(&self) -> &str {
        self.0.capacity.as_str()
    }

    /// How they have shown that it is them, at most ten minutes before.
    async fn proof(&self) -> E<Proof> {
        E(self.0.proof)
    }

    /// When.
    async fn signed_at(&self) -> DateTime<Utc> {
        self.0.signed_at
    }

    /// All of it under the platform's seal (JWS, RFC 7515, `EdDSA`), to be checked with the keys at
    /// `/.well-known/maillage-seals.json`.
    async fn seal(&self) -> &str {
        &self.0.seal
    }
}

/// What became of a text that somebody holds.
#[derive(SimpleObject)]
pub(crate) struct PartnershipStanding {
    /// Which version of its partnership it is.
    number: i32,
    /// What became of it.
    state: E<VersionState>,
    /// How many have signed it.
    signed: u32,
    /// Of how many.
    signatories: u32,
    /// When the last of them did.
    last_signed_at: Option<DateTime<Utc>>,
}

impl From<Standing> for PartnershipStanding {
    fn from(standing: Standing) -> Self {
        let small = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        Self {
            number: standing.number,
            state: E(standing.state),
            signed: small(standing.signed),
            signatories: small(standing.signatories),
            last_signed_at: standing.last_signed_at,
        }
    }
}

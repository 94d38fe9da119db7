//! Partnerships, which are their parties' alone: a hub's team reads of one that every party has signed what
//! they allow, other organisations nothing.

use super::{Actor, Denial, Forbidden, require, see};
use crate::{
    hubs::HubRole,
    ids::OrganisationId,
    mandates::MandateRole,
    partnerships::{Disclosure, Outline, Partnership, PartnershipAction, Version, VersionState},
};

pub(super) fn on_partnership(
    actor: &Actor,
    action: PartnershipAction,
    partnership: &Partnership,
) -> Result<(), Denial> {
    use PartnershipAction as A;
    see(sees_partnership(actor, partnership))?;
    let insiders = partnership.insiders();
    let one_of = |least| insiders.iter().any(|one| actor.acts_for(*one, least));
    // Who is in an amendment alone says nothing of what is in force.
    let current = Some(partnership.current()).filter(|current| !current.is_empty());
    let current = current.as_ref().unwrap_or(&insiders);
    let of_current = |least| current.iter().any(|one| actor.acts_for(*one, least));
    match action {
        A::Read => Ok(()),
        A::ReadText => see(sees_text(actor, partnership)),
        A::ReadDraft => see(sees_draft(actor, partnership)),
        A::Discard if !partnership.is_in_force() => require(
            actor,
            actor.acts_for(partnership.author, MandateRole::Contributor),
            Forbidden::NeedsContributor,
        ),
        A::Change | A::Comment | A::Propose | A::Withdraw | A::Discard => require(
            actor,
            one_of(MandateRole::Contributor),
            Forbidden::NeedsContributor,
        ),
        A::Sign | A::Decline => require(
            actor,
            one_of(MandateRole::Representative),
            Forbidden::NeedsRepresentative,
        ),
        A::Terminate | A::Leave | A::DeclineRenewal | A::Suspend | A::Resume | A::RecordAward => {
            require(
                actor,
                of_current(MandateRole::Representative),
                Forbidden::NeedsRepresentative,
            )
        }
    }
}

/// Who drafts an agreement writes for one of its parties.
pub(super) fn draft(actor: &Actor, author: OrganisationId) -> Result<(), Denial> {
    require(
        actor,
        actor.acts_for(author, MandateRole::Contributor),
        Forbidden::NeedsContributor,
    )
}

/// Persistence has the same as a filter in SQL; a test compares the two.
fn sees_partnership(actor: &Actor, partnership: &Partnership) -> bool {
    let reads = |one: &OrganisationId| actor.reads_for(*one);
    partnership.insiders().iter().any(reads)
        || partnership.witnesses().iter().any(reads)
        || discloses(actor, partnership, Disclosure::Existence)
}

/// Commitments, versions and signatures. Who has left reads what they have signed, and no more: which
/// versions is asked of each.
fn sees_text(actor: &Actor, partnership: &Partnership) -> bool {
    let reads = |one: &OrganisationId| actor.reads_for(*one);
    partnership.insiders().iter().any(reads)
        || partnership.witnesses().iter().any(reads)
        || discloses(actor, partnership, Disclosure::All)
}

/// What the parties work on is theirs until all have signed it.
pub(super) fn sees_draft(actor: &Actor, partnership: &Partnership) -> bool {
    let mut insiders = partnership.insiders().into_iter();
    insiders.any(|one| actor.reads_for(one))
}

/// What an actor reads of an agreement at hand: what the parties work on, where it is theirs; else the last
/// version that every party had signed, for who has left the last that they have signed.
pub fn outline_for<'a>(actor: &Actor, partnership: &'a Partnership) -> &'a Outline {
    if sees_draft(actor, partnership) {
        return &partnership.outline;
    }
    let mut bound = partnership.versions.iter().rev();
    let reads = bound.find(|one| reads_version(actor, one, partnership));
    let last = || {
        let mut bound = partnership.versions.iter().rev();
        bound.find(|one| one.state.bound() && one.state != VersionState::Superseded)
    };
    reads
        .or_else(last)
        .map_or(&partnership.outline, |version| &version.outline)
}

/// Whose agreement it is reads every version, who has left those that they have signed, and the hub's team
/// those that were in force and say that it may.
pub(super) fn reads_version(actor: &Actor, version: &Version, partnership: &Partnership) -> bool {
    let signed = |actor: &Actor| {
        let mut signatures = version.signatures.iter();
        signatures.any(|signature| actor.reads_for(signature.organisation))
    };
    sees_draft(actor, partnership)
        || version.state.bound() && signed(actor)
        || version.state.bound()
            && version.outline.disclosure == Disclosure::All
            && discloses(actor, partnership, Disclosure::All)
}

/// Whether the parties have signed that the hub's team reads at least so much.
fn discloses(actor: &Actor, partnership: &Partnership, least: Disclosure) -> bool {
    partnership
        .disclosed()
        .is_some_and(|disclosed| disclosed >= least)
        && actor.holds_office(partnership.hub, HubRole::Moderator)
}

//! Partnerships, which are their parties' alone: a hub's team reads of one that every party has signed what
//! they allow, other organisations nothing.

use super::{Actor, Denial, Forbidden, require, see};
use crate::{
    hubs::HubRole,
    ids::OrganisationId,
    mandates::MandateRole,
    partnerships::{
        Disclosure, Fulfilment, FulfilmentAction, Outline, Partnership, PartnershipAction, Version,
        VersionState,
    },
};

pub(super) fn on_partnership(
    actor: &Actor,
    action: PartnershipAction,
    partnership: &Partnership,
) -> Result<(), Denial> {
    use PartnershipAction as A;
    see(sees_partnership(actor, partnership))?;
    let acts = |parties: Vec<OrganisationId>| {
        let takes = action.takes();
        let may = parties.iter().any(|one| actor.acts_for(*one, takes));
        let why = match takes {
            MandateRole::Representative => Forbidden::NeedsRepresentative,
            _ => Forbidden::NeedsContributor,
        };
        require(actor, may, why)
    };
    match action {
        A::Read => Ok(()),
        A::ReadText => see(sees_text(actor, partnership)),
        A::ReadDraft => see(sees_draft(actor, partnership)),
        A::ReadCourse => see(sees_course(actor, partnership)),
        A::Discard if !partnership.state.binds() => acts(vec![partnership.author]),
        A::Change | A::Comment | A::Sign | A::Decline => acts(partnership.insiders()),
        // Who is in an amendment alone neither takes it out of the others' hands, nor says anything of what
        // is in force.
        A::Propose | A::Withdraw | A::Discard => acts(partnership.members()),
        A::Terminate | A::Leave | A::DeclineRenewal | A::Suspend | A::Resume | A::RecordAward => {
            acts(partnership.members())
        }
        A::DeclareFulfilment | A::WaiveCommitment => {
            see(sees_course(actor, partnership))?;
            acts(partnership.members())
        }
    }
}

/// What was declared is answered by people of who is bound, and of who owes it or is owed it, also once they have
/// left: what was due by then is still owed. On what of it counts representatives agree.
pub(super) fn on_fulfilment(
    actor: &Actor,
    action: FulfilmentAction,
    fulfilment: &Fulfilment,
    partnership: &Partnership,
) -> Result<(), Denial> {
    see(sees_fulfilment(actor, fulfilment, partnership))?;
    let takes = action.takes();
    let mut parties = partnership.members();
    parties.extend(&fulfilment.sides.creditors);
    parties.push(fulfilment.sides.debtor);
    let may = parties.iter().any(|one| actor.acts_for(*one, takes));
    match takes {
        MandateRole::Reader => Ok(()),
        MandateRole::Contributor => require(actor, may, Forbidden::NeedsContributor),
        MandateRole::Representative => require(actor, may, Forbidden::NeedsRepresentative),
    }
}

/// What became of it is read by whose agreement it is in full, and by the hub's team where the parties have
/// signed that it reads all; not by who is in an amendment alone, nor by who has left.
pub(super) fn sees_course(actor: &Actor, partnership: &Partnership) -> bool {
    is_member(actor, partnership) || discloses(actor, partnership, Disclosure::All)
}

/// Whether it is in full the agreement of somebody for whom an actor reads.
pub(super) fn is_member(actor: &Actor, partnership: &Partnership) -> bool {
    let members = partnership.members();
    members.iter().any(|one| actor.reads_for(*one))
}

/// Who has left goes on reading what it delivered, or what was delivered to it.
fn sees_fulfilment(actor: &Actor, fulfilment: &Fulfilment, partnership: &Partnership) -> bool {
    let creditors = fulfilment.sides.creditors.iter();
    let mut both = creditors.chain([&fulfilment.sides.debtor]);
    sees_course(actor, partnership) || both.any(|one| actor.reads_for(*one))
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

/// Which changes of the draft an actor reads, and what was said since: those after this number. Who is in an
/// amendment alone reads how that came about, and not how what is in force did.
pub fn edits_after(actor: &Actor, partnership: &Partnership) -> i32 {
    if is_member(actor, partnership) {
        return 0;
    }
    let mut bound = partnership.versions.iter().rev();
    let last = bound.find(|version| version.state.bound());
    let bound = last.map_or(0, |version| version.edit);
    // Amendments that came to nothing are not its own either.
    bound.max(partnership.course.edits_before)
}

/// Whether an agreement is over for an actor, whatever has become of it since: nobody for whom they read is in it
/// any more, and the hub's team is not to know.
pub fn has_left(actor: &Actor, partnership: &Partnership) -> bool {
    !sees_draft(actor, partnership)
        && !is_member(actor, partnership)
        && !discloses(actor, partnership, Disclosure::Existence)
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

/// Whose agreement it is reads every version; who is in an amendment alone the one that waits for signatures;
/// who has left those that they have signed; and the hub's team those that were in force and say that it may.
pub(super) fn reads_version(actor: &Actor, version: &Version, partnership: &Partnership) -> bool {
    let signed = |actor: &Actor| {
        let mut signatures = version.signatures.iter();
        signatures.any(|signature| actor.reads_for(signature.organisation))
    };
    is_member(actor, partnership)
        || version.state == VersionState::Proposed && sees_draft(actor, partnership)
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

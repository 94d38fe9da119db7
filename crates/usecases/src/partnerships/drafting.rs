//! Drafting together, and freezing what was drafted.

use maillage_domain::{
    Act, Faults, Problem, ProblemCode, Refusal, RefusalCode,
    ids::{self, HubId, OrganisationId, PartnershipId, kinds},
    memberships::MembershipState,
    partnerships::{
        ArticleDraft, Articles, BlankDraft, Frozen, Outline, OutlineDraft, Partnership,
        PartnershipAction, PartnershipComment,
    },
    policy::{self, Action, Actor},
    values::{Reason, Slug},
};
use maillage_persistence::{
    Tx, hubs, memberships,
    partnerships::{self as stored, Edit},
    resources,
};

use super::{
    Target, around,
    frozen::{Text, Wording},
    hold, hub_of, keep, load,
    naming::{Naming, expect_seen},
    parties,
};
use crate::{error::Error, platform::Platform};

/// What somebody has typed of an agreement.
#[derive(Debug, Clone)]
pub struct Draft {
    /// What the platform understands.
    pub outline: OutlineDraft,
    /// What people read.
    pub articles: Vec<ArticleDraft>,
    /// What is to be filled in.
    pub blanks: Vec<BlankDraft>,
}

impl Draft {
    fn parse(
        self,
        before: Option<&Outline>,
        platform: &Platform,
    ) -> Result<(Outline, Articles), Faults> {
        let mut faults = Faults::new();
        let outline = faults.join(Outline::parse(self.outline, before, platform));
        let articles = faults.join(Articles::parse(self.articles, self.blanks));
        match outline.zip(articles) {
            Some(both) if faults.is_empty() => Ok(both),
            _ => Err(faults.within("content")),
        }
    }
}

/// Begins the draft of an agreement, for one of its parties, which is an active member of the hub.
///
/// # Errors
/// `NotFound` for a hub, an organisation, a project or a resource that the actor does not see; `Forbidden`
/// without the contributor's mandate; `Invalid`; `NOT_ACTIVE_MEMBER`, `TOO_MANY_DRAFTS`.
pub async fn draft(
    platform: &Platform,
    actor: &Actor,
    hub: HubId,
    acting_for: OrganisationId,
    draft: Draft,
) -> Result<Partnership, Error> {
    let (actor, act) = platform.act_for(actor, acting_for)?;
    policy::check(&actor, Action::DraftPartnership(acting_for))?;
    let (outline, articles) = draft.parse(None, platform)?;
    platform
        .write(async |tx| {
            let hub = hubs::find(tx, hub).await?.ok_or(Error::NotFound)?;
            let membership = memberships::live(tx, hub.id, acting_for).await?;
            if membership.is_none_or(|one| one.state != MembershipState::Active) {
                return Err(Refusal::new(RefusalCode::NotActiveMember).into());
            }
            expect_seen(tx, &actor, &outline, None).await?;
            let named = Naming {
                hub: hub.id,
                by: acting_for,
                at: act.at,
            };
            let outsiders = named
                .admitted(tx, outline.organisations().collect())
                .await?;
            let drafted = Partnership::draft(&act, hub.id, acting_for, outline);
            let mut partnership = drafted.map_err(|faults| faults.within("content"))?;
            keep(tx, platform, &mut partnership, None).await?;
            save_edit(tx, &act, &partnership, (articles, outsiders)).await?;
            Ok(partnership)
        })
        .await
}

/// Changes what the parties work on: the draft, what waits for signatures, or what is in force by an
/// amendment beside it.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Invalid`, `Conflict`, `WRONG_STATE`, `NOTHING_TO_DO`, `TOO_MANY_DRAFTS`.
pub async fn change(
    platform: &Platform,
    actor: &Actor,
    target: Target,
    draft: Draft,
) -> Result<Partnership, Error> {
    let (actor, act) = platform.act_for(actor, target.acting_for)?;
    platform
        .write(async |tx| {
            let change = PartnershipAction::Change;
            let (mut partnership, today) = load(tx, platform, &actor, target, change).await?;
            let before = stored::articles(tx, partnership.id, partnership.edit).await?;
            let before = before.unwrap_or_default();
            let parsed = draft.clone().parse(Some(&partnership.outline), platform);
            let (outline, articles) = parsed?;
            expect_seen(tx, &actor, &outline, Some(&partnership.outline)).await?;
            let known = partnership.insiders();
            let new = outline.organisations().filter(|one| !known.contains(one));
            let named = Naming {
                hub: partnership.hub,
                by: target.acting_for,
                at: act.at,
            };
            let outsiders = named.admitted(tx, new.collect()).await?;
            let both = (outline, &articles);
            let by = target.acting_for;
            partnership.change(&act, by, today, both, &before)?;
            keep(tx, platform, &mut partnership, None).await?;
            save_edit(tx, &act, &partnership, (articles, outsiders)).await?;
            Ok(partnership)
        })
        .await
}

async fn save_edit(
    tx: &Tx,
    act: &Act<'_>,
    partnership: &Partnership,
    (articles, outsiders): (Articles, i32),
) -> Result<(), Error> {
    let edit = Edit {
        partnership: partnership.id,
        number: partnership.edit,
        outline: partnership.outline.clone(),
        articles,
        person: act.person,
        organisation: act.acting_for,
        outsiders,
        at: act.at,
    };
    Ok(stored::save_edit(tx, &edit).await?)
}

/// Says something of an article of what the parties work on, or of the whole.
///
/// # Errors
/// `NotFound`, `Forbidden`, `WRONG_STATE`; `Invalid` for an article that there is not.
pub async fn comment(
    platform: &Platform,
    actor: &Actor,
    (id, acting_for): (PartnershipId, OrganisationId),
    article: Option<Slug>,
    text: Reason,
) -> Result<PartnershipComment, Error> {
    let (actor, act) = platform.act_for(actor, acting_for)?;
    platform
        .write(async |tx| {
            let comment = PartnershipAction::Comment;
            let (mut partnership, today) = hold(tx, platform, &actor, id, comment).await?;
            partnership.permits(comment, Some(acting_for), today)?;
            if let Some(name) = &article {
                let articles = stored::articles(tx, id, partnership.edit).await?;
                if articles.is_none_or(|all| all.article(name.as_str()).is_none()) {
                    let problem = Problem::new(ProblemCode::Unknown).with("given", name);
                    return Err(Error::invalid("article", problem));
                }
            }
            let said = partnership.comment(&act, article.clone(), text.clone());
            stored::save_comment(tx, &said).await?;
            keep(tx, platform, &mut partnership, None).await?;
            Ok(said)
        })
        .await
}

/// Freezes what was drafted as a version, and asks every party to sign it.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Conflict`, `WRONG_STATE`, `FORM_RULE`, `INCOMPLETE` (fact `field`),
/// `TOO_MANY_VERSIONS`, `TOO_MANY_PROPOSALS`; `Invalid` for articles that are too long once filled in.
pub async fn propose(
    platform: &Platform,
    actor: &Actor,
    target: Target,
) -> Result<Partnership, Error> {
    let (actor, act) = platform.act_for(actor, target.acting_for)?;
    platform
        .write(async |tx| {
            let propose = PartnershipAction::Propose;
            let (mut partnership, today) = load(tx, platform, &actor, target, propose).await?;
            partnership.has_room_for_a_version(act.at)?;
            let organisations = parties(tx, &partnership).await?;
            let world = around(tx, (&act, today), &partnership.outline, &organisations).await?;
            partnership.can_be_proposed(&world, today)?;
            let hub = hub_of(tx, &partnership).await?;
            let staff = match partnership.outline.staff {
                Some(staff) => resources::find(tx, staff.resource).await?,
                None => None,
            };
            let articles = stored::articles(tx, partnership.id, partnership.edit).await?;
            let words = Wording {
                hub: &hub,
                organisations: &organisations,
                staff: staff.as_ref(),
            };
            let text = Text::of(&partnership, &articles.unwrap_or_default(), &words)?;
            let written = text.written()?;
            let frozen = Frozen {
                id: ids::mint::<kinds::PartnershipVersion>(platform),
                sha256: written.sha256,
            };
            partnership.propose(&act, today, &world, frozen)?;
            keep(tx, platform, &mut partnership, Some(&written.text)).await?;
            Ok(partnership)
        })
        .await
}

/// Takes the proposed version back, to change it.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Conflict`, `WRONG_STATE`.
pub async fn withdraw(
    platform: &Platform,
    actor: &Actor,
    target: Target,
) -> Result<Partnership, Error> {
    let (actor, act) = platform.act_for(actor, target.acting_for)?;
    platform
        .write(async |tx| {
            let withdraw = PartnershipAction::Withdraw;
            let (mut partnership, today) = load(tx, platform, &actor, target, withdraw).await?;
            partnership.withdraw(&act, today)?;
            keep(tx, platform, &mut partnership, None).await?;
            Ok(partnership)
        })
        .await
}

/// Gives a draft up: the whole before anything was signed, or an amendment.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Conflict`, `WRONG_STATE`.
pub async fn discard(
    platform: &Platform,
    actor: &Actor,
    target: Target,
) -> Result<Partnership, Error> {
    let (actor, act) = platform.act_for(actor, target.acting_for)?;
    platform
        .write(async |tx| {
            let discard = PartnershipAction::Discard;
            let (mut partnership, today) = load(tx, platform, &actor, target, discard).await?;
            partnership.discard(&act, today)?;
            keep(tx, platform, &mut partnership, None).await?;
            Ok(partnership)
        })
        .await
}

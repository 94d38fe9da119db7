//! Organisations: the legal bodies that cooperate. Identity (name, form, identifiers, commune) is
//! a public record from the first publication on; the profile around it is moderated content.

mod content;
mod ess;
mod identifiers;
mod legal_categories;
mod moderated;

use chrono::{DateTime, NaiveDate, Utc};

pub(crate) use self::content::{distinct, location};
pub use self::{
    content::{
        Accreditation, AccreditationKind, Contact, ContactVisibility, LegalForm, Location,
        LocationPrecision, OrganisationContent, OrganisationDraft, StaffSize,
    },
    ess::{EssDecision, EssEvidence, EssReason, EssStatus},
    identifiers::{LegalCategory, Naf, NafNomenclature, PostalCode, Rna, Siren, Siret},
    legal_categories::{EssFamily, ess_categories, ess_family},
};
use crate::{
    clock::Act,
    content::{ContentAction, ContentState},
    events::{Audience, Event, EventKind, Pending, Subject},
    ids::{HubId, OrganisationId},
    moderation::{Moderated, Moderation, Revision, Statement},
    refusals::{Fact, Refusal, RefusalCode},
    values::text_enum,
};

text_enum! {
    /// Where what is known of an organisation comes from.
    pub enum Source {
        /// The organisation itself.
        Organisation = "ORGANISATION",
        /// A coordinator of a hub.
        Coordinator = "COORDINATOR",
        /// An import of public data, or the demonstration data.
        Import = "IMPORT",
    }
}

text_enum! {
    /// What can be done with an organisation, as shown to a viewer.
    pub enum OrganisationAction {
        /// Change its fields.
        Edit = "EDIT",
        /// Hand its profile in for review.
        Submit = "SUBMIT",
        /// Take the submission, or the waiting revision, back.
        Withdraw = "WITHDRAW",
        /// Put it away.
        Archive = "ARCHIVE",
        /// Take its profile down (moderators).
        Hide = "HIDE",
        /// Show its profile again (moderators).
        Restore = "RESTORE",
        /// Give, change and end mandates, invite people.
        ManageMandates = "MANAGE_MANDATES",
        /// Read mandates, drafts and its own activity.
        ReadPrivate = "READ_PRIVATE",
        /// Decide that it belongs to the ESS, or not (coordinators).
        DecideEss = "DECIDE_ESS",
        /// Name a representative where there is none (coordinators).
        AppointRepresentative = "APPOINT_REPRESENTATIVE",
        /// Apply for membership of a hub, leave it, accept its charter.
        ManageMemberships = "MANAGE_MEMBERSHIPS",
        /// Draft projects in its name.
        CreateProject = "CREATE_PROJECT",
        /// Share a resource in its name.
        CreateResource = "CREATE_RESOURCE",
        /// Upload photos of what it shares.
        UploadPhoto = "UPLOAD_PHOTO",
    }
}

/// A legal body.
#[derive(Debug, Clone, PartialEq)]
pub struct Organisation {
    /// Its id.
    pub id: OrganisationId,
    /// What it says of itself, as published (or as drafted before the first publication).
    pub content: OrganisationContent,
    /// Where that came from.
    pub source: Source,
    /// Whether the SIRENE register flags it as ESS; `None` when it was never looked up.
    pub sirene_ess: Option<bool>,
    /// Whether it is on the list of ESS France.
    pub listed_by_ess_france: bool,
    /// A coordinator's decision.
    pub ess_decision: Option<EssDecision>,
    /// Where its profile stands.
    pub state: ContentState,
    /// Why its profile is restricted, if it is.
    pub statement: Option<Statement>,
    /// The change waiting beside the published profile.
    pub revision: Option<Revision<OrganisationContent>>,
    /// When it was created here.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// First publication: its identity is public from then on.
    pub published_at: Option<DateTime<Utc>>,
    /// Hubs that it applied to or belongs to ([`MembershipState::is_under_care`]): their teams
    /// have a say over it, those of hubs that merely invited it have none. Read-only here.
    ///
    /// [`MembershipState::is_under_care`]: crate::memberships::MembershipState::is_under_care
    pub hubs: Vec<HubId>,
    /// The hubs that it is an active member of, the one it belongs to longest first. Read-only
    /// here.
    pub member_of: Vec<HubId>,
    /// The hubs that have its application and have not decided, the oldest first. Read-only here.
    pub applied_to: Vec<HubId>,
    /// Whether any hub ever admitted it. Read-only here.
    pub admitted: bool,
    /// Counts its changes.
    pub version: i32,
    /// What happened since it was loaded.
    pub events: Pending,
}

impl Organisation {
    /// A new organisation, drafted by `act`.
    pub fn create(act: &Act<'_>, content: OrganisationContent, source: Source) -> Self {
        let mut organisation = Self {
            id: act.id(),
            content,
            source,
            sirene_ess: None,
            listed_by_ess_france: false,
            ess_decision: None,
            state: ContentState::Draft,
            statement: None,
            revision: None,
            created_at: act.at,
            updated_at: act.at,
            published_at: None,
            hubs: Vec::new(),
            member_of: Vec::new(),
            applied_to: Vec::new(),
            admitted: false,
            version: 0,
            events: Pending::default(),
        };
        organisation.record(
            act,
            EventKind::OrganisationCreated,
            Audience::Organisation,
            None,
            vec![],
        );
        organisation
    }

    /// Whether the organisation belongs to the ESS on a day, and why.
    pub fn ess_status(&self, on: NaiveDate) -> EssStatus {
        self.ess_evidence().status(on)
    }

    /// What speaks for its belonging to the ESS.
    pub fn ess_evidence(&self) -> EssEvidence {
        EssEvidence {
            legal_form: self.content.legal_form,
            legal_category: self.content.legal_category.clone(),
            accreditations: self.content.accreditations.clone(),
            sirene_ess: self.sirene_ess,
            listed_by_ess_france: self.listed_by_ess_france,
            decision: self.ess_decision.clone(),
        }
    }

    /// Whether anyone may see its identity.
    pub fn is_public(&self) -> bool {
        self.published_at.is_some()
    }

    /// Whether its profile is readable by all.
    pub fn is_published(&self) -> bool {
        self.state == ContentState::Published
    }

    /// The hub that looks at its profile: the one it belongs to longest; before any admitted it,
    /// the one it applied to first.
    pub fn home_hub(&self) -> Option<HubId> {
        self.member_of.first().or(self.applied_to.first()).copied()
    }

    /// Whether a published profile owes that to a hub. One entered from public sources that no
    /// hub ever admitted does not.
    fn was_published_by_a_hub(&self) -> bool {
        self.state == ContentState::Published && (self.admitted || self.source != Source::Import)
    }

    /// Whether `action` is possible in the present state, whoever asks.
    ///
    /// # Errors
    /// `WRONG_STATE` with the state; `NOT_ACTIVE_MEMBER` for a profile to be submitted, or one that
    /// a hub published to be changed, where no hub looks at it; for one to be submitted `INCOMPLETE`
    /// (fact `field`) without a summary or a commune; for one to be put away `ALREADY_MEMBER` (fact
    /// `hub`).
    pub fn permits(&self, action: OrganisationAction) -> Result<(), Refusal> {
        use OrganisationAction as A;
        let step = match action {
            A::Edit => match self.state {
                // Who is suspended or gone would change unseen what a hub let out.
                ContentState::Published
                    if self.was_published_by_a_hub() && self.home_hub().is_none() =>
                {
                    return Err(Refusal::new(RefusalCode::NotActiveMember));
                }
                ContentState::Draft | ContentState::ChangesRequested | ContentState::Published => {
                    return Ok(());
                }
                state => return Err(Refusal::state(state, action)),
            },
            A::Withdraw if self.revision.is_some() => return Ok(()),
            A::Submit => {
                self.state.after(ContentAction::Submit)?;
                self.complete()?;
                // A hub looks at it: there must be one.
                return match self.home_hub() {
                    Some(_) => Ok(()),
                    None => Err(Refusal::new(RefusalCode::NotActiveMember)),
                };
            }
            A::Withdraw => ContentAction::Withdraw,
            A::Archive => {
                self.state.after(ContentAction::Archive)?;
                return match self.hubs.first() {
                    Some(hub) => Err(Refusal::new(RefusalCode::AlreadyMember).with("hub", hub)),
                    None => Ok(()),
                };
            }
            A::Hide => ContentAction::Hide,
            A::Restore => ContentAction::Restore,
            A::ManageMandates | A::ReadPrivate | A::DecideEss | A::AppointRepresentative => {
                return Ok(());
            }
            A::ManageMemberships | A::CreateProject | A::CreateResource | A::UploadPhoto => {
                match self.state {
                    ContentState::Archived => return Err(Refusal::state(self.state, action)),
                    _ => return Ok(()),
                }
            }
        };
        self.state.after(step).map(drop)
    }

    /// Changes its fields: at once before publication and where the hub trusts, as a revision
    /// beside the published profile otherwise. `moderation` is that of [`Self::home_hub`], `None`
    /// without one.
    ///
    /// # Errors
    /// `WRONG_STATE`, `NOT_ACTIVE_MEMBER`; `NOTHING_TO_DO` when nothing changes.
    pub fn edit(
        &mut self,
        act: &Act<'_>,
        content: OrganisationContent,
        moderation: Option<&Moderation>,
    ) -> Result<(), Refusal> {
        self.permits(OrganisationAction::Edit)?;
        self.change(act, content, moderation)
    }

    /// Records a coordinator's decision on its belonging to the ESS.
    pub fn decide_ess(&mut self, act: &Act<'_>, hub: HubId, decision: EssDecision) {
        let belongs = decision.is_ess;
        self.ess_decision = Some(decision);
        self.updated_at = act.at;
        self.record(
            act,
            EventKind::OrganisationEssDecided,
            Audience::Organisation,
            Some(hub),
            vec![Fact::new("isEss", belongs)],
        );
    }

    fn audience(&self) -> Audience {
        if self.state == ContentState::Published {
            Audience::Public
        } else {
            Audience::Organisation
        }
    }

    fn record(
        &mut self,
        act: &Act<'_>,
        kind: EventKind,
        audience: Audience,
        hub: Option<HubId>,
        facts: Vec<Fact>,
    ) {
        let mut event = Event::new(act, kind, Subject::Organisation(self.id), audience)
            .within(hub, Some(self.id));
        event.facts = facts;
        self.events.push(event);
    }
}

#[cfg(test)]
mod tests;

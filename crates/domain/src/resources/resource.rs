//! A resource: what an organisation shares.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use super::{Conditions, ResourceContent, ResourceKind};
use crate::{
    clock::Act,
    content::{ContentAction, ContentState},
    events::{Audience, Event, EventKind, Pending, Subject},
    ids::{HubId, OrganisationId, PhotoId, ResourceId},
    moderation::{ActiveMember, Moderated, Moderation, Parts, Revision, Statement, Step},
    refusals::{Fact, Refusal, RefusalCode},
    values::{Faults, Problem, ProblemCode, Visibility, text_enum},
};

text_enum! {
    /// What can be done with a resource, as shown to a viewer.
    pub enum ResourceAction {
        /// Read it.
        Read = "READ",
        /// Read its drafts, revisions and reasons.
        ReadPrivate = "READ_PRIVATE",
        /// Change it; published resources by a revision.
        Edit = "EDIT",
        /// Say when and how it is booked.
        SetConditions = "SET_CONDITIONS",
        /// Make a lot of it, of material.
        CreateLot = "CREATE_LOT",
        /// Hand it in for review.
        Submit = "SUBMIT",
        /// Take the submission, or the waiting revision, back.
        Withdraw = "WITHDRAW",
        /// Put it away.
        Archive = "ARCHIVE",
        /// Take it down (moderators).
        Hide = "HIDE",
        /// Show it again (moderators).
        Restore = "RESTORE",
    }
}

/// What an organisation shares.
#[derive(Debug, Clone, PartialEq)]
pub struct Resource {
    /// Its id.
    pub id: ResourceId,
    /// The hub that moderates it.
    pub hub: HubId,
    /// Shared by whom.
    pub owner: OrganisationId,
    /// What it says of itself, as published (or as drafted before).
    pub content: ResourceContent,
    /// When and how it is booked; without, it is not. Material never is.
    pub conditions: Option<Conditions>,
    /// Where its text stands.
    pub state: ContentState,
    /// Why it is restricted, if it is.
    pub statement: Option<Statement>,
    /// The change waiting beside the published text.
    pub revision: Option<Revision<ResourceContent>>,
    /// When it was drafted.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// First publication.
    pub published_at: Option<DateTime<Utc>>,
    /// Counts its changes.
    pub version: i32,
    /// What happened since it was loaded.
    pub events: Pending,
}

impl Resource {
    /// Drafts a resource. Whether the owner is an active member of the hub is for the use case to
    /// find out and hand in.
    ///
    /// # Errors
    /// `NOT_ACTIVE_MEMBER`.
    pub fn create(
        act: &Act<'_>,
        hub: HubId,
        owner: OrganisationId,
        content: ResourceContent,
        owner_is_active_member: ActiveMember,
    ) -> Result<Self, Refusal> {
        owner_is_active_member.require()?;
        let mut resource = Self {
            id: act.id(),
            hub,
            owner,
            content,
            conditions: None,
            state: ContentState::Draft,
            statement: None,
            revision: None,
            created_at: act.at,
            updated_at: act.at,
            published_at: None,
            version: 0,
            events: Pending::default(),
        };
        resource.record(
            act,
            EventKind::ResourceCreated,
            Audience::Organisation,
            vec![],
        );
        Ok(resource)
    }

    /// Whether its text is published, for whom its visibility says.
    pub fn is_published(&self) -> bool {
        self.state == ContentState::Published
    }

    /// Whether it is material, of which there are lots: it is not booked.
    pub fn is_material(&self) -> bool {
        self.content.kind == ResourceKind::Material
    }

    /// Whether it is the time of an employee.
    pub fn is_staff_time(&self) -> bool {
        self.content.kind == ResourceKind::StaffTime
    }

    /// It is of a kind with which that is not done.
    pub(crate) fn wrong_kind(&self) -> Refusal {
        Refusal::new(RefusalCode::WrongKind).with("kind", self.content.kind)
    }

    /// The hubs in which it is shared, its own first.
    pub fn hubs(&self) -> impl Iterator<Item = HubId> + '_ {
        let others = self.content.shared_with.iter().copied();
        std::iter::once(self.hub).chain(others.filter(|hub| *hub != self.hub))
    }

    /// The photos that it or the revision beside it shows.
    pub fn photos(&self) -> BTreeSet<PhotoId> {
        let revision = self.revision.iter().map(|revision| &revision.content);
        let texts = std::iter::once(&self.content).chain(revision);
        let shown = texts.flat_map(|content| &content.photos);
        shown.map(|shown| shown.photo).collect()
    }

    /// Whether `action` is possible in the present state, whoever asks.
    ///
    /// # Errors
    /// `WRONG_KIND` for what is done with material alone, or never with it; `WRONG_STATE` with the
    /// state.
    pub fn permits(&self, action: ResourceAction) -> Result<(), Refusal> {
        use ResourceAction as A;
        let in_hand = self.state.is_open_to_edits() || self.is_published();
        let step = match action {
            A::Read | A::ReadPrivate => return Ok(()),
            A::Edit if in_hand => return Ok(()),
            A::SetConditions if self.is_material() => return Err(self.wrong_kind()),
            A::CreateLot if !self.is_material() => return Err(self.wrong_kind()),
            A::SetConditions | A::CreateLot if in_hand || self.state == ContentState::Submitted => {
                return Ok(());
            }
            A::Edit | A::SetConditions | A::CreateLot => {
                return Err(Refusal::state(self.state, action));
            }
            A::Withdraw if self.revision.is_some() => return Ok(()),
            A::Submit => ContentAction::Submit,
            A::Withdraw => ContentAction::Withdraw,
            A::Archive => ContentAction::Archive,
            A::Hide => ContentAction::Hide,
            A::Restore => ContentAction::Restore,
        };
        self.state.after(step).map(drop)
    }

    /// Changes it: at once before publication and where the hub trusts, as a revision beside the
    /// published text otherwise.
    ///
    /// # Errors
    /// `WRONG_STATE`; `WRONG_KIND` where it would become material or staff time, or cease to be; `NOTHING_TO_DO`
    /// when nothing changes.
    pub fn edit(
        &mut self,
        act: &Act<'_>,
        content: ResourceContent,
        moderation: &Moderation,
    ) -> Result<(), Refusal> {
        self.permits(ResourceAction::Edit)?;
        // What was booked has no stock, and what has lots no hours; people do not become things.
        let apart = [ResourceKind::Material, ResourceKind::StaffTime];
        let (before, after) = (self.content.kind, content.kind);
        if before != after && (apart.contains(&before) || apart.contains(&after)) {
            return Err(self.wrong_kind());
        }
        self.change(act, content, Some(moderation))
    }

    /// Whether it can be booked so: of an employee there is one, and nothing is owed for work that was
    /// called off, since nobody may earn by a loan of staff (C. trav. L8241-1).
    ///
    /// # Errors
    /// `INCONSISTENT` (with `kind`) on `units` and `lateShare`.
    pub fn expect_conditions(&self, conditions: &Conditions) -> Result<(), Faults> {
        let mut faults = Faults::new();
        let rules = &conditions.rules;
        for (field, wrong) in [
            ("units", rules.units() != 1),
            ("lateShare", rules.cancellation().share.value() != 0),
        ] {
            if wrong && self.is_staff_time() {
                let problem = Problem::new(ProblemCode::Inconsistent).with("with", "kind");
                faults.note(field, problem);
            }
        }
        if faults.is_empty() {
            Ok(())
        } else {
            Err(faults)
        }
    }

    /// Says when and how it is booked. No moderator reads figures and hours: they hold at once.
    ///
    /// # Errors
    /// `WRONG_KIND` for material; `WRONG_STATE`; `NOTHING_TO_DO` when nothing changes.
    pub fn set_conditions(&mut self, act: &Act<'_>, conditions: Conditions) -> Result<(), Refusal> {
        self.permits(ResourceAction::SetConditions)?;
        if self.conditions.as_ref() == Some(&conditions) {
            return Err(Refusal::new(RefusalCode::NothingToDo));
        }
        self.conditions = Some(conditions);
        self.updated_at = act.at;
        let audience = self.audience();
        self.record(act, EventKind::ResourceConditionsChanged, audience, vec![]);
        Ok(())
    }

    /// Hands it in; where the hub looks afterwards, it is published at once.
    ///
    /// # Errors
    /// `NOT_ACTIVE_MEMBER`, `WRONG_STATE`.
    pub fn submit(
        &mut self,
        act: &Act<'_>,
        moderation: &Moderation,
        owner_is_active_member: ActiveMember,
    ) -> Result<(), Refusal> {
        owner_is_active_member.require()?;
        self.hand_in(act, moderation)
    }

    /// Who may read of what happens to it now: never more than may read the resource.
    pub(crate) fn audience(&self) -> Audience {
        match (self.state, self.content.visibility) {
            (ContentState::Published, Visibility::Public) => Audience::Public,
            (ContentState::Published, Visibility::Hub) => Audience::Hub,
            _ => Audience::Organisation,
        }
    }

    fn record(&mut self, act: &Act<'_>, kind: EventKind, audience: Audience, facts: Vec<Fact>) {
        let mut event = Event::new(act, kind, Subject::Resource(self.id), audience)
            .within(Some(self.hub), Some(self.owner));
        event.facts = facts;
        self.events.push(event);
    }
}

impl Moderated for Resource {
    type Content = ResourceContent;

    fn parts(&mut self) -> Parts<'_, ResourceContent> {
        Parts {
            state: &mut self.state,
            statement: &mut self.statement,
            revision: &mut self.revision,
            updated_at: &mut self.updated_at,
            published_at: &mut self.published_at,
        }
    }

    fn says(&self, content: &ResourceContent) -> bool {
        self.content == *content
    }

    fn adopt(&mut self, content: ResourceContent) {
        self.content = content;
    }

    fn permits_step(&self, _: ContentAction) -> Result<(), Refusal> {
        Ok(())
    }

    fn tell(&mut self, act: &Act<'_>, step: Step, _: Option<HubId>, facts: Vec<Fact>) {
        let kind = match step {
            Step::Revised => EventKind::ResourceRevised,
            Step::Updated => EventKind::ResourceUpdated,
            Step::Taken(ContentAction::Submit) => EventKind::ResourceSubmitted,
            Step::Taken(ContentAction::Withdraw) => EventKind::ResourceWithdrawn,
            Step::Taken(ContentAction::Publish) => EventKind::ResourcePublished,
            Step::Taken(ContentAction::RequestChanges) => EventKind::ResourceChangesRequested,
            Step::Taken(ContentAction::Reject) => EventKind::ResourceRejected,
            Step::Taken(ContentAction::Hide) => EventKind::ResourceHidden,
            Step::Taken(ContentAction::Restore) => EventKind::ResourceRestored,
            Step::Taken(ContentAction::Archive) => EventKind::ResourceArchived,
        };
        let audience = step.audience(self.audience());
        self.record(act, kind, audience, facts);
    }
}

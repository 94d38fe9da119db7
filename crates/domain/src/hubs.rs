//! Hubs: one PTCE each, with its territory, charter, colleges and moderation policy.

mod composition;
mod offices;
mod settings;

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

pub use self::{
    composition::{CompositionCondition, CompositionMember, CompositionRule, composition},
    offices::{HubOffice, HubRole},
    settings::{CharterDraft, CharterText, CollegeDraft, ReasonTemplateDraft},
};
use crate::{
    clock::Act,
    communes::CommuneCode,
    content::{ContentKind, ModerationTiming},
    events::{Audience, Event, EventKind, Pending, Subject},
    ids::{CollegeId, HubId, ReasonTemplateId},
    moderation::{Ground, Moderation},
    refusals::{Refusal, RefusalCode},
    resources::{PriceKind, Terms},
    values::{
        Faults, Label, Markdown, Name, Problem, ProblemCode, Reason, Slug, Summary, gather,
        text_enum,
    },
};

/// A group of members that votes together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct College {
    /// Its id.
    pub id: CollegeId,
    /// Its name.
    pub name: Label,
    /// Whom it gathers.
    pub description: Option<Summary>,
}

/// One version of a hub's charter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Charter {
    /// 1, 2, …
    pub number: i32,
    /// Its text.
    pub text: Markdown,
    /// When it was published.
    pub published_at: DateTime<Utc>,
    /// By which day members are asked to accept it.
    pub accept_by: Option<NaiveDate>,
}

/// A reason that moderators use again and again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReasonTemplate {
    /// Its id.
    pub id: ReasonTemplateId,
    /// What moderators choose it by.
    pub label: Label,
    /// The text it begins with.
    pub text: Reason,
    /// In law or in the charter.
    pub ground: Ground,
    /// Which law or which article.
    pub reference: Option<Label>,
}

/// What a hub says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HubContent {
    /// Name of the pole.
    pub name: Name,
    /// One or two sentences.
    pub summary: Summary,
    /// Long text.
    pub description: Markdown,
    /// Communes of its territory.
    pub territory: Vec<CommuneCode>,
    /// IANA name of its time zone.
    pub time_zone: chrono_tz::Tz,
}

/// What a hub says of itself as typed by somebody, not yet checked.
#[derive(Debug, Clone, Default)]
#[expect(missing_docs, reason = "each field is documented on `HubContent`")]
pub struct HubDraft {
    pub name: String,
    pub summary: String,
    pub description: String,
    pub territory: Vec<String>,
    pub time_zone: String,
}

/// Most communes in one territory.
const MOST_COMMUNES: usize = 2_000;

impl HubContent {
    /// Checks everything that somebody typed.
    ///
    /// # Errors
    /// Every fault, each with its field.
    pub fn parse(draft: HubDraft) -> Result<Self, Faults> {
        let HubDraft {
            name,
            summary,
            description,
            territory,
            time_zone,
        } = draft;
        let mut faults = Faults::new();
        let name = faults.take("name", Name::parse(&name));
        let summary = faults.take("summary", Summary::parse(&summary));
        let description = faults.take("description", Markdown::parse(&description));
        if territory.len() > MOST_COMMUNES {
            faults.note(
                "territory",
                Problem::new(ProblemCode::TooLong)
                    .with("max", MOST_COMMUNES)
                    .with("length", territory.len()),
            );
            return Err(faults);
        }
        let territory = faults.each("territory", territory, |code| {
            CommuneCode::parse(&code).map_err(Faults::from)
        });
        let territory = territory.map(|mut codes| {
            codes.sort_unstable();
            codes.dedup();
            codes
        });
        let time_zone = faults.take(
            "timeZone",
            time_zone
                .parse::<chrono_tz::Tz>()
                .map_err(|_| Problem::new(ProblemCode::Unknown).with("expected", "Europe/Paris")),
        );
        gather!(faults => Self { name, summary, description, territory, time_zone })
    }
}

text_enum! {
    /// What can be done with a hub, as shown to a viewer.
    pub enum HubAction {
        /// Change its texts, territory, colleges, policy and templates.
        Edit = "EDIT",
        /// Publish a charter version.
        PublishCharter = "PUBLISH_CHARTER",
        /// Decide memberships and invite members.
        ManageMemberships = "MANAGE_MEMBERSHIPS",
        /// Read the queue of reviews.
        Moderate = "MODERATE",
        /// Give and end hub roles.
        ManageTeam = "MANAGE_TEAM",
        /// Read the register of members and who is on the team.
        ReadRegister = "READ_REGISTER",
        /// Read how much material was used again.
        ReadFigures = "READ_FIGURES",
        /// Read who cooperates with whom.
        ReadCooperation = "READ_COOPERATION",
        /// Apply for membership.
        Apply = "APPLY",
    }
}

/// A pôle territorial de coopération économique.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hub {
    /// Its id.
    pub id: HubId,
    /// The readable part of its address.
    pub slug: Slug,
    /// What it says of itself.
    pub content: HubContent,
    /// Its colleges.
    pub colleges: Vec<College>,
    /// When it looks at each kind of content; BEFORE where nothing is said.
    pub policy: BTreeMap<ContentKind, ModerationTiming>,
    /// Whether its team is asked for a second factor at signing in.
    pub requires_second_factor: bool,
    /// Whether its members keep account of hours besides money.
    pub keeps_hours: bool,
    /// The reasons its moderators use again.
    pub templates: Vec<ReasonTemplate>,
    /// The charter version in force, if there is one.
    pub charter: Option<Charter>,
    /// Whether it is demonstration data.
    pub demo: bool,
    /// When it was created here.
    pub created_at: DateTime<Utc>,
    /// Counts its changes.
    pub version: i32,
    /// What happened since it was loaded.
    pub events: Pending,
}

impl Hub {
    /// A new hub, without charter, colleges or templates.
    pub fn create(act: &Act<'_>, slug: Slug, content: HubContent, demo: bool) -> Self {
        let mut hub = Self {
            id: act.id(),
            slug,
            content,
            colleges: Vec::new(),
            policy: BTreeMap::new(),
            requires_second_factor: false,
            keeps_hours: false,
            templates: Vec::new(),
            charter: None,
            demo,
            created_at: act.at,
            version: 0,
            events: Pending::default(),
        };
        hub.record(act, EventKind::HubCreated, "hub");
        hub
    }

    /// Whether `action` is possible now, whoever asks.
    ///
    /// # Errors
    /// `NO_CHARTER`: whoever applies accepts one.
    pub fn permits(&self, action: HubAction) -> Result<(), Refusal> {
        match (action, &self.charter) {
            (HubAction::Apply, None) => Err(Refusal::new(RefusalCode::NoCharter)),
            _ => Ok(()),
        }
    }

    /// When it looks at a kind of content.
    pub fn timing(&self, kind: ContentKind) -> ModerationTiming {
        self.policy
            .get(&kind)
            .copied()
            .unwrap_or(ModerationTiming::Before)
    }

    /// How it treats content of a member.
    pub fn moderation(&self, kind: ContentKind, trusted: bool) -> Moderation {
        Moderation {
            hub: self.id,
            timing: self.timing(kind),
            trusted,
        }
    }

    /// A college by its id.
    pub fn college(&self, id: CollegeId) -> Option<&College> {
        self.colleges.iter().find(|college| college.id == id)
    }

    /// A template by its id.
    pub fn template(&self, id: ReasonTemplateId) -> Option<&ReasonTemplate> {
        self.templates.iter().find(|template| template.id == id)
    }

    /// Changes texts, territory and time zone.
    pub fn edit(&mut self, act: &Act<'_>, content: HubContent) {
        self.content = content;
        self.record(act, EventKind::HubUpdated, "content");
    }

    /// Replaces the colleges; those with a known id keep it. `in_use` are the colleges that have
    /// members.
    ///
    /// # Errors
    /// `COLLEGE_IN_USE` (fact `college`) when one with members would go.
    pub fn set_colleges(
        &mut self,
        act: &Act<'_>,
        colleges: Vec<College>,
        in_use: &[CollegeId],
    ) -> Result<(), Refusal> {
        if let Some(gone) = in_use
            .iter()
            .find(|used| !colleges.iter().any(|college| college.id == **used))
        {
            return Err(Refusal::new(RefusalCode::CollegeInUse).with("college", gone));
        }
        self.colleges = colleges;
        self.record(act, EventKind::HubUpdated, "colleges");
        Ok(())
    }

    /// Sets when the hub looks at each kind of content.
    pub fn set_policy(&mut self, act: &Act<'_>, policy: BTreeMap<ContentKind, ModerationTiming>) {
        self.policy = policy;
        self.record(act, EventKind::HubUpdated, "policy");
    }

    /// Asks a second factor of its team, or no longer: who has none reads, and acts once they have.
    ///
    /// # Errors
    /// `NOTHING_TO_DO`.
    pub fn require_second_factor(&mut self, act: &Act<'_>, required: bool) -> Result<(), Refusal> {
        if self.requires_second_factor == required {
            return Err(Refusal::new(RefusalCode::NothingToDo));
        }
        self.requires_second_factor = required;
        self.record(act, EventKind::HubUpdated, "secondFactor");
        Ok(())
    }

    /// Lets its members keep account of hours besides money, or no longer: what is shared for hours
    /// already stays so.
    ///
    /// # Errors
    /// `NOTHING_TO_DO`.
    pub fn keep_hours(&mut self, act: &Act<'_>, kept: bool) -> Result<(), Refusal> {
        if self.keeps_hours == kept {
            return Err(Refusal::new(RefusalCode::NothingToDo));
        }
        self.keeps_hours = kept;
        self.record(act, EventKind::HubUpdated, "hours");
        Ok(())
    }

    /// Whether something can be shared in it on some terms.
    ///
    /// # Errors
    /// On `kind`: `INCONSISTENT` (with `hub`) for hours where no account is kept of them.
    pub fn expect_terms(&self, terms: &Terms) -> Result<(), Faults> {
        if terms.kind() == PriceKind::Hours && !self.keeps_hours {
            let problem = Problem::new(ProblemCode::Inconsistent).with("with", "hub");
            return Err(Faults::one("kind", problem));
        }
        Ok(())
    }

    /// Replaces the reasons its moderators use again.
    pub fn set_templates(&mut self, act: &Act<'_>, templates: Vec<ReasonTemplate>) {
        self.templates = templates;
        self.record(act, EventKind::HubUpdated, "templates");
    }

    /// Publishes the next version of the charter; members are asked to accept it.
    pub fn publish_charter(&mut self, act: &Act<'_>, text: Markdown, accept_by: Option<NaiveDate>) {
        let number = self
            .charter
            .as_ref()
            .map_or(1, |charter| charter.number + 1);
        self.charter = Some(Charter {
            number,
            text,
            published_at: act.at,
            accept_by,
        });
        let event = Event::new(
            act,
            EventKind::HubCharterPublished,
            Subject::Hub(self.id),
            Audience::Public,
        )
        .within(Some(self.id), None)
        .with("charter", number);
        self.events.push(event);
    }

    fn record(&mut self, act: &Act<'_>, kind: EventKind, part: &str) {
        self.events.push(
            Event::new(act, kind, Subject::Hub(self.id), Audience::Public)
                .within(Some(self.id), None)
                .with("part", part),
        );
    }
}

#[cfg(test)]
mod tests;

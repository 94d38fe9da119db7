//! What clients send about hubs.

use async_graphql::{ID, InputObject};
use maillage_domain::{
    content::{ContentKind, ModerationTiming},
    hubs::{CharterDraft, CollegeDraft, HubDraft, HubRole, ReasonTemplateDraft},
    moderation::Ground,
};
use maillage_usecases::{Error, hubs::Setting};

use crate::{
    enums::E,
    ids::{self, kinds},
    values::Date,
};

/// The part that every act on a hub has.
macro_rules! hub_input {
    ($(#[doc = $doc:literal])+ $name:ident { $($(#[doc = $field_doc:literal])+ $(#[graphql($attr:ident)])? $field:ident: $type:ty,)* }) => {
        $(#[doc = $doc])+
        #[derive(Debug, Clone, InputObject)]
        pub(crate) struct $name {
            /// The hub.
            id: ID,
            /// The version you have read; CONFLICT when it changed since.
            expected_version: i32,
            $($(#[doc = $field_doc])+ $(#[graphql($attr)])? pub(super) $field: $type,)*
            /// Validate, authorise and answer, but write nothing.
            #[graphql(default)]
            pub(super) dry_run: bool,
        }

        impl $name {
            pub(super) fn setting(&self) -> std::result::Result<Setting, Error> {
                Ok(Setting {
                    id: ids::read::<kinds::Hub>("id", &self.id)?,
                    expected_version: self.expected_version,
                })
            }
        }
    };
}

/// What a hub says of itself, whole.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct HubContentInput {
    /// Name, 2 to 160 characters.
    name: String,
    /// One or two sentences, up to 280 characters.
    summary: String,
    /// Long text in Markdown, up to 20,000 characters.
    description: String,
    /// INSEE codes of the communes of the territory.
    territory: Vec<String>,
    /// Time zone (IANA): `Europe/Paris`.
    time_zone: String,
}

hub_input! {
    /// Changes a hub.
    UpdateHubInput {
        /// What it is to say of itself, whole.
        content: HubContentInput,
    }
}
hub_input! {
    /// Replaces the colleges of a hub. What is left out goes away, unless it has members.
    SetCollegesInput {
        /// The colleges in order, up to 50.
        colleges: Vec<CollegeInput>,
    }
}
hub_input! {
    /// Publishes the next version of the charter.
    PublishCharterInput {
        /// Its text in Markdown, up to 20,000 characters.
        text: String,
        /// By which day members are asked to accept it; not in the past.
        accept_by: Option<Date>,
    }
}
hub_input! {
    /// Sets when a hub looks at each kind of content; before publication where nothing is said.
    SetModerationPolicyInput {
        /// The kinds of content that are spoken of.
        policy: Vec<ContentPolicyInput>,
    }
}
hub_input! {
    /// Asks a second factor of a hub's team, or no longer.
    RequireSecondFactorInput {
        /// Whether it is asked for.
        required: bool,
    }
}
hub_input! {
    /// Lets the members of a hub keep account of hours, or no longer.
    KeepHoursInput {
        /// Whether account is kept of them.
        kept: bool,
    }
}
hub_input! {
    /// Replaces the reasons that moderators use again. What is left out goes away.
    SetReasonTemplatesInput {
        /// The reasons in order, up to 50.
        templates: Vec<ReasonTemplateInput>,
    }
}

impl From<HubContentInput> for HubDraft {
    fn from(input: HubContentInput) -> Self {
        Self {
            name: input.name,
            summary: input.summary,
            description: input.description,
            territory: input.territory,
            time_zone: input.time_zone,
        }
    }
}

impl From<PublishCharterInput> for CharterDraft {
    fn from(input: PublishCharterInput) -> Self {
        Self {
            text: input.text,
            accept_by: input.accept_by.map(|day| day.0),
        }
    }
}

/// A college.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct CollegeInput {
    /// The id of a college that is there already; none for a new one.
    id: Option<ID>,
    /// Its name, up to 120 characters; no two colleges of a hub have the same.
    name: String,
    /// Whom it gathers, up to 280 characters.
    description: Option<String>,
}

impl From<CollegeInput> for CollegeDraft {
    fn from(input: CollegeInput) -> Self {
        Self {
            id: input.id.map(|id| id.0),
            name: input.name,
            description: input.description,
        }
    }
}

/// When a hub looks at a kind of content.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct ContentPolicyInput {
    /// Which kind.
    pub(super) kind: E<ContentKind>,
    /// When.
    pub(super) timing: E<ModerationTiming>,
}

/// A reason that moderators use again.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct ReasonTemplateInput {
    /// The id of a reason that is there already; none for a new one.
    id: Option<ID>,
    /// What moderators choose it by, up to 120 characters; no two reasons of a hub have the same.
    label: String,
    /// The text it begins with, 3 to 2,000 characters.
    text: String,
    /// In law or in the charter.
    ground: E<Ground>,
    /// Which law or which article, up to 120 characters; needed where the ground is the law.
    reference: Option<String>,
}

impl From<ReasonTemplateInput> for ReasonTemplateDraft {
    fn from(input: ReasonTemplateInput) -> Self {
        Self {
            id: input.id.map(|id| id.0),
            label: input.label,
            text: input.text,
            ground: input.ground.0,
            reference: input.reference,
        }
    }
}

/// Gives an office to somebody of the hub's members.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct GrantHubRoleInput {
    /// The hub.
    pub(super) hub: ID,
    /// Somebody who holds a mandate of an active member.
    pub(super) person: ID,
    /// To do what.
    pub(super) role: E<HubRole>,
    /// Validate, authorise and answer, but write nothing.
    #[graphql(default)]
    pub(super) dry_run: bool,
}

/// Ends an office.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct EndHubRoleInput {
    /// The office.
    pub(super) id: ID,
    /// The version you have read; CONFLICT when it changed since.
    pub(super) expected_version: i32,
    /// Validate, authorise and answer, but write nothing.
    #[graphql(default)]
    pub(super) dry_run: bool,
}

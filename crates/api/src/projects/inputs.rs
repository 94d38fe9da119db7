//! What clients send about projects.

use async_graphql::{ID, InputObject};
use maillage_domain::{
    ids::{OrganisationId, ParticipationId},
    projects::{self as domain, BudgetLineDraft, MilestoneDraft, NeedDraft, ProjectDraft},
    values::{ActivityDomain, Visibility},
};
use maillage_usecases::{Error, projects::Target};

use crate::{
    enums::E,
    ids::{self, kinds},
    values::{Date, Money, Quantity},
};

/// What a project says of itself. Lists are whole: what is left out of them goes away.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct ProjectContentInput {
    /// Title, 3 to 120 characters.
    title: String,
    /// One or two sentences, up to 280 characters.
    summary: String,
    /// Long text in Markdown, up to 20,000 characters.
    description: String,
    /// Fields of activity, up to six.
    #[graphql(default)]
    themes: Vec<E<ActivityDomain>>,
    /// Who reads it once published; everyone if not said.
    visibility: Option<E<Visibility>>,
    /// INSEE code of the commune where it takes place.
    commune: Option<String>,
    /// First day.
    starts_on: Option<Date>,
    /// Last day, not before the first.
    ends_on: Option<Date>,
    /// What it looks for, in order, up to 100.
    #[graphql(default)]
    needs: Vec<NeedInput>,
    /// Dated steps, up to 100.
    #[graphql(default)]
    milestones: Vec<MilestoneInput>,
    /// Budget, up to 100 lines.
    #[graphql(default)]
    budget: Vec<BudgetLineInput>,
}

/// What a project looks for.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct NeedInput {
    /// The id of a need that is there already; none for a new one.
    id: Option<ID>,
    /// Of what kind.
    kind: E<domain::NeedKind>,
    /// In a few words, up to 120 characters.
    label: String,
    /// In more words, up to 280 characters.
    description: Option<String>,
    /// How much.
    quantity: Option<Quantity>,
}

/// A dated step.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct MilestoneInput {
    /// The id of a milestone that is there already; none for a new one.
    id: Option<ID>,
    /// In a few words, up to 120 characters.
    label: String,
    /// When it is due.
    due_on: Option<Date>,
    /// When it was reached.
    done_on: Option<Date>,
}

/// One line of a budget.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct BudgetLineInput {
    /// The id of a line that is there already; none for a new one.
    id: Option<ID>,
    /// Calendar year, 1900 to 2100.
    year: i32,
    /// Expected cost, expected money, or contribution in kind.
    side: E<domain::BudgetSide>,
    /// What for, up to 120 characters.
    label: String,
    /// How much.
    amount: Money,
    /// From whom, for funding.
    source: Option<String>,
}

impl From<ProjectContentInput> for ProjectDraft {
    fn from(input: ProjectContentInput) -> Self {
        Self {
            title: input.title,
            summary: input.summary,
            description: input.description,
            themes: input.themes.into_iter().map(|theme| theme.0).collect(),
            visibility: input.visibility.map(|visibility| visibility.0),
            commune: input.commune,
            starts_on: input.starts_on.map(|day| day.0),
            ends_on: input.ends_on.map(|day| day.0),
            needs: input
                .needs
                .into_iter()
                .map(|need| NeedDraft {
                    id: need.id.map(|id| id.0),
                    kind: need.kind.0,
                    label: need.label,
                    description: need.description,
                    quantity: need
                        .quantity
                        .map(|quantity| (quantity.value, quantity.unit.0)),
                })
                .collect(),
            milestones: input
                .milestones
                .into_iter()
                .map(|milestone| MilestoneDraft {
                    id: milestone.id.map(|id| id.0),
                    label: milestone.label,
                    due_on: milestone.due_on.map(|day| day.0),
                    done_on: milestone.done_on.map(|day| day.0),
                })
                .collect(),
            budget: input
                .budget
                .into_iter()
                .map(|line| BudgetLineDraft {
                    id: line.id.map(|id| id.0),
                    year: line.year,
                    side: line.side.0,
                    label: line.label,
                    amount: (line.amount.amount, line.amount.currency),
                    source: line.source,
                })
                .collect(),
        }
    }
}

/// Drafts a project.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct CreateProjectInput {
    /// The hub it belongs to.
    pub(super) hub: ID,
    /// The organisation that leads it: an active member of the hub.
    pub(super) acting_for: ID,
    /// What it says of itself.
    pub(super) content: ProjectContentInput,
    /// Validate, authorise and answer, but write nothing.
    #[graphql(default)]
    pub(super) dry_run: bool,
}

/// The part that every act on a project has.
macro_rules! project_input {
    ($(#[doc = $doc:literal])+ $name:ident { $($(#[doc = $field_doc:literal])+ $(#[graphql($attr:ident)])? $field:ident: $type:ty,)* }) => {
        $(#[doc = $doc])+
        #[derive(Debug, Clone, InputObject)]
        pub(crate) struct $name {
            /// The project.
            id: ID,
            /// The organisation acted for.
            acting_for: ID,
            /// The version you have read; CONFLICT when it changed since.
            expected_version: i32,
            $($(#[doc = $field_doc])+ $(#[graphql($attr)])? pub(super) $field: $type,)*
            /// Validate, authorise and answer, but write nothing.
            #[graphql(default)]
            pub(super) dry_run: bool,
        }

        impl $name {
            pub(super) fn target(&self) -> std::result::Result<Target, Error> {
                Ok(Target {
                    id: ids::read::<kinds::Project>("id", &self.id)?,
                    acting_for: ids::read::<kinds::Organisation>("actingFor", &self.acting_for)?,
                    expected_version: self.expected_version,
                })
            }
        }
    };
}

project_input! {
    /// Changes a project.
    UpdateProjectInput {
        /// What it is to say of itself, whole.
        content: ProjectContentInput,
    }
}
project_input! {
    /// Hands a project in for review.
    SubmitProjectInput {}
}
project_input! {
    /// Takes a submission, or the waiting revision, back.
    WithdrawProjectInput {}
}
project_input! {
    /// Puts a published project away.
    ArchiveProjectInput {}
}
project_input! {
    /// Says how far a project has come.
    SetProjectStageInput {
        /// The stage: one step forward, back from preparation to idea, or given up.
        stage: E<domain::ProjectStage>,
        /// Why it is given up; needed for that alone.
        reason: Option<String>,
    }
}
project_input! {
    /// Says that a need is met, by an organisation here or in words.
    MeetNeedInput {
        /// The need.
        need: ID,
        /// By which organisation.
        met_by: Option<ID>,
        /// By what, up to 120 characters.
        note: Option<String>,
    }
}
project_input! {
    /// Chooses what an organisation shares to meet a need.
    AcceptOfferInput {
        /// The need.
        need: ID,
        /// What meets it.
        resource: ID,
    }
}
project_input! {
    /// Says that a need is no longer looked for.
    WithdrawNeedInput {
        /// The need.
        need: ID,
    }
}
project_input! {
    /// Looks for a met or withdrawn need again.
    ReopenNeedInput {
        /// The need.
        need: ID,
    }
}
project_input! {
    /// Says that a milestone was reached.
    ReachMilestoneInput {
        /// The milestone.
        milestone: ID,
        /// On which day.
        on: Date,
    }
}
project_input! {
    /// Invites an organisation to take part.
    InviteParticipantInput {
        /// The organisation invited.
        organisation: ID,
        /// What it is to do there, up to 120 characters.
        part: Option<String>,
    }
}

/// Asks to take part in a project.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct RequestParticipationInput {
    /// The project.
    pub(super) project: ID,
    /// The organisation that asks: an active member of the project's hub.
    pub(super) acting_for: ID,
    /// What it would do there, up to 120 characters.
    pub(super) part: Option<String>,
    /// Validate, authorise and answer, but write nothing.
    #[graphql(default)]
    pub(super) dry_run: bool,
}

/// Declares the inputs of acts on a participation.
macro_rules! participation_inputs {
    ($($(#[doc = $doc:literal])+ $name:ident)+) => {$(
        $(#[doc = $doc])+
        #[derive(Debug, Clone, InputObject)]
        pub(crate) struct $name {
            /// The participation.
            id: ID,
            /// The organisation acted for: the one invited, or the project's lead.
            acting_for: ID,
            /// The version you have read; CONFLICT when it changed since.
            expected_version: i32,
            /// Validate, authorise and answer, but write nothing.
            #[graphql(default)]
            pub(super) dry_run: bool,
        }

        impl $name {
            /// The participation, the organisation acted for, and the version read.
            pub(super) fn target(&self) -> Result<(ParticipationId, OrganisationId, i32), Error> {
                Ok((
                    ids::read::<kinds::Participation>("id", &self.id)?,
                    ids::read::<kinds::Organisation>("actingFor", &self.acting_for)?,
                    self.expected_version,
                ))
            }
        }
    )+};
}

participation_inputs! {
    /// Takes up an invitation, or grants a request.
    AcceptParticipationInput
    /// Says no to an invitation or a request.
    DeclineParticipationInput
    /// Ends an active participation.
    EndParticipationInput
}

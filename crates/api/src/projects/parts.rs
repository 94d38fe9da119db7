//! What projects are made of.

use async_graphql::{Context, ID, Object, SimpleObject};
use chrono::{DateTime, Utc};
use maillage_domain::{moderation::RevisionState, projects as domain};
use maillage_usecases::projects::{NeedDetails, NeedView};

use super::types::read;
use crate::{
    enums::E,
    error::Result,
    ids,
    matches::{self, Match},
    nullable::{Nullable, nullable},
    organisations::Organisation,
    resources::Resource,
    values::{Date, FieldChange, Money, Quantity, Statement},
};

/// What a project looks for.
#[derive(Clone)]
pub(crate) struct Need(pub(crate) NeedView);

impl Need {
    fn details(&self) -> Result<&NeedDetails> {
        read(self.0.details.as_ref())
    }
}

/// What a project looks for.
#[Object]
impl Need {
    /// Its id, the same through all changes.
    pub(crate) async fn id(&self) -> ID {
        ids::show(self.0.id)
    }

    /// Of what kind.
    async fn kind(&self) -> E<domain::NeedKind> {
        E(self.0.kind)
    }

    /// In a few words.
    async fn label(&self) -> &str {
        &self.0.label
    }

    /// In more words.
    async fn description(&self) -> Result<Option<&str>> {
        Ok(self.details()?.description.as_deref())
    }

    /// How much.
    async fn quantity(&self) -> Result<Option<Quantity>> {
        Ok(self.details()?.quantity.map(Quantity::from))
    }

    /// Whether it is still looked for.
    async fn state(&self) -> E<domain::NeedState> {
        E(self.0.state)
    }

    /// By which organisation it was met.
    async fn met_by(&self, ctx: &Context<'_>) -> Nullable<Organisation> {
        nullable(async {
            match self.details()?.met_by {
                Some(organisation) => Organisation::find(ctx, organisation).await,
                None => Ok(None),
            }
        })
        .await
    }

    /// With which shared resource it was met; null for who may not see it, or not that the two fit.
    async fn met_with(&self, ctx: &Context<'_>) -> Nullable<Resource> {
        nullable(async {
            match self.details()?.met_with {
                Some(resource) => matches::met_with(ctx, self.0.project, resource).await,
                None => Ok(None),
            }
        })
        .await
    }

    /// What is shared that fits it and that the viewer may see, the best first: what the project's lead
    /// could have of others. None once it is met or withdrawn, and none of kinds that no resource
    /// meets: partners, staff time, material, funding, outlets.
    async fn offers(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many at most: 1 to 50.", default = 10)] first: i32,
    ) -> Result<Vec<Match>> {
        matches::offers(ctx, self.0.project, self.0.id, first).await
    }

    /// By what it was met, in words; null for who is neither in the hub nor a party.
    async fn met_note(&self) -> Result<Option<&str>> {
        Ok(self.details()?.met_note.as_deref())
    }
}

/// A dated step of a project.
#[derive(SimpleObject)]
pub(crate) struct Milestone {
    /// Its id.
    id: ID,
    /// In a few words.
    label: String,
    /// When it is due.
    due_on: Option<Date>,
    /// When it was reached.
    done_on: Option<Date>,
}

impl From<domain::Milestone> for Milestone {
    fn from(milestone: domain::Milestone) -> Self {
        Self {
            id: ids::show(milestone.id),
            label: milestone.label.into(),
            due_on: milestone.due_on.map(Date),
            done_on: milestone.done_on.map(Date),
        }
    }
}

/// One line of a project's budget.
#[derive(SimpleObject)]
pub(crate) struct BudgetLine {
    /// Its id.
    id: ID,
    /// Calendar year.
    year: i32,
    /// Expected cost, expected money, or contribution in kind (valued apart).
    side: E<domain::BudgetSide>,
    /// What for.
    label: String,
    /// How much.
    amount: Money,
    /// From whom, for funding.
    source: Option<String>,
}

impl From<domain::BudgetLine> for BudgetLine {
    fn from(line: domain::BudgetLine) -> Self {
        Self {
            id: ids::show(line.id),
            year: line.year,
            side: E(line.side),
            label: line.label.into(),
            amount: line.amount.into(),
            source: line.source.map(String::from),
        }
    }
}

/// A change waiting beside the published text.
#[derive(SimpleObject)]
pub(crate) struct ProjectRevision {
    /// Where it stands.
    pub(super) state: E<RevisionState>,
    /// When it was handed in.
    pub(super) submitted_at: DateTime<Utc>,
    /// Which changes a moderator asked for.
    pub(super) statement: Option<Statement>,
    /// What it changes.
    pub(super) changes: Vec<FieldChange>,
}

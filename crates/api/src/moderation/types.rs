//! The types.

use std::sync::Arc;

use async_graphql::{Context, ID, Object, SimpleObject, Union};
use chrono::{DateTime, Utc};
use maillage_domain::{
    moderation::{self as domain, ReviewAction},
    policy::{self, Action},
};
use maillage_usecases::{Error, moderation};

use crate::{
    accounts::Person,
    connection::connection,
    context::ContextExt,
    enums::E,
    error::Result,
    hubs::Hub,
    ids,
    nullable::{Nullable, nullable},
    organisations::Organisation,
    projects::Project,
    resources::Resource,
    values::{ActionState, Duration, FieldChange, Statement},
};

/// Content that a hub reviews.
#[derive(Union)]
pub(crate) enum Reviewable {
    /// A project.
    Project(Project),
    /// The profile of an organisation.
    Organisation(Organisation),
    /// A resource.
    Resource(Resource),
}

/// One submission of content and its decision.
#[derive(Clone)]
pub(crate) struct Review(pub(crate) Arc<domain::Review>);

impl From<domain::Review> for Review {
    fn from(review: domain::Review) -> Self {
        Self(Arc::new(review))
    }
}

connection! {
    /// A list of reviews.
    ReviewConnection, ReviewEdge, Review
}

/// One submission of content and its decision.
#[Object]
impl Review {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        ids::show(self.0.id)
    }

    /// Why it exists.
    async fn kind(&self) -> E<domain::ReviewKind> {
        E(self.0.kind)
    }

    /// The hub that decides.
    async fn hub(&self, ctx: &Context<'_>) -> Result<Hub> {
        let hub = ctx.loaders().hub(self.0.hub).await?;
        hub.ok_or_else(|| Error::internal("a review without its hub").into())
    }

    /// What is reviewed; null when its author has taken it back into their drafts.
    async fn subject(&self, ctx: &Context<'_>) -> Nullable<Reviewable> {
        nullable(async {
            Ok(match self.0.subject {
                domain::Reviewable::Project(id) => {
                    let project = Project::find(ctx, id).await?;
                    project.map(Reviewable::Project)
                }
                domain::Reviewable::Organisation(id) => {
                    let organisation = Organisation::find(ctx, id).await?;
                    organisation.map(Reviewable::Organisation)
                }
                domain::Reviewable::Resource(id) => {
                    let resource = Resource::find(ctx, id).await?;
                    resource.map(Reviewable::Resource)
                }
            })
        })
        .await
    }

    /// The organisation whose content it is; null when the viewer may not see it any more.
    async fn submitted_by(&self, ctx: &Context<'_>) -> Nullable<Organisation> {
        nullable(Organisation::find(ctx, self.0.organisation)).await
    }

    /// Who handed it in; for a hiding and for an appeal, who began them. A hiding's is shown to the
    /// hub's team alone.
    async fn submitter(&self, ctx: &Context<'_>) -> Nullable<Person> {
        nullable(async {
            match moderation::submitter(ctx.actor(), &self.0) {
                Some(person) => Ok(ctx.loaders().person(person).await?),
                None => Ok(None),
            }
        })
        .await
    }

    /// When it was handed in.
    async fn submitted_at(&self) -> DateTime<Utc> {
        self.0.submitted_at
    }

    /// How long it has waited, or waited for its decision.
    async fn age(&self, ctx: &Context<'_>) -> Duration {
        let until = self
            .0
            .decision
            .as_ref()
            .map_or_else(|| ctx.platform().now(), |decision| decision.at);
        Duration::of(until - self.0.submitted_at)
    }

    /// Who works on it now; null when nobody does, and for who does not belong to the hub's team.
    async fn claimed_by(&self, ctx: &Context<'_>) -> Nullable<Person> {
        nullable(async {
            match moderation::holder(ctx.actor(), &self.0, ctx.platform().now()) {
                Some((person, _)) => Ok(ctx.loaders().person(person).await?),
                None => Ok(None),
            }
        })
        .await
    }

    /// Until when they have it to themselves; null as for `claimedBy`.
    async fn claimed_until(&self, ctx: &Context<'_>) -> Option<DateTime<Utc>> {
        let holder = moderation::holder(ctx.actor(), &self.0, ctx.platform().now());
        holder.map(|(_, until)| until)
    }

    /// How it ended, once it has.
    async fn decision(&self, ctx: &Context<'_>) -> Nullable<Decision> {
        nullable(async {
            let Some(decision) = &self.0.decision else {
                return Ok(None);
            };
            let decided_by = match moderation::decider(ctx.actor(), &self.0) {
                Some(person) => ctx.loaders().person(person).await?,
                None => None,
            };
            Ok(Some(Decision {
                outcome: E(decision.outcome),
                decided_at: decision.at,
                decided_by,
                statement: decision
                    .statement
                    .as_ref()
                    .map(|statement| Statement::new(statement, ctx.language())),
            }))
        })
        .await
    }

    /// What its author says against the decision, for an appeal.
    async fn plea(&self) -> Option<&str> {
        self.0
            .plea
            .as_ref()
            .map(maillage_domain::values::Reason::as_str)
    }

    /// The contested review, for an appeal.
    async fn appeal_of(&self, ctx: &Context<'_>) -> Nullable<Review> {
        nullable(async {
            match self.0.appeal_of {
                Some(contested) => Ok(ctx.loaders().review(contested).await?),
                None => Ok(None),
            }
        })
        .await
    }

    /// Whether its decision was contested.
    async fn appealed(&self) -> bool {
        self.0.appealed
    }

    /// What to read: the fields in which what was handed in differs from what is published, all of
    /// them where nothing is published yet or everything went out at once. Empty once decided.
    async fn changes(&self, ctx: &Context<'_>) -> Result<Vec<FieldChange>> {
        let content = ctx.loaders().reviewed(self.0.subject).await?;
        let changes = content.map(|content| moderation::changes(&self.0, &content));
        Ok(changes
            .unwrap_or_default()
            .into_iter()
            .map(FieldChange::from)
            .collect())
    }

    /// What the viewer may do next, and for what they may not do, why.
    async fn available_actions(&self, ctx: &Context<'_>) -> Result<Vec<ActionState>> {
        let Some(content) = ctx.loaders().reviewed(self.0.subject).await? else {
            return Ok(Vec::new());
        };
        let (actor, now) = (ctx.actor(), ctx.platform().now());
        let actions = ReviewAction::ALL.iter().copied();
        Ok(ActionState::list(
            ctx.language(),
            actions.filter(|action| *action != ReviewAction::Read),
            |action| policy::check(actor, Action::Review(action, &self.0)),
            |action| moderation::permits(&self.0, &content, action, now, actor.person()),
        ))
    }

    /// Counts its changes; decisions say which one they have read.
    async fn version(&self) -> i32 {
        self.0.version
    }
}

/// How a review ended.
#[derive(SimpleObject)]
pub(crate) struct Decision {
    /// The outcome.
    outcome: E<domain::Outcome>,
    /// When.
    decided_at: DateTime<Utc>,
    /// By whom; null for who does not belong to the hub's team.
    decided_by: Option<Person>,
    /// The statement of reasons, when something was restricted.
    statement: Option<Statement>,
}

/// How many reviews of a kind ended in the same way.
#[derive(SimpleObject)]
pub(crate) struct ModerationCount {
    /// Why they existed.
    kind: E<domain::ReviewKind>,
    /// How they ended.
    outcome: E<domain::Outcome>,
    /// How many.
    count: i32,
}

/// The moderation of a hub over a calendar year, in its time zone, for the yearly report
/// (regulation (EU) 2022/2065, articles 15 and 24). No decision is automated.
#[derive(SimpleObject)]
pub(crate) struct ModerationFigures {
    /// The year.
    year: i32,
    /// Submissions and appeals received.
    received: i32,
    /// Reviews ended, by kind and outcome.
    counts: Vec<ModerationCount>,
    /// Median delay from submission to decision; null without a decision. Submissions taken back
    /// and content taken down unasked are left out.
    median_delay: Option<Duration>,
    /// Median delay from appeal to decision; null without a decision.
    median_appeal_delay: Option<Duration>,
}

impl ModerationFigures {
    pub(super) fn new(year: i32, figures: moderation::Figures) -> Self {
        let number = |count| i32::try_from(count).unwrap_or(i32::MAX);
        Self {
            year,
            received: number(figures.received),
            counts: figures
                .tallies
                .into_iter()
                .map(|tally| ModerationCount {
                    kind: E(tally.kind),
                    outcome: E(tally.outcome),
                    count: number(tally.count),
                })
                .collect(),
            median_delay: figures.median_delay.map(Duration::of),
            median_appeal_delay: figures.median_appeal_delay.map(Duration::of),
        }
    }
}

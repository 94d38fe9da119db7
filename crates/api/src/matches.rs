//! Needs and what meets them.

use async_graphql::{Context, Object, SimpleObject};
use maillage_domain::{
    Problem, ProblemCode,
    ids::{NeedId, ProjectId, ResourceId},
    matches::MatchCode,
};
use maillage_usecases::{
    Error,
    matches::{self, Found, MOST_TOLD},
};

use crate::{
    context::ContextExt,
    enums::E,
    error::{Fact, Result},
    nullable::{Nullable, nullable},
    projects::{Need, Project},
    resources::Resource,
};

/// A shared resource that fits a need, and why.
pub(crate) struct Match(Found);

/// A shared resource that fits a need, and why.
#[Object]
impl Match {
    /// How well, from 20 to 100: the points of all reasons together.
    async fn score(&self) -> i32 {
        self.0.fit.score.into()
    }

    /// Why, each with what it counts.
    async fn reasons(&self, ctx: &Context<'_>) -> Vec<MatchReason> {
        let language = ctx.language();
        let reasons = self.0.fit.reasons.iter();
        let reasons = reasons.map(|reason| MatchReason {
            code: E(reason.code),
            points: reason.points.into(),
            text: matches::text(language, reason),
            facts: reason.facts.iter().cloned().map(Fact::from).collect(),
        });
        reasons.collect()
    }

    /// What is looked for.
    async fn need(&self) -> Need {
        Need(self.0.need.clone())
    }

    /// The project that looks for it.
    async fn project(&self, ctx: &Context<'_>) -> Nullable<Project> {
        nullable(Project::find(ctx, self.0.project)).await
    }

    /// What fits it.
    async fn resource(&self, ctx: &Context<'_>) -> Nullable<Resource> {
        nullable(Resource::find(ctx, self.0.resource)).await
    }
}

/// Why a resource fits a need.
#[derive(SimpleObject)]
pub(crate) struct MatchReason {
    /// Which, for programs.
    code: E<MatchCode>,
    /// How many points are given for it.
    points: i32,
    /// Which, in a sentence in the language of the request.
    text: String,
    /// The evidence: the words shared, the commune, the share of the time that is free.
    facts: Vec<Fact>,
}

/// The best of what is shared that fits a need.
pub(crate) async fn offers(
    ctx: &Context<'_>,
    project: ProjectId,
    need: NeedId,
    first: i32,
) -> Result<Vec<Match>> {
    let first = count(first)?;
    let found = ctx.loaders().offers(project, need).await?;
    Ok(best(&found, first))
}

/// The best of the open needs that a resource fits.
pub(crate) async fn needs(
    ctx: &Context<'_>,
    resource: ResourceId,
    first: i32,
) -> Result<Vec<Match>> {
    let first = count(first)?;
    let found = ctx.loaders().matching_needs(resource).await?;
    Ok(best(&found, first))
}

/// The resource with which a need was met, for whom the two may be shown together.
pub(crate) async fn met_with(
    ctx: &Context<'_>,
    project: ProjectId,
    resource: ResourceId,
) -> Result<Option<Resource>> {
    let loaders = ctx.loaders();
    let whole = (
        loaders.whole_project(project).await?,
        loaders.whole_resource(resource).await?,
    );
    match whole {
        (Some(of), Some(with)) if matches::shown(ctx.actor(), &of, &with) => {
            Resource::find(ctx, resource).await
        }
        _ => Ok(None),
    }
}

fn best(found: &[Found], first: usize) -> Vec<Match> {
    found.iter().take(first).cloned().map(Match).collect()
}

fn count(first: i32) -> std::result::Result<usize, Error> {
    let count = usize::try_from(first).ok();
    let count = count.filter(|count| (1..=MOST_TOLD).contains(count));
    count.ok_or_else(|| {
        let problem = Problem::new(ProblemCode::OutOfRange);
        Error::invalid("first", problem.with("min", 1).with("max", MOST_TOLD))
    })
}

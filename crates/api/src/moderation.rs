//! Moderation: the queue of a hub, reviews and their decisions.

mod inputs;
mod loading;
mod mutations;
mod types;

use async_graphql::{Context, Enum, ID, InputObject, Object};
use maillage_domain::{hubs, moderation as domain};
use maillage_usecases::{
    Error,
    moderation::{self, Holder, ReviewQuery, ReviewScope},
};

pub(crate) use self::{
    mutations::ModerationMutation,
    types::{ModerationFigures, Review, ReviewConnection},
};
use crate::{
    connection::{Counter, page_request},
    context::ContextExt,
    enums::E,
    error::Result,
    ids::{self, kinds},
    nullable::{Nullable, nullable},
};

/// Who works on a review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub(crate) enum ClaimState {
    /// The viewer.
    Mine,
    /// Nobody.
    Unclaimed,
}

/// What a queue of reviews is cut down to. Everything given must hold.
#[derive(Debug, Clone, Default, InputObject)]
pub(crate) struct ReviewFilter {
    /// Of this kind.
    kind: Option<E<domain::ReviewKind>>,
    /// Taken by the viewer, or by nobody.
    claim: Option<ClaimState>,
    /// About content of this organisation.
    organisation: Option<ID>,
}

impl ReviewFilter {
    fn read(self, ctx: &Context<'_>) -> std::result::Result<moderation::ReviewFilter, Error> {
        let holder = |claim| match claim {
            ClaimState::Mine => ctx.actor().person().map(Holder::Person),
            ClaimState::Unclaimed => Some(Holder::Nobody),
        };
        Ok(moderation::ReviewFilter {
            kind: self.kind.map(|kind| kind.0),
            holder: self
                .claim
                .and_then(holder)
                .map(|holder| (holder, ctx.request().at)),
            organisation: ids::read_optional::<kinds::Organisation>(
                "organisation",
                self.organisation.as_ref(),
            )?,
        })
    }
}

/// The arguments of a connection of reviews.
#[derive(Default)]
pub(crate) struct ListArguments {
    pub(crate) first: Option<i32>,
    pub(crate) after: Option<String>,
    pub(crate) last: Option<i32>,
    pub(crate) before: Option<String>,
    pub(crate) filter: Option<ReviewFilter>,
}

/// The queue of a hub; null for who may not moderate there.
pub(crate) async fn queue(
    ctx: &Context<'_>,
    hub: &hubs::Hub,
    arguments: ListArguments,
) -> Result<Option<ReviewConnection>> {
    let query = query(ctx, ReviewScope::Queue(hub.id), arguments)?;
    if !moderation::reads_queue(ctx.actor(), hub) {
        return Ok(None);
    }
    connection(ctx, query).await.map(Some)
}

/// The reviews of a piece of content that concern the viewer, the newest first.
pub(crate) async fn history(
    ctx: &Context<'_>,
    subject: domain::Reviewable,
    arguments: ListArguments,
) -> Result<ReviewConnection> {
    connection(ctx, query(ctx, ReviewScope::Of(subject), arguments)?).await
}

fn query(ctx: &Context<'_>, scope: ReviewScope, arguments: ListArguments) -> Result<ReviewQuery> {
    let page = page_request(
        arguments.first,
        arguments.after.as_deref(),
        arguments.last,
        arguments.before.as_deref(),
        scope.order(),
    )?;
    let filter = arguments.filter.unwrap_or_default().read(ctx)?;
    Ok(ReviewQuery {
        scope,
        filter,
        page,
    })
}

async fn connection(ctx: &Context<'_>, query: ReviewQuery) -> Result<ReviewConnection> {
    let page = if query.page.begins_the_list() {
        // Together with the first pages of the other lists of the same level.
        let (filter, limit) = (query.filter.clone(), query.page.limit);
        ctx.loaders().first(query.scope, filter, limit).await?
    } else {
        moderation::list(ctx.platform(), ctx.actor(), &query).await?
    };
    let list = (query.scope, query.filter);
    let counter = Counter::new(ctx, list, |platform, actor, (scope, filter)| {
        Box::pin(moderation::count(platform, actor, *scope, filter))
    });
    Ok(ReviewConnection {
        page: page.map(Review::from),
        counter,
    })
}

/// What a coordinator reports on a year; null for everyone else.
pub(crate) async fn figures(
    ctx: &Context<'_>,
    hub: &hubs::Hub,
    year: i32,
) -> Result<Option<ModerationFigures>> {
    let figures = moderation::figures(ctx.platform(), ctx.actor(), hub, year).await?;
    Ok(figures.map(|figures| ModerationFigures::new(year, figures)))
}

/// Reading reviews.
#[derive(Default)]
pub(crate) struct ModerationQuery;

#[Object]
impl ModerationQuery {
    /// A review by its id; null when there is none that concerns the viewer. Reviews concern the
    /// team of their hub and the people of the organisation whose content they are about.
    async fn review(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its id.")] id: ID,
    ) -> Nullable<Review> {
        nullable(async {
            let id = ids::argument::<kinds::Review>(&id)?;
            Ok(ctx.loaders().review(id).await?)
        })
        .await
    }
}

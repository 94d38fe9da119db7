//! Who cooperates with whom in a hub.

use async_graphql::{Context, Object};
use maillage_domain::{
    Problem, ProblemCode,
    cooperation::{self as domain, CooperationKind},
    hubs,
};
use maillage_usecases::{Error, cooperation};

use crate::{
    context::ContextExt,
    enums::E,
    error::Result,
    nullable::{Nullable, nullable},
    organisations::{self, Organisation},
    partnerships::CommitmentFigures,
    values::{Date, Duration, Url},
};

/// The most members or links that one field tells: the files have all of them.
const MOST: usize = 1000;

/// The cooperation between the members of a hub in a period.
pub(crate) struct Cooperation {
    graph: domain::Cooperation,
    hub: hubs::Hub,
}

/// Who cooperated with whom in a hub in a period, as a graph: its nodes are the organisations that were members on one
/// of its days, its edges are what joins two of them. It is the graph of the hub: the same for everybody who reads
/// it, whatever else they may see. What is still to come counts for nothing.
#[Object]
impl Cooperation {
    /// The first day, on the hub's clocks.
    async fn from(&self) -> Date {
        Date(self.graph.period.from())
    }

    /// The last day.
    async fn until(&self) -> Date {
        Date(self.graph.period.until())
    }

    /// Who was a member on one of these days, by name. A membership goes on while it is suspended.
    async fn members(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many from the beginning: 1 to 1000; the files have all of them.",
            default = 100
        )]
        first: i32,
    ) -> Result<Vec<Organisation>> {
        let members = some_of(&self.graph.members, first)?;
        let fields = organisations::fields_of(&ctx.look_ahead());
        Ok(ctx.loaders().organisations(members, fields).await?)
    }

    /// How many members there were.
    async fn member_count(&self) -> i32 {
        count_of(self.graph.members.len())
    }

    /// What joins two members: a link for each two of them and each kind, or each direction of a kind that has
    /// one. By kind.
    async fn links(
        &self,
        #[graphql(
            desc = "How many from the beginning: 1 to 1000; the files have all of them.",
            default = 100
        )]
        first: i32,
    ) -> Result<Vec<CooperationLink>> {
        let links = some_of(&self.graph.links, first)?;
        Ok(links.iter().copied().map(CooperationLink).collect())
    }

    /// How many links there are.
    async fn link_count(&self) -> i32 {
        count_of(self.graph.links.len())
    }

    /// How closely the members are joined, from 0 to 1: 2L / n(n − 1), with n members and L pairs of them that are
    /// joined by at least one link, whatever its kind and direction (Wasserman and Faust, *Social Network Analysis*,
    /// 1994, ch. 4). 0 with fewer than two members.
    async fn density(&self) -> f64 {
        self.graph.density()
    }

    /// How often what is given is answered, from 0 to 1: of the ordered pairs (who gives, who takes) joined by
    /// bookings, staff hours or material, the share of those whose reverse is one of them too, by whichever of the
    /// three. It is the plain ratio, not corrected for density (Garlaschelli and Loffredo, *Patterns of Link
    /// Reciprocity in Directed Networks*, 2004, give both). Null where nothing was given.
    async fn reciprocity(&self) -> Option<f64> {
        self.graph.reciprocity()
    }

    /// How the commitments of partnerships were kept that were due on one of these days until today, as they stand
    /// today: of the partnerships of which the parties have signed that the hub's team reads all (disclosure `ALL`).
    /// Of commitments that an amendment has dropped, what was kept.
    async fn commitments(&self, ctx: &Context<'_>) -> Result<CommitmentFigures> {
        let period = self.graph.period;
        let figures = cooperation::commitments(ctx.platform(), &self.hub, period).await?;
        Ok(figures.into())
    }

    /// Where all links are found as a table (CSV), for who may read them: with the access token, as the API.
    async fn csv_url(&self, ctx: &Context<'_>) -> Url {
        self.file(ctx, "csv")
    }

    /// Where all members and links are found as a graph (GraphML), likewise.
    async fn graphml_url(&self, ctx: &Context<'_>) -> Url {
        self.file(ctx, "graphml")
    }
}

impl Cooperation {
    fn file(&self, ctx: &Context<'_>, extension: &str) -> Url {
        let url = &ctx.platform().settings().public_url;
        let (from, until) = (self.graph.period.from(), self.graph.period.until());
        let slug = &self.hub.slug;
        format!("{url}/hubs/{slug}/cooperation.{extension}?from={from}&until={until}").into()
    }
}

/// What joins two members of a hub.
#[derive(Clone, Copy)]
pub(crate) struct CooperationLink(domain::Link);

/// What joins two members of a hub in a period.
#[Object]
impl CooperationLink {
    /// Who gives: lends, employs, hands out. Of a kind without direction one of the two, always the same. Null while
    /// it is not public.
    async fn from(&self, ctx: &Context<'_>) -> Nullable<Organisation> {
        nullable(Organisation::find(ctx, self.0.from)).await
    }

    /// Who takes; of a kind without direction the other of the two. Null while it is not public.
    async fn to(&self, ctx: &Context<'_>) -> Nullable<Organisation> {
        nullable(Organisation::find(ctx, self.0.to)).await
    }

    /// By what they are joined.
    async fn kind(&self) -> E<CooperationKind> {
        E(self.0.kind)
    }

    /// Whether one gives and the other takes.
    async fn directed(&self) -> bool {
        self.0.kind.is_directed()
    }

    /// How many: partnerships that bound both, bookings that took place (also those of which hours of staff are
    /// counted), projects in which both took part, collections of material.
    ///
    /// Of partnerships those count of which the parties have signed that the hub's team reads at least that there is
    /// one (disclosure `EXISTENCE` or `ALL`), by the text that binds or was the last to; the days of an earlier text
    /// only where that one says so too. Nothing tells of the others. Of projects those that are published; of bookings those that were confirmed and have begun, but for those
    /// of which it is recorded that nobody came.
    async fn count(&self) -> i32 {
        i32::try_from(self.0.count).unwrap_or(i32::MAX)
    }

    /// For how long they were booked, of bookings and staff hours, added up: the whole of each that has begun, also
    /// while it goes on. Null for other kinds.
    async fn hours(&self) -> Option<Duration> {
        self.0.time.map(|time| time.to_string().into())
    }

    /// The first day of the period on which it was so; of bookings and staff hours, on which one began.
    async fn first_on(&self) -> Date {
        Date(self.0.first_on)
    }

    /// The last, today at the latest.
    async fn last_on(&self) -> Date {
        Date(self.0.last_on)
    }
}

/// The cooperation in a hub; null for who is not of its team.
pub(crate) async fn of_hub(
    ctx: &Context<'_>,
    hub: &hubs::Hub,
    from: Date,
    until: Date,
) -> Result<Option<Cooperation>> {
    ctx.loaders().expect_few_graphs()?;
    let days = (from.0, until.0);
    let graph = cooperation::find(ctx.platform(), ctx.actor(), hub, days).await?;
    Ok(graph.map(|graph| Cooperation {
        graph,
        hub: hub.clone(),
    }))
}

fn some_of<T>(all: &[T], first: i32) -> std::result::Result<&[T], Error> {
    let first = usize::try_from(first).ok();
    let first = first.filter(|first| (1..=MOST).contains(first));
    let first = first.ok_or_else(|| {
        let problem = Problem::new(ProblemCode::OutOfRange);
        Error::invalid("first", problem.with("min", 1).with("max", MOST))
    })?;
    Ok(&all[..first.min(all.len())])
}

fn count_of(number: usize) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

//! The types.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use chrono::{DateTime, Utc};
use maillage_domain::{
    content::ContentKind,
    hubs::{self as domain, HubAction, HubRole},
    policy::{self, Action},
};
use maillage_usecases::hubs::{self, TeamMember};

use super::parts::{Charter, College, CompositionCheck, ContentPolicy, ReasonTemplate};
use crate::{
    accounts::Person,
    connection::connection,
    context::ContextExt,
    enums::E,
    error::Result,
    ids,
    memberships::{self, MembershipConnection, MembershipFilter, MembershipOrder},
    nullable::{Nullable, nullable},
    plain::Plain,
    projects::{self, ProjectConnection, ProjectFilter, ProjectOrder},
    resources::{self, ResourceConnection, ResourceFilter, ResourceOrder},
    values::{ActionState, Commune, Date, Markdown, Month},
};

/// A pôle territorial de coopération économique.
#[derive(Clone)]
pub(crate) struct Hub(pub(crate) Arc<domain::Hub>);

impl From<domain::Hub> for Hub {
    fn from(hub: domain::Hub) -> Self {
        Self(Arc::new(hub))
    }
}

connection! {
    /// A list of hubs.
    HubConnection, HubEdge, Hub
}

/// A pôle territorial de coopération économique (PTCE).
#[Object]
impl Hub {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        ids::show(self.0.id)
    }

    /// The readable part of its address.
    async fn slug(&self) -> &str {
        self.0.slug.as_str()
    }

    /// Its name.
    async fn name(&self) -> &str {
        self.0.content.name.as_str()
    }

    /// One or two sentences.
    async fn summary(&self) -> &str {
        self.0.content.summary.as_str()
    }

    /// Long text.
    async fn description(&self) -> Markdown {
        self.0.content.description.as_str().into()
    }

    /// Whether it is demonstration data.
    async fn demo(&self) -> bool {
        self.0.demo
    }

    /// The communes of its territory, by INSEE code.
    async fn territory(&self) -> Vec<Commune> {
        self.0
            .content
            .territory
            .iter()
            .filter_map(Commune::of)
            .collect()
    }

    /// The time zone in which its hours and days are meant (IANA): `Europe/Paris`.
    async fn time_zone(&self) -> &str {
        self.0.content.time_zone.name()
    }

    /// The charter version in force; null while there is none, and nobody can join.
    async fn charter(&self) -> Option<Charter> {
        self.0.charter.clone().map(Charter::from)
    }

    /// Every charter version, the newest first.
    async fn charters(&self, ctx: &Context<'_>) -> Result<Vec<Charter>> {
        let charters = ctx.loaders().charters(self.0.id).await?;
        Ok(charters.iter().cloned().map(Charter::from).collect())
    }

    /// The groups of members that vote together.
    async fn colleges(&self) -> Vec<College> {
        self.0.colleges.iter().cloned().map(College::from).collect()
    }

    /// When it looks at each kind of content.
    async fn moderation_policy(&self) -> Vec<ContentPolicy> {
        let kinds = ContentKind::ALL.iter();
        kinds
            .map(|kind| ContentPolicy {
                kind: E(*kind),
                timing: E(self.0.timing(*kind)),
            })
            .collect()
    }

    /// Whether its team is asked for a second factor at signing in.
    async fn requires_second_factor(&self) -> bool {
        self.0.requires_second_factor
    }

    /// Whether its members keep account of hours besides money.
    async fn keeps_hours(&self) -> bool {
        self.0.keeps_hours
    }

    /// The reasons that its moderators use again; null for everybody else.
    async fn reason_templates(&self, ctx: &Context<'_>) -> Option<Vec<ReasonTemplate>> {
        let templates = hubs::templates(ctx.actor(), &self.0)?;
        Some(
            templates
                .iter()
                .cloned()
                .map(ReasonTemplate::from)
                .collect(),
        )
    }

    /// Who runs it; null for who is neither an active member nor on the team.
    async fn team(&self, ctx: &Context<'_>) -> Nullable<Vec<HubOffice>> {
        nullable(async {
            let team = ctx.loaders().team(self.0.id).await?;
            Ok(team.map(|team| team.iter().cloned().map(HubOffice).collect()))
        })
        .await
    }

    /// Whether its active members are those that a PTCE needs, and who satisfies what.
    async fn composition(&self, ctx: &Context<'_>) -> Result<CompositionCheck> {
        let conditions = ctx.loaders().composition(self.0.id).await?;
        Ok(CompositionCheck(conditions))
    }

    /// The memberships that the viewer may see: everybody the active ones, the team and the people
    /// of an organisation the others too. By name unless ordered otherwise.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a connection")]
    async fn memberships(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many from the beginning, or after the cursor: 1 to 100, 20 if not said."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only those after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, or before the cursor: 1 to 100.")] last: Option<
            i32,
        >,
        #[graphql(desc = "Only those before this cursor.")] before: Option<String>,
        #[graphql(desc = "What the list is cut down to.")] filter: Option<MembershipFilter>,
        #[graphql(desc = "The order of the list.")] order_by: Option<MembershipOrder>,
    ) -> Result<MembershipConnection> {
        let arguments = memberships::ListArguments {
            first,
            after,
            last,
            before,
            filter,
            order_by,
        };
        memberships::connection(ctx, arguments, memberships::Whose::Hub(self.0.id)).await
    }

    /// Its projects that the viewer may see, the newest first unless ordered otherwise.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a connection")]
    async fn projects(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many from the beginning, or after the cursor: 1 to 100, 20 if not said."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only those after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, or before the cursor: 1 to 100.")] last: Option<
            i32,
        >,
        #[graphql(desc = "Only those before this cursor.")] before: Option<String>,
        #[graphql(desc = "What the list is cut down to.")] filter: Option<ProjectFilter>,
        #[graphql(desc = "The order of the list.")] order_by: Option<ProjectOrder>,
    ) -> Result<Plain<ProjectConnection>> {
        let arguments = projects::ListArguments {
            first,
            after,
            last,
            before,
            filter,
            order_by,
        };
        projects::of_hub(ctx, self.0.id, arguments).await
    }

    /// Its resources, shared with it by their organisations, that the viewer may see, the newest first unless
    /// ordered otherwise.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a connection")]
    async fn resources(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many from the beginning, or after the cursor: 1 to 100, 20 if not said."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only those after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, or before the cursor: 1 to 100.")] last: Option<
            i32,
        >,
        #[graphql(desc = "Only those before this cursor.")] before: Option<String>,
        #[graphql(desc = "What the list is cut down to.")] filter: Option<ResourceFilter>,
        #[graphql(desc = "The order of the list.")] order_by: Option<ResourceOrder>,
    ) -> Result<ResourceConnection> {
        let arguments = resources::ListArguments {
            first,
            after,
            last,
            before,
            filter,
            order_by,
        };
        resources::of_hub(ctx, self.0.id, arguments).await
    }

    /// The reviews that wait for a decision, the oldest first; null for who may not moderate here.
    async fn moderation_queue(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many from the beginning, or after the cursor: 1 to 100, 20 if not said."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only those after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, or before the cursor: 1 to 100.")] last: Option<
            i32,
        >,
        #[graphql(desc = "Only those before this cursor.")] before: Option<String>,
        #[graphql(desc = "What the queue is cut down to.")] filter: Option<
            crate::moderation::ReviewFilter,
        >,
    ) -> Nullable<crate::moderation::ReviewConnection> {
        nullable(async {
            let arguments = crate::moderation::ListArguments {
                first,
                after,
                last,
                before,
                filter,
            };
            crate::moderation::queue(ctx, &self.0, arguments).await
        })
        .await
    }

    /// What was moderated in a calendar year, for the yearly report; null for everybody but
    /// coordinators.
    async fn moderation_figures(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The year, 2000 to 2100.")] year: i32,
    ) -> Nullable<crate::moderation::ModerationFigures> {
        nullable(async { crate::moderation::figures(ctx, &self.0, year).await }).await
    }

    /// How much material its members have fetched to use it again, month by month; null for who is
    /// neither a member nor of the team.
    async fn reused_materials(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first month.")] from: Month,
        #[graphql(desc = "The last month, at most ten years of them.")] to: Month,
    ) -> Nullable<Vec<crate::materials::ReusedMaterials>> {
        nullable(async { crate::materials::reused(ctx, &self.0, &from, &to).await }).await
    }

    /// Who of its members cooperated with whom in a period, by partnerships, bookings, projects, staff hours and
    /// material; null for who is not of its team.
    async fn cooperation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first day, on the hub's clocks.")] from: Date,
        #[graphql(desc = "The last day, at most five years after the first.")] until: Date,
    ) -> Nullable<crate::cooperation::Cooperation> {
        nullable(async { crate::cooperation::of_hub(ctx, &self.0, from, until).await }).await
    }

    /// What happened in it that the viewer may read, the newest first.
    async fn activity(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many from the beginning, or after the cursor: 1 to 100, 20 if not said."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only those after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, or before the cursor: 1 to 100.")] last: Option<
            i32,
        >,
        #[graphql(desc = "Only those before this cursor.")] before: Option<String>,
    ) -> Result<crate::activity::ActivityConnection> {
        let feed = maillage_usecases::activity::Feed::Hub(self.0.id);
        crate::activity::feed(ctx, feed, first, after, last, before).await
    }

    /// When it was created here.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// What the viewer may do next, and for what they may not do, why.
    async fn available_actions(&self, ctx: &Context<'_>) -> Vec<ActionState> {
        ActionState::list(
            ctx.language(),
            HubAction::ALL.iter().copied(),
            |action| policy::check(ctx.actor(), Action::Hub(action, &self.0)),
            |action| self.0.permits(action),
        )
    }

    /// Counts its changes; updates say which one they have read.
    async fn version(&self) -> i32 {
        self.0.version
    }
}

/// The office of a person in a hub.
#[derive(Clone)]
pub(crate) struct HubOffice(pub(crate) TeamMember);

impl From<TeamMember> for HubOffice {
    fn from(member: TeamMember) -> Self {
        Self(member)
    }
}

/// The office of a person in a hub.
#[Object]
impl HubOffice {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        ids::show(self.0.office.id)
    }

    /// Where.
    async fn hub(&self, ctx: &Context<'_>) -> Nullable<Hub> {
        nullable(async { Ok(ctx.loaders().hub(self.0.office.hub).await?) }).await
    }

    /// Who.
    async fn person(&self) -> Person {
        self.0.person.clone().into()
    }

    /// To do what.
    async fn role(&self) -> E<HubRole> {
        E(self.0.office.role)
    }

    /// Since when.
    async fn since(&self) -> DateTime<Utc> {
        self.0.office.from
    }

    /// Since when no more.
    async fn ended_at(&self) -> Option<DateTime<Utc>> {
        self.0.office.ended_at
    }

    /// What the viewer may do next, and for what they may not do, why.
    async fn available_actions(&self, ctx: &Context<'_>) -> Vec<ActionState> {
        let TeamMember {
            office,
            other_coordinators,
            ..
        } = &self.0;
        let allowed = policy::check(ctx.actor(), Action::EndHubRole(office));
        let permits = || office.may_end(*other_coordinators);
        ActionState::of("END", allowed, permits, ctx.language())
            .into_iter()
            .collect()
    }

    /// Counts its changes; updates say which one they have read.
    async fn version(&self) -> i32 {
        self.0.office.version
    }
}

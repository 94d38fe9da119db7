//! The types.

use std::sync::Arc;

use async_graphql::{Context, ID, Lookahead, Object};
use chrono::{DateTime, Utc};
use maillage_domain::{
    content::ContentState,
    ids::ResourceId,
    moderation::Reviewable,
    policy::{self, Action},
    resources::{self as domain, Minutes, ResourceAction},
    values::Visibility,
};
use maillage_usecases::{
    Error,
    activity::Feed,
    bookings::{self, Search},
    photos::Shown,
    resources::{self, ResourceFields, ResourceView},
};

use super::parts::{AvailabilityStep, Conditions, Photo, ResourceRevision, Terms, TimeSpan};
use crate::{
    connection::connection,
    context::ContextExt,
    enums::E,
    error::{ApiError, Result},
    hubs::Hub,
    ids,
    matches::{self, Match},
    nullable::{Nullable, nullable},
    organisations::{Location, Organisation},
    values::{ActionState, Commune, Duration, FieldChange, Markdown, Statement},
};

/// What an organisation shares: a room, a machine, a vehicle, know-how, material.
#[derive(Clone)]
pub(crate) struct Resource {
    view: Arc<ResourceView>,
}

impl From<ResourceView> for Resource {
    fn from(view: ResourceView) -> Self {
        Self {
            view: Arc::new(view),
        }
    }
}

impl From<domain::Resource> for Resource {
    /// As its organisation and the hub's team see it, who alone change it.
    fn from(resource: domain::Resource) -> Self {
        let content = resource.content;
        let place = content.location;
        Self::from(ResourceView {
            id: resource.id,
            hub: resource.hub,
            owner: resource.owner,
            kind: content.kind,
            title: content.title.into(),
            summary: content.summary.into(),
            description: Some(content.description.into()),
            commune: content.commune,
            address: content.address.map(String::from),
            precision: place.map(|place| place.precision),
            point: place.map(|place| (place.latitude, place.longitude)),
            photos: Some(content.photos),
            terms: content.terms,
            visibility: content.visibility,
            conditions: resource.conditions,
            state: resource.state,
            created_at: resource.created_at,
            updated_at: resource.updated_at,
            published_at: resource.published_at,
            version: resource.version,
        })
    }
}

impl Resource {
    /// A resource with what the field being resolved asks of it, if the viewer may see it.
    pub(crate) async fn find(ctx: &Context<'_>, id: ResourceId) -> Result<Option<Self>> {
        let fields = fields_of(&ctx.look_ahead());
        Ok(ctx.loaders().resource(id, fields).await?)
    }

    /// Its title.
    pub(crate) fn titled(&self) -> &str {
        &self.view.title
    }

    /// The whole of it, for who may see it.
    async fn whole(&self, ctx: &Context<'_>) -> Result<Option<Arc<domain::Resource>>> {
        Ok(ctx.loaders().whole_resource(self.view.id).await?)
    }

    /// The whole of it, for who may read its private side.
    async fn private(&self, ctx: &Context<'_>) -> Result<Option<Arc<domain::Resource>>> {
        let found = self.whole(ctx).await?;
        Ok(found.filter(|resource| resources::reads_private(ctx.actor(), resource)))
    }
}

/// The wide columns that the nodes of a connection are asked for.
pub(super) fn fields_in_connection(look: &Lookahead<'_>) -> ResourceFields {
    let nodes = [look.field("edges").field("node"), look.field("nodes")];
    let fields = nodes.iter().map(fields_of);
    fields.fold(ResourceFields::empty(), |all, one| all | one)
}

fn fields_of(look: &Lookahead<'_>) -> ResourceFields {
    let asked = |name, field| {
        if look.field(name).exists() {
            field
        } else {
            ResourceFields::empty()
        }
    };
    asked("description", ResourceFields::DESCRIPTION)
        | asked("conditions", ResourceFields::CONDITIONS)
        | asked("nextFree", ResourceFields::CONDITIONS)
        | asked("photos", ResourceFields::PHOTOS)
}

fn search(
    units: i32,
    length: Option<Duration>,
    from: Option<DateTime<Utc>>,
) -> std::result::Result<Search, Error> {
    let units = domain::parse_units(units).map_err(|problem| Error::invalid("units", problem))?;
    let length = length.map(|length| {
        let minutes = Minutes::read(&length.0)?;
        Minutes::parse(minutes, 1, Minutes::LONGEST.count())
    });
    let length = length.transpose();
    let from = from.map(domain::in_this_century).transpose();
    Ok(Search {
        from: from.map_err(|problem| Error::invalid("from", problem))?,
        length: length.map_err(|problem| Error::invalid("length", problem))?,
        units,
    })
}

connection! {
    /// A list of resources.
    ResourceConnection, ResourceEdge, Resource
}

/// What an organisation shares: a room, a machine, a vehicle, know-how, material.
#[Object]
impl Resource {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        ids::show(self.view.id)
    }

    /// The hub that moderates it.
    async fn hub(&self, ctx: &Context<'_>) -> Result<Hub> {
        let hub = ctx.loaders().hub(self.view.hub).await?;
        hub.ok_or_else(|| Error::internal("a resource without its hub").into())
    }

    /// The hubs that it is shared with, the one that moderates it first.
    async fn hubs(&self, ctx: &Context<'_>) -> Result<Vec<Hub>> {
        let Some(resource) = self.whole(ctx).await? else {
            return Ok(Vec::new());
        };
        let loaders = ctx.loaders();
        let hubs = resource.hubs().map(|hub| loaders.hub(hub));
        let hubs = futures_util::future::try_join_all(hubs).await?;
        Ok(hubs.into_iter().flatten().collect())
    }

    /// The organisations that it is shared with by name; null for who is neither of the organisation
    /// nor of the hub's team.
    async fn parties(&self, ctx: &Context<'_>) -> Nullable<Vec<Organisation>> {
        nullable(async {
            let Some(resource) = self.private(ctx).await? else {
                return Ok(None);
            };
            let parties = resource.content.parties.iter();
            let parties = parties.map(|party| Organisation::find(ctx, *party));
            let parties = futures_util::future::try_join_all(parties).await?;
            Ok(Some(parties.into_iter().flatten().collect()))
        })
        .await
    }

    /// The organisation that shares it; null while that organisation is not public.
    async fn owner(&self, ctx: &Context<'_>) -> Nullable<Organisation> {
        nullable(Organisation::find(ctx, self.view.owner)).await
    }

    /// Of what kind it is.
    async fn kind(&self) -> E<domain::ResourceKind> {
        E(self.view.kind)
    }

    /// Title.
    async fn title(&self) -> &str {
        &self.view.title
    }

    /// One or two sentences.
    async fn summary(&self) -> &str {
        &self.view.summary
    }

    /// Long text.
    async fn description(&self) -> Result<Markdown> {
        let description = self.view.description.as_deref();
        description
            .map(Markdown::from)
            .ok_or_else(|| ApiError::from(Error::internal("the description was not read")))
    }

    /// In which commune it is.
    async fn commune(&self) -> Option<Commune> {
        self.view.commune.as_ref().and_then(Commune::of)
    }

    /// Street address; null where its exact place is kept back.
    async fn address(&self) -> Option<&str> {
        self.view.address.as_deref()
    }

    /// Place on the map, as exactly as the viewer may know it; null when it is hidden.
    async fn location(&self) -> Option<Location> {
        let precision = self.view.precision?;
        Some(Location::new(self.view.point, precision))
    }

    /// What it looks like; the first one is its cover.
    async fn photos(&self) -> Result<Vec<Photo>> {
        let photos = self.view.photos.as_deref();
        let photos = photos.ok_or_else(|| Error::internal("the photos were not read"))?;
        let shown = Shown::by(self.view.state, self.view.visibility);
        Ok(Photo::all(photos, shown))
    }

    /// What is given for its use.
    async fn terms(&self) -> Terms {
        Terms::from(&self.view.terms)
    }

    /// When and how it is booked; null while its organisation has not said so, and it cannot be, and
    /// always for material, which has lots.
    async fn conditions(&self, ctx: &Context<'_>) -> Option<Conditions> {
        let (owner, hub) = (self.view.owner, self.view.hub);
        let with_reasons = || policy::knows_place(ctx.actor(), owner, hub);
        let conditions = self.view.conditions.as_ref();
        conditions.map(|conditions| Conditions::new(conditions, with_reasons))
    }

    /// How many units are free when, in exact steps that follow one another from `from` to `to`; none
    /// where it cannot be booked.
    async fn availability(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "From the beginning of this minute.")] from: DateTime<Utc>,
        #[graphql(desc = "Until the beginning of this minute, up to 400 days later.")] to: DateTime<
            Utc,
        >,
    ) -> Result<Vec<AvailabilityStep>> {
        ctx.loaders().expect_few_calendars()?;
        let steps =
            bookings::availability(ctx.platform(), ctx.actor(), self.view.id, from, to).await?;
        Ok(steps.into_iter().map(AvailabilityStep::from).collect())
    }

    /// The first time at which it can be booked; null where it cannot be had within its horizon.
    async fn next_free(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many units.", default = 1)] units: i32,
        #[graphql(desc = "For how long: `PT2H`; as short as it is booked if not said.")]
        length: Option<Duration>,
        #[graphql(desc = "From when on; from now on if not said.")] from: Option<DateTime<Utc>>,
    ) -> Nullable<TimeSpan> {
        nullable(async {
            let search = search(units, length, from)?;
            let free = ctx.loaders().next_free(&self.view, search).await?;
            Ok(free.map(TimeSpan::from))
        })
        .await
    }

    /// The open needs that it fits, in published projects under way or in preparation that the viewer
    /// may see and whose lead could have it: the best first.
    async fn matching_needs(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many at most: 1 to 50.", default = 10)] first: i32,
    ) -> Result<Vec<Match>> {
        matches::needs(ctx, self.view.id, first).await
    }

    /// Its lots, of material, as they were made.
    async fn lots(
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
    ) -> Result<crate::materials::LotConnection> {
        let arguments = crate::materials::ListArguments {
            first,
            after,
            last,
            before,
        };
        crate::materials::lots_of(ctx, self.view.id, arguments).await
    }

    /// Where its text stands.
    async fn state(&self) -> E<ContentState> {
        E(self.view.state)
    }

    /// Who reads it once published.
    async fn visibility(&self) -> E<Visibility> {
        E(self.view.visibility)
    }

    /// The change waiting beside the published text; null for who may not see it.
    async fn revision(&self, ctx: &Context<'_>) -> Nullable<ResourceRevision> {
        nullable(async {
            let Some(resource) = self.private(ctx).await? else {
                return Ok(None);
            };
            let language = ctx.language();
            Ok(resource.revision.as_ref().map(|revision| {
                let statement = revision.statement.as_ref();
                let changes = resource.content.changes(&revision.content);
                ResourceRevision {
                    state: E(revision.state),
                    submitted_at: revision.at,
                    statement: statement.map(|statement| Statement::new(statement, language)),
                    changes: changes.into_iter().map(FieldChange::from).collect(),
                    photos: Photo::all(&revision.content.photos, Shown::ToSome),
                }
            }))
        })
        .await
    }

    /// Why it is restricted, when it is; null for who may not see it.
    async fn statement(&self, ctx: &Context<'_>) -> Nullable<Statement> {
        nullable(async {
            let resource = self.private(ctx).await?;
            let statement = resource.as_ref().and_then(|one| one.statement.as_ref());
            Ok(statement.map(|statement| Statement::new(statement, ctx.language())))
        })
        .await
    }

    /// Its reviews that concern the viewer, the newest first.
    async fn reviews(
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
    ) -> Result<crate::moderation::ReviewConnection> {
        let arguments = crate::moderation::ListArguments {
            first,
            after,
            last,
            before,
            filter: None,
        };
        crate::moderation::history(ctx, Reviewable::Resource(self.view.id), arguments).await
    }

    /// What happened to it that the viewer may read, the newest first.
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
        let feed = Feed::Resource(self.view.id);
        crate::activity::feed(ctx, feed, first, after, last, before).await
    }

    /// When it was drafted.
    async fn created_at(&self) -> DateTime<Utc> {
        self.view.created_at
    }

    /// When it last changed.
    async fn updated_at(&self) -> DateTime<Utc> {
        self.view.updated_at
    }

    /// When it was first published.
    async fn published_at(&self) -> Option<DateTime<Utc>> {
        self.view.published_at
    }

    /// What the viewer may do next, and for what they may not do, why.
    async fn available_actions(&self, ctx: &Context<'_>) -> Result<Vec<ActionState>> {
        let Some(resource) = self.whole(ctx).await? else {
            return Ok(Vec::new());
        };
        let actions = ResourceAction::ALL.iter().copied();
        let reads = [ResourceAction::Read, ResourceAction::ReadPrivate];
        Ok(ActionState::list(
            ctx.language(),
            actions.filter(|action| !reads.contains(action)),
            |action| policy::check(ctx.actor(), Action::Resource(action, &resource)),
            |action| resource.permits(action),
        ))
    }

    /// Counts its changes; updates say which one they have read.
    async fn version(&self) -> i32 {
        self.view.version
    }
}

//! Activity: what happened, as feeds of a hub, an organisation, a project, a resource or a partnership.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use chrono::{DateTime, Utc};
use maillage_domain::events::{self as domain, EventKind, Subject};
use maillage_usecases::{
    activity::{self, Feed, Names},
    organisations::OrganisationFields,
    projects::ProjectFields,
    resources::ResourceFields,
};

use crate::{
    accounts::Person,
    connection::{Counter, connection, page_request},
    context::ContextExt,
    enums::E,
    error::{Fact, Result},
    hubs::Hub,
    ids,
    nodes::Node,
    nullable::{Nullable, nullable},
    organisations::Organisation,
    projects::Project,
    resources::Resource,
};

/// One thing that happened.
#[derive(Clone)]
pub(crate) struct Activity(pub(crate) Arc<domain::Event>);

impl From<domain::Event> for Activity {
    fn from(event: domain::Event) -> Self {
        Self(Arc::new(event))
    }
}

connection! {
    /// A feed of what happened, the newest first.
    ActivityConnection, ActivityEdge, Activity
}

/// One thing that happened.
#[Object]
impl Activity {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        ids::show(self.0.id)
    }

    /// When.
    async fn at(&self) -> DateTime<Utc> {
        self.0.at
    }

    /// What, for programs.
    async fn kind(&self) -> E<EventKind> {
        E(self.0.kind)
    }

    /// What, in a sentence in the language of the request.
    async fn sentence(&self, ctx: &Context<'_>) -> Result<String> {
        let (event, loaders) = (&self.0, ctx.loaders());
        let mut names = Names::default();
        if let Some(id) = event.organisation {
            let organisation = loaders.organisation(id, OrganisationFields::NAME).await?;
            names.organisation = organisation.and_then(|one| one.view().name.clone());
        }
        if let Some(id) = event.project {
            let project = loaders.project(id, ProjectFields::TITLE).await?;
            names.project = project.and_then(|one| one.view().title.clone());
        }
        if let Some(id) = event.resource {
            let resource = loaders.resource(id, ResourceFields::empty()).await?;
            names.resource = resource.map(|one| one.titled().to_owned());
        }
        if let Some(id) = event.hub {
            let hub = loaders.hub(id).await?;
            names.hub = hub.map(|hub| hub.0.content.name.to_string());
        }
        Ok(activity::sentence(ctx.language(), event, names))
    }

    /// Who did it. Shown to the people of the organisation, to active members of the hub and to its
    /// team; who decided on content, to the team alone. Null for everybody else, and for what the
    /// platform did by itself.
    async fn person(&self, ctx: &Context<'_>) -> Nullable<Person> {
        nullable(async {
            match activity::author(ctx.actor(), &self.0) {
                Some(person) => Ok(ctx.loaders().person(person).await?),
                None => Ok(None),
            }
        })
        .await
    }

    /// On behalf of which organisation.
    async fn acting_for(&self, ctx: &Context<'_>) -> Nullable<Organisation> {
        nullable(async {
            match self.0.acting_for {
                Some(organisation) => Organisation::find(ctx, organisation).await,
                None => Ok(None),
            }
        })
        .await
    }

    /// In which hub, if in one.
    async fn hub(&self, ctx: &Context<'_>) -> Nullable<Hub> {
        nullable(async {
            match self.0.hub {
                Some(hub) => Ok(ctx.loaders().hub(hub).await?),
                None => Ok(None),
            }
        })
        .await
    }

    /// Which organisation's thing it happened to.
    async fn organisation(&self, ctx: &Context<'_>) -> Nullable<Organisation> {
        nullable(async {
            match self.0.organisation {
                Some(organisation) => Organisation::find(ctx, organisation).await,
                None => Ok(None),
            }
        })
        .await
    }

    /// To which project it belongs, if to one.
    async fn project(&self, ctx: &Context<'_>) -> Nullable<Project> {
        nullable(async {
            match self.0.project {
                Some(project) => Project::find(ctx, project).await,
                None => Ok(None),
            }
        })
        .await
    }

    /// To which resource it belongs, if to one.
    async fn resource(&self, ctx: &Context<'_>) -> Nullable<Resource> {
        nullable(async {
            match self.0.resource {
                Some(resource) => Resource::find(ctx, resource).await,
                None => Ok(None),
            }
        })
        .await
    }

    /// The id of what it happened to.
    async fn subject_id(&self) -> ID {
        match self.0.subject {
            Subject::Person(id) => ids::show(id),
            Subject::Organisation(id) => ids::show(id),
            Subject::Mandate(id) => ids::show(id),
            Subject::Invitation(id) => ids::show(id),
            Subject::Hub(id) => ids::show(id),
            Subject::HubRole(id) => ids::show(id),
            Subject::Membership(id) => ids::show(id),
            Subject::Project(id) => ids::show(id),
            Subject::Participation(id) => ids::show(id),
            Subject::Resource(id) => ids::show(id),
            Subject::Booking(id) => ids::show(id),
            Subject::StaffLoan(id) => ids::show(id),
            Subject::Partnership(id) => ids::show(id),
            Subject::Lot(id) => ids::show(id),
            Subject::Reservation(id) => ids::show(id),
            Subject::Review(id) => ids::show(id),
        }
    }

    /// What it happened to, where that is an organisation, a hub, a membership, a project, a resource,
    /// a booking, a loan of staff, a partnership, a lot, a reservation or a review that the viewer may see; `node` finds the others by `subjectId`.
    async fn subject(&self, ctx: &Context<'_>) -> Nullable<Node> {
        nullable(async {
            let loaders = ctx.loaders();
            // Only what is loaded in batches: a page of a feed costs the same, however long it is.
            Ok(match self.0.subject {
                Subject::Organisation(id) => Organisation::find(ctx, id).await?.map(Node::from),
                Subject::Hub(id) => loaders.hub(id).await?.map(Node::from),
                Subject::Membership(id) => loaders.membership(id).await?.map(Node::from),
                Subject::Project(id) => Project::find(ctx, id).await?.map(Node::from),
                Subject::Resource(id) => Resource::find(ctx, id).await?.map(Node::from),
                Subject::Booking(id) => loaders.booking(id).await?.map(Node::from),
                Subject::StaffLoan(id) => loaders.staff_loan(id).await?.map(Node::from),
                Subject::Partnership(id) => loaders.partnership(id).await?.map(Node::from),
                Subject::Lot(id) => loaders.lot(id).await?.map(Node::from),
                Subject::Reservation(id) => loaders.reservation(id).await?.map(Node::from),
                Subject::Review(id) => loaders.review(id).await?.map(Node::from),
                _ => None,
            })
        })
        .await
    }

    /// The evidence: states before and after, versions, numbers.
    async fn facts(&self) -> Vec<Fact> {
        self.0.facts.iter().cloned().map(Fact::from).collect()
    }
}

/// A page of a feed.
pub(crate) async fn feed(
    ctx: &Context<'_>,
    feed: Feed,
    first: Option<i32>,
    after: Option<String>,
    last: Option<i32>,
    before: Option<String>,
) -> Result<ActivityConnection> {
    let request = page_request(
        first,
        after.as_deref(),
        last,
        before.as_deref(),
        activity::ORDER,
    )?;
    let page = activity::list(ctx.platform(), ctx.actor(), feed, &request).await?;
    let counter = Counter::new(ctx, feed, |platform, actor, feed| {
        Box::pin(activity::count(platform, actor, *feed))
    });
    Ok(ActivityConnection {
        page: page.map(Activity::from),
        counter,
    })
}

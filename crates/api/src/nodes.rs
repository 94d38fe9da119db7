//! Any object by its id alone (GraphQL Global Object Identification).

use async_graphql::{Context, ID, Interface, Object};
use maillage_domain::{Problem, ProblemCode};
use maillage_usecases::{Error, accounts, activity, hubs, mandates, partnerships, projects};

use crate::{
    accounts::Person,
    activity::Activity,
    bookings::Booking,
    context::ContextExt,
    error::Result,
    hubs::{Hub, HubOffice},
    ids::{self, kinds},
    mandates::{Invitation, Mandate},
    materials::{Lot, MaterialReservation},
    memberships::Membership,
    moderation::Review,
    nullable::{Nullable, nullable},
    organisations::Organisation,
    partnerships::{Fulfilment, Partnership, PartnershipTemplate, PartnershipVersion},
    projects::{Need, Participation, Project},
    resources::Resource,
    staff::StaffLoan,
    statements::AccountStatement,
};

/// An object that `node` finds by its id. Colleges, reason templates, milestones, budget lines, commitments,
/// comments, sessions and calendars have ids as well, to name them by in inputs: they are read with the hub, project,
/// partnership or person that they belong to.
#[derive(Interface)]
#[graphql(field(name = "id", ty = "ID", desc = "Its id: a TypeID."))]
pub(crate) enum Node {
    Activity(Activity),
    Booking(Booking),
    Fulfilment(Fulfilment),
    Hub(Hub),
    HubOffice(HubOffice),
    Invitation(Invitation),
    Lot(Lot),
    Mandate(Mandate),
    MaterialReservation(MaterialReservation),
    Membership(Membership),
    Need(Need),
    Organisation(Organisation),
    Participation(Participation),
    Partnership(Partnership),
    PartnershipTemplate(PartnershipTemplate),
    PartnershipVersion(PartnershipVersion),
    Person(Person),
    Project(Project),
    Resource(Resource),
    Review(Review),
    StaffLoan(StaffLoan),
    AccountStatement(AccountStatement),
}

/// How the ids of these objects begin.
const KINDS: [&str; 22] = [
    "account_statement",
    "booking",
    "event",
    "fulfilment",
    "hub",
    "hub_role",
    "invitation",
    "lot",
    "mandate",
    "membership",
    "need",
    "organisation",
    "participation",
    "partnership",
    "partnership_template",
    "partnership_version",
    "person",
    "project",
    "reservation",
    "resource",
    "review",
    "staff_loan",
];

/// Most ids in one request for nodes.
const MOST: usize = 100;

/// Reading any object.
#[derive(Default)]
pub(crate) struct NodesQuery;

#[Object]
impl NodesQuery {
    /// Any object of the interface `Node` by its id; null when there is none that the viewer may see.
    /// An id of something else is INVALID.
    async fn node(&self, ctx: &Context<'_>, #[graphql(desc = "Its id.")] id: ID) -> Nullable<Node> {
        nullable(async { find(ctx, "id", &id).await }).await
    }

    /// Several objects by their ids, in the order of the ids; null for each that the viewer may
    /// not see. An id that is none is null too, with an error that has its place in the list.
    async fn nodes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Their ids, up to 100.")] ids: Vec<ID>,
    ) -> Result<Vec<Nullable<Node>>> {
        if ids.len() > MOST {
            let problem = Problem::new(ProblemCode::TooLong)
                .with("max", MOST)
                .with("length", ids.len());
            return Err(Error::invalid("ids", problem).into());
        }
        // Together, so that the loaders make one batch of each kind.
        let found = ids.iter().map(|id| nullable(find(ctx, "ids", id)));
        Ok(futures_util::future::join_all(found).await)
    }
}

async fn find(ctx: &Context<'_>, argument: &str, id: &ID) -> Result<Option<Node>> {
    let (platform, actor, loaders) = (ctx.platform(), ctx.actor(), ctx.loaders());
    let kind = id.rsplit_once('_').map_or("", |(kind, _)| kind);
    Ok(match kind {
        "booking" => loaders
            .booking(ids::read::<kinds::Booking>(argument, id)?)
            .await?
            .map(Node::from),
        "event" => {
            let id = ids::read::<kinds::Event>(argument, id)?;
            activity::find(platform, actor, id)
                .await?
                .map(Activity::from)
                .map(Node::from)
        }
        "hub" => loaders
            .hub(ids::read::<kinds::Hub>(argument, id)?)
            .await?
            .map(Node::from),
        "hub_role" => {
            let id = ids::read::<kinds::HubRole>(argument, id)?;
            hubs::office(platform, actor, id)
                .await?
                .map(HubOffice::from)
                .map(Node::from)
        }
        "invitation" => {
            let id = ids::read::<kinds::Invitation>(argument, id)?;
            mandates::find_invitation(platform, actor, id)
                .await?
                .map(Invitation::from)
                .map(Node::from)
        }
        "lot" => loaders
            .lot(ids::read::<kinds::Lot>(argument, id)?)
            .await?
            .map(Node::from),
        "mandate" => {
            let id = ids::read::<kinds::Mandate>(argument, id)?;
            mandates::find(platform, actor, id)
                .await?
                .map(Mandate::from)
                .map(Node::from)
        }
        "membership" => loaders
            .membership(ids::read::<kinds::Membership>(argument, id)?)
            .await?
            .map(Node::from),
        "need" => {
            let id = ids::read::<kinds::Need>(argument, id)?;
            projects::need(platform, actor, id)
                .await?
                .map(Need)
                .map(Node::from)
        }
        "organisation" => {
            let id = ids::read::<kinds::Organisation>(argument, id)?;
            Organisation::find(ctx, id).await?.map(Node::from)
        }
        "participation" => {
            Participation::find(ctx, ids::read::<kinds::Participation>(argument, id)?)
                .await?
                .map(Node::from)
        }
        "fulfilment" => {
            let id = ids::read::<kinds::Fulfilment>(argument, id)?;
            let found = partnerships::fulfilment(platform, actor, id).await?;
            found.map(Fulfilment::from).map(Node::from)
        }
        "partnership" => loaders
            .partnership(ids::read::<kinds::Partnership>(argument, id)?)
            .await?
            .map(Node::from),
        "partnership_template" => {
            let id = ids::read::<kinds::PartnershipTemplate>(argument, id)?;
            partnerships::find_template(platform, actor, id)
                .await?
                .map(PartnershipTemplate::from)
                .map(Node::from)
        }
        "partnership_version" => {
            let id = ids::read::<kinds::PartnershipVersion>(argument, id)?;
            match partnerships::of_version(platform, actor, id).await? {
                Some(of) => Partnership::from(of).version_of(ctx, id).map(Node::from),
                None => None,
            }
        }
        "person" => {
            let id = ids::read::<kinds::Person>(argument, id)?;
            accounts::find(platform, actor, id)
                .await?
                .map(Person::from)
                .map(Node::from)
        }
        "project" => {
            let id = ids::read::<kinds::Project>(argument, id)?;
            Project::find(ctx, id).await?.map(Node::from)
        }
        "reservation" => loaders
            .reservation(ids::read::<kinds::Reservation>(argument, id)?)
            .await?
            .map(Node::from),
        "resource" => {
            let id = ids::read::<kinds::Resource>(argument, id)?;
            Resource::find(ctx, id).await?.map(Node::from)
        }
        "review" => loaders
            .review(ids::read::<kinds::Review>(argument, id)?)
            .await?
            .map(Node::from),
        "staff_loan" => loaders
            .staff_loan(ids::read::<kinds::StaffLoan>(argument, id)?)
            .await?
            .map(Node::from),
        "account_statement" => loaders
            .statement(ids::read::<kinds::Statement>(argument, id)?)
            .await?
            .map(Node::from),
        "" => return Err(Error::invalid(argument, Problem::new(ProblemCode::Malformed)).into()),
        other => {
            let problem = Problem::new(ProblemCode::WrongType)
                .with("expected", KINDS.join(", "))
                .with("given", other.chars().take(63).collect::<String>());
            return Err(Error::invalid(argument, problem).into());
        }
    })
}

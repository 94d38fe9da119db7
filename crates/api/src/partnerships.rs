//! Partnerships: drafted together, signed by all, followed until they are over.

mod acts;
mod drafts;
mod fulfilments;
mod inputs;
mod keeping;
mod keeping_inputs;
mod mutations;
mod parts;
mod templates;
mod types;
mod versions;

use async_graphql::{Context, Enum, ID, InputObject, Object};
use chrono::Days;
use maillage_domain::{
    Problem,
    partnerships::{Fingerprint, Form, PartnershipState},
};
use maillage_usecases::{
    Error,
    partnerships::{self as usecases, Awaited, ORDER, PartnershipFilter as Filter},
};

pub(crate) use self::{
    fulfilments::Fulfilment,
    keeping::CommitmentFigures,
    mutations::PartnershipsMutation,
    templates::PartnershipTemplate,
    types::{Partnership, PartnershipConnection},
    versions::PartnershipVersion,
};
use self::{keeping::CommitmentDue, versions::PartnershipStanding};
use crate::{
    connection::{Counter, page_request},
    context::ContextExt,
    enums::{self, E},
    error::Result,
    ids::{self, kinds},
    nullable::{Nullable, nullable},
    values::Date,
};

/// How many days before its day a commitment awaits that it is kept.
const DUE: u64 = 30;
/// How many days before its last day a partnership awaits that somebody sees to it.
const SOON: u64 = 90;

/// What a partnership awaits of a party.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub(crate) enum PartnershipAwaits {
    /// A proposed version awaits its signature.
    Signature,
    /// Something that it owes is late, or due within thirty days.
    Delivery,
    /// The other side of a commitment awaits its answer to what was declared, contested or offered.
    Answer,
    /// Its last day is within ninety days.
    Expiry,
}

/// What a list of partnerships is cut down to. Everything given must hold.
#[derive(Debug, Clone, Default, InputObject)]
pub(crate) struct PartnershipFilter {
    /// Of this organisation.
    organisation: Option<ID>,
    /// Come about in this hub.
    hub: Option<ID>,
    /// In one of these states.
    states: Option<Vec<E<PartnershipState>>>,
    /// Of one of these forms.
    forms: Option<Vec<E<Form>>>,
    /// Awaiting one of these: of `organisation`, where it is given; of any organisation that the viewer acts
    /// for, where it is not.
    awaits: Option<Vec<PartnershipAwaits>>,
}

impl PartnershipFilter {
    fn read(self, ctx: &Context<'_>) -> std::result::Result<Filter, Error> {
        let today = ctx.request().at.date_naive();
        let within = |days| today.checked_add_days(Days::new(days)).unwrap_or(today);
        let (due, soon) = (within(DUE), within(SOON));
        let awaited = self.awaits.unwrap_or_default().into_iter();
        Ok(Filter {
            organisation: ids::read_optional::<kinds::Organisation>(
                "organisation",
                self.organisation.as_ref(),
            )?,
            hub: ids::read_optional::<kinds::Hub>("hub", self.hub.as_ref())?,
            states: enums::values(self.states),
            forms: enums::values(self.forms),
            awaited: awaited
                .map(|one| match one {
                    PartnershipAwaits::Signature => Awaited::Signature,
                    PartnershipAwaits::Delivery => Awaited::DeliverBy(due),
                    PartnershipAwaits::Answer => Awaited::Answer,
                    PartnershipAwaits::Expiry => Awaited::EndBy(soon),
                })
                .collect(),
        })
    }
}

/// Reading partnerships.
#[derive(Default)]
pub(crate) struct PartnershipsQuery;

#[Object]
impl PartnershipsQuery {
    /// A partnership by its id; null when there is none that the viewer may see.
    async fn partnership(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the partnership.")] id: ID,
    ) -> Nullable<Partnership> {
        nullable(async {
            let id = ids::argument::<kinds::Partnership>(&id)?;
            Ok(ctx.loaders().partnership(id).await?)
        })
        .await
    }

    /// The partnerships that the viewer may see, the newest first: those of the organisations that they act
    /// for, and of the hubs whose team they belong to those that the parties have signed are to be seen.
    async fn partnerships(
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
        #[graphql(desc = "What the list is cut down to.")] filter: Option<PartnershipFilter>,
    ) -> Result<PartnershipConnection> {
        let filter = filter.unwrap_or_default().read(ctx)?;
        let page = page_request(first, after.as_deref(), last, before.as_deref(), ORDER)?;
        let page = usecases::list(ctx.platform(), ctx.actor(), &filter, &page).await?;
        let counter = Counter::new(ctx, filter, |platform, actor, filter| {
            Box::pin(usecases::count(platform, actor, filter))
        });
        Ok(PartnershipConnection {
            page: page.map(Partnership::from),
            counter,
        })
    }

    /// What is due by an organisation, or to it, by its partnerships in force that the viewer follows: by its
    /// day, the first five hundred.
    async fn commitment_dues(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The organisation.")] organisation: ID,
        #[graphql(desc = "The first day.")] from: Date,
        #[graphql(desc = "The last day: two years later at most.")] until: Date,
    ) -> Result<Vec<CommitmentDue>> {
        let organisation = ids::read::<kinds::Organisation>("organisation", &organisation)?;
        let days = (from.0, until.0);
        let due = usecases::due(ctx.platform(), ctx.actor(), organisation, days).await?;
        Ok(due.into_iter().map(CommitmentDue::from).collect())
    }

    /// What agreements begin from: the templates of a hub, for its members and its team, then those of the
    /// platform.
    async fn partnership_templates(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Also the templates of this hub.")] hub: Option<ID>,
        #[graphql(desc = "Only those of this form.")] form: Option<E<Form>>,
    ) -> Result<Vec<PartnershipTemplate>> {
        let hub = ids::read_optional::<kinds::Hub>("hub", hub.as_ref())?;
        let form = form.map(|form| form.0);
        let found = usecases::templates(ctx.platform(), ctx.actor(), hub, form).await?;
        Ok(found.into_iter().map(PartnershipTemplate::from).collect())
    }

    /// What became of a version, for whoever has its text and so its SHA-256; null where nobody has proposed
    /// such a text here. A document is checked at `/verify`, or by `maillage verify`.
    async fn partnership_standing(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The SHA-256 of the text, 64 hexadecimal digits in lower case.")]
        sha256: String,
    ) -> Nullable<PartnershipStanding> {
        nullable(async {
            let sha256 = Fingerprint::parse(&sha256)
                .map_err(|problem: Problem| Error::invalid("sha256", problem))?;
            let found = usecases::standing(ctx.platform(), &sha256).await?;
            Ok(found.map(PartnershipStanding::from))
        })
        .await
    }
}

//! The types.

use async_graphql::{Context, ID, Object};
use chrono::{DateTime, Utc};
use maillage_domain::{bookings::ChargeReason, statements as domain};
use maillage_usecases::{
    Error,
    statements::{self, LINES, Line},
};

use crate::{
    bookings::Booking,
    connection::{Counter, connection, page_request},
    context::ContextExt,
    enums::E,
    error::Result,
    hubs::Hub,
    ids,
    loaders::statements::Lines,
    nullable::{Nullable, nullable},
    organisations::Organisation,
    values::{Duration, Money, Month, Url},
};

/// What one organisation owes another of a month.
#[derive(Clone, Copy)]
pub(crate) struct AccountStatement(domain::Statement);

impl From<domain::Statement> for AccountStatement {
    fn from(statement: domain::Statement) -> Self {
        Self(statement)
    }
}

connection! {
    /// A list of statements.
    AccountStatementConnection, AccountStatementEdge, AccountStatement
}

connection! {
    /// A list of what a statement adds up.
    AccountStatementLineConnection, AccountStatementLineEdge, AccountStatementLine
}

/// What one organisation owes another of a month for what it booked of it, in the hub that brought them
/// together. Read by the people of both and by the hub's team. No payment is made here.
#[Object]
impl AccountStatement {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        ids::show(self.0.id)
    }

    /// The hub.
    async fn hub(&self, ctx: &Context<'_>) -> Result<Hub> {
        let hub = ctx.loaders().hub(self.0.hub).await?;
        hub.ok_or_else(|| Error::internal("a statement without its hub").into())
    }

    /// Of which month, on the hub's clocks: that in which a booking ended for its owner.
    async fn month(&self) -> Month {
        self.0.month.to_string().into()
    }

    /// The organisation that owes; null while it is not public.
    async fn debtor(&self, ctx: &Context<'_>) -> Nullable<Organisation> {
        nullable(Organisation::find(ctx, self.0.debtor)).await
    }

    /// The organisation that is owed; null while it is not public.
    async fn creditor(&self, ctx: &Context<'_>) -> Nullable<Organisation> {
        nullable(Organisation::find(ctx, self.0.creditor)).await
    }

    /// What is owed in money.
    async fn amount(&self) -> Money {
        self.0.total.money.into()
    }

    /// What is owed in hours, where the hub keeps account of them.
    async fn hours(&self) -> Duration {
        self.0.total.credit.duration().into()
    }

    /// Whether the month has been over for a day, so that nothing is added any more.
    async fn closed(&self, ctx: &Context<'_>) -> Result<bool> {
        let hub = ctx.loaders().hub(self.0.hub).await?;
        let hub = hub.ok_or_else(|| Error::internal("a statement without its hub"))?;
        Ok(self
            .0
            .is_closed(hub.0.content.time_zone, ctx.platform().now()))
    }

    /// What it adds up, in the order in which it came about.
    async fn lines(
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
    ) -> Result<AccountStatementLineConnection> {
        let page = page_request(first, after.as_deref(), last, before.as_deref(), LINES)?;
        let found = if page.begins_the_list() {
            ctx.loaders().first(self.0.id, Lines, page.limit).await?
        } else {
            statements::lines(ctx.platform(), self.0.id, &page).await?
        };
        let counter = Counter::new(ctx, self.0.charges, |_, _, charges| {
            let count = u64::from(*charges);
            Box::pin(async move { Ok(count) })
        });
        Ok(AccountStatementLineConnection {
            page: found.map(AccountStatementLine),
            counter,
        })
    }

    /// Where it is found as a table (CSV), for who may read it: with the access token, as the API.
    async fn csv_url(&self, ctx: &Context<'_>) -> Url {
        self.file(ctx, "csv")
    }

    /// Where it is found as a document (PDF), likewise.
    async fn pdf_url(&self, ctx: &Context<'_>) -> Url {
        self.file(ctx, "pdf")
    }
}

impl AccountStatement {
    fn file(self, ctx: &Context<'_>, extension: &str) -> Url {
        let url = &ctx.platform().settings().public_url;
        format!("{url}/statements/{}.{extension}", self.0.id).into()
    }
}

/// What is owed for one booking.
#[derive(Clone, Copy)]
pub(crate) struct AccountStatementLine(Line);

/// What is owed for one booking.
#[Object]
impl AccountStatementLine {
    /// The booking.
    async fn booking(&self, ctx: &Context<'_>) -> Result<Booking> {
        let booking = ctx.loaders().booking(self.0.booking).await?;
        booking.ok_or_else(|| Error::internal("a charge without its booking").into())
    }

    /// Why it is owed.
    async fn reason(&self) -> E<ChargeReason> {
        E(self.0.reason)
    }

    /// How much in money.
    async fn amount(&self) -> Money {
        self.0.due.money.into()
    }

    /// How many hours.
    async fn hours(&self) -> Duration {
        self.0.due.credit.duration().into()
    }

    /// Since when.
    async fn at(&self) -> DateTime<Utc> {
        self.0.at
    }
}

//! Statements of account.

mod types;

use async_graphql::{Context, ID, InputObject, Object};
use maillage_domain::{Faults, values::Month as DomainMonth};
use maillage_usecases::{
    Error,
    statements::{self, ORDER, StatementFilter as Filter},
};

pub(crate) use self::types::{AccountStatement, AccountStatementConnection};
use crate::{
    connection::{Counter, page_request},
    context::ContextExt,
    error::Result,
    ids::{self, kinds},
    nullable::{Nullable, nullable},
    values::Month,
};

/// What a list of statements is cut down to. Everything given must hold.
#[derive(Debug, Clone, Default, InputObject)]
pub(crate) struct AccountStatementFilter {
    /// In this hub.
    hub: Option<ID>,
    /// Owed by or to this organisation.
    organisation: Option<ID>,
    /// Owed by this organisation.
    debtor: Option<ID>,
    /// Owed to this organisation.
    creditor: Option<ID>,
    /// Of this month or later.
    from: Option<Month>,
    /// Of this month or earlier.
    to: Option<Month>,
}

impl AccountStatementFilter {
    fn read(&self) -> std::result::Result<Filter, Error> {
        let organisation =
            |field, id: &Option<ID>| ids::read_optional::<kinds::Organisation>(field, id.as_ref());
        let mut faults = Faults::new();
        let mut month = |field: &str, month: &Option<Month>| {
            let month = month.as_ref().map(|month| month.0.parse::<DomainMonth>());
            faults.take(field, month.transpose()).flatten()
        };
        let (from, until) = (month("from", &self.from), month("to", &self.to));
        if !faults.is_empty() {
            return Err(faults.within("filter").into());
        }
        Ok(Filter {
            hub: ids::read_optional::<kinds::Hub>("hub", self.hub.as_ref())?,
            organisation: organisation("organisation", &self.organisation)?,
            debtor: organisation("debtor", &self.debtor)?,
            creditor: organisation("creditor", &self.creditor)?,
            from,
            until,
        })
    }
}

/// Reading statements.
#[derive(Default)]
pub(crate) struct StatementsQuery;

#[Object]
impl StatementsQuery {
    /// A statement by its id; null when there is none that concerns the viewer.
    async fn account_statement(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its id.")] id: ID,
    ) -> Nullable<AccountStatement> {
        nullable(async {
            let id = ids::argument::<kinds::Statement>(&id)?;
            Ok(ctx.loaders().statement(id).await?)
        })
        .await
    }

    /// The statements that concern the viewer, the newest month first: those of the organisations that
    /// they act for, on either side, and those of a hub of whose team they are.
    async fn account_statements(
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
        #[graphql(desc = "What the list is cut down to.")] filter: Option<AccountStatementFilter>,
    ) -> Result<AccountStatementConnection> {
        let filter = filter.unwrap_or_default().read()?;
        let page = page_request(first, after.as_deref(), last, before.as_deref(), ORDER)?;
        let page = statements::list(ctx.platform(), ctx.actor(), &filter, &page).await?;
        let counter = Counter::new(ctx, filter, |platform, actor, filter| {
            Box::pin(statements::count(platform, actor, filter))
        });
        Ok(AccountStatementConnection {
            page: page.map(AccountStatement::from),
            counter,
        })
    }
}

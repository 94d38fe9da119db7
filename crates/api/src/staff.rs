//! Staff time: loans of employees.

mod inputs;
mod types;

use async_graphql::{Context, ID, InputObject, Object};
use maillage_domain::{
    staff::StaffLoanState,
    values::{Faults, Reason},
};
use maillage_usecases::{
    Error,
    staff::{self, ORDER, StaffLoanFilter as Filter},
};

use self::inputs::{
    ConfirmStaffLoanInput, DeclineStaffLoanInput, EndStaffLoanInput, RecordStaffLoanInput,
};
pub(crate) use self::types::{StaffCosts, StaffLoan, StaffLoanConnection, StaffWork};
use crate::{
    connection::{Counter, page_request},
    context::ContextExt,
    enums::{self, E},
    error::Result,
    ids::{self, kinds},
    nullable::{Nullable, nullable},
    payload::{mutate, payloads},
};

/// What a list of loans is cut down to. Everything given must hold.
#[derive(Debug, Clone, Default, InputObject)]
pub(crate) struct StaffLoanFilter {
    /// From or to this organisation.
    organisation: Option<ID>,
    /// From this organisation.
    lender: Option<ID>,
    /// To this organisation.
    borrower: Option<ID>,
    /// Of this staff time.
    resource: Option<ID>,
    /// In one of these states.
    states: Option<Vec<E<StaffLoanState>>>,
}

impl StaffLoanFilter {
    fn read(self) -> std::result::Result<Filter, Error> {
        let organisation =
            |field, id: &Option<ID>| ids::read_optional::<kinds::Organisation>(field, id.as_ref());
        Ok(Filter {
            organisation: organisation("organisation", &self.organisation)?,
            lender: organisation("lender", &self.lender)?,
            borrower: organisation("borrower", &self.borrower)?,
            resource: ids::read_optional::<kinds::Resource>("resource", self.resource.as_ref())?,
            states: enums::values(self.states),
        })
    }
}

/// Reading loans of staff.
#[derive(Default)]
pub(crate) struct StaffQuery;

#[Object]
impl StaffQuery {
    /// A loan of staff by its id; null when there is none that concerns the viewer.
    async fn staff_loan(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its id.")] id: ID,
    ) -> Nullable<StaffLoan> {
        nullable(async {
            let id = ids::argument::<kinds::StaffLoan>(&id)?;
            Ok(ctx.loaders().staff_loan(id).await?)
        })
        .await
    }

    /// The loans of staff that concern the viewer, the newest first: those of the organisations that they
    /// act for, on either side.
    async fn staff_loans(
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
        #[graphql(desc = "What the list is cut down to.")] filter: Option<StaffLoanFilter>,
    ) -> Result<StaffLoanConnection> {
        let filter = filter.unwrap_or_default().read()?;
        let page = page_request(first, after.as_deref(), last, before.as_deref(), ORDER)?;
        let page = staff::list(ctx.platform(), ctx.actor(), &filter, &page).await?;
        let counter = Counter::new(ctx, filter, |platform, actor, filter| {
            Box::pin(staff::count(platform, actor, filter))
        });
        Ok(StaffLoanConnection {
            page: page.map(StaffLoan::from),
            counter,
        })
    }
}

payloads! {
    /// The loan, which the borrower is asked to confirm.
    RecordStaffLoanPayload { staff_loan: StaffLoan }
    /// The loan in force.
    ConfirmStaffLoanPayload { staff_loan: StaffLoan }
    /// The loan as declined.
    DeclineStaffLoanPayload { staff_loan: StaffLoan }
    /// The loan that ended.
    EndStaffLoanPayload { staff_loan: StaffLoan }
}

/// Writing loans of staff.
#[derive(Default)]
pub(crate) struct StaffMutation;

#[Object]
impl StaffMutation {
    /// Records, as the employer, the convention that it and a borrower have signed and that the employee
    /// has agreed: work counts that begins once the borrower has confirmed both (C. trav. L8241-2). Representatives may.
    async fn record_staff_loan(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The staff time, the borrower, and what was signed.")]
        input: RecordStaffLoanInput,
    ) -> Nullable<RecordStaffLoanPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let (acting_for, between) = (input.acting_for()?, input.between()?);
            staff::record(platform, actor, acting_for, between, &input.papers.read()).await
        })
        .await
    }

    /// Says, as a representative of the borrower, that this is what both signed.
    async fn confirm_staff_loan(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The loan.")] input: ConfirmStaffLoanInput,
    ) -> Nullable<ConfirmStaffLoanPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            staff::confirm(platform, actor, input.target()?).await
        })
        .await
    }

    /// Says, as a representative of the borrower, that nothing of the kind was signed.
    async fn decline_staff_loan(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The loan and why.")] input: DeclineStaffLoanInput,
    ) -> Nullable<DeclineStaffLoanPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let reason = reason(&input.reason)?;
            staff::decline(platform, actor, input.target()?, &reason).await
        })
        .await
    }

    /// Ends, as a representative of either side, a loan before its last day: this day is the last. The hours
    /// worked so far are still declared.
    async fn end_staff_loan(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The loan and why.")] input: EndStaffLoanInput,
    ) -> Nullable<EndStaffLoanPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let reason = reason(&input.reason)?;
            staff::end(platform, actor, input.target()?, &reason).await
        })
        .await
    }
}

fn reason(text: &str) -> std::result::Result<Reason, Error> {
    Reason::parse(text).map_err(|problem| Faults::one("reason", problem).into())
}

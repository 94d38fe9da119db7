//! The types.

use std::sync::Arc;

use async_graphql::{Context, ID, Object, SimpleObject};
use chrono::{DateTime, Utc};
use maillage_domain::{
    bookings::StaffWork as DomainWork,
    policy::{self, Action},
    staff::{self as domain, ConventionId, StaffLoanAction, StaffLoanState},
    values::{Reason, Summary},
};

use crate::{
    connection::connection,
    context::ContextExt,
    enums::E,
    ids,
    nullable::{Nullable, nullable},
    organisations::Organisation,
    partnerships::Partnership,
    resources::Resource,
    values::{ActionState, Date, Duration, Money},
};

/// What an hour of an employee costs their employer, and what is refunded besides: all that may be
/// charged (C. trav. L8241-1).
#[derive(SimpleObject)]
pub(crate) struct StaffCosts {
    /// Wages for an hour.
    wages: Money,
    /// Social charges on them.
    charges: Money,
    /// Which expenses are refunded to the employee and charged on, in words.
    expenses: Option<String>,
}

impl From<&domain::StaffCosts> for StaffCosts {
    fn from(costs: &domain::StaffCosts) -> Self {
        Self {
            wages: costs.wages.into(),
            charges: costs.charges.into(),
            expenses: costs.expenses.as_ref().map(ToString::to_string),
        }
    }
}

/// An employee of one organisation who may work for another.
#[derive(Clone)]
pub(crate) struct StaffLoan(Arc<domain::StaffLoan>);

impl From<domain::StaffLoan> for StaffLoan {
    fn from(loan: domain::StaffLoan) -> Self {
        Self(Arc::new(loan))
    }
}

connection! {
    /// A list of loans of staff.
    StaffLoanConnection, StaffLoanEdge, StaffLoan
}

/// An employee of one organisation who may work for another, by a convention that both have signed and
/// the employee has agreed to (C. trav. L8241-2). Read by the people of both. Who the employee is stands in
/// the convention, and is recorded nowhere here.
#[Object]
impl StaffLoan {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        ids::show(self.0.id)
    }

    /// The staff time; null where the viewer may not see it any more.
    async fn resource(&self, ctx: &Context<'_>) -> Nullable<Resource> {
        nullable(Resource::find(ctx, self.0.resource)).await
    }

    /// The employer; null while it is not public.
    async fn lender(&self, ctx: &Context<'_>) -> Nullable<Organisation> {
        nullable(Organisation::find(ctx, self.0.lender)).await
    }

    /// For whom the employee works; null while it is not public.
    async fn borrower(&self, ctx: &Context<'_>) -> Nullable<Organisation> {
        nullable(Organisation::find(ctx, self.0.borrower)).await
    }

    /// What the two organisations call the convention that they signed: its number or title.
    async fn convention(&self) -> &str {
        self.0.papers.convention.as_str()
    }

    /// When the last of the two signed it.
    async fn signed_on(&self) -> Date {
        Date(self.0.papers.signed_on)
    }

    /// When the employee agreed in writing.
    async fn agreed_on(&self) -> Date {
        Date(self.0.papers.agreed_on)
    }

    /// The first day on which the employee works for the borrower.
    async fn from(&self) -> Date {
        Date(self.0.papers.from)
    }

    /// The last one.
    async fn until(&self) -> Date {
        Date(self.0.papers.until)
    }

    /// Where it stands.
    async fn state(&self) -> E<StaffLoanState> {
        E(self.0.state)
    }

    /// Why it was declined or ended.
    async fn reason(&self) -> Option<&str> {
        self.0.reason.as_ref().map(Reason::as_str)
    }

    /// When the borrower confirmed it; work counts that begins after that.
    async fn confirmed_at(&self) -> Option<DateTime<Utc>> {
        self.0.confirmed_at
    }

    /// Its last day, where it was ended before that of its papers.
    async fn ended_on(&self) -> Option<Date> {
        self.0.ended_on.map(Date)
    }

    /// When it was recorded.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// When it last changed.
    async fn updated_at(&self) -> DateTime<Utc> {
        self.0.updated_at
    }

    /// What the viewer may do next, and for what they may not do, why.
    async fn available_actions(&self, ctx: &Context<'_>) -> Vec<ActionState> {
        let actions = StaffLoanAction::ALL.iter().copied();
        let today = ctx.platform().now().date_naive();
        ActionState::list(
            ctx.language(),
            actions.filter(|action| *action != StaffLoanAction::Read),
            |action| policy::check(ctx.actor(), Action::StaffLoan(action, &self.0)),
            |action| self.0.permits(action, today),
        )
    }

    /// Counts its changes; updates say which one they have read.
    async fn version(&self) -> i32 {
        self.0.version
    }
}

/// The work of somebody else's employee for a booking: what it costs, and what was worked.
#[derive(Clone)]
pub(crate) struct StaffWork(DomainWork);

impl From<DomainWork> for StaffWork {
    fn from(work: DomainWork) -> Self {
        Self(work)
    }
}

/// The work of somebody else's employee for a booking: what it costs, and what was worked. The
/// borrower declares the hours, the employer confirms or contests them.
#[Object]
impl StaffWork {
    /// What an hour cost when it was booked, and which expenses are refunded.
    async fn costs(&self) -> StaffCosts {
        (&self.0.costs).into()
    }

    /// The record of the convention by which the work was begun; null before, and where it was signed on the
    /// platform: see `partnership`.
    async fn loan(&self, ctx: &Context<'_>) -> Nullable<StaffLoan> {
        nullable(async {
            match self.0.convention.and_then(ConventionId::loan) {
                Some(loan) => Ok(ctx.loaders().staff_loan(loan).await?),
                None => Ok(None),
            }
        })
        .await
    }

    /// The partnership of the form `STAFF_LOAN` by which the work was begun; null before, where the convention
    /// was signed elsewhere (see `loan`), and for who may not read it.
    async fn partnership(&self, ctx: &Context<'_>) -> Nullable<Partnership> {
        nullable(async {
            match self.0.convention.and_then(ConventionId::partnership) {
                Some(id) => Ok(ctx.loaders().partnership(id).await?),
                None => Ok(None),
            }
        })
        .await
    }

    /// How long was worked, as the borrower says; null before it did.
    async fn worked(&self) -> Option<Duration> {
        self.0.worked.map(|worked| Duration(worked.to_string()))
    }

    /// When the borrower said so.
    async fn declared_at(&self) -> Option<DateTime<Utc>> {
        self.0.declared_at
    }

    /// What it said besides.
    async fn note(&self) -> Option<&str> {
        self.0.note.as_ref().map(Summary::as_str)
    }

    /// Why the employer says otherwise; null once the borrower has declared anew.
    async fn contested(&self) -> Option<&str> {
        self.0.contested.as_ref().map(Reason::as_str)
    }

    /// What it comes to in wages for the hours declared, to the cent, half a cent up.
    async fn wages_due(&self) -> Money {
        self.0.sums().wages.into()
    }

    /// The social charges on them, likewise.
    async fn charges_due(&self) -> Money {
        self.0.sums().charges.into()
    }

    /// The expenses that the employer refunded to the employee.
    async fn expenses(&self) -> Money {
        self.0.sums().expenses.into()
    }

    /// All of it: what the borrower owes once the employer has confirmed the hours.
    async fn total(&self) -> Money {
        self.0.sums().sum().into()
    }
}

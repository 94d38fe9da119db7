//! The parts of partnerships.

use async_graphql::{Context, ID, Object, SimpleObject};
use chrono::{DateTime, Utc};
use maillage_domain::{
    partnerships::{
        Amount, Article, ArticleKey, Blank, Commitment, CommitmentAction, Consortium, Departure,
        Liability, Notice, Party, PartyRole, Recurrence, Renewal, Share, StaffTerms, Term,
        TerminationGround,
    },
    values::{Reason, Summary},
};

use crate::{
    enums::E,
    ids,
    nullable::{Nullable, nullable},
    organisations::Organisation,
    resources::Resource,
    values::{Date, Markdown, Money, Quantity},
};

/// An organisation in an agreement.
pub(crate) struct PartnershipParty {
    pub(super) party: Party,
    /// Whether the viewer reads what it has to do, and not only that it is in it.
    pub(super) reads_text: bool,
    /// From when on it is not any more, as it has said.
    pub(super) leaving: Option<Departure>,
}

/// An organisation in an agreement.
#[Object]
impl PartnershipParty {
    /// Which; null while it is not public.
    async fn organisation(&self, ctx: &Context<'_>) -> Nullable<Organisation> {
        nullable(Organisation::find(ctx, self.party.organisation)).await
    }

    /// As what.
    async fn role(&self) -> E<PartyRole> {
        E(self.party.role)
    }

    /// Its share in percent, where there are shares: `33.34`. Null for who does not read the text.
    async fn share(&self) -> Option<String> {
        let share = self.party.share.filter(|_| self.reads_text);
        share.map(Share::percent)
    }

    /// What it does of it, where that is split. Null for who does not read the text.
    async fn tasks(&self) -> Option<&str> {
        let tasks = self.party.tasks.as_ref().filter(|_| self.reads_text);
        tasks.map(Reason::as_str)
    }

    /// From which day on it is not in it any more; null where it stays, and for who does not follow what becomes of
    /// it.
    async fn leaves_on(&self) -> Option<Date> {
        let notice = self.leaving.as_ref().map(|one| &one.notice);
        notice.map(|notice| Date(notice.effective_on))
    }
}

/// From when until when an agreement is in force, on the clocks of its hub.
#[derive(SimpleObject)]
pub(crate) struct PartnershipTerm {
    /// Its first day.
    starts_on: Date,
    /// Its last day, without renewals; null for one that goes on until a party gives notice.
    ends_on: Option<Date>,
    /// What happens on the last day.
    renewal: E<Renewal>,
    /// For how many months it is renewed each time; null but with tacit renewal.
    renewal_months: Option<u32>,
    /// How many days before its effect notice is given.
    notice_days: u32,
    /// Whether any party may end it for all before its last day, with the notice.
    early_termination: bool,
}

impl From<&Term> for PartnershipTerm {
    fn from(term: &Term) -> Self {
        Self {
            starts_on: Date(term.starts_on),
            ends_on: term.ends_on.map(Date),
            renewal: E(term.renewal),
            renewal_months: term.renewal_months,
            notice_days: term.notice_days,
            early_termination: term.early_termination,
        }
    }
}

/// What is particular to a consortium: enterprises that answer a call for tenders together.
#[derive(SimpleObject)]
pub(crate) struct PartnershipConsortium {
    /// Who answers for what.
    liability: E<Liability>,
    /// The last day on which the bid is handed in.
    bid_deadline: Option<Date>,
    /// When the buyer agreed that another composition answers.
    buyer_agreed_on: Option<Date>,
    /// When the contract with the buyer was signed.
    awarded_on: Option<Date>,
}

impl PartnershipConsortium {
    pub(super) fn new(consortium: Consortium, awarded_on: Option<chrono::NaiveDate>) -> Self {
        Self {
            liability: E(consortium.liability),
            bid_deadline: consortium.bid_deadline.map(Date),
            buyer_agreed_on: consortium.buyer_agreed_on.map(Date),
            awarded_on: awarded_on.map(Date),
        }
    }
}

/// What is particular to a loan of staff.
pub(crate) struct PartnershipStaff(pub(super) StaffTerms);

/// What is particular to a loan of staff. Who the employee is stands in an annex that the parties keep.
#[Object]
impl PartnershipStaff {
    /// The staff time, which says what an hour costs; null where the viewer may not see it any more.
    async fn resource(&self, ctx: &Context<'_>) -> Nullable<Resource> {
        nullable(Resource::find(ctx, self.0.resource)).await
    }

    /// When the employee agreed in writing.
    async fn agreed_on(&self) -> Option<Date> {
        self.0.agreed_on.map(Date)
    }
}

/// What a party owes to others.
pub(crate) struct PartnershipCommitment(pub(super) Commitment);

/// What a party owes to others by an agreement.
#[Object]
impl PartnershipCommitment {
    /// Its id, to name it by in changes: the same in each version that has it.
    async fn id(&self) -> ID {
        ids::show(self.0.id)
    }

    /// Who owes it; null while it is not public.
    async fn debtor(&self, ctx: &Context<'_>) -> Nullable<Organisation> {
        nullable(Organisation::find(ctx, self.0.debtor)).await
    }

    /// To whom; to all other parties where nobody is named.
    async fn creditors(&self, ctx: &Context<'_>) -> Vec<Nullable<Organisation>> {
        let creditors = self.0.creditors.iter();
        let found = creditors.map(|one| nullable(Organisation::find(ctx, *one)));
        futures_util::future::join_all(found).await
    }

    /// What it does.
    async fn action(&self) -> E<CommitmentAction> {
        E(self.0.action)
    }

    /// What exactly.
    async fn what(&self) -> &str {
        self.0.what.as_str()
    }

    /// How much money, each time it is due.
    async fn money(&self) -> Option<Money> {
        match self.0.amount {
            Some(Amount::Money(money)) => Some(money.into()),
            _ => None,
        }
    }

    /// How much of something else, each time it is due.
    async fn quantity(&self) -> Option<Quantity> {
        match self.0.amount {
            Some(Amount::Quantity(quantity)) => Some(quantity.into()),
            _ => None,
        }
    }

    /// From when on.
    async fn from(&self) -> Option<Date> {
        self.0.from.map(Date)
    }

    /// By when; null for as long as the agreement is in force.
    async fn until(&self) -> Option<Date> {
        self.0.until.map(Date)
    }

    /// How often.
    async fn recurrence(&self) -> E<Recurrence> {
        E(self.0.recurrence)
    }

    /// On what it depends.
    async fn conditions(&self) -> Option<&str> {
        self.0.conditions.as_ref().map(Summary::as_str)
    }
}

/// An article of an agreement or of a template.
#[derive(SimpleObject)]
pub(crate) struct PartnershipArticle {
    /// What it is called within the agreement: comments and differences name it.
    name: String,
    /// What it is about.
    key: E<ArticleKey>,
    /// Its title.
    heading: String,
    /// What it says: of drafts and templates with fields as `{{name}}`, of versions with what they were filled
    /// in with.
    text: Markdown,
}

impl From<&Article> for PartnershipArticle {
    fn from(article: &Article) -> Self {
        Self {
            name: article.name.to_string(),
            key: E(article.key),
            heading: article.heading.to_string(),
            text: article.text.as_str().into(),
        }
    }
}

impl From<maillage_usecases::partnerships::FrozenArticle> for PartnershipArticle {
    fn from(article: maillage_usecases::partnerships::FrozenArticle) -> Self {
        Self {
            name: article.name,
            key: E(article.key),
            heading: article.heading,
            text: article.text.into(),
        }
    }
}

/// Something that the parties fill in by themselves.
#[derive(SimpleObject)]
pub(crate) struct PartnershipBlank {
    /// As articles name it.
    name: String,
    /// What it is.
    label: String,
    /// How it is filled in.
    hint: Option<String>,
    /// What it is filled in with; null for what is still open.
    value: Option<String>,
}

impl From<&Blank> for PartnershipBlank {
    fn from(blank: &Blank) -> Self {
        Self {
            name: blank.name.clone(),
            label: blank.label.to_string(),
            hint: blank.hint.as_ref().map(ToString::to_string),
            value: blank.value.as_ref().map(ToString::to_string),
        }
    }
}

/// What a party said of an agreement.
pub(crate) struct PartnershipNotice(pub(super) Notice);

/// What a party said of an agreement, and from which day on it counts.
#[Object]
impl PartnershipNotice {
    /// Which party; null while it is not public.
    async fn party(&self, ctx: &Context<'_>) -> Nullable<Organisation> {
        nullable(Organisation::find(ctx, self.0.by)).await
    }

    /// Why.
    async fn reason(&self) -> &str {
        self.0.reason.as_str()
    }

    /// When it was said.
    async fn given_at(&self) -> DateTime<Utc> {
        self.0.given_at
    }

    /// The first day on which it counts.
    async fn effective_on(&self) -> Date {
        Date(self.0.effective_on)
    }

    /// By which right it ends the partnership for all; null where it does not.
    async fn ground(&self) -> Option<E<TerminationGround>> {
        self.0.ground.map(E)
    }
}

//! The parts of partnerships.

use async_graphql::{Context, ID, Object, SimpleObject};
use chrono::{DateTime, Utc};
use maillage_domain::{
    ids::OrganisationId,
    partnerships::{
        Amount, Article, ArticleKey, Blank, Commitment, CommitmentAction, Consortium, Departure,
        Liability, Notice, PartnershipComment as DomainComment, Party, PartyRole, Recurrence,
        Renewal, Share, StaffTerms, Term, TerminationGround,
    },
    values::{Reason, Slug, Summary},
};
use maillage_usecases::partnerships::{Difference, Edit, PieceKind};

use crate::{
    accounts::Person,
    connection::connection,
    context::ContextExt,
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

/// What somebody said of a draft.
#[derive(Clone)]
pub(crate) struct PartnershipComment(DomainComment);

impl From<DomainComment> for PartnershipComment {
    fn from(comment: DomainComment) -> Self {
        Self(comment)
    }
}

connection! {
    /// A list of what was said of a draft.
    PartnershipCommentConnection, PartnershipCommentEdge, PartnershipComment
}

/// What somebody said of an article while the parties worked on it.
#[Object]
impl PartnershipComment {
    /// Its id, by which clients know it again.
    pub(crate) async fn id(&self) -> ID {
        ids::show(self.0.id)
    }

    /// The name of the article; null where it is about the whole.
    async fn article(&self) -> Option<&str> {
        self.0.article.as_ref().map(Slug::as_str)
    }

    /// Of which change of the draft.
    async fn edit(&self) -> i32 {
        self.0.edit
    }

    /// Who said it.
    async fn person(&self, ctx: &Context<'_>) -> Nullable<Person> {
        nullable(person(ctx, self.0.person)).await
    }

    /// For which party.
    async fn organisation(&self, ctx: &Context<'_>) -> Nullable<Organisation> {
        nullable(organisation(ctx, self.0.organisation)).await
    }

    /// What.
    async fn text(&self) -> &str {
        self.0.text.as_str()
    }

    /// When.
    async fn at(&self) -> DateTime<Utc> {
        self.0.at
    }
}

pub(super) async fn person(
    ctx: &Context<'_>,
    id: Option<maillage_domain::ids::PersonId>,
) -> crate::error::Result<Option<Person>> {
    match id {
        Some(id) => Ok(ctx.loaders().person(id).await?),
        None => Ok(None),
    }
}

pub(super) async fn organisation(
    ctx: &Context<'_>,
    id: Option<OrganisationId>,
) -> crate::error::Result<Option<Organisation>> {
    match id {
        Some(id) => Organisation::find(ctx, id).await,
        None => Ok(None),
    }
}

/// One change of a draft.
pub(crate) struct PartnershipEdit(pub(super) Edit);

/// One change of what the parties work on.
#[Object]
impl PartnershipEdit {
    /// Its number, from 1.
    async fn number(&self) -> i32 {
        self.0.number
    }

    /// Who made it.
    async fn person(&self, ctx: &Context<'_>) -> Nullable<Person> {
        nullable(person(ctx, self.0.person)).await
    }

    /// For which party.
    async fn organisation(&self, ctx: &Context<'_>) -> Nullable<Organisation> {
        nullable(organisation(ctx, self.0.organisation)).await
    }

    /// When.
    async fn at(&self) -> DateTime<Utc> {
        self.0.at
    }
}

/// What became of a piece of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, async_graphql::Enum)]
pub(crate) enum PieceState {
    /// It is in both.
    Kept,
    /// It is in the later one alone.
    Added,
    /// It is in the earlier one alone.
    Removed,
}

/// A piece of text that stays, comes or goes.
#[derive(SimpleObject)]
pub(crate) struct TextPiece {
    /// Which of them.
    state: PieceState,
    /// The text.
    text: String,
}

/// A part in which two changes of a draft differ.
#[derive(SimpleObject)]
pub(crate) struct PartnershipDifference {
    /// Which part: `title`, `aim`, `disclosure`, `parties`, `term`, `consortium`, `shares`, `staff`,
    /// `commitments`, `links`, `blanks`, or the name of an article after `article:`.
    part: String,
    /// The title of the article; null for other parts.
    heading: Option<String>,
    /// Word by word, from the beginning to the end.
    pieces: Vec<TextPiece>,
}

impl From<Difference> for PartnershipDifference {
    fn from(difference: Difference) -> Self {
        let pieces = difference.pieces.into_iter().map(|piece| TextPiece {
            state: match piece.kind {
                PieceKind::Kept => PieceState::Kept,
                PieceKind::Added => PieceState::Added,
                PieceKind::Removed => PieceState::Removed,
            },
            text: piece.text,
        });
        Self {
            part: difference.part,
            heading: difference.heading,
            pieces: pieces.collect(),
        }
    }
}

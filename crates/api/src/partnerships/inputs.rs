//! What clients send about partnerships.

use async_graphql::{ID, InputObject};
use maillage_domain::{
    Faults, Problem, ids as domain_ids,
    partnerships::{
        Aim, AmountDraft, ArticleDraft, ArticleKey, BlankDraft, CommitmentAction, CommitmentDraft,
        Consortium, Disclosure, Form, Liability, Links, OutlineDraft, PartyDraft, PartyRole,
        Recurrence, Renewal, StaffTerms, TermDraft,
    },
    values::Language,
};
use maillage_usecases::{Error, partnerships::Draft};

use crate::{
    enums::E,
    values::{Date, Markdown, Money, Quantity},
};

/// An organisation in an agreement.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct PartyInput {
    /// Which.
    organisation: ID,
    /// As what.
    role: E<PartyRole>,
    /// Its share in percent, up to two decimals: `33.34`. In a consortium those of all add up to 100.
    share: Option<String>,
    /// What it does of it, up to 2,000 characters; in a joint consortium of every party.
    tasks: Option<String>,
}

/// From when until when an agreement is in force, on the clocks of its hub.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct TermInput {
    /// Its first day; an amendment of what is in force leaves it as it is.
    starts_on: Date,
    /// Its last day; none for an agreement that goes on until a party gives notice.
    ends_on: Option<Date>,
    /// What happens on the last day.
    renewal: E<Renewal>,
    /// For how many months it is renewed, 1 to 120; with `TACIT`, and only then.
    renewal_months: Option<i32>,
    /// How many days before its effect notice is given, 0 to 730.
    notice_days: i32,
    /// Whether any party may end it for all before its last day, with the notice; of what has one.
    #[graphql(default)]
    early_termination: bool,
}

/// What is particular to a consortium.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct ConsortiumInput {
    /// Who answers for what.
    liability: E<Liability>,
    /// The last day on which the bid is handed in: who belongs to it does not change from then on until its
    /// contract is signed, unless the buyer agrees, and nobody ends it. Another one is another bid: what was
    /// awarded before counts no more.
    bid_deadline: Option<Date>,
    /// When the buyer agreed that others belong to it than did when the bid was handed in (CCP R2142-26): of an
    /// amendment between the two; not before `bidDeadline`, and not to come.
    buyer_agreed_on: Option<Date>,
}

/// What is particular to a loan of staff.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct StaffTermsInput {
    /// The published staff time of one of the parties; what an hour costs stands there.
    resource: ID,
    /// When the employee agreed in writing: on the first day at the latest, and not after the day of proposing.
    agreed_on: Option<Date>,
}

/// What a party owes to others.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct CommitmentInput {
    /// The id of one that the agreement has; none for a new one.
    id: Option<ID>,
    /// The party that owes it.
    debtor: ID,
    /// To whom; to all other parties where nobody is named.
    #[graphql(default)]
    creditors: Vec<ID>,
    /// What it does.
    action: E<CommitmentAction>,
    /// What exactly, up to 120 characters.
    what: String,
    /// How much money, each time it is due; with `PROVIDE_MONEY`.
    money: Option<Money>,
    /// How much of something else, each time it is due.
    quantity: Option<Quantity>,
    /// From when on.
    from: Option<Date>,
    /// By when; none for as long as the agreement is in force.
    until: Option<Date>,
    /// How often.
    #[graphql(default_with = "E(Recurrence::Once)")]
    recurrence: E<Recurrence>,
    /// On what it depends, up to 280 characters.
    conditions: Option<String>,
}

/// An article of an agreement.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct ArticleInput {
    /// What it is called within the agreement, whatever its place: lower-case letters, digits and hyphens, 2
    /// to 60.
    name: String,
    /// What it is about.
    key: E<ArticleKey>,
    /// Its title, 3 to 120 characters.
    heading: String,
    /// What it says, up to 20,000 characters, with fields as `{{name}}`.
    text: Markdown,
}

/// Something that the parties fill in by themselves.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct BlankInput {
    /// As articles name it: lower-case letters, digits and `_`, up to 40.
    name: String,
    /// What it is, up to 120 characters.
    label: String,
    /// How it is filled in, up to 280 characters.
    hint: Option<String>,
    /// What it is filled in with, up to 280 characters.
    value: Option<String>,
}

/// What an agreement says, whole.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct PartnershipContentInput {
    /// Its title, 3 to 120 characters.
    title: String,
    /// What for.
    aim: E<Aim>,
    /// Which kind; an amendment leaves it as it is.
    form: E<Form>,
    /// In which language it is.
    #[graphql(default_with = "E(Language::French)")]
    language: E<Language>,
    /// What the team of the hub reads of it once every party has signed it.
    #[graphql(default_with = "E(Disclosure::Nothing)")]
    disclosure: E<Disclosure>,
    /// Between whom, 2 to 50 organisations, the one acted for among them.
    parties: Vec<PartyInput>,
    /// From when until when.
    term: TermInput,
    /// Of a consortium, and only of one.
    consortium: Option<ConsortiumInput>,
    /// Of a loan of staff, and only of one.
    staff: Option<StaffTermsInput>,
    /// Who owes what, up to 200, due on 2,400 days in all at most.
    #[graphql(default)]
    commitments: Vec<CommitmentInput>,
    /// The projects that it has to do with, up to 50.
    #[graphql(default)]
    projects: Vec<ID>,
    /// The resources that it has to do with, up to 50.
    #[graphql(default)]
    resources: Vec<ID>,
    /// The needs that it has to do with, up to 50.
    #[graphql(default)]
    needs: Vec<ID>,
    /// What people read, up to 60 articles and 80,000 characters.
    #[graphql(default)]
    articles: Vec<ArticleInput>,
    /// What is to be filled in, up to 40.
    #[graphql(default)]
    blanks: Vec<BlankInput>,
}

pub(super) fn articles(articles: Vec<ArticleInput>) -> Vec<ArticleDraft> {
    let read = articles.into_iter().map(|one| ArticleDraft {
        name: one.name,
        key: one.key.0,
        heading: one.heading,
        text: one.text.0,
    });
    read.collect()
}

pub(super) fn blanks(blanks: Vec<BlankInput>) -> Vec<BlankDraft> {
    let read = blanks.into_iter().map(|one| BlankDraft {
        name: one.name,
        label: one.label,
        hint: one.hint,
        value: one.value,
    });
    read.collect()
}

fn id<T: domain_ids::StaticType>(id: &ID) -> Result<domain_ids::TypeSafeId<T>, Problem> {
    domain_ids::parse(id)
}

fn all<T: domain_ids::StaticType>(
    faults: &mut Faults,
    field: &str,
    given: &[ID],
) -> Vec<domain_ids::TypeSafeId<T>> {
    let read = faults.each(field, given, |one| id(one).map_err(Faults::from));
    read.unwrap_or_default()
}

impl PartnershipContentInput {
    /// What was sent, with its ids read.
    pub(super) fn read(self) -> Result<Draft, Error> {
        let mut faults = Faults::new();
        let parties = faults.each("parties", self.parties, PartyInput::read);
        let commitments = faults.each("commitments", self.commitments, CommitmentInput::read);
        let links = Links {
            projects: all(&mut faults, "projects", &self.projects),
            resources: all(&mut faults, "resources", &self.resources),
            needs: all(&mut faults, "needs", &self.needs),
        };
        let staff = self.staff.map(StaffTermsInput::read).transpose();
        let staff = faults.nest("staff", staff);
        let (Some(parties), Some(commitments), Some(staff), true) =
            (parties, commitments, staff, faults.is_empty())
        else {
            return Err(faults.within("content").into());
        };
        Ok(Draft {
            outline: OutlineDraft {
                title: self.title,
                aim: self.aim.0,
                form: self.form.0,
                language: self.language.0,
                disclosure: self.disclosure.0,
                parties,
                term: TermDraft {
                    starts_on: self.term.starts_on.0,
                    ends_on: self.term.ends_on.map(|day| day.0),
                    renewal: self.term.renewal.0,
                    renewal_months: self.term.renewal_months,
                    notice_days: self.term.notice_days,
                    early_termination: self.term.early_termination,
                },
                consortium: self.consortium.map(|one| Consortium {
                    liability: one.liability.0,
                    bid_deadline: one.bid_deadline.map(|day| day.0),
                    buyer_agreed_on: one.buyer_agreed_on.map(|day| day.0),
                }),
                staff,
                commitments,
                links,
            },
            articles: articles(self.articles),
            blanks: blanks(self.blanks),
        })
    }
}

impl PartyInput {
    fn read(self) -> Result<PartyDraft, Faults> {
        Ok(PartyDraft {
            organisation: id(&self.organisation)
                .map_err(|problem| Faults::one("organisation", problem))?,
            role: self.role.0,
            share: self.share,
            tasks: self.tasks,
        })
    }
}

impl StaffTermsInput {
    fn read(self) -> Result<StaffTerms, Faults> {
        Ok(StaffTerms {
            resource: id(&self.resource).map_err(|problem| Faults::one("resource", problem))?,
            agreed_on: self.agreed_on.map(|day| day.0),
        })
    }
}

impl CommitmentInput {
    fn read(self) -> Result<CommitmentDraft, Faults> {
        let mut faults = Faults::new();
        let debtor = faults.take("debtor", id(&self.debtor));
        let creditors = all(&mut faults, "creditors", &self.creditors);
        let amount = match (self.money, self.quantity) {
            (Some(_), Some(_)) => {
                let problem = Problem::new(maillage_domain::ProblemCode::Inconsistent);
                faults.note("quantity", problem.with("with", "money"));
                None
            }
            (Some(money), None) => Some(AmountDraft::Money(money.amount, money.currency)),
            (None, Some(quantity)) => Some(AmountDraft::Quantity(quantity.value, quantity.unit.0)),
            (None, None) => None,
        };
        let (Some(debtor), true) = (debtor, faults.is_empty()) else {
            return Err(faults);
        };
        Ok(CommitmentDraft {
            id: self.id.map(|id| id.0),
            debtor,
            creditors,
            action: self.action.0,
            what: self.what,
            amount,
            from: self.from.map(|day| day.0),
            until: self.until.map(|day| day.0),
            recurrence: self.recurrence.0,
            conditions: self.conditions,
        })
    }
}

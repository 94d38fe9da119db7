//! What the platform understands of an agreement.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    commitments::{Commitment, CommitmentDraft},
    forms::{Consortium, Share, StaffTerms},
    term::{Term, TermDraft, inconsistent, within_reach},
};
use crate::{
    ids::{CommitmentId, Mint, NeedId, OrganisationId, ProjectId, ResourceId},
    values::{Faults, Language, Problem, ProblemCode, Reason, Title, gather, text_enum},
};

text_enum! {
    /// What organisations of a pôle come together for (loi n° 2014-856 du 31 juillet 2014 art. 9).
    pub enum Aim {
        /// To share means.
        Mutualisation = "MUTUALISATION",
        /// To do something together.
        Cooperation = "COOPERATION",
        /// To work side by side, each in its own place.
        Partnership = "PARTNERSHIP",
    }
}

text_enum! {
    /// Which kind of agreement it is.
    pub enum Form {
        /// Convention de partenariat.
        Convention = "CONVENTION",
        /// Convention-cadre, within which others are signed.
        Framework = "FRAMEWORK",
        /// Groupement momentané d'entreprises (CCP R2142-19 to R2142-27).
        Consortium = "CONSORTIUM",
        /// Mise à disposition de personnel (C. trav. L8241-1 and L8241-2).
        StaffLoan = "STAFF_LOAN",
        /// Groupement d'employeurs and its members (C. trav. L1253-1).
        EmployersGroup = "EMPLOYERS_GROUP",
        /// Caisse commune: what is paid in, and by which rules it is handed out.
        CommonFund = "COMMON_FUND",
    }
}

text_enum! {
    /// What a party is in an agreement.
    pub enum PartyRole {
        /// Carries it.
        Porteur = "PORTEUR",
        /// Takes part.
        Partenaire = "PARTENAIRE",
        /// Pays for it.
        Financeur = "FINANCEUR",
        /// Represents the others.
        Mandataire = "MANDATAIRE",
    }
}

text_enum! {
    /// What the team of the hub reads of an agreement once every party has signed it.
    pub enum Disclosure {
        /// Nothing: it is the parties' alone.
        Nothing = "NOTHING",
        /// That there is one: its title, aim and form, its parties, and from when until when.
        Existence = "EXISTENCE",
        /// All of it, but for what the parties say of drafts.
        All = "ALL",
    }
}

/// An organisation in an agreement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// Which.
    pub organisation: OrganisationId,
    /// As what.
    pub role: PartyRole,
    /// Its share, where there are shares.
    pub share: Option<Share>,
    /// What it does of it, where that is split.
    pub tasks: Option<Reason>,
}

/// A party as typed by somebody, not yet checked.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "each field is documented on `Party`")]
pub struct PartyDraft {
    pub organisation: OrganisationId,
    pub role: PartyRole,
    pub share: Option<String>,
    pub tasks: Option<String>,
}

/// What an agreement has to do with.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Links {
    /// Projects.
    pub projects: Vec<ProjectId>,
    /// Resources.
    pub resources: Vec<ResourceId>,
    /// Needs of projects.
    pub needs: Vec<NeedId>,
}

/// What the platform understands of an agreement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outline {
    /// Its title.
    pub title: Title,
    /// What for.
    pub aim: Aim,
    /// Which kind.
    pub form: Form,
    /// In which language it is.
    pub language: Language,
    /// What the hub's team reads of it.
    pub disclosure: Disclosure,
    /// Between whom.
    pub parties: Vec<Party>,
    /// From when until when.
    pub term: Term,
    /// Of a consortium.
    pub consortium: Option<Consortium>,
    /// Of a loan of staff.
    pub staff: Option<StaffTerms>,
    /// Who owes what.
    pub commitments: Vec<Commitment>,
    /// What it has to do with.
    pub links: Links,
}

/// An outline as typed by somebody, not yet checked.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "each field is documented on `Outline`")]
pub struct OutlineDraft {
    pub title: String,
    pub aim: Aim,
    pub form: Form,
    pub language: Language,
    pub disclosure: Disclosure,
    pub parties: Vec<PartyDraft>,
    pub term: TermDraft,
    pub consortium: Option<Consortium>,
    pub staff: Option<StaffTerms>,
    pub commitments: Vec<CommitmentDraft>,
    pub links: Links,
}

/// Most parties of an agreement.
const MOST_PARTIES: usize = 50;
/// Most commitments of an agreement.
const MOST_COMMITMENTS: usize = 200;
/// Most days on which something is due by an agreement, of all its commitments together: they are laid out whenever
/// somebody asks how it is kept.
const MOST_DUE: usize = 2_400;
/// Most projects, resources or needs that an agreement names.
const MOST_LINKS: usize = 50;

impl Outline {
    /// Checks what was typed. Ids of commitments must be among those of `before`, so that nobody takes over
    /// those of another agreement.
    ///
    /// # Errors
    /// Every fault, each with its path: those of its parts; `TOO_SHORT` for fewer than two parties; `TOO_LONG` for
    /// more parties, commitments, days on which they are due, or links than there may be;
    /// `DUPLICATE` for an organisation or a link named twice; `INCONSISTENT` for `consortium` or `staff` of
    /// another form, and for a buyer who agreed before the bid.
    pub fn parse(
        draft: OutlineDraft,
        before: Option<&Self>,
        mint: &dyn Mint,
    ) -> Result<Self, Faults> {
        let mut faults = Faults::new();
        let title = faults.take("title", Title::parse(&draft.title));
        if draft.parties.len() < 2 {
            let problem = Problem::new(ProblemCode::TooShort).with("min", 2);
            faults.note("parties", problem.with("length", draft.parties.len()));
        }
        for (field, length, most) in [
            ("parties", draft.parties.len(), MOST_PARTIES),
            ("commitments", draft.commitments.len(), MOST_COMMITMENTS),
            ("projects", draft.links.projects.len(), MOST_LINKS),
            ("resources", draft.links.resources.len(), MOST_LINKS),
            ("needs", draft.links.needs.len(), MOST_LINKS),
        ] {
            if length > most {
                let problem = Problem::new(ProblemCode::TooLong);
                faults.note(field, problem.with("max", most).with("length", length));
                return Err(faults);
            }
        }
        twice(&mut faults, "projects", &draft.links.projects);
        twice(&mut faults, "resources", &draft.links.resources);
        twice(&mut faults, "needs", &draft.links.needs);
        let named: Vec<_> = draft
            .parties
            .iter()
            .map(|party| party.organisation)
            .collect();
        let mut seen = Vec::new();
        let parties = faults.each("parties", draft.parties, |party| party.parse(&mut seen));
        let term = faults.nest("term", Term::parse(&draft.term));
        for (field, given, form) in [
            ("consortium", draft.consortium.is_some(), Form::Consortium),
            ("staff", draft.staff.is_some(), Form::StaffLoan),
        ] {
            if given && draft.form != form {
                let problem = Problem::new(ProblemCode::Inconsistent);
                faults.note(field, problem.with("with", "form"));
            }
        }
        let deadline = draft.consortium.and_then(|one| one.bid_deadline);
        let agreed = draft.consortium.and_then(|one| one.buyer_agreed_on);
        let agreed_on = draft.staff.and_then(|staff| staff.agreed_on);
        for (field, inner, day) in [
            ("consortium", "bidDeadline", deadline),
            ("consortium", "buyerAgreedOn", agreed),
            ("staff", "agreedOn", agreed_on),
        ] {
            if let Err(problem) = day.map(within_reach).transpose() {
                faults.nest::<()>(field, Err(Faults::one(inner, problem)));
            }
        }
        if agreed.is_some_and(|day| deadline.is_none_or(|deadline| day < deadline)) {
            let fault = Faults::one("buyerAgreedOn", inconsistent("bidDeadline"));
            faults.nest::<()>("consortium", Err(fault));
        }
        let known: Vec<CommitmentId> = before.map(Self::commitment_ids).unwrap_or_default();
        let mut ids = Vec::new();
        let commitments = faults.each("commitments", draft.commitments, |one| {
            let commitment = Commitment::parse(&one, &named, &known, mint)?;
            if ids.contains(&commitment.id) {
                return Err(Faults::one("id", Problem::new(ProblemCode::Duplicate)));
            }
            ids.push(commitment.id);
            Ok(commitment)
        });
        let due = commitments.iter().flatten().map(Commitment::due);
        let due: usize = due.map(|days| days.len()).sum();
        if due > MOST_DUE {
            let problem = Problem::new(ProblemCode::TooLong);
            let problem = problem.with("max", MOST_DUE).with("length", due);
            faults.note("commitments", problem);
        }
        let (aim, form, language) = (Some(draft.aim), Some(draft.form), Some(draft.language));
        let (disclosure, links) = (Some(draft.disclosure), Some(draft.links));
        let (consortium, staff) = (Some(draft.consortium), Some(draft.staff));
        gather!(faults => Self {
            title, aim, form, language, disclosure, parties, term, consortium, staff, commitments, links,
        })
    }

    /// The organisations in it.
    pub fn organisations(&self) -> impl Iterator<Item = OrganisationId> {
        self.parties.iter().map(|party| party.organisation)
    }

    /// Whether an organisation is in it.
    pub fn has_party(&self, organisation: OrganisationId) -> bool {
        self.organisations().any(|one| one == organisation)
    }

    /// The last day on which the bid of a consortium is handed in.
    pub(super) fn bid_deadline(&self) -> Option<NaiveDate> {
        self.consortium.and_then(|one| one.bid_deadline)
    }

    fn commitment_ids(&self) -> Vec<CommitmentId> {
        self.commitments.iter().map(|one| one.id).collect()
    }
}

impl PartyDraft {
    fn parse(self, seen: &mut Vec<OrganisationId>) -> Result<Party, Faults> {
        let mut faults = Faults::new();
        if seen.contains(&self.organisation) {
            let problem = Problem::new(ProblemCode::Duplicate);
            faults.note("organisation", problem.with("given", self.organisation));
        }
        seen.push(self.organisation);
        let share = self.share.as_deref().map(Share::parse).transpose();
        let share = faults.take("share", share);
        let tasks = faults.take("tasks", Reason::parse_optional(self.tasks.as_deref()));
        let (organisation, role) = (Some(self.organisation), Some(self.role));
        gather!(faults => Party { organisation, role, share, tasks })
    }
}

fn twice<T: PartialEq + ToString>(faults: &mut Faults, field: &str, ids: &[T]) {
    for (position, id) in ids.iter().enumerate() {
        if ids[..position].contains(id) {
            let problem = Problem::new(ProblemCode::Duplicate).with("given", id.to_string());
            faults.note(field, problem);
        }
    }
}

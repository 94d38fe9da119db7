//! Why a well-formed request cannot be done now: a code and its facts. The words are in the
//! translations.

use crate::values::text_enum;

/// A named piece of evidence in a refusal, a problem or an event.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Fact {
    /// What it tells, in camel case (`state`, `currentVersion`).
    pub name: String,
    /// Its value as text: a code, an id, a number, an instant (RFC 3339).
    pub value: String,
}

impl Fact {
    /// A fact.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "facts are written from literals as often as from references"
    )]
    pub fn new(name: impl Into<String>, value: impl ToString) -> Self {
        Self {
            name: name.into(),
            value: value.to_string(),
        }
    }
}

/// A rule of the domain that forbids a change in the present state of things.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Which rule.
    pub code: RefusalCode,
    /// The evidence.
    pub facts: Vec<Fact>,
}

impl Refusal {
    /// A refusal without facts yet.
    pub fn new(code: RefusalCode) -> Self {
        Self {
            code,
            facts: Vec::new(),
        }
    }

    /// Adds a fact.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.facts.push(Fact::new(name, value));
        self
    }

    /// The refusal of `action` in `state`.
    pub fn state(state: impl ToString, action: impl ToString) -> Self {
        Self::new(RefusalCode::WrongState)
            .with("state", state)
            .with("action", action)
    }
}

text_enum! {
    /// The rules that refuse. Stable: partner apps match on them.
    pub enum RefusalCode {
        /// The life cycle has no such step from the present state.
        WrongState = "WRONG_STATE",
        /// The e-mail address of the account is not confirmed yet.
        EmailNotConfirmed = "EMAIL_NOT_CONFIRMED",
        /// The secret of the link is unknown, used or too old.
        TokenSpent = "TOKEN_SPENT",
        /// E-mail and password do not match an account that may sign in.
        WrongCredentials = "WRONG_CREDENTIALS",
        /// The password is right; a code of the second factor is asked for besides.
        SecondFactorRequired = "SECOND_FACTOR_REQUIRED",
        /// The code is not one of the second factor, or was used already.
        SecondFactorWrong = "SECOND_FACTOR_WRONG",
        /// The session has ended, or its refresh token was used twice.
        SessionEnded = "SESSION_ENDED",
        /// An organisation keeps at least one representative.
        LastRepresentative = "LAST_REPRESENTATIVE",
        /// The person holds a mandate for this organisation already.
        AlreadyMandated = "ALREADY_MANDATED",
        /// Another organisation is registered under this SIREN.
        SirenTaken = "SIREN_TAKEN",
        /// The organisation has a live membership in this hub already.
        AlreadyMember = "ALREADY_MEMBER",
        /// The organisation is not an active member of the hub.
        NotActiveMember = "NOT_ACTIVE_MEMBER",
        /// The charter version accepted is not the current one.
        CharterOutdated = "CHARTER_OUTDATED",
        /// The hub has no charter to accept yet.
        NoCharter = "NO_CHARTER",
        /// A hub keeps at least one coordinator.
        LastCoordinator = "LAST_COORDINATOR",
        /// The college is in use by members.
        CollegeInUse = "COLLEGE_IN_USE",
        /// The slug is taken by another hub.
        SlugTaken = "SLUG_TAKEN",
        /// The content lacks something needed to be submitted.
        Incomplete = "INCOMPLETE",
        /// Another moderator has claimed the review.
        ClaimedByAnother = "CLAIMED_BY_ANOTHER",
        /// The review is decided or withdrawn.
        ReviewClosed = "REVIEW_CLOSED",
        /// The decision was appealed against already, or cannot be.
        AppealNotPossible = "APPEAL_NOT_POSSIBLE",
        /// The organisation takes part in the project already.
        AlreadyParticipant = "ALREADY_PARTICIPANT",
        /// The resource is closed for some of the time.
        Closed = "CLOSED",
        /// Fewer units are free than are asked for, at some time of the booking or the buffer after it.
        OverCapacity = "OVER_CAPACITY",
        /// The booking is shorter than the resource allows.
        TooShort = "TOO_SHORT",
        /// The booking is longer than the resource allows.
        TooLong = "TOO_LONG",
        /// The booking starts sooner than the notice that the resource needs.
        TooSoon = "TOO_SOON",
        /// The booking starts further ahead than the resource can be booked, or material is to be held longer than it is.
        TooFar = "TOO_FAR",
        /// The organisation may not have the resource.
        NotEligible = "NOT_ELIGIBLE",
        /// The resource, or the lot of it, is not offered any more, or not to be booked.
        Withdrawn = "WITHDRAWN",
        /// More is asked for than can be had of a lot.
        OutOfStock = "OUT_OF_STOCK",
        /// No convention in force lets the employee work for the borrower on all the days.
        NoConvention = "NO_CONVENTION",
        /// This is done with staff time alone.
        NotStaffTime = "NOT_STAFF_TIME",
        /// The law asks for more of an agreement of this form.
        FormRule = "FORM_RULE",
        /// Another version than the one that was read waits for signatures.
        OtherVersion = "OTHER_VERSION",
        /// The party has signed this version.
        AlreadySigned = "ALREADY_SIGNED",
        /// The organisation is none of those that sign this version.
        NotASignatory = "NOT_A_SIGNATORY",
        /// It takes a sign-in of the last ten minutes, or a code of the second factor.
        SignInAgain = "SIGN_IN_AGAIN",
        /// The last day for it is over.
        TooLate = "TOO_LATE",
        /// It has a last day, and does not say that it may be ended before.
        FixedTerm = "FIXED_TERM",
        /// Who suspended it takes it up again.
        SuspendedByAnother = "SUSPENDED_BY_ANOTHER",
        /// It takes an organisation of the other side of the commitment, or of either.
        NotYourSide = "NOT_YOUR_SIDE",
        /// The booking or the reservation counts for a commitment already.
        AlreadyCounted = "ALREADY_COUNTED",
        /// Another of the same side has contested it, and answers for it.
        ContestedByAnother = "CONTESTED_BY_ANOTHER",
        /// This is not done with a resource of this kind.
        WrongKind = "WRONG_KIND",
        /// Too many photos of the organisation are shown nowhere.
        TooManyPhotos = "TOO_MANY_PHOTOS",
        /// The organisation has declared enough for a day.
        TooManyFulfilments = "TOO_MANY_FULFILMENTS",
        /// The organisation shows what was delivered by as many files as it may.
        TooManyProofs = "TOO_MANY_PROOFS",
        /// The organisation has named others outside of the hub often enough for a day.
        TooManyDrafts = "TOO_MANY_DRAFTS",
        /// A partnership has as many versions as one may have.
        TooManyVersions = "TOO_MANY_VERSIONS",
        /// A partnership was proposed often enough for a day.
        TooManyProposals = "TOO_MANY_PROPOSALS",
        /// Nothing would change.
        NothingToDo = "NOTHING_TO_DO",
    }
}

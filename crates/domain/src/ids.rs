//! Typed ids. Outside the code every id is a TypeID (TypeID specification 0.3: a prefix, an
//! underscore, a UUIDv7 in Crockford base 32), the same in GraphQL, URLs, exports and mails.

pub use type_safe_id::{StaticType, TypeSafeId};
pub use uuid::Uuid;

use crate::values::{Problem, ProblemCode};

/// Makes the universally unique part of new ids. Implemented by the platform from its clock and
/// its source of randomness, so that tests can tell which ids to expect.
pub trait Mint: Send + Sync {
    /// A new UUIDv7; later calls sort after earlier ones.
    fn uuid(&self) -> Uuid;
}

/// A new id of the wanted kind.
pub fn mint<T: StaticType>(mint: &dyn Mint) -> TypeSafeId<T> {
    TypeSafeId::from_uuid(mint.uuid())
}

/// Reads an id in its public form.
///
/// # Errors
/// `WRONG_TYPE` (facts `expected`, `given`) for an id of another kind, `MALFORMED` otherwise.
pub fn parse<T: StaticType>(text: &str) -> Result<TypeSafeId<T>, Problem> {
    text.parse().map_err(|error| match error {
        type_safe_id::Error::IncorrectType { actual, expected } => {
            Problem::new(ProblemCode::WrongType)
                .with("expected", expected)
                .with("given", actual.chars().take(63).collect::<String>())
        }
        _ => Problem::new(ProblemCode::Malformed).with("expected", T::TYPE),
    })
}

macro_rules! ids {
    ($($(#[$doc:meta])* $alias:ident = $kind:ident $prefix:literal;)*) => {
        /// The markers that make two kinds of ids different types.
        pub mod kinds {
            $(
                $(#[$doc])*
                #[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
                pub struct $kind;
                impl type_safe_id::StaticType for $kind {
                    const TYPE: &'static str = $prefix;
                }
            )*
        }
        $(
            $(#[$doc])*
            pub type $alias = TypeSafeId<kinds::$kind>;
        )*
    };
}

ids! {
    /// A human account.
    PersonId = Person "person";
    /// One signed-in device of a person.
    SessionId = Session "session";
    /// A single-use secret sent by e-mail.
    TokenId = Token "token";
    /// The second factor of a person.
    SecondFactorId = SecondFactor "second_factor";
    /// A legal body.
    OrganisationId = Organisation "organisation";
    /// The right of a person to act for an organisation.
    MandateId = Mandate "mandate";
    /// An invitation by e-mail to hold a mandate.
    InvitationId = Invitation "invitation";
    /// A pôle territorial de coopération économique.
    HubId = Hub "hub";
    /// The office of a person in a hub.
    HubRoleId = HubRole "hub_role";
    /// A group of members that votes together.
    CollegeId = College "college";
    /// A reusable reason of a hub's moderators.
    ReasonTemplateId = ReasonTemplate "reason_template";
    /// An organisation in a hub.
    MembershipId = Membership "membership";
    /// Joint work led by one organisation.
    ProjectId = Project "project";
    /// What a project looks for.
    NeedId = Need "need";
    /// A dated step of a project.
    MilestoneId = Milestone "milestone";
    /// One line of a project's budget.
    BudgetLineId = BudgetLine "budget_line";
    /// An organisation in a project.
    ParticipationId = Participation "participation";
    /// What an organisation shares.
    ResourceId = Resource "resource";
    /// A picture of what an organisation shares.
    PhotoId = Photo "photo";
    /// A resource taken for some time.
    BookingId = Booking "booking";
    /// The bookings of one thing that comes back.
    BookingSeriesId = BookingSeries "booking_series";
    /// A calendar that a person follows.
    CalendarFeedId = CalendarFeed "calendar_feed";
    /// What one organisation owes another of a month.
    StatementId = Statement "account_statement";
    /// An employee who may work for another organisation.
    StaffLoanId = StaffLoan "staff_loan";
    /// An agreement between organisations.
    PartnershipId = Partnership "partnership";
    /// A text of a partnership that was frozen to be signed.
    PartnershipVersionId = PartnershipVersion "partnership_version";
    /// The act of signing a version for a party.
    SignatureId = Signature "signature";
    /// What a party owes by a partnership.
    CommitmentId = Commitment "commitment";
    /// What was delivered of a commitment, as one side says.
    FulfilmentId = Fulfilment "fulfilment";
    /// A file that shows what was delivered.
    ProofFileId = ProofFile "proof_file";
    /// What a creditor gives up of a commitment.
    WaiverId = Waiver "waiver";
    /// Something said on an article of a partnership.
    PartnershipCommentId = PartnershipComment "partnership_comment";
    /// The beginning of an agreement that others go on from.
    PartnershipTemplateId = PartnershipTemplate "partnership_template";
    /// So much of one material.
    LotId = Lot "lot";
    /// Material held for somebody.
    ReservationId = Reservation "reservation";
    /// One submission of content and its decision.
    ReviewId = Review "review";
    /// A fact in the event log.
    EventId = Event "event";
    /// Work to be done after a transaction.
    JobId = Job "job";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_from_its_public_form() {
        let id = ProjectId::from_uuid(Uuid::from_u128(0x0191_2345_6789_7abc_8def_0123_4567_89ab));
        let text = id.to_string();
        assert!(text.starts_with("project_"));
        assert_eq!(parse::<kinds::Project>(&text), Ok(id));
    }

    #[test]
    fn an_id_of_another_kind_says_which_kind_is_expected() {
        let hub = HubId::from_uuid(Uuid::nil()).to_string();
        let problem = parse::<kinds::Project>(&hub).expect_err("a hub is no project");
        assert_eq!(problem.code, ProblemCode::WrongType);
        assert_eq!(problem.facts[0].value, "project");
    }

    #[test]
    fn a_text_that_is_no_id_is_malformed() {
        for text in [
            "",
            "project",
            "project_",
            "12",
            "project_zzzzzzzzzzzzzzzzzzzzzzzzzz",
        ] {
            let problem = parse::<kinds::Project>(text).expect_err("not an id");
            assert_ne!(problem.code, ProblemCode::Required, "{text}");
        }
    }
}

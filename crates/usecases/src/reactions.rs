//! What follows from a fact: one event, its jobs. Pure, so that a use case cannot forget them.

use chrono::DateTime;
use maillage_domain::{
    events::{Event, EventKind, Subject},
    ids,
    memberships::MembershipState,
};

use crate::{jobs::Job, mail::Notice};

/// The jobs that an event brings about, one for each effect.
pub(crate) fn jobs_for(event: &Event) -> Vec<Job> {
    use EventKind as K;
    let notice = match (event.kind, event.subject) {
        (K::PersonRegistered | K::PersonConfirmationRequested, Subject::Person(person)) => {
            Notice::ConfirmEmail { person }
        }
        (K::PersonRegistrationRepeated, Subject::Person(person)) => Notice::AddressInUse { person },
        (K::PersonPasswordResetRequested, Subject::Person(person)) => {
            Notice::ResetPassword { person }
        }
        (K::PersonPasswordChanged, Subject::Person(person)) => Notice::PasswordChanged { person },
        (
            K::PersonSecondFactorEnabled
            | K::PersonSecondFactorDisabled
            | K::PersonRecoveryCodesRenewed
            | K::PersonRecoveryCodeUsed
            | K::PersonSecondFactorGuessed,
            Subject::Person(person),
        ) => Notice::SecondFactor {
            person,
            what: event.kind,
            left: event.fact("left").unwrap_or_default().to_owned(),
        },
        (K::InvitationSent, Subject::Invitation(invitation)) => Notice::Invitation { invitation },
        (K::MembershipApplied, Subject::Membership(membership)) => {
            Notice::MembershipApplied { membership }
        }
        (K::MembershipInvited, Subject::Membership(membership)) => {
            Notice::MembershipInvited { membership }
        }
        (
            K::MembershipActivated
            | K::MembershipRefused
            | K::MembershipSuspended
            | K::MembershipResumed
            | K::MembershipExcluded,
            Subject::Membership(membership),
        ) => Notice::MembershipDecided {
            membership,
            state: event.fact("to").unwrap_or_default().to_owned(),
            reason: event.fact("reason").map(str::to_owned),
        },
        // An application taken back leaves nobody waiting, and is nobody's business any more.
        (K::MembershipDeclined | K::MembershipLeft, Subject::Membership(membership))
            if event.fact("from") != Some(MembershipState::Applied.as_str()) =>
        {
            Notice::MembershipGone {
                membership,
                state: event.fact("to").unwrap_or_default().to_owned(),
            }
        }
        (K::HubCharterPublished, Subject::Hub(hub)) => Notice::CharterPublished { hub },
        (K::ReviewOpened, Subject::Review(review)) => Notice::ReviewOpened { review },
        (K::ReviewDecided, Subject::Review(review)) => Notice::ReviewDecided { review },
        (
            K::ParticipationInvited | K::ParticipationRequested,
            Subject::Participation(participation),
        ) => Notice::ParticipationAwaits { participation },
        (
            K::ParticipationActivated | K::ParticipationDeclined,
            Subject::Participation(participation),
        ) => Notice::ParticipationAnswered {
            participation,
            from: event.fact("from").unwrap_or_default().to_owned(),
            state: event.fact("to").unwrap_or_default().to_owned(),
        },
        (K::ProjectOfferAccepted, Subject::Project(project)) => {
            let need = event.fact("need").and_then(|need| ids::parse(need).ok());
            let Some((need, resource)) = need.zip(event.resource) else {
                return Vec::new();
            };
            Notice::OfferAccepted {
                project,
                need,
                resource,
            }
        }
        // Of a series people hear once, with its first booking.
        (K::BookingRequested | K::BookingConfirmed, _)
            if event.fact("series").is_some() && event.fact("dates").is_none() =>
        {
            return Vec::new();
        }
        (
            K::BookingRequested
            | K::BookingConfirmed
            | K::BookingDeclined
            | K::BookingCancelled
            | K::BookingChanged
            | K::BookingNoShow
            | K::BookingHoursDeclared
            | K::BookingHoursConfirmed
            | K::BookingHoursContested,
            Subject::Booking(booking),
        ) => Notice::Booking {
            booking,
            what: event.kind,
            by: event.acting_for,
            reason: event.fact("reason").map(str::to_owned),
            dates: event.fact("dates").map(str::to_owned),
        },
        (
            K::StaffLoanRecorded | K::StaffLoanConfirmed | K::StaffLoanDeclined | K::StaffLoanEnded,
            Subject::StaffLoan(loan),
        ) => Notice::StaffLoan {
            loan,
            what: event.kind,
            by: event.acting_for,
        },
        // Whoever is named by a change is told what they would be of a new draft.
        (K::PartnershipChanged, Subject::Partnership(partnership)) => {
            let named = event.fact("named").unwrap_or_default().split_whitespace();
            let among: Vec<_> = named.filter_map(|one| ids::parse(one).ok()).collect();
            if among.is_empty() {
                return Vec::new();
            }
            Notice::Partnership {
                partnership,
                what: K::PartnershipDrafted,
                by: event.acting_for,
                reason: None,
                day: None,
                renews: false,
                among,
            }
        }
        (kind, Subject::Partnership(partnership)) if tells_of_partnership(kind) => {
            // Of a renewal the day until which it goes on matters, of a notice that from which it counts.
            let day = match kind {
                K::PartnershipRenewed | K::PartnershipExpiring => event.fact("until"),
                _ => event.fact("from"),
            };
            Notice::Partnership {
                partnership,
                what: kind,
                by: event.acting_for,
                reason: event.fact("reason").map(str::to_owned),
                day: day.and_then(|day| day.parse().ok()),
                renews: event.fact("renews") == Some("true"),
                among: Vec::new(),
            }
        }
        (kind @ (K::CommitmentsDue | K::CommitmentsLate), Subject::Partnership(partnership)) => {
            let day = |name| event.fact(name).and_then(|day| day.parse().ok());
            let party = event.fact("party").and_then(|id| ids::parse(id).ok());
            let (Some(debtor), Some(from), Some(until)) = (party, day("from"), day("until")) else {
                return Vec::new();
            };
            Notice::Reminder {
                partnership,
                what: kind,
                debtor,
                from,
                until,
            }
        }
        (
            K::FulfilmentDeclared
            | K::FulfilmentConfirmed
            | K::FulfilmentContested
            | K::FulfilmentSettlementOffered
            | K::FulfilmentSettled
            | K::CommitmentWaived,
            Subject::Partnership(partnership),
        ) => {
            let commitment = event.fact("commitment").and_then(|id| ids::parse(id).ok());
            let Some(commitment) = commitment else {
                return Vec::new();
            };
            let fulfilment = event.fact("fulfilment").and_then(|id| ids::parse(id).ok());
            Notice::Commitment {
                partnership,
                commitment,
                fulfilment,
                what: event.kind,
                by: event.acting_for,
                reason: event.fact("reason").map(str::to_owned),
            }
        }
        (
            K::ReservationHeld
            | K::ReservationCollected
            | K::ReservationCorrected
            | K::ReservationCancelled
            | K::ReservationExpired,
            Subject::Reservation(reservation),
        ) => {
            let notice = Notice::Reservation {
                reservation,
                what: event.kind,
                by: event.acting_for,
                reason: event.fact("reason").map(str::to_owned),
            };
            let mut jobs = vec![Job::Notify(notice)];
            let until = event.fact("until").map(DateTime::parse_from_rfc3339);
            if let (K::ReservationHeld, Some(Ok(until))) = (event.kind, until) {
                jobs.push(Job::Expire {
                    reservation,
                    until: until.to_utc(),
                });
            }
            return jobs;
        }
        _ => return Vec::new(),
    };
    vec![Job::Notify(notice)]
}

/// Of what happens to a partnership its parties are told by letter, but for each change of a draft.
fn tells_of_partnership(kind: EventKind) -> bool {
    use EventKind as K;
    matches!(
        kind,
        K::PartnershipDrafted
            | K::PartnershipProposed
            | K::PartnershipWithdrawn
            | K::PartnershipActivated
            | K::PartnershipAmended
            | K::PartnershipDeclined
            | K::PartnershipAmendmentDeclined
            | K::PartnershipTerminationNoticed
            | K::PartnershipTerminated
            | K::PartnershipLeaving
            | K::PartnershipPartyLeft
            | K::PartnershipRenewalDeclined
            | K::PartnershipRenewed
            | K::PartnershipExpiring
            | K::PartnershipSuspended
            | K::PartnershipResumed
            | K::PartnershipEnded
    )
}

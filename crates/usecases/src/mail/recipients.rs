//! Whom a fact concerns: looked up when it happened, and once more when the letter goes out, so
//! that who lost the right in between gets nothing.

use maillage_domain::{
    bookings::{Booking, BookingAction, BookingState},
    events::EventKind,
    hubs::HubRole,
    ids::{FulfilmentId, OrganisationId, PersonId},
    mandates::MandateRole,
    materials::ReservationAction,
    memberships::MembershipAction,
    moderation::{Review, ReviewAction},
    partnerships::{Between, Commitment, CommitmentSide, Partnership},
    policy::{self, Action, Actor},
    projects::{ParticipationAction, ParticipationState},
    staff::StaffLoanAction,
};
use maillage_persistence::{
    Conn, accounts,
    bookings::{self, BookingFilter},
    hubs, mandates,
    materials::reservations,
    memberships, moderation, partnerships, projects, resources, staff_loans,
};

use super::Notice;
use crate::{
    error::Error,
    partnerships::{Followed, follow},
    platform::Platform,
};

/// The people to write to; `None` stands for the address of an invitation. Nobody when the fact
/// is over: an invitation taken up, a review decided meanwhile.
pub(super) async fn of(
    platform: &Platform,
    conn: &impl Conn,
    notice: &Notice,
) -> Result<Vec<Option<PersonId>>, Error> {
    let people = match notice.clone() {
        Notice::ConfirmEmail { person } => {
            let person = accounts::find(conn, person).await?;
            let waiting =
                person.filter(|one| one.confirmed_at.is_none() && one.locked_at.is_none());
            waiting.map(|person| person.id).into_iter().collect()
        }
        Notice::AddressInUse { person }
        | Notice::ResetPassword { person }
        | Notice::PasswordChanged { person }
        | Notice::SecondFactor { person, .. } => {
            let person = accounts::find(conn, person).await?;
            let reachable = person.filter(|one| one.locked_at.is_none());
            reachable.map(|person| person.id).into_iter().collect()
        }
        Notice::Invitation { invitation } => {
            let invitation = mandates::find_invitation(conn, invitation).await?;
            let open = invitation.is_some_and(|one| one.is_open(platform.now()));
            return Ok(if open { vec![None] } else { Vec::new() });
        }
        Notice::MembershipApplied { membership } => {
            let Some(membership) = memberships::find(conn, membership).await? else {
                return Ok(Vec::new());
            };
            if membership.permits(MembershipAction::Accept).is_err() {
                return Ok(Vec::new());
            }
            let team = accounts::team(conn, membership.hub, HubRole::Coordinator).await?;
            let accept = Action::Membership(MembershipAction::Accept, &membership);
            allowed(conn, team, accept).await?
        }
        Notice::MembershipInvited { membership } => {
            let Some(membership) = memberships::find(conn, membership).await? else {
                return Ok(Vec::new());
            };
            if membership.permits(MembershipAction::Join).is_err() {
                return Ok(Vec::new());
            }
            let least = MandateRole::Representative;
            accounts::mandated(conn, membership.organisation, least).await?
        }
        Notice::MembershipDecided { membership, .. } => {
            let Some(membership) = memberships::find(conn, membership).await? else {
                return Ok(Vec::new());
            };
            let least = MandateRole::Representative;
            accounts::mandated(conn, membership.organisation, least).await?
        }
        Notice::MembershipGone { membership, .. } => {
            match memberships::find(conn, membership).await? {
                Some(one) => accounts::team(conn, one.hub, HubRole::Coordinator).await?,
                None => Vec::new(),
            }
        }
        Notice::CharterPublished { hub } => {
            match hubs::find(conn, hub).await?.and_then(|hub| hub.charter) {
                Some(charter) => accounts::asked_to_accept(conn, hub, charter.number).await?,
                None => Vec::new(),
            }
        }
        Notice::ReviewOpened { review } => match moderation::find(conn, review).await? {
            Some(review) if review.decision.is_none() => moderators(conn, &review).await?,
            _ => Vec::new(),
        },
        Notice::ReviewDecided { review } => match moderation::find(conn, review).await? {
            Some(review) => authors(conn, &review).await?,
            None => Vec::new(),
        },
        Notice::ParticipationAwaits { participation } => {
            let found = projects::find_participation(conn, participation).await?;
            let Some(participation) = found else {
                return Ok(Vec::new());
            };
            let project = projects::find(conn, participation.project).await?;
            let Some(project) = project else {
                return Ok(Vec::new());
            };
            if participation.permits(ParticipationAction::Accept).is_err() {
                return Ok(Vec::new());
            }
            let least = MandateRole::Contributor;
            let asked = accounts::mandated(conn, participation.awaits(&project), least).await?;
            let answer =
                Action::Participation(ParticipationAction::Accept, &participation, &project);
            allowed(conn, asked, answer).await?
        }
        Notice::ParticipationAnswered {
            participation,
            from,
            ..
        } => {
            let found = projects::find_participation(conn, participation).await?;
            let Some(participation) = found else {
                return Ok(Vec::new());
            };
            let project = projects::find(conn, participation.project).await?;
            let Some(project) = project else {
                return Ok(Vec::new());
            };
            let opener = if from == ParticipationState::Requested.as_str() {
                participation.organisation
            } else {
                project.lead
            };
            accounts::mandated(conn, opener, MandateRole::Contributor).await?
        }
        Notice::OfferAccepted {
            project,
            need,
            resource,
        } => {
            let project = projects::find(conn, project).await?;
            let resource = resources::find(conn, resource).await?;
            let Some((project, resource)) = project.zip(resource) else {
                return Ok(Vec::new());
            };
            // What one tells oneself, and a choice that was taken back meanwhile.
            let need = project.need(need);
            let chosen = need.is_some_and(|need| need.met_with == Some(resource.id));
            if resource.owner == project.lead || !chosen {
                return Ok(Vec::new());
            }
            accounts::mandated(conn, resource.owner, MandateRole::Contributor).await?
        }
        Notice::Booking {
            booking, what, by, ..
        } => {
            let Some(booking) = bookings::find(conn, booking).await? else {
                return Ok(Vec::new());
            };
            // What one tells oneself, and what was answered meanwhile.
            let told_oneself = booking.owner == booking.borrower;
            let answered = match what {
                EventKind::BookingRequested => !awaits_an_answer(platform, conn, &booking).await?,
                EventKind::BookingHoursDeclared => {
                    let contest = BookingAction::ContestHours;
                    booking.permits(contest, platform.now()).is_err()
                }
                EventKind::BookingHoursContested => {
                    let work = booking.work.as_ref();
                    work.is_none_or(|work| work.contested.is_none())
                        || booking.state != BookingState::InUse
                }
                _ => false,
            };
            if told_oneself || answered {
                return Ok(Vec::new());
            }
            accounts::mandated(conn, booking.other_side(by), MandateRole::Contributor).await?
        }
        Notice::StaffLoan { loan, what, by } => {
            let Some(loan) = staff_loans::find(conn, loan).await? else {
                return Ok(Vec::new());
            };
            // What was answered meanwhile awaits no answer.
            let answered = what == EventKind::StaffLoanRecorded
                && loan
                    .permits(StaffLoanAction::Confirm, loan.papers.until)
                    .is_err();
            if answered {
                return Ok(Vec::new());
            }
            let least = MandateRole::Representative;
            accounts::mandated(conn, loan.other_side(by), least).await?
        }
        Notice::Commitment {
            partnership,
            commitment,
            fulfilment,
            by,
            ..
        } => {
            let found = partnerships::find(conn, partnership).await?;
            let owed = found.as_ref().and_then(|one| one.commitment(commitment));
            match owed {
                Some(owed) => other_side_of(conn, owed, (fulfilment, by)).await?,
                None => Vec::new(),
            }
        }
        Notice::Reminder {
            partnership,
            what,
            debtor,
            from,
            until,
        } => {
            let found = partnerships::find(conn, partnership).await?;
            let Some(partnership) = found else {
                return Ok(Vec::new());
            };
            let about = ((what, debtor), (from, until));
            concerned(platform, conn, &partnership, about).await?
        }
        Notice::Partnership {
            partnership,
            what,
            by,
            ref among,
            ..
        } => {
            let Some(partnership) = partnerships::find(conn, partnership).await? else {
                return Ok(Vec::new());
            };
            return Ok(of_partnership(conn, &partnership, (what, by), among)
                .await?
                .into_iter()
                .map(Some)
                .collect());
        }
        Notice::Reservation {
            reservation,
            what,
            by,
            ..
        } => {
            let Some(held) = reservations::find(conn, reservation).await? else {
                return Ok(Vec::new());
            };
            // What one tells oneself, and what is over before anybody was told that it was held.
            let held_no_more = held
                .permits(ReservationAction::Collect, platform.now())
                .is_err();
            if held.owner == held.borrower || (what == EventKind::ReservationHeld && held_no_more) {
                return Ok(Vec::new());
            }
            let least = MandateRole::Contributor;
            let mut people = accounts::mandated(conn, held.other_side(by), least).await?;
            if what == EventKind::ReservationExpired {
                let borrowers = accounts::mandated(conn, held.borrower, least).await?;
                people.extend(borrowers);
                people.sort_unstable();
                people.dedup();
            }
            people
        }
    };
    Ok(people.into_iter().map(Some).collect())
}

/// Who signs for the parties, but for the one whose act it was; of a version, who has still to sign it. A
/// draft is told to who writes for them.
async fn of_partnership(
    conn: &impl Conn,
    partnership: &Partnership,
    (what, by): (EventKind, Option<OrganisationId>),
    among: &[OrganisationId],
) -> Result<Vec<PersonId>, Error> {
    use EventKind as K;
    let least = match what {
        K::PartnershipDrafted => MandateRole::Contributor,
        _ => MandateRole::Representative,
    };
    let others = |mut parties: Vec<OrganisationId>| {
        parties.retain(|one| Some(*one) != by);
        parties
    };
    let parties: Vec<_> = match what {
        K::PartnershipProposed => partnership
            .proposed()
            .map(|version| version.awaits().collect())
            .unwrap_or_default(),
        // What is known to all by the last act of one, and what nobody did, is told to everybody.
        K::PartnershipActivated | K::PartnershipAmended => partnership.insiders(),
        // Who is in what is being worked on alone is told what becomes of that.
        K::PartnershipDrafted
        | K::PartnershipWithdrawn
        | K::PartnershipDeclined
        | K::PartnershipAmendmentDeclined => others(partnership.insiders()),
        _ => others(partnership.members()),
    };
    let mut people = Vec::new();
    for party in parties {
        if !among.is_empty() && !among.contains(&party) {
            continue;
        }
        people.extend(accounts::mandated(conn, party, least).await?);
    }
    people.sort_unstable();
    people.dedup();
    Ok(people)
}

/// Who writes for a debtor; of what is late also who writes for those to whom it is owed.
async fn concerned(
    platform: &Platform,
    conn: &impl Conn,
    partnership: &Partnership,
    ((kind, debtor), between): ((EventKind, OrganisationId), Between),
) -> Result<Vec<PersonId>, Error> {
    let mut parties = vec![debtor];
    if kind == EventKind::CommitmentsLate {
        let Followed { keeping, today } = follow(platform, conn, partnership).await?;
        let late = partnership.reminded_of(&keeping, (kind, debtor), between, today);
        parties.extend(late.into_iter().flat_map(|one| one.sides.creditors));
    }
    let bound = partnership.members();
    parties.retain(|one| bound.contains(one));
    writing_for(conn, parties).await
}

/// Who writes for organisations.
async fn writing_for(
    conn: &impl Conn,
    mut parties: Vec<OrganisationId>,
) -> Result<Vec<PersonId>, Error> {
    parties.sort_unstable();
    parties.dedup();
    let mut people = Vec::new();
    for party in parties {
        people.extend(accounts::mandated(conn, party, MandateRole::Contributor).await?);
    }
    people.sort_unstable();
    people.dedup();
    Ok(people)
}

/// Who writes for the other side of what was declared, also once it has left: what was due by then is still owed. What
/// a creditor gives up is told to who owes it.
async fn other_side_of(
    conn: &impl Conn,
    owed: &Commitment,
    (fulfilment, by): (Option<FulfilmentId>, Option<OrganisationId>),
) -> Result<Vec<PersonId>, Error> {
    let Some(fulfilment) = fulfilment else {
        return writing_for(conn, vec![owed.debtor]).await;
    };
    let Some(fulfilment) = partnerships::fulfilment(conn, fulfilment).await? else {
        return Ok(Vec::new());
    };
    let sides = &fulfilment.sides;
    let others = match by.and_then(|by| sides.of(by)) {
        Some(CommitmentSide::Debtor) => sides.those(CommitmentSide::Creditor),
        Some(CommitmentSide::Creditor) => sides.those(CommitmentSide::Debtor),
        None => return Ok(Vec::new()),
    };
    writing_for(conn, others).await
}

/// Whether the owner can still say yes to a booking, or to another date of its series.
async fn awaits_an_answer(
    platform: &Platform,
    conn: &impl Conn,
    booking: &Booking,
) -> Result<bool, Error> {
    let now = platform.now();
    if booking.permits(BookingAction::Confirm, now).is_ok() {
        return Ok(true);
    }
    let Some(series) = booking.series else {
        return Ok(false);
    };
    let requested = BookingFilter {
        series: Some(series),
        states: vec![BookingState::Requested],
        from: Some(now),
        ..BookingFilter::default()
    };
    Ok(bookings::count(conn, &Actor::Operator, &requested).await? > 0)
}

/// Who may decide: not whose organisation it concerns, nor who decided what is contested.
async fn moderators(conn: &impl Conn, review: &Review) -> Result<Vec<PersonId>, Error> {
    let team = accounts::team(conn, review.hub, HubRole::Moderator).await?;
    allowed(conn, team, Action::Review(ReviewAction::Claim, review)).await
}

/// Who handed the content in, if still mandated, and who represents its organisation.
async fn authors(conn: &impl Conn, review: &Review) -> Result<Vec<PersonId>, Error> {
    let everybody = accounts::mandated(conn, review.organisation, MandateRole::Reader).await?;
    let mut people =
        accounts::mandated(conn, review.organisation, MandateRole::Representative).await?;
    let author = review
        .submitted_by
        .filter(|author| everybody.contains(author));
    people.extend(author.filter(|author| !people.contains(author)));
    Ok(people)
}

/// Those of the people whom the policy lets do it with the rights they have now.
async fn allowed(
    conn: &impl Conn,
    people: Vec<PersonId>,
    action: Action<'_>,
) -> Result<Vec<PersonId>, Error> {
    let mut allowed = Vec::with_capacity(people.len());
    for person in people {
        let Some(mut viewer) = accounts::rights_of(conn, person).await? else {
            continue;
        };
        // Whoever lacks the second factor is told all the same: they act once they have it.
        viewer.lacks_second_factor.clear();
        if policy::check(&Actor::Person(viewer), action).is_ok() {
            allowed.push(person);
        }
    }
    Ok(allowed)
}

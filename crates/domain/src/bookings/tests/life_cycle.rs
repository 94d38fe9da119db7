//! From the request to the return, whatever is tried when.

use super::*;

/// What is done with bookings of things; what is done with work alone is in `work`.
const OF_THINGS: [A; 8] = [
    A::Read,
    A::Confirm,
    A::Decline,
    A::Cancel,
    A::Change,
    A::HandOver,
    A::TakeBack,
    A::NoShow,
];

/// The life cycle as it was agreed: from which state which act leads to which, and whether it takes
/// place before the start, from it on, or whenever.
#[derive(Clone, Copy, PartialEq)]
enum When {
    Before,
    From,
    /// Until its end.
    During,
    Ever,
}

const LIFE: &[(S, A, S, When)] = &[
    (S::Requested, A::Confirm, S::Confirmed, When::Before),
    (S::Requested, A::Decline, S::Declined, When::Ever),
    (S::Requested, A::Cancel, S::Cancelled, When::During),
    (S::Requested, A::Change, S::Requested, When::Before),
    (S::Confirmed, A::Cancel, S::Cancelled, When::During),
    (S::Confirmed, A::Change, S::Requested, When::Before),
    (S::Confirmed, A::HandOver, S::InUse, When::Ever),
    (S::Confirmed, A::NoShow, S::NoShow, When::From),
    (S::InUse, A::TakeBack, S::Returned, When::Ever),
];

fn agreed(state: S, action: A, started: bool, ended: bool) -> Option<S> {
    let (.., next, when) = LIFE
        .iter()
        .find(|(from, act, ..)| (*from, *act) == (state, action))?;
    let in_time = match when {
        When::Before => !started,
        When::From => started,
        When::During => !ended,
        When::Ever => true,
    };
    in_time.then_some(*next)
}

fn take(booking: &mut Booking, action: A, act: &Act<'_>, room: &Resource) -> Result<(), Refusal> {
    match action {
        A::Read => Ok(()),
        A::Confirm => booking.confirm(act, &[wanted(room, 2, &[])]),
        A::Decline => booking.decline(act, reason()),
        A::Cancel => booking.cancel(act, Canceller::Borrower(None)),
        A::Change => {
            // To and fro between two times, so that there is always something to do.
            let other = span("2026-11-03T12:00Z", "2026-11-03T14:00Z");
            let next = if booking.span == other {
                tuesday()
            } else {
                other
            };
            booking.change(act, offer(room, next, 2))
        }
        A::HandOver => booking.hand_over(act, Summary::parse("Propre.").ok(), NO_CONVENTIONS),
        A::TakeBack => booking.take_back(act, act.at, None),
        A::NoShow => booking.no_show(act),
        A::DeclareHours | A::ConfirmHours | A::ContestHours => unreachable!("of work alone"),
    }
}

#[test]
fn the_life_cycle_is_the_one_that_was_agreed() {
    for state in S::ALL {
        for action in OF_THINGS.iter().filter(|action| **action != A::Read) {
            for (when, started, ended) in [
                ("2026-11-02T08:00Z", false, false),
                ("2026-11-03T08:00Z", true, false),
                ("2026-11-03T10:00Z", true, true),
                ("2026-11-04T08:00Z", true, true),
            ] {
                let (mut booking, room) = requested();
                booking.state = *state;
                let was = booking.clone();
                let permitted = booking.permits(*action, instant(when));
                let outcome = take(&mut booking, *action, &at(when), &room);
                let next = agreed(*state, *action, started, ended);
                assert_eq!(outcome.is_ok(), next.is_some(), "{state} {action} {when}");
                assert_eq!(permitted, outcome, "{state} {action} {when}");
                if let Some(next) = next {
                    assert_eq!(booking.state, next, "{action} {when}");
                } else {
                    assert_eq!(code(outcome), RefusalCode::WrongState);
                    assert_eq!(booking, was, "nothing changed");
                }
            }
        }
    }
}

proptest! {
    #[test]
    fn a_booking_remembers_what_happened_to_it_and_tells_each_step(
        steps in prop::collection::vec((0..OF_THINGS.len(), 0..6 * 60_i64), 1..20),
    ) {
        let (mut booking, room) = requested();
        let mut now = instant("2026-11-02T00:00Z");
        for (action, minutes) in steps {
            now += TimeDelta::minutes(minutes);
            let action = OF_THINGS[action];
            let act = Act::new(now, Some(id(1)), &MINT);
            let was = booking.clone();
            let (started, ended) = (was.span.start() <= now, was.span.end() <= now);
            let outcome = take(&mut booking, action, &act, &room);
            let events = booking.events.drain();
            if action == A::Read || outcome.is_err() {
                prop_assert_eq!(events.len(), 0);
                prop_assert_eq!(&booking, &was);
                continue;
            }
            prop_assert_eq!(Some(booking.state), agreed(was.state, action, started, ended));
            prop_assert_eq!(events.len(), 1);
            prop_assert_eq!(events[0].fact("from"), Some(was.state.as_str()));
            prop_assert_eq!(events[0].fact("to"), Some(booking.state.as_str()));
            prop_assert_eq!(events[0].organisation, Some(booking.borrower));
            prop_assert_eq!(events[0].resource, Some(room.id));
            prop_assert_eq!(booking.updated_at, now);
            let was_handed_over = matches!(booking.state, S::InUse | S::Returned);
            prop_assert_eq!(booking.handed_over_at.is_some(), was_handed_over);
            prop_assert_eq!(booking.returned_at.is_some(), booking.state == S::Returned);
            prop_assert_eq!(booking.late, booking.returned_at.is_some_and(|at| at > booking.span.end()));
            prop_assert_eq!(booking.cancelled_by.is_some(), booking.state == S::Cancelled);
            let ended_unused = matches!(booking.state, S::Cancelled | S::NoShow);
            prop_assert!(booking.owed.is_nothing() || ended_unused);
            prop_assert!(booking.owed.money <= booking.price().money);
            let is_over = ended_unused || booking.state == S::Returned;
            let charge = booking.charge(Paris);
            prop_assert_eq!(charge.map_or(Due::NOTHING, |charge| charge.due), booking.due());
            prop_assert!(is_over || charge.is_none());
        }
    }
}

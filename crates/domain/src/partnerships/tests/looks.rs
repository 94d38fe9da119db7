//! The platform looks at an agreement on the days on which something is due, and misses nothing.

use chrono::Days;
use proptest::prelude::*;

use super::*;
use crate::refusals::Fact;

fn after(days: u64) -> NaiveDate {
    today().checked_add_days(Days::new(days)).expect("a day")
}

/// Signed by all on a day, and what was told of it since.
fn signed(agreed: &Outline, on: NaiveDate) -> Partnership {
    let mut partnership = drafted(agreed.clone());
    propose(&mut partnership, on);
    for number in 0..3 {
        sign(&mut partnership, number, on).expect("signed");
    }
    partnership.events.drain();
    partnership
}

/// What somebody does on a day, where it is permitted.
fn live(partnership: &mut Partnership, (on, what): (NaiveDate, A)) {
    let (act, by) = (act_for(1), party(1));
    if partnership.permits(what, Some(by), on).is_err() {
        return;
    }
    let done = match what {
        A::Terminate => partnership.terminate(&act, by, on, notice()),
        A::Leave => partnership.leave(&act, by, on, reason()),
        A::DeclineRenewal => partnership.decline_renewal(&act, by, on, reason()),
        _ => partnership.suspend(&act, by, on, reason()),
    };
    done.expect("permitted");
}

fn told(partnership: &Partnership) -> Vec<(&'static str, Vec<Fact>)> {
    let told = partnership.events.as_slice().iter();
    told.map(|event| (event.kind.as_str(), event.facts.clone()))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn whoever_looks_on_each_day_sees_what_is_seen_on_the_days_that_are_planned(
        starts in 0_u64..80, length in 0_u64..300, late in 0_u64..120, months in 1_i32..14,
        notice in 0_i32..100, tacit in any::<bool>(), acts_on in 0_u64..500,
        what in prop::sample::select(vec![A::Terminate, A::Leave, A::DeclineRenewal, A::Suspend]),
    ) {
        let mut draft = outline_draft(3);
        draft.term = TermDraft {
            starts_on: after(starts),
            ends_on: Some(after(starts + length)),
            renewal: if tacit { Renewal::Tacit } else { Renewal::Express },
            renewal_months: tacit.then_some(months),
            notice_days: notice,
            early_termination: true,
        };
        let agreed = parsed(draft);
        let first = after(late.min(starts + length));
        let said = (after(late + acts_on), what);
        let (mut daily, mut planned) = (signed(&agreed, first), signed(&agreed, first));
        let mut next = planned.next_due(first);
        for on in first.iter_days().take(1_000) {
            daily.attend(&by_itself(), on);
            if next.is_some_and(|next| next <= on) {
                planned.attend(&by_itself(), on);
            }
            if on == said.0 {
                live(&mut daily, said);
                live(&mut planned, said);
            }
            next = planned.next_due(on);
            prop_assert_eq!(told(&daily), told(&planned), "{}", on);
        }
        prop_assert_eq!((daily.state, &daily.course), (planned.state, &planned.course));
        prop_assert_eq!(daily.ends_on, planned.ends_on);
    }

    #[test]
    fn what_nobody_looked_at_for_years_has_come_as_far_as_what_was_looked_at_each_day(
        starts in 0_u64..80, length in 0_u64..300, months in 1_i32..14, tacit in any::<bool>(),
        slept in 0_u64..1_900,
    ) {
        let mut draft = outline_draft(3);
        draft.term = TermDraft {
            starts_on: after(starts),
            ends_on: Some(after(starts + length)),
            renewal: if tacit { Renewal::Tacit } else { Renewal::None },
            renewal_months: tacit.then_some(months),
            notice_days: 0,
            early_termination: false,
        };
        let agreed = parsed(draft);
        let (mut daily, mut asleep) = (signed(&agreed, today()), signed(&agreed, today()));
        for on in 0..=slept {
            daily.attend(&by_itself(), after(on));
        }
        asleep.attend(&by_itself(), after(slept));
        prop_assert_eq!((daily.state, daily.stage), (asleep.state, asleep.stage));
        prop_assert_eq!(daily.course.since, asleep.course.since);
        prop_assert_eq!(daily.course.renewals, asleep.course.renewals);
        // Of an end that has gone by nobody is warned any more.
        prop_assert!(daily.state.is_over() || daily.course.warned == asleep.course.warned);
        prop_assert_eq!(daily.ends_on, asleep.ends_on);
        let but_warnings = |one: &Partnership| -> Vec<_> {
            told(one).into_iter().filter(|(kind, _)| *kind != "partnership.expiring").collect()
        };
        prop_assert_eq!(but_warnings(&daily), but_warnings(&asleep));
    }
}

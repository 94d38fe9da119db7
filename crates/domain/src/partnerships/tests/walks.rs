//! Two to five parties, and others, do whatever comes to their minds on whatever days.

use chrono::Days;
use proptest::prelude::*;

use super::*;
use crate::refusals::Refusal;

/// What the parties agree upon at first.
#[derive(Debug, Clone, Copy)]
struct Beginning {
    parties: u128,
    form: Form,
    renewal: Renewal,
    starts_in: u64,
    days: Option<u64>,
    notice: u32,
}

fn beginnings() -> impl Strategy<Value = Beginning> {
    let days = prop_oneof![1 => Just(None), 4 => (1_u64..500).prop_map(Some)];
    let form = prop_oneof![4 => Just(Form::Convention), 1 => Just(Form::Consortium)];
    let renewal = prop::sample::select(vec![Renewal::None, Renewal::Tacit, Renewal::Express]);
    (2_u128..=5, form, renewal, 0_u64..60, days, 0_u32..60).prop_map(
        |(parties, form, renewal, starts_in, days, notice)| Beginning {
            parties,
            form,
            renewal: if days.is_some() {
                renewal
            } else {
                Renewal::None
            },
            starts_in,
            days,
            notice,
        },
    )
}

/// A step: who does what, after so many days, with a number that says how.
type Step = (u128, A, u64, u8);

fn steps() -> impl Strategy<Value = Vec<Step>> {
    // Who may say something is asked before it is said: see the policy.
    let life = vec![
        A::Terminate,
        A::Leave,
        A::Leave,
        A::DeclineRenewal,
        A::Suspend,
        A::Resume,
        A::RecordAward,
    ];
    let back = vec![A::Withdraw, A::Decline, A::Discard];
    let action = prop_oneof![
        12 => Just(A::Sign),
        4 => Just(A::Propose),
        3 => Just(A::Change),
        2 => prop::sample::select(life),
        1 => prop::sample::select(back),
    ];
    let days = prop_oneof![9 => Just(0), 3 => 1_u64..40, 1 => 40_u64..400];
    prop::collection::vec((0_u128..6, action, days, any::<u8>()), 1..80)
}

fn text(from: Beginning, parties: impl Iterator<Item = u128>, days: Option<u64>) -> Outline {
    let mut draft = outline_draft(6);
    let named: Vec<_> = parties.collect();
    draft.parties.retain(|one| {
        named
            .iter()
            .any(|number| party(*number) == one.organisation)
    });
    draft.commitments.clear();
    draft.form = from.form;
    let first = today()
        .checked_add_days(Days::new(from.starts_in))
        .expect("a day");
    draft.term = TermDraft {
        starts_on: first,
        ends_on: days.and_then(|days| first.checked_add_days(Days::new(days))),
        renewal: if days.is_some() {
            from.renewal
        } else {
            Renewal::None
        },
        renewal_months: (from.renewal == Renewal::Tacit && days.is_some()).then_some(5),
        notice_days: from.notice.try_into().expect("few"),
        early_termination: days.is_some(),
    };
    if from.form == Form::Consortium {
        draft.consortium = Some(Consortium {
            liability: Liability::Solidaire,
            bid_deadline: Some(day("2027-02-01")),
            buyer_agreed_on: None,
        });
        let parties = draft.parties.len() - 1;
        for one in &mut draft.parties {
            one.share = Some("1".into());
        }
        draft.parties[0].share = Some((100 - parties).to_string());
        draft.parties[0].role = PartyRole::Mandataire;
    }
    parsed(draft)
}

fn refused(rejection: Rejection) -> Option<Refusal> {
    match rejection {
        Rejection::Refused(refusal) => Some(refusal),
        Rejection::Faulty(_) => None,
    }
}

/// Tries it; the refusal, or `None` for what was typed wrong.
fn take(
    partnership: &mut Partnership,
    from: Beginning,
    (number, action, _, how): Step,
    on: NaiveDate,
) -> Result<(), Option<Refusal>> {
    let (act, by) = (act_for(number), party(number));
    let outcome = match action {
        A::Change => {
            // Who takes part by the bits of a number, two at least; every other text has another last day.
            let parties = (0..6).filter(|one| how & (1 << one) != 0 || *one < 2);
            let days = from.days.map(|days| days + 100 * u64::from(how >> 7));
            let text = text(from, parties, days);
            return change(partnership, number, text, on).map_err(refused);
        }
        A::Propose => {
            let next = frozen(partnership.next_number());
            partnership.propose(&act, on, &Around::default(), next)
        }
        A::RecordAward => {
            return partnership.record_award(&act, on, on).map_err(refused);
        }
        A::Sign => {
            // Some have read the version before.
            let read = if how < 16 {
                0
            } else {
                partnership.next_number() - 1
            };
            let read = frozen(read).sha256;
            partnership.sign(&act, on, &read, signature(number))
        }
        A::Withdraw => partnership.withdraw(&act, on),
        A::Discard => partnership.discard(&act, on),
        A::Decline => partnership.decline(&act, by, on, reason()),
        A::Terminate if how % 4 == 0 => {
            partnership.terminate(&act, by, on, (TerminationGround::Breach, reason()))
        }
        A::Terminate => partnership.terminate(&act, by, on, notice()),
        A::Leave => partnership.leave(&act, by, on, reason()),
        A::DeclineRenewal => partnership.decline_renewal(&act, by, on, reason()),
        A::Suspend => partnership.suspend(&act, by, on, reason()),
        A::Resume => partnership.resume(&act, by, on),
        A::Read
        | A::ReadText
        | A::ReadDraft
        | A::ReadCourse
        | A::Comment
        | A::DeclareFulfilment
        | A::WaiveCommitment => Ok(()),
    };
    outcome.map_err(Some)
}

fn count(partnership: &Partnership, states: &[VersionState]) -> usize {
    let versions = partnership.versions.iter();
    versions.filter(|one| states.contains(&one.state)).count()
}

/// What holds whatever has happened.
fn holds(partnership: &Partnership) -> Result<(), TestCaseError> {
    use VersionState as V;
    let proposed = count(partnership, &[V::Proposed]);
    let binding = count(partnership, &[V::InForce, V::Signed]);
    prop_assert!(proposed <= 1 && binding <= 1);
    prop_assert_eq!(partnership.stage == Stage::Proposed, proposed == 1);
    prop_assert_eq!(partnership.state.binds(), binding == 1);
    prop_assert_eq!(
        partnership.is_in_force(),
        count(partnership, &[V::InForce]) == 1
    );
    prop_assert_eq!(
        partnership.state == S::Signed,
        count(partnership, &[V::Signed]) == 1
    );
    prop_assert_eq!(
        partnership.state == S::Proposed,
        partnership.stage == Stage::Proposed && binding == 0
    );
    prop_assert_eq!(
        partnership.state == S::Draft,
        partnership.stage == Stage::Draft && binding == 0
    );
    if partnership.state.is_over() {
        prop_assert_eq!(partnership.stage, Stage::Settled);
    }
    if partnership.stage == Stage::Settled
        && let Some(bound) = partnership
            .versions
            .iter()
            .rev()
            .find(|one| one.state.bound())
    {
        prop_assert_eq!(
            (&partnership.outline, partnership.edit),
            (&bound.outline, bound.edit)
        );
    }
    for (version, number) in partnership.versions.iter().zip(1..) {
        prop_assert_eq!(version.number, number);
        prop_assert!(!version.state.bound() || version.is_signed());
        prop_assert!(version.state.bound() || !version.is_signed());
        let mut signed: Vec<_> = version
            .signatures
            .iter()
            .map(|one| one.organisation)
            .collect();
        signed.sort();
        signed.dedup();
        prop_assert_eq!(signed.len(), version.signatures.len());
        prop_assert!(signed.iter().all(|one| version.signatories.contains(one)));
        prop_assert!(
            version
                .outline
                .organisations()
                .all(|one| version.signatories.contains(&one))
        );
    }
    Ok(())
}

/// Who is inside, and who is not any more.
fn belongs(partnership: &Partnership) -> Result<(), TestCaseError> {
    let (insiders, current) = (partnership.insiders(), partnership.current());
    prop_assert!(!insiders.is_empty());
    prop_assert!(current.iter().all(|one| insiders.contains(one)));
    if partnership.is_in_force() {
        prop_assert!(current.len() >= 2, "it takes two");
        prop_assert_eq!(&partnership.bound(), &current);
    }
    for gone in partnership.course.departures.iter().filter(|one| one.done) {
        let by = gone.notice.by;
        prop_assert!(!current.contains(&by) && !partnership.bound().contains(&by));
        prop_assert!(partnership.witnesses().contains(&by));
        let asked = partnership.stage != Stage::Settled
            && (partnership.outline.has_party(by)
                || partnership
                    .proposed()
                    .is_some_and(|one| one.signatories.contains(&by)));
        prop_assert_eq!(insiders.contains(&by), asked, "unless it is asked back");
    }
    for one in &insiders {
        let known = partnership.outline.has_party(*one)
            || current.contains(one)
            || partnership
                .proposed()
                .is_some_and(|version| version.signatories.contains(one));
        prop_assert!(known, "nobody else is inside");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn whatever_is_tried_nothing_is_done_that_is_not_permitted_and_agreed(
        from in beginnings(), steps in steps(),
    ) {
        let mut partnership = drafted(text(from, 0..from.parties, from.days));
        let mut on = today();
        for step in steps {
            let (number, action, days, how) = step;
            on = on.checked_add_days(Days::new(days)).expect("a day");
            partnership.attend(&by_itself(), on);
            holds(&partnership)?;
            belongs(&partnership)?;
            let attended = partnership.clone();
            partnership.attend(&by_itself(), on);
            prop_assert_eq!(&partnership, &attended, "a second look on one day changes nothing");
            prop_assert!(partnership.next_due(on).is_none_or(|next| next > on));

            // Most signatures are those of who is asked for one.
            let asked = partnership.proposed().and_then(|one| one.awaits().next());
            let asked = (0..6).find(|number| asked == Some(party(*number)));
            let signs = action == A::Sign && how >= 64;
            let number = asked.filter(|_| signs).unwrap_or(number);
            let step = (number, action, days, how);
            let by = match action {
                // These are anybody's of the parties: who else asks is told that there is no such thing.
                A::Change | A::Propose | A::Withdraw | A::Discard | A::RecordAward | A::Decline
                    if !partnership.insiders().contains(&party(number)) => continue,
                A::Propose | A::Withdraw | A::Discard | A::RecordAward => None,
                _ => Some(party(number)),
            };
            let permitted = partnership.permits(action, by, on);
            let before = partnership.clone();
            let outcome = take(&mut partnership, from, step, on);
            if let Err(refusal) = permitted {
                prop_assert_eq!(outcome.as_ref(), Err(&Some(refusal)), "{}", action);
            } else {
                // Of a notice that runs, a breach alone can be said.
                let may_fail = matches!(
                    action,
                    A::Change | A::Propose | A::Sign | A::RecordAward | A::Terminate
                );
                prop_assert!(outcome.is_ok() || may_fail, "{} {:?}", action, outcome);
            }
            if outcome.is_err() {
                prop_assert_eq!(&partnership, &before, "what is refused changes nothing");
            } else {
                let told = |of: &Partnership| of.events.as_slice().len();
                prop_assert!(told(&partnership) > told(&before), "every act is told");
            }
            prop_assert!(partnership.versions.len() >= before.versions.len());
            for (now, then) in partnership.versions.iter().zip(&before.versions) {
                prop_assert_eq!(
                    (&now.id, &now.outline, &now.sha256, &now.signatories),
                    (&then.id, &then.outline, &then.sha256, &then.signatories)
                );
                let signs = action == A::Sign && outcome.is_ok() && then.state == VersionState::Proposed;
                prop_assert_eq!(now.signatures.len(), then.signatures.len() + usize::from(signs));
                prop_assert!(now.signatures.starts_with(&then.signatures));
            }
            holds(&partnership)?;
            belongs(&partnership)?;
            partnership.events.drain();
        }
    }
}

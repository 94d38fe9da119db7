use proptest::prelude::*;

use super::*;
use crate::refusals::{Refusal, RefusalCode};
use crate::testing::{act, act_of, grounds, id, minute};

use ReviewAction as A;

fn opened(kind: ReviewKind) -> Review {
    let mut review = Review::open(
        &act(0),
        id(100),
        Reviewable::Project(id(300)),
        kind,
        id(200),
    );
    review.events.drain();
    review
}

fn rejected() -> Review {
    let mut review = opened(ReviewKind::Publication);
    review
        .restrict(&act_of(id(2), 1), Restriction::Rejected, grounds())
        .expect("rejects");
    review.events.drain();
    review
}

fn appealed() -> Review {
    let mut appeal = rejected()
        .appeal(
            &act_of(id(1), 2),
            Reason::parse("Le budget est en annexe.").expect("a plea"),
        )
        .expect("appeals");
    appeal.events.drain();
    appeal
}

fn take(review: &mut Review, action: A, act: &Act<'_>) -> Result<(), Refusal> {
    match action {
        A::Read => review.permits(A::Read, act.at, act.person),
        A::Claim => review.claim(act),
        A::Release => review.release(act),
        A::Publish => review.publish(act),
        A::RequestChanges => review
            .restrict(act, Restriction::ChangesRequested, grounds())
            .map(drop),
        A::Reject => review
            .restrict(act, Restriction::Rejected, grounds())
            .map(drop),
        A::Appeal => review
            .appeal(act, Reason::parse("Je conteste.").expect("a plea"))
            .map(drop),
        A::Uphold | A::Overturn => review.settle_appeal(act, action),
    }
}

proptest! {
    #[test]
    fn a_review_is_held_by_one_moderator_and_decided_once(
        contested in any::<bool>(),
        steps in prop::collection::vec(
            (proptest::sample::select(A::ALL), 0..2u128, 0..20i64),
            1..40,
        ),
    ) {
        let mut review = if contested { appealed() } else { opened(ReviewKind::Publication) };
        let mut now = 10;
        // Kept by hand: who holds it until when, and how it ended.
        let (mut held, mut outcome): (Option<(u128, i64)>, Option<Outcome>) = (None, None);
        for (action, who, wait) in steps {
            now += wait;
            held = held.filter(|(_, until)| now < *until);
            let moderator = 50 + who;
            let act = act_of(id(moderator), now);
            let was = review.clone();
            let by_another = held.is_some_and(|(holder, _)| holder != moderator);
            let ends = match (contested, action) {
                (false, A::Publish) => Some(Outcome::Published),
                (false, A::RequestChanges) => Some(Outcome::ChangesRequested),
                (false, A::Reject) => Some(Outcome::Rejected),
                (true, A::Uphold) => Some(Outcome::Upheld),
                (true, A::Overturn) => Some(Outcome::Overturned),
                _ => None,
            };
            let expected = match action {
                A::Read => Ok(()),
                A::Appeal if outcome == Some(Outcome::Rejected) => Ok(()),
                A::Appeal => Err(RefusalCode::AppealNotPossible),
                _ if outcome.is_some() => Err(RefusalCode::ReviewClosed),
                A::Uphold | A::Overturn if !contested => Err(RefusalCode::WrongState),
                _ if by_another => Err(RefusalCode::ClaimedByAnother),
                A::Claim => Ok(()),
                A::Release if held.is_some() => Ok(()),
                _ if ends.is_some() => Ok(()),
                _ => Err(RefusalCode::WrongState),
            };
            let shown = review.permits(action, act.at, act.person);
            let answer = take(&mut review, action, &act);
            let events = review.events.drain();
            prop_assert_eq!(&shown, &answer, "{} is shown as it is", action);
            let code = answer.map_err(|refusal| refusal.code);
            // Of two reasons to refuse, which comes first is a matter of taste.
            let either = [Err(RefusalCode::WrongState), Err(RefusalCode::ClaimedByAnother)];
            if either.contains(&expected) && by_another {
                prop_assert!(either.contains(&code));
            } else {
                prop_assert_eq!(code, expected, "{}", action);
            }
            let changes = code.is_ok() && !matches!(action, A::Read | A::Appeal);
            prop_assert_eq!(events.len(), usize::from(changes));
            if changes {
                match action {
                    A::Claim => held = Some((moderator, now + 30)),
                    _ => held = None,
                }
                outcome = outcome.or(ends);
            } else {
                prop_assert_eq!(&review, &was);
            }
            prop_assert_eq!(review.claimed_by(act.at), held.map(|(holder, _)| id(holder)));
            prop_assert_eq!(review.decision.as_ref().map(|decision| decision.outcome), outcome);
            let restricted = matches!(outcome, Some(Outcome::ChangesRequested | Outcome::Rejected));
            let explained = review.decision.as_ref().is_some_and(|one| one.statement.is_some());
            prop_assert_eq!(explained, restricted, "a restriction has its statement of reasons");
            prop_assert_eq!(review.version, 0);
        }
    }
}

#[test]
fn a_claim_lasts_thirty_minutes_and_starts_anew_when_taken_again() {
    let mut review = opened(ReviewKind::Publication);
    review.claim(&act_of(id(2), 0)).expect("claims");
    assert_eq!(review.claimed_by(minute(29)), Some(id(2)));
    assert_eq!(review.claimed_by(minute(30)), None);
    review.claim(&act_of(id(2), 20)).expect("claims again");
    assert_eq!(review.claimed_by(minute(49)), Some(id(2)));
}

#[test]
fn the_second_of_two_claims_is_told_until_when_the_first_holds() {
    let mut review = opened(ReviewKind::Publication);
    review.claim(&act_of(id(2), 0)).expect("claims");
    let refusal = review.claim(&act_of(id(3), 29)).expect_err("held");
    assert_eq!(refusal.code, RefusalCode::ClaimedByAnother);
    assert_eq!(refusal.facts[0].name, "until");
    review.claim(&act_of(id(3), 30)).expect("free again");
    assert_eq!(review.claimed_by(minute(30)), Some(id(3)));
    let late = review
        .publish(&act_of(id(2), 31))
        .expect_err("held by the other");
    assert_eq!(late.code, RefusalCode::ClaimedByAnother);
}

#[test]
fn a_decision_is_contested_once_and_an_appeal_never() {
    let mut review = rejected();
    assert_eq!(review.permits(A::Appeal, minute(3), None), Ok(()));
    review.appealed = true;
    assert_eq!(
        review
            .permits(A::Appeal, minute(3), None)
            .expect_err("once")
            .code,
        RefusalCode::AppealNotPossible
    );
    let mut appeal = appealed();
    assert_eq!(
        appeal.contested_decider,
        Some(id(2)),
        "so that another decides"
    );
    assert_eq!(appeal.appeal_of.is_some(), appeal.plea.is_some());
    appeal
        .settle_appeal(&act_of(id(3), 5), A::Uphold)
        .expect("settles");
    assert!(appeal.permits(A::Appeal, minute(6), None).is_err());
}

#[test]
fn only_a_refusal_or_a_hiding_is_contested() {
    let mut published = opened(ReviewKind::Publication);
    published.publish(&act(1)).expect("publishes");
    let mut asked = opened(ReviewKind::Publication);
    asked
        .restrict(&act(1), Restriction::ChangesRequested, grounds())
        .expect("asks");
    let mut hidden = opened(ReviewKind::Hiding);
    hidden
        .restrict(&act(1), Restriction::Hidden, grounds())
        .expect("hides");
    let contests = |review: &Review| review.permits(A::Appeal, minute(2), None).is_ok();
    assert_eq!(
        (contests(&published), contests(&asked), contests(&hidden)),
        (false, false, true)
    );
}

#[test]
fn a_statement_says_what_why_on_which_ground_and_that_no_machine_decided() {
    let mut review = opened(ReviewKind::Publication);
    let statement = review
        .restrict(&act_of(id(2), 7), Restriction::Rejected, grounds())
        .expect("rejects");
    assert_eq!(statement.review, review.id, "the place to contest");
    assert_eq!(
        (statement.restriction, statement.ground),
        (Restriction::Rejected, Ground::Charter)
    );
    assert_eq!(statement.facts.as_str(), "Le budget ne dit pas qui paie.");
    assert_eq!(
        statement.reference.as_ref().map(Label::as_str),
        Some("article 4")
    );
    assert!(!statement.automated);
    assert_eq!(
        (statement.decided_at, statement.decided_by),
        (minute(7), Some(id(2)))
    );
}

#[test]
fn content_called_illegal_names_the_law() {
    let faults = Grounds::parse("", Ground::Law, None).expect_err("no law, no facts");
    assert_eq!(faults.to_string(), "facts: REQUIRED, reference: REQUIRED");
    assert!(Grounds::parse("Une injure.", Ground::Law, Some("loi de 1881 art. 33"),).is_ok());
    assert!(Grounds::parse("Une photo manque.", Ground::Charter, None).is_ok());
}

#[test]
fn content_waits_unless_the_hub_looks_afterwards_or_trusts_the_member() {
    use ModerationTiming::{After, Before};
    for (timing, trusted, waits, looked_at) in [
        (Before, false, true, true),
        (Before, true, false, false),
        (After, false, false, true),
        (After, true, false, false),
    ] {
        let how = Moderation {
            hub: id(100),
            timing,
            trusted,
        };
        assert_eq!(
            (how.holds_back(), how.is_looked_at()),
            (waits, looked_at),
            "{timing} {trusted}"
        );
    }
}

#[test]
fn a_review_ends_with_its_submission_and_only_once() {
    let mut review = opened(ReviewKind::Publication);
    review.claim(&act_of(id(2), 1)).expect("claims");
    review.events.drain();
    review.end(&act(2), Outcome::Withdrawn);
    review.end(&act(3), Outcome::Published);
    assert_eq!(review.claim, None);
    assert_eq!(
        review.decision.map(|decision| decision.outcome),
        Some(Outcome::Withdrawn)
    );
    assert_eq!(review.events.drain().len(), 1);
}

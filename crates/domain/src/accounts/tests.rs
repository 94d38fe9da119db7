use proptest::prelude::*;

use super::*;
use crate::{
    ids::SessionId,
    testing::{MINT, id, minute},
};

/// An act of nobody: whoever presents a token has not proved who they are.
fn after(seconds: i64) -> Act<'static> {
    Act::new(minute(0) + Duration::seconds(seconds), None, &MINT)
}

fn hash(number: usize) -> Vec<u8> {
    number.to_be_bytes().to_vec()
}

#[derive(Debug, Clone)]
enum Step {
    Wait(i64),
    /// Presents the token issued so many before the newest.
    Refresh(usize),
    End,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        3 => proptest::sample::select(&[1, 9, 11, 3_600, 20 * 86_400][..]).prop_map(Step::Wait),
        6 => prop_oneof![6 => Just(0usize), 3 => Just(1), 1 => Just(2)].prop_map(Step::Refresh),
        1 => Just(Step::End),
    ];
    prop::collection::vec(step, 1..40)
}

/// In seconds.
const DAY: i64 = 86_400;

#[test]
fn a_session_ends_after_half_a_year_however_often_it_is_refreshed() {
    let mut session = Session::open(&after(0), id(1), hash(0), None);
    for (uses, day) in (20..180).step_by(20).enumerate() {
        let refreshed = session.refresh(&after(day * DAY), &hash(uses), hash(uses + 1));
        refreshed.expect("it goes on");
    }
    assert_eq!(session.expires_at, after(180 * DAY).at);
    let late = session.refresh(&after(180 * DAY), &hash(8), hash(9));
    assert_eq!(late.expect_err("over").code, RefusalCode::SessionEnded);
}

proptest! {
    #[test]
    fn a_stolen_refresh_token_ends_the_session_and_a_lost_answer_does_not(steps in steps()) {
        let mut session = Session::open(&after(0), id(1), hash(0), None);
        prop_assert_eq!(session.events.drain().len(), 1);
        let (mut now, mut last_use, mut rotated, mut ended) = (0, 0, 0, false);
        // Kept by hand: the token in use, the one it replaced, and all that were ever issued.
        let (mut current, mut previous, mut issued) = (0, None, 0);
        for step in steps {
            let was = session.clone();
            match step {
                Step::Wait(seconds) => now += seconds,
                Step::End => {
                    session.end(&after(now));
                    prop_assert_eq!(session.events.drain().len(), usize::from(!ended));
                    ended = true;
                }
                Step::Refresh(back) => {
                    let presented = issued.max(back) - back;
                    let answer = session.refresh(&after(now), &hash(presented), hash(issued + 1));
                    let events = session.events.drain();
                    if ended || now - last_use >= 30 * DAY || now >= 180 * DAY {
                        prop_assert_eq!(answer.expect_err("over").code, RefusalCode::SessionEnded);
                        prop_assert_eq!(&session, &was);
                        continue;
                    }
                    let expected = if presented == current {
                        previous = Some(current);
                        rotated = now;
                        Refresh::Rotated
                    } else if Some(presented) == previous && now - rotated <= 10 {
                        Refresh::Retried
                    } else {
                        Refresh::Reused
                    };
                    prop_assert_eq!(answer, Ok(expected));
                    if expected == Refresh::Reused {
                        ended = true;
                        prop_assert_eq!(events.len(), 1);
                        prop_assert_eq!(events[0].person, Some(id(1)));
                    } else {
                        issued += 1;
                        current = issued;
                        last_use = now;
                        prop_assert!(events.is_empty());
                    }
                }
            }
            let live = !ended && now - last_use < 30 * DAY && now < 180 * DAY;
            prop_assert_eq!(session.is_live(after(now).at), live);
            prop_assert_eq!(session.ended_at.is_some(), ended);
            prop_assert_eq!(session.version, 0);
        }
    }

    #[test]
    fn a_link_sent_by_mail_works_once_in_time_and_for_its_purpose(
        resets in any::<bool>(),
        tries in prop::collection::vec((any::<bool>(), 0..120i64), 1..10),
    ) {
        let of = |resets| {
            if resets { TokenPurpose::ResetPassword } else { TokenPurpose::ConfirmEmail }
        };
        let mut token = OneTimeToken::issue(&after(0), id(1), of(resets));
        let limit = if resets { 60 } else { 3 * 24 * 60 };
        let (mut minutes, mut used) = (0, false);
        for (for_reset, wait) in tries {
            minutes += wait;
            let was = token.clone();
            let answer = token.spend(&after(minutes * 60), of(for_reset));
            if !used && minutes < limit && for_reset == resets {
                prop_assert_eq!(answer, Ok(()));
                used = true;
            } else {
                prop_assert_eq!(answer.expect_err("spent").code, RefusalCode::TokenSpent);
                prop_assert_eq!(&token, &was);
            }
            prop_assert_eq!(token.used_at.is_some(), used);
        }
    }
}

fn person() -> Person {
    Person::register(
        &after(0),
        EmailAddress::parse("jeanne@exemple.test").expect("an address"),
        Name::parse("Jeanne Essai").expect("a name"),
        Language::French,
        "$argon2id$".into(),
    )
}

#[test]
fn an_account_is_used_once_confirmed_and_while_not_locked() {
    let mut person = person();
    assert!(!person.may_sign_in());
    let refused = |person: &Person| person.admit().expect_err("refused").code;
    assert_eq!(refused(&person), RefusalCode::EmailNotConfirmed);
    person.confirm(&after(1));
    person.confirm(&after(2));
    assert!(person.may_sign_in());
    assert_eq!(person.confirmed_at, Some(after(1).at));
    assert_eq!(
        person.events.drain().len(),
        2,
        "registered and confirmed, once each"
    );
    assert_eq!(
        person
            .request_confirmation(&after(3))
            .expect_err("confirmed")
            .code,
        RefusalCode::NothingToDo
    );

    person.lock(&after(4)).expect("locks");
    assert!(!person.may_sign_in());
    assert_eq!(refused(&person), RefusalCode::WrongCredentials);
    assert_eq!(
        person.lock(&after(5)).expect_err("locked").code,
        RefusalCode::NothingToDo
    );
    person.unlock(&after(6)).expect("unlocks");
    assert!(person.may_sign_in());
    assert_eq!(person.admit(), Ok(()));
    assert_eq!(
        person.unlock(&after(7)).expect_err("open").code,
        RefusalCode::NothingToDo
    );
}

#[test]
fn what_happens_to_an_account_is_told_to_its_person_alone() {
    let mut person = person();
    person.request_password_reset(&after(1));
    person.set_password(&after(2), "$argon2id$2".into());
    let name = Name::parse("Nadia").expect("a name");
    person.register_again(&after(3), name, Language::English, "$argon2id$3".into());
    for event in person.events.drain() {
        assert_eq!(event.audience, Audience::Person);
        assert_eq!(event.person, Some(person.id));
        assert!(event.facts.is_empty(), "no secret is a fact");
    }
}

#[test]
fn what_is_typed_last_counts_until_the_address_is_confirmed() {
    let again = |person: &mut Person, name: &str| {
        let name = Name::parse(name).expect("a name");
        person.register_again(&after(1), name, Language::English, "$argon2id$other".into())
    };
    let mut waiting = person();
    assert!(again(&mut waiting, "Nadia"));
    assert_eq!(waiting.name.as_str(), "Nadia");
    assert_eq!(waiting.password_hash, "$argon2id$other");
    let mut settled = person();
    settled.confirm(&after(2));
    let was = settled.clone();
    assert!(!again(&mut settled, "Nadia"));
    assert_eq!(settled.name, was.name);
    assert_eq!(settled.password_hash, was.password_hash);
    let mut locked = person();
    locked.lock(&after(2)).expect("locks");
    assert!(!again(&mut locked, "Nadia"), "nobody unlocks themselves");
}

#[test]
fn the_name_of_a_device_is_cut_and_cleaned() {
    let name = format!("a\u{0}{}", "b".repeat(300));
    let session = Session::open(&after(0), id(1), hash(0), Some(&name));
    assert_eq!(session.device.map(|name| name.chars().count()), Some(200));
    assert_ne!(session.id, SessionId::from_uuid(crate::ids::Uuid::nil()));
}

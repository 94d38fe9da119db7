//! The second factor: codes of a device (TOTP, RFC 6238), and recovery codes for when it is lost.

use chrono::{DateTime, Duration, Utc};

use crate::{
    clock::Act,
    events::{Audience, Event, EventKind, Pending, Subject},
    ids::{PersonId, SecondFactorId},
    refusals::{Refusal, RefusalCode},
};

/// The second factor of a person. What the device shares with the platform is derived from the id
/// and the platform's key, so that none is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecondFactor {
    /// Its id.
    pub id: SecondFactorId,
    /// Whose.
    pub person: PersonId,
    /// When the device was shown the secret.
    pub created_at: DateTime<Utc>,
    /// When the device gave its first code; from then on one is asked for.
    pub confirmed_at: Option<DateTime<Utc>>,
    /// The step of time of the last code taken; no code is taken twice.
    pub last_step: Option<i64>,
    /// Digests of the recovery codes that are left.
    pub recovery: Vec<String>,
    /// Counts its changes.
    pub version: i32,
    /// What happened since it was loaded.
    pub events: Pending,
}

/// What a code as typed may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Presented {
    /// The step of time for which the device shows it, if it does.
    pub step: Option<i64>,
    /// Its digest, should it be a recovery code.
    pub digest: String,
}

impl SecondFactor {
    /// How many recovery codes a person gets.
    pub const RECOVERY_CODES: usize = 10;
    /// For how long a device may show that it has the secret it was shown, in minutes.
    pub const MINUTES_TO_CONFIRM: i64 = 15;

    /// Begins: the device is shown its secret, and nothing is asked for yet.
    pub fn enrol(act: &Act<'_>, person: PersonId) -> Self {
        Self {
            id: act.id(),
            person,
            created_at: act.at,
            confirmed_at: None,
            last_step: None,
            recovery: Vec::new(),
            version: 0,
            events: Pending::default(),
        }
    }

    /// Whether a code is asked for.
    pub fn is_in_force(&self) -> bool {
        self.confirmed_at.is_some()
    }

    /// The device shows that it has the secret; these are the recovery codes.
    ///
    /// # Errors
    /// `NOTHING_TO_DO` when it did already, or was shown the secret too long ago;
    /// `SECOND_FACTOR_WRONG`.
    pub fn confirm(
        &mut self,
        act: &Act<'_>,
        code: &Presented,
        recovery: Vec<String>,
    ) -> Result<(), Refusal> {
        let late = self.created_at + Duration::minutes(Self::MINUTES_TO_CONFIRM) <= act.at;
        if late || self.is_in_force() {
            return Err(Refusal::new(RefusalCode::NothingToDo));
        }
        let Some(step) = code.step else {
            return Err(Refusal::new(RefusalCode::SecondFactorWrong));
        };
        self.confirmed_at = Some(act.at);
        self.last_step = Some(step);
        self.recovery = recovery;
        self.record(act, EventKind::PersonSecondFactorEnabled);
        Ok(())
    }

    /// Takes a code of the device, or a recovery code; each works once.
    ///
    /// # Errors
    /// `SECOND_FACTOR_WRONG`, also for a code that was taken before, or before a later one.
    pub fn accept(&mut self, act: &Act<'_>, code: &Presented) -> Result<(), Refusal> {
        if self.is_in_force() {
            if code.step > self.last_step {
                self.last_step = code.step;
                return Ok(());
            }
            if let Some(at) = self.recovery.iter().position(|one| *one == code.digest) {
                self.recovery.remove(at);
                self.record(act, EventKind::PersonRecoveryCodeUsed);
                return Ok(());
            }
        }
        Err(Refusal::new(RefusalCode::SecondFactorWrong))
    }

    /// Takes other recovery codes in place of those so far.
    pub fn renew(&mut self, act: &Act<'_>, recovery: Vec<String>) {
        self.recovery = recovery;
        self.record(act, EventKind::PersonRecoveryCodesRenewed);
    }

    /// Ends it: the password is enough from then on.
    ///
    /// # Errors
    /// `NOTHING_TO_DO` when it was never in force.
    pub fn remove(&mut self, act: &Act<'_>) -> Result<(), Refusal> {
        if !self.is_in_force() {
            return Err(Refusal::new(RefusalCode::NothingToDo));
        }
        self.record(act, EventKind::PersonSecondFactorDisabled);
        Ok(())
    }

    fn record(&mut self, act: &Act<'_>, kind: EventKind) {
        // Before anyone is signed in, the person acts for themselves.
        let mut event = Event::new(act, kind, Subject::Person(self.person), Audience::Person)
            .with("left", self.recovery.len());
        event.person = event.person.or(Some(self.person));
        self.events.push(event);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{MINT, id, minute};

    fn act() -> Act<'static> {
        Act::new(minute(0), Some(id(1)), &MINT)
    }

    fn shown(step: i64) -> Presented {
        Presented {
            step: Some(step),
            digest: format!("digest of {step}"),
        }
    }

    fn written(code: &str) -> Presented {
        Presented {
            step: None,
            digest: code.to_owned(),
        }
    }

    fn in_force() -> SecondFactor {
        let mut factor = SecondFactor::enrol(&act(), id(1));
        let codes = vec!["one".to_owned(), "two".to_owned()];
        factor.confirm(&act(), &shown(10), codes).expect("confirms");
        factor
    }

    fn refused(outcome: Result<(), Refusal>) -> RefusalCode {
        outcome.expect_err("a refusal").code
    }

    #[test]
    fn nothing_is_asked_for_before_the_device_has_shown_that_it_has_the_secret() {
        let mut factor = SecondFactor::enrol(&act(), id(1));
        assert!(!factor.is_in_force());
        let wrong = factor.confirm(&act(), &written("one"), vec!["one".to_owned()]);
        assert_eq!(refused(wrong), RefusalCode::SecondFactorWrong);
        assert_eq!(
            refused(factor.accept(&act(), &shown(11))),
            RefusalCode::SecondFactorWrong
        );
        assert_eq!(refused(factor.remove(&act())), RefusalCode::NothingToDo);
        assert!(factor.events.as_slice().is_empty());
        let again = in_force().confirm(&act(), &shown(11), Vec::new());
        assert_eq!(refused(again), RefusalCode::NothingToDo);
    }

    #[test]
    fn a_device_has_a_quarter_of_an_hour_to_show_that_it_has_the_secret() {
        let after = |minutes| Act::new(minute(minutes), Some(id(1)), &MINT);
        let mut factor = SecondFactor::enrol(&after(0), id(1));
        let late = factor.confirm(&after(15), &shown(10), Vec::new());
        assert_eq!(refused(late), RefusalCode::NothingToDo);
        assert_eq!(factor.confirm(&after(14), &shown(10), Vec::new()), Ok(()));
    }

    #[test]
    fn a_code_of_the_device_works_once_and_none_before_it_does_any_more() {
        let mut factor = in_force();
        assert_eq!(
            refused(factor.accept(&act(), &shown(10))),
            RefusalCode::SecondFactorWrong
        );
        assert_eq!(factor.accept(&act(), &shown(12)), Ok(()));
        for step in [12, 11] {
            assert_eq!(
                refused(factor.accept(&act(), &shown(step))),
                RefusalCode::SecondFactorWrong
            );
        }
        assert_eq!(factor.accept(&act(), &shown(13)), Ok(()));
    }

    #[test]
    fn a_recovery_code_works_once_and_its_person_is_told_how_many_are_left() {
        let mut factor = in_force();
        factor.events.drain();
        assert_eq!(factor.accept(&act(), &written("one")), Ok(()));
        assert_eq!(
            refused(factor.accept(&act(), &written("one"))),
            RefusalCode::SecondFactorWrong
        );
        let events = factor.events.drain();
        assert_eq!(events.len(), 1);
        assert_eq!(events[0].fact("left"), Some("1"));
        factor.renew(&act(), vec!["three".to_owned()]);
        assert_eq!(
            refused(factor.accept(&act(), &written("two"))),
            RefusalCode::SecondFactorWrong
        );
        assert_eq!(factor.accept(&act(), &written("three")), Ok(()));
    }
}

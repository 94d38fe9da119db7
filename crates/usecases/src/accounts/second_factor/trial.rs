//! A code that is given after the right password. Whoever knows the password and guesses codes
//! from many networks is slowed for the person as a whole, and the person is told.

use maillage_domain::accounts::Person;
use maillage_persistence::{Tx, accounts};

use super::{in_force, is_wrong_code};
use crate::{
    accounts::{act_of_nobody, load, throttle::Throttle},
    error::Error,
    platform::Platform,
};

/// A code that counts as wrong until it is said to be right.
pub(in crate::accounts) struct Trial {
    throttle: Throttle,
    begins_a_wait: bool,
}

impl Trial {
    /// Counts the code of somebody who was let try by the throttle and has given the right
    /// password, where one will be looked at.
    ///
    /// # Errors
    /// `RateLimited` after too many wrong ones, from wherever they came; the try at the password
    /// was none then.
    pub(in crate::accounts) async fn begin(
        platform: &Platform,
        visitor: &Throttle,
        person: &Person,
        code: Option<&str>,
    ) -> Result<Option<Self>, Error> {
        let factor = accounts::second_factor(platform.db(), person.id).await?;
        if code.is_none() || in_force(factor).is_none() {
            return Ok(None);
        }
        let Some(throttle) = visitor.of_codes(platform, person.id) else {
            return Ok(None);
        };
        match throttle.count(platform).await {
            Ok(begins_a_wait) => Ok(Some(Self {
                throttle,
                begins_a_wait,
            })),
            Err(error) => {
                visitor.take_back(platform).await?;
                Err(error)
            }
        }
    }

    /// The code let its person in.
    pub(in crate::accounts) async fn succeed(
        &self,
        tx: &Tx,
        platform: &Platform,
    ) -> Result<(), Error> {
        self.throttle.clear(tx, platform).await
    }

    /// What came of the sign-in: the person is told of the wrong code that brings a wait about, and
    /// a right one that was rehearsed is taken back.
    pub(in crate::accounts) async fn end<T>(
        self,
        platform: &Platform,
        person: &Person,
        outcome: &Result<T, Error>,
    ) -> Result<(), Error> {
        match outcome {
            // It was taken back with the session, where that was written.
            Ok(_) if platform.is_rehearsal() => self.throttle.take_back(platform).await,
            _ if self.begins_a_wait && is_wrong_code(outcome) => {
                let warn = async |tx: &Tx| {
                    let mut person = load(tx, person.id).await?;
                    person.warn_of_guessed_codes(&act_of_nobody(platform));
                    accounts::note(tx, &mut person);
                    Ok(())
                };
                platform.in_earnest().write(warn).await
            }
            _ => Ok(()),
        }
    }
}

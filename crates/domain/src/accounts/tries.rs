//! Wrong tries at signing in: whoever goes on trying waits longer and longer, in the place they try
//! from. Nobody is kept from an account elsewhere, so that nobody can keep its owner out.

use chrono::{DateTime, Duration, Utc};

/// What tries are counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// One account from one network, or on one device that was signed in to it before.
    Account,
    /// One network, whatever accounts are tried from it.
    Network,
    /// The codes given for one person after the right password, from any network.
    Codes,
}

impl Place {
    /// How many wrong tries bring no wait about: a person mistypes, a network has many people.
    const fn free(self) -> i32 {
        match self {
            Self::Account | Self::Codes => 5,
            Self::Network => 50,
        }
    }

    /// After how long one wrong try is forgotten.
    const fn forgiven_after(self) -> Duration {
        match self {
            Self::Account => Duration::minutes(10),
            Self::Network => Duration::minutes(1),
            Self::Codes => Duration::hours(1),
        }
    }
}

/// Longest wait after a wrong try, in seconds.
const LONGEST: i64 = 900;

/// The wrong tries from one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tries {
    /// How many, as of the last one.
    pub wrong: i32,
    /// When the last one was.
    pub last_at: DateTime<Utc>,
    /// When all of them are forgotten, each taking its time after the other. What others try
    /// meanwhile does not begin the time of those before anew.
    pub forgotten_at: DateTime<Utc>,
}

impl Tries {
    /// None so far.
    pub fn none(at: DateTime<Utc>) -> Self {
        Self {
            wrong: 0,
            last_at: at,
            forgotten_at: at,
        }
    }

    /// In how many seconds another try is looked at; `None` for now.
    pub fn wait(&self, place: Place, at: DateTime<Utc>) -> Option<u32> {
        let beyond = self.wrong - place.free();
        let pause = match u32::try_from(beyond) {
            Ok(doublings) => 1_i64.checked_shl(doublings.min(30)).unwrap_or(LONGEST),
            Err(_) => 0,
        };
        let until = self.last_at + Duration::seconds(pause.min(LONGEST));
        // Instances' clocks differ a little, and a try waits for its turn to be counted.
        let left = (until - at.max(self.last_at)).num_milliseconds();
        u32::try_from((left + 999) / 1_000)
            .ok()
            .filter(|seconds| *seconds > 0)
    }

    /// Counts one more. Before it is known whether it is wrong: tries sent at once must not all
    /// find the same count.
    pub fn count(&mut self, place: Place, at: DateTime<Utc>) {
        self.forgotten_at = self.forgotten_at.max(at) + place.forgiven_after();
        self.last_at = self.last_at.max(at);
        self.wrong = self.remembered(place);
    }

    /// Whether it is the one counted last that made whoever tries wait.
    pub fn begins_a_wait(&self, place: Place) -> bool {
        self.wrong == place.free()
    }

    /// Takes one back that was not wrong.
    pub fn take_back(&mut self, place: Place) {
        self.forgotten_at -= place.forgiven_after();
        self.wrong = self.remembered(place);
    }

    /// How many were not forgotten at the last one; one that is being forgotten is not yet.
    fn remembered(&self, place: Place) -> i32 {
        let period = place.forgiven_after().num_milliseconds();
        let left = (self.forgotten_at - self.last_at).num_milliseconds();
        i32::try_from(left.max(0).saturating_add(period - 1) / period).unwrap_or(i32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn second(seconds: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + Duration::seconds(seconds)
    }

    /// Tries as soon as it is let, for so long; how many tries were looked at.
    fn hammer(place: Place, seconds: i64) -> i32 {
        let mut tries = Tries::none(second(0));
        let (mut now, mut looked_at) = (0, 0);
        while now < seconds {
            if let Some(wait) = tries.wait(place, second(now)) {
                now += i64::from(wait);
            } else {
                tries.count(place, second(now));
                looked_at += 1;
            }
        }
        looked_at
    }

    #[test]
    fn the_first_tries_are_free_and_each_further_one_waits_twice_as_long() {
        let mut tries = Tries::none(second(0));
        for _ in 0..5 {
            assert_eq!(tries.wait(Place::Account, second(0)), None);
            tries.count(Place::Account, second(0));
        }
        let mut now = 0;
        for wait in [1, 2, 4, 8, 16, 32, 64, 128] {
            assert_eq!(tries.wait(Place::Account, second(now)), Some(wait));
            now += i64::from(wait);
            assert_eq!(tries.wait(Place::Account, second(now)), None);
            tries.count(Place::Account, second(now));
        }
    }

    #[test]
    fn whoever_hammers_gets_few_tries_and_never_waits_longer_than_a_quarter_of_an_hour() {
        assert!(hammer(Place::Account, 86_400) < 200);
        assert!(hammer(Place::Network, 86_400) < 2_000);
        let endless = Tries {
            wrong: i32::MAX,
            ..Tries::none(second(0))
        };
        assert_eq!(endless.wait(Place::Account, second(0)), Some(900));
        assert_eq!(endless.wait(Place::Account, second(900)), None);
    }

    #[test]
    fn a_try_that_was_right_is_taken_back() {
        let mut tries = Tries::none(second(0));
        tries.count(Place::Network, second(0));
        tries.take_back(Place::Network);
        tries.take_back(Place::Network);
        assert_eq!(tries.wrong, 0);
        assert_eq!(tries.wait(Place::Network, second(0)), None);
    }

    #[test]
    fn a_busy_network_in_which_people_mistype_now_and_then_never_waits() {
        let mut tries = Tries::none(second(0));
        for now in (0..86_400).step_by(30) {
            assert_eq!(tries.wait(Place::Network, second(now)), None, "{now}");
            tries.count(Place::Network, second(now));
            if now % 300 != 0 {
                tries.take_back(Place::Network);
            }
        }
    }

    #[test]
    fn a_wait_begins_once_however_long_somebody_goes_on() {
        let mut tries = Tries::none(second(0));
        let (mut now, mut begun) = (0, 0);
        for _ in 0..100 {
            now += tries.wait(Place::Codes, second(now)).map_or(0, i64::from);
            tries.count(Place::Codes, second(now));
            begun += i32::from(tries.begins_a_wait(Place::Codes));
        }
        assert_eq!(begun, 1);
    }

    fn any_place() -> impl Strategy<Value = Place> {
        prop_oneof![
            Just(Place::Account),
            Just(Place::Network),
            Just(Place::Codes)
        ]
    }

    fn counted(place: Place, wrong: i32) -> Tries {
        let mut tries = Tries::none(second(0));
        for _ in 0..wrong {
            tries.count(place, second(0));
        }
        tries
    }

    proptest! {
        #[test]
        fn what_is_forgotten_makes_nobody_wait(wrong in 0..1_000_i32, place in any_place()) {
            let mut tries = counted(place, wrong);
            prop_assert_eq!(tries.wrong, wrong);
            let at = tries.forgotten_at;
            prop_assert_eq!(tries.wait(place, at.max(second(LONGEST))), None);
            tries.count(place, at);
            prop_assert_eq!(tries.wrong, 1);
        }

        #[test]
        fn tries_are_counted_once_in_whatever_order_they_come(
            instants in proptest::collection::vec(0..5_i64, 0..50), place in any_place(),
        ) {
            let mut tries = Tries::none(second(0));
            for (before, now) in (0..).zip(&instants) {
                if before < place.free() {
                    prop_assert_eq!(tries.wait(place, second(*now)), None);
                }
                tries.count(place, second(*now));
                prop_assert_eq!(tries.wrong, before + 1);
            }
        }

        #[test]
        fn right_tries_keep_no_wrong_one_from_being_forgotten(
            wrong in 0..100_i32, pauses in proptest::collection::vec(0..5_000_i64, 0..50), place in any_place(),
        ) {
            let undisturbed = counted(place, wrong);
            let mut tries = undisturbed;
            let mut now = 0;
            for pause in pauses {
                now += pause;
                tries.count(place, second(now));
                tries.take_back(place);
                prop_assert!(tries.forgotten_at <= undisturbed.forgotten_at.max(second(now)));
                prop_assert!(tries.wrong <= wrong);
            }
            tries.count(place, undisturbed.forgotten_at.max(second(now)));
            prop_assert_eq!(tries.wrong, 1);
        }
    }
}

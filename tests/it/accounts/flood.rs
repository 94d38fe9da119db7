//! Passwords to hash by the dozen: whoever sends them is turned away, and nobody else.

use std::net::{IpAddr, Ipv4Addr};

use futures_util::future;
use maillage_domain::values::Language;
use maillage_usecases::{
    Error,
    accounts::{self, RegistrationDraft},
};

use crate::harness::{PASSWORD, TestHub};

const FLOODING: IpAddr = IpAddr::V4(Ipv4Addr::new(198, 51, 100, 0));
const ELSEWHERE: IpAddr = IpAddr::V4(Ipv4Addr::new(203, 0, 113, 0));

fn draft(password: &str) -> RegistrationDraft {
    RegistrationDraft {
        email: "nadia@example.test".to_owned(),
        name: "Nadia Essai".to_owned(),
        password: password.to_owned(),
        language: Language::French,
    }
}

#[tokio::test]
async fn registrations_by_the_dozen_from_one_network_keep_no_other_network_out() {
    let hub = TestHub::start().await;
    let platform = hub.platform().rehearsing(true);
    let draft = draft(PASSWORD);
    let networks = [FLOODING; 60].into_iter().chain([ELSEWHERE]);
    // All are begun, each up to its place in the queue, before any goes on.
    let begun = networks.map(|network| accounts::register(&platform, network, &draft));
    let mut outcomes = future::join_all(begun).await;
    let elsewhere = outcomes.pop().expect("the last one");
    assert!(elsewhere.is_ok(), "{elsewhere:?}");
    let let_through = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
    assert_eq!(let_through, 16, "a quarter of two threads' places");
    for outcome in outcomes {
        assert!(
            matches!(outcome, Ok(_) | Err(Error::Overloaded)),
            "{outcome:?}"
        );
    }
}

#[tokio::test]
async fn a_password_is_judged_in_the_queue_and_its_length_at_once() {
    let hub = TestHub::start().await;
    let platform = hub.platform().rehearsing(true);
    for (password, told) in [("motdepasse123", 16), ("court", 20)] {
        let draft = draft(password);
        let begun = (0..20).map(|_| accounts::register(&platform, FLOODING, &draft));
        let outcomes = future::join_all(begun).await;
        let wrong = |outcome: &&Result<_, _>| matches!(outcome, Err(Error::Invalid(_)));
        assert_eq!(outcomes.iter().filter(wrong).count(), told, "{password}");
        let away = |outcome: &&Result<_, _>| matches!(outcome, Err(Error::Overloaded));
        assert_eq!(
            outcomes.iter().filter(away).count(),
            20 - told,
            "{password}"
        );
    }
}

use std::collections::BTreeSet;

use maillage_domain::{ProblemCode, ids::Uuid, policy::Forbidden};

use super::*;
use crate::loaders::BatchError;

/// Counts the ids it makes.
#[derive(Default)]
struct Counting(std::sync::atomic::AtomicU64);

impl Mint for Counting {
    fn uuid(&self) -> Uuid {
        let before = self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        Uuid::from_u128(u128::from(before) + 1)
    }
}

const DOCS: &str = include_str!("../../../../docs/errors.md");

#[test]
fn every_code_is_told_in_both_languages() {
    for (code, _) in SYSTEM_CODES {
        for language in [Language::French, Language::English] {
            let facts = [
                DomainFact::new("retryAfter", 12),
                DomainFact::new("id", "event_1"),
            ];
            let name = format!("error-{code}");
            assert!(words::knows(language, &name), "{name} in {language}");
            assert!(
                !words::say(language, &name, &facts).contains('{'),
                "{name} in {language}"
            );
        }
    }
}

#[test]
fn every_code_has_one_entry_in_the_documentation() {
    let headings: Vec<_> = DOCS
        .lines()
        .filter_map(|line| line.strip_prefix("### "))
        .collect();
    let documented: BTreeSet<_> = headings.iter().copied().collect();
    assert_eq!(
        headings.len(),
        documented.len(),
        "a code is documented twice"
    );
    let system = SYSTEM_CODES.iter().map(|(code, _)| *code);
    let codes: BTreeSet<_> = system
        .chain(RefusalCode::ALL.iter().map(|code| code.as_str()))
        .chain(ProblemCode::ALL.iter().map(|code| code.as_str()))
        .chain(Forbidden::ALL.iter().map(|reason| reason.as_str()))
        .collect();
    let missing: Vec<_> = codes.difference(&documented).collect();
    assert!(missing.is_empty(), "not in docs/errors.md: {missing:?}");
}

#[test]
fn words_name_mutations_that_exist() {
    let sdl = crate::sdl();
    for words in [
        include_str!("../../../usecases/locales/fr.ftl"),
        include_str!("../../../usecases/locales/en.ftl"),
    ] {
        let lines = words.lines().filter(|line| !line.starts_with('#'));
        let names: BTreeSet<_> = lines
            .flat_map(|line| line.split('`').skip(1).step_by(2))
            .collect();
        assert!(names.contains("confirmEmail"));
        for name in names {
            assert!(sdl.contains(&format!("\t{name}(")), "no mutation {name}");
        }
    }
}

#[test]
fn a_failure_that_many_rows_share_is_one_incident() {
    let batch = BatchError::from(Error::internal("the database is away"));
    let alone = ApiError::from(Error::internal("another thing"));
    let failures = [batch.clone().into(), alone, batch.into()];
    let mint = Counting::default();
    let mut incidents = Incidents::new(&mint);
    let ids = failures.map(|failure| {
        let mut error =
            async_graphql::Error::from(failure).into_server_error(async_graphql::Pos::default());
        finish(&mut error, Language::English, &mut incidents);
        error.extensions.and_then(|facts| facts.get("id").cloned())
    });
    assert!(ids[0].is_some());
    assert_eq!(ids[0], ids[2]);
    assert_ne!(ids[0], ids[1]);
    assert_eq!(incidents.known.len(), 2, "one line of the log each");
}

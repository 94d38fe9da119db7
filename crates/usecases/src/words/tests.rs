use std::collections::BTreeSet;

use maillage_domain::{
    ProblemCode, RefusalCode,
    bookings::BookingState,
    content::ContentState,
    events::EventKind,
    mandates::MandateRole,
    matches::MatchCode,
    materials::ReservationState,
    memberships::{MemberCategory, MembershipState},
    moderation::{Ground, Outcome, Restriction, ReviewKind},
    organisations::LegalForm,
    partnerships::{CommitmentAction, Disclosure, FormRule, Liability, PartyRole, Proof, Renewal},
    policy::Forbidden,
    projects::{NeedState, ParticipationState, ProjectStage},
    resources::ResourceKind,
    values::Unit,
};

use super::*;

const LANGUAGES: [Language; 2] = [Language::French, Language::English];

fn facts(names: &[&str]) -> Vec<Fact> {
    names.iter().map(|name| Fact::new(*name, "12")).collect()
}

/// The message in both languages. It must exist, need no other facts, and end like a sentence.
fn told(name: &str, facts: &[Fact]) -> [String; 2] {
    LANGUAGES.map(|language| {
        assert!(knows(language, name), "{name} is missing in {language}");
        let text = say(language, name, facts);
        assert!(
            !text.contains('{') && !text.contains(ABSENT),
            "{name} in {language}: {text}"
        );
        assert!(!text.trim().is_empty(), "{name} in {language}");
        text
    })
}

/// The facts that each refusal carries.
fn facts_of(code: RefusalCode) -> Vec<Fact> {
    use RefusalCode as R;
    match code {
        R::WrongState => vec![Fact::new("state", "DRAFT"), Fact::new("action", "PUBLISH")],
        R::CharterOutdated => facts(&["current"]),
        R::CollegeInUse => facts(&["college"]),
        R::Incomplete => facts(&["field"]),
        R::ClaimedByAnother => vec![Fact::new("until", "2026-11-21T09:30:00+00:00")],
        R::ReviewClosed => vec![Fact::new("outcome", "PUBLISHED")],
        R::Closed | R::NoConvention => facts(&["from", "until"]),
        R::OverCapacity => facts(&["from", "until", "capacity", "used", "free", "units"]),
        R::TooShort => facts(&["minLength", "length"]),
        R::TooLong => facts(&["maxLength", "length"]),
        R::TooSoon => facts(&["notice", "earliest", "start"]),
        R::TooFar => facts(&["latest"]),
        R::OutOfStock => facts(&["available", "asked", "unit"]),
        R::WrongKind => facts(&["kind"]),
        R::FormRule => vec![Fact::new("rule", "SHARES_ADD_UP")],
        R::OtherVersion => facts(&["number"]),
        R::TooLate | R::FixedTerm => facts(&["until"]),
        R::TooManyVersions | R::TooManyProofs => facts(&["max"]),
        R::TooManyProposals => facts(&["max", "hours", "until"]),
        R::TooManyPhotos | R::TooManyDrafts | R::TooManyFulfilments => facts(&["max", "hours"]),
        R::EmailNotConfirmed
        | R::TokenSpent
        | R::WrongCredentials
        | R::SecondFactorRequired
        | R::SecondFactorWrong
        | R::SessionEnded
        | R::LastRepresentative
        | R::AlreadyMandated
        | R::SirenTaken
        | R::AlreadyMember
        | R::NotActiveMember
        | R::NoCharter
        | R::LastCoordinator
        | R::SlugTaken
        | R::AppealNotPossible
        | R::AlreadyParticipant
        | R::NotEligible
        | R::NotStaffTime
        | R::AlreadySigned
        | R::NotASignatory
        | R::SignInAgain
        | R::SuspendedByAnother
        | R::NotYourSide
        | R::AlreadyCounted
        | R::ContestedByAnother
        | R::Withdrawn
        | R::NothingToDo => Vec::new(),
    }
}

/// The sets of facts that each problem may carry.
fn occasions_of(code: ProblemCode) -> Vec<Vec<Fact>> {
    use ProblemCode as P;
    match code {
        P::TooShort => vec![facts(&["min", "length"])],
        P::TooLong => vec![facts(&["max", "length"])],
        P::OutOfRange => vec![facts(&["min"]), facts(&["max"]), facts(&["min", "max"])],
        P::Malformed => vec![facts(&[]), facts(&["expected"])],
        P::Unknown => vec![facts(&[]), facts(&["given"]), facts(&["expected"])],
        P::Duplicate => vec![facts(&[]), facts(&["given"])],
        P::WrongType => vec![facts(&["expected", "given"])],
        P::Inconsistent => vec![facts(&["with"])],
        P::NotAPhoto | P::UnsupportedFormat => vec![facts(&["expected"])],
        P::TooManyPixels => vec![facts(&["side", "max"])],
        P::Required | P::Checksum | P::ForbiddenCharacter | P::Guessable | P::Unreadable => {
            vec![Vec::new()]
        }
    }
}

#[test]
fn every_code_is_told_in_both_languages_with_the_facts_it_has() {
    for code in RefusalCode::ALL {
        for text in told(&format!("refusal-{code}"), &facts_of(*code)) {
            assert!(text.ends_with(['.', '!']), "{text}");
        }
    }
    for code in ProblemCode::ALL {
        for occasion in occasions_of(*code) {
            told(&format!("problem-{code}"), &occasion);
        }
    }
    for reason in Forbidden::ALL {
        told(&format!("forbidden-{reason}"), &[]);
    }
    for restriction in Restriction::ALL {
        told(
            &format!("contest-{restriction}"),
            &[Fact::new("review", "review_1")],
        );
    }
}

#[test]
fn every_rule_of_a_form_and_every_word_of_a_convention_is_told_in_both_languages() {
    for rule in FormRule::ALL {
        for text in told("refusal-FORM_RULE", &[Fact::new("rule", rule)]) {
            assert!(text.ends_with('.'), "{text}");
            if let Some(source) = rule.source() {
                let article = source.rsplit(' ').next().unwrap();
                assert!(text.contains(article), "{rule}: {text}");
            }
        }
    }
    let known = facts(&["months", "days", "first", "last", "percent"]);
    let each = |kind: &str, values: Vec<&'static str>| {
        for value in values {
            told(&format!("convention-{kind}-{value}"), &known);
        }
    };
    let texts = |values: &[&'static str]| values.to_vec();
    each(
        "role",
        PartyRole::ALL.iter().map(|one| one.as_str()).collect(),
    );
    each(
        "liability",
        Liability::ALL.iter().map(|one| one.as_str()).collect(),
    );
    each(
        "action",
        CommitmentAction::ALL
            .iter()
            .map(|one| one.as_str())
            .collect(),
    );
    each(
        "renewal",
        Renewal::ALL.iter().map(|one| one.as_str()).collect(),
    );
    each("proof", Proof::ALL.iter().map(|one| one.as_str()).collect());
    each("renewal", texts(&["open"]));
    each("duration", texts(&["open", "fixed"]));
    each(
        "disclosure",
        Disclosure::ALL.iter().map(|one| one.as_str()).collect(),
    );
    each("termination", texts(&["open", "early", "fixed", "breach"]));
    each(
        "due",
        texts(&["monthly", "between", "by", "from", "throughout"]),
    );
    each(
        "commitment",
        texts(&["debtor", "creditors", "what", "amount", "when"]),
    );
    each("share", texts(&["party", "share", "tasks"]));
    each("staff", texts(&["title", "wages", "charges", "expenses"]));
    each("signature", texts(&["party", "person", "at", "proof"]));
}

#[test]
fn every_reason_of_a_match_is_told_in_both_languages_with_the_facts_it_has() {
    use MatchCode as M;
    for code in MatchCode::ALL {
        let occasions: Vec<Vec<Fact>> = match code {
            M::Kind => (ResourceKind::ALL.iter())
                .map(|kind| vec![Fact::new("kind", kind)])
                .collect(),
            M::Words => vec![facts(&["words"])],
            M::SameCommune => vec![facts(&["commune"])],
            M::SameIntercommunality => vec![facts(&["siren", "commune"])],
            M::SameDepartment => vec![facts(&["department", "commune"])],
            M::FreeThroughout | M::FreeInPart => {
                vec![facts(&["from", "until", "percent", "units"])]
            }
            M::Enough | M::PartOfQuantity => [Unit::Piece, Unit::Hour, Unit::Day]
                .map(|unit| [facts(&["wanted", "offered"]), vec![Fact::new("unit", unit)]].concat())
                .to_vec(),
        };
        for occasion in occasions {
            for text in told(&format!("match-{code}"), &occasion) {
                assert!(text.ends_with('.'), "{text}");
            }
        }
    }
}

#[test]
fn every_state_is_told_in_words() {
    let states = ContentState::ALL
        .iter()
        .map(ToString::to_string)
        .chain(ProjectStage::ALL.iter().map(ToString::to_string))
        .chain(NeedState::ALL.iter().map(ToString::to_string))
        .chain(MembershipState::ALL.iter().map(ToString::to_string))
        .chain(ParticipationState::ALL.iter().map(ToString::to_string))
        .chain(ReviewKind::ALL.iter().map(ToString::to_string))
        .chain(BookingState::ALL.iter().map(ToString::to_string))
        .chain(ReservationState::ALL.iter().map(ToString::to_string))
        .chain(["STARTED", "NOT_STARTED"].map(str::to_owned))
        .chain(["CLOSED", "ENDED", "ABSENT", "REACHED", "UNCLAIMED"].map(str::to_owned));
    for state in states {
        for text in told("refusal-WRONG_STATE", &[Fact::new("state", &state)]) {
            assert!(!text.contains(&state), "{text}");
        }
    }
    for outcome in Outcome::ALL {
        for text in told("refusal-REVIEW_CLOSED", &[Fact::new("outcome", outcome)]) {
            assert!(!text.contains(outcome.as_str()), "{text}");
        }
    }
}

#[test]
fn quantities_are_told_in_words() {
    for unit in Unit::ALL {
        let facts = [Fact::new("quantity", "12.5"), Fact::new("unit", unit)];
        for text in told("quantity", &facts) {
            assert!(!text.contains(unit.as_str()), "{text}");
        }
    }
}

#[test]
fn the_register_has_words_for_its_columns_and_values() {
    for category in MemberCategory::ALL {
        told(&format!("member-category-{category}"), &[]);
    }
    for state in MembershipState::ALL {
        told(&format!("membership-state-{state}"), &[]);
    }
    for form in LegalForm::ALL {
        told(&format!("legal-form-{form}"), &[]);
    }
}

#[test]
fn letters_can_be_written_for_every_role_and_outcome() {
    let facts = |varying: &[(&str, &str)]| -> Vec<Fact> {
        let usual = [
            ("name", "Jeanne"),
            ("url", "https://maillage.test"),
            ("code", "token_1.x"),
            ("organisation", "La Recyclerie"),
            ("host", "Karim"),
            ("until", "31/12/2026"),
            ("hub", "Le Pôle"),
            ("slug", "pole"),
            ("category", "FOUNDER"),
            ("charter", "2"),
            ("number", "2"),
            ("membership", "membership_1"),
            ("title", "Atelier"),
            ("review", "review_1"),
            ("facts", "Le budget ne dit rien."),
            ("at", "21/11/2026"),
            ("project", "Atelier"),
            ("lead", "La Fabrique"),
            ("participation", "participation_1"),
            ("plea", "Mais si."),
            ("reason", "Parce que."),
            ("owner", "La Fabrique"),
            ("resources", "Salle × 1"),
            ("start", "21/11/2026"),
            ("end", "22/11/2026"),
            ("booking", "booking_1"),
            ("purpose", "Une réunion"),
            ("resource", "Portes"),
            ("lot", "Portes pleines"),
            ("quantity", "12 pièces"),
            ("taken", "11 pièces"),
            ("reservation", "reservation_1"),
            ("owed", "12.50"),
            ("resource", "Salle"),
            ("need", "Un lieu"),
            ("lender", "La Fabrique"),
            ("convention", "Mise à disposition n° 3"),
            ("loan", "staff_loan_1"),
            ("from", "01/12/2026"),
            ("worked", "7 h"),
            ("title", "Convention d’essai"),
            ("number", "2"),
            ("amends", "false"),
            ("renews", "true"),
            ("ground", "NOTICE"),
            ("day", "01/01/2027"),
            ("partnership", "partnership_1"),
            ("total", "126,00 €"),
            ("what", "La salle, un jour par semaine"),
        ];
        usual
            .iter()
            .chain(varying)
            .map(|(name, value)| Fact::new(*name, value))
            .collect()
    };
    let letter = |name: &str, varying: &[(&str, &str)]| {
        told(&format!("mail-{name}-subject"), &facts(varying));
        told(&format!("mail-{name}-text"), &facts(varying));
    };
    for name in [
        "confirm-email",
        "address-in-use",
        "reset-password",
        "password-changed",
    ] {
        letter(name, &[]);
    }
    for role in MandateRole::ALL {
        letter("invitation", &[("role", role.as_str())]);
    }
    for category in MemberCategory::ALL {
        letter("membership-applied", &[("category", category.as_str())]);
        letter("membership-invited", &[("category", category.as_str())]);
    }
    for state in MembershipState::ALL {
        letter("membership-decided", &[("state", state.as_str())]);
        letter("membership-gone", &[("state", state.as_str())]);
    }
    letter("charter-published", &[]);
    for subject in ["PROJECT", "ORGANISATION"] {
        for kind in ReviewKind::ALL {
            letter(
                "review-opened",
                &[("subject", subject), ("kind", kind.as_str())],
            );
            for outcome in Outcome::ALL {
                let varying = [
                    ("subject", subject),
                    ("kind", kind.as_str()),
                    ("outcome", outcome.as_str()),
                ];
                letter("review-decided", &varying);
            }
        }
    }
    for restriction in Restriction::ALL {
        for ground in Ground::ALL {
            for reference in ["article 4", ABSENT] {
                let varying = [
                    ("restriction", restriction.as_str()),
                    ("ground", ground.as_str()),
                    ("reference", reference),
                    ("automated", "false"),
                ];
                told("mail-statement", &facts(&varying));
            }
        }
    }
    for state in ["ACTIVE", "DECLINED"] {
        letter("participation-answered", &[("state", state)]);
    }
    for name in ["participation-invited", "participation-requested"] {
        letter(name, &[("part", "le chantier")]);
        letter(name, &[("part", ABSENT)]);
    }
    for project in ["Atelier", ABSENT] {
        letter("offer-accepted", &[("project", project)]);
    }
    for dates in ["5", ABSENT] {
        letter("booking-requested", &[("dates", dates)]);
        letter("booking-confirmed", &[("dates", dates)]);
    }
    for what in ["held", "collected", "corrected", "cancelled", "expired"] {
        letter(&format!("reservation-{what}"), &[]);
    }
    for what in ["price", "deposit"] {
        told(&format!("mail-reservation-{what}"), &facts(&[]));
    }
    for what in ["declared", "confirmed", "contested"] {
        letter(&format!("hours-{what}"), &[]);
    }
    for kind in EventKind::ALL {
        if let Some(name) = crate::mail::letter_on_partnership(*kind) {
            letter(name, &[]);
            letter(name, &[("amends", "true"), ("renews", "false")]);
            letter(name, &[("ground", "BREACH")]);
        }
    }
    // A party that has left takes what it was to sign with it; the others did nothing.
    letter("partnership-withdrawn", &[("organisation", ABSENT)]);
    for what in ["recorded", "confirmed", "declined", "ended"] {
        letter(&format!("staff-loan-{what}"), &[]);
    }
    letter("booking-declined", &[]);
    letter("booking-cancelled", &[]);
    for state in ["REQUESTED", "CONFIRMED"] {
        letter("booking-changed", &[("state", state)]);
    }
    for name in [
        "mail-booking-purpose",
        "mail-commitment-line",
        "mail-booking-reasons",
        "mail-booking-owed",
        "mail-greeting",
        "mail-greeting-unknown",
        "mail-signature",
        "mail-membership-reasons",
        "mail-membership-charter-outdated",
        "mail-charter-until",
        "mail-review-plea",
        "mail-review-upheld",
        "contest-upheld",
        "contest-membership",
    ] {
        told(name, &facts(&[]));
    }
}

#[test]
fn both_languages_have_the_same_messages() {
    let names = |source: &str| -> BTreeSet<String> {
        let starts = source
            .lines()
            .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()));
        starts
            .filter_map(|line| line.split_once(" ="))
            .map(|(name, _)| name.to_owned())
            .collect()
    };
    let french = names(include_str!("../../locales/fr.ftl"));
    let english = names(include_str!("../../locales/en.ftl"));
    assert_eq!(french, english);
    for name in french {
        assert!(
            LANGUAGES.iter().all(|language| knows(*language, &name)),
            "{name} is unreadable"
        );
    }
}

#[test]
fn french_keeps_its_punctuation_on_the_line() {
    for line in include_str!("../../locales/fr.ftl")
        .lines()
        .filter(|line| !line.starts_with('#'))
    {
        for pair in [" :", " ;", " !", " ?", " »", "« "] {
            assert!(!line.contains(pair), "a no-break space is wanted: {line}");
        }
        assert!(
            !line.contains('\''),
            "a typographic apostrophe is wanted: {line}"
        );
    }
}

#[test]
fn an_instant_is_told_as_a_day_and_a_time() {
    let facts = [Fact::new("until", "2026-11-21T09:30:00+00:00")];
    let text = say(Language::French, "refusal-CLAIMED_BY_ANOTHER", &facts);
    assert!(text.contains("21/11/2026 à 09 h 30 UTC"), "{text}");
}

#[test]
fn a_length_of_time_is_told_in_hours_and_minutes() {
    for (length, told) in [
        ("PT45M", "45 min"),
        ("PT2H", "2 h"),
        ("PT1H30M", "1 h 30 min"),
    ] {
        let facts = [Fact::new("minLength", length), Fact::new("length", "PT10M")];
        for language in LANGUAGES {
            let text = say(language, "refusal-TOO_SHORT", &facts);
            assert!(text.contains(told) && text.contains("10 min"), "{text}");
        }
    }
    let facts = [Fact::new("minLength", "PTCE"), Fact::new("length", "P1D")];
    let text = say(Language::French, "refusal-TOO_SHORT", &facts);
    assert!(text.contains("PTCE") && text.contains("P1D"), "{text}");
}

#[test]
fn the_language_is_the_one_preferred_among_ours() {
    assert_eq!(negotiate(None), Language::French);
    assert_eq!(negotiate(Some("en-GB,en;q=0.8")), Language::English);
    assert_eq!(negotiate(Some("de, en;q=0.7, fr;q=0.8")), Language::French);
    assert_eq!(
        negotiate(Some("fr;q=0.2, en;q=x, *;q=0.1")),
        Language::French
    );
    assert_eq!(negotiate(Some("ja")), Language::French);
}

#[test]
fn amounts_are_written_as_each_language_writes_them() {
    let told = |language, cents| money(language, Money { cents });
    for (cents, french, english) in [
        (0, "0,00\u{a0}€", "€0.00"),
        (99_999, "999,99\u{a0}€", "€999.99"),
        (100_000, "1\u{202f}000,00\u{a0}€", "€1,000.00"),
        (
            123_456_789,
            "1\u{202f}234\u{202f}567,89\u{a0}€",
            "€1,234,567.89",
        ),
    ] {
        assert_eq!(told(Language::French, cents), french);
        assert_eq!(told(Language::English, cents), english);
    }
    assert_eq!(hours(Credit { minutes: 4350 }), "72 h 30 min");
}

//! What somebody has typed.

use super::*;
use crate::values::Faults;

fn paths(faults: &Faults) -> Vec<String> {
    faults
        .as_slice()
        .iter()
        .map(|fault| fault.path.join("."))
        .collect()
}

fn faults(draft: OutlineDraft) -> Vec<String> {
    paths(&Outline::parse(draft, None, &MINT).expect_err("faulty"))
}

#[test]
fn an_agreement_is_between_two_who_are_named_once() {
    assert_eq!(faults(outline_draft(1)), ["parties"]);
    let mut twice = outline_draft(2);
    twice.parties[1].organisation = party(0);
    assert_eq!(faults(twice), ["parties.1.organisation"]);
    let mut elsewhere = outline_draft(2);
    elsewhere.staff = Some(StaffTerms {
        resource: id(1),
        agreed_on: None,
    });
    assert_eq!(faults(elsewhere), ["staff"]);
}

#[test]
fn something_is_due_on_so_many_days_at_most() {
    let monthly = |number: usize, until: &str| {
        let mut draft = outline_draft(2);
        let each = CommitmentDraft {
            from: Some(day("2026-01-01")),
            until: Some(day(until)),
            recurrence: Recurrence::Monthly,
            ..commitment(0, CommitmentAction::Host)
        };
        draft.commitments = vec![each; number];
        draft
    };
    let most = Outline::parse(monthly(200, "2026-12-31"), None, &MINT).expect("2,400 days");
    assert_eq!(most.commitments.len(), 200);
    assert_eq!(faults(monthly(200, "2027-01-01")), ["commitments"]);
}

#[test]
fn a_term_agrees_with_itself() {
    let term = |ends_on: Option<&str>, renewal, months, notice| {
        let draft = TermDraft {
            starts_on: today(),
            ends_on: ends_on.map(day),
            renewal,
            renewal_months: months,
            notice_days: notice,
            early_termination: false,
        };
        Term::parse(&draft).map_err(|faults| paths(&faults))
    };
    assert_eq!(
        term(Some("2026-11-20"), Renewal::None, None, 0),
        Err(vec!["endsOn".into()])
    );
    assert_eq!(
        term(None, Renewal::Tacit, Some(12), 0),
        Err(vec!["renewal".into()])
    );
    assert_eq!(
        term(Some("2027-01-01"), Renewal::Tacit, None, 0),
        Err(vec!["renewalMonths".into()])
    );
    assert_eq!(
        term(Some("2027-01-01"), Renewal::None, Some(1), 731),
        Err(vec!["renewalMonths".into(), "noticeDays".into()])
    );
    assert!(term(Some("2026-11-21"), Renewal::Express, None, 0).is_ok());
}

#[test]
fn shares_are_exact_to_the_hundredth_of_a_percent() {
    for (typed, hundredths) in [("33.34", 3_334), ("100", 10_000), ("0.01", 1), ("5.5", 550)] {
        assert_eq!(Share::parse(typed).map(Share::hundredths), Ok(hundredths));
    }
    for bad in [
        "",
        "0",
        "100.01",
        "33,3",
        "1.234",
        "-1",
        "1e2",
        "4294967296",
    ] {
        assert!(Share::parse(bad).is_err(), "{bad}");
    }
    assert_eq!(Share::parse("5.5").expect("a share").percent(), "5.50");
}

#[test]
fn commitments_are_the_parties_own() {
    let known = outline(2);
    let mut draft = outline_draft(2);
    draft.commitments[0].id = Some(ids_of(&known)[0].to_string());
    assert!(Outline::parse(draft.clone(), Some(&known), &MINT).is_ok());
    assert_eq!(faults(draft), ["commitments.0.id"], "of another agreement");
    let mut odd = outline_draft(2);
    odd.commitments[0].creditors = vec![party(0)];
    odd.commitments.push(commitment(4, CommitmentAction::Lend));
    let mut money = commitment(0, CommitmentAction::ProvideMoney);
    money.amount = None;
    odd.commitments.push(money);
    odd.commitments[0].recurrence = Recurrence::Monthly;
    assert_eq!(
        faults(odd),
        [
            "commitments.0.creditors",
            "commitments.0.from",
            "commitments.0.until",
            "commitments.1.debtor",
            "commitments.2.amount",
        ]
    );
}

#[test]
fn what_is_due_each_month_is_due_on_its_last_day_where_months_are_shorter() {
    let mut draft = outline_draft(2);
    draft.commitments[0].recurrence = Recurrence::Monthly;
    draft.commitments[0].from = Some(day("2027-01-31"));
    draft.commitments[0].until = Some(day("2027-05-01"));
    let due = parsed(draft).commitments[0].due();
    let expected =
        ["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30"].map(|one| Some(day(one)));
    assert_eq!(due, expected);
}

#[test]
fn fields_are_found_and_filled_in_whatever_else_looks_like_one() {
    let text = "{{a}} {{ b }} {{{{c}}}} {{D}} {{é}} {{e_1}}{{f";
    assert_eq!(fields_in(text).collect::<Vec<_>>(), ["a", "c", "e_1"]);
    let written = super::texts::filled(text, |name| Some(name.to_uppercase()));
    assert_eq!(written, Ok("A {{ b }} {{C}} {{D}} {{é}} E_1{{f".into()));
    let hostile = "{{".repeat(100_000);
    assert_eq!(fields_in(&hostile).count(), 0);
}

#[test]
fn articles_and_blanks_have_one_name_each() {
    let article = |name: &str| ArticleDraft {
        name: name.into(),
        key: ArticleKey::Other,
        heading: "Objet".into(),
        text: "Un texte.".into(),
    };
    let blank = |name: &str| BlankDraft {
        name: name.into(),
        label: "Lieu".into(),
        hint: None,
        value: None,
    };
    let parse = |articles: Vec<_>, blanks: Vec<_>| {
        Articles::parse(articles, blanks).map_err(|faults| paths(&faults))
    };
    assert!(parse(vec![article("a-1"), article("a-2")], vec![blank("lieu")]).is_ok());
    assert_eq!(
        parse(vec![article("aa"), article("aa")], vec![]),
        Err(vec!["articles.1.name".into()])
    );
    assert_eq!(
        parse(vec![], vec![blank("Lieu"), blank("x"), blank("x")]),
        Err(vec!["blanks.0.name".into(), "blanks.2.name".into()])
    );
    let many = (0..61)
        .map(|number| article(&format!("a-{number}")))
        .collect();
    assert_eq!(parse(many, vec![]), Err(vec!["articles".into()]));
}

#[test]
fn a_fingerprint_is_sixty_four_digits_in_lower_case() {
    assert!(Fingerprint::parse(&"0a".repeat(32)).is_ok());
    for bad in ["", "0a", &"0A".repeat(32), &"0g".repeat(32)] {
        assert!(Fingerprint::parse(bad).is_err(), "{bad}");
    }
}

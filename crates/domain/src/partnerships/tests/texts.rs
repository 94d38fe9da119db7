//! What is typed on purpose to break something, or by mistake.

use super::*;
use crate::values::Faults;

fn told<T>(outcome: Result<T, Faults>) -> String {
    outcome
        .err()
        .map_or_else(String::new, |faults| faults.to_string())
}

fn outlined(draft: OutlineDraft) -> String {
    told(Outline::parse(draft, None, &MINT))
}

/// A text filled in with what is known, and nothing else.
pub(super) fn filled(
    text: &str,
    known: impl FnMut(&str) -> Option<String>,
) -> Result<String, String> {
    let texts = [text.to_owned()].into_iter();
    all_filled(texts, known).map(|texts| texts.concat())
}

fn all_filled(
    texts: impl Iterator<Item = String>,
    known: impl FnMut(&str) -> Option<String>,
) -> Result<Vec<String>, String> {
    let article = |(number, text)| ArticleDraft {
        name: format!("a-{number}"),
        key: ArticleKey::Other,
        heading: "Objet".into(),
        text,
    };
    let articles = texts.enumerate().map(article).collect();
    let articles = Articles::parse(articles, vec![]).expect("articles");
    articles.filled(known).map_err(|rejection| match rejection {
        Rejection::Faulty(faults) => faults.to_string(),
        Rejection::Refused(refusal) => format!("{} {:?}", refusal.code, refusal.facts),
    })
}

fn fields(text: &str) -> Vec<&str> {
    fields_in(text).collect()
}

#[test]
fn a_field_is_found_between_any_number_of_braces() {
    for (text, found) in [
        ("{{a}}", vec!["a"]),
        ("{{{a}}}", vec!["a"]),
        ("{{{{a}}}}", vec!["a"]),
        ("{{{{{a}}}}}", vec!["a"]),
        ("{{a}}{{b}}", vec!["a", "b"]),
        ("{{a}}}}{{b}}", vec!["a", "b"]),
        ("{{a{{b}}", vec!["b"]),
        ("{a}} {{b} {{c", vec![]),
        ("{{}} {{ a }} {{A}} {{a-b}} {{à}} {{🦀}}", vec![]),
        ("é{{a}}🦀{{b}}é", vec!["a", "b"]),
        ("", vec![]),
        ("}}{{", vec![]),
    ] {
        assert_eq!(fields(text), found, "{text}");
    }
    let longest = format!("{{{{{}}}}}", "a".repeat(40));
    assert_eq!(fields(&longest), ["a".repeat(40)]);
    assert_eq!(filled(&longest, |_| Some("x".into())), Ok("x".into()));
    let longer = format!("{{{{{}}}}}", "a".repeat(41));
    assert_eq!(fields(&longer), [""; 0]);
    assert_eq!(filled(&longer, |_| Some("x".into())), Ok(longer));
}

#[test]
fn what_a_field_is_filled_in_with_is_text_whatever_it_says() {
    let written = filled("{{a}} {{b}}", |name| {
        Some(
            (if name == "a" {
                "{{b}} **gras** }}"
            } else {
                "c"
            })
            .to_owned(),
        )
    });
    assert_eq!(written, Ok("{{b}} **gras** }} c".into()));
    let written = filled("{{{a}}}", |_| Some("Lyon".into()));
    assert_eq!(written, Ok("{Lyon}".into()));
    let open = filled("{{a}} {{b}}", |name| (name == "a").then(|| "x".into()));
    let said = open.expect_err("incomplete");
    assert!(
        said.starts_with("INCOMPLETE") && said.contains("\"b\""),
        "{said}"
    );
    let none = all_filled(std::iter::empty(), |_| None).expect_err("no articles");
    assert!(none.contains("\"articles\""), "{none}");
}

#[test]
fn a_field_that_is_named_thousands_of_times_is_asked_for_once_and_written_up_to_a_length() {
    let table = "é".repeat(1_000);
    let mut asked = 0;
    let mut fill = |texts: Vec<String>| {
        all_filled(texts.into_iter(), |_| {
            asked += 1;
            Some(table.clone())
        })
    };
    let field = "{{commitments}}".to_owned();
    let written = fill(vec![field.repeat(400)]).expect("as long as may be");
    assert_eq!(written.concat().chars().count(), 400_000);
    let over = fill(vec![field.repeat(200), field.repeat(200), "é".into()]);
    assert_eq!(over, Err("articles.2.text: TOO_LONG".into()));
    let hostile = fill(vec![field.repeat(533); 10]);
    assert_eq!(hostile, Err("articles.0.text: TOO_LONG".into()));
    assert_eq!(asked, 3, "once for each agreement");
}

#[test]
fn a_text_as_long_as_all_articles_is_read_in_one_go() {
    // Each of them would take minutes if it were read again from each pair of braces.
    for hostile in [
        "{{".repeat(100_000),
        "{".repeat(200_000),
        "{{a".repeat(66_000),
        "{{é".repeat(66_000),
        "{{a}".repeat(50_000),
        "}}".repeat(100_000),
        "{{".repeat(99_999) + "}}",
        "{{A}}".repeat(40_000),
    ] {
        assert_eq!(fields(&hostile), [""; 0]);
    }
    let honest = "{{a}}".repeat(40_000);
    assert_eq!(fields(&honest).len(), 40_000);
}

#[test]
fn articles_are_not_longer_than_people_read() {
    let article = |number: usize, length: usize| ArticleDraft {
        name: format!("a-{number}"),
        key: ArticleKey::Other,
        heading: "Objet".into(),
        text: "a".repeat(length),
    };
    let parse = |articles| told(Articles::parse(articles, vec![]));
    let articles = |count: usize, length: usize| (0..count).map(move |one| article(one, length));
    assert_eq!(parse(articles(60, 1_333).collect()), "");
    assert_eq!(parse(articles(4, 20_000).collect()), "");
    assert_eq!(parse(articles(5, 20_000).collect()), "articles: TOO_LONG");
    assert_eq!(
        parse(articles(1, 20_001).collect()),
        "articles.0.text: TOO_LONG"
    );
    let blank = |number: usize| BlankDraft {
        name: format!("b_{number}"),
        label: "Lieu".into(),
        hint: Some("Où l’on signe".into()),
        value: (number == 1).then(|| "Sète".into()),
    };
    let blanks = |count: usize| (0..count).map(blank).collect();
    assert_eq!(
        told(Articles::parse(vec![], blanks(41))),
        "blanks: TOO_LONG"
    );
    let parsed = Articles::parse(articles(2, 5).collect(), blanks(40)).expect("articles");
    assert_eq!(
        (parsed.value("b_1"), parsed.value("b_2")),
        (Some("Sète"), None)
    );
    assert!(parsed.article("a-1").is_some() && parsed.article("b_1").is_none());
    let mut odd = blank(0);
    odd.name = "a".repeat(41);
    let mut empty = blank(0);
    (empty.name, empty.label) = (" ".into(), String::new());
    assert_eq!(
        told(Articles::parse(vec![], vec![odd, empty])),
        "blanks.0.name: MALFORMED, blanks.1.name: REQUIRED, blanks.1.label: REQUIRED"
    );
}

#[test]
fn an_outline_says_every_fault_with_its_place() {
    assert_eq!(outlined(outline_draft(50)), "");
    assert_eq!(outlined(outline_draft(51)), "parties: TOO_LONG");
    assert_eq!(
        outlined(outline_draft(0)),
        "parties: TOO_SHORT, commitments.0.debtor: UNKNOWN"
    );
    let mut odd = outline_draft(2);
    odd.title = String::new();
    odd.parties[1].share = Some("100.01".into());
    odd.term.notice_days = -1;
    odd.term.ends_on = Some(day("2100-01-01"));
    odd.links.projects = vec![id(1), id(1)];
    odd.consortium = Some(Consortium {
        liability: Liability::Solidaire,
        bid_deadline: Some(day("1999-12-31")),
        buyer_agreed_on: None,
    });
    assert_eq!(
        outlined(odd),
        "title: REQUIRED, projects: DUPLICATE, parties.1.share: OUT_OF_RANGE, term.endsOn: OUT_OF_RANGE, \
         term.noticeDays: OUT_OF_RANGE, consortium: INCONSISTENT, consortium.bidDeadline: OUT_OF_RANGE"
    );
    let mut many = outline_draft(2);
    many.commitments = vec![commitment(0, CommitmentAction::Work); 201];
    assert_eq!(outlined(many), "commitments: TOO_LONG");
}

#[test]
fn what_is_owed_is_owed_to_others_so_much_by_such_a_day() {
    let owed = |change: &dyn Fn(&mut CommitmentDraft)| {
        let mut draft = outline_draft(3);
        draft.commitments = vec![commitment(0, CommitmentAction::ProvideMoney)];
        change(&mut draft.commitments[0]);
        outlined(draft)
    };
    let at = |field: &str, code: &str| format!("commitments.0.{field}: {code}");
    let money =
        |amount: &str, currency: &str| Some(AmountDraft::Money(amount.into(), currency.into()));
    assert_eq!(owed(&|_| ()), "");
    assert_eq!(owed(&|one| one.amount = None), at("amount", "REQUIRED"));
    assert_eq!(
        owed(&|one| one.amount = money("0", "EUR")),
        at("amount", "OUT_OF_RANGE")
    );
    assert_eq!(
        owed(&|one| one.amount = money("5", "USD")),
        at("amount", "UNKNOWN")
    );
    let pieces = || {
        Some(AmountDraft::Quantity(
            "5".into(),
            crate::values::Unit::Piece,
        ))
    };
    assert_eq!(
        owed(&|one| one.amount = pieces()),
        at("amount", "INCONSISTENT")
    );
    assert_eq!(
        owed(&|one| one.creditors = vec![party(1), party(1)]),
        at("creditors", "DUPLICATE")
    );
    assert_eq!(
        owed(&|one| one.creditors = vec![party(7)]),
        at("creditors", "UNKNOWN")
    );
    assert_eq!(
        owed(&|one| one.creditors = vec![party(1), party(0)]),
        at("creditors", "INCONSISTENT"),
        "nobody owes itself"
    );
    assert_eq!(
        owed(&|one| {
            one.from = Some(day("2027-02-01"));
            one.until = Some(day("2027-01-31"));
        }),
        at("until", "INCONSISTENT")
    );
    assert_eq!(
        owed(&|one| one.id = Some(party(1).to_string())),
        at("id", "WRONG_TYPE")
    );
    assert_eq!(
        owed(&|one| one.id = Some("commitment_x".into())),
        at("id", "MALFORMED")
    );
    let known = outline(2);
    let mut twice = outline_draft(2);
    twice.commitments = vec![twice.commitments[0].clone(), twice.commitments[0].clone()];
    for one in &mut twice.commitments {
        one.id = Some(ids_of(&known)[0].to_string());
    }
    assert_eq!(
        told(Outline::parse(twice, Some(&known), &MINT)),
        "commitments.1.id: DUPLICATE"
    );
}

#[test]
fn what_is_due_each_month_is_due_as_often_as_there_are_such_days() {
    let due = |from: Option<&str>, until: Option<&str>, recurrence| {
        let mut draft = outline_draft(2);
        draft.commitments[0].from = from.map(day);
        draft.commitments[0].until = until.map(day);
        draft.commitments[0].recurrence = recurrence;
        parsed(draft).commitments[0].due()
    };
    let leap = due(Some("2027-12-31"), Some("2028-03-30"), Recurrence::Monthly);
    let days = ["2027-12-31", "2028-01-31", "2028-02-29"].map(|one| Some(day(one)));
    assert_eq!(leap, days, "the 31st of March is a day too late");
    let one = due(Some("2027-01-31"), Some("2027-01-31"), Recurrence::Monthly);
    assert_eq!(one, [Some(day("2027-01-31"))]);
    let long = due(Some("2000-01-31"), Some("2099-12-31"), Recurrence::Monthly);
    assert_eq!(long.len(), 1_200);
    assert_eq!(due(None, None, Recurrence::Once), [None]);
    let once = due(Some("2027-01-01"), Some("2027-06-30"), Recurrence::Once);
    assert_eq!(once, [Some(day("2027-06-30"))]);
}

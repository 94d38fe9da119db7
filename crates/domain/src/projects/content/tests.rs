use super::*;
use crate::testing::{MINT, day, project_content, project_draft};

fn need(id: Option<String>, label: &str) -> NeedDraft {
    NeedDraft {
        id,
        kind: NeedKind::Material,
        label: label.into(),
        description: None,
        quantity: None,
    }
}

fn line(amount: &str) -> BudgetLineDraft {
    BudgetLineDraft {
        id: None,
        year: 2026,
        side: BudgetSide::Expense,
        label: "Outillage".into(),
        amount: (amount.into(), "EUR".into()),
        source: None,
    }
}

fn milestone(label: &str) -> MilestoneDraft {
    MilestoneDraft {
        id: None,
        label: label.into(),
        due_on: None,
        done_on: None,
    }
}

fn faults(draft: ProjectDraft, before: Option<&ProjectContent>) -> String {
    ProjectContent::parse(draft, before, &MINT)
        .expect_err("faulty")
        .to_string()
}

#[test]
fn everything_wrong_with_a_project_is_said_at_once_with_its_place() {
    let draft = ProjectDraft {
        title: "ab".into(),
        summary: String::new(),
        description: "Réparer.\u{7}".into(),
        themes: vec![ActivityDomain::Food, ActivityDomain::Food],
        commune: Some("34".into()),
        starts_on: Some(day("2026-09-02")),
        ends_on: Some(day("2026-09-01")),
        needs: vec![
            need(None, "Des palettes"),
            NeedDraft {
                quantity: Some(("0".into(), Unit::Pallet)),
                ..need(None, "")
            },
        ],
        milestones: vec![milestone("")],
        budget: vec![
            BudgetLineDraft {
                year: 26,
                ..line("12.345")
            },
            BudgetLineDraft {
                amount: ("1".into(), "USD".into()),
                ..line("")
            },
        ],
        ..ProjectDraft::default()
    };
    assert_eq!(
        faults(draft, None),
        "title: TOO_SHORT, summary: REQUIRED, description: FORBIDDEN_CHARACTER, \
         themes: DUPLICATE, commune: MALFORMED, endsOn: INCONSISTENT, needs.1.label: REQUIRED, \
         needs.1.quantity: OUT_OF_RANGE, milestones.0.label: REQUIRED, \
         budget.0.year: OUT_OF_RANGE, budget.0.amount: MALFORMED, budget.1.amount: UNKNOWN"
    );
}

#[test]
fn a_need_keeps_its_id_through_an_edit() {
    let before = project_content(ProjectDraft {
        needs: vec![need(None, "Des palettes")],
        ..project_draft()
    });
    let id = before.needs[0].id;
    let draft = ProjectDraft {
        needs: vec![
            need(Some(id.to_string()), "Des palettes neuves"),
            need(None, "Un camion"),
        ],
        ..project_draft()
    };
    let after = ProjectContent::parse(draft, Some(&before), &MINT).expect("valid");
    assert_eq!(after.needs[0].id, id);
    assert_ne!(after.needs[1].id, id);
}

#[test]
fn nobody_takes_over_a_need_of_another_project() {
    let other = project_content(ProjectDraft {
        needs: vec![need(None, "Un four")],
        ..project_draft()
    });
    let before = project_content(project_draft());
    let stolen = || ProjectDraft {
        needs: vec![need(Some(other.needs[0].id.to_string()), "Un four")],
        ..project_draft()
    };
    assert_eq!(faults(stolen(), Some(&before)), "needs.0.id: UNKNOWN");
    assert_eq!(faults(stolen(), None), "needs.0.id: UNKNOWN");
    let wrong = ProjectDraft {
        milestones: vec![MilestoneDraft {
            id: Some(other.needs[0].id.to_string()),
            ..milestone("Ouverture")
        }],
        ..project_draft()
    };
    assert_eq!(faults(wrong, Some(&before)), "milestones.0.id: WRONG_TYPE");
}

#[test]
fn one_need_is_not_given_twice() {
    let before = project_content(ProjectDraft {
        needs: vec![need(None, "Un four")],
        ..project_draft()
    });
    let id = before.needs[0].id.to_string();
    let draft = ProjectDraft {
        needs: vec![
            need(Some(id.clone()), "Un four"),
            need(Some(id), "Un autre four"),
        ],
        ..project_draft()
    };
    assert_eq!(faults(draft, Some(&before)), "needs.1.id: DUPLICATE");
}

#[test]
fn a_project_has_at_most_a_hundred_needs() {
    let draft = ProjectDraft {
        needs: vec![need(None, "Un four"); 101],
        ..project_draft()
    };
    assert_eq!(faults(draft, None), "needs: TOO_LONG");
}

#[test]
fn a_project_is_public_unless_it_says_otherwise() {
    assert_eq!(
        project_content(project_draft()).visibility,
        Visibility::Public
    );
}

#[test]
fn a_revision_is_shown_field_by_field() {
    let before = project_content(ProjectDraft {
        needs: vec![need(None, "Des palettes")],
        ends_on: Some(day("2026-12-31")),
        ..project_draft()
    });
    let mut after = before.clone();
    assert_eq!(before.changes(&after), []);
    after.ends_on = None;
    after.needs[0].quantity = Quantity::parse("12.50", Unit::Pallet).ok();
    after.budget = project_content(ProjectDraft {
        budget: vec![line("1250.5")],
        ..project_draft()
    })
    .budget;
    let change = |field, before: Option<&str>, after: Option<&str>| FieldChange {
        field,
        before: before.map(str::to_owned),
        after: after.map(str::to_owned),
    };
    assert_eq!(
        before.changes(&after),
        [
            change("endsOn", Some("2026-12-31"), None),
            change(
                "needs",
                Some("MATERIAL: Des palettes"),
                Some("MATERIAL: Des palettes (12.5 PALLET)")
            ),
            change(
                "budget",
                None,
                Some("2026 EXPENSE: Outillage — 1250.50 EUR")
            ),
        ]
    );
}

#[test]
fn that_a_milestone_is_said_to_be_reached_shows_in_the_difference() {
    let before = project_content(ProjectDraft {
        milestones: vec![milestone("Ouverture")],
        ..project_draft()
    });
    let mut after = before.clone();
    after.milestones[0].done_on = Some(day("2026-09-01"));
    assert_eq!(
        before.changes(&after)[0].after.as_deref(),
        Some("Ouverture ✓ 2026-09-01")
    );
}

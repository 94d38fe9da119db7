use super::*;
use crate::{
    ids::PersonId,
    moderation::RevisionState,
    testing::{
        act, day, held_back, id, organisation, organisation_content, organisation_draft, reason,
    },
    values::{ProblemCode, Summary},
};

fn with(draft: OrganisationDraft) -> Organisation {
    let content = OrganisationContent::parse(draft).expect("an organisation");
    Organisation::create(&act(0), content, Source::Organisation)
}

fn company() -> OrganisationDraft {
    OrganisationDraft {
        legal_form: Some(LegalForm::CommercialCompany),
        ..organisation_draft()
    }
}

fn reasons(organisation: &Organisation) -> Vec<EssReason> {
    let status = organisation.ess_status(day("2026-06-01"));
    assert_eq!(status.is_ess, !status.reasons.is_empty());
    status.reasons
}

#[test]
fn nothing_speaks_for_a_plain_company() {
    assert_eq!(reasons(&with(company())), []);
}

#[test]
fn each_ground_for_belonging_to_the_ess_is_named() {
    let mut organisation = with(OrganisationDraft {
        legal_form: Some(LegalForm::Scop),
        legal_category: Some("5458".into()),
        accreditations: vec![Accreditation {
            kind: AccreditationKind::Esus,
            from: None,
            until: None,
        }],
        ..organisation_draft()
    });
    organisation.sirene_ess = Some(true);
    organisation.listed_by_ess_france = true;
    assert_eq!(
        reasons(&organisation),
        [
            EssReason::LegalCategory(LegalCategory::parse("5458").expect("a category")),
            EssReason::LegalForm(LegalForm::Scop),
            EssReason::SireneFlag,
            EssReason::EssFranceList,
            EssReason::Esus,
        ]
    );
}

#[test]
fn the_code_of_a_cooperative_sas_says_nothing() {
    let draft = OrganisationDraft {
        legal_category: Some("5710".into()),
        ..company()
    };
    assert_eq!(reasons(&with(draft)), []);
}

#[test]
fn a_register_without_the_flag_does_not_outweigh_the_form() {
    let mut association = organisation();
    association.sirene_ess = Some(false);
    assert_eq!(
        reasons(&association),
        [EssReason::LegalForm(LegalForm::Association)]
    );
}

#[test]
fn an_accreditation_counts_from_its_first_to_its_last_day() {
    let esus = Accreditation {
        kind: AccreditationKind::Esus,
        from: Some(day("2024-01-01")),
        until: Some(day("2026-12-31")),
    };
    let organisation = with(OrganisationDraft {
        accreditations: vec![esus],
        ..company()
    });
    for (on, belongs) in [
        ("2023-12-31", false),
        ("2024-01-01", true),
        ("2026-12-31", true),
        ("2027-01-01", false),
    ] {
        assert_eq!(organisation.ess_status(day(on)).is_ess, belongs, "{on}");
    }
    let other = Accreditation {
        kind: AccreditationKind::SiaeEi,
        from: None,
        until: None,
    };
    let organisation = with(OrganisationDraft {
        accreditations: vec![other],
        ..company()
    });
    assert_eq!(
        reasons(&organisation),
        [],
        "an insertion enterprise may be outside the ESS"
    );
}

#[test]
fn a_coordinators_decision_outweighs_registers_and_forms() {
    let mut association = organisation();
    let decision = EssDecision {
        is_ess: false,
        reason: reason(),
        hub: id(100),
        decided_by: PersonId::from_uuid(crate::ids::Uuid::nil()),
        decided_at: act(1).at,
    };
    association.decide_ess(&act(1), id(100), decision.clone());
    let status = association.ess_status(day("2026-06-01"));
    assert!(!status.is_ess);
    assert_eq!(status.reasons, [EssReason::CoordinatorDecision(decision)]);
    assert_eq!(association.events.drain().len(), 1);
}

fn faults(draft: OrganisationDraft) -> String {
    OrganisationContent::parse(draft)
        .expect_err("faulty")
        .to_string()
}

#[test]
fn the_siren_follows_from_the_siret_and_may_not_contradict_it() {
    let siret = Some("732 829 320 00074".to_owned());
    let content = OrganisationContent::parse(OrganisationDraft {
        siret: siret.clone(),
        ..organisation_draft()
    });
    let siren = content.expect("valid").siren;
    assert_eq!(siren.as_ref().map(Siren::as_str), Some("732829320"));

    let siren = Some("356000000".to_owned());
    let both = OrganisationDraft {
        siren,
        siret,
        ..organisation_draft()
    };
    assert_eq!(faults(both), "siren: INCONSISTENT");
}

#[test]
fn everything_wrong_with_an_organisation_is_said_at_once() {
    let upside_down = Accreditation {
        kind: AccreditationKind::Geiq,
        from: Some(day("2026-01-02")),
        until: Some(day("2026-01-01")),
    };
    let draft = OrganisationDraft {
        name: " ".into(),
        siren: Some("123456789".into()),
        rna: Some("W1".into()),
        accreditations: vec![upside_down],
        commune: Some("00000".into()),
        location: Some(Location {
            latitude: 91.0,
            longitude: 0.0,
            precision: LocationPrecision::Exact,
        }),
        email: Some("personne".into()),
        website: Some("javascript:alert(1)".into()),
        ..OrganisationDraft::default()
    };
    assert_eq!(
        faults(draft),
        "name: REQUIRED, legalForm: REQUIRED, siren: CHECKSUM, rna: MALFORMED, \
         accreditations: INCONSISTENT, commune: UNKNOWN, location: OUT_OF_RANGE, \
         email: MALFORMED, website: MALFORMED"
    );
}

#[test]
fn a_place_that_is_no_number_is_no_place() {
    let location = Some(Location {
        latitude: f64::NAN,
        longitude: 3.9,
        precision: LocationPrecision::Exact,
    });
    assert_eq!(
        faults(OrganisationDraft {
            location,
            ..organisation_draft()
        }),
        "location: OUT_OF_RANGE"
    );
}

#[test]
fn a_profile_without_summary_or_commune_is_not_submitted_and_says_so_before() {
    for (draft, field) in [
        (
            OrganisationDraft {
                summary: None,
                ..organisation_draft()
            },
            "summary",
        ),
        (
            OrganisationDraft {
                commune: None,
                ..organisation_draft()
            },
            "commune",
        ),
    ] {
        let mut organisation = with(draft);
        organisation.applied_to = vec![id(100)];
        let shown = organisation
            .permits(OrganisationAction::Submit)
            .expect_err("incomplete");
        assert_eq!(
            shown,
            Refusal::new(RefusalCode::Incomplete).with("field", field)
        );
        assert_eq!(organisation.hand_in(&act(1), &held_back()), Err(shown));
    }
}

#[test]
fn a_profile_is_submitted_in_a_hub_and_put_away_in_none() {
    let mut organisation = organisation();
    let refused = organisation.hand_in(&act(1), &held_back());
    assert_eq!(
        refused,
        Err(Refusal::new(RefusalCode::NotActiveMember)),
        "in no hub"
    );
    organisation.applied_to = vec![id(100)];
    assert_eq!(organisation.hand_in(&act(1), &held_back()), Ok(()));
    organisation.admit(&act(1), id(100));
    organisation.hubs = vec![id(100)];
    let refused = organisation.archive(&act(2)).expect_err("still a member");
    assert_eq!(
        refused,
        Refusal::new(RefusalCode::AlreadyMember).with("hub", organisation.hubs[0])
    );
    organisation.hubs.clear();
    assert_eq!(organisation.archive(&act(3)), Ok(()));
}

#[test]
fn editing_without_changing_anything_is_refused_also_beside_a_waiting_revision() {
    let mut organisation = organisation();
    let same = organisation.content.clone();
    let refused = |organisation: &mut Organisation, content: OrganisationContent| {
        let refusal = organisation
            .edit(&act(9), content, Some(&held_back()))
            .expect_err("the same");
        assert_eq!(refusal.code, RefusalCode::NothingToDo);
    };
    refused(&mut organisation, same.clone());
    organisation.admit(&act(1), id(100));
    organisation.member_of = vec![id(100)];
    let summary = Summary::parse_optional(Some("Réparer ensemble.")).expect("a summary");
    let other = OrganisationContent { summary, ..same };
    organisation
        .edit(&act(2), other.clone(), Some(&held_back()))
        .expect("a revision");
    refused(&mut organisation, other);
}

#[test]
fn a_profile_that_no_hub_ever_published_is_changed_at_once() {
    let mut organisation = organisation();
    organisation.source = Source::Import;
    organisation.list(&act(1));
    let content = OrganisationContent {
        staff_size: StaffSize::From1To9,
        ..organisation_content()
    };
    organisation.edit(&act(2), content, None).expect("edits");
    assert_eq!(organisation.content.staff_size, StaffSize::From1To9);
    assert!(organisation.revision.is_none());
}

#[test]
fn a_profile_that_a_hub_published_is_not_changed_once_no_hub_looks_at_it() {
    let other = || OrganisationContent {
        staff_size: StaffSize::From1To9,
        ..organisation_content()
    };
    let mut applicant = organisation();
    applicant.applied_to = vec![id(100)];
    applicant.hand_in(&act(1), &held_back()).expect("submits");
    applicant.publish(&act(2), id(100)).expect("publishes");
    // The hub refused it, or it took its application back.
    applicant.applied_to.clear();
    let mut member = organisation();
    member.source = Source::Import;
    member.list(&act(1));
    member.admitted = true;
    for mut gone in [applicant, member] {
        let refused = Err(Refusal::new(RefusalCode::NotActiveMember));
        assert_eq!(gone.permits(OrganisationAction::Edit), refused);
        assert_eq!(gone.edit(&act(3), other(), None), refused);
        gone.applied_to = vec![id(101)];
        gone.edit(&act(4), other(), Some(&held_back()))
            .expect("another hub looks at it");
        assert_eq!(
            gone.revision.map(|revision| revision.state),
            Some(RevisionState::Submitted)
        );
    }
}

#[test]
fn what_waits_before_a_hub_that_has_no_say_any_more_goes_back_to_its_author() {
    let mut organisation = organisation();
    organisation.member_of = vec![id(100)];
    organisation
        .hand_in(&act(1), &held_back())
        .expect("submits");
    organisation.give_back(&act(2), id(100));
    assert_eq!(organisation.state, ContentState::Draft);
    organisation.admit(&act(3), id(100));
    let content = OrganisationContent {
        staff_size: StaffSize::From1To9,
        ..organisation_content()
    };
    organisation
        .edit(&act(4), content.clone(), Some(&held_back()))
        .expect("revises");
    organisation.give_back(&act(5), id(100));
    let kept = organisation.revision.clone().expect("its author keeps it");
    assert_eq!(
        (kept.state, &kept.content),
        (RevisionState::Returned, &content)
    );
    organisation.events.drain();
    organisation.give_back(&act(6), id(100));
    assert!(organisation.events.as_slice().is_empty(), "nothing waits");
    organisation
        .edit(&act(7), content, Some(&held_back()))
        .expect("hands it in again");
}

#[test]
fn the_hub_that_looks_is_the_one_it_belongs_to_longest_or_else_the_one_it_applied_to_first() {
    let mut organisation = organisation();
    assert_eq!(organisation.home_hub(), None);
    organisation.applied_to = vec![id(102), id(103)];
    assert_eq!(organisation.home_hub(), Some(id(102)));
    organisation.member_of = vec![id(101), id(100)];
    assert_eq!(organisation.home_hub(), Some(id(101)));
}

#[test]
fn who_is_admitted_is_published_unless_a_moderator_said_no() {
    for (state, published) in [
        (ContentState::Draft, true),
        (ContentState::Submitted, true),
        (ContentState::ChangesRequested, true),
        (ContentState::Published, true),
        (ContentState::Rejected, false),
        (ContentState::Hidden, false),
        (ContentState::Archived, false),
    ] {
        let mut organisation = organisation();
        organisation.state = state;
        organisation.admit(&act(1), id(100));
        assert_eq!(
            organisation.state == ContentState::Published,
            published,
            "{state}"
        );
        let told = organisation.events.drain().len();
        assert_eq!(
            told,
            usize::from(published && state != ContentState::Published),
            "{state}"
        );
    }
}

#[test]
fn a_revision_is_shown_field_by_field() {
    let before = organisation_content();
    let after = OrganisationContent::parse(OrganisationDraft {
        name: "La Recyclerie du quai".into(),
        phone: Some("04 67 00 00 00".into()),
        summary: None,
        ..organisation_draft()
    })
    .expect("an organisation");
    let changes = before.changes(&after);
    let fields: Vec<_> = changes.iter().map(|change| change.field).collect();
    assert_eq!(fields, ["name", "summary", "phone"]);
    assert_eq!(changes[0].before.as_deref(), Some("La Recyclerie du port"));
    assert_eq!(changes[1].after, None);
    assert_eq!(changes[2].before, None);
    assert_eq!(before.changes(&before), []);
    assert_eq!(
        Siren::parse("").map_err(|problem| problem.code),
        Err(ProblemCode::Required)
    );
}

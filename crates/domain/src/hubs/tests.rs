use super::*;
use crate::{
    ids::OrganisationId,
    organisations::LegalForm,
    refusals::Fact,
    testing::{MINT, act, day, hub, id},
};

fn text(text: &str) -> Markdown {
    Markdown::parse(text).expect("a text")
}

fn college(number: u128, name: &str) -> College {
    College {
        id: id(number),
        name: Label::parse(name).expect("a name"),
        description: None,
    }
}

#[test]
fn charter_versions_count_from_one_and_each_is_a_fact() {
    let mut hub = hub();
    hub.events.drain();
    assert_eq!(hub.charter.as_ref().map(|charter| charter.number), Some(1));
    hub.publish_charter(&act(5), text("Coopérer mieux."), None);
    let charter = hub.charter.as_ref().expect("a charter");
    assert_eq!((charter.number, charter.published_at), (2, act(5).at));
    assert_eq!(hub.events.drain()[0].facts, [Fact::new("charter", 2)]);
}

#[test]
fn a_hub_looks_before_publication_where_it_says_nothing() {
    let mut hub = hub();
    assert_eq!(hub.timing(ContentKind::Project), ModerationTiming::Before);
    hub.set_policy(
        &act(1),
        BTreeMap::from([(ContentKind::Project, ModerationTiming::After)]),
    );
    assert_eq!(hub.timing(ContentKind::Project), ModerationTiming::After);
    assert_eq!(
        hub.timing(ContentKind::Organisation),
        ModerationTiming::Before
    );
    assert!(
        hub.moderation(ContentKind::Organisation, false)
            .holds_back()
    );
}

#[test]
fn a_college_with_members_stays() {
    let mut hub = hub();
    hub.set_colleges(
        &act(1),
        vec![college(1, "Fondateurs"), college(2, "Usagers")],
        &[],
    )
    .expect("two colleges");
    hub.events.drain();
    let refusal = hub
        .set_colleges(&act(2), vec![college(2, "Usagers")], &[id(1)])
        .expect_err("founders are in use");
    assert_eq!(refusal.code, RefusalCode::CollegeInUse);
    assert_eq!(hub.colleges.len(), 2);
    assert!(hub.events.as_slice().is_empty());
    hub.set_colleges(&act(3), vec![college(1, "Membres fondateurs")], &[id(1)])
        .expect("renamed");
    assert_eq!(
        hub.college(id(1)).map(|one| one.name.as_str()),
        Some("Membres fondateurs")
    );
}

#[test]
fn an_office_ends_once() {
    let mut office = HubOffice::grant(&act(0), id(100), id(5), HubRole::Moderator);
    office.end(&act(1), 0).expect("ends");
    assert_eq!(
        office.end(&act(2), 0).expect_err("ended").code,
        RefusalCode::WrongState
    );
    let told: Vec<_> = office
        .events
        .drain()
        .iter()
        .map(|event| event.audience)
        .collect();
    assert_eq!(told, [Audience::Staff, Audience::Staff]);
}

#[test]
fn the_last_coordinator_stays() {
    let mut office = HubOffice::grant(&act(0), id(100), id(5), HubRole::Coordinator);
    let refusal = office.end(&act(1), 0).expect_err("nobody else");
    assert_eq!(refusal.code, RefusalCode::LastCoordinator);
    assert_eq!(office.ended_at, None);
    office.end(&act(1), 1).expect("another one stays");
    let mut moderator = HubOffice::grant(&act(0), id(100), id(5), HubRole::Moderator);
    moderator.end(&act(1), 0).expect("a hub can do without");
}

#[test]
fn colleges_keep_their_ids_and_differ_in_name() {
    let mut hub = hub();
    hub.colleges = vec![college(1, "Fondateurs")];
    let draft = |id: Option<u128>, name: &str| CollegeDraft {
        id: id.map(|number| self::id::<crate::ids::kinds::College>(number).to_string()),
        name: name.into(),
        description: None,
    };
    let drafts = vec![draft(Some(1), "Membres fondateurs"), draft(None, "Usagers")];
    let colleges = College::parse_all(drafts, &hub, &MINT).expect("two colleges");
    assert_eq!(colleges[0].id, id(1));
    assert_ne!(colleges[1].id, id(1));
    let drafts = vec![
        draft(Some(1), "Usagers"),
        draft(Some(1), "usagèrs"),
        draft(Some(7), ""),
    ];
    let faults = College::parse_all(drafts, &hub, &MINT).expect_err("faulty");
    assert_eq!(
        faults.to_string(),
        "colleges.1.id: UNKNOWN, colleges.1.name: DUPLICATE, colleges.2.id: UNKNOWN, \
         colleges.2.name: REQUIRED"
    );
}

#[test]
fn a_reason_that_calls_content_illegal_names_the_law() {
    let draft = |ground, reference: Option<&str>| ReasonTemplateDraft {
        id: None,
        label: "Hors la loi".into(),
        text: "Ce texte appelle à la haine.".into(),
        ground,
        reference: reference.map(Into::into),
    };
    let parse = |draft| ReasonTemplate::parse_all(vec![draft], &hub(), &MINT);
    assert!(parse(draft(Ground::Charter, None)).is_ok());
    assert!(parse(draft(Ground::Law, Some("loi du 29 juillet 1881, art. 24"))).is_ok());
    let faults = parse(draft(Ground::Law, Some(" "))).expect_err("no law");
    assert_eq!(faults.to_string(), "templates.0.reference: REQUIRED");
}

#[test]
fn nobody_is_asked_to_accept_a_charter_in_the_past() {
    let draft = |accept_by| CharterDraft {
        text: "Coopérer.".into(),
        accept_by: Some(day(accept_by)),
    };
    let today = day("2026-06-01");
    assert!(CharterText::parse(&draft("2026-06-01"), today).is_ok());
    let faults = CharterText::parse(&draft("2026-05-31"), today).expect_err("yesterday");
    assert_eq!(faults.to_string(), "acceptBy: OUT_OF_RANGE");
}

#[test]
fn everything_wrong_with_a_hub_is_said_at_once() {
    let faults = HubContent::parse(HubDraft {
        name: "P".into(),
        summary: String::new(),
        description: "Un pôle.".into(),
        territory: vec!["34172".into(), "34".into(), "99999".into()],
        time_zone: "Europe/Lutèce".into(),
    })
    .expect_err("faulty");
    assert_eq!(
        faults.to_string(),
        "name: TOO_SHORT, summary: REQUIRED, territory.1: MALFORMED, \
         territory.2: UNKNOWN, timeZone: UNKNOWN"
    );
}

fn member(number: u128, legal_form: LegalForm, is_ess: bool) -> CompositionMember {
    CompositionMember {
        organisation: id(number),
        legal_form,
        is_ess,
    }
}

fn satisfied(members: &[CompositionMember]) -> Vec<(CompositionRule, bool, Vec<OrganisationId>)> {
    composition(members)
        .into_iter()
        .map(|one| (one.rule, one.satisfied, one.by))
        .collect()
}

#[test]
fn the_composition_of_article_nine_says_who_satisfies_each_condition() {
    use CompositionRule as R;
    let members = [
        member(1, LegalForm::Association, true),
        member(2, LegalForm::CommercialCompany, false),
        member(3, LegalForm::Epci, false),
    ];
    assert_eq!(
        satisfied(&members),
        [
            (R::ThreeLegalPersons, true, vec![id(1), id(2), id(3)]),
            (R::EssEnterprise, true, vec![id(1)]),
            (R::OtherEnterprise, true, vec![id(2)]),
            (R::OtherKind, true, vec![id(3)]),
        ]
    );
    assert_eq!(
        satisfied(&members[..2]),
        [
            (R::ThreeLegalPersons, false, vec![id(1), id(2)]),
            (R::EssEnterprise, true, vec![id(1)]),
            (R::OtherEnterprise, true, vec![id(2)]),
            (R::OtherKind, false, vec![]),
        ]
    );
}

#[test]
fn a_company_of_the_ess_is_no_enterprise_outside_it() {
    let members = [member(1, LegalForm::CommercialCompany, true)];
    let by: Vec<_> = satisfied(&members)
        .into_iter()
        .map(|(_, satisfied, _)| satisfied)
        .collect();
    assert_eq!(by, [false, true, false, false]);
}

#[test]
fn a_training_body_of_the_ess_is_of_another_kind_and_no_enterprise() {
    let members = [member(1, LegalForm::TrainingBody, true)];
    let by: Vec<_> = satisfied(&members)
        .into_iter()
        .map(|(_, satisfied, _)| satisfied)
        .collect();
    assert_eq!(by, [false, false, false, true]);
}

//! How well a resource fits a need, in numbers.

mod properties;

use super::*;
use crate::{
    communes::CommuneCode,
    content::ContentState,
    memberships::MemberCategory,
    projects::NeedDraft,
    resources::{
        Approval, Conditions, ConditionsDraft, DayHoursDraft, HoursDraft, ResourceDraft,
        RulesDraft, Span, Weekday,
    },
    testing::{day, id, project_draft, project_of, resource_draft},
    values::Visibility,
};

/// A Monday morning.
const NOW: &str = "2026-11-23T08:00:00Z";

fn instant(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

/// So many units, half an hour at least, up to 60 days ahead, nine to five from Monday to Friday.
fn conditions(units: i32) -> Conditions {
    let weekly = Weekday::ALL[..5].iter().map(|weekday| DayHoursDraft {
        weekday: *weekday,
        from: "09:00".into(),
        to: "17:00".into(),
    });
    Conditions::parse(ConditionsDraft {
        time_zone: "Europe/Paris".into(),
        rules: RulesDraft {
            units,
            min_length: 30,
            max_length: 8 * 60,
            notice: 0,
            horizon: 60 * 24 * 60,
            buffer: 0,
            approval: Approval::Automatic,
            free_until: 0,
            late_share: 0,
        },
        hours: HoursDraft {
            weekly: weekly.collect(),
            ..HoursDraft::default()
        },
    })
    .expect("conditions")
}

/// A published resource of organisation 200 in hub 100.
fn offer(kind: ResourceKind, title: &str, summary: &str, description: &str) -> Resource {
    let mut resource = crate::testing::resource();
    let draft = ResourceDraft {
        kind,
        title: title.into(),
        summary: summary.into(),
        description: description.into(),
        ..resource_draft()
    };
    resource.content = crate::resources::ResourceContent::parse(draft, &[]).expect("a resource");
    resource.state = ContentState::Published;
    resource.conditions = Some(conditions(2));
    resource
}

fn hangar() -> Resource {
    offer(
        ResourceKind::Space,
        "Hangar de stockage",
        "Un lieu couvert, de plain-pied.",
        "Un quai pour les palettes.",
    )
}

/// A project of organisation 300 that looks for one thing, from the thirtieth of November to the
/// eleventh of December.
fn seeking(kind: NeedKind, label: &str, quantity: Option<(&str, Unit)>) -> Project {
    let mut project = project_of(crate::projects::ProjectDraft {
        commune: Some("34172".into()),
        starts_on: Some(day("2026-11-30")),
        ends_on: Some(day("2026-12-11")),
        needs: vec![NeedDraft {
            id: None,
            kind,
            label: label.into(),
            description: Some("Une surface accessible aux palettes.".into()),
            quantity: quantity.map(|(value, unit)| (value.into(), unit)),
        }],
        ..project_draft()
    });
    project.lead = id(300);
    project
}

fn storage() -> Project {
    seeking(NeedKind::Space, "Stockage couvert", None)
}

/// The lead, a member of hub 100.
fn lead() -> Borrower {
    Borrower {
        id: id(300),
        memberships: vec![(id(100), MemberCategory::ActiveMember)],
    }
}

fn matching(project: &Project, resource: &Resource, usage: &Usage) -> Option<Match> {
    let shared = Shared::of(resource, usage);
    let supply = shared.for_project(project, &lead(), instant(NOW))?;
    supply.fits(&Sought::of(&project.needs[0].content))
}

/// The reasons with their points, and the score.
fn told(project: &Project, resource: &Resource) -> (Vec<(&'static str, u8)>, u8) {
    let found = matching(project, resource, &Usage::default()).expect("a match");
    let reasons = found.reasons.iter();
    let reasons = reasons.map(|reason| (reason.code.as_str(), reason.points));
    (reasons.collect(), found.score)
}

fn reason(found: &Match, code: MatchCode) -> Option<&MatchReason> {
    found.reasons.iter().find(|reason| reason.code == code)
}

fn facts(found: &Match, code: MatchCode) -> Vec<String> {
    let facts = reason(found, code).map(|reason| reason.facts.iter());
    let facts = facts.into_iter().flatten();
    facts
        .map(|fact| format!("{} {}", fact.name, fact.value))
        .collect()
}

fn in_commune(mut resource: Resource, code: &str) -> Resource {
    resource.content.commune = Some(CommuneCode::parse(code).expect("a commune"));
    resource
}

#[test]
fn each_reason_counts_and_the_score_is_their_sum() {
    let lattes = in_commune(hangar(), "34129");
    let reasons = vec![
        ("KIND", 20),
        // `stockage` in both titles, `couvert` in one, `palettes` in the texts.
        ("WORDS", 35),
        ("SAME_INTERCOMMUNALITY", 14),
        ("FREE_THROUGHOUT", 10),
    ];
    assert_eq!(told(&storage(), &lattes), (reasons, 79));
    let found = matching(&storage(), &lattes, &Usage::default()).expect("a match");
    assert_eq!(facts(&found, MatchCode::Kind), ["kind SPACE"]);
    assert_eq!(
        facts(&found, MatchCode::Words),
        ["words stockage, couvert, palettes"]
    );
    assert_eq!(
        facts(&found, MatchCode::SameIntercommunality),
        ["siren 243400017", "commune Lattes"]
    );
    assert_eq!(
        facts(&found, MatchCode::FreeThroughout),
        [
            "from 2026-11-30",
            "until 2026-12-11",
            "percent 100",
            "units 1"
        ]
    );
}

#[test]
fn material_is_compared_with_what_can_be_had_of_its_lots() {
    let mut tiles = hangar();
    tiles.content.kind = ResourceKind::Material;
    tiles.conditions = None;
    let mut stock = Stock::default();
    for (unit, thousandths) in [
        (Unit::Piece, 300_000),
        (Unit::Piece, 100_000),
        (Unit::Kilogram, 500_000),
        (Unit::Tonne, 2_000),
    ] {
        stock.add(unit, Amount::of_thousandths(thousandths));
    }
    let quantity = |wanted, unit| {
        let project = seeking(NeedKind::Material, "Tuiles", Some((wanted, unit)));
        let usage = Usage::default();
        let shared = Shared::of(&tiles, &usage).with_stock(Some(&stock));
        let supply = shared.for_project(&project, &lead(), instant(NOW));
        let found = supply.and_then(|supply| supply.fits(&Sought::of(&project.needs[0].content)));
        let found = found.expect("a match");
        let codes = [MatchCode::Enough, MatchCode::PartOfQuantity];
        let told = codes.iter().find_map(|code| reason(&found, *code));
        told.map(|told| (told.code, told.points, told.facts[1].value.clone()))
    };
    let enough = |offered: &str| Some((MatchCode::Enough, QUANTITY, offered.to_owned()));
    assert_eq!(quantity("400", Unit::Piece), enough("400"));
    assert_eq!(quantity("2.5", Unit::Tonne), enough("2.5"));
    assert_eq!(quantity("1000", Unit::Kilogram), enough("2500"));
    let half = Some((MatchCode::PartOfQuantity, 5, "400".to_owned()));
    assert_eq!(quantity("800", Unit::Piece), half);
    assert_eq!(quantity("5", Unit::SquareMetre), None, "none is counted so");
}

#[test]
fn what_is_shared_meets_needs_of_its_kind_alone() {
    let kinds = |need| met_by(need).map(ResourceKind::as_str).collect::<Vec<_>>();
    assert_eq!(kinds(NeedKind::Space), ["SPACE"]);
    assert_eq!(kinds(NeedKind::Equipment), ["EQUIPMENT", "VEHICLE"]);
    assert_eq!(kinds(NeedKind::Skill), ["SKILL", "STAFF_TIME"]);
    assert_eq!(kinds(NeedKind::StaffTime), ["STAFF_TIME"]);
    assert_eq!(kinds(NeedKind::Material), ["MATERIAL"]);
    for need in [NeedKind::Partner, NeedKind::Funding, NeedKind::Outlet] {
        assert!(kinds(need).is_empty(), "{need}");
    }
    let skill = seeking(NeedKind::Skill, "Stockage couvert", None);
    assert_eq!(matching(&skill, &hangar(), &Usage::default()), None);
}

#[test]
fn nearer_is_better_and_an_unknown_place_counts_nothing() {
    let points = |from: &str, to: Option<&str>| {
        let mut project = storage();
        project.content.commune = Some(CommuneCode::parse(from).expect("a commune"));
        let mut resource = hangar();
        resource.content.commune = to.map(|to| CommuneCode::parse(to).expect("a commune"));
        let (reasons, _) = told(&project, &resource);
        let places = ["SAME_COMMUNE", "SAME_INTERCOMMUNALITY", "SAME_DEPARTMENT"];
        let mut found = reasons.into_iter();
        found.find(|(code, _)| places.contains(code))
    };
    assert_eq!(points("34172", Some("34172")), Some(("SAME_COMMUNE", 20)));
    let agglomeration = Some(("SAME_INTERCOMMUNALITY", 14));
    assert_eq!(points("34172", Some("34129")), agglomeration);
    assert_eq!(points("34172", Some("34032")), Some(("SAME_DEPARTMENT", 7)));
    assert_eq!(points("34172", Some("79191")), None);
    assert_eq!(points("34172", None), None);
    let paris = Some(("SAME_COMMUNE", 20));
    assert_eq!(points("75101", Some("75120")), paris, "two districts");
    assert_eq!(points("75056", Some("75120")), paris);
}

/// The whole of some days is taken.
fn taken(days: &[(&str, &str)], units: u32) -> Usage {
    Usage::of(days.iter().map(|(from, to)| {
        let ends = Span::parse(
            instant(&format!("{from}T00:00:00Z")),
            instant(&format!("{to}T00:00:00Z")),
        );
        (ends.expect("a span"), units)
    }))
}

#[test]
fn the_share_of_the_project_during_which_it_is_free_counts() {
    let period = |project: &Project, usage: &Usage| {
        let found = matching(project, &hangar(), usage).expect("a match");
        let codes = [MatchCode::FreeThroughout, MatchCode::FreeInPart];
        let mut reasons = found.reasons.into_iter();
        let reason = reasons.find(|reason| codes.contains(&reason.code))?;
        let percent = reason.facts.into_iter().find(|fact| fact.name == "percent");
        Some((reason.code, reason.points, percent?.value))
    };
    let first_week = [("2026-11-28", "2026-12-05")];
    let half = Some((MatchCode::FreeInPart, 5, "50".to_owned()));
    assert_eq!(period(&storage(), &taken(&first_week, 2)), half);
    let one_left = period(&storage(), &taken(&first_week, 1));
    assert_eq!(one_left.expect("free").0, MatchCode::FreeThroughout);
    let both = seeking(NeedKind::Space, "Deux salles", Some(("2", Unit::Piece)));
    assert_eq!(
        period(&both, &taken(&first_week, 1)),
        half,
        "both are wanted"
    );
    let all = taken(&[("2026-11-01", "2027-03-01")], 2);
    assert_eq!(period(&storage(), &all), None);

    let nearly_all = taken(&[("2026-11-01", "2026-12-11")], 2);
    let last_day = Some((MatchCode::FreeInPart, 1, "10".to_owned()));
    assert_eq!(period(&storage(), &nearly_all), last_day);
}

#[test]
fn a_time_that_is_not_told_is_over_or_is_too_far_counts_nothing() {
    let dated = |from: Option<&str>, until: Option<&str>| {
        let mut project = storage();
        project.content.starts_on = from.map(day);
        project.content.ends_on = until.map(day);
        let found = matching(&project, &hangar(), &Usage::default()).expect("a match");
        facts(&found, MatchCode::FreeThroughout)
            .into_iter()
            .take(2)
            .collect::<Vec<_>>()
    };
    assert!(dated(None, None).is_empty());
    assert!(dated(Some("2026-01-01"), Some("2026-11-20")).is_empty());
    assert!(
        dated(Some("2027-03-01"), None).is_empty(),
        "beyond the horizon"
    );
    // From now on, and until the horizon of 60 days.
    let from_now = ["from 2026-11-23", "until 2027-01-22"];
    assert_eq!(dated(Some("2025-01-01"), None), from_now);
    let until = ["from 2026-11-23", "until 2026-12-01"];
    assert_eq!(dated(None, Some("2026-12-01")), until);
}

#[test]
fn pieces_are_compared_with_units_and_hours_and_days_with_the_time_that_is_free() {
    let quantity = |value: &str, unit, kind: NeedKind, resource: &Resource| {
        let project = seeking(kind, "Stockage", Some((value, unit)));
        let found = matching(&project, resource, &Usage::default()).expect("a match");
        let codes = [MatchCode::Enough, MatchCode::PartOfQuantity];
        let reason = found
            .reasons
            .into_iter()
            .find(|one| codes.contains(&one.code))?;
        let offered = reason
            .facts
            .into_iter()
            .find(|fact| fact.name == "offered")?;
        Some((reason.code.as_str(), reason.points, offered.value))
    };
    let two = |value, unit| quantity(value, unit, NeedKind::Space, &hangar());
    let some = |code, points, offered: &str| Some((code, points, offered.to_owned()));
    assert_eq!(two("2", Unit::Piece), some("ENOUGH", 10, "2"));
    assert_eq!(two("5", Unit::Piece), some("PART_OF_QUANTITY", 4, "2"));
    assert_eq!(two("1000", Unit::Piece), some("PART_OF_QUANTITY", 1, "2"));
    assert_eq!(
        two("400", Unit::SquareMetre),
        None,
        "nobody says how large it is"
    );
    let trainer = offer(
        ResourceKind::Skill,
        "Formation",
        "Une formation.",
        "Au stockage.",
    );
    let time = |value, unit| quantity(value, unit, NeedKind::Skill, &trainer);
    // Ten days of eight hours, of two trainers.
    assert_eq!(time("160", Unit::Hour), some("ENOUGH", 10, "160"));
    assert_eq!(time("320", Unit::Hour), some("PART_OF_QUANTITY", 5, "160"));
    assert_eq!(time("10", Unit::Day), some("ENOUGH", 10, "10"));
    assert_eq!(time("12.5", Unit::Day), some("PART_OF_QUANTITY", 8, "10"));
}

#[test]
fn what_the_lead_shares_itself_or_could_not_have_is_no_offer() {
    let none = |resource: &Resource| matching(&storage(), resource, &Usage::default()).is_none();
    let refused = |resource: &Resource| {
        let refusal = expect_offered(&lead(), resource).expect_err("refused");
        assert_eq!(refusal.facts[0].value, resource.id.to_string());
        refusal.code
    };
    let mut own = hangar();
    own.owner = id(300);
    assert!(none(&own));
    let mut elsewhere = hangar();
    elsewhere.hub = id(101);
    assert!(none(&elsewhere) && refused(&elsewhere) == RefusalCode::NotEligible);
    elsewhere.content.shared_with = vec![id(100)];
    assert!(!none(&elsewhere));
    let mut named = hangar();
    named.content.visibility = Visibility::Parties;
    assert!(none(&named) && refused(&named) == RefusalCode::NotEligible);
    named.content.parties = vec![id(300)];
    assert!(!none(&named));
    let mut archived = hangar();
    archived.state = ContentState::Archived;
    assert!(none(&archived) && refused(&archived) == RefusalCode::Withdrawn);
    let mut unconditional = hangar();
    unconditional.conditions = None;
    assert!(none(&unconditional) && refused(&unconditional) == RefusalCode::Withdrawn);
}

#[test]
fn a_need_is_looked_for_while_it_is_open_and_its_project_goes_on() {
    let mut project = storage();
    assert!(project.seeks(&project.needs[0]));
    for (stage, seeks) in [
        (ProjectStage::Preparation, true),
        (ProjectStage::Running, true),
        (ProjectStage::Completed, false),
        (ProjectStage::Abandoned, false),
    ] {
        project.stage = stage;
        assert_eq!(project.seeks(&project.needs[0]), seeks, "{stage}");
    }
    project.stage = ProjectStage::Idea;
    for (state, seeks) in [
        (ContentState::Published, true),
        (ContentState::Archived, false),
        (ContentState::Rejected, false),
    ] {
        project.state = state;
        assert_eq!(project.seeks(&project.needs[0]), seeks, "{state}");
    }
    project.state = ContentState::Published;
    for state in [NeedState::Met, NeedState::Withdrawn] {
        project.needs[0].state = state;
        assert!(!project.seeks(&project.needs[0]), "{state}");
    }
}

#[test]
fn a_long_description_is_read_as_far_as_is_said() {
    let filler = "é ".repeat(Shared::READ / 2);
    let described = |text: &str| {
        let resource = offer(ResourceKind::Space, "Un lieu", "Un lieu.", text);
        let found = matching(&storage(), &resource, &Usage::default()).expect("a match");
        reason(&found, MatchCode::Words).is_some()
    };
    assert!(described("Un stockage"));
    assert!(!described(&format!("{filler}Un stockage")));
}

#[test]
fn the_table_that_people_read_has_these_numbers() {
    let table = include_str!("../../../../docs/matching.md");
    for (code, points) in [
        ("`KIND`", KIND),
        ("`WORDS`, at most", WORDS),
        ("`WORDS`, a word in both titles", WORD_IN_BOTH_TITLES),
        ("`WORDS`, a word in one title", WORD_IN_ONE_TITLE),
        ("`WORDS`, a word in the texts", WORD_IN_TEXTS),
        ("`SAME_COMMUNE`", SAME_COMMUNE),
        ("`SAME_INTERCOMMUNALITY`", SAME_INTERCOMMUNALITY),
        ("`SAME_DEPARTMENT`", SAME_DEPARTMENT),
        ("`FREE_THROUGHOUT`", PERIOD),
        ("`FREE_IN_PART`, less than", PERIOD),
        ("`ENOUGH`", QUANTITY),
        ("`PART_OF_QUANTITY`, less than", QUANTITY),
    ] {
        let row = format!("| {code} | {points} |");
        assert!(table.contains(&row), "{row}");
    }
    for code in MatchCode::ALL {
        assert!(table.contains(&format!("`{code}`")), "{code}");
    }
    for kind in NeedKind::ALL {
        let kinds: Vec<_> = met_by(*kind).map(|one| format!("`{one}`")).collect();
        let kinds = if kinds.is_empty() {
            "none yet".to_owned()
        } else {
            kinds.join(", ")
        };
        let row = format!("| `{kind}` | {kinds} |");
        assert!(table.contains(&row), "{row}");
    }
    assert_eq!(KIND + WORDS + SAME_COMMUNE + PERIOD + QUANTITY, 100);
}

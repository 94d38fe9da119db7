//! What `crates/server/data/README.md` claims of the file is so.

use std::collections::BTreeSet;

use maillage_domain::{communes::CommuneCode, values::TextEnum};
use serde_json::Value;

use super::*;

const FILE: &str = include_str!("../../../data/demo.json");
const CLAIMS: &str = include_str!("../../../data/README.md");

fn file() -> Value {
    serde_json::from_str(FILE).unwrap()
}

fn list<'a>(file: &'a Value, name: &str) -> &'a [Value] {
    file[name].as_array().unwrap()
}

fn text<'a>(object: &'a Value, field: &str) -> &'a str {
    object[field].as_str().unwrap()
}

fn texts(values: &Value) -> impl Iterator<Item = &str> {
    values
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
}

/// What stands between back quotes.
fn quoted(text: &str) -> BTreeSet<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

/// The part of the claims under a heading, up to the next.
fn section(heading: &str) -> &'static str {
    let (_, rest) = CLAIMS.split_once(&format!("\n## {heading}\n")).unwrap();
    rest.split("\n## ").next().unwrap()
}

#[test]
fn what_is_read_of_the_file_is_all_but_what_is_said_not_to_be() {
    let mut ignored = BTreeSet::new();
    let mut json = serde_json::Deserializer::from_str(FILE);
    let read: Result<Data, _> = serde_ignored::deserialize(&mut json, |path| {
        let path = path.to_string();
        // Places in lists and values that may be absent say nothing of the field.
        let steps = path
            .split('.')
            .filter(|step| *step != "?" && step.parse::<usize>().is_err());
        ignored.insert(steps.collect::<Vec<_>>().join("."));
    });
    read.unwrap();
    let said: BTreeSet<_> = section("What is not loaded")
        .lines()
        .filter_map(|line| line.strip_prefix("- "))
        .flat_map(quoted)
        .map(str::to_owned)
        .collect();
    assert_eq!(ignored, said);
}

#[test]
fn what_is_invented_says_so_in_its_text() {
    let file = file();
    let sentence = text(&file["meta"], "illustration");
    for organisation in list(&file, "organisations") {
        let (name, description) = (
            text(organisation, "name"),
            text(organisation, "description"),
        );
        let fictitious = text(organisation, "key").starts_with("ill-");
        assert_eq!(
            organisation["origin"] == "illustration",
            fictitious,
            "{name}"
        );
        assert_eq!(name.ends_with("(illustration)"), fictitious, "{name}");
        assert_eq!(description.ends_with(sentence), fictitious, "{name}");
        let partly = texts(&organisation["illustrated"]).next().is_some();
        assert!(
            !partly || description.contains("Illustration\u{a0}: "),
            "{name}"
        );
    }
    for project in list(&file, "projects") {
        let (title, description) = (text(project, "title"), text(project, "description"));
        // Beside the sentence the title says it, where the lead is fictitious too.
        assert!(description.contains("Illustration\u{a0}: "), "{title}");
        let fictitious = text(project, "lead").starts_with("ill-");
        assert_eq!(title.ends_with("(illustration)"), fictitious, "{title}");
        if project["origin"] == "illustration" {
            assert!(description.ends_with(sentence), "{title}");
        }
        if let Some(revision) = project["revision"].as_object() {
            assert!(
                revision["description"]
                    .as_str()
                    .unwrap()
                    .ends_with(sentence),
                "{title}"
            );
        }
    }
    for hub in list(&file, "hubs") {
        let (slug, description) = (text(hub, "slug"), text(hub, "description"));
        assert!(
            description.contains("Illustration\u{a0}: ")
                && description.contains("adhésions sont inventés"),
            "{slug}"
        );
        for charter in hub["charters"].as_array().unwrap() {
            assert!(text(charter, "text").ends_with(sentence), "{slug}");
        }
    }
    for person in list(&file, "persons") {
        assert_eq!(person["origin"], "illustration");
        let (_, reserved) = text(person, "email").rsplit_once('.').unwrap();
        assert_eq!(reserved, "test");
    }
}

#[test]
fn nothing_unflattering_is_said_of_who_exists() {
    use {BookingState as B, ContentState as C, MembershipState as M};
    let data = Data::read().unwrap();
    for membership in &data.memberships {
        let unflattering = matches!(
            membership.state,
            M::Refused | M::Declined | M::Suspended | M::Left | M::Excluded
        );
        assert!(
            !unflattering || membership.organisation.starts_with("ill-"),
            "{}",
            membership.organisation
        );
    }
    for project in &data.projects {
        let unflattering = matches!(project.state, C::ChangesRequested | C::Rejected | C::Hidden)
            || project.stage == ProjectStage::Abandoned;
        assert!(
            !unflattering || project.lead.starts_with("ill-"),
            "{}",
            project.key
        );
    }
    for booking in &data.bookings {
        let unflattering =
            matches!(booking.state, B::Declined | B::NoShow) || booking.late_minutes > 0;
        assert!(
            !unflattering || booking.borrower.starts_with("ill-"),
            "{}",
            booking.key
        );
        let (key, purpose) = (&booking.key, &booking.purpose);
        assert!(purpose.ends_with(" (illustration)"), "{key}");
    }
    for loan in &data.staff_loans {
        let (key, convention) = (&loan.key, &loan.convention);
        assert!(convention.ends_with(" (illustration)"), "{key}");
        let mut resources = data.resources.iter();
        let resource = resources.find(|one| one.key == loan.resource);
        let kind = resource
            .and_then(|one| one.shared.as_ref())
            .map(|one| one.kind);
        assert_eq!(kind, Some(ResourceKind::StaffTime), "{key}");
    }
    let lots = data.resources.iter().filter_map(|one| one.shared.as_ref());
    for lot in lots.flat_map(|shared| &shared.lots) {
        assert!(lot.label.ends_with(" (illustration)"), "{}", lot.key);
    }
    for one in &data.reservations {
        let unflattering = matches!(one.state, ReservationState::Expired);
        let fictitious = one.borrower.starts_with("ill-");
        assert!(!unflattering || fictitious, "{}", one.key);
        assert!(one.purpose.ends_with(" (illustration)"), "{}", one.key);
    }
    for one in &data.partnerships {
        use maillage_domain::partnerships::PartnershipState as P;
        let key = &one.key;
        let unflattering = matches!(one.state, P::Suspended | P::Terminated | P::Declined);
        let mut parties = one.parties.iter();
        assert!(
            !unflattering || parties.all(|party| party.organisation.starts_with("ill-")),
            "{key}"
        );
        assert!(one.title.ends_with(" (illustration)"), "{key}");
        let mut filled_in = one.blanks.values();
        let says_so = "inventés pour la démonstration";
        assert!(filled_in.any(|text| text.contains(says_so)), "{key}");
        let said = one.comment.iter().map(|comment| &comment.text);
        let said = said.chain(one.suspended.iter().map(|one| &one.reason));
        let delivered = one
            .commitments
            .iter()
            .filter_map(|owed| owed.delivered.as_ref());
        let mut said = said.chain(delivered.map(|one| &one.note));
        assert!(said.all(|text| text.contains("(illustration)")), "{key}");
        for owed in &one.commitments {
            let over = owed.due_after.is_some_and(|days| days < one.days_before);
            let late = over && owed.delivered.is_none();
            assert!(!late || owed.debtor.starts_with("ill-"), "{}", owed.what);
        }
    }
    let numbered: Vec<_> = data
        .organisations
        .iter()
        .filter(|one| one.siren.is_some())
        .collect();
    assert_eq!(numbered.len(), 4);
    for one in numbered {
        let authority = matches!(one.legal_form, LegalForm::LocalAuthority | LegalForm::Epci);
        assert!(authority, "{} carries a SIREN", one.name);
    }
}

#[test]
fn every_reference_resolves_and_every_commune_is_in_the_official_list() {
    let data = Data::read().unwrap();
    let unique = |keys: Vec<&str>| {
        let set: BTreeSet<_> = keys.iter().map(|key| (*key).to_owned()).collect();
        assert_eq!(set.len(), keys.len(), "a key is there twice");
        set
    };
    let hubs = unique(data.hubs.iter().map(|one| one.slug.as_str()).collect());
    let organisations = unique(
        data.organisations
            .iter()
            .map(|one| one.key.as_str())
            .collect(),
    );
    let persons = unique(data.persons.iter().map(|one| one.key.as_str()).collect());
    unique(data.projects.iter().map(|one| one.key.as_str()).collect());
    unique(data.bookings.iter().map(|one| one.key.as_str()).collect());
    for booking in &data.bookings {
        let key = &booking.key;
        let mut resources = data.resources.iter();
        let resource = resources.find(|one| one.key == booking.resource);
        let shared = resource.and_then(|one| one.shared.as_ref());
        let shared = shared.unwrap_or_else(|| panic!("{key}: {}", booking.resource));
        assert!(shared.conditions.is_some(), "{key}");
        let mut members = data.memberships.iter();
        assert!(
            members.any(|one| one.organisation == booking.borrower
                && one.hub == shared.hub
                && one.state == MembershipState::Active),
            "{key}"
        );
    }
    let shared = || data.resources.iter().filter_map(|one| one.shared.as_ref());
    let lots = || shared().flat_map(|shared| &shared.lots);
    unique(lots().map(|one| one.key.as_str()).collect());
    unique(
        data.reservations
            .iter()
            .map(|one| one.key.as_str())
            .collect(),
    );
    for one in &data.reservations {
        let offers = |shared: &&Shared| shared.lots.iter().any(|lot| lot.key == one.lot);
        let shared = shared()
            .find(offers)
            .unwrap_or_else(|| panic!("{}", one.key));
        let mut members = data.memberships.iter();
        assert!(
            members.any(|member| member.organisation == one.borrower
                && member.hub == shared.hub
                && member.state == MembershipState::Active),
            "{}",
            one.key
        );
    }
    unique(
        data.partnerships
            .iter()
            .map(|one| one.key.as_str())
            .collect(),
    );
    for one in &data.partnerships {
        let author = &one.parties[0].organisation;
        let mut members = data.memberships.iter();
        assert!(
            members.any(|member| member.organisation == *author
                && member.hub == one.hub
                && member.state == MembershipState::Active),
            "{}",
            one.key
        );
        let parties = one.parties.iter().map(|party| &party.organisation);
        let owing = one.commitments.iter().map(|owed| &owed.debtor);
        let mut named = parties.chain(owing).chain(one.signed_by.iter().flatten());
        assert!(named.all(|key| organisations.contains(key)), "{}", one.key);
        assert!(one.days_before >= 4, "{}: over by today", one.key);
    }
    let hub = |slug: &str| data.hubs.iter().find(|one| one.slug == slug).unwrap();
    for membership in &data.memberships {
        assert!(hubs.contains(&membership.hub) && organisations.contains(&membership.organisation));
        if let Some(college) = &membership.college {
            assert!(
                hub(&membership.hub)
                    .colleges
                    .iter()
                    .any(|one| one.key == *college),
                "{college}"
            );
        }
    }
    for person in &data.persons {
        assert!(
            person
                .hub_roles
                .iter()
                .all(|office| hubs.contains(&office.hub))
        );
        let mandates = &person.mandates;
        assert!(
            mandates
                .iter()
                .all(|mandate| organisations.contains(&mandate.organisation))
        );
    }
    let mut codes: Vec<&str> = data
        .organisations
        .iter()
        .map(|one| one.commune.as_str())
        .collect();
    for one in &data.hubs {
        codes.extend(one.territory.iter().map(String::as_str));
    }
    for project in &data.projects {
        codes.extend(project.commune.as_deref());
        assert!(
            hubs.contains(&project.hub) && organisations.contains(&project.lead),
            "{}",
            project.key
        );
        assert!(persons.contains(&project.author), "{}", project.author);
        assert!(
            project.decided_by.iter().all(|key| persons.contains(key)),
            "{}",
            project.key
        );
        let template = project.reason_template.iter();
        let templates = &hub(&project.hub).reason_templates;
        assert!(
            template
                .clone()
                .all(|key| templates.iter().any(|one| one.key == *key)),
            "{}",
            project.key
        );
        let needs = project
            .needs
            .iter()
            .filter_map(|need| need.met_by.as_ref()?.organisation.as_ref());
        let mut others = project
            .participants
            .iter()
            .map(|with| &with.organisation)
            .chain(needs);
        assert!(
            others.all(|key| organisations.contains(key)),
            "{}",
            project.key
        );
    }
    for code in codes {
        assert!(CommuneCode::parse(code).is_ok(), "{code}");
    }
}

#[test]
fn the_lists_of_values_are_those_of_the_platform() {
    fn values<T: TextEnum>() -> BTreeSet<&'static str> {
        T::VALUES.iter().map(|value| value.text()).collect()
    }
    let lists = section("Enum values");
    let said = |name: &str| {
        let (_, rest) = lists.split_once(&format!("**{name}**")).unwrap();
        // Up to the next list or paragraph.
        let list = rest
            .split("**")
            .next()
            .unwrap()
            .split("\n\n")
            .next()
            .unwrap();
        quoted(list)
    };
    assert_eq!(said("LegalForm"), values::<LegalForm>());
    assert_eq!(said("AccreditationKind"), values::<AccreditationKind>());
    assert_eq!(said("StaffSize"), values::<StaffSize>());
    assert_eq!(said("MembershipState"), values::<MembershipState>());
    assert_eq!(said("MemberCategory"), values::<MemberCategory>());
    assert_eq!(said("Ground"), values::<Ground>());
    assert_eq!(said("HubRole"), values::<HubRole>());
    assert_eq!(said("MandateRole"), values::<MandateRole>());
    assert_eq!(said("ContentState"), values::<ContentState>());
    assert_eq!(said("ProjectStage"), values::<ProjectStage>());
    assert_eq!(said("Visibility"), values::<Visibility>());
    assert_eq!(said("NeedKind"), values::<NeedKind>());
    assert_eq!(said("NeedState"), values::<NeedState>());
    assert_eq!(said("ParticipationState"), values::<ParticipationState>());
    assert_eq!(said("BudgetSide"), values::<BudgetSide>());
    assert_eq!(said("Unit"), values::<Unit>());
    assert_eq!(said("LotCondition"), values::<LotCondition>());
    assert_eq!(said("ReuseStatus"), values::<ReuseStatus>());
    assert_eq!(said("ReservationState"), values::<ReservationState>());
    let (_, table) = lists.split_once("| value | français | English |").unwrap();
    let table = table.split("\n\n").next().unwrap();
    assert_eq!(quoted(table), values::<ActivityDomain>());
}

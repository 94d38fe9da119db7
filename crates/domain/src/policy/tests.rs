//! What the table of `tests/policy_table.rs` cannot show: acting for one organisation among
//! several, and several rights in one person.

mod agreements;

use super::*;
use crate::{
    content::ContentState,
    ids::SessionId,
    mandates::MandateRole,
    testing::{id, organisation, project},
    values::Visibility,
};

const LEAD: u128 = 200;
const OTHER: u128 = 201;

fn viewer(mandates: &[(u128, MandateRole)]) -> Viewer {
    Viewer {
        person: id(1),
        session: SessionId::from_uuid(crate::ids::Uuid::nil()),
        mandates: mandates
            .iter()
            .map(|(number, role)| (id(*number), *role))
            .collect(),
        offices: vec![],
        member_of: mandates
            .iter()
            .map(|(number, _)| (id(*number), id(100)))
            .collect(),
        lacks_second_factor: Vec::new(),
        acting_for: None,
    }
}

fn published() -> Project {
    let mut project = project();
    project.state = ContentState::Published;
    project
}

#[test]
fn who_acts_for_one_organisation_does_not_act_with_the_mandate_of_another() {
    let actor = Actor::Person(viewer(&[
        (LEAD, MandateRole::Contributor),
        (OTHER, MandateRole::Representative),
    ]));
    let project = published();
    let edit = Action::Project(ProjectAction::Edit, &project);
    assert_eq!(check(&actor, edit), Ok(()));
    let for_other = actor.on_behalf_of(id(OTHER)).expect("a mandate");
    assert_eq!(
        check(&for_other, edit),
        Err(Denial::Forbidden(Forbidden::NeedsContributor))
    );
    let read = Action::Project(ProjectAction::ReadPrivate, &project);
    assert_eq!(
        check(&for_other, read),
        Ok(()),
        "reading is not an act on behalf"
    );
}

#[test]
fn acting_for_an_organisation_without_a_mandate_tells_nothing_about_it() {
    let actor = Actor::Person(viewer(&[(OTHER, MandateRole::Reader)]));
    assert_eq!(
        actor.on_behalf_of(id(LEAD)),
        Err(Denial::Forbidden(Forbidden::NoMandate))
    );
    assert_eq!(
        Actor::Anonymous.on_behalf_of(id(LEAD)),
        Err(Denial::Unauthenticated)
    );
}

#[test]
fn of_two_mandates_for_one_organisation_the_greater_counts() {
    let viewer = viewer(&[
        (LEAD, MandateRole::Reader),
        (LEAD, MandateRole::Representative),
    ]);
    assert_eq!(viewer.role_in(id(LEAD)), Some(MandateRole::Representative));
}

#[test]
fn a_conflict_of_interest_does_not_go_away_by_acting_for_somebody_else() {
    let mut moderator = viewer(&[(LEAD, MandateRole::Reader), (OTHER, MandateRole::Reader)]);
    moderator.offices = vec![(id(100), HubRole::Moderator)];
    let actor = Actor::Person(moderator)
        .on_behalf_of(id(OTHER))
        .expect("a mandate");
    let project = published();
    assert_eq!(
        check(&actor, Action::Project(ProjectAction::Hide, &project)),
        Err(Denial::Forbidden(Forbidden::ConflictOfInterest))
    );
}

#[test]
fn a_person_asks_to_take_part_for_an_organisation_they_write_for() {
    let project = published();
    let ask = Action::Project(ProjectAction::RequestParticipation, &project);
    let as_role = |role| check(&Actor::Person(viewer(&[(OTHER, role)])), ask);
    assert_eq!(as_role(MandateRole::Contributor), Ok(()));
    assert_eq!(
        as_role(MandateRole::Reader),
        Err(Denial::Forbidden(Forbidden::NeedsContributor))
    );
    let mut suspended = viewer(&[(OTHER, MandateRole::Representative)]);
    suspended.member_of.clear();
    assert_eq!(
        check(&Actor::Person(suspended), ask),
        Err(Denial::Forbidden(Forbidden::NeedsMembership))
    );
}

#[test]
fn a_suspended_member_no_longer_reads_what_is_kept_to_the_hub() {
    let mut project = published();
    project.content.visibility = Visibility::Hub;
    let read = Action::Project(ProjectAction::Read, &project);
    let mut viewer = viewer(&[(OTHER, MandateRole::Representative)]);
    assert_eq!(check(&Actor::Person(viewer.clone()), read), Ok(()));
    viewer.member_of.clear();
    assert_eq!(check(&Actor::Person(viewer), read), Err(Denial::Invisible));
}

#[test]
fn a_hub_that_merely_invited_an_organisation_has_no_say_over_it() {
    let mut coordinator = viewer(&[]);
    coordinator.offices = vec![(id(100), HubRole::Coordinator)];
    let actor = Actor::Person(coordinator);
    let mut organisation = organisation();
    organisation.published_at = Some(organisation.created_at);
    for action in [
        OrganisationAction::ReadPrivate,
        OrganisationAction::Hide,
        OrganisationAction::DecideEss,
        OrganisationAction::AppointRepresentative,
    ] {
        let denied = check(&actor, Action::Organisation(action, &organisation));
        assert!(matches!(denied, Err(Denial::Forbidden(_))), "{action}");
    }
    organisation.hubs = vec![id(100)];
    let appoint = OrganisationAction::AppointRepresentative;
    assert_eq!(
        check(&actor, Action::Organisation(appoint, &organisation)),
        Ok(())
    );
}

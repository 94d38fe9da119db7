//! The SQL that cuts feeds down to what may be read, against the policy that says so in plain words.

use std::collections::HashMap;

use maillage_domain::{
    Act,
    content::ContentState,
    events::{Audience, Event, EventKind, Subject},
    ids::{EventId, HubId, OrganisationId, PersonId, ProjectId},
    moderation::ActiveMember,
    organisations::{LegalForm, Organisation, OrganisationContent, OrganisationDraft, Source},
    policy::{self, About, Action, Actor},
    projects::{Participation, Project, ProjectContent, ProjectDraft},
    values::Visibility,
};
use maillage_persistence::{Page, PageRequest, events, organisations, projects};
use maillage_usecases::{
    Platform,
    activity::{self, Feed},
    memberships,
};

use crate::harness::TestHub;

/// Everything that may show or hide a fact.
struct World {
    hubs: Vec<HubId>,
    organisations: HashMap<OrganisationId, Organisation>,
    projects: HashMap<ProjectId, Project>,
    facts: Vec<Event>,
}

#[tokio::test]
async fn feeds_show_what_the_policy_lets_read_and_nothing_else() {
    let hub = TestHub::start().await;
    let here = hub.pole("Pôle d’ici").await;
    let there = hub.pole("Pôle d’ailleurs").await;
    let owner = hub.member(&here, "La propriétaire").await;
    let neighbour = hub.member(&here, "La voisine").await;
    let distant = hub.member(&there, "La lointaine").await;
    let applicant = hub.organisation("La candidate").await;
    let rights = hub.actor(&applicant.representative).await;
    let category = maillage_domain::memberships::MemberCategory::Observer;
    memberships::apply(hub.platform(), &rights, here.id, applicant.id, category, 1)
        .await
        .unwrap();
    let loner = hub.organisation("La solitaire").await;
    let moderator = hub.person("Modeste Relectrice").await;
    maillage_usecases::hubs::grant_role(
        hub.platform(),
        &hub.operator(),
        &here.slug,
        moderator.email(),
        maillage_domain::hubs::HubRole::Moderator,
    )
    .await
    .unwrap();
    let stranger = hub.person("Jeanne Passante").await;

    let members = [owner.id, neighbour.id, distant.id, applicant.id, loner.id];
    let world = furnish(hub.platform(), [here.id, there.id], members).await;
    let people = [
        ("visitor", Actor::Anonymous),
        ("stranger", hub.actor(&stranger).await),
        ("owner", hub.actor(&owner.representative).await),
        ("neighbour", hub.actor(&neighbour.representative).await),
        ("distant", hub.actor(&distant.representative).await),
        ("applicant", hub.actor(&applicant.representative).await),
        ("loner", hub.actor(&loner.representative).await),
        ("moderator", hub.actor(&moderator).await),
        ("coordinator", hub.actor(&here.coordinator).await),
        ("coordinator far", hub.actor(&there.coordinator).await),
        ("operator", Actor::Operator),
    ];
    for (name, actor) in &people {
        let hubs = world.hubs.iter().map(|id| Feed::Hub(*id));
        let organisations = world.organisations.keys().map(|id| Feed::Organisation(*id));
        let projects = world.projects.keys().map(|id| Feed::Project(*id));
        for feed in hubs.chain(organisations).chain(projects) {
            compare(hub.platform(), &world, name, actor, feed).await;
        }
    }
    hub.run_jobs().await;
}

/// Every page of a feed holds the facts that the policy lets this actor read, the newest first.
async fn compare(platform: &Platform, world: &World, name: &str, actor: &Actor, feed: Feed) {
    let within = |event: &&Event| match feed {
        Feed::Hub(id) => event.hub == Some(id),
        Feed::Organisation(id) => event.organisation == Some(id),
        Feed::Project(id) => event.project == Some(id),
        Feed::Resource(id) => event.resource == Some(id),
        Feed::Partnership(id) => event.partnership == Some(id),
    };
    let may = |event: &&Event| {
        let project = event.project.map(|id| &world.projects[&id]);
        let organisation = event.organisation.map(|id| &world.organisations[&id]);
        let about = About {
            project,
            organisation,
            resource: None,
            partnership: None,
        };
        policy::check(actor, Action::ReadEvent(event, about)).is_ok()
    };
    let known: HashMap<EventId, &Event> =
        world.facts.iter().map(|event| (event.id, event)).collect();
    let expected: Vec<&Event> = world
        .facts
        .iter()
        .rev()
        .filter(within)
        .filter(may)
        .collect();

    let mut read = Vec::new();
    let mut request = PageRequest::first(7);
    loop {
        let page: Page<Event> = activity::list(platform, actor, feed, &request)
            .await
            .unwrap();
        request.cursor = page.items.last().map(|(cursor, _)| cursor.clone());
        let more = page.has_next;
        read.extend(page.into_items());
        if !more {
            break;
        }
    }
    let counted = activity::count(platform, actor, feed).await.unwrap();
    assert_eq!(counted, read.len() as u64, "{name} counts {feed:?}");
    // What the harness did before is in the log too; the policy test is about ours.
    let read: Vec<&Event> = read
        .iter()
        .filter_map(|event| known.get(&event.id).copied())
        .collect();
    let describe = |events: &[&Event]| {
        let line = |event: &&Event| {
            let project = event.project.map(|id| &world.projects[&id]);
            let state = project.map(|project| (project.state, project.content.visibility));
            format!("{} {:?} {state:?}", event.audience, event.subject)
        };
        events.iter().map(line).collect::<Vec<_>>()
    };
    assert_eq!(
        describe(&read),
        describe(&expected),
        "{name} reads {feed:?}"
    );
    for event in &read {
        let found = activity::find(platform, actor, event.id).await.unwrap();
        assert_eq!(found.as_ref(), Some(*event));
    }
}

/// Projects in every state and visibility, with and without a guest, organisations published and
/// not, and on each of them a fact for every audience.
async fn furnish(platform: &Platform, hubs: [HubId; 2], members: [OrganisationId; 5]) -> World {
    let [owner, neighbour, ..] = members;
    let author = Some(PersonId::from_uuid(maillage_domain::ids::Mint::uuid(
        platform,
    )));
    let act = Act::new(platform.now(), author, platform);
    let mut facts = Vec::new();
    let mut project_ids = Vec::new();
    let mut organisation_ids = members.to_vec();
    platform
        .write(async |tx| {
            let mut hidden = profile(&act, ContentState::Hidden);
            organisations::save(tx, &mut hidden).await?;
            organisation_ids.push(hidden.id);
            for state in ContentState::ALL {
                for visibility in Visibility::ALL {
                    for guest in [false, true] {
                        let mut project =
                            project(platform, &act, hubs[0], owner, *state, *visibility);
                        projects::save(tx, &mut project).await?;
                        if guest {
                            let mut part = Participation::invite(&act, &project, neighbour, None);
                            projects::save_participation(tx, &mut part).await?;
                        }
                        project_ids.push(project.id);
                    }
                }
            }
            tx.take_events();
            for audience in Audience::ALL {
                let fact =
                    |subject| Event::new(&act, EventKind::ProjectUpdated, subject, *audience);
                for id in &project_ids {
                    let about = || fact(Subject::Project(*id));
                    facts.push(about().within(Some(hubs[0]), Some(owner)));
                    // A guest's part in it.
                    facts.push(about().within(Some(hubs[0]), Some(neighbour)));
                }
                for id in &organisation_ids {
                    let about = || fact(Subject::Organisation(*id));
                    facts.push(about().within(None, Some(*id)));
                    facts.extend(hubs.map(|hub| about().within(Some(hub), Some(*id))));
                }
                facts.extend(hubs.map(|hub| fact(Subject::Hub(hub)).within(Some(hub), None)));
            }
            events::append(tx, &facts).await?;
            Ok(())
        })
        .await
        .unwrap();
    let db = platform.db();
    World {
        hubs: hubs.to_vec(),
        organisations: organisations::by_ids(db, &organisation_ids).await.unwrap(),
        projects: projects::by_ids(db, &project_ids).await.unwrap(),
        facts,
    }
}

fn profile(act: &Act<'_>, state: ContentState) -> Organisation {
    let draft = OrganisationDraft {
        name: "La cachée".to_owned(),
        legal_form: Some(LegalForm::Association),
        ..OrganisationDraft::default()
    };
    let content = OrganisationContent::parse(draft).unwrap();
    let mut organisation = Organisation::create(act, content, Source::Import);
    organisation.state = state;
    organisation.published_at = Some(act.at);
    organisation
}

fn project(
    platform: &Platform,
    act: &Act<'_>,
    hub: HubId,
    lead: OrganisationId,
    state: ContentState,
    visibility: Visibility,
) -> Project {
    let draft = ProjectDraft {
        title: format!("{state} {visibility}"),
        summary: "Un projet.".to_owned(),
        description: "Un projet.".to_owned(),
        visibility: Some(visibility),
        ..ProjectDraft::default()
    };
    let content = ProjectContent::parse(draft, None, platform).unwrap();
    let mut project = Project::create(act, hub, lead, content, ActiveMember::Yes).unwrap();
    project.state = state;
    project
}

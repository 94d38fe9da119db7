//! Who is shown which matches: no more than they may read, and nothing of what a lead could not have.

use std::collections::BTreeSet;

use maillage_domain::{
    bookings::Borrower,
    content::ContentState,
    matches::{Shared, Sought, expect_offered},
    policy::{self, Action, Actor},
    projects::{Project, ProjectDraft, ProjectStage},
    resources::{Resource, ResourceDraft, Usage},
    values::Visibility,
};
use maillage_persistence::memberships;
use maillage_usecases::matches;
use serde_json::json;

use super::{ACCEPT, Place, hangar, need_of, needed, offered, storage};
use crate::harness::{Body, Client};

/// Everybody who may be shown something else.
struct Everybody {
    elsewhere: crate::harness::Pole,
    neighbour: Body,
    distant: Body,
}

impl Everybody {
    async fn around(place: &Place) -> Self {
        let elsewhere = place.hub.pole("Pôle d’à côté").await;
        Self {
            neighbour: place.hub.member(&place.pole, "La Cagette").await,
            distant: place.hub.member(&elsewhere, "Uniscop").await,
            elsewhere,
        }
    }

    fn clients(&self, place: &Place) -> Vec<(&'static str, Client)> {
        vec![
            ("visitor", place.hub.visitor()),
            ("seeker", place.seeker.representative.clone()),
            ("owner", place.owner.representative.clone()),
            ("neighbour", self.neighbour.representative.clone()),
            ("distant", self.distant.representative.clone()),
            ("coordinator", place.pole.coordinator.clone()),
            ("coordinator elsewhere", self.elsewhere.coordinator.clone()),
        ]
    }
}

fn titled(title: &str, visibility: Visibility) -> ResourceDraft {
    ResourceDraft {
        title: title.to_owned(),
        visibility: Some(visibility),
        ..hangar()
    }
}

/// Resources of two owners, in two hubs, in every state and shared in every way.
async fn resources(place: &Place, everybody: &Everybody) -> Vec<Resource> {
    let mut all = Vec::new();
    for (hub, owner) in [
        (place.pole.id, &place.owner),
        (place.pole.id, &place.seeker),
        (everybody.elsewhere.id, &everybody.distant),
    ] {
        for state in ContentState::ALL {
            for visibility in Visibility::ALL {
                let mut draft = titled(&format!("Le {}", all.len()), *visibility);
                if *visibility == Visibility::Parties {
                    draft.parties = vec![place.seeker.id, everybody.neighbour.id];
                }
                all.push(place.shared(hub, owner, draft, *state).await);
            }
        }
        let mut across = titled(&format!("Le {}", all.len()), Visibility::Hub);
        across.shared_with = vec![place.pole.id, everybody.elsewhere.id];
        all.push(
            place
                .shared(hub, owner, across, ContentState::Published)
                .await,
        );
        let bare = titled(&format!("Le {}", all.len()), Visibility::Public);
        let mut bare = place
            .shared(hub, owner, bare, ContentState::Published)
            .await;
        bare.conditions = None;
        all.push(place.save(bare).await);
        let mut named = titled(&format!("Le {}", all.len()), Visibility::Parties);
        named.parties = vec![everybody.neighbour.id];
        all.push(
            place
                .shared(hub, owner, named, ContentState::Published)
                .await,
        );
    }
    all
}

/// Projects of three leads, in every state, stage and visibility.
async fn projects(place: &Place, everybody: &Everybody) -> Vec<Project> {
    let mut all = Vec::new();
    for (hub, lead) in [
        (place.pole.id, &place.seeker),
        (place.pole.id, &place.owner),
        (everybody.elsewhere.id, &everybody.distant),
    ] {
        for visibility in Visibility::ALL {
            let states = ContentState::ALL
                .iter()
                .map(|state| (*state, ProjectStage::Running));
            let stages = ProjectStage::ALL
                .iter()
                .map(|stage| (ContentState::Published, *stage));
            for (state, stage) in states.chain(stages) {
                let draft = ProjectDraft {
                    title: format!("Le {}", all.len()),
                    visibility: Some(*visibility),
                    ..storage()
                };
                let mut project = place.led(hub, lead, draft).await;
                (project.state, project.stage) = (state, stage);
                all.push(place.keep(project).await);
            }
        }
    }
    all
}

fn match_is_shown(
    actor: &Actor,
    project: &Project,
    lead: &Borrower,
    resource: &Resource,
    place: &Place,
) -> bool {
    let (unused, now) = (Usage::default(), place.hub.platform().now());
    let shared = Shared::of(resource, &unused);
    let supply = shared.for_project(project, lead, now);
    let fits = |need: &_| {
        supply
            .as_ref()
            .and_then(|supply| supply.fits(&Sought::of(need)))
    };
    let need = &project.needs[0];
    policy::check(actor, Action::ReadMatch(project, resource)).is_ok()
        && resource.is_published()
        && project.seeks(need)
        && fits(&need.content).is_some()
}

async fn borrower(place: &Place, project: &Project) -> Borrower {
    let db = place.hub.platform().db();
    let memberships = memberships::active_of(db, project.lead).await.unwrap();
    Borrower {
        id: project.lead,
        memberships,
    }
}

async fn actor(place: &Place, name: &str, client: &Client) -> Actor {
    match name {
        "visitor" => Actor::Anonymous,
        _ => place.hub.actor(client).await,
    }
}

#[tokio::test]
async fn the_database_finds_what_the_policy_and_the_rules_say_and_nothing_else() {
    let place = Place::found().await;
    let everybody = Everybody::around(&place).await;
    let (resources, projects) = (
        resources(&place, &everybody).await,
        projects(&place, &everybody).await,
    );
    let leads = futures_util::future::join_all(projects.iter().map(|one| borrower(&place, one)));
    let leads = leads.await;
    let platform = place.hub.platform();
    let needs: Vec<_> = (projects.iter())
        .map(|project| (project.id, need_of(project, 0)))
        .collect();
    let ids: Vec<_> = resources.iter().map(|resource| resource.id).collect();
    let mut found = BTreeSet::new();
    for (name, client) in everybody.clients(&place) {
        let actor = actor(&place, name, &client).await;
        let offers = matches::offers(platform, &actor, &needs).await.unwrap();
        for (project, lead) in projects.iter().zip(&leads) {
            let reads =
                |resource: &&Resource| match_is_shown(&actor, project, lead, resource, &place);
            let expected = resources.iter().filter(reads).map(|resource| resource.id);
            let told = offers.get(&need_of(project, 0)).into_iter().flatten();
            let told: BTreeSet<_> = told.map(|one| one.resource).collect();
            assert_eq!(
                told,
                expected.collect::<BTreeSet<_>>(),
                "{name}: {} {} {}",
                project.state,
                project.stage,
                project.content.visibility
            );
            found.extend(told.into_iter().map(|id| (name, id)));
        }
        let needs = matches::needs(platform, &actor, &ids).await.unwrap();
        for resource in &resources {
            let stages = [ProjectStage::Preparation, ProjectStage::Running];
            let reads = |(project, lead): &(&Project, &Borrower)| {
                project.is_published()
                    && stages.contains(&project.stage)
                    && match_is_shown(&actor, project, lead, resource, &place)
            };
            let expected = projects.iter().zip(&leads).filter(reads);
            let expected = expected.map(|(project, _)| project.id);
            let told = needs.get(&resource.id).into_iter().flatten();
            let told: BTreeSet<_> = told.map(|one| one.project).collect();
            assert_eq!(
                told,
                expected.collect::<BTreeSet<_>>(),
                "{name}: {} {}",
                resource.state,
                resource.content.visibility
            );
        }
    }
    // The comparison is of something: each of them is shown more or less.
    let counts: Vec<_> = (everybody.clients(&place).iter())
        .map(|(name, _)| (*name, found.iter().filter(|(who, _)| who == name).count()))
        .collect();
    for (name, count) in &counts {
        assert!(*count > 0, "{counts:?}: {name}");
    }
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn one_party_to_a_resource_does_not_learn_of_another_by_a_match() {
    let place = Place::found().await;
    let everybody = Everybody::around(&place).await;
    let mut shared = titled("Salle à trois", Visibility::Parties);
    shared.parties = vec![place.seeker.id, everybody.neighbour.id];
    let room = place.share(shared).await;
    let project = place.project(storage()).await;
    let seeker = &place.seeker.representative;
    let neighbour = &everybody.neighbour.representative;
    let title = "query($id: ID!) { resource(id: $id) { title } }";
    let id = json!({ "id": room.id.to_string() });
    assert_eq!(
        neighbour.gql(title, id).await["resource"]["title"],
        "Salle à trois"
    );

    let shown = [seeker, &place.owner.representative, &place.pole.coordinator];
    for client in shown {
        assert_eq!(offered(client, project.id).await, ["Salle à trois"]);
        assert_eq!(needed(client, room.id).await, ["Réemploi des bouteilles"]);
    }
    assert_eq!(offered(neighbour, project.id).await, Vec::<String>::new());
    assert_eq!(needed(neighbour, room.id).await, Vec::<String>::new());

    // Nor by the choice of it.
    seeker
        .gql(ACCEPT, place.choice(&project, room.id, json!({})))
        .await;
    let read = "query($id: ID!, $room: ID!) { project(id: $id) { needs { state metWith { title } } activity { nodes { kind } } }
        resource(id: $room) { activity { nodes { kind } } } }";
    let ids = json!({ "id": project.id.to_string(), "room": room.id.to_string() });
    for client in shown {
        let data = client.gql(read, ids.clone()).await;
        assert_eq!(
            data["project"]["needs"][0]["metWith"]["title"],
            "Salle à trois"
        );
        assert_eq!(
            data["resource"]["activity"]["nodes"][0]["kind"],
            "PROJECT_OFFER_ACCEPTED"
        );
    }
    let data = neighbour.gql(read, ids).await;
    assert_eq!(
        data["project"]["needs"][0],
        json!({ "state": "MET", "metWith": null })
    );
    assert!(!data.to_string().contains("OFFER_ACCEPTED"), "{data}");
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn a_lead_that_left_the_hub_finds_nothing_there_any_more() {
    let place = Place::found().await;
    let hall = place.share(titled("Hangar", Visibility::Public)).await;
    let project = place.project(storage()).await;
    let lead = borrower(&place, &project).await;
    assert!(expect_offered(&lead, &hall).is_ok());
    let visitor = &place.hub.visitor();
    assert_eq!(offered(visitor, project.id).await, ["Hangar"]);
    crate::memberships::suspend(&place.pole, &place.seeker).await;
    assert_eq!(offered(visitor, project.id).await, Vec::<String>::new());
    assert_eq!(needed(visitor, hall.id).await, Vec::<String>::new());
    place.hub.run_jobs().await;
}

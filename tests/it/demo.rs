//! The demo's file becomes what it says.

mod partnerships;

use std::collections::{BTreeMap, BTreeSet};

use maillage_domain::{
    bookings::BookingState as S,
    content::ContentState,
    memberships::MembershipState,
    policy::Actor,
    projects::{ParticipationState, Project, ProjectStage},
    values::Language,
};
use maillage_persistence::{Page, PageRequest};
use maillage_server::demo;
use maillage_usecases::{
    bookings, matches, materials,
    memberships::{self, RegisterFilter},
    projects::{self, ProjectFields, ProjectFilter, ProjectOrder, ProjectQuery},
    resources,
};
use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Client, TestHub};

const FILE: &str = include_str!("../../crates/server/data/demo.json");

// One test, since loading takes longer than looking.
#[tokio::test]
async fn the_demo_becomes_what_its_file_says() {
    let hub = TestHub::start().await;
    let platform = hub.platform();
    let (db, secrets) = (platform.db().clone(), platform.secrets().clone());
    let public_url = &platform.settings().public_url;
    let loaded = demo::load(db, secrets, public_url, platform.now());
    loaded.await.unwrap();
    let file = serde_json::from_str(FILE).unwrap();
    memberships_are_in_their_states(&hub, &file).await;
    projects_are_in_their_states(&hub, &file).await;
    participations_are_in_their_states(&hub, &file).await;
    bookings_are_in_their_states(&hub, &file).await;
    needs_find_offers(&hub).await;
    reservations_are_in_their_states(&hub, &file).await;
    partnerships::are_in_their_states(&hub, &file).await;
    partnerships::are_kept_as_the_file_says(&hub).await;
    people_sign_in_and_find_what_is_theirs(&hub).await;
    nobody_takes_it_for_real(&hub).await;
    nobody_is_told_what_happened_long_ago(&hub).await;
    partnerships::a_visitor_signs_what_waits(&hub).await;
}

/// The entries of a list of the file by key.
fn by_key<'a>(file: &'a Value, list: &str) -> BTreeMap<&'a str, &'a Value> {
    file[list]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| (entry["key"].as_str().unwrap(), entry))
        .collect()
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

async fn bookings_are_in_their_states(hub: &TestHub, file: &Value) {
    let query = bookings::BookingQuery {
        filter: bookings::BookingFilter::default(),
        page: PageRequest::first(100),
    };
    let page = bookings::list(hub.platform(), &Actor::Operator, &query)
        .await
        .unwrap();
    let now = hub.platform().now();
    let told = |state: &str, purpose: &str, late: bool| format!("{state} {purpose} {late}");
    let mut found: Vec<_> = page
        .into_items()
        .map(|booking| {
            assert!(booking.created_at < now, "nobody books in times to come");
            let over = booking.span.end() < now;
            let state = booking.state;
            assert_eq!(
                over,
                booking.returned_at.is_some()
                    || matches!(state, S::NoShow | S::Cancelled)
                    // Work whose hours the employer has not confirmed yet.
                    || booking.work.is_some_and(|work| work.worked.is_some()),
                "{state}"
            );
            let purpose = booking.purpose.map(String::from).unwrap_or_default();
            told(state.as_str(), &purpose, booking.late)
        })
        .collect();
    let mut expected: Vec<_> = by_key(file, "bookings")
        .into_values()
        .map(|one| {
            let (state, purpose) = (&one["state"], &one["purpose"]);
            let late = one["late_minutes"].as_u64().unwrap() > 0;
            told(state.as_str().unwrap(), purpose.as_str().unwrap(), late)
        })
        .collect();
    found.sort_unstable();
    expected.sort_unstable();
    assert_eq!(found, expected);
}

async fn reservations_are_in_their_states(hub: &TestHub, file: &Value) {
    let now = hub.platform().now();
    let query = materials::ReservationQuery {
        filter: materials::ReservationFilter {
            now,
            ..materials::ReservationFilter::default()
        },
        page: PageRequest::first(100),
    };
    let page = materials::list(hub.platform(), &Actor::Operator, &query);
    let told = |state: &str, purpose: &str, taken: &str| format!("{state} {purpose} {taken}");
    let mut found: Vec<_> = (page.await.unwrap().into_items())
        .map(|one| {
            assert!(one.created_at < now, "nobody reserves in times to come");
            let purpose = one.purpose.as_ref().map(ToString::to_string);
            let taken = one.taken.to_string();
            told(
                one.state_at(now).as_str(),
                &purpose.unwrap_or_default(),
                &taken,
            )
        })
        .collect();
    let mut expected: Vec<_> = by_key(file, "reservations")
        .into_values()
        .map(|one| {
            let taken = one["taken"].as_str().unwrap_or("0");
            told(
                &text(&one["state"]).unwrap(),
                &text(&one["purpose"]).unwrap(),
                taken,
            )
        })
        .collect();
    found.sort_unstable();
    expected.sort_unstable();
    assert_eq!(found, expected);
    // What is held is let go of by the worker, although nobody was told that it is held.
    assert!(hub.jobs_waiting().await >= 2);
}

async fn memberships_are_in_their_states(hub: &TestHub, file: &Value) {
    let names = by_key(file, "organisations");
    let mut states = BTreeSet::new();
    for slug in ["premeo", "ptce-niortais", "toulon-emergent"] {
        let register = memberships::register(
            hub.platform(),
            &Actor::Operator,
            slug,
            RegisterFilter::default(),
        )
        .await
        .unwrap();
        let found: BTreeSet<_> = register
            .into_iter()
            .map(|row| {
                let membership = row.membership;
                states.insert(membership.state);
                (
                    row.organisation.name.unwrap(),
                    membership.state.to_string(),
                    membership.category.to_string(),
                    row.college.is_some(),
                    membership.since.map(|day| day.to_string()),
                    membership.until.map(|day| day.to_string()),
                    membership.charter_accepted,
                )
            })
            .collect();
        let expected = file["memberships"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|entry| entry["hub"] == slug);
        let expected: BTreeSet<_> = expected
            .map(|entry| {
                // An application names no college; the hub assigns one when it accepts.
                let assigned = !matches!(entry["state"].as_str().unwrap(), "APPLIED" | "REFUSED");
                (
                    names[entry["organisation"].as_str().unwrap()]["name"]
                        .as_str()
                        .unwrap()
                        .to_owned(),
                    text(&entry["state"]).unwrap(),
                    text(&entry["category"]).unwrap(),
                    assigned && !entry["college"].is_null(),
                    text(&entry["since"]),
                    text(&entry["until"]),
                    entry["charter_version"]
                        .as_i64()
                        .map(|number| i32::try_from(number).unwrap()),
                )
            })
            .collect();
        assert_eq!(found, expected, "{slug}");
    }
    assert_eq!(
        states.into_iter().collect::<Vec<_>>(),
        sorted(MembershipState::ALL)
    );
}

async fn projects_are_in_their_states(hub: &TestHub, file: &Value) {
    let stored = all_projects(hub).await;
    let (mut states, mut stages) = (BTreeSet::new(), BTreeSet::new());
    let entries = file["projects"].as_array().unwrap();
    assert_eq!(stored.len(), entries.len());
    for entry in entries {
        let title = entry["title"].as_str().unwrap();
        let project = stored
            .iter()
            .find(|project| project.content.title.as_str() == title)
            .unwrap();
        states.insert(project.state);
        stages.insert(project.stage);
        assert_eq!(project.state.as_str(), entry["state"], "{title}");
        assert_eq!(project.stage.as_str(), entry["stage"], "{title}");
        assert_eq!(
            project.content.visibility.as_str(),
            entry["visibility"],
            "{title}"
        );
        assert_eq!(
            project.created_at.format("%FT%TZ").to_string(),
            entry["created_at"],
            "{title}"
        );
        let published = project
            .published_at
            .map(|at| at.format("%FT%TZ").to_string());
        assert_eq!(published, text(&entry["published_at"]), "{title}");
        assert_eq!(
            project.revision.is_some(),
            !entry["revision"].is_null(),
            "{title}"
        );
        let reason = project
            .statement
            .as_ref()
            .map(|statement| statement.facts.to_string());
        assert_eq!(reason, text(&entry["state_reason"]), "{title}");
        let needs: Vec<_> = project
            .needs
            .iter()
            .map(|need| need.state.as_str())
            .collect();
        let expected: Vec<_> = entry["needs"]
            .as_array()
            .unwrap()
            .iter()
            .map(|need| need["state"].as_str().unwrap())
            .collect();
        assert_eq!(needs, expected, "{title}");
        let done: Vec<_> = project
            .content
            .milestones
            .iter()
            .map(|one| one.done_on.map(|day| day.to_string()))
            .collect();
        let expected: Vec<_> = entry["milestones"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| text(&one["done"]))
            .collect();
        assert_eq!(done, expected, "{title}");
        assert_eq!(
            project.content.budget.len(),
            entry["budget"].as_array().unwrap().len(),
            "{title}"
        );
    }
    assert_eq!(
        states.into_iter().collect::<Vec<_>>(),
        sorted(ContentState::ALL)
    );
    assert_eq!(
        stages.into_iter().collect::<Vec<_>>(),
        sorted(ProjectStage::ALL)
    );
}

/// Needs of its projects find what its organisations share.
async fn needs_find_offers(hub: &TestHub) {
    let projects = all_projects(hub).await;
    let needs: Vec<_> = (projects.iter())
        .flat_map(|project| {
            project
                .needs
                .iter()
                .map(|need| (project.id, need.content.id))
        })
        .collect();
    let found = matches::offers(hub.platform(), &Actor::Operator, &needs)
        .await
        .unwrap();
    let best = async |label: &str| {
        let mut needs = projects.iter().flat_map(|project| &project.needs);
        let need = needs.find(|need| need.content.label.as_str() == label);
        let best = &found[&need.unwrap().content.id][0];
        let id = [best.resource];
        let resource = resources::whole(hub.platform(), &Actor::Operator, &id);
        let title = resource.await.unwrap().remove(0).content.title.to_string();
        let reasons = best.fit.reasons.iter();
        let reasons: Vec<_> = reasons.map(|reason| reason.code.as_str()).collect();
        (title, reasons.join(" "))
    };
    for (label, title, reasons) in [
        (
            "Atelier",
            "Bureaux de pépinière, Réalis",
            "KIND WORDS SAME_COMMUNE FREE_THROUGHOUT",
        ),
        (
            "Encadrant technique",
            "Encadrant technique d’insertion mis à disposition",
            "KIND WORDS SAME_DEPARTMENT FREE_IN_PART ENOUGH",
        ),
        (
            "Stockage",
            "Bureaux de pépinière, Réalis",
            "KIND SAME_INTERCOMMUNALITY FREE_THROUGHOUT",
        ),
    ] {
        assert_eq!(
            best(label).await,
            (title.to_owned(), reasons.to_owned()),
            "{label}"
        );
    }
}

async fn participations_are_in_their_states(hub: &TestHub, file: &Value) {
    let stored = all_projects(hub).await;
    let ids: Vec<_> = stored.iter().map(|project| project.id).collect();
    let found = projects::first_participations(hub.platform(), &Actor::Operator, &ids, 100)
        .await
        .unwrap();
    let found = found.into_values().flat_map(Page::into_items);
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for participation in found {
        *counts.entry(participation.state.to_string()).or_default() += 1;
    }
    let mut expected: BTreeMap<String, usize> = BTreeMap::new();
    for entry in file["projects"].as_array().unwrap() {
        for with in entry["participants"].as_array().unwrap() {
            *expected.entry(text(&with["state"]).unwrap()).or_default() += 1;
        }
    }
    assert_eq!(counts, expected);
    assert_eq!(counts.len(), ParticipationState::ALL.len());
}

async fn people_sign_in_and_find_what_is_theirs(hub: &TestHub) {
    let sign_in = "mutation ($email: String!, $password: String!) {
      signIn(input: { email: $email, password: $password }) { session { accessToken } errors { code } }
    }";
    for account in demo::accounts().unwrap() {
        let variables = json!({ "email": account.email, "password": demo::PASSWORD });
        let data = hub.visitor().gql(sign_in, variables).await;
        assert!(
            data["signIn"]["session"]["accessToken"].is_string(),
            "{}",
            account.email
        );
    }
    let data = hub
        .visitor()
        .gql(
            "{ hubs { nodes { slug demo } totalCount } organisations { totalCount } }",
            json!({}),
        )
        .await;
    assert_eq!(data["hubs"]["totalCount"], 3);
    assert!(
        data["hubs"]["nodes"]
            .as_array()
            .unwrap()
            .iter()
            .all(|hub| hub["demo"] == true)
    );
    assert_eq!(data["organisations"]["totalCount"], 84);
}

async fn nobody_takes_it_for_real(hub: &TestHub) {
    let query = "{ installation { demo version } organisations(first: 100) { nodes { demo } } }";
    let data = hub.visitor().gql(query, json!({})).await;
    assert_eq!(data["installation"]["demo"], true);
    let organisations = data["organisations"]["nodes"].as_array().unwrap();
    assert!(organisations.len() > 80 && organisations.iter().all(|one| one["demo"] == true));
    let get = async |client: &Client, path: &str| {
        let request = client.http(Method::GET, path).await;
        request.send().await.unwrap()
    };
    let page = get(&hub.visitor(), "/").await.text().await.unwrap();
    assert!(page.contains("Démonstration"), "{page}");
    let page = get(&hub.visitor().speaking("en"), "/").await;
    let page = page.text().await.unwrap();
    assert!(page.contains("Demonstration"), "{page}");

    let register = memberships::register_csv(
        hub.platform(),
        &Actor::Operator,
        "premeo",
        RegisterFilter::default(),
        Language::French,
    );
    assert_eq!(register.await.unwrap().name, "registre-premeo-demo.csv");
}

#[tokio::test]
async fn an_installation_without_the_sample_is_no_demo() {
    let hub = TestHub::start().await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let content = crate::organisations::content("La Recyclerie");
    let id = crate::organisations::create(&jeanne, content).await;
    let query =
        "query ($id: ID!) { installation { demo version } organisation(id: $id) { name demo } }";
    let data = jeanne.gql(query, json!({ "id": id.to_string() })).await;
    assert_eq!(data["installation"]["demo"], false);
    assert_eq!(data["installation"]["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(data["organisation"]["demo"], false);
    hub.run_jobs().await;
}

async fn nobody_is_told_what_happened_long_ago(hub: &TestHub) {
    // What was held then is let go of or fetched by now, of which nobody is told either.
    hub.run_jobs().await;
    assert_eq!(hub.jobs_left().await, 0);
    assert!(hub.mails().is_empty());
}

async fn all_projects(hub: &TestHub) -> Vec<Project> {
    let query = ProjectQuery {
        filter: ProjectFilter::default(),
        order: ProjectOrder::default(),
        page: PageRequest::first(100),
        fields: ProjectFields::empty(),
    };
    let page = projects::list(hub.platform(), &Actor::Operator, &query)
        .await
        .unwrap();
    let ids: Vec<_> = page.into_items().map(|view| view.id).collect();
    projects::whole(hub.platform(), &Actor::Operator, &ids)
        .await
        .unwrap()
}

fn sorted<T: Ord + Copy>(values: &[T]) -> Vec<T> {
    let mut values = values.to_vec();
    values.sort_unstable();
    values
}

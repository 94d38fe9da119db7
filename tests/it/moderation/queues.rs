//! What lists of reviews cost.

use maillage_domain::hubs::HubRole;
use maillage_usecases::hubs;
use serde_json::{Value, json};

use super::Scene;

#[tokio::test]
async fn the_queues_of_hubs_and_the_reviews_of_projects_are_read_for_all_at_once() {
    const QUEUES: &str = "{ hubs { nodes { slug moderationQueue(first: 1, filter: { claim: UNCLAIMED }) {
            totalCount nodes { kind submittedAt submittedBy { name } subject { ... on Project { title } } } } } }
        projects(filter: { states: [SUBMITTED] }) { nodes { title reviews(first: 1) { totalCount nodes { kind } } } } }";
    let scene = Scene::start().await;
    let hub = &scene.hub;
    let twice = async |scene: &Scene, title: &str| {
        let project = scene.submitted(title).await;
        let withdrawn = scene
            .by_author("withdrawProject", &project, json!({}))
            .await;
        scene
            .by_author("submitProject", &withdrawn, json!({}))
            .await;
    };
    twice(&scene, "Réemploi").await;
    let count = async || {
        scene.moderator.gql("{ __typename }", json!({})).await;
        let queues = scene.moderator.gql(QUEUES, json!({}));
        hub.statements_of(queues).await
    };
    let (one, few) = count().await;
    for name in ["Sources", "Vallons"] {
        let other = hub.pole(name).await;
        let (platform, operator) = (hub.platform(), hub.operator());
        let (email, role) = (scene.moderator.email(), HubRole::Moderator);
        hubs::grant_role(platform, &operator, &other.slug, email, role)
            .await
            .unwrap();
    }
    for title in ["Tournée", "Atelier"] {
        twice(&scene, title).await;
    }
    let (all, many) = count().await;
    assert_eq!(few, many);

    let waiting = |data: &Value| {
        let hubs = data["hubs"]["nodes"].as_array().unwrap().iter();
        let counts = hubs.map(|one| one["moderationQueue"]["totalCount"].as_u64().unwrap());
        counts.collect::<Vec<_>>()
    };
    assert_eq!(waiting(&one), [1]);
    assert_eq!(waiting(&all), [3, 0, 0], "by name, the first hub has all");
    let oldest = &all["hubs"]["nodes"][0]["moderationQueue"]["nodes"][0];
    assert_eq!(oldest["subject"]["title"], "Réemploi");
    assert_eq!(oldest["submittedBy"]["name"], "Oc’Consigne");
    let projects = all["projects"]["nodes"].as_array().unwrap();
    assert_eq!(projects.len(), 3);
    for project in projects {
        assert_eq!(project["reviews"]["totalCount"], 2, "{project}");
        assert_eq!(project["reviews"]["nodes"].as_array().unwrap().len(), 1);
    }
    let visitors = hub.visitor().gql(QUEUES, json!({})).await;
    for one in visitors["hubs"]["nodes"].as_array().unwrap() {
        assert_eq!(one["moderationQueue"], Value::Null);
    }
    hub.run_jobs().await;
}

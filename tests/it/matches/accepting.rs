//! The choice of an offer: what becomes of the need, who is told, and when it is refused.

use maillage_domain::{
    content::ContentState,
    projects::{NeedKind, ProjectDraft},
    resources::ResourceDraft,
    values::Visibility,
};
use serde_json::{Value, json};

use super::{
    ACCEPT, Place, conditions, hangar, looking_for, need, need_of, needed, offered, storage,
};
use crate::harness::Client;

const READ: &str = "query($id: ID!) { project(id: $id) { version
    needs { id state metNote metBy { name } metWith { title } }
    activity { nodes { kind sentence resource { title } } } } }";

async fn read(client: &Client, project: &maillage_domain::projects::Project) -> Value {
    let id = json!({ "id": project.id.to_string() });
    client.gql(READ, id).await["project"].clone()
}

#[tokio::test]
async fn an_offer_that_is_accepted_meets_the_need_and_is_told_to_who_shares_it() {
    let place = Place::found().await;
    let hall = place.share(hangar()).await;
    let project = place.project(storage()).await;
    let client = &place.seeker.representative;
    let before = place.hub.mails().len();

    let rehearsed = place.choice(&project, hall.id, json!({ "dryRun": true }));
    let data = client.gql(ACCEPT, rehearsed).await;
    let need = &data["acceptOffer"]["project"]["needs"][0];
    assert_eq!(
        (&need["state"], &need["metWith"]["title"]),
        (&json!("MET"), &json!("Hangar de stockage")),
        "as it would be"
    );
    assert_eq!(read(client, &project).await["needs"][0]["state"], "OPEN");

    let data = client
        .gql(ACCEPT, place.choice(&project, hall.id, json!({})))
        .await;
    let met = json!([{
        "id": need_of(&project, 0).to_string(), "state": "MET", "metNote": null, "metBy": null,
        "metWith": { "title": "Hangar de stockage" }, "offers": [],
    }]);
    assert_eq!(data["acceptOffer"]["project"]["needs"], met);
    assert_eq!(offered(client, project.id).await, Vec::<String>::new());
    assert_eq!(
        needed(&place.owner.representative, hall.id).await,
        Vec::<String>::new()
    );

    let after = read(client, &project).await;
    let activity = after["activity"]["nodes"].as_array().unwrap();
    assert_eq!(
        activity[0],
        json!({
            "kind": "PROJECT_OFFER_ACCEPTED",
            "sentence": "Le projet «\u{a0}Réemploi des bouteilles\u{a0}» retient la ressource «\u{a0}Hangar de stockage\u{a0}».",
            "resource": { "title": "Hangar de stockage" },
        })
    );
    assert_eq!(activity[1]["kind"], "PROJECT_NEED_MET");
    assert_eq!(activity[1]["resource"], Value::Null);

    place.hub.run_jobs().await;
    let mails = &place.hub.mails()[before..];
    let [mail] = mails else { panic!("{mails:?}") };
    assert_eq!(mail.to.as_str(), place.owner.representative.email());
    assert_eq!(
        mail.subject,
        "Oc’Consigne retient «\u{a0}Hangar de stockage\u{a0}»"
    );
    for told in [
        "pour le besoin «\u{a0}Stockage\u{a0}»",
        "de son projet «\u{a0}Réemploi des bouteilles\u{a0}»",
        &project.id.to_string(),
        "Rien n’est encore réservé",
        "`bookResources`",
    ] {
        assert!(mail.text.contains(told), "{told}: {}", mail.text);
    }
}

#[tokio::test]
async fn who_may_not_read_the_project_is_told_of_the_choice_without_it() {
    let place = Place::found().await;
    let elsewhere = place.hub.pole("Pôle d’à côté").await;
    place.hub.join(&elsewhere, &place.seeker).await;
    let distant = place.hub.member(&elsewhere, "Uniscop").await;
    let shared = ResourceDraft {
        visibility: Some(Visibility::Public),
        ..hangar()
    };
    let hall = place
        .shared(elsewhere.id, &distant, shared, ContentState::Published)
        .await;
    let project = ProjectDraft {
        visibility: Some(Visibility::Hub),
        ..storage()
    };
    let project = place.project(project).await;
    let client = &place.seeker.representative;
    client
        .gql(ACCEPT, place.choice(&project, hall.id, json!({})))
        .await;
    place.hub.run_jobs().await;
    let mail = place.hub.mails_to(distant.representative.email()).pop();
    let mail = mail.expect("a mail");
    assert!(
        mail.text.contains("pour un besoin d’un de ses projets."),
        "{}",
        mail.text
    );
    for kept in ["Stockage", "bouteilles", &project.id.to_string()] {
        assert!(!mail.text.contains(kept), "{kept}: {}", mail.text);
    }
}

#[tokio::test]
async fn nobody_is_told_of_a_choice_of_their_own_or_that_was_taken_back() {
    let place = Place::found().await;
    let own = place
        .shared(
            place.pole.id,
            &place.seeker,
            hangar(),
            ContentState::Published,
        )
        .await;
    let hall = place.share(hangar()).await;
    let project = place.project(storage()).await;
    let client = &place.seeker.representative;
    let before = place.hub.mails().len();
    client
        .gql(ACCEPT, place.choice(&project, own.id, json!({})))
        .await;
    place.hub.run_jobs().await;

    let reopen = "mutation($input: ReopenNeedInput!) { reopenNeed(input: $input) {
        project { version needs { state metWith { title } } } errors { code } } }";
    let input = async || {
        json!({ "input": {
            "id": project.id.to_string(), "need": need_of(&project, 0).to_string(),
            "actingFor": place.seeker.id.to_string(),
            "expectedVersion": read(client, &project).await["version"],
        } })
    };
    let data = client.gql(reopen, input().await).await;
    let need = &data["reopenNeed"]["project"]["needs"][0];
    assert_eq!(need, &json!({ "state": "OPEN", "metWith": null }));
    let version = data["reopenNeed"]["project"]["version"].clone();
    let more = json!({ "expectedVersion": version });
    client
        .gql(ACCEPT, place.choice(&project, hall.id, more))
        .await;
    client.gql(reopen, input().await).await;
    place.hub.run_jobs().await;
    assert_eq!(place.hub.mails()[before..], []);
    assert_eq!(offered(client, project.id).await, ["Hangar de stockage"]);
}

#[tokio::test]
async fn what_cannot_be_had_or_is_not_looked_for_is_not_accepted() {
    let place = Place::found().await;
    let elsewhere = place.hub.pole("Pôle d’à côté").await;
    let distant = place.hub.member(&elsewhere, "Uniscop").await;
    let hall = place.share(hangar()).await;
    let project = place.project(storage()).await;
    let client = &place.seeker.representative;
    let refused = async |client: &Client, resource, more, code: &str| {
        let answer = client
            .ask(ACCEPT, place.choice(&project, resource, more))
            .await;
        answer.expect_error(code)
    };

    let kept = place
        .shared(elsewhere.id, &distant, hangar(), ContentState::Published)
        .await;
    refused(client, kept.id, json!({}), "NOT_FOUND").await;
    let public = ResourceDraft {
        visibility: Some(Visibility::Public),
        ..hangar()
    };
    let public = place
        .shared(elsewhere.id, &distant, public, ContentState::Published)
        .await;
    let error = refused(client, public.id, json!({}), "NOT_ELIGIBLE").await;
    let of = json!([{ "name": "resource", "value": public.id.to_string() }]);
    assert_eq!(error["facts"], of);
    let mut bare = place.share(hangar()).await;
    bare.conditions = None;
    let bare = place.save(bare).await;
    refused(client, bare.id, json!({}), "WITHDRAWN").await;
    let own = place
        .shared(
            place.pole.id,
            &place.seeker,
            hangar(),
            ContentState::Archived,
        )
        .await;
    refused(client, own.id, json!({}), "WITHDRAWN").await;
    let hidden = place
        .shared(place.pole.id, &place.owner, hangar(), ContentState::Hidden)
        .await;
    refused(client, hidden.id, json!({}), "NOT_FOUND").await;

    let stale = json!({ "expectedVersion": 7 });
    refused(client, hall.id, stale, "CONFLICT").await;
    let other = place
        .project(looking_for(vec![need(NeedKind::Space, "Une cour", None)]))
        .await;
    let foreign = json!({ "need": need_of(&other, 0).to_string() });
    refused(client, hall.id, foreign, "NOT_FOUND").await;
    let owner = &place.owner;
    let theirs = json!({ "actingFor": owner.id.to_string() });
    let error = refused(&owner.representative, hall.id, theirs, "FORBIDDEN").await;
    assert_eq!(error["extensions"]["reason"], "NEEDS_CONTRIBUTOR");
    refused(&place.hub.visitor(), hall.id, json!({}), "UNAUTHENTICATED").await;

    let data = client
        .gql(ACCEPT, place.choice(&project, hall.id, json!({})))
        .await;
    let version = data["acceptOffer"]["project"]["version"].clone();
    let again = json!({ "expectedVersion": version });
    let error = refused(client, hall.id, again, "WRONG_STATE").await;
    assert_eq!(
        error["facts"][0],
        json!({ "name": "state", "value": "MET" })
    );
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn of_two_who_accept_at_once_exactly_one_does() {
    let place = Place::found().await;
    let (one, two) = (place.share(hangar()).await, place.share(hangar()).await);
    let project = place.project(storage()).await;
    let other = place.hub.another_instance().await;
    let before = place.hub.mails().len();
    let client = &place.seeker.representative;
    let there = client.on(&other);
    let (a, b) = tokio::join!(
        client.ask(ACCEPT, place.choice(&project, one.id, json!({}))),
        there.ask(ACCEPT, place.choice(&project, two.id, json!({}))),
    );
    let answers = [&a, &b];
    let conflicts = answers.iter().filter(|answer| answer.has_error("CONFLICT"));
    assert_eq!(conflicts.count(), 1, "{a:?} {b:?}");
    let won = answers
        .iter()
        .filter(|answer| answer.errors().next().is_none());
    assert_eq!(won.count(), 1, "{a:?} {b:?}");
    let activity = read(client, &project).await["activity"]["nodes"].clone();
    let kinds: Vec<_> = (activity.as_array().unwrap().iter())
        .map(|one| one["kind"].as_str().unwrap())
        .collect();
    assert_eq!(
        kinds,
        [
            "PROJECT_OFFER_ACCEPTED",
            "PROJECT_NEED_MET",
            "PROJECT_CREATED"
        ]
    );
    place.hub.run_jobs().await;
    assert_eq!(place.hub.mails()[before..].len(), 1);
    other.stop().await;
}

#[tokio::test]
async fn what_a_need_was_met_with_stays_through_edits_and_is_hidden_with_the_resource() {
    let place = Place::found().await;
    let shared = ResourceDraft {
        visibility: Some(Visibility::Public),
        ..hangar()
    };
    let mut hall = place.share(shared).await;
    hall.conditions = Some(conditions(4));
    let hall = place.save(hall).await;
    let project = place.project(storage()).await;
    let client = &place.seeker.representative;
    client
        .gql(ACCEPT, place.choice(&project, hall.id, json!({})))
        .await;
    let stage = "mutation($input: SetProjectStageInput!) { setProjectStage(input: $input) { errors { code } } }";
    let input = json!({
        "id": project.id.to_string(), "actingFor": place.seeker.id.to_string(), "stage": "COMPLETED",
        "expectedVersion": read(client, &project).await["version"],
    });
    client.gql(stage, json!({ "input": input })).await;
    let visitor = &place.hub.visitor();
    let owner = &place.owner.representative;
    let seen = async |client: &Client| {
        let project = read(client, &project).await;
        let activity = project["activity"]["nodes"].as_array().unwrap().clone();
        let told = activity
            .iter()
            .any(|one| one["kind"] == "PROJECT_OFFER_ACCEPTED");
        let need = &project["needs"][0];
        assert_eq!(
            (&need["state"], &need["metBy"]),
            (&json!("MET"), &Value::Null)
        );
        assert_eq!(told, need["metWith"].is_object());
        need["metWith"]["title"].as_str().map(str::to_owned)
    };
    let title = Some("Hangar de stockage".to_owned());
    for reader in [client, visitor, owner] {
        assert_eq!(seen(reader).await, title);
    }
    for state in [ContentState::Hidden, ContentState::Archived] {
        let mut gone = hall.clone();
        gone.version = resource_version(&place, &hall).await;
        gone.state = state;
        place.save(gone).await;
        for reader in [client, visitor] {
            assert_eq!(seen(reader).await, None, "{state}");
        }
        for reader in [owner, &place.pole.coordinator] {
            assert_eq!(seen(reader).await, title, "{state}");
        }
    }
    place.hub.run_jobs().await;
}

async fn resource_version(place: &Place, hall: &maillage_domain::resources::Resource) -> i32 {
    let db = place.hub.platform().db();
    let found = maillage_persistence::resources::find(db, hall.id).await;
    found.unwrap().expect("a resource").version
}

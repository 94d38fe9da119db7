//! What agreements begin from.

use serde_json::{Value, json};

use super::{PROPOSE, Place, codes};

const LIST: &str = "query ($hub: ID, $form: Form) { partnershipTemplates(hub: $hub, form: $form) {
    id title form language months renewal noticeDays hub { slug } version archived
    articles { name key heading text } blanks { name label hint value } } }";
const CREATE: &str = "mutation ($input: CreatePartnershipTemplateInput!) {
    createPartnershipTemplate(input: $input) { partnershipTemplate { id title version } errors { code path } } }";
const UPDATE: &str = "mutation ($input: UpdatePartnershipTemplateInput!) {
    updatePartnershipTemplate(input: $input) { partnershipTemplate { id title version } errors { code path } } }";
const ARCHIVE: &str = "mutation ($input: ArchivePartnershipTemplateInput!) {
    archivePartnershipTemplate(input: $input) { partnershipTemplate { id archived } errors { code } } }";

#[tokio::test]
async fn an_agreement_begins_from_a_template_and_what_it_asks_for_is_filled_in() {
    let place = Place::found(2).await;
    let listed = place
        .client(0)
        .gql(LIST, json!({ "form": "CONVENTION" }))
        .await;
    let template = &listed["partnershipTemplates"][0];
    assert_eq!(template["title"], "Convention de partenariat");
    let articles = template["articles"].as_array().unwrap().iter().map(|one| {
        json!({ "name": one["name"], "key": one["key"], "heading": one["heading"], "text": one["text"] })
    });
    let blanks = template["blanks"].as_array().unwrap().iter().map(|one| {
        json!({ "name": one["name"], "label": one["label"], "hint": one["hint"], "value": "Montpellier" })
    });
    let content = place.content_with(&json!({
        "articles": articles.collect::<Vec<_>>(), "blanks": blanks.collect::<Vec<_>>(),
    }));
    let draft = place.drafted(content).await;
    let proposed = place.does(0, PROPOSE, &draft["id"], json!({})).await;
    let read = place.read(1, &proposed["id"]).await;
    for article in read["versions"][0]["articles"].as_array().unwrap() {
        let text = article["text"].as_str().unwrap();
        assert!(!text.contains("{{"), "{text}");
    }
    let node = "query ($id: ID!) { node(id: $id) { ... on PartnershipTemplate { title } } }";
    let found = place
        .hub
        .visitor()
        .gql(node, json!({ "id": template["id"] }))
        .await;
    assert_eq!(found["node"]["title"], "Convention de partenariat");
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn what_a_template_says_of_its_term_and_of_who_reads_it_is_what_was_chosen() {
    let place = Place::found(2).await;
    for (language, disclosure, term, told) in [
        (
            "FR",
            "NOTHING",
            json!(null),
            ["durée indéterminée", "Ni le texte de la convention"],
        ),
        (
            "FR",
            "ALL",
            json!("2027-11-20"),
            [
                "prend fin le 20 novembre 2027",
                "lit sur la plateforme le texte",
            ],
        ),
        (
            "EN",
            "EXISTENCE",
            json!(null),
            ["indefinite term", "and nothing else"],
        ),
    ] {
        let listed = place
            .client(0)
            .gql(LIST, json!({ "form": "CONVENTION" }))
            .await;
        let templates = listed["partnershipTemplates"].as_array().unwrap();
        let template = templates.iter().find(|one| one["language"] == language);
        let template = template.unwrap();
        let filled = template["blanks"].as_array().unwrap().iter().map(
            |one| json!({ "name": one["name"], "label": one["label"], "value": "Montpellier" }),
        );
        let content = place.content_with(&json!({
            "language": language, "disclosure": disclosure,
            "term": { "startsOn": "2026-11-21", "endsOn": term, "renewal": "NONE", "noticeDays": 30 },
            "commitments": [],
            "articles": template["articles"], "blanks": filled.collect::<Vec<_>>(),
        }));
        let proposed = place.proposed(content).await;
        let read = place.read(1, &proposed["id"]).await;
        let text = read["versions"][0]["text"].as_str().unwrap();
        for told in told {
            assert!(text.contains(told), "{told} in {text}");
        }
        let open = term.is_null();
        for other in ["conclue pour une durée déterminée", "made for a fixed term"] {
            assert!(!open || !text.contains(other), "{other} in {text}");
        }
        for gone in [
            "durée initiale",
            "initial term",
            "rendus publics",
            "made public",
        ] {
            assert!(!text.contains(gone), "{gone} in {text}");
        }
    }
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn a_hub_writes_its_own_which_its_members_alone_read() {
    let place = Place::found(2).await;
    let hub = place.pole.id.to_string();
    let content = json!({ "form": "FRAMEWORK", "aim": "MUTUALISATION", "title": "Notre convention-cadre",
        "summary": "Pour les achats groupés du pôle.", "months": 36, "renewal": "EXPRESS", "noticeDays": 90,
        "articles": [{ "name": "object", "key": "OBJECT", "heading": "Objet", "text": "{{parties}}" }] });
    let input = json!({ "input": { "hub": hub, "content": content } });
    assert_eq!(
        codes(&place.client(0).ask(CREATE, input.clone()).await),
        ["FORBIDDEN"]
    );
    let coordinator = &place.pole.coordinator;
    let made =
        coordinator.gql(CREATE, input).await["createPartnershipTemplate"]["partnershipTemplate"]
            .clone();
    let mine = place.client(0).gql(LIST, json!({ "hub": hub })).await;
    let all = mine["partnershipTemplates"].as_array().unwrap();
    assert_eq!(
        (all.len(), &all[0]["title"]),
        (8, &json!("Notre convention-cadre"))
    );
    let outside = place.hub.visitor().gql(LIST, json!({ "hub": hub })).await;
    assert_eq!(outside["partnershipTemplates"].as_array().unwrap().len(), 7);
    let node = "query ($id: ID!) { node(id: $id) { id } }";
    let unseen = place
        .hub
        .visitor()
        .gql(node, json!({ "id": made["id"] }))
        .await;
    assert_eq!(unseen["node"], Value::Null);

    let mut changed = content;
    changed["title"] = json!("Notre convention-cadre, revue");
    let input = json!({ "input": { "id": made["id"], "expectedVersion": 1, "content": changed } });
    coordinator.gql(UPDATE, input.clone()).await;
    assert!(coordinator.ask(UPDATE, input).await.has_error("CONFLICT"));
    let ours = json!({ "input": { "id": all[1]["id"], "expectedVersion": 1 } });
    assert_eq!(
        codes(&coordinator.ask(ARCHIVE, ours).await),
        ["NOT_FOUND"],
        "those of the platform are nobody's"
    );
    let input = json!({ "input": { "id": made["id"], "expectedVersion": 2 } });
    coordinator.gql(ARCHIVE, input).await;
    let left = place.client(0).gql(LIST, json!({ "hub": hub })).await;
    assert_eq!(left["partnershipTemplates"].as_array().unwrap().len(), 7);
    place.hub.run_jobs().await;
}

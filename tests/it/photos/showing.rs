//! Photos as a part of what a resource says of itself.

use serde_json::{Value, json};

use super::{content, read, scene, shows, uploaded};
use crate::{
    harness::{Body, Pole, TestHub},
    resources::{UPDATE, act, draft, published, try_draft},
};

#[tokio::test]
async fn a_resource_shows_its_photos_in_the_order_of_its_owner() {
    let hub = TestHub::start().await;
    let (pole, member, _) = scene(&hub).await;
    let (one, two) = (uploaded(&member).await, uploaded(&member).await);
    let resource = draft(&pole, &member, content("Salle", "PUBLIC", &[&two, &one])).await;
    let mine = &member.representative;
    let shown = |resource: &Value| {
        let photos = resource["photos"].as_array().unwrap().iter();
        photos
            .map(|photo| photo["photo"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        shown(&read(mine, &resource).await),
        [two.clone(), one.clone()]
    );
    let change = json!({ "content": content("Salle", "PUBLIC", &[&one, &two]) });
    let data = mine.gql(UPDATE, act(&resource, member.id, change)).await;
    assert_eq!(data["updateResource"]["errors"], json!([]));
    assert_eq!(shown(&read(mine, &resource).await), [one, two]);
    let none = draft(&pole, &member, crate::resources::content("Sans", "PUBLIC")).await;
    assert!(shown(&read(mine, &none).await).is_empty());
}

#[tokio::test]
async fn one_photo_may_be_shown_by_several_resources_and_is_seen_where_one_of_them_is() {
    let hub = TestHub::start().await;
    let (pole, member, other) = scene(&hub).await;
    let photo = uploaded(&member).await;
    draft(&pole, &member, content("Brouillon", "PUBLIC", &[&photo])).await;
    assert!(!super::sees(&other.representative, &super::address(&photo)).await);
    published(&hub, &pole, &member, content("Salle", "HUB", &[&photo])).await;
    assert!(super::sees(&other.representative, &super::address(&photo)).await);
    assert!(!super::sees(&hub.visitor(), &super::address(&photo)).await);
}

async fn fault(pole: &Pole, member: &Body, photos: Value) -> Value {
    let mut content = crate::resources::content("Salle", "PUBLIC");
    content["photos"] = photos;
    let answer = try_draft(pole, member, content).await;
    assert_eq!(answer["resource"], Value::Null);
    let mut error = answer["errors"][0].clone();
    error["message"].take();
    error
}

#[tokio::test]
async fn a_resource_names_only_what_its_organisation_has_uploaded() {
    let hub = TestHub::start().await;
    let (pole, member, other) = scene(&hub).await;
    let (mine, theirs) = (uploaded(&member).await, uploaded(&other).await);
    let absent = "photo_01h455vb4pex5vsknk084sn02q";
    let named = async |photo: &str| {
        let photos = json!([shows(&mine), shows(photo)]);
        let mut error = fault(&pole, &member, photos).await;
        assert_eq!(error["path"], json!(["content", "photos", "1", "photo"]));
        // But for the id that was given.
        let facts = error["facts"].as_array_mut().unwrap();
        facts.retain(|fact| fact["name"] != "given");
        error
    };
    assert_eq!(named(&theirs).await, named(absent).await);

    let twice = fault(&pole, &member, json!([shows(&mine), shows(&mine)])).await;
    assert_eq!(twice["path"], json!(["content", "photos", "1", "photo"]));
    let wordless = json!([{ "photo": mine, "description": " " }]);
    let wordless = fault(&pole, &member, wordless).await;
    assert_eq!(
        wordless["path"],
        json!(["content", "photos", "0", "description"])
    );
    let other_kind = json!([{ "photo": member.id.to_string(), "description": "Une salle." }]);
    let other_kind = fault(&pole, &member, other_kind).await;
    assert_eq!(
        other_kind["path"],
        json!(["content", "photos", "0", "photo"])
    );
    let many: Vec<_> = (0..11).map(|_| shows(&mine)).collect();
    let many = fault(&pole, &member, json!(many)).await;
    assert_eq!(many["path"], json!(["content", "photos"]));
}

#[tokio::test]
async fn the_catalogue_with_owner_next_free_time_and_photo_takes_one_statement_a_level() {
    let query = "{ resources(first: 100) { nodes { id title owner { name } nextFree { start }
        photos { url description width height } } } }";
    let hub = TestHub::start().await;
    let (pole, member, _) = scene(&hub).await;
    let photo = uploaded(&member).await;
    let conditions = "mutation($input: SetResourceConditionsInput!) { setResourceConditions(input: $input) { resource { id } errors { code message } } }";
    let mut counts = Vec::new();
    for wanted in [1, 12] {
        for number in counts.len()..wanted {
            let title = format!("Salle {wanted} {number}");
            let shown = content(&title, "PUBLIC", &[&photo]);
            let resource = published(&hub, &pole, &member, shown).await;
            let more = json!({ "conditions": {
                "timeZone": "Europe/Paris", "minLength": "PT1H", "maxLength": "PT8H", "horizon": "P30D",
                "approval": "AUTOMATIC",
                "weekly": [{ "weekday": "MONDAY", "from": "09:00", "to": "18:00" }],
            } });
            let input = act(&resource, member.id, more);
            member.representative.gql(conditions, input).await;
        }
        let visitor = hub.visitor();
        let (data, statements) = hub.statements_of(visitor.gql(query, json!({}))).await;
        let nodes = data["resources"]["nodes"].as_array().unwrap();
        assert_eq!(nodes.len(), wanted);
        for node in nodes {
            assert!(node["nextFree"]["start"].is_string());
            assert!(node["photos"][0]["url"].as_str().unwrap().contains(&photo));
        }
        counts.push(statements);
    }
    // The resources with their photos; their owners; what is booked of them.
    assert_eq!(counts, [3, 3]);
}

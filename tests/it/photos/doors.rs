//! Who sees a photo: at each moment those to whom a text shows it.

use chrono::TimeDelta;
use reqwest::{Method, StatusCode, header::HeaderMap};
use serde_json::{Value, json};

use super::{address, address_for, content, get, read, scene, sees, uploaded};
use crate::{
    harness::{Client, TestHub},
    resources::{ARCHIVE, SUBMIT, UPDATE, act, draft, publish, published},
};

#[tokio::test]
async fn of_a_draft_its_organisation_alone_sees_the_photos_and_of_a_submission_the_team_too() {
    let hub = TestHub::start().await;
    let (pole, member, other) = scene(&hub).await;
    let photo = uploaded(&member).await;
    let mine = &member.representative;
    let everybody: [&Client; 4] = [
        mine,
        &pole.coordinator,
        &other.representative,
        &hub.visitor(),
    ];
    let seen_by = async || {
        let mut seen = Vec::new();
        for client in everybody {
            seen.push(sees(client, &address(&photo)).await);
        }
        seen
    };
    assert_eq!(seen_by().await, [false; 4], "nothing shows it");
    let resource = draft(&pole, &member, content("Salle", "PUBLIC", &[&photo])).await;
    assert_eq!(seen_by().await, [true, false, false, false], "a draft");
    mine.gql(SUBMIT, act(&resource, member.id, json!({}))).await;
    assert_eq!(seen_by().await, [true, true, false, false], "submitted");
    publish(&pole).await;
    assert_eq!(seen_by().await, [true; 4], "published to everybody");
    hub.run_jobs().await;

    let seen = crate::resources::read(mine, &resource["id"]).await;
    mine.gql(ARCHIVE, act(&seen, member.id, json!({}))).await;
    assert_eq!(seen_by().await, [true, true, false, false], "archived");
    hub.run_jobs().await;
}

#[tokio::test]
async fn what_everybody_sees_has_a_plain_address_that_may_be_kept_for_two_minutes() {
    let hub = TestHub::start().await;
    let (pole, member, _) = scene(&hub).await;
    let photo = uploaded(&member).await;
    let shown = content("Salle", "PUBLIC", &[&photo]);
    let resource = published(&hub, &pole, &member, shown).await;
    let visitor = hub.visitor();
    for client in [&visitor, &member.representative] {
        let seen = read(client, &resource).await;
        let seen = &seen["photos"][0];
        let at = |size| json!(format!("https://maillage.test/photos/{photo}/{size}.jpg"));
        assert_eq!(seen["url"], at("medium"));
        assert_eq!(seen["small"], at("small"));
        assert_eq!(seen["large"], at("large"));
        assert_eq!(
            (&seen["width"], &seen["height"]),
            (&json!(640), &json!(480))
        );
        assert_eq!(seen["description"], "La salle, vue de la porte.");
    }
    let response = get(&visitor, &address(&photo)).await;
    let headers = response.headers().clone();
    let header = |name: &str| headers[name].to_str().unwrap();
    assert_eq!(header("content-type"), "image/jpeg");
    assert_eq!(header("cache-control"), "public, max-age=120");
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert_eq!(header("cross-origin-resource-policy"), "cross-origin");
    assert!(header("content-disposition").starts_with("inline; filename=photo_"));
    assert!(header("content-security-policy").starts_with("default-src 'none'"));
    assert!(
        !headers.contains_key("content-encoding"),
        "it is compressed already"
    );
    let (tag, whole) = (header("etag").to_owned(), response.bytes().await.unwrap());
    assert!(whole.starts_with(&[0xff, 0xd8, 0xff]));

    let again = visitor.http(Method::GET, &address(&photo)).await;
    let again = again.header("If-None-Match", tag.as_str());
    let again = again.send().await.unwrap();
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    assert_eq!(again.headers()["etag"], tag.as_str());
    assert_eq!(again.bytes().await.unwrap().len(), 0);
    let small = format!("/photos/{photo}/small.jpg");
    assert_ne!(get(&visitor, &small).await.headers()["etag"], tag.as_str());
    let head = visitor.http(Method::HEAD, &address(&photo)).await;
    assert_eq!(head.send().await.unwrap().status(), StatusCode::OK);
}

fn kept_by_one(headers: &HeaderMap) -> bool {
    headers["cache-control"] == "private, no-cache"
}

#[tokio::test]
async fn the_address_of_what_some_see_is_good_for_its_viewer_for_an_hour_at_most() {
    let hub = TestHub::start().await;
    let (pole, member, other) = scene(&hub).await;
    let photo = uploaded(&member).await;
    let resource = published(&hub, &pole, &member, content("Salle", "HUB", &[&photo])).await;
    let theirs = address_for(&other.representative, &resource).await;
    let (plain, ticket) = theirs.split_once("?ticket=").expect("a ticket");
    let visitor = hub.visitor();
    // A page shows it without saying who asks: the ticket does.
    let response = get(&visitor, &theirs).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert!(kept_by_one(response.headers()));
    assert_eq!(response.headers()["vary"], "Authorization");
    assert!(!sees(&visitor, plain).await);

    let another = uploaded(&member).await;
    draft(&pole, &member, content("Autre salle", "HUB", &[&another])).await;
    let forged = ticket.replace("person_", "person_7");
    let last = if ticket.ends_with('A') { "B" } else { "A" };
    let spoiled = format!("{}{last}", &ticket[..ticket.len() - 1]);
    let later = ticket.replacen(".17", ".18", 1);
    assert_ne!(later, ticket);
    for wrong in [
        format!("{}?ticket={ticket}", address(&another)),
        format!("{plain}?ticket={forged}"),
        format!("{plain}?ticket={spoiled}"),
        format!("{plain}?ticket={later}"),
        format!("{plain}?ticket="),
        format!("{plain}?ticket=%FF"),
    ] {
        assert!(!sees(&visitor, &wrong).await, "{wrong}");
    }
    hub.clock().advance(TimeDelta::minutes(4));
    let same = address_for(&other.representative, &resource).await;
    assert_eq!(
        same, theirs,
        "what a browser has already is asked for again"
    );
    assert!(sees(&visitor, &theirs).await);
    hub.clock().advance(TimeDelta::minutes(56));
    assert!(!sees(&visitor, &theirs).await);
    let fresh = address_for(&other.representative, &resource).await;
    assert!(sees(&visitor, &fresh).await);
}

#[tokio::test]
async fn a_right_that_is_lost_takes_the_photos_away_at_once() {
    let hub = TestHub::start().await;
    let (pole, member, other) = scene(&hub).await;
    let elsewhere = hub.pole("Pôle d’à côté").await;
    let stranger = hub.member(&elsewhere, "Uniscop").await;
    let photo = uploaded(&member).await;
    let resource = published(&hub, &pole, &member, content("Salle", "HUB", &[&photo])).await;
    let visitor = hub.visitor();
    assert!(!sees(&stranger.representative, &address(&photo)).await);
    assert!(!sees(&elsewhere.coordinator, &address(&photo)).await);
    let theirs = address_for(&other.representative, &resource).await;
    let mine = address_for(&member.representative, &resource).await;

    // Its session has ended.
    let again = hub.known(other.representative.email()).await;
    let on_another_device = address_for(&again, &resource).await;
    assert_ne!(on_another_device, theirs);
    again
        .gql(
            "mutation { signOut(input: {}) { errors { code } } }",
            json!({}),
        )
        .await;
    assert!(!sees(&visitor, &on_another_device).await);
    assert!(sees(&visitor, &theirs).await);

    // Its organisation is no active member any more.
    let memberships =
        "query($id: ID!) { organisation(id: $id) { memberships { nodes { id version } } } }";
    let id = json!({ "id": other.id.to_string() });
    let data = pole.coordinator.gql(memberships, id).await;
    let membership = &data["organisation"]["memberships"]["nodes"][0];
    let suspend = "mutation($input: SuspendMembershipInput!) { suspendMembership(input: $input) { membership { state } errors { code } } }";
    let input = json!({ "id": membership["id"], "expectedVersion": membership["version"], "reason": "Cotisation due." });
    pole.coordinator
        .gql(suspend, json!({ "input": input }))
        .await;
    assert!(!sees(&visitor, &theirs).await);
    assert!(sees(&visitor, &mine).await);
    hub.run_jobs().await;
}

#[tokio::test]
async fn a_resource_that_is_hidden_takes_its_photos_away_at_once_also_from_who_has_an_address() {
    const HIDE: &str = "mutation($input: HideResourceInput!) { hideResource(input: $input) {
        resource { id version state } errors { code } } }";
    const RESTORE: &str =
        "mutation($input: RestoreResourceInput!) { restoreResource(input: $input) {
        resource { id version state } errors { code } } }";
    let hub = TestHub::start().await;
    let (pole, member, other) = scene(&hub).await;
    let visitor = hub.visitor();
    for visibility in ["PUBLIC", "HUB"] {
        let photo = uploaded(&member).await;
        let shown = content(&format!("Salle {visibility}"), visibility, &[&photo]);
        let resource = published(&hub, &pole, &member, shown).await;
        let theirs = address_for(&other.representative, &resource).await;
        assert!(sees(&visitor, &theirs).await);
        let grounds = json!({ "facts": "La salle n’existe plus.", "ground": "CHARTER", "reference": "article 4" });
        let hide = json!({ "input": { "id": resource["id"], "expectedVersion": resource["version"], "grounds": grounds } });
        let data = pole.coordinator.gql(HIDE, hide).await;
        let hidden = data["hideResource"]["resource"].clone();
        for client in [&visitor, &other.representative] {
            assert!(!sees(client, &theirs).await, "{visibility}");
            assert!(!sees(client, &address(&photo)).await, "{visibility}");
        }
        for insider in [&member.representative, &pole.coordinator] {
            let own = address_for(insider, &resource).await;
            assert!(own.contains("?ticket="), "{own}");
            assert!(sees(&visitor, &own).await, "{visibility}");
        }
        let input = json!({ "id": hidden["id"], "expectedVersion": hidden["version"] });
        pole.coordinator
            .gql(RESTORE, json!({ "input": input }))
            .await;
        assert!(sees(&visitor, &theirs).await, "{visibility}");
        hub.run_jobs().await;
    }
}

#[tokio::test]
async fn the_photos_of_a_revision_are_seen_by_who_reads_it_until_it_is_published() {
    let hub = TestHub::start().await;
    let (pole, member, other) = scene(&hub).await;
    let (before, after) = (uploaded(&member).await, uploaded(&member).await);
    let shown = content("Salle", "PUBLIC", &[&before]);
    let resource = published(&hub, &pole, &member, shown).await;
    let mine = &member.representative;
    let change = json!({ "content": content("Salle", "PUBLIC", &[&after]) });
    mine.gql(UPDATE, act(&resource, member.id, change)).await;
    let visitor = hub.visitor();
    for stranger in [&visitor, &other.representative] {
        assert!(sees(stranger, &address(&before)).await);
        assert!(!sees(stranger, &address(&after)).await);
        let seen = read(stranger, &resource).await;
        assert_eq!(seen["revision"], Value::Null);
        assert_eq!(seen["photos"][0]["photo"], json!(before));
    }
    for insider in [mine, &pole.coordinator] {
        let seen = read(insider, &resource).await;
        let revision = &seen["revision"];
        assert_eq!(revision["photos"][0]["photo"], json!(after));
        let told = |photo: &str| json!(format!("La salle, vue de la porte. ({photo})"));
        let change = json!([{ "field": "photos", "before": told(&before), "after": told(&after) }]);
        assert_eq!(revision["changes"], change);
        let url = revision["photos"][0]["url"].as_str().unwrap();
        assert!(sees(&visitor, url).await);
    }
    publish(&pole).await;
    assert!(sees(&visitor, &address(&after)).await);
    for anybody in [&visitor, mine, &pole.coordinator] {
        assert!(!sees(anybody, &address(&before)).await, "nothing shows it");
    }
    hub.run_jobs().await;
}

#[tokio::test]
async fn an_address_that_names_no_photo_is_that_of_none() {
    let hub = TestHub::start().await;
    let (pole, member, _) = scene(&hub).await;
    let photo = uploaded(&member).await;
    published(&hub, &pole, &member, content("Salle", "PUBLIC", &[&photo])).await;
    let visitor = hub.visitor();
    let uuid = photo
        .parse::<maillage_domain::ids::PhotoId>()
        .unwrap()
        .uuid();
    for path in [
        format!("/photos/{photo}/huge.jpg"),
        format!("/photos/{photo}/medium.png"),
        format!("/photos/{photo}/medium"),
        format!("/photos/{photo}/..%2F{photo}%2Fmedium.jpg"),
        format!("/photos/{photo}%2F..%2F{photo}/medium.jpg"),
        "/photos/..%2F..%2Ftest.db/medium.jpg".to_owned(),
        "/photos/%2Fetc/passwd.jpg".to_owned(),
        format!("/photos/{uuid}/medium.jpg"),
        format!("/photos/{}/medium.jpg", photo.replace("photo", "resource")),
        format!("/photos/{photo}/%FF.jpg"),
    ] {
        assert!(!sees(&visitor, &path).await, "{path}");
    }
    let request = visitor.http(Method::GET, &address(&photo)).await;
    let forged = request.bearer_auth("nobody").send().await.unwrap();
    assert_eq!(forged.status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_photo_of_what_is_shared_by_name_is_seen_by_the_named() {
    let hub = TestHub::start().await;
    let (pole, member, named) = scene(&hub).await;
    let other = hub.member(&pole, "Uniscop").await;
    let photo = uploaded(&member).await;
    let mut private = content("Presse à balles", "PARTIES", &[&photo]);
    private["parties"] = json!([named.id.to_string()]);
    let resource = published(&hub, &pole, &member, private).await;
    for (client, seen) in [
        (&named.representative, true),
        (&member.representative, true),
        (&pole.coordinator, true),
        (&other.representative, false),
        (&hub.visitor(), false),
    ] {
        assert_eq!(sees(client, &address(&photo)).await, seen);
    }
    let url = address_for(&named.representative, &resource).await;
    assert!(sees(&hub.visitor(), &url).await);
}

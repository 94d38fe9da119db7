//! Drafting together, and freezing what was drafted.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{CHANGE, PROPOSE, Place, WITHDRAW, codes, may};

const COMMENT: &str = "mutation ($input: CommentPartnershipInput!) {
    commentPartnership(input: $input) { comment { article text edit organisation { name } person { name } }
      errors { code path } } }";
const TALK: &str = "query ($id: ID!, $article: String) { partnership(id: $id) {
    comments(article: $article) { totalCount nodes { article text organisation { name } } }
    edits { number person { name } organisation { name } }
    differences(from: 1) { part heading pieces { state text } }
    activity { nodes { kind actingFor { name } sentence } } } }";

#[tokio::test]
async fn a_change_tells_that_a_version_is_taken_back_and_writes_to_whom_it_names_anew() {
    let place = Place::found(3).await;
    let content = place.content();
    let two = json!([content["parties"][0], content["parties"][1]]);
    let proposed = place
        .proposed(place.content_with(&json!({ "parties": two })))
        .await;
    place.signs(1, &proposed).await.data();
    place.hub.run_jobs().await;
    let subjects = |number: usize| {
        let mails = place.hub.mails_to(place.client(number).email());
        let subjects = mails.into_iter().map(|mail| mail.subject);
        subjects.collect::<Vec<_>>()
    };
    let (before, third) = (subjects(1).len(), subjects(2).len());
    let more = json!({ "content": content });
    place.does(0, CHANGE, &proposed["id"], more).await;
    place.hub.run_jobs().await;
    let told = subjects(1).split_off(before);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("Version reprise"), "{told:?}");
    let told = subjects(2).split_off(third);
    let drafted = told.iter().filter(|one| one.contains("avec vous"));
    assert_eq!(drafted.count(), 1, "{told:?}");
    let mut content = place.content();
    content["term"]["noticeDays"] = json!(10);
    let before = (subjects(1).len(), subjects(2).len());
    let more = json!({ "content": content });
    place.does(0, CHANGE, &proposed["id"], more).await;
    place.hub.run_jobs().await;
    let after = (subjects(1).len(), subjects(2).len());
    assert_eq!(before, after, "a change of a draft is told to nobody");
}

#[tokio::test]
async fn a_draft_is_shared_by_its_parties_and_each_change_says_who_made_it() {
    let place = Place::found(3).await;
    let draft = place.drafted(place.content()).await;
    assert_eq!(
        (&draft["state"], &draft["stage"]),
        (&json!("DRAFT"), &json!("DRAFT"))
    );
    place.hub.run_jobs().await;
    for number in [1, 2] {
        let mails = place.hub.mails_to(place.client(number).email());
        let letter = mails.last().unwrap();
        assert!(
            letter.subject.contains("prépare une convention avec vous"),
            "{}",
            letter.subject
        );
    }
    let own = place.hub.mails_to(place.client(0).email());
    let told = own
        .iter()
        .any(|mail| mail.subject.contains("prépare une convention"));
    assert!(!told, "nobody is told of their own act");

    let mut content = place.content();
    content["articles"][1]["text"] =
        json!("Les parties tiennent ensemble un grand atelier à {{lieu}}.");
    content["term"]["noticeDays"] = json!(60);
    let more = json!({ "content": content });
    let changed = place.does(1, CHANGE, &draft["id"], more.clone()).await;
    assert_eq!(changed["edit"], 2);
    let mut same = more;
    let owed = place.read(2, &draft["id"]).await["commitments"][0]["id"].clone();
    same["content"]["commitments"][0]["id"] = owed;
    let again = place.asks(2, CHANGE, &draft["id"], same).await;
    assert_eq!(codes(&again), ["NOTHING_TO_DO"]);

    let said = json!({ "article": "object", "text": "Et le grand atelier, qui le chauffe ?" });
    let input = json!({ "input": { "id": draft["id"], "actingFor": place.bodies[2].id.to_string(),
        "article": said["article"], "text": said["text"] } });
    let comment = place.client(2).gql(COMMENT, input.clone()).await;
    assert_eq!(comment["commentPartnership"]["comment"]["edit"], 2);
    let mut elsewhere = input;
    elsewhere["input"]["article"] = json!("nothing");
    let refused = place.client(2).ask(COMMENT, elsewhere).await;
    assert_eq!(refused.expect_error("INVALID")["path"], json!(["article"]));

    let read = place
        .client(0)
        .gql(TALK, json!({ "id": draft["id"], "article": "object" }))
        .await;
    let read = &read["partnership"];
    assert_eq!(read["comments"]["totalCount"], 1);
    assert_eq!(
        read["comments"]["nodes"][0]["organisation"]["name"],
        "Atelier 3"
    );
    assert_eq!(read["edits"][0]["organisation"]["name"], "Atelier 2");
    assert_eq!(
        read["edits"][0]["person"]["name"],
        "Représentante Atelier 2"
    );
    assert_eq!(read["edits"][1]["number"], 1);
    let parts: Vec<_> = read["differences"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["part"].clone())
        .collect();
    assert_eq!(parts, ["term", "article:object"]);
    let pieces = read["differences"][1]["pieces"].as_array().unwrap();
    let added: Vec<_> = pieces
        .iter()
        .filter(|piece| piece["state"] == "ADDED")
        .collect();
    assert!(
        added
            .iter()
            .any(|piece| piece["text"].as_str().unwrap().contains("grand")),
        "{pieces:#?}"
    );
    let kinds: Vec<_> = read["activity"]["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["kind"].clone())
        .collect();
    assert_eq!(
        kinds,
        [
            "PARTNERSHIP_COMMENTED",
            "PARTNERSHIP_CHANGED",
            "PARTNERSHIP_DRAFTED"
        ]
    );
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn what_is_wrong_with_a_draft_is_told_field_by_field_and_changes_nothing() {
    let place = Place::found(2).await;
    let mut content = place.content();
    content["title"] = json!("x");
    content["parties"] = json!([{ "organisation": place.bodies[0].id.to_string(), "role": "PORTEUR", "share": "130" }]);
    content["term"]["endsOn"] = json!("2026-01-01");
    content["commitments"][0]["quantity"]["value"] = json!("-3");
    content["articles"][0]["name"] = json!("Not A Name");
    content["blanks"][0]["name"] = json!("é");
    let answer = place.draft(content).await;
    let mut paths: Vec<_> = answer
        .errors()
        .map(|error| {
            let path = error["path"].as_array().unwrap();
            path.iter()
                .map(|step| step.as_str().unwrap())
                .collect::<Vec<_>>()
                .join(".")
        })
        .collect();
    paths.sort();
    assert_eq!(
        paths,
        [
            "content.articles.0.name",
            "content.blanks.0.name",
            "content.commitments.0.amount",
            "content.parties",
            "content.parties.0.share",
            "content.term.endsOn",
            "content.title",
        ]
    );
    let count = place
        .client(0)
        .gql("{ partnerships { totalCount } }", json!({}))
        .await;
    assert_eq!(count["partnerships"]["totalCount"], 0);

    // Somebody who is no party of it, and what is not there for them.
    let stranger = place.hub.organisation("Une inconnue").await;
    let mut content = place.content();
    content["parties"][1]["organisation"] = json!(stranger.id.to_string());
    let answer = place.draft(content).await;
    let path = answer.expect_error("INVALID")["path"].clone();
    assert_eq!(
        path,
        json!(["content", "parties"]),
        "a profile that was never published"
    );
    let mut content = place.content();
    content["parties"] = json!([content["parties"][1], { "organisation": place.bodies[1].id.to_string(), "role": "FINANCEUR" }]);
    assert_eq!(
        codes(&place.draft(content).await),
        ["INVALID", "INVALID"],
        "twice the same, and not the own one"
    );
    let outside = json!({ "input": { "hub": place.pole.id.to_string(), "actingFor": stranger.id.to_string(),
        "content": place.content() } });
    let refused = stranger.representative.ask(super::DRAFT, outside).await;
    assert!(refused.has_error("NOT_ACTIVE_MEMBER"), "{:?}", refused.body);
}

#[tokio::test]
async fn proposing_freezes_the_text_with_every_field_filled_in() {
    let place = Place::found(2).await;
    let mut content = place.content();
    content["blanks"][0]["value"] = Value::Null;
    let draft = place.drafted(content).await;
    let refused = place.asks(0, PROPOSE, &draft["id"], json!({})).await;
    let error = refused.expect_error("INCOMPLETE");
    assert_eq!(error["facts"][0]["value"], "lieu");

    place
        .does(
            1,
            CHANGE,
            &draft["id"],
            json!({ "content": place.content() }),
        )
        .await;
    let proposed = place.does(1, PROPOSE, &draft["id"], json!({})).await;
    assert_eq!(
        (&proposed["state"], &proposed["proposed"]["number"]),
        (&json!("PROPOSED"), &json!(1))
    );
    let read = place.read(0, &draft["id"]).await;
    let version = &read["versions"][0];
    let text: Value = serde_json::from_str(version["text"].as_str().unwrap()).unwrap();
    assert_eq!(text["format"], "maillage.convention.1");
    assert_eq!(text["parties"][0]["name"], "Atelier 1");
    let object = version["articles"][1]["text"].as_str().unwrap();
    assert!(
        object.contains("à Montpellier, du 21 novembre 2026 au 20 novembre 2027"),
        "{object}"
    );
    assert!(
        object.contains("| Atelier 1 | toutes les autres parties | Accueille"),
        "{object}"
    );
    let digest = Sha256::digest(version["text"].as_str().unwrap().as_bytes());
    let digest = digest
        .iter()
        .fold(String::new(), |text, byte| format!("{text}{byte:02x}"));
    assert_eq!(version["sha256"], digest.as_str());

    // The same words are written in one way, whoever writes them: RFC 8785.
    let canonical = serde_json::to_string(&text).unwrap();
    assert_eq!(version["text"], canonical.as_str());

    place.hub.run_jobs().await;
    for number in [0, 1] {
        let mails = place.hub.mails_to(place.client(number).email());
        let letter = mails.last().unwrap();
        assert!(letter.subject.starts_with("À signer"), "{}", letter.subject);
    }
}

#[tokio::test]
async fn a_change_makes_another_version_and_drops_the_signatures() {
    let place = Place::found(2).await;
    let proposed = place.proposed(place.content()).await;
    place.signs(0, &proposed).await.data();
    let mut content = place.content();
    content["title"] = json!("Convention du grand atelier");
    let changed = place
        .does(1, CHANGE, &proposed["id"], json!({ "content": content }))
        .await;
    assert_eq!(
        (&changed["state"], &changed["stage"]),
        (&json!("DRAFT"), &json!("DRAFT"))
    );
    let late = place.signs(1, &proposed).await;
    assert_eq!(codes(&late), ["WRONG_STATE"]);

    let second = place.does(1, PROPOSE, &proposed["id"], json!({})).await;
    assert_eq!(second["proposed"]["number"], 2);
    assert_eq!(
        second["proposed"]["awaits"].as_array().unwrap().len(),
        2,
        "nobody has signed this one"
    );
    let old = place.signs(0, &proposed).await;
    assert_eq!(codes(&old), ["OTHER_VERSION"]);
    let read = place.read(0, &proposed["id"]).await;
    assert_eq!(read["versions"][0]["state"], "WITHDRAWN");
    assert_eq!(
        read["versions"][0]["signatures"].as_array().unwrap().len(),
        1,
        "what was done stays on record"
    );

    let back = place.does(0, WITHDRAW, &proposed["id"], json!({})).await;
    assert_eq!(back["state"], "DRAFT");
    let read = place.read(0, &proposed["id"]).await;
    assert_eq!(may(&read, "PROPOSE"), true);
    assert_eq!(may(&read, "SIGN"), false);
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn a_stale_version_is_a_conflict_and_a_dry_run_writes_nothing() {
    let place = Place::found(2).await;
    let draft = place.drafted(place.content()).await;
    let stale = place
        .asks(0, PROPOSE, &draft["id"], json!({ "expectedVersion": 7 }))
        .await;
    assert!(stale.has_error("CONFLICT"), "{:?}", stale.body);
    let rehearsed = place
        .does(0, PROPOSE, &draft["id"], json!({ "dryRun": true }))
        .await;
    assert_eq!(rehearsed["state"], "PROPOSED");
    assert_eq!(place.read(0, &draft["id"]).await["state"], "DRAFT");
    place.hub.run_jobs().await;
}

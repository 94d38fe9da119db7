//! Who signs what, by which right, and that it was them.

use chrono::TimeDelta;
use maillage_domain::mandates::MandateRole;
use serde_json::{Value, json};

use super::{CHANGE, PROPOSE, Place, codes, may};
use crate::harness::{Authenticator, PASSWORD};

#[tokio::test]
async fn two_organisations_sign_and_it_is_in_force() {
    all_sign(2).await;
}

#[tokio::test]
async fn three_organisations_sign_and_it_is_in_force() {
    all_sign(3).await;
}

#[tokio::test]
async fn twenty_five_organisations_sign_and_it_is_in_force() {
    all_sign(25).await;
}

async fn all_sign(parties: usize) {
    let place = Place::found(parties).await;
    let proposed = place.proposed(place.content()).await;
    for number in 0..parties {
        let read = place.read(number, &proposed["id"]).await;
        assert_eq!(may(&read, "SIGN"), true);
        let signed = place.signs(number, &proposed).await.data();
        let partnership = &signed["signPartnership"]["partnership"];
        let last = number + 1 == parties;
        let state = if last { "ACTIVE" } else { "PROPOSED" };
        assert_eq!(partnership["state"], state, "after {number}");
        assert_eq!(
            codes(&place.signs(number, &proposed).await).len(),
            1,
            "nobody signs twice"
        );
        if last {
            let signatures = &partnership["inForce"]["signatures"];
            assert_eq!(signatures.as_array().unwrap().len(), parties);
            assert_eq!(signatures[0]["name"], "Représentante Atelier 1");
            assert_eq!(signatures[0]["capacity"], "présidente");
            assert_eq!(signatures[0]["proof"], "SIGN_IN");
            assert_eq!(partnership["since"], "2026-11-21");
        } else {
            assert_eq!(partnership["inForce"], Value::Null);
        }
    }
    place.hub.run_jobs().await;
    for number in 0..parties {
        let mails = place.hub.mails_to(place.client(number).email());
        let letter = mails.last().unwrap();
        assert!(
            letter.subject.starts_with("En vigueur"),
            "{}",
            letter.subject
        );
    }
}

#[tokio::test]
async fn only_representatives_of_the_parties_sign() {
    let place = Place::found(3).await;
    let mut content = place.content();
    content["parties"].as_array_mut().unwrap().truncate(2);
    let proposed = place.proposed(content).await;
    let outside = place.signs(2, &proposed).await;
    assert_eq!(codes(&outside), ["NOT_FOUND"]);

    let clerk = place.hub.person("Une employée").await;
    place.mandated(0, &clerk, MandateRole::Contributor).await;
    let input = json!({ "input": { "id": proposed["id"], "actingFor": place.bodies[0].id.to_string(),
        "sha256": proposed["proposed"]["sha256"], "capacity": "employée" } });
    let refused = clerk.ask(super::SIGN, input).await;
    assert_eq!(codes(&refused), ["FORBIDDEN"]);
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn a_sign_in_of_more_than_ten_minutes_ago_signs_nothing_without_a_code() {
    let place = Place::found(2).await;
    let proposed = place.proposed(place.content()).await;
    // The same session, refreshed: the client would sign in again by itself.
    let old = Old::of(&place, 0).await;
    place.hub.clock().advance(TimeDelta::minutes(10));
    let in_time = old.rehearses(&place, &proposed, json!({})).await;
    assert_eq!(
        in_time,
        Vec::<String>::new(),
        "ten minutes are not more than ten minutes"
    );
    place.hub.clock().advance(TimeDelta::microseconds(1));
    assert_eq!(
        old.rehearses(&place, &proposed, json!({})).await,
        ["SIGN_IN_AGAIN"]
    );
    let no_factor = old
        .rehearses(&place, &proposed, json!({ "code": "123456" }))
        .await;
    assert_eq!(
        no_factor,
        ["SIGN_IN_AGAIN"],
        "who has no second factor has no code"
    );

    let device = enrol(&place, &old).await;
    place.hub.clock().advance(TimeDelta::minutes(30));
    assert_eq!(
        old.rehearses(&place, &proposed, json!({})).await,
        ["SIGN_IN_AGAIN"]
    );
    let wrong = old
        .rehearses(&place, &proposed, json!({ "code": "000000" }))
        .await;
    assert_eq!(wrong, ["SECOND_FACTOR_WRONG"]);
    let code = device.shows(&place.hub, 0);
    let signed = old.signs(&place, &proposed, json!({ "code": code })).await;
    assert_eq!(signed["errors"], Value::Null, "{signed}");
    let partnership = &signed["data"]["signPartnership"];
    assert_eq!(partnership["errors"], json!([]), "{signed}");
    let read = place.read(1, &proposed["id"]).await;
    assert_eq!(
        read["versions"][0]["signatures"][0]["proof"],
        "SECOND_FACTOR"
    );
    place.hub.run_jobs().await;
}

/// A session that goes on without signing in again.
struct Old {
    refresh: std::sync::Mutex<String>,
}

impl Old {
    async fn of(place: &Place, number: usize) -> Self {
        const SIGN_IN: &str = "mutation ($email: String!, $password: String!) {
            signIn(input: { email: $email, password: $password }) { session { refreshToken } } }";
        let email = place.client(number).email();
        let variables = json!({ "email": email, "password": PASSWORD });
        let data = place.hub.visitor().gql(SIGN_IN, variables).await;
        let token = data["signIn"]["session"]["refreshToken"].as_str().unwrap();
        Self {
            refresh: std::sync::Mutex::new(token.to_owned()),
        }
    }

    async fn token(&self, place: &Place) -> String {
        const REFRESH: &str = "mutation ($token: String!) {
            refreshSession(input: { refreshToken: $token }) { session { accessToken refreshToken } errors { code } } }";
        let token = self.refresh.lock().unwrap().clone();
        let data = place
            .hub
            .visitor()
            .gql(REFRESH, json!({ "token": token }))
            .await;
        let session = &data["refreshSession"]["session"];
        let next = session["refreshToken"].as_str().unwrap();
        next.clone_into(&mut self.refresh.lock().unwrap());
        session["accessToken"].as_str().unwrap().to_owned()
    }

    async fn signs(&self, place: &Place, proposed: &Value, more: Value) -> Value {
        let mut input = json!({ "id": proposed["id"], "actingFor": place.bodies[0].id.to_string(),
            "sha256": proposed["proposed"]["sha256"], "capacity": "présidente" });
        for (name, value) in more.as_object().unwrap() {
            input[name] = value.clone();
        }
        self.ask(place, super::SIGN, json!({ "input": input }))
            .await
    }

    async fn ask(&self, place: &Place, document: &str, variables: Value) -> Value {
        let token = self.token(place).await;
        let request = place
            .hub
            .visitor()
            .http(reqwest::Method::POST, "/graphql")
            .await;
        let body = json!({ "query": document, "variables": variables });
        let response = request.bearer_auth(token).json(&body).send().await.unwrap();
        response.json().await.unwrap()
    }

    async fn rehearses(&self, place: &Place, proposed: &Value, mut more: Value) -> Vec<String> {
        more["dryRun"] = json!(true);
        let answer = self.signs(place, proposed, more).await;
        let errors = answer["data"]["signPartnership"]["errors"]
            .as_array()
            .cloned();
        let top = answer["errors"].as_array().cloned().unwrap_or_default();
        let code = |error: &Value| {
            let code = error.get("code").or(error["extensions"].get("code"));
            code.and_then(Value::as_str).unwrap_or_default().to_owned()
        };
        errors
            .unwrap_or_default()
            .iter()
            .chain(&top)
            .map(code)
            .collect()
    }
}

/// Enrols a device on that session: the others end.
async fn enrol(place: &Place, old: &Old) -> Authenticator {
    const ENROL: &str = "mutation ($password: String!) {
        enrolSecondFactor(input: { password: $password }) { enrolment { secret } errors { code } } }";
    const CONFIRM: &str = "mutation ($code: String!) {
        confirmSecondFactor(input: { code: $code }) { recoveryCodes errors { code } } }";
    let data = old.ask(place, ENROL, json!({ "password": PASSWORD })).await;
    let secret = data["data"]["enrolSecondFactor"]["enrolment"]["secret"]
        .as_str()
        .unwrap();
    let device = Authenticator::new(secret);
    old.ask(
        place,
        CONFIRM,
        json!({ "code": device.shows(&place.hub, 0) }),
    )
    .await;
    device
}

#[tokio::test]
async fn a_mandate_that_ended_a_moment_ago_signs_nothing() {
    const MANDATES: &str = "query ($id: ID!) { organisation(id: $id) { mandates { nodes { id version person { id } } } } }";
    const END: &str = "mutation ($input: EndMandateInput!) { endMandate(input: $input) { mandate { id } errors { code } } }";
    let place = Place::found(2).await;
    let proposed = place.proposed(place.content()).await;
    let second = place.hub.person("Une seconde représentante").await;
    place
        .mandated(0, &second, MandateRole::Representative)
        .await;
    let organisation = place.bodies[0].id.to_string();
    let data = second.gql(MANDATES, json!({ "id": organisation })).await;
    let mandates = data["organisation"]["mandates"]["nodes"]
        .as_array()
        .unwrap();
    let first = mandates
        .iter()
        .find(|one| one["person"]["id"] == place.client(0).id().to_string())
        .unwrap();
    let input = json!({ "input": { "id": first["id"], "actingFor": organisation, "expectedVersion": first["version"] } });
    second.gql(END, input).await;
    assert_eq!(codes(&place.signs(0, &proposed).await), ["FORBIDDEN"]);
    let input = json!({ "input": { "id": proposed["id"], "actingFor": organisation,
        "sha256": proposed["proposed"]["sha256"], "capacity": "trésorière" } });
    second.gql(super::SIGN, input).await;
    place.signs(1, &proposed).await.data();
    let read = super::read(&second, &proposed["id"]).await;
    assert_eq!(read["state"], "ACTIVE");
    assert_eq!(
        read["versions"][0]["signatures"][0]["capacity"],
        "trésorière"
    );
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn an_amendment_is_signed_beside_what_is_in_force_and_takes_its_place() {
    let place = Place::found(3).await;
    let mut content = place.content();
    content["parties"].as_array_mut().unwrap().truncate(2);
    let draft = place.drafted(content.clone()).await;
    let proposed = place.does(0, PROPOSE, &draft["id"], json!({})).await;
    for number in [0, 1] {
        place.signs(number, &proposed).await.data();
    }
    // The third joins, and the second strikes itself out: all three sign.
    let mut amended = content;
    amended["parties"][1]["organisation"] = json!(place.bodies[2].id.to_string());
    amended["commitments"][0]["id"] =
        place.read(0, &draft["id"]).await["commitments"][0]["id"].clone();
    place
        .does(1, CHANGE, &draft["id"], json!({ "content": amended }))
        .await;
    let read = place.read(0, &draft["id"]).await;
    assert_eq!(
        (&read["state"], &read["stage"]),
        (&json!("ACTIVE"), &json!("DRAFT"))
    );
    let second = place.does(0, PROPOSE, &draft["id"], json!({})).await;
    assert_eq!(second["proposed"]["awaits"].as_array().unwrap().len(), 3);
    for number in 0..3 {
        let meanwhile = place.read(0, &draft["id"]).await;
        assert_eq!(
            meanwhile["inForce"]["number"], 1,
            "until the last has signed"
        );
        place.signs(number, &second).await.data();
    }
    let read = place.read(0, &draft["id"]).await;
    assert_eq!(
        (&read["inForce"]["number"], &read["stage"]),
        (&json!(2), &json!("SETTLED"))
    );
    assert_eq!(read["versions"][0]["state"], "SUPERSEDED");
    let text: Value = serde_json::from_str(read["versions"][1]["text"].as_str().unwrap()).unwrap();
    assert_eq!(text["amends"], read["versions"][0]["sha256"]);
    assert_eq!(text["leaving"][0]["name"], "Atelier 2");
    // Who is out reads what it has signed, and nothing of what comes after.
    let outside = place.read(1, &draft["id"]).await;
    assert_eq!(
        outside["versions"].as_array().unwrap().len(),
        2,
        "it has signed both"
    );
    assert_eq!(outside["stage"], Value::Null);
    assert_eq!(outside["articles"], Value::Null);
    place.hub.run_jobs().await;
}

//! When and how resources are booked.

use serde_json::{Value, json};

use super::{act, content, draft, published};
use crate::harness::{Client, TestHub};

const SET: &str =
    "mutation($input: SetResourceConditionsInput!) { setResourceConditions(input: $input) {
    resource { id version } errors { code path facts { name value } } } }";
const CONDITIONS: &str = "query($id: ID!) { resource(id: $id) { id version conditions { timeZone units minLength maxLength
    notice horizon buffer approval freeUntil lateShare weekly { weekday from to } closures { from to reason }
    openings { from to } } } }";

fn conditions() -> Value {
    json!({
        "timeZone": "Europe/Paris", "units": 12, "minLength": "PT30M", "maxLength": "P2D", "notice": "PT2H",
        "horizon": "P90D", "buffer": "PT15M", "approval": "OWNER", "freeUntil": "P1W", "lateShare": 50,
        "weekly": [
            { "weekday": "TUESDAY", "from": "14:00", "to": "18:00" },
            { "weekday": "MONDAY", "from": "12:00", "to": "24:00" },
            { "weekday": "MONDAY", "from": "09:00", "to": "12:00" },
        ],
        "closures": [{ "from": "2026-12-24T12:00", "to": "2027-01-04T00:00", "reason": "Inventaire" }],
        "openings": [{ "from": "2026-12-30T10:00", "to": "2026-12-30T12:00" }],
    })
}

async fn read(client: &Client, id: &Value) -> Value {
    client.gql(CONDITIONS, json!({ "id": id })).await["resource"].clone()
}

#[tokio::test]
async fn conditions_hold_at_once_and_read_back_in_order() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Pôle des salles").await;
    let member = hub.member(&pole, "Maison de l’ESS").await;
    let resource = published(&hub, &pole, &member, content("Bureaux", "PUBLIC")).await;
    assert_eq!(
        read(&hub.visitor(), &resource["id"]).await["conditions"],
        Value::Null
    );

    let set = act(&resource, member.id, json!({ "conditions": conditions() }));
    let data = member.representative.gql(SET, set).await;
    assert_eq!(data["setResourceConditions"]["errors"], json!([]));
    let seen = read(&hub.visitor(), &resource["id"]).await["conditions"].clone();
    assert_eq!(
        seen,
        json!({
            "timeZone": "Europe/Paris", "units": 12, "minLength": "PT30M", "maxLength": "PT48H", "notice": "PT2H",
            "horizon": "PT2160H", "buffer": "PT15M", "approval": "OWNER", "freeUntil": "PT168H", "lateShare": 50,
            "weekly": [
                { "weekday": "MONDAY", "from": "09:00", "to": "24:00" },
                { "weekday": "TUESDAY", "from": "14:00", "to": "18:00" },
            ],
            "closures": [{ "from": "2026-12-24T12:00", "to": "2027-01-04T00:00", "reason": null }],
            "openings": [{ "from": "2026-12-30T10:00", "to": "2026-12-30T12:00" }],
        })
    );
    let mine = read(&member.representative, &resource["id"]).await;
    assert_eq!(mine["conditions"]["closures"][0]["reason"], "Inventaire");

    let same = act(&mine, member.id, json!({ "conditions": conditions() }));
    let again = member.representative.ask(SET, same).await;
    assert!(again.has_error("NOTHING_TO_DO"));
    hub.run_jobs().await;
}

#[tokio::test]
async fn wrong_conditions_name_every_field_and_change_nothing() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Pôle des salles").await;
    let member = hub.member(&pole, "Maison de l’ESS").await;
    let resource = draft(&pole, &member, content("Bureaux", "HUB")).await;
    let paths = async |conditions: Value| {
        let input = act(&resource, member.id, json!({ "conditions": conditions }));
        let answer = member.representative.ask(SET, input).await;
        let errors = &answer.body["data"]["setResourceConditions"]["errors"];
        let errors = errors.as_array().unwrap().clone();
        let mut paths: Vec<String> = errors
            .iter()
            .map(|error| {
                let path = error["path"].as_array().unwrap().iter().skip(1);
                let path: Vec<_> = path.map(|part| part.as_str().unwrap()).collect();
                format!("{} {}", path.join("."), error["facts"][0]["value"])
            })
            .collect();
        paths.sort_unstable();
        paths
    };
    let mut lengths = conditions();
    lengths["minLength"] = json!("30 minutes");
    lengths["horizon"] = json!("P1M");
    let told = paths(lengths).await;
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(
        told[0].starts_with("horizon") && told[1].starts_with("minLength"),
        "{told:?}"
    );

    let mut wrong = conditions();
    wrong["timeZone"] = json!("Paris");
    wrong["units"] = json!(0);
    wrong["maxLength"] = json!("PT10M");
    wrong["weekly"][1]["to"] = json!("25:00");
    wrong["closures"][0]["to"] = json!("2026-12-24T12:00");
    let told = paths(wrong).await;
    let fields: Vec<_> = told
        .iter()
        .map(|one| one.split(' ').next().unwrap())
        .collect();
    assert_eq!(
        fields,
        [
            "closures.0.to",
            "maxLength",
            "timeZone",
            "units",
            "weekly.1.to"
        ],
        "{told:?}"
    );
    assert_eq!(
        read(&member.representative, &resource["id"]).await["version"],
        1
    );
}

#[tokio::test]
async fn only_contributors_of_an_active_member_change_the_conditions_of_what_is_published() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Pôle des salles").await;
    let member = hub.member(&pole, "Maison de l’ESS").await;
    let other = hub.member(&pole, "La Cagette").await;
    let resource = published(&hub, &pole, &member, content("Bureaux", "PUBLIC")).await;
    let mut input = act(&resource, member.id, json!({ "conditions": conditions() }));
    let stranger = other.representative.ask(SET, input.clone()).await;
    stranger.expect_error("FORBIDDEN");
    input["input"]["actingFor"] = json!(other.id.to_string());
    let stranger = other.representative.ask(SET, input).await;
    stranger.expect_error("FORBIDDEN");
    assert_eq!(
        read(&hub.visitor(), &resource["id"]).await["conditions"],
        Value::Null
    );
}

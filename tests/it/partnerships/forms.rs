//! What the law asks of each form, over HTTP.

use maillage_domain::{
    Act,
    organisations::{Accreditation, AccreditationKind},
};
use maillage_persistence::organisations;
use serde_json::{Value, json};

use super::{CHANGE, PROPOSE, Place};

const AWARD: &str = "mutation ($input: RecordAwardInput!) {
    recordAward(input: $input) { partnership { id consortium { awardedOn } } errors { code path } } }";
const LEAVE: &str = "mutation ($input: LeavePartnershipInput!) {
    leavePartnership(input: $input) { partnership { id } errors { code facts { name value } } } }";

/// The rule that is not kept to when this is proposed, with its source.
async fn broken(place: &Place, content: Value) -> (String, Option<String>) {
    let draft = place.drafted(content).await;
    let refused = place.asks(0, PROPOSE, &draft["id"], json!({})).await;
    let error = refused.expect_error("FORM_RULE");
    let fact = |name: &str| {
        let facts = error["facts"].as_array().unwrap();
        let found = facts.iter().find(|fact| fact["name"] == name)?;
        found["value"].as_str().map(ToOwned::to_owned)
    };
    let said = (fact("rule").unwrap(), fact("source"));
    let message = error["message"].as_str().unwrap();
    if let Some(source) = &said.1 {
        let article = source.rsplit(' ').next().unwrap();
        assert!(message.contains(article), "{message}");
    }
    said
}

fn consortium(place: &Place) -> Value {
    let mut content = place.content_with(&json!({
        "form": "CONSORTIUM",
        "consortium": { "liability": "CONJOINT_MANDATAIRE_SOLIDAIRE", "bidDeadline": "2026-12-10" },
    }));
    for (number, share) in ["50", "30", "20"].iter().enumerate() {
        content["parties"][number]["share"] = json!(share);
        content["parties"][number]["tasks"] = json!("Une part des prestations.");
    }
    content["parties"][0]["role"] = json!("MANDATAIRE");
    content
}

#[tokio::test]
async fn a_consortium_names_its_mandataire_splits_its_tasks_and_adds_up() {
    let place = Place::found(3).await;
    let mut without = consortium(&place);
    without["consortium"] = Value::Null;
    assert_eq!(
        broken(&place, without).await,
        ("LIABILITY_SAID".into(), Some("CCP art. R2142-20".into()))
    );
    let mut none = consortium(&place);
    none["parties"][0]["role"] = json!("PARTENAIRE");
    assert_eq!(broken(&place, none).await.0, "ONE_MANDATAIRE");
    let mut short = consortium(&place);
    short["parties"][2]["share"] = json!("19.99");
    assert_eq!(broken(&place, short).await, ("SHARES_ADD_UP".into(), None));
    let mut unsplit = consortium(&place);
    unsplit["parties"][1]["tasks"] = Value::Null;
    assert_eq!(broken(&place, unsplit).await.0, "TASKS_SPLIT");
    let proposed = place.proposed(consortium(&place)).await;
    assert_eq!(proposed["state"], "PROPOSED");
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn who_belongs_to_a_consortium_stays_between_the_bid_and_the_award() {
    let place = Place::found(3).await;
    let signed = place.signed(consortium(&place)).await;
    place.hub.run_jobs().await;
    place
        .hub
        .clock()
        .set("2026-12-10T12:00:00Z".parse().unwrap());
    let mut smaller = consortium(&place);
    smaller["parties"].as_array_mut().unwrap().pop();
    smaller["parties"][0]["share"] = json!("70");
    place
        .does(0, CHANGE, &signed["id"], json!({ "content": smaller }))
        .await;
    let frozen = place.asks(0, PROPOSE, &signed["id"], json!({})).await;
    assert_eq!(
        frozen.expect_error("FORM_RULE")["facts"][0]["value"],
        "COMPOSITION_FROZEN"
    );
    let leave = place
        .asks(
            2,
            LEAVE,
            &signed["id"],
            json!({ "reason": "Plus le temps." }),
        )
        .await;
    assert_eq!(
        leave.expect_error("FORM_RULE")["facts"][1]["value"],
        "CCP art. R2142-26"
    );
    let early = place
        .asks(
            0,
            AWARD,
            &signed["id"],
            json!({ "awardedOn": "2026-12-01" }),
        )
        .await;
    assert_eq!(early.expect_error("INVALID")["path"], json!(["awardedOn"]));
    place
        .hub
        .clock()
        .set("2027-01-15T12:00:00Z".parse().unwrap());
    place
        .does(
            0,
            AWARD,
            &signed["id"],
            json!({ "awardedOn": "2027-01-15" }),
        )
        .await;
    let proposed = place.does(0, PROPOSE, &signed["id"], json!({})).await;
    assert_eq!(proposed["proposed"]["number"], 2);
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn an_employers_group_is_with_its_members_and_a_common_fund_has_its_rules() {
    let place = Place::found(2).await;
    let group = place.content_with(&json!({ "form": "EMPLOYERS_GROUP" }));
    let said = broken(&place, group.clone()).await;
    assert_eq!(
        said,
        (
            "GROUP_AND_MEMBERS".into(),
            Some("C. trav. art. L1253-1".into())
        )
    );
    let platform = place.hub.platform();
    let act = Act::new(platform.now(), None, platform);
    platform
        .write(async |tx| {
            let mut organisation = organisations::find(tx, place.bodies[1].id).await?.unwrap();
            let mut content = organisation.content.clone();
            content.accreditations = vec![Accreditation {
                kind: AccreditationKind::EmployersGroup,
                from: None,
                until: None,
            }];
            organisation.edit(&act, content, None)?;
            Ok(organisations::save(tx, &mut organisation).await?)
        })
        .await
        .unwrap();
    assert_eq!(place.proposed(group).await["state"], "PROPOSED");

    let mut fund = place.content_with(&json!({ "form": "COMMON_FUND" }));
    assert_eq!(broken(&place, fund.clone()).await.0, "CONTRIBUTIONS_SAID");
    fund["commitments"] = json!([{ "debtor": place.bodies[0].id.to_string(), "action": "PROVIDE_MONEY",
        "what": "La cotisation de chaque mois", "money": { "amount": "50", "currency": "EUR" },
        "recurrence": "MONTHLY", "from": "2026-12-31", "until": "2027-11-20" }]);
    assert_eq!(broken(&place, fund.clone()).await.0, "ALLOCATION_SAID");
    fund["commitments"]
        .as_array_mut()
        .unwrap()
        .push(json!({ "debtor": place.bodies[1].id.to_string(),
        "action": "ALLOCATE", "what": "Selon les critères du comité" }));
    assert_eq!(place.proposed(fund).await["state"], "PROPOSED");
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn a_loan_of_staff_is_at_cost_between_two_with_the_employees_agreement() {
    let place = Place::found(2).await;
    let loan = place.content_with(&json!({ "form": "STAFF_LOAN" }));
    assert_eq!(
        broken(&place, loan.clone()).await,
        ("STAFF_SAID".into(), Some("C. trav. art. L8241-2".into()))
    );
    let staff = crate::bookings::staff_time(&place.hub, place.pole.id, place.bodies[0].id).await;
    let mut said = loan;
    said["staff"] = json!({ "resource": staff.to_string() });
    said["commitments"] = json!([{ "debtor": place.bodies[1].id.to_string(), "action": "PROVIDE_MONEY",
        "what": "Un supplément", "money": { "amount": "50", "currency": "EUR" } }]);
    assert_eq!(
        broken(&place, said.clone()).await,
        ("COSTS_ONLY".into(), Some("C. trav. art. L8241-1".into()))
    );
    said["commitments"] = json!([]);
    assert_eq!(broken(&place, said.clone()).await.0, "EMPLOYEE_AGREED");
    said["staff"]["agreedOn"] = json!("2026-11-20");
    said["articles"][1]["text"] = json!("{{staff}}");
    let proposed = place.proposed(said).await;
    let text = place.read(0, &proposed["id"]).await["versions"][0]["articles"][1]["text"].clone();
    assert!(text.as_str().unwrap().contains("18,00\u{a0}€"), "{text}");
    place.hub.run_jobs().await;
}

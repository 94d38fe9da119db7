//! Applications: written, decided, taken back.

use serde_json::{Value, json};

use super::{allowed, application, apply, ask, profile, read, step, target};
use crate::harness::TestHub;

#[tokio::test]
async fn an_organisation_applies_and_is_accepted() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Rives").await;
    let colleges = crate::hubs::set_colleges(&pole.coordinator, &pole, &["Fondateurs"]).await;
    let body = hub.organisation("Recyclerie").await;
    let rehearsed = {
        let mut input = application(pole.id, &body);
        input["dryRun"] = json!(true);
        step(&body.representative, "applyForMembership", input).await
    };
    assert_eq!(rehearsed["state"], "APPLIED");
    assert_eq!(
        read(&body.representative, &pole, &body).await,
        Value::Null,
        "nothing is written"
    );

    let applied = apply(&pole, &body).await;
    assert_eq!(applied["state"], "APPLIED");
    assert_eq!(applied["charterAccepted"], 1);
    assert_eq!(applied["since"], Value::Null);
    assert_eq!(
        profile(&hub.visitor(), &body).await,
        Value::Null,
        "not public yet"
    );
    assert_eq!(read(&hub.visitor(), &pole, &body).await, Value::Null);
    hub.run_jobs().await;
    assert_eq!(
        hub.mails_to(pole.coordinator.email()).len(),
        1,
        "the coordinator is told"
    );

    let seen = read(&pole.coordinator, &pole, &body).await;
    assert_eq!(allowed(&seen), ["ACCEPT", "REFUSE"]);
    assert_eq!(
        allowed(&read(&body.representative, &pole, &body).await),
        ["LEAVE"]
    );
    let fields = json!({ "category": "FOUNDER", "college": colleges[0] });
    let accepted = step(
        &pole.coordinator,
        "acceptMembership",
        target(&applied, fields),
    )
    .await;
    assert_eq!(accepted["state"], "ACTIVE");
    assert_eq!(accepted["category"], "FOUNDER");
    assert_eq!(accepted["college"]["name"], "Fondateurs");
    assert!(accepted["since"].is_string());
    // The coordinator has read the profile: it is published.
    assert_eq!(profile(&hub.visitor(), &body).await["name"], "Recyclerie");
    assert_eq!(
        profile(&body.representative, &body).await["state"],
        "PUBLISHED"
    );
    let public = read(&hub.visitor(), &pole, &body).await;
    assert_eq!(public["state"], "ACTIVE");
    assert_eq!(
        (&public["reason"], &public["trusted"]),
        (&Value::Null, &Value::Null)
    );
    hub.run_jobs().await;
    assert_eq!(
        hub.mails_to(body.representative.email()).len(),
        1,
        "the applicant is told"
    );
}

#[tokio::test]
async fn who_may_not_apply_is_refused() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Rives").await;
    let body = hub.organisation("Recyclerie").await;
    let other = hub.organisation("Voisine").await;
    let input = application(pole.id, &body);
    for client in [&other.representative, &pole.coordinator] {
        let answer = ask(client, "applyForMembership", input.clone()).await;
        assert_eq!(
            answer.expect_error("FORBIDDEN")["extensions"]["reason"],
            "NO_MANDATE"
        );
    }
    ask(&hub.visitor(), "applyForMembership", input.clone())
        .await
        .expect_error("UNAUTHENTICATED");
    let nowhere = application("hub_01h455vb4pex5vsknk084sn02q".parse().unwrap(), &body);
    ask(&body.representative, "applyForMembership", nowhere)
        .await
        .expect_error("NOT_FOUND");
    let mut wrong = input.clone();
    wrong["hub"] = json!(body.id.to_string());
    let answer = ask(&body.representative, "applyForMembership", wrong).await;
    assert_eq!(answer.expect_error("INVALID")["path"], json!(["hub"]));
    let mut outdated = input.clone();
    outdated["charterVersion"] = json!(7);
    let answer = ask(&body.representative, "applyForMembership", outdated).await;
    let facts = answer.expect_error("CHARTER_OUTDATED")["facts"].clone();
    assert_eq!(facts, json!([{ "name": "current", "value": "1" }]));
    assert_eq!(read(&pole.coordinator, &pole, &body).await, Value::Null);

    apply(&pole, &body).await;
    ask(&body.representative, "applyForMembership", input)
        .await
        .expect_error("ALREADY_MEMBER");
    hub.run_jobs().await;
}

#[tokio::test]
async fn of_two_applications_at_once_one_is_already_a_member() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Rives").await;
    let body = hub.organisation("Recyclerie").await;
    let elsewhere = hub.another_instance().await;
    let (here, there) = (
        body.representative.clone(),
        body.representative.on(&elsewhere),
    );
    let (one, two) = tokio::join!(
        ask(&here, "applyForMembership", application(pole.id, &body)),
        ask(&there, "applyForMembership", application(pole.id, &body)),
    );
    let lost = [&one, &two]
        .into_iter()
        .filter(|answer| answer.has_error("ALREADY_MEMBER"))
        .count();
    assert_eq!(lost, 1, "{one:?} {two:?}");
    assert_eq!(
        read(&pole.coordinator, &pole, &body).await["state"],
        "APPLIED"
    );
    hub.run_jobs().await;
    elsewhere.stop().await;
}

#[tokio::test]
async fn two_coordinators_never_decide_the_same_application() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Rives").await;
    let body = hub.organisation("Recyclerie").await;
    let elsewhere = hub.another_instance().await;
    let applied = apply(&pole, &body).await;
    let colleague = pole.coordinator.on(&elsewhere);
    let (one, two) = tokio::join!(
        ask(
            &pole.coordinator,
            "acceptMembership",
            target(&applied, json!({}))
        ),
        ask(
            &colleague,
            "refuseMembership",
            target(&applied, json!({ "reason": "Hors du territoire." }))
        ),
    );
    let lost = [&one, &two]
        .into_iter()
        .filter(|answer| answer.has_error("CONFLICT") || answer.has_error("WRONG_STATE"))
        .count();
    assert_eq!(lost, 1, "{one:?} {two:?}");
    let now = read(&pole.coordinator, &pole, &body).await;
    let expected = if one.has_error("CONFLICT") {
        "REFUSED"
    } else {
        "ACTIVE"
    };
    assert_eq!(now["state"], expected);
    hub.run_jobs().await;
    elsewhere.stop().await;
}

#[tokio::test]
async fn a_refused_applicant_reads_why_and_may_apply_again() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Rives").await;
    let body = hub.organisation("Recyclerie").await;
    let applied = apply(&pole, &body).await;
    let answer = ask(
        &pole.coordinator,
        "refuseMembership",
        target(&applied, json!({ "reason": " " })),
    )
    .await;
    assert_eq!(answer.expect_error("INVALID")["path"], json!(["reason"]));
    let fields = json!({ "reason": "Hors du territoire." });
    let refused = step(
        &pole.coordinator,
        "refuseMembership",
        target(&applied, fields),
    )
    .await;
    assert_eq!(refused["state"], "REFUSED");
    assert_eq!(
        read(&body.representative, &pole, &body).await["reason"],
        "Hors du territoire."
    );
    assert_eq!(read(&hub.visitor(), &pole, &body).await, Value::Null);
    assert_eq!(
        profile(&hub.visitor(), &body).await,
        Value::Null,
        "nothing was published"
    );

    let answer = ask(
        &pole.coordinator,
        "acceptMembership",
        target(&refused, json!({})),
    )
    .await;
    let facts = answer.expect_error("WRONG_STATE")["facts"].clone();
    assert_eq!(
        facts,
        json!([{ "name": "state", "value": "REFUSED" }, { "name": "action", "value": "ACCEPT" }])
    );
    assert_eq!(apply(&pole, &body).await["state"], "APPLIED");
    hub.run_jobs().await;
    let mails = hub.mails_to(body.representative.email());
    assert!(
        mails[0].text.contains("Hors du territoire."),
        "{}",
        mails[0].text
    );
}

#[tokio::test]
async fn an_application_taken_back_is_nobodys_business_any_more() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Rives").await;
    let body = hub.organisation("Recyclerie").await;
    let applied = apply(&pole, &body).await;
    let acting = json!({ "actingFor": body.id.to_string() });
    let invitation = json!({ "hub": pole.id.to_string(), "organisation": body.id.to_string(), "category": "PARTNER" });
    ask(&pole.coordinator, "inviteMember", invitation.clone())
        .await
        .expect_error("ALREADY_MEMBER");
    let left = step(&body.representative, "leaveHub", target(&applied, acting)).await;
    assert_eq!(
        (&left["state"], &left["since"], &left["until"]),
        (&json!("LEFT"), &Value::Null, &Value::Null)
    );
    ask(&pole.coordinator, "inviteMember", invitation)
        .await
        .expect_error("NOT_FOUND");
    assert_eq!(profile(&hub.visitor(), &body).await, Value::Null);
    hub.run_jobs().await;
}

//! What is refused of staff time, and how it is told.

use super::*;

#[tokio::test]
async fn no_hour_counts_that_began_before_both_had_confirmed_the_convention() {
    let place = Place::found().await;
    let accountant = place.accountant(Visibility::Hub).await;
    let (lender, user) = (&place.owner.representative, &place.borrower.representative);
    let booking = place.booked_work(accountant).await;
    place.lent(accountant, "2026-11-25", "2026-12-31").await;
    place.lent(accountant, "2026-11-20", "2026-11-23").await;
    let papers = place.papers(accountant, "2026-11-20", "2026-12-31");
    let recorded = lender.gql(RECORD, papers).await;
    let loan = &recorded["recordStaffLoan"]["staffLoan"];
    place.hub.run_jobs().await;
    let letters = place.hub.mails_to(user.email());
    let asked = letters.last().unwrap();
    let subject = "La Fabrique enregistre une mise à disposition";
    assert!(asked.subject.starts_with(subject), "{asked:?}");
    for told in ["Mise à disposition n° 3", "du 20/11/2026 au 31/12/2026"] {
        assert!(asked.text.contains(told), "{told}: {asked:?}");
    }
    let by_employer = on(&place.owner, loan, json!({}));
    let by_employer = lender.ask(CONFIRM, by_employer).await;
    by_employer.expect_error("FORBIDDEN");

    place.hub.clock().set(instant("2026-11-24T09:00Z"));
    let declare = on(&place.borrower, &booking, json!({ "worked": "PT1H" }));
    let refused = async |why: &str| {
        let declared = ask(user, DECLARE, declare.clone(), "declareHours").await;
        let error = &declared["errors"][0];
        assert_eq!(error["code"], "NO_CONVENTION", "{why}: {declared}");
        assert_eq!(error["facts"][1]["value"], "2026-11-24", "{why}");
        let mut rehearsal = declare.clone();
        rehearsal["input"]["dryRun"] = json!(true);
        let rehearsed = ask(user, DECLARE, rehearsal, "declareHours").await;
        assert_eq!(rehearsed["errors"], declared["errors"], "{why}");
    };
    refused("those of both are for other days, this one is not confirmed").await;
    let handed_over = bookings::hand_over(
        place.platform(),
        &place.lender,
        bookings::Target {
            id: booking["id"].as_str().unwrap().parse().unwrap(),
            acting_for: place.owner.id,
            expected_version: 1,
        },
        None,
    );
    assert_eq!(told(handed_over.await), "NO_CONVENTION");
    user.gql(CONFIRM, on(&place.borrower, loan, json!({})))
        .await;
    refused("it was confirmed once the work had begun").await;
    let nothing = on(&place.borrower, &booking, json!({ "worked": "PT0M" }));
    let declared = user.gql(DECLARE, nothing).await;
    assert_eq!(declared["declareHours"]["booking"]["state"], "IN_USE");
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn what_is_typed_wrongly_of_staff_time_is_told_field_by_field() {
    let place = Place::found().await;
    let accountant = place.accountant(Visibility::Hub).await;
    let (lender, user) = (&place.owner.representative, &place.borrower.representative);
    let mut wrong = place.papers(accountant, "2026-11-01", "2026-10-01");
    wrong["input"]["papers"]["signedOn"] = json!("2027-01-01");
    wrong["input"]["papers"]["convention"] = json!(" ");
    let recorded = ask(lender, RECORD, wrong, "recordStaffLoan").await;
    let told: Vec<_> = recorded["errors"].as_array().unwrap().iter().collect();
    let paths: Vec<_> = told.iter().map(|error| &error["path"]).collect();
    assert_eq!(
        paths,
        [
            &json!(["papers", "convention"]),
            &json!(["papers", "signedOn"]),
            &json!(["papers", "agreedOn"]),
            &json!(["papers", "until"]),
        ],
        "{recorded}"
    );
    let room = place.resource("La salle", rules(Approval::Automatic)).await;
    let papers = place.papers(room, "2026-11-20", "2026-12-31");
    let recorded = ask(lender, RECORD, papers, "recordStaffLoan").await;
    assert_eq!(recorded["errors"][0]["code"], "NOT_STAFF_TIME");
    let both = place
        .book(
            &[(room, 1), (accountant, 1)],
            "2026-11-24T08:00Z",
            "2026-11-24T10:00Z",
        )
        .await;
    let Err(Error::Invalid(faults)) = both else {
        panic!("booked: {both:?}");
    };
    assert_eq!(faults.to_string(), "content.lines.1.resource: INCONSISTENT");

    place.lent(accountant, "2026-11-20", "2026-12-31").await;
    let booking = place.booked_work(accountant).await;
    place.hub.clock().set(instant("2026-11-24T12:00Z"));
    for (worked, code) in [("PT2H1M", "INVALID"), ("two hours", "INVALID")] {
        let declare = on(&place.borrower, &booking, json!({ "worked": worked }));
        let declared = ask(user, DECLARE, declare, "declareHours").await;
        assert_eq!(declared["errors"][0]["code"], code, "{declared}");
        assert_eq!(declared["errors"][0]["path"], json!(["worked"]));
    }
    let declare = on(&place.borrower, &booking, json!({ "worked": "PT2H" }));
    let declared = user.gql(DECLARE, declare).await;
    let booking = &declared["declareHours"]["booking"];
    for (amount, currency) in [("10000.01", "EUR"), ("5", "CHF"), ("-5", "EUR")] {
        let expenses = json!({ "expenses": { "amount": amount, "currency": currency } });
        let confirm = on(&place.owner, booking, expenses);
        let confirmed = ask(lender, HOURS, confirm, "confirmHours").await;
        assert_eq!(
            confirmed["errors"][0]["path"],
            json!(["expenses"]),
            "{amount} {currency}"
        );
    }
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn staff_time_has_no_price_and_one_of_it() {
    let place = Place::found().await;
    let client = &place.owner.representative;
    let create = "mutation ($input: CreateResourceInput!) {
        createResource(input: $input) {
          resource { id version terms { kind costs { wages { amount } charges { amount } expenses } } }
          errors { code path } } }";
    let input = |terms: Value| {
        json!({ "input": {
            "hub": place.pole.id.to_string(), "actingFor": place.owner.id.to_string(),
            "content": { "kind": "STAFF_TIME", "title": "Comptable", "summary": "Deux jours.",
                         "description": "Saisie et bilan.", "terms": terms },
        } })
    };
    let euros = |amount: &str| json!({ "amount": amount, "currency": "EUR" });
    let priced = json!({ "kind": "COST_SHARE", "per": "HOUR", "others": euros("40") });
    let refused = ask(client, create, input(priced), "createResource").await;
    assert_eq!(
        refused["errors"][0]["path"],
        json!(["content", "terms", "kind"])
    );
    let costs = json!({ "kind": "STAFF_COSTS", "costs": {
        "wages": euros("18"), "charges": euros("7.35"), "expenses": "Le train." } });
    let created = client.gql(create, input(costs)).await;
    let resource = &created["createResource"]["resource"];
    assert_eq!(resource["terms"]["costs"]["wages"]["amount"], "18.00");
    assert_eq!(resource["terms"]["costs"]["expenses"], "Le train.");
    let set = "mutation ($input: SetResourceConditionsInput!) {
        setResourceConditions(input: $input) { resource { id } errors { code path } } }";
    let conditions = json!({ "conditions": {
        "timeZone": "Europe/Paris", "units": 2, "minLength": "PT1H", "maxLength": "P5D",
        "horizon": "P90D", "approval": "OWNER", "lateShare": 50, "weekly": [],
    } });
    let refused = ask(
        client,
        set,
        on(&place.owner, resource, conditions),
        "setResourceConditions",
    );
    let refused = refused.await;
    let paths: Vec<_> = refused["errors"].as_array().unwrap().iter().collect();
    let paths: Vec<_> = paths.iter().map(|error| &error["path"]).collect();
    assert_eq!(
        paths,
        [
            &json!(["conditions", "units"]),
            &json!(["conditions", "lateShare"])
        ]
    );
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn an_employers_group_lends_to_the_members_that_it_names() {
    let place = Place::found().await;
    let platform = place.platform();
    let for_all = place.accountant(Visibility::Hub).await;
    let for_members = place.accountant(Visibility::Parties).await;
    let window = ("2026-11-24T08:00Z", "2026-11-24T10:00Z");
    platform
        .write(async |tx| {
            let mut group = organisations::find(tx, place.owner.id).await?.unwrap();
            group.content.accreditations.push(Accreditation {
                kind: AccreditationKind::EmployersGroup,
                from: Some("2026-11-24".parse().unwrap()),
                until: None,
            });
            Ok(organisations::save(tx, &mut group).await?)
        })
        .await
        .unwrap();
    let before = ("2026-11-23T08:00Z", "2026-11-23T10:00Z");
    let booked = place.book(&[(for_all, 1)], before.0, before.1).await;
    assert_eq!(told(booked), "CONFIRMED", "it is no group on that day");
    let refused = place.book(&[(for_all, 1)], window.0, window.1).await;
    assert_eq!(refusal(refused).code.as_str(), "NOT_ELIGIBLE");
    let booked = place.book(&[(for_members, 1)], window.0, window.1).await;
    assert_eq!(told(booked), "CONFIRMED");
    let client = &place.owner.representative;
    let create = "mutation ($input: CreateResourceInput!) {
        createResource(input: $input) { resource { id } errors { code path } } }";
    let euros = |amount: &str| json!({ "amount": amount, "currency": "EUR" });
    let input = json!({ "input": {
        "hub": place.pole.id.to_string(), "actingFor": place.owner.id.to_string(),
        "content": { "kind": "STAFF_TIME", "title": "Comptable", "summary": "Deux jours.",
            "description": "Saisie et bilan.", "visibility": "HUB",
            "terms": { "kind": "STAFF_COSTS", "costs": { "wages": euros("18"), "charges": euros("7") } } },
    } });
    let papers = place.papers(for_all, "2026-11-24", "2026-12-31");
    let recorded = ask(client, RECORD, papers, "recordStaffLoan").await;
    assert_eq!(recorded["errors"][0]["code"], "NOT_ELIGIBLE");
    place.hub.clock().set(instant("2026-11-24T12:00Z"));
    let refused = ask(client, create, input, "createResource").await;
    assert_eq!(
        refused["errors"][0]["path"],
        json!(["content", "visibility"])
    );
    place.hub.run_jobs().await;
}

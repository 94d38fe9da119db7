//! Who reads of a loan, and of what was worked.

use super::*;

#[tokio::test]
async fn what_somebody_earns_is_for_the_two_sides_alone() {
    let place = Place::found().await;
    let accountant = place.accountant(Visibility::Hub).await;
    place.lent(accountant, "2026-11-20", "2026-12-31").await;
    let booking = place.booked_work(accountant).await;
    let read =
        "query ($id: ID!) { booking(id: $id) { start work { costs { wages { amount } } } } }";
    let id = json!({ "id": booking["id"] });
    for (client, reads) in [
        (&place.owner.representative, true),
        (&place.borrower.representative, true),
        (&place.pole.coordinator, false),
    ] {
        let found = client.gql(read, id.clone()).await;
        assert!(
            found["booking"]["start"].is_string(),
            "the team sees that somebody works"
        );
        assert_eq!(found["booking"]["work"].is_object(), reads);
    }
    let resource = "query ($id: ID!) { resource(id: $id) { id } }";
    let visitor = place.hub.visitor();
    let found = visitor
        .gql(resource, json!({ "id": accountant.to_string() }))
        .await;
    assert_eq!(
        found["resource"],
        Value::Null,
        "staff time is never for all"
    );
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn a_loan_concerns_its_two_sides_and_exists_for_nobody_else() {
    let place = Place::found().await;
    let accountant = place.accountant(Visibility::Hub).await;
    let loan = place.lent(accountant, "2026-11-20", "2026-12-31").await;
    let third = place.hub.member(&place.pole, "Le Fournil").await;
    let one = "query ($id: ID!) { staffLoan(id: $id) { state } node(id: $id) { id } }";
    let absent = json!("staff_loan_01h455vb4pex5vsknk084sn02q");
    for (client, reads) in [
        (&place.owner.representative, true),
        (&place.borrower.representative, true),
        (&place.pole.coordinator, false),
        (&third.representative, false),
    ] {
        let list = client.gql(LOANS, json!({})).await;
        assert_eq!(list["staffLoans"]["totalCount"], u64::from(reads));
        let found = client.gql(one, json!({ "id": loan["id"] })).await;
        assert_eq!(found["staffLoan"].is_object(), reads);
        if !reads {
            let nothing = client.gql(one, json!({ "id": absent })).await;
            assert_eq!(found, nothing);
        }
    }
    let of = async |filter: Value| {
        let list = place
            .owner
            .representative
            .gql(LOANS, json!({ "filter": filter }))
            .await;
        list["staffLoans"]["totalCount"].as_u64().unwrap()
    };
    let (owner, borrower) = (place.owner.id.to_string(), place.borrower.id.to_string());
    for (filter, count) in [
        (
            json!({ "organisation": borrower, "states": ["IN_FORCE"] }),
            1,
        ),
        (json!({ "lender": owner, "borrower": borrower }), 1),
        (json!({ "lender": borrower }), 0),
        (json!({ "resource": accountant.to_string() }), 1),
        (json!({ "states": ["RECORDED", "ENDED"] }), 0),
    ] {
        assert_eq!(of(filter.clone()).await, count, "{filter}");
    }
    let list = place.borrower.representative.gql(LOANS, json!({})).await;
    let read = &list["staffLoans"]["nodes"][0];
    assert_eq!(read["lender"]["name"], "La Fabrique");
    assert_eq!(read["borrower"]["name"], "La Recyclerie");
    assert_eq!(read["resource"]["title"], "Comptable à temps partagé");
    assert_eq!(read["signedOn"], "2026-11-19");
    place.hub.run_jobs().await;
}

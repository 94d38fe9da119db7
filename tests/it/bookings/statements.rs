//! What is owed for bookings that are over, by month and by pair, read and downloaded.

use maillage_domain::{
    bookings::Booking,
    ids::ResourceId,
    resources::{Approval, PriceKind, ResourceContent, TermsDraft},
    values::Visibility,
};
use maillage_usecases::bookings;
use reqwest::{Method, StatusCode, header};
use serde_json::{Value, json};

use super::{Place, conditions, draft, instant, published, rules, save};
use crate::harness::{Client, read_by_others};

const STATEMENTS: &str = "
    query ($filter: AccountStatementFilter) {
      accountStatements(filter: $filter) {
        totalCount
        nodes {
          id month closed hours amount { amount } hub { name } debtor { name } creditor { name }
          lines { totalCount nodes { reason at hours amount { amount } booking { id purpose } } }
        }
      }
    }";

impl Place {
    async fn room(&self) -> ResourceId {
        self.resource("La grande salle", rules(Approval::Automatic))
            .await
    }

    /// Books two units for two hours, uses them and gives them back.
    async fn used(&self, room: ResourceId, day: &str) -> Booking {
        let (start, end) = (format!("{day}T08:00Z"), format!("{day}T10:00Z"));
        let booked = self.book(&[(room, 2)], &start, &end).await.unwrap();
        self.hub.clock().set(instant(&start));
        let (platform, lender) = (self.platform(), &self.lender);
        let used = bookings::hand_over(platform, lender, self.by_owner(&booked), None).await;
        self.hub.clock().set(instant(&end));
        let used = used.unwrap();
        bookings::take_back(platform, lender, self.by_owner(&used), None, None)
            .await
            .unwrap()
    }

    async fn statements(&self, client: &Client) -> Value {
        client.gql(STATEMENTS, json!({})).await["accountStatements"].clone()
    }
}

pub(super) async fn download(client: &Client, url: &Value) -> reqwest::Response {
    let url = url.as_str().unwrap();
    let (_, path) = url.split_once("/statements").unwrap();
    let request = client
        .http(Method::GET, &format!("/statements{path}"))
        .await;
    request.send().await.unwrap()
}

#[tokio::test]
async fn what_is_owed_of_a_month_adds_up_on_one_statement() {
    let place = Place::found().await;
    let room = place.room().await;
    place.used(room, "2026-11-24").await;
    let late = place
        .book(&[(room, 1)], "2026-11-26T08:00Z", "2026-11-26T10:00Z")
        .await
        .unwrap();
    let free = place
        .book(&[(room, 1)], "2026-11-29T08:00Z", "2026-11-29T10:00Z")
        .await
        .unwrap();
    let missed = place
        .book(&[(room, 1)], "2026-11-30T08:00Z", "2026-11-30T10:00Z")
        .await
        .unwrap();
    place.hub.clock().set(instant("2026-11-25T12:00Z"));
    let (platform, user) = (place.platform(), &place.user);
    for booking in [&late, &free] {
        bookings::cancel(platform, user, place.by_borrower(booking), None)
            .await
            .unwrap();
    }
    place.hub.clock().set(instant("2026-11-30T22:59Z"));
    let client = &place.borrower.representative;
    let found = place.statements(client).await;
    assert_eq!(found["totalCount"], 1);
    let statement = &found["nodes"][0];
    assert_eq!(statement["month"], "2026-11");
    assert_eq!(statement["closed"], false);
    assert_eq!(statement["debtor"]["name"], "La Recyclerie");
    assert_eq!(statement["creditor"]["name"], "La Fabrique");
    assert_eq!(statement["hub"]["name"], "Pôle du Littoral");
    assert_eq!(statement["amount"]["amount"], "50.00");
    assert_eq!(statement["hours"], "PT0M");
    assert_eq!(statement["lines"]["totalCount"], 2);
    let line = |index: usize| {
        let line = &statement["lines"]["nodes"][index];
        let told = |name: &str| line[name].as_str().unwrap().to_owned();
        (
            told("reason"),
            line["amount"]["amount"].as_str().unwrap().to_owned(),
        )
    };
    assert_eq!(line(0), ("USED".into(), "40.00".into()));
    assert_eq!(line(1), ("CANCELLED".into(), "10.00".into()));

    // In Paris it is December from here on: what ends now is on the next one.
    place.hub.clock().set(instant("2026-11-30T23:00Z"));
    bookings::no_show(platform, &place.lender, place.by_owner(&missed))
        .await
        .unwrap();
    let found = place.statements(client).await;
    assert_eq!(found["nodes"][1]["closed"], false, "for a day");
    place.hub.clock().set(instant("2026-12-01T23:00Z"));
    let found = place.statements(client).await;
    let told = |index: usize| {
        let one = &found["nodes"][index];
        (
            one["month"].clone(),
            one["closed"].clone(),
            one["amount"]["amount"].clone(),
        )
    };
    assert_eq!(told(0), (json!("2026-12"), json!(false), json!("10.00")));
    assert_eq!(told(1), (json!("2026-11"), json!(true), json!("50.00")));
    let only = json!({ "filter": { "from": "2026-12", "to": "2026-12", "hub": place.pole.id.to_string() } });
    let december = client.gql(STATEMENTS, only).await;
    assert_eq!(december["accountStatements"]["totalCount"], 1);
    let wrong = client
        .ask(STATEMENTS, json!({ "filter": { "from": "december" } }))
        .await;
    assert_eq!(
        wrong.expect_error("INVALID")["extensions"]["argument"],
        "filter.from"
    );
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn a_statement_is_read_by_both_sides_and_the_team_and_exists_for_nobody_else() {
    let place = Place::found().await;
    let room = place.room().await;
    place.used(room, "2026-11-24").await;
    let third = place.hub.member(&place.pole, "Le Fournil").await;
    let elsewhere = place.hub.pole("Pôle des Marais").await;
    let readers = [
        (&place.borrower.representative, true),
        (&place.owner.representative, true),
        (&place.pole.coordinator, true),
        (&third.representative, false),
        (&elsewhere.coordinator, false),
    ];
    let seen = place.statements(readers[0].0).await;
    let id = seen["nodes"][0]["id"].clone();
    let absent = json!("account_statement_01h455vb4pex5vsknk084sn02q");
    let one = "query ($id: ID!) { accountStatement(id: $id) { month } node(id: $id) { id } }";
    for (index, (client, sees)) in readers.into_iter().enumerate() {
        let count = place.statements(client).await["totalCount"].clone();
        assert_eq!(count, json!(i32::from(sees)), "{index}");
        let data = client.gql(one, json!({ "id": id })).await;
        assert_eq!(data["accountStatement"].is_object(), sees, "{index}");
        assert_eq!(data["node"].is_object(), sees, "{index}");
        for extension in ["csv", "pdf"] {
            let url =
                |id: &Value| json!(format!("/statements/{}.{extension}", id.as_str().unwrap()));
            let found = download(client, &url(&id)).await;
            if sees {
                assert_eq!(found.status(), StatusCode::OK, "{index}");
                continue;
            }
            assert_eq!(found.status(), StatusCode::NOT_FOUND, "{index}");
            let none = download(client, &url(&absent)).await;
            assert_eq!(none.status(), StatusCode::NOT_FOUND);
            assert_eq!(found.text().await.unwrap(), none.text().await.unwrap());
        }
    }
    let visitor = place.hub.visitor();
    assert_eq!(place.statements(&visitor).await["totalCount"], 0);
    for path in [
        "x.pdf",
        "x",
        "account_statement_01h455vb4pex5vsknk084sn02q.xlsx",
        "a.b.csv",
    ] {
        let found = download(&visitor, &json!(format!("/statements/{path}"))).await;
        assert_eq!(found.status(), StatusCode::NOT_FOUND, "{path}");
    }
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn a_statement_is_downloaded_as_a_table_and_as_a_document() {
    let place = Place::found().await;
    let room = place.room().await;
    let booking = place.used(room, "2026-11-24").await;
    let client = &place.borrower.representative;
    let urls = "{ accountStatements { nodes { id csvUrl pdfUrl } } }";
    let data = client.gql(urls, json!({})).await;
    let statement = &data["accountStatements"]["nodes"][0];

    let csv = download(client, &statement["csvUrl"]).await;
    assert_eq!(
        csv.headers()[header::CONTENT_TYPE],
        "text/csv; charset=utf-8; header=present"
    );
    let name = csv.headers()[header::CONTENT_DISPOSITION]
        .to_str()
        .unwrap()
        .to_owned();
    let id = statement["id"].as_str().unwrap();
    assert_eq!(
        name,
        format!("attachment; filename=releve-2026-11-{id}.csv")
    );
    let csv = csv.text().await.unwrap();
    let lines: Vec<_> = csv.trim_start_matches('\u{feff}').lines().collect();
    let headings = "Mois;Doit;À;Début;Fin;Ressources;Objet;Motif;Dû depuis;Montant (€);Heures (h:min);Salaire (€);Charges sociales (€);Frais remboursés (€);Réservation";
    assert_eq!(lines[0], headings);
    let line = format!(
        "2026-11;La Recyclerie;La Fabrique;2026-11-24 09:00;2026-11-24 11:00;La grande salle × 2;\
         Une réunion de chantier;Utilisée;2026-11-24 11:00;40,00;0:00;;;;{}",
        booking.id
    );
    assert_eq!(lines[1], line);
    let total = "2026-11;La Recyclerie;La Fabrique;;;;;Total;;40,00;0:00;;;;";
    assert_eq!(lines[2..], [total]);
    let english = download(&client.speaking("en"), &statement["csvUrl"]).await;
    let english = english.text().await.unwrap();
    assert!(
        english.contains(",Used,2026-11-24 11:00,40.00,0:00,"),
        "{english}"
    );

    let pdf = download(client, &statement["pdfUrl"]).await;
    assert_eq!(pdf.headers()[header::CONTENT_TYPE], "application/pdf");
    assert_eq!(pdf.headers()[header::CACHE_CONTROL], "private, no-cache");
    let tag = pdf.headers()[header::ETAG].clone();
    let bytes = pdf.bytes().await.unwrap();
    assert!(bytes.starts_with(b"%PDF-1.7"));
    let path = statement["pdfUrl"]
        .as_str()
        .unwrap()
        .split_once("/statements")
        .unwrap()
        .1
        .to_owned();
    let again = client
        .http(Method::GET, &format!("/statements{path}"))
        .await;
    let again = again
        .header(header::IF_NONE_MATCH, tag)
        .send()
        .await
        .unwrap();
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    place.hub.run_jobs().await;
}

#[tokio::test]
#[ignore = "needs poppler and qpdf, which `cargo xtask test` brings along"]
async fn other_programs_read_the_document() {
    let place = Place::found().await;
    let room = place.room().await;
    place.used(room, "2026-11-24").await;
    let client = &place.borrower.representative;
    let data = client
        .gql("{ accountStatements { nodes { pdfUrl } } }", json!({}))
        .await;
    let url = &data["accountStatements"]["nodes"][0]["pdfUrl"];
    let pdf = download(client, url).await.bytes().await.unwrap();
    let text = read_by_others(&pdf);
    for told in [
        "Relevé – novembre 2026",
        "La Recyclerie",
        "Pôle du Littoral",
        "24/11/2026, 09 h 00 – 11 h 00",
        "La grande salle × 2 — Une réunion de",
        "40,00 €",
        "Ce n’est pas une facture",
        "1/1",
    ] {
        assert!(text.contains(told), "{told} in {text}");
    }
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn hours_are_kept_account_of_where_the_hub_says_so() {
    let place = Place::found().await;
    let client = &place.owner.representative;
    let create = "mutation ($input: CreateResourceInput!) {
        createResource(input: $input) { resource { id terms { kind } } errors { code path } }
    }";
    let input = json!({ "input": {
        "hub": place.pole.id.to_string(), "actingFor": place.owner.id.to_string(),
        "content": {
            "kind": "SKILL", "title": "Comptabilité", "summary": "Une demi-journée.",
            "description": "Saisie et bilan.", "terms": { "kind": "HOURS" },
        },
    } });
    let refused = client.ask(create, input.clone()).await;
    let error = refused.expect_error("INVALID");
    assert_eq!(error["path"], json!(["content", "terms", "kind"]));

    let keep = "mutation ($input: KeepHoursInput!) {
        keepHours(input: $input) { hub { keepsHours version } errors { code } }
    }";
    let version = place
        .hub
        .visitor()
        .gql(
            "query ($id: ID) { hub(id: $id) { version } }",
            json!({ "id": place.pole.id.to_string() }),
        )
        .await;
    let setting = json!({ "input": {
        "id": place.pole.id.to_string(), "expectedVersion": version["hub"]["version"], "kept": true,
    } });
    let by_member = client.ask(keep, setting.clone()).await;
    by_member.expect_error("FORBIDDEN");
    let kept = place.pole.coordinator.gql(keep, setting).await;
    assert_eq!(kept["keepHours"]["hub"]["keepsHours"], true);
    let created = client.gql(create, input).await;
    assert_eq!(
        created["createResource"]["resource"]["terms"]["kind"],
        "HOURS"
    );

    let platform = place.platform();
    let act = maillage_domain::Act::new(platform.now(), None, platform);
    let skill = maillage_domain::resources::ResourceDraft {
        visibility: Some(Visibility::Hub),
        terms: TermsDraft {
            kind: PriceKind::Hours,
            per: None,
            amounts: vec![],
            others: None,
            barter: None,
            costs: None,
            deposit: None,
            note: None,
        },
        ..draft("Comptabilité partagée")
    };
    let content = ResourceContent::parse(skill, &[]).unwrap();
    let mut skill = published(&act, place.pole.id, place.owner.id, content);
    skill.conditions = Some(conditions(rules(Approval::Automatic)));
    save(platform, &mut skill).await;
    let booking = place.used(skill.id, "2026-11-24").await;
    assert_eq!(booking.price().credit.minutes, 240);
    let found = place.statements(client).await;
    assert_eq!(found["nodes"][0]["hours"], "PT4H");
    assert_eq!(found["nodes"][0]["amount"]["amount"], "0.00");
    assert_eq!(found["nodes"][0]["lines"]["nodes"][0]["hours"], "PT4H");
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn of_bookings_that_end_at_once_on_two_instances_none_is_forgotten() {
    let place = Place::found().await;
    let other = place.hub.another_instance().await;
    let mut used = Vec::new();
    for day in 0..12 {
        let room = place.room().await;
        let (start, end) = ("2026-11-24T08:00Z", "2026-11-24T10:00Z");
        let booking = place.book(&[(room, 1)], start, end).await.unwrap();
        used.push((day, booking));
    }
    place.hub.clock().set(instant("2026-11-24T08:00Z"));
    let missing = used.iter().map(|(index, booking)| {
        let platform = if index % 2 == 0 {
            place.platform()
        } else {
            other.platform()
        };
        bookings::no_show(platform, &place.lender, place.by_owner(booking))
    });
    for outcome in futures_util::future::join_all(missing).await {
        outcome.unwrap();
    }
    let found = place.statements(&place.owner.representative).await;
    assert_eq!(found["totalCount"], 1);
    assert_eq!(
        found["nodes"][0]["amount"]["amount"], "120.00",
        "half of twenty, twelve times"
    );
    assert_eq!(found["nodes"][0]["lines"]["totalCount"], 12);
    other.stop().await;
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn many_statements_with_their_lines_take_as_many_statements_of_the_database_as_one() {
    let place = Place::found().await;
    let room = place.room().await;
    place.used(room, "2026-11-24").await;
    let client = &place.pole.coordinator;
    let read = async || client.gql(STATEMENTS, json!({})).await;
    read().await;
    let (_, one) = place.hub.statements_of(read()).await;
    for day in ["2026-12-02", "2027-01-05", "2027-02-02"] {
        place.used(room, day).await;
    }
    // Signs in again, since the clock has moved.
    read().await;
    let (data, many) = place.hub.statements_of(read()).await;
    assert_eq!(data["accountStatements"]["totalCount"], 4);
    assert_eq!(many, one, "and that is {one}");
    place.hub.run_jobs().await;
}

//! Bookings as partner apps and pages see them: through the API.

use maillage_domain::{ids::ResourceId, resources::Approval};
use serde_json::{Value, json};

use super::{Place, rules};
use crate::harness::Client;

const BOOK: &str = "mutation($input: BookResourcesInput!) { bookResources(input: $input) {
    booking { id version state start end price { amount } availableActions { action allowed }
      lines { units takenUntil price { amount } resource { title } } }
    errors { code path message facts { name value } } } }";
const SERIES: &str = "mutation($input: BookSeriesInput!) { bookSeries(input: $input) {
    series { id bookings { id state start } missed { start error { code message facts { name value } } } }
    errors { code path facts { name value } } } }";
const BOOKINGS: &str = "query($filter: BookingFilter, $first: Int, $after: String) {
    bookings(filter: $filter, first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor }
      nodes { id state start borrower { name } owner { name } hub { name }
        lines { units resource { title } } project { title } } } }";
const AVAILABILITY: &str = "query($id: ID!, $from: DateTime!, $to: DateTime!) {
    resource(id: $id) { availability(from: $from, to: $to) { start end free } } }";

fn content(resource: ResourceId, units: i32, start: &str, end: &str) -> Value {
    json!({
        "start": start, "end": end,
        "lines": [{ "resource": resource.to_string(), "units": units }],
        "purpose": "Une réunion de chantier",
    })
}

impl Place {
    /// Another member of the hub.
    async fn pole_member(&self, name: &str) -> maillage_domain::ids::OrganisationId {
        self.hub.member(&self.pole, name).await.id
    }

    async fn ask_for(&self, content: Value, dry_run: bool) -> Value {
        let borrower = self.borrower.id.to_string();
        let input = json!({ "actingFor": borrower, "content": content, "dryRun": dry_run });
        let client = &self.borrower.representative;
        client.gql_with_errors(BOOK, "bookResources", input).await
    }

    /// An act of the owner, or of the borrower, on a booking.
    async fn act(&self, side: &str, mutation: &str, booking: &Value, more: Value) -> Value {
        let body = if side == "owner" {
            &self.owner
        } else {
            &self.borrower
        };
        let version = "query($id: ID!) { booking(id: $id) { version } }";
        let data = body
            .representative
            .gql(version, json!({ "id": booking }))
            .await;
        let mut input = json!({
            "id": booking, "actingFor": body.id.to_string(), "expectedVersion": data["booking"]["version"],
        });
        let members = input.as_object_mut().unwrap();
        members.extend(more.as_object().unwrap().clone());
        let name = format!("{}{}", mutation[..1].to_uppercase(), &mutation[1..]);
        let query = format!(
            "mutation($input: {name}Input!) {{ {mutation}(input: $input) {{
               booking {{ id state owed {{ amount }} late conditionAfter cancelledBy {{ name }} }}
               errors {{ code path facts {{ name value }} }} }} }}"
        );
        body.representative
            .gql_with_errors(&query, mutation, input)
            .await
    }
}

impl Client {
    /// What a mutation answers, errors of the input included.
    async fn gql_with_errors(&self, query: &str, mutation: &str, input: Value) -> Value {
        let answer = self.ask(query, json!({ "input": input })).await;
        answer.body["data"][mutation].clone()
    }
}

fn codes(payload: &Value) -> Vec<&str> {
    let errors = payload["errors"].as_array().unwrap();
    errors
        .iter()
        .map(|error| error["code"].as_str().unwrap())
        .collect()
}

fn facts<'a>(error: &'a Value, name: &str) -> Vec<&'a str> {
    let facts = error["facts"].as_array().unwrap().iter();
    facts
        .filter(|fact| fact["name"] == name)
        .map(|fact| fact["value"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn a_room_is_asked_for_confirmed_handed_over_and_returned_late() {
    let place = Place::found().await;
    let room = place
        .resource("La grande salle", rules(Approval::Owner))
        .await;
    let wish = || content(room, 2, "2026-11-24T08:00:00Z", "2026-11-24T10:00:00Z");

    let rehearsed = place.ask_for(wish(), true).await;
    assert_eq!(rehearsed["booking"]["state"], "REQUESTED");
    let data = place.borrower.representative.gql(BOOKINGS, json!({})).await;
    assert_eq!(data["bookings"]["totalCount"], 0, "a dry run books nothing");

    let asked = place.ask_for(wish(), false).await;
    let booking = &asked["booking"];
    assert_eq!(booking["state"], "REQUESTED");
    assert_eq!(booking["price"]["amount"], "40.00");
    assert_eq!(
        booking["lines"][0]["takenUntil"],
        "2026-11-24T10:15:00+00:00"
    );
    let may: Vec<_> = (booking["availableActions"].as_array().unwrap().iter())
        .filter(|state| state["allowed"] == true)
        .map(|state| state["action"].as_str().unwrap())
        .collect();
    assert_eq!(may, ["CANCEL", "CHANGE"]);
    let id = &booking["id"];

    // The borrower cannot say yes for the owner.
    let input =
        json!({ "id": id, "actingFor": place.borrower.id.to_string(), "expectedVersion": 1 });
    let confirm = "mutation($input: ConfirmBookingInput!) { confirmBooking(input: $input) { errors { code } } }";
    let refused = place
        .borrower
        .representative
        .ask(confirm, json!({ "input": input }))
        .await;
    refused.expect_error("FORBIDDEN");

    for (mutation, more, state) in [
        ("confirmBooking", json!({}), "CONFIRMED"),
        (
            "handOverBooking",
            json!({ "condition": "Rangée." }),
            "IN_USE",
        ),
    ] {
        let done = place.act("owner", mutation, id, more).await;
        assert_eq!(done["booking"]["state"], state, "{done}");
    }
    place.hub.clock().set(super::instant("2026-11-24T10:20Z"));
    let more = json!({ "condition": "Une chaise cassée." });
    let back = place.act("owner", "takeBackBooking", id, more).await;
    assert_eq!(back["booking"]["state"], "RETURNED");
    assert_eq!(back["booking"]["late"], true);
    let again = place.act("owner", "takeBackBooking", id, json!({})).await;
    assert_eq!(codes(&again), ["WRONG_STATE"]);
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn whoever_comes_too_late_is_told_what_is_in_the_way_and_when_else() {
    let place = Place::found().await;
    let room = place
        .resource("La grande salle", rules(Approval::Automatic))
        .await;
    let morning = |units| content(room, units, "2026-11-24T08:00:00Z", "2026-11-24T10:00:00Z");
    let first = place.ask_for(morning(2), false).await;
    assert_eq!(first["booking"]["state"], "CONFIRMED");
    for dry_run in [true, false] {
        let second = place.ask_for(morning(1), dry_run).await;
        assert_eq!(codes(&second), ["OVER_CAPACITY"]);
        let error = &second["errors"][0];
        assert_eq!(facts(error, "free"), ["0"]);
        assert_eq!(facts(error, "until"), ["2026-11-24T10:15:00+00:00"]);
        assert_eq!(
            facts(error, "alternatives")[0],
            "2026-11-24T10:15:00+00:00/2026-11-24T12:15:00+00:00"
        );
    }
    let mut wrong = morning(0);
    wrong["end"] = json!("2026-11-24T07:00:00Z");
    wrong["lines"][0]["resource"] = json!(place.owner.id.to_string());
    let refused = place.ask_for(wrong, false).await;
    assert_eq!(
        refused["errors"][0]["path"],
        json!(["content", "lines", "0", "resource"])
    );
    let refused = place
        .ask_for(
            content(room, 0, "2026-11-24T08:00:00Z", "2026-11-24T07:00:00Z"),
            false,
        )
        .await;
    let paths: Vec<_> = (refused["errors"].as_array().unwrap().iter())
        .map(|error| error["path"].clone())
        .collect();
    assert_eq!(
        paths,
        [
            json!(["content", "end"]),
            json!(["content", "lines", "0", "units"])
        ]
    );
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn a_series_tells_of_each_date_and_who_cancels_late_owes_half() {
    let place = Place::found().await;
    let room = place
        .resource("La grande salle", rules(Approval::Automatic))
        .await;
    let taken = content(room, 2, "2026-12-01T08:00:00Z", "2026-12-01T09:00:00Z");
    place.ask_for(taken, false).await;
    let input = json!({
        "actingFor": place.borrower.id.to_string(),
        "content": content(room, 1, "2026-11-24T08:00:00Z", "2026-11-24T10:00:00Z"),
        "series": { "frequency": "WEEKLY", "count": 3 },
    });
    let client = &place.borrower.representative;
    let booked = client
        .gql_with_errors(SERIES, "bookSeries", input.clone())
        .await;
    let series = &booked["series"];
    let starts: Vec<_> = (series["bookings"].as_array().unwrap().iter())
        .map(|one| one["start"].as_str().unwrap())
        .collect();
    assert_eq!(
        starts,
        ["2026-11-24T08:00:00+00:00", "2026-12-08T08:00:00+00:00"]
    );
    assert_eq!(series["missed"][0]["start"], "2026-12-01T08:00:00+00:00");
    assert_eq!(series["missed"][0]["error"]["code"], "OVER_CAPACITY");
    let filter = json!({ "filter": { "series": series["id"] } });
    let data = client.gql(BOOKINGS, filter).await;
    assert_eq!(data["bookings"]["totalCount"], 2);
    let mut endless = input;
    endless["series"] = json!({ "frequency": "WEEKLY" });
    let refused = client.gql_with_errors(SERIES, "bookSeries", endless).await;
    assert_eq!(refused["errors"][0]["path"], json!(["series", "until"]));

    place.hub.clock().set(super::instant("2026-11-23T20:00Z"));
    let first = &series["bookings"][0]["id"];
    let off = place
        .act("borrower", "cancelBooking", first, json!({}))
        .await;
    assert_eq!(off["booking"]["owed"]["amount"], "10.00");
    assert_eq!(off["booking"]["cancelledBy"]["name"], "La Recyclerie");
    let second = &series["bookings"][1]["id"];
    let silent = place.act("owner", "cancelBooking", second, json!({})).await;
    assert_eq!(silent["errors"][0]["path"], json!(["reason"]));
    let more = json!({ "content": { "start": "2026-12-08T09:00:00Z", "end": "2026-12-08T10:00:00Z",
        "lines": [{ "resource": room.to_string() }] } });
    let moved = place.act("borrower", "changeBooking", second, more).await;
    assert_eq!(moved["booking"]["state"], "CONFIRMED");
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn the_catalogue_finds_what_can_be_booked_at_a_time_page_by_page() {
    let place = Place::found().await;
    let mut rooms = Vec::new();
    // More than the first batch of candidates, the free ones spread among them.
    for number in 0..90 {
        let title = format!("Salle {number:02}");
        rooms.push(place.resource(&title, rules(Approval::Automatic)).await);
    }
    for (number, room) in rooms.iter().enumerate() {
        let (units, end) = match number % 10 {
            0 => continue,
            // One of two is left.
            1 => (1, "2026-11-24T10:00:00Z"),
            // The quarter of an hour after it is in the way.
            2 => (2, "2026-11-24T08:50:00Z"),
            _ => (2, "2026-11-24T10:00:00Z"),
        };
        let booked = place
            .ask_for(content(*room, units, "2026-11-24T08:00:00Z", end), false)
            .await;
        assert_eq!(booked["booking"]["state"], "CONFIRMED");
    }
    let query = "query($filter: ResourceFilter, $first: Int, $after: String) {
        resources(filter: $filter, first: $first, after: $after, orderBy: { field: TITLE, direction: ASC }) {
          totalCount pageInfo { hasNextPage endCursor } nodes { title } } }";
    let client = &place.borrower.representative;
    let free = |units: i32, from: &str, to: &str| json!({ "freeDuring": { "from": from, "to": to, "units": units } });
    let during = |units| free(units, "2026-11-24T09:00:00Z", "2026-11-24T10:00:00Z");
    for (units, ends) in [(1, vec!["0", "1"]), (2, vec!["0"])] {
        let expected: Vec<_> = (0..90)
            .map(|number| format!("Salle {number:02}"))
            .filter(|title| ends.iter().any(|end| title.ends_with(end)))
            .collect();
        let (mut found, mut after) = (Vec::new(), Value::Null);
        loop {
            let page = json!({ "filter": during(units), "first": 4, "after": after });
            let data = client.gql(query, page).await;
            let list = &data["resources"];
            assert_eq!(list["totalCount"], expected.len());
            let nodes = list["nodes"].as_array().unwrap().iter();
            found.extend(nodes.map(|node| node["title"].as_str().unwrap().to_owned()));
            if list["pageInfo"]["hasNextPage"] == false {
                break;
            }
            after = list["pageInfo"]["endCursor"].clone();
        }
        assert_eq!(found, expected);
    }
    // Closed at night, and nothing is as long as that.
    for filter in [
        free(1, "2026-11-24T20:00:00Z", "2026-11-24T21:00:00Z"),
        free(1, "2026-11-24T09:00:00Z", "2026-11-24T09:10:00Z"),
        free(3, "2026-11-24T09:00:00Z", "2026-11-24T10:00:00Z"),
    ] {
        let data = client
            .gql(query, json!({ "filter": filter, "first": 4 }))
            .await;
        assert_eq!(data["resources"]["totalCount"], 0, "{filter}");
    }
    let wrong = json!({ "filter": free(0, "2026-11-24T09:00:30Z", "2026-11-24T10:00:00Z") });
    client.ask(query, wrong).await.expect_error("INVALID");
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn the_next_free_time_takes_one_statement_for_all_resources_of_a_list() {
    let place = Place::found().await;
    let query = "{ resources(first: 100, orderBy: { field: TITLE, direction: ASC }) {
        nodes { title owner { name } nextFree { start end } long: nextFree(length: \"PT3H\", units: 2) { start } } } }";
    let client = &place.borrower.representative;
    let mut counts = Vec::new();
    for wanted in [1, 30] {
        let there = client.gql(query, json!({})).await["resources"]["nodes"]
            .as_array()
            .unwrap()
            .len();
        for number in there..wanted {
            let title = format!("Salle {number:02}");
            place.resource(&title, rules(Approval::Automatic)).await;
        }
        let (data, statements) = place.hub.statements_of(client.gql(query, json!({}))).await;
        assert_eq!(data["resources"]["nodes"].as_array().unwrap().len(), wanted);
        counts.push(statements);
    }
    // Who asks; the resources; their owners; what is taken, once for each of the two questions.
    assert_eq!(counts, [5, 5]);
    let room = client
        .gql("{ resources(first: 1) { nodes { id } } }", json!({}))
        .await;
    let room: ResourceId = room["resources"]["nodes"][0]["id"]
        .as_str()
        .unwrap()
        .parse()
        .unwrap();
    let all_day = content(room, 2, "2026-11-21T11:00:00Z", "2026-11-21T19:00:00Z");
    place.ask_for(all_day, false).await;
    let data = client.gql(query, json!({})).await;
    let booked = data["resources"]["nodes"]
        .as_array()
        .unwrap()
        .last()
        .unwrap();
    // Now is ten in Paris; it is booked an hour ahead, and until eleven for lack of time before it.
    assert_eq!(
        booked["nextFree"]["start"], "2026-11-21T10:00:00+00:00",
        "{booked}"
    );
    assert_eq!(booked["long"]["start"], "2026-11-22T07:00:00+00:00");
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn availability_is_exact_on_the_days_on_which_the_clocks_change() {
    let place = Place::found_on("2026-10-20T09:00Z").await;
    let room = place
        .resource("La grande salle", rules(Approval::Automatic))
        .await;
    let client = &place.borrower.representative;
    let steps = async |from: &str, to: &str| {
        let variables = json!({ "id": room.to_string(), "from": from, "to": to });
        let data = client.gql(AVAILABILITY, variables).await;
        let steps = data["resource"]["availability"].as_array().unwrap().clone();
        let open = steps.iter().filter(|step| step["free"] != 0);
        let told = |step: &Value| {
            let text = |name: &str| step[name].as_str().unwrap()[..16].to_owned();
            (text("start"), text("end"))
        };
        open.map(told).collect::<Vec<_>>()
    };
    let told = |spans: &[(&str, &str)]| -> Vec<(String, String)> {
        let spans = spans.iter();
        spans
            .map(|(from, to)| ((*from).to_owned(), (*to).to_owned()))
            .collect()
    };
    // From eight to eight in Paris: two hours ahead of UTC on Saturday, one on Sunday.
    assert_eq!(
        steps("2026-10-24T00:00:00Z", "2026-10-26T00:00:00Z").await,
        told(&[
            ("2026-10-24T06:00", "2026-10-24T18:00"),
            ("2026-10-25T07:00", "2026-10-25T19:00")
        ])
    );
    assert_eq!(
        steps("2027-03-27T00:00:00Z", "2027-03-29T00:00:00Z").await,
        told(&[
            ("2027-03-27T07:00", "2027-03-27T19:00"),
            ("2027-03-28T06:00", "2027-03-28T18:00")
        ])
    );
    let backwards = json!({ "id": room.to_string(), "from": "2026-10-25T00:00:00Z", "to": "2026-10-24T00:00:00Z" });
    client
        .ask(AVAILABILITY, backwards)
        .await
        .expect_error("INVALID");
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn no_time_is_too_far_away_and_no_request_too_greedy_to_be_answered() {
    let place = Place::found().await;
    let room = place
        .resource("La grande salle", rules(Approval::Automatic))
        .await;
    let client = &place.borrower.representative;
    let next = "query($id: ID!, $from: DateTime) { resource(id: $id) { nextFree(from: $from) { start } } }";
    for from in [
        "+262142-12-01T00:00:00Z",
        "-262143-01-01T00:00:00Z",
        "2100-01-01T00:00:00Z",
    ] {
        let variables = json!({ "id": room.to_string(), "from": from });
        client.ask(next, variables).await.expect_error("INVALID");
        let filter = json!({ "filter": { "from": from } });
        client.ask(BOOKINGS, filter).await.expect_error("INVALID");
    }
    let late = json!({ "id": room.to_string(), "from": "2099-12-31T23:00:00Z" });
    let data = client.gql(next, late).await;
    assert_eq!(
        data["resource"]["nextFree"],
        Value::Null,
        "beyond its horizon"
    );
    let ages = content(room, 1, "2026-11-24T08:00:00Z", "2028-11-24T08:00:00Z");
    let refused = place.ask_for(ages, false).await;
    assert_eq!(refused["errors"][0]["path"], json!(["content", "end"]));

    let asked = |number: usize, field: &dyn Fn(usize) -> String| {
        let fields: Vec<_> = (0..number)
            .map(|at| format!("a{at}: {}", field(at)))
            .collect();
        format!("{{ resource(id: \"{room}\") {{ {} }} }}", fields.join(" "))
    };
    let day = |at| {
        format!(
            "availability(from: \"2026-11-24T00:{at:02}:00Z\", to: \"2026-11-25T00:00:00Z\") {{ free }}"
        )
    };
    let hours = |at| format!("nextFree(length: \"PT{}H\") {{ start }}", at + 1);
    for (most, field) in [(20, &day as &dyn Fn(usize) -> String), (4, &hours)] {
        client.gql(&asked(most, field), json!({})).await;
        let greedy = client.ask(&asked(most + 1, field), json!({})).await;
        greedy.expect_error("INVALID");
    }
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn what_somebody_does_not_see_of_a_booking_they_do_not_learn_by_asking_for_it() {
    let place = Place::found().await;
    let room = place
        .resource("La grande salle", rules(Approval::Automatic))
        .await;
    let hidden = place
        .published(
            "Le local secret",
            None,
            maillage_domain::values::Visibility::Parties,
            vec![place.pole_member("La Lointaine").await],
        )
        .await;
    // A line that is hidden and one that is not there are told alike.
    let mut wish = content(room, 1, "2026-11-24T08:00:00Z", "2026-11-24T10:00:00Z");
    let mut told = Vec::new();
    for other in [
        hidden.to_string(),
        "resource_01h455vb4pex5vsknk084sn02q".to_owned(),
    ] {
        wish["lines"] = json!([{ "resource": room.to_string() }, { "resource": other }]);
        let input = json!({ "actingFor": place.owner.id.to_string(), "content": wish });
        let client = &place.borrower.representative;
        let answer = client.ask(BOOK, json!({ "input": input })).await;
        let mut errors = answer.body["errors"].clone();
        errors[0]["extensions"]["id"] = Value::Null;
        told.push(errors);
    }
    assert_eq!(told[0], told[1]);

    let lead = place.borrower.id.to_string();
    let create = "mutation($input: CreateProjectInput!) { createProject(input: $input) { project { id } errors { code path } } }";
    let input = json!({
        "hub": place.pole.id.to_string(), "actingFor": lead,
        "content": { "title": "Un projet encore secret", "summary": "Personne n’en sait rien.",
                     "description": "Un brouillon.", "themes": [] },
    });
    let client = &place.borrower.representative;
    let made = client.gql_with_errors(create, "createProject", input).await;
    let project = &made["project"]["id"];
    let mut wish = content(room, 1, "2026-11-24T08:00:00Z", "2026-11-24T10:00:00Z");
    wish["project"] = project.clone();
    let booked = place.ask_for(wish, false).await;
    assert_eq!(booked["booking"]["state"], "CONFIRMED", "{booked}");
    let filter = json!({ "filter": { "project": project } });
    for (body, count) in [(&place.borrower, 1), (&place.owner, 0)] {
        let data = body.representative.gql(BOOKINGS, filter.clone()).await;
        assert_eq!(data["bookings"]["totalCount"], count);
    }
    place.hub.run_jobs().await;
}

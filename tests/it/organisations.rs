//! Organisations: created, kept, published and read.

mod lifecycle;
mod oracle;
mod oversight;
mod reading;

use maillage_domain::{
    Act,
    hubs::{HubDraft, HubRole},
    ids::{self, HubId, OrganisationId},
    memberships::{MemberCategory, Membership, MembershipState},
    policy::Actor,
};
use maillage_persistence::{memberships, organisations};
use maillage_usecases::{Error, hubs};
use serde_json::{Value, json};

use crate::harness::{Client, TestHub};

const CREATE: &str = "
    mutation ($content: OrganisationContentInput!, $dryRun: Boolean! = false) {
      createOrganisation(input: { content: $content, dryRun: $dryRun }) {
        organisation {
          id name state version availableActions { action allowed }
          mandates { totalCount nodes { role person { id name } } }
        }
        errors { code message path facts { name value } }
      }
    }";

const UPDATE: &str = "
    mutation ($id: ID!, $actingFor: ID!, $version: Int!, $content: OrganisationContentInput!, $dryRun: Boolean! = false) {
      updateOrganisation(
        input: { id: $id, actingFor: $actingFor, expectedVersion: $version, content: $content, dryRun: $dryRun }
      ) {
        organisation { id name summary state version revision { state changes { field before after } } }
        errors { code path facts { name value } }
      }
    }";

/// A step of the life cycle: `submit`, `withdraw` or `archive`.
fn step(name: &str) -> String {
    format!(
        "mutation ($id: ID!, $actingFor: ID!, $version: Int!) {{
           {name}Organisation(input: {{ id: $id, actingFor: $actingFor, expectedVersion: $version }}) {{
             organisation {{ state version summary revision {{ state }} }}
             errors {{ code facts {{ name value }} }}
           }}
         }}"
    )
}

/// Content with what is needed for publication.
pub(crate) fn content(name: &str) -> Value {
    json!({
        "name": name,
        "legalForm": "ASSOCIATION",
        "commune": "34172",
        "summary": "Remettre en usage ce que d'autres jettent.",
    })
}

/// The content with some fields changed.
fn with(mut content: Value, fields: &Value) -> Value {
    let target = content.as_object_mut().expect("an object");
    target.extend(fields.as_object().expect("an object").clone());
    content
}

/// Creates an organisation represented by the client.
pub(crate) async fn create(client: &Client, content: Value) -> OrganisationId {
    let data = client.gql(CREATE, json!({ "content": content })).await;
    id(&data["createOrganisation"]["organisation"]["id"])
}

/// Reads an id.
pub(crate) fn id<T: ids::StaticType>(value: &Value) -> ids::TypeSafeId<T> {
    ids::parse(value.as_str().expect("a text")).expect("an id")
}

/// A hub with somebody in an office.
pub(crate) async fn hub_with(hub: &TestHub, slug: &str, team: &[(&Client, HubRole)]) -> HubId {
    let draft = HubDraft {
        name: format!("Pôle {slug}"),
        summary: "Coopérer entre voisins.".into(),
        description: "Un pôle inventé pour les essais.".into(),
        territory: vec!["34172".into()],
        time_zone: "Europe/Paris".into(),
    };
    let created = hubs::create(hub.platform(), &Actor::Operator, slug, draft, false)
        .await
        .expect("a hub");
    for (person, role) in team {
        hubs::grant_role(
            hub.platform(),
            &Actor::Operator,
            slug,
            person.email(),
            *role,
        )
        .await
        .expect("an office");
    }
    created.id
}

/// Puts an organisation into a hub in this state; an active member's profile is admitted.
pub(crate) async fn put_in(
    hub: &TestHub,
    place: HubId,
    organisation: OrganisationId,
    state: MembershipState,
) -> Membership {
    let platform = hub.platform();
    platform
        .write(async |tx| {
            let act = Act::new(platform.now(), None, platform);
            let mut membership = match memberships::live(tx, place, organisation).await? {
                Some(membership) => membership,
                None => Membership::invite(
                    &act,
                    place,
                    organisation,
                    MemberCategory::ActiveMember,
                    None,
                ),
            };
            membership.state = state;
            if state == MembershipState::Active {
                membership.since = Some(act.today());
            }
            memberships::save(tx, &mut membership).await?;
            if state == MembershipState::Active {
                let mut found = organisations::find(tx, organisation)
                    .await?
                    .ok_or(Error::NotFound)?;
                found.admit(&act, place);
                organisations::save(tx, &mut found).await?;
            }
            Ok(membership)
        })
        .await
        .expect("a membership")
}

/// The version an organisation has now.
async fn version(hub: &TestHub, id: OrganisationId) -> i32 {
    organisations::find(hub.platform().db(), id)
        .await
        .expect("read")
        .expect("an organisation")
        .version
}

async fn act_on(
    client: &Client,
    name: &str,
    id: OrganisationId,
    version: i32,
) -> crate::harness::Answer {
    let variables =
        json!({ "id": id.to_string(), "actingFor": id.to_string(), "version": version });
    client.ask(&step(name), variables).await
}

async fn update(
    client: &Client,
    id: OrganisationId,
    acting_for: OrganisationId,
    version: i32,
    content: Value,
) -> crate::harness::Answer {
    let variables = json!({
        "id": id.to_string(), "actingFor": acting_for.to_string(), "version": version, "content": content,
    });
    client.ask(UPDATE, variables).await
}

#[tokio::test]
async fn whoever_creates_an_organisation_represents_it_and_sees_it_at_once() {
    let hub = TestHub::start().await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    hub.visitor()
        .ask(CREATE, json!({ "content": content("La Recyclerie") }))
        .await
        .expect_error("UNAUTHENTICATED");

    let data = jeanne
        .gql(CREATE, json!({ "content": content("La Recyclerie") }))
        .await;
    let made = &data["createOrganisation"]["organisation"];
    assert_eq!(
        (made["state"].as_str(), made["version"].as_i64()),
        (Some("DRAFT"), Some(1))
    );
    assert_eq!(made["mandates"]["totalCount"], 1);
    let mandate = &made["mandates"]["nodes"][0];
    assert_eq!(
        (mandate["role"].as_str(), mandate["person"]["name"].as_str()),
        (Some("REPRESENTATIVE"), Some("Jeanne Peyrebelle"),)
    );
    let may: Vec<_> = made["availableActions"]
        .as_array()
        .expect("actions")
        .iter()
        .collect();
    let allowed = |name: &str| {
        may.iter()
            .find(|one| one["action"] == name)
            .is_some_and(|one| one["allowed"] == true)
    };
    assert!(
        allowed("EDIT") && allowed("MANAGE_MANDATES") && !allowed("HIDE") && !allowed("SUBMIT"),
        "{may:?}"
    );

    let read = "query ($id: ID!) { organisation(id: $id) { name state } }";
    let variables = json!({ "id": made["id"] });
    assert_eq!(
        jeanne.gql(read, variables.clone()).await["organisation"]["state"],
        "DRAFT"
    );
    for other in [hub.visitor(), hub.person("Karim Benali").await] {
        assert_eq!(
            other.gql(read, variables.clone()).await["organisation"],
            Value::Null
        );
    }
}

#[tokio::test]
async fn every_wrong_field_is_named_and_nothing_is_written() {
    let hub = TestHub::start().await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let wrong = json!({
        "name": "x", "legalForm": "SCIC", "legalCategory": "12", "siren": "732829321", "siret": "35600000009090",
        "rna": "X301000624", "naf": { "nomenclature": "NAF_REV2", "code": "1" }, "commune": "99999",
        "postalCode": "3400", "location": { "latitude": 91, "longitude": 3.9, "precision": "EXACT" },
        "domains": ["FOOD", "FOOD"], "email": "nobody", "phone": "12", "website": "ftp://x",
        "accreditations": [{ "kind": "ESUS", "from": "2026-01-02", "until": "2026-01-01" }],
    });
    let answer = jeanne.ask(CREATE, json!({ "content": wrong })).await;
    let mut named: Vec<String> = answer
        .errors()
        .map(|error| {
            assert_eq!(error["code"], "INVALID");
            assert_eq!(error["path"][0], "content");
            error["path"][1].as_str().expect("a field").to_owned()
        })
        .collect();
    named.sort_unstable();
    let expected = [
        "accreditations",
        "commune",
        "domains",
        "email",
        "legalCategory",
        "location",
        "naf",
        "name",
        "phone",
        "postalCode",
        "rna",
        "siren",
        "siret",
        "website",
    ];
    assert_eq!(named, expected);
    let inconsistent = with(
        content("La Poste"),
        &json!({ "siren": "732829320", "siret": "35600000009075" }),
    );
    let error = jeanne
        .ask(CREATE, json!({ "content": inconsistent }))
        .await
        .expect_error("INVALID");
    assert_eq!(error["path"], json!(["content", "siren"]));
    assert_eq!(
        jeanne
            .gql("{ organisations { totalCount } }", json!({}))
            .await["organisations"]["totalCount"],
        0
    );
}

#[tokio::test]
async fn of_two_organisations_with_one_siren_exactly_one_is_published() {
    const ACCEPT: &str = "
        mutation ($id: ID!, $version: Int!) {
          acceptMembership(input: { id: $id, expectedVersion: $version }) { membership { state } errors { code } }
        }";
    let hub = TestHub::start().await;
    let (jeanne, karim, coordinator) = (
        hub.person("Jeanne Peyrebelle").await,
        hub.person("Karim Benali").await,
        hub.person("Coline Faure").await,
    );
    let team = [(&coordinator, HubRole::Coordinator)];
    let (here, there) = (
        hub_with(&hub, "littoral", &team).await,
        hub_with(&hub, "garrigue", &team).await,
    );
    let second = hub.another_instance().await;
    let siren = |name| with(content(name), &json!({ "siret": "732 829 320 00074" }));
    // Whoever types it first keeps nobody from it.
    let one = create(&jeanne, siren("Une")).await;
    let other = create(&karim, siren("Autre")).await;
    let mut accepted = Vec::new();
    for (place, organisation) in [(here, one), (there, other)] {
        let applied = put_in(&hub, place, organisation, MembershipState::Applied).await;
        accepted.push(json!({ "id": applied.id.to_string(), "version": applied.version }));
    }
    let elsewhere = coordinator.on(&second);
    let (first, last) = tokio::join!(
        coordinator.ask(ACCEPT, accepted[0].clone()),
        elsewhere.ask(ACCEPT, accepted[1].clone()),
    );
    let refused = [&first, &last]
        .into_iter()
        .filter(|answer| answer.has_error("SIREN_TAKEN"))
        .count();
    assert_eq!(refused, 1, "{:#} {:#}", first.body, last.body);
    let published = "query { organisation(siren: \"732829320\") { name summary } }";
    let data = hub.visitor().gql(published, json!({})).await;
    assert!(data["organisation"]["summary"].is_string(), "{data:#}");
    jeanne
        .ask(CREATE, json!({ "content": siren("Encore") }))
        .await
        .expect_error("SIREN_TAKEN");
    hub.run_jobs().await;
}

#[tokio::test]
async fn a_reader_edits_nothing_and_nobody_acts_for_anothers_organisation() {
    let hub = TestHub::start().await;
    let (jeanne, karim, lea) = (
        hub.person("Jeanne Peyrebelle").await,
        hub.person("Karim Benali").await,
        hub.person("Léa Roux").await,
    );
    let mine = create(&jeanne, content("La Recyclerie")).await;
    let other = create(&karim, content("Le Fournil")).await;
    let role = maillage_domain::mandates::MandateRole::Reader;
    maillage_usecases::mandates::grant(hub.platform(), &hub.operator(), mine, lea.id(), role)
        .await
        .expect("given");

    let edit = || content("La Recyclerie du port");
    let reason = |error: Value| error["extensions"]["reason"].as_str().map(str::to_owned);
    let refused = update(&lea, mine, mine, 1, edit())
        .await
        .expect_error("FORBIDDEN");
    assert_eq!(reason(refused).as_deref(), Some("NEEDS_CONTRIBUTOR"));
    let refused = update(&karim, mine, mine, 1, edit())
        .await
        .expect_error("FORBIDDEN");
    assert_eq!(reason(refused).as_deref(), Some("NO_MANDATE"));
    update(&karim, mine, other, 1, edit())
        .await
        .expect_error("NOT_FOUND");
    update(&hub.visitor(), mine, mine, 1, edit())
        .await
        .expect_error("UNAUTHENTICATED");
    for action in ["submit", "withdraw", "archive"] {
        act_on(&lea, action, mine, 1)
            .await
            .expect_error("FORBIDDEN");
        act_on(&hub.visitor(), action, mine, 1)
            .await
            .expect_error("UNAUTHENTICATED");
    }
    assert_eq!(version(&hub, mine).await, 1);
    // Of two mandates the one acted for counts: Karim writes for Le Fournil alone.
    let contributor = maillage_domain::mandates::MandateRole::Contributor;
    maillage_usecases::mandates::grant(
        hub.platform(),
        &hub.operator(),
        mine,
        karim.id(),
        contributor,
    )
    .await
    .expect("given");
    let refused = update(&karim, mine, other, 1, edit())
        .await
        .expect_error("FORBIDDEN");
    assert_eq!(reason(refused).as_deref(), Some("NEEDS_CONTRIBUTOR"));
    update(&karim, mine, mine, 1, edit()).await.data();
}

#[tokio::test]
async fn of_two_edits_with_one_version_the_first_wins() {
    let hub = TestHub::start().await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let mine = create(&jeanne, content("La Recyclerie")).await;
    let second = hub.another_instance().await;
    let elsewhere = jeanne.on(&second);
    let (one, other) = tokio::join!(
        update(&jeanne, mine, mine, 1, content("Un nom")),
        update(&elsewhere, mine, mine, 1, content("Un autre nom")),
    );
    let conflicts = [&one, &other]
        .into_iter()
        .filter(|answer| answer.has_error("CONFLICT"))
        .count();
    assert_eq!(conflicts, 1, "{:#} {:#}", one.body, other.body);
    let error = update(&jeanne, mine, mine, 1, content("Un troisième nom"))
        .await
        .expect_error("CONFLICT");
    assert_eq!(
        error["facts"],
        json!([{ "name": "currentVersion", "value": "2" }])
    );
    let same = if one.has_error("CONFLICT") {
        "Un autre nom"
    } else {
        "Un nom"
    };
    update(&jeanne, mine, mine, 2, content(same))
        .await
        .expect_error("NOTHING_TO_DO");
}

#[tokio::test]
async fn a_dry_run_answers_as_the_real_one_and_writes_nothing() {
    let hub = TestHub::start().await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let data = jeanne
        .gql(
            CREATE,
            json!({ "content": content("La Recyclerie"), "dryRun": true }),
        )
        .await;
    let made = &data["createOrganisation"]["organisation"];
    assert_eq!(
        (made["name"].as_str(), made["state"].as_str()),
        (Some("La Recyclerie"), Some("DRAFT"))
    );
    let list = "{ organisations { totalCount nodes { name } } }";
    assert_eq!(
        jeanne.gql(list, json!({})).await["organisations"]["totalCount"],
        0
    );
    jeanne
        .ask(
            CREATE,
            json!({ "content": { "name": "", "legalForm": "SCOP" }, "dryRun": true }),
        )
        .await
        .expect_error("INVALID");

    let mine = create(&jeanne, content("La Recyclerie")).await;
    let variables = json!({
        "id": mine.to_string(), "actingFor": mine.to_string(), "version": 1, "content": content("Autrement"),
        "dryRun": true,
    });
    let data = jeanne.gql(UPDATE, variables).await;
    assert_eq!(
        data["updateOrganisation"]["organisation"]["name"],
        "Autrement"
    );
    assert_eq!(
        jeanne.gql(list, json!({})).await["organisations"]["nodes"][0]["name"],
        "La Recyclerie"
    );
    assert_eq!(version(&hub, mine).await, 1);
}

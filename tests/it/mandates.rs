//! Mandates: who may act for an organisation, and since when no more.

mod endings;
mod invitations;

use maillage_domain::{
    hubs::HubRole, ids::OrganisationId, mandates::MandateRole, memberships::MembershipState,
};
use maillage_persistence::mandates as stored;
use maillage_usecases::mandates;
use serde_json::{Value, json};

use crate::{
    harness::{Answer, Client, TestHub},
    organisations::{content, create, hub_with, put_in},
};

const INVITE: &str = "
    mutation ($actingFor: ID!, $email: EmailAddress!, $role: MandateRole!, $dryRun: Boolean! = false) {
      inviteToOrganisation(input: { actingFor: $actingFor, email: $email, role: $role, dryRun: $dryRun }) {
        invitation {
          id email role version expiresAt organisation { name } invitedBy { name } availableActions { action allowed }
        }
        errors { code path }
      }
    }";

const ACCEPT: &str = "
    mutation ($code: String!, $dryRun: Boolean! = false) {
      acceptInvitation(input: { code: $code, dryRun: $dryRun }) {
        mandate {
          id role person { name email } grantedBy { name } organisation { name state }
          availableActions { action allowed code }
        }
        errors { code }
      }
    }";

const CHANGE: &str = "
    mutation ($id: ID!, $actingFor: ID!, $version: Int!, $role: MandateRole!) {
      changeMandateRole(input: { id: $id, actingFor: $actingFor, expectedVersion: $version, role: $role }) {
        mandate { role version }
        errors { code facts { name value } }
      }
    }";

const END: &str = "
    mutation ($id: ID!, $actingFor: ID!, $version: Int!) {
      endMandate(input: { id: $id, actingFor: $actingFor, expectedVersion: $version }) {
        mandate { endedAt endedBy { name } version }
        errors { code facts { name value } }
      }
    }";

const APPOINT: &str = "
    mutation ($organisation: ID!, $email: EmailAddress!) {
      appointRepresentative(input: { organisation: $organisation, email: $email }) {
        invitation { id email role }
        errors { code }
      }
    }";

const EDIT: &str = "
    mutation ($id: ID!, $version: Int!, $content: OrganisationContentInput!) {
      updateOrganisation(input: { id: $id, actingFor: $id, expectedVersion: $version, content: $content }) {
        organisation { version }
        errors { code }
      }
    }";

async fn invite(client: &Client, organisation: OrganisationId, email: &str, role: &str) -> Answer {
    let variables = json!({ "actingFor": organisation.to_string(), "email": email, "role": role });
    client.ask(INVITE, variables).await
}

/// The code in the newest mail to an address.
async fn code(hub: &TestHub, email: &str) -> String {
    hub.run_jobs().await;
    let mail = hub.mails_to(email).pop().expect("a mail");
    let found = mail
        .text
        .split_whitespace()
        .find(|word| word.starts_with("invitation_"));
    found.expect("a code").to_owned()
}

async fn accept(client: &Client, code: &str) -> Answer {
    client.ask(ACCEPT, json!({ "code": code })).await
}

async fn on_mandate(
    client: &Client,
    mutation: &str,
    mandate: &maillage_domain::mandates::Mandate,
    role: &str,
) -> Answer {
    let variables = json!({
        "id": mandate.id.to_string(),
        "actingFor": mandate.organisation.to_string(),
        "version": mandate.version,
        "role": role,
    });
    client.ask(mutation, variables).await
}

/// The live mandate of a person.
async fn mandate_of(
    hub: &TestHub,
    client: &Client,
    organisation: OrganisationId,
) -> maillage_domain::mandates::Mandate {
    stored::live(hub.platform().db(), client.id(), organisation)
        .await
        .expect("read")
        .expect("a mandate")
}

async fn grant(hub: &TestHub, client: &Client, organisation: OrganisationId, role: MandateRole) {
    mandates::grant(
        hub.platform(),
        &hub.operator(),
        organisation,
        client.id(),
        role,
    )
    .await
    .expect("given");
}

async fn edit(client: &Client, organisation: OrganisationId, version: i32, name: &str) -> Answer {
    let variables =
        json!({ "id": organisation.to_string(), "version": version, "content": content(name) });
    client.ask(EDIT, variables).await
}

#[tokio::test]
async fn representatives_alone_give_change_and_end_mandates() {
    let hub = TestHub::start().await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let (karim, lea, stranger) = (
        hub.person("Karim Benali").await,
        hub.person("Léa Roux").await,
        hub.person("Paul Loin").await,
    );
    let mine = create(&jeanne, content("La Recyclerie")).await;
    grant(&hub, &karim, mine, MandateRole::Contributor).await;
    grant(&hub, &lea, mine, MandateRole::Reader).await;
    let other = create(&stranger, content("Le Fournil")).await;

    for (who, code) in [
        (&karim, "FORBIDDEN"),
        (&lea, "FORBIDDEN"),
        (&stranger, "FORBIDDEN"),
        (&hub.visitor(), "UNAUTHENTICATED"),
    ] {
        invite(who, mine, "x@exemple.test", "READER")
            .await
            .expect_error(code);
        let target = mandate_of(&hub, &jeanne, mine).await;
        on_mandate(who, CHANGE, &target, "READER")
            .await
            .expect_error(code);
        on_mandate(who, END, &target, "READER")
            .await
            .expect_error(code);
    }
    let mut target = mandate_of(&hub, &lea, mine).await;
    target.organisation = other;
    on_mandate(&stranger, END, &target, "READER")
        .await
        .expect_error("NOT_FOUND");
    // Of somebody else's organisation, to the letter: the same as of none.
    let read = "query ($id: ID!) { mandate(id: $id) { role } }";
    assert_eq!(
        stranger
            .gql(read, json!({ "id": target.id.to_string() }))
            .await["mandate"],
        Value::Null
    );
    assert_eq!(
        lea.gql(read, json!({ "id": target.id.to_string() })).await["mandate"]["role"],
        "READER"
    );

    let target = mandate_of(&hub, &lea, mine).await;
    on_mandate(&jeanne, CHANGE, &target, "READER")
        .await
        .expect_error("NOTHING_TO_DO");
    let data = on_mandate(&jeanne, CHANGE, &target, "CONTRIBUTOR")
        .await
        .data();
    assert_eq!(
        data["changeMandateRole"]["mandate"],
        json!({ "role": "CONTRIBUTOR", "version": 2 })
    );
    let error = on_mandate(&jeanne, CHANGE, &target, "READER")
        .await
        .expect_error("CONFLICT");
    assert_eq!(error["facts"][0]["value"], "2");
    invite(&jeanne, mine, "nobody", "READER")
        .await
        .expect_error("INVALID");
    invite(&jeanne, mine, karim.email(), "CONTRIBUTOR")
        .await
        .expect_error("ALREADY_MANDATED");
    invite(&jeanne, mine, karim.email(), "REPRESENTATIVE")
        .await
        .data();
    let code = code(&hub, karim.email()).await;
    let data = accept(&karim, &code).await.data();
    assert_eq!(
        data["acceptInvitation"]["mandate"]["role"],
        "REPRESENTATIVE"
    );
    assert_eq!(
        stored::count(hub.platform().db(), mine, false)
            .await
            .expect("counted"),
        3
    );
}

#[tokio::test]
async fn a_mandate_that_ends_counts_no_more_on_the_next_request_of_any_instance() {
    let hub = TestHub::start().await;
    let (jeanne, karim) = (
        hub.person("Jeanne Peyrebelle").await,
        hub.person("Karim Benali").await,
    );
    let mine = create(&jeanne, content("La Recyclerie")).await;
    grant(&hub, &karim, mine, MandateRole::Contributor).await;
    let second = hub.another_instance().await;
    let elsewhere = karim.on(&second);
    edit(&elsewhere, mine, 1, "La Recyclerie du port")
        .await
        .data();

    let mandate = mandate_of(&hub, &karim, mine).await;
    let data = on_mandate(&jeanne, END, &mandate, "READER").await.data();
    assert_eq!(
        data["endMandate"]["mandate"]["endedBy"]["name"],
        "Jeanne Peyrebelle"
    );
    for client in [&karim, &elsewhere] {
        edit(client, mine, 2, "Encore")
            .await
            .expect_error("FORBIDDEN");
        let read = "query ($id: ID!) { organisation(id: $id) { name } me { mandates { role } } }";
        let data = client.gql(read, json!({ "id": mine.to_string() })).await;
        assert_eq!(
            (&data["organisation"], &data["me"]["mandates"]),
            (&Value::Null, &json!([]))
        );
    }
    let mut ended = mandate.clone();
    ended.version = 2;
    on_mandate(&jeanne, END, &ended, "READER")
        .await
        .expect_error("WRONG_STATE");
    // It stays on record, and a new one can be given.
    let read = "query ($id: ID!) { organisation(id: $id) {
        mandates { totalCount } all: mandates(includeEnded: true) { totalCount nodes { endedAt } } } }";
    let data = jeanne.gql(read, json!({ "id": mine.to_string() })).await;
    assert_eq!(
        (
            &data["organisation"]["mandates"]["totalCount"],
            &data["organisation"]["all"]["totalCount"]
        ),
        (&json!(1), &json!(2))
    );
    grant(&hub, &karim, mine, MandateRole::Reader).await;
}

#[tokio::test]
async fn the_last_representative_stays_until_there_is_a_successor() {
    let hub = TestHub::start().await;
    let (jeanne, karim) = (
        hub.person("Jeanne Peyrebelle").await,
        hub.person("Karim Benali").await,
    );
    let mine = create(&jeanne, content("La Recyclerie")).await;
    grant(&hub, &karim, mine, MandateRole::Contributor).await;
    let own = mandate_of(&hub, &jeanne, mine).await;
    on_mandate(&jeanne, END, &own, "READER")
        .await
        .expect_error("LAST_REPRESENTATIVE");
    on_mandate(&jeanne, CHANGE, &own, "CONTRIBUTOR")
        .await
        .expect_error("LAST_REPRESENTATIVE");
    let read = "query ($id: ID!) { organisation(id: $id) { mandates { nodes { availableActions { action allowed code } } } } }";
    let data = jeanne.gql(read, json!({ "id": mine.to_string() })).await;
    assert_eq!(
        data["organisation"]["mandates"]["nodes"][0]["availableActions"],
        json!([
            { "action": "CHANGE_ROLE", "allowed": false, "code": "LAST_REPRESENTATIVE" },
            { "action": "END", "allowed": false, "code": "LAST_REPRESENTATIVE" },
        ])
    );
    // A contributor leaves as they like.
    let theirs = mandate_of(&hub, &karim, mine).await;
    on_mandate(&karim, END, &theirs, "READER").await.data();
    grant(&hub, &karim, mine, MandateRole::Representative).await;
    on_mandate(&jeanne, END, &own, "READER").await.data();
    let left = mandate_of(&hub, &karim, mine).await;
    on_mandate(&karim, END, &left, "READER")
        .await
        .expect_error("LAST_REPRESENTATIVE");
}

#[tokio::test]
async fn of_two_representatives_who_leave_at_once_one_stays() {
    let hub = TestHub::start().await;
    let second = hub.another_instance().await;
    let (jeanne, karim) = (
        hub.person("Jeanne Peyrebelle").await,
        hub.person("Karim Benali").await,
    );
    for round in 0..4 {
        let mine = create(&jeanne, content(&format!("Organisation {round}"))).await;
        grant(&hub, &karim, mine, MandateRole::Representative).await;
        let (first, other) = (
            mandate_of(&hub, &jeanne, mine).await,
            mandate_of(&hub, &karim, mine).await,
        );
        let elsewhere = karim.on(&second);
        let (one, two) = tokio::join!(
            on_mandate(&jeanne, END, &first, "READER"),
            on_mandate(
                &elsewhere,
                if round % 2 == 0 { END } else { CHANGE },
                &other,
                "READER"
            ),
        );
        let refused = [&one, &two]
            .into_iter()
            .filter(|answer| answer.has_error("LAST_REPRESENTATIVE"))
            .count();
        assert_eq!(refused, 1, "{:#} {:#}", one.body, two.body);
        let left = stored::representatives(hub.platform().db(), &[mine])
            .await
            .expect("counted");
        assert_eq!(left[&mine].len(), 1);
    }
}

#[tokio::test]
async fn a_coordinator_names_a_representative_where_nobody_is_left() {
    let hub = TestHub::start().await;
    let (jeanne, karim, coordinator, far) = (
        hub.person("Jeanne Peyrebelle").await,
        hub.person("Karim Benali").await,
        hub.person("Coline Faure").await,
        hub.person("Paul Loin").await,
    );
    let moderator = hub.person("Maud Serre").await;
    let team = [
        (&coordinator, HubRole::Coordinator),
        (&moderator, HubRole::Moderator),
    ];
    let place = hub_with(&hub, "littoral", &team).await;
    hub_with(&hub, "garrigue", &[(&far, HubRole::Coordinator)]).await;
    let mine = create(&jeanne, content("La Recyclerie")).await;
    put_in(&hub, place, mine, MembershipState::Active).await;
    grant(&hub, &karim, mine, MandateRole::Reader).await;
    let appoint = async |client: &Client| {
        client
            .ask(
                APPOINT,
                json!({ "organisation": mine.to_string(), "email": karim.email() }),
            )
            .await
    };
    for (who, code) in [
        (&far, "FORBIDDEN"),
        (&moderator, "FORBIDDEN"),
        (&jeanne, "FORBIDDEN"),
        (&hub.visitor(), "UNAUTHENTICATED"),
    ] {
        appoint(who).await.expect_error(code);
    }
    appoint(&coordinator).await.expect_error("NOTHING_TO_DO");
    // A coordinator does not manage the mandates of a member.
    invite(&coordinator, mine, "x@exemple.test", "READER")
        .await
        .expect_error("FORBIDDEN");
    // Whoever represented it has lost the account: nobody can act any more.
    maillage_usecases::accounts::admin::lock(hub.platform(), &hub.operator(), jeanne.id())
        .await
        .expect("locked");
    appoint(&coordinator).await.data();
    let replaced = code(&hub, karim.email()).await;
    let data = appoint(&coordinator).await.data();
    let sent = &data["appointRepresentative"]["invitation"];
    assert_eq!(
        (&sent["role"], &sent["email"]),
        (&json!("REPRESENTATIVE"), &json!(karim.email()))
    );
    let code = code(&hub, karim.email()).await;
    accept(&karim, &replaced).await.expect_error("TOKEN_SPENT");
    // A reader becomes representative.
    let data = accept(&karim, &code).await.data();
    assert_eq!(
        data["acceptInvitation"]["mandate"]["role"],
        "REPRESENTATIVE"
    );
    appoint(&coordinator).await.expect_error("NOTHING_TO_DO");
    invite(&karim, mine, "equipe@recyclerie.test", "CONTRIBUTOR")
        .await
        .data();
    hub.run_jobs().await;
}

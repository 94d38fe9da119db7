//! Who asks.

use chrono::TimeDelta;
use maillage_domain::{hubs::HubRole, ids::OrganisationId, mandates::MandateRole};
use maillage_usecases::{accounts, hubs, mandates};
use serde_json::json;

use crate::harness::{Body, Client, Pole, TestHub};

/// Somebody who asks.
pub(in super::super) struct Persona {
    pub(in super::super) name: &'static str,
    pub(in super::super) who: &'static str,
    pub(in super::super) client: Client,
    pub(super) acts: Acts,
    /// Their session, if they are signed in.
    pub(super) session: Option<String>,
    /// Their id, if they are signed in.
    pub(super) person: Option<String>,
    /// The version of their account.
    pub(super) version: i64,
}

/// For which organisation they say that they act.
pub(super) enum Acts {
    /// For the one whose thing it is: they hold a mandate.
    ForTheOwner,
    /// For their own.
    For(String),
    /// For the one whose thing it is, without a mandate.
    ForNobody,
}

/// Everybody of the scene.
pub(super) struct People {
    pub(super) here: Pole,
    pub(super) there: Pole,
    pub(super) visitor: Client,
    pub(super) stranger: Client,
    pub(super) reader: Client,
    pub(super) writer: Client,
    pub(super) head: Client,
    pub(super) moderator: Client,
    pub(super) neighbour: Body,
    pub(super) distant: Body,
    /// A member whose one representative is locked.
    pub(super) headless: OrganisationId,
    locked: String,
    expired: String,
}

impl People {
    pub(super) async fn gather(hub: &TestHub) -> Self {
        let here = hub.pole("Littoral").await;
        let there = hub.pole("Garrigue").await;
        let head = hub.person("Hélène Cheffe").await;
        let expired = head.token().await;
        // Long enough for the token; those who ask afterwards sign in again.
        hub.clock().advance(TimeDelta::hours(2));
        let moderator = hub.person("Modeste Relectrice").await;
        let (email, role) = (moderator.email(), HubRole::Moderator);
        hubs::grant_role(hub.platform(), &hub.operator(), &here.slug, email, role)
            .await
            .unwrap();
        let headless = hub.member(&here, "La Délaissée").await;
        let locked = headless.representative.token().await;
        let head_of_it = headless.representative.id();
        accounts::admin::lock(hub.platform(), &hub.operator(), head_of_it)
            .await
            .unwrap();
        Self {
            visitor: hub.visitor(),
            stranger: hub.person("Inconnue Lointaine").await,
            reader: hub.person("Lise Lectrice").await,
            writer: hub.person("Camille Autrice").await,
            distant: hub.member(&there, "La Lointaine").await,
            neighbour: hub.member(&here, "La Voisine").await,
            headless: headless.id,
            locked,
            expired,
            here,
            there,
            head,
            moderator,
        }
    }

    /// Gives the reader and the writer their mandates for an organisation of the owner.
    pub(super) async fn mandate(&self, hub: &TestHub, organisation: OrganisationId) {
        grant(hub, organisation, &self.reader, MandateRole::Reader).await;
        grant(hub, organisation, &self.writer, MandateRole::Contributor).await;
    }

    /// The columns of the table.
    pub(super) async fn personas(&self) -> Vec<Persona> {
        let far = &self.there.coordinator;
        let for_one = |body: &Body| Acts::For(body.id.to_string());
        let everybody = [
            (
                "visitor",
                "anybody, not signed in",
                &self.visitor,
                Acts::ForNobody,
            ),
            (
                "stranger",
                "a signed-in person without mandate or office",
                &self.stranger,
                Acts::ForNobody,
            ),
            (
                "reader",
                "reader of the owner",
                &self.reader,
                Acts::ForTheOwner,
            ),
            (
                "writer",
                "contributor of the owner",
                &self.writer,
                Acts::ForTheOwner,
            ),
            (
                "head",
                "representative of the owner",
                &self.head,
                Acts::ForTheOwner,
            ),
            (
                "neighbour",
                "representative of another member of the hub",
                &self.neighbour.representative,
                for_one(&self.neighbour),
            ),
            (
                "distant",
                "representative of a member of another hub",
                &self.distant.representative,
                for_one(&self.distant),
            ),
            (
                "moderator",
                "moderator of the hub; decided first what the appeal of the table contests",
                &self.moderator,
                Acts::ForNobody,
            ),
            (
                "coord.",
                "coordinator of the hub",
                &self.here.coordinator,
                Acts::ForNobody,
            ),
            (
                "coord. far",
                "coordinator of another hub",
                far,
                Acts::ForNobody,
            ),
        ];
        let mut personas = Vec::new();
        for (name, who, client, acts) in everybody {
            let data = client
                .gql("{ me { id version sessions { id current } } }", json!({}))
                .await;
            let me = &data["me"];
            let sessions = me["sessions"].as_array().into_iter().flatten();
            let mut current = sessions.filter(|session| session["current"] == true);
            let session = current.next().map(|session| super::text(&session["id"]));
            personas.push(Persona {
                name,
                who,
                client: client.clone(),
                acts,
                session,
                person: me["id"].as_str().map(str::to_owned),
                version: me["version"].as_i64().unwrap_or(1),
            });
        }
        personas
    }

    /// Tokens that open nothing, each of somebody who had rights.
    pub(super) async fn turned_away(&self) -> Vec<(&'static str, String)> {
        let good = self.head.token().await;
        let (signed, signature) = good.rsplit_once('.').expect("a JWT");
        let (front, back) = signature.split_at(signature.len() / 2);
        vec![
            ("an expired token", self.expired.clone()),
            ("a forged token", format!("{signed}.{back}{front}")),
            ("a locked person", self.locked.clone()),
        ]
    }
}

async fn grant(hub: &TestHub, organisation: OrganisationId, person: &Client, role: MandateRole) {
    mandates::grant(
        hub.platform(),
        &hub.operator(),
        organisation,
        person.id(),
        role,
    )
    .await
    .unwrap();
}

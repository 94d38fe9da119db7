//! What most tests begin with: hubs with a coordinator, and organisations in them.

use maillage_domain::{
    hubs::{CharterDraft, HubDraft, HubRole},
    ids::{HubId, OrganisationId},
    memberships::MemberCategory,
    organisations::{LegalForm, OrganisationDraft},
    policy::Actor,
    values::fold,
};
use maillage_usecases::{accounts, hubs, memberships, organisations};

use super::{Client, TestHub};

/// A hub with its coordinator and the first version of its charter.
pub(crate) struct Pole {
    /// The hub.
    pub(crate) id: HubId,
    /// Its slug.
    pub(crate) slug: String,
    /// Who runs it.
    pub(crate) coordinator: Client,
}

/// An organisation with its representative.
pub(crate) struct Body {
    /// The organisation.
    pub(crate) id: OrganisationId,
    /// Who represents it.
    pub(crate) representative: Client,
}

impl TestHub {
    /// The rights of a client as they are now.
    pub(crate) async fn actor(&self, client: &Client) -> Actor {
        accounts::authenticate(self.platform(), &client.token().await)
            .await
            .unwrap()
    }

    /// A hub of this name, run by a coordinator of its own.
    pub(crate) async fn pole(&self, name: &str) -> Pole {
        let coordinator = self.person(&format!("Coordination {name}")).await;
        let slug = fold(name).replace(' ', "-");
        let draft = HubDraft {
            name: name.to_owned(),
            summary: "Coopérer sur un territoire.".to_owned(),
            description: "Un pôle de coopération économique.".to_owned(),
            territory: vec!["34172".to_owned()],
            time_zone: "Europe/Paris".to_owned(),
        };
        let hub = hubs::create(self.platform(), &Actor::Operator, &slug, draft, false)
            .await
            .unwrap();
        hubs::grant_role(
            self.platform(),
            &Actor::Operator,
            &slug,
            coordinator.email(),
            HubRole::Coordinator,
        )
        .await
        .unwrap();
        let actor = self.actor(&coordinator).await;
        let setting = hubs::Setting {
            id: hub.id,
            expected_version: hub.version,
        };
        let charter = CharterDraft {
            text: "Nous coopérons.".to_owned(),
            accept_by: None,
        };
        hubs::publish_charter(self.platform(), &actor, setting, &charter)
            .await
            .unwrap();
        self.run_jobs().await;
        Pole {
            id: hub.id,
            slug,
            coordinator,
        }
    }

    /// An organisation of this name, not yet in any hub.
    pub(crate) async fn organisation(&self, name: &str) -> Body {
        let representative = self.person(&format!("Représentante {name}")).await;
        let actor = self.actor(&representative).await;
        let draft = OrganisationDraft {
            name: name.to_owned(),
            legal_form: Some(LegalForm::Association),
            commune: Some("34172".to_owned()),
            summary: Some("Une association de Montpellier.".to_owned()),
            ..OrganisationDraft::default()
        };
        let (organisation, _) = organisations::create(self.platform(), &actor, draft)
            .await
            .unwrap();
        Body {
            id: organisation.id,
            representative,
        }
    }

    /// An organisation of this name that is an active member of the hub.
    pub(crate) async fn member(&self, pole: &Pole, name: &str) -> Body {
        let body = self.organisation(name).await;
        self.join(pole, &body).await;
        body
    }

    /// Makes an organisation an active member of the hub: it applies and is accepted.
    pub(crate) async fn join(&self, pole: &Pole, body: &Body) {
        let applicant = self.actor(&body.representative).await;
        let category = MemberCategory::ActiveMember;
        let applied =
            memberships::apply(self.platform(), &applicant, pole.id, body.id, category, 1)
                .await
                .unwrap();
        let coordinator = self.actor(&pole.coordinator).await;
        let target = memberships::Target {
            id: applied.id,
            expected_version: applied.version,
        };
        memberships::accept(self.platform(), &coordinator, target, None, None)
            .await
            .unwrap();
        self.run_jobs().await;
    }
}

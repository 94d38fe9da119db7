//! Mails: who is told what, and who is not.

mod memberships;

use maillage_domain::{
    hubs::{CharterDraft, HubRole},
    ids::OrganisationId,
    mandates::{Mandate, MandateRole},
    moderation::{Ground, Review},
    projects::{ParticipationAction, Project, ProjectDraft},
    values::Label,
};
use maillage_persistence::{mandates as stored, moderation as reviews};
use maillage_usecases::{
    hubs, jobs,
    mail::Mail,
    mandates,
    moderation::{self, GroundsDraft},
    projects,
};
use serde_json::json;

use crate::harness::{Body, Client, Pole, TestHub};

impl TestHub {
    /// Makes a client a moderator of the hub.
    async fn moderator(&self, pole: &Pole, name: &str) -> Client {
        let person = self.person(name).await;
        let (operator, email) = (self.operator(), person.email());
        hubs::grant_role(
            self.platform(),
            &operator,
            &pole.slug,
            email,
            HubRole::Moderator,
        )
        .await
        .unwrap();
        self.run_jobs().await;
        person
    }

    /// Gives a person a mandate, as the operator of the installation.
    async fn mandate(
        &self,
        person: &Client,
        organisation: OrganisationId,
        role: MandateRole,
    ) -> Mandate {
        let platform = self.platform();
        let mandate = platform
            .write(async |tx| {
                let act = platform.act(&self.operator());
                let mut mandate = Mandate::grant(&act, person.id(), organisation, role);
                stored::save(tx, &mut mandate).await?;
                Ok(mandate)
            })
            .await;
        mandate.unwrap()
    }

    /// A project that an organisation has handed in, and its review.
    async fn submitted(&self, pole: &Pole, author: &Body, by: &Client) -> (Project, Review) {
        let actor = self.actor(by).await;
        let draft = ProjectDraft {
            title: "Atelier partagé".to_owned(),
            summary: "Un atelier pour tout le quartier.".to_owned(),
            description: "On répare ensemble.".to_owned(),
            ..ProjectDraft::default()
        };
        let project = projects::create(self.platform(), &actor, pole.id, author.id, draft)
            .await
            .unwrap();
        let target = at(&project);
        let project = projects::submit(self.platform(), &actor, target)
            .await
            .unwrap();
        let review = reviews::open_review_of(self.platform().db(), project.id.uuid())
            .await
            .unwrap();
        (project, review.expect("a review"))
    }

    /// The mails sent since, by address and subject.
    fn since(&self, before: usize) -> Vec<(String, String)> {
        let mails = self.mails();
        let mut told: Vec<_> = mails[before..]
            .iter()
            .map(|mail| (mail.to.to_string(), mail.subject.clone()))
            .collect();
        told.sort();
        told
    }

    fn newest(&self, client: &Client) -> Mail {
        self.mails_to(client.email()).pop().expect("a mail")
    }
}

fn at(project: &Project) -> projects::Target {
    projects::Target {
        id: project.id,
        acting_for: project.lead,
        expected_version: project.version,
    }
}

fn of(review: &Review) -> moderation::Target {
    moderation::Target {
        id: review.id,
        expected_version: review.version,
    }
}

fn grounds() -> GroundsDraft {
    GroundsDraft {
        facts: Some("Le budget ne dit pas qui paie.".to_owned()),
        ground: Some(Ground::Charter),
        reference: Some("article 4".to_owned()),
        template: None,
    }
}

#[tokio::test]
async fn a_submission_is_told_to_who_may_decide_on_it() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Rives").await;
    let author = hub.member(&pole, "La Recyclerie").await;
    let moderator = hub.moderator(&pole, "Modeste Relectrice").await;
    let partial = hub.moderator(&pole, "Partiale Relectrice").await;
    hub.mandate(&partial, author.id, MandateRole::Reader).await;
    hub.run_jobs().await;
    let before = hub.mails().len();
    hub.submitted(&pole, &author, &author.representative).await;
    hub.run_jobs().await;
    let told: Vec<_> = hub.since(before).into_iter().map(|(to, _)| to).collect();
    assert_eq!(
        told,
        [pole.coordinator.email(), moderator.email()],
        "not who is mandated"
    );
    let mail = hub.newest(&moderator);
    assert_eq!(mail.subject, "À relire\u{a0}: Atelier partagé");
    assert!(
        mail.text
            .contains("La Recyclerie soumet le projet «\u{a0}Atelier partagé\u{a0}»"),
        "{}",
        mail.text
    );
}

#[tokio::test]
async fn a_restriction_comes_with_its_statement_of_reasons_and_how_to_contest_it() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Rives").await;
    let body = hub.member(&pole, "La Recyclerie").await;
    let author = hub.person("Karim Azaïs").await;
    let bystander = hub.person("Lise Passante").await;
    hub.mandate(&author, body.id, MandateRole::Contributor)
        .await;
    hub.mandate(&bystander, body.id, MandateRole::Contributor)
        .await;
    let english = "mutation { updateMe(input: { name: \"Karim\", language: EN, expectedVersion: 1 }) { errors { code } } }";
    author.gql(english, json!({})).await;
    let (project, review) = hub.submitted(&pole, &body, &author).await;
    hub.run_jobs().await;
    let before = hub.mails().len();
    let coordinator = hub.actor(&pole.coordinator).await;
    let review = moderation::reject(hub.platform(), &coordinator, of(&review), grounds())
        .await
        .unwrap();
    hub.run_jobs().await;
    let told: Vec<_> = hub.since(before).into_iter().map(|(to, _)| to).collect();
    assert_eq!(
        told,
        [author.email(), body.representative.email()],
        "author and representatives"
    );

    let french = hub.newest(&body.representative).text;
    for part in [
        "en refuse la publication",
        "article 17 du règlement (UE) 2022/2065",
        "Le budget ne dit pas qui paie.",
        "la charte du pôle, article 4",
        "non, une personne a décidé",
        "21/11/2026 à 10 h 00",
        "`appealDecision`",
        "organe de règlement extrajudiciaire",
        &review.id.to_string(),
    ] {
        assert!(french.contains(part), "{part}: {french}");
    }
    assert!(
        !french.contains("Coordination Rives"),
        "who decided is not told: {french}"
    );
    let english = hub.newest(&author).text;
    for part in [
        "Hello Karim,",
        "Statement of reasons",
        "no, a person decided",
        "the charter of the hub, article 4",
    ] {
        assert!(english.contains(part), "{part}: {english}");
    }

    // The appeal goes to somebody else, its outcome to the author.
    let colleague = hub.moderator(&pole, "Modeste Relectrice").await;
    let before = hub.mails().len();
    let actor = hub.actor(&author).await;
    let plea = "Le budget est en annexe.";
    let appeal = moderation::appeal(hub.platform(), &actor, of(&review), project.lead, plea)
        .await
        .unwrap();
    hub.run_jobs().await;
    let told = hub.since(before);
    assert_eq!(told.len(), 1, "{told:?}");
    let mail = hub.newest(&colleague);
    assert!(
        mail.text.contains("conteste la décision") && mail.text.contains(plea),
        "{}",
        mail.text
    );
    let judge = hub.actor(&colleague).await;
    moderation::uphold(hub.platform(), &judge, of(&appeal))
        .await
        .unwrap();
    hub.run_jobs().await;
    let text = hub.newest(&body.representative).text;
    for part in [
        "maintient la décision",
        "Le budget ne dit pas qui paie.",
        "Vous pouvez encore saisir",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(
        !text.contains("appealDecision"),
        "one appeal, not two: {text}"
    );
}

#[tokio::test]
async fn a_participation_is_told_to_who_answers_it_and_the_answer_to_who_asked() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Rives").await;
    let lead = hub.member(&pole, "La Recyclerie").await;
    let guest = hub.member(&pole, "La Fabrique").await;
    let (project, _) = hub.submitted(&pole, &lead, &lead.representative).await;
    hub.run_jobs().await;
    let before = hub.mails().len();
    let actor = hub.actor(&lead.representative).await;
    let part = Some(Label::parse("le chantier").unwrap());
    projects::invite_participant(hub.platform(), &actor, at(&project), guest.id, part)
        .await
        .unwrap();
    hub.run_jobs().await;
    let told = hub.since(before);
    let expected = [(
        guest.representative.email().to_owned(),
        "La Recyclerie vous invite dans un projet".to_owned(),
    )];
    assert_eq!(told, expected);
    let text = hub.newest(&guest.representative).text;
    assert!(
        text.contains("«\u{a0}Atelier partagé\u{a0}» pour\u{a0}: le chantier."),
        "{text}"
    );

    let invited = maillage_persistence::projects::live_participation(
        hub.platform().db(),
        project.id,
        guest.id,
    )
    .await
    .unwrap()
    .expect("an invitation");
    let before = hub.mails().len();
    let answerer = hub.actor(&guest.representative).await;
    projects::step_participation(
        hub.platform(),
        &answerer,
        invited.id,
        guest.id,
        invited.version,
        ParticipationAction::Decline,
    )
    .await
    .unwrap();
    hub.run_jobs().await;
    let expected = [(
        lead.representative.email().to_owned(),
        "La Fabrique ne participera pas au projet «\u{a0}Atelier partagé\u{a0}»".to_owned(),
    )];
    assert_eq!(hub.since(before), expected);
}

#[tokio::test]
async fn a_new_charter_is_told_once_to_who_has_not_accepted_it() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Rives").await;
    let one = hub.member(&pole, "La Recyclerie").await;
    let two = hub.member(&pole, "La Fabrique").await;
    hub.mandate(&one.representative, two.id, MandateRole::Representative)
        .await;
    let outside = hub.organisation("Ailleurs").await;
    hub.run_jobs().await;
    let before = hub.mails().len();
    let coordinator = hub.actor(&pole.coordinator).await;
    let version = maillage_persistence::hubs::find(hub.platform().db(), pole.id)
        .await
        .unwrap()
        .expect("a hub")
        .version;
    let setting = hubs::Setting {
        id: pole.id,
        expected_version: version,
    };
    let draft = CharterDraft {
        text: "Nous coopérons mieux.".to_owned(),
        accept_by: "2026-12-31".parse().ok(),
    };
    hubs::publish_charter(hub.platform(), &coordinator, setting, &draft)
        .await
        .unwrap();
    hub.run_jobs().await;
    let told: Vec<_> = hub.since(before).into_iter().map(|(to, _)| to).collect();
    assert_eq!(
        told,
        [two.representative.email(), one.representative.email()]
    );
    assert!(hub.mails_to(outside.representative.email()).is_empty());
    let mail = hub.newest(&one.representative);
    assert_eq!(mail.subject, "Rives publie sa charte, version 2");
    assert!(mail.text.contains("avant le 31/12/2026"), "{}", mail.text);
}

#[tokio::test]
async fn who_loses_the_right_before_the_letter_goes_out_gets_nothing() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Rives").await;
    let body = hub.member(&pole, "La Recyclerie").await;
    let author = hub.person("Karim Azaïs").await;
    let mandate = hub
        .mandate(&author, body.id, MandateRole::Contributor)
        .await;
    let (_, review) = hub.submitted(&pole, &body, &author).await;
    hub.run_jobs().await;
    let coordinator = hub.actor(&pole.coordinator).await;
    moderation::publish(hub.platform(), &coordinator, of(&review))
        .await
        .unwrap();
    // One job finds out whom it concerns; the letters go out with the next.
    assert!(jobs::run_next(hub.platform()).await.unwrap());
    let before = hub.mails().len();
    let representative = hub.actor(&body.representative).await;
    let target = mandates::Target {
        id: mandate.id,
        acting_for: body.id,
        expected_version: mandate.version,
    };
    mandates::end(hub.platform(), &representative, target)
        .await
        .unwrap();
    hub.run_jobs().await;
    let told: Vec<_> = hub.since(before).into_iter().map(|(to, _)| to).collect();
    assert_eq!(told, [body.representative.email()]);
}

#[tokio::test]
async fn a_mail_that_cannot_be_sent_is_sent_later_and_once() {
    use chrono::TimeDelta;
    let hub = TestHub::start().await;
    let reset = "mutation { requestPasswordReset(input: { email: \"jeanne.peyrebelle@example.test\" }) { errors { code } } }";
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    jeanne.gql(reset, json!({})).await;
    hub.break_mail(true);
    hub.run_jobs().await;
    assert!(hub.mails().is_empty());
    assert_eq!(hub.jobs_waiting().await, 1);
    hub.break_mail(false);
    hub.clock().advance(TimeDelta::minutes(1));
    hub.run_jobs().await;
    hub.clock().advance(TimeDelta::minutes(1));
    jeanne.gql(reset, json!({})).await;
    hub.run_jobs().await;
    let ids: Vec<_> = hub.mails().into_iter().map(|mail| mail.id).collect();
    assert_eq!(ids.len(), 2);
    assert_ne!(ids[0], ids[1], "two letters, two ids");
}

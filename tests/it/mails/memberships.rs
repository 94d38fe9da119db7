//! What is told of memberships.

use maillage_domain::{
    hubs::CharterDraft,
    memberships::{MemberCategory, MembershipState},
    values::Reason,
};
use maillage_persistence::memberships as rows;
use maillage_usecases::{hubs, memberships};

use crate::harness::TestHub;

#[tokio::test]
async fn an_application_is_told_to_the_coordinators_and_its_outcome_to_who_represents() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Rives").await;
    let moderator = hub.moderator(&pole, "Modeste Relectrice").await;
    let body = hub.organisation("La Recyclerie").await;
    let before = hub.mails().len();
    let applicant = hub.actor(&body.representative).await;
    let category = MemberCategory::ActiveMember;
    let applied = memberships::apply(hub.platform(), &applicant, pole.id, body.id, category, 1)
        .await
        .unwrap();
    hub.run_jobs().await;
    let coordinator = hub.actor(&pole.coordinator).await;
    let target = memberships::Target {
        id: applied.id,
        expected_version: applied.version,
    };
    memberships::accept(hub.platform(), &coordinator, target, None, None)
        .await
        .unwrap();
    hub.run_jobs().await;
    let expected = [
        (
            pole.coordinator.email().to_owned(),
            "La Recyclerie demande à rejoindre Rives".to_owned(),
        ),
        (
            body.representative.email().to_owned(),
            "La Recyclerie est membre de Rives".to_owned(),
        ),
    ];
    assert_eq!(hub.since(before), expected);
    assert!(hub.mails_to(moderator.email()).is_empty());

    let membership = rows::live(hub.platform().db(), pole.id, body.id)
        .await
        .unwrap()
        .expect("a member");
    assert_eq!(membership.state, MembershipState::Active);
    let target = memberships::Target {
        id: membership.id,
        expected_version: membership.version,
    };
    let reason = Reason::parse("La cotisation n'est pas réglée.").unwrap();
    memberships::suspend(hub.platform(), &coordinator, target, reason)
        .await
        .unwrap();
    hub.run_jobs().await;
    let mail = hub.newest(&body.representative);
    assert_eq!(mail.subject, "Adhésion suspendue\u{a0}: La Recyclerie");
    for part in [
        "La cotisation n'est pas réglée.",
        "Si vous n’êtes pas d’accord",
        &membership.id.to_string(),
    ] {
        assert!(mail.text.contains(part), "{part}: {}", mail.text);
    }
}

#[tokio::test]
async fn each_decision_on_a_membership_is_told_with_its_own_reason() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Rives").await;
    let body = hub.member(&pole, "La Recyclerie").await;
    let coordinator = hub.actor(&pole.coordinator).await;
    let now = async || {
        let found = rows::live(hub.platform().db(), pole.id, body.id).await;
        let membership = found.unwrap().expect("a member");
        memberships::Target {
            id: membership.id,
            expected_version: membership.version,
        }
    };
    let reason = |text| Reason::parse(text).unwrap();
    let before = hub.mails_to(body.representative.email()).len();
    let unpaid = reason("La cotisation n'est pas réglée.");
    memberships::suspend(hub.platform(), &coordinator, now().await, unpaid)
        .await
        .unwrap();
    let broken = reason("La charte n'est pas respectée.");
    memberships::exclude(hub.platform(), &coordinator, now().await, broken)
        .await
        .unwrap();
    // The letters go out when both decisions have been taken.
    hub.run_jobs().await;
    let mails = hub.mails_to(body.representative.email()).split_off(before);
    let told = |subject: &str, reason: &str| {
        let mail = mails.iter().find(|mail| mail.subject.contains(subject));
        let text = &mail.expect("a letter").text;
        assert!(text.contains(reason), "{text}");
    };
    assert_eq!(mails.len(), 2);
    told("suspendue", "La cotisation n'est pas réglée.");
    told("Exclusion", "La charte n'est pas respectée.");
}

#[tokio::test]
async fn the_team_is_told_who_declines_and_who_leaves_and_not_who_takes_an_application_back() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Rives").await;
    let body = hub.organisation("La Recyclerie").await;
    let coordinator = hub.actor(&pole.coordinator).await;
    let category = MemberCategory::ActiveMember;
    let representative = hub.actor(&body.representative).await;
    let at = |membership: &maillage_domain::memberships::Membership| memberships::Target {
        id: membership.id,
        expected_version: membership.version,
    };
    let (platform, member) = (hub.platform(), body.id);
    hub.run_jobs().await;
    let told = async |before: usize| {
        hub.run_jobs().await;
        let coordinators = hub.since(before).into_iter();
        coordinators
            .filter(|(to, _)| to == pole.coordinator.email())
            .map(|(_, subject)| subject)
            .collect::<Vec<_>>()
    };
    // The organisation is seen by the hub once a hub has published it.
    let seen = hub.pole("Garrigue").await;
    hub.join(&seen, &body).await;
    let before = hub.mails().len();
    let invited = memberships::invite(platform, &coordinator, pole.id, member, category, None)
        .await
        .unwrap();
    memberships::decline(platform, &representative, member, at(&invited))
        .await
        .unwrap();
    assert_eq!(told(before).await, ["La Recyclerie ne rejoint pas Rives"]);
    let before = hub.mails().len();
    let applied = memberships::apply(platform, &representative, pole.id, member, category, 1)
        .await
        .unwrap();
    memberships::leave(platform, &representative, member, at(&applied))
        .await
        .unwrap();
    assert_eq!(told(before).await, Vec::<String>::new());
    hub.join(&pole, &body).await;
    let live = rows::live(platform.db(), pole.id, member)
        .await
        .unwrap()
        .expect("a member");
    let before = hub.mails().len();
    memberships::leave(platform, &representative, member, at(&live))
        .await
        .unwrap();
    assert_eq!(told(before).await, ["La Recyclerie quitte Rives"]);
}

#[tokio::test]
async fn who_is_accepted_on_an_older_charter_is_asked_again() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Rives").await;
    let body = hub.organisation("La Recyclerie").await;
    let applicant = hub.actor(&body.representative).await;
    let category = MemberCategory::ActiveMember;
    let applied = memberships::apply(hub.platform(), &applicant, pole.id, body.id, category, 1)
        .await
        .unwrap();
    let coordinator = hub.actor(&pole.coordinator).await;
    let charter = CharterDraft {
        text: "Nous coopérons mieux.".to_owned(),
        accept_by: None,
    };
    let setting = hubs::Setting {
        id: pole.id,
        expected_version: 2,
    };
    hubs::publish_charter(hub.platform(), &coordinator, setting, &charter)
        .await
        .unwrap();
    let target = memberships::Target {
        id: applied.id,
        expected_version: applied.version,
    };
    memberships::accept(hub.platform(), &coordinator, target, None, None)
        .await
        .unwrap();
    hub.run_jobs().await;
    let mail = hub.newest(&body.representative);
    assert_eq!(mail.subject, "La Recyclerie est membre de Rives");
    assert!(
        mail.text.contains("sa version 2 reste à accepter"),
        "{}",
        mail.text
    );
}

//! What the tests of the domain share: ids, instants, and one valid thing of each kind.

use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DateTime, Duration, NaiveDate, Utc};
use type_safe_id::{StaticType, TypeSafeId};

use crate::{
    clock::Act,
    content::ModerationTiming,
    hubs::{Hub, HubContent, HubDraft},
    ids::{Mint, PersonId, Uuid},
    moderation::{ActiveMember, Ground, Grounds, Moderation, Restriction, Statement},
    organisations::{LegalForm, Organisation, OrganisationContent, OrganisationDraft, Source},
    projects::{Project, ProjectContent, ProjectDraft},
    resources::{PriceKind, Resource, ResourceContent, ResourceDraft, ResourceKind, TermsDraft},
    values::{Markdown, Reason, Slug, Visibility},
};

/// Hands out 1, 2, 3, … so that no two ids of one run are alike.
pub(crate) struct Counting(AtomicU64);

impl Mint for Counting {
    fn uuid(&self) -> Uuid {
        let next = self.0.fetch_add(1, Ordering::Relaxed);
        Uuid::from_u128((1 << 64) | u128::from(next))
    }
}

pub(crate) static MINT: Counting = Counting(AtomicU64::new(1));

/// The id of a thing that a test only names.
pub(crate) fn id<T: StaticType>(number: u128) -> TypeSafeId<T> {
    TypeSafeId::from_uuid(Uuid::from_u128(number))
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

/// An instant some minutes after the beginning of every test.
pub(crate) fn minute(minutes: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_780_000_000, 0).expect("an instant") + Duration::minutes(minutes)
}

pub(crate) fn act_of(person: PersonId, minutes: i64) -> Act<'static> {
    Act::new(minute(minutes), Some(person), &MINT)
}

/// An act of nobody in particular.
pub(crate) fn act(minutes: i64) -> Act<'static> {
    act_of(id(1), minutes)
}

pub(crate) fn reason() -> Reason {
    Reason::parse("Le budget ne dit pas qui paie.").expect("a reason")
}

pub(crate) fn grounds() -> Grounds {
    Grounds::parse(
        "Le budget ne dit pas qui paie.",
        Ground::Charter,
        Some("article 4"),
    )
    .expect("grounds")
}

pub(crate) fn statement(restriction: Restriction, act: &Act<'_>) -> Statement {
    Statement {
        review: id(9),
        restriction,
        facts: reason(),
        ground: Ground::Charter,
        reference: None,
        automated: false,
        decided_at: act.at,
        decided_by: act.person,
    }
}

/// The hub looks first, and trusts nobody.
pub(crate) fn held_back() -> Moderation {
    Moderation {
        hub: id(100),
        timing: ModerationTiming::Before,
        trusted: false,
    }
}

pub(crate) fn hub() -> Hub {
    let content = HubContent::parse(HubDraft {
        name: "Pôle du littoral".into(),
        summary: "Coopérer entre voisins.".into(),
        description: "Un pôle inventé pour les essais.".into(),
        territory: vec!["34172".into()],
        time_zone: "Europe/Paris".into(),
    })
    .expect("a hub");
    let mut hub = Hub::create(
        &act(0),
        Slug::parse("littoral").expect("a slug"),
        content,
        false,
    );
    hub.publish_charter(
        &act(0),
        Markdown::parse("Coopérer.").expect("a charter"),
        None,
    );
    hub
}

pub(crate) fn organisation_draft() -> OrganisationDraft {
    OrganisationDraft {
        name: "La Recyclerie du port".into(),
        legal_form: Some(LegalForm::Association),
        commune: Some("34172".into()),
        summary: Some("Remettre en usage ce que d'autres jettent.".into()),
        ..OrganisationDraft::default()
    }
}

pub(crate) fn organisation_content() -> OrganisationContent {
    OrganisationContent::parse(organisation_draft()).expect("an organisation")
}

pub(crate) fn organisation() -> Organisation {
    let mut organisation =
        Organisation::create(&act(0), organisation_content(), Source::Organisation);
    organisation.events.drain();
    organisation
}

pub(crate) fn resource_draft() -> ResourceDraft {
    ResourceDraft {
        kind: ResourceKind::Space,
        title: "Salle de réunion".into(),
        summary: "Vingt places assises.".into(),
        description: "Au rez-de-chaussée, de plain-pied.".into(),
        commune: Some("34172".into()),
        address: None,
        location: None,
        photos: Vec::new(),
        terms: TermsDraft {
            kind: PriceKind::Free,
            per: None,
            amounts: Vec::new(),
            others: None,
            barter: None,
            costs: None,
            deposit: None,
            note: None,
        },
        visibility: Some(Visibility::Public),
        shared_with: Vec::new(),
        parties: Vec::new(),
    }
}

/// A draft of organisation 200 in hub 100.
pub(crate) fn resource() -> Resource {
    let content = ResourceContent::parse(resource_draft(), &[]).expect("a resource");
    let mut resource =
        Resource::create(&act(0), id(100), id(200), content, ActiveMember::Yes).expect("a draft");
    resource.events.drain();
    resource
}

pub(crate) fn project_draft() -> ProjectDraft {
    ProjectDraft {
        title: "Atelier partagé".into(),
        summary: "Un atelier de réparation pour tout le quartier.".into(),
        description: "On répare ensemble, on apprend ensemble.".into(),
        ..ProjectDraft::default()
    }
}

pub(crate) fn project_content(draft: ProjectDraft) -> ProjectContent {
    ProjectContent::parse(draft, None, &MINT).expect("a project")
}

pub(crate) fn project() -> Project {
    project_of(project_draft())
}

pub(crate) fn project_of(draft: ProjectDraft) -> Project {
    let content = project_content(draft);
    let mut project =
        Project::create(&act(0), id(100), id(200), content, ActiveMember::Yes).expect("a project");
    project.events.drain();
    project
}

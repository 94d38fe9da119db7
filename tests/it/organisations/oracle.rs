//! What the database answers on who reads what, compared with the policy.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use maillage_domain::{
    Act,
    content::ContentState,
    hubs::HubRole,
    ids::{HubId, OrganisationId, PersonId, SessionId, Uuid},
    mandates::MandateRole,
    memberships::MembershipState,
    organisations::{
        Accreditation, AccreditationKind, ContactVisibility, EssDecision, LegalForm, Location,
        LocationPrecision, Organisation, OrganisationContent, OrganisationDraft, Source,
    },
    policy::{self, Action, Actor, Viewer},
    values::Reason,
};
use maillage_persistence::{PageRequest, organisations as stored};
use maillage_usecases::organisations::{
    self, EssFilter, OrganisationFields, OrganisationFilter, OrganisationOrder, OrganisationQuery,
};

use super::{hub_with, put_in};
use crate::harness::TestHub;

fn draft(name: &str) -> OrganisationDraft {
    OrganisationDraft {
        name: name.into(),
        legal_form: Some(LegalForm::Association),
        commune: Some("34172".into()),
        address: Some("1 rue du Port".into()),
        postal_code: Some("34000".into()),
        summary: Some("Remettre en usage.".into()),
        description: Some("Longtemps.".into()),
        email: Some("contact@recyclerie.test".into()),
        ..OrganisationDraft::default()
    }
}

async fn keep(
    hub: &TestHub,
    content: OrganisationDraft,
    change: impl FnOnce(&mut Organisation),
) -> OrganisationId {
    let platform = hub.platform();
    platform
        .write(async |tx| {
            let act = Act::new(platform.now(), None, platform);
            let content = OrganisationContent::parse(content)?;
            let mut organisation = Organisation::create(&act, content, Source::Import);
            change(&mut organisation);
            stored::save(tx, &mut organisation).await?;
            Ok(organisation.id)
        })
        .await
        .expect("saved")
}

/// Somebody with these rights.
fn person(
    mandate: Option<(OrganisationId, MandateRole)>,
    member_of: Option<HubId>,
    office: Option<(HubId, HubRole)>,
) -> Actor {
    Actor::Person(Viewer {
        person: PersonId::from_uuid(Uuid::from_u128(1)),
        session: SessionId::from_uuid(Uuid::from_u128(1)),
        mandates: mandate.into_iter().collect(),
        offices: office.into_iter().collect(),
        member_of: mandate
            .into_iter()
            .zip(member_of)
            .map(|((organisation, _), hub)| (organisation, hub))
            .collect(),
        lacks_second_factor: Vec::new(),
        acting_for: None,
    })
}

#[tokio::test]
async fn the_database_shows_of_each_organisation_what_the_policy_lets_each_person_read() {
    let hub = TestHub::start().await;
    let (here, elsewhere) = (
        hub_with(&hub, "littoral", &[]).await,
        hub_with(&hub, "garrigue", &[]).await,
    );
    let neighbour = keep(&hub, draft("La voisine"), |_| {}).await;
    let mut ids = vec![neighbour];
    let states = [
        (ContentState::Draft, false),
        (ContentState::Submitted, false),
        (ContentState::Rejected, false),
        (ContentState::Published, true),
        (ContentState::Hidden, true),
        (ContentState::Archived, true),
    ];
    let memberships = [
        None,
        Some(MembershipState::Applied),
        Some(MembershipState::Invited),
        Some(MembershipState::Active),
        Some(MembershipState::Suspended),
        Some(MembershipState::Left),
    ];
    let precisions = [
        LocationPrecision::Exact,
        LocationPrecision::Commune,
        LocationPrecision::Hidden,
    ];
    let mut number = 0;
    for (state, public) in states {
        for membership in memberships {
            let visibility = ContactVisibility::ALL[number % 3];
            let precision = precisions[number / 3 % 3];
            number += 1;
            let content = OrganisationDraft {
                contact_visibility: Some(visibility),
                location: (number % 4 > 0).then_some(Location {
                    latitude: 43.6,
                    longitude: 3.9,
                    precision,
                }),
                ..draft(&format!("Organisation {number}"))
            };
            let id = keep(&hub, content, |organisation| {
                organisation.state = state;
                organisation.published_at = public.then_some(organisation.created_at);
            })
            .await;
            if let Some(membership) = membership {
                // An active member would be admitted: first in, then active, the state kept.
                place(&hub, here, id, membership).await;
            }
            ids.push(id);
        }
    }
    let mut actors = vec![Actor::Anonymous, Actor::Operator, person(None, None, None)];
    for role in [MandateRole::Reader, MandateRole::Representative] {
        actors.extend(
            ids.iter()
                .step_by(5)
                .map(|id| person(Some((*id, role)), None, None)),
        );
    }
    actors.push(person(
        Some((neighbour, MandateRole::Contributor)),
        Some(here),
        None,
    ));
    actors.push(person(
        Some((neighbour, MandateRole::Contributor)),
        Some(elsewhere),
        None,
    ));
    for place in [here, elsewhere] {
        actors.push(person(None, None, Some((place, HubRole::Moderator))));
        actors.push(person(None, None, Some((place, HubRole::Coordinator))));
        actors.push(person(
            Some((ids[9], MandateRole::Reader)),
            None,
            Some((place, HubRole::Moderator)),
        ));
    }

    let whole = stored::by_ids(hub.platform().db(), &ids)
        .await
        .expect("read");
    for actor in &actors {
        let expected: BTreeMap<_, _> = whole
            .values()
            .filter(|one| policy::check(actor, Action::ReadOrganisation(one)).is_ok())
            .map(|one| (one.id, organisations::view(actor, one)))
            .collect();
        let fields = OrganisationFields::all();
        let shown = organisations::views(hub.platform(), actor, &ids, fields)
            .await
            .expect("read");
        let shown: BTreeMap<_, _> = shown.into_iter().map(|view| (view.id, view)).collect();
        assert_eq!(shown, expected, "{actor:?}");

        let all = OrganisationFilter::default();
        let counted = organisations::count(hub.platform(), actor, &all)
            .await
            .expect("counted");
        assert_eq!(
            counted,
            u64::try_from(expected.len()).expect("few"),
            "{actor:?}"
        );
        let query = OrganisationQuery {
            filter: all,
            order: OrganisationOrder::default(),
            page: PageRequest::first(100),
            fields,
        };
        let listed = organisations::list(hub.platform(), actor, &query)
            .await
            .expect("listed");
        let listed: BTreeMap<_, _> = listed.into_items().map(|view| (view.id, view)).collect();
        assert_eq!(listed, expected, "{actor:?}");

        // What may not be read is not found either.
        let text = OrganisationFilter {
            text: Some("longtemps".into()),
            ..OrganisationFilter::default()
        };
        let found = organisations::count(hub.platform(), actor, &text)
            .await
            .expect("counted");
        let readable = whole
            .values()
            .filter(|one| {
                [Action::ReadOrganisation(one), Action::ReadProfile(one)]
                    .into_iter()
                    .all(|action| policy::check(actor, action).is_ok())
            })
            .count();
        assert_eq!(found, u64::try_from(readable).expect("few"), "{actor:?}");
    }
    hub.run_jobs().await;
}

/// A membership in this state without touching the profile.
async fn place(hub: &TestHub, place: HubId, organisation: OrganisationId, state: MembershipState) {
    let before = stored::find(hub.platform().db(), organisation)
        .await
        .expect("read")
        .expect("there");
    put_in(hub, place, organisation, state).await;
    hub.platform()
        .write(async |tx| {
            let mut now = stored::find(tx, organisation).await?.expect("there");
            (now.state, now.published_at) = (before.state, before.published_at);
            Ok(stored::save(tx, &mut now).await?)
        })
        .await
        .expect("saved");
}

#[tokio::test]
async fn the_ess_filter_finds_those_whose_status_says_so() {
    let hub = TestHub::start().await;
    let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
    let plain = |form| OrganisationDraft {
        legal_form: Some(form),
        ..draft("Une organisation")
    };
    let esus = |kind, from: Option<&str>, until: Option<&str>| OrganisationDraft {
        accreditations: vec![Accreditation {
            kind,
            from: from.map(day),
            until: until.map(day),
        }],
        ..plain(LegalForm::CommercialCompany)
    };
    for form in LegalForm::ALL {
        keep(&hub, plain(*form), |_| {}).await;
    }
    for category in ["5710", "5458", "9220", "5499"] {
        let content = OrganisationDraft {
            legal_category: Some(category.into()),
            ..plain(LegalForm::CommercialCompany)
        };
        keep(&hub, content, |_| {}).await;
    }
    for flag in [None, Some(false), Some(true)] {
        keep(&hub, plain(LegalForm::Other), |one| one.sirene_ess = flag).await;
    }
    keep(&hub, plain(LegalForm::Other), |one| {
        one.listed_by_ess_france = true;
    })
    .await;
    for (from, until) in [
        (None, None),
        (Some("2026-06-01"), None),
        (Some("2026-06-02"), None),
        (None, Some("2026-06-01")),
        (None, Some("2026-05-31")),
        (Some("2026-01-01"), Some("2026-12-31")),
    ] {
        keep(&hub, esus(AccreditationKind::Esus, from, until), |_| {}).await;
        keep(&hub, esus(AccreditationKind::Geiq, from, until), |_| {}).await;
    }
    for is_ess in [true, false] {
        for form in [LegalForm::Association, LegalForm::CommercialCompany] {
            keep(&hub, plain(form), |one| {
                one.ess_decision = Some(EssDecision {
                    is_ess,
                    reason: Reason::parse("Ses statuts le disent.").expect("a reason"),
                    hub: HubId::from_uuid(Uuid::from_u128(1)),
                    decided_by: PersonId::from_uuid(Uuid::from_u128(1)),
                    decided_at: DateTime::<Utc>::UNIX_EPOCH,
                });
            })
            .await;
        }
    }
    let on = day("2026-06-01");
    for belongs in [true, false] {
        let query = OrganisationQuery {
            filter: OrganisationFilter {
                ess: Some(EssFilter { belongs, on }),
                ..OrganisationFilter::default()
            },
            order: OrganisationOrder::default(),
            page: PageRequest::first(100),
            fields: OrganisationFields::ESS,
        };
        let every = OrganisationQuery {
            filter: OrganisationFilter::default(),
            ..query.clone()
        };
        let every = organisations::list(hub.platform(), &Actor::Operator, &every)
            .await
            .expect("listed");
        let expected: Vec<_> = every
            .into_items()
            .filter(|view| view.ess.as_ref().expect("read").status(on).is_ess == belongs)
            .map(|view| view.id)
            .collect();
        let found = organisations::list(hub.platform(), &Actor::Operator, &query)
            .await
            .expect("listed");
        assert_eq!(
            found.into_items().map(|view| view.id).collect::<Vec<_>>(),
            expected
        );
        assert!(!expected.is_empty());
    }
}

//! Who sees which membership: the lists in SQL against the policy.

use maillage_domain::{
    Act,
    hubs::HubRole,
    ids::{HubId, OrganisationId, SessionId, Uuid},
    mandates::MandateRole,
    memberships::{MemberCategory, Membership, MembershipState},
    policy::{self, Action, Actor, Viewer},
};
use maillage_persistence::{
    Page, PageRequest,
    memberships::{
        self, MembershipFilter, MembershipOrder, MembershipOrderField, MembershipQuery, Whose,
    },
};

use crate::harness::TestHub;

fn viewer(
    mandates: Vec<(OrganisationId, MandateRole)>,
    offices: Vec<(HubId, HubRole)>,
    member_of: Vec<(OrganisationId, HubId)>,
) -> Actor {
    Actor::Person(Viewer {
        person: maillage_domain::ids::PersonId::from_uuid(Uuid::from_u128(1)),
        session: SessionId::from_uuid(Uuid::from_u128(1)),
        mandates,
        offices,
        member_of,
        lacks_second_factor: Vec::new(),
        acting_for: None,
    })
}

#[tokio::test]
async fn lists_show_what_the_policy_shows() {
    let hub = TestHub::start().await;
    let (here, there) = (hub.pole("Rives").await.id, hub.pole("Sources").await.id);
    let (owner, neighbour) = (
        hub.organisation("Recyclerie").await.id,
        hub.organisation("Voisine").await.id,
    );
    let platform = hub.platform();
    let mut every: Vec<Membership> = Vec::new();
    for organisation in [owner, neighbour] {
        for place in [here, there] {
            for state in MembershipState::ALL {
                let act = Act::new(platform.now(), None, platform);
                let mut one =
                    Membership::invite(&act, place, organisation, MemberCategory::Partner, None);
                one.state = *state;
                // One live membership at a time: the others wait in a hub of their own.
                if state.is_live() && *state != MembershipState::Active {
                    one.hub = hub
                        .pole(&format!("Pôle {} {}", place, every.len()))
                        .await
                        .id;
                }
                platform
                    .write(async |tx| Ok(memberships::save(tx, &mut one).await?))
                    .await
                    .unwrap();
                every.push(one);
            }
        }
    }
    hub.run_jobs().await;
    let elsewhere = every
        .iter()
        .find(|one| one.state == MembershipState::Suspended)
        .unwrap()
        .hub;
    let actors = [
        Actor::Anonymous,
        Actor::Operator,
        viewer(vec![], vec![], vec![]),
        viewer(
            vec![(owner, MandateRole::Reader)],
            vec![],
            vec![(owner, here)],
        ),
        viewer(
            vec![
                (owner, MandateRole::Representative),
                (neighbour, MandateRole::Reader),
            ],
            vec![],
            vec![],
        ),
        viewer(vec![], vec![(here, HubRole::Moderator)], vec![]),
        viewer(
            vec![],
            vec![
                (here, HubRole::Coordinator),
                (elsewhere, HubRole::Moderator),
            ],
            vec![],
        ),
        viewer(
            vec![(neighbour, MandateRole::Contributor)],
            vec![(there, HubRole::Coordinator)],
            vec![],
        ),
    ];
    for actor in actors {
        let shown = |one: &&Membership| policy::check(&actor, Action::ReadMembership(one)).is_ok();
        let mut expected: Vec<_> = every.iter().filter(shown).map(|one| one.id).collect();
        expected.sort_unstable();
        let order = MembershipOrder {
            field: MembershipOrderField::Opened,
            descending: false,
        };
        let filter = MembershipFilter::default();
        let all = memberships::all(platform.db(), &actor, &filter, order)
            .await
            .unwrap();
        assert_eq!(
            all.iter().map(|one| one.id).collect::<Vec<_>>(),
            expected,
            "{actor:?}"
        );
        let query = MembershipQuery {
            filter: filter.clone(),
            order,
            page: PageRequest::first(100),
        };
        let page = memberships::list(platform.db(), &actor, &query)
            .await
            .unwrap();
        assert_eq!(
            page.into_items().map(|one| one.id).collect::<Vec<_>>(),
            expected,
            "{actor:?}"
        );
        let count = memberships::count(platform.db(), &actor, &filter)
            .await
            .unwrap();
        assert_eq!(count, expected.len() as u64, "{actor:?}");

        let lists = [
            Whose::Hub(here),
            Whose::Hub(there),
            Whose::Organisation(owner),
        ];
        for descending in [false, true] {
            for field in [
                MembershipOrderField::Opened,
                MembershipOrderField::Name,
                MembershipOrderField::Since,
            ] {
                let order = MembershipOrder { field, descending };
                let first = memberships::first_of(platform.db(), &actor, &lists, &filter, order, 3)
                    .await
                    .unwrap();
                for whose in lists {
                    let filter = match whose {
                        Whose::Hub(id) => MembershipFilter {
                            hub: Some(id),
                            ..filter.clone()
                        },
                        Whose::Organisation(id) => MembershipFilter {
                            organisation: Some(id),
                            ..filter.clone()
                        },
                    };
                    let query = MembershipQuery {
                        filter,
                        order,
                        page: PageRequest::first(3),
                    };
                    let alone = memberships::list(platform.db(), &actor, &query)
                        .await
                        .unwrap();
                    let count = memberships::count(platform.db(), &actor, &query.filter).await;
                    let alone = Page {
                        total: Some(count.unwrap()),
                        ..alone
                    };
                    assert_eq!(first[&whose], alone, "{whose:?} {order:?} {actor:?}");
                }
            }
        }
    }
}

//! What cannot be booked, and by whom not.

use chrono::TimeDelta;
use maillage_domain::{
    bookings::WishDraft,
    mandates::MandateRole,
    policy::{Actor, Forbidden},
    resources::{Approval, ConditionsDraft, HoursDraft, RulesDraft},
    values::Visibility,
};
use maillage_persistence::resources as stored;
use maillage_usecases::{Error, bookings, resources};

use super::{Place, conditions, fact, instant, refusal, rules, told, wish};

#[tokio::test]
async fn each_rule_refuses_and_names_the_resource() {
    let place = Place::found().await;
    let rules = RulesDraft {
        notice: 24 * 60,
        horizon: 30 * 24 * 60,
        max_length: 6 * 60,
        ..rules(Approval::Automatic)
    };
    let room = place.resource("La grande salle", rules).await;
    for (start, end, units, code) in [
        ("2026-11-24T08:00Z", "2026-11-24T08:29Z", 1, "TOO_SHORT"),
        ("2026-11-24T08:00Z", "2026-11-24T14:01Z", 1, "TOO_LONG"),
        ("2026-11-22T08:59Z", "2026-11-22T10:00Z", 1, "TOO_SOON"),
        ("2026-12-21T09:01Z", "2026-12-21T10:00Z", 1, "TOO_FAR"),
        ("2026-11-24T18:00Z", "2026-11-24T20:00Z", 1, "CLOSED"),
        ("2026-11-24T08:00Z", "2026-11-24T10:00Z", 3, "OVER_CAPACITY"),
    ] {
        let refusal = refusal(place.book(&[(room, units)], start, end).await);
        assert_eq!(refusal.code.as_str(), code);
        assert_eq!(fact(&refusal, "resource"), [room.to_string()]);
    }
    let taken = place
        .book(&[(room, 2)], "2026-11-24T08:00Z", "2026-11-24T10:00Z")
        .await;
    assert_eq!(told(taken), "CONFIRMED");
    let full = place
        .book(&[(room, 1)], "2026-11-24T08:00Z", "2026-11-24T10:00Z")
        .await;
    assert_eq!(
        fact(&refusal(full), "alternatives"),
        [
            "2026-11-24T10:15:00+00:00/2026-11-24T12:15:00+00:00",
            "2026-11-23T17:00:00+00:00/2026-11-23T19:00:00+00:00",
            "2026-11-25T07:00:00+00:00/2026-11-25T09:00:00+00:00",
        ]
    );
    let next = place
        .book(&[(room, 1)], "2026-11-24T10:14Z", "2026-11-24T12:00Z")
        .await;
    assert_eq!(told(next), "OVER_CAPACITY", "within the buffer");
    let next = place
        .book(&[(room, 1)], "2026-11-24T10:15Z", "2026-11-24T12:00Z")
        .await;
    assert_eq!(told(next), "CONFIRMED");
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn of_two_resources_both_can_be_had_or_neither() {
    let place = Place::found().await;
    let room = place
        .resource("La grande salle", rules(Approval::Automatic))
        .await;
    let projector = place
        .resource("Le projecteur", rules(Approval::Automatic))
        .await;
    let both = [(room, 1), (projector, 1)];
    let taken = place
        .book(&[(projector, 2)], "2026-11-24T09:00Z", "2026-11-24T10:00Z")
        .await;
    assert_eq!(told(taken), "CONFIRMED");
    let neither = place
        .book(&both, "2026-11-24T08:00Z", "2026-11-24T12:00Z")
        .await;
    assert_eq!(fact(&refusal(neither), "resource"), [projector.to_string()]);
    let room_is_free = place
        .book(&[(room, 2)], "2026-11-24T08:00Z", "2026-11-24T12:00Z")
        .await;
    assert_eq!(told(room_is_free), "CONFIRMED");
    let later = place
        .book(&both, "2026-11-24T13:00Z", "2026-11-24T15:00Z")
        .await
        .unwrap();
    assert_eq!(later.lines.len(), 2);
    assert_eq!(later.price().money.amount(), "40.00");
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn only_contributors_of_who_may_have_it_book_and_nobody_learns_of_what_they_may_not_see() {
    let place = Place::found().await;
    let hub = &place.hub;
    let room = place
        .resource("La grande salle", rules(Approval::Automatic))
        .await;
    let automatic = || Some(conditions(rules(Approval::Automatic)));
    let open = place
        .published("Le jardin", automatic(), Visibility::Public, vec![])
        .await;
    let parties = vec![place.borrower.id];
    let named = place
        .published("Le four", automatic(), Visibility::Parties, parties)
        .await;
    let stranger = hub.organisation("La Solitaire").await;
    let neighbour = hub.member(&place.pole, "La Voisine").await;
    let try_it = async |actor: &Actor, organisation, resource| {
        let wish = wish(&[(resource, 1)], "2026-11-24T08:00Z", "2026-11-24T10:00Z");
        told(bookings::book(place.platform(), actor, organisation, wish).await)
    };
    let outside = hub.actor(&stranger.representative).await;
    let inside = hub.actor(&neighbour.representative).await;
    assert_eq!(try_it(&outside, stranger.id, room).await, "NotFound");
    assert_eq!(try_it(&outside, stranger.id, open).await, "NOT_ELIGIBLE");
    assert_eq!(try_it(&inside, neighbour.id, named).await, "NotFound");
    assert_eq!(
        try_it(&place.user, place.borrower.id, named).await,
        "CONFIRMED"
    );
    assert_eq!(
        try_it(&place.lender, place.owner.id, named).await,
        "CONFIRMED",
        "its own"
    );
    let without = Error::Forbidden(Forbidden::NoMandate);
    assert_eq!(
        try_it(&inside, place.borrower.id, room).await,
        format!("{without:?}")
    );
    assert_eq!(
        try_it(&Actor::Anonymous, neighbour.id, room).await,
        "Unauthenticated"
    );

    let mut reader = inside.clone();
    if let Actor::Person(viewer) = &mut reader {
        viewer.mandates = vec![(neighbour.id, MandateRole::Reader)];
    }
    let needed = Error::Forbidden(Forbidden::NeedsContributor);
    assert_eq!(
        try_it(&reader, neighbour.id, room).await,
        format!("{needed:?}")
    );
    hub.run_jobs().await;
}

#[tokio::test]
async fn what_is_archived_or_has_no_conditions_is_not_booked_nor_confirmed() {
    let place = Place::found().await;
    let platform = place.platform();
    let bare = place
        .published("Le hangar", None, Visibility::Hub, vec![])
        .await;
    let refused = place
        .book(&[(bare, 1)], "2026-11-24T08:00Z", "2026-11-24T10:00Z")
        .await;
    assert_eq!(told(refused), "WITHDRAWN");

    let room = place
        .resource("La grande salle", rules(Approval::Owner))
        .await;
    let asked = place
        .book(&[(room, 1)], "2026-11-24T08:00Z", "2026-11-24T10:00Z")
        .await
        .unwrap();
    let version = stored::find(platform.db(), room)
        .await
        .unwrap()
        .unwrap()
        .version;
    let target = resources::Target {
        id: room,
        acting_for: place.owner.id,
        expected_version: version,
    };
    resources::archive(platform, &place.lender, target)
        .await
        .unwrap();
    let confirmed = bookings::confirm(platform, &place.lender, place.by_owner(&asked)).await;
    assert_eq!(told(confirmed), "WITHDRAWN");
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn a_wish_names_what_exists_of_one_owner_for_a_project_of_the_borrower() {
    let place = Place::found().await;
    let room = place
        .resource("La grande salle", rules(Approval::Automatic))
        .await;
    let twice = place
        .book(
            &[(room, 1), (room, 1)],
            "2026-11-24T08:00Z",
            "2026-11-24T10:00Z",
        )
        .await;
    assert!(format!("{twice:?}").contains("Duplicate"), "{twice:?}");
    let unknown = maillage_domain::ids::ResourceId::from_uuid(uuid::Uuid::from_u128(7));
    let absent = place
        .book(&[(unknown, 1)], "2026-11-24T08:00Z", "2026-11-24T10:00Z")
        .await;
    assert_eq!(told(absent), "NotFound");
    let elsewhere = Place {
        owner: place.hub.member(&place.pole, "La Voisine").await,
        ..place
    };
    let theirs = elsewhere
        .resource("Leur salle", rules(Approval::Automatic))
        .await;
    let mixed = elsewhere
        .book(
            &[(room, 1), (theirs, 1)],
            "2026-11-24T08:00Z",
            "2026-11-24T10:00Z",
        )
        .await;
    assert!(format!("{mixed:?}").contains("Inconsistent"), "{mixed:?}");
    let project = maillage_domain::ids::ProjectId::from_uuid(uuid::Uuid::from_u128(7));
    let wish = WishDraft {
        project: Some(project),
        ..wish(&[(room, 1)], "2026-11-24T08:00Z", "2026-11-24T10:00Z")
    };
    let of_no_project = bookings::book(
        elsewhere.platform(),
        &elsewhere.user,
        elsewhere.borrower.id,
        wish,
    )
    .await;
    assert!(
        format!("{of_no_project:?}").contains("Unknown"),
        "{of_no_project:?}"
    );
    elsewhere.hub.run_jobs().await;
}

#[tokio::test]
async fn there_cannot_be_fewer_units_than_are_booked_from_now_on() {
    let place = Place::found().await;
    let platform = place.platform();
    let room = place
        .resource("La grande salle", rules(Approval::Automatic))
        .await;
    place
        .book(&[(room, 2)], "2026-11-24T08:00Z", "2026-11-24T10:00Z")
        .await
        .unwrap();
    let shrink = async || {
        let resource = stored::find(platform.db(), room).await.unwrap().unwrap();
        let target = resources::Target {
            id: room,
            acting_for: place.owner.id,
            expected_version: resource.version,
        };
        let draft = ConditionsDraft {
            time_zone: "Europe/Paris".to_owned(),
            rules: RulesDraft {
                units: 1,
                ..rules(Approval::Automatic)
            },
            hours: HoursDraft::default(),
        };
        resources::set_conditions(platform, &place.lender, target, draft).await
    };
    let refused = refusal(shrink().await);
    assert_eq!(refused.code.as_str(), "OVER_CAPACITY");
    assert_eq!(fact(&refused, "resource"), [room.to_string()]);
    assert_eq!(
        (fact(&refused, "units"), fact(&refused, "capacity")),
        (vec!["2"], vec!["1"])
    );
    assert_eq!(fact(&refused, "from"), ["2026-11-24T08:00:00+00:00"]);
    place.hub.clock().set(instant("2026-11-24T10:15Z"));
    shrink().await.unwrap();
    place.hub.clock().advance(TimeDelta::days(1));
    place.hub.run_jobs().await;
}

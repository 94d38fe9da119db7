//! Who reads bookings and what happens to them, and what is told of a resource's free time.

use chrono::TimeDelta;
use maillage_domain::{
    bookings::BookingAction,
    ids::BookingId,
    policy::{self, Action, Actor},
    resources::{Approval, Span},
    values::{Reason, Visibility},
};
use maillage_usecases::{
    Error, PageRequest,
    activity::{self, Feed},
    bookings::{self, BookingFilter, BookingQuery},
};

use super::{Place, conditions, instant, rules, span, target, wish};

#[tokio::test]
async fn lists_show_what_the_policy_lets_read_and_nothing_else() {
    let place = Place::found().await;
    let hub = &place.hub;
    let elsewhere = hub.pole("Pôle d’ailleurs").await;
    let neighbour = hub.member(&place.pole, "La Voisine").await;
    let stranger = hub.person("Jeanne Passante").await;
    let room = place
        .resource("La grande salle", rules(Approval::Automatic))
        .await;
    let inside = hub.actor(&neighbour.representative).await;
    let mut all = vec![
        place
            .book(&[(room, 1)], "2026-11-24T08:00Z", "2026-11-24T10:00Z")
            .await
            .unwrap(),
        place
            .book(&[(room, 1)], "2026-11-25T08:00Z", "2026-11-25T10:00Z")
            .await
            .unwrap(),
    ];
    let early = wish(&[(room, 1)], "2026-11-23T08:00Z", "2026-11-23T10:00Z");
    let theirs = bookings::book(place.platform(), &inside, neighbour.id, early)
        .await
        .unwrap();
    all.insert(0, theirs);
    let people = [
        ("visitor", Actor::Anonymous, 0),
        ("stranger", hub.actor(&stranger).await, 0),
        ("owner", place.lender.clone(), 3),
        ("borrower", place.user.clone(), 2),
        ("neighbour", inside, 1),
        ("coordinator", hub.actor(&place.pole.coordinator).await, 3),
        (
            "coordinator far",
            hub.actor(&elsewhere.coordinator).await,
            0,
        ),
        ("operator", Actor::Operator, 3),
    ];
    for (name, actor, number) in &people {
        let filter = BookingFilter {
            resource: Some(room),
            ..BookingFilter::default()
        };
        let expected: Vec<BookingId> = (all.iter())
            .filter(|one| {
                let read = Action::Booking(BookingAction::Read, one);
                policy::check(actor, read).is_ok()
            })
            .map(|one| one.id)
            .collect();
        assert_eq!(expected.len(), *number, "{name}");
        let mut page = PageRequest::first(1);
        let mut read = Vec::new();
        loop {
            let query = BookingQuery {
                filter: filter.clone(),
                page: page.clone(),
            };
            let one = bookings::list(place.platform(), actor, &query)
                .await
                .unwrap();
            page.cursor = one.items.last().map(|(cursor, _)| cursor.clone());
            let more = one.has_next;
            read.extend(one.into_items().map(|one| one.id));
            if !more {
                break;
            }
        }
        assert_eq!(read, expected, "{name}, by start");
        let counted = bookings::count(place.platform(), actor, &filter).await;
        assert_eq!(counted.unwrap(), expected.len() as u64, "{name}");
        let ids: Vec<_> = all.iter().map(|one| one.id).collect();
        let found = bookings::by_ids(place.platform(), actor, &ids)
            .await
            .unwrap();
        assert_eq!(found.len(), expected.len(), "{name}");
    }
    hub.run_jobs().await;
}

#[tokio::test]
async fn a_list_is_cut_down_to_a_side_states_and_a_time() {
    let place = Place::found().await;
    let platform = place.platform();
    let room = place
        .resource("La grande salle", rules(Approval::Owner))
        .await;
    let first = place
        .book(&[(room, 1)], "2026-11-24T08:00Z", "2026-11-24T10:00Z")
        .await
        .unwrap();
    place
        .book(&[(room, 1)], "2026-11-25T08:00Z", "2026-11-25T10:00Z")
        .await
        .unwrap();
    let own = wish(&[(room, 1)], "2026-11-26T08:00Z", "2026-11-26T10:00Z");
    bookings::book(platform, &place.lender, place.owner.id, own)
        .await
        .unwrap();
    let target = place.by_owner(&first);
    bookings::confirm(platform, &place.lender, target)
        .await
        .unwrap();
    let count = async |filter: BookingFilter| {
        bookings::count(platform, &place.lender, &filter)
            .await
            .unwrap()
    };
    let whole = BookingFilter::default;
    let (owner, borrower) = (Some(place.owner.id), Some(place.borrower.id));
    let lent = || BookingFilter { owner, ..whole() };
    let taken = |borrower| BookingFilter {
        borrower,
        ..whole()
    };
    let either = BookingFilter {
        organisation: owner,
        ..whole()
    };
    assert_eq!(count(whole()).await, 3);
    assert_eq!(count(lent()).await, 3);
    assert_eq!(count(taken(owner)).await, 1);
    assert_eq!(count(either).await, 3);
    assert_eq!(count(taken(borrower)).await, 2);
    let requested = BookingFilter {
        states: vec![maillage_domain::bookings::BookingState::Requested],
        ..lent()
    };
    assert_eq!(count(requested).await, 1);
    let by_hub = |hub| BookingFilter {
        hub: Some(hub),
        ..whole()
    };
    assert_eq!(count(by_hub(place.pole.id)).await, 3);
    let elsewhere = place.hub.pole("Pôle des Garrigues").await;
    assert_eq!(count(by_hub(elsewhere.id)).await, 0);
    for (from, until, number) in [
        ("2026-11-24T10:00Z", "2026-11-26T08:00Z", 1),
        ("2026-11-24T09:59Z", "2026-11-26T08:01Z", 3),
    ] {
        let filter = BookingFilter {
            from: Some(instant(from)),
            until: Some(instant(until)),
            ..lent()
        };
        assert_eq!(count(filter).await, number, "{from}");
    }
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn both_sides_and_the_team_read_what_happens_to_a_booking_and_nobody_else() {
    let place = Place::found().await;
    let hub = &place.hub;
    let platform = place.platform();
    let neighbour = hub.member(&place.pole, "La Voisine").await;
    let automatic = Some(conditions(rules(Approval::Automatic)));
    let room = place
        .published("Le jardin", automatic, Visibility::Public, vec![])
        .await;
    let booked = place
        .book(&[(room, 1)], "2026-11-24T08:00Z", "2026-11-24T10:00Z")
        .await
        .unwrap();
    let why = Some(Reason::parse("Il pleut.").unwrap());
    let by = target(&booked, place.owner.id);
    bookings::cancel(platform, &place.lender, by, why)
        .await
        .unwrap();
    let inside = hub.actor(&neighbour.representative).await;
    let coordinator = hub.actor(&place.pole.coordinator).await;
    for (name, actor, number) in [
        ("visitor", &Actor::Anonymous, 0),
        ("neighbour", &inside, 0),
        ("owner", &place.lender, 2),
        ("borrower", &place.user, 2),
        ("coordinator", &coordinator, 2),
    ] {
        let page = PageRequest::first(20);
        let feed = Feed::Resource(room);
        let events = activity::list(platform, actor, feed, &page).await.unwrap();
        let kinds: Vec<_> = events
            .into_items()
            .map(|event| event.kind.to_string())
            .collect();
        let told = kinds.iter().filter(|kind| kind.starts_with("booking."));
        assert_eq!(told.count(), number, "{name} reads {kinds:?}");
    }
    hub.run_jobs().await;
}

#[tokio::test]
async fn free_time_is_told_in_steps_to_who_sees_the_resource() {
    let place = Place::found().await;
    let platform = place.platform();
    let room = place
        .resource("La grande salle", rules(Approval::Automatic))
        .await;
    place
        .book(&[(room, 1)], "2026-11-24T08:00Z", "2026-11-24T10:00Z")
        .await
        .unwrap();
    let day = span("2026-11-24T00:00Z", "2026-11-25T00:00Z");
    let between = async |actor, room, span: Span| {
        bookings::availability(platform, actor, room, span.start(), span.end()).await
    };
    let steps = between(&place.user, room, day).await.unwrap();
    let told: Vec<_> = (steps.iter())
        .map(|step| (step.span.start().format("%H:%M").to_string(), step.free))
        .collect();
    let expected = [
        ("00:00", 0),
        ("07:00", 2),
        ("08:00", 1),
        ("10:15", 2),
        ("19:00", 0),
    ];
    assert_eq!(told, expected.map(|(from, free)| (from.to_owned(), free)));

    let hidden = between(&Actor::Anonymous, room, day).await;
    assert!(matches!(hidden, Err(Error::NotFound)), "{hidden:?}");
    let span = |days| Span::parse(day.start(), day.start() + TimeDelta::days(days)).unwrap();
    let year = between(&place.user, room, span(400)).await;
    assert!(year.is_ok());
    let more = between(&place.user, room, span(401)).await;
    assert!(matches!(more, Err(Error::Invalid(_))), "{more:?}");
    let bare = place
        .published("Le hangar", None, Visibility::Hub, vec![])
        .await;
    let nothing = between(&place.user, bare, day).await;
    assert_eq!(nothing.unwrap(), []);
    place.hub.run_jobs().await;
}

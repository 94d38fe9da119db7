//! From the request to the return, and what the two sides hear of it.

use chrono::TimeDelta;
use maillage_domain::{
    bookings::{BookingState, ChangeDraft},
    resources::Approval,
    values::{Reason, Summary},
};
use maillage_usecases::{Error, bookings};

use super::{Place, drafts, instant, rules, told};

fn reason() -> Reason {
    Reason::parse("Le chauffage est en panne.").unwrap()
}

#[tokio::test]
async fn a_room_is_asked_for_confirmed_handed_over_and_returned_late() {
    let place = Place::found().await;
    let room = place
        .resource("La grande salle", rules(Approval::Owner))
        .await;
    let asked = place
        .book(&[(room, 1)], "2026-11-24T08:00Z", "2026-11-24T10:00Z")
        .await
        .unwrap();
    assert_eq!(asked.state, BookingState::Requested);
    assert_eq!(asked.price().money.amount(), "20.00");
    place.hub.run_jobs().await;
    let mails = place.hub.mails_to(place.owner.representative.email());
    let letter = mails.last().unwrap();
    assert_eq!(letter.subject, "La Recyclerie demande à réserver");
    assert!(
        letter.text.contains("La grande salle × 1, du 24/11/2026"),
        "{}",
        letter.text
    );
    assert!(
        letter.text.contains("Une réunion de chantier"),
        "{}",
        letter.text
    );

    let (platform, lender) = (place.platform(), &place.lender);
    let confirmed = bookings::confirm(platform, lender, place.by_owner(&asked))
        .await
        .unwrap();
    place.hub.run_jobs().await;
    let mails = place.hub.mails_to(place.borrower.representative.email());
    let letter = mails.last().unwrap();
    assert!(
        letter.subject.starts_with("Réservation confirmée"),
        "{}",
        letter.subject
    );

    let early = bookings::no_show(platform, lender, place.by_owner(&confirmed)).await;
    assert_eq!(told(early), "WRONG_STATE");
    place.hub.clock().set(instant("2026-11-24T08:05Z"));
    let clean = Summary::parse("Propre, clés au porte-clés bleu.").unwrap();
    let used = bookings::hand_over(platform, lender, place.by_owner(&confirmed), Some(clean))
        .await
        .unwrap();
    assert_eq!(used.state, BookingState::InUse);
    place.hub.clock().set(instant("2026-11-24T10:30Z"));
    let back = bookings::take_back(platform, lender, place.by_owner(&used), None, None)
        .await
        .unwrap();
    assert_eq!((back.state, back.late), (BookingState::Returned, true));
    assert_eq!(back.returned_at, Some(instant("2026-11-24T10:30Z")));
    let again = bookings::take_back(platform, lender, place.by_owner(&back), None, None).await;
    assert_eq!(told(again), "WRONG_STATE");
    let stored = bookings::find(platform, &place.user, back.id)
        .await
        .unwrap();
    assert_eq!(stored, Some(back));
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn a_request_keeps_nothing_and_is_confirmed_only_as_long_as_there_is_enough() {
    let place = Place::found().await;
    let room = place
        .resource("La grande salle", rules(Approval::Owner))
        .await;
    let book = async || {
        place
            .book(&[(room, 2)], "2026-11-24T08:00Z", "2026-11-24T10:00Z")
            .await
    };
    let (first, second) = (book().await.unwrap(), book().await.unwrap());
    let (platform, lender) = (place.platform(), &place.lender);
    let confirm =
        async |booking| told(bookings::confirm(platform, lender, place.by_owner(booking)).await);
    assert_eq!(confirm(&second).await, "CONFIRMED");
    assert_eq!(confirm(&first).await, "OVER_CAPACITY");
    let stale = bookings::confirm(platform, lender, place.by_owner(&second)).await;
    assert!(matches!(stale, Err(Error::Conflict { current: Some(2) })));

    let declined = bookings::decline(platform, lender, place.by_owner(&first), reason()).await;
    assert_eq!(declined.unwrap().reason, Some(reason()));
    let third = book().await;
    assert_eq!(
        told(third),
        "OVER_CAPACITY",
        "what cannot be had is not asked for either"
    );

    let later = place
        .book(&[(room, 1)], "2026-11-25T08:00Z", "2026-11-25T10:00Z")
        .await
        .unwrap();
    place.hub.clock().set(instant("2026-11-25T08:00Z"));
    assert_eq!(confirm(&later).await, "WRONG_STATE", "it should have begun");
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn the_borrower_who_cancels_late_owes_its_share_and_the_owner_who_cancels_says_why() {
    let place = Place::found().await;
    let room = place
        .resource("La grande salle", rules(Approval::Automatic))
        .await;
    let book = async || {
        place
            .book(&[(room, 2)], "2026-11-24T08:00Z", "2026-11-24T10:00Z")
            .await
    };
    let platform = place.platform();

    let in_time = book().await.unwrap();
    place.hub.clock().set(instant("2026-11-23T08:00Z"));
    let free = bookings::cancel(platform, &place.user, place.by_borrower(&in_time), None)
        .await
        .unwrap();
    assert_eq!(
        (free.owed.money.amount(), free.cancelled_by),
        ("0.00".into(), Some(place.borrower.id))
    );

    let too_late = book().await.unwrap();
    place.hub.clock().advance(TimeDelta::minutes(1));
    let dear = bookings::cancel(platform, &place.user, place.by_borrower(&too_late), None)
        .await
        .unwrap();
    assert_eq!(dear.owed.money.amount(), "20.00", "half of forty");
    place.hub.run_jobs().await;
    let mails = place.hub.mails_to(place.owner.representative.email());
    assert!(
        mails.last().unwrap().text.contains("20,00\u{a0}€"),
        "{mails:?}"
    );

    let by_owner = book().await.unwrap();
    let target = place.by_owner(&by_owner);
    let silent = bookings::cancel(platform, &place.lender, target, None).await;
    assert!(matches!(silent, Err(Error::Invalid(_))), "{silent:?}");
    let told_why = bookings::cancel(platform, &place.lender, target, Some(reason()))
        .await
        .unwrap();
    assert_eq!(
        (told_why.owed.money.cents, told_why.state),
        (0, BookingState::Cancelled)
    );
    place.hub.run_jobs().await;
    let mails = place.hub.mails_to(place.borrower.representative.email());
    assert!(
        mails
            .last()
            .unwrap()
            .text
            .contains("Le chauffage est en panne.")
    );
    assert_eq!(
        told(book().await),
        "CONFIRMED",
        "what was cancelled is free again"
    );
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn a_change_leaves_its_own_units_out_and_asks_the_owner_anew_when_it_moves() {
    let place = Place::found().await;
    let room = place
        .resource("La grande salle", rules(Approval::Owner))
        .await;
    let platform = place.platform();
    let asked = place
        .book(&[(room, 2)], "2026-11-24T08:00Z", "2026-11-24T10:00Z")
        .await
        .unwrap();
    let had = bookings::confirm(platform, &place.lender, place.by_owner(&asked))
        .await
        .unwrap();
    let to = |start: &str, end: &str, units| ChangeDraft {
        start: instant(start),
        end: instant(end),
        lines: drafts(&[(room, units)]),
    };
    let shorter = to("2026-11-24T09:00Z", "2026-11-24T10:00Z", 2);
    let shorter = bookings::change(platform, &place.user, place.by_borrower(&had), shorter)
        .await
        .unwrap();
    assert_eq!(shorter.state, BookingState::Confirmed, "less of the same");
    assert_eq!(shorter.price().money.amount(), "20.00");

    let moved = to("2026-11-24T09:30Z", "2026-11-24T11:30Z", 2);
    let moved = bookings::change(platform, &place.user, place.by_borrower(&shorter), moved)
        .await
        .unwrap();
    assert_eq!(moved.state, BookingState::Requested);
    place.hub.run_jobs().await;
    let mails = place.hub.mails_to(place.owner.representative.email());
    assert!(
        mails
            .last()
            .unwrap()
            .text
            .contains("attend d’être confirmée"),
        "{mails:?}"
    );

    let other = place
        .book(&[(room, 1)], "2026-11-24T09:00Z", "2026-11-24T10:00Z")
        .await
        .unwrap();
    bookings::confirm(platform, &place.lender, place.by_owner(&other))
        .await
        .unwrap();
    let back = to("2026-11-24T09:00Z", "2026-11-24T10:00Z", 2);
    let back = bookings::change(platform, &place.user, place.by_borrower(&moved), back).await;
    assert_eq!(told(back), "OVER_CAPACITY", "somebody else has it now");
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn a_room_that_is_back_early_or_that_nobody_came_for_is_free_for_others() {
    let place = Place::found().await;
    let room = place
        .resource("La grande salle", rules(Approval::Automatic))
        .await;
    let platform = place.platform();
    let day = ("2026-11-24T08:00Z", "2026-11-24T18:00Z");
    let first = place.book(&[(room, 1)], day.0, day.1).await.unwrap();
    let second = place.book(&[(room, 1)], day.0, day.1).await.unwrap();
    let rest = async || {
        place
            .book(&[(room, 2)], "2026-11-24T12:00Z", "2026-11-24T18:00Z")
            .await
    };
    assert_eq!(told(rest().await), "OVER_CAPACITY");
    place.hub.clock().set(instant("2026-11-24T09:00Z"));
    let used = bookings::hand_over(platform, &place.lender, place.by_owner(&first), None)
        .await
        .unwrap();
    bookings::take_back(platform, &place.lender, place.by_owner(&used), None, None)
        .await
        .unwrap();
    assert_eq!(
        told(rest().await),
        "OVER_CAPACITY",
        "the other is still expected"
    );
    bookings::no_show(platform, &place.lender, place.by_owner(&second))
        .await
        .unwrap();
    assert_eq!(told(rest().await), "CONFIRMED");
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn what_was_booked_stays_booked_when_the_platform_starts_again() {
    let mut place = Place::found().await;
    let room = place
        .resource("La grande salle", rules(Approval::Automatic))
        .await;
    let booked = place
        .book(&[(room, 2)], "2026-11-24T08:00Z", "2026-11-24T10:00Z")
        .await
        .unwrap();
    place.hub.restart().await;
    let found = bookings::find(place.platform(), &place.user, booked.id).await;
    assert_eq!(found.unwrap(), Some(booked));
    let again = place
        .book(&[(room, 1)], "2026-11-24T09:00Z", "2026-11-24T11:00Z")
        .await;
    assert_eq!(told(again), "OVER_CAPACITY");
    place.hub.run_jobs().await;
}

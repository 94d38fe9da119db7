//! Bookings that come back.

use maillage_domain::{
    bookings::BookingState,
    resources::{Approval, Frequency, SeriesDraft},
};
use maillage_usecases::{Error, bookings};

use super::{Place, refusal, rules, told, wish};

fn weekly(count: i32) -> SeriesDraft {
    SeriesDraft {
        frequency: Frequency::Weekly,
        every: None,
        last: false,
        until: None,
        count: Some(count),
    }
}

#[tokio::test]
async fn a_series_books_the_dates_that_can_be_had_and_tells_the_others_with_the_clocks_changing() {
    let place = Place::found_on("2026-10-01T09:00Z").await;
    let room = place
        .resource("La grande salle", rules(Approval::Automatic))
        .await;
    // The Tuesday after the clocks were put back, at ten in Paris.
    let taken = place
        .book(&[(room, 2)], "2026-10-27T09:30Z", "2026-10-27T10:30Z")
        .await;
    assert_eq!(told(taken), "CONFIRMED");
    place.hub.run_jobs().await;
    let mails = place.hub.mails().len();
    let ask = async |platform: &maillage_usecases::Platform| {
        let wish = wish(&[(room, 1)], "2026-10-13T08:00Z", "2026-10-13T10:00Z");
        bookings::book_series(platform, &place.user, place.borrower.id, wish, weekly(5)).await
    };

    let rehearsed = ask(&place.platform().rehearsing(true)).await.unwrap();
    let booked = ask(place.platform()).await.unwrap();
    let starts = |series: &bookings::BookedSeries| -> Vec<String> {
        let starts = series.bookings.iter().map(|one| one.span.start());
        starts
            .map(|start| start.format("%d/%m %H:%M").to_string())
            .collect()
    };
    assert_eq!(
        starts(&booked),
        ["13/10 08:00", "20/10 08:00", "03/11 09:00", "10/11 09:00"]
    );
    assert_eq!(
        starts(&rehearsed),
        starts(&booked),
        "a rehearsal answers the same"
    );
    for series in [&rehearsed, &booked] {
        let missed = series.missed.iter();
        let missed: Vec<_> = missed
            .map(|one| {
                (
                    one.span.start().format("%d/%m %H:%M").to_string(),
                    one.refusal.code,
                )
            })
            .collect();
        let code = maillage_domain::RefusalCode::OverCapacity;
        assert_eq!(missed, [("27/10 09:00".to_owned(), code)]);
    }
    assert!(
        booked
            .bookings
            .iter()
            .all(|one| one.series == Some(booked.id))
    );
    let filter = bookings::BookingFilter {
        borrower: Some(place.borrower.id),
        states: vec![BookingState::Confirmed],
        ..bookings::BookingFilter::default()
    };
    let count = bookings::count(place.platform(), &place.user, &filter).await;
    assert_eq!(count.unwrap(), 5, "the rehearsal wrote nothing");

    place.hub.run_jobs().await;
    let letters = place.hub.mails().split_off(mails);
    assert_eq!(letters.len(), 1, "a series is told of once");
    assert!(
        letters[0].text.contains("première de 4 dates"),
        "{}",
        letters[0].text
    );
}

#[tokio::test]
async fn a_series_of_which_no_date_can_be_had_is_refused_and_writes_nothing() {
    let place = Place::found().await;
    let room = place
        .resource("La grande salle", rules(Approval::Automatic))
        .await;
    let ask = async |units, series| {
        let wish = wish(&[(room, units)], "2026-11-24T08:00Z", "2026-11-24T10:00Z");
        bookings::book_series(
            place.platform(),
            &place.user,
            place.borrower.id,
            wish,
            series,
        )
        .await
    };
    let refused = refusal(ask(3, weekly(4)).await);
    assert_eq!(refused.code.as_str(), "OVER_CAPACITY");
    let wrong = ask(1, weekly(1)).await;
    assert!(matches!(wrong, Err(Error::Invalid(_))), "{wrong:?}");
    let filter = bookings::BookingFilter {
        resource: Some(room),
        ..bookings::BookingFilter::default()
    };
    let count = bookings::count(place.platform(), &place.user, &filter).await;
    assert_eq!(count.unwrap(), 0);
    place.hub.run_jobs().await;
}

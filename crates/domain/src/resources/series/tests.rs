use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use chrono_tz::{Europe::Paris, Indian::Reunion};
use proptest::prelude::*;

use super::*;
use crate::{resources::testing::span, testing::day};

use Frequency::{MonthlyByWeekday, Weekly};

fn draft(frequency: Frequency) -> SeriesDraft {
    SeriesDraft {
        frequency,
        every: None,
        last: false,
        until: None,
        count: None,
    }
}

/// The bookings as they are told in UTC and as the clock of the place shows them.
fn told(series: &Series) -> Vec<String> {
    let clock = |at: DateTime<Utc>| at.with_timezone(&series.zone).format("%H:%M").to_string();
    series
        .spans()
        .iter()
        .map(|span| {
            let (start, end) = (span.start(), span.end());
            format!(
                "{} {}-{}",
                start.format("%d/%m %H:%M"),
                clock(start),
                clock(end)
            )
        })
        .collect()
}

fn faults(draft: SeriesDraft, first: Span) -> String {
    let faults = Series::parse(draft, first, Paris).expect_err("faults");
    faults.to_string()
}

/// A Tuesday from ten to noon in Paris, the third of its month.
fn tuesday() -> Span {
    span("2026-10-20T08:00Z", "2026-10-20T10:00Z")
}

#[test]
fn each_week_keeps_its_local_time_when_the_clocks_change() {
    let series = SeriesDraft {
        count: Some(3),
        ..draft(Weekly)
    };
    let autumn = Series::parse(series, tuesday(), Paris).expect("a series");
    assert_eq!(
        told(&autumn),
        [
            "20/10 08:00 10:00-12:00",
            "27/10 09:00 10:00-12:00",
            "03/11 09:00 10:00-12:00"
        ]
    );
    let march = span("2027-03-23T09:00Z", "2027-03-23T11:00Z");
    let spring = Series::parse(series, march, Paris).expect("a series");
    assert_eq!(
        told(&spring),
        [
            "23/03 09:00 10:00-12:00",
            "30/03 08:00 10:00-12:00",
            "06/04 08:00 10:00-12:00"
        ]
    );
    let reunion = Series::parse(series, tuesday(), Reunion).expect("a series");
    assert_eq!(
        told(&reunion),
        [
            "20/10 08:00 12:00-14:00",
            "27/10 08:00 12:00-14:00",
            "03/11 08:00 12:00-14:00"
        ]
    );
}

#[test]
fn every_two_weeks_until_a_day_that_counts() {
    let every_two = SeriesDraft {
        every: Some(2),
        ..draft(Weekly)
    };
    for (until, dates) in [("2026-11-16", 2), ("2026-11-17", 3), ("2026-10-20", 1)] {
        let series = SeriesDraft {
            until: Some(day(until)),
            ..every_two
        };
        let series = Series::parse(series, tuesday(), Paris).expect("a series");
        assert_eq!(series.spans().len(), dates, "{until}");
    }
}

#[test]
fn each_month_on_the_same_weekday_of_the_same_week() {
    let third = SeriesDraft {
        count: Some(7),
        ..draft(MonthlyByWeekday)
    };
    let series = Series::parse(third, tuesday(), Paris).expect("a series");
    let dates = |series: &Series| -> Vec<String> {
        let spans = series.spans();
        let dates = spans
            .iter()
            .map(|span| span.start().format("%d/%m %H").to_string());
        dates.collect()
    };
    assert_eq!(
        dates(&series),
        [
            "20/10 08", "17/11 09", "15/12 09", "19/01 09", "16/02 09", "16/03 09", "20/04 08"
        ]
    );
    // 27 October is the fourth Tuesday and the last.
    let fourth = span("2026-10-27T09:00Z", "2026-10-27T10:00Z");
    let count = SeriesDraft {
        count: Some(3),
        ..draft(MonthlyByWeekday)
    };
    let by_fourth = Series::parse(count, fourth, Paris).expect("a series");
    assert_eq!(dates(&by_fourth), ["27/10 09", "24/11 09", "22/12 09"]);
    let last = SeriesDraft {
        last: true,
        ..count
    };
    let by_last = Series::parse(last, fourth, Paris).expect("a series");
    assert_eq!(dates(&by_last), ["27/10 09", "24/11 09", "29/12 09"]);
}

#[test]
fn a_night_keeps_both_its_local_ends() {
    // Saturdays from 22:00 until 04:00; one is an hour longer, one an hour shorter.
    let count = SeriesDraft {
        count: Some(2),
        ..draft(Weekly)
    };
    let autumn = span("2026-10-17T20:00Z", "2026-10-18T02:00Z");
    let spring = span("2027-03-20T21:00Z", "2027-03-21T03:00Z");
    for (first, hours) in [(autumn, "PT7H"), (spring, "PT5H")] {
        let spans = Series::parse(count, first, Paris)
            .expect("a series")
            .spans();
        assert_eq!(spans[0], first);
        assert_eq!(spans[1].length().to_string(), hours);
    }
}

#[test]
fn what_the_clock_leaps_over_is_left_out_and_not_counted() {
    let first = span("2027-03-21T01:15Z", "2027-03-21T01:45Z");
    let count = SeriesDraft {
        count: Some(3),
        ..draft(Weekly)
    };
    let series = Series::parse(count, first, Paris).expect("a series");
    assert_eq!(
        told(&series),
        [
            "21/03 01:15 02:15-02:45",
            "04/04 00:15 02:15-02:45",
            "11/04 00:15 02:15-02:45"
        ]
    );
}

#[test]
fn the_first_booking_is_kept_as_asked_for_even_in_the_second_of_two_equal_hours() {
    let second = span("2026-10-25T01:10Z", "2026-10-25T01:50Z");
    let count = SeriesDraft {
        count: Some(2),
        ..draft(Weekly)
    };
    let series = Series::parse(count, second, Paris).expect("a series");
    assert_eq!(
        told(&series),
        ["25/10 01:10 02:10-02:50", "01/11 01:10 02:10-02:50"]
    );
    let across = span("2026-10-25T00:30Z", "2026-10-25T01:20Z");
    assert_eq!(faults(count, across), "first: INCONSISTENT");
}

#[test]
fn the_rule_is_written_for_calendars() {
    let rule = |draft, first| Series::parse(draft, first, Paris).expect("a series").rule();
    let last = span("2026-10-27T09:00Z", "2026-10-27T10:00Z");
    for (draft, first, text) in [
        (
            SeriesDraft {
                count: Some(10),
                ..draft(Weekly)
            },
            tuesday(),
            "FREQ=WEEKLY;BYDAY=TU;COUNT=10",
        ),
        (
            SeriesDraft {
                every: Some(2),
                until: Some(day("2026-12-01")),
                ..draft(Weekly)
            },
            tuesday(),
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;UNTIL=20261201T090000Z",
        ),
        (
            SeriesDraft {
                until: Some(day("2027-06-30")),
                ..draft(MonthlyByWeekday)
            },
            tuesday(),
            "FREQ=MONTHLY;BYDAY=3TU;UNTIL=20270630T080000Z",
        ),
        (
            SeriesDraft {
                count: Some(3),
                last: true,
                ..draft(MonthlyByWeekday)
            },
            last,
            "FREQ=MONTHLY;BYDAY=-1TU;COUNT=3",
        ),
    ] {
        assert_eq!(rule(draft, first), text);
    }
}

#[test]
fn a_series_has_an_end_within_two_years() {
    let until = |text| SeriesDraft {
        until: Some(day(text)),
        ..draft(Weekly)
    };
    let count = |count| SeriesDraft {
        count: Some(count),
        ..draft(Weekly)
    };
    let first = tuesday();
    assert_eq!(faults(draft(Weekly), first), "until: REQUIRED");
    let both = SeriesDraft {
        count: Some(2),
        ..until("2026-12-01")
    };
    assert_eq!(faults(both, first), "count: INCONSISTENT");
    for wrong in [count(1), count(105), count(-1)] {
        assert_eq!(faults(wrong, first), "count: OUT_OF_RANGE");
    }
    // The 105th Tuesday is 17 October 2028.
    for wrong in ["2026-10-19", "2028-10-17"] {
        assert_eq!(faults(until(wrong), first), "until: OUT_OF_RANGE");
    }
    for full in [until("2028-10-16"), count(104)] {
        let series = Series::parse(full, first, Paris).expect("a series");
        assert_eq!(series.spans().len(), 104);
    }
    let monthly = |count| SeriesDraft {
        count: Some(count),
        ..draft(MonthlyByWeekday)
    };
    let fault = Series::parse(monthly(26), first, Paris)
        .expect_err("too many")
        .into_vec();
    // The 25th is on 17 October 2028, the 26th would be beyond 20 October.
    assert_eq!(fault[0].problem.facts[1].value, "25");
}

#[test]
fn what_does_not_go_together_is_told() {
    let count = SeriesDraft {
        count: Some(2),
        ..draft(Weekly)
    };
    for (wrong, told) in [
        (
            SeriesDraft {
                every: Some(5),
                ..count
            },
            "every: OUT_OF_RANGE",
        ),
        (
            SeriesDraft {
                every: Some(0),
                ..count
            },
            "every: OUT_OF_RANGE",
        ),
        (
            SeriesDraft {
                last: true,
                ..count
            },
            "last: INCONSISTENT",
        ),
        (
            SeriesDraft {
                every: Some(1),
                frequency: MonthlyByWeekday,
                ..count
            },
            "every: INCONSISTENT",
        ),
        (
            SeriesDraft {
                last: true,
                frequency: MonthlyByWeekday,
                ..count
            },
            "last: INCONSISTENT",
        ),
    ] {
        assert_eq!(faults(wrong, tuesday()), told);
    }
    // 29 September 2026 is a fifth Tuesday.
    let fifth = span("2026-09-29T09:00Z", "2026-09-29T10:00Z");
    let monthly = SeriesDraft {
        frequency: MonthlyByWeekday,
        ..count
    };
    assert_eq!(faults(monthly, fifth), "last: REQUIRED");
    let last = SeriesDraft {
        last: true,
        ..monthly
    };
    assert_eq!(
        Series::parse(last, fifth, Paris).map(|series| series.recurrence()),
        Ok(Recurrence::Last)
    );
}

proptest! {
    /// The oracle walks each day of the calendar.
    #[test]
    fn the_dates_are_those_that_the_rule_describes(
        after in 0..700_u64, every in 1..5_i32, frequency in proptest::sample::select(vec![Weekly, MonthlyByWeekday]),
        last: bool, length in 1..700_u64,
    ) {
        let first = day("2026-01-01") + Days::new(after);
        let until = first + Days::new(length);
        let week = |date: NaiveDate| date.day0() / 7;
        let is_last = |date: NaiveDate| (date + Days::new(7)).month() != date.month();
        let last = frequency == MonthlyByWeekday && is_last(first) && (last || week(first) == 4);
        let draft = SeriesDraft {
            frequency,
            every: (frequency == Weekly).then_some(every),
            last,
            until: Some(until),
            count: None,
        };
        let noon = first.and_time(NaiveTime::MIN).and_utc() + TimeDelta::hours(12);
        let booked = Span::new(noon, noon + TimeDelta::hours(1)).expect("a span");
        let series = Series::parse(draft, booked, Paris).expect("a series");
        let dates: Vec<NaiveDate> = (series.spans().iter())
            .map(|span| span.start().with_timezone(&Paris).date_naive())
            .collect();
        let expected: Vec<NaiveDate> = first
            .iter_days()
            .take_while(|date| *date <= until)
            .filter(|date| date.weekday() == first.weekday())
            .filter(|date| match frequency {
                Weekly => (*date - first).num_weeks() % i64::from(every) == 0,
                MonthlyByWeekday if last => is_last(*date),
                MonthlyByWeekday => week(*date) == week(first),
            })
            .collect();
        prop_assert_eq!(dates, expected);
    }
}

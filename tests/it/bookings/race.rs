//! At no instant is more booked than there is, however many book at once on however many instances.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use chrono::{TimeDelta, Utc};
use maillage_domain::{
    RefusalCode,
    bookings::{Booking, LineDraft, WishDraft},
    events::{EventKind, Subject},
    ids::{BookingId, OrganisationId, ResourceId},
    policy::Actor,
    resources::{Approval, RulesDraft, Span, Usage},
};
use maillage_persistence::{bookings as stored, events};
use maillage_usecases::{Error, Platform, bookings};

use super::{Place, instant, rules, target};
use crate::harness::Limits;

/// How many book at once.
const CLIENTS: usize = 64;

/// How often they try together, unless `MAILLAGE_TEST_ATTEMPTS` says otherwise: some seconds on a
/// small machine.
const ATTEMPTS: usize = 1_200;

/// Every so many quarters of an hour of two days a booking may begin.
const QUARTERS: u64 = 2 * 24 * 4;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_who_book_at_once_never_hold_more_than_there_is() {
    race(attempts()).await;
}

#[expect(clippy::disallowed_methods, reason = "the one place that reads it")]
fn attempts() -> usize {
    match std::env::var("MAILLAGE_TEST_ATTEMPTS") {
        Ok(attempts) => attempts
            .parse()
            .expect("MAILLAGE_TEST_ATTEMPTS is a number"),
        Err(_) => ATTEMPTS,
    }
}

/// Numbers that look random and are the same in each run (`SplitMix64`).
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % most
    }
}

/// What came of the attempts.
#[derive(Default)]
struct Tally {
    booked: AtomicUsize,
    refused: AtomicUsize,
    cancelled: AtomicUsize,
}

/// One who books and cancels.
struct Client {
    platform: Platform,
    actor: Actor,
    borrower: OrganisationId,
    resources: [ResourceId; 2],
    dice: Dice,
}

impl Client {
    fn wish(&mut self) -> WishDraft {
        let quarter = |quarters: u64| TimeDelta::minutes(15 * i64::try_from(quarters).unwrap());
        let start = instant("2026-11-24T00:00Z") + quarter(self.dice.below(QUARTERS));
        let end = start + quarter(2 + self.dice.below(14));
        let mut lines: Vec<_> = (self.resources.iter())
            .map(|resource| LineDraft {
                resource: *resource,
                units: i32::try_from(1 + self.dice.below(2)).unwrap(),
            })
            .collect();
        match self.dice.below(4) {
            0 => lines.truncate(1),
            1 => drop(lines.remove(0)),
            // In either order, so that they would wait for each other if it mattered.
            2 => lines.reverse(),
            _ => {}
        }
        WishDraft {
            start,
            end,
            lines,
            project: None,
            purpose: None,
        }
    }

    async fn run(mut self, attempts: usize, tally: Arc<Tally>) {
        let mut mine: Vec<Booking> = Vec::new();
        for _ in 0..attempts {
            let wish = self.wish();
            match bookings::book(&self.platform, &self.actor, self.borrower, wish).await {
                Ok(booking) => {
                    tally.booked.fetch_add(1, Ordering::Relaxed);
                    mine.push(booking);
                }
                Err(Error::Refused(refusal)) if refusal.code == RefusalCode::OverCapacity => {
                    tally.refused.fetch_add(1, Ordering::Relaxed);
                }
                Err(error) => panic!("a loser is told something else: {error:?}"),
            }
            if !mine.is_empty() && self.dice.below(2) == 0 {
                let which = self.dice.below(mine.len() as u64);
                let one = mine.swap_remove(usize::try_from(which).unwrap());
                let target = target(&one, self.borrower);
                bookings::cancel(&self.platform, &self.actor, target, None)
                    .await
                    .expect("one's own booking is called off");
                tally.cancelled.fetch_add(1, Ordering::Relaxed);
            }
        }
    }
}

async fn race(attempts: usize) {
    let place = Place::found_within(
        "2026-11-21T09:00Z",
        Limits {
            // Two instances on one file of SQLite take turns.
            patience: std::time::Duration::from_mins(1),
            ..Limits::default()
        },
    )
    .await;
    let open = |units| RulesDraft {
        units,
        ..rules(Approval::Automatic)
    };
    let capacity = [5, 3];
    let resources = [
        place.open_resource("Les vélos", open(capacity[0])).await,
        place
            .open_resource("Les remorques", open(capacity[1]))
            .await,
    ];
    let other = place.hub.another_instance().await;
    let tally = Arc::new(Tally::default());
    let clients: Vec<_> = (0..CLIENTS)
        .map(|number| {
            let instance = if number % 2 == 0 {
                place.platform()
            } else {
                other.platform()
            };
            let client = Client {
                // Thousands of letters would say nothing more about capacity.
                platform: instance.quietly(),
                actor: place.user.clone(),
                borrower: place.borrower.id,
                resources,
                dice: Dice(number as u64),
            };
            let share = attempts / CLIENTS + usize::from(number < attempts % CLIENTS);
            tokio::spawn(client.run(share, Arc::clone(&tally)))
        })
        .collect();
    for client in clients {
        client.await.unwrap();
    }
    let count = |of: &AtomicUsize| of.load(Ordering::Relaxed);
    let (booked, refused) = (count(&tally.booked), count(&tally.refused));
    assert_eq!(booked + refused, attempts);
    assert!(
        booked > 50 && refused > attempts / 10,
        "{booked} booked, {refused} refused"
    );

    let capacity: HashMap<_, _> = resources.into_iter().zip([5, 3]).collect();
    let holding = replay(place.platform(), &capacity).await;
    assert_eq!(holding.len(), booked - count(&tally.cancelled));
    let whole = Span::parse(instant("2026-11-20T00:00Z"), instant("2026-11-30T00:00Z")).unwrap();
    let taken = stored::taken(place.platform().db(), &resources, whole, None)
        .await
        .unwrap();
    for (resource, units) in capacity {
        let lines = taken.get(&resource).cloned().unwrap_or_default();
        let mut stored: Vec<_> = lines.clone();
        let mut replayed: Vec<_> = (holding.values())
            .flat_map(|booking| booking.lines.iter().map(move |line| (booking, line)))
            .filter(|(_, line)| line.resource == resource)
            .map(|(booking, line)| (booking.taken(line), line.units))
            .collect();
        stored.sort_unstable();
        replayed.sort_unstable();
        assert_eq!(stored, replayed, "what is stored is what the history tells");
        assert!(Usage::of(lines).peak(whole) <= units, "{resource}");
    }
    other.stop().await;
    place.hub.run_jobs().await;
}

/// Goes through the history in the order of its commits, and adds up after each of them what is held
/// at each instant, by itself. Answers what is held in the end.
async fn replay(
    platform: &Platform,
    capacity: &HashMap<ResourceId, u32>,
) -> BTreeMap<BookingId, Booking> {
    let mut holding: BTreeMap<BookingId, Booking> = BTreeMap::new();
    let mut position = 0;
    loop {
        let batch = events::after(platform.db(), position, 500).await.unwrap();
        let Some((last, _)) = batch.last() else {
            return holding;
        };
        position = *last;
        let batch: Vec<_> = (batch.into_iter())
            .filter_map(|(_, event)| match event.unwrap() {
                event if matches!(event.subject, Subject::Booking(_)) => Some(event),
                _ => None,
            })
            .collect();
        let ids: Vec<_> = (batch.iter())
            .filter_map(|event| match event.subject {
                Subject::Booking(id) => Some(id),
                _ => None,
            })
            .collect();
        let mut found = stored::by_ids(platform.db(), &ids).await.unwrap();
        for (event, id) in batch.iter().zip(ids) {
            match event.kind {
                EventKind::BookingConfirmed => {
                    let booking = found.remove(&id).expect("a booking");
                    holding.insert(id, booking);
                    for line in &holding[&id].lines {
                        let most = most_at_once(&holding, line.resource);
                        assert!(most <= capacity[&line.resource], "{id}: {most}");
                    }
                }
                EventKind::BookingCancelled => {
                    assert!(holding.remove(&id).is_some(), "{id} was held");
                }
                other => panic!("nobody did this: {other}"),
            }
        }
    }
}

/// The most units held of a resource at the start of any of its bookings.
fn most_at_once(holding: &BTreeMap<BookingId, Booking>, resource: ResourceId) -> u32 {
    let held: Vec<_> = (holding.values())
        .flat_map(|booking| booking.lines.iter().map(move |line| (booking, line)))
        .filter(|(_, line)| line.resource == resource)
        .map(|(booking, line)| {
            let start = booking.span.start();
            (start, booking.span.end() + line.buffer.delta(), line.units)
        })
        .collect();
    let at = |instant: chrono::DateTime<Utc>| -> u32 {
        let there = held
            .iter()
            .filter(|(from, until, _)| *from <= instant && instant < *until);
        there.map(|(.., units)| units).sum()
    };
    held.iter().map(|(from, ..)| at(*from)).max().unwrap_or(0)
}

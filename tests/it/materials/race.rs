//! Never is more held or given than there is, however many reserve at once on however many instances.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use chrono::TimeDelta;
use maillage_domain::{
    RefusalCode,
    ids::{LotId, OrganisationId},
    materials::{Amount, HoldDraft, Reservation, ReservationState, StockMove},
    policy::Actor,
    values::Unit,
};
use maillage_persistence::materials::{lots as stored_lots, moves};
use maillage_usecases::{
    Error, PageRequest, Platform,
    materials::{self, Fetching, QuantityDraft, ReservationFilter, ReservationQuery, Target},
};

use super::Place;
use crate::harness::Limits;

/// How many reserve at once.
const CLIENTS: usize = 64;

/// How often they try together, unless `MAILLAGE_TEST_ATTEMPTS` says otherwise: some seconds on a
/// small machine.
const ATTEMPTS: usize = 1_200;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_who_reserve_at_once_never_get_more_than_there_is() {
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
    held: AtomicUsize,
    refused: AtomicUsize,
}

/// One who reserves, calls off, and is given.
struct Client {
    platform: Platform,
    borrower: (Actor, OrganisationId),
    owner: (Actor, OrganisationId),
    lots: [LotId; 2],
    dice: Dice,
}

fn pieces(number: u64) -> QuantityDraft {
    QuantityDraft {
        value: number.to_string(),
        unit: Unit::Piece,
    }
}

impl Client {
    async fn run(mut self, attempts: usize, tally: Arc<Tally>) {
        let mut mine: Vec<Reservation> = Vec::new();
        for _ in 0..attempts {
            let lot = self.lots[usize::try_from(self.dice.below(2)).unwrap()];
            let quantity = pieces(1 + self.dice.below(4));
            let draft = HoldDraft {
                lot,
                value: quantity.value,
                unit: quantity.unit,
                until: None,
                project: None,
                purpose: None,
            };
            let (actor, borrower) = &self.borrower;
            match materials::reserve(&self.platform, actor, *borrower, &draft).await {
                Ok(reservation) => {
                    tally.held.fetch_add(1, Ordering::Relaxed);
                    mine.push(reservation);
                }
                Err(Error::Refused(refusal)) if refusal.code == RefusalCode::OutOfStock => {
                    tally.refused.fetch_add(1, Ordering::Relaxed);
                }
                Err(error) => panic!("a loser is told something else: {error:?}"),
            }
            if !mine.is_empty() && self.dice.below(2) == 0 {
                let which = usize::try_from(self.dice.below(mine.len() as u64)).unwrap();
                let one = mine.swap_remove(which);
                self.finish(&one, &tally).await;
            }
        }
    }

    /// Calls it off, or has it fetched: less or more than was held.
    async fn finish(&mut self, one: &Reservation, tally: &Tally) {
        let give = self.dice.below(6) == 0;
        let (actor, acting_for) = if give { &self.owner } else { &self.borrower };
        let target = Target {
            id: one.id,
            acting_for: *acting_for,
            expected_version: one.version,
        };
        if !give {
            materials::cancel(&self.platform, actor, target, None)
                .await
                .expect("one's own reservation is called off");
            return;
        }
        let fetching = Fetching {
            quantity: Some(pieces(1 + self.dice.below(6))),
            weight: None,
        };
        match materials::collect(&self.platform, actor, target, &fetching).await {
            Ok(_) => {}
            // More than was held, and others hold the rest.
            Err(Error::Refused(refusal)) if refusal.code == RefusalCode::OutOfStock => {
                tally.refused.fetch_add(1, Ordering::Relaxed);
            }
            Err(error) => panic!("nobody else touches it: {error:?}"),
        }
    }
}

async fn race(attempts: usize) {
    let place = Place::found_within(Limits {
        // Two instances on one file of SQLite take turns.
        patience: std::time::Duration::from_mins(1),
        ..Limits::default()
    })
    .await;
    let doors = place.material("Portes").await;
    let stock = attempts / 8 + 20;
    let mut lots = Vec::new();
    for _ in 0..2 {
        let lot = place.lot(doors, &stock.to_string()).await;
        lots.push(lot["id"].as_str().unwrap().parse().unwrap());
    }
    let lots: [LotId; 2] = lots.try_into().unwrap();
    let borrower = place.hub.actor(&place.borrower.representative).await;
    let owner = place.hub.actor(&place.owner.representative).await;
    let other = place.hub.another_instance().await;
    let tally = Arc::new(Tally::default());
    let clients: Vec<_> = (0..CLIENTS)
        .map(|number| {
            let instance = if number % 2 == 0 {
                place.hub.platform()
            } else {
                other.platform()
            };
            let client = Client {
                // Thousands of letters would say nothing more about stock.
                platform: instance.quietly(),
                borrower: (borrower.clone(), place.borrower.id),
                owner: (owner.clone(), place.owner.id),
                lots,
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
    let (held, refused) = (count(&tally.held), count(&tally.refused));
    assert!(
        held > 50 && refused > attempts / 20,
        "{held} held, {refused} refused"
    );
    let kept = add_up(&place, lots).await;
    assert!(kept > Amount::ZERO, "some is held still");

    // In the end everything is let go of that nobody fetched.
    place.hub.clock().advance(TimeDelta::days(15));
    place.hub.run_jobs().await;
    assert_eq!(add_up(&place, lots).await, Amount::ZERO);
    other.stop().await;
}

/// Goes through the moves of each lot in their order and adds them up by itself; compares what comes of
/// it with the figures of the lot, and with what reservations hold. Answers what is held of both.
async fn add_up(place: &Place, lots: [LotId; 2]) -> Amount {
    let db = place.hub.platform().db();
    let mut all = Amount::ZERO;
    for id in lots {
        let (mut on_hand, mut held, mut number) = (Amount::ZERO, Amount::ZERO, 0);
        for one in history(place, id).await {
            on_hand = on_hand + one.on_hand_change;
            held = held + one.held_change;
            number += 1;
            assert_eq!(one.number, number, "no move is missing");
            assert_eq!((one.on_hand, one.held), (on_hand, held));
            assert!(Amount::ZERO <= held && held <= on_hand, "{one:?}");
        }
        let lot = stored_lots::find(db, id).await.unwrap().unwrap();
        assert_eq!((lot.on_hand, lot.held), (on_hand, held));
        assert_eq!(kept(place, id).await, held, "what reservations hold");
        all = all + held;
    }
    all
}

async fn history(place: &Place, lot: LotId) -> Vec<StockMove> {
    let mut page = PageRequest::first(100);
    let mut all = Vec::new();
    loop {
        let found = moves::list(place.hub.platform().db(), lot, &page)
            .await
            .unwrap();
        page.cursor = found.items.last().map(|(cursor, _)| cursor.clone());
        let more = found.has_next;
        all.extend(found.into_items());
        if !more {
            return all;
        }
    }
}

/// What is held of a lot by its reservations.
async fn kept(place: &Place, lot: LotId) -> Amount {
    let platform = place.hub.platform();
    let mut query = ReservationQuery {
        filter: ReservationFilter {
            lot: Some(lot),
            states: vec![ReservationState::Held],
            now: platform.now(),
            ..ReservationFilter::default()
        },
        page: PageRequest::first(100),
    };
    let mut sum = Amount::ZERO;
    loop {
        let found = materials::list(platform, &Actor::Operator, &query)
            .await
            .unwrap();
        query.page.cursor = found.items.last().map(|(cursor, _)| cursor.clone());
        let more = found.has_next;
        sum = found.into_items().fold(sum, |sum, one| sum + one.amount);
        if !more {
            return sum;
        }
    }
}

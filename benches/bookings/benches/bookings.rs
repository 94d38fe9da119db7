//! What it takes to say what is free: of one resource over a year with 10,000 bookings, and among
//! 50,000 resources with 1,000,000 bookings. On a SQLite file, or on the empty PostgreSQL database
//! that `MAILLAGE_BENCH_DATABASE` names.

use std::time::Duration;

use anyhow::anyhow;
use chrono::{DateTime, TimeDelta, Utc};
use criterion::{Criterion, criterion_group, criterion_main};
use maillage_domain::{
    Act,
    bookings::{Booking, Borrower, Offer, Wanted, Wish},
    content::ContentState,
    hubs::{Hub, HubContent, HubDraft},
    ids::{HubId, Mint, OrganisationId, ResourceId},
    moderation::ActiveMember,
    organisations::{LegalForm, Organisation, OrganisationContent, OrganisationDraft, Source},
    policy::Actor,
    resources::{
        Approval, Conditions, ConditionsDraft, DayHoursDraft, HoursDraft, PriceKind, Resource,
        ResourceContent, ResourceDraft, ResourceKind, RulesDraft, Span, TermsDraft, Usage, Weekday,
    },
    values::{Faults, Slug, Visibility},
};
use maillage_persistence::{
    Db, PageRequest, Settings, bookings, hubs, organisations,
    resources::{self, Free, ResourceFields, ResourceFilter, ResourceOrder, ResourceQuery},
};
use tokio::runtime::Runtime;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const RESOURCES: usize = 50_000;

/// How many bookings each of them has.
const EACH: i64 = 20;

/// The day on which two bookings of one unit take both units of each resource, which no single one
/// of them tells.
const SHARED: i64 = 10;

/// Bookings of the one resource that is much asked for, within a year.
const YEAR: i64 = 10_000;

struct Ids;

impl Mint for Ids {
    fn uuid(&self) -> uuid::Uuid {
        uuid::Uuid::now_v7()
    }
}

fn faults(faults: Faults) -> anyhow::Error {
    anyhow!("{faults:?}")
}

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_248_000, 0).expect("21 November 2026, 8:00 UTC")
}

/// A stretch of time so many days and minutes from midnight of the first day.
fn during(day: i64, from: i64, minutes: i64) -> Span {
    let start = now() + TimeDelta::days(day) + TimeDelta::minutes(from - 8 * 60);
    Span::parse(start, start + TimeDelta::minutes(minutes)).expect("whole minutes")
}

fn open(units: i32) -> anyhow::Result<Conditions> {
    let weekly = Weekday::ALL.iter().map(|weekday| DayHoursDraft {
        weekday: *weekday,
        from: "08:00".to_owned(),
        to: "20:00".to_owned(),
    });
    Conditions::parse(ConditionsDraft {
        time_zone: "Europe/Paris".to_owned(),
        rules: RulesDraft {
            units,
            min_length: 30,
            max_length: 2 * 24 * 60,
            notice: 60,
            horizon: 366 * 24 * 60,
            buffer: 15,
            approval: Approval::Automatic,
            free_until: 24 * 60,
            late_share: 50,
        },
        hours: HoursDraft {
            weekly: weekly.collect(),
            ..HoursDraft::default()
        },
    })
    .map_err(faults)
}

fn shared(
    act: &Act<'_>,
    (hub, owner): (HubId, OrganisationId),
    title: String,
    units: i32,
) -> anyhow::Result<Resource> {
    let draft = ResourceDraft {
        kind: ResourceKind::Space,
        title,
        summary: "Une salle pour trente personnes.".to_owned(),
        description: "Chaises et tables.".to_owned(),
        commune: None,
        address: None,
        location: None,
        photos: vec![],
        terms: TermsDraft {
            kind: PriceKind::Free,
            per: None,
            amounts: vec![],
            others: None,
            barter: None,
            costs: None,
            deposit: None,
            note: None,
        },
        visibility: Some(Visibility::Public),
        shared_with: vec![],
        parties: vec![],
    };
    let content = ResourceContent::parse(draft, &[]).map_err(faults)?;
    let mut resource = Resource::create(act, hub, owner, content, ActiveMember::Yes)
        .map_err(|refusal| anyhow!("{refusal:?}"))?;
    resource.state = ContentState::Published;
    resource.conditions = Some(open(units)?);
    Ok(resource)
}

fn booked(act: &Act<'_>, resource: &Resource, units: u32, span: Span) -> anyhow::Result<Booking> {
    let borrower = Borrower {
        id: resource.owner,
        memberships: vec![],
    };
    let wanted = Wanted {
        resource,
        units,
        usage: Usage::default(),
        members_only: false,
    };
    let offer = Offer::of(&borrower, &[wanted], span, act.at).map_err(|one| anyhow!("{one:?}"))?;
    let wish = Wish {
        span,
        lines: vec![(resource.id, units)],
        project: None,
        purpose: None,
    };
    Ok(Booking::book(act, borrower.id, offer, &wish, None))
}

/// Fills the database; returns the resource that is much asked for.
async fn fill(db: &Db) -> anyhow::Result<ResourceId> {
    db.migrate().await?;
    let act = Act::new(now(), None, &Ids);
    let tx = db.begin().await?;
    let content = HubContent::parse(HubDraft {
        name: "Banc d’essai".to_owned(),
        summary: "Données de mesure".to_owned(),
        description: "Données de mesure".to_owned(),
        territory: vec!["34172".to_owned()],
        time_zone: "Europe/Paris".to_owned(),
    });
    let slug = Slug::parse("banc").map_err(|problem| anyhow!("{problem:?}"))?;
    let mut hub = Hub::create(&act, slug, content.map_err(faults)?, true);
    hubs::save(&tx, &mut hub).await?;
    let content = OrganisationContent::parse(OrganisationDraft {
        name: "La Fabrique".to_owned(),
        legal_form: Some(LegalForm::Association),
        ..OrganisationDraft::default()
    });
    let content = content.map_err(faults)?;
    let mut owner = Organisation::create(&act, content, Source::Import);
    organisations::save(&tx, &mut owner).await?;
    let place = (hub.id, owner.id);
    let mut wanted = shared(&act, place, "Les vélos".to_owned(), 60)?;
    resources::save(&tx, &mut wanted).await?;
    for number in 0..YEAR {
        // Some 27 a day, an hour each, within the opening hours of winter and summer.
        let span = during(1 + number % 360, 8 * 60 + number / 360 * 20, 60);
        bookings::save(&tx, &mut booked(&act, &wanted, 1, span)?).await?;
    }
    tx.take_events();
    tx.commit().await?;
    for batch in 0..RESOURCES / 500 {
        let tx = db.begin().await?;
        for number in batch * 500..(batch + 1) * 500 {
            let mut resource = shared(&act, place, format!("Salle {number:05}"), 2)?;
            resources::save(&tx, &mut resource).await?;
            for day in 1..EACH {
                if day == SHARED {
                    for from in [9 * 60, 9 * 60 + 30] {
                        let mut one = booked(&act, &resource, 1, during(day, from, 120))?;
                        bookings::save(&tx, &mut one).await?;
                    }
                } else {
                    // One in ten is free in the morning and taken in the afternoon.
                    let from = if number % 10 == 0 { 14 * 60 } else { 9 * 60 };
                    let mut both = booked(&act, &resource, 2, during(day, from, 120))?;
                    bookings::save(&tx, &mut both).await?;
                }
            }
        }
        tx.take_events();
        tx.commit().await?;
    }
    Ok(wanted.id)
}

fn filter(day: i64) -> ResourceFilter {
    ResourceFilter {
        free: Some(Free {
            span: during(day, 9 * 60 + 30, 60),
            units: 1,
            now: now(),
        }),
        ..ResourceFilter::default()
    }
}

fn page(day: i64) -> ResourceQuery {
    ResourceQuery {
        filter: filter(day),
        order: ResourceOrder::default(),
        page: PageRequest::first(20),
        fields: ResourceFields::empty(),
    }
}

fn measure(criterion: &mut Criterion) {
    let runtime = Runtime::new().expect("a runtime");
    let folder = tempfile::tempdir().expect("a folder");
    let settings = match std::env::var("MAILLAGE_BENCH_DATABASE") {
        Ok(url) => Settings::new(url),
        Err(_) => Settings::sqlite_file(&folder.path().join("bench.db")),
    };
    let db = runtime
        .block_on(Db::connect(&settings))
        .expect("a database");
    let wanted = runtime.block_on(fill(&db)).expect("it is filled");
    let year = during(0, 0, 365 * 24 * 60);
    let conditions = open(60).expect("conditions");
    let visitor = Actor::Anonymous;

    let taken = async || {
        let mut taken = bookings::taken(&db, &[wanted], year, None)
            .await
            .expect("read");
        taken.remove(&wanted).expect("its bookings")
    };
    let known = runtime.block_on(taken());
    assert_eq!(known.len(), usize::try_from(YEAR).expect("a number"));
    criterion.bench_function(
        "availability over a year, 10,000 bookings, from the database",
        |bench| {
            bench.to_async(&runtime).iter(async || {
                let usage = Usage::of(taken().await);
                conditions.calendar(&usage).availability(year)
            });
        },
    );
    criterion.bench_function(
        "availability over a year, 10,000 bookings, the domain alone",
        |bench| {
            bench.iter(|| {
                let usage = Usage::of(known.iter().copied());
                conditions.calendar(&usage).availability(year)
            });
        },
    );

    let count = async |day| {
        resources::count(&db, &visitor, &filter(day))
            .await
            .expect("counted")
    };
    assert_eq!(runtime.block_on(count(3)), RESOURCES as u64 / 10 + 1);
    assert_eq!(
        runtime.block_on(count(SHARED)),
        1,
        "but for the one much asked for"
    );
    let mut slow =
        criterion.benchmark_group("free during, of 50,000 resources with 1,000,000 bookings");
    slow.sample_size(10)
        .measurement_time(Duration::from_secs(10));
    for (name, day) in [
        ("one in ten is free", 3),
        ("none is, which no single booking tells", SHARED),
    ] {
        let query = page(day);
        slow.bench_function(format!("{name}: the first 20"), |bench| {
            bench.to_async(&runtime).iter(async || {
                resources::list(&db, &visitor, &query)
                    .await
                    .expect("a page")
            });
        });
        slow.bench_function(format!("{name}: how many"), |bench| {
            bench.to_async(&runtime).iter(async || count(day).await);
        });
    }
    slow.finish();
    runtime.block_on(db.close()).expect("closed");
}

criterion_group!(benches, measure);
criterion_main!(benches);

//! What it takes to draw the cooperation graph of a hub: 300 members, 3,000 partnerships of three parties each with a
//! commitment due each month and six deliveries of it, 30,000 bookings. On a SQLite file, or on the empty PostgreSQL
//! database that `MAILLAGE_BENCH_DATABASE` names.

use std::time::Duration;

use anyhow::anyhow;
use chrono::{DateTime, Days, Months, NaiveDate, TimeDelta, Utc};
use chrono_tz::Europe::Paris;
use criterion::{Criterion, criterion_group, criterion_main};
use maillage_domain::{
    Act,
    bookings::{Booking, Borrower, Offer, Wanted, Wish},
    content::ContentState,
    cooperation::{Begun, Cooperation, Period, of_agreements},
    events::Pending,
    hubs::{Hub, HubContent, HubDraft},
    ids::{HubId, Mint, OrganisationId},
    memberships::{MemberCategory, Membership, MembershipState},
    moderation::ActiveMember,
    organisations::{LegalForm, Organisation, OrganisationContent, OrganisationDraft, Source},
    partnerships::{
        Aim, AmountDraft, Around, CommitmentAction, CommitmentDraft, Disclosure, Figures,
        Fingerprint, Form, Frozen, Fulfilment, FulfilmentDraft, Keeping, Links, Outline,
        OutlineDraft, Partnership, PartyDraft, PartyRole, Proof, Recurrence, Renewal, Signature,
        TermDraft,
    },
    resources::{
        Approval, Conditions, ConditionsDraft, DayHoursDraft, HoursDraft, PriceKind, Resource,
        ResourceContent, ResourceDraft, ResourceKind, RulesDraft, Span, TermsDraft, Usage, Weekday,
    },
    values::{Label, Language, Name, Slug, Visibility},
};
use maillage_persistence::{
    Db, Settings, Tx, bookings, cooperation, hubs, memberships, organisations, partnerships,
    resources,
};
use tokio::runtime::Runtime;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const MEMBERS: usize = 300;
const PARTNERSHIPS: usize = 3_000;
/// How many deliveries of each.
const DELIVERIES: u32 = 6;
const BOOKINGS: usize = 30_000;

struct Ids;

impl Mint for Ids {
    fn uuid(&self) -> uuid::Uuid {
        uuid::Uuid::now_v7()
    }
}

fn wrong(what: impl std::fmt::Debug) -> anyhow::Error {
    anyhow!("{what:?}")
}

/// 21 November 2026, 8:00 UTC.
fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_248_000, 0).expect("an instant")
}

/// When everything began: a year before.
fn then() -> DateTime<Utc> {
    now() - TimeDelta::days(365)
}

fn begun() -> Begun {
    let today = now().date_naive();
    let period = Period::parse(today - Months::new(12), today).expect("a year");
    period.begun(Paris, now()).expect("it has begun")
}

/// Somebody, whom nothing keeps, acts for an organisation.
fn for_(organisation: OrganisationId) -> Act<'static> {
    Act::new(then(), None, &Ids).acting_for(organisation)
}

async fn member(tx: &Tx, hub: HubId, number: usize) -> anyhow::Result<OrganisationId> {
    let act = Act::new(then(), None, &Ids);
    let content = OrganisationContent::parse(OrganisationDraft {
        name: format!("Structure {number:03}"),
        legal_form: Some(LegalForm::Association),
        ..OrganisationDraft::default()
    });
    let mut one = Organisation::create(&act, content.map_err(wrong)?, Source::Import);
    organisations::save(tx, &mut one).await?;
    let mut membership = Membership {
        id: act.id(),
        hub,
        organisation: one.id,
        category: MemberCategory::ActiveMember,
        college: None,
        state: MembershipState::Active,
        reason: None,
        charter_accepted: None,
        charter_accepted_at: None,
        trusted: false,
        opened_at: then(),
        since: Some(then().date_naive()),
        until: None,
        version: 0,
        events: Pending::default(),
    };
    memberships::save(tx, &mut membership).await?;
    Ok(one.id)
}

fn outline(number: usize, parties: &[OrganisationId], first: NaiveDate) -> anyhow::Result<Outline> {
    let named = parties.iter().map(|one| PartyDraft {
        organisation: *one,
        role: PartyRole::Partenaire,
        share: None,
        tasks: None,
    });
    let last = first + Months::new(36) - Days::new(1);
    let draft = OutlineDraft {
        title: format!("Convention {number:04}"),
        aim: Aim::Cooperation,
        form: Form::Convention,
        language: Language::French,
        disclosure: if number.is_multiple_of(2) {
            Disclosure::All
        } else {
            Disclosure::Existence
        },
        parties: named.collect(),
        term: TermDraft {
            starts_on: first,
            ends_on: Some(last),
            renewal: Renewal::None,
            renewal_months: None,
            notice_days: 30,
            early_termination: true,
        },
        consortium: None,
        staff: None,
        commitments: vec![CommitmentDraft {
            id: None,
            debtor: parties[0],
            creditors: vec![],
            action: CommitmentAction::ProvideMoney,
            what: "Part des charges".to_owned(),
            amount: Some(AmountDraft::Money("50".to_owned(), "EUR".to_owned())),
            from: Some(first),
            until: Some(last),
            recurrence: Recurrence::Monthly,
            conditions: None,
        }],
        links: Links::default(),
    };
    Outline::parse(draft, None, &Ids).map_err(wrong)
}

/// In force for a year between three, who have paid half of what was due. Who has signed is not kept: nothing that is
/// measured reads it.
async fn agreed(
    tx: &Tx,
    hub: HubId,
    number: usize,
    parties: &[OrganisationId],
) -> anyhow::Result<()> {
    let first = then().date_naive();
    let outline = outline(number, parties, first)?;
    let drafted = Partnership::draft(&for_(parties[0]), hub, parties[0], outline);
    let mut one = drafted.map_err(wrong)?;
    let sha256 = Fingerprint::parse(&format!("{number:064x}")).map_err(wrong)?;
    let frozen = Frozen {
        id: for_(parties[0]).id(),
        sha256: sha256.clone(),
    };
    one.propose(&for_(parties[0]), first, &Around::default(), frozen)
        .map_err(wrong)?;
    for party in parties {
        let signature = Signature {
            id: for_(*party).id(),
            organisation: *party,
            person: for_(*party).id(),
            mandate: for_(*party).id(),
            name: Name::parse("Jeanne Peyrebelle").map_err(wrong)?,
            capacity: Label::parse("présidente").map_err(wrong)?,
            proof: Proof::SignIn,
            signed_at: then(),
            seal: String::new(),
        };
        one.sign(&for_(*party), first, &sha256, signature)
            .map_err(wrong)?;
    }
    for version in &mut one.versions {
        version.signatures.clear();
    }
    partnerships::save(
        tx,
        &mut one,
        Some("{}"),
        &partnerships::PartyTasks::default(),
    )
    .await?;
    let commitment = one.outline.commitments[0].id;
    for month in 0..DELIVERIES {
        let due = first + Months::new(month);
        let paid = FulfilmentDraft {
            commitment,
            due_on: Some(due),
            done_on: Some(due),
            amount: Some(AmountDraft::Money("50".to_owned(), "EUR".to_owned())),
            source: None,
            note: None,
        };
        let said = Fulfilment::declare(&for_(parties[0]), &one, parties[0], due, &paid);
        let mut said = said.map_err(wrong)?;
        said.confirm(&for_(parties[1]), parties[1]).map_err(wrong)?;
        partnerships::save_fulfilment(tx, &mut said).await?;
    }
    Ok(())
}

fn shared(hub: HubId, owner: OrganisationId) -> anyhow::Result<Resource> {
    let draft = ResourceDraft {
        kind: ResourceKind::Space,
        title: "Salle".to_owned(),
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
    let content = ResourceContent::parse(draft, &[]).map_err(wrong)?;
    let created = Resource::create(&for_(owner), hub, owner, content, ActiveMember::Yes);
    let mut resource = created.map_err(wrong)?;
    resource.state = ContentState::Published;
    let weekly = Weekday::ALL.iter().map(|weekday| DayHoursDraft {
        weekday: *weekday,
        from: "00:00".to_owned(),
        to: "24:00".to_owned(),
    });
    let conditions = Conditions::parse(ConditionsDraft {
        time_zone: "Europe/Paris".to_owned(),
        rules: RulesDraft {
            units: 1,
            min_length: 30,
            max_length: 2 * 24 * 60,
            notice: 0,
            horizon: 366 * 24 * 60,
            buffer: 0,
            approval: Approval::Automatic,
            free_until: 24 * 60,
            late_share: 50,
        },
        hours: HoursDraft {
            weekly: weekly.collect(),
            ..HoursDraft::default()
        },
    });
    resource.conditions = Some(conditions.map_err(wrong)?);
    Ok(resource)
}

fn booked(
    resource: &Resource,
    borrower: OrganisationId,
    (hub, day): (HubId, i64),
) -> anyhow::Result<Booking> {
    let start = then() + TimeDelta::days(1 + day) + TimeDelta::hours(6);
    let span = Span::parse(start, start + TimeDelta::hours(2)).map_err(wrong)?;
    let wanted = Wanted {
        resource,
        units: 1,
        usage: Usage::default(),
        members_only: false,
    };
    let borrower = Borrower {
        id: borrower,
        memberships: vec![(hub, MemberCategory::ActiveMember)],
    };
    let offer = Offer::of(&borrower, &[wanted], span, then()).map_err(wrong)?;
    let wish = Wish {
        span,
        lines: vec![(resource.id, 1)],
        project: None,
        purpose: None,
    };
    Ok(Booking::book(
        &for_(borrower.id),
        borrower.id,
        offer,
        &wish,
        None,
    ))
}

async fn fill(db: &Db) -> anyhow::Result<HubId> {
    db.migrate().await?;
    let tx = db.begin().await?;
    let content = HubContent::parse(HubDraft {
        name: "Banc d’essai".to_owned(),
        summary: "Données de mesure".to_owned(),
        description: "Données de mesure".to_owned(),
        territory: vec!["34172".to_owned()],
        time_zone: "Europe/Paris".to_owned(),
    });
    let act = Act::new(then(), None, &Ids);
    let slug = Slug::parse("banc").map_err(wrong)?;
    let mut hub = Hub::create(&act, slug, content.map_err(wrong)?, true);
    hubs::save(&tx, &mut hub).await?;
    let mut members = Vec::with_capacity(MEMBERS);
    for number in 0..MEMBERS {
        members.push(member(&tx, hub.id, number).await?);
    }
    tx.take_events();
    tx.commit().await?;
    let at = |number: usize| members[number % MEMBERS];
    for batch in 0..PARTNERSHIPS / 500 {
        let tx = db.begin().await?;
        for number in batch * 500..(batch + 1) * 500 {
            // Steps that meet all others in turn.
            let step = 1 + number / MEMBERS;
            let parties = [at(number), at(number + step), at(number + 2 * step + 7)];
            agreed(&tx, hub.id, number, &parties).await?;
        }
        tx.take_events();
        tx.commit().await?;
    }
    let each = BOOKINGS / MEMBERS;
    for (number, owner) in members.iter().enumerate() {
        let tx = db.begin().await?;
        let mut resource = shared(hub.id, *owner)?;
        resources::save(&tx, &mut resource).await?;
        for day in 0..each {
            let when = (hub.id, i64::try_from(day * 3)?);
            let mut one = booked(&resource, at(number + 1 + day % 30), when)?;
            bookings::save(&tx, &mut one).await?;
        }
        tx.take_events();
        tx.commit().await?;
    }
    Ok(hub.id)
}

async fn graph(db: &Db, hub: HubId) -> anyhow::Result<Cooperation> {
    let begun = begun();
    let members = cooperation::members(db, hub, &begun).await?;
    let mut links = of_agreements(&cooperation::agreements(db, hub, &begun).await?, &begun);
    links.extend(cooperation::bookings(db, hub, &begun).await?);
    links.extend(cooperation::projects(db, hub, &begun).await?);
    links.extend(cooperation::materials(db, hub, &begun).await?);
    let period = Period::parse(begun.first, begun.last).map_err(wrong)?;
    Ok(Cooperation::of(period, members, links))
}

async fn commitments(db: &Db, hub: HubId) -> anyhow::Result<Figures> {
    let begun = begun();
    let told = partnerships::told_in_full(db, hub, &begun).await?;
    let ids: Vec<_> = told.iter().map(|one| one.id).collect();
    let keepings = partnerships::keepings(db, &ids).await?;
    let nothing = Keeping::default();
    let due = told.iter().flat_map(|one| {
        let keeping = keepings.get(&one.id).unwrap_or(&nothing);
        one.made(keeping, begun.last)
    });
    let days = begun.first..=begun.last;
    let within: Vec<_> = due
        .filter(|one| one.due_on.is_some_and(|day| days.contains(&day)))
        .collect();
    Ok(Figures::of(&within))
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
    let hub = runtime.block_on(fill(&db)).expect("it is filled");
    let drawn = runtime.block_on(graph(&db, hub)).expect("a graph");
    println!(
        "{} members, {} links, density {:.3}",
        drawn.members.len(),
        drawn.links.len(),
        drawn.density()
    );
    let figures = runtime.block_on(commitments(&db, hub)).expect("figures");
    println!("{figures:?}");
    assert_eq!(drawn.members.len(), MEMBERS);
    assert_eq!(
        figures.fulfilled as usize,
        PARTNERSHIPS / 2 * DELIVERIES as usize
    );
    let mut group = criterion.benchmark_group("a hub of 300 members");
    group
        .sample_size(20)
        .measurement_time(Duration::from_secs(10));
    group.bench_function("the cooperation graph of a year", |bench| {
        bench
            .to_async(&runtime)
            .iter(async || graph(&db, hub).await.expect("a graph"));
    });
    group.bench_function("how its commitments were kept", |bench| {
        bench
            .to_async(&runtime)
            .iter(async || commitments(&db, hub).await.expect("figures"));
    });
    group.bench_function("density and reciprocity of the graph, alone", |bench| {
        bench.iter(|| (drawn.density(), drawn.reciprocity()));
    });
    group.finish();
    runtime.block_on(db.close()).expect("closed");
}

criterion_group!(benches, measure);
criterion_main!(benches);

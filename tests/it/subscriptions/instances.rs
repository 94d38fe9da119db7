//! Several instances on one database, and the thread that is never lost.

use maillage_domain::{
    Act,
    events::{Audience, Event, EventKind, Subject},
};
use maillage_persistence::events;
use maillage_usecases::news::{self, Behind};
use sea_orm::{ConnectionTrait, Database};
use serde_json::Value;

use super::{ACTIVITY, change_the_summary, hub};
use crate::harness::{Instance, Pole, Socket, TestHub};

async fn following(instance: &Instance, pole: &Pole) -> Socket {
    let mut socket = Socket::begin(instance, None).await;
    socket.subscribe("1", ACTIVITY, hub(pole)).await;
    socket.settle().await;
    socket
}

fn kind(told: &Value) -> &Value {
    &told["payload"]["data"]["activity"]["kind"]
}

#[tokio::test]
async fn what_one_instance_writes_is_told_by_every_other() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Pôle du réemploi").await;
    let other = hub.another_instance().await;
    let mut here = following(hub.instance(), &pole).await;
    let mut there = following(&other, &pole).await;
    for _ in 0..2 {
        change_the_summary(&hub, &pole).await;
        for socket in [&mut here, &mut there] {
            assert_eq!(kind(&socket.hear().await), "HUB_UPDATED");
        }
    }
    // Each is told once.
    here.settle().await;
    there.settle().await;
    other.stop().await;
}

#[tokio::test]
async fn who_follows_anew_is_told_nothing_twice() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Pôle du réemploi").await;
    for _ in 0..3 {
        let mut socket = following(hub.instance(), &pole).await;
        change_the_summary(&hub, &pole).await;
        assert_eq!(kind(&socket.hear().await), "HUB_UPDATED");
        socket.settle().await;
    }
}

#[tokio::test]
async fn who_cannot_keep_up_loses_the_thread_and_knows_it() {
    const MANY: usize = 3_000;
    let hub = TestHub::start().await;
    let pole = hub.pole("Pôle du réemploi").await;
    let platform = hub.platform();
    let mut slow = news::follow(platform).await.unwrap();
    let mut quick = news::follow(platform).await.unwrap();
    let last = {
        let operator = hub.operator();
        let act: Act<'_> = platform.act(&operator);
        let subject = Subject::Hub(pole.id);
        let happened: Vec<_> = (0..MANY)
            .map(|_| Event::new(&act, EventKind::HubUpdated, subject, Audience::Public))
            .collect();
        let tx = platform.db().begin().await.unwrap();
        for some in happened.chunks(500) {
            events::append(&tx, some).await.unwrap();
        }
        tx.commit().await.unwrap();
        happened.last().unwrap().id
    };
    loop {
        match quick.next().await {
            Ok(event) if event.id != last => {}
            Ok(_) | Err(Behind) => break,
        }
    }
    let mut told = 0;
    while slow.next().await.is_ok() {
        told += 1;
        assert!(told < MANY, "nothing was lost");
    }
}

#[tokio::test]
#[ignore = "needs PostgreSQL, where instances listen: cargo xtask test runs it"]
async fn an_instance_that_lost_its_ear_misses_nothing() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Pôle du réemploi").await;
    let other = hub.another_instance().await;
    let mut there = following(&other, &pole).await;
    change_the_summary(&hub, &pole).await;
    assert_eq!(kind(&there.hear().await), "HUB_UPDATED");
    let connection = Database::connect(hub.database_url()).await.unwrap();
    let deafen = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND query LIKE 'LISTEN%'";
    let deafened = connection.execute_unprepared(deafen).await.unwrap();
    assert_eq!(deafened.rows_affected(), 1);
    for _ in 0..2 {
        change_the_summary(&hub, &pole).await;
        assert_eq!(kind(&there.hear().await), "HUB_UPDATED");
    }
    there.settle().await;
    connection.close().await.unwrap();
    other.stop().await;
}

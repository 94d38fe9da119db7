//! Mails that stay with the test.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicBool, Ordering},
};

use async_trait::async_trait;
use maillage_usecases::mail::{Mail, Mailer};
use tokio::sync::Notify;

/// Keeps what was sent.
#[derive(Default)]
pub(crate) struct Outbox {
    mails: Mutex<Vec<Mail>>,
    broken: AtomicBool,
    held: Mutex<Option<HeldMail>>,
}

/// A mail that a slow server takes its time for.
#[derive(Clone, Default)]
pub(crate) struct HeldMail {
    arrived: Arc<Notify>,
    let_go: Arc<Notify>,
}

impl HeldMail {
    /// Waits until somebody hands the mail over.
    pub(crate) async fn arrived(&self) {
        self.arrived.notified().await;
    }

    /// Takes the mail.
    pub(crate) fn let_go(&self) {
        self.let_go.notify_one();
    }
}

impl Outbox {
    pub(super) fn mails(&self) -> Vec<Mail> {
        self.mails
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    pub(super) fn hold_next(&self) -> HeldMail {
        let held = HeldMail::default();
        *self.held.lock().unwrap_or_else(PoisonError::into_inner) = Some(held.clone());
        held
    }

    pub(super) fn break_down(&self, broken: bool) {
        self.broken.store(broken, Ordering::Relaxed);
    }
}

#[async_trait]
impl Mailer for Outbox {
    async fn send(&self, mail: Mail) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        if self.broken.load(Ordering::Relaxed) {
            return Err("the post is on strike".into());
        }
        let held = self
            .held
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(held) = held {
            held.arrived.notify_one();
            held.let_go.notified().await;
        }
        self.mails
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(mail);
        Ok(())
    }
}

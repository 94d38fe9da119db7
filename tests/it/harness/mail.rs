//! Mails that stay with the test.

use std::sync::{
    Mutex, PoisonError,
    atomic::{AtomicBool, Ordering},
};

use async_trait::async_trait;
use maillage_usecases::mail::{Mail, Mailer};

/// Keeps what was sent.
#[derive(Default)]
pub(crate) struct Outbox {
    mails: Mutex<Vec<Mail>>,
    broken: AtomicBool,
}

impl Outbox {
    pub(super) fn mails(&self) -> Vec<Mail> {
        self.mails
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
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
        self.mails
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(mail);
        Ok(())
    }
}

//! One running instance.

use std::{
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
};

use maillage_api::Api;
use maillage_persistence::Db;
use maillage_server::http::{self, Site};
use maillage_usecases::{Parts, Platform, Settings};
use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle};

use super::{World, database::Database};

/// An instance of the platform, serving on an address of its own until it is dropped.
pub(crate) struct Instance {
    platform: Platform,
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    server: JoinHandle<()>,
}

impl Instance {
    pub(super) async fn start(database: &Database, world: &World) -> Self {
        let mut settings = database.settings();
        settings.patience = world.limits.patience;
        let db = Db::connect(&settings).await.unwrap();
        let platform = Platform::new(Parts {
            db,
            clock: world.clock.clone(),
            entropy: world.entropy.clone(),
            mailer: world.outbox.clone(),
            photos: Arc::clone(&world.files) as _,
            proofs: Arc::clone(&world.files) as _,
            secrets: world.secrets.clone(),
            settings: Settings {
                public_url: "https://maillage.test".to_owned(),
                hashing_slots: 2,
                // Real hashing takes a tenth of a second; this takes none.
                password_memory_kib: 8,
            },
        });
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let api = Api::new(platform.clone(), true, &world.limits.api);
        let limits = world.limits.http.clone();
        let router = http::router(Site::new(api, &limits));
        let (stop, stopped) = oneshot::channel();
        let server = tokio::spawn(async move {
            let stop = async {
                let _ = stopped.await;
            };
            http::serve(listener, router, &limits, stop).await;
        });
        Self {
            platform,
            address,
            stop: Some(stop),
            server,
        }
    }

    /// The platform of this instance.
    pub(crate) fn platform(&self) -> &Platform {
        &self.platform
    }

    /// The address of its WebSockets.
    pub(crate) fn socket(&self) -> String {
        format!("ws://{}/graphql/ws", self.address)
    }

    /// The address of a path on this instance.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Stops it as a signal would.
    pub(crate) async fn stop(mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        (&mut self.server).await.unwrap();
        self.platform.db().clone().close().await.unwrap();
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        self.server.abort();
    }
}

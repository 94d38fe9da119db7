//! Files that somebody signed in sends as the body of a request.

use axum::body::Body;
use bytes::Bytes;
use http::HeaderMap;
use maillage_api::{Caller, Client};
use maillage_domain::{
    Problem, ProblemCode,
    ids::{self, OrganisationId, kinds},
    policy::Actor,
};
use maillage_usecases::Error;
use tokio::sync::OwnedSemaphorePermit;
use tracing::Instrument;

use super::{Site, caller, graphql, network::Peer, refusal::Refusal, shares::Share};

/// What an upload takes from the allowance of its client: a tenth of a second's work.
const UPLOAD: u64 = 1_000;

/// For whom a file is sent.
///
/// # Errors
/// `Invalid` on `actingFor`.
pub(super) fn acting_for(given: Option<&str>) -> Result<OrganisationId, Error> {
    let id = match given {
        Some(id) => ids::parse::<kinds::Organisation>(id),
        None => Err(Problem::new(ProblemCode::Required)),
    };
    id.map_err(|problem| Error::invalid("actingFor", problem))
}

/// A file that arrived, and its place in memory, which is another's once this is dropped.
pub(super) struct Upload {
    pub(super) caller: Caller,
    pub(super) file: Bytes,
    _share: Share,
    _place: OwnedSemaphorePermit,
}

/// Receives a file of so many bytes at most. Nothing is read of one that is refused anyway: `expect` says whether
/// it is.
///
/// # Errors
/// What `expect` says; when the caller has no allowance or too many uploads left, or all places are taken; when
/// the file is too large, or arrives too slowly.
pub(super) async fn receive(
    site: &Site,
    peer: Peer,
    (headers, body): (&HeaderMap, Body),
    most_bytes: usize,
    expect: impl AsyncFnOnce(&Actor) -> Result<(), Refusal>,
) -> Result<Upload, Refusal> {
    let network = site.network(peer, headers);
    site.expect_solvent(Client::Network(network), headers)?;
    let caller = {
        let _place = site.enter()?;
        let caller = caller::identify(site, network, headers).await?;
        expect(&caller.actor).await?;
        caller
    };
    site.api.pay(caller.client, UPLOAD)?;
    let most = site.limits.uploads_of_one;
    let share = site.uploads_of_one.enter(caller.client);
    let share = share.ok_or_else(|| Refusal::too_many("uploads", most))?;
    // A file takes its place while it arrives: so many of this size are in memory, and no more.
    let place = site.uploads.clone().try_acquire_owned();
    let place = place.map_err(|_| Refusal::from(Error::Overloaded))?;
    let within = site.limits.upload_within;
    let file = graphql::read(headers, body, most_bytes, within).await?;
    Ok(Upload {
        caller,
        file,
        _share: share,
        _place: place,
    })
}

/// Does something with a file that has arrived to its end, also where its client has hung up meanwhile: broken off in
/// between, it would leave a file that nothing names.
///
/// # Errors
/// What it says.
pub(super) async fn to_its_end<T: Send + 'static>(
    work: impl Future<Output = Result<T, Error>> + Send + 'static,
) -> Result<T, Refusal> {
    let done = tokio::spawn(work.in_current_span()).await;
    done.map_err(Error::internal)?.map_err(Refusal::of_file)
}

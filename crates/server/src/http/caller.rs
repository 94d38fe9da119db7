//! Who sends a request: bearer token (RFC 6750), language, device.

use std::net::IpAddr;

use http::{
    HeaderMap,
    header::{ACCEPT_LANGUAGE, AUTHORIZATION, USER_AGENT},
};
use maillage_api::{Caller, Client, Subscriber};
use maillage_domain::{policy::Actor, values::Language};
use maillage_usecases::{accounts, words};

use super::{Site, refusal::Refusal};

/// Reads the caller from the headers; a visitor is known by the network.
///
/// # Errors
/// 401 for an `Authorization` that is no valid bearer token: a client that believes to be signed
/// in must not be answered as a visitor.
pub(super) async fn identify(
    site: &Site,
    network: IpAddr,
    headers: &HeaderMap,
) -> Result<Caller, Refusal> {
    let actor = actor(site, headers).await?;
    Ok(Caller {
        client: actor
            .person()
            .map_or(Client::Network(network), Client::Person),
        actor,
        language: language(headers),
        device: device(headers),
        network,
    })
}

/// Reads a caller from the headers whose rights are read again as time goes on.
///
/// # Errors
/// As [`identify`].
pub(super) async fn subscribe(
    site: &Site,
    network: IpAddr,
    headers: &HeaderMap,
) -> Result<Subscriber, Refusal> {
    let caller = identify(site, network, headers).await?;
    let token = headers
        .get(AUTHORIZATION)
        .and_then(|authorization| bearer(authorization.to_str().ok()?))
        .map(str::to_owned);
    Ok(Subscriber { caller, token })
}

async fn actor(site: &Site, headers: &HeaderMap) -> Result<Actor, Refusal> {
    let Some(authorization) = headers.get(AUTHORIZATION) else {
        return Ok(Actor::Anonymous);
    };
    let token = authorization
        .to_str()
        .ok()
        .and_then(bearer)
        .ok_or(Refusal::UNAUTHENTICATED)?;
    Ok(accounts::authenticate(site.platform(), token).await?)
}

/// The token of a bearer authorisation; the scheme's case does not matter (RFC 9110 section 11.1).
pub(super) fn bearer(authorization: &str) -> Option<&str> {
    let (scheme, token) = authorization.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// The language the client prefers.
pub(super) fn language(headers: &HeaderMap) -> Language {
    words::negotiate(
        headers
            .get(ACCEPT_LANGUAGE)
            .and_then(|value| value.to_str().ok()),
    )
}

fn device(headers: &HeaderMap) -> Option<String> {
    headers
        .get(USER_AGENT)
        .and_then(|value| value.to_str().ok())
        .map(str::to_owned)
}

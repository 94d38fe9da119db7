//! The graph of cooperation of a hub as a file.

use axum::{
    Extension,
    extract::{Path, Query, State, rejection::QueryRejection},
    response::Response,
};
use http::{HeaderMap, StatusCode};
use maillage_usecases::cooperation::{self, Format, Wish};
use serde::Deserialize;

use super::{Site, caller, exports::download, network::Peer, refusal::Refusal};

/// What a graph takes from the allowance of its client.
const GRAPH: u64 = 200;

/// The days that are wanted.
#[derive(Deserialize)]
pub(super) struct Days {
    from: Option<String>,
    until: Option<String>,
}

/// A hub, and the days.
type Wanted = (Path<String>, Result<Query<Days>, QueryRejection>);

/// Its links as a table, in the caller's language.
pub(super) async fn table(
    State(site): State<Site>,
    Extension(peer): Extension<Peer>,
    slug: Path<String>,
    days: Result<Query<Days>, QueryRejection>,
    headers: HeaderMap,
) -> Response {
    file(&site, peer, (slug, days), Format::Csv, &headers).await
}

/// All of it, for programs that draw and measure graphs.
pub(super) async fn graph(
    State(site): State<Site>,
    Extension(peer): Extension<Peer>,
    slug: Path<String>,
    days: Result<Query<Days>, QueryRejection>,
    headers: HeaderMap,
) -> Response {
    file(&site, peer, (slug, days), Format::GraphMl, &headers).await
}

async fn file(
    site: &Site,
    peer: Peer,
    (Path(slug), days): Wanted,
    format: Format,
    headers: &HeaderMap,
) -> Response {
    let language = caller::language(headers);
    let file = async {
        let _place = site.enter()?;
        let caller = caller::identify(site, site.network(peer, headers), headers).await?;
        site.api.pay(caller.client, GRAPH)?;
        let Query(days) =
            days.map_err(|_| Refusal::request(StatusCode::BAD_REQUEST, "query-string"))?;
        let wish = Wish {
            slug: &slug,
            from: days.from.as_deref(),
            until: days.until.as_deref(),
            format,
        };
        let (platform, actor) = (site.platform(), &caller.actor);
        Ok(cooperation::file(platform, actor, wish, caller.language).await?)
    };
    match file.await {
        Ok(file) => download(file, headers),
        Err(refusal) => Refusal::into_text(refusal, site.platform(), language),
    }
}

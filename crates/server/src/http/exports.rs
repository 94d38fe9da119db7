//! What is downloaded as a file.

use axum::{
    Extension,
    extract::{Path, Query, State, rejection::QueryRejection},
    response::{IntoResponse, Response},
};
use http::{
    HeaderMap, HeaderValue, StatusCode,
    header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, ETAG, VARY},
};
use maillage_api::Client;
use maillage_domain::ids::{self, kinds};
use maillage_usecases::{
    Error, File, calendars,
    memberships::{self, RegisterFilter},
    statements::{self, Format},
};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::hexadecimal;

use super::{Site, caller, headers::knows, network::Peer, refusal::Refusal};

/// What a statement takes from the allowance of its client, and what a calendar does.
const STATEMENT: u64 = 200;
const CALENDAR: u64 = 50;

/// What the register is cut down to.
#[derive(Deserialize)]
pub(super) struct Filter {
    state: Option<String>,
    college: Option<String>,
}

/// The register of a hub's members, as far as the caller may read it, in the caller's language.
pub(super) async fn members(
    State(site): State<Site>,
    Extension(peer): Extension<Peer>,
    Path(slug): Path<String>,
    filter: Result<Query<Filter>, QueryRejection>,
    headers: HeaderMap,
) -> Response {
    let language = caller::language(&headers);
    let register = async {
        let _place = site.enter()?;
        let caller = caller::identify(&site, site.network(peer, &headers), &headers).await?;
        let Query(Filter { state, college }) =
            filter.map_err(|_| Refusal::request(StatusCode::BAD_REQUEST, "query-string"))?;
        let filter = RegisterFilter::parse(state.as_deref(), college.as_deref())?;
        let file = memberships::register_csv(
            site.platform(),
            &caller.actor,
            &slug,
            filter,
            caller.language,
        );
        Ok(file.await?)
    };
    match register.await {
        Ok(file) => download(file, &headers),
        Err(refusal) => Refusal::into_text(refusal, site.platform(), language),
    }
}

/// A calendar, for whoever has its address: programs that follow calendars cannot sign in.
pub(super) async fn calendar(
    State(site): State<Site>,
    Extension(peer): Extension<Peer>,
    Path(file): Path<String>,
    headers: HeaderMap,
) -> Response {
    let language = caller::language(&headers);
    let calendar = async {
        let _place = site.enter()?;
        let network = site.network(peer, &headers);
        site.api.pay(Client::Network(network), CALENDAR)?;
        let code = file.strip_suffix(".ics").ok_or(Error::NotFound)?;
        Ok(calendars::file(site.platform(), code).await?)
    };
    match calendar.await {
        Ok(file) => download(file, &headers),
        Err(refusal) => Refusal::into_text(refusal, site.platform(), language),
    }
}

/// A statement as a file, as far as the caller may read it, in the caller's language.
pub(super) async fn statement(
    State(site): State<Site>,
    Extension(peer): Extension<Peer>,
    Path(file): Path<String>,
    headers: HeaderMap,
) -> Response {
    let language = caller::language(&headers);
    let statement = async {
        let _place = site.enter()?;
        let caller = caller::identify(&site, site.network(peer, &headers), &headers).await?;
        site.api.pay(caller.client, STATEMENT)?;
        let (id, format) = match file.rsplit_once('.') {
            Some((id, "csv")) => (id, Format::Csv),
            Some((id, "pdf")) => (id, Format::Pdf),
            _ => return Err(Error::NotFound.into()),
        };
        // In an address there is no difference between what is no id and the id of nothing.
        let id = ids::parse::<kinds::Statement>(id).map_err(|_| Error::NotFound)?;
        let (platform, actor) = (site.platform(), &caller.actor);
        Ok(statements::file(platform, actor, id, format, caller.language).await?)
    };
    match statement.await {
        Ok(file) => download(file, &headers),
        Err(refusal) => Refusal::into_text(refusal, site.platform(), language),
    }
}

/// A file; a client that has it already is told so.
pub(super) fn download(file: File, request: &HeaderMap) -> Response {
    let File {
        name,
        media_type,
        bytes,
    } = file;
    let tag = format!(
        "W/\"{}\"",
        hexadecimal::write(&Sha256::digest(&bytes)[..16])
    );
    let known = knows(request, &tag);
    let mut response = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        bytes.into_response()
    };
    let headers = response.headers_mut();
    if !known {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
        // Nothing in a name needs quoting.
        if let Ok(disposition) = HeaderValue::try_from(format!("attachment; filename={name}")) {
            headers.insert(CONTENT_DISPOSITION, disposition);
        }
    }
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    headers.insert(
        VARY,
        HeaderValue::from_static("Accept-Language, Authorization"),
    );
    if let Ok(tag) = HeaderValue::try_from(tag) {
        headers.insert(ETAG, tag);
    }
    response
}

//! Lists as files.

use axum::{
    Extension,
    extract::{Path, Query, State, rejection::QueryRejection},
    response::{IntoResponse, Response},
};
use http::{
    HeaderMap, HeaderValue, StatusCode,
    header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, ETAG, VARY},
};
use maillage_usecases::memberships::{self, RegisterFile, RegisterFilter};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::hexadecimal;

use super::{Site, caller, headers::knows, network::Peer, refusal::Refusal};

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
        Ok(file) => table(file, &headers),
        Err(refusal) => Refusal::into_text(refusal, site.platform(), language),
    }
}

/// A CSV file (RFC 4180); a client that has it already is told so.
fn table(RegisterFile { name, csv }: RegisterFile, request: &HeaderMap) -> Response {
    let tag = format!("W/\"{}\"", hexadecimal::write(&Sha256::digest(&csv)[..16]));
    let known = knows(request, &tag);
    let mut response = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        csv.into_response()
    };
    let headers = response.headers_mut();
    if !known {
        headers.insert(
            CONTENT_TYPE,
            HeaderValue::from_static("text/csv; charset=utf-8; header=present"),
        );
        // The name is made of a word and a slug, which need no quoting.
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

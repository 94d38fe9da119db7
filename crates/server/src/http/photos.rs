//! Photos, in and out.

use axum::{
    Extension,
    body::Body,
    extract::{
        Path, Query, State,
        rejection::{PathRejection, QueryRejection},
    },
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use http::{
    HeaderMap, HeaderName, HeaderValue, StatusCode,
    header::{AUTHORIZATION, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, ETAG, VARY},
};
use maillage_api::Client;
use maillage_domain::{
    ids::{self, PhotoId, kinds},
    photos::{Photo, PhotoSize},
    policy::Actor,
};
use maillage_usecases::{
    Error,
    photos::{self, MOST_BYTES, Seen},
};
use serde::Deserialize;
use serde_json::json;

use super::{Site, caller, headers::knows, network::Peer, refusal::Refusal, uploads};

/// What a photo takes from it: a few statements.
const SHOW: u64 = 10;

/// For two minutes anybody may show what everybody sees without asking again: what is taken down is
/// gone after that.
const OF_ALL: HeaderValue = HeaderValue::from_static("public, max-age=120");
/// What somebody sees is asked for each time, and nobody else keeps it.
const OF_ONE: HeaderValue = HeaderValue::from_static("private, no-cache");

/// Any page may show a photo: no cookie opens one, so there is nothing that its address does not
/// say already.
const ANYWHERE: HeaderValue = HeaderValue::from_static("cross-origin");
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// For whom a photo is uploaded.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct For {
    acting_for: Option<String>,
}

/// The body as a new photo of an organisation.
pub(super) async fn upload(
    State(site): State<Site>,
    Extension(peer): Extension<Peer>,
    query: Result<Query<For>, QueryRejection>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let uploaded = async {
        let Query(given) =
            query.map_err(|_| Refusal::request(StatusCode::BAD_REQUEST, "query-string"))?;
        let acting_for = uploads::acting_for(given.acting_for.as_deref())?;
        let expect =
            async |actor: &_| Ok(photos::expect_upload(site.platform(), actor, acting_for).await?);
        let upload = uploads::receive(&site, peer, (&headers, body), MOST_BYTES, expect).await?;
        let platform = site.platform().clone();
        let uploading = async move {
            let (actor, file) = (&upload.caller.actor, upload.file.clone());
            photos::upload(&platform, actor, acting_for, file).await
        };
        uploads::to_its_end(uploading).await
    };
    match uploaded.await {
        Ok(photo) => created(&photo),
        Err(refusal) => refusal.into_json(site.platform(), caller::language(&headers)),
    }
}

fn created(photo: &Photo) -> Response {
    let body = json!({
        "id": photo.id.to_string(),
        "width": photo.width,
        "height": photo.height,
    });
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (StatusCode::CREATED, headers, body.to_string()).into_response()
}

/// The ticket of an address that was given to one person.
#[derive(Default, Deserialize)]
pub(super) struct Ticket {
    ticket: Option<String>,
}

/// A photo in one size, for whom a text shows it now.
pub(super) async fn show(
    State(site): State<Site>,
    Extension(peer): Extension<Peer>,
    path: Result<Path<(String, String)>, PathRejection>,
    query: Result<Query<Ticket>, QueryRejection>,
    headers: HeaderMap,
) -> Response {
    let shown = async {
        let network = site.network(peer, &headers);
        site.expect_solvent(Client::Network(network), &headers)?;
        let _place = site.enter()?;
        let (photo, size) = path.ok().and_then(named).ok_or(Error::NotFound)?;
        let (client, actor) = if headers.contains_key(AUTHORIZATION) {
            let caller = caller::identify(&site, network, &headers).await?;
            (caller.client, caller.actor)
        } else {
            let ticket = query.ok().and_then(|Query(query)| query.ticket);
            let actor = match ticket {
                Some(ticket) => photos::holder(site.platform(), &ticket, photo).await?,
                None => Actor::Anonymous,
            };
            (Client::Network(network), actor)
        };
        site.api.pay(client, SHOW)?;
        let seen = photos::admit(site.platform(), &actor, photo).await?;
        let tag = format!("\"{photo}-{}\"", size.file_stem());
        let jpeg = if knows(&headers, &tag) {
            None
        } else {
            Some(photos::file(site.platform(), photo, size).await?)
        };
        Ok((seen, tag, jpeg, (photo, size)))
    };
    match shown.await {
        Ok((seen, tag, jpeg, name)) => picture(seen, &tag, jpeg, name),
        Err(refusal) => Refusal::into_text(refusal, site.platform(), caller::language(&headers)),
    }
}

/// Which photo in which size an address names.
fn named(Path((photo, file)): Path<(String, String)>) -> Option<(PhotoId, PhotoSize)> {
    let photo = ids::parse::<kinds::Photo>(&photo).ok()?;
    let size = PhotoSize::of_file_stem(file.strip_suffix(".jpg")?)?;
    Some((photo, size))
}

/// A photo never changes, so its name is its tag; who sees it does.
fn picture(
    seen: Seen,
    tag: &str,
    jpeg: Option<Bytes>,
    (photo, size): (PhotoId, PhotoSize),
) -> Response {
    let mut response = match jpeg {
        Some(jpeg) => {
            let mut response = Body::from(jpeg).into_response();
            let headers = response.headers_mut();
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("image/jpeg"));
            // The name is made of an id and a word, which need no quoting.
            let inline = format!("inline; filename={photo}-{}.jpg", size.file_stem());
            if let Ok(inline) = HeaderValue::try_from(inline) {
                headers.insert(CONTENT_DISPOSITION, inline);
            }
            response
        }
        None => StatusCode::NOT_MODIFIED.into_response(),
    };
    let headers = response.headers_mut();
    let (keep, varies) = match seen {
        Seen::ByAll => (OF_ALL, None),
        Seen::ByOne => (OF_ONE, Some(HeaderValue::from_static("Authorization"))),
    };
    headers.insert(CACHE_CONTROL, keep);
    if let Some(varies) = varies {
        headers.insert(VARY, varies);
    }
    if let Ok(tag) = HeaderValue::try_from(tag) {
        headers.insert(ETAG, tag);
    }
    headers.insert(RESOURCE_POLICY, ANYWHERE);
    response
}

//! Files that show what was delivered of a commitment, in and out.

use std::{io, iter};

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
use futures_util::{Stream, stream};
use http::{
    HeaderMap, HeaderValue, StatusCode,
    header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE, ETAG, VARY},
};
use maillage_domain::{
    ids::{self, FulfilmentId, OrganisationId, kinds},
    partnerships::ProofFile,
    values::turns,
};
use maillage_usecases::{
    Error,
    partnerships::{self, ProofPlace},
};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use serde_json::json;
use tokio::time::Instant;

use super::{Site, caller, headers::knows, network::Peer, refusal::Refusal, uploads};

/// What a proof takes from the allowance of who reads it: a dozen statements, and so much for so many bytes.
const SHOW: u64 = 50;
const BYTES_OF_ONE: u64 = 4 << 10;

/// How much of a file is handed over at once.
const PIECE: usize = 16 << 10;

/// What may stand in a name of a file as it is (`attr-char`, RFC 8187).
const NAME: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_');

/// For whom a proof is added, and how it is called.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Given {
    acting_for: Option<String>,
    #[serde(default)]
    name: String,
}

/// The body as a proof of what was declared.
pub(super) async fn add(
    State(site): State<Site>,
    Extension(peer): Extension<Peer>,
    path: Result<Path<String>, PathRejection>,
    query: Result<Query<Given>, QueryRejection>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let added = async {
        let (about, name) = given(path, query)?;
        let most = ProofFile::MOST_BYTES as usize;
        let expect = async |actor: &_| {
            let platform = site.platform();
            Ok(partnerships::expect_proof(platform, actor, about).await?)
        };
        let upload = uploads::receive(&site, peer, (&headers, body), most, expect).await?;
        let platform = site.platform().clone();
        let adding = async move {
            let actor = &upload.caller.actor;
            let file = (name.as_str(), upload.file.clone());
            partnerships::add_proof(&platform, actor, about, file).await
        };
        uploads::to_its_end(adding).await
    };
    match added.await {
        Ok((kept, proof)) => {
            let body = json!({
                "proof": proof.id.to_string(),
                "mediaType": proof.format.media_type(),
                "size": proof.size,
                "sha256": proof.sha256.as_str(),
                "fulfilment": { "id": kept.fulfilment.id.to_string(), "version": kept.fulfilment.version },
            });
            let headers = [
                (CONTENT_TYPE, HeaderValue::from_static("application/json")),
                (CACHE_CONTROL, HeaderValue::from_static("no-store")),
            ];
            (StatusCode::CREATED, headers, body.to_string()).into_response()
        }
        Err(refusal) => refusal.into_json(site.platform(), caller::language(&headers)),
    }
}

fn given(
    path: Result<Path<String>, PathRejection>,
    query: Result<Query<Given>, QueryRejection>,
) -> Result<((FulfilmentId, OrganisationId), String), Refusal> {
    let Path(id) = path.map_err(|_| Error::NotFound)?;
    let id = ids::parse::<kinds::Fulfilment>(&id).map_err(|_| Error::NotFound)?;
    let Query(given) =
        query.map_err(|_| Refusal::request(StatusCode::BAD_REQUEST, "query-string"))?;
    let acting_for = uploads::acting_for(given.acting_for.as_deref())?;
    Ok(((id, acting_for), given.name))
}

/// A proof as it came, for who reads what it shows.
pub(super) async fn show(
    State(site): State<Site>,
    Extension(peer): Extension<Peer>,
    path: Result<Path<(String, String)>, PathRejection>,
    headers: HeaderMap,
) -> Response {
    let shown = async {
        let _place = site.enter()?;
        let caller = caller::identify(&site, site.network(peer, &headers), &headers).await?;
        site.api.pay(caller.client, SHOW)?;
        let place = path.ok().and_then(named).ok_or(Error::NotFound)?;
        let most = site.limits.downloads_of_one;
        let share = site.downloads_of_one.enter(caller.client);
        let share = share.ok_or_else(|| Refusal::too_many("downloads", most))?;
        let held = site.downloads.clone().try_acquire_owned();
        let held = held.map_err(|_| Refusal::from(Error::Overloaded))?;
        let proof = partnerships::proof(site.platform(), &caller.actor, place).await?;
        let tag = format!("\"{}\"", proof.sha256);
        if knows(&headers, &tag) {
            return Ok((proof, tag, None));
        }
        // Its bytes are read for who has paid for them.
        site.api
            .pay(caller.client, u64::from(proof.size) / BYTES_OF_ONE)?;
        let file = partnerships::proof_bytes(site.platform(), place.0, &proof).await?;
        let until = Instant::now() + site.limits.download_within;
        Ok((proof, tag, Some(pieces(file, until, (share, held)))))
    };
    match shown.await {
        Ok((proof, tag, file)) => download(&proof, &tag, file),
        Err(refusal) => Refusal::into_text(refusal, site.platform(), caller::language(&headers)),
    }
}

/// Which proof an address names; how it ends is for people.
fn named(Path((fulfilment, file)): Path<(String, String)>) -> Option<ProofPlace> {
    let (proof, _) = file.rsplit_once('.')?;
    let fulfilment = ids::parse::<kinds::Fulfilment>(&fulfilment).ok()?;
    Some((fulfilment, ids::parse::<kinds::ProofFile>(proof).ok()?))
}

/// A file piece by piece. What is `held` for it is let go once the last is being sent, or its time is over: so many
/// files are in memory at once, and no more, and who reads slowly keeps its place so long, and no longer.
fn pieces(
    file: Bytes,
    until: Instant,
    held: impl Send + 'static,
) -> impl Stream<Item = io::Result<Bytes>> + Send + 'static {
    let mut left = Some((file, held));
    stream::iter(iter::from_fn(move || {
        let (mut file, held) = left.take().filter(|(file, _)| !file.is_empty())?;
        if Instant::now() > until {
            return Some(Err(io::ErrorKind::TimedOut.into()));
        }
        let piece = file.split_to(file.len().min(PIECE));
        left = Some((file, held));
        Some(Ok(piece))
    }))
}

/// What a file is saved as: as it is called, with the ending of what it is. It is never opened as something else.
fn saved_as(proof: &ProofFile) -> String {
    let name = proof.name.as_str().chars();
    let name: String = name.filter(|c| !turns(*c)).collect();
    let (_, ending) = name.rsplit_once('.').unwrap_or_default();
    let mut endings = proof.format.extensions().iter();
    if endings.any(|one| one.eq_ignore_ascii_case(ending)) {
        name
    } else {
        format!("{name}.{}", proof.format.extension())
    }
}

/// A file of somebody else is saved, never shown as a page of ours (RFC 6266); none where the client has it.
fn download(
    proof: &ProofFile,
    tag: &str,
    file: Option<impl Stream<Item = io::Result<Bytes>> + Send + 'static>,
) -> Response {
    let mut response = StatusCode::NOT_MODIFIED.into_response();
    if let Some(file) = file {
        response = Body::from_stream(file).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_LENGTH, proof.size.into());
        let media_type = HeaderValue::from_static(proof.format.media_type());
        headers.insert(CONTENT_TYPE, media_type);
        let name = saved_as(proof);
        let name = utf8_percent_encode(&name, NAME);
        let plain = format!("{}.{}", proof.id, proof.format.extension());
        let saved = format!("attachment; filename={plain}; filename*=UTF-8''{name}");
        if let Ok(saved) = HeaderValue::try_from(saved) {
            headers.insert(CONTENT_DISPOSITION, saved);
        }
    }
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    headers.insert(VARY, HeaderValue::from_static("Authorization"));
    if let Ok(tag) = HeaderValue::try_from(tag) {
        headers.insert(ETAG, tag);
    }
    response
}

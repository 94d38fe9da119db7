//! `/graphql`, after the GraphQL over HTTP specification.

use std::time::Duration;

use async_graphql::{Request, Value, Variables};
use axum::{
    Extension,
    body::Body,
    extract::{Query, State},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use http::{
    HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri,
    header::{ACCEPT, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER, VARY},
};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use maillage_api::{Answer, Client, Inquiry, answer};
use maillage_usecases::idempotency::{self, Key};
use serde::Deserialize;

use super::{Site, caller, network::Peer, refusal::Refusal};

/// Most bytes of a request's body.
pub const MOST_BYTES: usize = 128 * 1024;

const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// How the response is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Media {
    /// `application/graphql-response+json`: the status tells how the request went.
    Response,
    /// `application/json`, for older clients: 200 for every well-formed request.
    Json,
}

impl Media {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Response => "application/graphql-response+json",
            Self::Json => "application/json",
        }
    }

    /// Chooses what the client prefers (RFC 9110 section 12.5.1); `None` when it takes neither. A
    /// client that does not name the newer one is taken for one that does not know it.
    fn negotiate(headers: &HeaderMap) -> Option<Self> {
        if !headers.contains_key(ACCEPT) {
            return Some(Self::Json);
        }
        let mut best = None;
        let values = headers
            .get_all(ACCEPT)
            .iter()
            .filter_map(|value| value.to_str().ok());
        for range in values.flat_map(|value| value.split(',')) {
            let mut parts = range.split(';').map(str::trim);
            let media = match parts
                .next()
                .unwrap_or_default()
                .to_ascii_lowercase()
                .as_str()
            {
                "application/graphql-response+json" => Self::Response,
                "application/json" | "application/*" | "*/*" => Self::Json,
                _ => continue,
            };
            let quality = parts
                .find_map(|part| part.strip_prefix("q="))
                .map_or(1.0, |q| q.parse().unwrap_or(0.0_f32));
            if quality > best.map_or(0.0, |(_, best)| best) {
                best = Some((media, quality));
            }
        }
        best.map(|(media, _)| media)
    }
}

/// A query in the address.
pub(super) async fn get(
    State(site): State<Site>,
    Extension(peer): Extension<Peer>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    answer(&site, peer, &Method::GET, &headers, async || {
        from_address(&uri)
    })
    .await
}

/// A request in the body, as JSON.
pub(super) async fn post(
    State(site): State<Site>,
    Extension(peer): Extension<Peer>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    answer(&site, peer, &Method::POST, &headers, async || {
        from_body(&site, &headers, body).await
    })
    .await
}

/// A request in a body.
pub(super) async fn from_body(
    site: &Site,
    headers: &HeaderMap,
    body: Body,
) -> Result<Request, Refusal> {
    require_json(headers)?;
    from_json(&read(headers, body, MOST_BYTES, site.limits.body_within).await?)
}

async fn answer(
    site: &Site,
    peer: Peer,
    method: &Method,
    headers: &HeaderMap,
    read: impl AsyncFnOnce() -> Result<Request, Refusal>,
) -> Response {
    let language = caller::language(headers);
    let network = site.network(peer, headers);
    let client = Client::Network(network);
    let refuse = |refusal: Refusal, media: Media| {
        let cost = site.api.refused(client);
        refusal.into_graphql(site.platform(), language, media.name(), &cost)
    };
    let Some(media) = Media::negotiate(headers) else {
        return refuse(
            Refusal::request(StatusCode::NOT_ACCEPTABLE, "not-acceptable"),
            Media::Response,
        );
    };
    if let Err(refusal) = site.expect_solvent(client, headers) {
        return refuse(refusal, media);
    }
    // A client that is slow to send takes no place: it gets one once everything is there.
    let request = read().await;
    let _place = match site.enter() {
        Ok(place) => place,
        Err(refusal) => return refuse(refusal, media),
    };
    let (request, key) = match request.and_then(|request| Ok((request, key(headers)?))) {
        Ok(read) => read,
        Err(refusal) => return refuse(refusal, media),
    };
    let asked = async {
        let caller = caller::identify(site, network, headers).await?;
        let inquiry = inquire(site, caller.client, method, request)?;
        Ok((caller, inquiry))
    };
    match asked.await {
        Ok((caller, inquiry)) => match site.api.execute_once(caller, inquiry, key.as_ref()).await {
            Answer::Response(response) => write(media, &response),
            Answer::Written(body) => respond(StatusCode::OK, media, body),
        },
        Err(refusal) => refuse(refusal, media),
    }
}

/// Has a request judged. What changes something needs POST, so that no link can.
pub(super) fn inquire(
    site: &Site,
    client: Client,
    method: &Method,
    request: Request,
) -> Result<Inquiry, Refusal> {
    let inquiry = site.api.inquire(client, request);
    if method == Method::GET && inquiry.changes() {
        let status = StatusCode::METHOD_NOT_ALLOWED;
        return Err(Refusal::request(status, "post-only"));
    }
    Ok(inquiry)
}

/// The key under which a mutation is done once.
pub(super) fn key(headers: &HeaderMap) -> Result<Option<Key>, Refusal> {
    let mut values = headers.get_all(IDEMPOTENCY_KEY).iter();
    let key = match (values.next(), values.next()) {
        (None, _) => return Ok(None),
        (Some(value), None) => value.to_str().ok().and_then(Key::parse),
        (Some(_), Some(_)) => None,
    };
    let refusal = || {
        let refusal = Refusal::request(StatusCode::BAD_REQUEST, "idempotency-key");
        refusal.with("max", idempotency::LONGEST)
    };
    key.map(Some).ok_or_else(refusal)
}

/// The one media type of requests. A form or plain text would be sent by any page without the
/// browser asking the server first.
fn require_json(headers: &HeaderMap) -> Result<(), Refusal> {
    let given = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let mut parts = given.split(';').map(str::trim);
    let json = parts
        .next()
        .is_some_and(|name| name.eq_ignore_ascii_case("application/json"));
    let utf8 = parts
        .filter_map(|part| part.split_once('='))
        .all(|(name, value)| {
            !name.eq_ignore_ascii_case("charset")
                || value.trim_matches('"').eq_ignore_ascii_case("utf-8")
        });
    if json && utf8 {
        Ok(())
    } else {
        Err(Refusal::request(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "media-type",
        ))
    }
}

/// The whole body of a request, of so many bytes at most.
pub(super) async fn read(
    headers: &HeaderMap,
    body: Body,
    most: usize,
    within: Duration,
) -> Result<Bytes, Refusal> {
    let too_large =
        || Refusal::request(StatusCode::PAYLOAD_TOO_LARGE, "too-large").with("max", most);
    let announced = headers
        .get(CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > most) {
        return Err(too_large());
    }
    let body = Limited::new(body, most).collect();
    let Ok(body) = tokio::time::timeout(within, body).await else {
        return Err(Refusal::request(StatusCode::REQUEST_TIMEOUT, "too-slow"));
    };
    match body {
        Ok(body) => Ok(body.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(too_large()),
        Err(_) => Err(Refusal::request(StatusCode::BAD_REQUEST, "interrupted")),
    }
}

fn from_json(body: &[u8]) -> Result<Request, Refusal> {
    let bad = |words: &str| Refusal::request(StatusCode::BAD_REQUEST, words);
    let body = serde_json::from_slice(body).map_err(|error| {
        bad("not-json")
            .with("line", error.line())
            .with("column", error.column())
    })?;
    from_value(body)
}

/// A request as a JSON object.
pub(super) fn from_value(body: serde_json::Value) -> Result<Request, Refusal> {
    let bad = |words: &str| Refusal::request(StatusCode::BAD_REQUEST, words);
    let mut members = match body {
        serde_json::Value::Object(members) => members,
        serde_json::Value::Array(_) => return Err(bad("batch")),
        _ => return Err(bad("not-object")),
    };
    let mut take = |name: &str| members.remove(name).filter(|value| !value.is_null());
    let wrong = |name: &str, kind: &str| bad(&format!("not-{kind}")).with("key", name);
    let text = |name: &str, value: Option<serde_json::Value>| match value {
        None => Ok(None),
        Some(serde_json::Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(wrong(name, "text")),
    };
    let map = |name: &str, value: Option<serde_json::Value>| match value {
        None => Ok(None),
        Some(value @ serde_json::Value::Object(_)) => Ok(Some(value)),
        Some(_) => Err(wrong(name, "map")),
    };
    let query = text("query", take("query"))?.ok_or_else(|| bad("no-query"))?;
    let operation = text("operationName", take("operationName"))?;
    let variables = map("variables", take("variables"))?;
    // Understood by nobody here, but of the wrong shape it is a mistake worth telling.
    map("extensions", take("extensions"))?;
    Ok(request(query, operation, variables))
}

/// A request in the address.
pub(super) fn from_address(uri: &Uri) -> Result<Request, Refusal> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Parameters {
        query: Option<String>,
        operation_name: Option<String>,
        variables: Option<String>,
    }
    let bad = |words: &str| Refusal::request(StatusCode::BAD_REQUEST, words);
    let Query(given) = Query::<Parameters>::try_from_uri(uri).map_err(|_| bad("query-string"))?;
    let filled = |text: Option<String>| text.filter(|text| !text.is_empty());
    let query = filled(given.query).ok_or_else(|| bad("no-query"))?;
    let variables = match filled(given.variables).as_deref().map(serde_json::from_str) {
        None | Some(Ok(serde_json::Value::Null)) => None,
        Some(Ok(value @ serde_json::Value::Object(_))) => Some(value),
        Some(_) => return Err(bad("not-map").with("key", "variables")),
    };
    Ok(request(query, filled(given.operation_name), variables))
}

fn request(
    query: String,
    operation: Option<String>,
    variables: Option<serde_json::Value>,
) -> Request {
    let mut request = Request::new(query);
    if let Some(operation) = operation {
        request = request.operation_name(operation);
    }
    if let Some(variables) = variables {
        request = request.variables(Variables::from_json(variables));
    }
    request
}

/// Whether a document was refused before it ran: an error of a field has a path.
pub(super) fn is_refused(response: &async_graphql::Response) -> bool {
    response.data == Value::Null
        && !response.errors.is_empty()
        && response.errors.iter().all(|error| error.path.is_empty())
}

pub(super) fn write(media: Media, response: &async_graphql::Response) -> Response {
    let refused = is_refused(response);
    let status = if refused {
        status_of(response, media)
    } else {
        StatusCode::OK
    };
    // `data` is absent when nothing was executed, and null when everything failed.
    match answer::write(response, !refused) {
        Ok(body) => {
            let mut answer = respond(status, media, body);
            if let Some(Value::Number(seconds)) = fact(response, "retryAfter")
                && let Some(seconds) = seconds.as_u64()
                && refused
            {
                let headers = answer.headers_mut();
                headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
            }
            answer
        }
        Err(error) => {
            tracing::error!(%error, "a response cannot be written");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

fn respond(status: StatusCode, media: Media, body: Vec<u8>) -> Response {
    let mut answer = (status, Body::from(body)).into_response();
    let headers = answer.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(media.name()));
    // What one person may see is nobody else's to keep.
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    headers.insert(
        VARY,
        HeaderValue::from_static("Accept, Accept-Language, Authorization"),
    );
    answer
}

/// The status of a request that was refused. What the server cannot do at the moment, a client
/// must see whatever media type it speaks; what is wrong with the document, only under the one
/// that tells by the status.
pub(super) fn status_of(response: &async_graphql::Response, media: Media) -> StatusCode {
    let code = match fact(response, "code") {
        Some(Value::String(code)) => code.as_str(),
        _ => "",
    };
    match (code, media) {
        ("RATE_LIMITED", _) => StatusCode::TOO_MANY_REQUESTS,
        ("OVERLOADED", _) => StatusCode::SERVICE_UNAVAILABLE,
        ("TIMEOUT", _) => StatusCode::GATEWAY_TIMEOUT,
        ("INTERNAL", _) => StatusCode::INTERNAL_SERVER_ERROR,
        (_, Media::Json) => StatusCode::OK,
        ("QUERY_TOO_LARGE", _) => StatusCode::PAYLOAD_TOO_LARGE,
        ("IDEMPOTENCY_MISMATCH", _) => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::BAD_REQUEST,
    }
}

/// What the first error says beside its message.
fn fact<'a>(response: &'a async_graphql::Response, name: &str) -> Option<&'a Value> {
    response.errors.first()?.extensions.as_ref()?.get(name)
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue, header::ACCEPT};

    use super::Media;

    fn negotiate(accept: &str) -> Option<Media> {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_str(accept).unwrap());
        Media::negotiate(&headers)
    }

    #[test]
    fn the_client_chooses_the_media_type() {
        assert_eq!(Media::negotiate(&HeaderMap::new()), Some(Media::Json));
        assert_eq!(negotiate("*/*"), Some(Media::Json));
        assert_eq!(negotiate("application/json"), Some(Media::Json));
        assert_eq!(
            negotiate("application/json; charset=utf-8"),
            Some(Media::Json)
        );
        assert_eq!(
            negotiate("application/json;q=0.9, application/graphql-response+json"),
            Some(Media::Response)
        );
        assert_eq!(
            negotiate("application/graphql-response+json;q=0, application/json"),
            Some(Media::Json)
        );
        assert_eq!(negotiate("text/html"), None);
    }
}

//! GraphiQL, from files in the binary: it works without a network, and under a policy that lets
//! the page load nothing from elsewhere.

use std::sync::LazyLock;

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use http::{
    HeaderMap, HeaderValue,
    header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE},
};
use sha2::{Digest, Sha256};

use crate::hexadecimal;

use super::{Site, home};

/// The editor and the floating panels set style attributes, hence `unsafe-inline` for styles.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self' 'unsafe-inline'; \
     img-src 'self' data:; font-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
);

/// Addresses of files carry a digest of them, so a browser may keep each for ever.
const KEEP: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

struct File {
    name: &'static str,
    media_type: &'static str,
    bytes: &'static [u8],
}

macro_rules! file {
    ($name:literal, $media_type:literal) => {
        File {
            name: $name,
            media_type: $media_type,
            bytes: include_bytes!(concat!("../../assets/graphiql/", $name)),
        }
    };
}

const FILES: &[File] = &[
    file!("boot.js", "text/javascript; charset=utf-8"),
    file!("graphiql.min.js", "text/javascript; charset=utf-8"),
    file!("graphiql.min.css", "text/css; charset=utf-8"),
    file!("page.css", "text/css; charset=utf-8"),
    file!("react.production.min.js", "text/javascript; charset=utf-8"),
    file!(
        "react-dom.production.min.js",
        "text/javascript; charset=utf-8"
    ),
    file!("LICENSES.txt", "text/plain; charset=utf-8"),
];

static PAGE: LazyLock<String> = LazyLock::new(|| {
    FILES.iter().fold(
        include_str!("../../assets/graphiql/index.html").to_owned(),
        |page, file| {
            let version = hexadecimal::write(&Sha256::digest(file.bytes)[..6]);
            page.replace(
                &format!("\"/graphiql/{}\"", file.name),
                &format!("\"/graphiql/{}?v={version}\"", file.name),
            )
        },
    )
});

/// The page.
pub(super) async fn page() -> Response {
    let headers = [
        (
            CONTENT_TYPE,
            HeaderValue::from_static("text/html; charset=utf-8"),
        ),
        (CONTENT_SECURITY_POLICY, POLICY),
        (CACHE_CONTROL, HeaderValue::from_static("no-cache")),
    ];
    (headers, PAGE.as_str()).into_response()
}

/// One of its files.
pub(super) async fn asset(
    state: State<Site>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Response {
    let Some(file) = FILES.iter().find(|file| file.name == name) else {
        return home::nothing_here(state, headers).await;
    };
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static(file.media_type)),
        (CACHE_CONTROL, KEEP),
    ];
    (headers, file.bytes).into_response()
}

//! Conventions as documents, and the page on which anybody checks one.

use std::fmt::Write;

use axum::{
    Extension, Json,
    body::Body,
    extract::{Path, State},
    response::{Html, IntoResponse, Response},
};
use bytes::Bytes;
use futures_util::{StreamExt, stream};
use http::{
    HeaderMap, HeaderValue, StatusCode,
    header::{CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY, CONTENT_TYPE, VARY},
};
use maillage_api::Client;
use maillage_domain::{
    Fact,
    ids::{self, kinds},
    values::Language,
};
use maillage_usecases::{
    Error,
    partnerships::{self, Report},
    words,
};
use serde_json::{Value, json};

use super::{Site, caller, exports::download, graphql, network::Peer, refusal::Refusal};

/// What a document takes from the allowance of its client, and what checking one does.
const DOCUMENT: u64 = 200;
const CHECK: u64 = 200;

/// The largest document that is checked; ours have some hundred kilobytes.
const MOST_BYTES: usize = 10 << 20;

/// The page has a form that is sent here, and nothing else.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
);

/// A version of a partnership as a document, as far as the caller may read it.
pub(super) async fn document(
    State(site): State<Site>,
    Extension(peer): Extension<Peer>,
    Path(file): Path<String>,
    headers: HeaderMap,
) -> Response {
    let language = caller::language(&headers);
    let document = async {
        let _place = site.enter()?;
        let caller = caller::identify(&site, site.network(peer, &headers), &headers).await?;
        site.api.pay(caller.client, DOCUMENT)?;
        let id = file.strip_suffix(".pdf").ok_or(Error::NotFound)?;
        // In an address there is no difference between what is no id and the id of nothing.
        let id = ids::parse::<kinds::PartnershipVersion>(id).map_err(|_| Error::NotFound)?;
        Ok(partnerships::file(site.platform(), &caller.actor, id).await?)
    };
    match document.await {
        Ok(file) => download(file, &headers),
        Err(refusal) => Refusal::into_text(refusal, site.platform(), language),
    }
}

/// The public keys by which seals are checked elsewhere (RFC 7517).
pub(super) async fn keys(State(site): State<Site>, headers: HeaderMap) -> Response {
    match partnerships::published_keys(site.platform()).await {
        Ok(keys) => ([(CACHE_CONTROL, "public, max-age=300")], Json(keys)).into_response(),
        Err(error) => {
            let refusal = Refusal::from(error);
            refusal.into_text(site.platform(), caller::language(&headers))
        }
    }
}

/// The page on which anybody checks a document.
pub(super) async fn page(headers: HeaderMap) -> Response {
    let language = caller::language(&headers);
    shown(language, &form(language, ""))
}

/// Checks a document: one sent as a form is answered with the page, one sent as it is with JSON.
pub(super) async fn check(
    State(site): State<Site>,
    Extension(peer): Extension<Peer>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let language = caller::language(&headers);
    let boundary = headers
        .get(CONTENT_TYPE)
        .and_then(|value| multer::parse_boundary(value.to_str().ok()?).ok());
    let checked = async {
        let visitor = Client::Network(site.network(peer, &headers));
        site.expect_solvent(visitor, &headers)?;
        site.api.pay(visitor, CHECK)?;
        let most = site.limits.uploads_of_one;
        let share = site.uploads_of_one.enter(visitor);
        let _share = share.ok_or_else(|| Refusal::too_many("uploads", most))?;
        // Who sends slowly keeps others who check from it, and nobody from uploading.
        let place = site.checks.try_acquire();
        let _place = place.map_err(|_| Refusal::from(Error::Overloaded))?;
        let within = site.limits.upload_within;
        let sent = graphql::read(&headers, body, MOST_BYTES, within).await?;
        let file = match &boundary {
            Some(boundary) => of_form(sent, boundary).await?,
            None => sent,
        };
        Ok::<_, Refusal>(partnerships::verify(site.platform(), file.to_vec()).await?)
    };
    match (checked.await, boundary.is_some()) {
        (Ok(report), true) => shown(language, &form(language, &told(language, &report))),
        (Ok(report), false) => {
            let answer = Json(as_json(language, &report));
            ([(CACHE_CONTROL, "no-store")], answer).into_response()
        }
        (Err(refusal), true) => refusal.into_text(site.platform(), language),
        (Err(refusal), false) => refusal.into_json(site.platform(), language),
    }
}

/// The file of a form: its first part that is one.
async fn of_form(sent: Bytes, boundary: &str) -> Result<Bytes, Refusal> {
    let malformed = || Refusal::request(StatusCode::BAD_REQUEST, "form");
    let whole = stream::once(async move { Ok::<_, std::io::Error>(sent) }).boxed();
    let mut form = multer::Multipart::new(whole, boundary);
    while let Some(field) = form.next_field().await.map_err(|_| malformed())? {
        if field.name() == Some("file") {
            return field.bytes().await.map_err(|_| malformed());
        }
    }
    Err(malformed())
}

fn say(language: Language, name: &str) -> String {
    words::say(language, name, &[])
}

fn shown(language: Language, content: &str) -> Response {
    let title = say(language, "verify-title");
    let page = format!(
        "<!doctype html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{title} – Maillage</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n{content}\n</main>\n</body>\n</html>\n"
    );
    let tag = match language {
        Language::French => "fr",
        Language::English => "en",
    };
    let headers = [
        (CONTENT_LANGUAGE, HeaderValue::from_static(tag)),
        (VARY, HeaderValue::from_static("Accept-Language")),
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (CONTENT_SECURITY_POLICY, POLICY),
    ];
    (headers, Html(page)).into_response()
}

const STYLE: &str = "body{font-family:system-ui,sans-serif;line-height:1.5;margin:0}\
    main{max-width:44rem;margin:0 auto;padding:1.5rem}\
    form{border:1px solid;border-radius:.5rem;padding:1rem;margin:1.5rem 0}\
    label{display:block;font-weight:600;margin-bottom:.5rem}\
    input,button{font:inherit;max-width:100%}button{padding:.5rem 1rem;margin-top:1rem}\
    .verdict{border-left:.5rem solid;padding:.5rem 1rem;margin:1.5rem 0;font-size:1.15rem}\
    .AUTHENTIC{border-color:#18753c}.INCOMPLETE,.UNKNOWN_KEY{border-color:#b34000}\
    .ALTERED,.NOT_A_CONVENTION{border-color:#ce0500}\
    table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.4rem .6rem .4rem 0;border-bottom:1px solid}\
    code{overflow-wrap:anywhere}";

/// The form, below what came of the last document.
fn form(language: Language, result: &str) -> String {
    format!(
        "{result}<p>{}</p>\n<form method=\"post\" action=\"/verify\" enctype=\"multipart/form-data\">\n\
         <label for=\"file\">{}</label>\n<input type=\"file\" id=\"file\" name=\"file\" accept=\"application/pdf,.pdf\" required>\n\
         <div><button>{}</button></div>\n</form>\n<p>{}</p>",
        say(language, "verify-what"),
        say(language, "verify-file"),
        say(language, "verify-button"),
        say(language, "verify-elsewhere"),
    )
}

/// What came of a document, for people. Writing to a text does not fail.
fn told(language: Language, report: &Report) -> String {
    let verdict = report.verdict;
    let mut told = format!(
        "<div class=\"verdict {verdict}\" role=\"status\"><strong>{}</strong></div>\n",
        say(language, &format!("verdict-{verdict}"))
    );
    if !report.findings.is_empty() {
        told.push_str("<ul>\n");
        for finding in &report.findings {
            let words = say(language, &format!("finding-{finding}"));
            let _ = writeln!(told, "<li>{words}</li>");
        }
        told.push_str("</ul>\n");
    }
    let Some(title) = &report.title else {
        return told;
    };
    let number = report.number.unwrap_or_default();
    let version = words::say(language, "verify-version", &[Fact::new("number", number)]);
    let _ = writeln!(told, "<h2>{}</h2>\n<p>{version}</p>", escaped(title));
    if !report.signatures.is_empty() {
        let heading = |name: &str| {
            let words = say(language, &format!("convention-signature-{name}"));
            format!("<th scope=\"col\">{words}</th>")
        };
        let _ = writeln!(
            told,
            "<table>\n<thead><tr>{}{}{}</tr></thead>\n<tbody>",
            heading("party"),
            heading("person"),
            heading("at")
        );
        for one in &report.signatures {
            let at = words::say(
                language,
                "convention-signed-at",
                &[Fact::new("at", &one.signed_at)],
            );
            let _ = writeln!(
                told,
                "<tr><td>{}</td><td>{}<br>{}</td><td>{}</td></tr>",
                escaped(&one.organisation),
                escaped(&one.name),
                escaped(&one.capacity),
                escaped(&at)
            );
        }
        told.push_str("</tbody>\n</table>\n");
    }
    if !report.missing.is_empty() {
        let parties = report.missing.join(", ");
        let awaits = words::say(
            language,
            "convention-awaits",
            &[Fact::new("parties", parties)],
        );
        let _ = writeln!(told, "<p>{}</p>", escaped(&awaits));
    }
    if let Some(sha256) = &report.sha256 {
        let _ = writeln!(
            told,
            "<p>{}<br><code>{sha256}</code></p>",
            say(language, "convention-sha256")
        );
    }
    told
}

/// The same, for programs.
fn as_json(language: Language, report: &Report) -> Value {
    let signatures = report.signatures.iter().map(|one| {
        json!({
            "organisation": one.organisation,
            "name": one.name,
            "capacity": one.capacity,
            "proof": one.proof.as_str(),
            "signedAt": one.signed_at,
        })
    });
    let findings = report.findings.iter().map(|one| one.as_str());
    json!({
        "verdict": report.verdict.as_str(),
        "message": say(language, &format!("verdict-{}", report.verdict)),
        "findings": findings.collect::<Vec<_>>(),
        "title": report.title,
        "number": report.number,
        "sha256": report.sha256.as_ref().map(ToString::to_string),
        "issuer": report.issuer,
        "key": report.key,
        "signatures": signatures.collect::<Vec<_>>(),
        "missing": report.missing,
    })
}

/// A text as it stands in HTML.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            c => escaped.push(c),
        }
    }
    escaped
}

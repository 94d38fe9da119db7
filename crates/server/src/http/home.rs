//! The first page, and the answer where there is no page.

use axum::{
    extract::State,
    response::{Html, IntoResponse, Response},
};
use http::{
    HeaderMap, HeaderValue,
    header::{CACHE_CONTROL, CONTENT_LANGUAGE, VARY},
};
use maillage_domain::values::Language;
use maillage_usecases::{Error, words};

use super::{Site, caller, refusal::Refusal};

/// Says what this is and where to go on, in the reader's language.
pub(super) async fn show(State(site): State<Site>, headers: HeaderMap) -> Response {
    let language = caller::language(&headers);
    let demo = match site.platform().is_demo().await {
        Ok(demo) => demo,
        Err(error) => return Refusal::from(error).into_text(site.platform(), language),
    };
    let tag = match language {
        Language::French => "fr",
        Language::English => "en",
    };
    let say = |name: &str| words::say(language, name, &[]);
    let banner = if demo {
        format!("<p><strong>{}</strong></p>\n", say("home-demo"))
    } else {
        String::new()
    };
    let page = format!(
        "<!doctype html>\n<html lang=\"{tag}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>Maillage</title>\n</head>\n<body>\n<main>\n\
         <h1>Maillage</h1>\n{banner}<p>{}</p>\n<ul>\n<li><a href=\"/graphiql\">GraphiQL</a> · {}</li>\n\
         <li><code>/graphql</code> · {}</li>\n</ul>\n</main>\n</body>\n</html>\n",
        say("home-what"),
        say("home-graphiql"),
        say("home-graphql"),
    );
    let headers = [
        (CONTENT_LANGUAGE, HeaderValue::from_static(tag)),
        (VARY, HeaderValue::from_static("Accept-Language")),
        (CACHE_CONTROL, HeaderValue::from_static("no-cache")),
    ];
    (headers, Html(page)).into_response()
}

/// There is nothing at this address.
pub(super) async fn nothing_here(State(site): State<Site>, headers: HeaderMap) -> Response {
    Refusal::from(Error::NotFound).into_text(site.platform(), caller::language(&headers))
}

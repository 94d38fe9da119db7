//! Pages, probes and files.

use reqwest::{Method, Response, StatusCode, header};

use crate::harness::TestHub;

async fn get(hub: &TestHub, path: &str) -> Response {
    hub.visitor()
        .http(Method::GET, path)
        .await
        .send()
        .await
        .unwrap()
}

#[tokio::test]
async fn the_first_page_speaks_the_readers_language() {
    let hub = TestHub::start().await;
    let french = get(&hub, "/").await;
    assert_eq!(french.headers()[header::CONTENT_LANGUAGE], "fr");
    let page = french.text().await.unwrap();
    assert!(page.contains("<html lang=\"fr\">"));
    assert!(!page.contains("Démonstration"), "{page}");
    let english = hub
        .visitor()
        .speaking("en")
        .http(Method::GET, "/")
        .await
        .send()
        .await
        .unwrap();
    assert_eq!(english.headers()[header::CONTENT_LANGUAGE], "en");
    assert!(english.text().await.unwrap().contains("/graphiql"));
}

#[tokio::test]
async fn graphiql_loads_nothing_from_elsewhere() {
    let hub = TestHub::start().await;
    let page = get(&hub, "/graphiql").await;
    let policy = page.headers()[header::CONTENT_SECURITY_POLICY]
        .to_str()
        .unwrap()
        .to_owned();
    assert!(
        policy.contains("script-src 'self'") && policy.contains("frame-ancestors 'none'"),
        "{policy}"
    );
    let page = page.text().await.unwrap();
    assert!(
        !page.contains("http://") && !page.contains("https://"),
        "{page}"
    );
    let files: Vec<_> = page
        .split('"')
        .filter(|part| part.starts_with("/graphiql/"))
        .collect();
    assert_eq!(files.len(), 6);
    for file in files {
        assert!(file.contains("?v="), "{file} has no digest");
        let response = get(&hub, file).await;
        assert_eq!(response.status(), StatusCode::OK, "{file}");
        assert!(
            response.headers()[header::CACHE_CONTROL]
                .to_str()
                .unwrap()
                .contains("immutable")
        );
    }
    assert_eq!(
        get(&hub, "/graphiql/index.html").await.status(),
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        get(&hub, "/graphiql/..%2f..%2fCargo.toml").await.status(),
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn probes_tell_whether_the_database_answers() {
    let hub = TestHub::start().await;
    assert_eq!(get(&hub, "/readyz").await.status(), StatusCode::OK);
    let other = hub.another_instance().await;
    other.platform().db().clone().close().await.unwrap();
    let ask = async |path: &str| {
        hub.visitor()
            .on(&other)
            .http(Method::GET, path)
            .await
            .send()
            .await
            .unwrap()
            .status()
    };
    assert_eq!(ask("/readyz").await, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(ask("/healthz").await, StatusCode::OK);
}

#[tokio::test]
async fn every_response_tells_browsers_to_be_careful() {
    let hub = TestHub::start().await;
    for path in [
        "/",
        "/graphiql",
        "/graphiql/boot.js",
        "/graphql",
        "/healthz",
        "/readyz",
        "/nothing",
        "/hubs/x/members.csv",
    ] {
        let response = get(&hub, path).await;
        let headers = response.headers();
        assert_eq!(headers["x-content-type-options"], "nosniff", "{path}");
        assert_eq!(headers["referrer-policy"], "no-referrer", "{path}");
        let policy = headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(
            policy.contains("frame-ancestors 'none'"),
            "{path}: {policy}"
        );
        let encrypted = headers[header::STRICT_TRANSPORT_SECURITY].to_str().unwrap();
        assert!(encrypted.starts_with("max-age=63072000"), "{path}");
        assert!(headers.contains_key("x-request-id"), "{path}");
    }
}

#[tokio::test]
async fn responses_are_compressed_for_who_can_read_that() {
    let hub = TestHub::start().await;
    let ask = async |encoding: &str| {
        let request = hub
            .visitor()
            .http(Method::GET, "/graphiql/graphiql.min.css")
            .await;
        request
            .header(header::ACCEPT_ENCODING, encoding)
            .send()
            .await
            .unwrap()
    };
    let compressed = ask("gzip").await;
    assert_eq!(compressed.headers()[header::CONTENT_ENCODING], "gzip");
    let compressed = compressed.bytes().await.unwrap().len();
    let plain = ask("identity").await;
    assert!(!plain.headers().contains_key(header::CONTENT_ENCODING));
    assert!(plain.bytes().await.unwrap().len() > 3 * compressed);
}

#[tokio::test]
async fn there_is_nothing_at_other_addresses() {
    let hub = TestHub::start().await;
    let response = get(&hub, "/nothing/here").await;
    assert_eq!(response.status(), StatusCode::NOT_FOUND);
    assert!(response.text().await.unwrap().starts_with("NOT_FOUND: "));
}

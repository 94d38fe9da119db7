//! Connections and requests, whatever they ask for.

use std::time::Duration;

use reqwest::{Method, StatusCode};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::harness::TestHub;

#[tokio::test]
async fn a_request_has_an_id_of_its_own_or_of_its_proxy() {
    let hub = TestHub::start().await;
    let id = async |given: Option<&str>| {
        let mut request = hub.visitor().http(Method::GET, "/healthz").await;
        if let Some(given) = given {
            request = request.header("x-request-id", given);
        }
        request.send().await.unwrap().headers()["x-request-id"]
            .to_str()
            .unwrap()
            .to_owned()
    };
    assert_eq!(id(Some("proxy-7.A_b")).await, "proxy-7.A_b");
    let own = id(None).await;
    assert_eq!(own.len(), 32);
    assert_ne!(own, id(None).await);
    for disturbing in ["a b", "a\u{1b}[31m", "", &"x".repeat(65)] {
        let given = disturbing.replace('\u{1b}', "%");
        assert_ne!(id(Some(&given)).await, given);
    }
}

#[tokio::test]
async fn a_connection_is_kept_for_the_next_request() {
    let hub = TestHub::start().await;
    let mut stream = TcpStream::connect(hub.instance().address()).await.unwrap();
    for _ in 0..2 {
        stream
            .write_all(b"GET /healthz HTTP/1.1\r\nHost: maillage.test\r\n\r\n")
            .await
            .unwrap();
        let mut answer = vec![0; 4096];
        let length = stream.read(&mut answer).await.unwrap();
        assert!(answer[..length].starts_with(b"HTTP/1.1 200 OK\r\n"));
    }
}

#[tokio::test]
async fn what_is_not_http_is_refused() {
    let hub = TestHub::start().await;
    let mut stream = TcpStream::connect(hub.instance().address()).await.unwrap();
    stream
        .write_all(b"\x16\x03\x01 not http\r\n\r\n")
        .await
        .unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    assert!(answer.is_empty() || answer.starts_with(b"HTTP/1.1 400 "));
}

#[tokio::test]
async fn stopping_lets_the_request_under_way_end_and_takes_no_other() {
    let mut hub = TestHub::start().await;
    let address = hub.instance().address();
    // Half a request: the server waits for the rest of the body.
    let body = "{\"query\":\"{ __typename }\"}";
    let head = format!(
        "POST /graphql HTTP/1.1\r\nHost: maillage.test\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(&body.as_bytes()[..10]).await.unwrap();
    // A request that comes back shows that the server has taken up what was sent before it.
    assert_eq!(
        hub.visitor()
            .http(Method::GET, "/healthz")
            .await
            .send()
            .await
            .unwrap()
            .status(),
        StatusCode::OK
    );
    let restarting = hub.restart();
    let finishing = async {
        while TcpStream::connect(address).await.is_ok() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        stream.write_all(&body.as_bytes()[10..]).await.unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        String::from_utf8(answer).unwrap()
    };
    let ((), answer) = tokio::join!(restarting, finishing);
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    assert!(answer.contains("\"__typename\":\"Query\""), "{answer}");
}

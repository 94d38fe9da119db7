//! How an instance ends.

use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    time::Duration,
};

use serde_json::json;

use crate::server::{Server, folder, maillage};

#[test]
fn a_request_under_way_ends_before_the_server_does() {
    let folder = folder();
    let mut server = Server::start(maillage(folder.path()).arg("serve"));
    let body = "{\"query\":\"{ __typename }\"}";
    let mut stream = server.connect();
    write!(
        stream,
        "POST /graphql HTTP/1.1\r\nHost: maillage\r\nExpect: 100-continue\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{}",
        body.len(),
        &body[..10]
    )
    .unwrap();
    // The server says so once it has taken the request up.
    let mut taken_up = [0; 25];
    stream.read_exact(&mut taken_up).unwrap();
    assert_eq!(&taken_up, b"HTTP/1.1 100 Continue\r\n\r\n");
    server.terminate();
    while TcpStream::connect(&server.address).is_ok() {
        std::thread::yield_now();
    }
    stream.write_all(&body.as_bytes()[10..]).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(
        answer.starts_with("HTTP/1.1 200 OK") && answer.contains("\"__typename\":\"Query\""),
        "{answer}"
    );
    assert!(server.child.wait().unwrap().success());
}

#[test]
fn requests_and_jobs_that_never_end_do_not_keep_the_server_from_ending() {
    let folder = folder();
    // A mail server that takes every connection and never says a word.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let post = format!("smtp://{}", silent.local_addr().unwrap());
    let mut server = Server::start(maillage(folder.path()).args(["serve", "--mail", &post]));
    let mut stream = server.connect();
    write!(
        stream,
        "POST /graphql HTTP/1.1\r\nHost: maillage\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{{"
    )
    .unwrap();
    let register = "mutation { register(input: { name: \"Jeanne\", email: \"jeanne@example.test\", \
        password: \"une phrase de passe longue\" }) { email errors { code } } }";
    server.graphql(None, register, &json!({}));
    // The mail is being handed over.
    let (_mail, _) = silent.accept().unwrap();
    server.terminate();
    // Many times what it may take: a server that hangs would never end.
    assert!(server.ends_within(Duration::from_mins(2)), "it hangs");
    assert!(server.child.wait().unwrap().success());
    let mut rest = String::new();
    let answer = stream.read_to_string(&mut rest);
    assert!(!rest.contains("200 OK"), "{answer:?} {rest}");
}

//! Access tokens that are not ours, not for here, or not of this moment; and keys that follow one
//! another.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::TimeDelta;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use maillage_domain::{clock::Clock, ids::Mint};
use maillage_usecases::{
    SystemEntropy,
    secrets::{Secrets, SigningKeys},
};
use reqwest::{Method, StatusCode, header};
use serde_json::{Value, json};

use super::{Device, ME};
use crate::harness::{Client, PASSWORD, TestHub};

/// Who forges: they know everything that is public, and in the worst case our key.
struct Forger {
    header: Value,
    claims: Value,
    key: EncodingKey,
}

impl Forger {
    /// Reads a good token, to spoil it.
    fn of(hub: &TestHub, token: &str) -> Self {
        let part = |at: usize| {
            let part = token.split('.').nth(at).unwrap();
            serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
        };
        Self {
            header: part(0),
            claims: part(1),
            key: EncodingKey::from_ed_pem(hub.signing_key().as_bytes()).unwrap(),
        }
    }

    fn message(header: &Value, claims: &Value) -> String {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        format!("{}.{}", part(header), part(claims))
    }

    fn signed(&self, header: &Value, claims: &Value) -> String {
        let message = Self::message(header, claims);
        let signature =
            jsonwebtoken::crypto::sign(message.as_bytes(), &self.key, Algorithm::EdDSA).unwrap();
        format!("{message}.{signature}")
    }

    fn with_header(&self, name: &str, value: Value) -> String {
        let mut header = self.header.clone();
        header[name] = value;
        self.signed(&header, &self.claims)
    }

    fn with_claim(&self, name: &str, value: Value) -> String {
        let mut claims = self.claims.clone();
        claims[name] = value;
        self.signed(&self.header, &claims)
    }

    fn without(&self, name: &str) -> String {
        let mut claims = self.claims.clone();
        claims.as_object_mut().unwrap().remove(name).unwrap();
        self.signed(&self.header, &claims)
    }

    /// A token signed with HMAC, the secret being what everybody can read of our key.
    fn confused(&self, secret: &[u8]) -> String {
        let mut header = Header::new(Algorithm::HS256);
        header.typ = self.header["typ"].as_str().map(str::to_owned);
        header.kid = self.header["kid"].as_str().map(str::to_owned);
        jsonwebtoken::encode(&header, &self.claims, &EncodingKey::from_secret(secret)).unwrap()
    }
}

/// What a token is answered: the status, the challenge and the bytes, but for what it cost.
async fn answer(client: &Client, token: &str) -> (StatusCode, Option<String>, String) {
    let request = client.http(Method::POST, "/graphql").await;
    let request = request.bearer_auth(token).json(&json!({ "query": ME }));
    let response = request.send().await.unwrap();
    let challenge = response.headers().get(header::WWW_AUTHENTICATE);
    let challenge = challenge.map(|value| value.to_str().unwrap().to_owned());
    let status = response.status();
    let mut body: Value = response.json().await.unwrap();
    body.as_object_mut().unwrap().remove("extensions");
    (status, challenge, body.to_string())
}

async fn published(hub: &TestHub) -> Vec<Value> {
    let request = hub
        .visitor()
        .http(Method::GET, "/.well-known/jwks.json")
        .await;
    let response = request.send().await.unwrap();
    let lasting = &response.headers()[header::CACHE_CONTROL];
    assert_eq!(lasting, "public, max-age=300");
    let set: Value = response.json().await.unwrap();
    set["keys"].as_array().unwrap().clone()
}

#[tokio::test]
async fn whatever_is_wrong_with_an_access_token_the_answer_is_the_same_401() {
    let hub = TestHub::start().await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let karim = hub.person("Karim Azaïs").await;
    let device = hub.device(jeanne.email(), PASSWORD).await;
    let forger = Forger::of(&hub, &device.access);
    let now = hub.clock().now().timestamp();
    assert!(
        hub.lets_in(&forger.signed(&forger.header, &forger.claims))
            .await,
        "what is spoilt below is good before"
    );

    let key = &published(&hub).await[0];
    assert_eq!(key["kid"], forger.header["kid"]);
    let public = URL_SAFE_NO_PAD.decode(key["x"].as_str().unwrap()).unwrap();
    let mut unsigned = forger.header.clone();
    unsigned["alg"] = json!("none");
    let unsigned = Forger::message(&unsigned, &forger.claims);
    let (others, _) = Secrets::generate(&SystemEntropy).unwrap();
    let another = Forger {
        header: forger.header.clone(),
        claims: forger.claims.clone(),
        key: EncodingKey::from_ed_pem(others.as_bytes()).unwrap(),
    };
    let signature = device.access.rsplit('.').next().unwrap();
    let mut longer = forger.claims.clone();
    longer["exp"] = json!(now + 1_000_000);
    let mut forged = vec![
        format!("{unsigned}."),
        unsigned,
        forger.with_header("alg", json!("none")),
        forger.with_header("alg", json!("HS256")),
        forger.with_header("alg", json!("RS256")),
        forger.with_header("typ", json!("JWT")),
        forger.with_header("kid", json!("another")),
        forger.with_header("kid", json!(null)),
        forger.with_header("crit", json!(["exp"])),
        forger.confused(&public),
        forger.confused(key["x"].as_str().unwrap().as_bytes()),
        forger.confused(key.to_string().as_bytes()),
        another.signed(&forger.header, &forger.claims),
        format!("{}.{signature}", Forger::message(&forger.header, &longer)),
        forger.with_claim("aud", json!("another")),
        forger.with_claim("aud", json!(["maillage", "another"])),
        forger.with_claim("iss", json!("https://elsewhere.test")),
        forger.with_claim("exp", json!(now)),
        forger.with_claim("exp", json!((now + 600).to_string())),
        forger.with_claim("exp", json!(true)),
        forger.with_claim("exp", json!(null)),
        forger.with_claim("nbf", json!(now + 60)),
        forger.with_claim("nbf", json!("now")),
        forger.with_claim("sub", json!(karim.id().to_string())),
        forger.with_claim("sub", json!(hub.platform().uuid().to_string())),
        forger.with_claim(
            "sid",
            json!(device.session.replacen("session_0", "session_1", 1)),
        ),
        device.refresh.clone(),
        "a.b.c".to_owned(),
        "x".repeat(5_000),
    ];
    for claim in ["iss", "aud", "sub", "sid", "exp", "nbf"] {
        forged.push(forger.without(claim));
    }
    let visitor = hub.visitor();
    let expected = answer(&visitor, "x").await;
    assert_eq!(expected.0, StatusCode::UNAUTHORIZED);
    assert!(expected.2.contains("UNAUTHENTICATED"), "{}", expected.2);
    for token in forged {
        assert_eq!(answer(&visitor, &token).await, expected, "{token}");
    }
    hub.clock().advance(TimeDelta::minutes(10));
    assert_eq!(answer(&visitor, &device.access).await, expected, "expired");
}

#[tokio::test]
async fn a_new_key_is_published_before_it_signs_and_signs_on_every_instance() {
    let mut hub = TestHub::start().await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let first = published(&hub).await;
    assert_eq!(first.len(), 1);
    let before = hub.device(jeanne.email(), PASSWORD).await;
    let rotated = hub
        .platform()
        .secrets()
        .signing()
        .rotated(&SystemEntropy, hub.clock().now())
        .unwrap();
    hub.platform()
        .secrets()
        .renew(SigningKeys::parse(&rotated).unwrap());
    let both = published(&hub).await;
    assert_eq!((both.len(), &both[0]), (2, &first[0]));
    let signer = |device: &Device| {
        let header = jsonwebtoken::decode_header(&device.access).unwrap();
        json!(header.kid)
    };
    let early = hub.device(jeanne.email(), PASSWORD).await;
    assert_eq!(signer(&early), first[0]["kid"]);

    hub.clock().advance(TimeDelta::minutes(5));
    let late = hub.device(jeanne.email(), PASSWORD).await;
    assert_eq!(signer(&late), both[1]["kid"]);
    hub.restart().await;
    for device in [&before, &early, &late] {
        assert!(hub.lets_in(&device.access).await);
    }
    hub.clock().advance(TimeDelta::minutes(5));
    assert!(!hub.lets_in(&early.access).await);
    assert!(hub.lets_in(&late.access).await);
    hub.clock().advance(TimeDelta::seconds(310));
    assert_eq!(
        published(&hub).await,
        both[1..],
        "the first has done its work"
    );
}

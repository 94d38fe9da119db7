use ed25519_dalek::{
    SigningKey,
    pkcs8::{EncodePrivateKey, spki::der::pem::LineEnding},
};
use jsonwebtoken::EncodingKey;
use maillage_domain::ids::{TokenId, Uuid};
use serde_json::{Value, json};

use super::*;

const ISSUER: &str = "https://maillage.test";

/// Bytes that differ from key to key.
struct Counting(std::sync::atomic::AtomicU8);

impl Entropy for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        for byte in bytes {
            *byte = self.0.fetch_add(7, std::sync::atomic::Ordering::Relaxed);
        }
    }
}

pub(crate) fn keys(start: u8) -> (Secrets, Zeroizing<String>) {
    let (pem, sealing) = Secrets::generate(&Counting(start.into())).expect("keys");
    (
        Secrets::new(&pem, &*sealing).expect("the keys just made"),
        pem,
    )
}

fn kid(secrets: &Secrets) -> String {
    secrets.signing().newest(at(0)).kid.clone()
}

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_780_000_000 + seconds, 0).expect("an instant")
}

fn person() -> PersonId {
    PersonId::from_uuid(Uuid::from_u128(1))
}

fn session() -> SessionId {
    SessionId::from_uuid(Uuid::from_u128(2))
}

fn token(secrets: &Secrets) -> String {
    secrets
        .access_token(ISSUER, person(), session(), at(0))
        .expect("a token")
        .0
}

/// The claims of a good token, to be spoilt.
fn claims() -> Value {
    json!({
        "iss": ISSUER, "aud": AUDIENCE, "sub": person().to_string(), "sid": session().to_string(),
        "iat": at(0).timestamp(), "nbf": at(0).timestamp(), "exp": at(600).timestamp(),
    })
}

fn header(secrets: &Secrets) -> Header {
    let mut header = Header::new(Algorithm::EdDSA);
    header.typ = Some(TYPE.to_owned());
    header.kid = Some(kid(secrets));
    header
}

fn sign(secrets: &Secrets, header: &Header, claims: &Value) -> String {
    jsonwebtoken::encode(header, claims, &secrets.signing().newest(at(0)).signs).expect("signs")
}

/// A token with exactly this header, signed with our key.
fn sign_raw(secrets: &Secrets, header: &Value, claims: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let message = format!("{}.{}", part(header), part(claims));
    let signature = jsonwebtoken::crypto::sign(
        message.as_bytes(),
        &secrets.signing().newest(at(0)).signs,
        Algorithm::EdDSA,
    )
    .expect("signs");
    format!("{message}.{signature}")
}

fn accepts(secrets: &Secrets, token: &str) -> bool {
    secrets.verify(token, ISSUER, at(60)).is_some()
}

#[test]
fn an_access_token_says_whose_it_is_until_it_expires() {
    let (secrets, _) = keys(1);
    let (token, expires_at) = secrets
        .access_token(ISSUER, person(), session(), at(0))
        .expect("a token");
    assert_eq!(expires_at, at(600));
    assert_eq!(
        secrets.verify(&token, ISSUER, at(599)),
        Some((person(), session()))
    );
    assert_eq!(secrets.verify(&token, ISSUER, at(600)), None, "expired");
    assert_eq!(secrets.verify(&token, ISSUER, at(-6)), None, "not yet");
    assert!(
        secrets.verify(&token, ISSUER, at(-5)).is_some(),
        "clocks differ a little"
    );
}

#[test]
fn the_claims_that_are_spoilt_below_are_good_before() {
    let (secrets, _) = keys(1);
    assert!(accepts(
        &secrets,
        &sign(&secrets, &header(&secrets), &claims())
    ));
    let raw = json!({ "alg": "EdDSA", "typ": TYPE, "kid": kid(&secrets) });
    assert!(accepts(&secrets, &sign_raw(&secrets, &raw, &claims())));
}

#[test]
fn a_token_is_refused_for_each_claim_that_is_absent_of_another_type_or_of_another_value() {
    let (secrets, _) = keys(1);
    let spoilt = [
        ("iss", json!("https://elsewhere.test")),
        ("iss", json!([ISSUER, "https://elsewhere.test"])),
        ("aud", json!("another")),
        ("aud", json!(["another", AUDIENCE])),
        ("sub", json!(session().to_string())),
        ("sub", json!(12)),
        ("sid", json!(person().to_string())),
        ("sid", json!("")),
        ("exp", json!(at(600).timestamp().to_string())),
        ("exp", json!({})),
        ("exp", json!(at(60).timestamp())),
        ("exp", json!(-1)),
        ("nbf", json!("now")),
        ("nbf", json!(at(120).timestamp())),
    ];
    for (claim, value) in spoilt {
        let mut claims = claims();
        claims[claim] = value.clone();
        let token = sign(&secrets, &header(&secrets), &claims);
        assert!(!accepts(&secrets, &token), "{claim}: {value}");
    }
    for claim in ["iss", "aud", "sub", "sid", "exp", "nbf"] {
        let mut claims = claims();
        claims.as_object_mut().expect("an object").remove(claim);
        let token = sign(&secrets, &header(&secrets), &claims);
        assert!(!accepts(&secrets, &token), "without {claim}");
        claims[claim] = Value::Null;
        let token = sign(&secrets, &header(&secrets), &claims);
        assert!(!accepts(&secrets, &token), "null {claim}");
    }
}

#[test]
fn a_token_of_another_algorithm_type_or_key_is_refused() {
    let (secrets, _) = keys(1);
    let kid = kid(&secrets);
    for header in [
        json!({ "alg": "none", "typ": TYPE, "kid": kid }),
        json!({ "alg": "EdDSA", "typ": "JWT", "kid": kid }),
        json!({ "alg": "EdDSA", "kid": kid }),
        json!({ "alg": "EdDSA", "typ": TYPE }),
        json!({ "alg": "EdDSA", "typ": TYPE, "kid": "another" }),
        json!({ "alg": "EdDSA", "typ": TYPE, "kid": kid, "crit": ["exp"] }),
        json!({ "alg": "HS256", "typ": TYPE, "kid": kid }),
    ] {
        assert!(
            !accepts(&secrets, &sign_raw(&secrets, &header, &claims())),
            "{header}"
        );
    }

    // The public key is public: it must not serve as the secret of a MAC.
    let public = secrets
        .signing()
        .newest(at(0))
        .verifies
        .try_get_as_bytes()
        .expect("bytes")
        .to_vec();
    let mut confused = Header::new(Algorithm::HS256);
    confused.typ = Some(TYPE.to_owned());
    confused.kid = Some(kid.clone());
    let token = jsonwebtoken::encode(&confused, &claims(), &EncodingKey::from_secret(&public))
        .expect("signs");
    assert!(!accepts(&secrets, &token));

    let unsigned = token.rsplit_once('.').expect("three parts").0;
    assert!(!accepts(&secrets, &format!("{unsigned}.")));
    assert!(!accepts(&secrets, unsigned));

    let (others, _) = keys(99);
    let mut header = header(&others);
    header.kid = Some(kid);
    assert!(
        !accepts(&secrets, &sign(&others, &header, &claims())),
        "another's signature"
    );
}

#[test]
fn a_token_changed_on_its_way_is_refused() {
    let (secrets, _) = keys(1);
    let token = token(&secrets);
    assert!(accepts(&secrets, &token));
    let parts: Vec<&str> = token.split('.').collect();
    let mut claims = claims();
    claims["exp"] = json!(at(9_000).timestamp());
    let longer = URL_SAFE_NO_PAD.encode(claims.to_string());
    assert!(!accepts(
        &secrets,
        &format!("{}.{longer}.{}", parts[0], parts[2])
    ));
    for text in [
        "",
        ".",
        "..",
        "a.b.c",
        &format!("{token}x"),
        &format!(" {token}"),
    ] {
        assert!(!accepts(&secrets, text), "{text}");
    }
    assert!(!accepts(&secrets, &"a".repeat(1_000_000)));
}

#[test]
fn a_new_key_is_known_before_it_signs_and_the_one_before_until_its_last_token_has_expired() {
    let (secrets, _) = keys(1);
    let (first, old) = (kid(&secrets), token(&secrets));
    let rotated = secrets
        .signing()
        .rotated(&Counting(99.into()), at(0))
        .expect("a key more");
    secrets.renew(SigningKeys::parse(&rotated).expect("its own text"));
    let known = |seconds: i64| {
        let published = secrets.signing().published(at(seconds));
        published["keys"].as_array().expect("keys").len()
    };
    let signed = |seconds: i64| {
        let token = secrets.access_token(ISSUER, person(), session(), at(seconds));
        token.expect("a token").0
    };
    let signer = |token: &str| jsonwebtoken::decode_header(token).expect("a header").kid;
    assert_eq!(signer(&signed(299)).as_deref(), Some(first.as_str()));
    let last = signed(299);
    let next = signed(300);
    assert_ne!(signer(&next).as_deref(), Some(first.as_str()));
    assert!(secrets.verify(&old, ISSUER, at(599)).is_some());
    assert!(secrets.verify(&last, ISSUER, at(898)).is_some());
    assert!(secrets.verify(&next, ISSUER, at(899)).is_some());
    // An instance whose clock is ahead may sign with the new key already.
    assert!(secrets.verify(&next, ISSUER, at(296)).is_some());
    assert_eq!((known(0), known(904), known(905)), (2, 2, 1));

    let again = secrets
        .signing()
        .rotated(&Counting(55.into()), at(2_000))
        .expect("a third key");
    assert_eq!(
        again.matches("BEGIN PRIVATE KEY").count(),
        2,
        "the first is gone"
    );
}

#[test]
fn keys_are_the_same_when_they_are_and_sign_from_the_same_instant() {
    let (secrets, pem) = keys(1);
    let read = |text: &str| SigningKeys::parse(text).expect("keys");
    assert!(secrets.signing().same(&read(&pem)));
    assert!(
        secrets
            .signing()
            .same(&read(&format!("made by hand\n{}\n\n", *pem)))
    );
    let dated = format!("Signs-From: 2026-11-22T05:30:00Z\n{}", *pem);
    assert!(!secrets.signing().same(&read(&dated)));
    assert!(matches!(
        SigningKeys::parse(&format!("Signs-From: soon\n{}", *pem)),
        Err(SecretsError::SignsFrom)
    ));
}

#[test]
fn a_code_opens_for_its_purpose_its_kind_and_its_key_alone() {
    let (secrets, _) = keys(1);
    let (others, _) = keys(99);
    let id = TokenId::from_uuid(Uuid::from_u128(3));
    let code = secrets.seal(Seal::ConfirmEmail, &id);
    assert_eq!(
        secrets.open::<kinds::Token>(Seal::ConfirmEmail, &code),
        Some(id)
    );
    let pasted = format!("  {code}\n");
    assert_eq!(
        secrets.open::<kinds::Token>(Seal::ConfirmEmail, &pasted),
        Some(id)
    );
    assert_eq!(
        secrets.open::<kinds::Token>(Seal::ResetPassword, &code),
        None
    );
    assert_eq!(
        secrets.open::<kinds::Invitation>(Seal::ConfirmEmail, &code),
        None
    );
    assert_eq!(others.open::<kinds::Token>(Seal::ConfirmEmail, &code), None);
    let other = TokenId::from_uuid(Uuid::from_u128(4));
    let moved = code.replace(&id.to_string(), &other.to_string());
    assert_eq!(
        secrets.open::<kinds::Token>(Seal::ConfirmEmail, &moved),
        None
    );
    for text in [
        "",
        ".",
        &id.to_string(),
        &format!("{id}."),
        &code[..code.len() - 1],
    ] {
        assert_eq!(
            secrets.open::<kinds::Token>(Seal::ConfirmEmail, text),
            None,
            "{text}"
        );
    }
}

#[test]
fn keys_that_are_none_are_refused_and_never_printed() {
    let (secrets, pem) = keys(1);
    assert!(matches!(
        Secrets::new("", &[0; 32]),
        Err(SecretsError::SigningKey)
    ));
    assert!(matches!(
        Secrets::new(&pem, &[0; 31]),
        Err(SecretsError::SealingKey(31))
    ));
    assert_eq!(
        format!("{secrets:?}"),
        format!("Secrets([\"{}\"])", kid(&secrets))
    );
}

#[test]
fn the_thumbprint_of_a_key_is_that_of_the_standard() {
    // RFC 8037, appendix A.
    let seed = URL_SAFE_NO_PAD
        .decode("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A")
        .expect("base64");
    let key = SigningKey::from_bytes(&seed.try_into().expect("32 bytes"));
    let pem = key.to_pkcs8_pem(LineEnding::LF).expect("a text");
    let keys = SigningKeys::parse(&pem).expect("a key");
    assert_eq!(
        keys.newest(at(0)).kid,
        "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
    );
}

//! Files in a bucket, on a server that speaks S3 and that others wrote.

use maillage_server::{
    files::Files,
    settings::{Bucket, FilePlace},
};

use super::files::{keeps_and_forgets, keeps_proofs};

/// Names the server that the tests may use, such as `http://127.0.0.1:5000`.
const VARIABLE: &str = "MAILLAGE_TEST_S3";

#[expect(
    clippy::disallowed_methods,
    reason = "tests have no settings; the task that runs them says where"
)]
fn endpoint() -> String {
    std::env::var(VARIABLE).expect("MAILLAGE_TEST_S3 names a server that speaks S3")
}

async fn bucket(name: &str) -> Bucket {
    let endpoint = endpoint();
    maillage_server::tls::provide();
    let made = reqwest::Client::new().put(format!("{endpoint}/{name}"));
    let made = made.send().await.unwrap();
    assert!(made.status().is_success(), "{}", made.status());
    Bucket {
        name: name.to_owned(),
        prefix: "essai/maillage".to_owned(),
        endpoint: Some(endpoint),
        region: "us-east-1".to_owned(),
        access_key: "ACCESS".to_owned(),
        secret_key: "secret".parse().unwrap(),
    }
}

#[tokio::test]
#[ignore = "needs a server that speaks S3: cargo xtask test runs it"]
async fn a_bucket_keeps_files_and_forgets_them() {
    let bucket = bucket("photos-kept").await;
    let files = Files::open(&FilePlace::Bucket(bucket.clone())).unwrap();
    keeps_and_forgets(&files).await;
    keeps_proofs(&files).await;
    let elsewhere = Bucket {
        prefix: String::new(),
        ..bucket
    };
    keeps_and_forgets(&Files::open(&FilePlace::Bucket(elsewhere)).unwrap()).await;
}

#[tokio::test]
#[ignore = "needs a server that speaks S3: cargo xtask test runs it"]
async fn a_bucket_that_there_is_not_is_told_by_the_check() {
    let absent = Bucket {
        name: "photos-absent".to_owned(),
        ..bucket("photos-present").await
    };
    let files = Files::open(&FilePlace::Bucket(absent)).unwrap();
    let error = files.check().await.expect_err("there is none");
    assert!(format!("{error:#}").contains("NoSuchBucket"), "{error:#}");
}

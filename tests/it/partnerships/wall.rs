//! The second wall: whoever writes past the use cases, a frozen text and its signatures stay as they are.

use sea_orm::{ConnectOptions, ConnectionTrait, Database};

use super::{CHANGE, PROPOSE, Place};
use serde_json::json;

#[tokio::test]
async fn a_frozen_text_and_its_signatures_are_never_changed() {
    let place = Place::found(2).await;
    let first = place.proposed(place.content()).await;
    place.signs(0, &first).await.data();
    let changed = place.content_with(&json!({ "title": "Une autre" }));
    place
        .does(1, CHANGE, &first["id"], json!({ "content": changed }))
        .await;
    let second = place.does(1, PROPOSE, &first["id"], json!({})).await;
    place.signs(0, &second).await.data();
    let mut options = ConnectOptions::new(place.hub.database_url());
    options.max_connections(1).sqlx_logging(false);
    let connection = Database::connect(options).await.unwrap();
    let say = async |statement: &str| match connection.execute_unprepared(statement).await {
        Ok(done) => format!("{} rows", done.rows_affected()),
        Err(error) => error.to_string(),
    };
    // The second organisation signs the version that was taken back, by hand.
    let sign = |number: i32| {
        format!(
            "INSERT INTO partnership_signatures
               SELECT mandates.id, partnership_versions.id, mandates.organisation_id, mandates.person_id, mandates.id,
                      'X', 'Y', 'SIGN_IN', partnership_versions.proposed_at, 'Z'
               FROM partnership_versions, mandates
               WHERE partnership_versions.number = {number} AND mandates.organisation_id NOT IN
                 (SELECT organisation_id FROM partnership_signatures)"
        )
    };
    for (statement, wall) in [
        (
            "UPDATE partnership_versions SET text = 'x' WHERE number = 1".to_owned(),
            "a frozen text is never changed",
        ),
        (
            "UPDATE partnership_versions SET sha256 = 'x'".to_owned(),
            "a frozen text is never changed",
        ),
        (
            "UPDATE partnership_versions SET outline = '{}' WHERE number = 2".to_owned(),
            "a frozen text is never changed",
        ),
        (
            "DELETE FROM partnership_versions WHERE number = 2".to_owned(),
            "a frozen text is never changed",
        ),
        (
            "UPDATE partnership_signatures SET capacity = 'x'".to_owned(),
            "a signature is never changed",
        ),
        (
            "DELETE FROM partnership_signatures".to_owned(),
            "a signature is never changed",
        ),
        (sign(1), "the version waits for none"),
        (
            "UPDATE partnership_versions SET state = 'PROPOSED' WHERE number = 1".to_owned(),
            "partnership_",
        ),
        (
            "UPDATE partnership_versions SET state = 'IN_FORCE'".to_owned(),
            "partnership_",
        ),
    ] {
        let said = say(&statement).await;
        assert!(said.contains(wall), "{statement}: {said}");
    }
    place.hub.run_jobs().await;
}

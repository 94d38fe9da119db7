//! The second wall: whoever writes past the use cases, the database takes no more than there is.

use maillage_domain::resources::Approval;
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection};

use super::{Place, rules};

async fn connect(place: &Place) -> DatabaseConnection {
    let mut options = ConnectOptions::new(place.hub.database_url());
    options.max_connections(1).sqlx_logging(false);
    Database::connect(options).await.unwrap()
}

/// What the database says of a statement.
async fn say(connection: &DatabaseConnection, statement: &str) -> String {
    match connection.execute_unprepared(statement).await {
        Ok(done) => format!("{} rows", done.rows_affected()),
        Err(error) => error.to_string(),
    }
}

#[tokio::test]
async fn a_line_written_past_the_use_case_is_refused_where_it_does_not_fit() {
    let place = Place::found().await;
    let room = place
        .resource("La grande salle", rules(Approval::Automatic))
        .await;
    let other = place
        .resource("La petite salle", rules(Approval::Automatic))
        .await;
    let never = place
        .published(
            "Le hangar",
            None,
            maillage_domain::values::Visibility::Hub,
            vec![],
        )
        .await;
    place
        .book(&[(room, 2)], "2026-11-24T08:00Z", "2026-11-24T10:00Z")
        .await
        .unwrap();
    place
        .book(&[(other, 1)], "2026-11-24T10:14Z", "2026-11-24T12:00Z")
        .await
        .unwrap();
    let connection = connect(&place).await;
    let add = |to: &str, units: u32, from: &str| {
        format!(
            "INSERT INTO booking_lines (booking_id, resource_id, position, units, starts_at, taken_until, holds,
                                        price_cents, buffer_minutes, free_until_minutes, late_share)
             SELECT booking_id, (SELECT id FROM resources WHERE title = '{to}'), 1, {units}, starts_at, taken_until,
                    TRUE, 0, 0, 0, 0
               FROM booking_lines WHERE resource_id = (SELECT id FROM resources WHERE title = '{from}')"
        )
    };
    // A minute of the buffer is all that they have in common.
    let refused = say(&connection, &add("La grande salle", 1, "La petite salle")).await;
    assert!(
        refused.contains("booking_lines: over capacity"),
        "{refused}"
    );
    let refused = say(&connection, &add("La petite salle", 2, "La grande salle")).await;
    assert!(
        refused.contains("booking_lines: over capacity"),
        "{refused}"
    );
    let refused = say(&connection, &add("Le hangar", 1, "La grande salle")).await;
    assert!(
        refused.contains("booking_lines: over capacity"),
        "{never} has no capacity: {refused}"
    );
    let fits = say(&connection, &add("La petite salle", 1, "La grande salle")).await;
    assert_eq!(fits, "1 rows");
    connection.close().await.unwrap();
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn lines_changed_past_the_use_case_are_refused_where_they_do_not_fit() {
    let place = Place::found().await;
    let room = place
        .resource("La grande salle", rules(Approval::Owner))
        .await;
    for _ in 0..2 {
        place
            .book(&[(room, 2)], "2026-11-24T08:00Z", "2026-11-24T10:00Z")
            .await
            .unwrap();
    }
    let connection = connect(&place).await;
    let hold = "UPDATE booking_lines SET holds = TRUE WHERE units = 2";
    let refused = say(&connection, hold).await;
    assert!(
        refused.contains("booking_lines: over capacity"),
        "{refused}"
    );
    assert_eq!(
        say(&connection, "UPDATE booking_lines SET units = 1").await,
        "2 rows"
    );
    let hold = "UPDATE booking_lines SET holds = TRUE";
    assert_eq!(say(&connection, hold).await, "2 rows");
    let refused = say(&connection, "UPDATE booking_lines SET units = 2").await;
    assert!(
        refused.contains("booking_lines: over capacity"),
        "{refused}"
    );
    connection.close().await.unwrap();
    place.hub.run_jobs().await;
}

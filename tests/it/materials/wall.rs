//! The second wall: whoever writes past the use cases, the stock stays the sum of its moves and
//! never falls below nothing.

use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection};

use super::Place;

async fn connect(place: &Place) -> DatabaseConnection {
    let mut options = ConnectOptions::new(place.hub.database_url());
    options.max_connections(1).sqlx_logging(false);
    Database::connect(options).await.unwrap()
}

#[tokio::test]
async fn whatever_is_written_the_stock_is_the_sum_of_moves_that_stay() {
    let place = Place::found().await;
    let doors = place.material("Portes").await;
    let lot = place.lot(doors, "10").await;
    place.held(&lot, "4").await;
    let connection = connect(&place).await;
    let say = async |statement: &str| match connection.execute_unprepared(statement).await {
        Ok(done) => format!("{} rows", done.rows_affected()),
        Err(error) => error.to_string(),
    };
    // After the move that is there: ten there, four held.
    let add = |number: u32, changes: (i64, i64), after: (i64, i64)| {
        format!(
            "INSERT INTO stock_moves (lot_id, number, kind, on_hand_change, held_change, on_hand, held, at)
             SELECT lot_id, {number}, 'CORRECTION', {}, {}, {}, {}, at FROM stock_moves WHERE number = 1",
            changes.0, changes.1, after.0, after.1
        )
    };
    for (statement, wall) in [
        (
            add(3, (-7_000, 0), (3_000, 4_000)),
            "lots_never_below_nothing",
        ),
        (
            add(3, (0, 7_000), (10_000, 11_000)),
            "lots_never_below_nothing",
        ),
        (
            add(3, (0, -5_000), (10_000, -1_000)),
            "lots_never_below_nothing",
        ),
        (
            add(3, (-1_000, 0), (10_000, 4_000)),
            "stock_moves: does not add up",
        ),
        (
            add(3, (0, -1_000), (10_000, 2_000)),
            "stock_moves: does not add up",
        ),
        (
            add(4, (-1_000, 0), (9_000, 4_000)),
            "stock_moves: does not add up",
        ),
        (
            "UPDATE stock_moves SET on_hand_change = 11000".to_owned(),
            "stock_moves: a move is never changed",
        ),
        (
            "DELETE FROM stock_moves WHERE number = 2".to_owned(),
            "stock_moves: a move is never changed",
        ),
        (
            "UPDATE lots SET on_hand = 11000".to_owned(),
            "lots: not the sum of its moves",
        ),
        (
            "UPDATE lots SET held = 0".to_owned(),
            "lots: not the sum of its moves",
        ),
        (
            "UPDATE reservations SET brought_back = 1".to_owned(),
            "reservations_no_more_than_taken",
        ),
        (
            "INSERT INTO lots SELECT * FROM lots".to_owned(),
            "lots: begins without moves",
        ),
    ] {
        let told = say(&statement).await;
        assert!(told.contains(wall), "{statement}: {told}");
    }
    assert_eq!(place.stock(&lot).await, ("10".into(), "6".into()));
    let right = say(&add(3, (-6_000, 0), (4_000, 4_000))).await;
    assert_eq!(right, "1 rows");
    assert_eq!(place.stock(&lot).await, ("4".into(), "0".into()));
    connection.close().await.unwrap();
    place.end().await;
}

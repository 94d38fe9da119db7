//! Searching texts: every word asked for occurs, accents and case aside.

use maillage_domain::values::fold;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, DbBackend, sea_query::LikeExpr};

use crate::db::Conn;

/// The folded text that is searched for an entity.
pub(crate) fn document<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    let mut document = String::new();
    for part in parts {
        if !document.is_empty() {
            document.push(' ');
        }
        document.push_str(&fold(part));
    }
    document
}

/// All words of `query` occur in the folded `column`; nothing to ask, nothing to filter.
pub(crate) fn matches<C: ColumnTrait>(column: C, query: &str) -> Condition {
    let folded = fold(query);
    folded
        .split_whitespace()
        .take(8)
        .fold(Condition::all(), |all, word| {
            all.add(column.like(LikeExpr::new(format!("%{word}%"))))
        })
}

/// The JSON list in `table.column` has this element.
pub(crate) fn has_element(conn: &impl Conn, table: &str, column: &str, element: &str) -> Condition {
    use sea_orm::sea_query::Expr;
    let expression = match conn.executor().get_database_backend() {
        DbBackend::Postgres => Expr::cust_with_values(
            format!("\"{table}\".\"{column}\" @> to_jsonb($1::text)"),
            [element.to_owned()],
        ),
        _ => Expr::cust_with_values(
            format!("EXISTS (SELECT 1 FROM json_each(\"{table}\".\"{column}\") WHERE value = ?)"),
            [element.to_owned()],
        ),
    };
    Condition::all().add(expression)
}

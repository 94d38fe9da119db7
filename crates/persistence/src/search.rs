//! Searching texts: every word asked for occurs, accents and case aside.

use maillage_domain::values::fold;
use sea_orm::{ColumnTrait, Condition, sea_query::{LikeExpr}};

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
        .fold(Condition::all(), |all, word| all.add(column.like(LikeExpr::new(format!("%{word}%")))))
}

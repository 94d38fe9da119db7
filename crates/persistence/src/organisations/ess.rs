//! Belonging to the social and solidarity economy as a filter: the SQL form of
//! `EssEvidence::status`; a test compares the two.

use chrono::NaiveDate;
use maillage_domain::organisations::{AccreditationKind, LegalForm, ess_categories};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbBackend,
    sea_query::{Expr, ExprTrait, SimpleExpr},
};

use super::{query::EssFilter, row::Column};
use crate::db::Conn;

/// The organisations that belong to the ESS on the day, or those that do not.
pub(super) fn matches(conn: &impl Conn, filter: EssFilter) -> SimpleExpr {
    let postgres = conn.executor().get_database_backend() == DbBackend::Postgres;
    let forms = LegalForm::ALL
        .iter()
        .filter(|form| form.ess_family().is_some())
        .map(|form| form.as_str());
    let evidence = Condition::any()
        .add(Column::LegalCategory.is_in(ess_categories()))
        .add(Column::LegalForm.is_in(forms))
        .add(Column::SireneEss.eq(true))
        .add(Column::ListedByEssFrance.eq(true))
        .add(holds_esus(postgres, filter.on));
    let belongs = Condition::any()
        .add(
            Condition::all()
                .add(Column::EssDecision.is_null())
                .add(evidence),
        )
        .add(
            Condition::all()
                .add(Column::EssDecision.is_not_null())
                .add(decided(postgres)),
        );
    // What is unknown counts as no: CASE leaves no third answer.
    Expr::expr(Expr::case(belongs, 1).finally(0)).eq(i32::from(filter.belongs))
}

fn decided(postgres: bool) -> SimpleExpr {
    if postgres {
        Expr::cust("(\"organisations\".\"ess_decision\" ->> 'is_ess')::boolean")
    } else {
        Expr::cust("json_extract(\"organisations\".\"ess_decision\", '$.is_ess') = 1")
    }
}

/// Days are kept as ISO 8601 texts, which sort as they follow each other.
fn holds_esus(postgres: bool, on: NaiveDate) -> SimpleExpr {
    let (esus, day) = (AccreditationKind::Esus.to_string(), on.to_string());
    if postgres {
        Expr::cust_with_values(
            "EXISTS (SELECT 1 FROM jsonb_array_elements(\"organisations\".\"accreditations\") AS one \
             WHERE one ->> 'kind' = $1 AND COALESCE(one ->> 'from', $2) <= $2 AND COALESCE(one ->> 'until', $2) >= $2)",
            [esus, day],
        )
    } else {
        Expr::cust_with_values(
            "EXISTS (SELECT 1 FROM json_each(\"organisations\".\"accreditations\") AS one \
             WHERE json_extract(one.value, '$.kind') = ? \
             AND COALESCE(json_extract(one.value, '$.from'), ?) <= ? \
             AND COALESCE(json_extract(one.value, '$.until'), ?) >= ?)",
            [esus, day.clone(), day.clone(), day.clone(), day],
        )
    }
}

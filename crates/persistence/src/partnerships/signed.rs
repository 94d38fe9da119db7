//! What organisations have signed with one another.

use maillage_domain::{
    ids::OrganisationId,
    partnerships::{Form, Partnership, PartnershipState},
};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder,
    sea_query::{Expr, ExprTrait, Query},
};

use super::{
    row::partnership::{Column, Entity},
    with_versions,
};
use crate::{db::Conn, error::Error};

/// The partnerships of a form that came about between organisations, be they over or not, the oldest first:
/// each of them is, or was, a party. Whoever may see them.
///
/// # Errors
/// When the database fails or holds what is no partnership.
pub async fn signed_by(
    conn: &impl Conn,
    form: Form,
    organisations: &[OrganisationId],
) -> Result<Vec<Partnership>, Error> {
    let came_about = PartnershipState::ALL.iter().filter(|state| {
        let over = matches!(
            state,
            PartnershipState::Ended | PartnershipState::Terminated
        );
        state.binds() || over
    });
    let mut wanted = Entity::find()
        .filter(Column::Form.eq(form.as_str()))
        .filter(Column::State.is_in(came_about.map(|state| state.as_str())));
    for organisation in organisations {
        let reads = Query::select()
            .column("partnership_id")
            .from("partnership_readers")
            .and_where(Expr::col("organisation_id").eq(organisation.uuid()))
            .take();
        wanted = wanted.filter(Column::Id.in_subquery(reads));
    }
    let rows = wanted
        .order_by_asc(Column::Id)
        .all(&conn.executor())
        .await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    with_versions(conn, rows).await
}

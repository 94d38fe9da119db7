//! How much material was used again.

use async_graphql::{Context, SimpleObject};
use maillage_domain::{Faults, hubs::Hub, materials::Weight, values::Unit};
use maillage_usecases::{
    Error,
    materials::{self, MonthOfReuse},
};

use crate::{
    context::ContextExt,
    enums::E,
    error::Result,
    values::{Month, Quantity},
};

/// How much material was fetched to be used again in a month, on the hub's clocks.
#[derive(SimpleObject)]
pub(crate) struct ReusedMaterials {
    /// Which.
    month: Month,
    /// In tonnes: what was weighed, or reckoned by what one unit weighs, corrections included.
    weight: Quantity,
    /// How many times something was fetched.
    collections: i32,
    /// How many of these nobody knows the weight of, so that they are missing in it.
    without_weight: i32,
}

impl From<MonthOfReuse> for ReusedMaterials {
    fn from(one: MonthOfReuse) -> Self {
        let count = |count: i64| i32::try_from(count).unwrap_or(i32::MAX);
        Self {
            month: one.month.to_string().into(),
            weight: Quantity {
                value: Weight::of_grams(one.fetched.grams).tonnes().to_string(),
                unit: E(Unit::Tonne),
            },
            collections: count(one.fetched.collections),
            without_weight: count(one.fetched.unweighed),
        }
    }
}

/// What was used again month by month; null for who may not read it.
pub(crate) async fn reused(
    ctx: &Context<'_>,
    hub: &Hub,
    from: &Month,
    to: &Month,
) -> Result<Option<Vec<ReusedMaterials>>> {
    let mut faults = Faults::new();
    let from = faults.take("from", from.0.parse());
    let to = faults.take("to", to.0.parse());
    let (Some(from), Some(to)) = (from, to) else {
        return Err(Error::from(faults).into());
    };
    let months = materials::reused(ctx.platform(), ctx.actor(), hub, (from, to)).await?;
    Ok(months.map(|months| months.into_iter().map(ReusedMaterials::from).collect()))
}

//! Making lots, changing them, and moving their stock.

use maillage_domain::{
    Faults,
    ids::{LotId, OrganisationId, ResourceId},
    materials::{Lot, LotAction, LotContent, LotDraft, MaterialQuantity},
    policy::{self, Action, Actor},
    resources::ResourceAction,
    values::{Label, Reason},
};
use maillage_persistence::{Tx, materials::lots, resources};

use super::{QuantityDraft, Target, expiry::Shelf};
use crate::{
    error::{Error, expect_version},
    platform::Platform,
};

/// Makes a lot of a resource, with what is there of it.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Invalid`, `WRONG_KIND`, `WRONG_STATE`.
pub async fn create_lot(
    platform: &Platform,
    actor: &Actor,
    (acting_for, resource): (OrganisationId, ResourceId),
    draft: &LotDraft,
    quantity: &QuantityDraft,
) -> Result<Lot, Error> {
    let (actor, act) = platform.act_for(actor, acting_for)?;
    let mut faults = Faults::new();
    let content = faults.nest("content", LotContent::parse(draft, quantity.unit));
    let quantity = faults.nest("quantity", quantity.read());
    let (Some(content), Some(quantity)) = (content, quantity) else {
        return Err(faults.into());
    };
    platform
        .write(async |tx| {
            let resource = resources::find(tx, resource).await?;
            let resource = resource.ok_or(Error::NotFound)?;
            let create = ResourceAction::CreateLot;
            policy::check(&actor, Action::Resource(create, &resource))?;
            let mut lot = Lot::create(&act, &resource, content.clone(), quantity)?;
            lots::save(tx, &mut lot).await?;
            Ok(lot)
        })
        .await
}

/// Changes what a lot says of itself.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Invalid`, `Conflict`, `NOTHING_TO_DO`.
pub async fn change_lot(
    platform: &Platform,
    actor: &Actor,
    target: Target<LotId>,
    draft: &LotDraft,
) -> Result<Lot, Error> {
    let (actor, act) = platform.act_for(actor, target.acting_for)?;
    platform
        .anew(|| {
            platform.write(async |tx| {
                let mut shelf = load(platform, tx, &actor, target, LotAction::Change).await?;
                let lot = &mut shelf.lot;
                let content = LotContent::parse(draft, lot.unit);
                let content = content.and_then(|content| {
                    lot.expect_origin(&content)?;
                    Ok(content)
                });
                let content = content.map_err(|faults| faults.within("content"))?;
                lot.change(&act, content)?;
                lots::save(tx, lot).await?;
                Ok(shelf.lot)
            })
        })
        .await
}

/// Adds to the stock of a lot.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Invalid`, `Conflict`.
pub async fn add_stock(
    platform: &Platform,
    actor: &Actor,
    target: Target<LotId>,
    quantity: &QuantityDraft,
) -> Result<Lot, Error> {
    let (actor, act) = platform.act_for(actor, target.acting_for)?;
    let quantity = within_quantity(quantity.read())?;
    platform
        .anew(|| {
            platform.write(async |tx| {
                let mut shelf = load(platform, tx, &actor, target, LotAction::AddStock).await?;
                let amount = within_quantity(shelf.lot.amount_of(quantity))?;
                within_quantity(shelf.lot.add(&act, amount))?;
                lots::save(tx, &mut shelf.lot).await?;
                Ok(shelf.lot)
            })
        })
        .await
}

/// Says what was counted of a lot, and why it is not what was thought.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Invalid`, `Conflict`, `NOTHING_TO_DO`; `OUT_OF_STOCK` for less than is
/// held for others.
pub async fn correct_stock(
    platform: &Platform,
    actor: &Actor,
    target: Target<LotId>,
    counted: &QuantityDraft,
    reason: Reason,
) -> Result<Lot, Error> {
    let (actor, act) = platform.act_for(actor, target.acting_for)?;
    let within = |faults: Faults| faults.within("counted");
    let counted = MaterialQuantity::parse_count(&counted.value, counted.unit).map_err(within)?;
    platform
        .anew(|| {
            platform.write(async |tx| {
                let mut shelf = load(platform, tx, &actor, target, LotAction::CorrectStock).await?;
                let amount = shelf.lot.amount_of(counted).map_err(within)?;
                shelf.lot.correct(&act, amount, reason.clone())?;
                lots::save(tx, &mut shelf.lot).await?;
                Ok(shelf.lot)
            })
        })
        .await
}

/// Makes a part of what can be had of a lot a lot of its own; answers that.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Invalid`, `Conflict`, `OUT_OF_STOCK`.
pub async fn split_lot(
    platform: &Platform,
    actor: &Actor,
    target: Target<LotId>,
    label: &str,
    quantity: &QuantityDraft,
) -> Result<Lot, Error> {
    let (actor, act) = platform.act_for(actor, target.acting_for)?;
    let (label, quantity) = part(label, quantity)?;
    platform
        .anew(|| {
            platform.write(async |tx| {
                let mut shelf = load(platform, tx, &actor, target, LotAction::Split).await?;
                let amount = within_quantity(shelf.lot.amount_of(quantity))?;
                let part = shelf
                    .lot
                    .split(&act, &shelf.resource, amount, label.clone());
                let mut part = part?;
                lots::save(tx, &mut shelf.lot).await?;
                lots::save(tx, &mut part).await?;
                Ok(part)
            })
        })
        .await
}

/// What is to become a lot of its own.
pub(super) fn part(
    label: &str,
    quantity: &QuantityDraft,
) -> Result<(Label, MaterialQuantity), Faults> {
    let mut faults = Faults::new();
    let label = faults.take("label", Label::parse(label));
    let quantity = faults.nest("quantity", quantity.read());
    label.zip(quantity).ok_or(faults)
}

/// Where the faults of a quantity are.
pub(super) fn within_quantity<T>(read: Result<T, Faults>) -> Result<T, Faults> {
    read.map_err(|faults| faults.within("quantity"))
}

impl QuantityDraft {
    pub(super) fn read(&self) -> Result<MaterialQuantity, Faults> {
        MaterialQuantity::parse(&self.value, self.unit)
    }
}

/// Locks the lot of an act, authorised and at the version read.
async fn load(
    platform: &Platform,
    tx: &Tx,
    actor: &Actor,
    target: Target<LotId>,
    action: LotAction,
) -> Result<Shelf, Error> {
    let shelf = Shelf::lock(platform, tx, target.id).await?;
    policy::check(actor, Action::Lot(action, &shelf.lot, &shelf.resource))?;
    expect_version(target.expected_version, shelf.lot.version)?;
    Ok(shelf)
}

//! Lots of material, and what is held of them, as borrowers ask for it and owners give it.

use chrono::{DateTime, Utc};
use maillage_domain::{
    ids::LotId,
    materials::{HoldDraft, LotDraft, ReservationAction, WeightDraft},
    policy::Actor,
    values::{Reason, Unit},
};
use maillage_usecases::{
    Error,
    materials::{self, Fetching, QuantityDraft, Target},
};

use super::{Cast, unknown};
use crate::demo::data::{Lot, Reservation, Resource};

impl<'a> Cast<'a> {
    pub(super) async fn make_lot(
        &mut self,
        resource: &'a Resource,
        lot: &'a Lot,
    ) -> Result<(), Error> {
        let (owner, actor) = self.representative(&resource.owner)?;
        let id = self.resources.get(resource.key.as_str()).copied();
        let id = id.ok_or_else(|| unknown(&resource.key))?;
        let draft = LotDraft {
            label: lot.label.clone(),
            condition: lot.condition,
            status: lot.status,
            dimensions: lot.dimensions.clone(),
            origin_site: lot.origin_site.clone(),
            origin_on: lot.origin_on,
            available_until: None,
            weight: lot.weight_of_one.as_ref().map(|weight| WeightDraft {
                value: weight.value.clone(),
                unit: weight.unit,
            }),
            hold: lot.hold_days.map(|days| days * 24 * 60),
        };
        let quantity = QuantityDraft {
            value: lot.quantity.value.clone(),
            unit: lot.quantity.unit,
        };
        let within = (owner, id);
        let made = materials::create_lot(self.platform, &actor, within, &draft, &quantity).await?;
        self.lots.insert(&lot.key, made.id);
        Ok(())
    }

    pub(super) async fn reserve(
        &mut self,
        one: &'a Reservation,
        until: DateTime<Utc>,
    ) -> Result<(), Error> {
        let (borrower, actor) = self.representative(&one.borrower)?;
        let (lot, unit) = self.lot(&one.lot)?;
        let draft = HoldDraft {
            lot,
            value: one.quantity.clone(),
            unit,
            until: Some(until),
            project: None,
            purpose: Some(one.purpose.clone()),
        };
        let held = materials::reserve(self.platform, &actor, borrower, &draft).await?;
        self.reservations.insert(&one.key, held.id);
        Ok(())
    }

    /// What the owner does with a reservation; what the borrower does where it is called off.
    pub(super) async fn on_reservation(
        &mut self,
        one: &'a Reservation,
        action: ReservationAction,
    ) -> Result<(), Error> {
        use ReservationAction as A;
        let id = self.reservations.get(one.key.as_str()).copied();
        let id = id.ok_or_else(|| unknown(&one.key))?;
        let found = materials::by_ids(self.platform, &Actor::Operator, &[id]).await?;
        let stored = found.get(&id).ok_or_else(|| unknown(&one.key))?;
        let side = if action == A::Cancel {
            &one.borrower
        } else {
            self.owner_of_lot(&one.lot)?
        };
        let (acting_for, actor) = self.representative(side)?;
        let target = Target {
            id,
            acting_for,
            expected_version: stored.version,
        };
        let unit = stored.unit;
        let quantity = |value: &Option<String>| {
            let value = value.clone();
            value.map(|value| QuantityDraft { value, unit })
        };
        let (platform, actor) = (self.platform, &actor);
        match action {
            A::Collect => {
                let fetching = Fetching {
                    quantity: quantity(&one.taken),
                    weight: None,
                };
                materials::collect(platform, actor, target, &fetching).await
            }
            A::Cancel => {
                let reason = Reason::parse_optional(one.reason.as_deref());
                let reason = reason.map_err(|problem| Error::invalid("demo", problem))?;
                materials::cancel(platform, actor, target, reason).await
            }
            A::TakeBackDeposit => {
                let back = quantity(&one.brought_back).ok_or_else(|| unknown("a quantity"))?;
                materials::take_back_deposit(platform, actor, target, &back).await
            }
            A::Read | A::Correct | A::PassOn => return Ok(()),
        }?;
        Ok(())
    }

    fn lot(&self, key: &str) -> Result<(LotId, Unit), Error> {
        let id = self.lots.get(key).copied();
        let shared = (self.data.resources.iter()).filter_map(|one| one.shared.as_ref());
        let mut lots = shared.flat_map(|shared| &shared.lots);
        let unit = lots.find(|lot| lot.key == key).map(|lot| lot.quantity.unit);
        id.zip(unit).ok_or_else(|| unknown(key))
    }

    fn owner_of_lot(&self, key: &str) -> Result<&'a str, Error> {
        let has = |resource: &&Resource| {
            let mut lots = resource.shared.iter().flat_map(|shared| &shared.lots);
            lots.any(|lot| lot.key == key)
        };
        let found = self.data.resources.iter().find(has);
        found
            .map(|one| one.owner.as_str())
            .ok_or_else(|| unknown(key))
    }
}

//! What clients send about lots and reservations.

use async_graphql::{ID, InputObject};
use chrono::{DateTime, Utc};
use maillage_domain::{
    Faults,
    ids::{self as domain_ids, LotId, OrganisationId, ReservationId, ResourceId},
    materials::{HoldDraft, LotCondition, LotDraft, ReuseStatus, WeightDraft},
    resources::Minutes,
};
use maillage_usecases::{
    Error,
    materials::{Fetching, QuantityDraft, Target},
};

use crate::{
    enums::E,
    ids::{self, kinds},
    values::{Date, Duration, Quantity},
};

/// What a lot says of itself.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct LotContentInput {
    /// What it is, up to 120 characters.
    label: String,
    /// In what condition.
    condition: E<LotCondition>,
    /// What using it again is by law.
    status: E<ReuseStatus>,
    /// How large each piece is, up to 280 characters.
    dimensions: Option<String>,
    /// The site it was taken from, up to 120 characters; of a lot made of another that of the other.
    origin_site: Option<String>,
    /// The day on which it was taken from there; of a lot made of another that of the other.
    origin_on: Option<Date>,
    /// Until when it can be had; until it is gone if not said.
    available_until: Option<DateTime<Utc>>,
    /// What one unit weighs, up to 100 tonnes, in kilograms or tonnes: so its weight is known when it
    /// is fetched. Not where it is counted by weight.
    weight_of_one: Option<Quantity>,
    /// How long it is held for somebody at most, `PT1H` to `P90D`; two weeks if not said.
    hold_at_most: Option<Duration>,
}

/// What somebody wants to have held.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct MaterialReservationContentInput {
    /// Of which lot.
    lot: ID,
    /// How much, in the unit of the lot.
    quantity: Quantity,
    /// Until when; as long as the lot is held if not said.
    until: Option<DateTime<Utc>>,
    /// For which project: one that the organisation leads or takes part in.
    project: Option<ID>,
    /// What for, up to 280 characters.
    purpose: Option<String>,
}

/// A quantity as typed.
pub(super) fn quantity(given: &Quantity) -> QuantityDraft {
    QuantityDraft {
        value: given.value.clone(),
        unit: given.unit.0,
    }
}

impl LotContentInput {
    pub(super) fn read(&self) -> Result<LotDraft, Error> {
        let mut faults = Faults::new();
        let hold = self.hold_at_most.as_ref();
        let hold = faults.take(
            "holdAtMost",
            hold.map(|hold| Minutes::read(&hold.0)).transpose(),
        );
        let Some(hold) = hold else {
            return Err(faults.within("content").into());
        };
        Ok(LotDraft {
            label: self.label.clone(),
            condition: self.condition.0,
            status: self.status.0,
            dimensions: self.dimensions.clone(),
            origin_site: self.origin_site.clone(),
            origin_on: self.origin_on.map(|day| day.0),
            available_until: self.available_until,
            weight: self.weight_of_one.as_ref().map(|weight| WeightDraft {
                value: weight.value.clone(),
                unit: weight.unit.0,
            }),
            hold,
        })
    }
}

impl MaterialReservationContentInput {
    pub(super) fn read(self) -> Result<HoldDraft, Error> {
        let mut faults = Faults::new();
        let lot = faults.take("lot", domain_ids::parse::<kinds::Lot>(&self.lot));
        let project = self.project.as_ref();
        let project = project.map(|id| domain_ids::parse::<kinds::Project>(id));
        let project = faults.take("project", project.transpose());
        let (Some(lot), Some(project)) = (lot, project) else {
            return Err(faults.within("content").into());
        };
        Ok(HoldDraft {
            lot,
            value: self.quantity.value,
            unit: self.quantity.unit.0,
            until: self.until,
            project,
            purpose: self.purpose,
        })
    }
}

/// Makes a lot of a resource.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct CreateLotInput {
    /// The organisation that shares the resource.
    acting_for: ID,
    /// The resource: a material.
    resource: ID,
    /// What it says of itself.
    pub(super) content: LotContentInput,
    /// How much is there; what it is counted in stays so.
    pub(super) quantity: Quantity,
    /// Validate, authorise and answer, but write nothing.
    #[graphql(default)]
    pub(super) dry_run: bool,
}

/// Has some of a lot held.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct ReserveMaterialInput {
    /// The organisation for which it is held.
    acting_for: ID,
    /// How much of what, and until when.
    pub(super) content: MaterialReservationContentInput,
    /// Validate, authorise and answer, but write nothing.
    #[graphql(default)]
    pub(super) dry_run: bool,
}

impl CreateLotInput {
    pub(super) fn within(&self) -> Result<(OrganisationId, ResourceId), Error> {
        Ok((
            ids::read::<kinds::Organisation>("actingFor", &self.acting_for)?,
            ids::read::<kinds::Resource>("resource", &self.resource)?,
        ))
    }
}

impl ReserveMaterialInput {
    pub(super) fn acting_for(&self) -> Result<OrganisationId, Error> {
        ids::read::<kinds::Organisation>("actingFor", &self.acting_for)
    }
}

/// The part that every act on a lot or a reservation has.
macro_rules! inputs_about {
    ($kind:ident, $id:ident, $about:literal, $($(#[doc = $doc:literal])+ $name:ident { $($(#[doc = $field_doc:literal])+ $field:ident: $type:ty,)* })+) => {$(
        $(#[doc = $doc])+
        #[derive(Debug, Clone, InputObject)]
        pub(crate) struct $name {
            #[doc = $about]
            id: ID,
            /// The organisation acted for.
            acting_for: ID,
            /// The version you have read; CONFLICT when it changed since.
            expected_version: i32,
            $($(#[doc = $field_doc])+ pub(super) $field: $type,)*
            /// Validate, authorise and answer, but write nothing.
            #[graphql(default)]
            pub(super) dry_run: bool,
        }

        impl $name {
            pub(super) fn target(&self) -> Result<Target<$id>, Error> {
                Ok(Target {
                    id: ids::read::<kinds::$kind>("id", &self.id)?,
                    acting_for: ids::read::<kinds::Organisation>("actingFor", &self.acting_for)?,
                    expected_version: self.expected_version,
                })
            }
        }
    )+};
}

inputs_about! {
    Lot, LotId, "The lot.",
    /// Changes what a lot says of itself.
    ChangeLotInput {
        /// What it is to say of itself, whole.
        content: LotContentInput,
    }
    /// Adds to the stock of a lot.
    AddStockInput {
        /// How much came in.
        quantity: Quantity,
    }
    /// Says what was counted of a lot.
    CorrectStockInput {
        /// How much is really there, what is held for somebody among it; it may be nothing.
        counted: Quantity,
        /// Why it is not what was thought, 3 to 2,000 characters.
        reason: String,
    }
    /// Makes a part of a lot a lot of its own.
    SplitLotInput {
        /// What that is, up to 120 characters.
        label: String,
        /// How much, of what can be had.
        quantity: Quantity,
    }
}

inputs_about! {
    Reservation, ReservationId, "The material reservation.",
    /// Records what was fetched.
    CollectReservationInput {
        /// How much was really fetched; what was held if not said.
        quantity: Option<Quantity>,
        /// What it weighed, in kilograms or tonnes, where somebody weighed it.
        weight: Option<Quantity>,
    }
    /// Mends what was recorded when it was fetched.
    CorrectCollectionInput {
        /// How much was really fetched; what is recorded if not said.
        quantity: Option<Quantity>,
        /// What it weighed, in kilograms or tonnes, where somebody weighed it.
        weight: Option<Quantity>,
        /// Why, 3 to 2,000 characters.
        reason: String,
    }
    /// Calls a reservation off.
    CancelReservationInput {
        /// Why, 3 to 2,000 characters; the owner always says so.
        reason: Option<String>,
    }
    /// Records that things under a deposit came back.
    TakeBackDepositInput {
        /// How much came back.
        quantity: Quantity,
    }
    /// Makes what was fetched a lot of who fetched it.
    PassOnLotInput {
        /// The resource of the organisation that it is to be a lot of: a material.
        resource: ID,
        /// What it is, up to 120 characters.
        label: String,
        /// How much of what was fetched.
        quantity: Quantity,
    }
}

impl PassOnLotInput {
    pub(super) fn resource(&self) -> Result<ResourceId, Error> {
        ids::read::<kinds::Resource>("resource", &self.resource)
    }
}

/// What was fetched.
pub(super) fn fetching(amount: Option<&Quantity>, weight: Option<&Quantity>) -> Fetching {
    Fetching {
        quantity: amount.map(quantity),
        weight: weight.map(quantity),
    }
}

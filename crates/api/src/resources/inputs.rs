//! What clients send about resources.

use async_graphql::{ID, InputObject};
use maillage_domain::{
    Faults,
    ids::{HubId, OrganisationId},
    memberships::MemberCategory,
    organisations::Location,
    photos::PhotoDraft,
    resources::{
        self as domain, AmountDraft, ClosureDraft, ConditionsDraft, DayHoursDraft, HoursDraft,
        Minutes, OpeningDraft, ResourceDraft, RulesDraft, TermsDraft,
    },
    staff::CostsDraft,
    values::Visibility,
};
use maillage_usecases::{Error, resources::Target};

use crate::{
    enums::E,
    ids::{self, kinds},
    organisations::LocationInput,
    values::{Duration, Money},
};

/// What a resource says of itself. Lists are whole: what is left out of them goes away.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct ResourceContentInput {
    /// Of what kind it is.
    kind: E<domain::ResourceKind>,
    /// Title, 3 to 120 characters.
    title: String,
    /// One or two sentences, up to 280 characters.
    summary: String,
    /// Long text in Markdown, up to 20,000 characters.
    description: String,
    /// INSEE code of the commune where it is.
    commune: Option<String>,
    /// Street address, up to 120 characters; shown as exactly as the place on the map.
    address: Option<String>,
    /// Place on the map.
    location: Option<LocationInput>,
    /// What it looks like, its cover first, up to 10.
    #[graphql(default)]
    photos: Vec<PhotoInput>,
    /// What is given for its use.
    terms: TermsInput,
    /// Who reads it once published; the members of its hubs if not said. Staff time is never PUBLIC: its costs tell what
    /// somebody earns.
    visibility: Option<E<Visibility>>,
    /// Hubs to share it with besides the one that moderates it, up to 50; the organisation is an
    /// active member of each.
    #[graphql(default)]
    shared_with: Vec<ID>,
    /// The organisations to share it with, up to 50; with the visibility PARTIES, and only then.
    #[graphql(default)]
    parties: Vec<ID>,
}

/// A picture of what is shared.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct PhotoInput {
    /// A photo that the organisation has uploaded: `POST /photos?actingFor=…`.
    photo: ID,
    /// What it shows, for who does not see it, up to 250 characters.
    description: String,
}

/// What is given for the use of a resource.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct TermsInput {
    /// Which kind of terms.
    kind: E<domain::PriceKind>,
    /// What a share of the costs is counted by; with `COST_SHARE`, and only then.
    per: Option<E<domain::Per>>,
    /// The share for members of a category, each at most once; with `COST_SHARE`, and only then.
    #[graphql(default)]
    amounts: Vec<CategoryAmountInput>,
    /// The share for everybody else; with `COST_SHARE`, and only then.
    others: Option<Money>,
    /// What is given instead of money, up to 280 characters; with BARTER, and only then.
    barter: Option<String>,
    /// What an hour of the employee costs; with `STAFF_COSTS`, and only then.
    costs: Option<StaffCostsInput>,
    /// What is left as a security and given back.
    deposit: Option<Money>,
    /// What else is to be known, up to 280 characters.
    note: Option<String>,
}

/// What an hour of an employee costs their employer, and what is refunded besides.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct StaffCostsInput {
    /// Wages for an hour, up to a thousand euros.
    wages: Money,
    /// Social charges on them, up to a thousand euros.
    charges: Money,
    /// Which expenses are refunded to the employee and charged on, up to 280 characters; their amount is said
    /// when the hours are confirmed.
    expenses: Option<String>,
}

impl StaffCostsInput {
    fn read(self) -> Result<CostsDraft, Faults> {
        let mut faults = Faults::new();
        faults.take("wages", self.wages.in_euros());
        faults.take("charges", self.charges.in_euros());
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(CostsDraft {
            wages: self.wages.amount,
            charges: self.charges.amount,
            expenses: self.expenses,
        })
    }
}

/// The share of the costs for members of a category.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct CategoryAmountInput {
    /// The category of their membership in the hub.
    category: E<MemberCategory>,
    /// How much, up to a million euros.
    amount: Money,
}

impl ResourceContentInput {
    pub(super) fn read(self) -> Result<ResourceDraft, Error> {
        let each_hub = |id: &ID| ids::read::<kinds::Hub>("sharedWith", id);
        let each_party = |id: &ID| ids::read::<kinds::Organisation>("parties", id);
        let shared_with: Result<Vec<HubId>, Error> =
            self.shared_with.iter().map(each_hub).collect();
        let parties: Result<Vec<OrganisationId>, Error> =
            self.parties.iter().map(each_party).collect();
        let (shared_with, parties) = (shared_with?, parties?);
        let mut faults = Faults::new();
        let photos = faults.each("photos", self.photos, PhotoInput::read);
        let photos = photos.ok_or_else(|| faults.within("content"))?;
        let terms = self
            .terms
            .read()
            .map_err(|faults| faults.within("terms").within("content"))?;
        Ok(ResourceDraft {
            kind: self.kind.0,
            title: self.title,
            summary: self.summary,
            description: self.description,
            commune: self.commune,
            address: self.address,
            location: self.location.map(Location::from),
            photos,
            terms,
            visibility: self.visibility.map(|visibility| visibility.0),
            shared_with,
            parties,
        })
    }
}

impl PhotoInput {
    fn read(self) -> Result<PhotoDraft, Faults> {
        let photo = maillage_domain::ids::parse(&self.photo);
        Ok(PhotoDraft {
            photo: photo.map_err(|problem| Faults::one("photo", problem))?,
            description: self.description,
        })
    }
}

impl TermsInput {
    /// The terms as the domain reads them. It knows one currency, which is looked at here.
    fn read(self) -> Result<TermsDraft, Faults> {
        let mut faults = Faults::new();
        let money = |faults: &mut Faults, field: &str, money: Money| {
            faults.take(field, money.in_euros());
            money.amount
        };
        let others = self.others.map(|one| money(&mut faults, "others", one));
        let deposit = self.deposit.map(|one| money(&mut faults, "deposit", one));
        let amounts = faults.each("amounts", self.amounts, |one| {
            let known = one.amount.in_euros();
            known.map_err(|problem| Faults::one("amount", problem))?;
            Ok(AmountDraft {
                category: one.category.0,
                amount: one.amount.amount,
            })
        });
        let costs = self.costs.map(StaffCostsInput::read).transpose();
        let costs = faults.nest("costs", costs).flatten();
        match amounts {
            Some(amounts) if faults.is_empty() => Ok(TermsDraft {
                kind: self.kind.0,
                per: self.per.map(|per| per.0),
                amounts,
                others,
                barter: self.barter,
                costs,
                deposit,
                note: self.note,
            }),
            _ => Err(faults),
        }
    }
}

/// When and how a resource is booked. Lists are whole: what is left out of them goes away.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct ConditionsInput {
    /// On whose clocks its hours are read (IANA): `Europe/Paris`.
    time_zone: String,
    /// How many may be had at once (12 desks), 1 to 10,000.
    #[graphql(default = 1)]
    units: i32,
    /// How long a booking lasts at least, from a minute: `PT1H`.
    min_length: Duration,
    /// How long a booking lasts at most, up to 366 days.
    max_length: Duration,
    /// How long before its start a booking is made at the latest, up to 366 days; until its start if
    /// not said.
    notice: Option<Duration>,
    /// How long before its start a booking is made at the earliest, up to 732 days: `P90D`.
    horizon: Duration,
    /// How long the units stay taken after each booking, up to a week; not at all if not said.
    buffer: Option<Duration>,
    /// Who says yes to a booking.
    approval: E<domain::Approval>,
    /// Until how long before its start a booking is cancelled for free, up to 366 days; until its
    /// start if not said.
    free_until: Option<Duration>,
    /// The share of the price, in percent, that is owed by who cancels later.
    #[graphql(default)]
    late_share: i32,
    /// When it is open, by weekday, up to 70.
    #[graphql(default)]
    weekly: Vec<DayHoursInput>,
    /// When it is closed nevertheless, up to 100.
    #[graphql(default)]
    closures: Vec<ClosureInput>,
    /// When it is open besides, up to 100.
    #[graphql(default)]
    openings: Vec<OpeningInput>,
}

/// Hours on one day of each week, within that day: what runs over midnight is two of them.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct DayHoursInput {
    /// On which day.
    weekday: E<domain::Weekday>,
    /// When it opens, local time: `09:00`.
    from: String,
    /// When it closes, local time; `24:00` is the end of the day.
    to: String,
}

/// A time in which a resource is closed, whatever the hours of the week say.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct ClosureInput {
    /// Its first minute, local time: `2026-12-24T18:00`.
    from: String,
    /// The first minute after it, local time.
    to: String,
    /// Why, up to 120 characters; read by the organisation and the hub's team alone.
    reason: Option<String>,
}

/// A time in which a resource is open for once, whatever the hours and the closures say.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct OpeningInput {
    /// Its first minute, local time: `2026-12-24T18:00`.
    from: String,
    /// The first minute after it, local time.
    to: String,
}

impl ConditionsInput {
    pub(super) fn read(self) -> Result<ConditionsDraft, Error> {
        let mut faults = Faults::new();
        let mut minutes = |field: &str, length: Option<Duration>| {
            let read = length.map(|length| Minutes::read(&length.0)).transpose();
            faults.take(field, read).flatten().unwrap_or_default()
        };
        let rules = RulesDraft {
            units: self.units,
            min_length: minutes("minLength", Some(self.min_length)),
            max_length: minutes("maxLength", Some(self.max_length)),
            notice: minutes("notice", self.notice),
            horizon: minutes("horizon", Some(self.horizon)),
            buffer: minutes("buffer", self.buffer),
            approval: self.approval.0,
            free_until: minutes("freeUntil", self.free_until),
            late_share: self.late_share,
        };
        if !faults.is_empty() {
            return Err(faults.within("conditions").into());
        }
        let weekly = self.weekly.into_iter().map(|hours| DayHoursDraft {
            weekday: hours.weekday.0,
            from: hours.from,
            to: hours.to,
        });
        let closures = self.closures.into_iter().map(|closure| ClosureDraft {
            from: closure.from,
            to: closure.to,
            reason: closure.reason,
        });
        let openings = self.openings.into_iter().map(|opening| OpeningDraft {
            from: opening.from,
            to: opening.to,
        });
        Ok(ConditionsDraft {
            time_zone: self.time_zone,
            rules,
            hours: HoursDraft {
                weekly: weekly.collect(),
                closures: closures.collect(),
                openings: openings.collect(),
            },
        })
    }
}

/// Drafts a resource.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct CreateResourceInput {
    /// The hub that moderates it.
    pub(super) hub: ID,
    /// The organisation that shares it: an active member of the hub.
    pub(super) acting_for: ID,
    /// What it says of itself.
    pub(super) content: ResourceContentInput,
    /// Validate, authorise and answer, but write nothing.
    #[graphql(default)]
    pub(super) dry_run: bool,
}

/// The part that every act on a resource has.
macro_rules! resource_input {
    ($($(#[doc = $doc:literal])+ $name:ident { $($(#[doc = $field_doc:literal])+ $field:ident: $type:ty,)* })+) => {$(
        $(#[doc = $doc])+
        #[derive(Debug, Clone, InputObject)]
        pub(crate) struct $name {
            /// The resource.
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
            pub(super) fn target(&self) -> Result<Target, Error> {
                Ok(Target {
                    id: ids::read::<kinds::Resource>("id", &self.id)?,
                    acting_for: ids::read::<kinds::Organisation>("actingFor", &self.acting_for)?,
                    expected_version: self.expected_version,
                })
            }
        }
    )+};
}

resource_input! {
    /// Changes a resource.
    UpdateResourceInput {
        /// What it is to say of itself, whole.
        content: ResourceContentInput,
    }
    /// Says when and how a resource is booked.
    SetResourceConditionsInput {
        /// When and how, whole.
        conditions: ConditionsInput,
    }
    /// Hands a resource in for review.
    SubmitResourceInput {}
    /// Takes a submission, or the waiting revision, back.
    WithdrawResourceInput {}
    /// Puts a published resource away.
    ArchiveResourceInput {}
}

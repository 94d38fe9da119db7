//! What resources are made of.

use async_graphql::{Context, ID, Object, SimpleObject};
use chrono::{DateTime, Utc};
use maillage_domain::{
    memberships::MemberCategory,
    moderation::RevisionState,
    photos::{PhotoSize, ShownPhoto},
    resources::{self as domain, Price},
};

use maillage_usecases::photos::{self, Shown};

use crate::{
    context::ContextExt,
    enums::E,
    ids,
    staff::StaffCosts,
    values::{Duration, FieldChange, Money, Statement, Url},
};

/// On what terms a resource is shared.
#[derive(SimpleObject)]
pub(super) struct Terms {
    /// What is given for its use.
    kind: E<domain::PriceKind>,
    /// What a share of the costs is counted by; null when nothing is paid in money.
    per: Option<E<domain::Per>>,
    /// The share for members of a category.
    amounts: Vec<CategoryAmount>,
    /// The share for everybody else; null when nothing is paid in money.
    others: Option<Money>,
    /// What is given instead of money; null otherwise.
    barter: Option<String>,
    /// What an hour of the employee costs, of staff time; null otherwise.
    costs: Option<StaffCosts>,
    /// What is left as a security and given back, for each unit of material; not part of the price.
    deposit: Option<Money>,
    /// What else is to be known.
    note: Option<String>,
}

/// The share of the costs for members of a category.
#[derive(SimpleObject)]
pub(super) struct CategoryAmount {
    /// The category of their membership in the hub.
    category: E<MemberCategory>,
    /// How much.
    amount: Money,
}

impl From<&domain::Terms> for Terms {
    fn from(terms: &domain::Terms) -> Self {
        let share = match &terms.price {
            Price::CostShare(share) => Some(share),
            Price::Free | Price::Hours | Price::Barter(_) | Price::StaffCosts(_) => None,
        };
        let amounts = share.map(|share| {
            let amounts = share.amounts.iter();
            let amounts = amounts.map(|(category, amount)| CategoryAmount {
                category: E(*category),
                amount: (*amount).into(),
            });
            amounts.collect()
        });
        Self {
            kind: E(terms.kind()),
            per: share.map(|share| E(share.per)),
            amounts: amounts.unwrap_or_default(),
            others: share.map(|share| share.others.into()),
            barter: match &terms.price {
                Price::Barter(words) => Some(words.to_string()),
                _ => None,
            },
            costs: match &terms.price {
                Price::StaffCosts(costs) => Some(costs.into()),
                _ => None,
            },
            deposit: terms.deposit.map(Money::from),
            note: terms.note.as_ref().map(ToString::to_string),
        }
    }
}

/// When and how a resource is booked.
#[derive(SimpleObject)]
pub(super) struct Conditions {
    /// On whose clocks its hours are read (IANA): `Europe/Paris`.
    time_zone: String,
    /// How many may be had at once.
    units: u32,
    /// How long a booking lasts at least.
    min_length: Duration,
    /// How long a booking lasts at most.
    max_length: Duration,
    /// How long before its start a booking is made at the latest.
    notice: Duration,
    /// How long before its start a booking is made at the earliest.
    horizon: Duration,
    /// How long the units stay taken after each booking.
    buffer: Duration,
    /// Who says yes to a booking.
    approval: E<domain::Approval>,
    /// Until how long before its start a booking is cancelled for free.
    free_until: Duration,
    /// The share of the price, in percent, that is owed by who cancels later.
    late_share: i32,
    /// When it is open, by weekday.
    weekly: Vec<DayHours>,
    /// When it is closed nevertheless.
    closures: Vec<Closure>,
    /// When it is open besides.
    openings: Vec<Opening>,
}

/// Hours on one day of each week.
#[derive(SimpleObject)]
pub(super) struct DayHours {
    /// On which day.
    weekday: E<domain::Weekday>,
    /// When it opens, local time: `09:00`.
    from: String,
    /// When it closes, local time; `24:00` is the end of the day.
    to: String,
}

/// A time in which a resource is closed, whatever the hours of the week say.
#[derive(SimpleObject)]
pub(super) struct Closure {
    /// Its first minute, local time: `2026-12-24T18:00`.
    from: String,
    /// The first minute after it, local time.
    to: String,
    /// Why; null for who is neither of the organisation nor of the hub's team.
    reason: Option<String>,
}

/// A time in which a resource is open for once.
#[derive(SimpleObject)]
pub(super) struct Opening {
    /// Its first minute, local time: `2026-12-24T18:00`.
    from: String,
    /// The first minute after it, local time.
    to: String,
}

impl Conditions {
    /// The conditions, with the reasons of closures for who may read them.
    pub(super) fn new(conditions: &domain::Conditions, with_reasons: impl Fn() -> bool) -> Self {
        let (rules, hours) = (&conditions.rules, &conditions.hours);
        let length = |minutes: domain::Minutes| Duration(minutes.to_string());
        let local = |at: chrono::NaiveDateTime| at.format("%Y-%m-%dT%H:%M").to_string();
        let weekly = hours.weekly().iter().map(|hours| DayHours {
            weekday: E(hours.weekday),
            from: hours.from.to_string(),
            to: hours.to.to_string(),
        });
        let closures = hours.closures().iter().map(|closure| Closure {
            from: local(closure.span.from()),
            to: local(closure.span.to()),
            reason: closure
                .reason
                .as_ref()
                .filter(|_| with_reasons())
                .map(ToString::to_string),
        });
        let openings = hours.openings().iter().map(|opening| Opening {
            from: local(opening.from()),
            to: local(opening.to()),
        });
        Self {
            time_zone: conditions.time_zone.name().to_owned(),
            units: rules.units(),
            min_length: length(rules.min_length()),
            max_length: length(rules.max_length()),
            notice: length(rules.notice()),
            horizon: length(rules.horizon()),
            buffer: length(rules.buffer()),
            approval: E(rules.approval()),
            free_until: length(rules.cancellation().free_until),
            late_share: rules.cancellation().share.value().into(),
            weekly: weekly.collect(),
            closures: closures.collect(),
            openings: openings.collect(),
        }
    }
}

/// A change waiting beside a published resource.
#[derive(SimpleObject)]
pub(super) struct ResourceRevision {
    /// Where it stands.
    pub(super) state: E<RevisionState>,
    /// When it was handed in.
    pub(super) submitted_at: DateTime<Utc>,
    /// The changes a moderator asked for, or why it was refused.
    pub(super) statement: Option<Statement>,
    /// What it changes.
    pub(super) changes: Vec<FieldChange>,
    /// The photos that it shows, also those that stay as they are.
    pub(super) photos: Vec<Photo>,
}

/// A picture of what is shared.
pub(super) struct Photo {
    content: ShownPhoto,
    shown: Shown,
}

impl Photo {
    /// The photos of a text that is shown to these.
    pub(super) fn all(photos: &[ShownPhoto], shown: Shown) -> Vec<Self> {
        let photos = photos.iter().cloned();
        photos.map(|content| Self { content, shown }).collect()
    }
}

/// A picture of what is shared.
#[Object]
impl Photo {
    /// Names it in `PhotoInput`.
    async fn photo(&self) -> ID {
        ids::show(self.content.photo)
    }

    /// What it shows, for who does not see it.
    async fn description(&self) -> &str {
        self.content.description.as_str()
    }

    /// Pixels across, in the size LARGE.
    async fn width(&self) -> u32 {
        self.content.width
    }

    /// Pixels down, in the size LARGE.
    async fn height(&self) -> u32 {
        self.content.height
    }

    /// Where it is, as a JPEG. What not everybody sees has an address for the viewer, good for half
    /// an hour to an hour and no longer than they may see it.
    async fn url(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How large.", default_with = "E(PhotoSize::Medium)")] size: E<PhotoSize>,
    ) -> Url {
        let file = (self.content.photo, size.0);
        Url::from(photos::address(
            ctx.platform(),
            ctx.actor(),
            file,
            self.shown,
        ))
    }
}

/// A time during which equally many units are free.
#[derive(SimpleObject)]
pub(super) struct AvailabilityStep {
    /// Its first minute.
    start: DateTime<Utc>,
    /// The first minute after it.
    end: DateTime<Utc>,
    /// How many units are free; none while it is closed.
    free: u32,
}

impl From<domain::Step> for AvailabilityStep {
    fn from(step: domain::Step) -> Self {
        Self {
            start: step.span.start(),
            end: step.span.end(),
            free: step.free,
        }
    }
}

/// A stretch of time.
#[derive(SimpleObject)]
pub(super) struct TimeSpan {
    /// Its first minute.
    start: DateTime<Utc>,
    /// The first minute after it.
    end: DateTime<Utc>,
}

impl From<domain::Span> for TimeSpan {
    fn from(span: domain::Span) -> Self {
        Self {
            start: span.start(),
            end: span.end(),
        }
    }
}

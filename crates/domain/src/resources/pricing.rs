//! On what terms a resource is shared, and what one booking of it comes to.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, TimeDelta, Timelike, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::{Minutes, Span, rules::half_up};
use crate::{
    memberships::MemberCategory,
    staff::{CostsDraft, StaffCosts},
    values::{Credit, Due, Faults, Money, Problem, ProblemCode, Summary, gather, text_enum},
};

text_enum! {
    /// What is given for the use of a resource.
    pub enum PriceKind {
        /// Nothing.
        Free = "FREE",
        /// A share of its costs, in money.
        CostShare = "COST_SHARE",
        /// Hours, where the hub keeps account of them: as many as it is used, for each unit.
        Hours = "HOURS",
        /// Something else than money, told in words.
        Barter = "BARTER",
        /// Of staff time: wages, social charges and expenses, and nothing else (C. trav. L8241-1).
        StaffCosts = "STAFF_COSTS",
    }
}

text_enum! {
    /// What a share of the costs is counted by, for each unit booked.
    pub enum Per {
        /// Each hour, by the minute.
        Hour = "HOUR",
        /// Each half of a day that the booking touches; the second begins at 13:00 local time.
        HalfDay = "HALF_DAY",
        /// Each local day that the booking touches.
        Day = "DAY",
        /// Each booking, however long; of material each unit.
        Unit = "UNIT",
    }
}

/// A share of the costs: an amount for each hour, half-day, day or booking, and for each unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CostShare {
    /// What it is counted by.
    pub per: Per,
    /// The amount for members of a category.
    pub amounts: BTreeMap<MemberCategory, Money>,
    /// The amount for everybody else.
    pub others: Money,
}

/// What is given for the use of a resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Price {
    /// Nothing.
    Free,
    /// A share of its costs.
    CostShare(CostShare),
    /// As many hours as it is used.
    Hours,
    /// Something else than money.
    Barter(Summary),
    /// What an hour of an employee costs.
    StaffCosts(StaffCosts),
}

/// On what terms a resource is shared.
///
/// As JSON they have the form of [`TermsDraft`], and reading them checks them as [`Terms::parse`]
/// does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "TermsDraft", into = "TermsDraft")]
pub struct Terms {
    /// What is given for its use.
    pub price: Price,
    /// What is left as a security and given back, for each unit of material; not part of the price.
    pub deposit: Option<Money>,
    /// What else is to be known.
    pub note: Option<Summary>,
}

/// Terms as typed by somebody, not yet checked; amounts in euros as [`Money::parse`] reads them.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TermsDraft {
    /// Which kind of terms.
    pub kind: PriceKind,
    /// With `COST_SHARE`, and only then: what it is counted by.
    pub per: Option<Per>,
    /// With `COST_SHARE`, and only then: the amount for members of a category, each at most once.
    pub amounts: Vec<AmountDraft>,
    /// With `COST_SHARE`, and only then: the amount for everybody else.
    pub others: Option<String>,
    /// With BARTER, and only then: what is given.
    pub barter: Option<String>,
    /// With `STAFF_COSTS`, and only then: what an hour of the employee costs.
    #[serde(default)]
    pub costs: Option<CostsDraft>,
    /// See [`Terms`].
    pub deposit: Option<String>,
    /// See [`Terms`].
    pub note: Option<String>,
}

/// The amount for members of a category as typed by somebody.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AmountDraft {
    /// Of which category.
    pub category: MemberCategory,
    /// How much, in euros.
    pub amount: String,
}

/// The highest amount: a million euros. With it the dearest booking (10,000 units for a hundred
/// years) fits into [`Money`].
const MOST: Money = Money { cents: 100_000_000 };

impl Terms {
    /// Checks everything that somebody typed. Blank texts are none.
    ///
    /// # Errors
    /// Every fault, each with its field: `REQUIRED` what the kind needs, `INCONSISTENT` (with
    /// `kind`) what it has no place for, `DUPLICATE` a category given twice, `OUT_OF_RANGE` an
    /// amount above a million euros.
    pub fn parse(draft: &TermsDraft) -> Result<Self, Faults> {
        let mut faults = Faults::new();
        let said =
            |text: &Option<String>| text.as_ref().is_some_and(|text| !text.trim().is_empty());
        for (field, given, kind) in [
            ("per", draft.per.is_some(), PriceKind::CostShare),
            ("amounts", !draft.amounts.is_empty(), PriceKind::CostShare),
            ("others", said(&draft.others), PriceKind::CostShare),
            ("barter", said(&draft.barter), PriceKind::Barter),
            ("costs", draft.costs.is_some(), PriceKind::StaffCosts),
        ] {
            if given && draft.kind != kind {
                let problem = Problem::new(ProblemCode::Inconsistent).with("with", "kind");
                faults.note(field, problem);
            }
        }
        let price = match draft.kind {
            PriceKind::Free => Some(Price::Free),
            PriceKind::Hours => Some(Price::Hours),
            PriceKind::CostShare => cost_share(&mut faults, draft).map(Price::CostShare),
            PriceKind::Barter => {
                let text = draft.barter.as_deref().unwrap_or_default();
                faults
                    .take("barter", Summary::parse(text))
                    .map(Price::Barter)
            }
            PriceKind::StaffCosts => {
                let required = || Faults::one("costs", Problem::new(ProblemCode::Required));
                let costs = draft.costs.as_ref().ok_or_else(required);
                let parsed = costs.and_then(|costs| {
                    StaffCosts::parse(costs).map_err(|faults| faults.within("costs"))
                });
                faults.join(parsed).map(Price::StaffCosts)
            }
        };
        let deposit = match draft.deposit.as_deref().filter(|_| said(&draft.deposit)) {
            None => Some(None),
            Some(text) => faults.take("deposit", amount(text)).map(Some),
        };
        let note = faults.take("note", Summary::parse_optional(draft.note.as_deref()));
        gather!(faults => Self { price, deposit, note })
    }

    /// What a booking of so many units comes to for a member of a category, or somebody without one,
    /// in money or in hours.
    pub fn due(&self, category: Option<MemberCategory>, zone: Tz, span: Span, units: u32) -> Due {
        match self.price {
            Price::Hours => Credit {
                minutes: i64::from(span.length().count()) * i64::from(units),
            }
            .into(),
            _ => self.price(category, zone, span, units).into(),
        }
    }

    /// What a booking comes to in money; days are those of the calendar of `zone`. Exact in cents:
    /// nothing is rounded but the sum for hours, once, half up. Of staff time what it comes to if all the
    /// time booked is worked. Nothing but for `COST_SHARE` and `STAFF_COSTS`.
    fn price(&self, category: Option<MemberCategory>, zone: Tz, span: Span, units: u32) -> Money {
        let share = match &self.price {
            Price::CostShare(share) => share,
            Price::StaffCosts(costs) => return costs.of(span.length()).sum(),
            Price::Free | Price::Hours | Price::Barter(_) => return Money { cents: 0 },
        };
        let amount = category
            .and_then(|category| share.amounts.get(&category))
            .unwrap_or(&share.others);
        // How many sixtieths of the amount: an hour counts by the minute.
        let sixtieths = match share.per {
            Per::Hour => i128::from(span.length().count()),
            Per::HalfDay => 60 * i128::from(touched(span, |at| half_day(zone, at))),
            Per::Day => 60 * i128::from(touched(span, |at| day(zone, at))),
            Per::Unit => 60,
        };
        let cents = i128::from(amount.cents) * sixtieths * i128::from(units);
        Money {
            cents: half_up(cents, 60),
        }
    }
}

/// What some minutes come to at an amount for an hour, rounded half up to the cent.
pub(crate) fn share_of_an_hour(an_hour: Money, length: Minutes) -> Money {
    let cents = i128::from(an_hour.cents) * i128::from(length.count());
    Money {
        cents: half_up(cents, 60),
    }
}

fn cost_share(faults: &mut Faults, draft: &TermsDraft) -> Option<CostShare> {
    let per = faults.take("per", draft.per.ok_or(Problem::new(ProblemCode::Required)));
    let mut amounts = BTreeMap::new();
    let given = faults.each("amounts", &draft.amounts, |draft| {
        let mut faults = Faults::new();
        let amount = faults.take("amount", amount(&draft.amount));
        if amounts.contains_key(&draft.category) {
            let problem = Problem::new(ProblemCode::Duplicate).with("given", draft.category);
            faults.note("category", problem);
        }
        amounts.extend(amount.map(|amount| (draft.category, amount)));
        if faults.is_empty() {
            Ok(())
        } else {
            Err(faults)
        }
    });
    let others = match draft.others.as_deref().map(str::trim) {
        None | Some("") => Err(Problem::new(ProblemCode::Required)),
        Some(text) => amount(text),
    };
    let others = faults.take("others", others);
    Some(CostShare {
        per: per?,
        amounts: given.map(|_| amounts)?,
        others: others?,
    })
}

fn amount(text: &str) -> Result<Money, Problem> {
    Money::parse_up_to(text, MOST)
}

/// How many periods a stretch of time touches, given the number of the period of an instant.
fn touched(span: Span, period: impl Fn(DateTime<Utc>) -> i32) -> u32 {
    let last = span.end() - TimeDelta::minutes(1);
    // Where the clock is put back over midnight, the later instant has the earlier date.
    period(last).abs_diff(period(span.start())) + 1
}

fn day(zone: Tz, at: DateTime<Utc>) -> i32 {
    at.with_timezone(&zone).num_days_from_ce()
}

fn half_day(zone: Tz, at: DateTime<Utc>) -> i32 {
    let afternoon = at.with_timezone(&zone).hour() >= 13;
    2 * day(zone, at) + i32::from(afternoon)
}

impl TryFrom<TermsDraft> for Terms {
    type Error = Faults;

    fn try_from(draft: TermsDraft) -> Result<Self, Faults> {
        Self::parse(&draft)
    }
}

impl From<Terms> for TermsDraft {
    fn from(terms: Terms) -> Self {
        let empty = Self {
            kind: PriceKind::Free,
            per: None,
            amounts: Vec::new(),
            others: None,
            barter: None,
            costs: None,
            deposit: terms.deposit.map(Money::amount),
            note: terms.note.map(String::from),
        };
        match terms.price {
            Price::Free => empty,
            Price::Hours => Self {
                kind: PriceKind::Hours,
                ..empty
            },
            Price::Barter(text) => Self {
                kind: PriceKind::Barter,
                barter: Some(text.into()),
                ..empty
            },
            Price::StaffCosts(costs) => Self {
                kind: PriceKind::StaffCosts,
                costs: Some(costs.into()),
                ..empty
            },
            Price::CostShare(share) => Self {
                kind: PriceKind::CostShare,
                per: Some(share.per),
                amounts: (share.amounts.into_iter())
                    .map(|(category, amount)| AmountDraft {
                        category,
                        amount: amount.amount(),
                    })
                    .collect(),
                others: Some(share.others.amount()),
                ..empty
            },
        }
    }
}

#[cfg(test)]
mod tests;

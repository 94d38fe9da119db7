//! Needs meet offers: what is shared that fits what a project looks for, how well, and why.
//!
//! A score is a sum of points, each with the reason for which they are given: nothing else goes into
//! it, so that whoever reads the reasons can add them up. The table of them for people is in
//! `docs/matching.md`, which a test holds to the constants here.

mod time;
mod words;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use rust_decimal::{Decimal, prelude::ToPrimitive};

use self::{time::FreeTime, words::Words};
use crate::{
    bookings::Borrower,
    communes::{Commune, CommuneCode},
    materials::Amount,
    projects::{Need, NeedContent, NeedKind, NeedState, Project, ProjectAction, ProjectStage},
    refusals::{Fact, Refusal, RefusalCode},
    resources::{Resource, ResourceKind, Usage},
    values::{Quantity, Summary, Unit, text_enum},
};

/// For a kind that fits, without which there is no match.
pub const KIND: u8 = 20;

/// At most for words that need and resource share, however many.
pub const WORDS: u8 = 40;

/// For a word that stands in the label of the need and in the title of the resource.
pub const WORD_IN_BOTH_TITLES: u8 = 20;

/// For a word that stands in the label or the title of one of the two, and in the text of the other.
pub const WORD_IN_ONE_TITLE: u8 = 10;

/// For a word that stands in the texts of the two alone.
pub const WORD_IN_TEXTS: u8 = 5;

/// For a resource in the commune of the project.
pub const SAME_COMMUNE: u8 = 20;

/// For a resource in another commune of the same inter-municipal body.
pub const SAME_INTERCOMMUNALITY: u8 = 14;

/// For a resource elsewhere in the department.
pub const SAME_DEPARTMENT: u8 = 7;

/// For a resource that is free whenever it is open during the project; for less, as large a share.
pub const PERIOD: u8 = 10;

/// For as much as is looked for; for less, as large a share.
pub const QUANTITY: u8 = 10;

/// The stages of projects whose needs are shown to who shares something.
pub const SEEKING: [ProjectStage; 2] = [ProjectStage::Preparation, ProjectStage::Running];

text_enum! {
    /// Why a resource fits a need.
    pub enum MatchCode {
        /// It is of a kind that the need is met by.
        Kind = "KIND",
        /// The two share words.
        Words = "WORDS",
        /// It is in the commune of the project.
        SameCommune = "SAME_COMMUNE",
        /// It is in another commune of the same inter-municipal body.
        SameIntercommunality = "SAME_INTERCOMMUNALITY",
        /// It is elsewhere in the department.
        SameDepartment = "SAME_DEPARTMENT",
        /// It is free whenever it is open during the project.
        FreeThroughout = "FREE_THROUGHOUT",
        /// It is free some of the time that it is open during the project.
        FreeInPart = "FREE_IN_PART",
        /// There is as much of it as is looked for.
        Enough = "ENOUGH",
        /// There is less of it than is looked for.
        PartOfQuantity = "PART_OF_QUANTITY",
    }
}

/// One reason, with what it counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatchReason {
    /// Which.
    pub code: MatchCode,
    /// How many points are given for it.
    pub points: u8,
    /// The evidence.
    pub facts: Vec<Fact>,
}

impl MatchReason {
    fn new(code: MatchCode, points: u8) -> Self {
        Self {
            code,
            points,
            facts: Vec::new(),
        }
    }

    fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.facts.push(Fact::new(name, value));
        self
    }
}

/// How well a resource fits a need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// The points of all reasons together, [`KIND`] to 100.
    pub score: u8,
    /// Why, in the order of [`MatchCode`].
    pub reasons: Vec<MatchReason>,
}

/// The kinds of needs that a kind of resource meets.
pub fn meets(kind: ResourceKind) -> &'static [NeedKind] {
    match kind {
        ResourceKind::Space => &[NeedKind::Space],
        ResourceKind::Equipment | ResourceKind::Vehicle => &[NeedKind::Equipment],
        ResourceKind::Skill => &[NeedKind::Skill],
        ResourceKind::StaffTime => &[NeedKind::StaffTime, NeedKind::Skill],
        ResourceKind::Material => &[NeedKind::Material],
    }
}

/// The kinds of resources that meet a kind of need: none for what is not shared by resources, such
/// as money, partners or outlets.
pub fn met_by(kind: NeedKind) -> impl Iterator<Item = ResourceKind> {
    let kinds = ResourceKind::ALL.iter().copied();
    kinds.filter(move |resource| meets(*resource).contains(&kind))
}

/// Whether a resource of this kind is had by booking it, so that it is no offer until its
/// organisation has said when and how.
pub fn is_booked(kind: ResourceKind) -> bool {
    match kind {
        ResourceKind::Space
        | ResourceKind::Equipment
        | ResourceKind::Vehicle
        | ResourceKind::Skill
        | ResourceKind::StaffTime => true,
        ResourceKind::Material => false,
    }
}

/// Whether an organisation could have a resource at all, whatever the time.
///
/// # Errors
/// `NOT_ELIGIBLE`, `WITHDRAWN`; each with the fact `resource`.
pub fn expect_offered(seeker: &Borrower, resource: &Resource) -> Result<(), Refusal> {
    let refused = |code| Err(Refusal::new(code).with("resource", resource.id));
    if !seeker.may_book(resource) {
        return refused(RefusalCode::NotEligible);
    }
    let had = resource.conditions.is_some() || !is_booked(resource.content.kind);
    if !resource.is_published() || !had {
        return refused(RefusalCode::Withdrawn);
    }
    Ok(())
}

impl Project {
    /// Whether it still looks for something.
    pub fn seeks(&self, need: &Need) -> bool {
        let over = matches!(
            self.stage,
            ProjectStage::Completed | ProjectStage::Abandoned
        );
        need.state == NeedState::Open && !over && self.permits(ProjectAction::ManageNeeds).is_ok()
    }
}

/// What is looked for, with its words.
#[derive(Debug, Clone)]
pub struct Sought<'a> {
    need: &'a NeedContent,
    words: Words,
}

impl<'a> Sought<'a> {
    /// Reads the words of a need.
    pub fn of(need: &'a NeedContent) -> Self {
        let description = need.description.as_ref().map(Summary::as_str);
        Self {
            words: Words::of(need.label.as_str(), description),
            need,
        }
    }

    /// How many units of a resource of so many are wanted at once: those named in pieces, at most
    /// all.
    fn units(&self, capacity: u32) -> u32 {
        let pieces = self.need.quantity.filter(|one| one.unit == Unit::Piece);
        let wanted = pieces.and_then(|one| one.value.ceil().to_u32());
        wanted.unwrap_or(1).clamp(1, capacity.max(1))
    }
}

/// What can be had of a material, by the unit that it is counted in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stock(BTreeMap<Unit, Amount>);

impl Stock {
    /// Adds what can be had of a lot.
    pub fn add(&mut self, unit: Unit, available: Amount) {
        let sum = self.0.entry(unit).or_insert(Amount::ZERO);
        *sum = *sum + available;
    }

    /// How much that is in a unit: weights are told in each other, nothing else is.
    fn of(&self, unit: Unit) -> Decimal {
        let in_unit = |unit| self.0.get(&unit).map_or(Decimal::ZERO, |sum| sum.decimal());
        let thousand = Decimal::from(1_000);
        let sum = match unit {
            Unit::Kilogram => in_unit(Unit::Kilogram) + in_unit(Unit::Tonne) * thousand,
            Unit::Tonne => in_unit(Unit::Tonne) + in_unit(Unit::Kilogram) / thousand,
            other => in_unit(other),
        };
        sum.normalize()
    }
}

/// What is shared, with its words and what others have taken of it.
#[derive(Debug, Clone)]
pub struct Shared<'a> {
    resource: &'a Resource,
    usage: &'a Usage,
    stock: Option<&'a Stock>,
    words: Words,
}

impl<'a> Shared<'a> {
    /// How many characters of a description are read for words.
    pub const READ: usize = 2_000;

    /// Reads the words of a resource. `usage` has what is taken of it from now on.
    pub fn of(resource: &'a Resource, usage: &'a Usage) -> Self {
        let content = &resource.content;
        let description = content.description.as_str();
        let end = description.char_indices().nth(Self::READ);
        let read = end.map_or(description, |(end, _)| &description[..end]);
        Self {
            words: Words::of(content.title.as_str(), [content.summary.as_str(), read]),
            resource,
            usage,
            stock: None,
        }
    }

    /// With what can be had of it now: of material.
    #[must_use]
    pub fn with_stock(mut self, stock: Option<&'a Stock>) -> Self {
        self.stock = stock;
        self
    }

    /// The resource.
    pub fn resource(&self) -> &'a Resource {
        self.resource
    }

    /// What of it there is for a project at this time; nothing where the lead shares it itself or
    /// could not have it. `lead` is the lead of the project.
    pub fn for_project(
        &self,
        project: &Project,
        lead: &Borrower,
        now: DateTime<Utc>,
    ) -> Option<Supply<'_>> {
        let own = self.resource.owner == project.lead;
        if own || expect_offered(lead, self.resource).is_err() {
            return None;
        }
        let conditions = self.resource.conditions.as_ref();
        Some(Supply {
            shared: self,
            place: place(project, self.resource),
            time: conditions
                .and_then(|conditions| FreeTime::of(project, conditions, self.usage, now)),
        })
    }
}

/// What is shared, as a project finds it.
#[derive(Debug, Clone)]
pub struct Supply<'a> {
    shared: &'a Shared<'a>,
    place: Option<MatchReason>,
    time: Option<FreeTime>,
}

impl Supply<'_> {
    /// How well it fits a need of the project; not at all where it is of another kind.
    pub fn fits(&self, sought: &Sought<'_>) -> Option<Match> {
        let resource = self.shared.resource;
        let kind = resource.content.kind;
        if !meets(kind).contains(&sought.need.kind) {
            return None;
        }
        let reasons = [
            Some(MatchReason::new(MatchCode::Kind, KIND).with("kind", kind)),
            self.words(sought),
            self.place.clone(),
            self.period(sought),
            self.quantity(sought),
        ];
        let reasons: Vec<_> = reasons.into_iter().flatten().collect();
        Some(Match {
            score: reasons.iter().map(|reason| reason.points).sum(),
            reasons,
        })
    }

    fn capacity(&self) -> Option<u32> {
        let conditions = self.shared.resource.conditions.as_ref();
        conditions.map(|conditions| conditions.rules.units())
    }

    fn words(&self, sought: &Sought<'_>) -> Option<MatchReason> {
        let shared = sought.words.shared_with(&self.shared.words);
        let points = shared.iter().map(|(points, _)| u32::from(*points)).sum();
        let told: Vec<_> = shared.iter().map(|(_, word)| *word).collect();
        let points = u32::min(WORDS.into(), points);
        (points > 0).then(|| {
            MatchReason::new(MatchCode::Words, u8::try_from(points).unwrap_or(WORDS))
                .with("words", told.join(", "))
        })
    }

    /// Only where the project says when it is.
    fn period(&self, sought: &Sought<'_>) -> Option<MatchReason> {
        let time = self.time.as_ref().filter(|time| time.is_dated())?;
        let units = sought.units(self.capacity()?);
        let (free, open) = (time.free(units), time.open());
        if free == 0 {
            return None;
        }
        let points = share(PERIOD, free.into(), open.into());
        let (first, last) = time.days();
        let code = if free == open {
            MatchCode::FreeThroughout
        } else {
            MatchCode::FreeInPart
        };
        let percent = u64::from(free) * 100 / u64::from(open);
        Some(
            MatchReason::new(code, points)
                .with("from", first)
                .with("until", last)
                .with("percent", percent.max(1))
                .with("units", units),
        )
    }

    /// Only where what is looked for is counted as the resource is: in pieces at once, or in hours or
    /// days of the time that it is free; of material in the units of its lots.
    fn quantity(&self, sought: &Sought<'_>) -> Option<MatchReason> {
        let Quantity { value, unit } = sought.need.quantity?;
        let offered = match (self.shared.stock, unit) {
            (Some(stock), unit) => stock.of(unit),
            (None, Unit::Piece) => self.capacity()?.into(),
            (None, Unit::Hour) => self.time.as_ref()?.free_hours().into(),
            (None, Unit::Day) => self.time.as_ref()?.free_days().into(),
            _ => return None,
        };
        if offered.is_zero() {
            return None;
        }
        let code = if offered >= value {
            MatchCode::Enough
        } else {
            MatchCode::PartOfQuantity
        };
        Some(
            MatchReason::new(code, share(QUANTITY, offered, value))
                .with("wanted", value)
                .with("offered", offered)
                .with("unit", unit),
        )
    }
}

/// Puts matches in order, the best first; equals by what they are of, in the order of its ids.
pub fn rank<T: Ord>(found: &mut [(T, Match)]) {
    found.sort_by(|(one, a), (other, b)| b.score.cmp(&a.score).then_with(|| one.cmp(other)));
}

/// All points for the whole; for a part as large a share, rounded down, and at least one.
fn share(points: u8, part: Decimal, whole: Decimal) -> u8 {
    if part >= whole {
        return points;
    }
    let share = Decimal::from(points) * part / whole;
    share.floor().to_u8().unwrap_or(points).max(1)
}

/// How near a resource is to a project, where both say in which commune they are. A project names no
/// point, and the official list of communes has none, so that there is no distance to tell.
fn place(project: &Project, resource: &Resource) -> Option<MatchReason> {
    let commune = |code: &Option<CommuneCode>| code.as_ref()?.commune();
    let wanted = commune(&project.content.commune)?;
    let offered = commune(&resource.content.commune)?;
    // The districts of Paris, Lyon and Marseille are one commune each.
    let whole = |one: Commune| one.parent.unwrap_or(one.code);
    let same = |one: Option<&str>, other: Option<&str>| one.is_some() && one == other;
    let reason = if whole(wanted) == whole(offered) {
        MatchReason::new(MatchCode::SameCommune, SAME_COMMUNE)
    } else if same(wanted.epci, offered.epci) {
        MatchReason::new(MatchCode::SameIntercommunality, SAME_INTERCOMMUNALITY)
            .with("siren", wanted.epci.unwrap_or_default())
    } else if wanted.department == offered.department {
        MatchReason::new(MatchCode::SameDepartment, SAME_DEPARTMENT)
            .with("department", wanted.department)
    } else {
        return None;
    };
    Some(reason.with("commune", offered.name))
}

#[cfg(test)]
mod tests;

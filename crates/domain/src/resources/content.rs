//! What a resource says of itself, and how it is checked.

use serde::{Deserialize, Serialize};

use super::{Per, Price, PriceKind, Terms, TermsDraft};
use crate::{
    communes::CommuneCode,
    ids::{HubId, OrganisationId, PhotoId},
    memberships::MemberCategory,
    moderation::{FieldChange, changes},
    organisations::{Location, distinct, location},
    photos::{Photo, PhotoDraft, ShownPhoto},
    values::{
        Faults, Label, Markdown, Money, Problem, ProblemCode, Summary, Title, Visibility, gather,
        text_enum,
    },
};

text_enum! {
    /// What an organisation can share.
    pub enum ResourceKind {
        /// Rooms, offices, desks, land.
        Space = "SPACE",
        /// Machines and tools.
        Equipment = "EQUIPMENT",
        /// Vehicles and bicycles.
        Vehicle = "VEHICLE",
        /// Know-how, lent by the hour or the day.
        Skill = "SKILL",
        /// The time of an employee, who works for others by a convention (C. trav. L8241-2).
        StaffTime = "STAFF_TIME",
        /// Material that is used again, of which there are lots; it is not booked.
        Material = "MATERIAL",
    }
}

/// What a resource says of itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ResourceContent {
    /// Of what kind it is.
    pub kind: ResourceKind,
    /// Title.
    pub title: Title,
    /// One or two sentences.
    pub summary: Summary,
    /// Long text.
    pub description: Markdown,
    /// In which commune.
    pub commune: Option<CommuneCode>,
    /// Street address; shown as exactly as the place.
    pub address: Option<Label>,
    /// Point on the map.
    pub location: Option<Location>,
    /// What it looks like, its cover first.
    #[serde(default)]
    pub photos: Vec<ShownPhoto>,
    /// What is given for its use.
    pub terms: Terms,
    /// Who reads it once published, and may book it.
    pub visibility: Visibility,
    /// Hubs that it is shared with besides its own.
    pub shared_with: Vec<HubId>,
    /// The organisations that it is shared with, where the visibility says so.
    pub parties: Vec<OrganisationId>,
}

/// A resource as typed by somebody, not yet checked.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "each field is documented on `ResourceContent`")]
pub struct ResourceDraft {
    pub kind: ResourceKind,
    pub title: String,
    pub summary: String,
    pub description: String,
    pub commune: Option<String>,
    pub address: Option<String>,
    pub location: Option<Location>,
    pub photos: Vec<PhotoDraft>,
    pub terms: TermsDraft,
    pub visibility: Option<Visibility>,
    pub shared_with: Vec<HubId>,
    pub parties: Vec<OrganisationId>,
}

impl ResourceContent {
    /// With how many other hubs, and how many organisations by name, a resource is shared at most.
    pub const MOST_SHARED: usize = 50;

    /// Checks what was typed. Visible in its hubs where nothing is said; staff time is never visible to all. `uploads` are the photos among
    /// those named that its organisation has uploaded.
    ///
    /// # Errors
    /// The faults, each with its field.
    pub fn parse(draft: ResourceDraft, uploads: &[Photo]) -> Result<Self, Faults> {
        let mut faults = Faults::new();
        let title = faults.take("title", Title::parse(&draft.title));
        let summary = faults.take("summary", Summary::parse(&draft.summary));
        let description = faults.take("description", Markdown::parse(&draft.description));
        let commune = draft.commune.as_deref().map(str::trim);
        let commune = commune.filter(|code| !code.is_empty());
        let commune = faults.take("commune", commune.map(CommuneCode::parse).transpose());
        let address = faults.take("address", Label::parse_optional(draft.address.as_deref()));
        let place = draft.location.map(location).transpose();
        let location = faults.take("location", place);
        let photos = faults.join(ShownPhoto::parse_all(draft.photos, uploads));
        let terms = Terms::parse(&draft.terms);
        let terms = terms.and_then(|terms| terms.for_kind(draft.kind));
        let terms = faults.nest("terms", terms);
        let visibility = draft.visibility.unwrap_or(Visibility::Hub);
        // What an hour of a person costs tells what they earn: no more than members see it.
        if draft.kind == ResourceKind::StaffTime && visibility == Visibility::Public {
            let problem = Problem::new(ProblemCode::Inconsistent).with("with", "kind");
            faults.note("visibility", problem);
        }
        let shared_with = distinct(draft.shared_with, Self::MOST_SHARED);
        let shared_with = faults.take("sharedWith", shared_with);
        let parties = named(draft.parties, visibility);
        let parties = faults.take("parties", parties);
        let (kind, visibility) = (Some(draft.kind), Some(visibility));
        gather!(faults => Self {
            kind, title, summary, description, commune, address, location, photos, terms,
            visibility, shared_with, parties,
        })
    }

    /// Whether it is for those alone who are named, and an organisation is one of them.
    pub fn names(&self, organisation: OrganisationId) -> bool {
        self.visibility == Visibility::Parties && self.parties.contains(&organisation)
    }

    /// The staff time of an employers' group is for its members alone, whom it names (C. trav. L1253-1).
    ///
    /// # Errors
    /// `INCONSISTENT` (with `kind`) on `visibility`.
    pub fn expect_members_only(&self) -> Result<(), Faults> {
        if self.kind != ResourceKind::StaffTime || self.visibility == Visibility::Parties {
            return Ok(());
        }
        let problem = Problem::new(ProblemCode::Inconsistent)
            .with("with", "kind")
            .with("expected", Visibility::Parties);
        Err(Faults::one("visibility", problem))
    }

    /// Whether it shows a photo.
    pub fn shows(&self, photo: PhotoId) -> bool {
        self.photos.iter().any(|shown| shown.photo == photo)
    }

    /// The fields in which another differs.
    pub fn changes(&self, other: &Self) -> Vec<FieldChange> {
        changes(
            self.fields()
                .into_iter()
                .zip(other.fields())
                .map(|((field, before), (_, after))| (field, before, after)),
        )
    }

    /// Everything it says, as if nothing had been there before.
    pub fn whole(&self) -> Vec<FieldChange> {
        let fields = self.fields().into_iter();
        changes(fields.map(|(field, value)| (field, None, value)))
    }

    /// Its fields as text, for people to compare.
    fn fields(&self) -> [(&'static str, Option<String>); 12] {
        fn each<T: ToString>(list: &[T]) -> Option<String> {
            let texts: Vec<_> = list.iter().map(ToString::to_string).collect();
            (!texts.is_empty()).then(|| texts.join(", "))
        }
        let point = |one: &Location| {
            format!(
                "{:.5}, {:.5} ({})",
                one.latitude, one.longitude, one.precision
            )
        };
        let photos: Vec<_> = self.photos.iter().map(ShownPhoto::told).collect();
        [
            ("kind", Some(self.kind.to_string())),
            ("title", Some(self.title.to_string())),
            ("summary", Some(self.summary.to_string())),
            ("description", Some(self.description.to_string())),
            ("commune", self.commune.as_ref().map(ToString::to_string)),
            ("address", self.address.as_ref().map(ToString::to_string)),
            ("location", self.location.as_ref().map(point)),
            ("photos", each(&photos)),
            ("terms", Some(self.terms.told())),
            ("visibility", Some(self.visibility.to_string())),
            ("sharedWith", each(&self.shared_with)),
            ("parties", each(&self.parties)),
        ]
    }
}

/// Organisations are named where the visibility is theirs, and there alone.
fn named(
    parties: Vec<OrganisationId>,
    visibility: Visibility,
) -> Result<Vec<OrganisationId>, Problem> {
    let parties = distinct(parties, ResourceContent::MOST_SHARED)?;
    match (visibility, parties.is_empty()) {
        (Visibility::Parties, true) => Err(Problem::new(ProblemCode::Required)),
        (Visibility::Parties, false) | (_, true) => Ok(parties),
        (_, false) => Err(Problem::new(ProblemCode::Inconsistent).with("with", "visibility")),
    }
}

impl Terms {
    /// Material is not had for a time: what it costs is counted by the unit. Staff time is had for what it
    /// costs, without a security; nothing else is.
    ///
    /// # Errors
    /// `INCONSISTENT` (with `kind`) on `per`; on `kind` for hours of material, and where one of staff time
    /// and staff costs is without the other; on `deposit` of staff time.
    fn for_kind(self, kind: ResourceKind) -> Result<Self, Faults> {
        let (material, staff) = (
            kind == ResourceKind::Material,
            kind == ResourceKind::StaffTime,
        );
        let field = match &self.price {
            Price::Hours if material => "kind",
            Price::CostShare(share) if material && share.per != Per::Unit => "per",
            price if staff != matches!(price, Price::StaffCosts(_)) => "kind",
            _ if staff && self.deposit.is_some() => "deposit",
            _ => return Ok(self),
        };
        let problem = Problem::new(ProblemCode::Inconsistent).with("with", "kind");
        Err(Faults::one(field, problem))
    }

    /// What a member of a category gives for one unit of material.
    pub fn price_of_one(&self, category: Option<MemberCategory>) -> Money {
        match &self.price {
            Price::CostShare(share) => {
                let amount = category.and_then(|category| share.amounts.get(&category));
                *amount.unwrap_or(&share.others)
            }
            Price::Free | Price::Hours | Price::Barter(_) | Price::StaffCosts(_) => {
                Money { cents: 0 }
            }
        }
    }

    /// What is given for its use.
    pub fn kind(&self) -> PriceKind {
        match self.price {
            Price::Free => PriceKind::Free,
            Price::CostShare(_) => PriceKind::CostShare,
            Price::Hours => PriceKind::Hours,
            Price::Barter(_) => PriceKind::Barter,
            Price::StaffCosts(_) => PriceKind::StaffCosts,
        }
    }

    /// The most that anybody pays, whatever their category, if it is paid for in money.
    pub fn highest(&self) -> Option<(Per, Money)> {
        match &self.price {
            Price::CostShare(share) => {
                let amounts = share.amounts.values().copied();
                let highest = amounts.fold(share.others, Money::max);
                Some((share.per, highest))
            }
            Price::StaffCosts(costs) => Some((Per::Hour, costs.an_hour())),
            Price::Free | Price::Hours | Price::Barter(_) => None,
        }
    }

    /// All of them in one text, for people to compare.
    fn told(&self) -> String {
        let kind = self.kind();
        let price = match &self.price {
            Price::Free | Price::Hours => kind.to_string(),
            Price::CostShare(share) => {
                let mut amounts = vec![format!("{kind} {}: {}", share.per, share.others.amount())];
                let categories = share.amounts.iter();
                amounts.extend(
                    categories.map(|(category, amount)| format!("{category} {}", amount.amount())),
                );
                amounts.join(", ")
            }
            Price::Barter(words) => format!("{kind}: {words}"),
            Price::StaffCosts(costs) => {
                let (wages, charges) = (costs.wages.amount(), costs.charges.amount());
                let expenses = costs.expenses.iter().map(|words| format!(" + {words}"));
                format!(
                    "{kind}: {wages} + {charges}{}",
                    expenses.collect::<String>()
                )
            }
        };
        let deposit = self.deposit.map(|one| format!("DEPOSIT {}", one.amount()));
        let note = self.note.as_ref().map(ToString::to_string);
        let told: Vec<_> = [Some(price), deposit, note].into_iter().flatten().collect();
        told.join("; ")
    }
}

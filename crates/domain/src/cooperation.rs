//! The cooperation graph of a hub: which of its members are joined by what, in a period, and what that
//! comes to. Figures alone; nothing is decided by them.

mod agreements;
mod period;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use chrono::NaiveDate;

pub use self::{
    agreements::{Agreement, Text, of_agreements},
    period::{Begun, Period},
};
use crate::{ids::OrganisationId, resources::Minutes, values::text_enum};

text_enum! {
    /// By what two members of a hub are joined.
    pub enum CooperationKind {
        /// A partnership that binds both, suspended or not. It counts where the text that binds, or was the
        /// last to, says that the hub's team reads of it.
        Partnership = "PARTNERSHIP",
        /// Bookings that took place: from who lent to who used. Staff time is counted by its hours.
        Booking = "BOOKING",
        /// Published projects in which both take part, as lead or as participant.
        Project = "PROJECT",
        /// Bookings of staff time of which both sides have confirmed the hours: from the employer to who borrowed.
        StaffHours = "STAFF_HOURS",
        /// Reservations of material that were collected: from who gave to who took.
        Material = "MATERIAL",
    }
}

impl CooperationKind {
    /// Whether one of the two gives and the other takes.
    pub fn is_directed(self) -> bool {
        !matches!(self, Self::Partnership | Self::Project)
    }
}

/// What joins two members.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    /// By what.
    pub kind: CooperationKind,
    /// Who gives; of a kind without direction, the one with the earlier id.
    pub from: OrganisationId,
    /// Who takes; of a kind without direction, the other.
    pub to: OrganisationId,
    /// How many partnerships, bookings, projects or collections.
    pub count: u32,
    /// How long they were, of bookings and staff hours.
    pub time: Option<Minutes>,
    /// The first day of the period on which there was one.
    pub first_on: NaiveDate,
    /// The last.
    pub last_on: NaiveDate,
}

/// The cooperation between the members of a hub in a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cooperation {
    /// Of which days.
    pub period: Period,
    /// Who was a member on one of them, in the order they were given in.
    pub members: Vec<OrganisationId>,
    /// What joins them, by kind and then by who they are.
    pub links: Vec<Link>,
}

impl Cooperation {
    /// Of these members; a link with anybody else is left out, and one of an organisation with itself.
    pub fn of(
        period: Period,
        members: Vec<OrganisationId>,
        links: impl IntoIterator<Item = Link>,
    ) -> Self {
        let known: BTreeSet<_> = members.iter().copied().collect();
        let mut links: Vec<_> = links
            .into_iter()
            .filter(|one| one.from != one.to)
            .filter(|one| known.contains(&one.from) && known.contains(&one.to))
            .map(|mut one| {
                if !one.kind.is_directed() && one.from > one.to {
                    (one.from, one.to) = (one.to, one.from);
                }
                one
            })
            .collect();
        links.sort_by_key(|one| (one.kind, one.from, one.to));
        Self {
            period,
            members,
            links,
        }
    }

    /// Which share of all pairs of members is joined by at least one link: 2L / n(n − 1), with n members and
    /// L joined pairs (Wasserman and Faust, Social Network Analysis, 1994, ch. 4); 0 with fewer than two.
    pub fn density(&self) -> f64 {
        let joined: BTreeSet<_> = self
            .links
            .iter()
            .map(|one| (one.from.min(one.to), one.from.max(one.to)))
            .collect();
        let members = self.members.len();
        share(joined.len(), members * members.saturating_sub(1) / 2).unwrap_or_default()
    }

    /// Which share of the pairs (who gives, who takes), whatever is given, has its reverse: the simple ratio
    /// of links that point both ways to all links (as told in Garlaschelli and Loffredo, Patterns of Link
    /// Reciprocity in Directed Networks, 2004, before they correct it for density). `None` without any.
    pub fn reciprocity(&self) -> Option<f64> {
        let directed = self.links.iter().filter(|one| one.kind.is_directed());
        let directed: BTreeSet<_> = directed.map(|one| (one.from, one.to)).collect();
        let answered = directed.iter();
        let answered = answered.filter(|(from, to)| directed.contains(&(*to, *from)));
        share(answered.count(), directed.len())
    }
}

fn share(part: usize, whole: usize) -> Option<f64> {
    // Pairs of the members of a hub are far below what a number of this size counts exactly.
    let exact = |count| u32::try_from(count).map_or(f64::from(u32::MAX), f64::from);
    (whole > 0).then(|| exact(part) / exact(whole))
}

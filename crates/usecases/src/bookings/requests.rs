//! Asking for resources: once, as a series, or otherwise than so far.

use maillage_domain::{
    Faults, Problem, ProblemCode, Refusal, RefusalCode,
    bookings::{Booking, BookingAction, ChangeDraft, Offer, SeriesPart, Wish, WishDraft},
    ids::{BookingSeriesId, OrganisationId, ProjectId},
    policy::{self, Action, Actor},
    projects::{Project, ProjectAction},
    resources::{Resource, ResourceAction, Series, SeriesDraft, Span},
};
use maillage_persistence::{Tx, bookings, projects};

use super::{Stock, Target, borrower, load};
use crate::{error::Error, platform::Platform};

/// Books resources of one owner, all of them or none: confirmed at once where the rules of each
/// alone decide, else a request to the owner.
///
/// # Errors
/// `NotFound` for a resource that the actor does not see; `Forbidden`; `Invalid`; the refusals of
/// [`Offer::of`].
pub async fn book(
    platform: &Platform,
    actor: &Actor,
    acting_for: OrganisationId,
    draft: WishDraft,
) -> Result<Booking, Error> {
    let (actor, act) = platform.act_for(actor, acting_for)?;
    let wish = parsed(&draft)?;
    platform
        .anew(|| {
            platform.write(async |tx| {
                expect_project(tx, &actor, acting_for, wish.project).await?;
                let around = wish.span.widened(Offer::NEARBY);
                let mut stock = Stock::lock(tx, &wish.resources(), around, None).await?;
                expect_bookable(&stock, &actor, acting_for, &wish)?;
                let borrower = borrower(tx, acting_for).await?;
                stock.affiliate(tx, &act, borrower.id).await?;
                let wanted = stock.wanted(&wish.lines, wish.span);
                let offer = Offer::of(&borrower, &wanted, wish.span, act.at)?;
                let mut booking = Booking::book(&act, acting_for, offer, &wish, None);
                bookings::save(tx, &mut booking).await?;
                Ok(booking)
            })
        })
        .await
}

/// What came of a series.
#[derive(Debug, Clone, PartialEq)]
pub struct BookedSeries {
    /// The series.
    pub id: BookingSeriesId,
    /// What was booked, by date.
    pub bookings: Vec<Booking>,
    /// The dates that cannot be had.
    pub missed: Vec<Missed>,
}

/// A date of a series that cannot be had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missed {
    /// When it would have been.
    pub span: Span,
    /// Why not.
    pub refusal: Refusal,
}

/// Books the same resources on each date of a series, as far as they can be had, on the clocks of the
/// first resource. The dates that cannot be had are told, each with its refusal.
///
/// # Errors
/// As [`book`]; where no date can be had, the refusal of the first.
pub async fn book_series(
    platform: &Platform,
    actor: &Actor,
    acting_for: OrganisationId,
    draft: WishDraft,
    series: SeriesDraft,
) -> Result<BookedSeries, Error> {
    let (actor, act) = platform.act_for(actor, acting_for)?;
    let wish = parsed(&draft)?;
    platform
        .anew(|| {
            platform.write(async |tx| {
                expect_project(tx, &actor, acting_for, wish.project).await?;
                // The clocks are those of a resource, which is read once it is locked; the longest
                // series ends well before this.
                let longest = Series::longest_from(wish.span).widened(Offer::NEARBY);
                let mut stock = Stock::lock(tx, &wish.resources(), longest, None).await?;
                expect_bookable(&stock, &actor, acting_for, &wish)?;
                let series = read_series(&stock, &wish, series)?;
                let borrower = borrower(tx, acting_for).await?;
                stock.affiliate(tx, &act, borrower.id).await?;
                let (mut offers, mut missed) = (Vec::new(), Vec::new());
                for span in series.spans() {
                    let wanted = stock.wanted(&wish.lines, span);
                    match Offer::of(&borrower, &wanted, span, act.at) {
                        Ok(offer) => {
                            for (resource, span, units) in offer.takes() {
                                stock.taken.entry(resource).or_default().push((span, units));
                            }
                            offers.push(offer);
                        }
                        Err(refusal) => missed.push(Missed { span, refusal }),
                    }
                }
                if let (true, Some(first)) = (offers.is_empty(), missed.first()) {
                    return Err(first.refusal.clone().into());
                }
                let id = act.id();
                let mut dates = Some(offers.len());
                let mut booked = Vec::with_capacity(offers.len());
                for offer in offers {
                    let part = SeriesPart {
                        id,
                        dates: dates.take(),
                    };
                    let mut booking = Booking::book(&act, acting_for, offer, &wish, Some(part));
                    bookings::save(tx, &mut booking).await?;
                    booked.push(booking);
                }
                Ok(BookedSeries {
                    id,
                    bookings: booked,
                    missed,
                })
            })
        })
        .await
}

/// Asks for another time, other units or other resources of the same owner in place of those so far;
/// `draft` says the whole of it. It is decided as for a new booking, priced anew, and its own units
/// do not stand in its way.
///
/// # Errors
/// As [`book`]; `Conflict`, `WRONG_STATE`, `NOTHING_TO_DO`.
pub async fn change(
    platform: &Platform,
    actor: &Actor,
    target: Target,
    draft: ChangeDraft,
) -> Result<Booking, Error> {
    let (actor, act) = platform.act_for(actor, target.acting_for)?;
    let wish = parsed(&draft.into())?;
    platform
        .anew(|| {
            platform.write(async |tx| {
                let mut booking = load(tx, &actor, target, BookingAction::Change).await?;
                booking.permits(BookingAction::Change, act.at)?;
                let around = wish.span.widened(Offer::NEARBY);
                let mut stock =
                    Stock::lock(tx, &wish.resources(), around, Some(booking.id)).await?;
                let has = booking.resources();
                let seen = |resource: &Resource| {
                    let read = Action::Resource(ResourceAction::Read, resource);
                    // What it has is no secret, whatever became of it.
                    has.contains(&resource.id) || policy::check(&actor, read).is_ok()
                };
                let resources = all_of(&stock, &wish)?;
                if !resources.iter().all(|resource| seen(resource)) {
                    return Err(Error::NotFound);
                }
                expect_owner(&resources, Some(booking.owner))?;
                let borrower = borrower(tx, booking.borrower).await?;
                stock.affiliate(tx, &act, borrower.id).await?;
                let wanted = stock.wanted(&wish.lines, wish.span);
                let offer = Offer::of(&borrower, &wanted, wish.span, act.at)?;
                booking.change(&act, offer)?;
                bookings::save_anew(tx, &mut booking).await?;
                Ok(booking)
            })
        })
        .await
}

fn parsed(draft: &WishDraft) -> Result<Wish, Error> {
    let wish = Wish::parse(draft).map_err(|faults| faults.within("content"))?;
    Ok(wish)
}

/// Every resource is one that the actor sees and books for the organisation, and all are one
/// owner's.
fn expect_bookable(
    stock: &Stock,
    actor: &Actor,
    borrower: OrganisationId,
    wish: &Wish,
) -> Result<(), Error> {
    let resources = all_of(stock, wish)?;
    // First whether all are seen: what one may not do with some tells nothing about others.
    for resource in &resources {
        let read = Action::Resource(ResourceAction::Read, resource);
        policy::check(actor, read)?;
    }
    for resource in &resources {
        policy::check(actor, Action::Book(resource, borrower))?;
    }
    expect_owner(&resources, None)
}

fn all_of<'a>(stock: &'a Stock, wish: &Wish) -> Result<Vec<&'a Resource>, Error> {
    let resources = stock.resources(&wish.lines);
    if resources.len() < wish.lines.len() {
        return Err(Error::NotFound);
    }
    Ok(resources)
}

fn expect_owner(resources: &[&Resource], owner: Option<OrganisationId>) -> Result<(), Error> {
    let faults = |faults: Faults| faults.within("content");
    Wish::expect_together(owner, resources).map_err(faults)?;
    Ok(())
}

/// What is booked or held is for a project that the borrower takes part in.
pub(crate) async fn expect_project(
    tx: &Tx,
    actor: &Actor,
    borrower: OrganisationId,
    project: Option<ProjectId>,
) -> Result<(), Error> {
    let Some(id) = project else { return Ok(()) };
    let found = projects::find(tx, id).await?;
    let takes_part = |project: &Project| {
        let read = Action::Project(ProjectAction::Read, project);
        policy::check(actor, read).is_ok()
            && (project.lead == borrower || project.parties.contains(&borrower))
    };
    if found.as_ref().is_some_and(takes_part) {
        return Ok(());
    }
    let unknown = Problem::new(ProblemCode::Unknown).with("given", id);
    Err(Faults::one("project", unknown).within("content").into())
}

fn read_series(stock: &Stock, wish: &Wish, draft: SeriesDraft) -> Result<Series, Error> {
    let resources = stock.resources(&wish.lines);
    let first = resources.first().ok_or(Error::NotFound)?;
    let withdrawn = || Refusal::new(RefusalCode::Withdrawn).with("resource", first.id);
    let conditions = first.conditions.as_ref().ok_or_else(withdrawn)?;
    let series = Series::parse(draft, wish.span, conditions.time_zone);
    Ok(series.map_err(|faults| faults.within("series"))?)
}

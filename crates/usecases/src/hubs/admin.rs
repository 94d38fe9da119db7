//! What only the operator does, from the command line.

use maillage_domain::{
    Faults, Problem, ProblemCode, Refusal, RefusalCode,
    accounts::Person,
    hubs::{Hub, HubContent, HubDraft, HubOffice, HubRole},
    policy::{self, Action, Actor},
    values::{EmailAddress, Slug},
};
use maillage_persistence::{Tx, accounts, hubs};

use super::team;
use crate::{error::Error, platform::Platform};

/// Creates a hub, without charter, colleges or team.
///
/// # Errors
/// `Forbidden` for anybody but the operator; `Invalid`; `SLUG_TAKEN`.
pub async fn create(
    platform: &Platform,
    actor: &Actor,
    slug: &str,
    draft: HubDraft,
    demo: bool,
) -> Result<Hub, Error> {
    policy::check(actor, Action::Operate)?;
    let (content, mut faults) = match HubContent::parse(draft) {
        Ok(content) => (Some(content), Faults::new()),
        Err(faults) => (None, faults),
    };
    let slug = faults.take("slug", Slug::parse(slug));
    let (Some(slug), Some(content)) = (slug, content) else {
        return Err(faults.into());
    };
    let mut hub = Hub::create(&platform.act(actor), slug, content, demo);
    platform
        .write(async |tx| match hubs::save(tx, &mut hub).await {
            Err(maillage_persistence::Error::Taken(_)) => {
                Err(Refusal::new(RefusalCode::SlugTaken).into())
            }
            outcome => Ok(outcome?),
        })
        .await?;
    Ok(hub)
}

/// Gives an office to the person with this address, whose account is confirmed and not locked.
///
/// # Errors
/// `Forbidden` for anybody but the operator; `Invalid` on `slug` or `email`; `NOTHING_TO_DO` when
/// they hold it.
pub async fn grant_role(
    platform: &Platform,
    actor: &Actor,
    slug: &str,
    email: &str,
    role: HubRole,
) -> Result<HubOffice, Error> {
    policy::check(actor, Action::Operate)?;
    platform
        .write(async |tx| {
            let hub = hub(tx, slug).await?;
            let person = person(tx, email).await?;
            if !person.may_sign_in() {
                let problem = Problem::new(ProblemCode::Inconsistent).with("with", "confirmation");
                return Err(Error::invalid("email", problem));
            }
            team::give(tx, &platform.act(actor), hub.id, person.id, role).await
        })
        .await
}

/// Ends the office of the person with this address.
///
/// # Errors
/// `Forbidden` for anybody but the operator; `Invalid` on `slug` or `email`; `NOTHING_TO_DO` when
/// they do not hold it; `LAST_COORDINATOR`.
pub async fn end_role(
    platform: &Platform,
    actor: &Actor,
    slug: &str,
    email: &str,
    role: HubRole,
) -> Result<HubOffice, Error> {
    policy::check(actor, Action::Operate)?;
    platform
        .write(async |tx| {
            let hub = hub(tx, slug).await?;
            let person = person(tx, email).await?;
            let mut offices = hubs::offices_of(tx, hub.id).await?.into_iter();
            let office = offices
                .find(|office| office.person == person.id && office.role == role)
                .ok_or_else(|| Refusal::new(RefusalCode::NothingToDo))?;
            team::take(tx, &platform.act(actor), office).await
        })
        .await
}

async fn hub(tx: &Tx, slug: &str) -> Result<Hub, Error> {
    let unknown = || {
        Error::invalid(
            "slug",
            Problem::new(ProblemCode::Unknown).with("given", slug),
        )
    };
    let parsed = Slug::parse(slug).map_err(|problem| Error::invalid("slug", problem))?;
    let hub = hubs::find_by_slug(tx, &parsed).await?.ok_or_else(unknown)?;
    hubs::lock(tx, hub.id).await?;
    Ok(hub)
}

async fn person(tx: &Tx, email: &str) -> Result<Person, Error> {
    let parsed = EmailAddress::parse(email).map_err(|problem| Error::invalid("email", problem))?;
    let unknown = Problem::new(ProblemCode::Unknown).with("given", &parsed);
    let found = accounts::find_by_email(tx, &parsed).await?;
    found.ok_or_else(|| Error::invalid("email", unknown))
}

//! What is due by partnerships, in the calendar of an organisation: a day each, which takes no time.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};
use icalendar::{Class, Component, Event, EventLike};
use maillage_domain::{
    Fact, ids::OrganisationId, partnerships::CommitmentSide, policy::Actor, values::Language,
};
use maillage_persistence::organisations::{self, OrganisationFields};

use crate::{
    error::Error,
    partnerships::{self, Due},
    platform::Platform,
    words,
};

/// What was due longer ago is left out, and what is due later than in a year and a half.
const BEFORE: Days = Days::new(90);
const AFTER: Days = Days::new(540);

/// What an organisation is still to deliver, and what it is still to be given, as far as a person reads it.
///
/// # Errors
/// When the database fails.
pub(super) async fn events(
    platform: &Platform,
    actor: &Actor,
    organisation: OrganisationId,
    language: Language,
) -> Result<Vec<Event>, Error> {
    let today = platform.now().date_naive();
    let from = today.checked_sub_days(BEFORE).unwrap_or(NaiveDate::MIN);
    let until = today.checked_add_days(AFTER).unwrap_or(NaiveDate::MAX);
    let mut due = partnerships::due(platform, actor, organisation, (from, until)).await?;
    due.retain(|one| one.occurrence.state.is_open());
    let mut debtors: Vec<_> = due.iter().map(|one| one.occurrence.sides.debtor).collect();
    debtors.sort_unstable();
    debtors.dedup();
    let names = if debtors.is_empty() {
        HashMap::new()
    } else {
        // Who is owed something by somebody knows their name.
        let fields = OrganisationFields::NAME;
        organisations::views(platform.db(), &Actor::Operator, &debtors, fields).await?
    };
    let name = |id| names.get(&id).and_then(|one| one.name.clone());
    let event = |one: &Due| {
        let debtor = name(one.occurrence.sides.debtor).unwrap_or_default();
        event(one, organisation, &debtor, language)
    };
    Ok(due.iter().filter_map(event).collect())
}

fn event(
    Due {
        partnership,
        occurrence,
    }: &Due,
    organisation: OrganisationId,
    debtor: &str,
    language: Language,
) -> Option<Event> {
    let day = occurrence.due_on?;
    let name = match occurrence.sides.of(organisation)? {
        CommitmentSide::Debtor => "calendar-to-deliver",
        CommitmentSide::Creditor => "calendar-to-be-given",
    };
    let facts = [
        Fact::new("what", &occurrence.commitment.what),
        Fact::new("organisation", debtor),
    ];
    let outline = partnership.outline_agreed()?;
    let mut event = Event::new();
    event
        .uid(&format!("{}.{day}", occurrence.commitment.id))
        .timestamp(partnership.updated_at)
        .starts(day)
        .ends(day.succ_opt()?)
        .add_property("TRANSP", "TRANSPARENT")
        .class(Class::Private)
        .summary(&words::say(language, name, &facts))
        .description(&format!("{}\n{}", outline.title, partnership.id));
    Some(event)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_due_has_its_words() {
        for name in ["calendar-to-deliver", "calendar-to-be-given"] {
            for language in Language::ALL {
                assert!(words::knows(*language, name), "{name} in {language}");
            }
        }
    }
}

//! What letters say. The words are in the translations; here are the facts they are given.

mod bookings;
mod matches;
mod materials;
mod partnerships;
mod reviews;
mod staff;

use std::fmt::Display;

use chrono::{DateTime, TimeZone, Utc};
use chrono_tz::Tz;
use maillage_domain::{
    Fact,
    accounts::TokenPurpose,
    hubs::Hub,
    ids::{HubId, InvitationId, JobId, MembershipId, OrganisationId, ParticipationId, PersonId},
    memberships::MembershipState,
    projects::ParticipationState,
    values::{EmailAddress, Language},
};
use maillage_persistence::{accounts, hubs, mandates, memberships, organisations, projects};

use super::{Letter, Mail, Notice};
use crate::{error::Error, platform::Platform, secrets::Seal, words};

#[cfg(test)]
pub(super) use self::partnerships::name as letter_on_partnership;

/// Who reads a letter.
struct Reader {
    email: EmailAddress,
    /// Unknown of somebody who has no account yet.
    name: Option<String>,
    language: Language,
}

/// What a letter says: the messages `mail-NAME-subject` and `mail-NAME-text` with these facts, and
/// parts already written.
struct Content {
    name: &'static str,
    facts: Vec<Fact>,
    /// What follows the text, a paragraph each.
    annexes: Vec<String>,
}

impl Content {
    fn new(name: &'static str) -> Self {
        Self {
            name,
            facts: Vec::new(),
            annexes: Vec::new(),
        }
    }

    fn named(self, name: &'static str) -> Self {
        Self { name, ..self }
    }

    fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.facts.push(Fact::new(name, value));
        self
    }
}

/// Writes a letter; `None` when what it is about is gone.
pub(super) async fn write(
    platform: &Platform,
    job: JobId,
    letter: &Letter,
) -> Result<Option<Mail>, Error> {
    let Some(reader) = reader(platform, letter).await? else {
        return Ok(None);
    };
    let language = reader.language;
    let content = match letter.notice {
        Notice::ConfirmEmail { person } => {
            code(
                platform,
                person,
                TokenPurpose::ConfirmEmail,
                "confirm-email",
            )
            .await?
        }
        Notice::ResetPassword { person } => {
            code(
                platform,
                person,
                TokenPurpose::ResetPassword,
                "reset-password",
            )
            .await?
        }
        Notice::AddressInUse { .. } => Some(Content::new("address-in-use")),
        Notice::PasswordChanged { .. } => Some(Content::new("password-changed")),
        Notice::SecondFactor { what, ref left, .. } => Some(
            Content::new("second-factor")
                .with("what", what.as_str().trim_start_matches("person."))
                .with("left", left),
        ),
        Notice::Invitation { invitation: id } => invitation(platform, id, language).await?,
        Notice::MembershipApplied { membership: id } => {
            membership(platform, id, "membership-applied").await?
        }
        Notice::MembershipInvited { membership: id } => {
            membership(platform, id, "membership-invited").await?
        }
        Notice::MembershipDecided {
            membership: id,
            ref state,
            ref reason,
        } => decided_membership(platform, id, state, reason.as_deref(), language).await?,
        Notice::MembershipGone {
            membership: id,
            ref state,
        } => membership(platform, id, "membership-gone")
            .await?
            .map(|content| content.with("state", state)),
        Notice::CharterPublished { hub: id } => charter(platform, id, language).await?,
        Notice::ReviewOpened { review: id } => {
            reviews::opened_review(platform, id, language).await?
        }
        Notice::ReviewDecided { review: id } => {
            reviews::decided_review(platform, id, language).await?
        }
        Notice::ParticipationAwaits { participation: id } => participation(platform, id)
            .await?
            .map(|(state, content)| content.named(awaiting(state))),
        Notice::ParticipationAnswered {
            participation: id,
            ref state,
            ..
        } => participation(platform, id)
            .await?
            .map(|(_, content)| content.with("state", state)),
        Notice::OfferAccepted {
            project,
            need,
            resource,
        } => matches::accepted(platform, letter.to, (project, need), resource).await?,
        Notice::Booking {
            booking: id,
            what,
            ref reason,
            ref dates,
            ..
        } => {
            let told = bookings::Told {
                what,
                reason: reason.as_deref(),
                dates: dates.as_deref(),
            };
            bookings::booking(platform, id, told, language).await?
        }
        Notice::Partnership {
            partnership,
            what: kind,
            by,
            ref reason,
            day,
            renews,
            ..
        } => {
            let what = partnerships::What {
                kind,
                by,
                reason: reason.as_deref(),
                day,
                renews,
            };
            partnerships::write(platform, partnership, what, language).await?
        }
        Notice::Commitment {
            partnership,
            commitment,
            what,
            by,
            ref reason,
            ..
        } => {
            let told = (what, by, reason.as_deref());
            partnerships::commitment(platform, (partnership, commitment), told, language).await?
        }
        Notice::Reminder {
            partnership,
            what,
            debtor,
            from,
            until,
        } => {
            let of = ((what, debtor), (from, until));
            partnerships::reminder(platform, partnership, of, language).await?
        }
        Notice::StaffLoan { loan, what, .. } => {
            staff::loan(platform, (loan, what), language).await?
        }
        Notice::Reservation {
            reservation: id,
            what,
            ref reason,
            ..
        } => {
            let told = (what, reason.as_deref());
            materials::reservation(platform, id, told, language).await?
        }
    };
    Ok(content.map(|content| compose(platform, job, reader, content)))
}

async fn reader(platform: &Platform, letter: &Letter) -> Result<Option<Reader>, Error> {
    if let Some(person) = letter.to {
        let person = accounts::find(platform.db(), person).await?;
        return Ok(person.map(|person| Reader {
            email: person.email,
            name: Some(person.name.to_string()),
            language: person.language,
        }));
    }
    let Notice::Invitation { invitation } = letter.notice else {
        return Ok(None);
    };
    let invitation = mandates::find_invitation(platform.db(), invitation).await?;
    let Some(invitation) = invitation else {
        return Ok(None);
    };
    // The language of who is invited, or else of who invites.
    let invited = accounts::find_by_email(platform.db(), &invitation.email).await?;
    let host = match invitation.invited_by {
        Some(host) => accounts::find(platform.db(), host).await?,
        None => None,
    };
    let language = invited
        .as_ref()
        .or(host.as_ref())
        .map(|person| person.language);
    Ok(Some(Reader {
        email: invitation.email,
        name: invited.map(|person| person.name.to_string()),
        language: language.unwrap_or(Language::French),
    }))
}

fn compose(platform: &Platform, job: JobId, reader: Reader, content: Content) -> Mail {
    let language = reader.language;
    let mut facts = content.facts;
    facts.push(Fact::new("url", &platform.settings().public_url));
    let say = |name: &str| words::say(language, name, &facts);
    let greeting = match reader.name {
        Some(name) => words::say(language, "mail-greeting", &[Fact::new("name", name)]),
        None => say("mail-greeting-unknown"),
    };
    let mut paragraphs = vec![greeting, say(&format!("mail-{}-text", content.name))];
    paragraphs.extend(content.annexes);
    paragraphs.push(say("mail-signature"));
    Mail {
        id: job.to_string(),
        to: reader.email,
        subject: say(&format!("mail-{}-subject", content.name)),
        text: paragraphs.join("\n\n") + "\n",
    }
}

/// A letter with the newest code of a person; nothing when there is none that still works.
async fn code(
    platform: &Platform,
    person: PersonId,
    purpose: TokenPurpose,
    name: &'static str,
) -> Result<Option<Content>, Error> {
    let token = accounts::newest_token(platform.db(), person, purpose, platform.now()).await?;
    Ok(token.map(|token| {
        let code = platform.secrets().seal(Seal::from(purpose), &token.id);
        Content::new(name).with("code", code)
    }))
}

async fn invitation(
    platform: &Platform,
    id: InvitationId,
    language: Language,
) -> Result<Option<Content>, Error> {
    let invitation = mandates::find_invitation(platform.db(), id).await?;
    let Some(invitation) = invitation else {
        return Ok(None);
    };
    let host = match invitation.invited_by {
        Some(host) => accounts::find(platform.db(), host).await?,
        None => None,
    };
    let organisation = name_of(platform, invitation.organisation).await?;
    let code = platform.secrets().seal(Seal::Invitation, &invitation.id);
    let content = Content::new("invitation")
        .with("organisation", organisation)
        .with(
            "host",
            host.map_or_else(|| "Maillage".to_owned(), |host| host.name.to_string()),
        )
        .with("role", invitation.role)
        .with(
            "until",
            words::day(language, invitation.expires_at.date_naive()),
        )
        .with("code", code);
    Ok(Some(content))
}

/// A letter about a membership, with its hub and its organisation.
async fn membership(
    platform: &Platform,
    id: MembershipId,
    name: &'static str,
) -> Result<Option<Content>, Error> {
    let Some(membership) = memberships::find(platform.db(), id).await? else {
        return Ok(None);
    };
    let hub = hub(platform, membership.hub).await?;
    let content = Content::new(name)
        .with(
            "organisation",
            name_of(platform, membership.organisation).await?,
        )
        .with("hub", &hub.content.name)
        .with("slug", &hub.slug)
        .with("category", membership.category)
        .with("charter", hub.charter.map_or(0, |charter| charter.number))
        .with("membership", membership.id);
    Ok(Some(content))
}

/// A letter about a decision on a membership, as it was when it was taken.
async fn decided_membership(
    platform: &Platform,
    id: MembershipId,
    state: &str,
    reason: Option<&str>,
    language: Language,
) -> Result<Option<Content>, Error> {
    let Some(mut content) = membership(platform, id, "membership-decided").await? else {
        return Ok(None);
    };
    content = content.with("state", state);
    // Accepted on an older charter, a new member is asked as the others were.
    let accepted = state == MembershipState::Active.as_str();
    if accepted && let Some(number) = outdated_charter(platform, id).await? {
        let facts = [Fact::new("number", number)];
        content.annexes.push(words::say(
            language,
            "mail-membership-charter-outdated",
            &facts,
        ));
    }
    // Every restriction says why, and how to contest it.
    if let Some(reason) = reason {
        let facts = [Fact::new("reason", reason)];
        content
            .annexes
            .push(words::say(language, "mail-membership-reasons", &facts));
        content
            .annexes
            .push(words::say(language, "contest-membership", &[]));
    }
    Ok(Some(content))
}

/// The number of the charter in force that a member has not accepted yet.
async fn outdated_charter(platform: &Platform, id: MembershipId) -> Result<Option<i32>, Error> {
    let Some(membership) = memberships::find(platform.db(), id).await? else {
        return Ok(None);
    };
    let hub = hub(platform, membership.hub).await?;
    let outdated = membership.charter_is_outdated(&hub);
    Ok(hub
        .charter
        .filter(|_| outdated)
        .map(|charter| charter.number))
}

async fn charter(
    platform: &Platform,
    id: HubId,
    language: Language,
) -> Result<Option<Content>, Error> {
    let hub = hub(platform, id).await?;
    let Some(charter) = hub.charter else {
        return Ok(None);
    };
    let mut content = Content::new("charter-published")
        .with("hub", hub.content.name)
        .with("slug", hub.slug)
        .with("number", charter.number);
    if let Some(until) = charter.accept_by {
        let until = [Fact::new("until", words::day(language, until))];
        content
            .annexes
            .push(words::say(language, "mail-charter-until", &until));
    }
    Ok(Some(content))
}

/// The letter that asks for an answer to a participation.
fn awaiting(state: ParticipationState) -> &'static str {
    match state {
        ParticipationState::Requested => "participation-requested",
        _ => "participation-invited",
    }
}

/// A letter about a participation, with its state now.
async fn participation(
    platform: &Platform,
    id: ParticipationId,
) -> Result<Option<(ParticipationState, Content)>, Error> {
    let participation = projects::find_participation(platform.db(), id).await?;
    let Some(participation) = participation else {
        return Ok(None);
    };
    let project = projects::find(platform.db(), participation.project).await?;
    let Some(project) = project else {
        return Ok(None);
    };
    let part = participation.part.as_ref().map(ToString::to_string);
    let content = Content::new("participation-answered")
        .with("project", &project.content.title)
        .with("lead", name_of(platform, project.lead).await?)
        .with(
            "organisation",
            name_of(platform, participation.organisation).await?,
        )
        .with("part", part.unwrap_or_else(|| words::ABSENT.to_owned()))
        .with("participation", participation.id);
    Ok(Some((participation.state, content)))
}

async fn name_of(platform: &Platform, id: OrganisationId) -> Result<String, Error> {
    let organisation = organisations::find(platform.db(), id)
        .await?
        .ok_or(Error::NotFound)?;
    Ok(organisation.content.name.to_string())
}

async fn hub(platform: &Platform, id: HubId) -> Result<Hub, Error> {
    hubs::find(platform.db(), id).await?.ok_or(Error::NotFound)
}

/// An instant as the clocks of a place show it.
fn instant(language: Language, at: DateTime<Utc>, zone: Tz) -> String {
    let at = zone.from_utc_datetime(&at.naive_utc());
    written(
        language,
        &at.format("%d/%m/%Y à %H h %M"),
        &at.format("%Y-%m-%d, %H:%M"),
    )
}

fn written(language: Language, french: &dyn Display, english: &dyn Display) -> String {
    match language {
        Language::French => french.to_string(),
        Language::English => english.to_string(),
    }
}

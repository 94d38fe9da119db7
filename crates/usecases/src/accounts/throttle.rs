//! What slows down whoever tries passwords. Each try is counted before the password is looked at,
//! and taken back when it was right. The counts are in the database: every instance shares them.

use std::net::IpAddr;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use maillage_domain::{
    accounts::Place,
    ids::{PersonId, SessionId},
    values::EmailAddress,
};
use maillage_persistence::{Tx, accounts};

use super::tokens;
use crate::{error::Error, platform::Platform, secrets::Vault};

/// The counts that a try is held against.
pub(super) struct Throttle(Vec<(Place, String)>);

impl Throttle {
    /// Of somebody who tries an account from a network, whether there is such an account or not.
    pub(super) fn of_network(platform: &Platform, network: IpAddr, email: &str) -> Self {
        let account = EmailAddress::parse(email).map_or_else(|_| email.to_owned(), |it| it.key());
        let network = network.to_string();
        let mut counts = vec![
            (
                Place::Account,
                digest(platform, ["account", &account, &network]),
            ),
            (Place::Network, digest(platform, ["network", &network])),
        ];
        // Held in one order, so that nobody waits for each other.
        counts.sort_by(|one, two| one.1.cmp(&two.1));
        Self(counts)
    }

    /// Of a device that is or was signed in to the account: what others try, also in its own
    /// network, is held against them alone.
    pub(super) fn of_device(platform: &Platform, session: SessionId) -> Self {
        let digest = digest(platform, ["device", &session.to_string()]);
        Self(vec![(Place::Account, digest)])
    }

    /// Of a device that shows a refresh token it was given for this account, whether it still works
    /// or not; of the network when it shows none of them.
    pub(super) async fn of_visitor(
        platform: &Platform,
        network: IpAddr,
        email: &str,
        refresh_token: Option<&str>,
    ) -> Result<Self, Error> {
        if let Some((id, presented)) = refresh_token.and_then(tokens::read)
            && let Some(session) = accounts::find_session(platform.db(), id).await?
            && session.has_issued(&presented)
            && let Some(person) = accounts::find(platform.db(), session.person).await?
            && EmailAddress::parse(email).is_ok_and(|email| email.key() == person.email.key())
        {
            return Ok(Self::of_device(platform, id));
        }
        Ok(Self::of_network(platform, network, email))
    }

    /// Of the codes that this visitor gives for a person after the right password, from wherever.
    /// None on a device that was signed in before: its own count holds them apart from those of
    /// others.
    pub(super) fn of_codes(&self, platform: &Platform, person: PersonId) -> Option<Self> {
        let stranger = self.0.iter().any(|(place, _)| *place == Place::Network);
        let digest = digest(platform, ["codes", &person.to_string()]);
        stranger.then(|| Self(vec![(Place::Codes, digest)]))
    }

    /// Whether a try is looked at now.
    ///
    /// # Errors
    /// `RateLimited`.
    pub(super) async fn check(&self, platform: &Platform) -> Result<(), Error> {
        let now = platform.now();
        for (place, digest) in &self.0 {
            let tries = accounts::tries(platform.db(), digest, now).await?;
            admit(tries.wait(*place, now))?;
        }
        Ok(())
    }

    /// Counts a try, also in a rehearsal; tells whether a wait begins with it.
    ///
    /// # Errors
    /// `RateLimited`, when others that were sent at once came first.
    pub(super) async fn count(&self, platform: &Platform) -> Result<bool, Error> {
        let now = platform.now();
        let count = async |tx: &Tx| {
            accounts::forget_tries(tx, now).await?;
            let mut begins_a_wait = false;
            for (place, digest) in &self.0 {
                let mut tries = accounts::hold_tries(tx, digest, now).await?;
                admit(tries.wait(*place, now))?;
                tries.count(*place, now);
                begins_a_wait |= tries.begins_a_wait(*place);
                accounts::save_tries(tx, digest, tries).await?;
            }
            Ok(begins_a_wait)
        };
        platform.apart().write(count).await
    }

    /// Takes a try back that was not wrong, and says nothing of those before it.
    pub(super) async fn take_back(&self, platform: &Platform) -> Result<(), Error> {
        let take_back = async |tx: &Tx| {
            for (place, digest) in &self.0 {
                take_one_back(tx, platform, *place, digest).await?;
            }
            Ok(())
        };
        platform.in_earnest().write(take_back).await
    }

    /// Takes the try back that let somebody in, and forgets those before it on the account.
    pub(super) async fn clear(&self, tx: &Tx, platform: &Platform) -> Result<(), Error> {
        for (place, digest) in &self.0 {
            match place {
                Place::Account => accounts::clear_tries(tx, digest).await?,
                Place::Network | Place::Codes => {
                    take_one_back(tx, platform, *place, digest).await?;
                }
            }
        }
        Ok(())
    }
}

/// Forgets the tries at an account from a network: its owner has just shown who they are there.
pub(super) async fn forgive(
    tx: &Tx,
    platform: &Platform,
    network: IpAddr,
    email: &EmailAddress,
) -> Result<(), Error> {
    let throttle = Throttle::of_network(platform, network, email.as_str());
    for (place, digest) in &throttle.0 {
        if *place == Place::Account {
            accounts::clear_tries(tx, digest).await?;
        }
    }
    Ok(())
}

async fn take_one_back(
    tx: &Tx,
    platform: &Platform,
    place: Place,
    digest: &str,
) -> Result<(), Error> {
    let mut tries = accounts::hold_tries(tx, digest, platform.now()).await?;
    tries.take_back(place);
    Ok(accounts::save_tries(tx, digest, tries).await?)
}

/// What is counted by must not be readable at rest.
fn digest<const N: usize>(platform: &Platform, parts: [&str; N]) -> String {
    let digest = platform
        .secrets()
        .digest(Vault::Tries, &parts.map(str::as_bytes));
    URL_SAFE_NO_PAD.encode(digest)
}

fn admit(wait: Option<u32>) -> Result<(), Error> {
    wait.map_or(Ok(()), |retry_after| {
        Err(Error::RateLimited { retry_after })
    })
}

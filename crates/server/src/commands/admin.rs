//! `maillage admin`: what only whoever runs the installation may do.

mod password;

use clap::{Args, Subcommand, ValueEnum};
use maillage_domain::{
    hubs::{HubDraft, HubRole},
    ids::OrganisationId,
    memberships::Membership,
    policy::Actor,
    values::{Language, Reason, TextEnum},
};
use maillage_usecases::{
    Error, Platform, SystemEntropy,
    accounts::{RegistrationDraft, admin as accounts},
    hubs, memberships, words,
};

use crate::{instance, keys, settings::Settings};

#[derive(Subcommand)]
pub(super) enum Task {
    /// Opens an account whose address is known to be right; the password is asked for
    CreatePerson(NewPerson),
    /// Creates a hub; its coordinator adds the charter, the colleges and the team
    CreateHub(NewHub),
    /// Gives somebody an office in a hub
    GrantRole(Office),
    /// Ends somebody's office in a hub
    EndRole(Office),
    /// Decides on the membership of an organisation where a hub's only coordinator may not, because
    /// it is their own
    DecideMembership(MembershipDecision),
    /// Locks an account and ends its sessions
    Lock(Account),
    /// Unlocks an account
    Unlock(Account),
    /// Ends every session of an account
    EndSessions(Account),
    /// Takes the second factor of an account away, whose owner has lost the device and the recovery
    /// codes, and has shown who they are; every session ends
    ResetSecondFactor(Account),
    /// Makes a new key that signs access tokens; running instances take it up within seconds, sign
    /// with it after five minutes, and nobody has to sign in again
    RotateSigningKey(Rotation),
}

#[derive(Args)]
pub(super) struct NewPerson {
    /// Address of the account
    #[arg(long)]
    email: String,
    /// As shown to others
    #[arg(long)]
    name: String,
    /// Language of mails: fr or en
    #[arg(long, default_value = "fr", value_parser = one_of::<Language>)]
    language: Language,
    /// Read the password from standard input, one line
    #[arg(long)]
    password_stdin: bool,
}

#[derive(Args)]
pub(super) struct NewHub {
    /// Short name in addresses, such as `ptce-niortais`
    #[arg(long)]
    slug: String,
    /// Its name
    #[arg(long)]
    name: String,
    /// What it is, in a sentence
    #[arg(long)]
    summary: String,
    /// What it is, at length (Markdown) [default: the summary]
    #[arg(long)]
    description: Option<String>,
    /// INSEE codes of the communes of its territory, separated by commas
    #[arg(long, value_delimiter = ',')]
    territory: Vec<String>,
    /// Time zone
    #[arg(long, default_value = "Europe/Paris")]
    time_zone: String,
}

#[derive(Args)]
pub(super) struct Office {
    /// Slug of the hub
    #[arg(long)]
    hub: String,
    /// Address of the person's account
    #[arg(long)]
    email: String,
    /// The office: COORDINATOR or MODERATOR
    #[arg(long, value_parser = one_of::<HubRole>)]
    role: HubRole,
}

#[derive(Args)]
pub(super) struct MembershipDecision {
    /// Slug of the hub
    #[arg(long)]
    hub: String,
    /// Id of the organisation, such as `organisation_01h455vb4pex5vsknk084sn02q`
    #[arg(long)]
    organisation: OrganisationId,
    /// What is decided
    #[arg(long)]
    decision: Decision,
    /// Why, for the organisation to read; not needed to accept and to resume
    #[arg(long, required_if_eq_any([("decision", "refuse"), ("decision", "suspend"), ("decision", "exclude")]))]
    reason: Option<String>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Decision {
    /// Accepts the application
    Accept,
    /// Refuses the application
    Refuse,
    /// Suspends the member
    Suspend,
    /// Lifts the suspension
    Resume,
    /// Excludes the member
    Exclude,
}

#[derive(Args)]
pub(super) struct Account {
    /// Address of the account
    #[arg(long)]
    email: String,
}

#[derive(Args)]
pub(super) struct Rotation {
    /// The keys so far are known to somebody who should not know them: they stop working at once,
    /// and every device replaces its access token
    #[arg(long)]
    compromised: bool,
}

/// Does the task as the operator, and prints what it came to.
pub(super) async fn run(task: &Task, settings: &Settings) -> anyhow::Result<()> {
    // Before the database: whoever waits at a prompt holds nothing.
    let password = match task {
        Task::CreatePerson(person) => password::read(person.password_stdin)?,
        _ => String::new(),
    };
    let platform = instance::open(settings).await?;
    let outcome = execute(task, settings, &platform, password).await;
    let said = outcome.map_err(explain)?;
    platform.db().clone().close().await?;
    println!("{said}");
    Ok(())
}

async fn execute(
    task: &Task,
    settings: &Settings,
    platform: &Platform,
    password: String,
) -> Result<String, Error> {
    let operator = &Actor::Operator;
    let person = async |account: &Account| {
        Ok::<_, Error>(
            accounts::find_by_email(platform, operator, &account.email)
                .await?
                .id,
        )
    };
    Ok(match task {
        Task::CreatePerson(NewPerson {
            email,
            name,
            language,
            ..
        }) => {
            let draft = RegistrationDraft {
                email: email.clone(),
                name: name.clone(),
                password,
                language: *language,
            };
            accounts::create_person(platform, operator, &draft)
                .await?
                .id
                .to_string()
        }
        Task::CreateHub(hub) => {
            let draft = HubDraft {
                name: hub.name.clone(),
                summary: hub.summary.clone(),
                description: hub
                    .description
                    .clone()
                    .unwrap_or_else(|| hub.summary.clone()),
                territory: hub.territory.clone(),
                time_zone: hub.time_zone.clone(),
            };
            hubs::create(platform, operator, &hub.slug, draft, false)
                .await?
                .id
                .to_string()
        }
        Task::GrantRole(Office { hub, email, role }) => {
            hubs::grant_role(platform, operator, hub, email, *role)
                .await?
                .id
                .to_string()
        }
        Task::EndRole(Office { hub, email, role }) => {
            hubs::end_role(platform, operator, hub, email, *role)
                .await?
                .id
                .to_string()
        }
        Task::DecideMembership(decision) => decide(platform, decision).await?.state.to_string(),
        Task::Lock(account) => accounts::lock(platform, operator, person(account).await?)
            .await?
            .id
            .to_string(),
        Task::Unlock(account) => accounts::unlock(platform, operator, person(account).await?)
            .await?
            .id
            .to_string(),
        Task::RotateSigningKey(Rotation { compromised }) => {
            keys::rotate(settings, &SystemEntropy, platform.now(), *compromised)
                .map_err(Error::internal)?;
            settings.signing_key.path().display().to_string()
        }
        Task::ResetSecondFactor(account) => {
            let person = person(account).await?;
            accounts::reset_second_factor(platform, operator, person)
                .await?
                .id
                .to_string()
        }
        Task::EndSessions(account) => {
            let ended = accounts::end_sessions(platform, operator, person(account).await?).await?;
            format!("{} sessions ended", ended.len())
        }
    })
}

async fn decide(platform: &Platform, decision: &MembershipDecision) -> Result<Membership, Error> {
    let operator = &Actor::Operator;
    let hub = hubs::find_by_slug(platform, &decision.hub).await?;
    let hub = hub.ok_or(Error::NotFound)?;
    let live = memberships::live(platform, operator, hub.id, decision.organisation).await?;
    let live = live.ok_or(Error::NotFound)?;
    let target = memberships::Target {
        id: live.id,
        expected_version: live.version,
    };
    let reason = || {
        let text = decision.reason.as_deref().unwrap_or_default();
        Reason::parse(text).map_err(|problem| Error::invalid("reason", problem))
    };
    match decision.decision {
        Decision::Accept => memberships::accept(platform, operator, target, None, None).await,
        Decision::Refuse => memberships::refuse(platform, operator, target, reason()?).await,
        Decision::Suspend => memberships::suspend(platform, operator, target, reason()?).await,
        Decision::Resume => memberships::resume(platform, operator, target).await,
        Decision::Exclude => memberships::exclude(platform, operator, target, reason()?).await,
    }
}

/// The words of a refusal, as a client of the API would read them.
fn explain(error: Error) -> anyhow::Error {
    let say = |name: String, facts: &[_]| words::say(Language::English, &name, facts);
    match error {
        Error::Invalid(faults) => {
            let lines = faults.into_vec().into_iter().map(|fault| {
                format!(
                    "{}: {}",
                    fault.path.join("."),
                    say(
                        format!("problem-{}", fault.problem.code),
                        &fault.problem.facts
                    )
                )
            });
            anyhow::Error::msg(lines.collect::<Vec<_>>().join("\n"))
        }
        Error::Refused(refusal) => {
            anyhow::Error::msg(say(format!("refusal-{}", refusal.code), &refusal.facts))
        }
        Error::Internal(source) => anyhow::Error::from_boxed(source),
        Error::NotFound => anyhow::Error::msg(say("error-NOT_FOUND".to_owned(), &[])),
        Error::Conflict { .. } => anyhow::Error::msg(say("error-CONFLICT".to_owned(), &[])),
        error => anyhow::Error::msg(format!("{error:?}")),
    }
}

/// Reads a value of the domain, whatever its case.
fn one_of<T: TextEnum>(text: &str) -> Result<T, String> {
    let found = T::VALUES
        .iter()
        .copied()
        .find(|value| value.text().eq_ignore_ascii_case(text));
    found.ok_or_else(|| {
        let values: Vec<_> = T::VALUES.iter().map(|value| value.text()).collect();
        format!("write {}", values.join(" or "))
    })
}

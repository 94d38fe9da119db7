//! How coordinators set their hub up.

use std::collections::BTreeMap;

use maillage_domain::{
    content::{ContentKind, ModerationTiming},
    hubs::{
        CharterDraft, CharterText, College, CollegeDraft, Hub, HubAction, HubContent, HubDraft,
        ReasonTemplate, ReasonTemplateDraft,
    },
    ids::HubId,
    policy::Actor,
};
use maillage_persistence::{hubs, memberships};

use super::target;
use crate::{error::Error, platform::Platform};

/// Which hub an act is about, and the version the actor has read.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// The hub.
    pub id: HubId,
    /// The version the actor has read.
    pub expected_version: i32,
}

/// Changes texts, territory and time zone.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Conflict`, `Invalid`.
pub async fn update(
    platform: &Platform,
    actor: &Actor,
    setting: Setting,
    draft: HubDraft,
) -> Result<Hub, Error> {
    let act = platform.act(actor);
    platform
        .write(async |tx| {
            let mut hub = target(tx, actor, setting, HubAction::Edit).await?;
            let content = HubContent::parse(draft).map_err(|faults| faults.within("content"))?;
            hub.edit(&act, content);
            hubs::save(tx, &mut hub).await?;
            Ok(hub)
        })
        .await
}

/// Replaces the colleges; those with a known id keep it.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Conflict`, `Invalid`; `COLLEGE_IN_USE` when one with members would
/// go.
pub async fn set_colleges(
    platform: &Platform,
    actor: &Actor,
    setting: Setting,
    drafts: Vec<CollegeDraft>,
) -> Result<Hub, Error> {
    let act = platform.act(actor);
    platform
        .write(async |tx| {
            let mut hub = target(tx, actor, setting, HubAction::Edit).await?;
            let colleges = College::parse_all(drafts, &hub, platform)?;
            let in_use = memberships::colleges_in_use(tx, hub.id).await?;
            hub.set_colleges(&act, colleges, &in_use)?;
            hubs::save(tx, &mut hub).await?;
            Ok(hub)
        })
        .await
}

/// Publishes the next charter version; members are asked to accept it.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Conflict`, `Invalid`.
pub async fn publish_charter(
    platform: &Platform,
    actor: &Actor,
    setting: Setting,
    draft: &CharterDraft,
) -> Result<Hub, Error> {
    let act = platform.act(actor);
    platform
        .write(async |tx| {
            let mut hub = target(tx, actor, setting, HubAction::PublishCharter).await?;
            let charter = CharterText::parse(draft, act.today())?;
            hub.publish_charter(&act, charter.text, charter.accept_by);
            hubs::save(tx, &mut hub).await?;
            Ok(hub)
        })
        .await
}

/// Sets when the hub looks at each kind of content; before publication where nothing is said.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Conflict`.
pub async fn set_policy(
    platform: &Platform,
    actor: &Actor,
    setting: Setting,
    policy: BTreeMap<ContentKind, ModerationTiming>,
) -> Result<Hub, Error> {
    let act = platform.act(actor);
    platform
        .write(async |tx| {
            let mut hub = target(tx, actor, setting, HubAction::Edit).await?;
            hub.set_policy(&act, policy);
            hubs::save(tx, &mut hub).await?;
            Ok(hub)
        })
        .await
}

/// Asks a second factor of the hub's team, or no longer.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Conflict`; `NOTHING_TO_DO`.
pub async fn require_second_factor(
    platform: &Platform,
    actor: &Actor,
    setting: Setting,
    required: bool,
) -> Result<Hub, Error> {
    let act = platform.act(actor);
    platform
        .write(async |tx| {
            let mut hub = target(tx, actor, setting, HubAction::ManageTeam).await?;
            hub.require_second_factor(&act, required)?;
            hubs::save(tx, &mut hub).await?;
            Ok(hub)
        })
        .await
}

/// Lets the members of a hub keep account of hours besides money, or no longer.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Conflict`; `NOTHING_TO_DO`.
pub async fn keep_hours(
    platform: &Platform,
    actor: &Actor,
    setting: Setting,
    kept: bool,
) -> Result<Hub, Error> {
    let act = platform.act(actor);
    platform
        .write(async |tx| {
            let mut hub = target(tx, actor, setting, HubAction::Edit).await?;
            hub.keep_hours(&act, kept)?;
            hubs::save(tx, &mut hub).await?;
            Ok(hub)
        })
        .await
}

/// Replaces the reasons that moderators use again; those with a known id keep it.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Conflict`, `Invalid`.
pub async fn set_templates(
    platform: &Platform,
    actor: &Actor,
    setting: Setting,
    drafts: Vec<ReasonTemplateDraft>,
) -> Result<Hub, Error> {
    let act = platform.act(actor);
    platform
        .write(async |tx| {
            let mut hub = target(tx, actor, setting, HubAction::Edit).await?;
            let templates = ReasonTemplate::parse_all(drafts, &hub, platform)?;
            hub.set_templates(&act, templates);
            hubs::save(tx, &mut hub).await?;
            Ok(hub)
        })
        .await
}

//! How a project comes along: stage, needs, milestones.

use chrono::NaiveDate;
use maillage_domain::{
    ids::{MilestoneId, NeedId, OrganisationId},
    policy::{self, Action, Actor},
    projects::{Project, ProjectAction, ProjectStage},
    values::{Label, Reason},
};
use maillage_persistence::{organisations, projects};

use super::{Target, load};
use crate::{error::Error, platform::Platform};

/// Says how far a project has come; giving up needs a reason.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Conflict`, `WRONG_STATE`, `INCOMPLETE` without the reason.
pub async fn set_stage(
    platform: &Platform,
    actor: &Actor,
    target: Target,
    stage: ProjectStage,
    reason: Option<Reason>,
) -> Result<Project, Error> {
    let (actor, act) = platform.act_for(actor, target.acting_for)?;
    platform
        .write(async |tx| {
            let mut project = load(tx, &actor, target, ProjectAction::SetStage).await?;
            project.set_stage(&act, stage, reason)?;
            projects::save(tx, &mut project).await?;
            Ok(project)
        })
        .await
}

/// What became of a need.
#[derive(Debug, Clone)]
pub enum NeedOutcome {
    /// It is met, by an organisation here or in words.
    Met {
        /// By whom.
        by: Option<OrganisationId>,
        /// By what.
        note: Option<Label>,
    },
    /// It is no longer looked for.
    Withdrawn,
    /// It is looked for again.
    Reopened,
}

/// Says what became of a need.
///
/// # Errors
/// `NotFound` for a need of another project or an organisation the actor cannot see, `Forbidden`,
/// `Conflict`, `WRONG_STATE`.
pub async fn settle_need(
    platform: &Platform,
    actor: &Actor,
    target: Target,
    need: NeedId,
    outcome: NeedOutcome,
) -> Result<Project, Error> {
    let (actor, act) = platform.act_for(actor, target.acting_for)?;
    platform
        .write(async |tx| {
            let mut project = load(tx, &actor, target, ProjectAction::ManageNeeds).await?;
            project.need(need).ok_or(Error::NotFound)?;
            match outcome {
                NeedOutcome::Met { by, note } => {
                    if let Some(by) = by {
                        let organisation =
                            organisations::find(tx, by).await?.ok_or(Error::NotFound)?;
                        policy::check(&actor, Action::ReadOrganisation(&organisation))?;
                    }
                    project.meet_need(&act, need, by, note)?;
                }
                NeedOutcome::Withdrawn => project.withdraw_need(&act, need)?,
                NeedOutcome::Reopened => project.reopen_need(&act, need)?,
            }
            projects::save(tx, &mut project).await?;
            Ok(project)
        })
        .await
}

/// Says that a milestone was reached on a day.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Conflict`, `WRONG_STATE`.
pub async fn reach_milestone(
    platform: &Platform,
    actor: &Actor,
    target: Target,
    milestone: MilestoneId,
    on: NaiveDate,
) -> Result<Project, Error> {
    let (actor, act) = platform.act_for(actor, target.acting_for)?;
    platform
        .write(async |tx| {
            let mut project = load(tx, &actor, target, ProjectAction::ReachMilestone).await?;
            project.reach_milestone(&act, milestone, on)?;
            projects::save(tx, &mut project).await?;
            Ok(project)
        })
        .await
}

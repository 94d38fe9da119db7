//! Projects, from the first word to the last.

use maillage_domain::{
    content::ContentState,
    moderation::{ReviewKind, Reviewable},
    policy::Actor,
    projects::{
        BudgetLineDraft, MilestoneDraft, NeedDraft, NeedState, ParticipationAction,
        Project as Stored, ProjectDraft, ProjectStage,
    },
    values::{Label, Money, Reason},
};
use maillage_usecases::{
    Error, PageRequest,
    moderation::{self, GroundsDraft, ReviewFilter, ReviewQuery, ReviewScope, Takedown},
    projects::{self, NeedOutcome, Target},
};

use super::{Cast, unknown};
use crate::demo::data::{Participant, Project};

impl<'a> Cast<'a> {
    pub(super) async fn write(&mut self, project: &'a Project) -> Result<(), Error> {
        let hub = self.hub(&project.hub)?;
        let lead = self.organisation(&project.lead)?;
        let written = projects::create(
            self.platform,
            &self.actor(&project.author)?,
            hub,
            lead,
            draft(project),
        )
        .await?;
        self.projects.insert(&project.key, written.id);
        Ok(())
    }

    pub(super) async fn set_stage(
        &mut self,
        project: &'a Project,
        stage: ProjectStage,
    ) -> Result<(), Error> {
        let reason = project
            .stage_reason
            .as_deref()
            .filter(|_| stage == ProjectStage::Abandoned);
        let reason = reason
            .map(Reason::parse)
            .transpose()
            .map_err(|problem| Error::invalid("reason", problem))?;
        let target = self.at_present(project).await?;
        projects::set_stage(
            self.platform,
            &self.actor(&project.author)?,
            target,
            stage,
            reason,
        )
        .await?;
        Ok(())
    }

    pub(super) async fn submit(&mut self, project: &'a Project) -> Result<(), Error> {
        let target = self.at_present(project).await?;
        projects::submit(self.platform, &self.actor(&project.author)?, target).await?;
        Ok(())
    }

    pub(super) async fn archive(&mut self, project: &'a Project) -> Result<(), Error> {
        let target = self.at_present(project).await?;
        projects::archive(self.platform, &self.actor(&project.author)?, target).await?;
        Ok(())
    }

    pub(super) async fn publish(&mut self, project: &'a Project) -> Result<(), Error> {
        let actor = self.decider(project)?;
        let target = self.open_review(project).await?;
        moderation::publish(self.platform, &actor, target).await?;
        Ok(())
    }

    /// Brings a project to the state that a moderator put it in.
    pub(super) async fn review(&mut self, project: &'a Project) -> Result<(), Error> {
        let actor = self.decider(project)?;
        let template = project.reason_template.as_deref();
        let template = template.map(|key| {
            self.templates
                .get(&(project.hub.as_str(), key))
                .copied()
                .ok_or_else(|| unknown(key))
        });
        let grounds = GroundsDraft {
            facts: project.state_reason.clone(),
            ground: None,
            reference: None,
            template: template.transpose()?,
        };
        match project.state {
            ContentState::ChangesRequested => {
                let target = self.open_review(project).await?;
                moderation::request_changes(self.platform, &actor, target, grounds).await?;
            }
            ContentState::Rejected => {
                let target = self.open_review(project).await?;
                moderation::reject(self.platform, &actor, target, grounds).await?;
            }
            _ => {
                let stored = self.stored(project).await?;
                let target = Takedown {
                    id: stored.id,
                    expected_version: stored.version,
                };
                moderation::hide_project(self.platform, &actor, target, grounds).await?;
            }
        }
        Ok(())
    }

    pub(super) async fn settle_needs(&mut self, project: &'a Project) -> Result<(), Error> {
        let actor = self.actor(&project.author)?;
        let stored = self.stored(project).await?;
        for (need, stored) in project.needs.iter().zip(&stored.needs) {
            let outcome = match need.state {
                NeedState::Open => continue,
                NeedState::Withdrawn => NeedOutcome::Withdrawn,
                NeedState::Met => {
                    let by = need
                        .met_by
                        .as_ref()
                        .and_then(|by| by.organisation.as_deref());
                    let note = need.met_by.as_ref().and_then(|by| by.text.as_deref());
                    let note = Label::parse_optional(note)
                        .map_err(|problem| Error::invalid("note", problem))?;
                    NeedOutcome::Met {
                        by: by.map(|key| self.organisation(key)).transpose()?,
                        note,
                    }
                }
            };
            let target = self.at_present(project).await?;
            projects::settle_need(self.platform, &actor, target, stored.content.id, outcome)
                .await?;
        }
        Ok(())
    }

    pub(super) async fn reach_milestone(
        &mut self,
        project: &'a Project,
        number: usize,
    ) -> Result<(), Error> {
        let stored = self.stored(project).await?;
        let reached = project
            .milestones
            .get(number)
            .and_then(|milestone| milestone.done);
        let milestone = stored.content.milestones.get(number);
        let (Some(on), Some(milestone)) = (reached, milestone) else {
            return Err(unknown(&project.key));
        };
        let target = target(&stored);
        projects::reach_milestone(
            self.platform,
            &self.actor(&project.author)?,
            target,
            milestone.id,
            on,
        )
        .await?;
        Ok(())
    }

    /// Writes the published text anew; it waits beside the old one.
    pub(super) async fn revise(&mut self, project: &'a Project) -> Result<(), Error> {
        let Some(revision) = &project.revision else {
            return Ok(());
        };
        let stored = self.stored(project).await?;
        let draft = ProjectDraft {
            title: revision.title.clone(),
            summary: revision.summary.clone(),
            description: revision.description.clone(),
            ..unchanged(&stored)
        };
        projects::update(
            self.platform,
            &self.actor(&project.author)?,
            target(&stored),
            draft,
        )
        .await?;
        Ok(())
    }

    pub(super) async fn invite_participant(
        &mut self,
        project: &'a Project,
        with: &'a Participant,
    ) -> Result<(), Error> {
        let target = self.at_present(project).await?;
        let organisation = self.organisation(&with.organisation)?;
        let actor = self.actor(&project.author)?;
        let invited =
            projects::invite_participant(self.platform, &actor, target, organisation, None).await?;
        self.participations
            .insert((&project.key, &with.organisation), invited.id);
        Ok(())
    }

    pub(super) async fn request_participation(
        &mut self,
        project: &'a Project,
        with: &'a Participant,
    ) -> Result<(), Error> {
        let id = self.stored(project).await?.id;
        let (organisation, actor) = self.representative(&with.organisation)?;
        let asked =
            projects::request_participation(self.platform, &actor, id, organisation, None).await?;
        self.participations
            .insert((&project.key, &with.organisation), asked.id);
        Ok(())
    }

    pub(super) async fn participate(
        &mut self,
        project: &'a Project,
        with: &'a Participant,
        action: ParticipationAction,
    ) -> Result<(), Error> {
        let key = (project.key.as_str(), with.organisation.as_str());
        let id = *self
            .participations
            .get(&key)
            .ok_or_else(|| unknown(key.1))?;
        let found = projects::participation(self.platform, &Actor::Operator, id).await?;
        let (participation, _) = found.ok_or_else(|| unknown(key.1))?;
        let (organisation, actor) = self.representative(key.1)?;
        projects::step_participation(
            self.platform,
            &actor,
            id,
            organisation,
            participation.version,
            action,
        )
        .await?;
        Ok(())
    }

    /// Who decided on a project.
    fn decider(&self, project: &Project) -> Result<Actor, Error> {
        self.actor(
            project
                .decided_by
                .as_deref()
                .ok_or_else(|| unknown(&project.key))?,
        )
    }

    /// The review of a project that waits for a decision.
    async fn open_review(&self, project: &Project) -> Result<moderation::Target, Error> {
        let subject = Reviewable::Project(self.stored(project).await?.id);
        self.review_of(subject).await
    }

    /// The newest review of some content, which waits for a decision.
    pub(super) async fn review_of(&self, subject: Reviewable) -> Result<moderation::Target, Error> {
        let query = ReviewQuery {
            scope: ReviewScope::Of(subject),
            filter: ReviewFilter {
                kind: Some(ReviewKind::Publication),
                ..ReviewFilter::default()
            },
            page: PageRequest::first(1),
        };
        let newest = moderation::list(self.platform, &Actor::Operator, &query)
            .await?
            .into_items()
            .next();
        let review = newest.ok_or_else(|| unknown("a review"))?;
        Ok(moderation::Target {
            id: review.id,
            expected_version: review.version,
        })
    }

    async fn stored(&self, project: &Project) -> Result<Stored, Error> {
        let id = *self
            .projects
            .get(project.key.as_str())
            .ok_or_else(|| unknown(&project.key))?;
        let found = projects::whole(self.platform, &Actor::Operator, &[id]).await?;
        found
            .into_iter()
            .next()
            .ok_or_else(|| unknown(&project.key))
    }

    /// A project at its present version, on behalf of its lead.
    async fn at_present(&self, project: &Project) -> Result<Target, Error> {
        Ok(target(&self.stored(project).await?))
    }
}

fn target(stored: &Stored) -> Target {
    Target {
        id: stored.id,
        acting_for: stored.lead,
        expected_version: stored.version,
    }
}

/// A project as first written: milestones reached since then come later.
fn draft(project: &Project) -> ProjectDraft {
    let needs = project.needs.iter().map(|need| NeedDraft {
        id: None,
        kind: need.kind,
        label: need.label.clone(),
        description: need.description.clone(),
        quantity: need
            .quantity
            .as_ref()
            .map(|quantity| (quantity.value.clone(), quantity.unit)),
    });
    let milestones = project.milestones.iter().map(|milestone| MilestoneDraft {
        id: None,
        label: milestone.label.clone(),
        due_on: milestone.due,
        done_on: milestone
            .done
            .filter(|_| milestone.reached_at() <= Some(project.created_at)),
    });
    let budget = project.budget.iter().map(|line| BudgetLineDraft {
        id: None,
        year: line.year,
        side: line.side,
        label: line.label.clone(),
        amount: (line.amount.clone(), Money::CURRENCY.to_owned()),
        source: line.source.clone(),
    });
    ProjectDraft {
        title: project.title.clone(),
        summary: project.summary.clone(),
        description: project.description.clone(),
        themes: project.themes.clone(),
        visibility: Some(project.visibility),
        commune: project.commune.clone(),
        starts_on: project.starts_on,
        ends_on: project.ends_on,
        needs: needs.collect(),
        milestones: milestones.collect(),
        budget: budget.collect(),
    }
}

/// A project as it is, to be changed in part.
fn unchanged(stored: &Stored) -> ProjectDraft {
    let content = stored.current_content();
    let needs = content.needs.iter().map(|need| NeedDraft {
        id: Some(need.id.to_string()),
        kind: need.kind,
        label: need.label.to_string(),
        description: need.description.as_ref().map(ToString::to_string),
        quantity: need
            .quantity
            .map(|quantity| (quantity.value.to_string(), quantity.unit)),
    });
    let milestones = content.milestones.iter().map(|milestone| MilestoneDraft {
        id: Some(milestone.id.to_string()),
        label: milestone.label.to_string(),
        due_on: milestone.due_on,
        done_on: milestone.done_on,
    });
    let budget = content.budget.iter().map(|line| BudgetLineDraft {
        id: Some(line.id.to_string()),
        year: line.year,
        side: line.side,
        label: line.label.to_string(),
        amount: (line.amount.amount(), Money::CURRENCY.to_owned()),
        source: line.source.as_ref().map(ToString::to_string),
    });
    ProjectDraft {
        title: content.title.to_string(),
        summary: content.summary.to_string(),
        description: content.description.to_string(),
        themes: content.themes.clone(),
        visibility: Some(content.visibility),
        commune: content.commune.as_ref().map(ToString::to_string),
        starts_on: content.starts_on,
        ends_on: content.ends_on,
        needs: needs.collect(),
        milestones: milestones.collect(),
        budget: budget.collect(),
    }
}

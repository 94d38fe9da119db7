//! Resources, as their owners share them.

use maillage_domain::{
    moderation::Reviewable,
    policy::Actor,
    resources::{ConditionsDraft, Resource as Stored, ResourceDraft},
};
use maillage_usecases::{
    Error, moderation,
    resources::{self, Target},
};

use super::{Cast, unknown};
use crate::demo::data::{Resource, Shared};

impl<'a> Cast<'a> {
    pub(super) async fn write_resource(
        &mut self,
        resource: &'a Resource,
        shared: &'a Shared,
    ) -> Result<(), Error> {
        let (owner, actor) = self.representative(&resource.owner)?;
        let hub = self.hub(&shared.hub)?;
        let draft = ResourceDraft {
            kind: shared.kind,
            title: resource.title.clone(),
            summary: shared.summary.clone(),
            description: shared.description.clone(),
            commune: Some(shared.commune.clone()),
            address: None,
            location: None,
            photos: Vec::new(),
            terms: shared.terms.clone(),
            visibility: Some(shared.visibility),
            shared_with: Vec::new(),
            parties: Vec::new(),
        };
        let written = resources::create(self.platform, &actor, hub, owner, draft).await?;
        self.resources.insert(&resource.key, written.id);
        if let Some(conditions) = &shared.conditions {
            let draft = ConditionsDraft {
                time_zone: conditions.time_zone.clone(),
                rules: conditions.rules,
                hours: conditions.hours.clone(),
            };
            resources::set_conditions(self.platform, &actor, target(&written), draft).await?;
        }
        Ok(())
    }

    pub(super) async fn submit_resource(&mut self, resource: &'a Resource) -> Result<(), Error> {
        let (_, actor) = self.representative(&resource.owner)?;
        let stored = self.shared(resource).await?;
        resources::submit(self.platform, &actor, target(&stored)).await?;
        Ok(())
    }

    pub(super) async fn publish_resource(
        &mut self,
        resource: &'a Resource,
        shared: &'a Shared,
    ) -> Result<(), Error> {
        let actor = self.coordinator(&shared.hub)?;
        let subject = Reviewable::Resource(self.shared(resource).await?.id);
        let target = self.review_of(subject).await?;
        moderation::publish(self.platform, &actor, target).await?;
        Ok(())
    }

    async fn shared(&self, resource: &Resource) -> Result<Stored, Error> {
        let id = self.resources.get(resource.key.as_str());
        let id = *id.ok_or_else(|| unknown(&resource.key))?;
        let found = resources::whole(self.platform, &Actor::Operator, &[id]).await?;
        let found = found.into_iter().next();
        found.ok_or_else(|| unknown(&resource.key))
    }
}

fn target(stored: &Stored) -> Target {
    Target {
        id: stored.id,
        acting_for: stored.owner,
        expected_version: stored.version,
    }
}

//! Joining hubs, and leaving them.

use maillage_domain::{
    ids::CollegeId, memberships::MembershipState, policy::Actor, values::Reason,
};
use maillage_usecases::{
    Error,
    memberships::{self, Target},
    organisations,
};

use super::{Cast, unknown};
use crate::demo::data::Membership;

impl<'a> Cast<'a> {
    pub(super) async fn apply(&mut self, membership: &'a Membership) -> Result<(), Error> {
        let hub = self.hub(&membership.hub)?;
        let (organisation, actor) = self.representative(&membership.organisation)?;
        // The charter of the day, whichever the member accepts later.
        let charter = self.charter(&membership.hub, membership)?;
        let applied = memberships::apply(
            self.platform,
            &actor,
            hub,
            organisation,
            membership.category,
            charter,
        )
        .await?;
        self.memberships.insert(key(membership), applied.id);
        Ok(())
    }

    pub(super) async fn invite(&mut self, membership: &'a Membership) -> Result<(), Error> {
        let hub = self.hub(&membership.hub)?;
        let organisation = self.organisation(&membership.organisation)?;
        let actor = self.coordinator(&membership.hub)?;
        let college = self.college(membership)?;
        let invited = memberships::invite(
            self.platform,
            &actor,
            hub,
            organisation,
            membership.category,
            college,
        )
        .await?;
        self.memberships.insert(key(membership), invited.id);
        Ok(())
    }

    pub(super) async fn accept(&mut self, membership: &'a Membership) -> Result<(), Error> {
        let actor = self.coordinator(&membership.hub)?;
        let target = self.target(membership).await?;
        memberships::accept(
            self.platform,
            &actor,
            target,
            None,
            self.college(membership)?,
        )
        .await?;
        let joined = (
            self.organisation(&membership.organisation)?,
            self.hub(&membership.hub)?,
        );
        self.joined.push(joined);
        for viewer in self.persons.values_mut() {
            viewer.member_of.push(joined);
        }
        Ok(())
    }

    /// Brings a membership to its last state.
    pub(super) async fn decide(&mut self, membership: &'a Membership) -> Result<(), Error> {
        use MembershipState as S;
        let platform = self.platform;
        let coordinator = self.coordinator(&membership.hub)?;
        let (organisation, representative) = self.representative(&membership.organisation)?;
        let target = self.target(membership).await?;
        let reason = || {
            let reason = Reason::parse(membership.reason.as_deref().unwrap_or_default());
            reason.map_err(|problem| Error::invalid("reason", problem))
        };
        match membership.state {
            S::Refused => memberships::refuse(platform, &coordinator, target, reason()?).await?,
            S::Suspended => memberships::suspend(platform, &coordinator, target, reason()?).await?,
            S::Excluded => memberships::exclude(platform, &coordinator, target, reason()?).await?,
            S::Declined => {
                memberships::decline(platform, &representative, organisation, target).await?
            }
            S::Left => memberships::leave(platform, &representative, organisation, target).await?,
            S::Applied | S::Invited | S::Active => return Ok(()),
        };
        let left = (organisation, self.hub(&membership.hub)?);
        self.joined.retain(|member| *member != left);
        for viewer in self.persons.values_mut() {
            viewer.member_of.retain(|member| *member != left);
        }
        Ok(())
    }

    pub(super) async fn accept_charter(
        &mut self,
        membership: &'a Membership,
        number: i32,
    ) -> Result<(), Error> {
        let (organisation, actor) = self.representative(&membership.organisation)?;
        let target = self.target(membership).await?;
        memberships::accept_charter(self.platform, &actor, organisation, target, number).await?;
        Ok(())
    }

    /// The coordinator says whether the new member belongs to the ESS.
    pub(super) async fn decide_ess(&mut self, membership: &'a Membership) -> Result<(), Error> {
        let actor = self.coordinator(&membership.hub)?;
        let entry = self
            .data
            .organisations
            .iter()
            .find(|entry| entry.key == membership.organisation);
        let Some(decision) = entry.and_then(|entry| entry.ess.as_ref()) else {
            return Ok(());
        };
        let reason =
            Reason::parse(&decision.reason).map_err(|problem| Error::invalid("reason", problem))?;
        let id = self.organisation(&membership.organisation)?;
        let found = organisations::whole(self.platform, &actor, &[id]).await?;
        let version = found
            .get(&id)
            .ok_or_else(|| unknown(&membership.organisation))?
            .version;
        organisations::decide_ess(self.platform, &actor, id, version, decision.is_ess, reason)
            .await?;
        Ok(())
    }

    /// The version of the charter that was in force when the organisation applied.
    fn charter(&self, slug: &str, membership: &Membership) -> Result<i32, Error> {
        let hub = self
            .data
            .hubs
            .iter()
            .find(|hub| hub.slug == slug)
            .ok_or_else(|| unknown(slug))?;
        let in_force = hub
            .charters
            .iter()
            .filter(|charter| charter.adopted_on <= membership.opened_on);
        in_force
            .map(|charter| charter.version)
            .max()
            .ok_or_else(|| unknown(slug))
    }

    fn college(&self, membership: &Membership) -> Result<Option<CollegeId>, Error> {
        let Some(college) = membership.college.as_deref() else {
            return Ok(None);
        };
        let found = self
            .colleges
            .get(&(membership.hub.as_str(), college))
            .copied();
        found.map(Some).ok_or_else(|| unknown(college))
    }

    /// A membership at its present version.
    async fn target(&self, membership: &Membership) -> Result<Target, Error> {
        let key = (membership.hub.as_str(), membership.organisation.as_str());
        let id = *self.memberships.get(&key).ok_or_else(|| unknown(key.1))?;
        let found = memberships::find(self.platform, &Actor::Operator, id).await?;
        let found = found.ok_or_else(|| unknown(key.1))?;
        Ok(Target {
            id,
            expected_version: found.version,
        })
    }
}

fn key(membership: &Membership) -> (&str, &str) {
    (&membership.hub, &membership.organisation)
}

//! Loading organisations and the people who act for them.

use std::{collections::HashMap, sync::Arc};

use async_graphql::dataloader::Loader;
use maillage_domain::{
    ids::{OrganisationId, PersonId},
    organisations as domain,
};
use maillage_usecases::{
    accounts, mandates,
    organisations::{self, OrganisationFields},
};

use super::{BatchError, Batches, Loaders, Whole};
use crate::{accounts::Person, organisations::Organisation};

impl Loaders {
    /// An organisation, if the actor may see it.
    pub(crate) async fn organisation(
        &self,
        id: OrganisationId,
    ) -> Result<Option<Organisation>, BatchError> {
        self.batches.load_one(id).await
    }

    /// An organisation with all that decides on it, if the actor may see it.
    pub(crate) async fn whole_organisation(
        &self,
        id: OrganisationId,
    ) -> Result<Option<Arc<domain::Organisation>>, BatchError> {
        self.batches.load_one(Whole(id)).await
    }

    /// Who represents an organisation that the actor has been shown, and may use their account.
    pub(crate) async fn representatives(
        &self,
        id: OrganisationId,
    ) -> Result<Vec<PersonId>, BatchError> {
        Ok(self
            .batches
            .load_one(RepresentativesOf(id))
            .await?
            .unwrap_or_default())
    }

    /// A person named by a thing that the actor has been shown.
    pub(crate) async fn person(&self, id: PersonId) -> Result<Option<Person>, BatchError> {
        self.batches.load_one(id).await
    }
}

/// Asks for an organisation's representatives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct RepresentativesOf(OrganisationId);

impl Loader<OrganisationId> for Batches {
    type Value = Organisation;
    type Error = BatchError;

    async fn load(
        &self,
        ids: &[OrganisationId],
    ) -> Result<HashMap<OrganisationId, Organisation>, BatchError> {
        let found =
            organisations::views(&self.platform, &self.actor, ids, OrganisationFields::all())
                .await?;
        Ok(found
            .into_iter()
            .map(|view| (view.id, Organisation::from(view)))
            .collect())
    }
}

impl Loader<Whole<OrganisationId>> for Batches {
    type Value = Arc<domain::Organisation>;
    type Error = BatchError;

    async fn load(
        &self,
        ids: &[Whole<OrganisationId>],
    ) -> Result<HashMap<Whole<OrganisationId>, Self::Value>, BatchError> {
        let ids: Vec<_> = ids.iter().map(|id| id.0).collect();
        let found = organisations::whole(&self.platform, &self.actor, &ids).await?;
        Ok(found
            .into_iter()
            .map(|(id, organisation)| (Whole(id), Arc::new(organisation)))
            .collect())
    }
}

impl Loader<RepresentativesOf> for Batches {
    type Value = Vec<PersonId>;
    type Error = BatchError;

    async fn load(
        &self,
        ids: &[RepresentativesOf],
    ) -> Result<HashMap<RepresentativesOf, Vec<PersonId>>, BatchError> {
        let ids: Vec<_> = ids.iter().map(|id| id.0).collect();
        let found = mandates::representatives(&self.platform, &ids).await?;
        Ok(found
            .into_iter()
            .map(|(id, people)| (RepresentativesOf(id), people))
            .collect())
    }
}

impl Loader<PersonId> for Batches {
    type Value = Person;
    type Error = BatchError;

    async fn load(&self, ids: &[PersonId]) -> Result<HashMap<PersonId, Person>, BatchError> {
        let found = accounts::by_ids(&self.platform, ids).await?;
        Ok(found
            .into_iter()
            .map(|(id, person)| (id, Person::from(person)))
            .collect())
    }
}

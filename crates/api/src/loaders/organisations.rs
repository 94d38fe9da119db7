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

use super::{BatchError, Batches, Loaders, Part, Whole};
use crate::{accounts::Person, organisations::Organisation};

impl Loaders {
    /// An organisation with the columns asked for, if the actor may see it.
    pub(crate) async fn organisation(
        &self,
        id: OrganisationId,
        fields: OrganisationFields,
    ) -> Result<Option<Organisation>, BatchError> {
        self.batches.load_one(Part::new(id, fields.bits())).await
    }

    /// Those of the organisations that the actor may see, in this order, with the columns asked for.
    pub(crate) async fn organisations(
        &self,
        ids: &[OrganisationId],
        fields: OrganisationFields,
    ) -> Result<Vec<Organisation>, BatchError> {
        let parts = ids.iter().map(|id| Part::new(*id, fields.bits()));
        let parts: Vec<_> = parts.collect();
        let mut found = self.batches.load_many(parts.iter().copied()).await?;
        Ok(parts.iter().filter_map(|part| found.remove(part)).collect())
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

impl Loader<Part<OrganisationId>> for Batches {
    type Value = Organisation;
    type Error = BatchError;

    async fn load(
        &self,
        parts: &[Part<OrganisationId>],
    ) -> Result<HashMap<Part<OrganisationId>, Organisation>, BatchError> {
        let (ids, columns) = Part::together(parts);
        let fields = OrganisationFields::from_bits_truncate(columns);
        let found = organisations::views(&self.platform, &self.actor, &ids, fields).await?;
        let found = found
            .into_iter()
            .map(|view| (view.id, Organisation::from(view)))
            .collect();
        Ok(Part::share(parts, &found))
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

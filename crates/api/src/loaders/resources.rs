//! Loading resources.

use std::{collections::HashMap, sync::Arc};

use async_graphql::dataloader::Loader;
use maillage_domain::{ids::ResourceId, resources as domain};
use maillage_usecases::resources::{self, ResourceFields};

use super::{BatchError, Batches, Loaders, Part, Whole};
use crate::resources::Resource;

impl Loaders {
    /// A resource with the wide columns asked for, if the actor may see it.
    pub(crate) async fn resource(
        &self,
        id: ResourceId,
        fields: ResourceFields,
    ) -> Result<Option<Resource>, BatchError> {
        self.batches.load_one(Part::new(id, fields.bits())).await
    }

    /// A resource with all that decides on it, if the actor may see it.
    pub(crate) async fn whole_resource(
        &self,
        id: ResourceId,
    ) -> Result<Option<Arc<domain::Resource>>, BatchError> {
        self.batches.load_one(Whole(id)).await
    }
}

impl Loader<Whole<ResourceId>> for Batches {
    type Value = Arc<domain::Resource>;
    type Error = BatchError;

    async fn load(
        &self,
        ids: &[Whole<ResourceId>],
    ) -> Result<HashMap<Whole<ResourceId>, Self::Value>, BatchError> {
        let ids: Vec<_> = ids.iter().map(|id| id.0).collect();
        let found = resources::whole(&self.platform, &self.actor, &ids).await?;
        let found = found.into_iter();
        Ok(found
            .map(|resource| (Whole(resource.id), Arc::new(resource)))
            .collect())
    }
}

impl Loader<Part<ResourceId>> for Batches {
    type Value = Resource;
    type Error = BatchError;

    async fn load(
        &self,
        parts: &[Part<ResourceId>],
    ) -> Result<HashMap<Part<ResourceId>, Resource>, BatchError> {
        let (ids, columns) = Part::together(parts);
        let fields = ResourceFields::from_bits_truncate(columns);
        let found = resources::views(&self.platform, &self.actor, &ids, fields).await?;
        let found = found.into_iter();
        let found = found.map(|view| (view.id, Resource::from(view))).collect();
        Ok(Part::share(parts, &found))
    }
}

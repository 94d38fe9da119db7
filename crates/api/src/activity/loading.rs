//! Loading the names that sentences need.

use std::collections::HashMap;

use async_graphql::dataloader::Loader;
use maillage_domain::ids::{OrganisationId, ProjectId};
use maillage_usecases::{
    organisations::{self, OrganisationFields},
    projects::{self, ProjectFields},
};

use crate::loaders::{BatchError, Batches, Loaders};

/// Asks for what a thing is called, rather than for its columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct NameOf<T>(T);

impl Loaders {
    /// The name of an organisation, if the actor may see it.
    pub(super) async fn organisation_name(
        &self,
        id: OrganisationId,
    ) -> Result<Option<String>, BatchError> {
        self.batches.load_one(NameOf(id)).await
    }

    /// The title of a project, if the actor may see it.
    pub(super) async fn project_title(&self, id: ProjectId) -> Result<Option<String>, BatchError> {
        self.batches.load_one(NameOf(id)).await
    }
}

impl Loader<NameOf<OrganisationId>> for Batches {
    type Value = String;
    type Error = BatchError;

    async fn load(
        &self,
        ids: &[NameOf<OrganisationId>],
    ) -> Result<HashMap<NameOf<OrganisationId>, String>, BatchError> {
        let ids: Vec<_> = ids.iter().map(|id| id.0).collect();
        let fields = OrganisationFields::NAME;
        let found = organisations::views(&self.platform, &self.actor, &ids, fields).await?;
        let named = found.into_iter().map(|view| (view.id, view.name));
        Ok(named
            .filter_map(|(id, name)| Some((NameOf(id), name?)))
            .collect())
    }
}

impl Loader<NameOf<ProjectId>> for Batches {
    type Value = String;
    type Error = BatchError;

    async fn load(
        &self,
        ids: &[NameOf<ProjectId>],
    ) -> Result<HashMap<NameOf<ProjectId>, String>, BatchError> {
        let ids: Vec<_> = ids.iter().map(|id| id.0).collect();
        let fields = ProjectFields::TITLE;
        let found = projects::views(&self.platform, &self.actor, &ids, fields).await?;
        let titled = found.into_iter().map(|view| (view.id, view.title));
        Ok(titled
            .filter_map(|(id, title)| Some((NameOf(id), title?)))
            .collect())
    }
}

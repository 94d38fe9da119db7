//! Loading by id: one statement for all the ids that one level of a request asks for. Made anew
//! for each request and holding its actor, so that nothing loaded for one is shown to another.

mod bookings;
mod calendars;
mod cooperation;
pub(crate) mod firsts;
mod hubs;
pub(crate) mod mandates;
mod matches;
pub(crate) mod materials;
mod memberships;
mod organisations;
mod partnerships;
mod resources;
mod staff;
pub(crate) mod statements;

use std::{collections::HashMap, hash::Hash, sync::Arc, time::Duration};

use async_graphql::dataloader::{DataLoader, HashMapCache, Loader};
use maillage_domain::{ids::ProjectId, policy::Actor, projects as domain};
use maillage_usecases::{
    Error, Platform,
    projects::{self, ProjectFields},
};

pub(crate) use self::partnerships::CommitmentsOf;
use self::{calendars::Calendars, cooperation::Graphs, matches::Weighed};
use crate::{dispatch::Dispatch, error::ApiError, projects::Project};

/// A failure shared by all who waited for the same batch.
#[derive(Clone)]
pub(crate) struct BatchError(Arc<Error>);

impl From<Error> for BatchError {
    fn from(error: Error) -> Self {
        Self(Arc::new(error))
    }
}

impl From<BatchError> for ApiError {
    fn from(BatchError(error): BatchError) -> Self {
        Self::shared(error)
    }
}

/// Reads batches on behalf of one actor.
#[derive(Clone)]
pub(crate) struct Batches {
    pub(crate) platform: Platform,
    pub(crate) actor: Arc<Actor>,
}

/// The loaders of one request.
pub(crate) struct Loaders {
    pub(crate) batches: DataLoader<Batches, HashMapCache>,
    calendars: Calendars,
    graphs: Graphs,
    weighed: Weighed,
}

impl Loaders {
    /// Loaders for one request.
    pub(crate) fn new(platform: &Platform, actor: &Arc<Actor>, dispatch: &Dispatch) -> Self {
        let batches = Batches {
            platform: platform.clone(),
            actor: Arc::clone(actor),
        };
        let dispatch = dispatch.clone();
        let spawn = move |batch| dispatch.push(batch);
        // The dispatch begins a batch when nobody can add to it; a delay would gain nothing.
        let batches =
            DataLoader::with_cache(batches, spawn, HashMapCache::default()).delay(Duration::ZERO);
        Self {
            batches,
            calendars: Calendars::default(),
            graphs: Graphs::default(),
            weighed: Weighed::default(),
        }
    }

    /// Keeps nothing from now on: what was read before a mutation may not be so after it.
    pub(crate) fn read_afresh(&self) {
        self.batches.enable_all_cache(false);
    }

    /// A project with the columns asked for, if the actor may see it.
    pub(crate) async fn project(
        &self,
        id: ProjectId,
        fields: ProjectFields,
    ) -> Result<Option<Project>, BatchError> {
        self.batches.load_one(Part::new(id, fields.bits())).await
    }

    /// A project with all that decides on it, if the actor may see it.
    pub(crate) async fn whole_project(
        &self,
        id: ProjectId,
    ) -> Result<Option<Arc<domain::Project>>, BatchError> {
        self.batches.load_one(Whole(id)).await
    }

    /// The needs of a project that the actor has been shown.
    pub(crate) async fn needs(&self, id: ProjectId) -> Result<Vec<projects::NeedView>, BatchError> {
        Ok(self
            .batches
            .load_one(NeedsOf(id))
            .await?
            .unwrap_or_default())
    }
}

/// Asks for some columns of a thing: those that the query shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Part<T> {
    id: T,
    columns: u32,
}

impl<T: Copy + Ord + Hash> Part<T> {
    fn new(id: T, columns: u32) -> Self {
        Self { id, columns }
    }

    /// What answers all the parts in one statement: every thing once, with every column that is
    /// asked for of one.
    fn together(parts: &[Self]) -> (Vec<T>, u32) {
        let mut ids: Vec<T> = parts.iter().map(|part| part.id).collect();
        ids.sort_unstable();
        ids.dedup();
        let columns = parts.iter().fold(0, |all, part| all | part.columns);
        (ids, columns)
    }

    fn share<V: Clone>(parts: &[Self], found: &HashMap<T, V>) -> HashMap<Self, V> {
        let found = parts
            .iter()
            .filter_map(|part| Some((*part, found.get(&part.id)?.clone())));
        found.collect()
    }
}

/// Asks for the whole of a thing rather than for its columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Whole<T>(T);

/// Asks for the needs of a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct NeedsOf(ProjectId);

impl Loader<Whole<ProjectId>> for Batches {
    type Value = Arc<domain::Project>;
    type Error = BatchError;

    async fn load(
        &self,
        ids: &[Whole<ProjectId>],
    ) -> Result<HashMap<Whole<ProjectId>, Self::Value>, BatchError> {
        let ids: Vec<_> = ids.iter().map(|id| id.0).collect();
        let found = projects::whole(&self.platform, &self.actor, &ids).await?;
        Ok(found
            .into_iter()
            .map(|project| (Whole(project.id), Arc::new(project)))
            .collect())
    }
}

impl Loader<NeedsOf> for Batches {
    type Value = Vec<projects::NeedView>;
    type Error = BatchError;

    async fn load(&self, ids: &[NeedsOf]) -> Result<HashMap<NeedsOf, Self::Value>, BatchError> {
        let ids: Vec<_> = ids.iter().map(|id| id.0).collect();
        let found = projects::needs(&self.platform, &self.actor, &ids, true).await?;
        Ok(found
            .into_iter()
            .map(|(id, needs)| (NeedsOf(id), needs))
            .collect())
    }
}

impl Loader<Part<ProjectId>> for Batches {
    type Value = Project;
    type Error = BatchError;

    async fn load(
        &self,
        parts: &[Part<ProjectId>],
    ) -> Result<HashMap<Part<ProjectId>, Project>, BatchError> {
        let (ids, columns) = Part::together(parts);
        let fields = ProjectFields::from_bits_truncate(columns);
        let found = projects::views(&self.platform, &self.actor, &ids, fields).await?;
        let found = found
            .into_iter()
            .map(|view| (view.id, Project::from(view)))
            .collect();
        Ok(Part::share(parts, &found))
    }
}

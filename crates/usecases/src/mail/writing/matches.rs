//! Letters about needs and what meets them.

use maillage_domain::{
    ids::{NeedId, PersonId, ProjectId, ResourceId},
    policy::{self, Action, Actor},
    projects::ProjectAction,
};
use maillage_persistence::{accounts, projects, resources};

use super::{Content, name_of};
use crate::{error::Error, platform::Platform, words};

/// A letter to whoever shares what was chosen. The project is named to who may read it.
pub(super) async fn accepted(
    platform: &Platform,
    reader: Option<PersonId>,
    (project, need): (ProjectId, NeedId),
    resource: ResourceId,
) -> Result<Option<Content>, Error> {
    let db = platform.db();
    let project = projects::find(db, project).await?;
    let resource = resources::find(db, resource).await?;
    let Some((project, resource)) = project.zip(resource) else {
        return Ok(None);
    };
    let viewer = match reader {
        Some(reader) => accounts::rights_of(db, reader).await?,
        None => None,
    };
    let read = Action::Project(ProjectAction::Read, &project);
    let reads = viewer.is_some_and(|viewer| policy::check(&Actor::Person(viewer), read).is_ok());
    let told = |text: Option<String>| text.filter(|_| reads).unwrap_or(words::ABSENT.to_owned());
    let label = project
        .need(need)
        .map(|need| need.content.label.to_string());
    let title = project.content.title.to_string();
    let content = Content::new("offer-accepted")
        .with("resource", &resource.content.title)
        .with("lead", name_of(platform, project.lead).await?)
        .with("project", told(Some(title)))
        .with("need", told(label))
        .with("number", told(Some(project.id.to_string())));
    Ok(Some(content))
}

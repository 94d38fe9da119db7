//! Who reads that a resource fits a need.

use super::{
    Actor,
    projects::sees_project,
    resources::{on_resource, sees_resource},
};
use crate::{
    projects::Project,
    resources::{Resource, ResourceAction},
    values::Visibility,
};

/// Whoever sees both the project and the resource. That its lead may have it is told with it; with which
/// organisations a resource is shared by name is for those who share it, the hub's team and each of the
/// organisations of itself.
pub(super) fn sees_match(actor: &Actor, project: &Project, resource: &Resource) -> bool {
    let by_name = resource.content.visibility == Visibility::Parties;
    sees_project(actor, project)
        && sees_resource(actor, resource)
        && (!by_name
            || actor.reads_for(project.lead)
            || on_resource(actor, ResourceAction::ReadPrivate, resource).is_ok())
}

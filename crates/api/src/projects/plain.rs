//! Lists of projects written at once: the columns of the projects, their needs, and who leads them
//! are read before the answer begins.

use maillage_usecases::projects::NeedView;

use super::types::{Lead, Project, ProjectConnection};
use crate::{
    connection::page_info,
    organisations::Organisation,
    plain::{Plan, Selected, WritePlainly, write_list, write_token, write_value},
};

enum ConnectionField {
    Edges(Plan<EdgeField>),
    Nodes(Plan<ProjectField>),
    PageInfo(Plan<PageInfoField>),
}

enum EdgeField {
    Cursor,
    Node(Plan<ProjectField>),
}

#[derive(Clone, Copy)]
enum PageInfoField {
    HasNextPage,
    HasPreviousPage,
    StartCursor,
    EndCursor,
}

enum ProjectField {
    Id,
    Title,
    Summary,
    Stage,
    State,
    Lead(Plan<OrganisationField>),
    Needs(Plan<NeedField>),
}

#[derive(Clone, Copy)]
enum OrganisationField {
    Id,
    Name,
}

#[derive(Clone, Copy)]
enum NeedField {
    Id,
    Kind,
    Label,
    Description,
    State,
}

impl WritePlainly for ProjectConnection {
    fn write_plainly(&self, selection: &[Selected<'_>]) -> Option<String> {
        let plan = Plan::of(selection, |field| {
            Some(match field.name {
                "edges" => {
                    ConnectionField::Edges(Plan::of(&field.below("ProjectEdge")?, |field| {
                        Some(match field.name {
                            "cursor" => EdgeField::Cursor,
                            "node" => EdgeField::Node(projects(field)?),
                            _ => return None,
                        })
                    })?)
                }
                "nodes" => ConnectionField::Nodes(projects(field)?),
                "pageInfo" => {
                    ConnectionField::PageInfo(Plan::of(&field.below("PageInfo")?, |field| {
                        Some(match field.name {
                            "hasNextPage" => PageInfoField::HasNextPage,
                            "hasPreviousPage" => PageInfoField::HasPreviousPage,
                            "startCursor" => PageInfoField::StartCursor,
                            "endCursor" => PageInfoField::EndCursor,
                            _ => return None,
                        })
                    })?)
                }
                _ => return None,
            })
        })?;
        let mut out = String::with_capacity(512 * (self.page.items.len() + 1));
        plan.write(&mut out, |out, field| match field {
            ConnectionField::Edges(edge) => {
                write_list(out, &self.page.items, |out, (cursor, project)| {
                    edge.write(out, |out, field| match field {
                        EdgeField::Cursor => write_token(out, cursor.encode()),
                        EdgeField::Node(plan) => write_project(out, plan, project),
                    })
                })
            }
            ConnectionField::Nodes(plan) => {
                write_list(out, &self.page.items, |out, (_, project)| {
                    write_project(out, plan, project)
                })
            }
            ConnectionField::PageInfo(plan) => {
                let info = page_info(&self.page);
                plan.write(out, |out, field| match field {
                    PageInfoField::HasNextPage => write_value(out, info.has_next_page),
                    PageInfoField::HasPreviousPage => write_value(out, info.has_previous_page),
                    PageInfoField::StartCursor => write_value(out, &info.start_cursor),
                    PageInfoField::EndCursor => write_value(out, &info.end_cursor),
                })
            }
        })?;
        Some(out)
    }
}

fn write_project(out: &mut String, plan: &Plan<ProjectField>, project: &Project) -> Option<()> {
    let view = &project.view;
    plan.write(out, |out, field| match field {
        ProjectField::Id => write_token(out, view.id),
        ProjectField::Title => write_value(out, view.title.as_deref()?),
        ProjectField::Summary => write_value(out, view.summary.as_deref()?),
        ProjectField::Stage => write_token(out, view.stage?),
        ProjectField::State => write_token(out, view.state?),
        ProjectField::Lead(plan) => match &project.loaded.lead {
            Lead::Read(Some(lead)) => write_organisation(out, plan, lead),
            Lead::Read(None) => write_value(out, ()),
            Lead::Unread => None,
        },
        ProjectField::Needs(plan) => {
            let needs = project.loaded.needs.as_ref()?;
            write_list(out, needs, |out, need| write_need(out, plan, need))
        }
    })
}

fn write_organisation(
    out: &mut String,
    plan: &Plan<OrganisationField>,
    lead: &Organisation,
) -> Option<()> {
    let view = lead.view();
    plan.write(out, |out, field| match field {
        OrganisationField::Id => write_token(out, view.id),
        OrganisationField::Name => write_value(out, view.name.as_deref()?),
    })
}

fn write_need(out: &mut String, plan: &Plan<NeedField>, need: &NeedView) -> Option<()> {
    plan.write(out, |out, field| match field {
        NeedField::Id => write_token(out, need.id),
        NeedField::Kind => write_token(out, need.kind),
        NeedField::Label => write_value(out, &need.label),
        NeedField::Description => write_value(out, &need.details.as_ref()?.description),
        NeedField::State => write_token(out, need.state),
    })
}

fn projects(field: &Selected<'_>) -> Option<Plan<ProjectField>> {
    Plan::of(&field.below("Project")?, |field| {
        Some(match field.name {
            "id" => ProjectField::Id,
            "title" => ProjectField::Title,
            "summary" => ProjectField::Summary,
            "stage" => ProjectField::Stage,
            "state" => ProjectField::State,
            "leadOrganisation" => {
                ProjectField::Lead(Plan::of(&field.below("Organisation")?, |field| {
                    Some(match field.name {
                        "id" => OrganisationField::Id,
                        "name" => OrganisationField::Name,
                        _ => return None,
                    })
                })?)
            }
            "needs" => ProjectField::Needs(Plan::of(&field.below("Need")?, |field| {
                Some(match field.name {
                    "id" => NeedField::Id,
                    "kind" => NeedField::Kind,
                    "label" => NeedField::Label,
                    "description" => NeedField::Description,
                    "state" => NeedField::State,
                    _ => return None,
                })
            })?),
            _ => return None,
        })
    })
}

//! What a query asks for of projects, read in one statement a level: the columns of the projects,
//! then their leads, needs and first participations for the whole page.

use std::{collections::HashMap, sync::Arc};

use async_graphql::{Context, Lookahead, SelectionField};
use maillage_domain::ids::ProjectId;
use maillage_usecases::{
    Page, PageRequest,
    organisations::{self, OrganisationFields, OrganisationView},
    projects::{self, ProjectFields, ProjectView},
};

use super::types::{Lead, Loaded, Project};
use crate::{
    connection::DEFAULT_PAGE, context::ContextExt, error::Result,
    organisations as organisation_types,
};

/// What a query asks for of each project of a list.
pub(super) struct Wanted {
    /// The columns.
    pub(super) fields: ProjectFields,
    /// The columns of the lead.
    lead: Option<OrganisationFields>,
    /// Whether the needs, and then whether with all they say.
    needs: Option<bool>,
    /// The size of the first page of participations.
    participations: Option<u64>,
}

impl Wanted {
    /// What the field being resolved, a connection, asks for of its nodes.
    pub(super) fn in_connection(ctx: &Context<'_>) -> Self {
        let look = ctx.look_ahead();
        let mut wanted = Self {
            fields: ProjectFields::empty(),
            lead: None,
            needs: None,
            participations: None,
        };
        for nodes in [look.field("edges").field("node"), look.field("nodes")] {
            for node in nodes.selection_fields() {
                for field in node.selection_set() {
                    wanted.add(&field);
                }
            }
        }
        // A name comes with the project itself; anything more of the lead is worth a statement of
        // its own, with each lead once.
        if wanted
            .lead
            .is_some_and(|fields| OrganisationFields::NAME.contains(fields))
        {
            wanted.fields |= ProjectFields::LEAD_NAME;
        }
        wanted
    }

    fn add(&mut self, field: &SelectionField<'_>) {
        self.fields |= match field.name() {
            "id" | "__typename" | "availableActions" | "revision" | "statement" | "reviews"
            | "activity" => ProjectFields::empty(),
            "needs" => {
                let details = field.selection_set().any(|field| {
                    !matches!(
                        field.name(),
                        "id" | "kind" | "label" | "state" | "__typename"
                    )
                });
                self.needs = Some(self.needs.unwrap_or(false) || details);
                ProjectFields::empty()
            }
            "participants" => {
                self.participations = first_page(field);
                ProjectFields::empty()
            }
            "leadOrganisation" => {
                let fields = organisation_types::fields_of(&Lookahead::from(*field));
                self.lead = Some(self.lead.unwrap_or(OrganisationFields::empty()) | fields);
                ProjectFields::LEAD
            }
            "hub" => ProjectFields::HUB,
            "title" => ProjectFields::TITLE,
            "summary" => ProjectFields::SUMMARY,
            "description" => ProjectFields::DESCRIPTION,
            "themes" => ProjectFields::THEMES,
            "visibility" => ProjectFields::VISIBILITY,
            "commune" => ProjectFields::COMMUNE,
            "startsOn" | "endsOn" => ProjectFields::DATES,
            "milestones" => ProjectFields::MILESTONES,
            "budget" => ProjectFields::BUDGET,
            "stage" | "abandonedBecause" => ProjectFields::STAGE,
            "state" => ProjectFields::STATE,
            "createdAt" | "updatedAt" | "publishedAt" => ProjectFields::TIMES,
            "version" => ProjectFields::VERSION,
            // A field not named here costs a wider row, never a wrong answer.
            _ => ProjectFields::OWN,
        };
    }

    /// Loads the rest for a whole page.
    pub(super) async fn load(
        self,
        ctx: &Context<'_>,
        page: Page<ProjectView>,
    ) -> Result<Page<Project>> {
        let views = || page.items.iter().map(|(_, view)| view);
        let ids: Vec<ProjectId> = views().map(|view| view.id).collect();
        let mut leads = HashMap::new();
        let joined = self.fields.contains(ProjectFields::LEAD_NAME);
        if let Some(fields) = self.lead
            && !joined
            && !ids.is_empty()
        {
            let mut wanted: Vec<_> = views().filter_map(|view| view.lead).collect();
            wanted.sort_unstable();
            wanted.dedup();
            leads = organisations::views(ctx.platform(), ctx.actor(), &wanted, fields)
                .await?
                .into_iter()
                .map(|view| (view.id, organisation_types::Organisation::from(view)))
                .collect();
        }
        let mut needs = match self.needs {
            Some(details) if !ids.is_empty() => {
                Some(projects::needs(ctx.platform(), ctx.actor(), &ids, details).await?)
            }
            _ => None,
        };
        let mut participations = match self.participations {
            Some(limit) if !ids.is_empty() => Some(
                projects::first_participations(ctx.platform(), ctx.actor(), &ids, limit).await?,
            ),
            _ => None,
        };
        Ok(page.map(|mut view| {
            let loaded = Loaded {
                lead: match self.lead {
                    Some(_) if joined => {
                        Lead::Read(view.lead.zip(view.lead_name.take()).map(|(id, name)| {
                            organisation_types::Organisation::from(OrganisationView::named(
                                id, name,
                            ))
                        }))
                    }
                    Some(_) => Lead::Read(view.lead.and_then(|id| leads.get(&id).cloned())),
                    None => Lead::Unread,
                },
                needs: needs
                    .as_mut()
                    .map(|all| all.remove(&view.id).unwrap_or_default()),
                participations: self.participations.and_then(|limit| {
                    let page = participations.as_mut()?.remove(&view.id)?;
                    Some((limit, page))
                }),
            };
            Project {
                view: Arc::new(view),
                loaded: Arc::new(loaded),
            }
        }))
    }
}

/// The size of the page when the field asks for the first page alone, once.
fn first_page(field: &SelectionField<'_>) -> Option<u64> {
    let arguments = field.arguments().ok()?;
    let mut size = DEFAULT_PAGE;
    for (name, value) in arguments {
        match (name.as_str(), value) {
            ("first", async_graphql::Value::Number(number)) => size = number.as_u64()?,
            (_, async_graphql::Value::Null) => {}
            _ => return None,
        }
    }
    PageRequest::parse(i32::try_from(size).ok(), None, None, None, "", DEFAULT_PAGE)
        .ok()
        .map(|page| page.limit)
}

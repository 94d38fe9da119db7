//! The types.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use chrono::{DateTime, Utc};
use maillage_domain::{
    content::ContentState,
    ids::OrganisationId,
    organisations::{self as domain, OrganisationAction},
    policy::{self, Action, Actor},
    values::ActivityDomain,
};
use maillage_usecases::{
    Error,
    mandates::ORDER,
    organisations::{self, OrganisationView},
};

use super::{
    fields_of,
    parts::{Accreditation, Contact, EssReason, EssStatus, Location, Naf, OrganisationRevision},
};
use crate::{
    connection::{connection, page_request},
    context::ContextExt,
    enums::E,
    error::{ApiError, Result},
    ids,
    mandates::{self, InvitationConnection, Mandate, MandateConnection},
    memberships,
    nullable::{Nullable, nullable},
    plain::Plain,
    projects::{self, ProjectConnection, ProjectFilter, ProjectOrder},
    resources::{self, ResourceConnection, ResourceFilter, ResourceOrder},
    values::{ActionState, Commune, FieldChange, Markdown, Statement},
};

/// A legal body that cooperates in hubs, or may.
#[derive(Clone)]
pub(crate) struct Organisation {
    view: Arc<OrganisationView>,
    changed: Option<Arc<Changed>>,
}

/// An organisation that this request has just changed, and whoever changed it: a mandate given by
/// the change counts at once.
struct Changed {
    organisation: Arc<domain::Organisation>,
    actor: Arc<Actor>,
}

impl From<OrganisationView> for Organisation {
    fn from(view: OrganisationView) -> Self {
        Self {
            view: Arc::new(view),
            changed: None,
        }
    }
}

impl Organisation {
    /// An organisation with what the field being resolved asks of it, if the viewer may see it.
    pub(crate) async fn find(ctx: &Context<'_>, id: OrganisationId) -> Result<Option<Self>> {
        let fields = fields_of(&ctx.look_ahead());
        Ok(ctx.loaders().organisation(id, fields).await?)
    }

    /// What was read of it.
    pub(crate) fn view(&self) -> &OrganisationView {
        &self.view
    }

    /// An organisation as a mutation has left it.
    pub(crate) fn changed(organisation: domain::Organisation, actor: Arc<Actor>) -> Self {
        let view = Arc::new(organisations::view(&actor, &organisation));
        Self {
            view,
            changed: Some(Arc::new(Changed {
                organisation: Arc::new(organisation),
                actor,
            })),
        }
    }

    /// The whole of it with the one who looks; `None` when it vanished since.
    async fn whole(
        &self,
        ctx: &Context<'_>,
    ) -> Result<Option<(Arc<domain::Organisation>, Arc<Actor>)>> {
        if let Some(changed) = &self.changed {
            return Ok(Some((
                Arc::clone(&changed.organisation),
                Arc::clone(&changed.actor),
            )));
        }
        let found = ctx.loaders().whole_organisation(self.view.id).await?;
        Ok(found.map(|organisation| (organisation, Arc::clone(&ctx.request().actor))))
    }

    /// The whole of it for who may read its private side.
    async fn private(&self, ctx: &Context<'_>) -> Result<Option<Arc<domain::Organisation>>> {
        let found = self.whole(ctx).await?;
        Ok(found
            .filter(|(organisation, actor)| organisations::reads_private(actor, organisation))
            .map(|(organisation, _)| organisation))
    }
}

/// A column that the look-ahead must have asked for.
fn read<T>(column: Option<T>) -> Result<T> {
    column
        .ok_or_else(|| ApiError::from(Error::internal("a column of the organisation was not read")))
}

connection! {
    /// A list of organisations.
    OrganisationConnection, OrganisationEdge, Organisation
}

/// A legal body that cooperates in hubs, or may. Name, form, identifiers and commune are a public
/// record from the first publication on; texts, domains, address and place are read while the profile
/// is published.
#[Object]
impl Organisation {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        ids::show(self.view.id)
    }

    /// Registered or usual name.
    async fn name(&self) -> Result<&str> {
        read(self.view.name.as_deref())
    }

    /// Whether it is part of a demonstration: it may exist, and has no part in what is shown of it.
    async fn demo(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(ctx.request().platform.is_demo().await?)
    }

    /// Legal form.
    async fn legal_form(&self) -> Result<E<domain::LegalForm>> {
        read(self.view.legal_form).map(E)
    }

    /// INSEE legal category, four digits.
    async fn legal_category(&self) -> Option<&str> {
        self.view.legal_category.as_deref()
    }

    /// SIREN, nine digits.
    async fn siren(&self) -> Option<&str> {
        self.view.siren.as_deref()
    }

    /// SIRET of the seat, fourteen digits.
    async fn siret(&self) -> Option<&str> {
        self.view.siret.as_deref()
    }

    /// RNA number of an association.
    async fn rna(&self) -> Option<&str> {
        self.view.rna.as_deref()
    }

    /// Main activity.
    async fn naf(&self) -> Option<Naf> {
        let naf = self.view.naf.as_ref()?;
        Some(Naf {
            nomenclature: E(naf.nomenclature),
            code: naf.code.clone(),
        })
    }

    /// Whether it belongs to the social and solidarity economy today, and why.
    async fn ess_status(&self, ctx: &Context<'_>) -> Result<EssStatus> {
        let evidence = read(self.view.ess.as_ref())?;
        let status = evidence.status(ctx.platform().now().date_naive());
        Ok(EssStatus {
            is_ess: status.is_ess,
            reasons: status.reasons.into_iter().map(EssReason).collect(),
        })
    }

    /// Accreditations and approved kinds of structures, past ones included.
    async fn accreditations(&self) -> Result<Vec<Accreditation>> {
        Ok(read(self.view.accreditations.as_ref())?
            .iter()
            .map(Accreditation::from)
            .collect())
    }

    /// Commune of the seat.
    async fn commune(&self) -> Option<Commune> {
        self.view.commune.as_ref().and_then(Commune::of)
    }

    /// Size of the staff.
    async fn staff_size(&self) -> Result<E<domain::StaffSize>> {
        read(self.view.staff_size).map(E)
    }

    /// Street address; null where the organisation keeps its exact place to itself.
    async fn address(&self) -> Option<&str> {
        self.view.address.as_deref()
    }

    /// Postal code; null where the organisation keeps its exact place to itself.
    async fn postal_code(&self) -> Option<&str> {
        self.view.postal_code.as_deref()
    }

    /// Place on the map, as exactly as the viewer may know it; null when it is hidden.
    async fn location(&self) -> Option<Location> {
        let place = self.view.place?;
        Some(Location::new(place.point, place.precision))
    }

    /// Fields of activity.
    async fn domains(&self) -> Vec<E<ActivityDomain>> {
        self.view.domains.iter().copied().map(E).collect()
    }

    /// One or two sentences.
    async fn summary(&self) -> Option<&str> {
        self.view.summary.as_deref()
    }

    /// Long text.
    async fn description(&self) -> Option<Markdown> {
        self.view.description.as_deref().map(Markdown::from)
    }

    /// How to reach it; null for who may not see that.
    async fn contact(&self) -> Option<Contact> {
        self.view.contact.as_ref().map(Contact::from)
    }

    /// Where its profile stands; null for who may not read its private side.
    async fn state(&self, ctx: &Context<'_>) -> Nullable<E<ContentState>> {
        nullable(async {
            Ok(self
                .private(ctx)
                .await?
                .map(|organisation| E(organisation.state)))
        })
        .await
    }

    /// Why its profile is restricted, when it is; null for who may not read its private side.
    async fn statement(&self, ctx: &Context<'_>) -> Nullable<Statement> {
        nullable(async {
            let organisation = self.private(ctx).await?;
            let statement = organisation
                .as_ref()
                .and_then(|organisation| organisation.statement.as_ref());
            Ok(statement.map(|statement| Statement::new(statement, ctx.language())))
        })
        .await
    }

    /// The change waiting beside the published profile; null for who may not read its private side.
    async fn revision(&self, ctx: &Context<'_>) -> Nullable<OrganisationRevision> {
        nullable(async {
            let Some(organisation) = self.private(ctx).await? else {
                return Ok(None);
            };
            let language = ctx.language();
            Ok(organisation
                .revision
                .as_ref()
                .map(|revision| OrganisationRevision {
                    state: E(revision.state),
                    submitted_at: revision.at,
                    statement: revision
                        .statement
                        .as_ref()
                        .map(|statement| Statement::new(statement, language)),
                    changes: organisation
                        .content
                        .changes(&revision.content)
                        .into_iter()
                        .map(FieldChange::from)
                        .collect(),
                }))
        })
        .await
    }

    /// Who may act for it, as given; null for who may not read its private side.
    async fn mandates(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many from the beginning, or after the cursor: 1 to 100, 20 if not said."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only those after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, or before the cursor: 1 to 100.")] last: Option<
            i32,
        >,
        #[graphql(desc = "Only those before this cursor.")] before: Option<String>,
        #[graphql(desc = "Also the mandates that ended.", default)] include_ended: bool,
    ) -> Nullable<MandateConnection> {
        nullable(async {
            let page = page_request(first, after.as_deref(), last, before.as_deref(), ORDER)?;
            let Some(organisation) = self.private(ctx).await? else {
                return Ok(None);
            };
            let seen = |mandate| match &self.changed {
                None => Mandate::from(mandate),
                Some(changed) => Mandate::seen_by(mandate, Arc::clone(&changed.actor)),
            };
            let list =
                mandates::of_organisation(ctx, organisation.id, include_ended, &page, seen).await?;
            Ok(Some(list))
        })
        .await
    }

    /// Invitations to act for it that can still be taken up; null for who may not read its private
    /// side.
    async fn invitations(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many from the beginning, or after the cursor: 1 to 100, 20 if not said."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only those after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, or before the cursor: 1 to 100.")] last: Option<
            i32,
        >,
        #[graphql(desc = "Only those before this cursor.")] before: Option<String>,
    ) -> Nullable<InvitationConnection> {
        nullable(async {
            let page = page_request(first, after.as_deref(), last, before.as_deref(), ORDER)?;
            let Some(organisation) = self.private(ctx).await? else {
                return Ok(None);
            };
            let list = mandates::invitations_of(ctx, organisation.id, &page).await?;
            Ok(Some(list))
        })
        .await
    }

    /// Its memberships that the viewer may see: everybody the active ones, its people and the
    /// teams of the hubs the others too.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a connection")]
    async fn memberships(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many from the beginning, or after the cursor: 1 to 100, 20 if not said."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only those after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, or before the cursor: 1 to 100.")] last: Option<
            i32,
        >,
        #[graphql(desc = "Only those before this cursor.")] before: Option<String>,
        #[graphql(desc = "What the list is cut down to.")] filter: Option<
            memberships::MembershipFilter,
        >,
        #[graphql(desc = "The order of the list.")] order_by: Option<memberships::MembershipOrder>,
    ) -> Result<memberships::MembershipConnection> {
        let arguments = memberships::ListArguments {
            first,
            after,
            last,
            before,
            filter,
            order_by,
        };
        memberships::connection(
            ctx,
            arguments,
            memberships::Whose::Organisation(self.view.id),
        )
        .await
    }

    /// The projects it leads or takes part in that the viewer may see, the newest first unless ordered
    /// otherwise. To those of a second organisation the list cannot be cut down: the filter's
    /// `organisation` is this one, if given.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a connection")]
    async fn projects(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many from the beginning, or after the cursor: 1 to 100, 20 if not said."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only those after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, or before the cursor: 1 to 100.")] last: Option<
            i32,
        >,
        #[graphql(desc = "Only those before this cursor.")] before: Option<String>,
        #[graphql(desc = "What the list is cut down to.")] filter: Option<ProjectFilter>,
        #[graphql(desc = "The order of the list.")] order_by: Option<ProjectOrder>,
    ) -> Result<Plain<ProjectConnection>> {
        let arguments = projects::ListArguments {
            first,
            after,
            last,
            before,
            filter,
            order_by,
        };
        projects::of_organisation(ctx, self.view.id, arguments).await
    }

    /// The resources it shares that the viewer may see, the newest first unless ordered otherwise.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a connection")]
    async fn resources(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many from the beginning, or after the cursor: 1 to 100, 20 if not said."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only those after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, or before the cursor: 1 to 100.")] last: Option<
            i32,
        >,
        #[graphql(desc = "Only those before this cursor.")] before: Option<String>,
        #[graphql(desc = "What the list is cut down to.")] filter: Option<ResourceFilter>,
        #[graphql(desc = "The order of the list.")] order_by: Option<ResourceOrder>,
    ) -> Result<ResourceConnection> {
        let arguments = resources::ListArguments {
            first,
            after,
            last,
            before,
            filter,
            order_by,
        };
        resources::of_organisation(ctx, self.view.id, arguments).await
    }

    /// The reviews of its profile that concern the viewer, the newest first.
    async fn reviews(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many from the beginning, or after the cursor: 1 to 100, 20 if not said."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only those after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, or before the cursor: 1 to 100.")] last: Option<
            i32,
        >,
        #[graphql(desc = "Only those before this cursor.")] before: Option<String>,
    ) -> Result<crate::moderation::ReviewConnection> {
        let subject = maillage_domain::moderation::Reviewable::Organisation(self.view.id);
        let arguments = crate::moderation::ListArguments {
            first,
            after,
            last,
            before,
            filter: None,
        };
        crate::moderation::history(ctx, subject, arguments).await
    }

    /// What happened to it and its things that the viewer may read, the newest first.
    async fn activity(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many from the beginning, or after the cursor: 1 to 100, 20 if not said."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only those after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, or before the cursor: 1 to 100.")] last: Option<
            i32,
        >,
        #[graphql(desc = "Only those before this cursor.")] before: Option<String>,
    ) -> Result<crate::activity::ActivityConnection> {
        let feed = maillage_usecases::activity::Feed::Organisation(self.view.id);
        crate::activity::feed(ctx, feed, first, after, last, before).await
    }

    /// When it was created here.
    async fn created_at(&self) -> Result<DateTime<Utc>> {
        read(self.view.created_at)
    }

    /// When it last changed.
    async fn updated_at(&self) -> Result<DateTime<Utc>> {
        read(self.view.updated_at)
    }

    /// When it was first published.
    async fn published_at(&self) -> Option<DateTime<Utc>> {
        self.view.published_at
    }

    /// What the viewer may do next, and for what they may not do, why.
    async fn available_actions(&self, ctx: &Context<'_>) -> Result<Vec<ActionState>> {
        let Some((organisation, actor)) = self.whole(ctx).await? else {
            return Ok(Vec::new());
        };
        let actions = OrganisationAction::ALL.iter().copied();
        Ok(ActionState::list(
            ctx.language(),
            actions.filter(|action| *action != OrganisationAction::ReadPrivate),
            |action| policy::check(&actor, Action::Organisation(action, &organisation)),
            |action| organisation.permits(action),
        ))
    }

    /// Counts its changes; updates say which one they have read.
    async fn version(&self) -> Result<i32> {
        read(self.view.version)
    }
}

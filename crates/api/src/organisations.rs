//! Organisations.

mod inputs;
mod mutations;
mod parts;
mod types;

use async_graphql::{Context, ID, InputObject, Lookahead, Object};
use maillage_domain::{
    Problem, ProblemCode,
    organisations::{LegalForm, Siren},
    values::ActivityDomain,
};
use maillage_usecases::{
    Error, Platform, communes,
    organisations::{
        self, EssFilter, OrganisationFields, OrganisationFilter as Filter,
        OrganisationOrder as Order, OrganisationOrderField, OrganisationQuery,
    },
};

pub(crate) use self::{
    inputs::LocationInput,
    mutations::{OrganisationsMutation, change},
    parts::Location,
    types::{Organisation, OrganisationConnection},
};
use crate::{
    connection::{Counter, page_request},
    context::ContextExt,
    enums::{self, E},
    error::Result,
    ids::{self, kinds},
    nullable::{Nullable, nullable},
    ordering::ordering,
};

/// The columns that a selection on an organisation asks for.
pub(crate) fn fields_of(look: &Lookahead<'_>) -> OrganisationFields {
    use OrganisationFields as F;
    let mut fields = F::empty();
    for organisation in look.selection_fields() {
        for field in organisation.selection_set() {
            fields |= match field.name() {
                // The private side and what belongs to others is read on its own.
                "id" | "__typename" | "demo" | "state" | "statement" | "revision" | "mandates"
                | "memberships" | "invitations" | "projects" | "reviews" | "activity"
                | "availableActions" => F::empty(),
                "name" => F::NAME,
                "legalForm" => F::LEGAL_FORM,
                "legalCategory" => F::LEGAL_CATEGORY,
                "siren" | "siret" | "rna" => F::IDENTIFIERS,
                "naf" => F::NAF,
                "accreditations" => F::ACCREDITATIONS,
                "essStatus" => F::ESS,
                "commune" => F::COMMUNE,
                "staffSize" => F::STAFF_SIZE,
                "createdAt" | "updatedAt" | "publishedAt" => F::TIMES,
                "version" => F::VERSION,
                "address" | "postalCode" => F::ADDRESS,
                "location" => F::LOCATION,
                "domains" => F::DOMAINS,
                "summary" => F::SUMMARY,
                "description" => F::DESCRIPTION,
                "contact" => F::CONTACT,
                // A field not named here costs a wider row, never a wrong answer.
                _ => F::all(),
            };
        }
    }
    fields
}

/// What a list of organisations is cut down to. Everything given must hold.
#[derive(Debug, Clone, Default, InputObject)]
pub(crate) struct OrganisationFilter {
    /// With all these words in its name, identifiers, summary or description; accents and case do
    /// not matter.
    text: Option<String>,
    /// Active members of this hub.
    hub: Option<ID>,
    /// Of one of these legal forms.
    legal_forms: Option<Vec<E<LegalForm>>>,
    /// Those that belong to the social and solidarity economy today, or those that do not.
    is_ess: Option<bool>,
    /// Active in at least one of these fields.
    domains: Option<Vec<E<ActivityDomain>>>,
    /// With their seat in this commune (INSEE code).
    commune: Option<String>,
    /// With their seat in this department, by its code: `34`, `2A`, `974`.
    department: Option<String>,
}

impl OrganisationFilter {
    fn read(self, platform: &Platform) -> std::result::Result<Filter, Error> {
        let on = platform.now().date_naive();
        Ok(Filter {
            text: self.text,
            hub: ids::read_optional::<kinds::Hub>("hub", self.hub.as_ref())?,
            legal_forms: enums::values(self.legal_forms),
            ess: self.is_ess.map(|belongs| EssFilter { belongs, on }),
            domains: enums::values(self.domains),
            commune: self.commune.as_deref().map(communes::code).transpose()?,
            department: self
                .department
                .as_deref()
                .map(communes::department)
                .transpose()?,
        })
    }
}

ordering! {
    /// By what a list of organisations can be ordered.
    OrganisationOrderBy,
    /// The order of a list of organisations.
    OrganisationOrder: Order by OrganisationOrderField {
        /// By name, accents and case aside.
        Name = Name,
        /// When they were created here.
        CreatedAt = CreatedAt,
    }
}

/// Reading organisations.
#[derive(Default)]
pub(crate) struct OrganisationsQuery;

#[Object]
impl OrganisationsQuery {
    /// An organisation by its id or its SIREN; null when there is none that the viewer may see.
    async fn organisation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its id.")] id: Option<ID>,
        #[graphql(desc = "Its SIREN, nine digits; instead of the id.")] siren: Option<String>,
    ) -> Nullable<Organisation> {
        nullable(async {
            match (id, siren) {
                (Some(id), None) => {
                    let id = ids::argument::<kinds::Organisation>(&id)?;
                    Organisation::find(ctx, id).await
                }
                (None, Some(siren)) => {
                    let siren =
                        Siren::parse(&siren).map_err(|problem| Error::invalid("siren", problem))?;
                    let found =
                        organisations::find_by_siren(ctx.platform(), ctx.actor(), &siren).await?;
                    Ok(found.map(Organisation::from))
                }
                (None, None) => {
                    Err(Error::invalid("id", Problem::new(ProblemCode::Required)).into())
                }
                (Some(_), Some(_)) => {
                    let problem = Problem::new(ProblemCode::Inconsistent).with("with", "id");
                    Err(Error::invalid("siren", problem).into())
                }
            }
        })
        .await
    }

    /// The organisations the viewer may see, by name unless ordered otherwise.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a connection")]
    async fn organisations(
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
        #[graphql(desc = "What the list is cut down to.")] filter: Option<OrganisationFilter>,
        #[graphql(desc = "The order of the list.")] order_by: Option<OrganisationOrder>,
    ) -> Result<OrganisationConnection> {
        let filter = filter.unwrap_or_default().read(ctx.platform())?;
        let order = OrganisationOrder::read(order_by);
        let page = page_request(
            first,
            after.as_deref(),
            last,
            before.as_deref(),
            order.name(),
        )?;
        let look = ctx.look_ahead();
        let fields =
            fields_of(&look.field("edges").field("node")) | fields_of(&look.field("nodes"));
        let query = OrganisationQuery {
            filter,
            order,
            page,
            fields,
        };
        let page = organisations::list(ctx.platform(), ctx.actor(), &query).await?;
        let counter = Counter::new(ctx, query.filter, |platform, actor, filter| {
            Box::pin(organisations::count(platform, actor, filter))
        });
        Ok(OrganisationConnection {
            page: page.map(Organisation::from),
            counter,
        })
    }
}

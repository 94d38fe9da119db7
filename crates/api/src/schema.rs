//! The schema as a whole, and how a request runs through it.

use std::sync::Arc;

use async_graphql::{EmptySubscription, MergedObject, Response, Schema, SchemaBuilder};
use chrono::{DateTime, Utc};
use maillage_domain::{policy::Actor, values::Language};
use maillage_usecases::Platform;

use crate::{
    accounts, communes, context,
    dispatch::Dispatch,
    documents::Documents,
    error::{self, Incidents},
    hubs, installation,
    loaders::Loaders,
    mandates, memberships, moderation, nodes, organisations, projects,
};

/// The roots of reading.
#[derive(MergedObject, Default)]
pub(crate) struct Query(
    accounts::AccountsQuery,
    communes::CommunesQuery,
    hubs::HubsQuery,
    installation::InstallationQuery,
    mandates::MandatesQuery,
    memberships::MembershipsQuery,
    moderation::ModerationQuery,
    nodes::NodesQuery,
    organisations::OrganisationsQuery,
    projects::ProjectsQuery,
);

/// The roots of writing.
#[derive(MergedObject, Default)]
pub(crate) struct Mutation(
    accounts::AccountsMutation,
    hubs::HubsMutation,
    mandates::MandatesMutation,
    memberships::MembershipsMutation,
    moderation::ModerationMutation,
    organisations::OrganisationsMutation,
    projects::ProjectsMutation,
);

/// Who sends a request, and how they want to be answered.
pub struct Caller {
    /// Who.
    pub actor: Actor,
    /// In which language.
    pub language: Language,
    /// What their device calls itself.
    pub device: Option<String>,
}

/// The API, ready to execute requests.
#[derive(Clone)]
pub struct Api {
    schema: Schema<Query, Mutation, EmptySubscription>,
    documents: Documents,
    platform: Platform,
}

impl Api {
    /// The API of a platform.
    pub fn new(platform: Platform, introspection: bool) -> Self {
        let mut builder = builder().disable_suggestions();
        if !introspection {
            builder = builder.disable_introspection();
        }
        Self {
            schema: builder.finish(),
            documents: Documents::default(),
            platform,
        }
    }

    /// The platform behind it.
    pub fn platform(&self) -> &Platform {
        &self.platform
    }

    /// Executes one request.
    pub async fn execute(&self, caller: Caller, request: async_graphql::Request) -> Response {
        let language = caller.language;
        let actor = Arc::new(caller.actor);
        let dispatch = Dispatch::default();
        let loaders = Loaders::new(&self.platform, &actor, &dispatch);
        let context = context::Request {
            platform: self.platform.clone(),
            actor,
            language,
            device: caller.device,
            loaders,
            at: self.platform.now(),
        };
        let request = self.documents.parsed(request).data(context);
        let mut response = dispatch.drive(self.schema.execute(request)).await;
        let mut incidents = Incidents::new(&self.platform);
        for failure in &mut response.errors {
            error::finish(failure, language, &mut incidents);
        }
        response
    }
}

fn builder() -> SchemaBuilder<Query, Mutation, EmptySubscription> {
    Schema::build(Query::default(), Mutation::default(), EmptySubscription)
        .override_output_type_description::<DateTime<Utc>>(
            "An instant in UTC (RFC 3339 date-time): `2026-11-21T09:30:00+00:00`.",
        )
}

/// The contract in the schema definition language.
pub fn sdl() -> String {
    let schema = builder().finish();
    let options = async_graphql::SDLExportOptions::new()
        .sorted_fields()
        .sorted_enum_items();
    let mut sdl = schema.sdl_with_options(options);
    if !sdl.ends_with('\n') {
        sdl.push('\n');
    }
    sdl
}

#[cfg(test)]
mod tests {
    use async_graphql::{
        Positioned,
        parser::{
            parse_schema,
            types::{InputValueDefinition, TypeKind, TypeSystemDefinition},
        },
    };

    use super::sdl;

    type Description = Option<Positioned<String>>;

    /// The places that have no description.
    #[derive(Default)]
    struct Undescribed(Vec<String>);

    impl Undescribed {
        fn look(&mut self, place: String, description: &Description) {
            let told = description.as_ref().is_some_and(|text| {
                let text = text.node.trim();
                !text.is_empty()
            });
            if !told {
                self.0.push(place);
            }
        }

        fn inputs(&mut self, of: &str, inputs: &[Positioned<InputValueDefinition>]) {
            for input in inputs {
                let input = &input.node;
                self.look(format!("{of}.{}", input.name.node), &input.description);
            }
        }
    }

    #[test]
    fn everything_in_the_schema_is_described() {
        let document = parse_schema(sdl()).expect("a schema");
        let mut undescribed = Undescribed::default();
        let mut seen = 0;
        for definition in document.definitions {
            let TypeSystemDefinition::Type(definition) = definition else {
                continue;
            };
            let definition = definition.node;
            let name = definition.name.node.to_string();
            undescribed.look(name.clone(), &definition.description);
            let fields = match definition.kind {
                TypeKind::Object(object) => object.fields,
                TypeKind::Interface(interface) => interface.fields,
                TypeKind::InputObject(input) => {
                    undescribed.inputs(&name, &input.fields);
                    Vec::new()
                }
                TypeKind::Enum(of) => {
                    for value in of.values {
                        let value = value.node;
                        let place = format!("{name}.{}", value.value.node);
                        undescribed.look(place, &value.description);
                    }
                    Vec::new()
                }
                TypeKind::Union(_) | TypeKind::Scalar => Vec::new(),
            };
            seen += fields.len();
            for field in fields {
                let field = field.node;
                let place = format!("{name}.{}", field.name.node);
                undescribed.look(place.clone(), &field.description);
                undescribed.inputs(&place, &field.arguments);
            }
        }
        assert!(seen > 200, "{seen} fields");
        assert!(undescribed.0.is_empty(), "{:#?}", undescribed.0);
    }
}

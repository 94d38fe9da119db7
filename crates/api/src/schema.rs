//! The schema as a whole, and how a request runs through it.

use std::{net::IpAddr, pin::pin, sync::Arc, time::Duration};

use async_graphql::{MergedObject, Request, Response, Schema, SchemaBuilder, Value};
use chrono::{DateTime, Utc};
use maillage_domain::{policy::Actor, values::Language};
use maillage_judge::Price;
use maillage_usecases::{Commits, Error, Platform};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::{
    accounts, bookings, calendars, communes, context,
    dispatch::Dispatch,
    documents::Documents,
    error::{self, Incidents},
    hubs,
    inquiry::{Admitted, Inquiry},
    installation,
    limits::{self, Allowances, Client, Cost, Limits, REFUSED, Stop},
    loaders::Loaders,
    mandates, materials, memberships, moderation, nodes, organisations, partnerships, projects,
    resources, staff, statements,
    subscriptions::{Subscriptions, Watch},
};

/// The roots of reading.
#[derive(MergedObject, Default)]
pub(crate) struct Query(
    accounts::AccountsQuery,
    bookings::BookingsQuery,
    communes::CommunesQuery,
    hubs::HubsQuery,
    installation::InstallationQuery,
    mandates::MandatesQuery,
    materials::MaterialsQuery,
    memberships::MembershipsQuery,
    moderation::ModerationQuery,
    nodes::NodesQuery,
    organisations::OrganisationsQuery,
    partnerships::PartnershipsQuery,
    projects::ProjectsQuery,
    resources::ResourcesQuery,
    staff::StaffQuery,
    statements::StatementsQuery,
);

/// The roots of writing.
#[derive(MergedObject, Default)]
pub(crate) struct Mutation(
    accounts::AccountsMutation,
    bookings::BookingsMutation,
    calendars::CalendarsMutation,
    hubs::HubsMutation,
    mandates::MandatesMutation,
    materials::MaterialsMutation,
    memberships::MembershipsMutation,
    moderation::ModerationMutation,
    organisations::OrganisationsMutation,
    partnerships::PartnershipsMutation,
    projects::ProjectsMutation,
    resources::ResourcesMutation,
    staff::StaffMutation,
);

/// Most errors of one answer: a document with a thousand unknown fields has a thousand.
const MOST_ERRORS: usize = 50;

/// How many subscriptions are answered at once.
const DELIVERIES: usize = 8;

/// Who sends a request, and how they want to be answered.
#[derive(Clone)]
pub struct Caller {
    /// Who.
    pub actor: Actor,
    /// In which language.
    pub language: Language,
    /// What their device calls itself.
    pub device: Option<String>,
    /// The first address of the network that they are in.
    pub network: IpAddr,
    /// Who pays.
    pub client: Client,
}

/// The API, ready to execute requests.
#[derive(Clone)]
pub struct Api {
    schema: Schema<Query, Mutation, Subscriptions>,
    documents: Documents,
    allowances: Allowances,
    deliveries: Arc<Semaphore>,
    time: Duration,
    cost_with_key: u64,
    platform: Platform,
}

impl Api {
    /// The API of a platform.
    pub fn new(platform: Platform, introspection: bool, limits: &Limits) -> Self {
        let mut builder = builder().disable_suggestions();
        if !introspection {
            builder = builder.disable_introspection();
        }
        Self {
            schema: builder.finish(),
            documents: Documents::new(limits.document),
            allowances: Allowances::new(limits.allowance),
            deliveries: Arc::new(Semaphore::new(DELIVERIES)),
            time: limits.time,
            cost_with_key: limits.cost_with_key,
            platform,
        }
    }

    /// The platform behind it.
    pub fn platform(&self) -> &Platform {
        &self.platform
    }

    /// The schema to execute requests on.
    pub(crate) fn schema(&self) -> &Schema<Query, Mutation, Subscriptions> {
        &self.schema
    }

    /// The documents that were judged.
    pub(crate) fn documents(&self) -> &Documents {
        &self.documents
    }

    /// Most that a mutation with a key may cost.
    pub(crate) fn cost_with_key(&self) -> u64 {
        self.cost_with_key
    }

    /// Waits for the turn of a subscription to be answered; none when the platform ends.
    pub(crate) async fn turn(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.deliveries).acquire_owned().await.ok()
    }

    /// Executes one request, if its document is worth running and the client can pay for it.
    pub async fn execute(&self, caller: Caller, inquiry: Inquiry) -> Response {
        let (client, language) = (caller.client, caller.language);
        match self.admit(client, inquiry) {
            Ok(Admitted { request, price, .. }) => {
                let outcome = self.run(&self.platform, caller, request).await;
                self.settle(client, language, price, outcome)
            }
            Err(refused) => self.turn_away(client, language, refused),
        }
    }

    /// Settles the account of an operation that was admitted, and writes its cost into the answer.
    pub(crate) fn settle(
        &self,
        client: Client,
        language: Language,
        price: Price,
        outcome: Result<Response, Stop>,
    ) -> Response {
        let (mut response, actual) = match outcome {
            Ok(response) => {
                let actual = limits::actual(&response.data, price);
                (response, actual)
            }
            // It was done for as long as it might.
            Err(stop @ Stop::TimedOut) => (stop.into_response(language), price.most),
            Err(stop) => (stop.into_response(language), REFUSED.min(price.most)),
        };
        let now = self.platform.now();
        let available = self.allowances.give_back(client, price.most - actual, now);
        let cost = self.cost(price.most, actual, available);
        response.extensions.insert("cost".to_owned(), cost);
        response
    }

    /// The answer to a request that was not admitted.
    pub(crate) fn turn_away(
        &self,
        client: Client,
        language: Language,
        (stop, requested): (Stop, u64),
    ) -> Response {
        // Whoever has spent everything is not put into debt by being told so.
        let actual = if matches!(stop, Stop::Spent { .. }) {
            0
        } else {
            REFUSED
        };
        let cost = self.charge(client, requested, actual);
        let mut response = stop.into_response(language);
        response.extensions.insert("cost".to_owned(), cost);
        response
    }

    /// An answer instead of one that was paid for already.
    pub(crate) fn without_charge(&self, client: Client, mut response: Response) -> Response {
        let cost = self.charge(client, 0, 0);
        response.extensions.insert("cost".to_owned(), cost);
        response
    }

    /// Whether a client has anything left to spend, so that a request is worth reading.
    ///
    /// # Errors
    /// `RateLimited`.
    pub fn expect_solvent(&self, client: Client) -> Result<(), Error> {
        let spent = self
            .allowances
            .spend(client, REFUSED, 0, self.platform.now());
        spent.map(|_| ()).map_err(|seconds| Error::RateLimited {
            retry_after: u32::try_from(seconds).unwrap_or(u32::MAX),
        })
    }

    /// Takes what a request costs that is no document.
    ///
    /// # Errors
    /// `RateLimited` when the client has not so much left.
    pub fn pay(&self, client: Client, cost: u64) -> Result<(), Error> {
        let now = self.platform.now();
        let paid = self.allowances.spend(client, cost, cost, now);
        paid.map(|_| ()).map_err(|seconds| Error::RateLimited {
            retry_after: u32::try_from(seconds).unwrap_or(u32::MAX),
        })
    }

    /// Charges for a request that never became one, and tells its cost for the answer.
    pub fn refused(&self, client: Client) -> Value {
        self.charge(client, 0, REFUSED)
    }

    fn charge(&self, client: Client, requested: u64, actual: u64) -> Value {
        let now = self.platform.now();
        let available = self.allowances.spend(client, 0, actual, now);
        self.cost(requested, actual, available.unwrap_or_default())
    }

    fn cost(&self, requested: u64, actual: u64, available: u64) -> Value {
        Value::from(Cost {
            requested,
            actual,
            available,
            restore_rate: self.allowances.per_second(),
        })
    }

    /// Takes a price from a client's allowance, until it is known what the answer cost; or why
    /// there will be none, with the price.
    pub(crate) fn hold(&self, client: Client, price: Price) -> Result<(), (Stop, u64)> {
        self.spend(client, price.most, price.most)
            .map_err(|stop| (stop, price.most))
    }

    /// Settles the account of what was admitted and told nothing: the least that anything costs.
    pub(crate) fn settle_silence(&self, client: Client, price: Price) {
        let unused = price.most.saturating_sub(1);
        self.allowances
            .give_back(client, unused, self.platform.now());
    }

    /// Spends a cost, if the client has at least so much left as is needed.
    pub(crate) fn spend(&self, client: Client, needed: u64, cost: u64) -> Result<(), Stop> {
        let now = self.platform.now();
        match self.allowances.spend(client, needed, cost, now) {
            Ok(_) => Ok(()),
            Err(retry_after) => Err(Stop::Spent { retry_after }),
        }
    }

    /// Runs a request that was admitted, within the time that it may take.
    pub(crate) async fn run(
        &self,
        platform: &Platform,
        caller: Caller,
        request: Request,
    ) -> Result<Response, Stop> {
        let language = caller.language;
        let mut response = self
            .within_time(platform, caller, Watch::default(), |context| {
                self.schema.execute(request.data(context))
            })
            .await?;
        self.finish(&mut response, language);
        if error::nothing_but_overload(&response) {
            return Err(Stop::Overloaded);
        }
        Ok(response)
    }

    /// Waits for something no longer than for an operation.
    pub(crate) async fn in_time<T>(&self, work: impl Future<Output = T>) -> Result<T, Stop> {
        let outcome = tokio::time::timeout(self.time, work).await;
        outcome.map_err(|_| Stop::TimedOut)
    }

    /// Does what a caller asks for, within the time that it may take.
    pub(crate) async fn within_time<F: Future>(
        &self,
        platform: &Platform,
        caller: Caller,
        watch: Watch,
        work: impl FnOnce(context::Request) -> F,
    ) -> Result<F::Output, Stop> {
        let actor = Arc::new(caller.actor);
        let dispatch = Dispatch::default();
        let loaders = Loaders::new(platform, &actor, &dispatch);
        let commits = Commits::default();
        let context = context::Request {
            platform: platform.watched(commits.clone()),
            actor,
            language: caller.language,
            device: caller.device,
            network: caller.network,
            loaders,
            at: platform.now(),
            watch,
        };
        let mut work = pin!(dispatch.drive(work(context)));
        let mut outcome = tokio::time::timeout(self.time, &mut work).await;
        if outcome.is_err() && commits.is_under_way() {
            // Broken off now, nobody could tell whether it was made.
            outcome = tokio::time::timeout(self.time, &mut work).await;
        }
        outcome.map_err(|_| {
            tracing::warn!("an operation took too long and was broken off");
            Stop::TimedOut
        })
    }

    /// Puts words and codes into the errors of an answer.
    pub(crate) fn finish(&self, response: &mut Response, language: Language) {
        response.errors.truncate(MOST_ERRORS);
        let mut incidents = Incidents::new(&self.platform);
        for failure in &mut response.errors {
            error::finish(failure, language, &mut incidents);
        }
    }
}

fn builder() -> SchemaBuilder<Query, Mutation, Subscriptions> {
    Schema::build(Query::default(), Mutation::default(), Subscriptions)
        .override_output_type_description::<DateTime<Utc>>(
            "An instant in UTC (RFC 3339 date-time): `2026-11-21T09:30:00+00:00`.",
        )
}

/// The contract in the schema definition language.
pub fn sdl() -> String {
    let schema = builder().finish();
    let options = async_graphql::SDLExportOptions::new()
        .sorted_fields()
        .sorted_enum_items()
        .include_specified_by();
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

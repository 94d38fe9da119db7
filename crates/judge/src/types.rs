//! What the judge knows of the schema: of each field, which type it has and how many objects it
//! may bring.

use std::collections::HashMap;

use async_graphql_parser::{
    Error, Positioned, parse_schema,
    types::{
        BaseType, FieldDefinition, InputValueDefinition, OperationType, ServiceDocument, Type,
        TypeKind, TypeSystemDefinition,
    },
};
use async_graphql_value::ConstValue;

use crate::introspection::{self, Brings, Census};

/// Elements taken for a list that says nothing of its length.
const LIST: u64 = 10;

/// Sizes of pages, when the client does not say and at most.
#[derive(Debug, Clone, Copy)]
pub struct Pages {
    /// Elements when the client does not say how many.
    pub default: u64,
    /// Most elements of a page; a larger wish is refused by whoever reads the page.
    pub most: u64,
}

/// How many objects a field brings.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Number {
    /// One, or none.
    One,
    /// A connection: itself one, its lists as long as the page that the arguments ask for.
    Page,
    /// A list of a connection: as long as its page.
    Elements,
    /// A list as long as the argument `first` says, or else this.
    First(u64),
    /// A list as long as the list in this argument.
    Given(String),
    /// A list of about so many.
    About(u64),
    /// The schema itself, which is in memory and the same for all.
    Schema,
}

/// A field of a type.
#[derive(Debug)]
pub(crate) struct Field {
    /// The place of its type; none when it is a leaf.
    pub(crate) of: Option<usize>,
    pub(crate) number: Number,
    /// What it brings as a field of introspection.
    pub(crate) brings: Brings,
    /// Whether a password is among its arguments.
    pub(crate) password: bool,
    /// Whether a password, a token or a code is.
    pub(crate) secret: bool,
}

/// The types of a schema, ready to be looked up.
#[derive(Debug)]
pub struct Types {
    fields: Vec<HashMap<String, Field>>,
    places: HashMap<String, usize>,
    roots: [Option<usize>; 3],
    pub(crate) census: Census,
    pub(crate) pages: Pages,
}

impl Types {
    /// Reads a schema in the schema definition language.
    ///
    /// # Errors
    /// When it is none.
    pub fn read(sdl: &str, pages: Pages) -> Result<Self, Error> {
        let schema = parse_schema(sdl)?;
        let (introspection, entry) = introspection::definitions()?;
        let inputs = inputs(&schema);
        let definitions: Vec<_> = [&schema, &introspection, &entry]
            .into_iter()
            .flat_map(|document| &document.definitions)
            .filter_map(|definition| match definition {
                TypeSystemDefinition::Type(definition) => match &definition.node.kind {
                    TypeKind::Object(object) => Some((&definition.node.name.node, &object.fields)),
                    TypeKind::Interface(interface) => {
                        Some((&definition.node.name.node, &interface.fields))
                    }
                    _ => None,
                },
                _ => None,
            })
            .collect();
        // Unions have no fields of their own, but a type condition may name them.
        let places: HashMap<_, _> = definitions
            .iter()
            .enumerate()
            .map(|(place, (name, _))| (name.to_string(), place))
            .chain(unions(&schema).map(|name| (name, usize::MAX)))
            .collect();
        let mut types = Self {
            fields: Vec::with_capacity(definitions.len()),
            roots: roots(&schema).map(|name| places.get(&name).copied()),
            places,
            census: Census::of([&schema, &introspection]),
            pages,
        };
        for (owner, fields) in definitions {
            let connection = fields
                .iter()
                .any(|field| field.node.name.node == "pageInfo");
            let known = fields.iter().map(|field| {
                let field = &field.node;
                let name = field.name.node.to_string();
                let mut known = types.field(field, connection, &inputs);
                known.brings = Brings::of(owner, &name);
                (name, known)
            });
            let known = known.collect();
            types.fields.push(known);
        }
        types.settle_connections();
        types.enter_introspection();
        Ok(types)
    }

    fn field(
        &self,
        field: &FieldDefinition,
        in_connection: bool,
        inputs: &HashMap<String, &[Positioned<InputValueDefinition>]>,
    ) -> Field {
        let of = self.places.get(named(&field.ty.node)).copied();
        let arguments = || field.arguments.iter().map(|argument| &argument.node);
        let given = arguments().find(|argument| {
            is_list(&argument.ty.node)
                && named(&argument.ty.node) == "ID"
                && !argument.ty.node.nullable
        });
        let first = arguments()
            .find(|argument| argument.name.node == "first")
            .map(
                |argument| match argument.default_value.as_ref().map(|value| &value.node) {
                    Some(ConstValue::Number(number)) => {
                        number.as_u64().unwrap_or(self.pages.default)
                    }
                    _ => self.pages.default,
                },
            );
        let number = if !is_list(&field.ty.node) || of.is_none() {
            Number::One
        } else if in_connection {
            Number::Elements
        } else if let Some(argument) = given {
            Number::Given(argument.name.node.to_string())
        } else {
            first.map_or(Number::About(LIST), Number::First)
        };
        let takes = |is_wanted: fn(&str) -> bool| {
            arguments().any(|argument| {
                let fields = inputs
                    .get(named(&argument.ty.node))
                    .copied()
                    .unwrap_or_default();
                let mut fields = fields.iter();
                is_wanted(&argument.name.node)
                    || fields.any(|field| is_wanted(&field.node.name.node))
            })
        };
        Field {
            of,
            number,
            brings: Brings::Leaf,
            password: takes(is_password),
            secret: takes(is_secret),
        }
    }

    /// A field whose type has `pageInfo` is a connection; known only once every type is read.
    fn settle_connections(&mut self) {
        let connections: Vec<_> = self
            .fields
            .iter()
            .map(|fields| fields.contains_key("pageInfo"))
            .collect();
        for field in self.fields.iter_mut().flat_map(HashMap::values_mut) {
            let connection = field.of.and_then(|of| connections.get(of));
            if field.number == Number::One && connection == Some(&true) {
                field.number = Number::Page;
            }
        }
    }

    /// `__schema` and `__type` are fields of the root of queries.
    fn enter_introspection(&mut self) {
        let entry = self.places.remove("__Entry");
        let entry = entry
            .and_then(|place| self.fields.get_mut(place))
            .map(std::mem::take);
        let entry = entry.map(|mut fields| {
            for field in fields.values_mut() {
                field.number = Number::Schema;
            }
            fields
        });
        if let (Some(query), Some(entry)) = (self.roots[0], entry)
            && let Some(fields) = self.fields.get_mut(query)
        {
            fields.extend(entry);
        }
    }

    pub(crate) fn root(&self, operation: OperationType) -> Option<usize> {
        let place = match operation {
            OperationType::Query => 0,
            OperationType::Mutation => 1,
            OperationType::Subscription => 2,
        };
        self.roots[place]
    }

    pub(crate) fn place(&self, name: &str) -> Option<usize> {
        self.places.get(name).copied()
    }

    pub(crate) fn get(&self, place: Option<usize>, field: &str) -> Option<&Field> {
        self.fields.get(place?)?.get(field)
    }
}

fn inputs(schema: &ServiceDocument) -> HashMap<String, &[Positioned<InputValueDefinition>]> {
    let definitions = schema.definitions.iter();
    let inputs = definitions.filter_map(|definition| match definition {
        TypeSystemDefinition::Type(definition) => match &definition.node.kind {
            TypeKind::InputObject(input) => Some((
                definition.node.name.node.to_string(),
                input.fields.as_slice(),
            )),
            _ => None,
        },
        _ => None,
    });
    inputs.collect()
}

fn unions(schema: &ServiceDocument) -> impl Iterator<Item = String> {
    let definitions = schema.definitions.iter();
    definitions.filter_map(|definition| match definition {
        TypeSystemDefinition::Type(definition) => match definition.node.kind {
            TypeKind::Union(_) => Some(definition.node.name.node.to_string()),
            _ => None,
        },
        _ => None,
    })
}

/// The names of the roots: of queries, of mutations, of subscriptions.
fn roots(schema: &ServiceDocument) -> [String; 3] {
    let mut roots = ["Query", "Mutation", "Subscription"].map(str::to_owned);
    for definition in &schema.definitions {
        if let TypeSystemDefinition::Schema(definition) = definition {
            let schema = &definition.node;
            let given = [&schema.query, &schema.mutation, &schema.subscription];
            for (root, given) in roots.iter_mut().zip(given) {
                if let Some(given) = given {
                    *root = given.node.to_string();
                }
            }
        }
    }
    roots
}

fn is_password(name: &str) -> bool {
    name.to_ascii_lowercase().contains("password")
}

fn is_secret(name: &str) -> bool {
    is_password(name) || name.ends_with("Token") || name == "code"
}

fn is_list(ty: &Type) -> bool {
    matches!(ty.base, BaseType::List(_))
}

fn named(ty: &Type) -> &str {
    match &ty.base {
        BaseType::Named(name) => name,
        BaseType::List(inner) => named(inner),
    }
}

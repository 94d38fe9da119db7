//! What introspection brings: how many objects the lists have in which a schema tells of itself.
//!
//! How much a selection on `__Type` costs depends on the types that it is made on: `fields` brings
//! one thing for all types together and another for the largest. So each selection is measured for
//! every group of objects it may be made on, and whoever is above it knows which group that is. No
//! group is measured below what it holds.

use std::collections::HashMap;

use async_graphql_parser::types::{
    BaseType, FieldDefinition, InputValueDefinition, ServiceDocument, Type, TypeKind,
    TypeSystemDefinition,
};
use async_graphql_parser::{Error, Positioned, parse_schema};

/// The types of introspection (GraphQL October 2021, section 4.2): a schema does not name them.
const INTROSPECTION: &str = "
    type __Schema {
        description: String types: [__Type!]! queryType: __Type! mutationType: __Type
        subscriptionType: __Type directives: [__Directive!]!
    }
    type __Type {
        kind: __TypeKind! name: String description: String specifiedByURL: String
        fields(includeDeprecated: Boolean): [__Field!] interfaces: [__Type!]
        possibleTypes: [__Type!] enumValues(includeDeprecated: Boolean): [__EnumValue!]
        inputFields(includeDeprecated: Boolean): [__InputValue!] ofType: __Type isOneOf: Boolean
    }
    type __Field {
        name: String! description: String args(includeDeprecated: Boolean): [__InputValue!]!
        type: __Type! isDeprecated: Boolean! deprecationReason: String
    }
    type __InputValue {
        name: String! description: String type: __Type! defaultValue: String
        isDeprecated: Boolean! deprecationReason: String
    }
    type __EnumValue {
        name: String! description: String isDeprecated: Boolean! deprecationReason: String
    }
    type __Directive {
        name: String! description: String locations: [__DirectiveLocation!]!
        args(includeDeprecated: Boolean): [__InputValue!]! isRepeatable: Boolean!
    }
    enum __TypeKind { SCALAR OBJECT INTERFACE UNION ENUM INPUT_OBJECT LIST NON_NULL }
    enum __DirectiveLocation {
        QUERY MUTATION SUBSCRIPTION FIELD FRAGMENT_DEFINITION FRAGMENT_SPREAD INLINE_FRAGMENT
        VARIABLE_DEFINITION SCHEMA SCALAR OBJECT FIELD_DEFINITION ARGUMENT_DEFINITION INTERFACE
        UNION ENUM ENUM_VALUE INPUT_OBJECT INPUT_FIELD_DEFINITION
    }";

/// What the root of queries has beside its own fields.
const ENTRY: &str = "type __Entry { __schema: __Schema! __type(name: String!): __Type }";

/// The types of introspection as a schema, and the one that has the ways into them.
pub(crate) fn definitions() -> Result<(ServiceDocument, ServiceDocument), Error> {
    Ok((parse_schema(INTROSPECTION)?, parse_schema(ENTRY)?))
}

/// Scalars that every schema has.
const SCALARS: u64 = 5;

/// Directives that a schema need not name.
const DIRECTIVES: u64 = 5;

/// Lists and non-nulls around a type up to which they are told apart.
const WRAPPERS: usize = 4;

/// Groups of objects: all types, all fields, all arguments of fields, all fields of inputs, one
/// object whichever, and one type with so many wrappers around it.
const ALL_TYPES: usize = 0;
const ALL_FIELDS: usize = 1;
const ALL_ARGUMENTS: usize = 2;
const ALL_INPUTS: usize = 3;
const ONE: usize = 4;
const GROUPS: usize = ONE + WRAPPERS + 1;

/// What a selection costs on each group of objects.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Costs([u64; GROUPS]);

impl Costs {
    pub(crate) fn add(&mut self, other: &Self) {
        for (sum, cost) in self.0.iter_mut().zip(other.0) {
            *sum = sum.saturating_add(cost);
        }
    }

    /// On one object, which is no wrapped type.
    pub(crate) fn of_one(&self) -> u64 {
        self.0[ONE]
    }

    /// On the types that so many things have, by the wrappers around them.
    fn of_wrapped(&self, counts: &[u64; WRAPPERS + 1]) -> u64 {
        let costs = counts.iter().zip(&self.0[ONE..]);
        costs.fold(0, |sum, (count, cost)| {
            sum.saturating_add(count.saturating_mul(*cost))
        })
    }
}

/// What a field of introspection brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Brings {
    /// A value.
    #[default]
    Leaf,
    /// One object of the schema.
    One,
    Types,
    Directives,
    Fields,
    Inputs,
    Values,
    Members,
    Interfaces,
    /// What a list or a non-null is made of.
    Wrapped,
    Arguments,
    ArgumentsOfDirective,
    /// The type of a field, an argument or a field of an input.
    Type,
}

impl Brings {
    /// By the name of a field and of the type that has it.
    pub(crate) fn of(owner: &str, field: &str) -> Self {
        match (owner, field) {
            ("__Schema", "types") => Self::Types,
            ("__Schema", "directives") => Self::Directives,
            ("__Schema", "queryType" | "mutationType" | "subscriptionType") => Self::One,
            ("__Type", "fields") => Self::Fields,
            ("__Type", "inputFields") => Self::Inputs,
            ("__Type", "enumValues") => Self::Values,
            ("__Type", "possibleTypes") => Self::Members,
            ("__Type", "interfaces") => Self::Interfaces,
            ("__Type", "ofType") => Self::Wrapped,
            ("__Field", "args") => Self::Arguments,
            ("__Directive", "args") => Self::ArgumentsOfDirective,
            ("__Field" | "__InputValue", "type") => Self::Type,
            _ => Self::Leaf,
        }
    }
}

/// How many of something all types have together, and the one that has most.
#[derive(Debug, Clone, Copy, Default)]
struct Count {
    all: u64,
    most: u64,
}

impl Count {
    fn add(&mut self, number: usize) {
        let number = number as u64;
        self.all += number;
        self.most = self.most.max(number);
    }
}

/// How much of everything a schema has.
#[derive(Debug, Default)]
pub(crate) struct Census {
    types: u64,
    directives: u64,
    fields: Count,
    arguments: Count,
    of_directives: Count,
    inputs: Count,
    values: Count,
    members: Count,
    interfaces: Count,
    /// Fields, arguments and fields of inputs by the wrappers around their types.
    wrapped: [[u64; WRAPPERS + 1]; 3],
}

impl Census {
    /// Of a schema and the types of introspection.
    pub(crate) fn of(documents: [&ServiceDocument; 2]) -> Self {
        let mut census = Self {
            types: SCALARS,
            directives: DIRECTIVES,
            ..Self::default()
        };
        let mut implementers = HashMap::<&str, usize>::new();
        for definition in documents.iter().flat_map(|document| &document.definitions) {
            match definition {
                TypeSystemDefinition::Type(definition) => {
                    census.types += 1;
                    match &definition.node.kind {
                        TypeKind::Object(object) => {
                            census.add_fields(&object.fields);
                            census.interfaces.add(object.implements.len());
                            for interface in &object.implements {
                                *implementers.entry(interface.node.as_str()).or_default() += 1;
                            }
                        }
                        TypeKind::Interface(interface) => {
                            census.add_fields(&interface.fields);
                            census.interfaces.add(interface.implements.len());
                        }
                        TypeKind::InputObject(input) => {
                            census.inputs.add(input.fields.len());
                            count_wrappers(&mut census.wrapped[2], &input.fields);
                        }
                        TypeKind::Enum(one) => census.values.add(one.values.len()),
                        TypeKind::Union(union) => census.members.add(union.members.len()),
                        TypeKind::Scalar => {}
                    }
                }
                TypeSystemDefinition::Directive(directive) => {
                    census.directives += 1;
                    census.of_directives.add(directive.node.arguments.len());
                }
                TypeSystemDefinition::Schema(_) => {}
            }
        }
        for number in implementers.into_values() {
            census.members.add(number);
        }
        // Those of `@include`, `@skip`, `@deprecated` and `@specifiedBy`.
        census.of_directives.add(1);
        census
    }

    fn add_fields(&mut self, fields: &[Positioned<FieldDefinition>]) {
        self.fields.add(fields.len());
        for field in fields {
            self.arguments.add(field.node.arguments.len());
            count_wrappers(&mut self.wrapped[1], &field.node.arguments);
            self.wrapped[0][wrappers(&field.node.ty.node)] += 1;
        }
    }

    /// What a field costs on each group of objects, with what is selected below it.
    pub(crate) fn cost(&self, brings: Brings, below: &Costs) -> Costs {
        let one = below.of_one();
        let objects = [
            self.types,
            self.fields.all,
            self.arguments.all,
            self.inputs.all,
        ];
        let mut brought = Costs::default();
        let sum = &mut brought.0;
        let mut list = |all: usize, count: &Count| {
            sum[all] = count.all.saturating_mul(one);
            sum[ONE] = count.most.saturating_mul(one);
        };
        match brings {
            Brings::Leaf => {}
            Brings::One => sum[ONE] = one,
            Brings::Types => sum[ONE] = below.0[ALL_TYPES],
            Brings::Directives => sum[ONE] = self.directives.saturating_mul(one),
            Brings::Fields => {
                list(ALL_TYPES, &self.fields);
                sum[ALL_TYPES] = below.0[ALL_FIELDS];
            }
            Brings::Inputs => {
                list(ALL_TYPES, &self.inputs);
                sum[ALL_TYPES] = below.0[ALL_INPUTS];
            }
            Brings::Values => list(ALL_TYPES, &self.values),
            Brings::Members => list(ALL_TYPES, &self.members),
            Brings::Interfaces => list(ALL_TYPES, &self.interfaces),
            Brings::Wrapped => {
                sum[ONE + 1..].copy_from_slice(&below.0[ONE..GROUPS - 1]);
                // What has more wrappers than are told apart is made of such a one again.
                sum[GROUPS - 1] = sum[GROUPS - 1].max(below.0[GROUPS - 1]);
            }
            Brings::Arguments => {
                list(ALL_FIELDS, &self.arguments);
                sum[ALL_FIELDS] = below.0[ALL_ARGUMENTS];
            }
            Brings::ArgumentsOfDirective => {
                sum[ONE] = self.of_directives.most.saturating_mul(one);
            }
            Brings::Type => {
                let [fields, arguments, inputs] = &self.wrapped;
                sum[ALL_FIELDS] = below.of_wrapped(fields);
                sum[ALL_ARGUMENTS] = below.of_wrapped(arguments);
                sum[ALL_INPUTS] = below.of_wrapped(inputs);
                sum[ONE] = below.0[ONE..].iter().copied().max().unwrap_or_default();
            }
        }
        let mut cost = Costs([1; GROUPS]);
        cost.0[..ONE].copy_from_slice(&objects);
        cost.add(&brought);
        cost
    }
}

fn count_wrappers(counts: &mut [u64; WRAPPERS + 1], inputs: &[Positioned<InputValueDefinition>]) {
    for input in inputs {
        counts[wrappers(&input.node.ty.node)] += 1;
    }
}

/// Lists and non-nulls around a type, as far as they are told apart.
fn wrappers(ty: &Type) -> usize {
    let inside = match &ty.base {
        BaseType::Named(_) => 0,
        BaseType::List(inner) => 1 + wrappers(inner),
    };
    (inside + usize::from(!ty.nullable)).min(WRAPPERS)
}

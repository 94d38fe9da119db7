//! The contract as the matrix walks it: read from the text that is served, so that nothing of it
//! can be forgotten.

use std::collections::BTreeMap;

use async_graphql_parser::{
    Positioned, parse_schema,
    types::{
        BaseType, FieldDefinition, InputValueDefinition, Type, TypeKind, TypeSystemDefinition,
    },
};

/// Objects that no field of another object leads to on its own: what mutations answer, and the
/// parts of lists.
const AROUND: &[&str] = &[
    "AccountStatementLine",
    "BookingSeries",
    "Fact",
    "MissedDate",
    "PageInfo",
    "PartnershipComment",
    "PartnershipDifference",
    "PartnershipStanding",
    "TextPiece",
    "SecondFactorEnrolment",
    "SessionTokens",
    "StockMove",
    "UserError",
];

/// The types of the contract, by name.
pub(super) struct Schema {
    objects: BTreeMap<String, Object>,
    inputs: BTreeMap<String, Vec<Argument>>,
    enums: BTreeMap<String, Vec<String>>,
}

struct Object {
    is_node: bool,
    fields: Vec<Field>,
}

/// A field of an object.
pub(super) struct Field {
    pub(super) name: String,
    pub(super) arguments: Vec<Argument>,
    pub(super) ty: Type,
}

/// An argument of a field, or a field of an input.
pub(super) struct Argument {
    pub(super) name: String,
    pub(super) description: String,
    pub(super) ty: Type,
    pub(super) default: Option<String>,
}

/// What a field leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// A scalar or an enum.
    Leaf,
    /// An object that is a part of the one it is read with.
    Part,
    /// An object with an id of its own, which has its own rows.
    Node,
    /// A page of a list.
    Connection,
    /// One of several objects with an id of their own.
    Either,
}

/// An argument of a mutation or of a field that names an object.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Naming {
    /// Where it stands: `content.needs.id`.
    pub(super) path: String,
    /// What it names: `Need`.
    pub(super) kind: String,
}

impl Schema {
    /// The contract that is served.
    pub(super) fn served() -> Self {
        let document = parse_schema(maillage_api::sdl()).expect("the contract can be read");
        let mut schema = Self {
            objects: BTreeMap::new(),
            inputs: BTreeMap::new(),
            enums: BTreeMap::new(),
        };
        for definition in document.definitions {
            let TypeSystemDefinition::Type(definition) = definition else {
                continue;
            };
            let name = definition.node.name.node.to_string();
            match definition.node.kind {
                TypeKind::Object(object) => {
                    let is_node = object.implements.iter().any(|one| one.node == "Node");
                    let fields = object.fields.into_iter().map(Field::from).collect();
                    schema.objects.insert(name, Object { is_node, fields });
                }
                TypeKind::InputObject(input) => {
                    let fields = input.fields.into_iter().map(Argument::from).collect();
                    schema.inputs.insert(name, fields);
                }
                TypeKind::Enum(values) => {
                    let values = values.values.into_iter();
                    let values = values.map(|one| one.node.value.node.to_string()).collect();
                    schema.enums.insert(name, values);
                }
                TypeKind::Scalar | TypeKind::Interface(_) | TypeKind::Union(_) => {}
            }
        }
        schema
    }

    /// The fields of an object.
    pub(super) fn fields(&self, object: &str) -> &[Field] {
        let object = self.objects.get(object);
        object.map_or(&[], |object| &object.fields)
    }

    /// The fields of an input; none for what is no input.
    pub(super) fn input(&self, name: &str) -> Option<&[Argument]> {
        self.inputs.get(name).map(Vec::as_slice)
    }

    /// The values of an enum; none for what is no enum.
    pub(super) fn values(&self, name: &str) -> Option<&[String]> {
        self.enums.get(name).map(Vec::as_slice)
    }

    /// The objects that have an id of their own.
    pub(super) fn nodes(&self) -> impl Iterator<Item = &str> {
        let nodes = self.objects.iter().filter(|(_, object)| object.is_node);
        nodes.map(|(name, _)| name.as_str())
    }

    /// The objects whose fields the matrix has to read somewhere.
    pub(super) fn read(&self) -> impl Iterator<Item = &str> {
        let around = |name: &&str| {
            AROUND.contains(name)
                || ["Query", "Mutation", "Subscription"].contains(name)
                || ["Payload", "Connection", "Edge"]
                    .iter()
                    .any(|end| name.ends_with(end))
        };
        self.objects
            .keys()
            .map(String::as_str)
            .filter(move |name| !around(name))
    }

    /// What a type leads to.
    pub(super) fn shape(&self, ty: &Type) -> Shape {
        let name = named(ty);
        match self.objects.get(name) {
            Some(_) if name.ends_with("Connection") => Shape::Connection,
            Some(object) if object.is_node => Shape::Node,
            Some(_) => Shape::Part,
            None if name == "Node" || name == "Reviewable" => Shape::Either,
            None => Shape::Leaf,
        }
    }

    /// The field of a payload that is not its errors.
    pub(super) fn payload(&self, mutation: &Field) -> &Field {
        let fields = self.fields(named(&mutation.ty)).iter();
        let mut fields = fields.filter(|field| field.name != "errors");
        fields
            .next()
            .expect("a payload has what was made or changed")
    }

    /// Every argument of a mutation that names an object.
    pub(super) fn namings(&self, mutation: &Field) -> Vec<Naming> {
        let mut found = Vec::new();
        for argument in &mutation.arguments {
            let payload = named(&self.payload(mutation).ty);
            self.collect(named(&argument.ty), "", payload, &mut found);
        }
        found
    }

    /// Every argument of a field for reading that names an object.
    pub(super) fn filters(&self, field: &Field) -> Vec<Naming> {
        let mut found = Vec::new();
        for argument in &field.arguments {
            match named(&argument.ty) {
                "ID" => {
                    let kind = self.known(&argument.name);
                    found.push(Naming {
                        path: argument.name.clone(),
                        kind: kind.unwrap_or_else(|| named(&field.ty).to_owned()),
                    });
                }
                input => self.collect(input, &argument.name, "", &mut found),
            }
        }
        found
    }

    fn collect(&self, input: &str, within: &str, payload: &str, found: &mut Vec<Naming>) {
        for argument in self.input(input).into_iter().flatten() {
            let path = match within {
                "" => argument.name.clone(),
                within => format!("{within}.{}", argument.name),
            };
            match named(&argument.ty) {
                "ID" => {
                    let kind = self.kind(argument, input, within, payload);
                    found.push(Naming { path, kind });
                }
                inside => self.collect(inside, &path, payload, found),
            }
        }
    }

    /// The object of this name, however it is capitalised.
    fn known(&self, name: &str) -> Option<String> {
        let mut names = self.objects.keys();
        names
            .find(|known| known.eq_ignore_ascii_case(name))
            .cloned()
    }

    /// What an argument names. `id` says it in its description (`The membership.`), or it is what
    /// the mutation answers; in the inputs of parts it is the part.
    fn kind(&self, argument: &Argument, input: &str, within: &str, payload: &str) -> String {
        let known = |name: &str| self.known(name);
        let kind = match argument.name.as_str() {
            "needs" | "projects" | "resources"
                if within.starts_with("content") || within.is_empty() =>
            {
                known(name_of_one(argument))
            }
            "actingFor" | "borrower" | "creditor" | "creditors" | "debtor" | "lender"
            | "leadOrganisation" | "metBy" | "owner" | "parties" => known("Organisation"),
            "series" => known("BookingSeries"),
            "of" => known("Resource"),
            "sharedWith" => known("Hub"),
            "template" => known("ReasonTemplate"),
            "id" if within.is_empty() => {
                let said = argument.description.trim_start_matches("The ");
                known(&said.trim_end_matches('.').replace(' ', "")).or_else(|| known(payload))
            }
            "id" if input == "CommitmentInput" => known("PartnershipCommitment"),
            "commitment" => known("PartnershipCommitment"),
            "reservation" => known("MaterialReservation"),
            "proof" => known("ProofFile"),
            "id" => known(input.trim_end_matches("Input")),
            name => known(name),
        };
        kind.unwrap_or_else(|| {
            panic!(
                "tests/it/matrix/schema.rs does not know what {input}.{} names: add it to Schema::kind",
                argument.name
            )
        })
    }
}

/// `needs` name each a need.
fn name_of_one(argument: &Argument) -> &str {
    argument.name.trim_end_matches('s')
}

/// The name of a type, out of its lists.
pub(super) fn named(ty: &Type) -> &str {
    match &ty.base {
        BaseType::Named(name) => name.as_str(),
        BaseType::List(inside) => named(inside),
    }
}

/// Whether a type is a list.
pub(super) fn is_list(ty: &Type) -> bool {
    matches!(ty.base, BaseType::List(_))
}

impl From<Positioned<FieldDefinition>> for Field {
    fn from(Positioned { node, .. }: Positioned<FieldDefinition>) -> Self {
        Self {
            name: node.name.node.to_string(),
            arguments: node.arguments.into_iter().map(Argument::from).collect(),
            ty: node.ty.node,
        }
    }
}

impl From<Positioned<InputValueDefinition>> for Argument {
    fn from(Positioned { node, .. }: Positioned<InputValueDefinition>) -> Self {
        let description = node.description.map(|text| text.node.trim().to_owned());
        Self {
            name: node.name.node.to_string(),
            description: description.unwrap_or_default(),
            ty: node.ty.node,
            default: node.default_value.map(|value| value.node.to_string()),
        }
    }
}

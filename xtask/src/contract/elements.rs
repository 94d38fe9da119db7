//! The elements of a schema.

use std::collections::BTreeMap;

use async_graphql_parser::{
    Positioned,
    types::{
        ConstDirective, FieldDefinition, InputValueDefinition, ServiceDocument, Type, TypeKind,
        TypeSystemDefinition,
    },
};
use async_graphql_value::{ConstValue, Name};

/// Something that clients may rely on.
#[derive(Debug)]
pub(super) struct Element {
    pub(super) kind: Kind,
    /// The coordinate of what it belongs to.
    pub(super) parent: Option<String>,
    /// Why it is deprecated.
    pub(super) deprecated: Option<String>,
}

/// What it is.
#[derive(Debug, PartialEq)]
pub(super) enum Kind {
    /// A type, by the keyword that declares it; or a directive.
    Type(&'static str),
    /// A field that answers.
    Output(Type),
    /// An argument or a field of an input.
    Input {
        of: Type,
        default: Option<ConstValue>,
    },
    /// A value of an enum.
    Value,
    /// A type in a union, or an interface of a type, by its name.
    Member(String),
}

/// The elements of a schema by coordinate.
pub(super) fn of(document: &ServiceDocument) -> BTreeMap<String, Element> {
    let mut elements = Elements::default();
    for definition in &document.definitions {
        match definition {
            TypeSystemDefinition::Schema(_) => {}
            TypeSystemDefinition::Directive(definition) => {
                let name = format!("@{}", definition.node.name.node);
                elements.add(&name, None, Kind::Type("directive"), &[]);
                elements.inputs(&name, &definition.node.arguments, |argument| {
                    format!("{name}({argument}:)")
                });
            }
            TypeSystemDefinition::Type(definition) => {
                let definition = &definition.node;
                elements.of_type(
                    &definition.name.node,
                    &definition.kind,
                    &definition.directives,
                );
            }
        }
    }
    elements.0
}

#[derive(Default)]
struct Elements(BTreeMap<String, Element>);

impl Elements {
    fn of_type(&mut self, name: &str, kind: &TypeKind, directives: &[Positioned<ConstDirective>]) {
        let mut declare =
            |keyword: &'static str| self.add(name, None, Kind::Type(keyword), directives);
        match kind {
            TypeKind::Scalar => declare("scalar"),
            TypeKind::Object(object) => {
                declare("type");
                self.fields(name, &object.fields);
                self.members(name, '&', &object.implements);
            }
            TypeKind::Interface(interface) => {
                declare("interface");
                self.fields(name, &interface.fields);
                self.members(name, '&', &interface.implements);
            }
            TypeKind::Union(union) => {
                declare("union");
                self.members(name, '|', &union.members);
            }
            TypeKind::Enum(of) => {
                declare("enum");
                for value in &of.values {
                    let coordinate = format!("{name}.{}", value.node.value.node);
                    self.add(&coordinate, Some(name), Kind::Value, &value.node.directives);
                }
            }
            TypeKind::InputObject(input) => {
                declare("input");
                self.inputs(name, &input.fields, |field| format!("{name}.{field}"));
            }
        }
    }

    fn members(&mut self, name: &str, sign: char, members: &[Positioned<Name>]) {
        for member in members {
            let member = &member.node;
            let kind = Kind::Member(member.to_string());
            self.add(&format!("{name} {sign} {member}"), Some(name), kind, &[]);
        }
    }

    fn fields(&mut self, name: &str, fields: &[Positioned<FieldDefinition>]) {
        for field in fields {
            let field = &field.node;
            let coordinate = format!("{name}.{}", field.name.node);
            let kind = Kind::Output(field.ty.node.clone());
            self.add(&coordinate, Some(name), kind, &field.directives);
            self.inputs(&coordinate, &field.arguments, |argument| {
                format!("{coordinate}({argument}:)")
            });
        }
    }

    fn inputs(
        &mut self,
        parent: &str,
        inputs: &[Positioned<InputValueDefinition>],
        coordinate: impl Fn(&str) -> String,
    ) {
        for input in inputs {
            let input = &input.node;
            let default = input.default_value.as_ref();
            let kind = Kind::Input {
                of: input.ty.node.clone(),
                default: default.map(|default| default.node.clone()),
            };
            let coordinate = coordinate(&input.name.node);
            self.add(&coordinate, Some(parent), kind, &input.directives);
        }
    }

    fn add(
        &mut self,
        coordinate: &str,
        parent: Option<&str>,
        kind: Kind,
        directives: &[Positioned<ConstDirective>],
    ) {
        let element = Element {
            kind,
            parent: parent.map(str::to_owned),
            deprecated: deprecated(directives),
        };
        self.0.insert(coordinate.to_owned(), element);
    }
}

fn deprecated(directives: &[Positioned<ConstDirective>]) -> Option<String> {
    let mut directives = directives.iter().map(|directive| &directive.node);
    let directive = directives.find(|directive| directive.name.node == "deprecated")?;
    match directive.get_argument("reason").map(|reason| &reason.node) {
        Some(ConstValue::String(reason)) => Some(reason.clone()),
        _ => Some(String::new()),
    }
}

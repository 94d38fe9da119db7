//! The platform's schema without its resolvers: what the validation needs, and no more.

use std::sync::Arc;

use async_graphql::{
    ServerError, ValidationResult, async_trait,
    dynamic::{
        Enum, Field, FieldFuture, InputObject, InputValue, Interface, InterfaceField, Object,
        Scalar, Schema, SchemaError, TypeRef, Union,
    },
    extensions::{Extension, ExtensionContext, ExtensionFactory, NextValidation},
    parser::{
        parse_schema,
        types::{
            BaseType, FieldDefinition, InputValueDefinition, Type, TypeKind, TypeSystemDefinition,
        },
    },
};

/// Scalars that async-graphql knows by itself.
const BUILT_IN: [&str; 5] = ["Boolean", "Float", "ID", "Int", "String"];

/// Builds it.
///
/// # Errors
/// When the text is no schema.
pub fn build(sdl: &str) -> anyhow::Result<Schema> {
    let mut builder = Schema::build("Query", Some("Mutation"), None)
        .extension(UpToValidation)
        .disable_suggestions();
    for definition in parse_schema(sdl)?.definitions {
        let TypeSystemDefinition::Type(definition) = definition else {
            continue;
        };
        let name = definition.node.name.node.to_string();
        builder = match definition.node.kind {
            TypeKind::Scalar if BUILT_IN.contains(&name.as_str()) => builder,
            TypeKind::Scalar => builder.register(Scalar::new(name)),
            TypeKind::Object(object) => {
                let mut built = Object::new(name);
                for interface in object.implements {
                    built = built.implement(interface.node.to_string());
                }
                for one in object.fields {
                    built = built.field(field(&one.node));
                }
                builder.register(built)
            }
            TypeKind::Interface(interface) => {
                let mut built = Interface::new(name);
                for one in interface.fields {
                    let one = &one.node;
                    built = built.field(InterfaceField::new(
                        one.name.node.as_str(),
                        reference(&one.ty.node),
                    ));
                }
                builder.register(built)
            }
            TypeKind::Union(union) => {
                let members = union.members.iter();
                builder.register(members.fold(Union::new(name), |built, member| {
                    built.possible_type(member.node.to_string())
                }))
            }
            TypeKind::Enum(one) => {
                let values = one
                    .values
                    .iter()
                    .map(|value| value.node.value.node.to_string());
                builder.register(Enum::new(name).items(values))
            }
            TypeKind::InputObject(input) => {
                let fields = input.fields.iter();
                builder.register(fields.fold(InputObject::new(name), |built, one| {
                    built.field(argument(&one.node))
                }))
            }
        };
    }
    builder
        .finish()
        .map_err(|SchemaError(error)| anyhow::anyhow!(error))
}

fn field(definition: &FieldDefinition) -> Field {
    let (name, ty) = (
        definition.name.node.as_str(),
        reference(&definition.ty.node),
    );
    let field = Field::new(name, ty, |_| FieldFuture::from_value(None));
    let arguments = definition.arguments.iter();
    arguments.fold(field, |field, one| field.argument(argument(&one.node)))
}

fn argument(definition: &InputValueDefinition) -> InputValue {
    let value = InputValue::new(
        definition.name.node.as_str(),
        reference(&definition.ty.node),
    );
    match &definition.default_value {
        Some(default) => value.default_value(default.node.clone()),
        None => value,
    }
}

fn reference(ty: &Type) -> TypeRef {
    let base = match &ty.base {
        BaseType::Named(name) => TypeRef::named(name.to_string()),
        BaseType::List(inner) => TypeRef::List(Box::new(reference(inner))),
    };
    if ty.nullable {
        base
    } else {
        TypeRef::NonNull(Box::new(base))
    }
}

/// Ends every request once it is validated.
struct UpToValidation;

impl ExtensionFactory for UpToValidation {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Self)
    }
}

#[async_trait::async_trait]
impl Extension for UpToValidation {
    async fn validation(
        &self,
        ctx: &ExtensionContext<'_>,
        next: NextValidation<'_>,
    ) -> Result<ValidationResult, Vec<ServerError>> {
        next.run(ctx).await?;
        Err(Vec::new())
    }
}

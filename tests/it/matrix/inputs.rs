//! The inputs of mutations, made from their types by rules: what a path says, by its end.

use std::collections::BTreeMap;

use async_graphql_parser::types::Type;
use serde_json::{Map, Value, json};

use super::schema::{Argument, Field, Schema, is_list, named};
use crate::harness::PASSWORD;

/// Another password.
const NEW_PASSWORD: &str = "une tout autre phrase de passe";

/// What goes into the fields of inputs. The longest path that a field ends with counts, so that
/// `setProjectStage.stage` comes before `stage`; a field that is named here is filled also where it
/// may be left out.
fn samples() -> BTreeMap<String, Value> {
    let rules = [
        ("acceptBy", json!("2027-06-30")),
        ("availability.from", json!("2026-11-23T08:00:00Z")),
        ("availability.to", json!("2026-11-23T18:00:00Z")),
        ("amount.amount", json!("1200.00")),
        ("amount.currency", json!("EUR")),
        ("changeMembership.category", json!("PARTNER")),
        ("changeMembership.trusted", json!(true)),
        ("charterVersion", json!(2)),
        ("commune", json!("34172")),
        ("convention", json!("Mise à disposition n° 3")),
        ("counted.unit", json!("PIECE")),
        ("counted.value", json!("390")),
        ("commune.code", json!("34172")),
        ("communes.search", json!("Montpellier")),
        ("currentPassword", json!(PASSWORD)),
        ("description", json!("Une description.")),
        ("content.end", json!("2026-11-26T12:00:00Z")),
        ("content.start", json!("2026-11-26T10:00:00Z")),
        ("createResource.content.visibility", json!("PARTIES")),
        ("dryRun", json!(false)),
        ("email", json!("nouvelle@example.test")),
        ("facts", json!("Le budget ne dit pas qui paie.")),
        ("grounds.ground", json!("CHARTER")),
        ("horizon", json!("P90D")),
        ("isEss", json!(true)),
        ("keepHours.kept", json!(true)),
        ("label", json!("Un libellé")),
        ("language", json!("EN")),
        ("maxLength", json!("P2D")),
        ("minLength", json!("PT1H")),
        ("name", json!("Nom d'exemple")),
        ("newPassword", json!(NEW_PASSWORD)),
        ("note", json!("Par un don.")),
        ("on", json!("2026-11-20")),
        ("articles.heading", json!("Objet")),
        ("articles.name", json!("object")),
        ("awardedOn", json!("2026-11-21")),
        ("capacity", json!("présidente")),
        ("commentPartnership.text", json!("Et le chauffage ?")),
        ("commitments.action", json!("HOST")),
        ("commitments.what", json!("La salle, un jour par semaine")),
        ("commitmentDues.from", json!("2026-11-21")),
        ("commitmentDues.until", json!("2027-11-20")),
        ("declareFulfilment.doneOn", json!("2026-11-21")),
        ("differences.from", json!(1)),
        ("months", json!(12)),
        ("noticeDays", json!(30)),
        ("offerSettlement.outcome", json!("AS_DECLARED")),
        ("papers.agreedOn", json!("2026-11-20")),
        ("papers.from", json!("2026-11-21")),
        ("papers.signedOn", json!("2026-11-20")),
        ("papers.until", json!("2026-12-31")),
        ("part", json!("Un point de collecte")),
        ("password", json!(PASSWORD)),
        ("plea", json!("Le budget le dit à la page 2.")),
        ("photos.description", json!("La salle.")),
        ("policy.kind", json!("PROJECT")),
        ("policy.timing", json!("AFTER")),
        ("quantity.unit", json!("PIECE")),
        ("quantity.value", json!("1")),
        ("reason", json!("Un motif d'exemple.")),
        ("reference", json!("article 4")),
        ("cooperation.from", json!("2026-11-01")),
        ("cooperation.until", json!("2026-11-30")),
        ("reusedMaterials.from", json!("2026-11")),
        ("reusedMaterials.to", json!("2026-11")),
        (
            "correctCollection.quantity",
            json!({ "value": "3", "unit": "PIECE" }),
        ),
        ("requireSecondFactor.required", json!(true)),
        ("series.count", json!(2)),
        ("setProjectStage.stage", json!("PREPARATION")),
        ("summary", json!("Un résumé.")),
        ("templates.text", json!("Il manque une pièce.")),
        ("territory", json!("34172")),
        ("changePartnership.content.form", json!("CONVENTION")),
        ("draftPartnership.content.form", json!("CONVENTION")),
        ("term.renewal", json!("NONE")),
        ("term.startsOn", json!("2026-11-21")),
        ("terms.kind", json!("FREE")),
        ("text", json!("Nous coopérons, et nous le disons.")),
        ("timeZone", json!("Europe/Paris")),
        ("title", json!("Un titre d'exemple")),
        ("visibility", json!("PUBLIC")),
        ("words", json!("Comptons-le ensemble.")),
        ("worked", json!("PT1M")),
        ("year", json!(2026)),
    ];
    let rules = rules.into_iter();
    rules
        .map(|(path, sample)| (path.to_owned(), sample))
        .collect()
}

/// Makes inputs.
pub(super) struct Inputs {
    samples: BTreeMap<String, Value>,
}

impl Inputs {
    /// With what only the scene knows, such as the codes of its mails.
    pub(super) fn new(of_the_scene: impl IntoIterator<Item = (String, Value)>) -> Self {
        let mut samples = samples();
        samples.extend(of_the_scene);
        Self { samples }
    }

    /// The input of a mutation. `chosen` has what goes into single paths: the objects it names.
    pub(super) fn of(
        &self,
        schema: &Schema,
        mutation: &Field,
        chosen: &BTreeMap<String, Value>,
        dry_run: bool,
    ) -> Value {
        let input = mutation.arguments.first().expect("a mutation has an input");
        let mut input = self.object(schema, named(&input.ty), &mutation.name, "", chosen);
        input["dryRun"] = json!(dry_run);
        input
    }

    /// The arguments that a field for reading needs.
    pub(super) fn arguments(&self, schema: &Schema, field: &Field) -> String {
        let needed = field.arguments.iter().filter(|one| is_needed(one));
        let told = needed.map(|one| {
            let value = self.value(schema, &one.ty, &field.name, &one.name, &BTreeMap::new());
            format!("{}: {value}", one.name)
        });
        let told: Vec<_> = told.collect();
        if told.is_empty() {
            String::new()
        } else {
            format!("({})", told.join(", "))
        }
    }

    fn object(
        &self,
        schema: &Schema,
        name: &str,
        root: &str,
        path: &str,
        chosen: &BTreeMap<String, Value>,
    ) -> Value {
        let mut object = Map::new();
        for argument in schema.input(name).into_iter().flatten() {
            let at = match path {
                "" => argument.name.clone(),
                path => format!("{path}.{}", argument.name),
            };
            let within = format!("{at}.");
            let leads_to_chosen = chosen.keys().any(|key| key.starts_with(&within));
            let value = if let Some(value) = chosen.get(&at) {
                value.clone()
            } else if is_needed(argument)
                || leads_to_chosen
                || self.sample(&format!("{root}.{at}")).is_some()
            {
                self.value(schema, &argument.ty, root, &at, chosen)
            } else {
                continue;
            };
            object.insert(argument.name.clone(), value);
        }
        Value::Object(object)
    }

    fn value(
        &self,
        schema: &Schema,
        ty: &Type,
        root: &str,
        path: &str,
        chosen: &BTreeMap<String, Value>,
    ) -> Value {
        let (whole, name) = (format!("{root}.{path}"), named(ty));
        let one = if let Some(value) = self.sample(&whole) {
            patched(value.clone(), path, chosen)
        } else if schema.input(name).is_some() {
            self.object(schema, name, root, path, chosen)
        } else if let Some(values) = schema.values(name) {
            json!(values.first())
        } else {
            panic!(
                "no rule says what goes into {whole} ({ty}): add its path, or the end of it, to \
                 `samples` in tests/it/matrix/inputs.rs, or what it names to `Scene::chosen`"
            )
        };
        if is_list(ty) && !one.is_array() {
            json!([one])
        } else {
            one
        }
    }

    fn sample(&self, path: &str) -> Option<&Value> {
        let starts = path.match_indices('.').map(|(at, _)| &path[at + 1..]);
        let mut ends = std::iter::once(path).chain(starts);
        ends.find_map(|end| self.samples.get(end))
    }
}

/// A sample with what was chosen for single paths in it: of a list in its last element, unless it is in one
/// already.
fn patched(mut sample: Value, path: &str, chosen: &BTreeMap<String, Value>) -> Value {
    let within = format!("{path}.");
    for (key, value) in chosen {
        let Some(inside) = key.strip_prefix(&within) else {
            continue;
        };
        let last = match &mut sample {
            Value::Array(elements) if elements.iter().any(|one| one[inside] == *value) => None,
            Value::Array(elements) => elements.last_mut(),
            one => Some(one),
        };
        if let Some(one) = last.filter(|one| one.is_object()) {
            one[inside] = value.clone();
        }
    }
    sample
}

fn is_needed(argument: &Argument) -> bool {
    !argument.ty.nullable && argument.default.is_none()
}

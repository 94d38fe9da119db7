//! The grounds of a restriction, as a moderator types them.

use maillage_domain::{
    Faults, Problem, ProblemCode,
    hubs::Hub,
    ids::ReasonTemplateId,
    moderation::{Ground, Grounds},
    values::Label,
};

/// The grounds as typed. A template fills in what is left out, nothing else.
#[derive(Debug, Clone, Default)]
pub struct GroundsDraft {
    /// The facts and circumstances.
    pub facts: Option<String>,
    /// In law or in the charter.
    pub ground: Option<Ground>,
    /// Which law or which article.
    pub reference: Option<String>,
    /// One of the hub's templates.
    pub template: Option<ReasonTemplateId>,
}

impl GroundsDraft {
    /// Fills in from the hub's template and checks.
    pub(super) fn parse(&self, hub: &Hub) -> Result<Grounds, Faults> {
        let mut faults = Faults::new();
        let parsed = self.filled(hub);
        match faults.nest("grounds", parsed) {
            Some(grounds) => Ok(grounds),
            None => Err(faults),
        }
    }

    fn filled(&self, hub: &Hub) -> Result<Grounds, Faults> {
        let template = match self.template {
            None => None,
            Some(id) => Some(hub.template(id).ok_or_else(|| {
                Faults::one(
                    "template",
                    Problem::new(ProblemCode::Unknown).with("given", id),
                )
            })?),
        };
        let ground = self.ground.or(template.map(|template| template.ground));
        let facts = said(self.facts.as_deref())
            .or(template.map(|template| template.text.as_str()))
            .unwrap_or_default();
        // The template's reference belongs to its ground: another ground needs its own.
        let reference = said(self.reference.as_deref()).or(template
            .filter(|template| Some(template.ground) == ground)
            .and_then(|template| template.reference.as_ref())
            .map(Label::as_str));
        let Some(ground) = ground else {
            let mut faults = Grounds::parse(facts, Ground::Charter, reference)
                .err()
                .unwrap_or_default();
            faults.note("ground", Problem::new(ProblemCode::Required));
            return Err(faults);
        };
        Grounds::parse(facts, ground, reference)
    }
}

fn said(text: Option<&str>) -> Option<&str> {
    text.filter(|text| !text.trim().is_empty())
}

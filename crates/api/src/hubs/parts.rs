//! What hubs are made of.

use std::sync::Arc;

use async_graphql::{Context, ID, Object, SimpleObject};
use chrono::{DateTime, Utc};
use maillage_domain::{
    content::{ContentKind, ModerationTiming},
    hubs::{self as domain, CompositionRule},
    moderation::Ground,
};

use crate::{
    context::ContextExt,
    enums::E,
    error::Result,
    ids,
    organisations::{self, Organisation},
    values::{Date, Markdown},
};

/// One version of a hub's charter.
#[derive(SimpleObject)]
pub(crate) struct Charter {
    /// 1, 2, …
    number: i32,
    /// Its text.
    text: Markdown,
    /// When it was published.
    published_at: DateTime<Utc>,
    /// By which day members are asked to accept it.
    accept_by: Option<Date>,
}

impl From<domain::Charter> for Charter {
    fn from(charter: domain::Charter) -> Self {
        Self {
            number: charter.number,
            text: charter.text.as_str().into(),
            published_at: charter.published_at,
            accept_by: charter.accept_by.map(Date),
        }
    }
}

/// A group of members that votes together.
#[derive(SimpleObject)]
pub(crate) struct College {
    /// Its id.
    id: ID,
    /// Its name.
    name: String,
    /// Whom it gathers.
    description: Option<String>,
}

impl From<domain::College> for College {
    fn from(college: domain::College) -> Self {
        Self {
            id: ids::show(college.id),
            name: college.name.into(),
            description: college.description.map(String::from),
        }
    }
}

/// When a hub looks at a kind of content.
#[derive(SimpleObject)]
pub(crate) struct ContentPolicy {
    /// Which kind.
    pub(super) kind: E<ContentKind>,
    /// When.
    pub(super) timing: E<ModerationTiming>,
}

/// A reason that moderators use again.
#[derive(SimpleObject)]
pub(crate) struct ReasonTemplate {
    /// Its id.
    id: ID,
    /// What moderators choose it by.
    label: String,
    /// The text it begins with.
    text: String,
    /// In law or in the charter.
    ground: E<Ground>,
    /// Which law or which article.
    reference: Option<String>,
}

impl From<domain::ReasonTemplate> for ReasonTemplate {
    fn from(template: domain::ReasonTemplate) -> Self {
        Self {
            id: ids::show(template.id),
            label: template.label.into(),
            text: template.text.into(),
            ground: E(template.ground),
            reference: template.reference.map(String::from),
        }
    }
}

/// Whether the active members of a hub are those that a PTCE needs (loi 2014-856 art. 9, décret
/// 2015-431).
pub(crate) struct CompositionCheck(pub(super) Arc<Vec<domain::CompositionCondition>>);

/// Whether the active members of a hub are those that a PTCE needs (loi 2014-856 art. 9, décret
/// 2015-431).
#[Object]
impl CompositionCheck {
    /// Whether every condition is satisfied.
    async fn satisfied(&self) -> bool {
        self.0.iter().all(|condition| condition.satisfied)
    }

    /// The conditions, each with who satisfies it.
    async fn conditions(&self) -> Vec<CompositionCondition> {
        self.0.iter().cloned().map(CompositionCondition).collect()
    }
}

/// A condition on the composition of a PTCE.
pub(crate) struct CompositionCondition(domain::CompositionCondition);

/// A condition on the composition of a PTCE.
#[Object]
impl CompositionCondition {
    /// Which.
    async fn rule(&self) -> E<CompositionRule> {
        E(self.0.rule)
    }

    /// Whether enough active members satisfy it.
    async fn satisfied(&self) -> bool {
        self.0.satisfied
    }

    /// How many active members satisfy it.
    async fn count(&self) -> i32 {
        i32::try_from(self.0.by.len()).unwrap_or(i32::MAX)
    }

    /// The active members that satisfy it, by name.
    async fn organisations(&self, ctx: &Context<'_>) -> Result<Vec<Organisation>> {
        let fields = organisations::fields_of(&ctx.look_ahead());
        Ok(ctx.loaders().organisations(&self.0.by, fields).await?)
    }
}

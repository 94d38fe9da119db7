//! Letters about reviews: what waits, what was decided and why, and how to contest it.

use maillage_domain::{
    Fact,
    hubs::Hub,
    ids::ReviewId,
    moderation::{Decision, Outcome, Review, ReviewKind, Reviewable, Statement},
    values::Language,
};
use maillage_persistence::{moderation, projects, resources};

use super::{Content, hub, instant, name_of};
use crate::{error::Error, platform::Platform, words};

/// A letter about a review, with its content, its hub and its organisation.
async fn review(
    platform: &Platform,
    review: &Review,
    hub: &Hub,
    name: &'static str,
) -> Result<Content, Error> {
    let organisation = name_of(platform, review.organisation).await?;
    let (subject, title) = match review.subject {
        Reviewable::Project(id) => {
            let project = projects::find(platform.db(), id)
                .await?
                .ok_or(Error::NotFound)?;
            ("PROJECT", project.content.title.to_string())
        }
        Reviewable::Organisation(_) => ("ORGANISATION", organisation.clone()),
        Reviewable::Resource(id) => {
            let resource = resources::find(platform.db(), id)
                .await?
                .ok_or(Error::NotFound)?;
            ("RESOURCE", resource.content.title.to_string())
        }
    };
    Ok(Content::new(name)
        .with("subject", subject)
        .with("title", title)
        .with("organisation", organisation)
        .with("hub", &hub.content.name)
        .with("kind", review.kind)
        .with("review", review.id))
}

pub(super) async fn opened_review(
    platform: &Platform,
    id: ReviewId,
    language: Language,
) -> Result<Option<Content>, Error> {
    let Some(opened) = moderation::find(platform.db(), id).await? else {
        return Ok(None);
    };
    let hub = hub(platform, opened.hub).await?;
    let mut content = review(platform, &opened, &hub, "review-opened").await?;
    if let Some(plea) = &opened.plea {
        let plea = [Fact::new("plea", plea)];
        content
            .annexes
            .push(words::say(language, "mail-review-plea", &plea));
    }
    Ok(Some(content))
}

pub(super) async fn decided_review(
    platform: &Platform,
    id: ReviewId,
    language: Language,
) -> Result<Option<Content>, Error> {
    let Some(decided) = moderation::find(platform.db(), id).await? else {
        return Ok(None);
    };
    let Some(decision) = &decided.decision else {
        return Ok(None);
    };
    let hub = hub(platform, decided.hub).await?;
    let content = review(platform, &decided, &hub, "review-decided").await?;
    let mut content = content.with("outcome", decision.outcome);
    if let Some(statement) = &decision.statement {
        content.annexes.push(reasons(language, statement, &hub));
        content.annexes.push(contest(language, statement));
    } else if (decided.kind, decision.outcome) == (ReviewKind::Appeal, Outcome::Upheld) {
        content
            .annexes
            .extend(upheld(platform, &decided, decision, &hub, language).await?);
    }
    Ok(Some(content))
}

/// The reasons that stand after an appeal, and what is left to contest them.
async fn upheld(
    platform: &Platform,
    appeal: &Review,
    decision: &Decision,
    hub: &Hub,
    language: Language,
) -> Result<Vec<String>, Error> {
    let contested = match appeal.appeal_of {
        Some(contested) => moderation::find(platform.db(), contested).await?,
        None => None,
    };
    let at = [Fact::new(
        "at",
        instant(language, decision.at, hub.content.time_zone),
    )];
    let mut annexes = vec![words::say(language, "mail-review-upheld", &at)];
    let statement = contested.and_then(|contested| contested.decision?.statement);
    annexes.extend(statement.map(|statement| reasons(language, &statement, hub)));
    annexes.push(words::say(language, "contest-upheld", &[]));
    Ok(annexes)
}

/// A statement of reasons (regulation (EU) 2022/2065, article 17(3)).
fn reasons(language: Language, statement: &Statement, hub: &Hub) -> String {
    let reference = statement.reference.as_ref().map(ToString::to_string);
    let facts = [
        Fact::new("restriction", statement.restriction),
        Fact::new("facts", &statement.facts),
        Fact::new("ground", statement.ground),
        Fact::new(
            "reference",
            reference.unwrap_or_else(|| words::ABSENT.to_owned()),
        ),
        Fact::new("automated", statement.automated),
        Fact::new(
            "at",
            instant(language, statement.decided_at, hub.content.time_zone),
        ),
    ];
    words::say(language, "mail-statement", &facts)
}

fn contest(language: Language, statement: &Statement) -> String {
    let name = format!("contest-{}", statement.restriction);
    words::say(language, &name, &[Fact::new("review", statement.review)])
}

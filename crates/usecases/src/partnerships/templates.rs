//! Templates: those that the platform brings along (`templates/*.toml`), and those of hubs.

use std::sync::LazyLock;

use chrono::DateTime;
use maillage_domain::{
    events::Pending,
    hubs::HubAction,
    ids::{HubId, PartnershipTemplateId, Uuid},
    partnerships::{
        Aim, ArticleDraft, ArticleKey, BlankDraft, Form, PartnershipTemplate, Renewal,
        TemplateContent, TemplateDraft,
    },
    policy::{self, Action, Actor},
    values::Language,
};
use maillage_persistence::{hubs, partnerships};
use serde::Deserialize;

use crate::{
    error::{Error, expect_version},
    platform::Platform,
};

/// The platform's own, each with the number of its id, which stays its own for good.
const FILES: [(u8, &str); 7] = [
    (1, include_str!("../../templates/convention.fr.toml")),
    (2, include_str!("../../templates/framework.fr.toml")),
    (3, include_str!("../../templates/consortium.fr.toml")),
    (4, include_str!("../../templates/staff-loan.fr.toml")),
    (5, include_str!("../../templates/employers-group.fr.toml")),
    (6, include_str!("../../templates/common-fund.fr.toml")),
    (7, include_str!("../../templates/convention.en.toml")),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    form: Form,
    aim: Aim,
    language: Language,
    title: String,
    summary: String,
    months: i32,
    renewal: Renewal,
    notice_days: i32,
    fields: Vec<WrittenField>,
    articles: Vec<WrittenArticle>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenField {
    name: String,
    label: String,
    hint: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenArticle {
    key: String,
    heading: String,
    text: String,
}

static OURS: LazyLock<Vec<PartnershipTemplate>> = LazyLock::new(|| {
    let read = FILES.iter().map(|(number, text)| read(*number, text));
    // A test reads them all.
    read.filter_map(|one| {
        one.inspect_err(|error| tracing::error!(%error, "a template cannot be read"))
            .ok()
    })
    .collect()
});

fn read(number: u8, text: &str) -> Result<PartnershipTemplate, String> {
    let written: Written = toml::from_str(text).map_err(|error| error.to_string())?;
    let mut others = 0;
    let article = |article: WrittenArticle| {
        let key: ArticleKey = article
            .key
            .to_uppercase()
            .parse()
            .unwrap_or(ArticleKey::Other);
        let name = if key == ArticleKey::Other {
            others += 1;
            format!("other-{others}")
        } else {
            article.key
        };
        ArticleDraft {
            name,
            key,
            heading: article.heading,
            text: article.text,
        }
    };
    let blank = |field: WrittenField| BlankDraft {
        name: field.name,
        label: field.label,
        hint: field.hint,
        value: None,
    };
    let content = TemplateContent::parse(TemplateDraft {
        form: written.form,
        aim: written.aim,
        language: written.language,
        title: written.title,
        summary: written.summary,
        months: written.months,
        renewal: written.renewal,
        notice_days: written.notice_days,
        articles: written.articles.into_iter().map(article).collect(),
        blanks: written.fields.into_iter().map(blank).collect(),
    });
    Ok(PartnershipTemplate {
        id: PartnershipTemplateId::from_uuid(own_id(number)),
        hub: None,
        content: content.map_err(|faults| faults.to_string())?,
        archived_at: None,
        created_at: DateTime::UNIX_EPOCH,
        updated_at: DateTime::UNIX_EPOCH,
        version: 1,
        events: Pending::default(),
    })
}

/// A UUIDv7 of the first instant there is.
fn own_id(number: u8) -> Uuid {
    Uuid::from_u128((7 << 76) | (2 << 62) | u128::from(number))
}

/// What agreements of a hub begin from: its own templates, then those of the platform. Only who belongs to a
/// hub reads those of it.
///
/// # Errors
/// `NotFound` for a hub that does not exist.
pub async fn templates(
    platform: &Platform,
    actor: &Actor,
    hub: Option<HubId>,
    form: Option<Form>,
) -> Result<Vec<PartnershipTemplate>, Error> {
    let mut found = Vec::new();
    if let Some(hub) = hub {
        let hub = hubs::find(platform.db(), hub).await?;
        let hub = hub.ok_or(Error::NotFound)?;
        if policy::check(actor, Action::ReadTemplates(&hub)).is_ok() {
            found = partnerships::templates_of(platform.db(), hub.id).await?;
        }
    }
    found.extend(OURS.iter().cloned());
    found.retain(|one| form.is_none_or(|form| one.content.form == form));
    Ok(found)
}

/// A template, if the actor may read it.
///
/// # Errors
/// `Internal` alone.
pub async fn find_template(
    platform: &Platform,
    actor: &Actor,
    id: PartnershipTemplateId,
) -> Result<Option<PartnershipTemplate>, Error> {
    if let Some(ours) = OURS.iter().find(|one| one.id == id) {
        return Ok(Some(ours.clone()));
    }
    let Some(found) = partnerships::template(platform.db(), id).await? else {
        return Ok(None);
    };
    let hub = match found.hub {
        Some(hub) => hubs::find(platform.db(), hub).await?,
        None => None,
    };
    let seen = hub.is_some_and(|hub| policy::check(actor, Action::ReadTemplates(&hub)).is_ok());
    Ok(seen.then_some(found))
}

/// Writes a template of a hub.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Invalid`.
pub async fn create_template(
    platform: &Platform,
    actor: &Actor,
    hub: HubId,
    draft: TemplateDraft,
) -> Result<PartnershipTemplate, Error> {
    let act = platform.act(actor);
    platform
        .write(async |tx| {
            let hub = hubs::find(tx, hub).await?.ok_or(Error::NotFound)?;
            policy::check(actor, Action::Hub(HubAction::Edit, &hub))?;
            let content =
                TemplateContent::parse(draft).map_err(|faults| faults.within("content"))?;
            let mut template = PartnershipTemplate::write(&act, hub.id, content);
            partnerships::save_template(tx, hub.id, &mut template).await?;
            Ok(template)
        })
        .await
}

/// Changes a template of a hub; agreements that have begun from it stay as they are.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Conflict`, `Invalid`, `NOTHING_TO_DO`, `WRONG_STATE`.
pub async fn update_template(
    platform: &Platform,
    actor: &Actor,
    (id, expected_version): (PartnershipTemplateId, i32),
    draft: TemplateDraft,
) -> Result<PartnershipTemplate, Error> {
    alter(platform, actor, (id, expected_version), |template| {
        let content = TemplateContent::parse(draft.clone());
        let content = content.map_err(|faults| faults.within("content"))?;
        Ok(template.change(&platform.act(actor), content)?)
    })
    .await
}

/// Puts a template of a hub away.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Conflict`, `WRONG_STATE`.
pub async fn archive_template(
    platform: &Platform,
    actor: &Actor,
    (id, expected_version): (PartnershipTemplateId, i32),
) -> Result<PartnershipTemplate, Error> {
    alter(platform, actor, (id, expected_version), |template| {
        Ok(template.archive(&platform.act(actor))?)
    })
    .await
}

async fn alter(
    platform: &Platform,
    actor: &Actor,
    (id, expected_version): (PartnershipTemplateId, i32),
    change: impl Fn(&mut PartnershipTemplate) -> Result<(), Error>,
) -> Result<PartnershipTemplate, Error> {
    platform
        .write(async |tx| {
            let template = partnerships::template(tx, id).await?;
            // Those of the platform are nobody's to change.
            let mut template = template.ok_or(Error::NotFound)?;
            let hub = match template.hub {
                Some(hub) => hubs::find(tx, hub).await?,
                None => None,
            };
            let hub = hub.ok_or(Error::NotFound)?;
            policy::check(actor, Action::ReadTemplates(&hub))?;
            policy::check(actor, Action::Hub(HubAction::Edit, &hub))?;
            expect_version(expected_version, template.version)?;
            change(&mut template)?;
            partnerships::save_template(tx, hub.id, &mut template).await?;
            Ok(template)
        })
        .await
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use maillage_domain::partnerships::fields_in;

    use super::*;

    /// What the platform fills in by itself.
    const KNOWN: [&str; 16] = [
        "title",
        "hub",
        "parties",
        "start",
        "end",
        "notice",
        "renewal",
        "termination",
        "duration",
        "disclosure",
        "commitments",
        "shares",
        "mandataire",
        "liability",
        "bid_deadline",
        "staff",
    ];

    #[test]
    fn every_template_is_read_and_has_the_articles_that_practice_expects() {
        for (number, text) in FILES {
            let template = read(number, text).unwrap_or_else(|error| panic!("{number}: {error}"));
            let content = template.content;
            let has = |key| content.articles.articles.iter().any(|one| one.key == key);
            for key in ArticleKey::ALL {
                let optional = matches!(key, ArticleKey::Liability | ArticleKey::Other);
                assert!(optional || has(*key), "{} lacks {key}", content.title);
            }
        }
        assert_eq!(OURS.len(), FILES.len());
        let forms: BTreeSet<_> = OURS.iter().map(|one| one.content.form).collect();
        assert_eq!(forms.len(), Form::ALL.len(), "one for each form");
    }

    #[test]
    fn every_field_of_a_template_is_known_or_asked_for_and_none_is_asked_for_in_vain() {
        for template in &*OURS {
            let articles = &template.content.articles;
            let texts = articles.articles.iter().map(|one| one.text.as_str());
            let used: BTreeSet<_> = texts.flat_map(fields_in).collect();
            let asked: BTreeSet<_> = articles
                .blanks
                .iter()
                .map(|one| one.name.as_str())
                .collect();
            let open: BTreeSet<_> = used
                .iter()
                .copied()
                .filter(|name| !KNOWN.contains(name))
                .collect();
            assert_eq!(open, asked, "{}", template.content.title);
        }
    }
}

//! Templates.

use std::sync::Arc;

use async_graphql::{Context, ID, InputObject, Object};
use maillage_domain::{
    ids::PartnershipTemplateId,
    partnerships::{Aim, Form, PartnershipTemplate as Domain, Renewal, TemplateDraft},
    values::Language,
};
use maillage_usecases::Error;

use super::{
    inputs::{self, ArticleInput, BlankInput},
    parts::{PartnershipArticle, PartnershipBlank},
};
use crate::{
    context::ContextExt,
    enums::E,
    hubs::Hub,
    ids::{self, kinds},
    nullable::{Nullable, nullable},
};

/// What agreements begin from.
#[derive(Clone)]
pub(crate) struct PartnershipTemplate(Arc<Domain>);

impl From<Domain> for PartnershipTemplate {
    fn from(template: Domain) -> Self {
        Self(Arc::new(template))
    }
}

/// What agreements begin from: a text with fields, and what is usual. Those of the platform are for all, those
/// of a hub for its members and its team.
#[Object]
impl PartnershipTemplate {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        ids::show(self.0.id)
    }

    /// Whose it is; null for those that the platform brings along.
    async fn hub(&self, ctx: &Context<'_>) -> Nullable<Hub> {
        nullable(async {
            match self.0.hub {
                Some(hub) => Ok(ctx.loaders().hub(hub).await?),
                None => Ok(None),
            }
        })
        .await
    }

    /// Of which form agreements are that begin from it.
    async fn form(&self) -> E<Form> {
        E(self.0.content.form)
    }

    /// What most of them are for.
    async fn aim(&self) -> E<Aim> {
        E(self.0.content.aim)
    }

    /// In which language it is.
    async fn language(&self) -> E<Language> {
        E(self.0.content.language)
    }

    /// Its title.
    async fn title(&self) -> &str {
        self.0.content.title.as_str()
    }

    /// For whom and for what it is.
    async fn summary(&self) -> &str {
        self.0.content.summary.as_str()
    }

    /// For how many months most of them are.
    async fn months(&self) -> u32 {
        self.0.content.months
    }

    /// How most of them are renewed.
    async fn renewal(&self) -> E<Renewal> {
        E(self.0.content.renewal)
    }

    /// How many days before its effect notice is given in most of them.
    async fn notice_days(&self) -> u32 {
        self.0.content.notice_days
    }

    /// What they say.
    async fn articles(&self) -> Vec<PartnershipArticle> {
        let articles = self.0.content.articles.articles.iter();
        articles.map(PartnershipArticle::from).collect()
    }

    /// What is to be filled in.
    async fn blanks(&self) -> Vec<PartnershipBlank> {
        let blanks = self.0.content.articles.blanks.iter();
        blanks.map(PartnershipBlank::from).collect()
    }

    /// Whether nothing begins from it any more.
    async fn archived(&self) -> bool {
        self.0.archived_at.is_some()
    }

    /// Counts its changes; updates say which one they have read.
    async fn version(&self) -> i32 {
        self.0.version
    }
}

/// What a template says, whole.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct PartnershipTemplateContentInput {
    /// Of which form agreements are that begin from it.
    form: E<Form>,
    /// What most of them are for.
    aim: E<Aim>,
    /// In which language it is.
    #[graphql(default_with = "E(Language::French)")]
    language: E<Language>,
    /// Its title, 3 to 120 characters.
    title: String,
    /// For whom and for what it is, up to 280 characters.
    summary: String,
    /// For how many months most of them are, 1 to 120.
    months: i32,
    /// How most of them are renewed.
    renewal: E<Renewal>,
    /// How many days before its effect notice is given in most of them, 0 to 730.
    notice_days: i32,
    /// What they say, up to 60 articles and 80,000 characters.
    articles: Vec<ArticleInput>,
    /// What is to be filled in, up to 40.
    #[graphql(default)]
    blanks: Vec<BlankInput>,
}

impl PartnershipTemplateContentInput {
    pub(super) fn read(self) -> TemplateDraft {
        TemplateDraft {
            form: self.form.0,
            aim: self.aim.0,
            language: self.language.0,
            title: self.title,
            summary: self.summary,
            months: self.months,
            renewal: self.renewal.0,
            notice_days: self.notice_days,
            articles: inputs::articles(self.articles),
            blanks: inputs::blanks(self.blanks),
        }
    }
}

/// Writes a template of a hub.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct CreatePartnershipTemplateInput {
    /// The hub.
    pub(super) hub: ID,
    /// What it says.
    pub(super) content: PartnershipTemplateContentInput,
    /// Validate, authorise and answer, but write nothing.
    #[graphql(default)]
    pub(super) dry_run: bool,
}

/// Changes a template of a hub.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct UpdatePartnershipTemplateInput {
    /// The partnership template.
    id: ID,
    /// The version you have read; CONFLICT when it changed since.
    expected_version: i32,
    /// What it is to say, whole.
    pub(super) content: PartnershipTemplateContentInput,
    /// Validate, authorise and answer, but write nothing.
    #[graphql(default)]
    pub(super) dry_run: bool,
}

/// Puts a template of a hub away.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct ArchivePartnershipTemplateInput {
    /// The partnership template.
    id: ID,
    /// The version you have read; CONFLICT when it changed since.
    expected_version: i32,
    /// Validate, authorise and answer, but write nothing.
    #[graphql(default)]
    pub(super) dry_run: bool,
}

impl UpdatePartnershipTemplateInput {
    pub(super) fn target(&self) -> Result<(PartnershipTemplateId, i32), Error> {
        let id = ids::read::<kinds::PartnershipTemplate>("id", &self.id)?;
        Ok((id, self.expected_version))
    }
}

impl ArchivePartnershipTemplateInput {
    pub(super) fn target(&self) -> Result<(PartnershipTemplateId, i32), Error> {
        let id = ids::read::<kinds::PartnershipTemplate>("id", &self.id)?;
        Ok((id, self.expected_version))
    }
}

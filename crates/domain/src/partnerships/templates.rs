//! What an agreement begins from: the platform's templates, and a hub's own.

use chrono::{DateTime, Utc};

use super::{
    articles::Articles,
    outline::{Aim, Form},
    term::{Renewal, within},
};
use crate::{
    clock::Act,
    events::{Audience, Event, EventKind, Pending, Subject},
    ids::{HubId, PartnershipTemplateId},
    refusals::{Refusal, RefusalCode},
    values::{Faults, Language, Summary, Title, gather},
};

/// What a template says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateContent {
    /// Of which form agreements are that begin from it.
    pub form: Form,
    /// What most of them are for.
    pub aim: Aim,
    /// In which language it is.
    pub language: Language,
    /// Its title.
    pub title: Title,
    /// For whom and for what it is.
    pub summary: Summary,
    /// For how many months most of them are.
    pub months: u32,
    /// How most of them are renewed.
    pub renewal: Renewal,
    /// How many days before its effect notice is given in most of them.
    pub notice_days: u32,
    /// What they say.
    pub articles: Articles,
}

/// A template as typed by somebody, not yet checked.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "each field is documented on `TemplateContent`")]
pub struct TemplateDraft {
    pub form: Form,
    pub aim: Aim,
    pub language: Language,
    pub title: String,
    pub summary: String,
    pub months: i32,
    pub renewal: Renewal,
    pub notice_days: i32,
    pub articles: Vec<super::ArticleDraft>,
    pub blanks: Vec<super::BlankDraft>,
}

impl TemplateContent {
    /// Checks what was typed.
    ///
    /// # Errors
    /// Every fault, each with its path: those of the texts and of [`Articles::parse`]; `OUT_OF_RANGE` beyond
    /// 120 months or 730 days.
    pub fn parse(draft: TemplateDraft) -> Result<Self, Faults> {
        let mut faults = Faults::new();
        let title = faults.take("title", Title::parse(&draft.title));
        let summary = faults.take("summary", Summary::parse(&draft.summary));
        let months = faults.take("months", within(draft.months, 1, 120));
        let notice_days = faults.take("noticeDays", within(draft.notice_days, 0, 730));
        let articles = faults.join(Articles::parse(draft.articles, draft.blanks));
        let (form, aim, language) = (Some(draft.form), Some(draft.aim), Some(draft.language));
        let renewal = Some(draft.renewal);
        gather!(faults => Self {
            form, aim, language, title, summary, months, renewal, notice_days, articles,
        })
    }
}

/// What an agreement begins from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartnershipTemplate {
    /// Its id.
    pub id: PartnershipTemplateId,
    /// Whose it is; `None` for those that the platform brings along.
    pub hub: Option<HubId>,
    /// What it says.
    pub content: TemplateContent,
    /// Since when nothing begins from it any more.
    pub archived_at: Option<DateTime<Utc>>,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// Counts its changes.
    pub version: i32,
    /// What happened since it was loaded.
    pub events: Pending,
}

impl PartnershipTemplate {
    /// Writes a template of a hub.
    pub fn write(act: &Act<'_>, hub: HubId, content: TemplateContent) -> Self {
        let mut template = Self {
            id: act.id(),
            hub: Some(hub),
            content,
            archived_at: None,
            created_at: act.at,
            updated_at: act.at,
            version: 0,
            events: Pending::default(),
        };
        template.tell(act);
        template
    }

    /// Changes it: agreements that have begun from it stay as they are.
    ///
    /// # Errors
    /// `NOTHING_TO_DO`; `WRONG_STATE` once it is archived.
    pub fn change(&mut self, act: &Act<'_>, content: TemplateContent) -> Result<(), Refusal> {
        self.expect_live("CHANGE")?;
        if self.content == content {
            return Err(Refusal::new(RefusalCode::NothingToDo));
        }
        self.content = content;
        self.tell(act);
        Ok(())
    }

    /// Puts it away.
    ///
    /// # Errors
    /// `WRONG_STATE` once it is archived.
    pub fn archive(&mut self, act: &Act<'_>) -> Result<(), Refusal> {
        self.expect_live("ARCHIVE")?;
        self.archived_at = Some(act.at);
        self.tell(act);
        Ok(())
    }

    fn expect_live(&self, action: &str) -> Result<(), Refusal> {
        match self.archived_at {
            Some(_) => Err(Refusal::state("ARCHIVED", action)),
            None => Ok(()),
        }
    }

    fn tell(&mut self, act: &Act<'_>) {
        self.updated_at = act.at;
        let Some(hub) = self.hub else { return };
        let event = Event::new(
            act,
            EventKind::HubUpdated,
            Subject::Hub(hub),
            Audience::Staff,
        );
        let event = event
            .within(Some(hub), None)
            .with("part", "partnershipTemplates");
        self.events.push(event);
    }
}

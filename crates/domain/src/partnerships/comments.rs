//! What the parties say of an article while they work on it.

use chrono::{DateTime, Utc};

use super::partnership::Partnership;
use crate::{
    clock::Act,
    events::EventKind,
    ids::{OrganisationId, PartnershipCommentId, PartnershipId, PersonId},
    values::{Reason, Slug},
};

/// What somebody said of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartnershipComment {
    /// Its id.
    pub id: PartnershipCommentId,
    /// Of which agreement.
    pub partnership: PartnershipId,
    /// Of which article, by its name; of the whole where none is named.
    pub article: Option<Slug>,
    /// Of which change of the draft.
    pub edit: i32,
    /// Who said it.
    pub person: Option<PersonId>,
    /// For whom.
    pub organisation: Option<OrganisationId>,
    /// What.
    pub text: Reason,
    /// When.
    pub at: DateTime<Utc>,
}

impl Partnership {
    /// Says something of an article of what the parties work on.
    pub fn comment(
        &mut self,
        act: &Act<'_>,
        article: Option<Slug>,
        text: Reason,
    ) -> PartnershipComment {
        let name = article.as_ref().map(ToString::to_string);
        self.tell_with(act, EventKind::PartnershipCommented, |event| match name {
            Some(name) => event.with("article", name),
            None => event,
        });
        PartnershipComment {
            id: act.id(),
            partnership: self.id,
            article,
            edit: self.edit,
            person: act.person,
            organisation: act.acting_for,
            text,
            at: act.at,
        }
    }
}

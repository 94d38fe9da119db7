//! The life cycle that all published content shares: projects, organisation profiles and resources
//! today, comments and gatherings later.

use crate::{refusals::Refusal, values::text_enum};

text_enum! {
    /// Where a piece of content stands.
    pub enum ContentState {
        /// Being written; seen by its organisation alone.
        Draft = "DRAFT",
        /// Waiting for a moderator.
        Submitted = "SUBMITTED",
        /// A moderator asked for changes, with a reason.
        ChangesRequested = "CHANGES_REQUESTED",
        /// Readable by whom its visibility says.
        Published = "PUBLISHED",
        /// Refused for good, with a reason.
        Rejected = "REJECTED",
        /// Taken down by a moderator, with a reason.
        Hidden = "HIDDEN",
        /// Put away by its organisation.
        Archived = "ARCHIVED",
    }
}

text_enum! {
    /// A step of the life cycle.
    pub enum ContentAction {
        /// Hand in for review.
        Submit = "SUBMIT",
        /// Take the submission back.
        Withdraw = "WITHDRAW",
        /// Publish.
        Publish = "PUBLISH",
        /// Ask the author for changes.
        RequestChanges = "REQUEST_CHANGES",
        /// Refuse for good.
        Reject = "REJECT",
        /// Take down.
        Hide = "HIDE",
        /// Show again.
        Restore = "RESTORE",
        /// Put away.
        Archive = "ARCHIVE",
    }
}

impl ContentState {
    /// The state after `action`.
    ///
    /// # Errors
    /// `WRONG_STATE` when the life cycle has no such step.
    pub fn after(self, action: ContentAction) -> Result<Self, Refusal> {
        use ContentAction as A;
        match (self, action) {
            (Self::Draft | Self::ChangesRequested, A::Submit) => Ok(Self::Submitted),
            (Self::Submitted, A::Withdraw) => Ok(Self::Draft),
            // From REJECTED only an appeal that was upheld publishes.
            (Self::Submitted | Self::Rejected, A::Publish) | (Self::Hidden, A::Restore) => {
                Ok(Self::Published)
            }
            (Self::Submitted, A::RequestChanges) => Ok(Self::ChangesRequested),
            (Self::Submitted, A::Reject) => Ok(Self::Rejected),
            (Self::Published, A::Hide) => Ok(Self::Hidden),
            (Self::Published, A::Archive) => Ok(Self::Archived),
            (state, action) => Err(Refusal::state(state, action)),
        }
    }

    /// Whether its organisation may still change the text itself (published text may be changed
    /// by a revision).
    pub fn is_open_to_edits(self) -> bool {
        matches!(self, Self::Draft | Self::ChangesRequested)
    }

    /// Whether the team of the hub may see it: a draft never handed in is its author's alone.
    pub fn is_known_to_moderators(self) -> bool {
        self != Self::Draft
    }
}

text_enum! {
    /// The kinds of content a hub moderates.
    pub enum ContentKind {
        /// Projects.
        Project = "PROJECT",
        /// Organisation profiles.
        Organisation = "ORGANISATION",
        /// Resources.
        Resource = "RESOURCE",
    }
}

text_enum! {
    /// When a hub looks at content.
    pub enum ModerationTiming {
        /// A moderator decides before anyone reads it.
        Before = "BEFORE",
        /// It is published at once and looked at afterwards.
        After = "AFTER",
    }
}

#[cfg(test)]
mod tests;

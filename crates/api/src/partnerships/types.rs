//! The partnership.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use chrono::{DateTime, Utc};
use maillage_domain::{
    ids::{CommitmentId, OrganisationId, PartnershipVersionId},
    mandates::MandateRole,
    partnerships::{
        Aim, Articles, Departure, Disclosure, Form, Outline, Partnership as Domain,
        PartnershipAction, PartnershipState, Stage, Version,
    },
    policy::{self, Action},
    values::Language,
};
use maillage_usecases::{
    Error,
    activity::Feed,
    partnerships::{self as usecases, Followed, ORDER},
};

use super::{
    drafts::{PartnershipCommentConnection, PartnershipDifference, PartnershipEdit, comments},
    keeping::{self, CommitmentDue, PartnershipProgress},
    parts::{
        PartnershipArticle, PartnershipBlank, PartnershipCommitment, PartnershipConsortium,
        PartnershipNotice, PartnershipParty, PartnershipStaff, PartnershipTerm,
    },
    versions::PartnershipVersion,
};
use crate::{
    activity::{ActivityConnection, feed},
    connection::{connection, page_request},
    context::ContextExt,
    enums::E,
    error::Result,
    hubs::Hub,
    ids,
    loaders::CommitmentsOf,
    nullable::{Nullable, nullable},
    organisations::Organisation,
    projects::{Need, Project},
    resources::Resource,
    values::{ActionState, Date},
};

/// An agreement between organisations.
#[derive(Clone)]
pub(crate) struct Partnership(Arc<Domain>);

impl From<Domain> for Partnership {
    fn from(partnership: Domain) -> Self {
        Self(Arc::new(partnership))
    }
}

connection! {
    /// A list of partnerships.
    PartnershipConnection, PartnershipEdge, Partnership
}

impl Partnership {
    pub(super) fn of(partnership: &Arc<Domain>) -> Self {
        Self(Arc::clone(partnership))
    }

    /// The version of this id, if the viewer may read it.
    pub(crate) fn version_of(
        &self,
        ctx: &Context<'_>,
        id: PartnershipVersionId,
    ) -> Option<PartnershipVersion> {
        let found = self.0.versions.iter().find(|one| one.id == id)?;
        self.readable(ctx, found)
    }

    /// Whether the viewer may follow what happens to it.
    pub(crate) fn is_followed_by(&self, ctx: &Context<'_>) -> bool {
        self.may(ctx, PartnershipAction::ReadDraft) && self.may(ctx, PartnershipAction::ReadCourse)
    }

    /// Whether it is over for the viewer, whatever becomes of it.
    fn is_left(&self, ctx: &Context<'_>) -> bool {
        policy::has_left(ctx.actor(), &self.0)
    }

    /// Who leaves or has left, as far as the viewer is told.
    fn departed(&self, ctx: &Context<'_>) -> Vec<Departure> {
        let mut departures = self.0.course.departures.clone();
        if !self.may(ctx, PartnershipAction::ReadCourse) {
            let mandates = ctx
                .actor()
                .viewer()
                .map(|viewer| viewer.mandates.as_slice());
            let mine = mandates.unwrap_or_default();
            departures.retain(|one| mine.iter().any(|(id, _)| *id == one.notice.by));
        }
        departures
    }

    /// What the viewer reads of it: what the parties work on, where it is theirs; else what was signed.
    fn shown(&self, ctx: &Context<'_>) -> &Outline {
        policy::outline_for(ctx.actor(), &self.0)
    }

    fn may(&self, ctx: &Context<'_>, action: PartnershipAction) -> bool {
        policy::check(ctx.actor(), Action::Partnership(action, &self.0)).is_ok()
    }

    fn readable(&self, ctx: &Context<'_>, version: &Version) -> Option<PartnershipVersion> {
        let read = Action::ReadVersion(version, &self.0);
        let may = policy::check(ctx.actor(), read).is_ok();
        may.then(|| PartnershipVersion::new(&self.0, version))
    }

    /// The partnership itself.
    pub(super) fn domain(&self) -> &Arc<Domain> {
        &self.0
    }

    /// A commitment that every party has signed, of which the viewer has been shown what was delivered.
    pub(super) fn commitment(&self, id: CommitmentId) -> Option<PartnershipCommitment> {
        let commitment = self.0.commitment(id)?;
        Some(PartnershipCommitment(commitment.clone()))
    }

    /// What is known of its commitments; `None` for who does not follow them.
    async fn followed(&self, ctx: &Context<'_>) -> Result<Option<Followed>> {
        if !self.may(ctx, PartnershipAction::ReadCourse) {
            return Ok(None);
        }
        let of = CommitmentsOf(self.0.id, self.0.hub);
        Ok(ctx.loaders().followed(of).await?)
    }

    /// The parties that the viewer acts for in such a role, or a higher one.
    pub(super) fn sides(&self, ctx: &Context<'_>, least: MandateRole) -> Vec<OrganisationId> {
        acted_for(ctx, &self.0.insiders(), least)
    }
}

/// Those of some organisations that the viewer acts for in such a role, or a higher one.
pub(super) fn acted_for(
    ctx: &Context<'_>,
    parties: &[OrganisationId],
    least: MandateRole,
) -> Vec<OrganisationId> {
    let viewer = ctx.actor().viewer();
    let mandates = viewer.map(|viewer| viewer.mandates.as_slice());
    let mandates = mandates.unwrap_or_default().iter();
    let mine = mandates
        .filter(|(_, role)| *role >= least)
        .map(|(id, _)| *id);
    mine.filter(|one| parties.contains(one)).collect()
}

/// An agreement between two or more organisations, each of which signs the same version of it. Read by the people
/// of its parties; by the team of its hub as far as the parties have signed that it is; by nobody else.
#[Object]
impl Partnership {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        ids::show(self.0.id)
    }

    /// The hub in which the parties have come together.
    async fn hub(&self, ctx: &Context<'_>) -> Result<Hub> {
        let hub = ctx.loaders().hub(self.0.hub).await?;
        hub.ok_or_else(|| Error::internal("a partnership without its hub").into())
    }

    /// Who began it; null while it is not public, and where it is none of the parties that the viewer reads of.
    async fn author(&self, ctx: &Context<'_>) -> Nullable<Organisation> {
        let author = self.0.author;
        let shown = self.shown(ctx).has_party(author);
        nullable(async {
            if shown {
                Organisation::find(ctx, author).await
            } else {
                Ok(None)
            }
        })
        .await
    }

    /// Its title.
    async fn title(&self, ctx: &Context<'_>) -> String {
        self.shown(ctx).title.to_string()
    }

    /// What for.
    async fn aim(&self, ctx: &Context<'_>) -> E<Aim> {
        E(self.shown(ctx).aim)
    }

    /// Which kind.
    async fn form(&self, ctx: &Context<'_>) -> E<Form> {
        E(self.shown(ctx).form)
    }

    /// In which language it is.
    async fn language(&self, ctx: &Context<'_>) -> E<Language> {
        E(self.shown(ctx).language)
    }

    /// What the team of the hub reads of it once every party has signed it.
    async fn disclosure(&self, ctx: &Context<'_>) -> E<Disclosure> {
        E(self.shown(ctx).disclosure)
    }

    /// Where it stands. For who has left it has ended, whatever becomes of it.
    async fn state(&self, ctx: &Context<'_>) -> E<PartnershipState> {
        if self.is_left(ctx) {
            return E(PartnershipState::Ended);
        }
        E(self.0.state)
    }

    /// Where the text stands that the parties work on: of a new partnership, or of an amendment beside what is
    /// in force. Null for who does not read drafts of it.
    async fn stage(&self, ctx: &Context<'_>) -> Option<E<Stage>> {
        let inside = self.may(ctx, PartnershipAction::ReadDraft);
        inside.then_some(E(self.0.stage))
    }

    /// Between whom.
    async fn parties(&self, ctx: &Context<'_>) -> Vec<PartnershipParty> {
        let reads_text = self.may(ctx, PartnershipAction::ReadText);
        let departures = self.departed(ctx);
        let parties = self
            .shown(ctx)
            .parties
            .iter()
            .map(|party| PartnershipParty {
                party: party.clone(),
                reads_text,
                leaving: departures
                    .iter()
                    .find(|one| one.notice.by == party.organisation)
                    .cloned(),
            });
        parties.collect()
    }

    /// From when until when, as it was agreed.
    async fn term(&self, ctx: &Context<'_>) -> PartnershipTerm {
        (&self.shown(ctx).term).into()
    }

    /// The day on which it came into force.
    async fn since(&self) -> Option<Date> {
        self.0.course.since.map(Date)
    }

    /// Its last day as things stand, with all renewals; null for one without. For who has left, the last day on
    /// which they were in it, where they had given notice.
    async fn ends_on(&self, ctx: &Context<'_>) -> Option<Date> {
        if self.is_left(ctx) {
            let left = self.departed(ctx).first()?.notice.effective_on.pred_opt();
            return left.map(Date);
        }
        self.0.ends_on.map(Date)
    }

    /// How often it was renewed by itself; null for who has left.
    async fn renewals(&self, ctx: &Context<'_>) -> Option<u32> {
        (!self.is_left(ctx)).then_some(self.0.course.renewals)
    }

    /// Whether it goes on by itself after its last day, as things stand; null for who has left.
    async fn renews(&self, ctx: &Context<'_>) -> Option<bool> {
        let renews = self.0.is_in_force() && self.0.will_renew();
        (!self.is_left(ctx)).then_some(renews)
    }

    /// Of a consortium; null for other forms, and for who does not read the text.
    async fn consortium(&self, ctx: &Context<'_>) -> Option<PartnershipConsortium> {
        let consortium = self.shown(ctx).consortium?;
        let reads_course = self.may(ctx, PartnershipAction::ReadCourse);
        let awarded_on = self.0.course.awarded_on.filter(|_| reads_course);
        self.may(ctx, PartnershipAction::ReadText)
            .then(|| PartnershipConsortium::new(consortium, awarded_on))
    }

    /// Of a loan of staff; null for other forms, and for who does not read the text.
    async fn staff(&self, ctx: &Context<'_>) -> Option<PartnershipStaff> {
        let staff = self.shown(ctx).staff?;
        self.may(ctx, PartnershipAction::ReadText)
            .then_some(PartnershipStaff(staff))
    }

    /// Who owes what; null for who does not read the text.
    async fn commitments(&self, ctx: &Context<'_>) -> Option<Vec<PartnershipCommitment>> {
        if !self.may(ctx, PartnershipAction::ReadText) {
            return None;
        }
        let commitments = self.shown(ctx).commitments.iter().cloned();
        Some(commitments.map(PartnershipCommitment).collect())
    }

    /// How far the commitments are kept, as they stand today; null for who does not follow them, which are the
    /// parties and, where they have signed that it reads all, the team of the hub.
    async fn progress(&self, ctx: &Context<'_>) -> Result<Option<PartnershipProgress>> {
        let followed = self.followed(ctx).await?;
        Ok(followed.map(|followed| keeping::progress(&self.0, &followed)))
    }

    /// What is due, by its day, with what was delivered of it: the first five hundred. With `from` or `until`
    /// only what has a day. Null for who does not follow the commitments.
    async fn dues(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only from this day on.")] from: Option<Date>,
        #[graphql(desc = "Only until this day.")] until: Option<Date>,
    ) -> Result<Option<Vec<CommitmentDue>>> {
        let days = (from.map(|day| day.0), until.map(|day| day.0));
        let followed = self.followed(ctx).await?;
        Ok(followed.map(|followed| keeping::dues(&self.0, &followed, days)))
    }

    /// The projects that it has to do with, as far as the viewer may see them; null for who does not read the
    /// text.
    async fn projects(&self, ctx: &Context<'_>) -> Result<Option<Vec<Project>>> {
        if !self.may(ctx, PartnershipAction::ReadText) {
            return Ok(None);
        }
        let ids = self.shown(ctx).links.projects.clone();
        let found = ids.into_iter().map(|id| Project::find(ctx, id));
        let found = futures_util::future::try_join_all(found).await?;
        Ok(Some(found.into_iter().flatten().collect()))
    }

    /// The resources that it has to do with, likewise.
    async fn resources(&self, ctx: &Context<'_>) -> Result<Option<Vec<Resource>>> {
        if !self.may(ctx, PartnershipAction::ReadText) {
            return Ok(None);
        }
        let ids = self.shown(ctx).links.resources.clone();
        let found = ids.into_iter().map(|id| Resource::find(ctx, id));
        let found = futures_util::future::try_join_all(found).await?;
        Ok(Some(found.into_iter().flatten().collect()))
    }

    /// The needs that it has to do with, likewise.
    async fn needs(&self, ctx: &Context<'_>) -> Result<Option<Vec<Need>>> {
        if !self.may(ctx, PartnershipAction::ReadText) {
            return Ok(None);
        }
        let ids = self.shown(ctx).links.needs.clone();
        let found = ids.into_iter().map(|id| ctx.loaders().need(id));
        let found = futures_util::future::try_join_all(found).await?;
        Ok(Some(found.into_iter().flatten().map(Need).collect()))
    }

    /// The articles that the parties work on; null for who does not read drafts of it.
    async fn articles(&self, ctx: &Context<'_>) -> Result<Option<Vec<PartnershipArticle>>> {
        let articles = self.working(ctx).await?;
        Ok(articles.map(|all| all.articles.iter().map(PartnershipArticle::from).collect()))
    }

    /// What is to be filled in of them; null for who does not read drafts of it.
    async fn blanks(&self, ctx: &Context<'_>) -> Result<Option<Vec<PartnershipBlank>>> {
        let articles = self.working(ctx).await?;
        Ok(articles.map(|all| all.blanks.iter().map(PartnershipBlank::from).collect()))
    }

    /// Which change of the draft that is; null for who does not read drafts of it.
    async fn edit(&self, ctx: &Context<'_>) -> Option<i32> {
        let inside = self.may(ctx, PartnershipAction::ReadDraft);
        inside.then_some(self.0.edit)
    }

    /// The changes of the draft, the newest first, a hundred at most; null for who does not read them.
    async fn edits(&self, ctx: &Context<'_>) -> Result<Option<Vec<PartnershipEdit>>> {
        if !self.may(ctx, PartnershipAction::ReadDraft) {
            return Ok(None);
        }
        let mut edits = ctx.loaders().edits(self.0.id).await?;
        let after = policy::edits_after(ctx.actor(), &self.0);
        edits.retain(|edit| edit.number > after);
        Ok(Some(edits.into_iter().map(PartnershipEdit).collect()))
    }

    /// In what two changes of the draft differ, part by part and word by word; null for who does not read them.
    async fn differences(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The earlier change.")] from: i32,
        #[graphql(desc = "The later change; the present one if not said.")] to: Option<i32>,
    ) -> Result<Option<Vec<PartnershipDifference>>> {
        if !self.may(ctx, PartnershipAction::ReadDraft) {
            return Ok(None);
        }
        let both = (from, to.unwrap_or(self.0.edit));
        let found = usecases::compare(ctx.platform(), ctx.actor(), &self.0, both).await?;
        Ok(Some(
            found.into_iter().map(PartnershipDifference::from).collect(),
        ))
    }

    /// What the parties say of the draft, the newest first; null for who does not read it.
    async fn comments(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many from the beginning, or after the cursor: 1 to 100, 20 if not said."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only those after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, or before the cursor: 1 to 100.")] last: Option<
            i32,
        >,
        #[graphql(desc = "Only those before this cursor.")] before: Option<String>,
        #[graphql(desc = "Only those on the article of this name.")] article: Option<String>,
    ) -> Result<Option<PartnershipCommentConnection>> {
        if !self.may(ctx, PartnershipAction::ReadDraft) {
            return Ok(None);
        }
        let page = page_request(first, after.as_deref(), last, before.as_deref(), ORDER)?;
        Ok(Some(comments(ctx, &self.0, article, page).await?))
    }

    /// What was frozen, the first first, as far as the viewer may read it.
    async fn versions(&self, ctx: &Context<'_>) -> Vec<PartnershipVersion> {
        let versions = self.0.versions.iter();
        versions.filter_map(|one| self.readable(ctx, one)).collect()
    }

    /// The version that waits for signatures.
    async fn proposed(&self, ctx: &Context<'_>) -> Option<PartnershipVersion> {
        self.readable(ctx, self.0.proposed()?)
    }

    /// The version that binds the parties: in force, or signed by all before its first day. Null for who has left.
    async fn in_force(&self, ctx: &Context<'_>) -> Option<PartnershipVersion> {
        if self.is_left(ctx) {
            return None;
        }
        self.readable(ctx, self.0.binding()?)
    }

    /// Who declined what was last proposed or drafted, for who reads drafts of it.
    async fn declined(&self, ctx: &Context<'_>) -> Option<PartnershipNotice> {
        let inside = self.may(ctx, PartnershipAction::ReadDraft);
        let notice = self.0.course.declined.clone().filter(|_| inside)?;
        Some(PartnershipNotice(notice))
    }

    /// Who ended it for all; null for who does not follow what becomes of it.
    async fn termination(&self, ctx: &Context<'_>) -> Option<PartnershipNotice> {
        let reads = self.may(ctx, PartnershipAction::ReadCourse);
        let notice = self.0.course.termination.clone().filter(|_| reads)?;
        Some(PartnershipNotice(notice))
    }

    /// Who keeps it from being renewed; null for who does not follow what becomes of it.
    async fn renewal_declined(&self, ctx: &Context<'_>) -> Option<PartnershipNotice> {
        let reads = self.may(ctx, PartnershipAction::ReadCourse);
        let notice = self.0.course.no_renewal.clone().filter(|_| reads)?;
        Some(PartnershipNotice(notice))
    }

    /// Who suspended it; null for who does not follow what becomes of it.
    async fn suspension(&self, ctx: &Context<'_>) -> Option<PartnershipNotice> {
        let reads = self.may(ctx, PartnershipAction::ReadCourse);
        let notice = self.0.course.suspension.clone().filter(|_| reads)?;
        Some(PartnershipNotice(notice))
    }

    /// Who leaves or has left; for who does not follow what becomes of it, their own organisations alone.
    async fn departures(&self, ctx: &Context<'_>) -> Vec<PartnershipNotice> {
        let departures = self.departed(ctx).into_iter();
        departures
            .map(|one| PartnershipNotice(one.notice))
            .collect()
    }

    /// What happened to it, the newest first, for the people of its parties.
    async fn activity(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many from the beginning, or after the cursor: 1 to 100, 20 if not said."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only those after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, or before the cursor: 1 to 100.")] last: Option<
            i32,
        >,
        #[graphql(desc = "Only those before this cursor.")] before: Option<String>,
    ) -> Result<ActivityConnection> {
        feed(
            ctx,
            Feed::Partnership(self.0.id),
            first,
            after,
            last,
            before,
        )
        .await
    }

    /// When it was begun.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// When it last changed, for the people of its parties; for others when it last came to be what they see.
    async fn updated_at(&self, ctx: &Context<'_>) -> DateTime<Utc> {
        if self.may(ctx, PartnershipAction::ReadDraft) {
            return self.0.updated_at;
        }
        let mut bound = self.0.versions.iter().rev();
        if self.is_left(ctx) {
            let read = bound.find(|one| one.state.bound() && self.readable(ctx, one).is_some());
            let signed = read.and_then(|one| one.signatures.iter().map(|one| one.signed_at).max());
            return signed.unwrap_or(self.0.created_at);
        }
        let bound = bound.find(|one| one.state.bound());
        let settled = bound.and_then(|version| version.settled_at);
        settled.unwrap_or(self.0.created_at)
    }

    /// What the viewer may do next, and for what they may not do, why.
    async fn available_actions(&self, ctx: &Context<'_>) -> Result<Vec<ActionState>> {
        let hub = ctx.loaders().hub(self.0.hub).await?;
        let hub = hub.ok_or_else(|| Error::internal("a partnership without its hub"))?;
        let today = ctx.platform().now();
        let today = today.with_timezone(&hub.0.content.time_zone).date_naive();
        let actions = PartnershipAction::ALL.iter().copied();
        Ok(ActionState::list(
            ctx.language(),
            actions.filter(|action| *action >= PartnershipAction::Change),
            |action| policy::check(ctx.actor(), Action::Partnership(action, &self.0)),
            |action| {
                // What one of the viewer's organisations may do, the viewer may.
                let sides = self.sides(ctx, action.takes());
                let each = sides
                    .iter()
                    .map(|one| self.0.permits(action, Some(*one), today));
                each.reduce(std::result::Result::or)
                    .unwrap_or_else(|| self.0.permits(action, None, today))
            },
        ))
    }

    /// Counts its changes; updates say which one they have read. Null for who does not read drafts of it.
    async fn version(&self, ctx: &Context<'_>) -> Option<i32> {
        let inside = self.may(ctx, PartnershipAction::ReadDraft);
        inside.then_some(self.0.version)
    }
}

impl Partnership {
    async fn working(&self, ctx: &Context<'_>) -> Result<Option<Arc<Articles>>> {
        if !self.may(ctx, PartnershipAction::ReadDraft) {
            return Ok(None);
        }
        Ok(ctx.loaders().working(self.0.id, self.0.edit).await?)
    }
}

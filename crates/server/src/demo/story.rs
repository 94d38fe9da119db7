//! What the file tells, as acts in the order of their dates.

mod act;
mod partnerships;
mod resources;

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use anyhow::{Context, ensure};
use chrono::{DateTime, Days, Duration, NaiveDate, NaiveTime, Utc};
use maillage_domain::{
    clock,
    content::ContentState,
    memberships::MembershipState,
    projects::{NeedState, ParticipationAction, ParticipationState, ProjectStage},
};

pub(super) use self::act::Act;
use super::data::{Data, Membership, Project};

/// The whole story in order.
///
/// # Errors
/// When a date that the state of something needs is missing.
pub(super) fn acts(
    data: &Data,
    now: DateTime<Utc>,
) -> anyhow::Result<Vec<(DateTime<Utc>, Act<'_>)>> {
    let mut story = Story { acts: Vec::new() };
    story.organisations(data);
    story.hubs(data);
    story.persons(data);
    for membership in &data.memberships {
        story.membership(membership, data)?;
    }
    for project in &data.projects {
        story.project(project)?;
    }
    for resource in &data.resources {
        story.resource(resource)?;
    }
    let told = story.acts.iter().map(|(at, _)| *at).max();
    let today = told.map_or(now, |told| told.max(now)).date_naive();
    for loan in &data.staff_loans {
        story.staff_loan(loan, today);
    }
    for booking in &data.bookings {
        story.booking(booking, data, today)?;
    }
    for reservation in &data.reservations {
        story.reservation(reservation, today);
    }
    for partnership in &data.partnerships {
        story.partnership(partnership, today);
    }
    // Stable: acts of one instant stay in the order in which they were told.
    story.acts.sort_by_key(|(at, _)| *at);
    Ok(story.acts)
}

struct Story<'a> {
    acts: Vec<(DateTime<Utc>, Act<'a>)>,
}

impl<'a> Story<'a> {
    fn tell(&mut self, at: DateTime<Utc>, act: Act<'a>) {
        self.acts.push((at, act));
    }

    /// Organisations are there before anybody speaks of them.
    fn organisations(&mut self, data: &'a Data) {
        let mut first: HashMap<&str, NaiveDate> = HashMap::new();
        let mut mention = |key: &'a str, on: NaiveDate| {
            let day = first.entry(key).or_insert(on);
            *day = on.min(*day);
        };
        for membership in &data.memberships {
            mention(&membership.organisation, membership.opened_on);
        }
        for project in &data.projects {
            let written = project.created_at.date_naive();
            let needs = project
                .needs
                .iter()
                .filter_map(|need| need.met_by.as_ref()?.organisation.as_deref());
            for key in project
                .participants
                .iter()
                .map(|with| with.organisation.as_str())
                .chain(needs)
            {
                mention(key, written);
            }
        }
        for organisation in &data.organisations {
            let day = first
                .get(organisation.key.as_str())
                .map_or(organisation.source_date, |day| *day - Days::new(1));
            self.tell(hour(day, 6), Act::EnterOrganisation(organisation));
        }
    }

    fn hubs(&mut self, data: &'a Data) {
        for hub in &data.hubs {
            for charter in &hub.charters {
                if charter.version == 1 {
                    let opening = hour(charter.adopted_on, 5);
                    self.tell(opening, Act::CreateHub(hub));
                    // Once it has a coordinator, who comes an hour later.
                    self.tell(
                        opening + Duration::hours(2) - Duration::minutes(1),
                        Act::SetUpHub(hub),
                    );
                }
                // Before the members of the day.
                self.tell(hour(charter.adopted_on, 7), Act::AdoptCharter(hub, charter));
            }
        }
    }

    fn persons(&mut self, data: &'a Data) {
        for person in &data.persons {
            let days = person
                .hub_roles
                .iter()
                .map(|office| office.since)
                .chain(person.mandates.iter().map(|mandate| mandate.since));
            let newest = data
                .organisations
                .iter()
                .map(|organisation| organisation.source_date)
                .max();
            if let Some(first) = days.min().or(newest) {
                self.tell(hour(first - Days::new(1), 8), Act::OpenAccount(person));
            }
            for office in &person.hub_roles {
                self.tell(hour(office.since, 6), Act::GiveOffice(person, office));
            }
            for mandate in &person.mandates {
                self.tell(hour(mandate.since, 6), Act::GiveMandate(person, mandate));
            }
        }
    }

    fn membership(&mut self, membership: &'a Membership, data: &'a Data) -> anyhow::Result<()> {
        use MembershipState as S;
        let key = &membership.organisation;
        let decided = || {
            membership
                .decided_on
                .with_context(|| format!("demo: {key}: decided_on is missing"))
        };
        let until = || {
            membership
                .until
                .with_context(|| format!("demo: {key}: until is missing"))
        };
        let opened = hour(membership.opened_on, 7) + Duration::minutes(10);
        if matches!(membership.state, S::Invited | S::Declined) {
            self.tell(opened, Act::Invite(membership));
            if membership.state == S::Declined {
                self.tell(hour(decided()?, 9), Act::Decide(membership));
            }
            return Ok(());
        }
        self.tell(opened, Act::Apply(membership));
        if let Some(since) = membership.since {
            self.tell(
                hour(since, 7) + Duration::minutes(20),
                Act::Accept(membership),
            );
            self.new_charters(membership, since, data);
            if data
                .organisations
                .iter()
                .any(|organisation| organisation.key == *key && organisation.ess.is_some())
            {
                self.tell(
                    hour(since, 7) + Duration::minutes(30),
                    Act::DecideEss(membership),
                );
            }
        }
        match membership.state {
            S::Refused | S::Suspended => self.tell(hour(decided()?, 9), Act::Decide(membership)),
            S::Left | S::Excluded => self.tell(hour(until()?, 17), Act::Decide(membership)),
            S::Active => ensure!(membership.since.is_some(), "demo: {key}: since is missing"),
            S::Applied | S::Invited | S::Declined => {}
        }
        Ok(())
    }

    /// Charter versions adopted after the member came, as far as it accepted them.
    fn new_charters(&mut self, membership: &'a Membership, since: NaiveDate, data: &'a Data) {
        let hub = data.hubs.iter().find(|hub| hub.slug == membership.hub);
        for charter in hub.iter().flat_map(|hub| &hub.charters) {
            if charter.adopted_on > since && Some(charter.version) <= membership.charter_version {
                let at = hour(charter.adopted_on + Days::new(7), 10);
                self.tell(at, Act::AcceptCharter(membership, charter.version));
            }
        }
    }

    fn project(&mut self, project: &'a Project) -> anyhow::Result<()> {
        use ContentState as S;
        let written = project.created_at;
        self.tell(written, Act::WriteProject(project));
        self.stages(project);
        self.participants(project);
        for (number, milestone) in project.milestones.iter().enumerate() {
            if let Some(reached) = milestone.reached_at().filter(|reached| *reached > written) {
                self.tell(reached, Act::ReachMilestone(project, number));
            }
        }
        let missing = |what: &str| format!("demo: {}: {what} is missing", project.key);
        if let Some(submitted) = project.submitted_at {
            self.tell(submitted, Act::Submit(project));
        }
        if let Some(published) = project.published_at {
            self.tell(published, Act::Publish(project));
            if project
                .needs
                .iter()
                .any(|need| need.state != NeedState::Open)
            {
                self.tell(published + Duration::days(14), Act::SettleNeeds(project));
            }
        }
        match project.state {
            S::ChangesRequested | S::Rejected | S::Hidden => {
                let decided = project.decided_at.with_context(|| missing("decided_at"))?;
                self.tell(decided, Act::Review(project));
            }
            S::Archived => {
                let ended = project.ends_on.with_context(|| missing("ends_on"))?;
                self.tell(hour(ended + Days::new(30), 9), Act::Archive(project));
            }
            S::Published => ensure!(project.published_at.is_some(), missing("published_at")),
            S::Draft | S::Submitted => {}
        }
        if let Some(revision) = &project.revision {
            self.tell(revision.submitted_at, Act::Revise(project));
        }
        Ok(())
    }

    fn stages(&mut self, project: &'a Project) {
        use ProjectStage as S;
        let written = project.created_at;
        // On the day itself, or right away where it is past.
        let on = |day: Option<NaiveDate>, clock: u32, minutes: i64| {
            let soonest = written + Duration::minutes(minutes);
            day.map_or(soonest, |day| hour(day, clock).max(soonest))
        };
        let path: &[S] = match project.stage {
            S::Idea => &[],
            S::Preparation => &[S::Preparation],
            S::Running => &[S::Preparation, S::Running],
            S::Completed => &[S::Preparation, S::Running, S::Completed],
            S::Abandoned => &[S::Preparation, S::Running, S::Abandoned],
        };
        for stage in path {
            let at = match stage {
                S::Idea | S::Preparation => on(None, 0, 1),
                S::Running => on(project.starts_on, 8, 2),
                S::Completed | S::Abandoned => on(project.ends_on, 17, 3),
            };
            self.tell(at, Act::SetStage(project, *stage));
        }
    }

    fn participants(&mut self, project: &'a Project) {
        use ParticipationState as S;
        let asked = project.created_at + Duration::minutes(10);
        let answered = asked + Duration::days(1);
        for with in &project.participants {
            let answer = match with.state {
                S::Requested => {
                    let published = project.published_at.unwrap_or(project.created_at);
                    self.tell(
                        published + Duration::days(21),
                        Act::RequestParticipation(project, with),
                    );
                    continue;
                }
                S::Invited => None,
                S::Active | S::Left => Some(ParticipationAction::Accept),
                S::Declined => Some(ParticipationAction::Decline),
            };
            self.tell(asked, Act::InviteParticipant(project, with));
            if let Some(answer) = answer {
                self.tell(answered, Act::Participate(project, with, answer));
            }
            if with.state == S::Left {
                let ended = project
                    .ends_on
                    .map_or(answered, |day| hour(day + Days::new(7), 9));
                self.tell(
                    ended,
                    Act::Participate(project, with, ParticipationAction::Leave),
                );
            }
        }
    }
}

fn hour(day: NaiveDate, hour: u32) -> DateTime<Utc> {
    let time = NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default();
    day.and_time(time).and_utc()
}

/// Time as the story tells it.
#[derive(Default)]
pub(super) struct Clock(Mutex<DateTime<Utc>>);

impl Clock {
    pub(super) fn set(&self, to: DateTime<Utc>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = to;
    }
}

impl clock::Clock for Clock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

//! What a project does besides being published: its stage, its needs, its milestones, and who
//! takes part. Publication is tested with `content`.

use proptest::prelude::*;

use super::*;
use crate::{
    events::EventKind as K,
    moderation::Restriction,
    refusals::RefusalCode,
    testing::{
        act, day, held_back, id, project, project_content, project_draft, project_of, reason,
        statement,
    },
    values::Title,
};

use ProjectStage as G;

/// Every step between stages that exists.
const STAGES: &[(G, G)] = &[
    (G::Idea, G::Preparation),
    (G::Idea, G::Abandoned),
    (G::Preparation, G::Idea),
    (G::Preparation, G::Running),
    (G::Preparation, G::Abandoned),
    (G::Running, G::Completed),
    (G::Running, G::Abandoned),
];

const NEEDS: &[(NeedState, NeedState, K)] = &[
    (NeedState::Open, NeedState::Met, K::ProjectNeedMet),
    (
        NeedState::Open,
        NeedState::Withdrawn,
        K::ProjectNeedWithdrawn,
    ),
    (NeedState::Met, NeedState::Open, K::ProjectNeedReopened),
    (
        NeedState::Withdrawn,
        NeedState::Open,
        K::ProjectNeedReopened,
    ),
];

fn need(label: &str) -> NeedDraft {
    NeedDraft {
        id: None,
        kind: NeedKind::Space,
        label: label.into(),
        description: None,
        quantity: None,
    }
}

fn milestone(label: &str) -> MilestoneDraft {
    MilestoneDraft {
        id: None,
        label: label.into(),
        due_on: Some(day("2026-09-01")),
        done_on: None,
    }
}

fn rich() -> Project {
    let mut project = project_of(ProjectDraft {
        needs: vec![need("Un local"), need("Un four")],
        milestones: vec![milestone("Ouverture")],
        ..project_draft()
    });
    project.publish_now();
    project
}

impl Project {
    fn publish_now(&mut self) {
        self.submit(&act(0), &held_back(), ActiveMember::Yes)
            .expect("submits");
        self.publish(&act(0), id(100)).expect("publishes");
        self.events.drain();
    }
}

proptest! {
    #[test]
    fn a_project_goes_from_stage_to_stage_as_its_life_allows(
        steps in prop::collection::vec((proptest::sample::select(G::ALL), any::<bool>()), 1..20),
    ) {
        let mut project = project();
        for (number, (next, explained)) in steps.into_iter().enumerate() {
            let was = project.clone();
            let possible = STAGES.contains(&(was.stage, next));
            let lacks_reason = next == G::Abandoned && !explained;
            let over = !STAGES.iter().any(|(from, _)| *from == was.stage);
            prop_assert_eq!(project.permits(ProjectAction::SetStage).is_err(), over);
            let minutes = i64::try_from(number).expect("few");
            let answer = project.set_stage(&act(minutes), next, explained.then(reason));
            let events = project.events.drain();
            if possible && !lacks_reason {
                prop_assert_eq!(answer, Ok(()));
                prop_assert_eq!(project.stage, next);
                prop_assert_eq!(events.len(), 1);
            } else {
                let code = if possible { RefusalCode::Incomplete } else { RefusalCode::WrongState };
                prop_assert_eq!(answer.expect_err("refused").code, code);
                prop_assert!(events.is_empty());
                prop_assert_eq!(&project, &was);
            }
            prop_assert_eq!(project.abandoned_because.is_some(), project.stage == G::Abandoned);
        }
    }

    #[test]
    fn a_need_is_open_met_or_withdrawn(
        steps in prop::collection::vec(proptest::sample::select(NeedState::ALL), 1..20),
    ) {
        let mut project = rich();
        let id = project.needs[0].content.id;
        for next in steps {
            let was = project.clone();
            let from = was.needs[0].state;
            let answer = match next {
                NeedState::Met => {
                    let by = Some(crate::testing::id(201));
                    project.meet_need(&act(1), id, by, None)
                }
                NeedState::Withdrawn => project.withdraw_need(&act(1), id),
                NeedState::Open => project.reopen_need(&act(1), id),
            };
            let events = project.events.drain();
            let row = NEEDS.iter().find(|(before, after, _)| (*before, *after) == (from, next));
            if let Some((.., kind)) = row {
                prop_assert_eq!(answer, Ok(()));
                prop_assert_eq!(project.needs[0].state, next);
                let told: Vec<_> = events.iter().map(|event| event.kind).collect();
                prop_assert_eq!(told, vec![*kind]);
            } else {
                prop_assert_eq!(answer.expect_err("refused").code, RefusalCode::WrongState);
                prop_assert!(events.is_empty());
                prop_assert_eq!(&project, &was);
            }
            let met = project.needs[0].state == NeedState::Met;
            prop_assert_eq!(project.needs[0].met_by.is_some(), met);
            prop_assert_eq!(project.needs[1].state, NeedState::Open, "the other is left alone");
        }
    }

    #[test]
    fn a_participation_never_leaves_its_life_cycle(
        asked in any::<bool>(),
        actions in prop::collection::vec(proptest::sample::select(ParticipationAction::ALL), 1..10),
    ) {
        use ParticipationAction as A;
        use ParticipationState as S;
        let life = [
            (S::Invited, A::Accept, S::Active, K::ParticipationActivated),
            (S::Invited, A::Decline, S::Declined, K::ParticipationDeclined),
            (S::Requested, A::Accept, S::Active, K::ParticipationActivated),
            (S::Requested, A::Decline, S::Declined, K::ParticipationDeclined),
            (S::Invited, A::Leave, S::Left, K::ParticipationLeft),
            (S::Requested, A::Leave, S::Left, K::ParticipationLeft),
            (S::Active, A::Leave, S::Left, K::ParticipationLeft),
        ];
        let project = rich();
        let mut participation = if asked {
            Participation::request(&act(0), &project, id(201), None)
        } else {
            Participation::invite(&act(0), &project, id(201), None)
        };
        prop_assert_eq!(participation.events.drain().len(), 1);
        prop_assert_eq!(participation.awaits(&project), if asked { project.lead } else { id(201) });
        for action in actions {
            let was = participation.clone();
            let shown = participation.permits(action);
            let answer = participation.step(&act(1), &project, action);
            let events = participation.events.drain();
            prop_assert_eq!(&shown, &answer);
            let step = life.iter().find(|(from, name, ..)| (*from, *name) == (was.state, action));
            if let Some((.., next, kind)) = step {
                prop_assert_eq!(participation.state, *next);
                prop_assert_eq!(events.len(), 1);
                prop_assert_eq!((events[0].kind, events[0].project), (*kind, Some(project.id)));
            } else {
                prop_assert_eq!(answer.expect_err("refused").code, RefusalCode::WrongState);
                prop_assert!(events.is_empty());
                prop_assert_eq!(&participation, &was);
            }
            let took_part = participation.joined_at.is_some();
            prop_assert_eq!(took_part, was.joined_at.is_some() || participation.state == S::Active);
            let left = participation.state == S::Left;
            prop_assert_eq!(participation.left_at.is_some(), took_part && left);
        }
    }
}

#[test]
fn only_an_active_member_drafts_and_submits() {
    let content = project_content(project_draft());
    let refusal = Project::create(&act(0), id(100), id(200), content, ActiveMember::No);
    assert_eq!(
        refusal.expect_err("no member").code,
        RefusalCode::NotActiveMember
    );
    let mut project = project();
    let refusal = project
        .submit(&act(1), &held_back(), ActiveMember::No)
        .expect_err("suspended");
    assert_eq!(refusal.code, RefusalCode::NotActiveMember);
    assert_eq!(project.state, ContentState::Draft);
}

#[test]
fn known_needs_keep_their_state_new_ones_are_open_and_those_left_out_are_withdrawn() {
    let mut project = rich();
    let (met, open) = (project.needs[0].content.id, project.needs[1].content.id);
    project
        .meet_need(&act(1), met, Some(id(201)), None)
        .expect("meets");
    let mut content = project.current_content();
    content.needs = project_content(ProjectDraft {
        needs: vec![need("Un vélo")],
        ..project_draft()
    })
    .needs;
    project
        .edit(&act(2), content, &held_back())
        .expect("a revision");
    assert_eq!(project.needs.len(), 2, "a revision waits");
    project
        .publish(&act(3), id(100))
        .expect("publishes the revision");
    let state = |id| project.need(id).map(|need| need.state);
    assert_eq!(
        state(met),
        Some(NeedState::Met),
        "that it was met is a fact"
    );
    assert_eq!(state(open), Some(NeedState::Withdrawn));
    assert_eq!(project.needs[0].state, NeedState::Open);
    assert_eq!(project.needs[0].content.label.as_str(), "Un vélo");
}

#[test]
fn a_milestone_reached_meanwhile_survives_the_revision_that_was_waiting() {
    let mut project = rich();
    let first = project.content.milestones[0].id;
    let title = Title::parse("Atelier du port").expect("a title");
    let content = ProjectContent {
        title,
        ..project.current_content()
    };
    project
        .edit(&act(1), content, &held_back())
        .expect("a revision");
    project
        .reach_milestone(&act(2), first, day("2026-08-30"))
        .expect("reached");
    let twice = project
        .reach_milestone(&act(3), first, day("2026-08-31"))
        .expect_err("once");
    assert_eq!(twice.code, RefusalCode::WrongState);
    project
        .publish(&act(4), id(100))
        .expect("publishes the revision");
    assert_eq!(
        project.content.milestones[0].done_on,
        Some(day("2026-08-30"))
    );
    let unknown = project.reach_milestone(&act(5), id(999), day("2026-08-31"));
    assert_eq!(
        unknown.expect_err("of another project").code,
        RefusalCode::WrongState
    );
}

#[test]
fn nothing_moves_on_a_project_put_away_or_rejected() {
    let mut archived = rich();
    archived.archive(&act(1)).expect("archives");
    let mut rejected = project();
    rejected
        .submit(&act(1), &held_back(), ActiveMember::Yes)
        .expect("submits");
    rejected
        .reject(&act(2), id(100), statement(Restriction::Rejected, &act(2)))
        .expect("rejects");
    for project in [archived, rejected] {
        for action in [
            ProjectAction::Edit,
            ProjectAction::SetStage,
            ProjectAction::ManageNeeds,
            ProjectAction::ReachMilestone,
            ProjectAction::ManageParticipants,
            ProjectAction::RequestParticipation,
        ] {
            let refusal = project.permits(action).expect_err("over");
            assert_eq!(refusal, Refusal::state(project.state, action));
        }
    }
}

#[test]
fn nobody_is_invited_to_a_project_that_was_taken_down() {
    let mut project = rich();
    let invite = ProjectAction::ManageParticipants;
    assert_eq!(project.permits(invite), Ok(()));
    project
        .hide(&act(1), id(100), statement(Restriction::Hidden, &act(1)))
        .expect("hides");
    let refusal = project.permits(invite).expect_err("taken down");
    assert_eq!(refusal, Refusal::state(ContentState::Hidden, invite));
}

#[test]
fn a_fact_about_a_project_is_told_to_no_more_people_than_may_read_it() {
    for (visibility, audience) in [
        (Visibility::Public, Audience::Public),
        (Visibility::Hub, Audience::Hub),
        (Visibility::Parties, Audience::Organisation),
    ] {
        let mut project = project_of(ProjectDraft {
            visibility: Some(visibility),
            ..project_draft()
        });
        project
            .submit(&act(0), &held_back(), ActiveMember::Yes)
            .expect("submits");
        assert_eq!(project.events.drain()[0].audience, Audience::Organisation);
        project.publish(&act(1), id(100)).expect("publishes");
        project
            .set_stage(&act(2), G::Preparation, None)
            .expect("goes on");
        let mut joining = Participation::invite(&act(3), &project, id(201), None);
        joining.events.drain();
        joining
            .step(&act(4), &project, ParticipationAction::Accept)
            .expect("joins");
        for event in project.events.drain().iter().chain(&joining.events.drain()) {
            assert_eq!(event.audience, audience, "{}", event.kind);
        }
        project
            .hide(&act(5), id(100), statement(Restriction::Hidden, &act(5)))
            .expect("hides");
        project.restore(&act(6), id(100)).expect("restores");
        for event in project.events.drain() {
            assert_eq!(event.audience, Audience::Organisation, "{}", event.kind);
        }
    }
}

//! Needs meet offers: what is found, in which order and why, who is shown it, and what comes of choosing.

mod accepting;
mod finding;
mod visibility;

use chrono::{DateTime, NaiveDate, Utc};
use maillage_domain::{
    Act,
    content::ContentState,
    ids::{HubId, NeedId, ProjectId, ResourceId},
    moderation::ActiveMember,
    projects::{NeedDraft, NeedKind, Project, ProjectContent, ProjectDraft, ProjectStage},
    resources::{
        Approval, Conditions, ConditionsDraft, DayHoursDraft, HoursDraft, PriceKind, Resource,
        ResourceContent, ResourceDraft, ResourceKind, RulesDraft, TermsDraft, Weekday,
    },
    staff::CostsDraft,
    values::{Unit, Visibility},
};
use maillage_persistence::{projects, resources};
use serde_json::{Value, json};

use crate::harness::{Body, Client, Pole, TestHub};

const OFFERS: &str = "query($id: ID!, $first: Int! = 5) { project(id: $id) { needs { label
    offers(first: $first) { score reasons { code points text facts { name value } }
      need { id label } project { title } resource { id title owner { name } } } } } }";
const NEEDS: &str = "query($id: ID!, $first: Int! = 10) { resource(id: $id) {
    matchingNeeds(first: $first) { score reasons { code points }
      need { label state } project { title leadOrganisation { name } } resource { title } } } }";
const OFFERED: &str =
    "query($id: ID!) { project(id: $id) { needs { offers(first: 50) { resource { title } } } } }";
const NEEDED: &str =
    "query($id: ID!) { resource(id: $id) { matchingNeeds(first: 50) { project { title } } } }";
const ACCEPT: &str = "mutation($input: AcceptOfferInput!) { acceptOffer(input: $input) {
    project { version needs { id state metNote metBy { name } metWith { title } offers { score } } }
    errors { code path message facts { name value } } } }";

/// A hub in which one member looks for what another shares, on Saturday, 21 November 2026.
struct Place {
    hub: TestHub,
    pole: Pole,
    seeker: Body,
    owner: Body,
}

impl Place {
    async fn found() -> Self {
        let hub = TestHub::start().await;
        hub.clock().set(at("2026-11-21T09:00:00Z"));
        let pole = hub.pole("Pôle du Littoral").await;
        let seeker = hub.member(&pole, "Oc’Consigne").await;
        let owner = hub.member(&pole, "La Halle").await;
        Self {
            hub,
            pole,
            seeker,
            owner,
        }
    }

    /// Shares something of the owner's.
    async fn share(&self, draft: ResourceDraft) -> Resource {
        self.shared(self.pole.id, &self.owner, draft, ContentState::Published)
            .await
    }

    async fn shared(
        &self,
        hub: HubId,
        owner: &Body,
        draft: ResourceDraft,
        state: ContentState,
    ) -> Resource {
        let platform = self.hub.platform();
        let act = Act::new(platform.now(), None, platform);
        let content = ResourceContent::parse(draft, &[]).unwrap();
        let mut resource =
            Resource::create(&act, hub, owner.id, content, ActiveMember::Yes).unwrap();
        resource.state = state;
        resource.conditions = Some(conditions(1));
        self.save(resource).await
    }

    async fn save(&self, mut resource: Resource) -> Resource {
        let platform = self.hub.platform();
        platform
            .write(async |tx| Ok(resources::save(tx, &mut resource).await?))
            .await
            .unwrap();
        resource
    }

    /// A published project of the seeker's, under way.
    async fn project(&self, draft: ProjectDraft) -> Project {
        self.led(self.pole.id, &self.seeker, draft).await
    }

    async fn led(&self, hub: HubId, lead: &Body, draft: ProjectDraft) -> Project {
        let platform = self.hub.platform();
        let act = Act::new(platform.now(), None, platform);
        let content = ProjectContent::parse(draft, None, platform).unwrap();
        let mut project = Project::create(&act, hub, lead.id, content, ActiveMember::Yes).unwrap();
        project.state = ContentState::Published;
        project.stage = ProjectStage::Running;
        self.keep(project).await
    }

    async fn keep(&self, mut project: Project) -> Project {
        let platform = self.hub.platform();
        platform
            .write(async |tx| Ok(projects::save(tx, &mut project).await?))
            .await
            .unwrap();
        project
    }

    /// What the lead answers when it chooses something.
    fn choice(&self, project: &Project, resource: ResourceId, more: Value) -> Value {
        let mut input = json!({
            "id": project.id.to_string(), "need": need_of(project, 0).to_string(),
            "resource": resource.to_string(), "actingFor": self.seeker.id.to_string(),
            "expectedVersion": project.version,
        });
        if let (Some(members), Value::Object(more)) = (input.as_object_mut(), more) {
            members.extend(more);
        }
        json!({ "input": input })
    }
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn need_of(project: &Project, number: usize) -> NeedId {
    project.needs[number].content.id
}

/// Something of a kind, free of charge as far as it can be, read and booked in the hub.
fn offer(kind: ResourceKind, title: &str, summary: &str) -> ResourceDraft {
    let staff = kind == ResourceKind::StaffTime;
    ResourceDraft {
        kind,
        title: title.to_owned(),
        summary: summary.to_owned(),
        description: "Accès de plain-pied.".to_owned(),
        commune: Some("34172".to_owned()),
        address: None,
        location: None,
        terms: TermsDraft {
            kind: if staff {
                PriceKind::StaffCosts
            } else {
                PriceKind::Free
            },
            per: None,
            amounts: vec![],
            others: None,
            barter: None,
            costs: staff.then(|| CostsDraft {
                wages: "15".to_owned(),
                charges: "5".to_owned(),
                expenses: None,
            }),
            deposit: None,
            note: None,
        },
        visibility: Some(Visibility::Hub),
        shared_with: vec![],
        parties: vec![],
        photos: vec![],
    }
}

fn hangar() -> ResourceDraft {
    offer(
        ResourceKind::Space,
        "Hangar de stockage",
        "Un lieu couvert.",
    )
}

/// So many units, every weekday from nine to five, up to 90 days ahead.
fn conditions(units: i32) -> Conditions {
    let weekly = Weekday::ALL[..5].iter().map(|weekday| DayHoursDraft {
        weekday: *weekday,
        from: "09:00".to_owned(),
        to: "17:00".to_owned(),
    });
    Conditions::parse(ConditionsDraft {
        time_zone: "Europe/Paris".to_owned(),
        rules: RulesDraft {
            units,
            min_length: 30,
            max_length: 5 * 24 * 60,
            notice: 0,
            horizon: 90 * 24 * 60,
            buffer: 0,
            approval: Approval::Automatic,
            free_until: 0,
            late_share: 0,
        },
        hours: HoursDraft {
            weekly: weekly.collect(),
            ..HoursDraft::default()
        },
    })
    .unwrap()
}

/// A project in Montpellier that everybody may read.
fn looking_for(needs: Vec<NeedDraft>) -> ProjectDraft {
    ProjectDraft {
        title: "Réemploi des bouteilles".to_owned(),
        summary: "Laver et réemployer les bouteilles du territoire.".to_owned(),
        description: "Une ligne de lavage partagée.".to_owned(),
        commune: Some("34172".to_owned()),
        needs,
        ..ProjectDraft::default()
    }
}

fn need(kind: NeedKind, label: &str, quantity: Option<(&str, Unit)>) -> NeedDraft {
    NeedDraft {
        id: None,
        kind,
        label: label.to_owned(),
        description: Some("Couvert, accessible aux palettes.".to_owned()),
        quantity: quantity.map(|(value, unit)| (value.to_owned(), unit)),
    }
}

fn storage() -> ProjectDraft {
    looking_for(vec![need(NeedKind::Space, "Stockage", None)])
}

/// The offers for each need of a project.
async fn offers(client: &Client, project: ProjectId) -> Vec<Value> {
    let data = client
        .gql(OFFERS, json!({ "id": project.to_string() }))
        .await;
    let needs = data["project"]["needs"].as_array().into_iter().flatten();
    needs.map(|need| need["offers"].clone()).collect()
}

/// What fits the first need of a project, by title.
async fn offered(client: &Client, project: ProjectId) -> Vec<String> {
    let id = json!({ "id": project.to_string() });
    let data = client.gql(OFFERED, id).await;
    titles(&data["project"]["needs"][0]["offers"], "resource")
}

/// The needs that a resource fits, by the titles of their projects.
async fn needed(client: &Client, resource: ResourceId) -> Vec<String> {
    let id = json!({ "id": resource.to_string() });
    let data = client.gql(NEEDED, id).await;
    titles(&data["resource"]["matchingNeeds"], "project")
}

fn titles(matches: &Value, of: &str) -> Vec<String> {
    let matches = matches.as_array().into_iter().flatten();
    let titles = matches.map(|one| one[of]["title"].as_str().unwrap().to_owned());
    titles.collect()
}

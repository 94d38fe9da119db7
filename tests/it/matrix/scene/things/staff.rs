//! An accountant of the owner who works for the neighbour, with the papers of it in every state.

use chrono::{SecondsFormat, TimeDelta};
use serde_json::{Value, json};

use super::{Maker, bookings::always_open};

impl Maker<'_> {
    /// Staff time, its loans and the hours worked, and what more of them needs to be known to go on.
    pub(super) async fn staff(&mut self) -> Vec<(String, Value)> {
        let neighbour = self.people.neighbour.id.to_string();
        let accountant = self.employee("Comptable du port").await;
        self.keep("Resource", "published staff time", &*accountant);
        for state in ["recorded", "declined", "in force"] {
            let loan = self.lent(&accountant).await;
            let mutation = match state {
                "declined" => "declineStaffLoan",
                "in force" => "confirmStaffLoan",
                _ => "",
            };
            if !mutation.is_empty() {
                self.answered(mutation, &loan).await;
            }
            self.keep("StaffLoan", state, &*loan);
        }
        let ended = self.lent(&accountant).await;
        let why = json!({ "actingFor": self.owner, "reason": "La mission est finie." });
        self.on(&self.people.head, "endStaffLoan", "StaffLoan", &ended, why)
            .await;
        self.keep("StaffLoan", "ended", &*ended);

        let begun = self.at_work(&accountant, 1).await;
        let declared = self.at_work(&accountant, 6).await;
        self.hub.clock().advance(TimeDelta::minutes(12));
        self.keep("Booking", "at work", &*begun);
        let client = &self.people.neighbour.representative;
        let hours = json!({ "actingFor": neighbour, "worked": "PT5M", "note": "La paie." });
        self.on(client, "declareHours", "Booking", &declared, hours)
            .await;
        self.keep("Booking", "with hours declared", &*declared);
        vec![
            ("recordStaffLoan.resource".to_owned(), json!(accountant)),
            ("recordStaffLoan.borrower".to_owned(), json!(neighbour)),
        ]
    }

    /// Staff time that is published, and had by the minute without asking.
    async fn employee(&self, title: &str) -> String {
        let content = json!({
            "kind": "STAFF_TIME", "title": title, "visibility": "HUB",
            "summary": "Une comptable à temps partagé.", "description": "Saisie, paie, bilan.",
            "terms": { "kind": "STAFF_COSTS", "costs": {
                "wages": { "amount": "18.00", "currency": "EUR" },
                "charges": { "amount": "7.35", "currency": "EUR" },
                "expenses": "Le train, sur justificatif.",
            } },
        });
        let hub = self.people.here.id.to_string();
        let input = json!({ "hub": hub, "actingFor": self.owner, "content": content });
        let id = super::text(&self.head("createResource", input).await["id"]);
        self.on_resource("submitResource", &id, json!({})).await;
        self.decide("publishReviewed", &id, json!({})).await;
        let mut conditions = always_open();
        conditions["units"] = json!(1);
        conditions["minLength"] = json!("PT1M");
        let more = json!({ "conditions": conditions });
        self.on_resource("setResourceConditions", &id, more).await;
        id
    }

    /// The owner records that it lends to the neighbour.
    async fn lent(&self, resource: &str) -> String {
        let input = json!({
            "actingFor": self.owner, "resource": resource,
            "borrower": self.people.neighbour.id.to_string(),
            "papers": {
                "convention": "Mise à disposition n° 2", "signedOn": "2026-11-19",
                "agreedOn": "2026-11-20", "from": "2026-11-21", "until": "2027-06-30",
            },
        });
        super::text(&self.head("recordStaffLoan", input).await["id"])
    }

    async fn answered(&self, mutation: &str, loan: &str) {
        let neighbour = &self.people.neighbour;
        let mut more = json!({ "actingFor": neighbour.id.to_string() });
        if mutation == "declineStaffLoan" {
            more["reason"] = json!("Nous n’avons rien signé.");
        }
        let client = &neighbour.representative;
        self.on(client, mutation, "StaffLoan", loan, more).await;
    }

    /// Books five minutes for the neighbour, in some minutes.
    async fn at_work(&self, resource: &str, minutes: i64) -> String {
        let now = self.hub.platform().now().timestamp();
        let start = (now - now % 60) + 60 * minutes;
        let at = |seconds| {
            let at = chrono::DateTime::from_timestamp(seconds, 0).expect("an instant");
            at.to_rfc3339_opts(SecondsFormat::Secs, true)
        };
        let wish = json!({
            "start": at(start), "end": at(start + 300), "lines": [{ "resource": resource }],
            "purpose": "La paie de novembre.",
        });
        self.wished(wish).await
    }
}

//! Partnerships, as parties draft, sign, keep, amend and suspend them.

use std::net::{IpAddr, Ipv4Addr};

use chrono::{Days, Months, NaiveDate};
use maillage_domain::{
    ids::PartnershipId,
    partnerships::{
        AmountDraft, ArticleDraft, BlankDraft, CommitmentDraft, Consortium, FulfilmentDraft, Links,
        OutlineDraft, PartyDraft, Recurrence, StaffTerms, TermDraft,
    },
    policy::Actor,
    values::{Label, Language, Reason, Slug},
};
use maillage_usecases::{
    Error,
    accounts::{self, Credentials, Visitor},
    jobs,
    partnerships::{self, About, Draft, Signing, Target},
};

use tracing::{instrument::WithSubscriber, subscriber::NoSubscriber};

use super::{Cast, unknown};
use crate::demo::{
    PASSWORD,
    data::{Commitment, Partnership, PartnershipParty},
};

impl<'a> Cast<'a> {
    /// The first of the parties begins the draft.
    pub(super) async fn draft_partnership(
        &mut self,
        one: &'a Partnership,
        starts_on: NaiveDate,
    ) -> Result<(), Error> {
        let author = one.parties.first().ok_or_else(|| unknown(&one.key))?;
        let (acting_for, actor) = self.representative(&author.organisation)?;
        let hub = self.hub(&one.hub)?;
        let draft = self.drafted(one, starts_on, one.months).await?;
        let drafted = partnerships::draft(self.platform, &actor, hub, acting_for, draft).await?;
        self.partnerships.insert(&one.key, drafted.id);
        Ok(())
    }

    pub(super) async fn comment_partnership(&mut self, one: &'a Partnership) -> Result<(), Error> {
        let comment = one.comment.as_ref().ok_or_else(|| unknown(&one.key))?;
        let (acting_for, actor) = self.representative(&comment.by)?;
        let article = Slug::parse(&comment.article).map_err(malformed)?;
        let text = Reason::parse(&comment.text).map_err(malformed)?;
        let about = (self.partnership(&one.key)?, acting_for);
        partnerships::comment(self.platform, &actor, about, Some(article), text).await?;
        Ok(())
    }

    pub(super) async fn propose_partnership(&mut self, one: &'a Partnership) -> Result<(), Error> {
        let author = one.parties.first().ok_or_else(|| unknown(&one.key))?;
        let (actor, target) = self.hand_on(one, &author.organisation).await?;
        partnerships::propose(self.platform, &actor, target).await?;
        Ok(())
    }

    /// Whoever represents a party signs in, signs what waits, and signs out.
    pub(super) async fn sign_partnership(
        &mut self,
        one: &'a Partnership,
        party: &'a PartnershipParty,
    ) -> Result<(), Error> {
        let (acting_for, actor) = self.representative(&party.organisation)?;
        let Actor::Person(mut viewer) = actor else {
            return Err(unknown("somebody to sign"));
        };
        let mut persons = self.data.persons.iter();
        let is_them =
            |key: &str| self.persons.get(key).map(|one| one.person) == Some(viewer.person);
        let signer = persons.find(|person| is_them(&person.key));
        let visitor = Visitor {
            network: IpAddr::V4(Ipv4Addr::LOCALHOST),
            device: None,
        };
        let credentials = Credentials {
            email: &signer.ok_or_else(|| unknown("their account"))?.email,
            password: PASSWORD,
            code: None,
            earlier_refresh_token: None,
        };
        // Nobody reads in the log who has signed in for the story.
        let signed_in = accounts::sign_in(self.platform, visitor, credentials)
            .with_subscriber(NoSubscriber::new())
            .await?;
        viewer.session = signed_in.session.id;
        let actor = Actor::Person(viewer);
        let id = self.partnership(&one.key)?;
        let found = partnerships::by_ids(self.platform, &actor, &[id]).await?;
        let waits = found.get(&id).and_then(|found| found.proposed());
        let capacity = party.capacity.as_deref().unwrap_or_default();
        let signing = Signing {
            id,
            acting_for,
            sha256: &waits.ok_or_else(|| unknown("a version to sign"))?.sha256,
            capacity: &Label::parse(capacity).map_err(malformed)?,
            code: None,
        };
        partnerships::sign(self.platform, &actor, signing).await?;
        accounts::sign_out(self.platform, &actor).await?;
        Ok(())
    }

    /// The first of the parties works on an amendment: it would go on for twelve months more.
    pub(super) async fn amend_partnership(
        &mut self,
        one: &'a Partnership,
        starts_on: NaiveDate,
    ) -> Result<(), Error> {
        let author = one.parties.first().ok_or_else(|| unknown(&one.key))?;
        let (actor, target) = self.hand_on(one, &author.organisation).await?;
        let mut longer = self.drafted(one, starts_on, one.months + 12).await?;
        let found = partnerships::by_ids(self.platform, &actor, &[target.id]).await?;
        let stored = found.get(&target.id).ok_or_else(|| unknown(&one.key))?;
        let drafted = longer.outline.commitments.iter_mut();
        for (commitment, stored) in drafted.zip(&stored.outline.commitments) {
            commitment.id = Some(stored.id.to_string());
        }
        partnerships::change(self.platform, &actor, target, longer).await?;
        Ok(())
    }

    /// The debtor says that all of it was delivered.
    pub(super) async fn deliver_commitment(
        &mut self,
        one: &'a Partnership,
        owed: &'a Commitment,
    ) -> Result<(), Error> {
        let delivery = owed
            .delivered
            .as_ref()
            .ok_or_else(|| unknown("a delivery"))?;
        let (acting_for, actor) = self.representative(&owed.debtor)?;
        let id = self.partnership(&one.key)?;
        let found = partnerships::by_ids(self.platform, &actor, &[id]).await?;
        let outline = found.get(&id).and_then(|found| found.outline_agreed());
        let agreed = outline.into_iter().flat_map(|outline| &outline.commitments);
        let commitment = agreed
            .filter(|agreed| agreed.what.as_str() == owed.what)
            .map(|agreed| agreed.id)
            .next();
        let draft = FulfilmentDraft {
            commitment: commitment.ok_or_else(|| unknown(&owed.what))?,
            due_on: None,
            done_on: Some(self.platform.now().date_naive()),
            amount: amount(owed),
            source: None,
            note: Some(delivery.note.clone()),
        };
        let about = (id, acting_for);
        let kept = partnerships::declare(self.platform, &actor, about, draft, None).await?;
        let said = (kept.fulfilment.id, kept.fulfilment.version);
        self.deliveries.insert((&one.key, &owed.what), said);
        Ok(())
    }

    pub(super) async fn confirm_delivery(
        &mut self,
        one: &'a Partnership,
        owed: &'a Commitment,
    ) -> Result<(), Error> {
        let delivery = owed.delivered.as_ref();
        let by = delivery.and_then(|delivery| delivery.confirmed_by.as_deref());
        let (acting_for, actor) = self.representative(by.ok_or_else(|| unknown(&owed.what))?)?;
        let said = self
            .deliveries
            .get(&(one.key.as_str(), owed.what.as_str()))
            .copied();
        let (id, expected_version) = said.ok_or_else(|| unknown(&owed.what))?;
        let about = About {
            id,
            acting_for,
            expected_version,
        };
        partnerships::confirm(self.platform, &actor, about).await?;
        Ok(())
    }

    pub(super) async fn suspend_partnership(&mut self, one: &'a Partnership) -> Result<(), Error> {
        let said = one.suspended.as_ref().ok_or_else(|| unknown(&one.key))?;
        let (actor, target) = self.hand_on(one, &said.by).await?;
        let reason = Reason::parse(&said.reason).map_err(malformed)?;
        partnerships::suspend(self.platform, &actor, target, &reason).await?;
        Ok(())
    }

    /// The platform looks at what is due by now, as its worker does.
    pub(super) async fn let_time_pass(&mut self) -> Result<(), Error> {
        while jobs::run_next(self.platform).await? {}
        Ok(())
    }

    fn partnership(&self, key: &str) -> Result<PartnershipId, Error> {
        let found = self.partnerships.get(key).copied();
        found.ok_or_else(|| unknown(key))
    }

    /// The hand of a party on a partnership as it is now.
    async fn hand_on(&self, one: &Partnership, party: &str) -> Result<(Actor, Target), Error> {
        let (acting_for, actor) = self.representative(party)?;
        let id = self.partnership(&one.key)?;
        let found = partnerships::by_ids(self.platform, &actor, &[id]).await?;
        let stored = found.get(&id).ok_or_else(|| unknown(&one.key))?;
        let expected_version = stored.version;
        let target = Target {
            id,
            acting_for,
            expected_version,
        };
        Ok((actor, target))
    }

    /// What is typed of it: the articles of the platform's French template of its form, with its blanks.
    async fn drafted(
        &self,
        one: &Partnership,
        starts_on: NaiveDate,
        months: u32,
    ) -> Result<Draft, Error> {
        let form = Some(one.form);
        let templates =
            partnerships::templates(self.platform, &Actor::Operator, None, form).await?;
        let mut templates = templates.into_iter();
        let template = templates.find(|one| one.content.language == Language::French);
        let template = template
            .ok_or_else(|| unknown("a template"))?
            .content
            .articles;
        let after = starts_on + Months::new(months);
        let last = after - Days::new(1);
        let parties = one.parties.iter().map(|party| {
            Ok(PartyDraft {
                organisation: self.organisation(&party.organisation)?,
                role: party.role,
                share: party.share.clone(),
                tasks: party.tasks.clone(),
            })
        });
        let owed = one.commitments.iter();
        let begun = starts_on - Days::new(one.starts_after);
        let due = |owed: &Commitment| owed.due_after.map(|days| begun + Days::new(days));
        let owed = owed.map(|owed| self.committed(owed, (starts_on, due(owed).unwrap_or(last))));
        let staff = one.staff.as_deref().map(|key| {
            let resource = self.resources.get(key).copied();
            Ok::<_, Error>(StaffTerms {
                resource: resource.ok_or_else(|| unknown(key))?,
                agreed_on: Some(starts_on - Days::new(3)),
            })
        });
        Ok(Draft {
            outline: OutlineDraft {
                title: one.title.clone(),
                aim: one.aim,
                form: one.form,
                language: Language::French,
                disclosure: one.disclosure,
                parties: parties.collect::<Result<_, Error>>()?,
                term: TermDraft {
                    starts_on,
                    ends_on: Some(last),
                    renewal: one.renewal,
                    renewal_months: one.renewal_months,
                    notice_days: one.notice_days,
                    early_termination: false,
                },
                consortium: one.liability.map(|liability| Consortium {
                    liability,
                    bid_deadline: one.bid_before.map(|days| starts_on - Days::new(days)),
                    buyer_agreed_on: None,
                }),
                staff: staff.transpose()?,
                commitments: owed.collect::<Result<_, Error>>()?,
                links: Links::default(),
            },
            articles: (template.articles.iter())
                .map(|article| ArticleDraft {
                    name: article.name.to_string(),
                    key: article.key,
                    heading: article.heading.to_string(),
                    text: article.text.to_string(),
                })
                .collect(),
            blanks: (template.blanks.into_iter())
                .map(|blank| BlankDraft {
                    value: one.blanks.get(&blank.name).cloned(),
                    name: blank.name,
                    label: blank.label.to_string(),
                    hint: blank.hint.map(String::from),
                })
                .collect(),
        })
    }

    fn committed(
        &self,
        owed: &Commitment,
        (first, last): (NaiveDate, NaiveDate),
    ) -> Result<CommitmentDraft, Error> {
        Ok(CommitmentDraft {
            id: None,
            debtor: self.organisation(&owed.debtor)?,
            creditors: Vec::new(),
            action: owed.action,
            what: owed.what.clone(),
            amount: amount(owed),
            from: Some(first),
            until: Some(last),
            recurrence: if owed.monthly {
                Recurrence::Monthly
            } else {
                Recurrence::Once
            },
            conditions: owed.conditions.clone(),
        })
    }
}

/// How much is owed, each time.
fn amount(owed: &Commitment) -> Option<AmountDraft> {
    let money = owed.amount.clone();
    let money = money.map(|amount| AmountDraft::Money(amount, "EUR".to_owned()));
    let quantity = owed.quantity.as_ref();
    money.or_else(|| quantity.map(|one| AmountDraft::Quantity(one.value.clone(), one.unit)))
}

fn malformed(problem: maillage_domain::Problem) -> Error {
    Error::invalid("demo", problem)
}

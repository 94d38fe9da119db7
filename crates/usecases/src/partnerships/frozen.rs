//! What a version is frozen as: one text that holds all of it, written in one way (JSON Canonicalization
//! Scheme, RFC 8785), of which the SHA-256 is signed. docs/conventions.md tells each of its members.

use std::collections::HashMap;

use chrono::NaiveDate;
use maillage_domain::{
    hubs::Hub,
    ids::{HubId, NeedId, OrganisationId, PartnershipId, ProjectId, ResourceId},
    organisations::Organisation,
    partnerships::{
        Amount, ArticleKey, Articles, CommitmentAction, Fingerprint, Outline, Partnership, Party,
        PartyRole, Recurrence, Renewal, Share,
    },
    resources::Resource,
    values::{Language, Money, Unit},
};
use serde::{Deserialize, Serialize};

use super::{fields, verification::hexadecimal};
use crate::error::Error;

/// What the text says that it is; another number where its members change.
pub(crate) const FORMAT: &str = "maillage.convention.1";

/// What the words of a version need to know besides.
pub(super) struct Wording<'a> {
    pub(super) hub: &'a Hub,
    pub(super) organisations: &'a HashMap<OrganisationId, Organisation>,
    pub(super) staff: Option<&'a Resource>,
}

impl Wording<'_> {
    pub(super) fn name(&self, organisation: OrganisationId) -> String {
        let found = self.organisations.get(&organisation);
        found.map_or_else(String::new, |one| one.content.name.to_string())
    }
}

/// A frozen text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Text {
    pub(crate) format: String,
    pub(crate) partnership: PartnershipId,
    pub(crate) number: i32,
    /// The SHA-256 of the version that this one amends.
    pub(crate) amends: Option<String>,
    pub(crate) hub: Named<HubId>,
    pub(crate) language: Language,
    pub(crate) title: String,
    pub(crate) aim: String,
    pub(crate) form: String,
    pub(crate) disclosure: String,
    pub(crate) parties: Vec<TextParty>,
    /// Those whom an amendment lets go, and who sign that it does.
    pub(crate) leaving: Vec<Named<OrganisationId>>,
    pub(crate) term: TextTerm,
    pub(crate) consortium: Option<TextConsortium>,
    pub(crate) staff: Option<TextStaff>,
    pub(crate) commitments: Vec<TextCommitment>,
    pub(crate) articles: Vec<TextArticle>,
    pub(crate) projects: Vec<ProjectId>,
    pub(crate) resources: Vec<ResourceId>,
    pub(crate) needs: Vec<NeedId>,
}

/// A thing and what it was called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Named<T> {
    pub(crate) id: T,
    pub(crate) name: String,
}

/// A party as it was when the version was proposed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct TextParty {
    pub(crate) id: OrganisationId,
    pub(crate) name: String,
    pub(crate) legal_form: String,
    pub(crate) siren: Option<String>,
    pub(crate) rna: Option<String>,
    pub(crate) commune: Option<String>,
    pub(crate) role: PartyRole,
    /// In percent, as a decimal number.
    pub(crate) share: Option<String>,
    pub(crate) tasks: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct TextTerm {
    pub(crate) starts_on: NaiveDate,
    pub(crate) ends_on: Option<NaiveDate>,
    pub(crate) renewal: Renewal,
    pub(crate) renewal_months: Option<u32>,
    pub(crate) notice_days: u32,
    pub(crate) early_termination: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct TextConsortium {
    pub(crate) liability: String,
    pub(crate) bid_deadline: Option<NaiveDate>,
    pub(crate) buyer_agreed_on: Option<NaiveDate>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct TextStaff {
    pub(crate) resource: ResourceId,
    pub(crate) agreed_on: Option<NaiveDate>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct TextCommitment {
    pub(crate) id: String,
    pub(crate) debtor: OrganisationId,
    pub(crate) creditors: Vec<OrganisationId>,
    pub(crate) action: CommitmentAction,
    pub(crate) what: String,
    /// A decimal number, of the unit or the currency.
    pub(crate) amount: Option<String>,
    pub(crate) unit: Option<Unit>,
    pub(crate) currency: Option<String>,
    pub(crate) from: Option<NaiveDate>,
    pub(crate) until: Option<NaiveDate>,
    pub(crate) recurrence: Recurrence,
    pub(crate) conditions: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TextArticle {
    pub(crate) name: String,
    pub(crate) key: ArticleKey,
    pub(crate) heading: String,
    pub(crate) text: String,
}

/// A text with its SHA-256.
pub(crate) struct Written {
    pub(crate) text: String,
    pub(crate) sha256: Fingerprint,
}

impl Text {
    /// What a partnership says now, with every field of its articles filled in.
    ///
    /// # Errors
    /// As [`Articles::filled`].
    pub(super) fn of(
        partnership: &Partnership,
        articles: &Articles,
        around: &Wording<'_>,
    ) -> Result<Self, Error> {
        let outline = &partnership.outline;
        let filled = articles.filled(|name| fields::value(name, outline, around))?;
        let written = articles.articles.iter().zip(filled);
        let written = written.map(|(article, text)| TextArticle {
            name: article.name.to_string(),
            key: article.key,
            heading: article.heading.to_string(),
            text,
        });
        let amends = partnership.binding();
        Ok(Self {
            format: FORMAT.to_owned(),
            partnership: partnership.id,
            number: partnership.next_number(),
            amends: amends.map(|version| version.sha256.to_string()),
            hub: Named {
                id: around.hub.id,
                name: around.hub.content.name.to_string(),
            },
            language: outline.language,
            title: outline.title.to_string(),
            aim: outline.aim.to_string(),
            form: outline.form.to_string(),
            disclosure: outline.disclosure.to_string(),
            parties: parties(outline, around)?,
            leaving: leaving(partnership, around),
            term: term(outline),
            consortium: outline.consortium.map(|one| TextConsortium {
                liability: one.liability.to_string(),
                bid_deadline: one.bid_deadline,
                buyer_agreed_on: one.buyer_agreed_on,
            }),
            staff: outline.staff.map(|staff| TextStaff {
                resource: staff.resource,
                agreed_on: staff.agreed_on,
            }),
            commitments: commitments(outline),
            articles: written.collect(),
            projects: outline.links.projects.clone(),
            resources: outline.links.resources.clone(),
            needs: outline.links.needs.clone(),
        })
    }

    /// The one way to write it, and what that comes to.
    ///
    /// # Errors
    /// `Internal` when it cannot be written, which no text brings about.
    pub(crate) fn written(&self) -> Result<Written, Error> {
        let text = serde_json_canonicalizer::to_string(self).map_err(Error::internal)?;
        let sha256 = fingerprint(&text)?;
        Ok(Written { text, sha256 })
    }

    /// Reads what was written, if it is written in that one way.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let read: Self = serde_json::from_str(text).ok()?;
        let same = read.written().is_ok_and(|written| written.text == text);
        (read.format == FORMAT && same).then_some(read)
    }
}

/// The SHA-256 of a text.
///
/// # Errors
/// `Internal` alone.
pub(crate) fn fingerprint(text: &str) -> Result<Fingerprint, Error> {
    fingerprint_of(text.as_bytes())
}

/// The SHA-256 of bytes.
///
/// # Errors
/// `Internal` alone.
pub(super) fn fingerprint_of(bytes: &[u8]) -> Result<Fingerprint, Error> {
    let digits = hexadecimal(bytes);
    Fingerprint::parse(&digits).map_err(|problem| Error::internal(problem.code.to_string()))
}

fn parties(outline: &Outline, around: &Wording<'_>) -> Result<Vec<TextParty>, Error> {
    let party = |party: &Party| {
        let organisation = around.organisations.get(&party.organisation);
        let content = &organisation.ok_or(Error::NotFound)?.content;
        Ok(TextParty {
            id: party.organisation,
            name: content.name.to_string(),
            legal_form: content.legal_form.to_string(),
            siren: content.siren.as_ref().map(ToString::to_string),
            rna: content.rna.as_ref().map(ToString::to_string),
            commune: content.commune.as_ref().map(ToString::to_string),
            role: party.role,
            share: party.share.map(Share::percent),
            tasks: party.tasks.as_ref().map(ToString::to_string),
        })
    };
    outline.parties.iter().map(party).collect()
}

fn leaving(partnership: &Partnership, around: &Wording<'_>) -> Vec<Named<OrganisationId>> {
    let current = partnership.current().into_iter();
    current
        .filter(|one| !partnership.outline.has_party(*one))
        .map(|id| Named {
            id,
            name: around.name(id),
        })
        .collect()
}

fn term(outline: &Outline) -> TextTerm {
    let term = &outline.term;
    TextTerm {
        starts_on: term.starts_on,
        ends_on: term.ends_on,
        renewal: term.renewal,
        renewal_months: term.renewal_months,
        notice_days: term.notice_days,
        early_termination: term.early_termination,
    }
}

fn commitments(outline: &Outline) -> Vec<TextCommitment> {
    let written = outline.commitments.iter().map(|one| {
        let (amount, unit, currency) = match one.amount {
            None => (None, None, None),
            Some(Amount::Money(money)) => {
                let currency = Money::CURRENCY.to_owned();
                (Some(money.amount()), None, Some(currency))
            }
            Some(Amount::Quantity(quantity)) => {
                (Some(quantity.value.to_string()), Some(quantity.unit), None)
            }
        };
        TextCommitment {
            id: one.id.to_string(),
            debtor: one.debtor,
            creditors: one.creditors.clone(),
            action: one.action,
            what: one.what.to_string(),
            amount,
            unit,
            currency,
            from: one.from,
            until: one.until,
            recurrence: one.recurrence,
            conditions: one.conditions.as_ref().map(ToString::to_string),
        }
    });
    written.collect()
}

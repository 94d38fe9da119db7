//! The register of a hub's members: who belongs to it, as what, since when.

use maillage_domain::{
    Faults,
    communes::CommuneCode,
    hubs::{Hub, HubAction},
    ids::{self, CollegeId, kinds},
    memberships::{Membership, MembershipState},
    policy::{self, Action, Actor},
    values::{Language, TextEnum},
};
use maillage_persistence::{
    memberships::{self, MembershipFilter, MembershipOrder},
    organisations::{self, OrganisationFields, OrganisationView},
};

use crate::{
    error::Error,
    hubs,
    platform::Platform,
    tables::{self, File},
    words,
};

/// What a register is cut down to; an empty filter is the whole register.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RegisterFilter {
    /// In this state.
    pub state: Option<MembershipState>,
    /// In this college.
    pub college: Option<CollegeId>,
}

impl RegisterFilter {
    /// Reads what somebody asked for.
    ///
    /// # Errors
    /// `Invalid` on `state` or `college`.
    pub fn parse(state: Option<&str>, college: Option<&str>) -> Result<Self, Error> {
        let mut faults = Faults::new();
        let state = faults.take("state", state.map(str::parse).transpose());
        let college = college.map(ids::parse::<kinds::College>).transpose();
        let college = faults.take("college", college);
        match (state, college) {
            (Some(state), Some(college)) => Ok(Self { state, college }),
            _ => Err(faults.into()),
        }
    }
}

/// A line of the register.
#[derive(Debug, Clone, PartialEq)]
pub struct RegisterRow {
    /// The membership.
    pub membership: Membership,
    /// The organisation, as far as the reader may see it.
    pub organisation: OrganisationView,
    /// The name of its college.
    pub college: Option<String>,
}

/// The register of a hub by name. Its team reads every state, active members the active ones.
///
/// # Errors
/// `NotFound`; `Unauthenticated`, or `Forbidden` for who is no member.
pub async fn register(
    platform: &Platform,
    actor: &Actor,
    slug: &str,
    filter: RegisterFilter,
) -> Result<Vec<RegisterRow>, Error> {
    let hub = hubs::at(platform, slug).await?;
    members(platform, actor, &hub, filter).await
}

async fn members(
    platform: &Platform,
    actor: &Actor,
    hub: &Hub,
    filter: RegisterFilter,
) -> Result<Vec<RegisterRow>, Error> {
    policy::check(actor, Action::Hub(HubAction::ReadRegister, hub))?;
    let is_team = policy::check(actor, Action::Hub(HubAction::Moderate, hub)).is_ok();
    let readable = |state: &MembershipState| is_team || *state == MembershipState::Active;
    let wanted = |state: &MembershipState| filter.state.is_none_or(|wanted| wanted == *state);
    let states = MembershipState::ALL.iter().copied();
    let states: Vec<_> = states
        .filter(|state| readable(state) && wanted(state))
        .collect();
    if states.is_empty() {
        return Ok(Vec::new());
    }
    let filter = MembershipFilter {
        hub: Some(hub.id),
        states,
        college: filter.college,
        ..MembershipFilter::default()
    };
    let order = MembershipOrder::default();
    let members = memberships::all(platform.db(), actor, &filter, order).await?;
    rows(platform, actor, hub, members).await
}

async fn rows(
    platform: &Platform,
    actor: &Actor,
    hub: &Hub,
    members: Vec<Membership>,
) -> Result<Vec<RegisterRow>, Error> {
    let ids: Vec<_> = members.iter().map(|member| member.organisation).collect();
    let fields = OrganisationFields::NAME
        | OrganisationFields::LEGAL_FORM
        | OrganisationFields::IDENTIFIERS
        | OrganisationFields::COMMUNE
        | OrganisationFields::CONTACT;
    let views = organisations::views(platform.db(), actor, &ids, fields).await?;
    let rows = members.into_iter().filter_map(|membership| {
        let organisation = views.get(&membership.organisation)?.clone();
        let college = membership.college.and_then(|id| hub.college(id));
        let college = college.map(|college| college.name.to_string());
        Some(RegisterRow {
            membership,
            organisation,
            college,
        })
    });
    Ok(rows.collect())
}

/// The columns; each has its heading in the translations, as `register-…`.
const COLUMNS: [&str; 16] = [
    "organisation",
    "legal-form",
    "siren",
    "commune",
    "commune-code",
    "category",
    "college",
    "state",
    "since",
    "until",
    "charter",
    "charter-on",
    "email",
    "phone",
    "website",
    "membership",
];

/// The register as CSV, headings and codes in the words of a language.
///
/// # Errors
/// As [`register`].
pub async fn register_csv(
    platform: &Platform,
    actor: &Actor,
    slug: &str,
    filter: RegisterFilter,
    language: Language,
) -> Result<File, Error> {
    let hub = hubs::at(platform, slug).await?;
    let rows = members(platform, actor, &hub, filter).await?;
    let headings = COLUMNS.map(|column| words::say(language, &format!("register-{column}"), &[]));
    let rows = rows.iter().map(|row| {
        let cells = cells(row, language).map(Option::unwrap_or_default);
        cells.into()
    });
    let bytes = tables::csv(language, headings, rows)?;
    let file = words::say(language, "register-file", &[]);
    let demo = if hub.demo { "-demo" } else { "" };
    let name = format!("{file}-{}{demo}.csv", hub.slug);
    Ok(File {
        name,
        media_type: tables::CSV,
        bytes,
    })
}

fn cells(row: &RegisterRow, language: Language) -> [Option<String>; COLUMNS.len()] {
    let RegisterRow {
        membership,
        organisation,
        college,
    } = row;
    let commune = organisation.commune.as_ref();
    let contact = organisation.contact.as_ref();
    [
        organisation.name.clone(),
        organisation
            .legal_form
            .map(|form| word(language, "legal-form", form)),
        organisation.siren.clone(),
        commune
            .and_then(CommuneCode::commune)
            .map(|commune| commune.name.to_owned()),
        commune.map(ToString::to_string),
        Some(word(language, "member-category", membership.category)),
        college.clone(),
        Some(word(language, "membership-state", membership.state)),
        membership.since.map(|day| day.to_string()),
        membership.until.map(|day| day.to_string()),
        membership.charter_accepted.map(|number| number.to_string()),
        membership
            .charter_accepted_at
            .map(|at| at.date_naive().to_string()),
        contact
            .and_then(|contact| contact.email.as_ref())
            .map(ToString::to_string),
        contact
            .and_then(|contact| contact.phone.as_ref())
            .map(ToString::to_string),
        contact
            .and_then(|contact| contact.website.as_ref())
            .map(ToString::to_string),
        Some(membership.id.to_string()),
    ]
}

fn word<T: TextEnum>(language: Language, kind: &str, value: T) -> String {
    words::say(language, &format!("{kind}-{}", value.text()), &[])
}

#[cfg(test)]
mod tests {
    use maillage_domain::{memberships::MemberCategory, organisations::LegalForm};

    use super::*;

    #[test]
    fn every_heading_and_code_of_the_register_has_its_words() {
        let codes = |kind: &str, values: Vec<&'static str>| -> Vec<String> {
            values
                .into_iter()
                .map(|value| format!("{kind}-{value}"))
                .collect()
        };
        let names = [
            codes("register", COLUMNS.to_vec()),
            codes(
                "legal-form",
                LegalForm::ALL.iter().map(|one| one.as_str()).collect(),
            ),
            codes(
                "member-category",
                MemberCategory::ALL.iter().map(|one| one.as_str()).collect(),
            ),
            codes(
                "membership-state",
                MembershipState::ALL
                    .iter()
                    .map(|one| one.as_str())
                    .collect(),
            ),
        ];
        for name in names.concat() {
            for language in Language::ALL {
                assert!(words::knows(*language, &name), "{name} in {language}");
            }
        }
    }

    #[test]
    fn a_filter_says_what_is_wrong_with_it() {
        assert_eq!(
            RegisterFilter::parse(None, None).expect("nothing"),
            RegisterFilter::default()
        );
        let filter = RegisterFilter::parse(Some("SUSPENDED"), None).expect("a state");
        assert_eq!(filter.state, Some(MembershipState::Suspended));
        let error = RegisterFilter::parse(Some("suspended"), Some("hub_1")).expect_err("wrong");
        assert!(matches!(error, Error::Invalid(faults) if faults.as_slice().len() == 2));
    }
}

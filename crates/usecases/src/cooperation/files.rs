//! The graph of cooperation as a file: a table to reckon with, or a graph for programs that draw and measure
//! graphs.

use std::collections::HashMap;

use maillage_domain::{
    cooperation::{Cooperation, Link},
    hubs::HubAction,
    ids::OrganisationId,
    organisations::LegalForm,
    policy::{self, Action, Actor},
    values::Language,
};
use maillage_persistence::organisations::{self, OrganisationFields};

use super::{graphml, period, read};
use crate::{
    error::Error,
    hubs,
    platform::Platform,
    tables::{self, File},
    words,
};

/// What the graph is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A table, a row for each link.
    Csv,
    /// GraphML (<http://graphml.graphdrawing.org>).
    GraphMl,
}

/// Which graph is wanted, as an address says it.
#[derive(Debug, Clone, Copy)]
pub struct Wish<'a> {
    /// The readable part of the hub's address.
    pub slug: &'a str,
    /// The first day.
    pub from: Option<&'a str>,
    /// The last day.
    pub until: Option<&'a str>,
    /// What it is written as.
    pub format: Format,
}

/// The graph of a hub as a file, its words in a language.
///
/// # Errors
/// `NotFound`; `Unauthenticated`, or `Forbidden` for who is not of the hub's team; `Invalid` on `from` and
/// `until`.
pub async fn file(
    platform: &Platform,
    actor: &Actor,
    wish: Wish<'_>,
    language: Language,
) -> Result<File, Error> {
    let hub = hubs::at(platform, wish.slug).await?;
    policy::check(actor, Action::Hub(HubAction::ReadCooperation, &hub))?;
    let graph = read(platform, &hub, period(wish.from, wish.until)?).await?;
    let fields = OrganisationFields::NAME | OrganisationFields::LEGAL_FORM;
    let mut views = organisations::views(platform.db(), actor, &graph.members, fields).await?;
    let nodes = graph.members.iter().map(|id| {
        let view = views.remove(id);
        let form = view.as_ref().and_then(|view| view.legal_form);
        let name = view.and_then(|view| view.name).unwrap_or_default();
        (
            *id,
            Node {
                id: *id,
                name,
                form,
            },
        )
    });
    let drawn = Drawn {
        nodes: nodes.collect(),
        graph,
    };
    let (media_type, extension, bytes) = match wish.format {
        Format::Csv => (tables::CSV, "csv", drawn.csv(language)?),
        Format::GraphMl => {
            let written = graphml::write(&drawn).map_err(Error::internal)?;
            (graphml::MEDIA_TYPE, "graphml", written)
        }
    };
    let word = words::say(language, "cooperation-file", &[]);
    let demo = if hub.demo { "-demo" } else { "" };
    let (from, until) = (drawn.graph.period.from(), drawn.graph.period.until());
    Ok(File {
        name: format!("{word}-{}-{from}-{until}{demo}.{extension}", hub.slug),
        media_type,
        bytes,
    })
}

/// A member, as files tell of it.
pub(super) struct Node {
    pub(super) id: OrganisationId,
    pub(super) name: String,
    pub(super) form: Option<LegalForm>,
}

/// A graph with the names of its members.
pub(super) struct Drawn {
    pub(super) graph: Cooperation,
    nodes: HashMap<OrganisationId, Node>,
}

/// The columns of the table; each has its heading in the translations, as `cooperation-…`.
const COLUMNS: [&str; 9] = [
    "kind", "from", "to", "count", "hours", "first", "last", "from-id", "to-id",
];

impl Drawn {
    /// Its members, by name.
    pub(super) fn nodes(&self) -> impl Iterator<Item = &Node> {
        let members = self.graph.members.iter();
        members.filter_map(|id| self.nodes.get(id))
    }

    fn csv(&self, language: Language) -> Result<Vec<u8>, Error> {
        let say = |name: &str| words::say(language, &format!("cooperation-{name}"), &[]);
        let name = |id| self.nodes.get(&id).map(|node| node.name.clone());
        let rows = self.graph.links.iter().map(|link| {
            vec![
                say(&format!("kind-{}", link.kind)),
                name(link.from).unwrap_or_default(),
                name(link.to).unwrap_or_default(),
                link.count.to_string(),
                hours(link)
                    .map(|hours| words::decimal(language, &hours))
                    .unwrap_or_default(),
                link.first_on.to_string(),
                link.last_on.to_string(),
                link.from.to_string(),
                link.to.to_string(),
            ]
        });
        tables::csv(language, COLUMNS.map(say), rows)
    }
}

/// Hours with two decimals, as spreadsheets reckon with.
pub(super) fn hours(link: &Link) -> Option<String> {
    let minutes = u64::from(link.time?.count());
    // A hundredth of an hour is 0.6 minutes; half of one is rounded up.
    let hundredths = (minutes * 10 + 3) / 6;
    Some(format!("{}.{:02}", hundredths / 100, hundredths % 100))
}

#[cfg(test)]
mod tests {
    use maillage_domain::cooperation::CooperationKind;

    use super::*;

    #[test]
    fn every_heading_and_kind_has_its_words() {
        let kinds = CooperationKind::ALL
            .iter()
            .map(|kind| format!("kind-{kind}"));
        let headings = COLUMNS.iter().map(ToString::to_string);
        for name in kinds.chain(headings).chain(["file".to_owned()]) {
            for language in [Language::French, Language::English] {
                let name = format!("cooperation-{name}");
                assert!(words::knows(language, &name), "{name} in {language}");
            }
        }
    }
}

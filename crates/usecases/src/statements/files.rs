//! A statement as a file: a table to reckon with, or a document to send.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use maillage_domain::{
    Fact,
    bookings::{Booking, StaffWork},
    hubs::Hub,
    ids::{BookingId, OrganisationId, ResourceId, StatementId},
    policy::{self, Action, Actor},
    resources::{Minutes, Span},
    statements::Statement,
    values::{Credit, Due, Language, Money, Month},
};
use maillage_paper::{Align, Block, Column, Paper, Table};
use maillage_persistence::{
    bookings, hubs, organisations,
    resources::{self, ResourceFields},
    statements::{self, Line},
};
use tokio::sync::Semaphore;

use crate::{
    error::Error,
    platform::Platform,
    tables::{self, File},
    words,
};

/// What a statement is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A table, a row for each line.
    Csv,
    /// A document on paper.
    Pdf,
}

/// How many documents are set at once.
pub(crate) static SETTING: Semaphore = Semaphore::const_new(2);

/// How many bookings are read in one statement of SQL.
const AT_ONCE: usize = 10_000;

/// A statement as a file, in the words of a language.
///
/// # Errors
/// `NotFound`, `Overloaded`.
pub async fn file(
    platform: &Platform,
    actor: &Actor,
    id: StatementId,
    format: Format,
    language: Language,
) -> Result<File, Error> {
    let statement = super::by_ids(platform, actor, &[id]).await?.remove(&id);
    let statement = statement.ok_or(Error::NotFound)?;
    let account = Account::read(platform, actor, statement).await?;
    let (media_type, extension, bytes) = match format {
        Format::Csv => (tables::CSV, "csv", account.csv(language)?),
        Format::Pdf => {
            let paper = account.paper(platform, language);
            // Setting a long table is work, which requests beside this one must not wait for. Its place is
            // taken until it is done, also when nobody waits for it any more.
            let place = SETTING.try_acquire().map_err(|_| Error::Overloaded)?;
            let written = tokio::task::spawn_blocking(move || {
                let written = maillage_paper::pdf(&paper);
                drop(place);
                written
            });
            let written = written.await.map_err(Error::internal)?;
            ("application/pdf", "pdf", written.map_err(Error::internal)?)
        }
    };
    let word = words::say(language, "statement-file", &[]);
    let demo = if account.hub.demo { "-demo" } else { "" };
    let name = format!("{word}-{}-{id}{demo}.{extension}", statement.month);
    Ok(File {
        name,
        media_type,
        bytes,
    })
}

/// A statement with all that is said on it.
struct Account {
    statement: Statement,
    hub: Hub,
    debtor: String,
    creditor: String,
    lines: Vec<Line>,
    bookings: HashMap<BookingId, Booking>,
    /// Of the resources that the reader may see.
    titles: HashMap<ResourceId, String>,
    is_closed: bool,
}

/// The columns of the table; each has its heading in the translations, as `statement-…`.
const COLUMNS: [&str; 15] = [
    "month",
    "debtor",
    "creditor",
    "start",
    "end",
    "resources",
    "purpose",
    "reason",
    "since",
    "amount",
    "hours",
    "wages",
    "charges",
    "expenses",
    "booking",
];

impl Account {
    async fn read(platform: &Platform, actor: &Actor, statement: Statement) -> Result<Self, Error> {
        let db = platform.db();
        let hub = hubs::find(db, statement.hub).await?;
        let hub = hub.ok_or_else(|| Error::internal("a statement without its hub"))?;
        let lines = statements::lines_of(db, statement.id).await?;
        let ids: Vec<_> = lines.iter().map(|line| line.booking).collect();
        let mut bookings = HashMap::with_capacity(ids.len());
        // A statement of SQL takes so many parameters and no more.
        for some in ids.chunks(AT_ONCE) {
            bookings.extend(bookings::by_ids(db, some).await?);
        }
        // What was worked, and what it costs, is for the two sides alone.
        for booking in bookings.values_mut() {
            if policy::check(actor, Action::ReadWork(booking)).is_err() {
                booking.work = None;
            }
        }
        let mut used: Vec<_> = bookings.values().flat_map(Booking::resources).collect();
        used.sort_unstable();
        used.dedup();
        let seen = resources::views(db, actor, &used, ResourceFields::empty()).await?;
        let titles = seen.into_iter().map(|(id, one)| (id, one.title.clone()));
        let is_closed = statement.is_closed(hub.content.time_zone, platform.now());
        Ok(Self {
            statement,
            debtor: name_of(platform, statement.debtor).await?,
            creditor: name_of(platform, statement.creditor).await?,
            lines,
            bookings,
            titles: titles.collect(),
            is_closed,
            hub,
        })
    }

    fn csv(&self, language: Language) -> Result<Vec<u8>, Error> {
        let say = |name: &str| words::say(language, name, &[]);
        let headings = COLUMNS.map(|column| say(&format!("statement-{column}")));
        let rows = self.lines.iter().map(|line| {
            let booking = self.bookings.get(&line.booking);
            let at = |at: DateTime<Utc>| {
                let at = at.with_timezone(&self.hub.content.time_zone);
                at.format("%Y-%m-%d %H:%M").to_string()
            };
            let span = booking.map(|booking| booking.span);
            let purpose = booking.and_then(|booking| booking.purpose.as_ref());
            let sums = booking.and_then(|booking| booking.work.as_ref());
            let sums = sums.map(StaffWork::sums);
            let part = |part: Option<Money>| {
                let told = part.map(|part| words::decimal(language, &part.amount()));
                told.unwrap_or_default()
            };
            vec![
                self.statement.month.to_string(),
                self.debtor.clone(),
                self.creditor.clone(),
                span.map(|span| at(span.start())).unwrap_or_default(),
                span.map(|span| at(span.end())).unwrap_or_default(),
                self.used(booking, language),
                purpose.map(ToString::to_string).unwrap_or_default(),
                say(&format!("charge-reason-{}", line.reason)),
                at(line.at),
                words::decimal(language, &line.due.money.amount()),
                clock(line.due.credit),
                part(sums.map(|sums| sums.wages)),
                part(sums.map(|sums| sums.charges)),
                part(sums.map(|sums| sums.expenses)),
                line.booking.to_string(),
            ]
        });
        let total = self.total();
        let nothing = String::new;
        let total = vec![
            self.statement.month.to_string(),
            self.debtor.clone(),
            self.creditor.clone(),
            nothing(),
            nothing(),
            nothing(),
            nothing(),
            say("statement-total"),
            nothing(),
            words::decimal(language, &total.money.amount()),
            clock(total.credit),
            nothing(),
            nothing(),
            nothing(),
            nothing(),
        ];
        tables::csv(language, headings, rows.chain([total]))
    }

    fn paper(&self, platform: &Platform, language: Language) -> Paper {
        let say = |name: &str, facts: &[Fact]| words::say(language, name, facts);
        let month = month(language, self.statement.month);
        let state = if self.is_closed { "closed" } else { "open" };
        let facts = [
            ("statement-debtor", self.debtor.clone()),
            ("statement-creditor", self.creditor.clone()),
            ("statement-hub", self.hub.content.name.to_string()),
            ("statement-month", month.clone()),
            ("statement-total", due(language, self.total())),
            ("statement-number", self.statement.id.to_string()),
        ];
        let facts = facts.map(|(name, value)| (say(name, &[]), value));
        let mut texts = vec![say(&format!("statement-{state}"), &[])];
        texts.push(say("statement-nature", &[]));
        if self.hub.demo {
            texts.push(say("statement-demo", &[]));
        }
        let column = |heading: &str, share, align| Column {
            heading: say(&format!("statement-{heading}"), &[]),
            share,
            align,
        };
        let rows = self.lines.iter().map(|line| {
            let booking = self.bookings.get(&line.booking);
            let span = booking.map(|booking| self.when(booking.span, language));
            let purpose = booking.and_then(|booking| booking.purpose.as_ref());
            let mut what = self.used(booking, language);
            if let Some(purpose) = purpose {
                what = format!("{what} — {purpose}");
            }
            if let Some(work) = booking.and_then(|booking| booking.work.as_ref()) {
                what = format!("{what} — {}", worked(language, work));
            }
            vec![
                span.unwrap_or_default(),
                what,
                say(&format!("charge-reason-{}", line.reason), &[]),
                due(language, line.due),
            ]
        });
        let table = Table {
            columns: vec![
                column("when", 2.8, Align::Start),
                column("what", 4.0, Align::Start),
                column("reason", 1.6, Align::Start),
                column("due", 1.5, Align::End),
            ],
            rows: rows.collect(),
            total: Some(vec![
                say("statement-total", &[]),
                String::new(),
                String::new(),
                due(language, self.total()),
            ]),
        };
        let made = self.lines.last().map(|line| line.at);
        Paper {
            title: say("statement-title", &[Fact::new("month", &month)]),
            language: language.to_string(),
            author: self.hub.content.name.to_string(),
            // When it last changed: the same statement is the same file.
            at: made.unwrap_or_else(|| platform.now()),
            foot: say(
                "statement-foot",
                &[Fact::new("statement", self.statement.id)],
            ),
            blocks: vec![
                Block::Facts(facts.into()),
                Block::Text(texts.join("\n")),
                Block::Table(table),
            ],
        }
    }

    /// What the lines come to that were read, whatever was added since.
    fn total(&self) -> Due {
        self.lines.iter().map(|line| line.due).sum()
    }

    /// What was booked, as far as the reader may see it.
    fn used(&self, booking: Option<&Booking>, language: Language) -> String {
        let lines = booking.map_or(&[][..], |booking| &booking.lines);
        let title = |id| self.titles.get(&id).map(String::as_str);
        crate::bookings::titles(language, lines, title)
    }

    /// A stretch of time on the hub's clocks, the day told once where it is the same.
    fn when(&self, span: Span, language: Language) -> String {
        let zone = self.hub.content.time_zone;
        let (start, end) = (
            span.start().with_timezone(&zone),
            span.end().with_timezone(&zone),
        );
        let (day, time) = match language {
            Language::French => ("%d/%m/%Y", "%H\u{a0}h\u{a0}%M"),
            Language::English => ("%Y-%m-%d", "%H:%M"),
        };
        if start.date_naive() == end.date_naive() {
            let (day, from, to) = (start.format(day), start.format(time), end.format(time));
            return format!("{day}, {from} – {to}");
        }
        let both = format!("{day}, {time}");
        format!("{} – {}", start.format(&both), end.format(&both))
    }
}

/// Hours as spreadsheets read them.
fn clock(credit: Credit) -> String {
    format!("{}:{:02}", credit.minutes / 60, credit.minutes % 60)
}

/// How long an employee worked, and what that comes to: all that may be charged.
fn worked(language: Language, work: &StaffWork) -> String {
    let sums = work.sums();
    let amount = |name, amount| Fact::new(name, words::money(language, amount));
    let facts = [
        Fact::new("worked", work.worked.unwrap_or(Minutes::new(0))),
        amount("wages", sums.wages),
        amount("charges", sums.charges),
        amount("expenses", sums.expenses),
    ];
    words::say(language, "statement-work", &facts)
}

/// A month as people write it.
fn month(language: Language, month: Month) -> String {
    let name = words::say(language, &format!("month-{:02}", month.month()), &[]);
    format!("{name} {}", month.year())
}

/// What is owed, as people write it: nothing of what is nothing.
fn due(language: Language, due: Due) -> String {
    let mut told = Vec::with_capacity(2);
    if due.money.cents > 0 || due.credit.minutes == 0 {
        told.push(words::money(language, due.money));
    }
    if due.credit.minutes > 0 {
        told.push(words::hours(due.credit));
    }
    told.join(" + ")
}

async fn name_of(platform: &Platform, id: OrganisationId) -> Result<String, Error> {
    let found = organisations::find(platform.db(), id).await?;
    let found = found.ok_or_else(|| Error::internal("a statement without its sides"))?;
    Ok(found.content.name.to_string())
}

#[cfg(test)]
mod tests {
    use maillage_domain::bookings::ChargeReason;

    use super::*;

    #[test]
    fn every_heading_and_code_of_a_statement_has_its_words() {
        let headings = COLUMNS.map(|column| format!("statement-{column}"));
        let reasons = ChargeReason::ALL.iter();
        let reasons = reasons.map(|reason| format!("charge-reason-{reason}"));
        let months = (1..=12).map(|month| format!("month-{month:02}"));
        let others = [
            "title", "hub", "total", "number", "open", "closed", "nature", "demo", "when", "what",
            "due", "foot", "file", "work",
        ];
        let others = others.map(|name| format!("statement-{name}"));
        let names = headings
            .into_iter()
            .chain(reasons)
            .chain(months)
            .chain(others);
        for name in names {
            for language in Language::ALL {
                assert!(words::knows(*language, &name), "{name} in {language}");
            }
        }
    }
}

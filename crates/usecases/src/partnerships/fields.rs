//! What stands for the fields of articles that the platform knows: `{{parties}}`, `{{start}}`.

use chrono::{Datelike, NaiveDate};
use maillage_domain::{
    Fact,
    communes::CommuneCode,
    ids::OrganisationId,
    partnerships::{Amount, Commitment, Outline, Party, Recurrence, Renewal},
    resources::Price,
    values::{Language, Quantity},
};

use super::frozen::Wording;
use crate::words;

/// What a field stands for; `None` for one that the platform does not know, or that has no value yet.
pub(super) fn value(name: &str, outline: &Outline, around: &Wording<'_>) -> Option<String> {
    let language = outline.language;
    let term = &outline.term;
    let consortium = outline.consortium;
    Some(match name {
        "title" => outline.title.to_string(),
        "hub" => around.hub.content.name.to_string(),
        "parties" => parties(outline, around),
        "start" => day(language, term.starts_on),
        "end" => match term.ends_on {
            Some(last) => day(language, last),
            None => words::say(language, "convention-no-end", &[]),
        },
        "duration" => duration(outline),
        "disclosure" => words::say(
            language,
            &format!("convention-disclosure-{}", outline.disclosure),
            &[],
        ),
        "notice" => say(language, "convention-days", &[("days", &term.notice_days)]),
        "renewal" => renewal(outline),
        "termination" => termination(outline),
        "commitments" => commitments(outline, around),
        "shares" if consortium.is_some() => shares(outline, around),
        "mandataire" => around.name(outline.mandataire()?),
        "liability" => words::say(
            language,
            &format!("convention-liability-{}", consortium?.liability),
            &[],
        ),
        "bid_deadline" => day(language, consortium?.bid_deadline?),
        "buyer_agreed_on" => day(language, consortium?.buyer_agreed_on?),
        "staff" => staff(language, around)?,
        _ => return None,
    })
}

pub(super) fn say(language: Language, name: &str, facts: &[(&str, &dyn ToString)]) -> String {
    let facts: Vec<_> = facts
        .iter()
        .map(|(name, value)| Fact::new(*name, value.to_string()))
        .collect();
    words::say(language, name, &facts)
}

/// A day as conventions write it: « 1er janvier 2027 », “1 January 2027”.
pub(super) fn day(language: Language, day: NaiveDate) -> String {
    let number = match (language, day.day()) {
        (Language::French, 1) => "1er".to_owned(),
        (_, number) => number.to_string(),
    };
    let month = words::say(language, &format!("month-{:02}", day.month()), &[]);
    format!("{number} {month} {}", day.year())
}

fn parties(outline: &Outline, around: &Wording<'_>) -> String {
    let language = outline.language;
    let line = |party: &Party| {
        let Some(organisation) = around.organisations.get(&party.organisation) else {
            return String::new();
        };
        let content = &organisation.content;
        let form = words::say(language, &format!("legal-form-{}", content.legal_form), &[]);
        let mut told = vec![format!("**{}**", plain(content.name.as_str())), form];
        if let Some(siren) = &content.siren {
            told.push(format!("SIREN {siren}"));
        }
        if let Some(rna) = &content.rna {
            told.push(format!("RNA {rna}"));
        }
        if let Some(commune) = content.commune.as_ref().and_then(CommuneCode::commune) {
            told.push(commune.name.to_owned());
        }
        told.push(words::say(
            language,
            &format!("convention-role-{}", party.role),
            &[],
        ));
        format!("- {}", told.join(", "))
    };
    let lines: Vec<_> = outline.parties.iter().map(line).collect();
    lines.join("\n")
}

/// For how long it is made, as a sentence that holds with a last day and without.
fn duration(outline: &Outline) -> String {
    let language = outline.language;
    match outline.term.ends_on {
        Some(last) => {
            let last = day(language, last);
            say(language, "convention-duration-fixed", &[("last", &last)])
        }
        None => words::say(language, "convention-duration-open", &[]),
    }
}

fn renewal(outline: &Outline) -> String {
    let (language, term) = (outline.language, &outline.term);
    let name = match (term.renewal, term.ends_on) {
        (_, None) => "convention-renewal-open",
        (Renewal::None, _) => "convention-renewal-NONE",
        (Renewal::Tacit, _) => "convention-renewal-TACIT",
        (Renewal::Express, _) => "convention-renewal-EXPRESS",
    };
    let months = term.renewal_months.unwrap_or_default();
    let days = term.notice_days;
    say(language, name, &[("months", &months), ("days", &days)])
}

/// How a party ends it for all: what the platform lets it do.
fn termination(outline: &Outline) -> String {
    let (language, term) = (outline.language, &outline.term);
    let name = match term.ends_on {
        None => "convention-termination-open",
        Some(_) if term.early_termination => "convention-termination-early",
        Some(_) => "convention-termination-fixed",
    };
    let notice = say(language, name, &[("days", &term.notice_days)]);
    let breach = words::say(language, "convention-termination-breach", &[]);
    format!("{notice}\n\n{breach}")
}

fn commitments(outline: &Outline, around: &Wording<'_>) -> String {
    let language = outline.language;
    if outline.commitments.is_empty() {
        return words::say(language, "convention-no-commitments", &[]);
    }
    let heading = |name: &str| words::say(language, &format!("convention-commitment-{name}"), &[]);
    let headings = ["debtor", "creditors", "what", "amount", "when"].map(heading);
    let rows = outline.commitments.iter().map(|one| {
        let action = words::say(language, &format!("convention-action-{}", one.action), &[]);
        let mut what = say(
            language,
            "convention-action",
            &[("action", &action), ("what", &one.what)],
        );
        if let Some(conditions) = &one.conditions {
            what = format!("{what} ({conditions})");
        }
        vec![
            around.name(one.debtor),
            creditors(language, &one.creditors, around),
            what,
            one.amount
                .map(|amount| self::amount(language, amount))
                .unwrap_or_default(),
            when(language, one),
        ]
    });
    table(&headings, rows)
}

fn creditors(language: Language, creditors: &[OrganisationId], around: &Wording<'_>) -> String {
    if creditors.is_empty() {
        return words::say(language, "convention-all-parties", &[]);
    }
    let names: Vec<_> = creditors.iter().map(|one| around.name(*one)).collect();
    names.join(", ")
}

/// An amount as people write it.
pub(super) fn amount(language: Language, amount: Amount) -> String {
    match amount {
        Amount::Money(money) => words::money(language, money),
        Amount::Quantity(Quantity { value, unit }) => {
            let number = words::decimal(language, &value.to_string());
            say(
                language,
                "quantity",
                &[("quantity", &number), ("unit", &unit)],
            )
        }
    }
}

/// When a commitment is due, in words.
pub(super) fn when(language: Language, commitment: &Commitment) -> String {
    let from = commitment.from.map(|from| day(language, from));
    let until = commitment.until.map(|until| day(language, until));
    let monthly = commitment.recurrence == Recurrence::Monthly;
    let name = match (monthly, &from, &until) {
        (true, ..) => "convention-due-monthly",
        (false, Some(_), Some(_)) => "convention-due-between",
        (false, None, Some(_)) => "convention-due-by",
        (false, Some(_), None) => "convention-due-from",
        (false, None, None) => "convention-due-throughout",
    };
    let (first, last) = (from.unwrap_or_default(), until.unwrap_or_default());
    say(language, name, &[("first", &first), ("last", &last)])
}

fn shares(outline: &Outline, around: &Wording<'_>) -> String {
    let language = outline.language;
    let heading = |name: &str| words::say(language, &format!("convention-share-{name}"), &[]);
    let headings = ["party", "share", "tasks"].map(heading);
    let rows = outline.parties.iter().map(|party| {
        let share = party.share.map(|share| {
            let percent = words::decimal(language, &share.percent());
            say(language, "convention-percent", &[("percent", &percent)])
        });
        let tasks = party.tasks.as_ref().map(ToString::to_string);
        vec![
            around.name(party.organisation),
            share.unwrap_or_default(),
            tasks.unwrap_or_default(),
        ]
    });
    table(&headings, rows)
}

fn staff(language: Language, around: &Wording<'_>) -> Option<String> {
    let resource = around.staff?;
    let Price::StaffCosts(costs) = &resource.content.terms.price else {
        return None;
    };
    let expenses = match &costs.expenses {
        Some(expenses) => expenses.to_string(),
        None => words::say(language, "convention-no-expenses", &[]),
    };
    let lines = [
        ("title", resource.content.title.to_string()),
        ("wages", words::money(language, costs.wages)),
        ("charges", words::money(language, costs.charges)),
        ("expenses", expenses),
    ];
    let lines = lines.map(|(name, value)| {
        let name = words::say(language, &format!("convention-staff-{name}"), &[]);
        format!("| {name} | {} |", plain(&value))
    });
    Some(format!("| | |\n| --- | --- |\n{}", lines.join("\n")))
}

/// A table in Markdown (GitHub Flavored Markdown, section 4.10).
fn table(headings: &[String], rows: impl Iterator<Item = Vec<String>>) -> String {
    let row = |cells: Vec<String>| {
        let cells: Vec<_> = cells.iter().map(|cell| plain(cell)).collect();
        format!("| {} |", cells.join(" | "))
    };
    let mut lines = vec![
        row(headings.to_vec()),
        format!("|{}", " --- |".repeat(headings.len())),
    ];
    lines.extend(rows.map(row));
    lines.join("\n")
}

/// A text that stands for itself in Markdown, on one line: names are written by others than who drafts.
fn plain(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\t' => written.push(' '),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' => {
                written.push('\\');
                written.push(c);
            }
            c => written.push(c),
        }
    }
    written
}

//! The words people read, in French and English, from the Fluent files of `locales/`.

use std::sync::LazyLock;

use chrono::{DateTime, NaiveDate};
use fluent_bundle::{FluentArgs, FluentResource, concurrent::FluentBundle};
use maillage_domain::{
    Fact,
    resources::Minutes,
    values::{Credit, Language, Money},
};
use unic_langid::LanguageIdentifier;

type Bundle = FluentBundle<FluentResource>;

static FRENCH: LazyLock<Bundle> = LazyLock::new(|| bundle("fr", include_str!("../locales/fr.ftl")));
static ENGLISH: LazyLock<Bundle> =
    LazyLock::new(|| bundle("en", include_str!("../locales/en.ftl")));

fn bundle(language: &str, source: &str) -> Bundle {
    let language: LanguageIdentifier = language.parse().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![language]);
    // Marks around inserted values help with mixed directions, which neither language has.
    bundle.set_use_isolating(false);
    match FluentResource::try_new(source.to_owned()) {
        Ok(resource) => {
            if let Err(errors) = bundle.add_resource(resource) {
                tracing::error!(?errors, "a translation file repeats a message");
            }
        }
        Err((_, errors)) => tracing::error!(?errors, "a translation file cannot be read"),
    }
    bundle
}

/// What stands for a fact that was not given; messages choose by it.
pub const ABSENT: &str = "none";

/// The facts that only some occasions give.
const OPTIONAL: [&str; 4] = ["expected", "given", "max", "min"];

/// The facts that are days, where they are no instants.
const DAYS: [&str; 4] = ["from", "max", "min", "until"];

/// The message of this name with the facts put in; the name itself when there is none, which a
/// test forbids for every code there is.
pub fn say(language: Language, name: &str, facts: &[Fact]) -> String {
    let bundle = match language {
        Language::French => &*FRENCH,
        Language::English => &*ENGLISH,
    };
    let Some(pattern) = bundle.get_message(name).and_then(|message| message.value()) else {
        return name.to_owned();
    };
    let mut arguments = FluentArgs::new();
    for name in OPTIONAL {
        arguments.set(name, ABSENT);
    }
    for fact in facts {
        // Days are told where facts are days; what people have written stays as it is.
        let date = NaiveDate::parse_from_str(&fact.value, "%Y-%m-%d").ok();
        let date = date.filter(|_| DAYS.contains(&fact.name.as_str()));
        let told = match date {
            Some(date) => day(language, date),
            None => readable(language, &fact.value),
        };
        arguments.set(fact.name.clone(), told);
    }
    let mut errors = Vec::new();
    let text = bundle
        .format_pattern(pattern, Some(&arguments), &mut errors)
        .into_owned();
    if !errors.is_empty() {
        tracing::warn!(name, ?errors, "a message lacks one of its facts");
    }
    text
}

/// A day as people write it.
pub fn day(language: Language, day: NaiveDate) -> String {
    let form = match language {
        Language::French => "%d/%m/%Y",
        Language::English => "%Y-%m-%d",
    };
    day.format(form).to_string()
}

/// A value as people write it: instants, which programs write after RFC 3339, become a day and a
/// time; lengths of time, ISO 8601 durations of hours and minutes, become both languages' hours and
/// minutes.
fn readable(language: Language, value: &str) -> String {
    match DateTime::parse_from_rfc3339(value) {
        Err(_) => hours_and_minutes(value).unwrap_or_else(|| value.to_owned()),
        Ok(at) => match language {
            Language::French => at.to_utc().format("%d/%m/%Y à %H h %M UTC").to_string(),
            Language::English => at.to_utc().format("%Y-%m-%d, %H:%M UTC").to_string(),
        },
    }
}

fn hours_and_minutes(value: &str) -> Option<String> {
    let minutes = Minutes::read(value)
        .ok()
        .filter(|_| value.starts_with("PT"))?;
    Some(match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    })
}

/// An amount of money as people write it: `1 250,50 €`, `€1,250.50`.
pub fn money(language: Language, money: Money) -> String {
    let amount = decimal(language, &money.amount());
    let point = amount.len() - 3;
    let (whole, cents) = amount.split_at(point);
    let between = match language {
        Language::French => "\u{202f}",
        Language::English => ",",
    };
    let mut grouped = String::with_capacity(amount.len() * 2);
    for (index, digit) in whole.char_indices() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push_str(between);
        }
        grouped.push(digit);
    }
    match language {
        Language::French => format!("{grouped}{cents}\u{a0}€"),
        Language::English => format!("€{grouped}{cents}"),
    }
}

/// A decimal number with the point of a language: `1250,50`, `1250.50`.
pub fn decimal(language: Language, number: &str) -> String {
    match language {
        Language::French => number.replace('.', ","),
        Language::English => number.to_owned(),
    }
}

/// Hours of credit as people write them: `2 h 30 min`.
pub fn hours(credit: Credit) -> String {
    let duration = credit.duration();
    hours_and_minutes(&duration).unwrap_or(duration)
}

/// Whether there is a message of this name in a language, for tests.
pub fn knows(language: Language, name: &str) -> bool {
    match language {
        Language::French => FRENCH.has_message(name),
        Language::English => ENGLISH.has_message(name),
    }
}

/// Chooses the language a client prefers (RFC 9110 section 12.5.4); French where it says nothing
/// that we speak.
pub fn negotiate(accept_language: Option<&str>) -> Language {
    let mut best = (Language::French, 0_u16);
    for range in accept_language.unwrap_or_default().split(',') {
        let mut parts = range.split(';');
        let tag = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
        let language = match tag.split('-').next() {
            Some("fr" | "*") => Language::French,
            Some("en") => Language::English,
            _ => continue,
        };
        let quality = parts
            .find_map(|part| part.trim().strip_prefix("q="))
            .map_or(1000, permille);
        if quality > best.1 {
            best = (language, quality);
        }
    }
    best.0
}

/// A weight (RFC 9110 section 12.4.2) in thousandths; nothing for what is none.
fn permille(weight: &str) -> u16 {
    let (whole, rest) = weight.split_once('.').unwrap_or((weight, ""));
    match whole {
        "1" => 1000,
        "0" => format!("{rest:0<3}")
            .get(..3)
            .and_then(|digits| digits.parse().ok())
            .unwrap_or(0),
        _ => 0,
    }
}

#[cfg(test)]
mod tests;

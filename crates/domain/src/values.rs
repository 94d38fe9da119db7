//! Value types: what is parsed once at the border and right from then on.

use std::fmt;

use crate::refusals::Fact;

/// What is wrong with one value, before anyone knows which field it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Which kind of fault.
    pub code: ProblemCode,
    /// Its evidence (`max`, `given`, …).
    pub facts: Vec<Fact>,
}

impl Problem {
    /// A problem without facts yet.
    pub fn new(code: ProblemCode) -> Self {
        Self {
            code,
            facts: Vec::new(),
        }
    }

    /// Adds a fact.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.facts.push(Fact::new(name, value));
        self
    }
}

/// A problem and the input field it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Path in the input, in camel case: `["needs", "2", "label"]`.
    pub path: Vec<String>,
    /// What is wrong there.
    pub problem: Problem,
}

/// Everything wrong with one input, so that a person mends it in one go.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Faults(Vec<Fault>);

impl Faults {
    /// Nothing wrong so far.
    pub fn new() -> Self {
        Self::default()
    }

    /// One fault alone.
    pub fn one(field: &str, problem: Problem) -> Self {
        Self(vec![Fault {
            path: vec![field.to_owned()],
            problem,
        }])
    }

    /// Keeps the value, or notes the problem under `field`.
    pub fn take<T>(&mut self, field: &str, result: Result<T, Problem>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(problem) => {
                self.0.push(Fault {
                    path: vec![field.to_owned()],
                    problem,
                });
                None
            }
        }
    }

    /// Keeps the value, or notes the faults found inside it under `field`.
    pub fn nest<T>(&mut self, field: &str, result: Result<T, Faults>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(inner) => {
                self.0.extend(inner.0.into_iter().map(|mut fault| {
                    fault.path.insert(0, field.to_owned());
                    fault
                }));
                None
            }
        }
    }

    /// Parses each element, noting faults under `field` and the element's position.
    pub fn each<I, T>(
        &mut self,
        field: &str,
        items: impl IntoIterator<Item = I>,
        mut parse: impl FnMut(I) -> Result<T, Faults>,
    ) -> Option<Vec<T>> {
        let mut all = Some(Vec::new());
        for (position, item) in items.into_iter().enumerate() {
            let parsed = parse(item).map_err(|inner| {
                Faults(
                    inner
                        .0
                        .into_iter()
                        .map(|mut fault| {
                            fault.path.insert(0, position.to_string());
                            fault
                        })
                        .collect(),
                )
            });
            match (self.nest(field, parsed), &mut all) {
                (Some(value), Some(values)) => values.push(value),
                _ => all = None,
            }
        }
        all
    }

    /// Notes a problem.
    pub fn note(&mut self, field: &str, problem: Problem) {
        self.0.push(Fault {
            path: vec![field.to_owned()],
            problem,
        });
    }

    /// The same faults, found inside `field`.
    #[must_use]
    pub fn within(mut self, field: &str) -> Self {
        for fault in &mut self.0 {
            fault.path.insert(0, field.to_owned());
        }
        self
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The faults, in the order of the input.
    pub fn into_vec(self) -> Vec<Fault> {
        self.0
    }

    /// The faults, in the order of the input.
    pub fn as_slice(&self) -> &[Fault] {
        &self.0
    }
}

impl From<Problem> for Faults {
    /// The problem of the value itself; whoever holds it says in which field.
    fn from(problem: Problem) -> Self {
        Self(vec![Fault {
            path: Vec::new(),
            problem,
        }])
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, fault) in self.0.iter().enumerate() {
            let separator = if position == 0 { "" } else { ", " };
            write!(
                f,
                "{separator}{}: {}",
                fault.path.join("."),
                fault.problem.code
            )?;
        }
        Ok(())
    }
}

/// Builds a struct from parsed fields, or gathers what is wrong with all of them:
/// `gather!(faults => Contact { email, phone })`, each name an `Option` taken from `faults`.
macro_rules! gather {
    ($faults:ident => $type:ident { $($field:ident),* $(,)? }) => {
        match ($($field,)*) {
            ($(Some($field),)*) if $faults.is_empty() => Ok($type { $($field),* }),
            _ => Err($faults),
        }
    };
}
pub(crate) use gather;

/// An enum with a stable text form: what the database keeps, what facts carry, and what every
/// adapter shows, with the words that document it.
pub trait TextEnum: Copy + Eq + Send + Sync + 'static {
    /// The name of the enum.
    const NAME: &'static str;
    /// What it is, from its documentation.
    const DESCRIPTION: &'static str;
    /// Every value, in order.
    const VALUES: &'static [Self];

    /// The stable text form.
    fn text(self) -> &'static str;

    /// What the value means, from its documentation.
    fn describe(self) -> &'static str;
}

/// Declares a [`TextEnum`]; the documentation of the enum and its values is kept for adapters.
macro_rules! text_enum {
    ($(#[doc = $meta:literal])+ pub enum $name:ident { $($(#[doc = $doc:literal])+ $variant:ident = $text:literal,)+ }) => {
        $(#[doc = $meta])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[doc = $doc])+ $variant,)+ }

        impl $name {
            /// Every value, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The stable text form.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }
        }

        impl $crate::values::TextEnum for $name {
            const NAME: &'static str = stringify!($name);
            const DESCRIPTION: &'static str = concat!($($meta,)+);
            const VALUES: &'static [Self] = Self::ALL;

            fn text(self) -> &'static str {
                self.as_str()
            }

            fn describe(self) -> &'static str {
                match self { $(Self::$variant => concat!($($doc,)+).trim_ascii(),)+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::values::Problem;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($text => Ok(Self::$variant),)+
                    _ => Err($crate::values::Problem::new($crate::values::ProblemCode::Unknown)
                        .with("given", text.chars().take(64).collect::<String>())),
                }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(deserializer)?;
                text.parse().map_err(|_: $crate::values::Problem| {
                    serde::de::Error::unknown_variant(&text, &[$($text,)+])
                })
            }
        }
    };
}
pub(crate) use text_enum;

text_enum! {
    /// The kinds of faults in a single value. Stable, like refusal codes.
    pub enum ProblemCode {
        /// Nothing was given.
        Required = "REQUIRED",
        /// Fewer characters or elements than `min`.
        TooShort = "TOO_SHORT",
        /// More characters or elements than `max`.
        TooLong = "TOO_LONG",
        /// Not of the expected form.
        Malformed = "MALFORMED",
        /// The check digit does not match.
        Checksum = "CHECKSUM",
        /// Not in the official or allowed list.
        Unknown = "UNKNOWN",
        /// Outside `min` to `max`.
        OutOfRange = "OUT_OF_RANGE",
        /// Given twice.
        Duplicate = "DUPLICATE",
        /// An id of another kind of object.
        WrongType = "WRONG_TYPE",
        /// Does not go with another field (`with`).
        Inconsistent = "INCONSISTENT",
        /// Characters that have no place here (control characters, line breaks in a single line).
        ForbiddenCharacter = "FORBIDDEN_CHARACTER",
        /// A password that is among the first to be guessed.
        Guessable = "GUESSABLE",
    }
}

macro_rules! text_value {
    ($(#[$meta:meta])* $name:ident($parse:expr)) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Reads and normalises a text.
            ///
            /// # Errors
            /// The problem, without the field's name.
            pub fn parse(text: &str) -> Result<Self, $crate::values::Problem> {
                let parse: fn(&str) -> Result<String, $crate::values::Problem> = $parse;
                parse(text).map(Self)
            }

            /// As [`Self::parse`], with an absent or blank text as `None`.
            ///
            /// # Errors
            /// As [`Self::parse`].
            pub fn parse_optional(text: Option<&str>) -> Result<Option<Self>, $crate::values::Problem> {
                match text {
                    Some(text) if !text.trim().is_empty() => Self::parse(text).map(Some),
                    _ => Ok(None),
                }
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = String;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::parse(&text).map_err(|problem| problem.code.to_string())
            }
        }
    };
}
pub(crate) use text_value;

/// A trimmed text without line breaks, of `min` to `max` characters.
pub(crate) fn line(text: &str, min: usize, max: usize) -> Result<String, Problem> {
    // No-break spaces are kept: French typography wants them before « : » and « ; ».
    let text = text.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
    let text = text.trim().to_owned();
    if text.chars().any(char::is_control) {
        return Err(Problem::new(ProblemCode::ForbiddenCharacter));
    }
    sized(text, min, max)
}

/// A trimmed text that may run over several lines, of `min` to `max` characters.
pub(crate) fn prose(text: &str, min: usize, max: usize) -> Result<String, Problem> {
    let text = text.trim().replace("\r\n", "\n");
    if text
        .chars()
        .any(|c| c.is_control() && c != '\n' && c != '\t')
    {
        return Err(Problem::new(ProblemCode::ForbiddenCharacter));
    }
    sized(text, min, max)
}

fn sized(text: String, min: usize, max: usize) -> Result<String, Problem> {
    let length = text.chars().count();
    if length == 0 && min > 0 {
        return Err(Problem::new(ProblemCode::Required));
    }
    if length < min {
        return Err(Problem::new(ProblemCode::TooShort)
            .with("min", min)
            .with("length", length));
    }
    if length > max {
        return Err(Problem::new(ProblemCode::TooLong)
            .with("max", max)
            .with("length", length));
    }
    Ok(text)
}

text_value! {
    /// The title of content, 3 to 120 characters.
    Title(|text| line(text, 3, 120))
}
text_value! {
    /// The name of an organisation, a hub or a person, 2 to 160 characters.
    Name(|text| line(text, 2, 160))
}
text_value! {
    /// One or two sentences for lists, up to 280 characters.
    Summary(|text| line(text, 1, 280))
}
text_value! {
    /// A short label, 1 to 120 characters.
    Label(|text| line(text, 1, 120))
}
text_value! {
    /// A long text in Markdown, up to 20,000 characters.
    Markdown(|text| prose(text, 1, 20_000))
}
text_value! {
    /// Why somebody decided so, 3 to 2,000 characters.
    Reason(|text| prose(text, 3, 2_000))
}
text_value! {
    /// An e-mail address (RFC 5321: local part up to 64 octets, 254 in all). The domain is kept in
    /// lower case; the key under which accounts are unique is [`EmailAddress::key`].
    EmailAddress(email)
}
text_value! {
    /// A web address with the scheme `http` or `https`.
    Url(url)
}
text_value! {
    /// The readable part of an address: lower-case letters, digits and single hyphens, 2 to 60.
    Slug(slug)
}
text_value! {
    /// A telephone number as people write it: 6 to 20 digits, spaces, dots, dashes, a leading plus.
    Phone(phone)
}

impl EmailAddress {
    /// What two spellings of one mailbox share: the address in lower case.
    pub fn key(&self) -> String {
        self.0.to_lowercase()
    }
}

fn email(text: &str) -> Result<String, Problem> {
    let text = line(text, 1, 254)?;
    let malformed = || Problem::new(ProblemCode::Malformed).with("expected", "nom@domaine.fr");
    let (local, domain) = text.rsplit_once('@').ok_or_else(malformed)?;
    let local_ok = !local.is_empty()
        && local.len() <= 64
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
        && local
            .chars()
            .all(|c| c.is_alphanumeric() || "!#$%&'*+/=?^_`{|}~.-".contains(c));
    let labels: Vec<&str> = domain.split('.').collect();
    let domain_ok = labels.len() >= 2
        && labels.iter().all(|label| {
            !label.is_empty()
                && label.len() <= 63
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|c| c.is_alphanumeric() || c == '-')
        });
    if text.len() > 254 || !local_ok || !domain_ok {
        return Err(malformed());
    }
    Ok(format!("{local}@{}", domain.to_lowercase()))
}

fn url(text: &str) -> Result<String, Problem> {
    let text = line(text, 1, 500)?;
    let malformed = || Problem::new(ProblemCode::Malformed).with("expected", "https://…");
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"))
        .ok_or_else(malformed)?;
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if host.is_empty()
        || !host.contains('.')
        || text.contains([' ', '"', '<', '>', '\\'])
        || host.contains('@')
    {
        return Err(malformed());
    }
    Ok(text)
}

fn slug(text: &str) -> Result<String, Problem> {
    let text = line(text, 2, 60)?;
    let well_formed = text
        .chars()
        .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        && !text.starts_with('-')
        && !text.ends_with('-')
        && !text.contains("--");
    if well_formed {
        Ok(text)
    } else {
        Err(Problem::new(ProblemCode::Malformed).with("expected", "a-z, 0-9, -"))
    }
}

fn phone(text: &str) -> Result<String, Problem> {
    let text = line(text, 1, 30)?;
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let well_formed = text
        .char_indices()
        .all(|(at, c)| c.is_ascii_digit() || " .-()".contains(c) || (c == '+' && at == 0));
    if well_formed && (6..=20).contains(&digits) {
        Ok(text)
    } else {
        Err(Problem::new(ProblemCode::Malformed).with("expected", "+33 4 67 00 00 00"))
    }
}

/// An amount of money, exact to the cent.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
pub struct Money {
    /// Cents of euro.
    pub cents: i64,
}

impl Money {
    /// The only currency of account for now (ISO 4217).
    pub const CURRENCY: &'static str = "EUR";

    /// Reads a decimal number of euros with at most two decimals, not negative, below ten billion.
    ///
    /// # Errors
    /// `MALFORMED` or `OUT_OF_RANGE`.
    pub fn parse(amount: &str, currency: &str) -> Result<Self, Problem> {
        if currency != Self::CURRENCY {
            return Err(Problem::new(ProblemCode::Unknown).with("expected", Self::CURRENCY));
        }
        let malformed = || Problem::new(ProblemCode::Malformed).with("expected", "1250.50");
        let (euros, cents) = amount.trim().split_once('.').unwrap_or((amount.trim(), ""));
        let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
        if euros.is_empty() || cents.len() > 2 || !digits(euros) || !digits(cents) {
            return Err(malformed());
        }
        if euros.len() > 10 {
            return Err(Problem::new(ProblemCode::OutOfRange).with("max", "9999999999.99"));
        }
        let euros: i64 = euros.parse().map_err(|_| malformed())?;
        let cents: i64 = if cents.is_empty() {
            0
        } else {
            format!("{cents:0<2}").parse().map_err(|_| malformed())?
        };
        Ok(Self {
            cents: euros * 100 + cents,
        })
    }

    /// The amount in euros as a decimal string: `1250.50`.
    pub fn amount(self) -> String {
        format!("{}.{:02}", self.cents / 100, self.cents % 100)
    }
}

text_enum! {
    /// Units of quantities, after UN/CEFACT Recommendation 20.
    pub enum Unit {
        /// Piece (C62).
        Piece = "PIECE",
        /// Kilogram (KGM).
        Kilogram = "KILOGRAM",
        /// Tonne (TNE).
        Tonne = "TONNE",
        /// Metre (MTR).
        Metre = "METRE",
        /// Square metre (MTK).
        SquareMetre = "SQUARE_METRE",
        /// Cubic metre (MTQ).
        CubicMetre = "CUBIC_METRE",
        /// Litre (LTR).
        Litre = "LITRE",
        /// Pallet (PF).
        Pallet = "PALLET",
        /// Hour (HUR).
        Hour = "HOUR",
        /// Day (DAY).
        Day = "DAY",
        /// Person.
        Person = "PERSON",
        /// Full-time equivalent.
        FullTimeEquivalent = "FULL_TIME_EQUIVALENT",
    }
}

/// An exact, non-negative amount of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Quantity {
    /// How much.
    pub value: rust_decimal::Decimal,
    /// Of what.
    pub unit: Unit,
}

impl Quantity {
    /// Reads a decimal number greater than zero with at most three decimals.
    ///
    /// # Errors
    /// `MALFORMED` or `OUT_OF_RANGE`.
    pub fn parse(value: &str, unit: Unit) -> Result<Self, Problem> {
        let value = rust_decimal::Decimal::from_str_exact(value.trim())
            .map_err(|_| Problem::new(ProblemCode::Malformed).with("expected", "12.5"))?
            .normalize();
        if value <= rust_decimal::Decimal::ZERO
            || value.scale() > 3
            || value > rust_decimal::Decimal::from(1_000_000_000)
        {
            return Err(Problem::new(ProblemCode::OutOfRange)
                .with("min", "0.001")
                .with("max", "1000000000"));
        }
        Ok(Self { value, unit })
    }
}

text_enum! {
    /// Languages of the platform (BCP 47).
    pub enum Language {
        /// French, the first language of the pages.
        French = "fr",
        /// English.
        English = "en",
    }
}

text_enum! {
    /// Who sees published content.
    pub enum Visibility {
        /// Everyone, signed in or not.
        Public = "PUBLIC",
        /// The active members of its hub.
        Hub = "HUB",
        /// The organisations that take part.
        Parties = "PARTIES",
    }
}

text_enum! {
    /// Fields of activity, for organisations and for the themes of projects.
    pub enum ActivityDomain {
        /// Food.
        Food = "FOOD",
        /// Agriculture.
        Agriculture = "AGRICULTURE",
        /// Catering.
        Catering = "CATERING",
        /// Reuse, recycling and circular economy.
        Reuse = "REUSE",
        /// Environment.
        Environment = "ENVIRONMENT",
        /// Energy.
        Energy = "ENERGY",
        /// Building and materials.
        Construction = "CONSTRUCTION",
        /// Housing.
        Housing = "HOUSING",
        /// Mobility and logistics.
        Mobility = "MOBILITY",
        /// Industry and crafts.
        Industry = "INDUSTRY",
        /// Textile.
        Textile = "TEXTILE",
        /// Digital.
        Digital = "DIGITAL",
        /// Culture and media.
        Culture = "CULTURE",
        /// Tourism and events.
        TourismEvents = "TOURISM_EVENTS",
        /// Training and education.
        Training = "TRAINING",
        /// Research, studies and innovation.
        Research = "RESEARCH",
        /// Health.
        Health = "HEALTH",
        /// Work integration and employment.
        SocialInclusion = "SOCIAL_INCLUSION",
        /// Solidarity and social action.
        Solidarity = "SOLIDARITY",
        /// Finance and insurance.
        Finance = "FINANCE",
        /// Local currency.
        LocalCurrency = "LOCAL_CURRENCY",
        /// Support and advice.
        Advisory = "ADVISORY",
        /// Shared places.
        SharedPlaces = "SHARED_PLACES",
        /// Citizenship and public debate.
        Citizenship = "CITIZENSHIP",
        /// Networks, hubs and representation.
        Network = "NETWORK",
        /// Public action.
        PublicService = "PUBLIC_SERVICE",
    }
}

/// Lower case, without accents, ligatures apart, anything else than letters and digits as one
/// space: the form in which texts are searched and compared.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars().flat_map(char::to_lowercase) {
        let plain: &str = match c {
            'à' | 'â' | 'ä' | 'á' | 'ã' | 'å' => "a",
            'ç' => "c",
            'é' | 'è' | 'ê' | 'ë' => "e",
            'î' | 'ï' | 'í' | 'ì' => "i",
            'ñ' => "n",
            'ô' | 'ö' | 'ó' | 'ò' | 'õ' => "o",
            'ù' | 'û' | 'ü' | 'ú' => "u",
            'ÿ' | 'ý' => "y",
            'œ' => "oe",
            'æ' => "ae",
            // Combining marks follow their letter in decomposed text.
            '\u{300}'..='\u{36f}' => continue,
            c if c.is_alphanumeric() => {
                if gap && !folded.is_empty() {
                    folded.push(' ');
                }
                gap = false;
                folded.push(c);
                continue;
            }
            _ => {
                gap = true;
                continue;
            }
        };
        if gap && !folded.is_empty() {
            folded.push(' ');
        }
        gap = false;
        folded.push_str(plain);
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_trimmed_and_its_inner_spaces_are_single() {
        assert_eq!(
            Title::parse("  Réemploi   du verre \n").map(String::from),
            Ok("Réemploi du verre".into())
        );
    }

    #[test]
    fn a_title_that_is_too_long_says_how_long_it_may_be() {
        let problem = Title::parse(&"x".repeat(121)).expect_err("too long");
        assert_eq!(problem.code, ProblemCode::TooLong);
        assert_eq!(problem.facts[0], Fact::new("max", 120));
    }

    #[test]
    fn control_characters_have_no_place_in_texts() {
        assert_eq!(
            Markdown::parse("a\u{0}b").expect_err("nul").code,
            ProblemCode::ForbiddenCharacter
        );
        assert_eq!(
            Markdown::parse("a\r\nb").map(String::from),
            Ok("a\nb".into())
        );
    }

    #[test]
    fn e_mail_addresses_are_checked_and_their_key_ignores_case() {
        for good in ["a@b.fr", "Jeanne.Dupont+x@Exemple.Test", "é@exemple.fr"] {
            assert!(EmailAddress::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "a",
            "a@b",
            "@b.fr",
            "a b@c.fr",
            "a@-b.fr",
            ".a@b.fr",
            "a..b@c.fr",
            "a@b..fr",
        ] {
            assert!(EmailAddress::parse(bad).is_err(), "{bad}");
        }
        let email = EmailAddress::parse("Jeanne@Exemple.TEST").expect("an address");
        assert_eq!(email.as_str(), "Jeanne@exemple.test");
        assert_eq!(email.key(), "jeanne@exemple.test");
    }

    #[test]
    fn money_is_exact_to_the_cent() {
        assert_eq!(Money::parse("1250.5", "EUR"), Ok(Money { cents: 125_050 }));
        assert_eq!(Money { cents: 125_050 }.amount(), "1250.50");
        for bad in ["", "-1", "1.234", "1,5", "1e3", ".5"] {
            assert!(Money::parse(bad, "EUR").is_err(), "{bad}");
        }
    }

    #[test]
    fn folding_ignores_accents_case_ligatures_and_punctuation() {
        assert_eq!(fold("  L’Œuvre d’Été -- n°2 "), "l oeuvre d ete n 2");
    }

    #[test]
    fn quantities_are_positive_decimals() {
        assert!(Quantity::parse("12.5", Unit::Tonne).is_ok());
        for bad in ["0", "-1", "1.2345", "x", ""] {
            assert!(Quantity::parse(bad, Unit::Piece).is_err(), "{bad}");
        }
    }
}

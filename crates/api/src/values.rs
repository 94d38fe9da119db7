//! Value types of the contract.

use async_graphql::{
    ComplexObject, InputObject, InputValueError, InputValueResult, Scalar, ScalarType,
    SimpleObject, Value,
};
use chrono::NaiveDate;
use maillage_domain::{
    Fact as DomainFact, Problem, ProblemCode, communes, moderation, policy::Denial,
    values::Language,
};
use maillage_usecases::words;

use crate::{enums::E, error::ErrorCode};

macro_rules! text_scalar {
    ($(#[doc = $doc:literal])+ $name:ident $specification:literal) => {
        $(#[doc = $doc])+
        #[derive(Debug, Clone)]
        pub(crate) struct $name(pub(crate) String);

        $(#[doc = $doc])+
        #[Scalar(specified_by_url = $specification)]
        impl ScalarType for $name {
            fn parse(value: Value) -> InputValueResult<Self> {
                match value {
                    Value::String(text) => Ok(Self(text)),
                    value => Err(InputValueError::expected_type(value)),
                }
            }

            fn is_valid(value: &Value) -> bool {
                matches!(value, Value::String(_))
            }

            fn to_value(&self) -> Value {
                Value::String(self.0.clone())
            }
        }

        impl<T: Into<String>> From<T> for $name {
            fn from(text: T) -> Self {
                Self(text.into())
            }
        }
    };
}

text_scalar! {
    /// A text in Markdown (CommonMark).
    Markdown "https://spec.commonmark.org"
}
text_scalar! {
    /// An e-mail address.
    EmailAddress "https://www.rfc-editor.org/rfc/rfc5321#section-4.1.2"
}
text_scalar! {
    /// A web address.
    Url "https://www.rfc-editor.org/rfc/rfc3986"
}
text_scalar! {
    /// A duration (ISO 8601), such as `PT26H` or `P3D`.
    Duration "https://www.rfc-editor.org/rfc/rfc3339#appendix-A"
}

text_scalar! {
    /// A month of the calendar (ISO 8601): `2026-10`.
    Month "https://www.w3.org/TR/NOTE-datetime"
}

/// A day of the calendar (RFC 3339 full-date): `2026-11-21`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Date(pub(crate) NaiveDate);

/// A day of the calendar (RFC 3339 full-date): `2026-11-21`.
#[Scalar(specified_by_url = "https://www.rfc-editor.org/rfc/rfc3339#section-5.6")]
impl ScalarType for Date {
    fn parse(value: Value) -> InputValueResult<Self> {
        match read_day(&value) {
            Some(day) => Ok(Self(day)),
            None => Err(InputValueError::expected_type(value)),
        }
    }

    fn is_valid(value: &Value) -> bool {
        read_day(value).is_some()
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

fn read_day(value: &Value) -> Option<NaiveDate> {
    match value {
        Value::String(text) => NaiveDate::parse_from_str(text, "%Y-%m-%d").ok(),
        _ => None,
    }
}

impl Duration {
    /// To the minute.
    pub(crate) fn of(duration: chrono::TimeDelta) -> Self {
        let minutes = duration.num_minutes();
        let (days, hours, minutes) = (minutes / 1440, minutes / 60 % 24, minutes % 60);
        let date = if days > 0 {
            format!("{days}D")
        } else {
            String::new()
        };
        let time = match (hours, minutes) {
            (0, 0) if days > 0 => String::new(),
            (0, minutes) => format!("T{minutes}M"),
            (hours, 0) => format!("T{hours}H"),
            (hours, minutes) => format!("T{hours}H{minutes}M"),
        };
        Self(format!("P{date}{time}"))
    }
}

/// An amount of money.
#[derive(Debug, Clone, SimpleObject, InputObject)]
#[graphql(name = "Money", input_name = "MoneyInput")]
pub(crate) struct Money {
    /// Decimal number with at most two decimals: `1250.50`.
    pub(crate) amount: String,
    /// Currency (ISO 4217): `EUR`.
    pub(crate) currency: String,
}

impl Money {
    /// The domain knows one currency, which is looked at here.
    pub(crate) fn in_euros(&self) -> Result<(), Problem> {
        let euro = maillage_domain::values::Money::CURRENCY;
        if self.currency == euro {
            Ok(())
        } else {
            Err(Problem::new(ProblemCode::Unknown).with("expected", euro))
        }
    }
}

impl From<maillage_domain::values::Money> for Money {
    fn from(money: maillage_domain::values::Money) -> Self {
        Self {
            amount: money.amount(),
            currency: maillage_domain::values::Money::CURRENCY.to_owned(),
        }
    }
}

/// An exact amount of something.
#[derive(Debug, Clone, SimpleObject, InputObject)]
#[graphql(complex, name = "Quantity", input_name = "QuantityInput")]
pub(crate) struct Quantity {
    /// Decimal number: `12.5`.
    pub(crate) value: String,
    /// Of what.
    pub(crate) unit: E<maillage_domain::values::Unit>,
}

/// An exact amount of something.
#[ComplexObject]
impl Quantity {
    /// The code of the unit as electronic invoices write it (EN 16931, BT-130): UN/CEFACT
    /// Recommendation 20, and for packages Recommendation 21 after an `X`; null where there is none.
    async fn code(&self) -> Option<&str> {
        self.unit.0.code()
    }
}

impl From<maillage_domain::values::Quantity> for Quantity {
    fn from(quantity: maillage_domain::values::Quantity) -> Self {
        Self {
            value: quantity.value.to_string(),
            unit: E(quantity.unit),
        }
    }
}

/// A commune of the official list of INSEE.
#[derive(Debug, Clone, SimpleObject)]
pub(crate) struct Commune {
    /// INSEE code: `34172`.
    code: String,
    /// Name: `Montpellier`.
    name: String,
    /// Department code: `34`.
    department: String,
    /// Region code: `76`; null for overseas communities, which belong to none.
    region: Option<String>,
    /// Its postal codes; one may serve several communes.
    postal_codes: Vec<String>,
}

impl From<communes::Commune> for Commune {
    fn from(commune: communes::Commune) -> Self {
        Self {
            code: commune.code.to_owned(),
            name: commune.name.to_owned(),
            department: commune.department.to_owned(),
            region: commune.region.map(str::to_owned),
            postal_codes: commune.postal_codes().map(str::to_owned).collect(),
        }
    }
}

impl Commune {
    /// The commune of a code that the domain has checked.
    pub(crate) fn of(code: &communes::CommuneCode) -> Option<Self> {
        communes::find(code.as_str()).map(Self::from)
    }
}

/// What this viewer may do next, and for what they may not do, why.
#[derive(Debug, Clone, SimpleObject)]
pub(crate) struct ActionState {
    /// The action, by the name that the life cycle gives it.
    action: String,
    /// Whether it is possible for this viewer now.
    allowed: bool,
    /// Why not, for programs.
    code: Option<ErrorCode>,
    /// Why not, in the language of the request.
    reason: Option<String>,
}

impl ActionState {
    /// What the viewer may do next of these actions.
    pub(crate) fn list<A: Copy + ToString>(
        language: Language,
        actions: impl IntoIterator<Item = A>,
        policy: impl Fn(A) -> std::result::Result<(), Denial>,
        permits: impl Fn(A) -> std::result::Result<(), maillage_domain::Refusal>,
    ) -> Vec<Self> {
        let states = actions
            .into_iter()
            .filter_map(|action| Self::of(action, policy(action), || permits(action), language));
        states.collect()
    }

    /// Puts together what the policy and the life cycle say of an action. An action on a thing
    /// that the viewer may not see is left out.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "an action is an enum without fields"
    )]
    pub(crate) fn of(
        action: impl ToString,
        policy: std::result::Result<(), Denial>,
        permits: impl FnOnce() -> std::result::Result<(), maillage_domain::Refusal>,
        language: Language,
    ) -> Option<Self> {
        let (code, reason) = match policy {
            Err(Denial::Invisible) => return None,
            Err(Denial::Unauthenticated) => (
                ErrorCode::UNAUTHENTICATED,
                words::say(language, "error-UNAUTHENTICATED", &[]),
            ),
            Err(Denial::Forbidden(reason)) => (
                ErrorCode::FORBIDDEN,
                words::say(language, &format!("forbidden-{reason}"), &[]),
            ),
            Ok(()) => match permits() {
                Ok(()) => {
                    return Some(Self {
                        action: action.to_string(),
                        allowed: true,
                        code: None,
                        reason: None,
                    });
                }
                Err(refusal) => {
                    let words = words::say(
                        language,
                        &format!("refusal-{}", refusal.code),
                        &refusal.facts,
                    );
                    (ErrorCode::refusal(refusal.code), words)
                }
            },
        };
        Some(Self {
            action: action.to_string(),
            allowed: false,
            code: Some(code),
            reason: Some(reason),
        })
    }
}

/// One field that a submission changes.
#[derive(Debug, Clone, SimpleObject)]
pub(crate) struct FieldChange {
    /// The field, as named in the API.
    field: String,
    /// What is published; null when nothing was there.
    before: Option<String>,
    /// What is proposed; null when it goes away.
    after: Option<String>,
}

impl From<moderation::FieldChange> for FieldChange {
    fn from(change: moderation::FieldChange) -> Self {
        Self {
            field: change.field.to_owned(),
            before: change.before,
            after: change.after,
        }
    }
}

/// A statement of reasons for a restriction (regulation (EU) 2022/2065, article 17).
#[derive(Debug, Clone, SimpleObject)]
pub(crate) struct Statement {
    /// What is restricted.
    restriction: E<moderation::Restriction>,
    /// The facts and circumstances.
    facts: String,
    /// Its ground: a law or the hub's charter.
    ground: E<moderation::Ground>,
    /// Which law or which article.
    reference: Option<String>,
    /// Whether a machine decided.
    automated: bool,
    /// When it was decided.
    decided_at: chrono::DateTime<chrono::Utc>,
    /// How to contest the decision.
    contest: String,
}

impl Statement {
    /// The statement in the words of the request's language.
    pub(crate) fn new(statement: &moderation::Statement, language: Language) -> Self {
        let name = format!("contest-{}", statement.restriction);
        Self {
            restriction: E(statement.restriction),
            facts: statement.facts.to_string(),
            ground: E(statement.ground),
            reference: statement.reference.as_ref().map(ToString::to_string),
            automated: statement.automated,
            decided_at: statement.decided_at,
            contest: words::say(
                language,
                &name,
                &[DomainFact::new("review", statement.review)],
            ),
        }
    }
}

//! Amounts of money and of things, exact.

use super::{Problem, ProblemCode, text_enum};

/// An amount of money, exact to the cent.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    serde::Serialize,
    serde::Deserialize,
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

    /// Reads an amount of at most `most`, in euros.
    ///
    /// # Errors
    /// `MALFORMED` or `OUT_OF_RANGE`.
    pub fn parse_up_to(amount: &str, most: Self) -> Result<Self, Problem> {
        let amount = Self::parse(amount, Self::CURRENCY)?;
        if amount > most {
            return Err(Problem::new(ProblemCode::OutOfRange).with("max", most.amount()));
        }
        Ok(amount)
    }

    /// The amount in euros as a decimal string: `1250.50`.
    pub fn amount(self) -> String {
        format!("{}.{:02}", self.cents / 100, self.cents % 100)
    }
}

text_enum! {
    /// Units of quantities. In brackets the code that electronic invoices give them (UN/CEFACT Recommendations 20 and 21).
    pub enum Unit {
        /// Piece (H87).
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
        /// Pallet (XPX).
        Pallet = "PALLET",
        /// Hour (HUR).
        Hour = "HOUR",
        /// Day (DAY).
        Day = "DAY",
        /// Person (IE).
        Person = "PERSON",
        /// Full-time equivalent.
        FullTimeEquivalent = "FULL_TIME_EQUIVALENT",
    }
}

impl Unit {
    /// The code of the unit as electronic invoices write it (EN 16931, BT-130): UN/CEFACT
    /// Recommendation 20, and for packages Recommendation 21 after an `X`. There is none for a
    /// full-time equivalent.
    pub fn code(self) -> Option<&'static str> {
        Some(match self {
            Self::Piece => "H87",
            Self::Kilogram => "KGM",
            Self::Tonne => "TNE",
            Self::Metre => "MTR",
            Self::SquareMetre => "MTK",
            Self::CubicMetre => "MTQ",
            Self::Litre => "LTR",
            Self::Pallet => "XPX",
            Self::Hour => "HUR",
            Self::Day => "DAY",
            Self::Person => "IE",
            Self::FullTimeEquivalent => return None,
        })
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::TextEnum;

    #[test]
    fn money_is_exact_to_the_cent() {
        assert_eq!(Money::parse("1250.5", "EUR"), Ok(Money { cents: 125_050 }));
        assert_eq!(Money { cents: 125_050 }.amount(), "1250.50");
        for bad in ["", "-1", "1.234", "1,5", "1e3", ".5"] {
            assert!(Money::parse(bad, "EUR").is_err(), "{bad}");
        }
    }

    #[test]
    fn the_words_on_a_unit_tell_its_code() {
        for unit in Unit::ALL {
            let told = unit.describe();
            match unit.code() {
                Some(code) => assert!(told.contains(&format!("({code})")), "{told}"),
                None => assert!(!told.contains('('), "{told}"),
            }
        }
    }

    #[test]
    fn quantities_are_positive_decimals() {
        assert!(Quantity::parse("12.5", Unit::Tonne).is_ok());
        for bad in ["0", "-1", "1.2345", "x", ""] {
            assert!(Quantity::parse(bad, Unit::Piece).is_err(), "{bad}");
        }
    }
}

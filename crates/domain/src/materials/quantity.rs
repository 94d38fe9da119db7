//! In which quantities material is counted, and what they weigh.

use std::{
    fmt,
    ops::{Add, Neg, Sub},
};

use rust_decimal::Decimal;

use crate::values::{Faults, Money, Problem, ProblemCode, Quantity, Unit};

/// Whether material is counted in a unit: those of time and of people are not for it.
pub fn is_material(unit: Unit) -> bool {
    match unit {
        Unit::Piece
        | Unit::Kilogram
        | Unit::Tonne
        | Unit::Metre
        | Unit::SquareMetre
        | Unit::CubicMetre
        | Unit::Litre
        | Unit::Pallet => true,
        Unit::Hour | Unit::Day | Unit::Person | Unit::FullTimeEquivalent => false,
    }
}

/// How much of a unit, in thousandths of it, so that sums are exact. What a move changes may be
/// negative, a stock never is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Amount(i64);

impl Amount {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// The most that one lot has, and the most that is given at once: ten million.
    pub const MOST: Self = Self(10_000_000_000);

    /// So many thousandths.
    pub const fn of_thousandths(thousandths: i64) -> Self {
        Self(thousandths)
    }

    /// How many thousandths.
    pub const fn thousandths(self) -> i64 {
        self.0
    }

    /// The number itself.
    pub fn decimal(self) -> Decimal {
        Decimal::new(self.0, 3).normalize()
    }

    /// What so much comes to at a price for one unit, rounded half up to the cent.
    pub fn at(self, price: Money) -> Money {
        let cents = i128::from(price.cents) * i128::from(self.0);
        Money {
            cents: half_up(cents, 1_000),
        }
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.decimal().fmt(f)
    }
}

impl Add for Amount {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Amount {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Neg for Amount {
    type Output = Self;

    fn neg(self) -> Self {
        Self(self.0.saturating_neg())
    }
}

/// Divides once, rounded half up. What is divided is never negative, and bounded far below what does
/// not fit.
fn half_up(number: i128, divisor: i128) -> i64 {
    let rounded = (2 * number + divisor) / (2 * divisor);
    i64::try_from(rounded).unwrap_or(i64::MAX)
}

/// How much material: an exact number above zero with at most three decimals, whole for pieces and
/// pallets, at most ten million.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MaterialQuantity {
    amount: Amount,
    unit: Unit,
}

impl MaterialQuantity {
    /// Reads a decimal number of a unit for material.
    ///
    /// # Errors
    /// On `unit`: `INCONSISTENT` (with `material`) when it is not for material. On `value`:
    /// `MALFORMED`, also with a part of a piece or pallet; `OUT_OF_RANGE`.
    pub fn parse(value: &str, unit: Unit) -> Result<Self, Faults> {
        let mut faults = Faults::new();
        if !is_material(unit) {
            let problem = Problem::new(ProblemCode::Inconsistent).with("with", "material");
            faults.note("unit", problem);
        }
        match faults.take("value", Self::amount_of(value, unit)) {
            Some(amount) if faults.is_empty() => Ok(Self { amount, unit }),
            _ => Err(faults),
        }
    }

    /// Reads what was counted of a stock, which may be nothing.
    ///
    /// # Errors
    /// As [`Self::parse`].
    pub fn parse_count(value: &str, unit: Unit) -> Result<Self, Faults> {
        let nothing = Decimal::from_str_exact(value.trim()).is_ok_and(|value| value.is_zero());
        if nothing && is_material(unit) {
            let amount = Amount::ZERO;
            return Ok(Self { amount, unit });
        }
        Self::parse(value, unit)
    }

    fn amount_of(value: &str, unit: Unit) -> Result<Amount, Problem> {
        let value = Quantity::parse(value, unit)?.value;
        if matches!(unit, Unit::Piece | Unit::Pallet) && !value.is_integer() {
            return Err(Problem::new(ProblemCode::Malformed).with("expected", "12"));
        }
        let out_of_range = || {
            Problem::new(ProblemCode::OutOfRange)
                .with("min", "0.001")
                .with("max", Amount::MOST)
        };
        let thousandths = (value * Decimal::ONE_THOUSAND).normalize();
        i64::try_from(thousandths)
            .map(Amount)
            .ok()
            .filter(|amount| *amount <= Amount::MOST)
            .ok_or_else(out_of_range)
    }

    /// How much.
    pub fn amount(self) -> Amount {
        self.amount
    }

    /// Of what.
    pub fn unit(self) -> Unit {
        self.unit
    }
}

/// A weight, exact to the gram.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Weight {
    grams: i64,
}

impl Weight {
    /// The most that one unit of a lot weighs: a hundred tonnes.
    const MOST_OF_ONE: Self = Self { grams: 100_000_000 };

    /// So many grams.
    pub const fn of_grams(grams: i64) -> Self {
        Self { grams }
    }

    /// How many grams.
    pub const fn grams(self) -> i64 {
        self.grams
    }

    /// Reads a weight above nothing in kilograms or tonnes.
    ///
    /// # Errors
    /// On `unit`: `INCONSISTENT` (with `weight`). On `value`: `MALFORMED`, `OUT_OF_RANGE`.
    pub fn parse(value: &str, unit: Unit) -> Result<Self, Faults> {
        let quantity = MaterialQuantity::parse(value, unit);
        let no_weight = || {
            let problem = Problem::new(ProblemCode::Inconsistent).with("with", "weight");
            Faults::one("unit", problem)
        };
        match unit {
            Unit::Kilogram | Unit::Tonne => {
                let quantity = quantity?;
                Self::of(quantity.amount, unit, None).ok_or_else(no_weight)
            }
            _ => Err(no_weight()),
        }
    }

    /// Reads what one unit of a lot weighs, up to a hundred tonnes.
    ///
    /// # Errors
    /// As [`Self::parse`].
    pub fn parse_of_one(value: &str, unit: Unit) -> Result<Self, Faults> {
        let weight = Self::parse(value, unit)?;
        if weight > Self::MOST_OF_ONE {
            let problem = Problem::new(ProblemCode::OutOfRange).with("max", "100000");
            return Err(Faults::one("value", problem));
        }
        Ok(weight)
    }

    /// What so much of a unit weighs: by itself where the unit is one of weight, else by what one of
    /// them weighs, where that is known; rounded half up to the gram.
    pub fn of(amount: Amount, unit: Unit, of_one: Option<Self>) -> Option<Self> {
        let grams = match unit {
            Unit::Kilogram => amount.0,
            Unit::Tonne => amount.0.saturating_mul(1_000),
            _ => half_up(i128::from(of_one?.grams) * i128::from(amount.0), 1_000),
        };
        Some(Self { grams })
    }

    /// In kilograms.
    pub fn kilograms(self) -> Decimal {
        Decimal::new(self.grams, 3).normalize()
    }

    /// In tonnes.
    pub fn tonnes(self) -> Decimal {
        Decimal::new(self.grams, 6).normalize()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn told(value: &str, unit: Unit) -> Result<String, String> {
        MaterialQuantity::parse(value, unit)
            .map(|quantity| quantity.amount().to_string())
            .map_err(|faults| faults.to_string())
    }

    #[test]
    fn material_is_measured_exactly_and_counted_in_whole_pieces() {
        for (value, unit, kept) in [
            ("12", Unit::Piece, "12"),
            ("12.000", Unit::Pallet, "12"),
            ("0.125", Unit::CubicMetre, "0.125"),
            (" 2.50 ", Unit::Tonne, "2.5"),
            ("10000000", Unit::Litre, "10000000"),
        ] {
            assert_eq!(told(value, unit), Ok(kept.into()));
        }
        for (value, unit, fault) in [
            ("0.5", Unit::Piece, "value: MALFORMED"),
            ("1.001", Unit::Pallet, "value: MALFORMED"),
            ("1.0001", Unit::Kilogram, "value: OUT_OF_RANGE"),
            ("10000000.001", Unit::Kilogram, "value: OUT_OF_RANGE"),
            ("0", Unit::Litre, "value: OUT_OF_RANGE"),
            ("-1", Unit::Metre, "value: OUT_OF_RANGE"),
            ("un", Unit::SquareMetre, "value: MALFORMED"),
            ("1", Unit::Hour, "unit: INCONSISTENT"),
            (
                "x",
                Unit::FullTimeEquivalent,
                "unit: INCONSISTENT, value: MALFORMED",
            ),
        ] {
            assert_eq!(told(value, unit), Err(fault.into()), "{value} {unit}");
        }
    }

    #[test]
    fn nothing_can_be_counted_and_cannot_be_given() {
        let counted = MaterialQuantity::parse_count("0.0", Unit::Piece).expect("a count");
        assert_eq!(counted.amount(), Amount::ZERO);
        assert!(MaterialQuantity::parse_count("-1", Unit::Piece).is_err());
        assert!(MaterialQuantity::parse_count("0", Unit::Day).is_err());
    }

    #[test]
    fn what_is_for_material_has_a_code_of_its_own() {
        let codes: Vec<_> = (Unit::ALL.iter())
            .filter(|unit| is_material(**unit))
            .filter_map(|unit| unit.code())
            .collect();
        let expected = ["H87", "KGM", "TNE", "MTR", "MTK", "MTQ", "LTR", "XPX"];
        assert_eq!(codes, expected);
    }

    #[test]
    fn a_weight_is_told_by_the_unit_or_by_what_one_weighs_and_else_is_not_known() {
        let weigh = |value, unit, of_one| {
            let quantity = MaterialQuantity::parse(value, unit).expect("a quantity");
            Weight::of(quantity.amount(), unit, of_one).map(|weight| weight.tonnes().to_string())
        };
        let of_one = Some(Weight::of_grams(12_340));
        assert_eq!(weigh("1500", Unit::Kilogram, None).as_deref(), Some("1.5"));
        assert_eq!(
            weigh("0.001", Unit::Kilogram, None).as_deref(),
            Some("0.000001")
        );
        assert_eq!(weigh("1.5", Unit::Tonne, None).as_deref(), Some("1.5"));
        assert_eq!(weigh("3", Unit::Piece, None), None);
        assert_eq!(weigh("3", Unit::Piece, of_one).as_deref(), Some("0.03702"));
        assert_eq!(
            weigh("0.125", Unit::CubicMetre, of_one).as_deref(),
            Some("0.001543"),
            "1542.5 g, half up"
        );
    }

    #[test]
    fn weights_are_given_in_kilograms_or_tonnes() {
        let told = |value, unit| {
            Weight::parse(value, unit)
                .map(Weight::grams)
                .map_err(|faults| faults.to_string())
        };
        assert_eq!(told("12.345", Unit::Kilogram), Ok(12_345));
        assert_eq!(told("0.5", Unit::Tonne), Ok(500_000));
        assert_eq!(told("1", Unit::Litre), Err("unit: INCONSISTENT".to_owned()));
        assert!(told("0", Unit::Kilogram).is_err());
        assert!(Weight::parse_of_one("100", Unit::Tonne).is_ok());
        assert!(Weight::parse_of_one("100.001", Unit::Tonne).is_err());
    }

    proptest! {
        #[test]
        fn what_is_weighed_in_kilograms_is_known_to_the_gram(grams in 1..10_000_000_000_i64) {
            let kilograms = Decimal::new(grams, 3).to_string();
            let weight = Weight::parse(&kilograms, Unit::Kilogram).expect("a weight");
            prop_assert_eq!(weight.grams(), grams);
            prop_assert_eq!(weight.tonnes(), Decimal::new(grams, 6));
        }

        #[test]
        fn what_a_price_comes_to_is_within_half_a_cent(cents in 0..100_000_000_i64, thousandths in 0..10_000_000_000_i64) {
            let price = Amount::of_thousandths(thousandths).at(Money { cents });
            let exact = i128::from(cents) * i128::from(thousandths);
            let error = i128::from(price.cents) * 1_000 - exact;
            prop_assert!((-500..=500).contains(&error) && error != -500);
        }
    }
}

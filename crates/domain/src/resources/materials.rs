//! In which quantities material is counted, and what they weigh.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::values::{Faults, Problem, ProblemCode, Quantity, Unit};

/// The code of a unit in which material is counted, as electronic invoices write it (EN 16931,
/// BT-130): UN/CEFACT Recommendation 20, and for packages Recommendation 21 after an `X`. `None`
/// for units of time and of people, which are not for material.
pub fn material_code(unit: Unit) -> Option<&'static str> {
    match unit {
        Unit::Piece => Some("H87"),
        Unit::Kilogram => Some("KGM"),
        Unit::Tonne => Some("TNE"),
        Unit::Metre => Some("MTR"),
        Unit::SquareMetre => Some("MTK"),
        Unit::CubicMetre => Some("MTQ"),
        Unit::Litre => Some("LTR"),
        Unit::Pallet => Some("XPX"),
        Unit::Hour | Unit::Day | Unit::Person | Unit::FullTimeEquivalent => None,
    }
}

/// How much material: an exact number above zero with at most three decimals, whole for pieces and
/// pallets.
///
/// As JSON it has the form of [`Quantity`], and reading it checks it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Quantity", into = "Quantity")]
pub struct MaterialQuantity(Quantity);

impl MaterialQuantity {
    /// Reads a decimal number of a unit for material.
    ///
    /// # Errors
    /// On `unit`: `INCONSISTENT` (with `material`) when it is not for material. On `value`:
    /// `MALFORMED`, also with a part of a piece or pallet; `OUT_OF_RANGE`.
    pub fn parse(value: &str, unit: Unit) -> Result<Self, Faults> {
        let mut faults = Faults::new();
        if material_code(unit).is_none() {
            let problem = Problem::new(ProblemCode::Inconsistent).with("with", "material");
            faults.note("unit", problem);
        }
        let quantity = Quantity::parse(value, unit).and_then(|quantity| {
            let in_parts = !quantity.value.is_integer();
            if in_parts && matches!(unit, Unit::Piece | Unit::Pallet) {
                return Err(Problem::new(ProblemCode::Malformed).with("expected", "12"));
            }
            Ok(quantity)
        });
        match faults.take("value", quantity) {
            Some(quantity) if faults.is_empty() => Ok(Self(quantity)),
            _ => Err(faults),
        }
    }

    /// How much.
    pub fn value(self) -> Decimal {
        self.0.value
    }

    /// Of what.
    pub fn unit(self) -> Unit {
        self.0.unit
    }

    /// What it weighs in tonnes, exactly, where its unit is one of weight.
    pub fn tonnes(self) -> Option<Decimal> {
        match self.0.unit {
            Unit::Tonne => Some(self.0.value),
            Unit::Kilogram => Some((self.0.value * Decimal::new(1, 3)).normalize()),
            _ => None,
        }
    }
}

impl TryFrom<Quantity> for MaterialQuantity {
    type Error = Faults;

    fn try_from(quantity: Quantity) -> Result<Self, Faults> {
        Self::parse(&quantity.value.to_string(), quantity.unit)
    }
}

impl From<MaterialQuantity> for Quantity {
    fn from(quantity: MaterialQuantity) -> Self {
        quantity.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn told(value: &str, unit: Unit) -> Result<String, String> {
        MaterialQuantity::parse(value, unit)
            .map(|quantity| quantity.value().to_string())
            .map_err(|faults| faults.to_string())
    }

    #[test]
    fn material_is_measured_exactly_and_counted_in_whole_pieces() {
        for (value, unit, kept) in [
            ("12", Unit::Piece, "12"),
            ("12.000", Unit::Pallet, "12"),
            ("0.125", Unit::CubicMetre, "0.125"),
            (" 2.50 ", Unit::Tonne, "2.5"),
        ] {
            assert_eq!(told(value, unit), Ok(kept.into()));
        }
        for (value, unit, fault) in [
            ("0.5", Unit::Piece, "value: MALFORMED"),
            ("1.001", Unit::Pallet, "value: MALFORMED"),
            ("1.0001", Unit::Kilogram, "value: OUT_OF_RANGE"),
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
    fn every_unit_of_material_has_a_code_of_its_own() {
        let codes: Vec<_> = (Unit::ALL.iter())
            .filter_map(|unit| material_code(*unit))
            .collect();
        let expected = ["H87", "KGM", "TNE", "MTR", "MTK", "MTQ", "LTR", "XPX"];
        assert_eq!(codes, expected);
    }

    #[test]
    fn weights_are_told_in_tonnes_and_nothing_else_is() {
        let tonnes = |value, unit| {
            let quantity = MaterialQuantity::parse(value, unit).expect("a quantity");
            quantity.tonnes().map(|tonnes| tonnes.to_string())
        };
        assert_eq!(tonnes("1500", Unit::Kilogram).as_deref(), Some("1.5"));
        assert_eq!(tonnes("0.001", Unit::Kilogram).as_deref(), Some("0.000001"));
        assert_eq!(tonnes("1.5", Unit::Tonne).as_deref(), Some("1.5"));
        for unit in [Unit::Piece, Unit::Pallet, Unit::Litre, Unit::CubicMetre] {
            assert_eq!(tonnes("3", unit), None, "{unit}");
        }
    }

    #[test]
    fn json_is_read_back_and_checked() {
        let quantity = MaterialQuantity::parse("2.5", Unit::Kilogram).expect("a quantity");
        let json = serde_json::to_string(&quantity).expect("JSON");
        assert_eq!(
            serde_json::from_str::<MaterialQuantity>(&json).expect("read"),
            quantity
        );
        for wrong in [
            json.replace("KILOGRAM", "PIECE"),
            json.replace("2.5", "-2.5"),
        ] {
            assert!(
                serde_json::from_str::<MaterialQuantity>(&wrong).is_err(),
                "{wrong}"
            );
        }
    }

    proptest! {
        #[test]
        fn tonnes_are_a_thousandth_of_kilograms_to_the_gram(grams in 1..1_000_000_000_000_i64) {
            let kilograms = Decimal::new(grams, 3).to_string();
            let quantity = MaterialQuantity::parse(&kilograms, Unit::Kilogram).expect("a quantity");
            prop_assert_eq!(quantity.tonnes(), Some(Decimal::new(grams, 6)));
        }
    }
}

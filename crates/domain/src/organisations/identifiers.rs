//! The identifiers of legal bodies in France.

use crate::values::{Problem, ProblemCode, text_enum, text_value};

text_value! {
    /// SIREN: 9 digits, the last a Luhn check digit.
    Siren(|text| {
        let digits = digits(text, 9)?;
        if luhn(&digits) { Ok(digits) } else { Err(Problem::new(ProblemCode::Checksum)) }
    })
}
text_value! {
    /// SIRET: 14 digits, Luhn, beginning with a valid SIREN. The establishments of La Poste
    /// (356000000) may instead have a sum of digits divisible by 5.
    Siret(|text| {
        let digits = digits(text, 14)?;
        let sum: u32 = digits.bytes().map(|digit| u32::from(digit - b'0')).sum();
        let poste = digits.starts_with(LA_POSTE) && sum.is_multiple_of(5);
        if (luhn(&digits) || poste) && luhn(&digits[..9]) {
            Ok(digits)
        } else {
            Err(Problem::new(ProblemCode::Checksum))
        }
    })
}
text_value! {
    /// RNA number of an association: W, a department digit, a digit or a letter, seven digits
    /// (Mayotte has letters: W9T1002867).
    Rna(|text| {
        let text = text.trim().to_uppercase();
        let bytes = text.as_bytes();
        let well_formed = bytes.len() == 10
            && bytes[0] == b'W'
            && bytes[1].is_ascii_digit()
            && (bytes[2].is_ascii_digit() || bytes[2].is_ascii_uppercase())
            && bytes[3..].iter().all(u8::is_ascii_digit);
        if well_formed { Ok(text) } else { Err(Problem::new(ProblemCode::Malformed).with("expected", "W123456789")) }
    })
}
text_value! {
    /// INSEE legal category, four digits.
    LegalCategory(|text| digits(text, 4))
}
text_value! {
    /// A French postal code, five digits.
    PostalCode(|text| digits(text, 5))
}

const LA_POSTE: &str = "356000000";

impl Siret {
    /// The SIREN it begins with.
    pub fn siren(&self) -> Siren {
        Siren(self.as_str()[..9].to_owned())
    }
}

text_enum! {
    /// The edition of the French classification of activities a code belongs to.
    pub enum NafNomenclature {
        /// NAF rev. 2, in force until 31 December 2026.
        Rev2 = "NAF_REV2",
        /// NAF 2025, in force from 1 January 2027.
        Naf2025 = "NAF_2025",
    }
}

/// Main activity: the code with its nomenclature, because the same code changes meaning.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Naf {
    /// Which edition.
    pub nomenclature: NafNomenclature,
    /// Four digits and a letter with a dot: `93.12Z`.
    pub code: String,
}

impl Naf {
    /// Reads a code, with or without its dot.
    ///
    /// # Errors
    /// `MALFORMED`.
    pub fn parse(nomenclature: NafNomenclature, code: &str) -> Result<Self, Problem> {
        let compact: String = code
            .trim()
            .to_uppercase()
            .chars()
            .filter(|c| *c != '.')
            .collect();
        let bytes = compact.as_bytes();
        let well_formed = bytes.len() == 5
            && bytes[..4].iter().all(u8::is_ascii_digit)
            && bytes[4].is_ascii_uppercase();
        if !well_formed {
            return Err(Problem::new(ProblemCode::Malformed).with("expected", "93.12Z"));
        }
        Ok(Self {
            nomenclature,
            code: format!("{}.{}", &compact[..2], &compact[2..]),
        })
    }
}

/// The digits of `text`, spaces left out, when there are exactly `length`.
fn digits(text: &str, length: usize) -> Result<String, Problem> {
    let compact: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if compact.is_empty() {
        return Err(Problem::new(ProblemCode::Required));
    }
    if compact.len() == length && compact.bytes().all(|byte| byte.is_ascii_digit()) {
        Ok(compact)
    } else {
        Err(Problem::new(ProblemCode::Malformed).with("expected", format!("{length} digits")))
    }
}

/// ISO/IEC 7812-1 annex B.
fn luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(position, byte)| {
            let digit = u32::from(byte - b'0');
            match (position % 2, digit) {
                (0, digit) => digit,
                (_, digit) if digit < 5 => digit * 2,
                (_, digit) => digit * 2 - 9,
            }
        })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sirets_are_checked_by_luhn_and_those_of_la_poste_by_their_sum() {
        for good in [
            "35600000000048",
            "35600000009075",
            "35600000009093",
            "73282932000074",
            "732 829 320 00074",
        ] {
            assert!(Siret::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "35600000009090",
            "73282932000075",
            "7328293200007",
            "732829320000741",
            "",
        ] {
            assert!(Siret::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_siren_of_a_siret_is_its_first_nine_digits() {
        let siret = Siret::parse("73282932000074").expect("valid");
        assert_eq!(siret.siren(), Siren::parse("732 829 320").expect("valid"));
        assert_eq!(
            Siren::parse("732829321").expect_err("checksum").code,
            ProblemCode::Checksum
        );
    }

    #[test]
    fn an_association_of_mayotte_has_letters_in_its_rna_number() {
        for good in ["W9T1002867", "W301000624", "w301000624"] {
            assert!(Rna::parse(good).is_ok(), "{good}");
        }
        for bad in ["W30100062", "X301000624", "W3010006244", "W30100062A"] {
            assert!(Rna::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn an_activity_code_keeps_its_nomenclature_and_its_dot() {
        let naf = Naf::parse(NafNomenclature::Rev2, "9312z").expect("valid");
        assert_eq!(naf.code, "93.12Z");
        assert!(Naf::parse(NafNomenclature::Naf2025, "93.1").is_err());
    }
}

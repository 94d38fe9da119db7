//! Passwords as people type them.

use zxcvbn::{Score, zxcvbn};

use crate::values::{Problem, ProblemCode};

/// What everybody who is asked for a password here thinks of first, beside the lists of the crate,
/// which know English and QWERTY.
const HABITS: &[&str] = &[
    "maillage",
    "ptce",
    "motdepasse",
    "passe",
    "azertyuiop",
    "azerty",
    "qsdfghjklm",
    "wxcvbn",
];

/// Shortest part of a name or an address that a password is looked through for, in characters.
const PART: usize = 3;
/// Most parts; a name as typed may be of any length.
const MOST_PARTS: usize = 50;

/// How many characters are judged: what begins well is not made worse by what follows, and judging
/// a hundred takes a second where many of them stand for letters.
const JUDGED: usize = 32;

/// What zxcvbn also reads as letters. It tries every combination of those that stand in a password.
const FOR_LETTERS: &str = "0123456789@({[<!|$+%";

/// How many different ones are judged: as many as there are digits. Twice as many take ten times as
/// long as hashing.
const MOST_FOR_LETTERS: usize = 10;

/// A password as typed. Never printed, never stored.
#[derive(Clone)]
pub struct Password(String);

/// A new password that is long enough and not yet judged, since that takes a while. Never printed.
#[derive(Clone)]
pub struct NewPassword(String);

impl NewPassword {
    /// 12 to 128 characters, any of them (NIST SP 800-63B: length, no composition rules).
    ///
    /// # Errors
    /// `TOO_SHORT`, `TOO_LONG`.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let length = text.chars().count();
        if length < Password::MIN {
            return Err(Problem::new(ProblemCode::TooShort)
                .with("min", Password::MIN)
                .with("length", length));
        }
        if length > Password::MAX {
            return Err(Problem::new(ProblemCode::TooLong)
                .with("max", Password::MAX)
                .with("length", length));
        }
        Ok(Self(text.to_owned()))
    }

    /// Accepts what is not guessed soon: no common passwords and words, repetitions, sequences, nor
    /// what is known of the person (`known`: their name, their address, the platform's), also with a
    /// few characters added or exchanged. It takes milliseconds of work, as hashing does.
    ///
    /// # Errors
    /// `GUESSABLE`.
    pub fn judge(self, known: &[impl AsRef<str>]) -> Result<Password, Problem> {
        // Fewer than a hundred million guesses: who has stolen the hashes tries them within weeks.
        if zxcvbn(judged(&self.0), &parts(known)).score() < Score::Three {
            return Err(Problem::new(ProblemCode::Guessable));
        }
        Ok(Password(self.0))
    }
}

impl Password {
    /// Shortest accepted, in characters.
    pub const MIN: usize = 12;
    /// Longest accepted, in characters.
    pub const MAX: usize = 128;

    /// A password typed to sign in; anything goes, up to the longest that can exist.
    pub fn presented(text: &str) -> Self {
        Self(text.chars().take(Self::MAX + 1).collect())
    }

    /// The secret itself, for hashing.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

/// The beginning that is judged.
fn judged(text: &str) -> &str {
    let mut met = Vec::new();
    let mut characters = text.char_indices().enumerate();
    let end = characters.find(|(count, (_, character))| {
        if FOR_LETTERS.contains(*character) && !met.contains(character) {
            met.push(*character);
        }
        *count == JUDGED || met.len() > MOST_FOR_LETTERS
    });
    end.map_or(text, |(_, (at, _))| &text[..at])
}

/// What is known of the person: whole, an address also by its halves, and word by word.
fn parts(known: &[impl AsRef<str>]) -> Vec<&str> {
    let whole = || known.iter().map(AsRef::as_ref);
    let halves = whole().flat_map(|text| text.split(['@', '/']));
    let words = whole().flat_map(|text| text.split(|c: char| !c.is_alphanumeric()));
    let all = whole().chain(halves).chain(words);
    all.filter(|part| part.chars().count() >= PART)
        .take(MOST_PARTS)
        .chain(HABITS.iter().copied())
        .collect()
}

impl std::fmt::Debug for NewPassword {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NewPassword(…)")
    }
}

impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Password(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: &[&str] = &[
        "Jeanne Peyrebelle",
        "jeanne@recyclerie.test",
        "https://maillage.exemple.test",
    ];

    fn chosen(text: &str) -> Result<(), ProblemCode> {
        NewPassword::parse(text)
            .and_then(|password| password.judge(KNOWN))
            .map(drop)
            .map_err(|problem| problem.code)
    }

    #[test]
    fn a_password_has_twelve_to_a_hundred_and_twenty_eight_characters() {
        assert_eq!(chosen("onze pommes"), Err(ProblemCode::TooShort));
        assert_eq!(chosen("douze pommes"), Ok(()));
        assert_eq!(
            chosen("éàçùîôêœñüöÿ"),
            Ok(()),
            "characters are counted, not bytes"
        );
        assert_eq!(chosen(&"a1 ".repeat(43)), Err(ProblemCode::TooLong));
    }

    #[test]
    fn what_is_guessed_soon_is_no_password() {
        for text in [
            "password1234",
            "Password2026!",
            "P@ssw0rd1234",
            "123456789012",
            "qwertyuiop12",
            "azertyuiop12",
            "motdepasse123",
            "Motdepasse2026",
            "iloveyou1234",
            "aaaaaaaaaaaa",
            "abcabcabcabc",
            "azertyazerty",
            "abcdefghijkl",
        ] {
            assert_eq!(chosen(text), Err(ProblemCode::Guessable), "{text}");
        }
    }

    #[test]
    fn neither_is_what_is_known_of_the_person_or_the_platform() {
        for text in [
            "JEANNE@recyclerie.test",
            "Jeanne Peyrebelle",
            "peyrebellejeanne",
            "Peyrebelle2026",
            "recyclerie2026!",
            "maillage.exemple.test",
            "maillagemaillage",
        ] {
            assert_eq!(chosen(text), Err(ProblemCode::Guessable), "{text}");
        }
    }

    #[test]
    fn a_few_words_that_have_nothing_to_do_with_each_other_are_good() {
        for text in [
            "une phrase de passe longue",
            "tracteur violet sous la pluie",
            "coopération-en-démo",
            "x8Jq2vLr0TzN",
        ] {
            assert_eq!(chosen(text), Ok(()), "{text}");
        }
    }

    #[test]
    fn of_a_password_that_is_dear_to_judge_only_the_beginning_is_judged() {
        assert_eq!(judged("p@ssw0rd!2026"), "p@ssw0rd!2026");
        assert_eq!(judged("éà12345678901234567890"), "éà12345678901234567890");
        assert_eq!(judged(&"é".repeat(40)), "é".repeat(JUDGED));
        let dear = "@4831!|0$57+%2({<[69@4831!|0$57+";
        assert_eq!(judged(dear), "@4831!|0$5");
        assert_eq!(chosen(dear), Ok(()), "it begins well");
        assert_eq!(
            chosen("1234567890!@$%(){}[]<>|+"),
            Err(ProblemCode::Guessable),
            "it does not"
        );
    }

    #[test]
    fn a_password_is_never_printed() {
        let secret = NewPassword::parse("tracteur violet").expect("long enough");
        assert_eq!(format!("{secret:?}"), "NewPassword(…)");
        let secret = secret.judge(KNOWN).expect("a good one");
        assert_eq!(format!("{secret:?}"), "Password(…)");
    }
}

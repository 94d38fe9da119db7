//! The words of needs and resources, as they are compared.
//!
//! A word counts in the form in which texts are searched (`values::fold`), without the endings of the
//! French and English plural, so that `vélos` finds `Vélo`. A stemmer of a library would find more
//! (`réparer`, `réparation`), and things that nobody could explain; it also wants to know the language
//! of each text, and its accents. Words that are short, that are numbers or that stand in every text
//! count for nothing.

use std::collections::{BTreeMap, BTreeSet};

use super::{WORD_IN_BOTH_TITLES, WORD_IN_ONE_TITLE, WORD_IN_TEXTS};
use crate::values::fold;

/// The words of a need or a resource.
#[derive(Debug, Clone, Default)]
pub(super) struct Words {
    /// By the form in which they are compared: as first written, and whether in the title.
    words: BTreeMap<String, (String, bool)>,
}

impl Words {
    /// The words of a title and of the texts below it.
    pub(super) fn of<'a>(title: &'a str, texts: impl IntoIterator<Item = &'a str>) -> Self {
        let mut words = Self::default();
        words.read(title, true);
        for text in texts {
            words.read(text, false);
        }
        words
    }

    fn read(&mut self, text: &str, in_title: bool) {
        for written in text.split(|c: char| !c.is_alphanumeric()) {
            let folded = fold(written);
            if let Some(stem) = stem(&folded) {
                let word = || (written.to_lowercase(), in_title);
                self.words.entry(stem).or_insert_with(word);
            }
        }
    }

    /// The words that another has too, as they are written here, with what each counts: those that
    /// count most first, then in the order of the alphabet.
    pub(super) fn shared_with(&self, other: &Self) -> Vec<(u8, &str)> {
        let shared = self.words.iter().filter_map(|(stem, (word, in_title))| {
            let (_, in_other_title) = other.words.get(stem)?;
            let points = match (in_title, in_other_title) {
                (true, true) => WORD_IN_BOTH_TITLES,
                (true, false) | (false, true) => WORD_IN_ONE_TITLE,
                (false, false) => WORD_IN_TEXTS,
            };
            Some((points, word.as_str()))
        });
        let mut shared: Vec<_> = shared.collect();
        shared.sort_by(|(one, word), (other, next)| other.cmp(one).then_with(|| word.cmp(next)));
        shared
    }
}

/// The least number of letters of a word that counts.
const LEAST: usize = 3;

/// A folded word without the ending of its plural; nothing for a word that says nothing.
fn stem(folded: &str) -> Option<String> {
    let says_something = folded.chars().count() >= LEAST
        && !folded.starts_with(|c: char| c.is_numeric())
        && !STOP.contains(folded);
    says_something.then(|| singular(folded))
}

/// `materiaux`, `materiau` and `material` are one word, and so are `bureaux` and `bureau`. What loses
/// its end without being a plural (`prix`, `campus`) loses it wherever it stands. Words of three letters
/// are left as they are.
fn singular(word: &str) -> String {
    if word.chars().count() <= LEAST {
        return word.to_owned();
    }
    let one = word.strip_suffix(['s', 'x']).unwrap_or(word);
    match one.strip_suffix("au") {
        Some(rest) if !rest.ends_with('e') => format!("{rest}al"),
        _ => one.to_owned(),
    }
}

/// Words that stand in every text, in the form in which they are compared.
static STOP: std::sync::LazyLock<BTreeSet<&'static str>> =
    std::sync::LazyLock::new(|| STOP_WORDS.split_whitespace().collect());

const STOP_WORDS: &str = "
    afin ainsi alors apres assez aucun aux car les lui moi nos non toi tes vos aucune aujourd aupres aussi autour autre autres avant avec avoir
    beaucoup bien cela celle celles celui cent cependant ces cet cette ceux chacun chacune chaque chez
    cinq comme comment contre dans deja depuis derriere des dessous dessus deux devant dix doit doivent donc dont
    durant elle elles encore enfin ensuite entre environ est etaient etait etant ete etes etre eux fait faire
    faut font fut hors huit ici ils jamais jusqu jusque lequel laquelle lesquels lesquelles leur leurs
    lors lorsque mais meme memes merci mes mieux moins mon neuf nos notre nous onze ont oui par parce parmi
    pas pendant peu peut peuvent plus plusieurs plutot pour pourquoi pres puis quand quatre que quel quelle
    quelles quels quelque quelques qui quinze quoi quoique rien sans sauf selon sept sera seront ses seul
    seule si sinon six soit sommes son sont sous souvent suis sur tandis tant tel telle tels telles ton tous
    tout toute toutes tres treize trois trop une vers vingt voici voila vos votre vous
    about after again all also and any are because been before being below between both but can could does
    doing down during each few for from further had has have having here how into its itself just more most
    not now off once one only other our ours out over own same should some such than that the their theirs
    them then there these they this those three through too two under until very was were what when where
    which while who whom why will with without would you your yours
";

#[cfg(test)]
mod tests {
    use super::*;

    fn shared(one: (&str, &str), other: (&str, &str)) -> Vec<(u8, String)> {
        let (one, other) = (Words::of(one.0, [one.1]), Words::of(other.0, [other.1]));
        let shared = one.shared_with(&other);
        let shared = shared.into_iter();
        shared
            .map(|(points, word)| (points, word.to_owned()))
            .collect()
    }

    #[test]
    fn a_word_in_two_titles_counts_most_and_one_in_two_texts_least() {
        let need = (
            "Camion de tournée",
            "Avec hayon, pour des palettes de bouteilles.",
        );
        let offer = (
            "Camion 20 m³",
            "Un hayon, deux palettes; pas de tournée le soir.",
        );
        assert_eq!(
            shared(need, offer),
            [
                (20, "camion".to_owned()),
                (10, "tournée".to_owned()),
                (5, "hayon".to_owned()),
                (5, "palettes".to_owned()),
            ]
        );
    }

    #[test]
    fn accents_case_ligatures_and_plurals_make_no_difference() {
        for (one, other) in [
            ("Vélos", "VELO"),
            ("Œuvres", "oeuvre"),
            ("Matériaux", "matériau"),
            ("Locaux", "local"),
            ("Bureaux", "bureau"),
            ("Salles", "salle"),
            ("Outils", "outil"),
            ("Tapis", "tapis"),
            ("Jeux", "jeu"),
            ("Chariots élévateurs", "un chariot-élévateur"),
            ("L’atelier", "atelier"),
            ("Trucks", "truck"),
        ] {
            assert!(!shared((one, ""), (other, "")).is_empty(), "{one} {other}");
        }
    }

    #[test]
    fn other_words_stay_apart() {
        for (one, other) in [
            ("Bus", "but"),
            ("Prix", "prise"),
            ("Mars", "mare"),
            ("Tables", "tablette"),
        ] {
            assert!(shared((one, ""), (other, "")).is_empty(), "{one} {other}");
        }
    }

    #[test]
    fn small_words_and_numbers_say_nothing() {
        let text = "Avec ou sans les 20 m³ de la salle, pour tous, with the 20m";
        let other = "20 m³ : avec tous ceux qui les ont, 20m, with the";
        assert!(shared((text, text), (other, other)).is_empty());
    }

    #[test]
    fn each_stop_word_is_written_as_words_are_compared() {
        for word in STOP_WORDS.split_whitespace() {
            assert_eq!(fold(word), word);
        }
    }
}

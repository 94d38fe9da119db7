//! The official list of communes (docs/data.md says where it comes from and how to renew it).
//!
//! The file is searched as it is, by binary search over its sorted lines: nothing is parsed when
//! the program starts, nothing is allocated to look a code up.

use crate::values::{Problem, ProblemCode, fold, text_value};

/// `#` lines, then one line for each commune, in the bytewise order of the codes. `#` sorts before every code.
const LIST: &str = include_str!("../data/communes.tsv");

text_value! {
    /// The INSEE code of a commune, or of a municipal district of Paris, Lyon or Marseille: well
    /// formed (`2A004`, `34172`) and in the official list.
    CommuneCode(commune_code)
}

impl CommuneCode {
    /// What the list says of it. `None` only for a code read back under a later edition that no
    /// longer has it.
    pub fn commune(&self) -> Option<Commune> {
        find(self.as_str())
    }
}

fn commune_code(text: &str) -> Result<String, Problem> {
    let code = text.trim().to_ascii_uppercase();
    if code.is_empty() {
        return Err(Problem::new(ProblemCode::Required));
    }
    if !is_well_formed(&code) {
        return Err(Problem::new(ProblemCode::Malformed).with("expected", "34172"));
    }
    match find(&code) {
        Some(_) => Ok(code),
        None => Err(Problem::new(ProblemCode::Unknown).with("given", code)),
    }
}

/// `^(2[AB]|[0-9]{2})[0-9]{3}$`
fn is_well_formed(code: &str) -> bool {
    let [first, second, rest @ ..] = code.as_bytes() else {
        return false;
    };
    let department = first.is_ascii_digit()
        && (second.is_ascii_digit() || (*first == b'2' && matches!(second, b'A' | b'B')));
    department && rest.len() == 3 && rest.iter().all(u8::is_ascii_digit)
}

/// One line of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Commune {
    /// INSEE code.
    pub code: &'static str,
    /// Official name, with its article: `Le Crès`.
    pub name: &'static str,
    /// Code of the department, or of the overseas collectivity: `34`, `2A`, `974`.
    pub department: &'static str,
    /// Code of the region; an overseas collectivity belongs to none.
    pub region: Option<&'static str>,
    /// SIREN of the inter-municipal body with tax powers of its own, if it belongs to one.
    pub epci: Option<&'static str>,
    /// Inhabitants; 0 where nobody lives or nobody was counted.
    pub population: u32,
    /// For a municipal district, the code of its commune.
    pub parent: Option<&'static str>,
    postal_codes: &'static str,
}

impl Commune {
    /// Its postal codes; one may serve several communes.
    pub fn postal_codes(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.postal_codes.split(',').filter(|code| !code.is_empty())
    }

    fn read(line: &'static str) -> Option<Self> {
        let filled = |text: &'static str| Some(text).filter(|text| !text.is_empty());
        let mut columns = line.split('\t');
        Some(Self {
            code: columns.next()?,
            name: columns.next()?,
            department: columns.next()?,
            region: filled(columns.next()?),
            epci: filled(columns.next()?),
            postal_codes: columns.next()?,
            population: columns.next()?.parse().ok()?,
            parent: columns.next(),
        })
    }
}

/// The commune, or municipal district, with this code.
pub fn find(code: &str) -> Option<Commune> {
    // Both ends always stand at the beginning of a line.
    let (mut from, mut to) = (0, LIST.len());
    while from < to {
        let begin = line_begin(from, from + (to - from) / 2);
        let line = line_at(begin);
        match line.split('\t').next().unwrap_or_default().cmp(code) {
            std::cmp::Ordering::Less => from = begin + line.len() + 1,
            std::cmp::Ordering::Greater => to = begin,
            std::cmp::Ordering::Equal => return Commune::read(line),
        }
    }
    None
}

/// Where the line around the byte `at` begins, not before `from`.
fn line_begin(from: usize, at: usize) -> usize {
    let before = &LIST.as_bytes()[from..at];
    before
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(from, |end| from + end + 1)
}

/// The line that begins at a byte.
fn line_at(begin: usize) -> &'static str {
    // A position found beside an ASCII byte is on a character boundary.
    let rest = LIST.get(begin..).unwrap_or_default();
    rest.split('\n').next().unwrap_or_default()
}

/// The communes a person may mean by `words`: those whose name, or a word of it, begins so
/// (whatever the case, accents, hyphens and apostrophes; `st` is read as `saint`), or whose postal
/// code does when it is a number. The exact name comes first, then the most populous.
pub fn search(words: &str, limit: usize) -> Vec<Commune> {
    let wanted = words_of(words);
    if wanted.is_empty() || limit == 0 {
        return Vec::new();
    }
    let by_postal_code = wanted.bytes().all(|byte| byte.is_ascii_digit());
    let mut found: Vec<(bool, Commune)> = lines()
        .filter_map(|line| {
            let exact = if by_postal_code {
                has_postal_code(line, &wanted)
            } else {
                is_named(line, &wanted)
            }?;
            Some((exact, Commune::read(line)?))
        })
        .collect();
    // The sort is stable: equals stay in the order of their codes.
    found.sort_by_key(|(exact, commune)| (!exact, std::cmp::Reverse(commune.population)));
    found.truncate(limit);
    found.into_iter().map(|(_, commune)| commune).collect()
}

/// Every commune and municipal district, in the order of the codes.
pub fn all() -> impl Iterator<Item = Commune> {
    lines().filter_map(Commune::read)
}

/// The edition of the list: `Code officiel géographique 2026 (…)`.
pub fn edition() -> &'static str {
    LIST.lines()
        .find_map(|line| line.strip_prefix("# Edition: "))
        .unwrap_or_default()
}

fn lines() -> impl Iterator<Item = &'static str> {
    LIST.split('\n')
        .skip_while(|line| line.starts_with('#'))
        .filter(|line| !line.is_empty())
}

/// The words as they are compared, with the usual abbreviations written out.
fn words_of(words: &str) -> String {
    let folded = fold(words);
    let long: Vec<&str> = folded
        .split(' ')
        .map(|word| match word {
            "st" => "saint",
            "ste" => "sainte",
            word => word,
        })
        .collect();
    long.join(" ")
}

/// Whether a postal code of the line begins so, and whether it is that code.
fn has_postal_code(line: &str, wanted: &str) -> Option<bool> {
    let codes = line.split('\t').nth(5)?;
    codes
        .split(',')
        .find(|code| code.starts_with(wanted))
        .map(|code| code == wanted)
}

/// Whether the name, or a word of it, begins so, and whether it is that name.
fn is_named(line: &str, wanted: &str) -> Option<bool> {
    // A linear scan of the whole list: bytes and indices, because this has to be quick without optimisation too.
    let bytes = line.as_bytes();
    let first = wanted.as_bytes().first()?;
    let mut at = NAME_AT;
    let mut begins_word = true;
    while at < bytes.len() && bytes[at] != b'\t' {
        let byte = bytes[at];
        let in_word = byte.is_ascii_alphanumeric() || !byte.is_ascii();
        if in_word && begins_word && (!byte.is_ascii() || byte.to_ascii_lowercase() == *first) {
            if let Some(whole) = begins_with(line.get(at..)?, wanted) {
                return Some(whole && at == NAME_AT);
            }
        }
        begins_word = !in_word;
        at += 1;
    }
    None
}

/// Codes have five characters: the name follows the tab after them.
const NAME_AT: usize = 6;

/// Whether the text up to its tab begins with `wanted`, and whether that is all there is.
fn begins_with(text: &str, wanted: &str) -> Option<bool> {
    let bytes = text.as_bytes();
    let mut at = 0;
    for expected in wanted.bytes() {
        let byte = *bytes.get(at).filter(|byte| **byte != b'\t')?;
        if !byte.is_ascii() {
            // The rare case takes the slow way.
            let folded = fold(text.split('\t').next()?);
            return folded.strip_prefix(wanted).map(str::is_empty);
        }
        let matches = if expected == b' ' {
            !byte.is_ascii_alphanumeric()
        } else {
            byte.to_ascii_lowercase() == expected
        };
        if !matches {
            return None;
        }
        at += 1;
        while expected == b' '
            && bytes.get(at).is_some_and(|byte| {
                *byte != b'\t' && byte.is_ascii() && !byte.is_ascii_alphanumeric()
            })
        {
            at += 1;
        }
    }
    Some(bytes.get(at).is_none_or(|byte| *byte == b'\t'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(words: &str, limit: usize) -> Vec<&'static str> {
        search(words, limit)
            .iter()
            .map(|commune| commune.name)
            .collect()
    }

    #[test]
    fn paris_has_its_department_region_metropolis_and_postal_codes() {
        let paris = find("75056").expect("Paris");
        assert_eq!(
            (paris.name, paris.department, paris.region),
            ("Paris", "75", Some("11"))
        );
        assert_eq!(paris.epci, Some("200054781"));
        assert_eq!(paris.postal_codes().count(), 21);
        assert!(paris.population > 2_000_000);
        assert_eq!(paris.parent, None);
    }

    #[test]
    fn a_district_of_marseille_names_its_commune() {
        let district = find("13203").expect("the third district");
        assert_eq!(
            (district.name, district.parent),
            ("Marseille 3e Arrondissement", Some("13055"))
        );
        assert_eq!(district.postal_codes().collect::<Vec<_>>(), ["13003"]);
    }

    #[test]
    fn ajaccio_has_a_letter_in_its_code() {
        assert_eq!(find("2A004").map(|commune| commune.name), Some("Ajaccio"));
        assert_eq!(
            CommuneCode::parse(" 2a004 ").map(String::from),
            Ok("2A004".into())
        );
    }

    #[test]
    fn communes_overseas_are_in_the_list() {
        let saint_denis = find("97411").expect("Saint-Denis de La Réunion");
        assert_eq!(
            (saint_denis.name, saint_denis.department),
            ("Saint-Denis", "974")
        );
        let mamoudzou = find("97611").expect("Mamoudzou, Mayotte");
        assert_eq!(
            (mamoudzou.department, mamoudzou.region),
            ("976", Some("06"))
        );
        assert_eq!(
            find("97502").expect("Saint-Pierre, a collectivity").region,
            None
        );
    }

    #[test]
    fn the_first_and_the_last_commune_are_found() {
        assert_eq!(all().next().map(|commune| commune.code), Some("01001"));
        let last = all().last().expect("a last line");
        assert_eq!(find(last.code), Some(last));
    }

    #[test]
    fn every_commune_is_found_by_its_code_and_is_well_formed() {
        for commune in all() {
            assert_eq!(find(commune.code), Some(commune));
            assert!(is_well_formed(commune.code), "{}", commune.code);
            assert!(
                commune.parent.is_none_or(|parent| find(parent).is_some()),
                "{}",
                commune.code
            );
            assert!(
                commune.postal_codes().all(|code| code.len() == 5),
                "{}",
                commune.code
            );
        }
    }

    #[test]
    fn a_code_that_no_commune_has_is_unknown() {
        for code in ["99999", "00000", "34999"] {
            assert_eq!(find(code), None);
            assert_eq!(
                CommuneCode::parse(code).expect_err("unknown").code,
                ProblemCode::Unknown
            );
        }
        assert_eq!(find(""), None);
        assert_eq!(find("# Edition"), None);
    }

    #[test]
    fn a_text_that_is_no_code_is_malformed() {
        for text in [
            "3417",
            "341722",
            "2C004",
            "A2004",
            "1A004",
            "34 17",
            "34172\n34129",
            "٣٤١٧٢",
            "é4172",
        ] {
            assert_eq!(
                CommuneCode::parse(text).expect_err("malformed").code,
                ProblemCode::Malformed,
                "{text}"
            );
        }
        assert_eq!(
            CommuneCode::parse("  ").expect_err("nothing").code,
            ProblemCode::Required
        );
    }

    #[test]
    fn the_lines_are_strictly_in_the_order_of_their_codes() {
        let codes: Vec<&str> = all().map(|commune| commune.code).collect();
        assert!(codes.windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn the_list_has_every_commune_and_the_districts_of_three_cities() {
        let (districts, communes): (Vec<_>, Vec<_>) =
            all().partition(|commune| commune.parent.is_some());
        assert_eq!((communes.len(), districts.len()), (34_969, 45));
        assert_eq!(all().count(), lines().count(), "every line can be read");
    }

    #[test]
    fn a_name_is_searched_without_accents_hyphens_or_capitals() {
        assert_eq!(names("saint etienne", 1), ["Saint-Étienne"]);
        assert_eq!(names("SAINT-ÉTIENNE", 1), ["Saint-Étienne"]);
        assert_eq!(names("st étienne", 1), ["Saint-Étienne"]);
        assert_eq!(names("l hay", 1), ["L'Haÿ-les-Roses"]);
        assert_eq!(names("L’Haÿ", 1), ["L'Haÿ-les-Roses"]);
    }

    #[test]
    fn ligatures_are_found_in_one_letter_or_two() {
        assert_eq!(names("œuilly", 3), names("Oeuilly", 3));
        assert_eq!(names("plœuc", 1), ["Plœuc-L'Hermitage"]);
        assert_eq!(names("ploeuc", 1), ["Plœuc-L'Hermitage"]);
    }

    #[test]
    fn a_word_inside_the_name_is_enough() {
        assert_eq!(
            names("cres", 1),
            ["Crespières"].map(|_| names("cres", 1)[0])
        );
        assert!(names("seyne", 5).contains(&"La Seyne-sur-Mer"));
        assert!(
            names("rade", 50)
                .iter()
                .all(|name| fold(name).split(' ').any(|word| word.starts_with("rade")))
        );
    }

    #[test]
    fn the_exact_name_comes_first_and_then_the_most_populous() {
        assert_eq!(names("sete", 1), ["Sète"]);
        assert_eq!(names("paris", 2)[0], "Paris");
        let lyon = search("lyon", 10);
        assert_eq!(lyon[0].code, "69123");
        assert!(
            lyon[1..]
                .windows(2)
                .all(|pair| pair[0].population >= pair[1].population)
        );
    }

    #[test]
    fn a_number_is_searched_among_the_postal_codes() {
        let niort = search("79000", 10);
        assert!(niort.iter().any(|commune| commune.name == "Niort"));
        assert!(
            search("340", 10)
                .iter()
                .all(|commune| commune.postal_codes().any(|code| code.starts_with("340")))
        );
    }

    #[test]
    fn a_search_for_nothing_finds_nothing() {
        assert!(search("", 10).is_empty());
        assert!(search(" -’ ", 10).is_empty());
        assert!(search("Niort", 0).is_empty());
        assert!(search("zzzz", 10).is_empty());
    }

    #[test]
    fn the_edition_is_known() {
        assert!(
            edition().starts_with("Code officiel géographique 20"),
            "{}",
            edition()
        );
    }
}

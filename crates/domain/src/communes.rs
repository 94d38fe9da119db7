//! The official list of communes (docs/data.md says where it comes from and how to renew it).
//!
//! The file is searched as it is, by binary search over its sorted lines: nothing is parsed when
//! the program starts, nothing is allocated to look a code up.

use std::cmp::Ordering;

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
    let (mut from, mut to) = (FIRST_LINE, LIST.len());
    while from < to {
        let begin = line_begin(from, from.midpoint(to));
        let end = line_end(begin);
        match LIST[begin..begin + NAME - 1].cmp(code) {
            Ordering::Less => from = end + 1,
            Ordering::Greater => to = begin,
            Ordering::Equal => return Commune::read(&LIST[begin..end]),
        }
    }
    None
}

/// Where the line around the byte `at` begins.
fn line_begin(from: usize, at: usize) -> usize {
    let bytes = LIST.as_bytes();
    let mut begin = at;
    while begin > from && bytes[begin - 1] != b'\n' {
        begin -= 1;
    }
    begin
}

/// Where the line that begins at a byte ends: at its line break.
fn line_end(begin: usize) -> usize {
    LIST[begin..]
        .find('\n')
        .map_or(LIST.len(), |length| begin + length)
}

/// The communes a person may mean by `words`: those whose name, or a word of it, begins so
/// (whatever the case, accents, hyphens and apostrophes; `st` is read as `saint`), or whose postal
/// code does when it is a number. The exact name comes first, then the most populous.
pub fn search(words: &str, limit: usize) -> Vec<Commune> {
    let wanted = words_of(words);
    if wanted.is_empty() {
        return Vec::new();
    }
    let is_number = wanted.bytes().all(|byte| byte.is_ascii_digit());
    let matches = if is_number { has_postal_code } else { is_named };

    // A scan of the whole list, by indices: it has to be quick in a build without optimisation too.
    let bytes = LIST.as_bytes();
    let mut best = Vec::new();
    let mut begin = FIRST_LINE;
    while begin < bytes.len() {
        let end = line_end(begin);
        if let Some(exact) = matches(&bytes[begin..end], wanted.as_bytes()) {
            let rank = (exact, population(&bytes[begin..end]));
            keep(&mut best, limit, (rank, begin));
        }
        begin = end + 1;
    }
    best.into_iter()
        .filter_map(|(_, begin)| Commune::read(&LIST[begin..line_end(begin)]))
        .collect()
}

/// Every commune and municipal district, in the order of the codes.
pub fn all() -> impl Iterator<Item = Commune> {
    LIST[FIRST_LINE..].lines().filter_map(Commune::read)
}

/// The edition of the list: `Code officiel géographique 2026 (…)`.
pub fn edition() -> &'static str {
    LIST.lines()
        .find_map(|line| line.strip_prefix("# Edition: "))
        .unwrap_or_default()
}

/// Where the first line that is no comment begins.
const FIRST_LINE: usize = {
    let bytes = LIST.as_bytes();
    let mut at = 0;
    while bytes[at] == b'#' {
        while bytes[at] != b'\n' {
            at += 1;
        }
        at += 1;
    }
    at
};

/// Codes have five characters: the name follows the tab after them.
const NAME: usize = 6;

/// Adds to the best, the best first; equals stay in the order of their codes.
fn keep<R: Ord, T>(best: &mut Vec<(R, T)>, limit: usize, found: (R, T)) {
    if best.len() == limit && best.last().is_none_or(|worst| worst.0 >= found.0) {
        return;
    }
    best.truncate(limit - 1);
    let at = best.partition_point(|better| better.0 >= found.0);
    best.insert(at, found);
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

/// Where a column begins, counted from the tabs before it.
fn column(line: &[u8], tabs: usize) -> usize {
    let mut at = NAME;
    let mut left = tabs - 1;
    while left > 0 && at < line.len() {
        if line[at] == b'\t' {
            left -= 1;
        }
        at += 1;
    }
    at
}

fn population(line: &[u8]) -> u32 {
    let mut at = column(line, 6);
    let mut population = 0;
    while at < line.len() && line[at].is_ascii_digit() {
        population = population * 10 + u32::from(line[at] - b'0');
        at += 1;
    }
    population
}

/// Whether a postal code of the line begins so, and whether it is that code.
fn has_postal_code(line: &[u8], wanted: &[u8]) -> Option<bool> {
    let mut at = column(line, 5);
    while line[at] != b'\t' {
        if line[at..].starts_with(wanted) {
            return Some(wanted.len() == POSTAL_CODE);
        }
        at += POSTAL_CODE;
        if line[at] == b',' {
            at += 1;
        }
    }
    None
}

/// Characters of a postal code.
const POSTAL_CODE: usize = 5;

/// Whether the name, or a word of it, begins so, and whether it is that name.
fn is_named(line: &[u8], wanted: &[u8]) -> Option<bool> {
    let mut at = NAME;
    let mut begins_word = true;
    while line[at] != b'\t' {
        let kind = FOLDED[line[at] as usize];
        if begins_word
            && (kind == wanted[0] || kind == WIDE)
            && let Some(whole) = begins_with(&line[at..], wanted)
        {
            return Some(whole && at == NAME);
        }
        begins_word = kind == GAP;
        at += 1;
    }
    None
}

/// Whether the rest of the name begins with `wanted`, and whether that is all there is.
fn begins_with(rest: &[u8], wanted: &[u8]) -> Option<bool> {
    let mut at = 0;
    for expected in wanted {
        let kind = FOLDED[rest[at] as usize];
        if kind == WIDE {
            // The letters of two bytes are few enough for the slow way.
            let name = rest.split(|byte| *byte == b'\t').next()?;
            let folded = fold(str::from_utf8(name).ok()?);
            return folded.as_bytes().strip_prefix(wanted).map(<[u8]>::is_empty);
        }
        if kind != *expected || rest[at] == b'\t' {
            return None;
        }
        at += 1;
        while kind == GAP && FOLDED[rest[at] as usize] == GAP && rest[at] != b'\t' {
            at += 1;
        }
    }
    Some(rest[at] == b'\t')
}

/// Each byte of a name as it is compared: letters in lower case, digits, [`GAP`] for what stands
/// between words, [`WIDE`] for a part of any other character.
static FOLDED: [u8; 256] = {
    let mut folded = [GAP; 256];
    let mut byte: u8 = 0;
    loop {
        folded[byte as usize] = match byte {
            b'0'..=b'9' | b'a'..=b'z' => byte,
            b'A'..=b'Z' => byte.to_ascii_lowercase(),
            0x80.. => WIDE,
            _ => GAP,
        };
        if byte == u8::MAX {
            break folded;
        }
        byte += 1;
    }
};
const GAP: u8 = b' ';
const WIDE: u8 = 0x80;

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
        assert_eq!(
            all().count(),
            LIST[FIRST_LINE..].lines().count(),
            "every line can be read"
        );
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
        assert!(names("cres", 20).contains(&"Le Crès"));
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

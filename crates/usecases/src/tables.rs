//! Tables as files that spreadsheets open.

use maillage_domain::values::Language;

use crate::error::Error;

/// A file that somebody downloads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its name, which says whether what it holds is demonstration data: letters, digits, `-` and `.`
    /// alone.
    pub name: String,
    /// Its media type.
    pub media_type: &'static str,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// CSV (RFC 4180) with headings.
pub(crate) const CSV: &str = "text/csv; charset=utf-8; header=present";

/// Tells a spreadsheet that the file is UTF-8.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// A table as CSV (RFC 4180, UTF-8), as spreadsheets of a language open it: with a byte order mark, and
/// semicolons in French, where the comma is the decimal point.
///
/// # Errors
/// `Internal` for a row that has more or fewer cells than others.
pub(crate) fn csv(
    language: Language,
    headings: impl IntoIterator<Item = String>,
    rows: impl IntoIterator<Item = Vec<String>>,
) -> Result<Vec<u8>, Error> {
    let mut table = csv::WriterBuilder::new()
        .delimiter(match language {
            Language::French => b';',
            Language::English => b',',
        })
        .terminator(csv::Terminator::CRLF)
        .from_writer(BYTE_ORDER_MARK.as_bytes().to_vec());
    table.write_record(headings).map_err(Error::internal)?;
    for row in rows {
        let cells = row.into_iter().map(harmless);
        table.write_record(cells).map_err(Error::internal)?;
    }
    table
        .into_inner()
        .map_err(|error| Error::internal(error.to_string()))
}

/// A cell that no spreadsheet takes for a formula, nor for two cells of which the second is one where
/// it expects the separator of another language: names and contacts are written by others than who opens
/// the file.
fn harmless(cell: String) -> String {
    let digits = |text: &str| {
        !text.is_empty()
            && text
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte == b' ')
    };
    // A telephone number is no formula.
    if cell.strip_prefix('+').is_some_and(digits) {
        return cell;
    }
    let mut harmless = String::with_capacity(cell.len() + 1);
    let mut before = None;
    for letter in cell.chars() {
        let begins = matches!(before, None | Some(';' | ',' | '\t' | '\n' | '\r'));
        let control = before.is_none() && matches!(letter, '\t' | '\r');
        if control || begins && matches!(letter, '=' | '+' | '-' | '@') {
            harmless.push('\'');
        }
        harmless.push(letter);
        before = Some(letter);
    }
    harmless
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_never_begins_a_formula() {
        for formula in ["=1+1", "+33 4 67+1", "+SUM(A1)", "+", "-1", "@SUM(A1)"] {
            assert_eq!(harmless(formula.to_owned()), format!("'{formula}"));
        }
        assert_eq!(
            harmless("L’Atelier = le nôtre".to_owned()),
            "L’Atelier = le nôtre"
        );
        assert_eq!(harmless("+33 4 67 00".to_owned()), "+33 4 67 00");
        assert_eq!(harmless("\t1".to_owned()), "'\t1");
        assert_eq!(harmless("\r1".to_owned()), "'\r1");
        for separator in [';', ',', '\t', '\n'] {
            let cell = format!("Salle{separator}=1+1");
            assert_eq!(harmless(cell), format!("Salle{separator}'=1+1"));
        }
        assert_eq!(harmless("-5,00".to_owned()), "'-5,00");
        assert_eq!(harmless("a, -b; c".to_owned()), "a, -b; c");
    }

    #[test]
    fn each_language_has_its_separator() {
        let written = |language| {
            let row = vec!["1,50".to_owned(), "a;b".to_owned()];
            let bytes = csv(language, ["x", "y"].map(str::to_owned), [row]).expect("a table");
            String::from_utf8(bytes).expect("a text")
        };
        assert_eq!(written(Language::French), "\u{feff}x;y\r\n1,50;\"a;b\"\r\n");
        assert_eq!(
            written(Language::English),
            "\u{feff}x,y\r\n\"1,50\",a;b\r\n"
        );
    }
}

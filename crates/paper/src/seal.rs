//! A text in a document that is made of all its other bytes.
//!
//! The metadata of a document is in it twice, as a dictionary and as XMP, and so is the zone for the text,
//! among the keywords. Neither is compressed, and nothing that may be in a zone is written otherwise there.
//! A zone that is blank has `~` throughout; what is sealed is the document with blank zones.
//!
//! Where the zones are is told by bytes that are sealed themselves: two documents that are the same but for
//! what is in their zones have them at the same places. Both must say the same, to the last `~` after the
//! text, so that no byte of a document can be another and the seal the same.

use std::ops::Range;

use crate::{
    Error, Paper,
    pdf::{Attachment, written},
};

/// What a zone begins with.
const PREFIX: &str = "maillage-seal:";

/// What is in a blank zone, and after the text in one that is not.
const BLANK: u8 = b'~';

/// A sealed document, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// The text that it was sealed with.
    pub seal: String,
    /// Its bytes with blank zones, as the text was made of them.
    pub blank: Vec<u8>,
    /// What is in the file that it carries.
    pub attachment: Vec<u8>,
}

/// Why a document is not taken for a sealed one. Whether its seal is true is another question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unsealed {
    /// It is none that was written here with a seal.
    #[error("this is no sealed document")]
    Foreign,
    /// The seal, or what is around it, is not as it is written here.
    #[error("a sealed document was altered")]
    Altered,
}

/// The document as PDF, which carries a file and is sealed: `seal` answers a text for all its bytes, of at
/// most `width` characters out of `A-Z a-z 0-9 . _ -`.
///
/// # Errors
/// As `attached`, and when the text is none of that kind.
pub fn sealed(
    paper: &Paper,
    attachment: &Attachment,
    width: usize,
    seal: impl FnOnce(&[u8]) -> String,
) -> Result<Vec<u8>, Error> {
    let blank = char::from(BLANK).to_string().repeat(width);
    let blank = written(paper, Some(attachment), Some(format!("{PREFIX}{blank}")))?;
    let zones = Layout::read(&blank).map(|layout| layout.zones);
    let zones = zones.ok_or_else(|| Error("no place for a seal".to_owned()))?;
    let seal = seal(&blank);
    let mut bytes = blank.clone();
    for zone in zones {
        let places = bytes[zone].iter_mut();
        if places.len() != width || seal.len() > width {
            return Err(Error("a seal that is too long".to_owned()));
        }
        for (place, byte) in places.zip(seal.bytes()) {
            *place = byte;
        }
    }
    let expected = Opened {
        seal,
        blank,
        attachment: attachment.bytes.clone(),
    };
    // Nothing goes out that would not be found again.
    match opened(&bytes) {
        Ok(opened) if opened == expected => Ok(bytes),
        _ => Err(Error("a seal that cannot be read".to_owned())),
    }
}

/// Takes a sealed document apart. Whoever asks checks the seal against the bytes.
///
/// # Errors
/// Whatever `sealed` would not have written.
pub fn opened(bytes: &[u8]) -> Result<Opened, Unsealed> {
    let Some(Layout { zones, attachment }) = Layout::read(bytes) else {
        // What a program has saved anew, or has added something to, says so by what is left of its seal.
        let sealed = find(bytes, format!("/Keywords({PREFIX}").as_bytes());
        return Err(sealed.map_or(Unsealed::Foreign, |_| Unsealed::Altered));
    };
    let [one, other] = zones.clone().map(|zone| &bytes[zone]);
    let length = one.iter().position(|byte| *byte == BLANK);
    let (seal, rest) = one.split_at(length.unwrap_or(one.len()));
    let is_written = seal.iter().all(|byte| is_sealing(*byte));
    if one != other || seal.is_empty() || !is_written || rest.iter().any(|byte| *byte != BLANK) {
        return Err(Unsealed::Altered);
    }
    let mut blank = bytes.to_vec();
    for zone in zones {
        blank[zone].fill(BLANK);
    }
    Ok(Opened {
        seal: seal.iter().copied().map(char::from).collect(),
        blank,
        attachment: bytes[attachment].to_vec(),
    })
}

/// Whether a byte may be in a seal: what base64url is written with, and a point between its parts.
fn is_sealing(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"._-".contains(&byte)
}

/// Where in a document its zones are, and the file that it carries.
struct Layout {
    zones: [Range<usize>; 2],
    attachment: Range<usize>,
}

impl Layout {
    /// Reads the table at the end of a document, as krilla writes it: the last objects are the dictionary of
    /// the metadata, the XMP and the catalogue.
    fn read(bytes: &[u8]) -> Option<Self> {
        let objects = objects(bytes)?;
        let [.., dictionary, xmp, catalogue] = objects[..] else {
            return None;
        };
        let in_dictionary = zone(bytes, dictionary..xmp, "/Keywords(", b')')?;
        let in_xmp = zone(bytes, xmp..catalogue, "<pdf:Keywords>", b'<')?;
        let mut files = objects.windows(2).filter_map(|object| match object {
            [start, end] => file(bytes, *start..*end),
            _ => None,
        });
        let attachment = files.next()?;
        files.next().is_none().then_some(Self {
            zones: [in_dictionary, in_xmp],
            attachment,
        })
    }
}

/// Where the objects of a document begin, in the order of their numbers, which is that of their places.
fn objects(bytes: &[u8]) -> Option<Vec<usize>> {
    let tail = bytes.strip_suffix(b"\n%%EOF")?;
    let (keyword, at) = tail.split_at(rfind(tail, b"\n")? + 1);
    keyword.ends_with(b"\nstartxref\n").then_some(())?;
    let table = bytes.get(number(at)?..)?.strip_prefix(b"xref\n0 ")?;
    let (count, entries) = table.split_at(find(table, b"\n")?);
    let mut entries = entries.get(1..)?.chunks(20);
    entries.next()?;
    let offsets = entries.take(number(count)?.checked_sub(1)?).map(|entry| {
        let offset = entry.strip_suffix(b" 00000 n\r\n")?;
        number(offset).filter(|offset| *offset < bytes.len())
    });
    let offsets: Vec<usize> = offsets.collect::<Option<_>>()?;
    offsets.is_sorted().then_some(offsets)
}

/// The zone in an object, after the last of such beginnings and before such an end.
fn zone(bytes: &[u8], object: Range<usize>, before: &str, after: u8) -> Option<Range<usize>> {
    let beginning = format!("{before}{PREFIX}");
    let object_bytes = bytes.get(object.clone())?;
    let start = rfind(object_bytes, beginning.as_bytes())? + beginning.len();
    let length = object_bytes.get(start..)?.iter();
    let length = length.copied().position(|byte| byte == after)?;
    let start = object.start + start;
    Some(start..start + length)
}

/// What is in the file that an object is, if it is one.
fn file(bytes: &[u8], object: Range<usize>) -> Option<Range<usize>> {
    let inside = bytes.get(object.clone())?;
    let (head, _) = inside.split_at_checked(find(inside, b"/Type/EmbeddedFile/")?)?;
    let (_, length) = head.split_at(find(head, b" 0 obj\n<</Length ")?);
    let length = number(length.strip_prefix(b" 0 obj\n<</Length ")?)?;
    let start = find(inside, b">>\nstream\n")? + b">>\nstream\n".len();
    let end = start.checked_add(length)?;
    let is_whole = inside.get(end..)?.starts_with(b"\nendstream\nendobj\n");
    is_whole.then_some(object.start + start..object.start + end)
}

fn number(digits: &[u8]) -> Option<usize> {
    let is_number = digits.iter().all(u8::is_ascii_digit);
    let digits = str::from_utf8(digits).ok().filter(|_| is_number)?;
    digits.parse().ok()
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|some| some == what)
}

fn rfind(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).rposition(|some| some == what)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Block;

    const WIDTH: usize = 40;

    fn paper(title: &str, author: &str) -> Paper {
        Paper {
            title: title.to_owned(),
            language: "fr".to_owned(),
            author: author.to_owned(),
            at: "2026-11-01T08:00:00Z".parse().expect("an instant"),
            foot: String::new(),
            blocks: vec![Block::Heading(title.to_owned())],
        }
    }

    fn attachment(bytes: &[u8]) -> Attachment {
        Attachment {
            name: "convention.json".to_owned(),
            media_type: "application/json".to_owned(),
            description: "Données de la convention".to_owned(),
            bytes: bytes.to_vec(),
        }
    }

    fn simple(seal: &str) -> Result<Vec<u8>, Error> {
        let attachment = attachment(b"{}");
        sealed(&paper("Titre", "Nous"), &attachment, WIDTH, |_| {
            seal.to_owned()
        })
    }

    #[test]
    fn what_was_sealed_is_found_again() {
        let mut seen = Vec::new();
        let attachment = attachment(b"{\"a\": \"1 0 R\"}\nendstream\nendobj\n>>\nstream\n\0\xff");
        let written = sealed(&paper("Titre", "Nous"), &attachment, WIDTH, |bytes| {
            seen = bytes.to_vec();
            "a-Z_0.9".to_owned()
        });
        let opened = opened(&written.expect("a document")).expect("a sealed document");
        assert_eq!(opened.seal, "a-Z_0.9");
        assert!(opened.blank == seen, "the bytes that were sealed");
        assert_eq!(opened.attachment, attachment.bytes);
    }

    #[test]
    fn no_byte_of_a_sealed_document_can_be_another() {
        let written = simple("abc.DEF-_").expect("a document");
        let told = opened(&written).expect("a sealed document");
        let zones = Layout::read(&written).expect("zones").zones;
        let is_in_zone = |at: &usize| zones.iter().any(|zone| zone.contains(at));
        let every = (0..written.len()).filter(|at| at % 7 == 0 || is_in_zone(at));
        for at in every {
            let others = [written[at] ^ 1, BLANK, b'x', 0];
            for byte in &others[..if is_in_zone(&at) { 4 } else { 1 }] {
                let mut other = written.clone();
                other[at] = *byte;
                let is_same = opened(&other).is_ok_and(|opened| opened == told);
                assert!(!is_same || *byte == written[at], "{byte} at {at}");
            }
        }
        for at in 0..WIDTH {
            let mut other = written.clone();
            for zone in &zones {
                other[zone.start + at] ^= 1;
            }
            let seal = opened(&other).map(|opened| opened.seal);
            assert_ne!(seal.as_ref(), Ok(&told.seal), "both zones at {at}");
        }
        let longer = [&written[..], b"\n"].concat();
        assert_eq!(opened(&longer), Err(Unsealed::Altered));
        assert_eq!(opened(&told.blank), Err(Unsealed::Altered));
    }

    #[test]
    fn a_seal_has_its_letters_and_its_width() {
        for seal in ["a".to_owned(), "a".repeat(WIDTH)] {
            let written = simple(&seal).expect("a document");
            assert_eq!(opened(&written).expect("sealed").seal, seal);
        }
        for seal in ["", "a b", "é", "~", "a~b", "a)", &"a".repeat(WIDTH + 1)] {
            assert!(simple(seal).is_err(), "{seal}");
        }
    }

    #[test]
    fn whoever_writes_like_a_seal_is_sealed_as_others() {
        let zone = format!("/Keywords({PREFIX}{})", "~".repeat(WIDTH));
        let xmp = format!("<pdf:Keywords>{PREFIX}{}</pdf:Keywords>", "~".repeat(WIDTH));
        let file = "7 0 obj\n<</Length 2/Type/EmbeddedFile/>>\nstream\n{}\nendstream\nendobj\n";
        for text in [
            &zone,
            &xmp,
            file,
            PREFIX,
            "xref\n0 9\ntrailer\nstartxref\n1\n%%EOF",
        ] {
            let attachment = attachment(text.as_bytes());
            let written = sealed(&paper(text, text), &attachment, WIDTH, |_| "a".to_owned());
            let opened = opened(&written.expect("a document")).expect("sealed");
            assert_eq!(opened.attachment, text.as_bytes());
        }
    }

    #[test]
    fn other_files_are_not_taken_for_sealed_ones() {
        let attachment = attachment(b"{}");
        let plain = crate::pdf(&paper("a", "b")).expect("a document");
        let carrying = crate::attached(&paper("a", "b"), &attachment).expect("a document");
        let table = b"\nxref\n0 99999999999\ntrailer\nstartxref\n1\n%%EOF".as_slice();
        for bytes in [
            &plain[..],
            &carrying,
            b"",
            b"%PDF",
            b"\nstartxref\n\n%%EOF",
            table,
        ] {
            assert_eq!(opened(bytes), Err(Unsealed::Foreign));
        }
    }
}

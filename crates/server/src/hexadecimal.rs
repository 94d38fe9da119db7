//! Bytes as hexadecimal digits.

use std::fmt::Write;

/// The digits of the bytes.
pub(crate) fn write(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            // Writing to a string cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
}

/// The bytes of the digits; `None` for anything else.
pub(crate) fn read(text: &str) -> Option<Vec<u8>> {
    let digits = text.as_bytes();
    let pairs = digits.chunks_exact(2);
    if !pairs.remainder().is_empty() || digits.iter().any(|digit| !digit.is_ascii_hexdigit()) {
        return None;
    }
    pairs
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{read, write};

    #[test]
    fn hexadecimal_digits_read_back() {
        assert_eq!(write(&[0, 15, 255]), "000fff");
        assert_eq!(read("000fff"), Some(vec![0, 15, 255]));
        assert_eq!(read("abc"), None);
        assert_eq!(read("+1"), None);
    }
}

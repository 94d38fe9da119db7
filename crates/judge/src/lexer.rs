//! Cuts a text into the tokens of GraphQL (October 2021, section 2.1 and appendix A), only to
//! count them: whoever sends a text that is too large gets no more than one pass up to the limit.

use crate::limits::{Limit, Limits, Refusal};

/// What a text holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counted {
    /// Tokens.
    pub tokens: usize,
    /// Brackets of any kind that are open at once.
    pub brackets: usize,
}

/// Counts the tokens of a text, up to the limits.
///
/// # Errors
/// The first limit that is overstepped, or the first place that is no token.
pub fn count(text: &str, limits: &Limits) -> Result<Counted, Refusal> {
    if text.len() > limits.bytes {
        return Err(beyond(Limit::Bytes, limits.bytes));
    }
    let mut reader = Reader { text, at: 0 };
    let mut counted = Counted::default();
    let mut open = 0_usize;
    while let Some(first) = reader.next_token() {
        counted.tokens += 1;
        if counted.tokens > limits.tokens {
            return Err(beyond(Limit::Tokens, limits.tokens));
        }
        match first {
            b'{' | b'[' | b'(' => {
                open += 1;
                counted.brackets = counted.brackets.max(open);
                if open > limits.brackets {
                    return Err(beyond(Limit::Brackets, limits.brackets));
                }
            }
            b'}' | b']' | b')' => open = open.saturating_sub(1),
            _ => {}
        }
        if !reader.pass(first) {
            return Err(reader.malformed());
        }
    }
    Ok(counted)
}

fn beyond(limit: Limit, most: usize) -> Refusal {
    Refusal::Beyond {
        limit,
        most: most as u64,
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn rest(&self) -> &[u8] {
        &self.text.as_bytes()[self.at..]
    }

    fn peek(&self, ahead: usize) -> Option<u8> {
        self.rest().get(ahead).copied()
    }

    fn skip_while(&mut self, wanted: impl Fn(u8) -> bool) {
        let rest = self.rest();
        self.at += rest
            .iter()
            .position(|byte| !wanted(*byte))
            .unwrap_or(rest.len());
    }

    /// Passes what is ignored and tells the first byte of the next token.
    fn next_token(&mut self) -> Option<u8> {
        loop {
            match self.peek(0)? {
                b' ' | b'\t' | b'\n' | b'\r' | b',' => self.at += 1,
                b'#' => self.skip_while(|byte| !matches!(byte, b'\n' | b'\r')),
                _ if self.rest().starts_with("\u{feff}".as_bytes()) => self.at += 3,
                first => return Some(first),
            }
        }
    }

    /// Passes a token; false when there is none. What was passed is whole characters.
    fn pass(&mut self, first: u8) -> bool {
        match first {
            b'!' | b'$' | b'&' | b'(' | b')' | b':' | b'=' | b'@' | b'[' | b']' | b'{' | b'|'
            | b'}' => {
                self.at += 1;
                true
            }
            b'.' if self.rest().starts_with(b"...") => {
                self.at += 3;
                true
            }
            b'"' if self.rest().starts_with(b"\"\"\"") => self.pass_block(),
            b'"' => self.pass_string(),
            b'-' | b'0'..=b'9' => self.pass_number(),
            _ if is_name_start(first) => {
                self.skip_while(is_name);
                true
            }
            _ => false,
        }
    }

    fn pass_block(&mut self) -> bool {
        let mut inside = 3;
        while let Some(byte) = self.peek(inside) {
            let rest = &self.rest()[inside..];
            if rest.starts_with(b"\"\"\"") {
                self.at += inside + 3;
                return true;
            }
            inside += match byte {
                b'\\' if rest.starts_with(b"\\\"\"\"") => 4,
                _ => 1,
            };
        }
        false
    }

    fn pass_string(&mut self) -> bool {
        let mut inside = 1;
        while let Some(byte) = self.peek(inside) {
            match byte {
                b'"' => {
                    self.at += inside + 1;
                    return true;
                }
                // Which escapes there are is the parser's to say; here it only matters that an
                // escaped quote ends nothing.
                b'\\'
                    if self
                        .peek(inside + 1)
                        .is_some_and(|next| next.is_ascii_graphic()) =>
                {
                    inside += 2;
                }
                b'\\' | b'\n' | b'\r' => return false,
                _ => inside += 1,
            }
        }
        false
    }

    fn pass_number(&mut self) -> bool {
        let start = self.at;
        if self.peek(0) == Some(b'-') {
            self.at += 1;
        }
        let leading_zero = self.peek(0) == Some(b'0');
        let digits = self.pass_digits();
        let mut valid = digits == 1 || (digits > 1 && !leading_zero);
        if self.peek(0) == Some(b'.') {
            self.at += 1;
            valid &= self.pass_digits() > 0;
        }
        if matches!(self.peek(0), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek(0), Some(b'+' | b'-')) {
                self.at += 1;
            }
            valid &= self.pass_digits() > 0;
        }
        // A number is not followed by a letter or a dot.
        valid &= !self
            .peek(0)
            .is_some_and(|next| next == b'.' || is_name_start(next));
        if !valid {
            self.at = start;
        }
        valid
    }

    fn pass_digits(&mut self) -> usize {
        let start = self.at;
        self.skip_while(|byte| byte.is_ascii_digit());
        self.at - start
    }

    fn malformed(&self) -> Refusal {
        let before = &self.text[..self.at];
        let line = before.rsplit('\n').next().unwrap_or_default();
        Refusal::Malformed {
            line: before.matches('\n').count() + 1,
            column: line.chars().count() + 1,
        }
    }
}

const fn is_name_start(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_'
}

const fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> Result<usize, Refusal> {
        count(text, &Limits::default()).map(|counted| counted.tokens)
    }

    #[test]
    fn what_is_ignored_is_no_token() {
        assert_eq!(
            tokens("\u{feff}{ a, b ,, # } comment \"\"\"\r\n c }\t"),
            Ok(5)
        );
        assert_eq!(tokens(""), Ok(0));
        assert_eq!(tokens("# only a comment"), Ok(0));
    }

    #[test]
    fn every_kind_of_token_counts_once() {
        for (text, expected) in [
            ("query($id: ID! = \"x\") @a { b }", 15),
            ("...F ... on T", 5),
            ("\"\" \"\\\"{\" \"\"\"a\n\"b\\\"\"\"c\"\"\"", 3),
            ("-1 0 12.5 1e10 1.5E-3 -0.0", 6),
            ("a&b|c", 5),
            ("\"é\u{1f600}\"", 1),
        ] {
            assert_eq!(tokens(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_token_is_told_with_its_place() {
        for (text, line, column) in [
            ("?", 1, 1),
            ("{\n  a(b: \"x\n\") }", 2, 8),
            ("{ é }", 1, 3),
            ("é", 1, 1),
            ("\"\"\" never closed \\\"\"\"", 1, 1),
            ("{ a(b: 01) }", 1, 8),
            ("1.", 1, 1),
            ("1e", 1, 1),
            ("-", 1, 1),
            ("0xF1", 1, 1),
            ("1.2.3", 1, 1),
            ("..", 1, 1),
            ("\"\\", 1, 1),
            ("\u{1}", 1, 1),
            ("a\n", 0, 0),
        ] {
            let expected = if line == 0 {
                Ok(1)
            } else {
                Err(Refusal::Malformed { line, column })
            };
            assert_eq!(tokens(text), expected, "{text:?}");
        }
    }

    #[test]
    fn counting_stops_at_the_limits() {
        let limits = Limits {
            bytes: 20,
            tokens: 5,
            brackets: 2,
            ..Limits::default()
        };
        let beyond = |text: &str| match count(text, &limits) {
            Err(Refusal::Beyond { limit, .. }) => Some(limit),
            _ => None,
        };
        assert_eq!(beyond("a b c d e"), None);
        assert_eq!(beyond("a b c d e ?"), Some(Limit::Tokens));
        assert_eq!(beyond("{ { } {"), None);
        assert_eq!(beyond("{ [ ( ?"), Some(Limit::Brackets));
        assert_eq!(beyond(&"#".repeat(20)), None);
        assert_eq!(beyond(&"#".repeat(21)), Some(Limit::Bytes));
    }
}

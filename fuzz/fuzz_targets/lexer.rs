//! The lexer answers any text, and lets nothing pass that holds more than its limits.

#![no_main]

use libfuzzer_sys::fuzz_target;
use maillage_judge::{Limits, lexer};

fuzz_target!(|text: &str| {
    let limits = Limits::default();
    if let Ok(counted) = lexer::count(text, &limits) {
        assert!(text.len() <= limits.bytes);
        assert!(counted.tokens <= limits.tokens.min(text.len()));
        assert!(counted.brackets <= limits.brackets.min(counted.tokens));
    }
});

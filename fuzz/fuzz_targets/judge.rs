//! Whatever passes the lexer and the parser is judged in a number of steps that is linear in its
//! tokens, and priced within the limit.

#![no_main]

use std::sync::LazyLock;

use async_graphql_value::{ConstValue, Name, Variables};
use libfuzzer_sys::fuzz_target;
use maillage_judge::{Judge, Limits, Pages, Types, lexer};

static JUDGE: LazyLock<Judge> = LazyLock::new(|| {
    let pages = Pages {
        default: 20,
        most: 100,
    };
    let types = Types::read(include_str!("../../schema.graphql"), pages);
    Judge::new(types.expect("the schema is one"), Limits::default())
});

fuzz_target!(|input: (&str, i64)| {
    let (text, number) = input;
    let Ok(document) = JUDGE.read(text) else {
        return;
    };
    let counted = lexer::count(text, JUDGE.limits()).expect("what was read was counted");
    let Ok(verdict) = JUDGE.judge(&document) else {
        return;
    };
    assert!(verdict.steps <= counted.tokens as u64);
    let mut variables = Variables::default();
    variables.insert(Name::new("n"), ConstValue::from(number));
    if let Ok(price) = JUDGE.price(&document, &verdict, None, &variables) {
        assert!(price.base <= price.most && price.most <= JUDGE.limits().cost);
    }
});

//! Measures what it takes to accept or refuse a document, up to where it would be executed: the
//! lexer, the parser, the judge, and the validation of async-graphql for what the judge lets pass.
//! The documents are those of the judge's corpus; the schema is the platform's, without resolvers.
//!
//! Run by `cargo xtask bench judge`.

mod schema;

use std::time::Duration;

use async_graphql::{Request, Variables, dynamic::Schema};
use maillage_judge::{
    Judge, Limits, Pages, Types,
    corpus::{self, Hostile},
    lexer,
};
use rustix::time::{ClockId, clock_gettime};

/// Each document is measured so many times, and the least counts: the rest is other work of the
/// machine.
const TIMES: usize = 40;

/// CPU time of the steps.
#[derive(Clone, Copy, Default)]
struct Steps {
    lexer: Duration,
    parser: Duration,
    judge: Duration,
    validation: Duration,
}

impl Steps {
    fn total(&self) -> Duration {
        self.lexer + self.parser + self.judge + self.validation
    }
}

struct Measured {
    document: Hostile,
    accepted: bool,
    steps: Steps,
}

impl Measured {
    /// Of the text and the variables together.
    fn bytes(&self) -> usize {
        self.document.text.len() + self.document.variables.len()
    }
}

fn main() -> anyhow::Result<()> {
    let sdl = include_str!("../../../schema.graphql");
    let pages = Pages {
        default: 20,
        most: 100,
    };
    let started = cpu();
    let types = Types::read(sdl, pages)?;
    println!("Reading the schema: {:.1} ms.\n", ms(cpu() - started));
    let judge = Judge::new(types, Limits::default());
    let schema = schema::build(sdl)?;
    let mut all: Vec<_> = corpus::all()
        .into_iter()
        .chain(ordinary())
        .map(|document| measure(&judge, &schema, document))
        .collect();
    all.sort_by_key(|one| std::cmp::Reverse(one.steps.total()));
    println!("{} documents, least of {TIMES} runs each.\n", all.len());
    table(
        "Accepted, the dearest",
        all.iter().filter(|one| one.accepted),
        12,
    );
    table(
        "Refused by the lexer, the parser or the judge, the dearest",
        all.iter().filter(|one| !one.accepted),
        12,
    );
    let small = all.iter().filter(|one| one.bytes() <= 1_024);
    table("Up to 1 kB, the dearest", small, 6);
    let ordinary = all
        .iter()
        .filter(|one| one.document.family.starts_with("ordinary"));
    table("What a client asks every day", ordinary, 2);
    Ok(())
}

/// Documents that mean no harm.
fn ordinary() -> [Hostile; 2] {
    let document = |family, text: &str| Hostile {
        family,
        size: 1,
        text: text.to_owned(),
        variables: "{}".to_owned(),
        outcome: corpus::Outcome::Runs,
    };
    [
        document(
            "ordinary: a list of projects",
            "{ projects(first: 20) { edges { cursor node { id title summary leadOrganisation { id name } \
             needs { id label kind } } } pageInfo { hasNextPage endCursor } } }",
        ),
        document(
            "ordinary: introspection",
            include_str!("../../../crates/judge/tests/introspection.graphql"),
        ),
    ]
}

fn measure(judge: &Judge, schema: &Schema, document: Hostile) -> Measured {
    let variables = serde_json::from_str(&document.variables).map(Variables::from_json);
    let variables = variables.unwrap_or_default();
    let mut best = Steps::default();
    let mut accepted = false;
    for time in 0..TIMES {
        let mut steps = Steps::default();
        accepted = run(judge, schema, &document.text, &variables, &mut steps);
        if time == 0 || steps.total() < best.total() {
            best = steps;
        }
    }
    Measured {
        document,
        accepted,
        steps: best,
    }
}

/// Whether the document comes as far as the validation.
fn run(
    judge: &Judge,
    schema: &Schema,
    text: &str,
    variables: &Variables,
    steps: &mut Steps,
) -> bool {
    let start = cpu();
    let counted = lexer::count(text, judge.limits());
    let lexed = cpu();
    steps.lexer = lexed - start;
    if counted.is_err() {
        return false;
    }
    let document = async_graphql::parser::parse_query(text);
    let parsed = cpu();
    steps.parser = parsed - lexed;
    let Ok(document) = document else {
        return false;
    };
    let price = judge
        .judge(&document)
        .and_then(|verdict| judge.price(&document, &verdict, None, variables));
    let judged = cpu();
    steps.judge = judged - parsed;
    if price.is_err() {
        return false;
    }
    let mut request = Request::new(text).variables(variables.clone());
    request.set_parsed_query(document);
    let start = cpu();
    // The extension of the schema ends the request once it is validated.
    let response = futures_executor::block_on(schema.execute(request));
    steps.validation = cpu() - start;
    drop(response);
    true
}

fn table<'a>(title: &str, rows: impl Iterator<Item = &'a Measured>, most: usize) {
    println!("### {title}\n");
    println!(
        "| document | size | bytes | lexer ms | parser ms | judge ms | validation ms | together ms |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    for one in rows.take(most) {
        let Measured {
            document, steps, ..
        } = one;
        println!(
            "| {} | {} | {} | {:.3} | {:.3} | {:.3} | {:.3} | {:.3} |",
            document.family,
            document.size,
            one.bytes(),
            ms(steps.lexer),
            ms(steps.parser),
            ms(steps.judge),
            ms(steps.validation),
            ms(steps.total()),
        );
    }
    println!();
}

/// What this thread has used of the processor so far.
fn cpu() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(
        time.tv_sec.unsigned_abs(),
        u32::try_from(time.tv_nsec).unwrap_or_default(),
    )
}

fn ms(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}

//! Documents made to do harm, in small families of growing size, for the schema of the platform.
//! Each says how it must be answered.

mod costs;
mod fragments;
mod lists;
mod selections;
mod texts;
mod wrong;

/// How a document must be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It runs, whatever its fields answer.
    Runs,
    /// It is no document of this schema, or not a request.
    Invalid,
    /// Its text is too large.
    TooLarge,
    /// It asks for too much.
    TooComplex,
}

/// A document that means harm.
#[derive(Debug, Clone)]
pub struct Hostile {
    /// Its family.
    pub family: &'static str,
    /// Its size within the family.
    pub size: usize,
    /// The text.
    pub text: String,
    /// The variables, as JSON.
    pub variables: String,
    /// How it must be answered.
    pub outcome: Outcome,
}

type Sizes = &'static [(Outcome, &'static [usize])];

/// A family: how one of its documents is written, and the sizes by outcome.
struct Family {
    name: &'static str,
    write: fn(usize) -> String,
    variables: fn(usize) -> String,
    sizes: Sizes,
}

fn none(_: usize) -> String {
    "{}".to_owned()
}

const fn family(name: &'static str, write: fn(usize) -> String, sizes: Sizes) -> Family {
    Family {
        name,
        write,
        variables: none,
        sizes,
    }
}

/// Every document of every family.
pub fn all() -> Vec<Hostile> {
    let families = [
        fragments::all(),
        selections::all(),
        lists::all(),
        texts::all(),
        wrong::all(),
        costs::all(),
    ];
    let mut documents = Vec::new();
    for family in families.into_iter().flatten() {
        for (outcome, sizes) in family.sizes {
            documents.extend(sizes.iter().map(|size| Hostile {
                family: family.name,
                size: *size,
                text: (family.write)(*size),
                variables: (family.variables)(*size),
                outcome: *outcome,
            }));
        }
    }
    documents
}

/// Writes something for each number below `n`.
fn each(n: usize, write: impl Fn(usize) -> String) -> String {
    (0..n).map(write).collect()
}

/// Puts `n` layers of `before` and `after` around something.
fn around(n: usize, before: &str, inside: &str, after: &str) -> String {
    format!("{}{inside}{}", before.repeat(n), after.repeat(n))
}

/// A query with so many bytes of something that fills.
fn filled(n: usize, fill: &str) -> String {
    format!("{{ __typename {} }}", fill.repeat(n / fill.len()))
}

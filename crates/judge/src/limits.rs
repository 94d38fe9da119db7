//! What a document may ask for, and why one is refused.

/// Most that a document may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of text. The parser takes 0.13 ms for a thousand line breaks or comments.
    pub bytes: usize,
    /// Tokens. The parser takes 1.5 ms for a thousand fields, the validation half of that.
    pub tokens: usize,
    /// Brackets of any kind inside each other. The parser recurses; it stands several hundred.
    pub brackets: usize,
    /// Selection sets inside each other, fragments opened. The executor refuses more than 32.
    pub nesting: u32,
    /// Fields inside each other, fragments opened. The introspection of GraphiQL needs 15.
    pub depth: u32,
    /// Fields, spreads and inline fragments, fragments opened at every spread.
    pub selections: u64,
    /// Aliases, fragments opened at every spread.
    pub aliases: u64,
    /// Directives at one place.
    pub directives: usize,
    /// Fields of an operation at its root.
    pub roots: u64,
    /// Operations.
    pub operations: usize,
    /// Elements of one list, in the document or in the variables.
    pub elements: usize,
    /// Values in the variables, long texts counted by their length, times their uses.
    pub values: u64,
    /// Fields of a mutation that check a password: each costs a tenth of a second of one core.
    pub passwords: u64,
    /// Cost of the operation: fields that the answer may hold.
    pub cost: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 12_000,
            tokens: 1_000,
            brackets: 50,
            nesting: 30,
            depth: 20,
            selections: 5_000,
            aliases: 200,
            directives: 8,
            roots: 30,
            operations: 20,
            elements: 2_000,
            values: 20_000,
            passwords: 1,
            cost: 30_000,
        }
    }
}

/// Declares the limits that can be overstepped, with their names.
macro_rules! limits {
    ($($(#[doc = $doc:literal])+ $name:ident $text:literal,)+) => {
        /// One of the [`Limits`].
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Limit {$($(#[doc = $doc])+ $name,)+}

        impl Limit {
            /// Every limit.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// Its stable name, for words and programs.
            pub const fn as_str(self) -> &'static str {
                match self {$(Self::$name => $text,)+}
            }
        }
    };
}

limits! {
    /// Bytes of text.
    Bytes "BYTES",
    /// Tokens.
    Tokens "TOKENS",
    /// Brackets inside each other.
    Brackets "BRACKETS",
    /// Selection sets inside each other.
    Nesting "NESTING",
    /// Fields inside each other.
    Depth "DEPTH",
    /// Fields and fragments, opened.
    Selections "SELECTIONS",
    /// Aliases.
    Aliases "ALIASES",
    /// Directives at one place.
    Directives "DIRECTIVES",
    /// Fields at the root.
    Roots "ROOTS",
    /// Operations.
    Operations "OPERATIONS",
    /// Elements of a list.
    Elements "ELEMENTS",
    /// Values of variables.
    Values "VALUES",
    /// Mutations that check a password.
    Passwords "PASSWORDS",
    /// Cost.
    Cost "COST",
}

impl Limit {
    /// Whether it is about the size of the text rather than about what the text asks for.
    pub const fn is_size(self) -> bool {
        matches!(self, Self::Bytes | Self::Tokens)
    }
}

/// Why a document is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// There is something that is no token of GraphQL, at this place, both counted from 1.
    Malformed {
        /// The line.
        line: usize,
        /// The column, in characters.
        column: usize,
    },
    /// A fragment opens itself.
    Cycle {
        /// Its name.
        fragment: String,
    },
    /// A limit is overstepped.
    Beyond {
        /// Which one.
        limit: Limit,
        /// Most that it allows.
        most: u64,
    },
}

/// Refuses what is more than the limit.
pub(crate) fn within(limit: Limit, found: u64, most: u64) -> Result<(), Refusal> {
    if found > most {
        Err(Refusal::Beyond { limit, most })
    } else {
        Ok(())
    }
}

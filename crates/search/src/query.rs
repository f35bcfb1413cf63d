//! The query language: what may be asked, as a tree.

mod display;
mod lex;
mod parse;

use std::ops::Range;

use crate::columns;

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Query {
    /// Every part holds.
    All(Vec<Query>),
    /// At least one part holds.
    Any(Vec<Query>),
    /// The part does not hold.
    Not(Box<Query>),
    /// The words stand there.
    Words(Wording),
    /// The regular expression matches.
    Pattern(Pattern),
    /// The analysis says so.
    Filter(Filter),
    /// A coding stands in a relation to another.
    Relation(Relation),
}

/// Words in some arrangement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wording {
    /// One word.
    Word(Word),
    /// One arrangement or another.
    Either(Vec<Wording>),
    /// One after the other, with at most `between` other words in between altogether.
    Sequence {
        /// What follows one another.
        parts: Vec<Wording>,
        /// Number of other words allowed.
        between: u32,
    },
    /// In either order, with at most `between` other words in between.
    Near {
        /// The two.
        pair: Box<(Wording, Wording)>,
        /// Number of other words allowed.
        between: u32,
    },
}

/// A word and how it is to be found.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Word {
    /// As typed, one word of the index.
    pub text: String,
    /// What counts as this word.
    pub form: Form,
}

/// What counts as a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// Any inflection, by the stemmer of each text's language.
    Any,
    /// The word as it stands, but for case, accents and typography.
    Exact,
    /// Any word that begins so.
    Prefix,
    /// Any word that comes of it by so many letters put in, left out, changed or swapped.
    Fuzzy(u8),
}

/// A regular expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// The expression.
    pub text: String,
    /// Whether small and capital letters are the same.
    pub ignore_case: bool,
    /// Where it stands in the query, in bytes.
    pub at: Range<usize>,
}

/// A condition on the analysis: `field:value`, or `field:(one OR other)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    /// Name of the field.
    pub field: String,
    /// The values, any of which will do; never empty.
    pub values: Vec<String>,
    /// Where it stands in the query, in bytes; `None` when it comes from an option.
    pub at: Option<Range<usize>>,
}

impl Filter {
    /// A filter that comes from an option of the command, not from a query.
    pub fn option(field: &str, values: Vec<String>) -> Filter {
        Filter { field: field.to_string(), values, at: None }
    }
}

/// A relation of codings in one text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    /// The codings that are found.
    pub left: Filter,
    /// How they stand.
    pub kind: RelationKind,
    /// To what.
    pub right: Filter,
    /// What it is when neither side names a code: plain words.
    pub else_words: Option<Box<Query>>,
    /// What follows at once and looks like another relation.
    pub chained: Option<Chained>,
}

/// What follows a relation and begins with a word for one: words, or, with a third code, a mistake, since it says nothing of
/// which two are meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chained {
    /// What may be the third code.
    pub code: Filter,
    /// What it is otherwise.
    pub words: Box<Query>,
}

/// How one coding stands to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RelationKind {
    /// It lies wholly inside the other.
    Within,
    /// They share a character.
    Overlaps,
    /// It ends before the other begins, in the same text.
    Before,
}

/// What is wrong with a query.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct QueryError {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: Option<String>,
    /// Where, in bytes of the query; `None` for a filter that comes from an option.
    pub at: Option<Range<usize>>,
}

impl QueryError {
    /// Returns an error at `at`.
    pub fn new(message: impl Into<String>, at: Option<Range<usize>>) -> QueryError {
        QueryError { message: message.into(), hint: None, at }
    }

    /// Adds what to do.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> QueryError {
        self.hint = Some(hint.into());
        self
    }

    /// The query with a line of carets under the mistake; empty when the mistake is not in it.
    pub fn caret(&self, query: &str) -> String {
        let Some(at) = &self.at else { return String::new() };
        let (before, rest) = query.split_at(query.floor_char_boundary(at.start));
        let marked = &rest[..rest.floor_char_boundary(at.len())];
        let line = |text: &str| text.replace(['\n', '\t', '\r'], " ");
        format!("  {}\n  {}{}", line(query), " ".repeat(columns(before)), "^".repeat(columns(marked).max(1)))
    }
}

impl Query {
    /// Reads a query.
    ///
    /// # Errors
    /// When it is not one; the error says where and what to do.
    pub fn parse(text: &str) -> Result<Query, QueryError> {
        parse::query(text)
    }

    /// The query and `filters`, all of which must hold.
    #[must_use]
    pub fn narrowed(self, filters: impl IntoIterator<Item = Query>) -> Query {
        let mut parts: Vec<Query> = match self {
            Query::All(parts) => parts,
            other => vec![other],
        };
        parts.extend(filters);
        Query::All(parts)
    }

    /// Everything there is.
    pub fn everything() -> Query {
        Query::All(Vec::new())
    }
}

//! Finds words in the texts of a study: an index of passages on tantivy, and the query language.
//!
//! The index knows texts only; what was coded is asked of a [`Scope`] when a question is put, so that a
//! coding made a moment ago is found and coding never waits for the index.

mod analyzer;
mod arrangement;
mod columns;
mod cursor;
mod cuts;
mod error;
mod evaluate;
mod frequency;
mod hits;
mod index;
mod inflections;
mod language;
mod likeness;
mod passage;
pub mod query;
mod relation;
mod schema;
mod scope;
mod seal;
mod search;
mod telling;
mod term;
mod touched;
mod view;
mod word;

pub use columns::columns;
pub use cuts::handed;
pub use error::IndexError;
pub use frequency::{WordCount, WordCounter, log_likelihood};
pub use index::{Building, Index, IndexState, IndexStatus, Load, Span};
pub use language::Language;
pub use likeness::{Alike, Pair, alike_pairs};
pub use passage::{IndexedText, Passage, TextKey, passages};
pub use query::{Filter, Query, QueryError};
pub use schema::tokenizers;
pub use scope::{Among, Chosen, Quotation, Scope};
pub use search::{Answer, Ask, Hit, Match, Order, Place, SearchError, Unit};
pub use telling::TellingWord;
pub use word::sentences_around;

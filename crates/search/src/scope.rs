//! What search asks of the analysis: which passages and quotations a filter selects. Search itself
//! knows texts only.

use std::sync::Arc;

use crate::query::{Filter, QueryError};

/// The analysis, as far as search asks for it. Texts are known by their position in the list the
/// index was opened for; positions within a text are code points.
pub trait Scope {
    /// The words of a text.
    ///
    /// # Errors
    /// When it cannot be read; in a sentence.
    fn text(&self, text: u32) -> Result<Arc<str>, String>;

    /// Whether there is a code of this key, marker or name.
    fn is_code(&self, word: &str) -> bool;

    /// The passages that a filter selects; of codings only those that `among` means are looked at.
    ///
    /// # Errors
    /// When there is no such field or value; the error says what there is.
    fn passages(&self, filter: &Filter, among: Among<'_>) -> Result<Chosen, QueryError>;

    /// Whether codings are kept from question to question, so that nothing is spared by looking only at those at
    /// some places.
    fn keeps_codings(&self) -> bool;

    /// The placed codings that every one of `filters` selects, by text, start, end and id; only those
    /// that `among` means.
    ///
    /// # Errors
    /// When there is no such field or value; the error says what there is.
    fn quotations(&self, filters: &[&Filter], among: Among<'_>) -> Result<Arc<[Quotation]>, QueryError>;
}

/// Which codings are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Among<'a> {
    /// All.
    All,
    /// Those that share a character with one of these stretches (text, first code point, the one after the last),
    /// which are in order and apart; perhaps some more of the same texts.
    Near(&'a [(u32, u32, u32)]),
    /// These, which are in order.
    These(&'a [Quotation]),
}

/// A coding at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quotation {
    /// The text.
    pub text: u32,
    /// First code point.
    pub start: u32,
    /// The code point after the last.
    pub end: u32,
    /// What the caller knows it by.
    pub id: i64,
}

impl Quotation {
    /// For each quotation the furthest end of those of its text up to it, by which those at a place are found.
    pub fn furthest_ends(quotations: &[Quotation]) -> Vec<u32> {
        let mut furthest = (u32::MAX, 0);
        let reach = |quotation: &Quotation| {
            let so_far = if furthest.0 == quotation.text { furthest.1 } else { 0 };
            furthest = (quotation.text, quotation.end.max(so_far));
            furthest.1
        };
        quotations.iter().map(reach).collect()
    }
}

/// The passages a filter selects.
#[derive(Clone, Debug, PartialEq)]
pub enum Chosen {
    /// Those of some speakers: for each text whether what stands outside turns is meant, then whether each of
    /// its speakers is. A text whose list is short or missing has no more speakers that are meant.
    Speakers(Vec<Vec<bool>>),
    /// Those that share a character with one of these.
    Touching(Arc<[Quotation]>),
    /// Those that share none with any of these.
    Apart(Arc<[Quotation]>),
}

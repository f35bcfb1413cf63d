//! One piece of the index with what lies beside it.

use std::sync::Arc;

use fixedbitset::FixedBitSet;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, InvertedIndexReader, SegmentReader, TERMINATED};

use super::Doc;
use crate::analyzer::Stemming;
use crate::cuts::AllCuts;
use crate::inflections::ByStem;
use crate::schema::Fields;
use crate::term::{self, Term};
use crate::{IndexError, Language};

/// One piece of the index; its passages follow those of the pieces before. All of it is opened at once: later,
/// another process may have removed it.
pub(crate) struct Piece {
    pub(crate) reader: SegmentReader,
    pub(crate) base: Doc,
    pub(crate) words: Arc<InvertedIndexReader>,
    by_stem: ByStem,
    pub(super) cuts: AllCuts,
}

impl Piece {
    pub(super) fn of(reader: SegmentReader, base: Doc, fields: &Fields) -> Result<Piece, IndexError> {
        let words = reader.inverted_index(fields.words)?;
        Ok(Piece { by_stem: ByStem::open(&reader)?, cuts: AllCuts::open(&reader)?, reader, base, words })
    }

    /// Whether a term stands in one of the `live` passages.
    pub(crate) fn is_used(&self, term: &str, live: &FixedBitSet) -> Result<bool, IndexError> {
        let Some(about) = self.words.terms().get(term)? else { return Ok(false) };
        let mut passages = self.words.read_postings_from_terminfo(&about, IndexRecordOption::Basic)?;
        while passages.doc() != TERMINATED {
            if live.contains((self.base + passages.doc()) as usize) {
                return Ok(true);
            }
            passages.advance();
        }
        Ok(false)
    }

    /// The terms of the words that have a stem in a language.
    pub(crate) fn words_of(&self, language: Language, stem: &str) -> Result<Vec<String>, IndexError> {
        let mut terms = Vec::new();
        let mut stemming = Stemming::new(language);
        let (from, to) = term::range_of(stem);
        let mut alike = self.words.terms().range().ge(from).lt(to).into_stream()?;
        while alike.advance() {
            let term = Term::read(alike.key()).filter(|term| term.language == Some(language));
            if term.is_some_and(|term| stemming.stem(term.lowered) == stem) {
                terms.extend(String::from_utf8(alike.key().to_vec()).ok());
            }
        }
        self.by_stem.inflected(language, stem, |term| terms.push(term.to_string()));
        Ok(terms)
    }
}

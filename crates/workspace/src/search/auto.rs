//! From search to coding: what a search found as stretches to be coded.

use themata_model::bytes_of_chars;
use themata_search::{Ask, Hit, sentences_around};

use super::request::{SearchOrder, SearchRequest, SearchUnit};
use super::{Searching, State};
use crate::WorkspaceError;
use crate::verbs::{AutoCode, FoundSpan, look};

/// What of each hit is coded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AutoUnit {
    /// The words that the query found.
    Match,
    /// The sentence, or sentences, that hold them.
    Sentence,
    /// The paragraph.
    Passage,
    /// The turn.
    Turn,
}

impl AutoUnit {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            AutoUnit::Match => "match",
            AutoUnit::Sentence => "sentence",
            AutoUnit::Passage => "passage",
            AutoUnit::Turn => "turn",
        }
    }
}

impl Searching<'_> {
    /// The verb that codes all that a request finds.
    ///
    /// # Errors
    /// As [`Searching::search`]; when single matches are asked for and the query has no words.
    pub fn auto_code(
        &self,
        request: &SearchRequest,
        unit: AutoUnit,
        code: &str,
    ) -> Result<AutoCode, WorkspaceError> {
        let state = self.current()?;
        look::code(&state.outline.codebook, code)?;
        let of = if unit == AutoUnit::Turn { SearchUnit::Turn } else { SearchUnit::Passage };
        let query = request.query()?;
        let ask = Ask {
            query: &query,
            unit: of.into(),
            order: SearchOrder::Corpus.into(),
            limit: usize::MAX,
            offset: 0,
        };
        let (state, answer) =
            self.answered(&request.query, |scope, state| state.index.search(scope, &state.languages, &ask))?;
        let mut spans = Vec::new();
        for hit in &answer.hits {
            for (start, end) in self.stretches(&state, hit, unit)? {
                let source = state.key_of(hit.place.text).into_owned();
                spans.push(FoundSpan { source, sha256: state.hash_of(hit.place.text), start, end });
            }
        }
        spans.dedup();
        if spans.is_empty() && answer.total > 0 {
            return Err(WorkspaceError::refused(format!(
                "the query names no words, so there is no {} to code",
                unit.as_str()
            ))
            .hint("code the whole with `--unit passage` or `--unit turn`"));
        }
        let query = request.understood()?;
        Ok(AutoCode { query, unit: unit.as_str().to_string(), code: code.to_string(), spans })
    }

    /// What of a hit is coded, in code points; overlapping stretches as one.
    fn stretches(&self, state: &State, hit: &Hit, unit: AutoUnit) -> Result<Vec<(u32, u32)>, WorkspaceError> {
        let place = &hit.place;
        if matches!(unit, AutoUnit::Passage | AutoUnit::Turn) {
            return Ok(vec![(place.start, place.end)]);
        }
        let text = state.text(self.store, place.text)?;
        let bytes = bytes_of_chars(&text, place.start, place.end);
        let mut stretches: Vec<std::ops::Range<usize>> = Vec::new();
        for found in &hit.matches {
            let stretch = match unit {
                AutoUnit::Sentence => sentences_around(&text, bytes.clone(), found.whole.clone()),
                _ => found.whole.clone(),
            };
            match stretches.last_mut() {
                Some(last) if stretch.start < last.end => last.end = last.end.max(stretch.end),
                _ => stretches.push(stretch),
            }
        }
        let chars = |byte: usize| {
            place.start + u32::try_from(text[bytes.start..byte].chars().count()).unwrap_or(u32::MAX)
        };
        Ok(stretches.into_iter().map(|stretch| (chars(stretch.start), chars(stretch.end))).collect())
    }
}

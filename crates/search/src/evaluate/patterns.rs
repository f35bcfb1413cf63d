//! Regular expressions, which are scanned for.

use std::ops::Range;

use regex::{Regex, RegexBuilder};

use super::Evaluation;
use crate::SearchError;
use crate::hits::Hits;
use crate::query::{Pattern, QueryError};
use crate::search::Unit;

/// Bytes a compiled regular expression may take.
const PATTERN_SIZE: usize = 8 << 20;

/// The regular expression of a query.
pub(super) fn compiled(pattern: &Pattern) -> Result<Regex, SearchError> {
    RegexBuilder::new(&pattern.text)
        .case_insensitive(pattern.ignore_case)
        .size_limit(PATTERN_SIZE)
        .build()
        .map_err(|error| not_a_pattern(&pattern.text, &error, pattern.at.clone()))
}

impl Evaluation<'_> {
    pub(super) fn pattern(&self, regex: &Regex, among: Option<&Hits>) -> Result<Hits, SearchError> {
        match self.unit {
            Unit::Quotation => self.pattern_in_quotations(regex, among),
            Unit::Passage => {
                let hits = among.cloned().unwrap_or_else(|| self.universe());
                self.scanned(regex, &hits.ids).map(|ids| Hits { scores: vec![0.0; ids.len()], ids })
            }
            Unit::Turn => {
                let view = &self.index.view;
                let turns = view.first_of_turns();
                let docs: Vec<u32> = match among {
                    Some(among) => among.ids.iter().flat_map(|&turn| view.turn(turn)).collect(),
                    None => Hits::of(view.live()).ids,
                };
                let mut ids: Vec<u32> =
                    self.scanned(regex, &docs)?.into_iter().map(|doc| turns[doc as usize]).collect();
                ids.dedup();
                Ok(Hits { scores: vec![0.0; ids.len()], ids })
            }
        }
    }

    /// Those of `docs` that the expression matches.
    fn scanned(&self, regex: &Regex, docs: &[u32]) -> Result<Vec<u32>, SearchError> {
        let view = &self.index.view;
        let mut found = Vec::new();
        let mut next = 0;
        while let Some(&doc) = docs.get(next) {
            let number = view.text(doc);
            let until = view.run(number).end;
            let text = self.scope.text(number).map_err(SearchError::Text)?;
            while let Some(&doc) = docs.get(next).filter(|doc| **doc < until) {
                if text.get(view.bytes(doc)).is_some_and(|passage| regex.is_match(passage)) {
                    found.push(doc);
                }
                next += 1;
            }
        }
        Ok(found)
    }
}

/// What is wrong with a regular expression, pointing at the place within it.
fn not_a_pattern(text: &str, error: &regex::Error, at: Range<usize>) -> SearchError {
    let why = match error {
        regex::Error::CompiledTooBig(_) => "it is too large".to_string(),
        other => {
            let message = other.to_string();
            message
                .lines()
                .rev()
                .find_map(|line| line.strip_prefix("error: ").map(str::to_string))
                .unwrap_or(message)
        }
    };
    SearchError::Query(
        QueryError::new(format!("`/{text}/` is no regular expression: {why}"), Some(at))
            .with_hint("signs with a meaning of their own are taken as they stand after a backslash: /\\?/"),
    )
}

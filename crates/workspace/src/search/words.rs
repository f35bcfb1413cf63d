//! Words and runs of words by case, side and code, and those typical of one selection against another.

use std::collections::BTreeMap;
use themata_model::bytes_of_chars;

use serde::Serialize;
use themata_search::{WordCounter, log_likelihood};

use super::request::SearchRequest;
use super::scope::StudyScope;
use super::{Searching, tally};
use crate::WorkspaceError;

/// What is counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordsRequest {
    /// In what the words are counted.
    pub of: SearchRequest,
    /// Against what they are held, for what is typical.
    pub against: Option<SearchRequest>,
    /// What the counts are parted by, such as case or side.
    pub by: Option<String>,
    /// Words in a row.
    pub length: usize,
    /// Whether stop words are kept.
    pub stop_words: bool,
    /// The fewest occurrences that are shown.
    pub least: u64,
}

/// Counts of words.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WordTable {
    /// What the counts are parted into; one nameless group when they are not.
    pub groups: Vec<String>,
    /// Words, or runs of words, in each group, stop words included.
    pub totals: Vec<u64>,
    /// The words.
    pub rows: Vec<WordRow>,
}

/// Counts of one word.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WordRow {
    /// The word, or run of words, folded.
    pub words: String,
    /// Occurrences in each group.
    pub counts: Vec<u64>,
    /// Passages (or quotations, or turns) of each group it stands in.
    pub units: Vec<u64>,
    /// With a selection to hold against: G², positive where it is typical of the first.
    pub keyness: Option<f64>,
}

impl Searching<'_> {
    /// Counts words in what a request finds.
    ///
    /// # Errors
    /// As [`Searching::search`].
    pub fn words(&self, request: &WordsRequest) -> Result<WordTable, WorkspaceError> {
        let mut named: BTreeMap<tally::Ranked, usize> = BTreeMap::new();
        let mut pieces: Vec<(u32, u32, u32, Vec<tally::Ranked>)> = Vec::new();
        let selections = std::iter::once(&request.of).chain(&request.against);
        let state = self.current()?;
        let scope = StudyScope::new(self.store, &state);
        for (rank, selection) in (0u32..).zip(selections) {
            let (places, _) = self.places(selection)?;
            let by: Vec<String> =
                if request.against.is_some() { Vec::new() } else { request.by.iter().cloned().collect() };
            let groups = tally::groups(&scope, &state, &places, &by)?;
            for (place, own) in places.iter().zip(groups) {
                let own = if by.is_empty() { vec![tally::Ranked::of(rank)] } else { own };
                for group in &own {
                    named.entry(group.clone()).or_default();
                }
                pieces.push((place.text, place.start, place.end, own));
            }
        }
        if request.against.is_some() {
            named.extend((0..2).map(|rank| (tally::Ranked::of(rank), 0)));
        }
        for (position, at) in named.values_mut().enumerate() {
            *at = position;
        }
        let mut counter = WordCounter::new(request.length, named.len(), request.stop_words);
        for (source, start, end, groups) in pieces {
            let text = state.text(self.store, source)?;
            let bytes = bytes_of_chars(&text, start, end);
            let groups: Vec<usize> = groups.iter().filter_map(|group| named.get(group).copied()).collect();
            counter.add(&text[bytes], state.languages[source as usize], &groups);
        }
        let totals = counter.totals().to_vec();
        let keyness = |counts: &[u64]| match (request.against.is_some(), counts, totals.as_slice()) {
            (true, [a, b], [c, d]) => {
                let typical = u128::from(*a) * u128::from(*d) >= u128::from(*b) * u128::from(*c);
                Some(log_likelihood(*a, *b, *c, *d) * if typical { 1.0 } else { -1.0 })
            }
            _ => None,
        };
        let counts =
            counter.counts().into_iter().filter(|count| count.counts.iter().sum::<u64>() >= request.least);
        let mut rows: Vec<WordRow> = counts
            .map(|count| WordRow {
                keyness: keyness(&count.counts),
                words: count.words,
                counts: count.counts,
                units: count.texts,
            })
            .collect();
        if request.against.is_some() {
            rows.sort_by(|a, b| {
                b.keyness
                    .unwrap_or(0.0)
                    .total_cmp(&a.keyness.unwrap_or(0.0))
                    .then_with(|| a.words.cmp(&b.words))
            });
        }
        Ok(WordTable { groups: named.into_keys().map(tally::Ranked::into_word).collect(), totals, rows })
    }
}

//! Quotations as the unit: the words must stand inside the coding, which may begin and end within a passage.

use std::sync::Arc;

use fixedbitset::FixedBitSet;
use regex::Regex;
use themata_model::bytes_of_chars;

use super::Evaluation;
use super::near::parts_of;
use crate::arrangement::Arrangement;
use crate::hits::Hits;
use crate::query::{Filter, Query};
use crate::{Among, Quotation, SearchError};

impl Evaluation<'_> {
    /// Fetches the quotations that may be found: those the filters select that must hold anyway, in the
    /// texts where the words stand that must stand anyway.
    pub(super) fn gather_quotations(&mut self, query: &Query) -> Result<(), SearchError> {
        let parts = parts_of(query);
        let filters: Vec<&Filter> = parts
            .iter()
            .filter_map(|part| if let Query::Filter(filter) = part { Some(filter) } else { None })
            .collect();
        let stretches = self.stretches_of_rarest(parts)?;
        let among = stretches.as_deref().map_or(Among::All, Among::Near);
        self.quotations = self.scope.quotations(&filters, among)?;
        self.passed = filters.into_iter().cloned().collect();
        self.reach = Quotation::furthest_ends(&self.quotations);
        Ok(())
    }

    /// Quotations, in order, as a set of units.
    pub(super) fn set_of(&self, quotations: &[Quotation]) -> FixedBitSet {
        let mut set = FixedBitSet::with_capacity(self.quotations.len());
        let mut from = 0;
        for quotation in quotations {
            match self.quotations[from..].binary_search(quotation) {
                Ok(at) => {
                    from += at;
                    set.insert(from);
                }
                Err(at) => from += at,
            }
        }
        set
    }

    /// The quotations inside which the words stand.
    pub(super) fn words_in_quotations(
        &self,
        arrangement: &Arrangement,
        among: Option<&Hits>,
    ) -> Result<Hits, SearchError> {
        let view = &self.index.view;
        let among_set = among.map(|among| {
            let mut set = FixedBitSet::with_capacity(self.quotations.len());
            among.ids.iter().for_each(|at| set.insert(*at as usize));
            set
        });
        let among_docs = among.filter(|among| (among.len() as u64) * 8 < arrangement.cost()).map(|among| {
            let touched = |at: &u32| {
                let quotation = &self.quotations[*at as usize];
                view.touched(quotation.text, quotation.start, quotation.end)
            };
            let mut docs: Vec<u32> = among.ids.iter().flat_map(touched).collect();
            docs.sort_unstable();
            docs.dedup();
            docs
        });
        let mut scores = vec![0.0f32; self.quotations.len()];
        let mut found: Vec<u32> = Vec::new();
        // Where the words that are asked for stand in the passage, by number and in code points.
        let (mut places, mut spans) = (Vec::new(), Vec::new());
        self.walk(arrangement, among_docs.as_deref(), true, &mut |doc, score, cursor| {
            let text = view.text(doc);
            let (start, end) = (view.start(doc), view.end(doc));
            let mut placed = false;
            for at in self.touching(text, start, end) {
                if among_set.as_ref().is_some_and(|among| !among.contains(at)) {
                    continue;
                }
                let quotation = &self.quotations[at];
                if start < quotation.start || quotation.end < end {
                    if !placed {
                        placed = true;
                        cursor.places(&mut places);
                        view.spans_of(doc, &places, &mut spans);
                    }
                    if !spans.iter().any(|(from, to)| quotation.start <= *from && *to <= quotation.end) {
                        continue;
                    }
                }
                if scores[at] == 0.0 {
                    found.push(small(at));
                }
                scores[at] += score.max(f32::MIN_POSITIVE);
            }
            Ok(())
        })?;
        found.sort_unstable();
        let scores = found.iter().map(|at| scores[*at as usize]).collect();
        Ok(Hits { ids: found, scores })
    }

    /// The quotations that share a character with `start..end` of a text.
    fn touching(&self, text: u32, start: u32, end: u32) -> impl Iterator<Item = usize> {
        let before = self.quotations.partition_point(|q| (q.text, q.start) < (text, end));
        let back = (0..before).rev();
        let near = back.take_while(move |at| self.quotations[*at].text == text && self.reach[*at] > start);
        near.filter(move |at| self.quotations[*at].end > start)
    }

    /// The quotations that the expression matches.
    pub(super) fn pattern_in_quotations(
        &self,
        regex: &Regex,
        among: Option<&Hits>,
    ) -> Result<Hits, SearchError> {
        let candidates = among.cloned().unwrap_or_else(|| self.universe());
        let mut hits = Hits::default();
        let mut counter: Option<(u32, Arc<str>, usize, u32)> = None;
        for at in candidates.ids {
            let quotation = self.quotations[at as usize];
            // Quotations are ordered by text and start, so that positions are counted on from the last.
            let (text, byte, chars) = match counter.take() {
                Some((number, text, byte, chars)) if number == quotation.text && chars <= quotation.start => {
                    (text, byte, chars)
                }
                _ => (self.scope.text(quotation.text).map_err(SearchError::Text)?, 0, 0),
            };
            let own = bytes_of_chars(&text[byte..], quotation.start - chars, quotation.end - chars);
            let start = byte + own.start;
            if regex.is_match(&text[byte..][own]) {
                hits.push(at, 0.0);
            }
            counter = Some((quotation.text, text, start, quotation.start));
        }
        Ok(hits)
    }
}

fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

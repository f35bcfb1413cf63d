//! Quotations as the unit: the words must stand inside the coding, which may begin and end within a passage.

use std::ops::Range;
use std::sync::Arc;

use fixedbitset::FixedBitSet;
use regex::Regex;
use themata_model::bytes_of_chars;

use super::Evaluation;
use crate::arrangement::Arrangement;
use crate::hits::Hits;
use crate::query::{Filter, Query};
use crate::word::{self, Milestone};
use crate::{Among, Quotation, SearchError};

impl Evaluation<'_> {
    /// Fetches the quotations that may be found: those the filters select that must hold anyway, in the
    /// texts where the words stand that must stand anyway.
    pub(super) fn gather_quotations(&mut self, query: &Query) -> Result<(), SearchError> {
        let parts = match query {
            Query::All(parts) => parts.as_slice(),
            other => std::slice::from_ref(other),
        };
        let filters: Vec<&Filter> = parts
            .iter()
            .filter_map(|part| if let Query::Filter(filter) = part { Some(filter) } else { None })
            .collect();
        let view = &self.index.view;
        let mut rarest: Option<Arrangement> = None;
        for part in parts {
            let Query::Words(wording) = part else { continue };
            let arrangement = Arrangement::of(wording, view, &self.languages)?;
            if rarest.as_ref().is_none_or(|rarest| arrangement.cost() < rarest.cost()) {
                rarest = Some(arrangement);
            }
        }
        // Common words stand at most quotations.
        let rarest = rarest.filter(|rarest| rarest.cost() < view.len() as u64 / 16);
        let stretches = match rarest {
            Some(arrangement) => Some(self.stretches(&self.passages_of(&arrangement, None)?)),
            None => None,
        };
        let among = stretches.as_deref().map_or(Among::All, Among::Near);
        self.quotations = self.scope.quotations(&filters, among)?;
        self.passed = filters.into_iter().cloned().collect();
        self.reach = Quotation::furthest_ends(&self.quotations);
        Ok(())
    }

    /// Where passages stand, those side by side as one.
    fn stretches(&self, docs: &Hits) -> Vec<(u32, u32, u32)> {
        let view = &self.index.view;
        let stretch = |doc: &u32| (view.text(*doc), view.start(*doc), view.end(*doc));
        let mut all: Vec<(u32, u32, u32)> = docs.ids.iter().map(stretch).collect();
        all.sort_unstable();
        all.dedup_by(|next, last| {
            let is_beside = next.0 == last.0 && next.1 <= last.2;
            if is_beside {
                last.2 = last.2.max(next.2);
            }
            is_beside
        });
        all
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
        let mut words = PassageWords::default();
        let mut places = Vec::new();
        let mut known = self.index.boundaries.ask();
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
                    }
                    let stretch = (doc, quotation.start.max(start), quotation.end.min(end));
                    let inside = known.words(stretch, || {
                        words.turn_to(self, doc)?;
                        Ok::<_, SearchError>(words.within(stretch.1, stretch.2))
                    })?;
                    if !places.iter().any(|(from, to)| inside.start <= *from && *to <= inside.end) {
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

/// Where the words of one passage begin and end.
#[derive(Default)]
struct PassageWords {
    /// The text looked at last.
    text: Option<(u32, Arc<str>)>,
    /// The passage looked at last.
    doc: Option<u32>,
    /// Where the passage stands in it, in bytes.
    bytes: Range<usize>,
    /// Where it begins in code points.
    start: u32,
    /// Words from which it can be cut.
    milestones: Vec<Milestone>,
    /// Room for the words cut last.
    cuts: Vec<(usize, usize)>,
}

impl PassageWords {
    fn turn_to(&mut self, evaluation: &Evaluation<'_>, doc: u32) -> Result<(), SearchError> {
        if self.doc.replace(doc) == Some(doc) {
            return Ok(());
        }
        let view = &evaluation.index.view;
        let number = view.text(doc);
        if self.text.as_ref().is_none_or(|(of, _)| *of != number) {
            self.text = Some((number, evaluation.scope.text(number).map_err(SearchError::Text)?));
        }
        self.bytes = view.bytes(doc);
        self.start = view.start(doc);
        self.milestones.clear();
        self.milestones.push(Milestone { word: 0, byte: 0 });
        self.milestones.extend(view.milestones(doc));
        Ok(())
    }

    /// The words, by number, that stand wholly in `start..end` (code points of the text).
    fn within(&mut self, start: u32, end: u32) -> Range<u32> {
        let Some((_, text)) = &self.text else { return 0..0 };
        let passage = text.get(self.bytes.clone()).unwrap_or_default();
        let own = start.saturating_sub(self.start)..end.saturating_sub(self.start);
        let Range { start: first, end: last } = bytes_of_chars(passage, own.start, own.end);
        let mut words_until = |byte: usize, is_before: &dyn Fn((usize, usize)) -> bool| {
            let passed = self.milestones.partition_point(|m| m.byte as usize <= byte);
            let from = self.milestones[passed.saturating_sub(1)];
            // Words are cut the same up to white space.
            let blank = passage.as_bytes()[byte..].iter().position(u8::is_ascii_whitespace);
            let until = blank.map_or(passage.len(), |blank| byte + blank);
            word::words(&passage[from.byte as usize..until], &mut self.cuts);
            let base = from.byte as usize;
            let before = self.cuts.iter().take_while(|cut| is_before((base + cut.0, base + cut.1))).count();
            from.word + small(before)
        };
        let from = words_until(first, &|cut| cut.0 < first);
        let to = words_until(last, &|cut| cut.1 <= last);
        from..to
    }
}

fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

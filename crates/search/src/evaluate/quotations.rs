//! Quotations as the unit: the words must stand inside the coding, which may begin and end within a passage.

use std::sync::Arc;

use fixedbitset::FixedBitSet;
use regex::Regex;

use super::Evaluation;
use crate::arrangement::Arrangement;
use crate::hits::Hits;
use crate::query::{Filter, Query};
use crate::{Quotation, SearchError};

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
        let mut texts: Option<Vec<u32>> = None;
        if let Some(wording) =
            parts.iter().find_map(|part| if let Query::Words(w) = part { Some(w) } else { None })
        {
            let view = &self.index.view;
            let arrangement = Arrangement::of(wording, &self.index.fields, view, &self.languages)?;
            let docs = self.passages_of(&arrangement, None)?;
            let mut found: Vec<u32> = docs.ids.iter().map(|doc| view.text(*doc)).collect();
            found.sort_unstable();
            found.dedup();
            texts = Some(found);
        }
        self.quotations = self.scope.quotations(&filters, texts.as_deref())?;
        self.by_id = self.quotations.iter().zip(0u32..).map(|(quotation, at)| (quotation.id, at)).collect();
        let docs = |q: &Quotation| self.index.view.touched(q.text, q.start, q.end);
        self.docs_of = self.quotations.iter().map(docs).collect();
        Ok(())
    }

    /// The quotations as a set of units.
    pub(super) fn set_of(&self, quotations: &[Quotation]) -> FixedBitSet {
        let mut set = FixedBitSet::with_capacity(self.quotations.len());
        for quotation in quotations {
            if let Some(&at) = self.by_id.get(&quotation.id) {
                set.insert(at as usize);
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
        let passages = self.passages_of(arrangement, None)?;
        let mut scores = vec![0.0f32; if passages.len() > 0 { view.len() } else { 0 }];
        let mut set = FixedBitSet::with_capacity(view.len());
        for (doc, score) in passages.iter() {
            scores[doc as usize] = score;
            set.insert(doc as usize);
        }
        let mut known: Option<(u32, PassageMatches)> = None;
        let mut hits = Hits::default();
        let mut look = |at: u32| -> Result<(), SearchError> {
            let quotation = self.quotations[at as usize];
            let docs = self.docs_of[at as usize].clone();
            let mut score = 0.0;
            for doc in (docs.start as usize..docs.end as usize).filter(|doc| set.contains(*doc)) {
                let whole = quotation.start <= view.starts()[doc] && view.ends()[doc] <= quotation.end;
                let doc = u32::try_from(doc).unwrap_or(u32::MAX);
                if !whole {
                    if known.as_ref().is_none_or(|(of, _)| *of != doc) {
                        known = Some((doc, self.matches_in(arrangement, doc)?));
                    }
                    let inside = known
                        .as_ref()
                        .is_some_and(|(_, matches)| matches.any_within(quotation.start, quotation.end));
                    if !inside {
                        continue;
                    }
                }
                score += scores[doc as usize].max(f32::MIN_POSITIVE);
            }
            if score > 0.0 {
                hits.push(at, score);
            }
            Ok(())
        };
        match among {
            Some(among) => among.ids.iter().try_for_each(|at| look(*at))?,
            None => {
                (0..self.quotations.len()).try_for_each(|at| look(u32::try_from(at).unwrap_or(u32::MAX)))?
            }
        }
        Ok(hits)
    }

    /// Where the words stand in a passage, in code points of the text.
    fn matches_in(&self, arrangement: &Arrangement, doc: u32) -> Result<PassageMatches, SearchError> {
        let view = &self.index.view;
        let text_number = view.text(doc);
        let text = self.scope.text(text_number).map_err(SearchError::Text)?;
        let passage = text.get(view.bytes(doc)).unwrap_or_default();
        let words = self.cut(passage, text_number);
        let mut counter = CharCounter { text: passage, byte: 0, chars: 0 };
        let mut ends: Vec<(usize, usize)> = words.matches(arrangement).into_iter().map(|m| m.whole).collect();
        ends.sort_unstable();
        let base = view.starts()[doc as usize];
        let spans = ends.iter().map(|&(from, to)| {
            let start = counter.at(from);
            (base + start, base + start + small(passage[from..to].chars().count()))
        });
        Ok(PassageMatches(spans.collect()))
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
            let mut on = CharCounter { text: &text[byte..], byte: 0, chars: 0 };
            let start = byte + on.byte_at(quotation.start - chars);
            let end = start + byte_length(&text[start..], quotation.end - quotation.start);
            if regex.is_match(&text[start..end]) {
                hits.push(at, 0.0);
            }
            counter = Some((quotation.text, text, start, quotation.start));
        }
        Ok(hits)
    }
}

/// Where the words of a query stand in one passage, in code points of the text.
struct PassageMatches(Vec<(u32, u32)>);

impl PassageMatches {
    fn any_within(&self, start: u32, end: u32) -> bool {
        self.0.iter().any(|(from, to)| start <= *from && *to <= end)
    }
}

/// Counts code points from left to right.
struct CharCounter<'a> {
    text: &'a str,
    byte: usize,
    chars: u32,
}

impl CharCounter<'_> {
    /// Code points before a byte that is not before the last one asked for.
    fn at(&mut self, byte: usize) -> u32 {
        self.chars += small(self.text[self.byte..byte].chars().count());
        self.byte = byte;
        self.chars
    }

    /// The byte of a code point.
    fn byte_at(&mut self, chars: u32) -> usize {
        self.byte += byte_length(&self.text[self.byte..], chars - self.chars);
        self.chars = chars;
        self.byte
    }
}

/// Bytes of the first `chars` code points.
fn byte_length(text: &str, chars: u32) -> usize {
    text.char_indices().nth(chars as usize).map_or(text.len(), |(byte, _)| byte)
}

fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

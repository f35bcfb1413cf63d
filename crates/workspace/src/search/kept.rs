//! Placed codings kept between questions, to be found by code and by source.

use std::collections::HashSet;
use std::ops::{Deref, Range};
use std::sync::Arc;

use themata_model::mark::Mark;
use themata_search::Quotation;
use themata_store::{Placed, PlacedChoice};

/// Placed codings by source and place, with an index by code.
pub(super) struct Kept {
    placed: Placed,
    /// Where each stands, likewise.
    quotations: Arc<[Quotation]>,
    /// For each the furthest end of those of its source up to it.
    reach: Vec<u32>,
    /// For each code the positions of its codings.
    by_code: Vec<Vec<u32>>,
}

impl Deref for Kept {
    type Target = Placed;

    fn deref(&self) -> &Placed {
        &self.placed
    }
}

impl Kept {
    pub(super) fn new(placed: Placed) -> Kept {
        let mut by_code: Vec<Vec<u32>> = Vec::new();
        for (mark, at) in placed.marks.marks.iter().zip(0u32..) {
            let Some(code) = mark.code else { continue };
            let code = code as usize;
            if by_code.len() <= code {
                by_code.resize_with(code + 1, Vec::new);
            }
            by_code[code].push(at);
        }
        let quotation = |(mark, id): (&Mark, &i64)| {
            let text = placed.marks.voice(mark).source;
            Quotation { text, start: mark.start, end: mark.end, id: *id }
        };
        let quotations: Arc<[Quotation]> =
            placed.marks.marks.iter().zip(&placed.numbers).map(quotation).collect();
        Kept { reach: Quotation::furthest_ends(&quotations), placed, quotations, by_code }
    }

    /// Where the codings at these positions, which are in order, stand.
    pub(super) fn quotations(&self, positions: &[usize]) -> Arc<[Quotation]> {
        if positions.len() == self.quotations.len() {
            return self.quotations.clone();
        }
        positions.iter().map(|at| self.quotations[*at]).collect()
    }

    /// The source of a coding.
    fn source(&self, at: usize) -> u32 {
        self.quotations[at].text
    }

    /// Positions of the codings in a source.
    pub(super) fn in_source(&self, source: u32) -> Range<usize> {
        let first = self.quotations.partition_point(|quotation| quotation.text < source);
        first..first + self.quotations[first..].partition_point(|quotation| quotation.text == source)
    }

    /// Positions of those of `these` that are meant, in order.
    pub(super) fn of_these(&self, these: &[Quotation], choice: &PlacedChoice) -> Vec<usize> {
        let position = |quotation: &Quotation| self.quotations.binary_search(quotation).ok();
        self.restricted(these.iter().filter_map(position).collect(), choice)
    }

    /// Those of `chosen` that are of the codes and sources meant.
    fn restricted(&self, mut chosen: Vec<usize>, choice: &PlacedChoice) -> Vec<usize> {
        if let Some(codes) = &choice.codes {
            let codes: HashSet<u32> = codes.iter().copied().collect();
            chosen.retain(|at| self.placed.marks.marks[*at].code.is_some_and(|code| codes.contains(&code)));
        }
        if let Some(sources) = &choice.sources {
            let sources: HashSet<u32> = sources.iter().copied().collect();
            chosen.retain(|at| sources.contains(&self.source(*at)));
        }
        chosen
    }

    /// Positions of the codings that share a character with one of `stretches` (source, first code point, the one
    /// after the last), in order.
    fn near(&self, stretches: &[(u32, u32, u32)]) -> Vec<usize> {
        let mut near = Vec::new();
        for (source, start, end) in stretches {
            let all = self.in_source(*source);
            let first = all.start + self.reach[all.clone()].partition_point(|furthest| furthest <= start);
            let begins_before = |at: &usize| self.quotations[*at].start < *end;
            near.extend(
                (first..all.end).take_while(begins_before).filter(|at| self.quotations[*at].end > *start),
            );
        }
        near.sort_unstable();
        near.dedup();
        near
    }

    /// Positions of the codings that are meant, in order; by place, code and source.
    pub(super) fn chosen(&self, choice: &PlacedChoice) -> Vec<usize> {
        if let Some(stretches) = &choice.touching {
            return self.restricted(self.near(stretches), choice);
        }
        let sources = choice.sources.as_ref().map(|sources| {
            let mut ranges: Vec<Range<usize>> =
                sources.iter().map(|source| self.in_source(*source)).collect();
            ranges.retain(|range| !range.is_empty());
            ranges.sort_by_key(|range| range.start);
            ranges.dedup();
            ranges
        });
        let Some(codes) = &choice.codes else {
            let all = || std::iter::once(0..self.placed.numbers.len()).collect();
            return sources.unwrap_or_else(all).into_iter().flatten().collect();
        };
        let lists = codes.iter().filter_map(|code| self.by_code.get(*code as usize));
        let mut chosen: Vec<usize> = lists.flatten().map(|at| *at as usize).collect();
        chosen.sort_unstable();
        if let Some(ranges) = sources {
            let mut ranges = ranges.into_iter().peekable();
            chosen.retain(|at| {
                while ranges.next_if(|range| range.end <= *at).is_some() {}
                ranges.peek().is_some_and(|range| range.contains(at))
            });
        }
        chosen
    }
}

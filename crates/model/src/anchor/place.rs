//! Where a quotation stands in a text.

use std::sync::OnceLock;

use unicode_segmentation::GraphemeCursor;

use super::characters::is_dash;
use super::fold::Folded;
use super::marks;
use super::near::Grams;
use crate::{ByteOffset, Span};

/// Most similar places listed for a quotation that is absent: more than three lines in an error
/// message are not compared with care.
const NEAREST: usize = 3;

/// A place less similar than this (from 0 to 1) shares common words with the quotation and little
/// else; listing it would mislead.
const LEAST_SIMILAR: f64 = 0.5;

/// Finds quotations in one text.
#[derive(Debug)]
pub struct Finder<'a> {
    pub(super) text: &'a str,
    pub(super) folded: Folded,
    // Each when first needed.
    text_grams: OnceLock<Grams>,
    skeleton_grams: OnceLock<Grams>,
}

/// Where a quotation stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Placed {
    /// The quotation is one stretch of the text.
    Whole {
        /// The stretch, on grapheme boundaries.
        span: Span,
        /// How much had to be forgiven.
        fold: Fold,
    },
    /// The quotation has cuts or replacements: it is several stretches of the text.
    Parts {
        /// At least two stretches in text order, not overlapping, on grapheme boundaries.
        spans: Vec<Span>,
    },
}

impl Placed {
    /// The stretches displayed, in text order; at least one.
    pub fn spans(&self) -> &[Span] {
        match self {
            Placed::Whole { span, .. } => std::slice::from_ref(span),
            Placed::Parts { spans } => spans,
        }
    }

    /// The smallest span that holds all stretches, cuts included; `None` only for `Parts` built by
    /// hand without any.
    pub fn hull(&self) -> Option<Span> {
        self.spans().iter().copied().reduce(Span::hull)
    }
}

/// How a quotation agrees with the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fold {
    /// Byte for byte, but for white space around the quotation.
    Exact,
    /// But for typography, the case of the first letter, marks around the whole or additions in
    /// brackets.
    Folded,
}

/// Why a quotation has no one place.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Misplaced {
    /// It stands at several places, and no hint says which.
    #[error("the quotation stands at {} places", candidates.len())]
    Ambiguous {
        /// The places in text order (with cuts included, where the quotation has some).
        candidates: Vec<Span>,
    },
    /// It does not stand in the text.
    #[error("the quotation does not stand in the text")]
    Absent {
        /// Up to three places that are most similar, best first.
        nearest: Vec<Candidate>,
    },
    /// It has no visible character.
    #[error("the quotation is empty")]
    Empty,
}

/// A place that is similar to a quotation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candidate {
    /// The place, on grapheme boundaries.
    pub span: Span,
    /// Normalised similarity from 0 to 1: 1 − edit distance ÷ length of the longer, in folded
    /// characters.
    pub score: f64,
}

/// A place in both forms of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hit {
    /// First byte in the skeleton, and the byte after the last.
    pub(super) at: usize,
    pub(super) end: usize,
    pub(super) span: Span,
}

impl<'a> Finder<'a> {
    /// Returns a finder for `text`; folding takes time proportional to its length.
    pub fn new(text: &'a str) -> Self {
        Finder {
            text,
            folded: Folded::of(text),
            text_grams: OnceLock::new(),
            skeleton_grams: OnceLock::new(),
        }
    }

    /// The text this finder was built for.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// Returns where `quotation` stands. Where it stands at several places, the one whose start is
    /// nearest to `near` is taken; a place that starts exactly there wins.
    ///
    /// The text is asked in this order, and the first answer counts: byte for byte; with typography
    /// folded; without quotation marks, ellipses and dashes around the whole; with the first letter in
    /// the other case; without a final full stop, comma, colon or semicolon; in pieces, with ellipses
    /// as cuts and brackets as insertions.
    ///
    /// # Errors
    /// When the quotation stands nowhere, at several places, or has no visible character.
    pub fn place(&self, quotation: &str, near: Option<ByteOffset>) -> Result<Placed, Misplaced> {
        if is_blank(quotation) {
            return Err(Misplaced::Empty);
        }
        let (spans, fold) = self.whole(quotation);
        if !spans.is_empty() {
            return choose(spans, near).map(|span| Placed::Whole { span, fold });
        }
        self.place_parts(quotation, near)
    }

    /// Returns all places where `quotation` stands as one stretch, in text order, found by the same
    /// rules as [`Finder::place`]; so that equal quotations can be distributed over them.
    pub fn occurrences(&self, quotation: &str) -> Vec<Span> {
        if is_blank(quotation) { Vec::new() } else { self.whole(quotation).0 }
    }

    /// The places of a quotation without cuts, by the first rule that finds any.
    fn whole(&self, quotation: &str) -> (Vec<Span>, Fold) {
        for typed in [quotation, quotation.trim()] {
            let spans = self.exact(typed);
            if !spans.is_empty() {
                return (spans, Fold::Exact);
            }
        }
        let readings = marks::letter_readings(quotation);
        let cores: Vec<&str> = readings.iter().flat_map(|reading| marks::cores(reading)).collect();
        for change in Change::ALL {
            for core in &cores {
                let hits = change.of(core).map(|changed| self.hits(&changed)).unwrap_or_default();
                if !hits.is_empty() {
                    return (hits.into_iter().map(|hit| hit.span).collect(), Fold::Folded);
                }
            }
        }
        (Vec::new(), Fold::Folded)
    }

    /// The places where `quotation` stands byte for byte.
    pub(super) fn exact(&self, quotation: &str) -> Vec<Span> {
        let starts = self.text_grams.get_or_init(|| Grams::of(self.text)).places(self.text, quotation);
        let spans = starts.into_iter().filter_map(|start| self.span(start, start + quotation.len()));
        prefer_whole_characters(self.text, spans.collect(), |span| *span)
            .into_iter()
            .map(|span| self.widened(span))
            .collect()
    }

    /// The places where `quotation` stands in folded form; dashes at its ends are asked for.
    pub(super) fn hits(&self, quotation: &str) -> Vec<Hit> {
        let needle = Folded::of(quotation);
        if needle.skeleton().is_empty() {
            return Vec::new();
        }
        let hits = self
            .skeleton_grams()
            .places(self.folded.skeleton(), needle.skeleton())
            .into_iter()
            .filter(|&at| self.folded.gaps_agree(at, &needle))
            .filter_map(|at| self.hit(at, &needle))
            .collect();
        let mut hits = prefer_whole_characters(self.text, hits, |hit| hit.span);
        for hit in &mut hits {
            hit.span = self.widened(hit.span);
        }
        hits.dedup_by_key(|hit| hit.span);
        hits
    }

    fn hit(&self, at: usize, needle: &Folded) -> Option<Hit> {
        let end = at + needle.skeleton().len();
        let mut from = self.folded.source_start(at);
        let mut to = self.folded.source_end(end);
        if needle.opens_with_dash() {
            let before = &self.text[self.folded.source_end(at)..from];
            from -= before.len() - before.trim_end_matches(|c| !is_dash(c)).trim_end_matches(is_dash).len();
            if !self.text[from..].starts_with(is_dash) {
                return None;
            }
        }
        if needle.closes_with_dash() {
            let next = if end < self.folded.skeleton().len() {
                self.folded.source_start(end)
            } else {
                self.text.len()
            };
            let after = self.text.get(to..next)?;
            to += after.len() - after.trim_start_matches(|c| !is_dash(c)).trim_start_matches(is_dash).len();
            if !self.text[..to].ends_with(is_dash) {
                return None;
            }
        }
        Some(Hit { at, end, span: self.span(from, to)? })
    }

    /// Up to `limit` places most similar to `quotation` with at least `floor`, best first.
    pub(super) fn nearest(&self, quotation: &str, limit: usize, floor: f64) -> Vec<Candidate> {
        let needle = Folded::of(quotation);
        let similar = self.skeleton_grams().similar(self.folded.skeleton(), needle.skeleton(), floor);
        similar
            .into_iter()
            .take(limit)
            .filter_map(|similar| {
                let from = self.folded.source_start(similar.range.start);
                let to = self.folded.source_end(similar.range.end);
                Some(Candidate { span: self.widened(self.span(from, to)?), score: similar.score })
            })
            .collect()
    }

    /// The answer for a quotation that stands nowhere: what is most similar to `words`.
    pub(super) fn absent(&self, words: &str) -> Misplaced {
        Misplaced::Absent { nearest: self.nearest(words, NEAREST, LEAST_SIMILAR) }
    }

    fn skeleton_grams(&self) -> &Grams {
        self.skeleton_grams.get_or_init(|| Grams::of(self.folded.skeleton()))
    }

    fn span(&self, from: usize, to: usize) -> Option<Span> {
        Span::new(self.text, ByteOffset(from), ByteOffset(to)).ok()
    }

    fn widened(&self, span: Span) -> Span {
        // Widening looks at a whole line; most spans need none.
        if is_whole(self.text, span) { span } else { span.widened_to_graphemes(self.text) }
    }
}

/// What an author may have changed at the ends of a quotation, in the order it is undone.
#[derive(Clone, Copy)]
pub(super) enum Change {
    Nothing,
    FirstLetter,
    FinalStop,
    Both,
}

impl Change {
    pub(super) const ALL: [Change; 4] =
        [Change::Nothing, Change::FirstLetter, Change::FinalStop, Change::Both];

    /// `text` with the change undone; `None` where there is nothing to undo.
    pub(super) fn of(self, text: &str) -> Option<std::borrow::Cow<'_, str>> {
        match self {
            Change::Nothing => Some(text.into()),
            Change::FirstLetter => marks::with_other_first_case(text).map(Into::into),
            Change::FinalStop => marks::without_final_stop(text).map(Into::into),
            Change::Both => {
                marks::without_final_stop(text).and_then(marks::with_other_first_case).map(Into::into)
            }
        }
    }
}

/// The one of `spans` that is meant.
pub(super) fn choose(mut spans: Vec<Span>, near: Option<ByteOffset>) -> Result<Span, Misplaced> {
    spans.sort();
    spans.dedup();
    match (spans.as_slice(), near) {
        (&[span], _) => Ok(span),
        (several, Some(near)) => {
            let distance = |span: &Span| span.start().0.abs_diff(near.0);
            let least = several.iter().map(distance).min();
            let mut nearest = several.iter().filter(|span| Some(distance(span)) == least);
            match (nearest.next(), nearest.next()) {
                (Some(&span), None) => Ok(span),
                _ => Err(Misplaced::Ambiguous { candidates: spans }),
            }
        }
        (_, None) => Err(Misplaced::Ambiguous { candidates: spans }),
    }
}

/// Leaves out the places that cut a user-perceived character (the `e` of a decomposed `é`), unless
/// there are no others.
fn prefer_whole_characters<T>(text: &str, mut hits: Vec<T>, span: impl Fn(&T) -> Span) -> Vec<T> {
    if hits.iter().any(|hit| is_whole(text, span(hit))) {
        hits.retain(|hit| is_whole(text, span(hit)));
    }
    hits
}

/// Whether neither end of `span` cuts a user-perceived character.
pub(super) fn is_whole(text: &str, span: Span) -> bool {
    let bytes = text.as_bytes();
    [span.start(), span.end()].into_iter().all(|position| {
        // Two ASCII characters are parted always but for CR LF, which canonical text has not; the
        // cursor costs ten times as much.
        let at = position.0;
        let plain = |byte: Option<&u8>| byte.is_none_or(|byte| byte.is_ascii() && *byte != b'\r');
        if plain(at.checked_sub(1).and_then(|before| bytes.get(before))) && plain(bytes.get(at)) {
            return true;
        }
        // The whole text is one chunk, so the cursor cannot ask for more.
        GraphemeCursor::new(at, text.len(), true).is_boundary(text, 0).unwrap_or(true)
    })
}

fn is_blank(quotation: &str) -> bool {
    let folded = Folded::of(quotation);
    folded.skeleton().is_empty() && !folded.opens_with_dash()
}

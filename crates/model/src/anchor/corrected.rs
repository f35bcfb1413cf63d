//! Where words stand that an edit corrected: between what the edit left alone.

use super::Anchor;
use super::carry::{Revision, letters, span};
use super::fold::Folded;
use super::near;
use super::similar::{Fit, is_same, with_whole_words};

/// The part of the letters that must be left, of both versions of the words: one of so many. Of less it
/// is not clear that the words were corrected and not others put in their place.
const LEFT: usize = 4;

/// Similarity at which other words are a correction though none of the words is left (pay, paid).
const ALIKE: f64 = 0.5;

/// Most bytes that are compared letter by letter.
const LONGEST: usize = 4_096;

impl Revision<'_> {
    /// Returns what stands where the words of `anchor` stood, where the edit left both borders, the first
    /// and the last word or what stands before and after them, and enough of the surroundings.
    pub(super) fn corrected(&self, anchor: &Anchor) -> Option<Fit> {
        let text = self.new_text();
        let (from, to) = (self.start_of(anchor)?, self.end_of(anchor)?);
        let words = text.get(from..to)?;
        let from = from + words.len() - words.trim_start().len();
        let place = span(text, from..from + words.trim().len())?.widened_to_graphemes(text);
        let place = with_whole_words(text, place, self.old, anchor.span);
        // Where the same words were not taken for the coding's own, they are none.
        if is_same(place.of(text), &anchor.quotation) || !self.is_supported(anchor, place) {
            return None;
        }
        let score = similarity(&anchor.quotation, place.of(text));
        let left: usize = self
            .parts(anchor.span)
            .map(|part| letters(&self.old[part.old..part.old_end()], usize::MAX))
            .sum();
        let all = |text: &str| letters(text, usize::MAX);
        let (before, now) = (all(&anchor.quotation), all(place.of(text)));
        let corrected = before > 0 && (score >= ALIKE || left > 0 && LEFT * left >= before.max(now));
        (corrected && self.is_free(place, anchor)).then_some(Fit { span: place, score })
    }

    /// Where the words begin: with their first one, else after what stood before them.
    fn start_of(&self, anchor: &Anchor) -> Option<usize> {
        let at = anchor.span.start().0;
        let next = self.stretches.partition_point(|stretch| stretch.old_end() <= at);
        let inner = self.stretches.get(next).filter(|stretch| stretch.old <= at);
        let outer = || self.stretches[..next].last().filter(|stretch| stretch.old_end() == at);
        match inner.or_else(outer) {
            Some(stretch) => Some(stretch.new + at - stretch.old),
            // Nothing but white space may have stood before them.
            None => self.old[..at].trim().is_empty().then_some(0),
        }
    }

    /// Where the words end: with their last one, else before what stood after them.
    fn end_of(&self, anchor: &Anchor) -> Option<usize> {
        let at = anchor.span.end().0;
        let next = self.stretches.partition_point(|stretch| stretch.old < at);
        let inner = self.stretches[..next].last().filter(|stretch| at <= stretch.old_end());
        let outer = || self.stretches.get(next).filter(|stretch| stretch.old == at);
        match inner.or_else(outer) {
            Some(stretch) => Some(stretch.new + at - stretch.old),
            None => self.old[at..].trim().is_empty().then_some(self.new_text().len()),
        }
    }
}

/// The similarity of two stretches, upper and lower case alike; of long ones, of how they begin.
fn similarity(a: &str, b: &str) -> f64 {
    let folded = |text: &str| Folded::of(&text[..text.floor_char_boundary(LONGEST)].to_lowercase());
    near::similarity(folded(a).skeleton(), folded(b).skeleton())
}

//! The stretch of a window that is most similar to a coding, in whole words.

use std::ops::Range;

use super::characters::is_unspaced;
use super::fold::Folded;
use super::near;
use crate::{ByteOffset, Span};

pub(super) use super::near::LONGEST;

/// A stretch similar to a quotation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Fit {
    /// The stretch, in whole words and on grapheme boundaries.
    pub(super) span: Span,
    /// Normalised similarity from 0 to 1, as of a [`Candidate`](super::Candidate).
    pub(super) score: f64,
}

/// Returns the stretch of `window` in `new` most similar to the words of `span` in `old`.
pub(super) fn fit(new: &str, window: Range<usize>, old: &str, span: Span) -> Option<Fit> {
    let folded = Folded::of(&new[window.clone()]);
    let needle = Folded::of(span.of(old));
    let best = near::best_fit(folded.skeleton(), needle.skeleton())?;
    let from = ByteOffset(window.start + folded.source_start(best.start));
    let to = ByteOffset(window.start + folded.source_end(best.end));
    let found = Span::new(new, from, to).ok()?.widened_to_graphemes(new);
    let whole = with_whole_words(new, found, old, span);
    let score = near::similarity(needle.skeleton(), Folded::of(whole.of(new)).skeleton());
    Some(Fit { span: whole, score })
}

/// Widens `found` in `new` to whole words on the sides where `span` in `old` had whole words.
pub(super) fn with_whole_words(new: &str, found: Span, old: &str, span: Span) -> Span {
    let (mut from, mut to) = (found.start().0, found.end().0);
    if !is_inside_word(old, span.start().0) {
        while is_inside_word(new, from) {
            from = new.floor_char_boundary(from - 1);
        }
    }
    if !is_inside_word(old, span.end().0) {
        while is_inside_word(new, to) {
            to = new.ceil_char_boundary(to + 1);
        }
    }
    Span::new(new, ByteOffset(from), ByteOffset(to)).map_or(found, |whole| whole.widened_to_graphemes(new))
}

/// Whether a letter or digit stands on both sides of `at`, in a script with spaces between words.
pub(super) fn is_inside_word(text: &str, at: usize) -> bool {
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && !is_unspaced(c));
    letter(text[..at].chars().next_back()) && letter(text[at..].chars().next())
}

/// Whether two stretches are the same words, but for typography and white space.
pub(super) fn is_same(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let (a, b) = (Folded::of(a), Folded::of(b));
    let dashes = |folded: &Folded| (folded.opens_with_dash(), folded.closes_with_dash());
    a.skeleton() == b.skeleton() && a.gaps_agree(0, &b) && dashes(&a) == dashes(&b)
}

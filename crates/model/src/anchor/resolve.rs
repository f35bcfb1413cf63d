//! Where a coding has gone after its text was edited.

use super::Anchor;
use super::place::{Candidate, Finder};
use crate::{ByteOffset, Span};

/// Least similarity of an approximate place (DESIGN.md, section 4). Half of the words different,
/// as in tools for annotating web pages, is too lax for evidence.
pub(super) const LEAST_SIMILAR: f64 = 0.90;

/// A second place this close in similarity makes both uncertain (DESIGN.md, section 4).
pub(super) const RIVAL_WITHIN: f64 = 0.05;

/// Words with fewer letters and digits may well stand elsewhere by chance ("yes, exactly"); they are
/// only taken for the coding's own when something around them is too.
pub(super) const SHORT: usize = 16;

/// Where an [`Anchor`] was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Resolution {
    /// The words stand where they stood.
    Exact(Span),
    /// The words stand elsewhere, but for typography.
    Moved(Span),
    /// Similar words stand here, and nowhere else. A person has to confirm it.
    Approximate {
        /// The place.
        span: Span,
        /// Normalised similarity: from 0.90 to 1 where the place was searched, less where the words
        /// around it show that it is the same place.
        score: f64,
    },
    /// Neither the words nor similar ones stand anywhere, or several places fit equally.
    Lost,
}

impl Resolution {
    /// The place; `None` when lost.
    pub fn span(self) -> Option<Span> {
        match self {
            Resolution::Exact(span) | Resolution::Moved(span) | Resolution::Approximate { span, .. } => {
                Some(span)
            }
            Resolution::Lost => None,
        }
    }
}

/// Returns where `anchor` stands in the text of `finder`.
///
/// First its position is checked against its words. Then the words are searched; of several places
/// the one whose surroundings agree best is taken, the nearest one where they agree equally and
/// fully. Then similar words are searched.
pub fn resolve(anchor: &Anchor, finder: &Finder<'_>) -> Resolution {
    resolve_among(anchor, finder, |_| true)
}

/// Like [`resolve`], among the places that `admits` lets through.
pub(super) fn resolve_among(
    anchor: &Anchor,
    finder: &Finder<'_>,
    admits: impl Fn(Span) -> bool,
) -> Resolution {
    let text = finder.text();
    let stays =
        anchor.span.of(text) == anchor.quotation && !anchor.quotation.is_empty() && admits(anchor.span);
    let full = context_length(anchor);
    if stays && agreement(anchor, text, anchor.span) == full {
        return Resolution::Exact(anchor.span);
    }
    let mut places = finder.exact(&anchor.quotation);
    places.retain(|place| admits(*place));
    if places.is_empty() {
        places = finder.hits(&anchor.quotation).into_iter().map(|hit| hit.span).collect();
        places.retain(|place| admits(*place));
    }
    match place_by_context(anchor, text, &places, stays) {
        Some(span) if span == anchor.span && stays => Resolution::Exact(span),
        Some(span) => Resolution::Moved(span),
        None if places.is_empty() => approximate(anchor, finder, admits),
        None => Resolution::Lost,
    }
}

/// The one of `places` that is the anchor's; `None` when that is not clear.
pub(super) fn place_by_context(anchor: &Anchor, text: &str, places: &[Span], stays: bool) -> Option<Span> {
    let full = context_length(anchor);
    let agreements: Vec<usize> = places.iter().map(|place| agreement(anchor, text, *place)).collect();
    let best = agreements.iter().copied().max()?;
    if stays {
        // The words still stand at the old position. Only a place that agrees far better, as when
        // "no" was inserted before "no, no", is stronger evidence than that.
        let here = agreement(anchor, text, anchor.span);
        if best < here + full.div_ceil(2) {
            return Some(anchor.span);
        }
    }
    let known = full > 0 && 2 * best >= full;
    let fitting =
        places.iter().zip(&agreements).filter(|(_, agrees)| **agrees == best).map(|(place, _)| *place);
    match (places, fitting.collect::<Vec<Span>>().as_slice()) {
        (&[only], _) => {
            let letters = anchor.quotation.chars().filter(|c| c.is_alphanumeric()).count();
            let chance = letters < SHORT && full > 0 && 4 * best.max(shared(anchor, text, only)) < full;
            (!chance).then_some(only)
        }
        (_, &[one]) => known.then_some(one),
        // Equal surroundings: the passage stands in the text twice, and the nearer one is it. Where
        // the surroundings changed, that would be a guess.
        (_, equals) if best == full => nearest(equals, anchor.span.start()),
        _ => None,
    }
}

fn nearest(places: &[Span], to: ByteOffset) -> Option<Span> {
    let distance = |place: &Span| place.start().0.abs_diff(to.0);
    let least = places.iter().map(distance).min()?;
    let mut nearest = places.iter().filter(|place| distance(place) == least);
    let first = nearest.next().copied();
    if nearest.next().is_some() { None } else { first }
}

fn approximate(anchor: &Anchor, finder: &Finder<'_>, admits: impl Fn(Span) -> bool) -> Resolution {
    let mut found = finder.nearest(&anchor.quotation, usize::MAX, LEAST_SIMILAR - RIVAL_WITHIN);
    found.retain(|candidate| admits(candidate.span));
    match found.as_slice() {
        [Candidate { span, score }, rivals @ ..] if *score >= LEAST_SIMILAR => {
            let close =
                |rival: &Candidate| score - rival.score <= RIVAL_WITHIN && !rival.span.overlaps(*span);
            if rivals.iter().any(close) {
                Resolution::Lost
            } else {
                Resolution::Approximate { span: *span, score: *score }
            }
        }
        _ => Resolution::Lost,
    }
}

/// Letters and digits around `place` that are those around the anchor, counted outwards from it.
pub(super) fn agreement(anchor: &Anchor, text: &str, place: Span) -> usize {
    let (before, after) = agreements(anchor, text, place);
    before + after
}

/// The same before and after the place.
pub(super) fn agreements(anchor: &Anchor, text: &str, place: Span) -> (usize, usize) {
    let (before, after) = (&text[..place.start().0], &text[place.end().0..]);
    (
        common(solid(anchor.prefix.chars().rev()), solid(before.chars().rev())),
        common(solid(anchor.suffix.chars()), solid(after.chars())),
    )
}

/// Letters and digits in the longest stretches that the surroundings of `place` share with those of
/// the anchor, on both sides; an edit close to the place leaves them where it spoils the agreement.
pub(super) fn shared(anchor: &Anchor, text: &str, place: Span) -> usize {
    let side = |expected: &str, found: &mut dyn Iterator<Item = char>| {
        let expected: Vec<char> = solid(expected.chars()).collect();
        longest_common(&expected, &solid(found).collect::<Vec<char>>())
    };
    // Read backwards, so that the walk begins at the place.
    let prefix: String = anchor.prefix.chars().rev().collect();
    side(&prefix, &mut text[..place.start().0].chars().rev())
        + side(&anchor.suffix, &mut text[place.end().0..].chars())
}

/// Length of the longest stretch that stands in both.
fn longest_common(a: &[char], b: &[char]) -> usize {
    let mut lengths = vec![0; b.len() + 1];
    let mut longest = 0;
    for x in a {
        for at in (0..b.len()).rev() {
            lengths[at + 1] = if *x == b[at] { lengths[at] + 1 } else { 0 };
            longest = longest.max(lengths[at + 1]);
        }
    }
    longest
}

pub(super) fn context_length(anchor: &Anchor) -> usize {
    let (before, after) = context_lengths(anchor);
    before + after
}

/// Letters and digits of the context before and after the anchor.
pub(super) fn context_lengths(anchor: &Anchor) -> (usize, usize) {
    (solid(anchor.prefix.chars()).count(), solid(anchor.suffix.chars()).count())
}

fn common(expected: impl Iterator<Item = char>, found: impl Iterator<Item = char>) -> usize {
    expected.zip(found).take_while(|(a, b)| a == b).count()
}

/// The letters and digits; white space and punctuation change when a text is imported anew.
fn solid(characters: impl Iterator<Item = char>) -> impl Iterator<Item = char> {
    // Bounds the walk through a text that has none.
    characters.take(4 * super::CONTEXT).filter(|c| c.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The anchor is the part of `before` in `‹›`; the place expected the part of `after`.
    fn check(before: &str, after: &str, expected: fn(Span) -> Resolution) {
        let (old, span) = marked(before);
        let anchor = Anchor::of(&old, span.unwrap());
        let (new, span) = marked(after);
        let expected = span.map_or(Resolution::Lost, expected);
        assert_eq!(resolve(&anchor, &Finder::new(&new)), expected, "{before:?} in {after:?}");
    }

    fn marked(text: &str) -> (String, Option<Span>) {
        let plain = text.replace(['‹', '›'], "");
        let span = text
            .find('‹')
            .zip(text.find('›'))
            .map(|(from, to)| Span::new(&plain, ByteOffset(from), ByteOffset(to - '‹'.len_utf8())).unwrap());
        (plain, span)
    }

    #[test]
    fn an_unchanged_text_gives_the_same_span() {
        check("A: yes. B: ‹yes›. C: yes.", "A: yes. B: ‹yes›. C: yes.", Resolution::Exact);
        check("‹e\u{301}› x e\u{301}", "‹e\u{301}› x e\u{301}", Resolution::Exact);
        check("a‹b›b", "a‹b›b", Resolution::Exact);
    }

    #[test]
    fn edits_elsewhere_move_the_span() {
        check("We pay ‹for outcomes› now.", "Well. We pay ‹for outcomes› now.", Resolution::Moved);
        check("We pay ‹for outcomes› now.", "We pay ‹for\noutcomes› now.", Resolution::Moved);
        check("We pay ‹for outcomes› now.", "We pay ‹for outcomes› then.", Resolution::Exact);
        check("Q1? A: ‹Yes.› Q2? B: Yes.", "Q0? Q1? A: ‹Yes.› Q2? B: Yes.", Resolution::Moved);
        check("我们‹合作›得很好", "是的。我们‹合作›得很好", Resolution::Moved);
    }

    #[test]
    fn the_words_at_the_old_position_may_be_others() {
        let before = "We asked them and they said ‹no, ›maybe later on, when it is done.";
        let after = "We asked them and they said no, we asked them and they said ‹no, ›maybe later on, when it is done.";
        check(before, after, Resolution::Moved);
    }

    #[test]
    fn without_its_surroundings_a_short_or_repeated_quotation_is_lost() {
        check("alpha beta gamma ‹yes› delta epsilon", "yes, something wholly different", Resolution::Moved);
        check("alpha beta gamma ‹yes› delta epsilon", "one yes two, three yes four", Resolution::Moved);
    }

    #[test]
    fn small_changes_are_approximate() {
        let (text, span) = marked("A: ‹We pay the provider for outcomes only.› B: Hm.");
        let anchor = Anchor::of(&text, span.unwrap());
        let new = "A: We pay the providers for outcomes only. B: Hm.";
        match resolve(&anchor, &Finder::new(new)) {
            Resolution::Approximate { span, score } => {
                assert_eq!(span.of(new), "We pay the providers for outcomes only.");
                assert!(score > 0.95, "{score}");
            }
            other => panic!("{other:?}"),
        }
        let twice = format!("{new}\n{new}");
        assert_eq!(resolve(&anchor, &Finder::new(&twice)), Resolution::Lost);
        let far = "A: We paid our provider for the outcome. B: Hm.";
        assert_eq!(resolve(&anchor, &Finder::new(far)), Resolution::Lost);
    }
}

//! Where the codings of a text go when it is edited: each follows the words it stands on.

use std::ops::Range;
use std::sync::OnceLock;

use super::Anchor;
use super::alignment::{Stretch, stretches};
use super::ends::with_ends;
use super::near::Grams;
use super::place::{Finder, is_whole};
use super::resolve::{
    LEAST_SIMILAR, RIVAL_WITHIN, Resolution, SHORT, agreement, agreements, context_length, context_lengths,
    place_by_context, resolve, resolve_among, shared,
};
use super::similar::{self, Fit};
use crate::{ByteOffset, Span};

/// Letters and digits of words that do not stand elsewhere by chance, some eight words. Shorter ones
/// ("that is a very good question") are stock phrases and need something around them.
const LONG: usize = 40;

/// Letters and digits that the context on one side must have to speak for a place alone, three words;
/// the label of a speaker is shorter.
const SIDE: usize = 12;

/// Letters and digits of a stretch that holds its place in the order of the text, some seven words.
const LANDMARK: usize = 32;

/// Greatest distance of a landmark in bytes, about a page: beyond it, much may have come and gone.
const NEAR: usize = 2_000;

/// Bytes that may have come before or after the words of a touched coding, beyond a quarter of them.
const SLACK: usize = 64;

/// An edit of a text: its old version, its new one, and what they have in common.
///
/// ```
/// use themata_model::anchor::{Anchor, Finder, Resolution, Revision};
/// use themata_model::{ByteOffset, Span};
///
/// let old = "Q1: And then? A: Yes. Q2: And who pays? A: Yes.";
/// let new = "Q1: And then? A: Yes. Q2: And who pays the bill? A: Yes.";
/// let span = Span::new(old, ByteOffset(43), ByteOffset(46)).unwrap();
/// let finder = Finder::new(new);
/// let revision = Revision::between(old, &finder);
/// match revision.carry(&Anchor::of(old, span)) {
///     Resolution::Moved(place) => assert_eq!(place.start(), ByteOffset(52)),
///     other => panic!("{other:?}"),
/// }
/// ```
#[derive(Debug)]
pub struct Revision<'a> {
    pub(super) old: &'a str,
    finder: &'a Finder<'a>,
    // Invariant: in the order of both versions, none empty.
    pub(super) stretches: Vec<Stretch>,
    // When first needed.
    old_grams: OnceLock<Grams>,
}

impl<'a> Revision<'a> {
    /// Compares `old` with the text of `finder`.
    pub fn between(old: &'a str, finder: &'a Finder<'a>) -> Self {
        let stretches = stretches(old, finder.text());
        Revision { old, finder, stretches, old_grams: OnceLock::new() }
    }

    /// Returns where `anchor`, made for the old version, stands in the new one.
    ///
    /// Words that the edit left alone are followed, even where the same words stand elsewhere too. Where
    /// the edit touched them, the place they were at is searched, first for the same words, then for
    /// similar ones; then what is new elsewhere in the text, for a passage that was cut and pasted; and where
    /// what stands around them or their own first and last words are left, what was put between these. A
    /// place that belonged to other words of the old version is never taken. Short words that have lost
    /// their surroundings are approximate or lost, because they might be others. Blanks and marks at the ends
    /// of a quotation go along where they stand there.
    pub fn carry(&self, anchor: &Anchor) -> Resolution {
        with_ends(self.found(anchor), anchor, self.new_text())
    }

    fn found(&self, anchor: &Anchor) -> Resolution {
        if anchor.quotation.is_empty() || anchor.span.of(self.old) != anchor.quotation {
            return resolve(anchor, self.finder);
        }
        // Words that stand where they stood win over the same words that stand before the same blanks.
        let followed =
            self.followed(anchor).or_else(|| match self.followed(&self.without_blanks(anchor)?)? {
                Resolution::Exact(place) => Some(Resolution::Moved(place)),
                found => Some(found),
            });
        if let Some(found) = followed.or_else(|| self.mended(anchor)) {
            return found;
        }
        let searched = self.searched(anchor);
        let corrected = || {
            self.corrected(anchor).filter(|Fit { score, .. }| match searched {
                Resolution::Exact(_) | Resolution::Moved(_) => false,
                Resolution::Approximate { score: other, .. } => *score >= other,
                Resolution::Lost => true,
            })
        };
        corrected().map_or(searched, |Fit { span, score }| Resolution::Approximate { span, score })
    }

    pub(super) fn new_text(&self) -> &'a str {
        self.finder.text()
    }

    /// The answer for words that the edit left alone.
    fn followed(&self, anchor: &Anchor) -> Option<Resolution> {
        let kept = self.kept(anchor.span).filter(|place| !self.is_contested(anchor, *place));
        kept.and_then(|place| self.vouched(anchor, place))
    }

    /// The anchor of the words of `anchor` without the blanks at its ends; `None` where there are none.
    fn without_blanks(&self, anchor: &Anchor) -> Option<Anchor> {
        let words = anchor.quotation.trim();
        let start = anchor.span.end().0 - anchor.quotation.trim_start().len();
        let inner = span(self.old, start..start + words.len())?;
        (inner != anchor.span && !words.is_empty()).then(|| Anchor::of(self.old, inner))
    }

    /// The place of words that the edit left alone.
    fn kept(&self, span: Span) -> Option<Span> {
        let (start, end) = (span.start().0, span.end().0);
        let stretch =
            self.stretches.get(self.stretches.partition_point(|stretch| stretch.old_end() < end))?;
        let from = stretch.new + start.checked_sub(stretch.old)?;
        let place = Span::new(self.new_text(), ByteOffset(from), ByteOffset(from + end - start)).ok()?;
        // A mark added after the words may have joined their last character.
        self.is_as_whole(place, span).then_some(place)
    }

    /// Whether `place` cuts no user-perceived character, unless `span` did.
    fn is_as_whole(&self, place: Span, span: Span) -> bool {
        is_whole(self.new_text(), place) || !is_whole(self.old, span)
    }

    /// Whether the diff may have paired the wrong ones of several equal words: a fresh place agrees
    /// far better with what stood around the anchor, or old words that were left over agree better with what
    /// stands around the place.
    fn is_contested(&self, anchor: &Anchor, place: Span) -> bool {
        let (text, full) = (self.new_text(), context_length(anchor));
        let here = agreement(anchor, text, place);
        if here == full {
            return false;
        }
        // Equals are told apart by the diff, but not where little is left to tell by.
        let unclear = |other: usize| other == here && 2 * here < full;
        let fresh = self.finder.exact(&anchor.quotation);
        let rivals = fresh.into_iter().filter(|rival| *rival != place && self.is_free(*rival, anchor));
        let mut agree = rivals.map(|rival| agreement(anchor, text, rival));
        if agree.any(|other| other >= here + full.div_ceil(2) || unclear(other)) {
            return true;
        }
        let grams = self.old_grams.get_or_init(|| Grams::of(self.old));
        let equals = grams.places(self.old, &anchor.quotation).into_iter();
        equals
            .filter_map(|at| span(self.old, at..at + anchor.quotation.len()))
            .filter(|equal| *equal != anchor.span && self.kept(*equal).is_none())
            .map(|equal| agreement(&Anchor::of(self.old, equal), text, place))
            .any(|other| other > here || unclear(other))
    }

    /// Whether `place` is not taken by other words of the old version: less than half of it comes from
    /// elsewhere.
    pub(super) fn is_free(&self, place: Span, anchor: &Anchor) -> bool {
        let (start, end) = (place.start().0, place.end().0);
        let own = anchor.span.start().0..anchor.span.end().0;
        let first = self.stretches.partition_point(|stretch| stretch.new_end() <= start);
        let taken: usize = self.stretches[first..]
            .iter()
            .take_while(|stretch| stretch.new < end)
            .map(|stretch| {
                let from = stretch.new.max(start) - stretch.new;
                let to = stretch.new_end().min(end) - stretch.new;
                let source = stretch.old + from..stretch.old + to;
                source.len() - common(&source, &own).len()
            })
            .sum();
        2 * taken < end - start
    }

    /// The answer for a place where the same words were found; `None` where they may be others.
    fn vouched(&self, anchor: &Anchor, place: Span) -> Option<Resolution> {
        // A mark added to the last character is found with it.
        if !similar::is_same(place.of(self.new_text()), &anchor.quotation)
            || !self.is_as_whole(place, anchor.span)
        {
            return None;
        }
        let letters = letters(&anchor.quotation, LONG);
        let sure = letters == LONG || self.is_supported(anchor, place) || self.is_held(anchor, place);
        match sure {
            true if place == anchor.span && place.of(self.new_text()) == anchor.quotation => {
                Some(Resolution::Exact(place))
            }
            true => Some(Resolution::Moved(place)),
            false if letters >= SHORT => Some(Resolution::Approximate { span: place, score: 1.0 }),
            false => None,
        }
    }

    /// Whether the surroundings speak for `place`: one side of them, or half of both.
    pub(super) fn is_supported(&self, anchor: &Anchor, place: Span) -> bool {
        let text = self.new_text();
        let (before, after) = agreements(anchor, text, place);
        let (prefix, suffix) = context_lengths(anchor);
        let side = |agrees: usize, full: usize| agrees == full && full >= SIDE;
        side(before, prefix)
            || side(after, suffix)
            || 2 * (before + after).max(shared(anchor, text, place)) >= prefix + suffix
    }

    /// Whether `place` is held by landmarks around it, and its words stand between them once in each
    /// version.
    fn is_held(&self, anchor: &Anchor, place: Span) -> bool {
        let (start, end) = (anchor.span.start().0, anchor.span.end().0);
        let landmark =
            |stretch: &&Stretch| letters(&self.old[stretch.old..stretch.old_end()], LANDMARK) == LANDMARK;
        let before = self.stretches[..self.stretches.partition_point(|stretch| stretch.old_end() <= start)]
            .iter()
            .rev()
            .take_while(|stretch| start - stretch.old_end() <= NEAR)
            .find(landmark);
        let after = self.stretches[self.stretches.partition_point(|stretch| stretch.old < end)..]
            .iter()
            .take_while(|stretch| stretch.old - end <= NEAR)
            .find(landmark);
        if before.is_none() && after.is_none() {
            return false;
        }
        let text = self.new_text();
        let (from, to) = before.map_or((0, 0), |stretch| (stretch.old_end(), stretch.new_end()));
        let (until, up_to) = after.map_or((self.old.len(), text.len()), |stretch| (stretch.old, stretch.new));
        let once = |text: &str, words: &str| text.len() <= 2 * NEAR && text.matches(words).nth(1).is_none();
        to <= place.start().0
            && place.end().0 <= up_to
            && once(&self.old[from..until], &anchor.quotation)
            && once(&text[to..up_to], place.of(text))
    }

    /// Where words that the edit touched stand now, near the place they were at.
    fn mended(&self, anchor: &Anchor) -> Option<Resolution> {
        let window = self.window(anchor.span)?;
        let inside = |place: &Span| window.start <= place.start().0 && place.end().0 <= window.end;
        let mut places = self.finder.exact(&anchor.quotation);
        places.retain(inside);
        if places.is_empty() {
            places =
                self.finder.hits(&anchor.quotation).into_iter().map(|hit| hit.span).filter(inside).collect();
        }
        places.retain(|place| {
            self.is_free(*place, anchor)
                && similar::is_same(place.of(self.new_text()), &anchor.quotation)
                && similar::with_whole_words(self.new_text(), *place, self.old, anchor.span) == *place
        });
        if !places.is_empty() {
            let place = place_by_context(anchor, self.new_text(), &places, false)?;
            return self.vouched(anchor, place);
        }
        let Fit { span, score } = similar::fit(self.new_text(), window, self.old, anchor.span)
            .or_else(|| self.remains(anchor.span))
            .filter(|fit| fit.score >= LEAST_SIMILAR && self.is_free(fit.span, anchor))?;
        (!self.has_rival(anchor, span, score)).then_some(Resolution::Approximate { span, score })
    }

    /// The stretches that hold some of `span`, cut to it.
    pub(super) fn parts(&self, span: Span) -> impl Iterator<Item = Stretch> {
        let (start, end) = (span.start().0, span.end().0);
        let first = self.stretches.partition_point(|stretch| stretch.old_end() <= start);
        self.stretches[first..].iter().take_while(move |stretch| stretch.old < end).map(move |stretch| {
            let from = stretch.old.max(start);
            let length = stretch.old_end().min(end) - from;
            Stretch { old: from, new: stretch.new + from - stretch.old, length }
        })
    }

    /// The part of the new version where the remains of `span` must be: around the longest stretch that is
    /// left of it, else what replaced it.
    fn window(&self, span: Span) -> Option<Range<usize>> {
        let (start, end) = (span.start().0, span.end().0);
        let text = self.new_text();
        let slack = (end - start) / 4 + SLACK;
        let solid = |part: &Stretch| letters(&self.old[part.old..part.old_end()], usize::MAX);
        let longest = self.parts(span).map(|part| (solid(&part), part)).max_by_key(|(solid, _)| *solid);
        let window = match longest.filter(|(solid, _)| *solid > 0) {
            Some((_, part)) => {
                let from = (part.new + start).saturating_sub(part.old + slack);
                from..(part.new + end + slack - part.old).min(text.len())
            }
            None => {
                let next = self.stretches.partition_point(|stretch| stretch.old < end);
                let last = self.stretches[..next].iter().rev().find(|stretch| stretch.old_end() <= start);
                let from = last.map_or(0, Stretch::new_end);
                let to = self.stretches.get(next).map_or(text.len(), |stretch| stretch.new);
                from..to.max(from)
            }
        };
        let window = text.floor_char_boundary(window.start)..text.floor_char_boundary(window.end);
        (!window.is_empty() && window.len() <= 2 * (end - start + slack)).then_some(window)
    }

    /// What is left of a coding too long to be compared letter by letter, measured by the diff.
    fn remains(&self, span: Span) -> Option<Fit> {
        if span.end().0 - span.start().0 < similar::LONGEST {
            return None;
        }
        let text = self.new_text();
        let parts: Vec<Stretch> = self.parts(span).collect();
        let (first, last) = (parts.first()?, parts.last()?);
        let hull = self::span(text, first.new..last.new_end())?.widened_to_graphemes(text);
        let edges = (first.old - span.start().0) + (span.end().0 - last.old_end());
        let changed = parts.windows(2).map(|pair| {
            let removed = &self.old[pair[0].old_end()..pair[1].old];
            let added = &text[pair[0].new_end()..pair[1].new];
            removed.trim().len().max(added.trim().len())
        });
        let longer = (span.end().0 - span.start().0).max(hull.end().0 - hull.start().0);
        let score = 1.0 - (edges + changed.sum::<usize>()) as f64 / longer as f64;
        Some(Fit { span: hull, score })
    }

    /// Whether what is fresh in the text holds other words as similar.
    fn has_rival(&self, anchor: &Anchor, place: Span, score: f64) -> bool {
        // Asked only where enough is fresh; looking for similar words takes about a millisecond.
        let least = (anchor.quotation.len() / 8).max(16);
        let mut at = 0;
        let end = Stretch { old: self.old.len(), new: self.new_text().len(), length: 0 };
        let fresh = self.stretches.iter().chain([&end]).any(|stretch| {
            let gap = std::mem::replace(&mut at, stretch.new_end())..stretch.new;
            gap.len() >= least && common(&gap, &(place.start().0..place.end().0)).is_empty()
        });
        let rivals = || self.finder.nearest(&anchor.quotation, usize::MAX, score - RIVAL_WITHIN);
        fresh && rivals().iter().any(|rival| !rival.span.overlaps(place) && self.is_free(rival.span, anchor))
    }

    /// Where the words were pasted, or similar ones written, that stand no more where they stood.
    fn searched(&self, anchor: &Anchor) -> Resolution {
        match resolve_among(anchor, self.finder, |place| self.is_free(place, anchor)) {
            Resolution::Exact(place) | Resolution::Moved(place) => {
                self.vouched(anchor, place).unwrap_or(Resolution::Lost)
            }
            other => other,
        }
    }
}

/// Letters and digits of `text`, counted up to `most`.
pub(super) fn letters(text: &str, most: usize) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).take(most).count()
}

fn common(a: &Range<usize>, b: &Range<usize>) -> Range<usize> {
    let start = a.start.max(b.start);
    start..a.end.min(b.end).max(start)
}

pub(super) fn span(text: &str, range: Range<usize>) -> Option<Span> {
    Span::new(text, ByteOffset(range.start), ByteOffset(range.end)).ok()
}

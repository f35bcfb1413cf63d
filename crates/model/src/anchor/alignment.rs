//! What two versions of a text have in common: the stretches that stand in both, in the same order.
//!
//! Lines that stand once in each version are paired first (patience diff), because they cannot be taken
//! for one another; between them words are paired by the rarest ones (histogram diff). White space is
//! not compared, so that a text wrapped anew is still seen as the same words.

use std::collections::HashMap;
use std::ops::Range;

use imara_diff::{Algorithm, Diff, Hunk, Interner, Token};
use unicode_segmentation::UnicodeSegmentation;

/// Most words on each side that are compared by a diff, some twenty pages: where no word is rare, the time
/// grows with the square.
const LONGEST: usize = 8_192;

/// Bytes that stand in both versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    /// First byte in the old version.
    pub(super) old: usize,
    /// First byte in the new version.
    pub(super) new: usize,
    /// Length in bytes.
    pub(super) length: usize,
}

impl Stretch {
    pub(super) fn old_end(&self) -> usize {
        self.old + self.length
    }

    pub(super) fn new_end(&self) -> usize {
        self.new + self.length
    }
}

/// Returns what `old` and `new` have in common, in order, each stretch as long as it can be. No stretch
/// begins or ends inside a word.
pub(super) fn stretches(old: &str, new: &str) -> Vec<Stretch> {
    if old == new {
        return vec![Stretch { old: 0, new: 0, length: old.len() }];
    }
    let mut pieces = Vec::new();
    let (mut from, mut to) = (0, 0);
    for line in lines_in_common(old, new) {
        align_words(old, from..line.old, new, to..line.new, &mut pieces);
        pieces.push(line);
        (from, to) = (line.old_end(), line.new_end());
    }
    align_words(old, from..old.len(), new, to..new.len(), &mut pieces);
    joined(old, new, pieces)
}

/// The lines that stand once in each version, as many as keep their order; without white space.
fn lines_in_common(old: &str, new: &str) -> Vec<Stretch> {
    // Per line: how often it stands in each version, and where it stood last.
    let mut seen: HashMap<&str, [(u32, usize); 2]> = HashMap::new();
    for (side, text) in [old, new].into_iter().enumerate() {
        for (at, line) in lines(text) {
            let (times, place) = &mut seen.entry(line).or_default()[side];
            *times = times.saturating_add(1);
            *place = at;
        }
    }
    let once = |(at, line): (usize, &str)| match seen.get(line) {
        Some([(1, old), (1, _)]) => Some(Stretch { old: *old, new: at, length: line.len() }),
        _ => None,
    };
    longest_ascent(lines(new).filter_map(once).collect())
}

/// The lines of a text with a word on them, without white space around.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let trimmed = |line: &'_ str| line.len() - line.trim_start().len();
    text.split('\n')
        .scan(0, |at, line| {
            let start = *at;
            *at += line.len() + 1;
            Some((start, line))
        })
        .map(move |(at, line)| (at + trimmed(line), line.trim()))
        .filter(|(_, line)| !line.is_empty())
}

/// The longest part of `pieces`, which are in the order of the new version, that is in the order of
/// the old one too.
fn longest_ascent(pieces: Vec<Stretch>) -> Vec<Stretch> {
    // Patience sorting: `piles[n]` ends the ascent of length n + 1 with the least last place.
    let mut piles: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(pieces.len());
    for (index, piece) in pieces.iter().enumerate() {
        let pile = piles.partition_point(|top| pieces[*top].old < piece.old);
        before.push(pile.checked_sub(1).map(|below| piles[below]));
        if pile == piles.len() {
            piles.push(index);
        } else {
            piles[pile] = index;
        }
    }
    let mut ascent: Vec<Stretch> =
        std::iter::successors(piles.last().copied(), |at| before[*at]).map(|at| pieces[at]).collect();
    ascent.reverse();
    ascent
}

/// A part of a text cut into words and punctuation, without white space.
struct Words<'a> {
    text: &'a str,
    ranges: Vec<Range<usize>>,
    tokens: Vec<Token>,
}

impl<'a> Words<'a> {
    fn of(text: &'a str, part: Range<usize>, interner: &mut Interner<&'a str>) -> Words<'a> {
        let mut words = Words { text, ranges: Vec::new(), tokens: Vec::new() };
        for (at, word) in text[part.clone()].split_word_bound_indices() {
            if !word.trim().is_empty() {
                words.ranges.push(part.start + at..part.start + at + word.len());
                words.tokens.push(interner.intern(word));
            }
        }
        words
    }

    /// How natural it is for an insertion or deletion to begin with word `at`: a line, a sentence, a word.
    fn rank(&self, at: usize) -> u8 {
        let Some(word) = self.ranges.get(at) else {
            return 2;
        };
        let before = self.text[..word.start].trim_end();
        if before.is_empty() || self.text[before.len()..word.start].contains('\n') {
            2
        } else {
            u8::from(before.ends_with([':', '.', '?', '!', '…', '。', '？', '！']))
        }
    }
}

/// Pairs the words of two parts and adds them to `pieces`.
fn align_words(
    old: &str,
    old_part: Range<usize>,
    new: &str,
    new_part: Range<usize>,
    pieces: &mut Vec<Stretch>,
) {
    if old[old_part.clone()] == new[new_part.clone()] {
        pieces.push(Stretch { old: old_part.start, new: new_part.start, length: old_part.len() });
        return;
    }
    let mut interner = Interner::new(64);
    let before = Words::of(old, old_part, &mut interner);
    let after = Words::of(new, new_part, &mut interner);
    if before.tokens.is_empty() || after.tokens.is_empty() {
        return;
    }
    let hunks = settled(hunks(&before.tokens, &after.tokens, interner.num_tokens()), &before, &after);
    let (mut from, mut to) = (0, 0);
    let end = |words: &Words<'_>| words.tokens.len();
    let changes = hunks.iter().map(|hunk| (range(&hunk.before), range(&hunk.after)));
    for (removed, added) in changes.chain([(end(&before)..end(&before), end(&after)..end(&after))]) {
        for (a, b) in before.ranges[from..removed.start].iter().zip(&after.ranges[to..added.start]) {
            pieces.push(Stretch { old: a.start, new: b.start, length: a.len() });
        }
        (from, to) = (removed.end, added.end);
    }
}

/// What differs between two lists of words. Lists too long for a diff are parted where four words follow
/// each other once in each; a part still too long has nothing in common.
fn hunks(before: &[Token], after: &[Token], tokens: u32) -> Vec<Hunk> {
    let mut hunks = Vec::new();
    let equal = |(a, b): &(&Token, &Token)| a == b;
    let prefix = before.iter().zip(after).take_while(equal).count();
    let (before_rest, after_rest) = (&before[prefix..], &after[prefix..]);
    let suffix = before_rest.iter().rev().zip(after_rest.iter().rev()).take_while(equal).count();
    let ends = (before.len() - suffix, after.len() - suffix);
    let middle = (&before[prefix..ends.0], &after[prefix..ends.1]);
    let pairs = if is_long(middle.0, middle.1) { shingles_in_common(middle.0, middle.1) } else { Vec::new() };
    let pairs = pairs
        .iter()
        .map(|pair| (prefix + pair.old, prefix + pair.new, prefix + pair.old + 1, prefix + pair.new + 1));
    let (mut from, mut to) = (prefix, prefix);
    for (old, new, old_end, new_end) in pairs.chain([(ends.0, ends.1, ends.0, ends.1)]) {
        let (removed, added) = (&before[from..old], &after[to..new]);
        let shifted = |hunk: Hunk| {
            let by = |range: Range<u32>, by: usize| {
                number(by + range.start as usize)..number(by + range.end as usize)
            };
            Hunk { before: by(hunk.before, from), after: by(hunk.after, to) }
        };
        if is_long(removed, added) {
            hunks.push(Hunk { before: number(from)..number(old), after: number(to)..number(new) });
        } else if !removed.is_empty() || !added.is_empty() {
            let mut diff = Diff::default();
            diff.compute_with(Algorithm::Histogram, removed, added, tokens);
            hunks.extend(diff.hunks().map(shifted));
        }
        (from, to) = (old_end, new_end);
    }
    hunks
}

fn is_long(before: &[Token], after: &[Token]) -> bool {
    before.len().saturating_mul(after.len()) > LONGEST * LONGEST
}

/// Where four words follow each other that do so once in each list, as many as keep their order.
fn shingles_in_common(before: &[Token], after: &[Token]) -> Vec<Stretch> {
    let mut seen: HashMap<&[Token], [(u32, usize); 2]> = HashMap::new();
    for (side, tokens) in [before, after].into_iter().enumerate() {
        for (at, words) in tokens.windows(4).enumerate() {
            let (times, place) = &mut seen.entry(words).or_default()[side];
            *times = times.saturating_add(1);
            *place = at;
        }
    }
    let once = |(at, words)| match seen.get(words) {
        Some([(1, old), (1, _)]) => Some(Stretch { old: *old, new: at, length: 1 }),
        _ => None,
    };
    longest_ascent(after.windows(4).enumerate().filter_map(once).collect())
}

/// Slides each pure insertion and deletion to the most natural of the places it could be at. Where
/// `B: Yes.` and `B: No.` follow each other and one is deleted, `B:` could be kept of either.
fn settled(mut hunks: Vec<Hunk>, before: &Words<'_>, after: &Words<'_>) -> Vec<Hunk> {
    for at in 0..hunks.len() {
        let floor = at.checked_sub(1).map_or((0, 0), |last| {
            let last = &hunks[last];
            (range(&last.before).end, range(&last.after).end)
        });
        let ceiling = hunks.get(at + 1).map_or((before.tokens.len(), after.tokens.len()), |next| {
            (range(&next.before).start, range(&next.after).start)
        });
        let (removed, added) = (range(&hunks[at].before), range(&hunks[at].after));
        let (words, part) = match (removed.is_empty(), added.is_empty()) {
            (true, false) => (after, added.clone()),
            (false, true) => (before, removed.clone()),
            _ => continue,
        };
        let up = (removed.start - floor.0).min(added.start - floor.1);
        let down = (ceiling.0 - removed.end).min(ceiling.1 - added.end);
        let tokens = &words.tokens;
        let up = (0..up).take_while(|n| tokens[part.start - 1 - n] == tokens[part.end - 1 - n]).count();
        let down = (0..down).take_while(|n| tokens[part.start + n] == tokens[part.end + n]).count();
        let best = (part.start - up..=part.start + down).max_by_key(|start| (words.rank(*start), *start));
        if let Some(best) = best {
            let slid = |range: Range<usize>| {
                let place = |at: usize| number(at + best - part.start);
                place(range.start)..place(range.end)
            };
            hunks[at] = Hunk { before: slid(removed), after: slid(added) };
        }
    }
    hunks
}

/// The diff counts in 32 bits; texts are shorter by far.
fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

fn range(tokens: &Range<u32>) -> Range<usize> {
    tokens.start as usize..tokens.end as usize
}

/// Joins the pieces with equal bytes between them, and takes in the white space that is equal around
/// each.
fn joined(old: &str, new: &str, pieces: Vec<Stretch>) -> Vec<Stretch> {
    let mut stretches: Vec<Stretch> = vec![Stretch { old: 0, new: 0, length: 0 }];
    for mut piece in pieces.into_iter().chain([Stretch { old: old.len(), new: new.len(), length: 0 }]) {
        let Some(last) = stretches.last_mut() else { break };
        let (removed, added) = (&old[last.old_end()..piece.old], &new[last.new_end()..piece.new]);
        if removed == added {
            last.length = piece.old_end() - last.old;
            continue;
        }
        let after = common_space(removed.chars(), added.chars());
        last.length += after;
        let before = common_space(removed[after..].chars().rev(), added[after..].chars().rev());
        piece.old -= before;
        piece.new -= before;
        piece.length += before;
        stretches.push(piece);
    }
    stretches.retain(|stretch| stretch.length > 0);
    stretches
}

/// Bytes of the white space that both begin with.
fn common_space(a: impl Iterator<Item = char>, b: impl Iterator<Item = char>) -> usize {
    a.zip(b).take_while(|(a, b)| a == b && a.is_whitespace()).map(|(a, _)| a.len_utf8()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The new version with what is fresh in `‹›`.
    fn check(old: &str, new: &str, expected: &str) {
        let mut shown = String::new();
        let mut at = 0;
        let end = Stretch { old: old.len(), new: new.len(), length: 0 };
        let mut last = 0;
        for stretch in stretches(old, new).into_iter().chain([end]) {
            assert!(stretch.old >= last, "{old:?} to {new:?}");
            last = stretch.old_end();
            assert_eq!(old[stretch.old..last], new[stretch.new..stretch.new_end()]);
            if at < stretch.new {
                shown += &format!("‹{}›", &new[at..stretch.new]);
            }
            shown += &new[stretch.new..stretch.new_end()];
            at = stretch.new_end();
        }
        assert_eq!(shown, expected, "{old:?} to {new:?}");
    }

    #[test]
    fn words_are_kept_whole() {
        check("We pay for outcome.", "We pay for outcomes.", "We pay for ‹outcomes›.");
        check("one two three", "one 2 three", "one ‹2› three");
        check("我们合作", "我们不合作", "我们‹不›合作");
        check("the e\u{301} x", "the e x", "the ‹e› x");
    }

    #[test]
    fn white_space_alone_parts_nothing_else() {
        check("one two three four", "one two\nthree four", "one two‹\n›three four");
        check("one two", "  one two ", "‹  ›one two‹ ›");
        check("", " ", "‹ ›");
        check("a", "", "");
    }

    #[test]
    fn what_is_inserted_among_equals_begins_a_line_or_a_sentence() {
        let answer = "A: Well, who pays?\nB: Yes.\n";
        let two = "A: Well, who pays?\nB: Yes.\nA: Well, who knows?\nB: Yes.\n";
        check(answer, two, "A: Well, who pays?\nB: Yes.\n‹A: Well, who knows?\nB: Yes.\n›");
        check(
            "I think it works.",
            "I think it pays. I think it works.",
            "‹I think it pays. ›I think it works.",
        );
    }

    #[test]
    fn lines_that_stand_once_hold_the_others_in_place() {
        let old = "Q one\nyes\nQ two\nyes\nQ three\nyes\n";
        check(old, &old.replace("Q one\nyes\n", ""), "Q two\nyes\nQ three\nyes\n");
        let swapped = "Q one\nyes\nQ three\nyes\nQ two\nyes\n";
        check(old, swapped, "Q one\nyes\n‹Q three\nyes\n›Q two\nyes\n");
    }
}

//! Places that are equal or similar to a quotation: found by shared four-byte pieces (*grams*), measured
//! by edit distance.
//!
//! Equal places are looked up by the rarest gram of the quotation, which takes microseconds where
//! `str::find` takes 0.2 ms in 80 kB; a build that looks for each quotation in each text needs it.
//!
//! The distance is computed only in the few windows where most grams of the quotation lie on one
//! diagonal. Sellers' algorithm over a text of 100 kB would take
//! 100 ms for a quotation of 30 words; this takes less than one.

use std::ops::Range;

use super::distance::{Pattern, Top};

/// Bytes of a gram. Two places with similarity 0.9 share at least half of their four-byte grams from
/// ten letters on; longer grams would miss short quotations, shorter ones meet everywhere.
const GRAM: usize = 4;

/// Number of buckets of the index as a power of two, least and most: about as many as the text has
/// bytes, but small enough (128 kB) for the cache of one core while the index is built.
const BUCKET_BITS: std::ops::RangeInclusive<u32> = 4..=15;

/// Most bytes compared when each place of a gram is tried. Beyond it (a text that repeats one word)
/// a search of linear time is faster.
const MOST_COMPARED: usize = 1 << 22;

/// Most places listed for one quotation. A quotation that stands at more places than this is a single
/// letter or a speaker's label, and nobody reads the list.
pub(super) const MOST_PLACES: usize = 10_000;

/// Of these, the places that may overlap (`no, no` twice in `no, no, no`) when there is no gram to go
/// by. After so many only places beside each other are listed: each overlapping one starts the search
/// anew, which takes time proportional to the quotation.
const MOST_OVERLAPPING: usize = 256;

/// Most grams of a quotation that are looked up, evenly spread: enough to see half of them agree.
const SAMPLE: usize = 128;

/// Most windows measured. Callers want three candidates or one with its rivals; the rest allows
/// for windows that look better than they are.
const WINDOWS: usize = 8;

/// Longest quotation compared, in code points, some five pages: the time grows with its square, to
/// about a tenth of a second here.
pub(super) const LONGEST: usize = 8_192;

/// A stretch of the skeleton similar to a needle.
#[derive(Clone, Debug)]
pub(super) struct Similar {
    pub(super) range: Range<usize>,
    pub(super) score: f64,
}

/// Where each gram of a text begins.
#[derive(Debug)]
pub(super) struct Grams {
    bits: u32,
    // Positions of bucket b: positions[starts[b]..starts[b + 1]], ascending.
    // Four bytes each: the index is ten times the text as it is. Texts beyond 4 GB are indexed as far
    // as that goes.
    starts: Vec<u32>,
    positions: Vec<u32>,
}

impl Grams {
    /// Indexes `text`, in linear time.
    pub(super) fn of(text: &str) -> Grams {
        let grams = || text.as_bytes().windows(GRAM).zip(0..u32::MAX);
        let bits = text.len().max(1).ilog2().clamp(*BUCKET_BITS.start(), *BUCKET_BITS.end());
        let mut starts = vec![0_u32; (1 << bits) + 1];
        for (gram, _) in grams() {
            starts[bucket(gram, bits) + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut positions = vec![0_u32; starts[starts.len() - 1] as usize];
        for (gram, at) in grams() {
            let slot = &mut next[bucket(gram, bits)];
            positions[*slot as usize] = at;
            *slot += 1;
        }
        Grams { bits, starts, positions }
    }

    /// Where `needle` begins in `text`, the text indexed; in order, overlapping places too.
    pub(super) fn places(&self, text: &str, needle: &str) -> Vec<usize> {
        let step = (needle.len() / SAMPLE).max(1);
        let grams = needle.as_bytes().windows(GRAM).enumerate().step_by(step);
        let rarest =
            grams.map(|(at, gram)| (self.places_of(gram), at)).min_by_key(|(places, _)| places.len());
        match rarest {
            Some((places, at))
                if places.len().saturating_mul(needle.len()) <= MOST_COMPARED
                    && u32::try_from(text.len()).is_ok() =>
            {
                let starts = places.iter().filter_map(|place| (*place as usize).checked_sub(at));
                let fits = |start: &usize| text.as_bytes()[*start..].starts_with(needle.as_bytes());
                starts.filter(fits).take(MOST_PLACES).collect()
            }
            _ => searched_places(text, needle),
        }
    }

    fn places_of(&self, gram: &[u8]) -> &[u32] {
        let bucket = bucket(gram, self.bits);
        &self.positions[self.starts[bucket] as usize..self.starts[bucket + 1] as usize]
    }

    /// The stretches most similar to `needle` with at least `floor`, best first, not overlapping.
    pub(super) fn similar(&self, skeleton: &str, needle: &str, floor: f64) -> Vec<Similar> {
        let pattern: Vec<char> = needle.chars().take(LONGEST + 1).collect();
        if needle.len() < GRAM || pattern.len() > LONGEST {
            return Vec::new();
        }
        let forward = Pattern::of(&pattern);
        let backward = Pattern::of(&pattern.iter().rev().copied().collect::<Vec<char>>());
        let mut found: Vec<Similar> = Vec::new();
        let mut windows = self.windows(skeleton, needle);
        while let Some(window) = windows.pop() {
            let best = best_in(&forward, &backward, skeleton, window.clone());
            if let Some(similar) = best.filter(|similar| similar.score >= floor) {
                // A window may hold a second place, just before or after the first.
                let around = [window.start..similar.range.start, similar.range.end..window.end];
                windows.extend(around.into_iter().filter(|rest| rest.len() >= needle.len() / 2));
                found.push(similar);
            }
        }
        found.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.range.start.cmp(&b.range.start)));
        let mut kept: Vec<Similar> = Vec::new();
        for similar in found {
            let apart = |other: &Similar| {
                similar.range.end <= other.range.start || other.range.end <= similar.range.start
            };
            if kept.iter().all(apart) {
                kept.push(similar);
            }
        }
        kept
    }

    /// The stretches of the skeleton where most grams of `needle` lie on about one diagonal.
    fn windows(&self, skeleton: &str, needle: &str) -> Vec<Range<usize>> {
        let length = needle.len();
        // Half the needle, so that a shift by insertions stays within two neighbouring bins.
        let width = (length / 2).max(16);
        let mut votes = vec![0_usize; (skeleton.len() + length) / width + 2];
        let step = (length / SAMPLE).max(1);
        for (at, gram) in needle.as_bytes().windows(GRAM).enumerate().step_by(step) {
            for &position in self.places_of(gram) {
                votes[(position as usize + length - at) / width] += 1;
            }
        }
        let mut bins: Vec<(usize, usize)> = votes
            .windows(2)
            .enumerate()
            .filter(|(_, pair)| pair[0] + pair[1] > 0)
            .map(|(bin, pair)| (pair[0] + pair[1], bin))
            .collect();
        bins.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut taken: Vec<usize> = Vec::new();
        for (_, bin) in bins {
            if taken.len() == WINDOWS {
                break;
            }
            if taken.iter().all(|other| bin.abs_diff(*other) > 1) {
                taken.push(bin);
            }
        }
        let slack = length / 4 + 8;
        let window = |bin: usize| {
            let from = (bin * width).saturating_sub(length + slack);
            let to = ((bin + 2) * width + slack).min(skeleton.len());
            floor_boundary(skeleton, from.min(to))..floor_boundary(skeleton, to)
        };
        taken.into_iter().map(window).collect()
    }
}

/// The same by search, overlapping places up to a limit.
fn searched_places(text: &str, needle: &str) -> Vec<usize> {
    let Some(first) = needle.chars().next() else {
        return Vec::new();
    };
    let mut places = Vec::new();
    let mut from = 0;
    while places.len() < MOST_OVERLAPPING {
        let Some(found) = text[from..].find(needle) else {
            return places;
        };
        places.push(from + found);
        from += found + first.len_utf8();
    }
    let from = from - first.len_utf8() + needle.len();
    let rest = text.get(from..).unwrap_or_default().match_indices(needle);
    places.extend(rest.map(|(at, _)| from + at).take(MOST_PLACES - MOST_OVERLAPPING));
    places
}

fn bucket(gram: &[u8], bits: u32) -> usize {
    // Fibonacci hashing; the multiplier is 2^32 divided by the golden ratio.
    let word = gram.iter().fold(0_u32, |word, byte| word << 8 | u32::from(*byte));
    (word.wrapping_mul(0x9E37_79B1) >> (u32::BITS - bits)) as usize
}

fn floor_boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The stretch of a short skeleton that is most similar to `needle`; `None` where the needle is too long
/// to compare.
pub(super) fn best_fit(skeleton: &str, needle: &str) -> Option<Range<usize>> {
    let pattern: Vec<char> = needle.chars().take(LONGEST + 1).collect();
    if pattern.len() > LONGEST {
        return None;
    }
    let forward = Pattern::of(&pattern);
    let backward = Pattern::of(&pattern.iter().rev().copied().collect::<Vec<char>>());
    best_in(&forward, &backward, skeleton, 0..skeleton.len()).map(|similar| similar.range)
}

/// The similarity of two skeletons.
pub(super) fn similarity(a: &str, b: &str) -> f64 {
    let pattern: Vec<char> = a.chars().collect();
    let longer = pattern.len().max(b.chars().count()).max(1);
    1.0 - Pattern::of(&pattern).distance(b.chars()) as f64 / longer as f64
}

fn best_in(forward: &Pattern, backward: &Pattern, skeleton: &str, window: Range<usize>) -> Option<Similar> {
    let text = &skeleton[window.clone()];
    let characters: Vec<char> = text.chars().collect();
    let (distance, end) = forward.best_end(characters.iter().copied(), Top::Anywhere)?;
    // Backwards from the end found, the beginning is where the same distance is met first.
    let (_, length) = backward.best_end(characters[..end].iter().rev().copied(), Top::AtStart)?;
    let longer = forward.length().max(length);
    let bytes = |n: usize| characters[..n].iter().map(|c| c.len_utf8()).sum::<usize>();
    let range = window.start + bytes(end - length)..window.start + bytes(end);
    let score = 1.0 - distance as f64 / longer as f64;
    (!range.is_empty()).then_some(Similar { range, score })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, needle: &str, best: &str, score: f64) {
        let similar = Grams::of(text).similar(text, needle, 0.5);
        let first = similar.first().map(|similar| (&text[similar.range.clone()], similar.score));
        let (words, found) = first.unwrap_or_default();
        assert_eq!(words, best, "{needle:?} in {text:?}");
        assert!((found - score).abs() < 1e-9, "{found}");
    }

    #[test]
    fn the_most_similar_stretch_is_found() {
        check("wepayforoutcomesnow", "payforoutcomes", "payforoutcomes", 1.0);
        check("wepayforoutcomesnow", "payforoutputes", "payforoutcomes", 1.0 - 3.0 / 14.0);
        check("xxüberzeugendxx", "ueberzeugend", "berzeugend", 1.0 - 2.0 / 12.0);
        check("wepayforoutcomes", "zzzzzzzz", "", 0.0);
        check("abc", "abc", "", 0.0);
    }

    #[test]
    fn a_stretch_at_either_end_of_the_text_is_found() {
        check("payforoutcomes", "payforoutcome", "payforoutcome", 1.0);
        check("payforoutcomes", "wepayforoutcomesnow", "payforoutcomes", 1.0 - 5.0 / 19.0);
    }
}

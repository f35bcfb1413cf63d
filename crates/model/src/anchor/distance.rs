//! Edit distance of a pattern to the most similar stretch of a text.
//!
//! Computed bit-parallel after Myers (A fast bit-vector algorithm for approximate string matching based
//! on dynamic programming, J. ACM 46, 1999), 64 rows at a time, with blocks chained after Hyyrö (A
//! bit-vector algorithm for computing Levenshtein and Damerau edit distances, Nordic J. Computing 10,
//! 2003).

/// Where a match may begin in the text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Top {
    Anywhere,
    AtStart,
}

/// A needle prepared for the bit-parallel computation.
pub(super) struct Pattern {
    length: usize,
    blocks: usize,
    // Sorted; the masks of character i are masks[i * blocks..][..blocks].
    alphabet: Vec<char>,
    masks: Vec<u64>,
}

impl Pattern {
    /// Prepares `characters`.
    pub(super) fn of(characters: &[char]) -> Pattern {
        let blocks = characters.len().div_ceil(64).max(1);
        let mut alphabet = characters.to_vec();
        alphabet.sort_unstable();
        alphabet.dedup();
        let mut masks = vec![0; (alphabet.len() + 1) * blocks];
        for (at, c) in characters.iter().enumerate() {
            if let Ok(index) = alphabet.binary_search(c) {
                masks[index * blocks + at / 64] |= 1 << (at % 64);
            }
        }
        Pattern { length: characters.len(), blocks, alphabet, masks }
    }

    /// Length in characters.
    pub(super) fn length(&self) -> usize {
        self.length
    }

    /// The least distance of the pattern to a stretch of `text`, and the first end (in characters) of
    /// such a stretch. A distance of the whole pattern is none.
    pub(super) fn best_end(&self, text: impl Iterator<Item = char>, top: Top) -> Option<(usize, usize)> {
        let mut best = (self.length, 0);
        for (at, distance) in self.distances(text, top).enumerate() {
            if distance < best.0 {
                best = (distance, at + 1);
            }
        }
        (best.1 > 0).then_some(best)
    }

    /// The distance of the pattern to the whole of `text`.
    pub(super) fn distance(&self, text: impl Iterator<Item = char>) -> usize {
        self.distances(text, Top::AtStart).last().unwrap_or(self.length)
    }

    /// After each character of `text`, the least distance of the pattern to a stretch that ends there.
    fn distances(&self, text: impl Iterator<Item = char>, top: Top) -> impl Iterator<Item = usize> {
        let mut plus = vec![u64::MAX; self.blocks];
        let mut minus = vec![0_u64; self.blocks];
        let mut distance = self.length;
        let last = (self.length.max(1) - 1) % 64;
        text.map(move |c| {
            // Characters that are not in the pattern share the masks after the last, all zero.
            let index = self.alphabet.binary_search(&c).unwrap_or(self.alphabet.len());
            let masks = &self.masks[index * self.blocks..][..self.blocks];
            // Change from the column before, at the row above the block: up, down or level.
            let (mut up, mut down) = (u64::from(top == Top::AtStart), 0);
            for block in 0..self.blocks {
                let (p, m) = (plus[block], minus[block]);
                let vertical = masks[block] | m;
                let equal = masks[block] | down;
                let horizontal = ((equal & p).wrapping_add(p) ^ p) | equal;
                let rise = m | !(horizontal | p);
                let fall = p & horizontal;
                let bit = if block + 1 == self.blocks { last } else { 63 };
                let (next_up, next_down) = (rise >> bit & 1, fall >> bit & 1);
                let rise = rise << 1 | up;
                let fall = fall << 1 | down;
                plus[block] = fall | !(vertical | rise);
                minus[block] = rise & vertical;
                (up, down) = (next_up, next_down);
            }
            distance = distance + up as usize - down as usize;
            distance
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn naive(needle: &[char], text: &[char]) -> usize {
        let mut column: Vec<usize> = (0..=needle.len()).collect();
        let mut best = needle.len();
        for c in text {
            let mut diagonal = 0;
            for row in 1..=needle.len() {
                let above = column[row];
                let equal = diagonal + usize::from(needle[row - 1] != *c);
                column[row] = equal.min(above + 1).min(column[row - 1] + 1);
                diagonal = above;
            }
            best = best.min(column[needle.len()]);
        }
        best
    }

    #[test]
    fn the_distance_is_that_of_sellers() {
        // A linear congruential generator: no dependency, the same cases each time.
        let mut state = 7_u64;
        let mut draw = |n: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 33) % n
        };
        for _ in 0..300 {
            let needle: Vec<char> = (0..1 + draw(150)).map(|_| ['a', 'b', 'ö'][draw(3) as usize]).collect();
            let text: Vec<char> = (0..draw(300)).map(|_| ['a', 'b', 'ö', '文'][draw(4) as usize]).collect();
            let found = Pattern::of(&needle).best_end(text.iter().copied(), Top::Anywhere);
            assert_eq!(found.map_or(needle.len(), |(distance, _)| distance), naive(&needle, &text));
        }
    }
}

//! Changes to documents, the same ones for the same number, and how many are tried.

use std::time::{Duration, Instant};

/// Makes changed documents.
#[derive(Debug)]
pub struct Mutator {
    state: u64,
    /// Pieces that are likely to matter to some reader.
    pieces: &'static [&'static [u8]],
}

/// The numbers of the changes to try for documents of a kind: so many, or for as many seconds as
/// `THEMATA_FUZZ_SECONDS` says; none when `THEMATA_FUZZ_ONLY` names another kind. `THEMATA_FUZZ_SEED` begins
/// elsewhere.
pub fn numbers_to_try(kind: &str, usual: usize) -> impl Iterator<Item = (usize, u64)> {
    let variable = |name: &str| std::env::var(name).ok();
    let wanted = variable("THEMATA_FUZZ_ONLY").is_none_or(|only| only == kind);
    let seconds = variable("THEMATA_FUZZ_SECONDS").and_then(|seconds| seconds.parse().ok());
    let first: u64 = variable("THEMATA_FUZZ_SEED").and_then(|seed| seed.parse().ok()).unwrap_or(1);
    let until = seconds.map(|seconds| Instant::now() + Duration::from_secs(seconds));
    (0..)
        .take_while(move |tried| wanted && until.map_or(*tried < usual, |until| Instant::now() < until))
        .map(move |tried| (tried, first.wrapping_mul(0x9e37_79b9).wrapping_add(tried as u64)))
}

/// Largest document made.
const MOST: usize = 1 << 16;

impl Mutator {
    /// The changes with this number.
    pub fn new(seed: u64, pieces: &'static [&'static [u8]]) -> Self {
        Mutator { state: seed.wrapping_mul(0x2545_f491_4f6c_dd1d) | 1, pieces }
    }

    fn next(&mut self) -> u64 {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        self.state
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }

    /// A stretch of `bytes`, mostly a short one.
    fn stretch(&mut self, bytes: &[u8]) -> std::ops::Range<usize> {
        let from = self.below(bytes.len() + 1);
        let most = if self.below(4) == 0 { bytes.len() } else { 40 };
        from..(from + self.below(most) + 1).min(bytes.len()).max(from)
    }

    /// `seed` with one to eight changes.
    pub fn change(&mut self, seed: &[u8]) -> Vec<u8> {
        let mut bytes = seed.to_vec();
        for _ in 0..=self.below(8) {
            let stretch = self.stretch(&bytes);
            match self.below(9) {
                0 => bytes.truncate(stretch.start),
                1 => drop(bytes.drain(stretch)),
                2 => {
                    let copy = bytes[stretch.clone()].to_vec();
                    let at = self.below(bytes.len() + 1);
                    bytes.splice(at..at, copy);
                }
                3 => {
                    let times = self.below(200);
                    let copy = bytes[stretch.clone()].repeat(times);
                    bytes.splice(stretch.end..stretch.end, copy);
                }
                4 | 5 => {
                    let piece = self.pieces[self.below(self.pieces.len())];
                    bytes.splice(stretch.start..stretch.start, piece.iter().copied());
                }
                6 => {
                    let piece = self.pieces[self.below(self.pieces.len())];
                    bytes.splice(stretch, piece.iter().copied());
                }
                7 => {
                    if let Some(byte) = bytes.get_mut(stretch.start) {
                        *byte = self.next() as u8;
                    }
                }
                _ => {
                    if let Some(byte) = bytes.get_mut(stretch.start) {
                        *byte ^= 1 << self.below(8);
                    }
                }
            }
            bytes.truncate(MOST);
        }
        bytes
    }
}

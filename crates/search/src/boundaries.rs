//! Which word of its passage a coding begins and ends with, kept for the next question: to know it, the passage has
//! to be cut into words.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Ends of codings kept at most; each takes some 40 bytes.
const KEPT: usize = 500_000;

/// The words, by number, that stand wholly in a stretch of a passage: passage, first code point of the text, and the
/// one after the last.
type Known = HashMap<(u32, u32, u32), Range<u32>>;

/// What is known.
#[derive(Default)]
pub(crate) struct Boundaries(Mutex<Known>);

/// What is known, for one question.
pub(crate) struct Asked<'a>(MutexGuard<'a, Known>);

impl Boundaries {
    pub(crate) fn ask(&self) -> Asked<'_> {
        // A thread that panicked leaves a whole map behind.
        Asked(self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Asked<'_> {
    /// The words of `start..end` of a passage, found by `cut` when they are not known.
    pub(crate) fn words<E>(
        &mut self,
        (doc, start, end): (u32, u32, u32),
        cut: impl FnOnce() -> Result<Range<u32>, E>,
    ) -> Result<Range<u32>, E> {
        if let Some(known) = self.0.get(&(doc, start, end)) {
            return Ok(known.clone());
        }
        if self.0.len() >= KEPT {
            self.0.clear();
        }
        let words = cut()?;
        self.0.insert((doc, start, end), words.clone());
        Ok(words)
    }
}

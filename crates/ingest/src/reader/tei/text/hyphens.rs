//! Words that line ends of the source part, with the hyphen that stands there.

use super::Walk;

/// A hyphen that stands at a line end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AtLineEnd {
    /// The document says that the word goes on, by `break="no"` or by the mark (`¬`).
    Inside,
    /// It may part a word.
    Perhaps,
}

impl Walk<'_, '_> {
    /// A line of the source ends; `inside` says whether it does so inside of a word.
    pub(super) fn line_end(&mut self, inside: bool) {
        let is_soft = self.tail.ends_with(['¬', '\u{ad}']);
        let is_hyphen = is_soft || self.tail.ends_with(['-', '\u{2010}']);
        self.hyphen = match () {
            () if is_hyphen && self.gap == 0 && (inside || is_soft) => Some(AtLineEnd::Inside),
            () if is_hyphen && self.gap == 0 => Some(AtLineEnd::Perhaps),
            () => None,
        };
        if inside || self.hyphen == Some(AtLineEnd::Inside) {
            self.blank = false;
        } else {
            self.part(1);
        }
    }

    /// Joins the word that goes on with `words` behind a line end to its first half, which loses its hyphen.
    pub(super) fn join_halves(&mut self, words: &str) {
        let Some(hyphen) = self.hyphen.take().filter(|_| words.starts_with(char::is_lowercase)) else {
            return;
        };
        if hyphen == AtLineEnd::Perhaps {
            self.counts.parted += 1;
        } else if self.gap == 0 && self.label.is_none() {
            self.blank = false;
            self.writer.take_back_hyphen();
            self.counts.joined += 1;
        }
    }
}

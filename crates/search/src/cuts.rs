//! Where the words of each passage stand, so that it need not be cut into words anew: one sign a word.
//!
//! A passage is handed to the engine with its words cut already; the signs are kept in a file beside the
//! dictionary of each piece of the index, which the engine writes, checks and removes with the others.

use std::any::Any;
use std::io::Write;

use tantivy::directory::{OwnedBytes, TerminatingWrite, WritePtr};
use tantivy::index::SegmentComponent;
use tantivy::indexer::DocIdMapping;
use tantivy::plugin::{PluginMergeContext, PluginWriter, PluginWriterContext, SegmentPlugin};
use tantivy::schema::document::{ErasedDocument, Value};
use tantivy::schema::{Field, Schema};
use tantivy::{DocId, Segment, SegmentReader, TantivyDocument, TantivyError};

use crate::word;
use crate::{IndexError, Language, term};

/// Ending of the file's name.
const ENDING: &str = "cuts";
/// Signs before a word that one sign tells of: fewer than this.
const GAPS: usize = 7;
/// Length of a word that one sign tells of: less than this.
const LENGTHS: usize = 18;
/// Stands before two numbers that are too large for one sign.
const LARGE: u8 = 0;
/// Stands behind the last word's sign.
const END: char = '\u{7F}';
/// Bits of a large number in one sign, and the mark of one that another follows.
const BITS: usize = 5;
const MORE: u8 = 1 << BITS;

/// What a passage is handed to the engine as: the letter of its language, the signs of its words, and the
/// words.
pub fn handed(language: Option<Language>, words: &str) -> String {
    let mut cuts = Vec::new();
    word::words(words, &mut cuts);
    let mut out = Vec::with_capacity(words.len() + cuts.len() + cuts.len() / 16 + 2);
    out.push(term::letter(language));
    let is_ascii = words.is_ascii();
    let chars = |from: usize, to: usize| if is_ascii { to - from } else { words[from..to].chars().count() };
    let mut last = 0;
    for (start, end) in cuts {
        sign(chars(last, start), chars(start, end), &mut out);
        last = end;
    }
    out.push(END as u8);
    out.extend_from_slice(words.as_bytes());
    // All signs are ASCII.
    String::from_utf8(out).unwrap_or_default()
}

/// Writes how many signs stand before a word and how long it is.
fn sign(gap: usize, length: usize, out: &mut Vec<u8>) {
    let small = (gap < GAPS && length < LENGTHS).then_some(1 + gap * LENGTHS + length);
    if let Some(Ok(small)) = small.map(u8::try_from) {
        out.push(small);
        return;
    }
    out.push(LARGE);
    for mut number in [gap, length] {
        loop {
            let low = u8::try_from(number & (usize::from(MORE) - 1)).unwrap_or_default();
            number >>= BITS;
            out.push(if number > 0 { low | MORE } else { low });
            if number == 0 {
                break;
            }
        }
    }
}

/// The signs of a passage, read one word after the other.
#[derive(Clone)]
pub(crate) struct Cuts<'s> {
    signs: std::slice::Iter<'s, u8>,
    /// End of the last word.
    at: usize,
}

impl<'s> Cuts<'s> {
    pub(crate) fn of(signs: &'s [u8]) -> Cuts<'s> {
        Cuts { signs: signs.iter(), at: 0 }
    }

    fn large(&mut self) -> Option<usize> {
        let (mut number, mut shift) = (0usize, 0);
        loop {
            let sign = *self.signs.next()?;
            number |= usize::from(sign & (MORE - 1)).checked_shl(shift)?;
            shift += u32::try_from(BITS).ok()?;
            if sign & MORE == 0 {
                return Some(number);
            }
        }
    }
}

impl Cuts<'_> {
    /// Passes `n` words over.
    pub(crate) fn pass(&mut self, n: u32) {
        for _ in 0..n {
            match self.signs.next() {
                Some(&LARGE) => {
                    let gap = self.large().unwrap_or(0);
                    self.at += gap.saturating_add(self.large().unwrap_or(0));
                }
                Some(&sign) => self.at += usize::from(REACH[usize::from(sign & 0x7F)]),
                None => return,
            }
        }
    }
}

/// How many code points one sign tells of, the gap and the word.
const REACH: [u8; 128] = {
    let mut reach = [0; 128];
    let mut sign = 1;
    while sign < reach.len() {
        #[allow(clippy::cast_possible_truncation, reason = "both are less than the sign")]
        let sum = ((sign - 1) / LENGTHS + (sign - 1) % LENGTHS) as u8;
        reach[sign] = sum;
        sign += 1;
    }
    reach
};

impl Iterator for Cuts<'_> {
    /// First code point of the passage, and the one after the last.
    type Item = (usize, usize);

    fn next(&mut self) -> Option<(usize, usize)> {
        let (gap, length) = match *self.signs.next()? {
            LARGE => (self.large()?, self.large()?),
            sign => (usize::from(sign - 1) / LENGTHS, usize::from(sign - 1) % LENGTHS),
        };
        let start = self.at.saturating_add(gap);
        self.at = start.saturating_add(length);
        Some((start, self.at))
    }
}

/// Takes apart what [`handed`] gave: the letter of the language, the signs, the words.
pub(crate) fn taken(value: &str) -> Option<(u8, &[u8], &str)> {
    let (signs, words) = value.split_once(END)?;
    let (letter, signs) = signs.as_bytes().split_first()?;
    Some((*letter, signs, words))
}

/// Fills `bytes` with the words that `signs` tell of, as byte ranges of `words`.
pub(crate) fn bytes_of(signs: &[u8], words: &str, bytes: &mut Vec<(usize, usize)>) {
    bytes.clear();
    if words.is_ascii() {
        bytes.extend(Cuts::of(signs));
        return;
    }
    let mut starts = words.char_indices().map(|(byte, _)| byte).chain([words.len()]).enumerate();
    let mut byte_of = |char: usize| starts.find(|(at, _)| *at == char).map_or(words.len(), |(_, byte)| byte);
    let mut last = (0, 0);
    for (start, end) in Cuts::of(signs) {
        // Nothing parts characters of unspaced scripts.
        let first = if start == last.0 { last.1 } else { byte_of(start) };
        last = (end, byte_of(end));
        bytes.push((first, last.1));
    }
}

/// Writes the file of each piece.
pub(crate) struct WordCuts {
    /// The field of words.
    pub(crate) words: Field,
}

impl SegmentPlugin for WordCuts {
    fn extensions(&self) -> &[&str] {
        &[ENDING]
    }

    fn create_writer(&self, _: &PluginWriterContext<'_>) -> tantivy::Result<Box<dyn PluginWriter>> {
        Ok(Box::new(Writer { words: self.words, signs: Vec::new(), ends: Vec::new() }))
    }

    fn merge(&self, context: PluginMergeContext<'_>) -> tantivy::Result<()> {
        let failed = |error: IndexError| TantivyError::InternalError(error.to_string());
        let mut file = open(context.target_segment)?;
        let mut ends = Vec::new();
        let mut end = 0;
        // Pieces are joined one behind the other.
        for piece in context.readers {
            let kept = AllCuts::open(piece).map_err(failed)?;
            for doc in piece.doc_ids_alive() {
                let signs = kept.signs(doc);
                file.write_all(signs)?;
                end += signs.len();
                ends.push(end);
            }
        }
        finish(file, &ends)
    }
}

struct Writer {
    words: Field,
    signs: Vec<u8>,
    ends: Vec<usize>,
}

impl PluginWriter for Writer {
    fn add_document(&mut self, _: DocId, document: &dyn ErasedDocument, _: &Schema) -> tantivy::Result<()> {
        let document = document.as_any().downcast_ref::<TantivyDocument>();
        let words = document.and_then(|document| document.get_first(self.words));
        if let Some((_, signs, _)) = words.as_ref().and_then(|words| words.as_str()).and_then(taken) {
            self.signs.extend_from_slice(signs);
        }
        self.ends.push(self.signs.len());
        Ok(())
    }

    fn serialize(self: Box<Self>, segment: &Segment, _: Option<&DocIdMapping>) -> tantivy::Result<()> {
        let mut file = open(segment)?;
        file.write_all(&self.signs)?;
        finish(file, &self.ends)
    }

    fn mem_usage(&self) -> usize {
        self.signs.capacity() + self.ends.capacity() * size_of::<usize>()
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }
}

fn open(piece: &Segment) -> tantivy::Result<WritePtr> {
    Ok(piece.open_write(SegmentComponent::Custom(ENDING.to_string()))?)
}

/// Writes where the signs of each passage end, and closes the file.
fn finish(mut file: WritePtr, ends: &[usize]) -> tantivy::Result<()> {
    for end in ends {
        let end = u32::try_from(*end)
            .map_err(|_| TantivyError::InternalError("a piece of the index has too many words".into()))?;
        file.write_all(&end.to_le_bytes())?;
    }
    file.terminate()?;
    Ok(())
}

/// The signs of all passages of a piece.
pub(crate) struct AllCuts {
    file: OwnedBytes,
    /// Where the ends begin.
    ends: usize,
}

impl AllCuts {
    /// Opens the file of a piece.
    pub(crate) fn open(piece: &SegmentReader) -> Result<AllCuts, IndexError> {
        let file = piece.open_read(SegmentComponent::Custom(ENDING.to_string()));
        let file = file.map_err(TantivyError::from)?.read_bytes()?;
        let ends = file.len().checked_sub(piece.max_doc() as usize * size_of::<u32>());
        let ends = ends.ok_or_else(|| IndexError::Engine("a file of the index is too short".into()))?;
        Ok(AllCuts { file, ends })
    }

    /// The signs of a passage of the piece.
    pub(crate) fn signs(&self, doc: DocId) -> &[u8] {
        let end = |nth: usize| {
            let at = self.ends + nth * size_of::<u32>();
            let bytes = self.file.get(at..at + size_of::<u32>())?;
            Some(u32::from_le_bytes(bytes.try_into().ok()?) as usize)
        };
        let doc = doc as usize;
        let from = doc.checked_sub(1).map_or(Some(0), end);
        let signs = from.zip(end(doc)).and_then(|(from, to)| self.file.get(from..to));
        signs.unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn words_handed_over_stand_where_they_were_cut(
            text in prop_oneof!["[a-z’é合🙂 ,.]{0,60}", "[a ]{0,90}", "\\PC{0,40}", "(a{1,90} {1,40}){1,3}"]
        ) {
            let given = handed(Language::of_tag("en"), &text);
            let (letter, signs, words) = taken(&given).unwrap();
            prop_assert_eq!((letter, words), (term::letter(Language::of_tag("en")), text.as_str()));
            let (mut cut, mut read) = (Vec::new(), Vec::new());
            word::words(&text, &mut cut);
            bytes_of(signs, words, &mut read);
            prop_assert_eq!(&read, &cut);
            let chars = |byte: usize| text[..byte].chars().count();
            let standing: Vec<_> = cut.iter().map(|&(from, to)| (chars(from), chars(to))).collect();
            for (n, place) in (0u32..).zip(&standing) {
                let mut rest = Cuts::of(signs);
                rest.pass(n);
                prop_assert_eq!(rest.next(), Some(*place));
            }
            prop_assert_eq!(Cuts::of(signs).collect::<Vec<_>>(), standing);
        }
    }
}

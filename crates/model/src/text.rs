//! Positions in a text in three units, and the one index that converts between them.
//!
//! In memory a position is a count of UTF-8 bytes; in SQLite, CSV, JSON and REFI-QDA it is a count
//! of Unicode code points; in the browser a count of UTF-16 code units. Each has its own type, so
//! that no number can be taken for another.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

/// A position in UTF-8 bytes of the canonical text, 0-based.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ByteOffset(pub usize);

/// A position in Unicode code points of the canonical text, 0-based.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CharOffset(pub usize);

/// A position in UTF-16 code units of the canonical text, 0-based.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Utf16Offset(pub usize);

/// A non-empty stretch of one text, end exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    // Invariant: start < end, both on character boundaries of the text it was made for.
    start: ByteOffset,
    end: ByteOffset,
}

/// Why two positions do not make a [`Span`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SpanError {
    /// Start is not before end.
    #[error("the span is empty: it starts at {start} and ends at {end}")]
    Empty {
        /// Start as given, in the caller's unit.
        start: usize,
        /// End as given, in the caller's unit.
        end: usize,
    },
    /// An end lies beyond the text.
    #[error("the span ends at {end}, but the text has only {length} characters")]
    Beyond {
        /// End as given, in the caller's unit.
        end: usize,
        /// Length of the text in the same unit.
        length: usize,
    },
    /// A byte position lies inside a character.
    #[error("position {0} lies inside a character")]
    InsideCharacter(usize),
}

impl Span {
    /// Returns the span `start..end` of `text`, in bytes.
    ///
    /// # Errors
    /// When the span is empty, leaves the text or cuts a character.
    pub fn new(text: &str, start: ByteOffset, end: ByteOffset) -> Result<Span, SpanError> {
        if start >= end {
            return Err(SpanError::Empty { start: start.0, end: end.0 });
        }
        if end.0 > text.len() {
            return Err(SpanError::Beyond { end: end.0, length: text.len() });
        }
        for position in [start.0, end.0] {
            if !text.is_char_boundary(position) {
                return Err(SpanError::InsideCharacter(position));
            }
        }
        Ok(Span { start, end })
    }

    /// First byte.
    pub fn start(self) -> ByteOffset {
        self.start
    }

    /// Byte after the last one.
    pub fn end(self) -> ByteOffset {
        self.end
    }

    /// Length in bytes, at least 1.
    pub fn len(self) -> usize {
        self.end.0 - self.start.0
    }

    /// Always false: a span holds at least one character.
    pub fn is_empty(self) -> bool {
        false
    }

    /// The words of `text` inside the span; empty when `text` is not the text it was made for.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start.0..self.end.0).unwrap_or_default()
    }

    /// Whether the two spans share at least one byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether `other` lies wholly inside this span.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn hull(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Returns the span widened to whole user-perceived characters (grapheme clusters, Unicode
    /// Standard Annex 29) of `text`.
    #[must_use]
    pub fn widened_to_graphemes(self, text: &str) -> Span {
        // A cluster never spans a line feed, so it is enough to look at the lines touched.
        let from = text[..self.start.0].rfind('\n').map_or(0, |i| i + 1);
        let to = text[self.end.0..].find('\n').map_or(text.len(), |i| self.end.0 + i);
        let mut start = self.start.0;
        let mut end = self.end.0;
        for (i, cluster) in text[from..to].grapheme_indices(true) {
            let (a, b) = (from + i, from + i + cluster.len());
            if a < self.start.0 && self.start.0 < b {
                start = a;
            }
            if a < self.end.0 && self.end.0 < b {
                end = b;
            }
            if a >= self.end.0 {
                break;
            }
        }
        Span { start: ByteOffset(start), end: ByteOffset(end) }
    }
}

/// The byte at which the code point `position` begins; the end of the text when it has fewer. Reads the text up
/// to there: for many positions of one text, [`TextIndex`] is faster.
pub fn byte_of_char(text: &str, position: usize) -> usize {
    let (mut byte, mut left) = (0, position);
    while left > A_FEW && byte < text.len() {
        // So many code points take no fewer bytes, and whole stretches are counted many at a time.
        let end = text.floor_char_boundary(byte.saturating_add(left));
        left -= text[byte..end].chars().count();
        byte = end;
    }
    text[byte..].char_indices().nth(left).map_or(text.len(), |(at, _)| byte + at)
}

/// Code points that are counted one by one; more than the bytes of one.
const A_FEW: usize = 16;

/// The bytes of the code points `start..end`; reads the text up to there, as [`byte_of_char`] does.
pub fn bytes_of_chars(text: &str, start: u32, end: u32) -> Range<usize> {
    let from = byte_of_char(text, start as usize);
    from..from + byte_of_char(&text[from..], end.saturating_sub(start) as usize)
}

/// Distance in bytes between two marks of a [`TextIndex`]: short enough that counting the rest is
/// a few cache lines, long enough that the marks of a 100 kB text fit in 10 kB.
const STRIDE: usize = 256;

/// Converts positions of one text between bytes, code points and UTF-16 units, and finds lines.
#[derive(Clone, Debug)]
pub struct TextIndex<'a> {
    text: &'a str,
    // One mark every STRIDE bytes or a little after: (bytes, code points, UTF-16 units).
    marks: Vec<(usize, usize, usize)>,
    // Byte position of the first character of each line.
    lines: Vec<usize>,
    chars: usize,
    utf16: usize,
}

impl<'a> TextIndex<'a> {
    /// Builds the index in one pass over `text`.
    pub fn new(text: &'a str) -> Self {
        let mut marks = vec![(0, 0, 0)];
        let (mut byte, mut chars, mut utf16) = (0, 0, 0);
        while byte < text.len() {
            let mut end = (byte + STRIDE).min(text.len());
            while !text.is_char_boundary(end) {
                end += 1;
            }
            // Bytes that begin a character, and those that begin one of two UTF-16 units.
            let block = &text.as_bytes()[byte..end];
            let begun = block.iter().filter(|&&b| b & 0xC0 != 0x80).count();
            chars += begun;
            utf16 += begun + block.iter().filter(|&&b| b >= 0xF0).count();
            byte = end;
            if byte < text.len() {
                marks.push((byte, chars, utf16));
            }
        }
        let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        TextIndex { text, marks, lines, chars, utf16 }
    }

    /// The text this index was built for.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// Length in code points.
    pub fn chars(&self) -> usize {
        self.chars
    }

    /// Code-point position of a byte position; `None` beyond the text or inside a character.
    pub fn char_of(&self, byte: ByteOffset) -> Option<CharOffset> {
        let (mark, between) = self.since_mark(byte)?;
        Some(CharOffset(mark.1 + between.chars().count()))
    }

    /// UTF-16 position of a byte position; `None` beyond the text or inside a character.
    pub fn utf16_of(&self, byte: ByteOffset) -> Option<Utf16Offset> {
        let (mark, between) = self.since_mark(byte)?;
        let units: usize = between.chars().map(char::len_utf16).sum();
        Some(Utf16Offset(mark.2 + units))
    }

    /// Byte position of a code-point position; `None` beyond the text.
    pub fn byte_of_char(&self, position: CharOffset) -> Option<ByteOffset> {
        if position.0 > self.chars {
            return None;
        }
        let mark = self.marks[self.marks.partition_point(|m| m.1 <= position.0) - 1];
        let rest = &self.text[mark.0..];
        let mut after = rest.chars();
        if let Some(last) = (position.0 - mark.1).checked_sub(1) {
            after.nth(last);
        }
        Some(ByteOffset(mark.0 + rest.len() - after.as_str().len()))
    }

    /// Byte position of a UTF-16 position; `None` beyond the text or inside a surrogate pair.
    pub fn byte_of_utf16(&self, position: Utf16Offset) -> Option<ByteOffset> {
        if position.0 > self.utf16 {
            return None;
        }
        let mark = self.marks[self.marks.partition_point(|m| m.2 <= position.0) - 1];
        let mut utf16 = mark.2;
        for (i, c) in self.text[mark.0..].char_indices() {
            if utf16 == position.0 {
                return Some(ByteOffset(mark.0 + i));
            }
            if utf16 > position.0 {
                return None;
            }
            utf16 += c.len_utf16();
        }
        (utf16 == position.0).then_some(ByteOffset(self.text.len()))
    }

    /// The span between two code-point positions.
    ///
    /// # Errors
    /// When the span is empty or leaves the text.
    pub fn span_of_chars(&self, start: CharOffset, end: CharOffset) -> Result<Span, SpanError> {
        if start >= end {
            return Err(SpanError::Empty { start: start.0, end: end.0 });
        }
        let beyond = SpanError::Beyond { end: end.0, length: self.chars };
        let from = self.byte_of_char(start).ok_or(beyond)?;
        let to = self.byte_of_char(end).ok_or(beyond)?;
        Span::new(self.text, from, to)
    }

    /// The span's ends as code-point positions.
    pub fn chars_of_span(&self, span: Span) -> Option<(CharOffset, CharOffset)> {
        Some((self.char_of(span.start())?, self.char_of(span.end())?))
    }

    /// The line a byte position stands in, 1-based.
    pub fn line_of(&self, byte: ByteOffset) -> usize {
        self.lines.partition_point(|&start| start <= byte.0)
    }

    /// The last mark before a byte position, and what stands between.
    fn since_mark(&self, byte: ByteOffset) -> Option<((usize, usize, usize), &'a str)> {
        if byte.0 > self.text.len() || !self.text.is_char_boundary(byte.0) {
            return None;
        }
        let mark = self.marks[self.marks.partition_point(|m| m.0 <= byte.0) - 1];
        Some((mark, &self.text[mark.0..byte.0]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIXED: &str = "a\u{308}ö 👩\u{200d}🚀x\r\nzweite Zeile 𝄞\n";

    #[test]
    fn a_code_point_is_found_without_an_index() {
        for piece in ["a", "é", "合a", "👍🏽é-", "a\u{308}bc"] {
            for repeats in [0, 1, 7, 100, 400] {
                let text = piece.repeat(repeats);
                let bytes: Vec<usize> =
                    text.char_indices().map(|(byte, _)| byte).chain([text.len()]).collect();
                for (position, byte) in bytes.iter().enumerate() {
                    assert_eq!(byte_of_char(&text, position), *byte, "{piece} × {repeats}, {position}");
                }
                assert_eq!(byte_of_char(&text, bytes.len() + 5), text.len());
            }
        }
    }

    #[test]
    fn every_boundary_converts_to_the_other_units_and_back() {
        let text = MIXED.repeat(40);
        let index = TextIndex::new(&text);
        for (n, (byte, _)) in text.char_indices().enumerate() {
            let byte = ByteOffset(byte);
            assert_eq!(index.char_of(byte), Some(CharOffset(n)));
            assert_eq!(index.byte_of_char(CharOffset(n)), Some(byte));
            let utf16 = index.utf16_of(byte).unwrap();
            assert_eq!(index.byte_of_utf16(utf16), Some(byte));
        }
        assert_eq!(index.byte_of_char(CharOffset(index.chars())), Some(ByteOffset(text.len())));
        assert_eq!(index.byte_of_char(CharOffset(index.chars() + 1)), None);
    }

    #[test]
    fn positions_inside_a_character_are_refused() {
        let index = TextIndex::new("ö𝄞");
        assert_eq!(index.char_of(ByteOffset(1)), None);
        assert_eq!(index.byte_of_utf16(Utf16Offset(2)), None);
        assert_eq!(Span::new("ö", ByteOffset(0), ByteOffset(1)), Err(SpanError::InsideCharacter(1)));
    }

    #[test]
    fn an_empty_span_cannot_be_made() {
        assert_eq!(
            Span::new("abc", ByteOffset(2), ByteOffset(2)),
            Err(SpanError::Empty { start: 2, end: 2 })
        );
    }

    #[test]
    fn a_span_grows_to_whole_graphemes_and_no_further() {
        let span = Span::new(MIXED, ByteOffset(0), ByteOffset(1)).unwrap();
        assert_eq!(span.widened_to_graphemes(MIXED).of(MIXED), "a\u{308}");
        let rocket = MIXED.find('🚀').unwrap();
        let span = Span::new(MIXED, ByteOffset(rocket), ByteOffset(rocket + 4)).unwrap();
        assert_eq!(span.widened_to_graphemes(MIXED).of(MIXED), "👩\u{200d}🚀");
    }

    #[test]
    fn lines_are_counted_from_one() {
        let index = TextIndex::new("a\nb\n\nc");
        let lines: Vec<usize> = (0..6).map(|b| index.line_of(ByteOffset(b))).collect();
        assert_eq!(lines, [1, 1, 2, 2, 3, 4]);
    }
}

//! Positions in the texts of other tools: what their numbers count, and which place of our text they mean.
//!
//! REFI-QDA counts Unicode code points of the text file as it stands. Tools differ in two ways: some count UTF-16
//! units, and some count the two characters that end a line on Windows as one.

use themata_model::{ByteOffset, CharOffset, Span, TextIndex, Utf16Offset};

use super::package::decoded;

/// What a position counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// Unicode code points, as the specification says.
    CodePoints,
    /// UTF-16 code units, as NVivo writes.
    Utf16,
}

/// How a line end of two characters (CRLF) is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LineEnds {
    /// As the two characters that it is.
    Two,
    /// As one.
    One,
}

/// How a tool counts positions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Convention {
    /// The unit.
    pub unit: Unit,
    /// How line ends of two characters count.
    pub line_ends: LineEnds,
}

impl Convention {
    /// The specification's own: code points, every character of the file counted.
    pub const SPECIFIED: Convention = Convention { unit: Unit::CodePoints, line_ends: LineEnds::Two };

    /// The four there are.
    pub(crate) const ALL: [Convention; 4] = [
        Convention { unit: Unit::CodePoints, line_ends: LineEnds::Two },
        Convention { unit: Unit::CodePoints, line_ends: LineEnds::One },
        Convention { unit: Unit::Utf16, line_ends: LineEnds::Two },
        Convention { unit: Unit::Utf16, line_ends: LineEnds::One },
    ];
}

impl std::fmt::Display for Convention {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self.unit {
            Unit::CodePoints => "code points",
            Unit::Utf16 => "UTF-16 units",
        })?;
        f.write_str(match self.line_ends {
            LineEnds::Two => "",
            LineEnds::One => ", CRLF counted as one",
        })
    }
}

/// A text file of a project: its canonical text, and where its lines ended with two characters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Plain {
    /// UTF-8 without mark, line ends LF, no NUL.
    pub(crate) content: String,
    /// The bytes of `content` with a line end that was CRLF in the file, ascending.
    crlf: Vec<usize>,
    /// Whether characters had to be replaced, so that positions may be wrong.
    pub(crate) replaced: bool,
}

impl Plain {
    /// Reads a text file.
    pub(crate) fn read(bytes: &[u8]) -> Plain {
        let (text, replaced) = decoded(bytes);
        let mut plain = Plain::of(&text);
        plain.replaced |= replaced;
        plain
    }

    /// The same of characters that are decoded already.
    pub(crate) fn of(text: &str) -> Plain {
        let mut content = String::with_capacity(text.len());
        let mut crlf = Vec::new();
        let mut replaced = false;
        let mut characters = text.chars().peekable();
        while let Some(c) = characters.next() {
            match c {
                '\r' => {
                    if characters.next_if_eq(&'\n').is_some() {
                        crlf.push(content.len());
                    }
                    content.push('\n');
                }
                '\0' => {
                    replaced = true;
                    content.push('\u{fffd}');
                }
                c => content.push(c),
            }
        }
        Plain { content, crlf, replaced }
    }

    /// The canonical text as a file whose lines end with CRLF.
    pub(crate) fn with_crlf(content: &str) -> Plain {
        let crlf = content.match_indices('\n').map(|(at, _)| at).collect();
        Plain { content: content.to_string(), crlf, replaced: false }
    }

    /// Whether the four conventions can differ in this text.
    pub(crate) fn is_ambiguous(&self) -> bool {
        !self.crlf.is_empty() || self.content.bytes().any(|byte| byte >= 0xf0)
    }

    /// The characters of the file, line ends as they were.
    pub(crate) fn file(&self) -> String {
        let mut out = String::with_capacity(self.content.len() + self.crlf.len());
        let mut from = 0;
        for &at in &self.crlf {
            out.push_str(self.content.get(from..at).unwrap_or_default());
            out.push_str("\r\n");
            from = at + 1;
        }
        out.push_str(self.content.get(from..).unwrap_or_default());
        out
    }
}

/// Converts between positions of one tool and bytes of the canonical text.
pub(crate) struct Ruler<'a> {
    index: TextIndex<'a>,
    unit: Unit,
    /// Where CRLF stands, in the unit, counted in the canonical text; empty where it counts as one.
    crlf: Vec<usize>,
}

impl<'a> Ruler<'a> {
    /// A ruler for `plain` as `convention` counts.
    pub(crate) fn new(plain: &'a Plain, convention: Convention) -> Self {
        let index = TextIndex::new(&plain.content);
        let unit = convention.unit;
        let crlf = match convention.line_ends {
            LineEnds::One => Vec::new(),
            LineEnds::Two => plain.crlf.iter().filter_map(|&at| counted(&index, unit, at)).collect(),
        };
        Ruler { index, unit, crlf }
    }

    /// The stretch that a tool means by `start` and `end`; `None` where these do not lie in the text, are in the
    /// wrong order, or cut a character.
    pub(crate) fn span(&self, start: i64, end: i64) -> Option<Span> {
        let from = self.byte(usize::try_from(start).ok()?, false)?;
        let to = self.byte(usize::try_from(end).ok()?, true)?;
        Span::new(self.index.text(), from, to).ok()
    }

    /// The stretch from a position to the end of the text.
    pub(crate) fn to_the_end(&self, start: i64) -> Option<Span> {
        let from = self.byte(usize::try_from(start).ok()?, false)?;
        Span::new(self.index.text(), from, ByteOffset(self.index.text().len())).ok()
    }

    /// The byte at a position; between the two characters of a line end, an end stands after and a start before it.
    pub(crate) fn byte(&self, position: usize, is_end: bool) -> Option<ByteOffset> {
        // The line end number i stands at `crlf[i] + i` in the file, and two further on it is past.
        let (mut low, mut high) = (0, self.crlf.len());
        while low < high {
            let middle = (low + high) / 2;
            if self.crlf[middle] + middle + 2 <= position { low = middle + 1 } else { high = middle }
        }
        let mut canonical = position - low;
        if let Some(at) = self.crlf.get(low)
            && at + low + 1 == position
        {
            canonical = at + usize::from(is_end);
        }
        match self.unit {
            Unit::CodePoints => self.index.byte_of_char(CharOffset(canonical)),
            Unit::Utf16 => self.index.byte_of_utf16(Utf16Offset(canonical)),
        }
    }

    /// The line of the canonical text that a byte stands in.
    pub(crate) fn line_of(&self, byte: ByteOffset) -> usize {
        self.index.line_of(byte)
    }

    /// The position of a byte of the canonical text.
    pub(crate) fn position(&self, byte: ByteOffset) -> Option<usize> {
        let canonical = counted(&self.index, self.unit, byte.0)?;
        Some(canonical + self.crlf.partition_point(|&at| at < canonical))
    }
}

fn counted(index: &TextIndex<'_>, unit: Unit, byte: usize) -> Option<usize> {
    match unit {
        Unit::CodePoints => index.char_of(ByteOffset(byte)).map(|at| at.0),
        Unit::Utf16 => index.utf16_of(ByteOffset(byte)).map(|at| at.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "a\r\n𝄞b\r\n\r\nc\nd\re";

    #[test]
    fn the_canonical_text_has_line_feeds_and_the_file_comes_back() {
        let plain = Plain::of(FILE);
        assert_eq!(plain.content, "a\n𝄞b\n\nc\nd\ne");
        assert_eq!(plain.file(), "a\r\n𝄞b\r\n\r\nc\nd\ne");
        assert_eq!(Plain::read(b"\xef\xbb\xbfa\0").content, "a\u{fffd}");
        assert_eq!(Plain::read(b"\xff\xfea\0\r\0\n\0").content, "a\n");
        assert!(Plain::read(b"a\xff").replaced);
    }

    #[test]
    fn each_convention_finds_the_same_words_by_its_own_numbers() {
        let plain = Plain::of(FILE);
        for (convention, numbers) in Convention::ALL.into_iter().zip([(4, 5), (3, 4), (5, 6), (4, 5)]) {
            let span = Ruler::new(&plain, convention).span(numbers.0, numbers.1).unwrap();
            assert_eq!(span.of(&plain.content), "b", "{convention}");
        }
    }

    #[test]
    fn positions_of_all_bytes_come_back() {
        let plain = Plain::of(FILE);
        for convention in Convention::ALL {
            let ruler = Ruler::new(&plain, convention);
            for (byte, _) in plain.content.char_indices() {
                let position = ruler.position(ByteOffset(byte)).unwrap();
                assert_eq!(ruler.byte(position, false), Some(ByteOffset(byte)), "{convention} {byte}");
            }
        }
    }

    #[test]
    fn a_position_inside_a_line_end_takes_the_whole_of_it() {
        let plain = Plain::of("a\r\nb");
        let ruler = Ruler::new(&plain, Convention::SPECIFIED);
        assert_eq!(ruler.span(0, 2).unwrap().of(&plain.content), "a\n");
        assert_eq!(ruler.span(2, 4).unwrap().of(&plain.content), "\nb");
    }

    #[test]
    fn positions_that_mean_nothing_give_nothing() {
        let plain = Plain::of("a𝄞");
        let utf16 = Ruler::new(&plain, Convention { unit: Unit::Utf16, line_ends: LineEnds::Two });
        assert_eq!(utf16.span(0, 2), None);
        for (start, end) in [(0, 9), (-1, 1), (1, 1), (2, 1), (i64::MAX, i64::MAX)] {
            assert_eq!(utf16.span(start, end), None);
        }
    }
}

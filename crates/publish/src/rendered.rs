//! What publishing returns.

/// A table or figure as bytes, and which of its characters had to be helped.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rendered {
    /// The files: one, or one a page for a figure in SVG or PNG.
    pub files: Vec<Vec<u8>>,
    /// Characters that no available font covers, sorted; they print as empty boxes. Always empty
    /// for formats that hold text and leave the fonts to the reader.
    pub missing_glyphs: Vec<char>,
    /// System fonts used for characters the embedded fonts lack, in the order of their use; what
    /// is printed with them may look different on another machine.
    pub fallback_fonts: Vec<String>,
}

impl Rendered {
    /// Returns one file whose fonts are the reader's concern.
    pub(crate) fn file(bytes: Vec<u8>) -> Self {
        Rendered { files: vec![bytes], ..Rendered::default() }
    }
}

//! Fonts of a Rich Text document and the characters that bytes are in them.

use std::collections::HashMap;

use encoding_rs::{Encoding, WINDOWS_1252};

use super::super::symbol;
use super::codepage;

/// Longest name of a font that is kept.
const NAME: usize = 64;

/// The fonts and the encoding of the document.
pub(super) struct Fonts {
    encoding: &'static Encoding,
    fonts: HashMap<i32, Font>,
    /// The font that words have when nothing is said.
    pub(super) default: i32,
    /// The font that the list of fonts tells of.
    defined: i32,
}

#[derive(Default)]
struct Font {
    encoding: Option<&'static Encoding>,
    is_symbol: bool,
    name: String,
}

/// Characters, and how many of them stand for something else.
pub(super) struct Characters {
    pub(super) text: String,
    /// Symbols without a known meaning.
    pub(super) unknown: usize,
    /// Whether the bytes do not fit the encoding.
    pub(super) damaged: bool,
}

impl Default for Fonts {
    fn default() -> Self {
        Fonts { encoding: WINDOWS_1252, fonts: HashMap::new(), default: 0, defined: 0 }
    }
}

impl Fonts {
    /// Sets the encoding of the document by its number; returns whether there is such a one.
    pub(super) fn set_page(&mut self, number: i32) -> bool {
        let found = codepage::by_number(number);
        self.encoding = found.unwrap_or(self.encoding);
        found.is_some()
    }

    /// Takes in a word of the list of fonts.
    pub(super) fn define(&mut self, word: &str, number: i32) {
        if word == "f" {
            self.defined = number;
            return;
        }
        let font = self.fonts.entry(self.defined).or_default();
        if word == "cpg" {
            font.encoding = codepage::by_number(number).or(font.encoding);
        } else {
            font.is_symbol = number == 2;
            font.encoding = font.encoding.or(codepage::by_charset(number));
        }
    }

    /// Takes in the name of the font that the list tells of.
    pub(super) fn name(&mut self, bytes: &[u8]) {
        let name = &mut self.fonts.entry(self.defined).or_default().name;
        let kept = String::from_utf8_lossy(bytes);
        name.extend(kept.chars().filter(|c| *c != ';').take(NAME.saturating_sub(name.len())));
    }

    /// The characters that the bytes are in a font.
    pub(super) fn decode(&self, font: i32, bytes: &[u8]) -> Characters {
        let font = self.fonts.get(&font);
        if let Some(font) = font.filter(|font| font.is_symbol) {
            let found =
                bytes.iter().map(|byte| symbol::character(font.name.trim(), 0xf000 + u32::from(*byte)));
            let found: Vec<Option<char>> = found.collect();
            return Characters {
                text: found.iter().map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect(),
                unknown: found.iter().filter(|c| c.is_none()).count(),
                damaged: false,
            };
        }
        let encoding = font.and_then(|font| font.encoding).unwrap_or(self.encoding);
        let (text, damaged) = encoding.decode_without_bom_handling(bytes);
        Characters { text: text.into_owned(), unknown: 0, damaged }
    }

    /// The meaning of a character in the private area where symbol fonts have theirs; `Err` with the character
    /// itself where it is none of them.
    pub(super) fn symbol(&self, font: i32, c: char) -> Result<Option<char>, char> {
        let code = u32::from(c);
        match self.fonts.get(&font).filter(|_| (0xf000..=0xf0ff).contains(&code)) {
            Some(font) => Ok(symbol::character(font.name.trim(), code)),
            None => Err(c),
        }
    }
}

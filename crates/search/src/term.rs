//! The terms of the index: a word folded, the language of its text, and the word in small letters where
//! folding took more from it than its capitals.
//!
//! So one look at the dictionary finds a word whatever its accents and its language, and its stem, which
//! hangs on both, can still be told.

use crate::Language;
use crate::word::{folded, is_plain, lowered};

/// Stands after the folded word in a text without a known language; the signs that follow it stand there for the
/// languages. No word holds any of them, and no letter goes before them.
const NO_LANGUAGE: u8 = 1;
/// The first sign that stands for no language.
const BEYOND: u8 = b' ';

/// A term taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Term<'t> {
    /// The word folded.
    pub(crate) folded: &'t str,
    /// The language of the texts it stands in.
    pub(crate) language: Option<Language>,
    /// The word in small letters.
    pub(crate) lowered: &'t str,
}

impl<'t> Term<'t> {
    /// Takes apart what [`push`] wrote; `None` for anything else.
    pub(crate) fn read(bytes: &'t [u8]) -> Option<Term<'t>> {
        let text = std::str::from_utf8(bytes).ok()?;
        let end = bytes.iter().position(|byte| is_end(*byte))?;
        let (folded, lowered) = (&text[..end], &text[end + 1..]);
        let lowered = if lowered.is_empty() { folded } else { lowered };
        Some(Term { folded, language: language_of(bytes[end]), lowered })
    }
}

/// Writes the term of `word` in a text whose language has `letter` behind `out`.
pub(crate) fn push(word: &str, letter: u8, out: &mut String) {
    let letter = char::from(letter);
    if word.is_ascii() {
        let start = out.len();
        out.push_str(word);
        out[start..].make_ascii_lowercase();
        out.push(letter);
        return;
    }
    let bare = folded(word);
    out.push_str(&bare);
    out.push(letter);
    if !is_plain(word) {
        let small = lowered(word);
        if small != bare {
            out.push_str(&small);
        }
    }
}

/// The least term of a folded word, and the least that is none of its terms.
pub(crate) fn range_of(folded: &str) -> (String, String) {
    (format!("{folded}{}", char::from(NO_LANGUAGE)), format!("{folded}{}", char::from(BEYOND)))
}

/// Whether a folded word ends before this byte of its term.
pub(crate) fn is_end(byte: u8) -> bool {
    (NO_LANGUAGE..BEYOND).contains(&byte)
}

/// The letter of a language.
pub(crate) fn letter(language: Option<Language>) -> u8 {
    let position = language.and_then(|language| u8::try_from(language.position() + 1).ok());
    NO_LANGUAGE + position.unwrap_or(0)
}

fn language_of(letter: u8) -> Option<Language> {
    let position = usize::from(letter).checked_sub(usize::from(NO_LANGUAGE) + 1)?;
    Language::all().nth(position)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn term(word: &str, language: Option<Language>) -> String {
        let mut out = String::new();
        push(word, letter(language), &mut out);
        out
    }

    #[test]
    fn a_term_tells_the_word_its_language_and_its_accents() {
        let german = Language::of_tag("de");
        let read =
            |term: &str| Term::read(term.as_bytes()).map(|t| (t.folded.to_string(), t.lowered.to_string()));
        assert_eq!(read(&term("Verträge", german)), Some(("vertrage".into(), "verträge".into())));
        assert_eq!(read(&term("Vertrag", german)), Some(("vertrag".into(), "vertrag".into())));
        assert_eq!(read("vertrag"), None);
        for language in Language::all().map(Some).chain([None]) {
            assert_eq!(Term::read(term("a", language).as_bytes()).map(|term| term.language), Some(language));
            assert!(is_end(letter(language)));
        }
    }

    proptest! {
        #[test]
        fn the_terms_of_a_word_stand_side_by_side(word in "[a-zäöéÅ合]{1,6}", other in "[a-zäöéÅ合]{1,6}") {
            let (from, to) = range_of(&folded(&word));
            for language in [None, Language::of_tag("sv")] {
                let term = term(&other, language);
                prop_assert_eq!((from.as_str()..to.as_str()).contains(&term.as_str()), folded(&word) == folded(&other));
            }
        }
    }
}

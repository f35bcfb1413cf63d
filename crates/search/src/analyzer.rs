//! The forms of a word: its term in the index, and the folded stem of its language.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use tantivy::tokenizer::{RawTokenizer, Stemmer, TextAnalyzer, Token, TokenStream, Tokenizer};

use crate::word::{folded, lowered};
use crate::{Language, cuts, term};

/// The analyzer that makes [`term`]s of what [`cuts::handed`] gives.
pub(crate) fn terms() -> TextAnalyzer {
    TextAnalyzer::from(Cutter { cuts: Vec::new(), token: Token::default() })
}

/// Reduces words of one language to their stems.
pub(crate) struct Stemming {
    stemmer: TextAnalyzer,
    is_swedish: bool,
}

impl Stemming {
    pub(crate) fn new(language: Language) -> Stemming {
        let stemmer = Stemmer::new(language.stemmer());
        let stemmer = TextAnalyzer::builder(RawTokenizer::default()).filter(stemmer).build();
        Stemming { stemmer, is_swedish: language.tag() == "sv" }
    }

    /// The folded stem of a word in small letters; folded, so that accents do not part what the stemmer brought
    /// together.
    pub(crate) fn stem(&mut self, lowered: &str) -> String {
        let lowered = if self.is_swedish { indefinite(lowered) } else { lowered };
        let mut stream = self.stemmer.token_stream(lowered);
        if stream.advance() { folded(&stream.token().text).into_owned() } else { String::new() }
    }
}

/// Swedish words on `-an` that are no definite forms.
const NOT_DEFINITE: [&str; 8] = ["annan", "innan", "medan", "nedan", "redan", "sedan", "sådan", "tidigan"];

/// The Swedish noun on `-a` of which a word is the definite form, such as `flicka` of `flickan`: the stemmer (Porter's
/// for Swedish, snowballstem.org) knows all other endings of such nouns.
fn indefinite(lowered: &str) -> &str {
    let without = lowered.strip_suffix("ans").or_else(|| lowered.strip_suffix("an"));
    let Some(stem) = without.filter(|_| !NOT_DEFINITE.contains(&lowered)) else { return lowered };
    let is_vowel = |c: char| "aeiouyåäö".contains(c);
    let holds = stem.chars().count() >= 3 && stem.chars().any(is_vowel) && !stem.ends_with(is_vowel);
    if holds { &lowered[..=stem.len()] } else { lowered }
}

/// Reduces words of one language to their stems, and keeps these: most words of a text are a few.
pub(crate) struct Stems {
    stemming: Stemming,
    known: HashMap<String, String>,
}

/// Words kept at most.
const REMEMBERED: usize = 50_000;

impl Stems {
    pub(crate) fn new(language: Language) -> Stems {
        Stems { stemming: Stemming::new(language), known: HashMap::new() }
    }

    /// The folded stem of `word`.
    pub(crate) fn stem(&mut self, word: &str) -> &str {
        let word = lowered(word);
        if !self.known.contains_key(word.as_ref()) {
            if self.known.len() >= REMEMBERED {
                self.known.clear();
            }
            self.known.insert(word.to_string(), self.stemming.stem(&word));
        }
        self.known.get(word.as_ref()).map_or("", String::as_str)
    }
}

/// The stems of every language, kept from question to question.
#[derive(Default)]
pub(crate) struct KeptStems(Mutex<HashMap<Language, Stems>>);

impl KeptStems {
    /// What is known; nothing as long as another question has it.
    pub(crate) fn take(&self) -> HashMap<Language, Stems> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Keeps what is known for the next question.
    pub(crate) fn put(&self, stems: HashMap<Language, Stems>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = stems;
    }
}

/// Takes words where they were cut.
#[derive(Clone)]
struct Cutter {
    // Kept from text to text, to be filled without a new allocation.
    cuts: Vec<(usize, usize)>,
    token: Token,
}

impl Tokenizer for Cutter {
    type TokenStream<'a> = Words<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Words<'a> {
        let (letter, signs, text) = cuts::taken(text).unwrap_or_default();
        cuts::bytes_of(signs, text, &mut self.cuts);
        Words { text, letter, cuts: &self.cuts, next: 0, token: &mut self.token }
    }
}

struct Words<'a> {
    text: &'a str,
    /// The letter of the text's language.
    letter: u8,
    cuts: &'a [(usize, usize)],
    next: usize,
    token: &'a mut Token,
}

impl TokenStream for Words<'_> {
    fn advance(&mut self) -> bool {
        let Some(&(start, end)) = self.cuts.get(self.next) else { return false };
        self.token.offset_from = start;
        self.token.offset_to = end;
        self.token.position = self.next;
        self.token.position_length = 1;
        self.token.text.clear();
        term::push(&self.text[start..end], self.letter, &mut self.token.text);
        self.next += 1;
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems_meet_across_inflection_and_accents() {
        for (tag, a, b) in [
            ("en", "penalties", "Penalty"),
            ("sv", "kunderna", "kunder"),
            ("sv", "flickan", "flickorna"),
            ("sv", "frågans", "fråga"),
            ("sv", "skolan", "skolor"),
            ("de", "Verträge", "Vertrag"),
            ("es", "contratación", "contrataciones"),
            ("fi", "asiakkaan", "asiakkaat"),
        ] {
            let mut stems = Stems::new(Language::of_tag(tag).unwrap());
            assert_eq!(stems.stem(a).to_string(), stems.stem(b), "{tag}");
        }
    }

    #[test]
    fn swedish_words_that_only_end_like_definite_forms_stay() {
        let mut stems = Stems::new(Language::of_tag("sv").unwrap());
        for word in ["redan", "sedan", "sådan", "plan", "utan", "man", "van"] {
            assert_eq!(indefinite(word), word);
        }
        assert_ne!(stems.stem("sedan").to_string(), stems.stem("seda"));
    }
}

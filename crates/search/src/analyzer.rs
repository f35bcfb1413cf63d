//! The forms of a word in the index: folded as it stands, and the folded stem of its language.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use tantivy::tokenizer::{RawTokenizer, Stemmer, TextAnalyzer, Token, TokenStream, Tokenizer};

use crate::Language;
use crate::word::{folded, lowered, words};

/// The analyzer of words as they stand.
pub(crate) fn exact() -> TextAnalyzer {
    TextAnalyzer::from(Cutter { form: Form::Folded, cuts: Vec::new(), token: Token::default() })
}

/// The analyzer of stems.
pub(crate) fn stemmed(language: Language) -> TextAnalyzer {
    let cutter = Cutter { form: Form::Lowered, cuts: Vec::new(), token: Token::default() };
    TextAnalyzer::from(StemCutter { cutter, stems: KnownStems::new(language) })
}

/// Reduces words of one language to the form they have in the index.
pub(crate) struct Stems(KnownStems);

impl Stems {
    pub(crate) fn new(language: Language) -> Stems {
        Stems(KnownStems::new(language))
    }

    /// The folded stem of `word`.
    pub(crate) fn stem(&mut self, word: &str) -> &str {
        self.0.stem(&lowered(word))
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

#[derive(Clone, Copy)]
enum Form {
    Folded,
    Lowered,
}

/// Cuts a text into words.
#[derive(Clone)]
struct Cutter {
    form: Form,
    // Kept from text to text, to be filled without a new allocation.
    cuts: Vec<(usize, usize)>,
    token: Token,
}

impl Tokenizer for Cutter {
    type TokenStream<'a> = Cuts<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Cuts<'a> {
        words(text, &mut self.cuts);
        Cuts { text, form: self.form, cuts: &self.cuts, next: 0, token: &mut self.token }
    }
}

struct Cuts<'a> {
    text: &'a str,
    form: Form,
    cuts: &'a [(usize, usize)],
    next: usize,
    token: &'a mut Token,
}

impl TokenStream for Cuts<'_> {
    fn advance(&mut self) -> bool {
        let Some(&(start, end)) = self.cuts.get(self.next) else { return false };
        let word = &self.text[start..end];
        self.token.offset_from = start;
        self.token.offset_to = end;
        self.token.position = self.next;
        self.token.position_length = 1;
        self.token.text.clear();
        let form = match self.form {
            Form::Folded => folded(word),
            Form::Lowered => lowered(word),
        };
        self.token.text.push_str(&form);
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

/// Cuts a text into words and reduces them to stems.
#[derive(Clone)]
struct StemCutter {
    cutter: Cutter,
    stems: KnownStems,
}

/// Words whose stems are known already: most words of a text are a few.
#[derive(Clone)]
struct KnownStems {
    /// Stems one word.
    one: TextAnalyzer,
    known: HashMap<String, String>,
}

/// Words kept at most.
const REMEMBERED: usize = 50_000;

impl KnownStems {
    fn new(language: Language) -> KnownStems {
        let one = TextAnalyzer::builder(RawTokenizer::default()).filter(Stemmer::new(language.stemmer()));
        KnownStems { one: one.build(), known: HashMap::new() }
    }

    /// The folded stem of a word in small letters; folded, so that accents do not part what the stemmer brought
    /// together.
    fn stem(&mut self, word: &str) -> &str {
        if !self.known.contains_key(word) {
            let mut stream = self.one.token_stream(word);
            let stem =
                if stream.advance() { folded(&stream.token().text).into_owned() } else { String::new() };
            drop(stream);
            if self.known.len() >= REMEMBERED {
                self.known.clear();
            }
            self.known.insert(word.to_string(), stem);
        }
        self.known.get(word).map_or("", String::as_str)
    }
}

impl Tokenizer for StemCutter {
    type TokenStream<'a> = Stemmed<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stemmed<'a> {
        Stemmed { words: self.cutter.token_stream(text), stems: &mut self.stems }
    }
}

struct Stemmed<'a> {
    words: Cuts<'a>,
    stems: &'a mut KnownStems,
}

impl TokenStream for Stemmed<'_> {
    fn advance(&mut self) -> bool {
        if !self.words.advance() {
            return false;
        }
        let token = self.words.token_mut();
        let stem = self.stems.stem(&token.text);
        if token.text != stem {
            token.text.clear();
            token.text.push_str(stem);
        }
        true
    }

    fn token(&self) -> &Token {
        self.words.token()
    }

    fn token_mut(&mut self) -> &mut Token {
        self.words.token_mut()
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
            ("de", "Verträge", "Vertrag"),
            ("es", "contratación", "contrataciones"),
            ("fi", "asiakkaan", "asiakkaat"),
        ] {
            let mut stems = Stems::new(Language::of_tag(tag).unwrap());
            assert_eq!(stems.stem(a).to_string(), stems.stem(b), "{tag}");
        }
    }
}

//! The forms of a word in the index: folded as it stands, and the folded stem of its language.

use tantivy::tokenizer::{Stemmer, TextAnalyzer, Token, TokenFilter, TokenStream, Tokenizer};

use crate::Language;
use crate::word::{folded, lowered, words};

/// The analyzer of words as they stand.
pub(crate) fn exact() -> TextAnalyzer {
    TextAnalyzer::from(Cutter { form: Form::Folded, cuts: Vec::new(), token: Token::default() })
}

/// The analyzer that leaves out the words of a list, which is in small letters with accents.
pub(crate) fn without(list: impl TokenFilter) -> TextAnalyzer {
    let cutter = Cutter { form: Form::Lowered, cuts: Vec::new(), token: Token::default() };
    TextAnalyzer::builder(cutter).filter(list).build()
}

/// The analyzer of stems.
pub(crate) fn stemmed(language: Language) -> TextAnalyzer {
    let cutter = Cutter { form: Form::Lowered, cuts: Vec::new(), token: Token::default() };
    TextAnalyzer::builder(cutter).filter(Stemmer::new(language.stemmer())).filter(Fold).build()
}

/// Reduces words of one language to the form they have in the index.
pub(crate) struct Stems(TextAnalyzer);

impl Stems {
    pub(crate) fn new(language: Language) -> Stems {
        Stems(stemmed(language))
    }

    /// The folded stem of `word`.
    pub(crate) fn stem(&mut self, word: &str) -> String {
        let mut stream = self.0.token_stream(word);
        if stream.advance() { stream.token().text.clone() } else { String::new() }
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

/// Folds stems, so that accents do not part what the stemmer brought together.
#[derive(Clone)]
struct Fold;

impl TokenFilter for Fold {
    type Tokenizer<T: Tokenizer> = Folding<T>;

    fn transform<T: Tokenizer>(self, tokenizer: T) -> Folding<T> {
        Folding(tokenizer)
    }
}

#[derive(Clone)]
struct Folding<T>(T);

impl<T: Tokenizer> Tokenizer for Folding<T> {
    type TokenStream<'a> = FoldedStream<T::TokenStream<'a>>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Self::TokenStream<'a> {
        FoldedStream(self.0.token_stream(text))
    }
}

struct FoldedStream<T>(T);

impl<T: TokenStream> TokenStream for FoldedStream<T> {
    fn advance(&mut self) -> bool {
        if !self.0.advance() {
            return false;
        }
        let token = self.0.token_mut();
        if !token.text.is_ascii() {
            token.text = folded(&token.text).into_owned();
        }
        true
    }

    fn token(&self) -> &Token {
        self.0.token()
    }

    fn token_mut(&mut self) -> &mut Token {
        self.0.token_mut()
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
            assert_eq!(stems.stem(a), stems.stem(b), "{tag}");
        }
    }
}

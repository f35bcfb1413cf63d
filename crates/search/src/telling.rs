//! The words that tell some texts from all others.

use std::collections::{BTreeMap, BTreeSet};

use tantivy::TERMINATED;

use crate::analyzer::Stems;
use crate::arrangement::Arrangement;
use crate::cursor::Cursor;
use crate::frequency::WordCounter;
use crate::query::{Form, Word, Wording};
use crate::{Index, IndexError, Language, SearchError};

/// A word that tells some texts from others.
#[derive(Clone, Debug, PartialEq)]
pub struct TellingWord {
    /// The word as it stands in most of them, folded.
    pub word: String,
    /// In how many of the texts it stands, in any inflection.
    pub texts: u64,
    /// In how many passages of the corpus it stands, in any inflection.
    pub passages: u64,
    /// How telling it is: texts times the logarithm of all passages over those it stands in (tf-idf, Spärck
    /// Jones 1972).
    pub weight: f64,
}

impl Index {
    /// The `n` words that best tell `texts` from the rest of the corpus, the most telling first. Stop words
    /// and single letters are no such words; inflections of a word count as one.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn telling_words(
        &self,
        texts: &[(&str, Option<Language>)],
        languages: &[Option<Language>],
        n: usize,
    ) -> Result<Vec<TellingWord>, SearchError> {
        let known: BTreeSet<Language> = languages.iter().copied().flatten().collect();
        let known: Vec<Language> = known.into_iter().collect();
        // By language and stem: the word most often written so, and the texts it stands in.
        let mut words: BTreeMap<(Option<Language>, String), BTreeMap<String, u64>> = BTreeMap::new();
        for &language in &texts.iter().map(|(_, language)| *language).collect::<BTreeSet<_>>() {
            let mut stems = language.map(Stems::new);
            for (text, _) in texts.iter().filter(|(_, of)| *of == language) {
                let mut counter = WordCounter::new(1, 1, false);
                counter.add(text, language, &[0]);
                let mut seen = BTreeSet::new();
                for count in counter.counts() {
                    let stem = stems
                        .as_mut()
                        .map_or_else(|| count.words.clone(), |stems| stems.stem(&count.words).to_string());
                    if is_a_word(&count.words) && seen.insert(stem.clone()) {
                        *words.entry((language, stem)).or_default().entry(count.words).or_default() += 1;
                    }
                }
            }
        }
        let all = self.passages().max(1);
        let mut telling = Vec::new();
        for forms in words.into_values() {
            let texts = forms.values().sum();
            let Some(word) = forms.into_iter().max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(&a.0)))
            else {
                continue;
            };
            let asked = Wording::Word(Word { text: word.0.clone(), form: Form::Any });
            let arrangement = Arrangement::of(&asked, &self.view, &known)?;
            let passages = self.passages_with(&arrangement)?;
            #[allow(clippy::cast_precision_loss, reason = "counts of passages")]
            let weight = texts as f64 * (1.0 + all as f64 / passages.max(1) as f64).ln();
            telling.push(TellingWord { word: word.0, texts, passages, weight });
        }
        telling.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| a.word.cmp(&b.word)));
        telling.truncate(n);
        Ok(telling)
    }
}

impl Index {
    /// Number of passages in which the words stand.
    fn passages_with(&self, arrangement: &Arrangement) -> Result<u64, IndexError> {
        let mut n = 0;
        for piece in self.view.pieces() {
            let mut cursor = Cursor::new(arrangement, piece, false)?;
            while cursor.doc() != TERMINATED {
                let is_live =
                    !self.view.has_dead() || self.view.live().contains((piece.base + cursor.doc()) as usize);
                n += u64::from(is_live);
                cursor.advance();
            }
        }
        Ok(n)
    }
}

/// Single letters and numbers tell nothing; single characters of unspaced scripts are words.
fn is_a_word(word: &str) -> bool {
    let long = word.chars().count() > 1 || !word.is_ascii();
    long && word.chars().any(char::is_alphabetic)
}

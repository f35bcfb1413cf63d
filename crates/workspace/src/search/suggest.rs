//! Passages like those of a code: found by the words that tell the code's quotations from the rest, which
//! are shown.

use serde::Serialize;
use themata_model::bytes_of_chars;
use themata_search::query::{Form, Query, Word, Wording};
use themata_search::{Among, Ask, Filter, Scope, TellingWord};

use super::present::{self, FoundHit};
use super::request::{SearchRequest, SearchUnit, explained};
use super::scope::StudyScope;
use super::{Searching, part};
use crate::WorkspaceError;
use crate::verbs::look;

/// How many words are looked for.
const WORDS: usize = 25;

/// Passages that are like the quotations of a code.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Suggested {
    /// The code's name with its marker.
    pub code: String,
    /// How many quotations it was learnt from.
    pub quotations: usize,
    /// The words that were looked for, the most telling first.
    pub words: Vec<SuggestedWord>,
    /// How many passages hold any of them.
    pub total: usize,
    /// Those that fit best.
    pub hits: Vec<FoundHit>,
}

/// A word by which passages are suggested.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SuggestedWord {
    /// The word.
    pub word: String,
    /// In how many of the code's quotations it stands.
    pub quotations: u64,
    /// In how many passages of the study it stands.
    pub passages: u64,
    /// How telling it is.
    pub weight: f64,
}

impl From<TellingWord> for SuggestedWord {
    fn from(word: TellingWord) -> SuggestedWord {
        SuggestedWord {
            word: word.word,
            quotations: word.texts,
            passages: word.passages,
            weight: word.weight,
        }
    }
}

impl Searching<'_> {
    /// Ranks passages that nobody has coded (with `coded`: that are not coded with this code) by their
    /// likeness to the quotations of `code` and of the codes below it.
    ///
    /// # Errors
    /// When there is no such code, it has no quotation, or something cannot be read.
    pub fn suggest(
        &self,
        code: &str,
        coded: bool,
        request: &SearchRequest,
    ) -> Result<Suggested, WorkspaceError> {
        let state = self.current()?;
        let scope = StudyScope::new(self.store, &state);
        let named = look::code(&state.outline.codebook, code)?;
        let of_code = Filter::option("code", vec![named.key.to_string()]);
        let wrong = |error| explained(themata_search::SearchError::Query(error), "");
        let quotations = scope.quotations(&[&of_code], Among::All).map_err(wrong)?;
        if quotations.is_empty() {
            return Err(WorkspaceError::refused(format!(
                "{} has no quotation to learn from",
                named.marked_name()
            ))
            .hint("code a few passages with it first"));
        }
        let mut texts = Vec::with_capacity(quotations.len());
        for quotation in quotations.iter() {
            let text = state.text(self.store, quotation.text)?;
            let bytes = bytes_of_chars(&text, quotation.start, quotation.end);
            texts.push((text[bytes].to_string(), state.languages[quotation.text as usize]));
        }
        let texts: Vec<(&str, _)> = texts.iter().map(|(text, language)| (text.as_str(), *language)).collect();
        let words = state.index.telling_words(&texts, &state.languages, WORDS);
        let words = words.map_err(|error| explained(error, ""))?;
        let any = |word: &TellingWord| {
            Query::Words(Wording::Word(Word { text: word.word.clone(), form: Form::Any }))
        };
        let free = match coded {
            true => Query::Not(Box::new(part(of_code))),
            false => part(Filter::option("coded", vec!["none".into()])),
        };
        let interviewer = Query::Not(Box::new(part(Filter::option("role", vec!["interviewer".into()]))));
        let query = Query::All(vec![Query::Any(words.iter().map(any).collect()), free, interviewer]);
        let unit = SearchUnit::Passage;
        let request = SearchRequest { unit, ..request.clone() };
        let ask = Ask {
            query: &query,
            unit: unit.into(),
            order: request.order.into(),
            limit: request.limit,
            offset: request.offset,
        };
        let answer =
            state.index.search(&scope, &state.languages, &ask).map_err(|error| explained(error, ""))?;
        let found = present::found(&scope, &state, &request, &answer)?;
        Ok(Suggested {
            code: named.marked_name(),
            quotations: quotations.len(),
            words: words.into_iter().map(SuggestedWord::from).collect(),
            total: found.total,
            hits: found.hits,
        })
    }
}

//! A search without an index: every passage is cut into words and looked through.

use std::collections::BTreeSet;
use std::sync::Arc;

use tantivy::tokenizer::{Language as Stem, RawTokenizer, Stemmer, TextAnalyzer};
use themata_search::query::{Filter, Form, Query, QueryError, Wording};
use themata_search::{Among, Chosen, IndexedText, Language, Passage, Place, Quotation, Scope, TextKey, Unit};
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

/// A corpus: texts of paragraphs, each spoken by a speaker in a turn, and codings.
#[derive(Clone, Debug)]
pub(crate) struct Corpus {
    pub(crate) texts: Vec<IndexedText>,
    pub(crate) quotations: Vec<Quotation>,
}

/// One paragraph: speaker, whether a new turn begins, words.
pub(crate) type Said = (u32, bool, String);

impl Corpus {
    pub(crate) fn new(texts: &[Vec<Said>], language: Option<Language>) -> Corpus {
        let text = |(number, said): (usize, &Vec<Said>)| {
            let mut content = String::new();
            let mut passages = Vec::new();
            let mut turn = 0;
            for (i, (speaker, begins, words)) in said.iter().enumerate() {
                let words = words.trim();
                if words.is_empty() {
                    continue;
                }
                turn += u32::from(i > 0 && *begins);
                let from = content.len();
                let start = chars(&content);
                content.push_str(words);
                let span = themata_model::Span::new(
                    &content,
                    themata_model::ByteOffset(from),
                    themata_model::ByteOffset(content.len()),
                )
                .unwrap();
                passages.push(Passage {
                    span,
                    start,
                    end: chars(&content),
                    turn: Some(turn),
                    speaker: Some(*speaker),
                });
                content.push_str("\n\n");
            }
            let key = TextKey { version: format!("text {number} {content}").replace('\n', " "), language };
            IndexedText { key, language, content, passages }
        };
        Corpus { texts: texts.iter().enumerate().map(text).collect(), quotations: Vec::new() }
    }

    pub(crate) fn keys(&self) -> Vec<TextKey> {
        self.texts.iter().map(|text| text.key.clone()).collect()
    }

    pub(crate) fn languages(&self) -> Vec<Option<Language>> {
        self.texts.iter().map(|text| text.language).collect()
    }

    /// Where the words and expressions of `query` stand in a unit, but for those that must be absent.
    pub(crate) fn marks(&self, query: &Query, place: &Place) -> BTreeSet<(u32, u32)> {
        let text = &self.texts[place.text as usize];
        let bounds = place.quotation.map(|_| (place.start, place.end));
        let inside = |p: &&Passage| p.start < place.end && place.start < p.end;
        let passages: Vec<Passage> = text.passages.iter().filter(inside).copied().collect();
        let mut found = BTreeSet::new();
        match query {
            Query::All(parts) | Query::Any(parts) => {
                parts.iter().for_each(|part| found.extend(self.marks(part, place)));
            }
            Query::Words(wording) => found = self.stretches(wording, text, &passages, bounds),
            Query::Pattern(pattern) => {
                let regex = regex::Regex::new(&pattern.text).unwrap();
                let whole = [(place.start, place.end)];
                let of_passages: Vec<(u32, u32)> = passages.iter().map(|p| (p.start, p.end)).collect();
                for &(start, end) in if bounds.is_some() { &whole[..] } else { &of_passages[..] } {
                    let words = slice(&text.content, start, end);
                    let at = |byte: usize| start + chars(&words[..byte]);
                    found.extend(regex.find_iter(&words).map(|m| (at(m.start()), at(m.end()))));
                }
                found.retain(|(from, to)| from < to);
            }
            Query::Not(_) | Query::Filter(_) | Query::Relation(_) => {}
        }
        found
    }

    /// What `query` selects, by looking at everything.
    pub(crate) fn search(&self, query: &Query, unit: Unit) -> Vec<(u32, u32, u32, Option<i64>)> {
        let mut found = Vec::new();
        match unit {
            Unit::Quotation => {
                for quotation in &self.quotations {
                    let text = &self.texts[quotation.text as usize];
                    let bounds = (quotation.start, quotation.end);
                    let inside: Vec<Passage> = text
                        .passages
                        .iter()
                        .filter(|p| p.start < bounds.1 && bounds.0 < p.end)
                        .copied()
                        .collect();
                    let of_filter = |filter: &Filter| filter.values.contains(&(quotation.id % 3).to_string());
                    if self.holds(query, text, &inside, Some(bounds), &of_filter) {
                        found.push((quotation.text, quotation.start, quotation.end, Some(quotation.id)));
                    }
                }
            }
            _ => {
                for (number, text) in (0u32..).zip(&self.texts) {
                    let mut from = 0;
                    while from < text.passages.len() {
                        let to = match unit {
                            Unit::Turn => {
                                from + text.passages[from..]
                                    .iter()
                                    .take_while(|p| p.turn == text.passages[from].turn)
                                    .count()
                            }
                            _ => from + 1,
                        };
                        let inside = &text.passages[from..to];
                        let touched = |filter: &Filter| {
                            self.quotations.iter().any(|q| {
                                q.text == number
                                    && filter.values.contains(&(q.id % 3).to_string())
                                    && inside.iter().any(|p| p.start < q.end && q.start < p.end)
                            })
                        };
                        if self.holds(query, text, inside, None, &touched) {
                            found.push((number, inside[0].start, inside[inside.len() - 1].end, None));
                        }
                        from = to;
                    }
                }
            }
        }
        found
    }
}

pub(crate) fn placed(places: Vec<Place>) -> Vec<(u32, u32, u32, Option<i64>)> {
    places.into_iter().map(|place| (place.text, place.start, place.end, place.quotation)).collect()
}

impl Scope for Corpus {
    fn text(&self, text: u32) -> Result<Arc<str>, String> {
        Ok(Arc::from(self.texts[text as usize].content.as_str()))
    }

    fn is_code(&self, word: &str) -> bool {
        ["0", "1", "2"].contains(&word)
    }

    fn keeps_codings(&self) -> bool {
        false
    }

    fn passages(&self, filter: &Filter, among: Among<'_>) -> Result<Chosen, QueryError> {
        Ok(Chosen::Touching(self.quotations(&[filter], among)?))
    }

    fn quotations(&self, filters: &[&Filter], among: Among<'_>) -> Result<Arc<[Quotation]>, QueryError> {
        let is = |q: &&Quotation| {
            filters.iter().all(|filter| filter.values.contains(&(q.id % 3).to_string()))
                && match among {
                    Among::All => true,
                    Among::Near(stretches) => stretches
                        .iter()
                        .any(|(text, start, end)| *text == q.text && q.start < *end && *start < q.end),
                    Among::These(these) => these.contains(q),
                }
        };
        Ok(self.quotations.iter().filter(is).copied().collect())
    }
}

impl Corpus {
    fn holds(
        &self,
        query: &Query,
        text: &IndexedText,
        passages: &[Passage],
        bounds: Option<(u32, u32)>,
        filter: &dyn Fn(&Filter) -> bool,
    ) -> bool {
        let holds = |part: &Query| self.holds(part, text, passages, bounds, filter);
        match query {
            Query::All(parts) => parts.iter().all(holds),
            Query::Any(parts) => parts.iter().any(holds),
            Query::Not(part) => !holds(part),
            Query::Filter(of) => filter(of),
            Query::Pattern(pattern) => {
                let regex = regex::RegexBuilder::new(&pattern.text)
                    .case_insensitive(pattern.ignore_case)
                    .build()
                    .unwrap();
                match bounds {
                    Some((start, end)) => regex.is_match(&slice(&text.content, start, end)),
                    None => passages.iter().any(|p| regex.is_match(p.span.of(&text.content))),
                }
            }
            Query::Words(wording) => !self.stretches(wording, text, passages, bounds).is_empty(),
            Query::Relation(_) => unreachable!("relations have tests of their own"),
        }
    }

    /// Where an arrangement stands in passages and inside `bounds`, in code points of the text.
    fn stretches(
        &self,
        wording: &Wording,
        text: &IndexedText,
        passages: &[Passage],
        bounds: Option<(u32, u32)>,
    ) -> BTreeSet<(u32, u32)> {
        let mut found = BTreeSet::new();
        for passage in passages {
            let words = cut(passage.span.of(&text.content), text.language);
            for (from, to) in places(wording, &words, &|word| self.stems(word, text.language)) {
                let (first, last) = (passage.start + words.at[from].0, passage.start + words.at[to - 1].1);
                if bounds.is_none_or(|(start, end)| start <= first && last <= end) {
                    found.insert((first, last));
                }
            }
        }
        found
    }

    /// The stems of a word in a language: its own, and those of the word as the texts spell it.
    fn stems(&self, word: &str, language: Option<Language>) -> BTreeSet<String> {
        let Some(language) = language else { return BTreeSet::new() };
        let texts = self.texts.iter().filter(|text| text.language == Some(language));
        let spelt =
            texts.flat_map(|text| text.content.unicode_words()).filter(|other| folded(other) == folded(word));
        spelt.chain([word]).map(|word| stem(word, language)).collect()
    }
}

/// A passage cut into words.
struct Cut {
    folded: Vec<String>,
    /// Folded stems, where the text has a language.
    stems: Option<Vec<String>>,
    /// Code points of each word.
    at: Vec<(u32, u32)>,
}

fn cut(text: &str, language: Option<Language>) -> Cut {
    let words: Vec<(usize, &str)> = text.unicode_word_indices().collect();
    let start = |at: usize| chars(&text[..at]);
    Cut {
        folded: words.iter().map(|(_, word)| folded(word)).collect(),
        stems: language.map(|language| words.iter().map(|(_, word)| stem(word, language)).collect()),
        at: words.iter().map(|(at, word)| (start(*at), start(*at) + chars(word))).collect(),
    }
}

fn folded(word: &str) -> String {
    let accent = |c: &char| ('\u{300}'..='\u{36f}').contains(c) || *c == '\u{ad}';
    let word: String = word.nfkd().filter(|c| !accent(c)).flat_map(char::to_lowercase).nfc().collect();
    word.replace('ß', "ss").replace('’', "'")
}

/// What the stemmer of the language makes of a word without invisible signs and ligatures.
fn stem(word: &str, language: Language) -> String {
    let word: String = word.nfkc().filter(|c| *c != '\u{ad}').flat_map(char::to_lowercase).collect();
    let of = match language.tag() {
        "de" => Stem::German,
        "sv" => Stem::Swedish,
        "fi" => Stem::Finnish,
        _ => Stem::English,
    };
    let mut stemmer = TextAnalyzer::builder(RawTokenizer::default()).filter(Stemmer::new(of)).build();
    let word = word.replace('’', "'");
    let mut stream = stemmer.token_stream(&word);
    assert!(stream.advance());
    folded(&stream.token().text)
}

/// All places of an arrangement, as first word and the one after the last.
fn places(wording: &Wording, words: &Cut, stems: &dyn Fn(&str) -> BTreeSet<String>) -> Vec<(usize, usize)> {
    let places = |wording: &Wording| places(wording, words, stems);
    match wording {
        Wording::Word(word) => {
            let wanted = folded(&word.text);
            let alike = stems(&word.text);
            let is = |i: usize| {
                let w = &words.folded[i];
                match word.form {
                    Form::Prefix => w.starts_with(&wanted),
                    Form::Fuzzy(n) => distance(w, &wanted) <= usize::from(n),
                    Form::Exact => *w == wanted,
                    Form::Any => {
                        *w == wanted || words.stems.as_ref().is_some_and(|stems| alike.contains(&stems[i]))
                    }
                }
            };
            (0..words.folded.len()).filter(|&i| is(i)).map(|i| (i, i + 1)).collect()
        }
        Wording::Either(parts) => parts.iter().flat_map(places).collect(),
        Wording::Sequence { parts, between } => {
            let mut chains: Vec<((usize, usize), u32)> =
                places(&parts[0]).into_iter().map(|p| (p, 0)).collect();
            for part in &parts[1..] {
                let next = places(part);
                chains = chains
                    .iter()
                    .flat_map(|&((from, to), gap)| {
                        next.iter()
                            .filter(move |p| p.0 >= to)
                            .map(move |p| ((from, p.1), gap + (p.0 - to) as u32))
                    })
                    .filter(|(_, gap)| gap <= between)
                    .collect();
            }
            chains.into_iter().map(|(place, _)| place).collect()
        }
        Wording::Near { pair, between } => {
            let (left, right) = (places(&pair.0), places(&pair.1));
            let mut found = Vec::new();
            for &a in &left {
                for &b in &right {
                    let apart = if a.1 <= b.0 {
                        Some(b.0 - a.1)
                    } else if b.1 <= a.0 {
                        Some(a.0 - b.1)
                    } else {
                        None
                    };
                    if apart.is_some_and(|gap| gap <= *between as usize) {
                        found.push((a.0.min(b.0), a.1.max(b.1)));
                    }
                }
            }
            found
        }
    }
}

/// Optimal string alignment: letters put in, left out, changed, and neighbours swapped.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut d = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            d[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let same = usize::from(a[i - 1] != b[j - 1]);
                let mut best = (d[i - 1][j] + 1).min(d[i][j - 1] + 1).min(d[i - 1][j - 1] + same);
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    best = best.min(d[i - 2][j - 2] + 1);
                }
                best
            }
        }
    }
    d[a.len()][b.len()]
}

fn slice(text: &str, start: u32, end: u32) -> String {
    text.chars().skip(start as usize).take((end - start) as usize).collect()
}

pub(crate) fn chars(text: &str) -> u32 {
    u32::try_from(text.chars().count()).unwrap()
}

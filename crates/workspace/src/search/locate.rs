//! Where quotations that were printed elsewhere stand in the texts of a study.
//!
//! The index says which texts may hold a quotation, by its most telling words; where it stands in them is
//! decided by the same rules by which codings find their place ([`Finder`]). Nothing is guessed: what is
//! merely similar is said to be so, and all places are told where there are several.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Serialize;
use themata_ingest::read_sheet;
use themata_model::TextIndex;
use themata_model::anchor::{Finder, Fold, Misplaced, Placed};
use themata_search::query::{Form, Query, Word, Wording};
use themata_search::{Ask, Order, Unit};

use super::Searching;
use crate::WorkspaceError;

/// Words by which the texts are found.
const WORDS: usize = 14;
/// Passages that are looked at for the texts they stand in.
const PASSAGES: usize = 40;
/// Texts in which a quotation is looked for.
const TEXTS: usize = 12;
/// Characters of a quotation by which its texts are found.
const LONGEST: usize = 2_000;
/// Places that are told of one quotation.
const PLACES: usize = 5;
/// How much less similar than the best a place may be to count as its rival.
const RIVAL: f64 = 0.1;

/// A quotation and where it stands.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LocatedQuotation {
    /// Its number in the list, from 1.
    pub number: usize,
    /// The words, as they were given.
    pub quotation: String,
    /// How it was found: `same` (sign by sign), `typography` (set otherwise), `cut` (with cuts or insertions
    /// that are marked), `edited` (similar only), or `none`.
    pub found: &'static str,
    /// Where it stands; several when it cannot be told which is meant, the most similar first, and no more than five.
    pub places: Vec<LocatedPlace>,
    /// How many places more there are.
    pub further: usize,
}

/// A place of a quotation.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LocatedPlace {
    /// Key of the source.
    pub source: String,
    /// Line (1-based) it begins in.
    pub line: usize,
    /// First code point.
    pub start: usize,
    /// The code point after the last.
    pub end: usize,
    /// Likeness, 0 to 1: one minus the edit distance over the length of the longer; 1 unless it is edited.
    pub score: f64,
    /// The words that stand there.
    pub text: String,
}

/// How a quotation agrees with a text, the best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum How {
    Same,
    Typography,
    Cut,
    Edited,
}

impl How {
    fn as_str(self) -> &'static str {
        match self {
            How::Same => "same",
            How::Typography => "typography",
            How::Cut => "cut",
            How::Edited => "edited",
        }
    }
}

/// Endings of tables; any other file has a quotation a line.
const TABLES: [&str; 3] = ["csv", "xlsx", "ods"];

/// Reads a list of quotations: of a table the column `quotation`, `quote` or `text`, else the first; of any
/// other file one a line.
///
/// # Errors
/// When the file cannot be read, or holds no quotation.
pub fn quotations_in(path: &Path) -> Result<Vec<String>, WorkspaceError> {
    let shown = path.display();
    let cannot =
        |error: &dyn std::fmt::Display| WorkspaceError::refused(format!("`{shown}` cannot be read: {error}"));
    let bytes = std::fs::read(path).map_err(|error| cannot(&error))?;
    let is_table = path.extension().is_some_and(|e| TABLES.iter().any(|table| e.eq_ignore_ascii_case(table)));
    let mut quotations: Vec<String> = Vec::new();
    if is_table {
        let sheet = read_sheet(&shown.to_string(), &bytes).map_err(|error| cannot(&error))?;
        let named =
            |name: &str| sheet.head.iter().position(|column| column.trim().eq_ignore_ascii_case(name));
        let column = ["quotation", "quote", "text"].into_iter().find_map(named).unwrap_or(0);
        quotations.extend(sheet.rows.into_iter().filter_map(|(_, mut row)| row.drain(..).nth(column)));
    } else {
        let text = String::from_utf8(bytes).map_err(|_| cannot(&"it is not UTF-8"))?;
        quotations.extend(text.trim_start_matches('\u{feff}').lines().map(str::to_string));
    }
    quotations.retain(|quotation| !quotation.trim().is_empty());
    if quotations.is_empty() {
        return Err(WorkspaceError::refused(format!("`{shown}` holds no quotation"))
            .hint("a table (CSV, Excel, OpenDocument) has a column `quotation`; any other file has one quotation a line"));
    }
    Ok(quotations)
}

impl Searching<'_> {
    /// Where each of `quotations` stands.
    ///
    /// # Errors
    /// When something cannot be read.
    pub fn locate(&self, quotations: &[String]) -> Result<Vec<LocatedQuotation>, WorkspaceError> {
        // Text by text, so that each is folded once.
        let mut by_text: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for (at, quotation) in quotations.iter().enumerate() {
            for text in self.texts_like(quotation)? {
                by_text.entry(text).or_default().push(at);
            }
        }
        let state = self.current()?;
        let mut found: Vec<Vec<(How, LocatedPlace)>> = vec![Vec::new(); quotations.len()];
        for (number, wanted) in by_text {
            let text = state.text(self.store, number)?;
            let (finder, index) = (Finder::new(&text), TextIndex::new(&text));
            for at in wanted {
                let place = |how: How, span: themata_model::Span, score: f64| {
                    let (start, end) = index.chars_of_span(span)?;
                    let source = state.key_of(number).into_owned();
                    let (line, text) = (index.line_of(span.start()), span.of(&text).to_string());
                    Some((how, LocatedPlace { source, line, start: start.0, end: end.0, score, text }))
                };
                let places: Vec<_> = match finder.place(&quotations[at], None) {
                    Ok(Placed::Whole { span, fold: Fold::Exact }) => {
                        place(How::Same, span, 1.0).into_iter().collect()
                    }
                    Ok(Placed::Whole { span, .. }) => place(How::Typography, span, 1.0).into_iter().collect(),
                    Ok(placed) => {
                        placed.hull().and_then(|hull| place(How::Cut, hull, 1.0)).into_iter().collect()
                    }
                    Err(Misplaced::Ambiguous { candidates }) => {
                        let how = |words: &str| match words == quotations[at].trim() {
                            true => How::Same,
                            false if finder.occurrences(&quotations[at]).is_empty() => How::Cut,
                            false => How::Typography,
                        };
                        candidates
                            .into_iter()
                            .filter_map(|span| place(how(span.of(&text)), span, 1.0))
                            .collect()
                    }
                    Err(Misplaced::Absent { nearest }) => {
                        // Of a quotation with marks only a piece was compared; the whole tells more.
                        let bare = without_marks(&quotations[at]);
                        let nearest = match finder.place(&bare, None) {
                            Err(Misplaced::Absent { nearest }) if bare != quotations[at] => nearest,
                            _ => nearest,
                        };
                        nearest
                            .into_iter()
                            .filter_map(|near| place(How::Edited, near.span, near.score))
                            .collect()
                    }
                    Err(Misplaced::Empty) => Vec::new(),
                };
                found[at].extend(places);
            }
        }
        let told = |(at, found): (usize, Vec<(How, LocatedPlace)>)| told(at + 1, &quotations[at], found);
        Ok(found.into_iter().enumerate().map(told).collect())
    }

    /// The texts in which the quotation's most telling words stand together, the most likely first.
    fn texts_like(&self, quotation: &str) -> Result<Vec<u32>, WorkspaceError> {
        let (state, words) = self.answered("", |_, state| {
            state.index.telling_words(&[(quotation, None)], &state.languages, WORDS)
        })?;
        let telling: BTreeSet<String> = words.into_iter().map(|word| word.word).collect();
        let pairs = pairs_of(quotation, &telling);
        let any = |word: String| Wording::Word(Word { text: word, form: Form::Any });
        let query = Query::Any(telling.into_iter().map(any).chain(pairs).map(Query::Words).collect());
        let ask =
            Ask { query: &query, unit: Unit::Passage, order: Order::Relevance, limit: PASSAGES, offset: 0 };
        let (now, answer) =
            self.answered("", |scope, state| state.index.search(scope, &state.languages, &ask))?;
        if now.op != state.op {
            return self.texts_like(quotation);
        }
        let mut seen = BTreeSet::new();
        let texts = answer.hits.iter().map(|hit| hit.place.text).filter(|text| seen.insert(*text));
        Ok(texts.take(TEXTS).collect())
    }
}

/// The pairs of neighbouring words with a telling one in them: texts that share these share more than words.
fn pairs_of(quotation: &str, telling: &BTreeSet<String>) -> Vec<Wording> {
    let plain = |c: char| if c.is_alphanumeric() || c == '\'' || c == '’' { c } else { ' ' };
    let words: String = quotation.chars().take(LONGEST).map(plain).collect();
    let Ok(Query::Words(Wording::Sequence { parts, .. })) = Query::parse(&format!("\"{words}\"")) else {
        return Vec::new();
    };
    let tells =
        |part: &Wording| matches!(part, Wording::Word(word) if telling.contains(&word.text.to_lowercase()));
    let pairs = parts.windows(2).filter(|pair| pair.iter().any(tells));
    pairs.map(|pair| Wording::Sequence { parts: pair.to_vec(), between: 0 }).collect()
}

/// The words of a quotation without its marks of cuts and without insertions.
fn without_marks(quotation: &str) -> String {
    let mut out = String::with_capacity(quotation.len());
    let mut rest = quotation;
    while let Some((before, after)) = rest.split_once('[') {
        // A single letter in brackets belongs to its word.
        match after.split_once(']') {
            Some((inside, after)) if inside.chars().count() == 1 => {
                out.extend([before, inside]);
                rest = after;
            }
            Some((_, after)) => {
                out.extend([before, " "]);
                rest = after;
            }
            None => break,
        }
    }
    out.push_str(rest);
    out.replace("...", " ").replace('…', " ")
}

/// The best of what was found, with its rivals.
fn told(number: usize, quotation: &str, mut found: Vec<(How, LocatedPlace)>) -> LocatedQuotation {
    found.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| b.1.score.total_cmp(&a.1.score)));
    let best = found.first().map(|(how, place)| (*how, place.score));
    let is_rival = |(how, place): &(How, LocatedPlace)| {
        best.is_some_and(|(best, score)| match best {
            How::Edited => place.score + RIVAL >= score,
            _ => *how != How::Edited && (*how == best || best != How::Same && *how == How::Typography),
        })
    };
    let mut places: Vec<LocatedPlace> = found.into_iter().filter(is_rival).map(|(_, place)| place).collect();
    let further = places.len().saturating_sub(PLACES);
    places.truncate(PLACES);
    LocatedQuotation {
        number,
        quotation: quotation.to_string(),
        found: best.map_or("none", |(how, _)| how.as_str()),
        places,
        further,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_quotations_may_part_its_columns_by_semicolons() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("paper.csv");
        std::fs::write(&path, "page;quotation\n3;With a call, and then we met.\n").unwrap();
        assert_eq!(quotations_in(&path).unwrap(), ["With a call, and then we met."]);
    }
}

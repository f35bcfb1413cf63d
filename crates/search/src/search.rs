//! Asks the index and the analysis together: what is found, in what order, and where the words stand.

use std::collections::HashMap;
use std::ops::Range;

use fixedbitset::FixedBitSet;

use crate::analyzer::Stems;
use crate::arrangement::{Arrangement, Words};
use crate::evaluate::{Evaluation, Plan};
use crate::hits::Hits;
use crate::query::{Query, QueryError};
use crate::{Index, IndexError, Language, Scope};

/// What is found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unit {
    /// Paragraphs of turns.
    #[default]
    Passage,
    /// Turns: what a speaker says until the next one speaks.
    Turn,
    /// Codings with the words inside them.
    Quotation,
}

/// In what order it is given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// What fits best first; as in the corpus where nothing tells them apart.
    #[default]
    Relevance,
    /// Text by text, from the beginning to the end of each.
    Corpus,
}

/// A question.
#[derive(Clone, Copy, Debug)]
pub struct Ask<'a> {
    /// What is looked for.
    pub query: &'a Query,
    /// What is found.
    pub unit: Unit,
    /// In what order.
    pub order: Order,
    /// How many are wanted at most.
    pub limit: usize,
    /// How many are left out before.
    pub offset: usize,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// How many units there are in all.
    pub total: usize,
    /// Those that were wanted, in order.
    pub hits: Vec<Hit>,
}

/// One unit that was found. Positions in texts are bytes where they are called so, else code points.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// Where it stands.
    pub place: Place,
    /// How well it fits; greater is better, 0 where no words were asked for.
    pub score: f32,
    /// Where the words stand in the text, in order.
    pub matches: Vec<Match>,
}

/// Where a unit stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The text.
    pub text: u32,
    /// First code point.
    pub start: u32,
    /// The code point after the last.
    pub end: u32,
    /// Position of the turn it begins in; `None` outside turns.
    pub turn: Option<u32>,
    /// Position of the speaker it begins with; `None` outside turns.
    pub speaker: Option<u32>,
    /// The coding, when quotations were asked for.
    pub quotation: Option<i64>,
}

/// Words that were asked for, in bytes of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// All of it.
    pub whole: Range<usize>,
    /// The stretches of it that were asked for.
    pub parts: Vec<Range<usize>>,
}

/// Why a question has no answer.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The query is wrong.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// The index cannot be used.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// A text cannot be read.
    #[error("{0}")]
    Text(String),
}

impl Index {
    /// Answers a question. `languages` are those the texts were indexed in.
    ///
    /// # Errors
    /// When the query names what is not there, or something cannot be read.
    pub fn search(
        &self,
        scope: &dyn Scope,
        languages: &[Option<Language>],
        ask: &Ask<'_>,
    ) -> Result<Answer, SearchError> {
        let mut evaluation = Evaluation::new(self, scope, ask.unit, languages);
        let (hits, plan) = evaluation.answer(ask.query)?;
        let mut wanted = Wanted::default();
        wanted.gather(&plan);
        let chosen = ordered(&evaluation, &hits, ask);
        let marked = evaluation.marked(chosen.iter().map(|at| hits.ids[*at]), &wanted)?;
        let mut stems = self.stems.take();
        let hit = |at: usize| {
            let (id, score) = (hits.ids[at], hits.scores[at]);
            let place = evaluation.place(id);
            let matches = evaluation.matches(id, &wanted, marked.as_ref(), &mut stems)?;
            Ok(Hit { place, score, matches })
        };
        let shown = chosen.into_iter().map(hit).collect::<Result<_, SearchError>>()?;
        self.stems.put(stems);
        Ok(Answer { total: hits.len(), hits: shown })
    }

    /// Where everything stands that `query` selects, in the order of the corpus.
    ///
    /// # Errors
    /// As [`Index::search`].
    pub fn places(
        &self,
        scope: &dyn Scope,
        languages: &[Option<Language>],
        query: &Query,
        unit: Unit,
    ) -> Result<Vec<Place>, SearchError> {
        let mut evaluation = Evaluation::new(self, scope, unit, languages);
        let (hits, _) = evaluation.answer(query)?;
        let ask = Ask { query, unit, order: Order::Corpus, limit: usize::MAX, offset: 0 };
        Ok(ordered(&evaluation, &hits, &ask).into_iter().map(|at| evaluation.place(hits.ids[at])).collect())
    }
}

/// Positions of the wanted hits, in the order asked for.
fn ordered(evaluation: &Evaluation<'_>, hits: &Hits, ask: &Ask<'_>) -> Vec<usize> {
    let mut all: Vec<usize> = (0..hits.len()).collect();
    let end = ask.offset.saturating_add(ask.limit).min(all.len());
    let in_corpus = |at: &usize| (evaluation.text(hits.ids[*at]), hits.ids[*at]);
    let by_score = ask.order == Order::Relevance;
    let compare = |a: &usize, b: &usize| {
        let scores =
            if by_score { hits.scores[*b].total_cmp(&hits.scores[*a]) } else { std::cmp::Ordering::Equal };
        scores.then_with(|| in_corpus(a).cmp(&in_corpus(b)))
    };
    if end < all.len() && end > 0 {
        all.select_nth_unstable_by(end - 1, compare);
    }
    all.truncate(end);
    all.sort_unstable_by(compare);
    all.drain(..ask.offset.min(end));
    all
}

/// What is marked in a hit: the words and expressions that are asked for, not those that must be absent.
#[derive(Default)]
pub(crate) struct Wanted<'p> {
    words: Vec<&'p Arrangement>,
    patterns: Vec<&'p regex::Regex>,
}

impl<'p> Wanted<'p> {
    fn gather(&mut self, plan: &'p Plan) {
        match plan {
            Plan::All(parts) | Plan::Any(parts) => parts.iter().for_each(|part| self.gather(part)),
            Plan::Words(arrangement) => self.words.push(arrangement),
            Plan::Pattern(regex) => self.patterns.push(regex),
            Plan::Not(_) | Plan::Chosen(_) => {}
        }
    }
}

impl Evaluation<'_> {
    /// The text of a unit.
    fn text(&self, id: u32) -> u32 {
        match self.unit {
            Unit::Quotation => self.quotations[id as usize].text,
            _ => self.index.view.text(id),
        }
    }

    /// The passages of a unit.
    fn docs(&self, id: u32) -> Range<u32> {
        let view = &self.index.view;
        match self.unit {
            Unit::Passage => id..id + 1,
            Unit::Turn => view.turn(id),
            Unit::Quotation => {
                let quotation = self.quotations[id as usize];
                view.touched(quotation.text, quotation.start, quotation.end)
            }
        }
    }

    fn place(&self, id: u32) -> Place {
        let view = &self.index.view;
        let docs = self.docs(id);
        let of = |number: u32| if docs.is_empty() { None } else { number.checked_sub(1) };
        let (turn, speaker) = (of(view.turn_of(docs.start)), of(view.speaker(docs.start)));
        if self.unit == Unit::Quotation {
            let quotation = self.quotations[id as usize];
            let (text, start, end) = (quotation.text, quotation.start, quotation.end);
            return Place { text, start, end, turn, speaker, quotation: Some(quotation.id) };
        }
        let (start, end) = (view.start(docs.start), view.end(docs.end - 1));
        Place { text: view.text(id), start, end, turn, speaker, quotation: None }
    }

    /// The passages of units in which wanted words stand, where a unit may have several: the others need not be cut
    /// into words.
    fn marked(
        &self,
        units: impl Iterator<Item = u32>,
        wanted: &Wanted<'_>,
    ) -> Result<Option<FixedBitSet>, SearchError> {
        if self.unit == Unit::Passage {
            return Ok(None);
        }
        let mut docs: Vec<u32> = units.flat_map(|id| self.docs(id)).collect();
        docs.sort_unstable();
        docs.dedup();
        let mut marked = FixedBitSet::with_capacity(self.index.view.len());
        for arrangement in &wanted.words {
            self.passages_of(arrangement, Some(&docs))?
                .ids
                .iter()
                .for_each(|doc| marked.insert(*doc as usize));
        }
        Ok(Some(marked))
    }

    /// Where the wanted words stand in a unit; `marked` are the passages they stand in, where that is known, and `stems`
    /// those found so far.
    fn matches(
        &self,
        id: u32,
        wanted: &Wanted<'_>,
        marked: Option<&FixedBitSet>,
        stems: &mut HashMap<Language, Stems>,
    ) -> Result<Vec<Match>, SearchError> {
        if wanted.words.is_empty() && wanted.patterns.is_empty() {
            return Ok(Vec::new());
        }
        let view = &self.index.view;
        let number = self.text(id);
        let text = self.scope.text(number).map_err(SearchError::Text)?;
        let bounds = match self.unit {
            Unit::Quotation => {
                let quotation = &self.quotations[id as usize];
                Some(view.bytes_of(number, &text, quotation.start, quotation.end))
            }
            _ => None,
        };
        let mut matches = Vec::new();
        for doc in self.docs(id) {
            let bytes = view.bytes(doc);
            let Some(passage) = text.get(bytes.clone()) else { continue };
            let at = |(from, to): (usize, usize)| bytes.start + from..bytes.start + to;
            let has_words = marked.is_none_or(|marked| marked.contains(doc as usize));
            if has_words && !wanted.words.is_empty() {
                let words = Words::of(passage, self.language(number));
                for arrangement in &wanted.words {
                    matches.extend(words.matches(arrangement, stems).into_iter().map(|found| Match {
                        whole: at(found.whole),
                        parts: found.parts.into_iter().map(at).collect(),
                    }));
                }
            }
            if self.unit != Unit::Quotation {
                matches.extend(pattern_matches(passage, bytes.start, wanted));
            }
        }
        if let Some(bounds) = bounds {
            matches.retain(|found| bounds.start <= found.whole.start && found.whole.end <= bounds.end);
            matches.extend(pattern_matches(&text[bounds.clone()], bounds.start, wanted));
        }
        matches.sort_by_key(|found| (found.whole.start, found.whole.end));
        matches.dedup();
        Ok(matches)
    }
}

fn pattern_matches<'a>(
    words: &'a str,
    base: usize,
    wanted: &'a Wanted<'_>,
) -> impl Iterator<Item = Match> + 'a {
    let all = wanted.patterns.iter().flat_map(move |regex| regex.find_iter(words));
    all.filter(|found| !found.is_empty()).map(move |found| {
        let whole = base + found.start()..base + found.end();
        Match { parts: vec![whole.clone()], whole }
    })
}

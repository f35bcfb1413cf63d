//! Answers a query: which units it selects.
//!
//! Every word is looked up in the index, giving passages; these are lifted to the unit asked for, and
//! AND, OR and NOT are evaluated there.

mod near;
mod patterns;
mod quotations;

use std::sync::Arc;

use fixedbitset::FixedBitSet;
use regex::Regex;
use tantivy::TERMINATED;
use tantivy::query::Bm25Weight;

use crate::arrangement::Arrangement;
use crate::cursor::Cursor;
use crate::hits::Hits;
use crate::query::{Filter, Query, QueryError, Relation};
use crate::relation::related;
use crate::search::Unit;
use crate::touched::touched;
use crate::{Among, Chosen, Index, IndexError, Language, Quotation, Scope, SearchError};

/// A query with all it names looked up.
pub(crate) enum Plan {
    All(Vec<Plan>),
    Any(Vec<Plan>),
    Not(Box<Plan>),
    Words(Arrangement),
    Pattern(Regex),
    /// Units chosen by the analysis.
    Chosen(FixedBitSet),
}

/// What is evaluated over: an index, an analysis, and the unit asked for.
pub(crate) struct Evaluation<'a> {
    pub(crate) index: &'a Index,
    pub(crate) scope: &'a dyn Scope,
    pub(crate) unit: Unit,
    languages: Vec<Language>,
    /// The language of each text.
    language_of: &'a [Option<Language>],
    /// The quotations that may be found, when these are the unit.
    pub(crate) quotations: Arc<[Quotation]>,
    /// For each quotation the furthest end of those of its text up to it.
    reach: Vec<u32>,
    /// The filters that all of them passed.
    passed: Vec<Filter>,
    /// Where passages and turns may be found, when few codings need be looked at for that.
    near: Option<Vec<near::Stretch>>,
}

impl<'a> Evaluation<'a> {
    pub(crate) fn new(
        index: &'a Index,
        scope: &'a dyn Scope,
        unit: Unit,
        language_of: &'a [Option<Language>],
    ) -> Evaluation<'a> {
        let mut languages: Vec<Language> = language_of.iter().copied().flatten().collect();
        languages.sort_unstable();
        languages.dedup();
        Evaluation {
            index,
            scope,
            unit,
            languages,
            language_of,
            quotations: Arc::from([]),
            reach: Vec::new(),
            passed: Vec::new(),
            near: None,
        }
    }

    /// Answers `query`: the units it selects, and its plan, by which matches are marked.
    pub(crate) fn answer(&mut self, query: &Query) -> Result<(Hits, Plan), SearchError> {
        let query = self.settled(query)?;
        if self.unit == Unit::Quotation {
            self.gather_quotations(&query)?;
        } else if !self.scope.keeps_codings() {
            self.near = self.stretches_of_rarest(near::parts_of(&query))?;
        }
        let plan = self.plan(&query)?;
        let hits = self.evaluate(&plan, None)?;
        Ok((hits, plan))
    }

    /// The query with relations of bare words decided: they are codes, or plain words.
    fn settled(&self, query: &Query) -> Result<Query, SearchError> {
        let all =
            |parts: &[Query]| parts.iter().map(|part| self.settled(part)).collect::<Result<Vec<_>, _>>();
        Ok(match query {
            Query::All(parts) => Query::All(all(parts)?),
            Query::Any(parts) => Query::Any(all(parts)?),
            Query::Not(part) => Query::Not(Box::new(self.settled(part)?)),
            Query::Relation(relation) => {
                let is_code = |filter: &Filter| {
                    filter.field != "code" || filter.values.iter().all(|v| self.scope.is_code(v))
                };
                let as_relation = || {
                    let Some(chained) = &relation.chained else { return Ok(query.clone()) };
                    if is_code(&chained.code) {
                        let at = chained.code.at.clone();
                        let error =
                            QueryError::new("a relation stands between two codes, and here is a third", at);
                        let hint = "join relations of two: O within Q AND Q within P";
                        return Err(SearchError::Query(error.with_hint(hint)));
                    }
                    let two = Query::Relation(Relation { chained: None, ..relation.clone() });
                    Ok(Query::All(vec![two, (*chained.words).clone()]))
                };
                let Some(words) = &relation.else_words else { return as_relation() };
                match (is_code(&relation.left), is_code(&relation.right)) {
                    (true, true) => as_relation()?,
                    (false, false) => (**words).clone(),
                    (left, _) => {
                        let stranger = if left { &relation.right } else { &relation.left };
                        let name = stranger.values.join(", ");
                        return Err(SearchError::Query(
                            QueryError::new(format!("no code `{name}`"), stranger.at.clone()).with_hint(
                                "a relation stands between two codes; to search for the words, put them in quotation marks",
                            ),
                        ));
                    }
                }
            }
            other => other.clone(),
        })
    }

    fn plan(&self, query: &Query) -> Result<Plan, SearchError> {
        let all = |parts: &[Query]| parts.iter().map(|part| self.plan(part)).collect::<Result<Vec<_>, _>>();
        Ok(match query {
            Query::All(parts) => Plan::All(all(parts)?),
            Query::Any(parts) => Plan::Any(all(parts)?),
            Query::Not(part) => Plan::Not(Box::new(self.plan(part)?)),
            Query::Words(wording) => {
                Plan::Words(Arrangement::of(wording, &self.index.view, &self.languages)?)
            }
            Query::Pattern(pattern) => Plan::Pattern(patterns::compiled(pattern)?),
            Query::Filter(filter) => match self.unit {
                Unit::Quotation if self.passed.contains(filter) => {
                    let mut all = FixedBitSet::with_capacity(self.quotations.len());
                    all.insert_range(..);
                    Plan::Chosen(all)
                }
                Unit::Quotation => {
                    let among = Among::These(&self.quotations);
                    Plan::Chosen(self.set_of(&self.scope.quotations(&[filter], among)?))
                }
                _ => {
                    let among = self.near.as_deref().map_or(Among::All, Among::Near);
                    Plan::Chosen(self.chosen_units(&self.scope.passages(filter, among)?))
                }
            },
            Query::Relation(relation) => {
                let left = self.scope.quotations(&[&relation.left], Among::All)?;
                let right = self.scope.quotations(&[&relation.right], Among::All)?;
                let found: Arc<[Quotation]> = related(&left, relation.kind, &right).into();
                match self.unit {
                    Unit::Quotation => Plan::Chosen(self.set_of(&found)),
                    // Made for this question alone, so nothing of it is kept.
                    _ => Plan::Chosen(self.lifted(&touched(&found, &self.index.view))),
                }
            }
        })
    }

    /// Passages, or turns any passage of which is chosen; no passage of what stands apart may be touched.
    fn chosen_units(&self, chosen: &Chosen) -> FixedBitSet {
        let view = &self.index.view;
        let mut set = FixedBitSet::with_capacity(view.len());
        match chosen {
            Chosen::Speakers(meant) => {
                let speakers = view.speakers();
                for (text, docs) in view.texts() {
                    let Some(meant) = meant.get(text as usize) else { continue };
                    for doc in docs {
                        let speaker = speakers[doc as usize] as usize;
                        if meant.get(speaker).copied().unwrap_or(false) {
                            set.insert(doc as usize);
                        }
                    }
                }
                self.lifted(&set)
            }
            Chosen::Touching(quotations) => self.lifted(&self.index.touched(quotations)),
            Chosen::Apart(quotations) => {
                let mut apart = self.lifted(view.live());
                apart.difference_with(&self.lifted(&self.index.touched(quotations)));
                apart
            }
        }
    }

    /// Passages as a set of units.
    fn lifted(&self, passages: &FixedBitSet) -> FixedBitSet {
        if self.unit != Unit::Turn {
            return passages.clone();
        }
        let turns = self.index.view.first_of_turns();
        let mut set = FixedBitSet::with_capacity(passages.len());
        for doc in passages.ones() {
            set.insert(turns[doc] as usize);
        }
        set
    }

    /// All units there are.
    fn universe(&self) -> Hits {
        match self.unit {
            Unit::Quotation => {
                let n = u32::try_from(self.quotations.len()).unwrap_or(u32::MAX);
                Hits { ids: (0..n).collect(), scores: vec![0.0; n as usize] }
            }
            _ => Hits::of(&self.lifted(self.index.view.live())),
        }
    }

    /// The units that hold, of those in `among` where these are given.
    fn evaluate(&self, plan: &Plan, among: Option<&Hits>) -> Result<Hits, SearchError> {
        match plan {
            Plan::All(parts) => self.all(parts, among),
            Plan::Any(parts) => {
                let mut any = Hits::default();
                for part in parts {
                    any = any.or(&self.evaluate(part, among)?);
                }
                Ok(any)
            }
            Plan::Not(part) => {
                let universe = among.cloned().unwrap_or_else(|| self.universe());
                let scoreless = Hits { scores: vec![0.0; universe.len()], ids: universe.ids };
                let without = self.evaluate(part, Some(&scoreless))?;
                Ok(scoreless.without(&without))
            }
            Plan::Words(arrangement) => self.words(arrangement, among),
            Plan::Pattern(regex) => self.pattern(regex, among),
            Plan::Chosen(set) => Ok(match among {
                Some(among) => {
                    let kept = among.clone().retained(|id| set.contains(id as usize));
                    Hits { scores: vec![0.0; kept.len()], ids: kept.ids }
                }
                None => Hits::of(set),
            }),
        }
    }

    /// What all parts select: the rarest words first, the dearest last, each looking only at what is left.
    fn all(&self, parts: &[Plan], among: Option<&Hits>) -> Result<Hits, SearchError> {
        let mut order: Vec<&Plan> = parts.iter().collect();
        order.sort_by_key(|part| self.price(part));
        let mut left: Option<Hits> =
            among.cloned().map(|among| Hits { scores: vec![0.0; among.len()], ids: among.ids });
        for part in order {
            left = Some(match (left, part) {
                (Some(left), Plan::Chosen(set)) => left.retained(|id| set.contains(id as usize)),
                (Some(left), Plan::Not(part)) => {
                    let without = self.evaluate(part, Some(&left))?;
                    left.without(&without)
                }
                (Some(left), part) => left.and(&self.evaluate(part, Some(&left))?),
                (None, part) => self.evaluate(part, None)?,
            });
        }
        Ok(left.unwrap_or_else(|| self.universe()))
    }

    /// In what order parts of a conjunction are best looked at.
    fn price(&self, plan: &Plan) -> (u8, u64) {
        match plan {
            Plan::Words(arrangement) => (0, arrangement.cost()),
            Plan::Chosen(set) => (0, set.count_ones(..) as u64 * 4),
            Plan::All(parts) => parts.iter().map(|part| self.price(part)).min().unwrap_or((1, 0)),
            Plan::Any(parts) => parts
                .iter()
                .map(|part| self.price(part))
                .reduce(|a, b| (a.0.max(b.0), a.1 + b.1))
                .unwrap_or((0, 0)),
            Plan::Not(_) => (1, 0),
            Plan::Pattern(_) => (2, 0),
        }
    }

    fn words(&self, arrangement: &Arrangement, among: Option<&Hits>) -> Result<Hits, SearchError> {
        match self.unit {
            Unit::Passage => self.passages_of(arrangement, among.map(|among| among.ids.as_slice())),
            Unit::Turn => {
                let passages = self.passages_of(arrangement, None)?;
                let turns = self.index.view.first_of_turns();
                let mut hits = Hits::default();
                for (doc, score) in passages.iter() {
                    let turn = turns[doc as usize];
                    match hits.ids.last() {
                        Some(last) if *last == turn => {
                            if let Some(sum) = hits.scores.last_mut() {
                                *sum += score;
                            }
                        }
                        _ => hits.push(turn, score),
                    }
                }
                Ok(hits)
            }
            Unit::Quotation => self.words_in_quotations(arrangement, among),
        }
    }

    /// The language of a text.
    pub(crate) fn language(&self, text: u32) -> Option<Language> {
        self.language_of.get(text as usize).copied().flatten()
    }

    /// The passages in which the words stand, of those in `among` where these are given.
    pub(crate) fn passages_of(
        &self,
        arrangement: &Arrangement,
        among: Option<&[u32]>,
    ) -> Result<Hits, SearchError> {
        let mut hits = Hits::default();
        let among = among.filter(|among| (among.len() as u64) * 8 < arrangement.cost());
        self.walk(arrangement, among, false, &mut |doc, score, _| {
            hits.push(doc, score);
            Ok(())
        })?;
        Ok(hits)
    }

    /// Calls `found` for each passage in which the words stand, with its score and the cursor that stands on it;
    /// only for those in `among`, where these are given. With `places` the cursor knows where they stand.
    fn walk(
        &self,
        arrangement: &Arrangement,
        among: Option<&[u32]>,
        places: bool,
        found: &mut dyn FnMut(u32, f32, &mut Cursor) -> Result<(), SearchError>,
    ) -> Result<(), SearchError> {
        let view = &self.index.view;
        let weight = self.weight(arrangement);
        for piece in view.pieces() {
            let mut cursor = Cursor::new(arrangement, piece, places)?;
            let lengths =
                piece.reader.get_fieldnorms_reader(self.index.fields.words).map_err(IndexError::from)?;
            let mut look = |doc: u32, cursor: &mut Cursor| {
                let id = piece.base + doc;
                if view.has_dead() && !view.live().contains(id as usize) {
                    return Ok(());
                }
                found(id, weight.score(lengths.fieldnorm_id(doc), cursor.frequency()), cursor)
            };
            let Some(among) = among else {
                let mut doc = cursor.doc();
                while doc != TERMINATED {
                    look(doc, &mut cursor)?;
                    doc = cursor.advance();
                }
                continue;
            };
            let from = among.partition_point(|id| *id < piece.base);
            for id in among[from..].iter().take_while(|id| **id < piece.base + piece.reader.max_doc()) {
                let doc = id - piece.base;
                if cursor.seek(doc) == doc {
                    look(doc, &mut cursor)?;
                }
            }
        }
        Ok(())
    }

    /// How much a passage weighs by its words: Okapi BM25 (Robertson & Zaragoza 2009, equation 3.15), an
    /// arrangement counting as its rarest word.
    fn weight(&self, arrangement: &Arrangement) -> Bm25Weight {
        let view = &self.index.view;
        let mut rarest = u64::MAX;
        arrangement.for_each_word(&mut |terms| rarest = rarest.min(terms.cost));
        let all = (view.len() as u64).max(1);
        let mut words = 0;
        for piece in view.pieces() {
            words += piece.words.total_num_tokens();
        }
        #[allow(clippy::cast_precision_loss, reason = "an average needs no more digits")]
        let average = words as f32 / all as f32;
        Bm25Weight::for_one_term_without_explain(rarest.min(all), all, average.max(1.0))
    }
}

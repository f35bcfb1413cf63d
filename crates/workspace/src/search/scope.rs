//! The analysis as search asks for it: which passages and codings a filter selects.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use themata_analysis::{Filter as CountFilter, Wanted, admitted};
use themata_model::Study;
use themata_model::mark::{Mark, Marks, Voice};
use themata_search::{Among, Chosen, Filter, QueryError, Quotation, Scope};
use themata_store::{CodingPlace, PlacedChoice, ReadError, Store};

use super::State;
use super::condition::{Condition, condition, folded};
use super::kept::Kept;

/// Up to so many codings are read one by one.
const A_FEW: usize = 20_000;

/// What so many filters select is kept for the next question.
const FILTERS_KEPT: usize = 64;

/// The study being searched, for one question.
pub(super) struct StudyScope<'a> {
    pub(super) store: &'a Store,
    pub(super) state: &'a State,
}

impl<'a> StudyScope<'a> {
    pub(super) fn new(store: &'a Store, state: &'a State) -> StudyScope<'a> {
        StudyScope { store, state }
    }

    fn condition(&self, filter: &Filter) -> Result<Condition, QueryError> {
        condition(&self.state.outline, &self.state.languages, &self.state.speakers, filter)
    }

    /// Placed codings, among them those that are meant. One question reads those alone; from the second one on,
    /// all are kept.
    pub(super) fn placed(&self, choice: &PlacedChoice) -> Result<Arc<Kept>, ReadError> {
        if let Some(all) = self.state.placed.get() {
            return Ok(all.clone());
        }
        let keep = self.state.is_asked_again() || *choice == PlacedChoice::default();
        let choice = if keep { &PlacedChoice::default() } else { choice };
        let read =
            self.store.placed(&self.state.outline, &self.state.numbers, &self.state.speakers, choice)?;
        let read = Arc::new(Kept::new(read));
        if keep {
            let _ = self.state.placed.set(read.clone());
        }
        Ok(read)
    }

    /// Where the codings stand for which all conditions hold, where an index tells that and this is the first
    /// question: neither who speaks nor values are read.
    fn places_alone(
        &self,
        conditions: &[Condition],
        among: Among<'_>,
    ) -> Result<Option<Arc<[Quotation]>>, QueryError> {
        let by_index = |condition: &Condition| {
            matches!(condition, Condition::Codes(_) | Condition::Sources(_) | Condition::Coded(true))
        };
        let many = matches!(among, Among::These(these) if these.len() > A_FEW);
        if self.keeps_codings() || many || !conditions.iter().all(by_index) {
            return Ok(None);
        }
        let choice = choice(conditions, among);
        let places = self.store.coding_places(&self.state.numbers, &choice);
        let places = places.map_err(|error| QueryError::new(error.to_string(), None))?;
        let quotation = |place: CodingPlace| {
            let CodingPlace { source: text, start, end, number: id } = place;
            Quotation { text, start, end, id }
        };
        Ok(Some(places.into_iter().map(quotation).collect()))
    }

    /// Positions, in what [`StudyScope::placed`] returns, of the codings for which all conditions hold; in order.
    fn select(
        &self,
        conditions: &[Condition],
        among: Among<'_>,
    ) -> Result<(Arc<Kept>, Vec<usize>), ReadError> {
        let choice = choice(conditions, among);
        let placed = self.placed(&choice)?;
        let study = &self.state.outline;
        let sets = self.sets(conditions)?;
        let holds = |at: &usize| {
            let (mark, number) = (&placed.marks.marks[*at], placed.numbers[*at]);
            sets.iter().all(|set| set.contains(&number))
                && conditions.iter().all(|condition| {
                    self.holds(condition, mark, placed.marks.voice(mark), placed.speakers[*at])
                })
        };
        let mut chosen = match among {
            Among::These(these) => placed.of_these(these, &choice),
            _ => placed.chosen(&choice),
        };
        chosen.retain(holds);
        for filter in counted(conditions, study) {
            if chosen.is_empty() {
                break;
            }
            let marks = chosen.iter().map(|at| placed.marks.marks[*at].clone()).collect();
            let marks = Marks { voices: placed.marks.voices.clone(), marks };
            let mut passes = admitted(study, &marks, &filter);
            for at in of_own_side(study, &marks, filter) {
                passes[at] = true;
            }
            let mut passes = passes.into_iter();
            chosen.retain(|_| passes.next().unwrap_or_default());
        }
        Ok((placed, chosen))
    }

    /// The codings that conditions on their rows leave, which marks do not tell.
    fn sets(&self, conditions: &[Condition]) -> Result<Vec<HashSet<i64>>, ReadError> {
        let mut sets = Vec::new();
        for condition in conditions {
            match condition {
                Condition::Weight(from, to) => sets.push(self.store.codings_of_weight(*from, *to)?),
                Condition::Exhibits(keys) => {
                    let mut set = HashSet::new();
                    for key in keys {
                        set.extend(self.store.codings_in_exhibit(key)?);
                    }
                    sets.push(set);
                }
                _ => {}
            }
        }
        Ok(sets)
    }

    /// Whether a condition holds that neither the counting rule nor a set decides.
    fn holds(&self, condition: &Condition, mark: &Mark, voice: &Voice, speaker: Option<u32>) -> bool {
        match condition {
            Condition::Informants(_) | Condition::Labels(_) | Condition::Roles(_) => {
                self.speaks(condition, voice.source, speaker, Some(voice))
            }
            Condition::About(cases, sides) => {
                mark.about_case.is_some_and(|case| cases.contains(&case))
                    || mark.about_side.is_some_and(|side| sides.contains(&side))
            }
            Condition::Coded(coded) => *coded,
            Condition::Coders(coders) => coders.contains(&mark.coder),
            _ => true,
        }
    }

    /// Whether a condition on who speaks holds; `voice` is looked up where it is not given.
    fn speaks(
        &self,
        condition: &Condition,
        source: u32,
        speaker: Option<u32>,
        voice: Option<&Voice>,
    ) -> bool {
        let voice = || voice.or_else(|| self.state.voice(source, speaker));
        let own = || self.state.speakers.get(source as usize)?.get(speaker? as usize);
        let among = |set: &BTreeSet<u32>, position: Option<u32>| position.is_some_and(|at| set.contains(&at));
        match condition {
            Condition::Sources(sources) => sources.contains(&source),
            Condition::Cases(cases) => {
                voice().is_some_and(|v| v.places.iter().any(|(case, _)| cases.contains(case)))
            }
            Condition::Sides(sides) => voice().is_some_and(|v| {
                among(sides, v.side) || v.places.iter().any(|(_, side)| among(sides, *side))
            }),
            Condition::Parties(parties) => voice().is_some_and(|v| among(parties, v.party)),
            Condition::Informants(informants) => voice().is_some_and(|v| among(informants, v.informant)),
            Condition::Labels(labels) => {
                own().is_some_and(|speaker| labels.contains(&folded(&speaker.label)))
            }
            Condition::Roles(roles) => own().is_some_and(|speaker| roles.contains(&speaker.role)),
            _ => false,
        }
    }
}

impl Scope for StudyScope<'_> {
    fn text(&self, text: u32) -> Result<Arc<str>, String> {
        self.state.text(self.store, text).map_err(|error| error.to_string())
    }

    fn is_code(&self, word: &str) -> bool {
        !self.state.outline.codebook.matches(word).is_empty()
    }

    fn keeps_codings(&self) -> bool {
        self.state.placed.get().is_some() || self.state.is_asked_again()
    }

    fn passages(&self, filter: &Filter, among: Among<'_>) -> Result<Chosen, QueryError> {
        let asked = self.condition(filter)?;
        match &asked {
            Condition::Sources(_)
            | Condition::Cases(_)
            | Condition::Sides(_)
            | Condition::Parties(_)
            | Condition::Informants(_)
            | Condition::Labels(_)
            | Condition::Roles(_) => {
                // What one speaker tells, no voice is needed for.
                if !matches!(asked, Condition::Sources(_) | Condition::Labels(_) | Condition::Roles(_)) {
                    self.state.raise_voices(0..self.state.speakers.len());
                }
                let source = |(source, speakers): (u32, &Vec<themata_model::Speaker>)| {
                    let n = u32::try_from(speakers.len()).unwrap_or(u32::MAX);
                    let slots = std::iter::once(None).chain((0..n).map(Some));
                    slots.map(|speaker| self.speaks(&asked, source, speaker, None)).collect()
                };
                Ok(Chosen::Speakers((0u32..).zip(&self.state.speakers).map(source).collect()))
            }
            Condition::Coded(false) => Ok(Chosen::Apart(self.quotations(&[], among)?)),
            _ => Ok(Chosen::Touching(self.quotations(&[filter], among)?)),
        }
    }

    fn quotations(&self, filters: &[&Filter], among: Among<'_>) -> Result<Arc<[Quotation]>, QueryError> {
        let whole = (among == Among::All)
            .then(|| filters.iter().map(|f| (f.field.clone(), f.values.clone())).collect::<Vec<_>>());
        if let Some(known) = whole.as_ref().and_then(|asked| self.state.filtered.borrow().get(asked).cloned())
        {
            return Ok(known);
        }
        let conditions: Vec<Condition> =
            filters.iter().map(|filter| self.condition(filter)).collect::<Result<_, _>>()?;
        if let Some(places) = self.places_alone(&conditions, among)? {
            return Ok(places);
        }
        let (placed, chosen) =
            self.select(&conditions, among).map_err(|error| QueryError::new(error.to_string(), None))?;
        let quotations = placed.quotations(&chosen);
        if let Some(asked) = whole {
            let mut filtered = self.state.filtered.borrow_mut();
            if filtered.len() >= FILTERS_KEPT {
                filtered.clear();
            }
            filtered.insert(asked, quotations.clone());
        }
        Ok(quotations)
    }
}

/// Positions of the codings that are about a case in which the speaker has no place, and said by one of the
/// sides of `filter`: for tables they have no side in that case, but it is known which side speaks.
fn of_own_side(study: &Study, all: &Marks, filter: CountFilter) -> Vec<usize> {
    // A side asked for together with a case is the side in that case.
    if filter.sides.is_empty() || !filter.cases.is_empty() {
        return Vec::new();
    }
    let wanted = |side: Option<u32>| {
        side.and_then(|at| study.sides.get(at as usize)).is_some_and(|side| filter.sides.contains(&side.key))
    };
    let mut abroad = Vec::new();
    for (at, mark) in all.marks.iter().enumerate() {
        let Some(about) = mark.about_case else { continue };
        let voice = all.voice(mark);
        let own = || voice.places.iter().map(|(_, side)| *side).chain([voice.side]).any(wanted);
        if voice.places.iter().all(|(case, _)| *case != about) && own() {
            abroad.push(at);
        }
    }
    if abroad.is_empty() {
        return abroad;
    }
    let marks = abroad.iter().map(|at| all.marks[*at].clone()).collect();
    let marks = Marks { voices: all.voices.clone(), marks };
    let admitted = admitted(study, &marks, &CountFilter { sides: BTreeSet::new(), ..filter });
    abroad.into_iter().zip(admitted).filter(|(_, admitted)| *admitted).map(|(at, _)| at).collect()
}

/// The codings that an index of the file leaves.
fn choice(conditions: &[Condition], among: Among<'_>) -> PlacedChoice {
    let (codes, sources) = (codes_of(conditions), sources_of(conditions));
    let mut choice = PlacedChoice { codes, sources, ..PlacedChoice::default() };
    match among {
        Among::All => {}
        Among::Near(stretches) => choice.touching = Some(stretches.to_vec()),
        // Where they are many, all are read.
        Among::These(these) => {
            let place = |one: &Quotation| CodingPlace {
                source: one.text,
                start: one.start,
                end: one.end,
                number: one.id,
            };
            choice.these = (these.len() <= A_FEW).then(|| these.iter().map(place).collect());
        }
    }
    choice
}

/// The codes that every condition on codes admits.
fn codes_of(conditions: &[Condition]) -> Option<Vec<u32>> {
    let sets = conditions
        .iter()
        .filter_map(|c| if let Condition::Codes(codes) = c { Some(codes.clone()) } else { None });
    sets.reduce(|a, b| &a & &b).map(|codes| codes.into_iter().collect())
}

/// The sources that every condition on sources admits.
fn sources_of(conditions: &[Condition]) -> Option<Vec<u32>> {
    let sets = conditions
        .iter()
        .filter_map(|c| if let Condition::Sources(sources) = c { Some(sources.clone()) } else { None });
    sets.reduce(|a, b| &a & &b).map(|sources| sources.into_iter().collect())
}

/// The conditions that the counting rule of tables decides, so that search and tables agree: what is said
/// of case, side and facet in one filter holds for one and the same place. Every filter must admit.
fn counted(conditions: &[Condition], study: &Study) -> Vec<CountFilter> {
    let mut filters: Vec<CountFilter> = Vec::new();
    for condition in conditions {
        let alone = alone(condition, study);
        let Some(alone) = alone else { continue };
        match filters.iter_mut().find(|filter| !meet(filter, &alone)) {
            Some(filter) => join(filter, alone),
            None => filters.push(alone),
        }
    }
    filters
}

/// A condition as a filter of its own.
fn alone(condition: &Condition, study: &Study) -> Option<CountFilter> {
    fn keys<T, K: Clone + Ord>(set: &BTreeSet<u32>, rows: &[T], key: impl Fn(&T) -> &K) -> BTreeSet<K> {
        set.iter().filter_map(|at| rows.get(*at as usize)).map(|row| key(row).clone()).collect()
    }
    let mut filter = CountFilter::default();
    match condition {
        Condition::Cases(set) => filter.cases = keys(set, &study.cases, |row| &row.key),
        Condition::Sides(set) => filter.sides = keys(set, &study.sides, |row| &row.key),
        Condition::Parties(set) => filter.parties = keys(set, &study.parties, |row| &row.key),
        Condition::Facet(key, values) => {
            let wanted = Wanted { values: values.clone(), exactly: false };
            filter.facets.insert(key.clone(), wanted);
        }
        _ => return None,
    }
    Some(filter)
}

/// Whether both restrict the same.
fn meet(a: &CountFilter, b: &CountFilter) -> bool {
    fn both<K>(a: &BTreeSet<K>, b: &BTreeSet<K>) -> bool {
        !a.is_empty() && !b.is_empty()
    }
    both(&a.cases, &b.cases)
        || both(&a.sides, &b.sides)
        || both(&a.parties, &b.parties)
        || a.facets.keys().any(|facet| b.facets.contains_key(facet))
}

fn join(filter: &mut CountFilter, more: CountFilter) {
    filter.cases.extend(more.cases);
    filter.sides.extend(more.sides);
    filter.parties.extend(more.parties);
    filter.facets.extend(more.facets);
}

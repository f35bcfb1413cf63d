//! Counts hits by case, side, code and what else tells them apart.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use serde::Serialize;
use themata_model::mark::{Mark, Voice};
use themata_search::Place;
use themata_store::PlacedChoice;

use super::State;
use super::kept::Kept;
use super::scope::StudyScope;
use crate::WorkspaceError;
use crate::verbs::look;

/// How many hits there are for one combination.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TallyRow {
    /// The values, in the order asked for; empty where a hit has none.
    pub values: Vec<String>,
    /// Number of hits.
    pub hits: usize,
    /// Number of sources they stand in.
    pub sources: usize,
}

/// What hits are counted by.
const BY: [&str; 9] = ["case", "side", "party", "informant", "speaker", "source", "wave", "code", "coder"];

/// Counts `places`. A hit with several values (of two cases, or with two codes) counts for each; a case and a side
/// go together.
pub(super) fn tally(
    scope: &StudyScope<'_>,
    state: &State,
    places: &[Place],
    by: &[String],
) -> Result<Vec<TallyRow>, WorkspaceError> {
    let codings = codings_for(scope, places, by)?;
    let codings = Codings::new(codings.as_deref());
    let mut counts: BTreeMap<Vec<Ranked>, (usize, BTreeSet<u32>)> = BTreeMap::new();
    let slot = |word: &str| by.iter().position(|by| by == word);
    let case_and_side = slot("case").zip(slot("side"));
    for place in places {
        let own = codings.of(place);
        let said = Said::of(state, &codings, place, &own);
        let none = vec![Ranked::nothing(); by.len()];
        let mut combinations = match case_and_side {
            Some((case, side)) => {
                said.pairs(state).into_iter().map(|pair| placed(&none, [case, side], pair)).collect()
            }
            None => vec![none],
        };
        for (slot, word) in by.iter().enumerate() {
            if case_and_side.is_some_and(|(case, side)| slot == case || slot == side) {
                continue;
            }
            let values = values(state, &codings, place, &said, &own, word);
            let with = |start: Vec<Ranked>| {
                values.iter().map(|value| placed(&start, [slot], [value.clone()])).collect::<Vec<_>>()
            };
            combinations = combinations.into_iter().flat_map(with).collect();
        }
        for combination in combinations {
            let count = counts.entry(combination).or_default();
            count.0 += 1;
            count.1.insert(place.text);
        }
    }
    let row = |(values, (hits, sources)): (Vec<Ranked>, (usize, BTreeSet<u32>))| TallyRow {
        values: values.into_iter().map(Ranked::into_word).collect(),
        hits,
        sources: sources.len(),
    };
    Ok(counts.into_iter().map(row).collect())
}

/// The combination with values in some of its slots.
fn placed<const N: usize>(start: &[Ranked], slots: [usize; N], values: [Ranked; N]) -> Vec<Ranked> {
    let mut combination = start.to_vec();
    for (slot, value) in slots.into_iter().zip(values) {
        combination[slot] = value;
    }
    combination
}

/// The groups that each of `places` belongs to; none when they are not parted.
pub(super) fn groups(
    scope: &StudyScope<'_>,
    state: &State,
    places: &[Place],
    by: &[String],
) -> Result<Vec<Vec<Ranked>>, WorkspaceError> {
    let codings = codings_for(scope, places, by)?;
    let codings = Codings::new(codings.as_deref());
    let of = |place: &Place| {
        let own = codings.of(place);
        let said = Said::of(state, &codings, place, &own);
        by.iter().flat_map(|word| values(state, &codings, place, &said, &own, word)).collect()
    };
    Ok(places.iter().map(of).collect())
}

/// The codings, where they are needed to tell hits apart.
fn codings_for(
    scope: &StudyScope<'_>,
    places: &[Place],
    by: &[String],
) -> Result<Option<Arc<Kept>>, WorkspaceError> {
    for word in by {
        if !BY.contains(&word.as_str()) {
            let error = WorkspaceError::refused(format!("hits cannot be counted by `{word}`"));
            return Err(look::perhaps(error, word, BY).hint(format!("they are counted by {}", BY.join(", "))));
        }
    }
    let needed = !by.is_empty()
        && (places.iter().any(|place| place.quotation.is_some())
            || by.iter().any(|word| word == "code" || word == "coder"));
    Ok(if needed { Some(scope.placed(&PlacedChoice::default())?) } else { None })
}

/// A value in the order of the study; what has none comes last.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Ranked {
    rank: u32,
    word: String,
}

impl Ranked {
    /// A value that has no name.
    pub(super) fn of(rank: u32) -> Ranked {
        Ranked { rank, word: String::new() }
    }

    /// The value.
    pub(super) fn into_word(self) -> String {
        self.word
    }

    fn nothing() -> Ranked {
        Ranked { rank: u32::MAX, word: String::new() }
    }
}

/// The codings by source and by number.
struct Codings<'p> {
    placed: Option<&'p Kept>,
    by_number: HashMap<i64, usize>,
    /// Where the codings of each source begin and end; they are ordered by source and start.
    by_source: HashMap<u32, (usize, usize)>,
}

impl<'p> Codings<'p> {
    fn new(placed: Option<&'p Kept>) -> Codings<'p> {
        let mut codings = Codings { placed, by_number: HashMap::new(), by_source: HashMap::new() };
        for (at, number) in placed.into_iter().flat_map(|placed| placed.numbers.iter().enumerate()) {
            codings.by_number.insert(*number, at);
        }
        for (at, mark) in placed.into_iter().flat_map(|placed| placed.marks.marks.iter().enumerate()) {
            let source = placed.map_or(0, |placed| placed.marks.voice(mark).source);
            codings.by_source.entry(source).or_insert((at, at)).1 = at + 1;
        }
        codings
    }

    /// The codings of a hit: the quotation, or all that share a character with it.
    fn of(&self, place: &Place) -> Vec<usize> {
        if let Some(number) = place.quotation {
            return self.by_number.get(&number).copied().into_iter().collect();
        }
        let (from, to) = self.by_source.get(&place.text).copied().unwrap_or((0, 0));
        let own =
            |at: &usize| self.mark(*at).is_some_and(|mark| mark.start < place.end && place.start < mark.end);
        (from..to).filter(own).collect()
    }

    fn mark(&self, at: usize) -> Option<&'p Mark> {
        self.placed?.marks.marks.get(at)
    }
}

/// Who says a hit, and for which cases.
struct Said<'s> {
    speaker: Option<u32>,
    voice: Option<&'s Voice>,
    /// Cases, each with the side there.
    places: Vec<(u32, Option<u32>)>,
}

impl<'s> Said<'s> {
    fn of(state: &'s State, codings: &Codings<'s>, place: &Place, own: &[usize]) -> Said<'s> {
        match place.quotation.and_then(|_| Some((codings.placed?, *own.first()?))) {
            Some((placed, at)) => {
                let mark = &placed.marks.marks[at];
                Said {
                    speaker: placed.speakers[at],
                    voice: Some(placed.marks.voice(mark)),
                    places: placed.marks.places(mark),
                }
            }
            None => {
                let voice = state.voice(place.text, place.speaker);
                let places = voice.map(|voice| voice.places.clone()).unwrap_or_default();
                Said { speaker: place.speaker, voice, places }
            }
        }
    }

    /// Each case with the side in it: a party may be the customer in one case and the provider in another.
    fn pairs(&self, state: &State) -> Vec<[Ranked; 2]> {
        let side = |side: Option<u32>| side.and_then(|at| side_of(state, at)).unwrap_or(Ranked::nothing());
        let mut pairs: Vec<[Ranked; 2]> =
            self.places.iter().filter_map(|(case, of)| Some([case_of(state, *case)?, side(*of)])).collect();
        if pairs.is_empty() {
            pairs.push([Ranked::nothing(), side(self.voice.and_then(|voice| voice.side))]);
        }
        pairs.sort();
        pairs.dedup();
        pairs
    }
}

fn case_of(state: &State, at: u32) -> Option<Ranked> {
    let case = state.outline.cases.get(at as usize)?;
    Some(Ranked { rank: at, word: case.key.to_string() })
}

fn side_of(state: &State, at: u32) -> Option<Ranked> {
    let side = state.outline.sides.get(at as usize)?;
    Some(Ranked { rank: at, word: side.key.to_string() })
}

/// What a hit counts for; one empty value where there is nothing.
fn values(
    state: &State,
    codings: &Codings<'_>,
    place: &Place,
    said: &Said<'_>,
    own: &[usize],
    by: &str,
) -> Vec<Ranked> {
    let study = &state.outline;
    let Said { speaker, voice, places } = said;
    let ranked = |rank: u32, word: Option<String>| word.map(|word| Ranked { rank, word });
    let mut found: Vec<Ranked> = match by {
        "case" => places.iter().filter_map(|(case, _)| case_of(state, *case)).collect(),
        "side" => {
            let sides = places.iter().filter_map(|(_, side)| *side).chain(voice.and_then(|voice| voice.side));
            sides.filter_map(|side| side_of(state, side)).collect()
        }
        "party" => voice
            .and_then(|voice| voice.party)
            .and_then(|at| ranked(at, study.parties.get(at as usize).map(|p| p.key.to_string())))
            .into_iter()
            .collect(),
        "informant" => voice
            .and_then(|voice| voice.informant)
            .and_then(|at| ranked(at, study.informants.get(at as usize).map(|i| i.key.to_string())))
            .into_iter()
            .collect(),
        "speaker" => {
            let label = speaker
                .and_then(|at| state.speakers.get(place.text as usize)?.get(at as usize))
                .map(|speaker| speaker.label.clone());
            ranked(0, label).into_iter().collect()
        }
        "source" => ranked(place.text, Some(state.key_of(place.text).into_owned())).into_iter().collect(),
        "wave" => study
            .sources
            .get(place.text as usize)
            .and_then(|source| ranked(0, source.wave.as_ref().map(ToString::to_string)))
            .into_iter()
            .collect(),
        "code" => own
            .iter()
            .filter_map(|at| codings.mark(*at)?.code)
            .filter_map(|code| {
                ranked(code, study.codebook.codes().get(code as usize).map(|code| code.marked_name()))
            })
            .collect(),
        _ => own
            .iter()
            .filter_map(|at| codings.mark(*at))
            .filter_map(|mark| {
                ranked(mark.coder, study.coders.get(mark.coder as usize).map(|coder| coder.key.to_string()))
            })
            .collect(),
    };
    found.sort();
    found.dedup();
    if found.is_empty() { vec![Ranked::nothing()] } else { found }
}

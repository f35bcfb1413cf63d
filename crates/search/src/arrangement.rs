//! Arrangements of words, ready to be looked for in the index and in a text: both go by the same rules.

use std::collections::{BTreeSet, HashMap};

use levenshtein_automata::{DFA, Distance, LevenshteinAutomatonBuilder, SINK_STATE};
use tantivy::termdict::TermStreamer;
use tantivy_fst::Automaton;

use crate::analyzer::{Stemming, Stems};
use crate::query::{Form, Word, Wording};
use crate::term::{self, Term};
use crate::view::View;
use crate::word::{self, folded, lowered};
use crate::{IndexError, Language};

/// First and last word of something, by number within its passage, the last exclusive.
pub(crate) type Place = (u32, u32);

/// Words in some arrangement, by the terms of the index that count as each.
#[derive(Clone, Debug)]
pub(crate) enum Arrangement {
    /// Any of these terms.
    Word(Terms),
    /// One or another.
    Either(Vec<Arrangement>),
    /// One after the other.
    Sequence { parts: Vec<Arrangement>, between: u32 },
    /// In either order.
    Near { pair: Box<(Arrangement, Arrangement)>, between: u32 },
}

/// The terms that count as one word.
#[derive(Clone, Debug, Default)]
pub(crate) struct Terms {
    /// Folded words as they stand.
    exact: BTreeSet<String>,
    /// Stems by language.
    stems: BTreeSet<(Language, String)>,
    /// What of both the index has.
    pub(crate) indexed: BTreeSet<String>,
    /// In how many passages they stand, one by one.
    pub(crate) cost: u64,
}

impl Arrangement {
    /// Returns what `wording` asks for in terms of the index; `languages` are those of the texts.
    pub(crate) fn of(
        wording: &Wording,
        view: &View,
        languages: &[Language],
    ) -> Result<Arrangement, IndexError> {
        let of = |part: &Wording| Arrangement::of(part, view, languages);
        Ok(match wording {
            Wording::Word(word) => Arrangement::Word(terms(word, view, languages)?),
            Wording::Either(parts) => Arrangement::Either(parts.iter().map(of).collect::<Result<_, _>>()?),
            Wording::Sequence { parts, between } => Arrangement::Sequence {
                parts: parts.iter().map(of).collect::<Result<_, _>>()?,
                between: *between,
            },
            Wording::Near { pair, between } => {
                Arrangement::Near { pair: Box::new((of(&pair.0)?, of(&pair.1)?)), between: *between }
            }
        })
    }

    /// How many passages have to be looked at, at most.
    pub(crate) fn cost(&self) -> u64 {
        match self {
            Arrangement::Word(terms) => terms.cost,
            Arrangement::Either(parts) => parts.iter().map(Arrangement::cost).sum(),
            Arrangement::Sequence { parts, .. } => parts.iter().map(Arrangement::cost).min().unwrap_or(0),
            Arrangement::Near { pair, .. } => pair.0.cost().min(pair.1.cost()),
        }
    }

    /// Calls `each` with every word's terms.
    pub(crate) fn for_each_word(&self, each: &mut impl FnMut(&Terms)) {
        match self {
            Arrangement::Word(terms) => each(terms),
            Arrangement::Either(parts) | Arrangement::Sequence { parts, .. } => {
                for part in parts {
                    part.for_each_word(each);
                }
            }
            Arrangement::Near { pair, .. } => {
                pair.0.for_each_word(each);
                pair.1.for_each_word(each);
            }
        }
    }
}

fn terms(word: &Word, view: &View, languages: &[Language]) -> Result<Terms, IndexError> {
    let form = folded(&word.text).into_owned();
    let mut terms = Terms::default();
    if word.form == Form::Any {
        let stem = |&language: &Language| (language, Stems::new(language).stem(&word.text).to_string());
        terms.stems.extend(languages.iter().map(stem));
        terms.stems.extend(stems_of_variants(&word.text, view)?);
    }
    let mut found: BTreeSet<String> = BTreeSet::new();
    for piece in view.pieces() {
        let all = piece.words.terms();
        match word.form {
            Form::Exact | Form::Any => {
                let (from, to) = term::range_of(&form);
                found.extend(names(all.range().ge(from).lt(to).into_stream()?));
            }
            Form::Prefix => {
                let begins = |name: &String| name.starts_with(&form);
                found.extend(names(all.range().ge(&form).into_stream()?).take_while(begins));
            }
            Form::Fuzzy(distance) => {
                let dfa = LevenshteinAutomatonBuilder::new(distance, true).build_dfa(&form);
                found.extend(names(all.search(Likeness(&dfa)).into_stream()?));
            }
        }
        for (language, stem) in &terms.stems {
            found.extend(piece.words_of(*language, stem)?);
        }
    }
    match word.form {
        Form::Exact | Form::Any => terms.exact.extend([form]),
        Form::Prefix | Form::Fuzzy(_) => {
            let read = found.iter().filter_map(|name| Term::read(name.as_bytes()));
            terms.exact.extend(read.map(|term| term.folded.to_string()));
        }
    }
    for piece in view.pieces() {
        for term in &found {
            terms.cost += piece.words.terms().get(term)?.map_or(0, |term| u64::from(term.doc_freq));
        }
    }
    terms.indexed = found;
    Ok(terms)
}

/// The stems of a word where the texts spell it with other accents: stemmers go by accents, and a question may
/// leave them out.
fn stems_of_variants(word: &str, view: &View) -> Result<BTreeSet<(Language, String)>, IndexError> {
    let (from, to) = term::range_of(&folded(word));
    let own = lowered(word);
    let mut stems = BTreeSet::new();
    for piece in view.pieces() {
        for name in names(piece.words.terms().range().ge(&from).lt(&to).into_stream()?) {
            let Some(Term { language: Some(language), lowered, .. }) = Term::read(name.as_bytes()) else {
                continue;
            };
            if lowered != own && piece.is_used(&name, view.live())? {
                stems.insert((language, Stemming::new(language).stem(lowered)));
            }
        }
    }
    Ok(stems)
}

/// What a stretch of the dictionary holds.
fn names<A: Automaton>(mut stretch: TermStreamer<'_, A>) -> impl Iterator<Item = String>
where
    A::State: Clone,
{
    std::iter::from_fn(move || stretch.advance().then(|| String::from_utf8_lossy(stretch.key()).into_owned()))
}

/// Terms of words within a number of changed letters, as the dictionary of the index asks for them.
struct Likeness<'a>(&'a DFA);

/// How far a term has been read.
#[derive(Clone, Copy)]
enum Read {
    /// Within its word.
    Word(u32),
    /// Behind a word that is near enough.
    Behind,
}

impl Automaton for Likeness<'_> {
    type State = Read;

    fn start(&self) -> Read {
        Read::Word(self.0.initial_state())
    }

    fn is_match(&self, state: &Read) -> bool {
        matches!(state, Read::Behind)
    }

    fn can_match(&self, state: &Read) -> bool {
        !matches!(state, Read::Word(SINK_STATE))
    }

    fn accept(&self, state: &Read, byte: u8) -> Read {
        match *state {
            Read::Behind => Read::Behind,
            Read::Word(state) if term::is_end(byte) => match self.0.distance(state) {
                Distance::Exact(_) => Read::Behind,
                Distance::AtLeast(_) => Read::Word(SINK_STATE),
            },
            Read::Word(state) => Read::Word(self.0.transition(state, byte)),
        }
    }
}

/// Calls `each` with the choice of one place in each of `parts` that makes a sequence, in order of the
/// first place: every part begins after the one before ends, with at most `between` words in between
/// altogether. Stops when `each` returns false.
pub(crate) fn sequences(parts: &[Vec<Place>], between: u32, mut each: impl FnMut(&[Place]) -> bool) {
    let Some((first, rest)) = parts.split_first() else { return };
    let mut chosen = Vec::with_capacity(parts.len());
    'first: for &start in first {
        chosen.clear();
        chosen.push(start);
        let mut end = start.1;
        let mut room = between;
        for part in rest {
            let next = part.partition_point(|place| place.0 < end);
            match part.get(next) {
                Some(&place) if place.0 - end <= room => {
                    room -= place.0 - end;
                    end = place.1;
                    chosen.push(place);
                }
                _ => continue 'first,
            }
        }
        if !each(&chosen) {
            return;
        }
    }
}

/// Calls `each` with every place of `left` and every one of `right` that have at most `between` words in
/// between, in whichever order. Stops when `each` returns false.
pub(crate) fn neighbours(
    left: &[Place],
    right: &[Place],
    between: u32,
    mut each: impl FnMut(Place, Place) -> bool,
) {
    for &a in left {
        // Places are ordered by their first word; one that begins before may still reach near.
        for &b in right {
            let gap = if b.0 >= a.1 {
                b.0 - a.1
            } else if a.0 >= b.1 {
                a.0 - b.1
            } else {
                continue;
            };
            if gap <= between && !each(a, b) {
                return;
            }
            if b.0 > a.1.saturating_add(between) {
                break;
            }
        }
    }
}

/// A text cut into words, to be compared with those that are asked for.
pub(crate) struct Words<'t> {
    text: &'t str,
    /// Byte ranges in the text.
    cuts: Vec<(usize, usize)>,
    /// The language its words are stemmed in.
    language: Option<Language>,
}

/// Where an arrangement stands in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Match {
    /// From the first byte to the one after the last.
    pub(crate) whole: (usize, usize),
    /// The stretches that were asked for, in bytes.
    pub(crate) parts: Vec<(usize, usize)>,
}

impl<'t> Words<'t> {
    /// Cuts `text`, which is in `language` where that is known.
    pub(crate) fn of(text: &'t str, language: Option<Language>) -> Words<'t> {
        let mut cuts = Vec::new();
        word::words(text, &mut cuts);
        Words { text, cuts, language }
    }

    /// Where `arrangement` stands, in order; `stems` are those known so far.
    pub(crate) fn matches(
        &self,
        arrangement: &Arrangement,
        stems: &mut HashMap<Language, Stems>,
    ) -> Vec<Match> {
        let found = self.find(arrangement, stems);
        let bytes = |(from, to): Place| {
            let first = self.cuts.get(from as usize).map_or(0, |cut| cut.0);
            let last = self.cuts.get((to as usize).wrapping_sub(1)).map_or(first, |cut| cut.1);
            (first, last)
        };
        found
            .into_iter()
            .map(|found| Match {
                whole: bytes(found.whole),
                parts: found.parts.into_iter().map(bytes).collect(),
            })
            .collect()
    }

    /// The numbers of the words that one of `terms` is for.
    fn of_terms<'a>(
        &'a self,
        terms: &'a Terms,
        stems: &'a mut HashMap<Language, Stems>,
    ) -> impl Iterator<Item = usize> + 'a {
        // Stems are known only where the text has a language and the words may be bent.
        let language = self.language.filter(|language| terms.stems.iter().any(|(of, _)| of == language));
        let mut stems = language
            .map(|language| (language, stems.entry(language).or_insert_with(|| Stems::new(language))));
        let is = move |cut: &(usize, usize)| {
            let word = &self.text[cut.0..cut.1];
            terms.exact.contains(folded(word).as_ref())
                || stems.as_mut().is_some_and(|(language, stems)| {
                    let own = stems.stem(word);
                    terms.stems.iter().any(|(of, stem)| of == language && stem == own)
                })
        };
        self.cuts.iter().map(is).enumerate().filter_map(|(at, is)| is.then_some(at))
    }

    fn find(&self, arrangement: &Arrangement, stems: &mut HashMap<Language, Stems>) -> Vec<Found> {
        match arrangement {
            Arrangement::Word(terms) => {
                let place = |at: usize| (small(at), small(at + 1));
                self.of_terms(terms, stems)
                    .map(|at| Found { whole: place(at), parts: vec![place(at)] })
                    .collect()
            }
            Arrangement::Either(parts) => {
                let mut found: Vec<Found> = parts.iter().flat_map(|part| self.find(part, stems)).collect();
                found.sort_by_key(|found| found.whole);
                found.dedup();
                found
            }
            Arrangement::Sequence { parts, between } => {
                let parts: Vec<Vec<Found>> = parts.iter().map(|part| self.find(part, stems)).collect();
                let places: Vec<Vec<Place>> =
                    parts.iter().map(|part| part.iter().map(|f| f.whole).collect()).collect();
                let mut found = Vec::new();
                sequences(&places, *between, |chosen| {
                    let (Some(first), Some(last)) = (chosen.first(), chosen.last()) else { return true };
                    let whole = (first.0, last.1);
                    let parts = if *between == 0 { vec![whole] } else { chosen.to_vec() };
                    found.push(Found { whole, parts });
                    true
                });
                found
            }
            Arrangement::Near { pair, between } => {
                let (left, right) = (self.find(&pair.0, stems), self.find(&pair.1, stems));
                let places = |found: &[Found]| found.iter().map(|f| f.whole).collect::<Vec<_>>();
                let mut found = Vec::new();
                neighbours(&places(&left), &places(&right), *between, |a, b| {
                    found
                        .push(Found { whole: (a.0.min(b.0), a.1.max(b.1)), parts: vec![a.min(b), a.max(b)] });
                    true
                });
                found.sort_by_key(|found| found.whole);
                found.dedup();
                found
            }
        }
    }
}

/// An arrangement found, by numbers of words.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Found {
    whole: Place,
    parts: Vec<Place>,
}

fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

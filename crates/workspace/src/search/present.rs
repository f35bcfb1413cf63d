//! Hits as a person reads them: the words, who says them, where they stand and how they are coded.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use serde::Serialize;
use themata_model::mark::Voice;
use themata_model::{RowId, SpeakerRole};
use themata_search::{Answer, Hit, Place, columns};
use themata_store::{CodingPlace, PlacedChoice, Spot, Which};

use super::State;
use super::kept::Kept;
use super::request::{SearchRequest, SearchUnit};
use super::scope::StudyScope;
use crate::WorkspaceError;
use crate::verbs::look;

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Found {
    /// How the query was understood.
    pub understood: String,
    /// How many hits there are in all.
    pub total: usize,
    /// Those that are shown.
    pub hits: Vec<FoundHit>,
    /// What is to be known of them.
    pub notes: Vec<String>,
}

/// One hit. Positions are code points of the source's text.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FoundHit {
    /// Key of the source.
    pub source: String,
    /// Line (1-based) it begins in.
    pub line: usize,
    /// Page, where the original has pages.
    pub page: Option<String>,
    /// Number printed beside the paragraph or line, where the original prints some.
    pub number: Option<String>,
    /// Timestamp of the turn, where there is one.
    pub timestamp: Option<String>,
    /// First code point.
    pub start: u32,
    /// The code point after the last.
    pub end: u32,
    /// Who speaks.
    pub speaker: SpeakerOfHit,
    /// Keys of the cases it counts for.
    pub cases: Vec<String>,
    /// Key of the side that speaks, where there is one.
    pub side: Option<String>,
    /// The words.
    pub text: String,
    /// Where the words that were asked for stand in `text`: first code point and the one after the last.
    pub marks: Vec<(usize, usize)>,
    /// Each place at which the query holds as a whole, likewise.
    pub matches: Vec<(usize, usize)>,
    /// Paragraphs before, where asked for.
    pub before: Vec<String>,
    /// Paragraphs after, where asked for.
    pub after: Vec<String>,
    /// The codes of the quotation, or of what lies in the passage or turn.
    pub codes: Vec<CodeOfHit>,
    /// Id of the coding, when quotations were asked for.
    pub coding: Option<String>,
    /// The digits by which the coding is called.
    pub short: Option<String>,
    /// Who made the coding.
    pub coder: Option<String>,
    /// How well it fits; greater is better.
    pub score: f32,
}

/// Who speaks in a hit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SpeakerOfHit {
    /// The label in the text.
    pub label: Option<String>,
    /// `interviewer`, `informant`, or nothing where it is not known.
    pub role: Option<&'static str>,
    /// Key of the informant, where it is known.
    pub informant: Option<String>,
    /// The informant's title.
    pub title: Option<String>,
    /// Key of the party.
    pub party: Option<String>,
}

/// A code of a hit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct CodeOfHit {
    /// Key.
    pub key: String,
    /// Name with its marker.
    pub name: String,
}

/// A line of a concordance: a place where the query holds, with the words around it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KwicLine {
    /// Key of the source and line.
    pub place: String,
    /// Words before.
    pub left: String,
    /// The words.
    pub keyword: String,
    /// Words after.
    pub right: String,
}

impl FoundHit {
    /// `S1:12`, with page, printed number and time where there are any.
    pub fn locator(&self) -> String {
        let mut locator = format!("{}:{}", self.source, self.line);
        if let Some(page) = &self.page {
            locator.push_str(&format!(", p. {page}"));
        }
        if let Some(number) = &self.number {
            locator.push_str(&format!(", no. {number}"));
        }
        if let Some(timestamp) = &self.timestamp {
            locator.push_str(&format!(", {timestamp}"));
        }
        locator
    }

    /// The lines of a concordance, with up to `width` columns on each side.
    pub fn concordance(&self, width: usize) -> Vec<KwicLine> {
        let all: Vec<char> = self.text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
        let piece = |from: usize, to: usize| all.get(from..to).unwrap_or_default().iter().collect::<String>();
        let fits = |from: usize, to: usize| columns(&piece(from, to)) <= width;
        let line = |&(from, to): &(usize, usize)| {
            // Columns are no more than two a character, and marks take none.
            let first = (from.saturating_sub(width)..=from).find(|first| fits(*first, from)).unwrap_or(from);
            let last = (to..=(to + width).min(all.len())).rev().find(|last| fits(to, *last)).unwrap_or(to);
            KwicLine {
                place: self.locator(),
                left: piece(first, from),
                keyword: piece(from, to),
                right: piece(to, last),
            }
        };
        self.matches.iter().map(line).collect()
    }
}

/// The answer as a person reads it.
pub(super) fn found(
    scope: &StudyScope<'_>,
    state: &State,
    request: &SearchRequest,
    answer: &Answer,
) -> Result<Found, WorkspaceError> {
    let placed = match answer.hits.is_empty() {
        true => None,
        false => Some(scope.placed(&codings_of(answer))?),
    };
    let codings = Codings::new(scope, request, answer)?;
    let mut places = Vec::with_capacity(answer.hits.len());
    for Hit { place, matches, .. } in &answer.hits {
        let Some(source) = state.outline.sources.get(place.text as usize) else { continue };
        // A long paragraph has several pages or times: those of the words that were found are told.
        let mut shown = place.start;
        if let (Some(found), None) = (matches.first(), place.quotation) {
            let text = state.text(scope.store, place.text)?;
            let before =
                state.index.bytes_of(place.text, &text, place.start, place.end).start..found.whole.start;
            let before = text.get(before).map_or(0, |before| before.chars().count());
            shown = shown.saturating_add(u32::try_from(before).unwrap_or(u32::MAX));
        }
        places.push((&source.key, place.turn, shown));
    }
    let mut hits = Vec::with_capacity(answer.hits.len());
    for (hit, spot) in answer.hits.iter().zip(scope.store.spots(&places)?) {
        hits.push(one(scope, state, request, hit, spot, placed.as_deref(), &codings)?);
    }
    Ok(Found { understood: String::new(), total: answer.total, hits, notes: Vec::new() })
}

/// The codings that tell of the hits: those found, or those that stand where the hits do.
fn codings_of(answer: &Answer) -> PlacedChoice {
    let places = answer.hits.iter().map(|hit| &hit.place);
    let coding = |place: &Place| {
        let number = place.quotation?;
        Some(CodingPlace { source: place.text, start: place.start, end: place.end, number })
    };
    let found: Option<Vec<CodingPlace>> = places.clone().map(coding).collect();
    match found {
        Some(these) => PlacedChoice { these: Some(these), ..PlacedChoice::default() },
        None => {
            let touching = places.map(|place| (place.text, place.start, place.end)).collect();
            PlacedChoice { touching: Some(touching), ..PlacedChoice::default() }
        }
    }
}

/// The codings that were found, when quotations were asked for.
struct Codings {
    ids: HashMap<i64, RowId>,
    coders: BTreeMap<RowId, String>,
}

impl Codings {
    fn new(
        scope: &StudyScope<'_>,
        request: &SearchRequest,
        answer: &Answer,
    ) -> Result<Codings, WorkspaceError> {
        let mut codings = Codings { ids: HashMap::new(), coders: BTreeMap::new() };
        if request.unit != SearchUnit::Quotation {
            return Ok(codings);
        }
        let numbers: Vec<i64> = answer.hits.iter().filter_map(|hit| hit.place.quotation).collect();
        let ids = scope.store.coding_ids(&numbers)?;
        codings.ids = numbers.into_iter().zip(ids.iter().copied()).collect();
        let read = scope.store.codings(&Which::Ids(ids))?;
        codings.coders = read.into_iter().map(|coding| (coding.id, coding.coder.to_string())).collect();
        Ok(codings)
    }
}

fn one(
    scope: &StudyScope<'_>,
    state: &State,
    request: &SearchRequest,
    hit: &Hit,
    spot: Spot,
    placed: Option<&Kept>,
    codings: &Codings,
) -> Result<FoundHit, WorkspaceError> {
    let place = &hit.place;
    let text = state.text(scope.store, place.text)?;
    let source = &state.outline.sources[place.text as usize];
    let bytes = state.index.bytes_of(place.text, &text, place.start, place.end);
    let base = bytes.start;
    let words = &text[bytes];
    let own = own_marks(placed, place);
    let (speaker, voice) = who(state, placed, place, &own);
    let (cases, side) = cases_of(state, placed, place, voice, &own);
    let mut codes: Vec<CodeOfHit> = own
        .iter()
        .filter_map(|at| placed?.marks.marks[*at].code)
        .filter_map(|code| code_of(state, code))
        .collect();
    codes.sort();
    codes.dedup();
    let ends = hit.matches.iter().flat_map(|found| std::iter::once(&found.whole).chain(&found.parts));
    let counted = Counted::new(words, base, ends);
    let within = |range: &Range<usize>| (counted.chars(range.start), counted.chars(range.end));
    let (before, after) = context(state, request, place, &text);
    let id = place.quotation.and_then(|number| codings.ids.get(&number)).copied();
    Ok(FoundHit {
        source: source.key.to_string(),
        line: memchr::memchr_iter(b'\n', &text.as_bytes()[..base]).count() + 1,
        page: spot.page,
        number: spot.number,
        timestamp: spot.timestamp.map(|timestamp| timestamp.to_string()),
        start: place.start,
        end: place.end,
        speaker,
        cases,
        side,
        text: words.to_string(),
        marks: joined(hit.matches.iter().flat_map(|found| &found.parts).map(within).collect()),
        matches: hit.matches.iter().map(|found| within(&found.whole)).collect(),
        before,
        after,
        codes,
        coding: id.map(|id| id.to_string()),
        short: id.map(look::short_id),
        coder: id.and_then(|id| codings.coders.get(&id).cloned()),
        score: hit.score,
    })
}

/// Positions of the codings a hit shows: the quotation itself, or all that share a character with it.
fn own_marks(placed: Option<&Kept>, place: &Place) -> Vec<usize> {
    let Some(placed) = placed else { return Vec::new() };
    let is = |at: &usize| {
        let mark = &placed.marks.marks[*at];
        match place.quotation {
            Some(number) => placed.numbers[*at] == number,
            None => mark.start < place.end && place.start < mark.end,
        }
    };
    placed.in_source(place.text).filter(is).collect()
}

fn code_of(state: &State, code: u32) -> Option<CodeOfHit> {
    let code = state.outline.codebook.codes().get(code as usize)?;
    Some(CodeOfHit { key: code.key.to_string(), name: code.marked_name() })
}

fn who<'s>(
    state: &'s State,
    placed: Option<&'s Kept>,
    place: &Place,
    own: &[usize],
) -> (SpeakerOfHit, Option<&'s Voice>) {
    // Of a quotation the one counts who says most of it.
    let (speaker, voice) = match (place.quotation, own, placed) {
        (Some(_), [at], Some(placed)) => {
            (placed.speakers[*at], Some(placed.marks.voice(&placed.marks.marks[*at])))
        }
        _ => (place.speaker, state.voice(place.text, place.speaker)),
    };
    let of_text = speaker.and_then(|at| state.speakers.get(place.text as usize)?.get(at as usize));
    let informant = voice.and_then(|voice| state.outline.informants.get(voice.informant? as usize));
    let party = voice.and_then(|voice| state.outline.parties.get(voice.party? as usize));
    let role = of_text.and_then(|speaker| match speaker.role {
        SpeakerRole::Interviewer => Some("interviewer"),
        SpeakerRole::Informant => Some("informant"),
        SpeakerRole::Unknown => None,
    });
    let speaker = SpeakerOfHit {
        label: of_text.map(|speaker| speaker.label.clone()),
        role,
        informant: informant.map(|informant| informant.key.to_string()),
        title: informant.map(|informant| informant.title.clone()).filter(|title| !title.is_empty()),
        party: party.map(|party| party.key.to_string()),
    };
    (speaker, voice)
}

/// The cases and the side of a hit: those the coding counts for, or those of the speaker.
fn cases_of(
    state: &State,
    placed: Option<&Kept>,
    place: &Place,
    voice: Option<&Voice>,
    own: &[usize],
) -> (Vec<String>, Option<String>) {
    let places = match (place.quotation, own, placed) {
        (Some(_), [at], Some(placed)) => placed.marks.places(&placed.marks.marks[*at]),
        _ => voice.map(|voice| voice.places.clone()).unwrap_or_default(),
    };
    let cases = places.iter().filter_map(|(case, _)| state.outline.cases.get(*case as usize));
    let side = voice.and_then(|voice| voice.side).or_else(|| places.iter().find_map(|(_, side)| *side));
    let side = side.and_then(|side| state.outline.sides.get(side as usize));
    (cases.map(|case| case.key.to_string()).collect(), side.map(|side| side.key.to_string()))
}

fn context(state: &State, request: &SearchRequest, place: &Place, text: &str) -> (Vec<String>, Vec<String>) {
    if request.context == 0 {
        return (Vec::new(), Vec::new());
    }
    let (before, after) = state.index.neighbours(place, request.context);
    let bytes = |(start, end): (u32, u32)| state.index.bytes_of(place.text, text, start, end);
    let words = |stretch: (u32, u32)| text[bytes(stretch)].to_string();
    (before.into_iter().map(words).collect(), after.into_iter().map(words).collect())
}

/// Bytes of a text as code points of some words of it.
struct Counted {
    /// The byte the words begin at.
    base: usize,
    /// Bytes of the words, in order, with the code points before.
    known: Vec<(usize, usize)>,
}

impl Counted {
    /// Counts up to both ends of `ranges`, in one pass.
    fn new<'r>(words: &str, base: usize, ranges: impl Iterator<Item = &'r Range<usize>>) -> Counted {
        let mut bytes: Vec<usize> =
            ranges.flat_map(|range| [range.start, range.end]).map(|byte| byte.saturating_sub(base)).collect();
        bytes.sort_unstable();
        bytes.dedup();
        let (mut from, mut chars) = (0, 0);
        let known = bytes.into_iter().map(|byte| {
            chars += words.get(from..byte).map_or(0, |between| between.chars().count());
            from = byte;
            (byte, chars)
        });
        Counted { base, known: known.collect() }
    }

    fn chars(&self, byte: usize) -> usize {
        let at = self.known.binary_search_by_key(&byte.saturating_sub(self.base), |(byte, _)| *byte);
        at.map_or(0, |at| self.known[at].1)
    }
}

/// Ranges that touch or overlap as one.
fn joined(mut ranges: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    ranges.sort_unstable();
    let mut out: Vec<(usize, usize)> = Vec::with_capacity(ranges.len());
    for (from, to) in ranges {
        match out.last_mut() {
            Some(last) if from < last.1 => last.1 = last.1.max(to),
            _ => out.push((from, to)),
        }
    }
    out
}

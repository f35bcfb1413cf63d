//! Codings reduced to integers, for counting: who speaks, for which case and side, under which
//! code, and where.
//!
//! A study of a million codings is counted without loading one quotation: the store makes the
//! same [`Marks`] from its tables that [`Marks::of`] makes from a study in memory.

use std::collections::HashMap;

use crate::table::CodingRef;
use crate::{FacetAssignment, Informant, SideKey, Source, Span, Speaker, SpeakerRole, Study, Text};

/// All placed codings of a study as integers. Positions refer to the study's own lists
/// (`sources`, `codebook.codes()`, `coders`, `informants`, …).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Marks {
    /// Every voice that is coded: one a source and speaker.
    pub voices: Vec<Voice>,
    /// The codings that have a place, in the order of the study.
    pub marks: Vec<Mark>,
}

/// Who speaks in a stretch of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voice {
    /// Position of the source.
    pub source: u32,
    /// Position of the informant; `None` when it is not known who speaks, or a document speaks.
    pub informant: Option<u32>,
    /// Position of the party.
    pub party: Option<u32>,
    /// The cases the voice speaks for, each with the side it fills there (positions).
    pub places: Vec<(u32, Option<u32>)>,
    /// The side of a voice whatever the case, where that is one and the same.
    pub side: Option<u32>,
    /// Whether it is the interviewer who speaks.
    pub interviewer: bool,
}

/// One coding as integers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The coding.
    pub coding: CodingRef,
    /// Position in [`Marks::voices`].
    pub voice: u32,
    /// Position of the code; `None` when only a facet value was given.
    pub code: Option<u32>,
    /// Position of the coder.
    pub coder: u32,
    /// Start, in one unit throughout a source.
    pub start: u32,
    /// End, exclusive, in the same unit.
    pub end: u32,
    /// Position of the case the words are about, when it is not the speaker's own.
    pub about_case: Option<u32>,
    /// Position of the side the words are about, when it is not the speaker's own.
    pub about_side: Option<u32>,
    /// Facet values: position of the facet and what was given.
    pub facets: Vec<(u32, MarkValue)>,
}

/// A facet value as integers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MarkValue {
    /// Stretches over all values.
    All,
    /// Stands outside the facet.
    None,
    /// Position of the value.
    Value(u32),
}

impl Marks {
    /// The marks of every placed coding of `study`.
    pub fn of(study: &Study) -> Marks {
        let sources: HashMap<_, usize> = study.sources.iter().enumerate().map(|(i, s)| (&s.key, i)).collect();
        let coders: HashMap<_, u32> = (0u32..).zip(&study.coders).map(|(i, c)| (&c.key, i)).collect();
        let mut voices = Voices::new(study);
        let mut marks = Vec::with_capacity(study.codings.len());
        for (i, coding) in (0u32..).zip(&study.codings) {
            let (Some(span), Some(&source)) = (coding.span, sources.get(&coding.source)) else {
                continue;
            };
            let speaker = main_speaker(study.sources[source].text(), span);
            let Some(&coder) = coders.get(&coding.coder) else {
                continue;
            };
            marks.push(Mark {
                coding: CodingRef(i),
                voice: voices.voice(source, speaker),
                code: coding.target.code().and_then(|key| study.codebook.position(key)).map(narrow),
                coder,
                start: narrow(span.start().0),
                end: narrow(span.end().0),
                about_case: coding.about.case.as_ref().and_then(|key| at(&study.cases, |c| c.key == *key)),
                about_side: coding.about.side.as_ref().and_then(|key| side_position(study, key)),
                facets: mark_values(study, coding.target.facets().iter()),
            });
        }
        Marks { voices: voices.voices, marks }
    }

    /// The voice of a mark.
    pub fn voice(&self, mark: &Mark) -> &Voice {
        &self.voices[mark.voice as usize]
    }

    /// The cases a mark counts for, each with the side that speaks there: the case the words are
    /// about, else the speaker's own. A speaker without a place in a case has no side in it.
    pub fn places(&self, mark: &Mark) -> Vec<(u32, Option<u32>)> {
        let voice = self.voice(mark);
        match mark.about_case {
            None => voice.places.clone(),
            Some(case) => {
                let own = voice.places.iter().find(|(place, _)| *place == case);
                vec![(case, own.and_then(|(_, side)| *side))]
            }
        }
    }
}

/// The facet values of a coding as integers; unknown keys are left out.
pub fn mark_values<'a>(
    study: &Study,
    values: impl Iterator<Item = (&'a crate::FacetKey, &'a FacetAssignment)>,
) -> Vec<(u32, MarkValue)> {
    let one = |(facet_key, value): (&crate::FacetKey, &FacetAssignment)| {
        let facet = study.facets.iter().position(|f| f.key == *facet_key)?;
        let value = match value {
            FacetAssignment::All => MarkValue::All,
            FacetAssignment::None => MarkValue::None,
            FacetAssignment::Value(key) => MarkValue::Value(narrow(study.facets[facet].position(key)?)),
        };
        Some((narrow(facet), value))
    };
    values.filter_map(one).collect()
}

/// The speaker (position in the text's list) who says most of `span`: informants before interviewers.
pub fn main_speaker(text: &Text, span: Span) -> Option<usize> {
    let first = text.turns.partition_point(|turn| turn.body_end() <= span.start());
    let touched = text.turns[first..].iter().take_while(|turn| turn.start() < span.end());
    let shared = |turn: &crate::Turn| {
        turn.body_end().0.min(span.end().0).saturating_sub(turn.start().0.max(span.start().0))
    };
    let answers = |turn: &crate::Turn| text.speaker(turn).is_none_or(|s| s.role != SpeakerRole::Interviewer);
    // max_by_key keeps the last of equals; the first is meant, hence the reversal.
    let turns: Vec<_> = touched.collect();
    turns.into_iter().rev().max_by_key(|turn| (answers(turn), shared(turn))).map(|turn| turn.speaker)
}

/// Resolves speakers to voices, once each.
pub struct Voices<'a> {
    study: &'a Study,
    // The speakers of each source's current text, by position of the source.
    speakers: Vec<&'a [Speaker]>,
    voices: Vec<Voice>,
    known: HashMap<(usize, Option<usize>), u32>,
}

impl<'a> Voices<'a> {
    /// Returns an empty list for `study`.
    pub fn new(study: &'a Study) -> Self {
        let speakers = study.sources.iter().map(|s| s.texts.last().map_or(&[][..], |text| &text.speakers));
        Voices { study, speakers: speakers.collect(), voices: Vec::new(), known: HashMap::new() }
    }

    /// Returns an empty list for a `study` whose texts are not loaded; `speakers` holds those of
    /// each source's current text, by position of the source.
    pub fn with_speakers(study: &'a Study, speakers: &'a [Vec<Speaker>]) -> Self {
        let speakers = speakers.iter().map(Vec::as_slice).collect();
        Voices { study, speakers, voices: Vec::new(), known: HashMap::new() }
    }

    /// The voices found so far.
    pub fn into_voices(self) -> Vec<Voice> {
        self.voices
    }

    /// The position of the voice of `speaker` (position in the text's list; `None` outside turns)
    /// in the source at position `source`.
    pub fn voice(&mut self, source: usize, speaker: Option<usize>) -> u32 {
        if let Some(&known) = self.known.get(&(source, speaker)) {
            return known;
        }
        let spoken = speaker.and_then(|i| self.speakers.get(source)?.get(i));
        let voice = resolve(self.study, source, spoken);
        let position = narrow(self.voices.len());
        self.voices.push(voice);
        self.known.insert((source, speaker), position);
        position
    }
}

/// Who speaks: the informant named for the label, else the only informant of the source; the
/// party and side follow from the informant, else from the source where it names just one.
fn resolve(study: &Study, position: usize, speaker: Option<&Speaker>) -> Voice {
    let source = &study.sources[position];
    let interviewer = speaker.is_some_and(|s| s.role == SpeakerRole::Interviewer);
    let mut voice = Voice {
        source: narrow(position),
        informant: None,
        party: None,
        places: vec![],
        side: None,
        interviewer,
    };
    if interviewer {
        voice.places = source
            .cases
            .iter()
            .filter_map(|key| Some((at(&study.cases, |c| c.key == *key)?, None)))
            .collect();
        return voice;
    }
    let only = match source.informants.as_slice() {
        [one] => Some(one),
        _ => None,
    };
    let informant = speaker.and_then(|s| s.informant.as_ref()).or(only).and_then(|key| study.informant(key));
    let party = match (informant, source.parties.as_slice()) {
        (Some(Informant { party: Some(party), .. }), _) => Some(party),
        (_, [one]) => Some(one),
        _ => None,
    };
    let stated_side = match source.sides.as_slice() {
        [one] => Some(one),
        _ => None,
    };
    // The party's side in the case counts; where it fills several, the one that the source names.
    // Only where the party has none does the source speak for itself.
    let side_in = |case: &crate::Case| -> Option<u32> {
        let fills = |side: &SideKey| {
            let of_side = case.sides.iter().find(|filled| filled.side.as_ref() == Some(side));
            of_side.is_some_and(|filled| party.is_some_and(|party| filled.parties.contains(party)))
        };
        let stated = stated_side.filter(|side| fills(side));
        let of_party = || party.and_then(|party| case.side_of(party));
        side_position(study, stated.or_else(of_party).or(stated_side)?)
    };
    let cases = cases_of(study, source, informant);
    voice.places = cases.iter().map(|&case| (narrow(case), side_in(&study.cases[case]))).collect();
    let sides: std::collections::BTreeSet<_> = voice.places.iter().map(|(_, side)| *side).collect();
    voice.side = match (sides.len(), sides.first()) {
        (1, Some(Some(one))) => Some(*one),
        _ => stated_side.and_then(|key| side_position(study, key)),
    };
    voice.informant = informant.and_then(|i| at(&study.informants, |other| other.key == i.key));
    voice.party = party.and_then(|key| at(&study.parties, |other| other.key == *key));
    voice
}

/// The cases of a source; where it has several and the informant speaks for some of them, those.
fn cases_of(study: &Study, source: &Source, informant: Option<&Informant>) -> Vec<usize> {
    let of_source: Vec<usize> =
        source.cases.iter().filter_map(|key| study.cases.iter().position(|c| c.key == *key)).collect();
    let Some(informant) = informant else {
        return of_source;
    };
    let of_informant: Vec<usize> = study
        .cases_of_informant(informant)
        .into_iter()
        .filter_map(|case| study.cases.iter().position(|c| c.key == case.key))
        .collect();
    if of_source.is_empty() {
        return of_informant;
    }
    let both: Vec<usize> = of_source.iter().copied().filter(|case| of_informant.contains(case)).collect();
    if both.is_empty() { of_source } else { both }
}

fn at<T>(rows: &[T], wanted: impl Fn(&T) -> bool) -> Option<u32> {
    rows.iter().position(wanted).map(narrow)
}

fn side_position(study: &Study, key: &SideKey) -> Option<u32> {
    at(&study.sides, |side| side.key == *key)
}

/// Texts and lists longer than 4 GiB or 2³² rows are refused at ingest.
fn narrow(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(u32::MAX)
}

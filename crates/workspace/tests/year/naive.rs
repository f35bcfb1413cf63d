//! Counting as one would with pencil and paper: slowly, one coding after the other, from the rules in the
//! notes of the tables.

use std::collections::BTreeSet;

use themata_model::{Code, Coding, Source, SpeakerRole, Study};

/// What a coding counts for: who speaks, in which cases and on which sides.
pub(crate) struct Voice {
    pub(crate) informant: Option<String>,
    /// Case and side.
    pub(crate) places: Vec<(String, Option<String>)>,
}

/// Placed codings of a code and of all below it.
pub(crate) fn below<'s>(s: &'s Study, code: &Code) -> Vec<&'s Coding> {
    let is_below = |coding: &&Coding| {
        let mut at = coding.target.code().and_then(|key| s.code(key));
        while let Some(found) = at {
            if found.id == code.id {
                return true;
            }
            at = found.parent.as_ref().and_then(|key| s.code(key));
        }
        false
    };
    s.codings.iter().filter(|coding| coding.span.is_some()).filter(is_below).collect()
}

/// The codings that count: of codings of one code that overlap, directly or over others, those of the
/// coder who has most of them, the first of the list where several have as many.
fn counting<'s>(s: &Study, codings: &[&'s Coding]) -> Vec<&'s Coding> {
    let overlap = |a: &Coding, b: &Coding| match (a.span, b.span) {
        (Some(x), Some(y)) => {
            let same = a.source == b.source && a.target.code() == b.target.code();
            same && x.start() < y.end() && y.start() < x.end()
        }
        _ => false,
    };
    let mut left: Vec<&Coding> = codings.to_vec();
    let mut all = Vec::new();
    while let Some(first) = left.pop() {
        let mut heap = vec![first];
        let mut at = 0;
        while at < heap.len() {
            let (near, far): (Vec<&Coding>, Vec<&Coding>) =
                left.iter().partition(|other| overlap(heap[at], other));
            heap.extend(near);
            left = far;
            at += 1;
        }
        let mut most: Vec<&Coding> = Vec::new();
        for who in &s.coders {
            let own: Vec<&Coding> = heap.iter().filter(|coding| coding.coder == who.key).copied().collect();
            if own.len() > most.len() {
                most = own;
            }
        }
        all.extend(most);
    }
    all
}

/// How many codings count.
pub(crate) fn codings(s: &Study, codings: &[&Coding]) -> usize {
    counting(s, codings).len()
}

/// How many different stretches of text the codings that count stand on.
pub(crate) fn spans(s: &Study, codings: &[&Coding]) -> usize {
    let spans: BTreeSet<_> =
        counting(s, codings).into_iter().map(|coding| (&coding.source, coding.span)).collect();
    spans.len()
}

pub(crate) fn sources(s: &Study, codings: &[&Coding], interviews_only: bool) -> usize {
    let keys: BTreeSet<_> = codings.iter().map(|coding| &coding.source).collect();
    keys.iter()
        .filter(|key| !interviews_only || s.source(key).is_some_and(|row| row.kind.is_interview()))
        .count()
}

pub(crate) fn informants(s: &Study, codings: &[&Coding]) -> usize {
    // A row that stands for several people counts once: it is not known who of them said it.
    let keys: BTreeSet<_> = codings.iter().filter_map(|coding| voice(s, coding).informant).collect();
    keys.len()
}

pub(crate) fn cases(s: &Study, codings: &[&Coding]) -> usize {
    let all: BTreeSet<String> =
        codings.iter().flat_map(|c| voice(s, c).places).map(|(case, _)| case).collect();
    all.len()
}

/// Who speaks where a coding stands: who says most of it, rather somebody who answers.
fn speaker<'s>(source: &'s Source, coding: &Coding) -> Option<&'s themata_model::Speaker> {
    let (text, span) = (source.text(), coding.span?);
    let mut best: Option<(bool, usize, &themata_model::Speaker)> = None;
    for turn in &text.turns {
        let (from, to) = (turn.start().0.max(span.start().0), turn.body_end().0.min(span.end().0));
        if from >= to {
            continue;
        }
        let speaker = &text.speakers[turn.speaker];
        let answers = speaker.role != SpeakerRole::Interviewer;
        if best.is_none_or(|(a, n, _)| (answers, to - from) > (a, n)) {
            best = Some((answers, to - from, speaker));
        }
    }
    best.map(|(_, _, speaker)| speaker)
}

/// For whom, which case and which side a coding counts.
pub(crate) fn voice(s: &Study, coding: &Coding) -> Voice {
    let source = s.source(&coding.source).unwrap();
    let speaker = speaker(source, coding);
    let mut found = Voice { informant: None, places: Vec::new() };
    let of_source: Vec<String> = source.cases.iter().map(ToString::to_string).collect();
    if speaker.is_some_and(|speaker| speaker.role == SpeakerRole::Interviewer) {
        found.places = of_source.into_iter().map(|case| (case, None)).collect();
    } else {
        let only = if source.informants.len() == 1 { source.informants.first() } else { None };
        let informant = speaker.and_then(|speaker| speaker.informant.as_ref()).or(only);
        let informant = informant.and_then(|key| s.informant(key));
        let only = if source.parties.len() == 1 { source.parties.first() } else { None };
        let party = informant.and_then(|informant| informant.party.as_ref()).or(only);
        let own: Vec<String> = match informant {
            None => of_source.clone(),
            Some(informant) => {
                s.cases_of_informant(informant).iter().map(|case| case.key.to_string()).collect()
            }
        };
        let both: Vec<String> = of_source.iter().filter(|case| own.contains(case)).cloned().collect();
        let cases = match (of_source.is_empty(), both.is_empty()) {
            (true, _) => own,
            (false, true) => of_source,
            (false, false) => both,
        };
        let stated = if source.sides.len() == 1 { source.sides.first() } else { None };
        for key in cases {
            let case = s.case(&key.parse().unwrap()).unwrap();
            let fills =
                |side: &themata_model::CaseSide| party.is_some_and(|party| side.parties.contains(party));
            let filled: Vec<_> =
                case.sides.iter().filter(|side| fills(side)).filter_map(|side| side.side.as_ref()).collect();
            let side = stated.filter(|side| filled.contains(side)).or(filled.first().copied()).or(stated);
            found.places.push((key, side.map(ToString::to_string)));
        }
        found.informant = informant.map(|informant| informant.key.to_string());
    }
    if let Some(about) = &coding.about.case {
        let about = about.to_string();
        let side = found.places.iter().find(|(case, _)| *case == about).and_then(|(_, side)| side.clone());
        found.places = vec![(about, side)];
    }
    found
}

//! Names that begin cues seldom, since everybody speaks for many cues: two that come again and take turns are enough where the first
//! of them opens the talk.

use std::collections::{BTreeMap, BTreeSet};

use super::super::utterance::Utterance;
use super::speakers::{before_colon, without_dash};
use super::written::in_brackets;
use crate::segment::{can_be_label, can_stand_alone, is_no_speaker, is_saying, is_word_for_speaker};

/// How often a name comes at the least, and most names.
const AGAIN: usize = 3;
const NAMES: usize = 12;

/// Most cues above the first name.
const ABOVE: usize = 3;

/// What stands around a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Mark {
    Colon,
    Square,
    Round,
}

/// A name at the beginning of a cue, with where its words begin.
struct Begun<'a> {
    cue: usize,
    mark: Mark,
    name: &'a str,
    words: usize,
}

/// Returns the names; those in brackets get a colon instead.
pub(super) fn names(lines: &mut [Utterance]) -> BTreeSet<String> {
    let mut by_mark: BTreeMap<Mark, Vec<Begun<'_>>> = BTreeMap::new();
    for (cue, line) in lines.iter().enumerate().filter(|(_, line)| line.opens) {
        for begun in begun(cue, &line.words) {
            by_mark.entry(begun.mark).or_default().push(begun);
        }
    }
    let cues: Vec<usize> = (0..lines.len()).filter(|n| lines[*n].opens).collect();
    let Some(talk) = by_mark.into_values().find_map(|begun| talk(begun, &cues)) else {
        return BTreeSet::new();
    };
    let rewritten: Vec<(usize, String)> = talk
        .iter()
        .filter(|one| one.mark != Mark::Colon)
        .map(|one| (one.cue, format!("{}: {}", one.name, lines[one.cue].words[one.words..].trim_start())))
        .collect();
    let names = talk.iter().map(|one| one.name.to_string()).collect();
    for (cue, words) in rewritten {
        lines[cue].words = words;
    }
    names
}

/// The names that a cue may begin with.
fn begun(cue: usize, line: &str) -> Vec<Begun<'_>> {
    let dash = line.len() - without_dash(line).len();
    let words = &line[dash..];
    let colon = before_colon(words, |_| true).map(|(name, length)| (Mark::Colon, name, dash + length));
    let mark = if words.starts_with('[') { Mark::Square } else { Mark::Round };
    let bracket = in_brackets(words).map(|(name, length)| (mark, name, dash + length));
    let found = [colon, bracket].into_iter().flatten().filter(|(_, name, _)| may_speak(name));
    found.map(|(mark, name, words)| Begun { cue, mark, name, words }).collect()
}

fn may_speak(name: &str) -> bool {
    (can_be_label(&format!("{name}:"), name) && can_stand_alone(name) || is_word_for_speaker(name))
        && !is_no_speaker(name)
        && !is_saying(name)
}

/// Those that come again, where they take turns.
fn talk<'a>(mut found: Vec<Begun<'a>>, cues: &[usize]) -> Option<Vec<Begun<'a>>> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    found.iter().for_each(|one| *counts.entry(one.name).or_default() += 1);
    found.retain(|one| counts[one.name] >= AGAIN);
    let names: BTreeSet<&str> = found.iter().map(|one| one.name).collect();
    let changes = found.windows(2).filter(|pair| pair[0].name != pair[1].name).count();
    // Whoever has a name in every cue goes on under it.
    let in_all = found.len() * 10 >= cues.len() * 9;
    let opens = found.first().is_some_and(|one| cues.iter().take(ABOVE).any(|cue| *cue == one.cue));
    let takes_turns = (2..=NAMES).contains(&names.len())
        && (in_all || changes * 2 >= found.len() - 1)
        && changes >= AGAIN
        && opens;
    takes_turns.then_some(found)
}

//! Speakers that captions name in their words, as meeting programs write them: `Anna Berg: Why?`.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::super::utterance::{Utterance, join};
use crate::segment::{
    Marked, can_be_label, can_stand_alone, is_no_speaker, is_word_for_speaker, segment_with,
};

/// Fewest cues to tell by that names stand on their first lines.
const CUES: usize = 4;

/// Fewest cues in which the same label is wrapped.
const WRAPPED: usize = 3;

/// Gives the lines their speakers, where the labels at their beginnings make a conversation; the words after a
/// label belong to its speaker until the next label. Returns whether there are any.
pub(in crate::reader) fn find(lines: &mut [Utterance], known: &[String]) -> bool {
    let mut text = String::new();
    let mut starts = HashMap::new();
    for (n, line) in lines.iter().enumerate() {
        if n > 0 {
            text.push_str(if line.opens { "\n\n" } else { "\n" });
        }
        // A dash before a label says once more that somebody else speaks.
        let words = without_dash(&line.words);
        starts.insert(text.len(), (n, line.words.len() - words.len()));
        text.push_str(words);
    }
    let known: Vec<String> = known.iter().cloned().chain(begin_all(lines)).collect();
    let (turns, speakers, _) = segment_with(&text, &known, &Marked::default());
    let mut labels: HashMap<usize, (String, usize)> = HashMap::new();
    for turn in &turns {
        let start = turn.label.start().0;
        if let (Some(&(n, dash)), Some(speaker)) = (starts.get(&start), speakers.get(turn.speaker)) {
            labels.insert(n, (speaker.label.clone(), dash + turn.label.end().0 - start));
        }
    }
    if labels.is_empty() {
        return false;
    }
    let mut speaker = None;
    for (n, line) in lines.iter_mut().enumerate() {
        if let Some((label, length)) = labels.remove(&n) {
            line.words = line.words.get(length..).unwrap_or_default().trim().to_string();
            speaker = Some(label);
            line.opens = true;
        } else if super::changes_speaker(&line.words) {
            speaker = None;
        }
        line.speaker.clone_from(&speaker);
    }
    true
}

/// The names with a colon that begin nearly all cues, and come again: speakers however long each goes on.
fn begin_all(lines: &[Utterance]) -> Vec<String> {
    let name = |line: &Utterance| {
        let (name, _) = without_dash(&line.words).split_once([':', '：'])?;
        let name = name.trim_end();
        let can_speak =
            can_be_label(&format!("{name}:"), name) && can_stand_alone(name) && !is_no_speaker(name);
        can_speak.then(|| name.to_string())
    };
    let cues = lines.iter().filter(|line| line.opens).count();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for name in lines.iter().filter(|line| line.opens).filter_map(name) {
        *counts.entry(name).or_default() += 1;
    }
    counts.retain(|_, count| *count > 1);
    let named: usize = counts.values().sum();
    let are_all = named >= CUES && named * 10 >= cues * 9 && counts.len() >= 2 && counts.len() * 2 <= named;
    if are_all { counts.into_keys().collect() } else { Vec::new() }
}

/// Gives the cues their speakers where names that come again stand alone on the first lines of nearly all of them, as programs
/// for cutting films write them. Returns whether there are any.
pub(super) fn find_above(lines: &mut Vec<Utterance>) -> bool {
    let opens: Vec<usize> = (0..lines.len()).filter(|n| lines[*n].opens).collect();
    let ends = opens.iter().skip(1).copied().chain([lines.len()]);
    let name = |(from, to): (usize, usize)| {
        let line = lines[from].words.as_str();
        let name = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')).unwrap_or(line);
        (to > from + 1 && can_stand_alone(name)).then(|| name.to_string())
    };
    let names: Vec<Option<String>> = opens.iter().copied().zip(ends).map(name).collect();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    names.iter().flatten().for_each(|name| *counts.entry(name).or_default() += 1);
    let is_name = |name: &&String| counts[name.as_str()] > 1 || is_word_for_speaker(name);
    let named: Vec<&String> = names.iter().flatten().filter(is_name).collect();
    let own: HashSet<&str> = named.iter().map(|name| name.as_str()).collect();
    let are_people = own.len() >= 2 || own.iter().all(|name| is_word_for_speaker(name));
    let are_few = own.len() * 2 <= named.len() || own.iter().all(|name| is_word_for_speaker(name));
    if named.len() < CUES || named.len() * 10 < opens.len() * 9 || !are_people || !are_few {
        return false;
    }
    // A name that comes only once is one where every cue has a name.
    let is_taken = |name: &&String| is_name(name) || names.iter().all(Option::is_some);
    let above: HashMap<usize, String> = opens
        .iter()
        .zip(&names)
        .filter_map(|(n, name)| Some((*n, name.as_ref().filter(is_taken)?.clone())))
        .collect();
    let mut speaker = None;
    let mut kept = Vec::with_capacity(lines.len());
    let mut takes_name = false;
    for (n, mut line) in std::mem::take(lines).into_iter().enumerate() {
        if let Some(name) = above.get(&n) {
            speaker = Some(name.clone());
            takes_name = true;
            continue;
        }
        line.opens |= std::mem::take(&mut takes_name);
        line.speaker.clone_from(&speaker);
        kept.push(line);
    }
    *lines = kept;
    true
}

/// Joins the first two lines of cues between which a label is wrapped (`The governor` / `Anna Berg: words`): where the whole
/// comes again and again, and its second part begins no cue by itself.
pub(super) fn join_wrapped(lines: &mut Vec<Utterance>) {
    let label = |n: usize| -> Option<String> {
        let (first, next) = (lines.get(n)?, lines.get(n + 1).filter(|next| !next.opens)?);
        let (end, _) = next.words.split_once([':', '：'])?;
        let (whole, has_end) = (format!("{} {end}", first.words), first.words.contains([':', '：']));
        let is_name = can_be_label(&format!("{whole}:"), &whole) && can_stand_alone(&whole);
        (!has_end && is_name).then_some(whole)
    };
    let opens: Vec<usize> = (0..lines.len()).filter(|n| lines[*n].opens).collect();
    let wrapped: HashMap<usize, String> = opens.iter().filter_map(|n| Some((*n, label(*n)?))).collect();
    if wrapped.is_empty() {
        return;
    }
    let begin: HashSet<&str> =
        opens.iter().filter_map(|n| Some(lines[*n].words.split_once([':', '：'])?.0)).collect();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    wrapped.values().for_each(|whole| *counts.entry(whole).or_default() += 1);
    let is_one = |(n, whole): (&usize, &String)| {
        let end = lines[n + 1].words.split([':', '：']).next().unwrap_or_default();
        (counts[whole.as_str()] >= WRAPPED || begin.contains(whole.as_str())) && !begin.contains(end)
    };
    let joined: HashSet<usize> = wrapped.iter().filter(|one| is_one(*one)).map(|(n, _)| n + 1).collect();
    let mut kept: Vec<Utterance> = Vec::with_capacity(lines.len());
    for (n, line) in std::mem::take(lines).into_iter().enumerate() {
        match kept.last_mut().filter(|_| joined.contains(&n)) {
            Some(last) => join(&mut last.words, &line.words),
            None => kept.push(line),
        }
    }
    *lines = kept;
}

/// A line without the dash at its beginning.
fn without_dash(line: &str) -> &str {
    if super::changes_speaker(line) {
        line.trim_start_matches(['-', '–', '—']).trim_start()
    } else {
        line
    }
}

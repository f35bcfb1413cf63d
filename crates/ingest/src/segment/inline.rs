//! Labels inside the lines: recognisers that write a whole conversation as one paragraph.

use std::collections::{HashMap, HashSet};

use themata_model::line::{Line, LineKind};

use super::SpeakerStyle;
use super::candidate::Candidate;
use super::label::may_stand_in_name;
use super::lexicon::{self, Meaning};
use super::shape::{Shape, shape};
use super::time;

/// Shortest line in which labels are looked for, in bytes.
const LONG: usize = 160;

/// Fewest labels to tell a conversation by.
const LABELS: usize = 4;

/// Longest label, in characters.
const CHARS: usize = 32;

/// Returns the labels of a text that has none at the beginnings of its lines: words for speakers and names that come
/// again, each at the beginning of a sentence and with a colon.
pub(super) fn candidates<'a>(text: &'a str, lines: &[Line]) -> Vec<Candidate<'a>> {
    let mut found: Vec<Candidate<'a>> = Vec::new();
    for (n, line) in lines.iter().enumerate() {
        if line.kind == LineKind::Text && line.end - line.start >= LONG {
            let words = &text[line.start..line.end];
            let colons = words.match_indices([':', '：']).map(|(at, mark)| (at, at + mark.len()));
            found.extend(colons.filter_map(|(at, end)| candidate(words, n, line.start, at, end)));
            let times = words.match_indices(['[', '(']).filter_map(|(at, _)| {
                let (time, length) = time::bracketed(&words[at..])?;
                let end = at + length + usize::from(words[at + length..].starts_with(':'));
                let found = candidate(words, n, line.start, at, end)?;
                Some(Candidate { timestamp: Some(time), timed: true, ..found })
            });
            found.extend(times);
        }
    }
    found.sort_by_key(|candidate| candidate.start);
    talk(found)
}

/// Returns the labels at the beginnings of sentences, in and between lines, where most of those at `accepted` stand at the beginnings
/// of lines only because a line or a paragraph happens to begin there: running text that is broken.
pub(super) fn beside<'a>(
    text: &'a str,
    lines: &[Line],
    candidates: &[Candidate<'a>],
    accepted: &[usize],
) -> Option<Vec<Candidate<'a>>> {
    let known: HashSet<String> = accepted.iter().map(|n| lexicon::key(candidates[*n].name)).collect();
    let is_running =
        |n: &usize| matches!(candidates[*n].style, SpeakerStyle::Colon) && candidates[*n].timestamp.is_none();
    if known.is_empty() || !accepted.iter().all(is_running) {
        return None;
    }
    let mut found = Vec::new();
    let mut block: Option<(usize, usize)> = None;
    let is_text = |line: &Line| line.kind == LineKind::Text;
    for (n, line) in lines.iter().enumerate().filter(|(_, line)| is_text(line)) {
        if n == 0 || !is_text(&lines[n - 1]) {
            found.extend(block.into_iter().flat_map(|block| in_block(text, lines, block)));
            block = Some((n, line.end));
        }
        block = block.map(|(first, _)| (first, line.end));
    }
    found.extend(block.into_iter().flat_map(|block| in_block(text, lines, block)));
    let found = talk(found);
    let own: HashSet<String> = found.iter().map(|one| lexicon::key(one.name)).collect();
    let opens = |one: &&Candidate<'_>| !text[lines[one.line].start..one.start].contains(char::is_alphabetic);
    let opening = found.iter().filter(opens).count();
    let inside = found.len() - opening;
    let are_words =
        own.iter().all(|key| known.contains(key) || matches!(lexicon::meaning(key), Meaning::Speaker(_)));
    let is_running = inside >= INSIDE && inside * 2 >= opening && are_words && known.is_subset(&own);
    is_running.then_some(found)
}

/// Fewest labels inside of lines that tell running text.
const INSIDE: usize = 3;

/// The labels of a paragraph that goes from one line to where it ends.
fn in_block<'a>(text: &'a str, lines: &[Line], (first, end): (usize, usize)) -> Vec<Candidate<'a>> {
    let start = lines[first].start;
    let words = &text[start..end];
    let colons = words.match_indices([':', '：']).map(|(at, mark)| (at, at + mark.len()));
    let place = |one: Candidate<'a>| Candidate {
        line: lines.partition_point(|line| line.start <= one.start).saturating_sub(1),
        ..one
    };
    colons.filter_map(|(at, end)| candidate(words, first, start, at, end)).map(place).collect()
}

/// The labels among those found that come again and take turns.
fn talk(mut found: Vec<Candidate<'_>>) -> Vec<Candidate<'_>> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    found.iter().for_each(|candidate| *counts.entry(lexicon::key(candidate.name)).or_default() += 1);
    let is_label = |candidate: &Candidate<'_>| {
        let key = lexicon::key(candidate.name);
        let count = counts.get(&key).copied().unwrap_or(0);
        match lexicon::meaning(&key) {
            Meaning::Speaker(_) => count >= 2,
            Meaning::NotASpeaker => false,
            Meaning::Open => count >= 3 && shape(candidate.name) >= Shape::Word,
        }
    };
    found.retain(is_label);
    let changes =
        found.windows(2).filter(|pair| lexicon::key(pair[0].name) != lexicon::key(pair[1].name)).count();
    if found.len() < LABELS || changes * 2 < found.len() - 1 {
        return Vec::new();
    }
    found
}

/// The label that ends with the colon at `at`, if one begins a sentence there.
fn candidate(words: &str, line: usize, offset: usize, at: usize, end: usize) -> Option<Candidate<'_>> {
    if !words[end..].starts_with([' ', '\t', '\u{a0}', '\n']) && !words[at..end].starts_with('：') {
        return None;
    }
    let before = &words[..at];
    let opening = before
        .char_indices()
        .rev()
        .take(CHARS + 2)
        .find(|(_, c)| ".?!…。？！\"”“»)]\n".contains(*c))
        .map(|(i, c)| i + c.len_utf8());
    let from = match opening {
        Some(from) => from,
        None if before.chars().take(CHARS + 1).count() <= CHARS => 0,
        None => return None,
    };
    let name = before[from..].trim();
    let fits =
        !name.is_empty() && name.chars().all(may_stand_in_name) && name.starts_with(char::is_alphanumeric);
    let start = from + before[from..].len() - before[from..].trim_start().len();
    fits.then(|| Candidate {
        line,
        start: offset + start,
        end: offset + end,
        name,
        style: SpeakerStyle::Inline,
        timestamp: None,
        opens_block: false,
        tight: false,
        bare: false,
        above: None,
        timed: false,
        set_off: false,
    })
}

//! Labels inside the lines: recognisers that write a whole conversation as one paragraph.

use std::collections::HashMap;

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
    if !words[end..].starts_with([' ', '\t', '\u{a0}']) && !words[at..end].starts_with('：') {
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

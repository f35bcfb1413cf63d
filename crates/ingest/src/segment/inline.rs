//! Labels inside the lines: recognisers that write a whole conversation as one paragraph, or break it into lines and paragraphs
//! wherever they are full.

mod numbered;

use std::collections::{HashMap, HashSet};

use themata_model::line::{Line, LineKind};

use super::SpeakerStyle;
use super::alternation::is_title;
use super::candidate::Candidate;
use super::label::may_stand_in_name;
use super::lexicon::{self, Meaning};
use super::shape::{Shape, shape};
use super::time;

/// Shortest paragraph in which labels are looked for, in bytes, where none are told otherwise.
const LONG: usize = 160;

/// Fewest labels to tell a conversation by.
const LABELS: usize = 4;

/// Fewest labels inside of lines that tell running text.
const INSIDE: usize = 3;

/// Longest label, in characters.
const CHARS: usize = 32;

/// Returns the labels at the beginnings of sentences, in and between lines: where none are told otherwise, or where those at
/// `accepted` stand at the beginnings of lines only because a line or a paragraph happens to begin there.
pub(super) fn candidates<'a>(
    text: &'a str,
    lines: &[Line],
    candidates: &[Candidate<'a>],
    accepted: &[usize],
) -> Option<Vec<Candidate<'a>>> {
    if !accepted.is_empty() && !stand_inside(text, candidates, accepted) {
        return None;
    }
    let least = if accepted.is_empty() { LONG } else { 0 };
    let blocks: Vec<(usize, usize)> =
        blocks(lines).into_iter().filter(|(start, end)| end - start >= least).collect();
    let place = |one: Candidate<'a>| Candidate {
        line: lines.partition_point(|line| line.start <= one.start).saturating_sub(1),
        ..one
    };
    let with_mark = talk(blocks.iter().flat_map(|block| in_block(text, *block)).collect());
    let numbered = talk(numbered::labels(text, &blocks));
    let found = if numbered.len() >= with_mark.len() { numbered } else { with_mark };
    let found: Vec<Candidate<'a>> = found.into_iter().map(place).collect();
    let is_running = || {
        let own: HashSet<String> = found.iter().map(|one| lexicon::key(one.name)).collect();
        let inside = found.iter().filter(|one| is_inside(text, one)).count();
        let opening = found.len() - inside;
        // What is told to be a name may hold the end of a sentence before it.
        let is_own = |n: &usize| {
            let last = own_part(candidates[*n].name);
            own.contains(&lexicon::key(last)) || last.is_empty() || last.bytes().all(|b| b.is_ascii_digit())
        };
        inside >= INSIDE && inside * 2 >= opening && accepted.iter().all(is_own)
    };
    (!found.is_empty() && (accepted.is_empty() || is_running())).then_some(found)
}

/// Whether names of labels stand often enough elsewhere, with what may end a label behind them; a number that is taken for a name
/// may have lost the word before it.
fn stand_inside(text: &str, candidates: &[Candidate<'_>], accepted: &[usize]) -> bool {
    let names: HashSet<&str> = accepted.iter().map(|n| own_part(candidates[*n].name)).collect();
    let ends = |at: usize| {
        text[at..].starts_with([':', '：', ']', ')', '】', '）', '\n'])
            || text[at..].starts_with(" :")
            || text[at..].trim_start_matches([' ', ',']).starts_with(['[', '('])
            || text[at..].trim_start_matches([' ', ',']).starts_with(|c: char| c.is_ascii_digit())
    };
    let marked = |name: &&str| {
        memchr::memmem::find_iter(text.as_bytes(), name.as_bytes()).filter(|at| ends(at + name.len())).count()
    };
    names.iter().any(|name| name.bytes().all(|b| b.is_ascii_digit()))
        || names.iter().map(marked).sum::<usize>() >= accepted.len() + INSIDE.max(accepted.len() / 2)
}

/// A name without the end of a sentence or the marks that stand before it.
fn own_part(name: &str) -> &str {
    let last = name.rsplit(['.', '?', '!', '[', '(', '>']).next().unwrap_or(name);
    last.trim_matches(|c: char| !c.is_alphanumeric())
}

/// The paragraphs, each from its first byte to its last one.
fn blocks(lines: &[Line]) -> Vec<(usize, usize)> {
    let is_text = |line: &Line| line.kind == LineKind::Text;
    let mut blocks: Vec<(usize, usize)> = Vec::new();
    for (n, line) in lines.iter().enumerate().filter(|(_, line)| is_text(line)) {
        match blocks.last_mut() {
            Some(block) if n > 0 && is_text(&lines[n - 1]) => block.1 = line.end,
            _ => blocks.push((line.start, line.end)),
        }
    }
    blocks
}

/// The labels of a paragraph before colons, or before times in brackets.
fn in_block(text: &str, (start, end): (usize, usize)) -> Vec<Candidate<'_>> {
    let words = &text[start..end];
    let colons = words.match_indices([':', '：']).map(|(at, mark)| (at, at + mark.len()));
    let mut found: Vec<Candidate<'_>> =
        colons.filter_map(|(at, end)| candidate(words, start, at, end)).collect();
    let times = words.match_indices(['[', '(']).filter_map(|(at, _)| {
        let (time, length) = time::bracketed(&words[at..])?;
        let end = at + length + usize::from(words[at + length..].starts_with(':'));
        let found = candidate(words, start, at, end)?;
        Some(Candidate { timestamp: Some(time), timed: true, ..found })
    });
    found.extend(times);
    found.sort_by_key(|candidate| candidate.start);
    found
}

/// The labels among those found that come again and take turns: words for speakers and names.
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
fn candidate(words: &str, offset: usize, at: usize, end: usize) -> Option<Candidate<'_>> {
    if !words[end..].starts_with([' ', '\t', '\u{a0}', '\n']) && !words[at..end].starts_with('：') {
        return None;
    }
    let before = &words[..at];
    let opening = before
        .char_indices()
        .rev()
        .take(CHARS + 2)
        .find(|(at, c)| {
            ".?!…。？！\"”“»)]\n".contains(*c) && !(*c == '.' && shortens(last_word(&before[..*at])))
        })
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
    fits.then(|| inside(name, offset + start, offset + end))
}

/// Whether a full stop behind a word shortens it: an initial, or a title.
fn shortens(word: &str) -> bool {
    is_title(word) || (word.chars().count() == 1 && word.chars().all(char::is_uppercase))
}

fn last_word(words: &str) -> &str {
    words.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default()
}

/// Whether words stand before a label on its line.
fn is_inside(text: &str, one: &Candidate<'_>) -> bool {
    let line = text[..one.start].rfind('\n').map_or(0, |at| at + 1);
    text[line..one.start].contains(char::is_alphabetic)
}

/// A label between two bytes of the text.
fn inside(name: &str, start: usize, end: usize) -> Candidate<'_> {
    Candidate {
        line: 0,
        start,
        end,
        name,
        style: SpeakerStyle::Inline,
        timestamp: None,
        opens_block: false,
        tight: false,
        bare: false,
        above: None,
        timed: false,
        set_off: false,
    }
}

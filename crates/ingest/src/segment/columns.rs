//! The heads of columns above turns that tabs or bars part from their names: `Speaker<tab>Text` is nobody who says "Text".

use std::collections::HashMap;

use themata_model::line::{Line, LineKind};

use super::candidate::Candidate;
use super::{SpeakerStyle, lexicon};

/// Most words of a head, and most characters.
const WORDS: usize = 3;
const LONG: usize = 32;

/// Fewest turns below the heads.
const TURNS: usize = 3;

/// Leaves out the first of the labels at `accepted` where it is the head of a column and the head of another one follows it.
pub(super) fn leave_out_head(
    text: &str,
    lines: &[Line],
    candidates: &[Candidate<'_>],
    accepted: &mut Vec<usize>,
) {
    let Some((first, below)) = accepted.split_first().filter(|(_, below)| below.len() >= TURNS) else {
        return;
    };
    let (first, words) = (&candidates[*first], |n: &usize| words(text, lines, &candidates[*n]));
    let mut counts: HashMap<String, usize> = HashMap::new();
    below.iter().for_each(|n| *counts.entry(lexicon::key(candidates[*n].name)).or_default() += 1);
    let others_recur = || counts.values().all(|count| *count > 1);
    let until = candidates[below[0]].line;
    let between = lines.get(first.line + 1..until).unwrap_or_default();
    let goes_on =
        between.iter().any(|line| !matches!(line.kind, LineKind::Blank | LineKind::Rule | LineKind::List));
    let said = below.iter().filter(|n| !is_head(words(n))).count();
    let is_one = is_in_columns(text, lines, first)
        && below.iter().all(|n| is_in_columns(text, lines, &candidates[*n]))
        && is_head(first.name)
        && self::words(text, lines, first).split(['\t', '|']).all(|cell| is_head(cell.trim()))
        && !counts.contains_key(&lexicon::key(first.name))
        && !goes_on
        && said * 10 >= below.len() * 8
        && (!super::is_word_for_speaker(first.name) || others_recur());
    if is_one {
        accepted.remove(0);
    }
}

/// What follows a label on its line, without the bar that closes a row.
fn words<'a>(text: &'a str, lines: &[Line], candidate: &Candidate<'_>) -> &'a str {
    let rest = text.get(candidate.end..lines[candidate.line].end).unwrap_or_default().trim();
    rest.trim_matches(['|', ' ', '\t'])
}

/// Whether a tab or a bar parts a label from the words.
fn is_in_columns(text: &str, lines: &[Line], candidate: &Candidate<'_>) -> bool {
    let rest = text.get(candidate.start..lines[candidate.line].end).unwrap_or_default();
    let behind = rest.trim_start_matches(['|', ' ']).get(candidate.name.len()..).unwrap_or_default();
    matches!(candidate.style, SpeakerStyle::Tab | SpeakerStyle::Bar | SpeakerStyle::Marked)
        && behind.trim_start_matches(' ').starts_with(['\t', '|'])
}

/// A few words that end like no sentence.
fn is_head(cell: &str) -> bool {
    (1..=WORDS).contains(&cell.split_whitespace().count())
        && cell.len() <= LONG
        && cell.starts_with(char::is_alphabetic)
        && cell.ends_with(|c: char| c.is_alphanumeric() || c == ')')
        && !cell.contains(|c: char| c.is_ascii_digit())
}

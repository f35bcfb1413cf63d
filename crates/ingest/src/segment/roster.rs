//! The list of those who take part, above the talk: `P1: female, 34, porter`, each label once, with what is known of the person
//! beside it.

use std::collections::HashSet;

use themata_model::line::{Line, LineKind};

use super::candidate::Candidate;
use super::lexicon;
use super::shape::announced_initials;

/// Fewest rows, and most words of what stands beside a label.
const ROWS: usize = 2;
const WORDS: usize = 12;

/// Most words of what says by itself that it is no speech: `nurse, 51`.
const SHORT: usize = 6;

/// How far down the list may begin, in lines that are not blank.
const HEAD_LINES: usize = 40;

/// Fewest turns below it.
const TURNS: usize = 4;

/// The line after the last one of the list; nought where there is none.
///
/// Its labels come each once and again below, and what stands beside them is no sentence, as nearly everything that is said below
/// is.
pub(super) fn end(text: &str, lines: &[Line], candidates: &[Candidate<'_>]) -> usize {
    let is_filled =
        |line: &&Line| !matches!(line.kind, LineKind::Blank | LineKind::Rule | LineKind::FrontMatter);
    let Some(first) = candidates.iter().position(|one| is_row(text, lines, one)) else { return 0 };
    let above = lines[..candidates[first].line].iter().filter(is_filled).count();
    let mut rows: Vec<&Candidate<'_>> = Vec::new();
    let mut keys = HashSet::new();
    for candidate in &candidates[first..] {
        if rows.last().is_some_and(|last| last.line == candidate.line) {
            continue;
        }
        let between = rows.last().map_or(candidate.line, |last| last.line + 1);
        let follows = !lines[between..candidate.line].iter().any(|line| is_filled(&line));
        if !follows || !is_row(text, lines, candidate) || !keys.insert(lexicon::key(candidate.name)) {
            break;
        }
        rows.push(candidate);
    }
    // A word alone may be said; among what is known of others it is not.
    let told = rows.iter().rposition(|row| is_description(value(text, lines, row)));
    rows.truncate(told.map_or(0, |last| last + 1));
    let Some(last) = rows.last().filter(|_| rows.len() >= ROWS && above <= HEAD_LINES) else { return 0 };
    let mut below: Vec<&Candidate<'_>> = candidates.iter().filter(|one| one.line > last.line).collect();
    below.dedup_by_key(|one| one.line);
    let names: HashSet<String> = below.iter().map(|one| lexicon::key(one.name)).collect();
    let speaks = |row: &Candidate<'_>| {
        let initials = announced_initials(row.name).map(lexicon::key);
        names.contains(&lexicon::key(row.name)) || initials.is_some_and(|initials| names.contains(&initials))
    };
    // Fields of a head may stand above: `Date: 4 May 2021`.
    let Some(from) = rows.iter().position(|row| speaks(row)) else { return 0 };
    let people = &rows[from..];
    let described = people.iter().filter(|row| is_description(value(text, lines, row))).count();
    let sentences = below.iter().zip(below.iter().skip(1)).filter(|(one, next)| {
        text.get(one.end..next.start).is_some_and(|words| ends_sentence(words.trim_end()))
    });
    let is_told =
        people.iter().any(|row| !is_name(value(text, lines, row)) && is_description(value(text, lines, row)));
    // Whoever speaks above has no list of those who take part below.
    let spoke = candidates[..first]
        .iter()
        .any(|one| names.contains(&lexicon::key(one.name)) && one.line < rows[0].line);
    let is_list = !spoke
        && is_told
        && described * 2 >= people.len()
        && people.len() >= ROWS
        && people.iter().filter(|row| speaks(row)).count() * 2 > people.len()
        && below.len() > TURNS
        && sentences.count() * 10 >= (below.len() - 1) * 8;
    if is_list { last.line + 1 } else { 0 }
}

/// What stands beside a label on its line.
fn value<'a>(text: &'a str, lines: &[Line], row: &Candidate<'_>) -> &'a str {
    text.get(row.end..lines[row.line].end).unwrap_or_default().trim()
}

/// Whether something short that is no sentence stands beside a label.
fn is_row(text: &str, lines: &[Line], row: &Candidate<'_>) -> bool {
    let value = value(text, lines, row);
    (1..=WORDS).contains(&value.split_whitespace().count())
        && row.timestamp.is_none()
        && !ends_sentence(value)
        && value.len() <= SHORT * WORDS * 2
        && value.contains(char::is_alphabetic)
}

/// Whether what stands beside a label tells of somebody: it begins in small letters or with a number, or is a few words with a
/// comma or a number among them, or a name.
fn is_description(value: &str) -> bool {
    let is_mark = |c: char| matches!(c, ',' | '，' | '、' | ';') || c.is_ascii_digit();
    value.starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit())
        || (value.split_whitespace().count() <= SHORT && value.contains(is_mark))
        || is_name(value)
}

/// Two to four words with capitals.
fn is_name(value: &str) -> bool {
    let mut words = value.split_whitespace();
    (2..=4).contains(&words.clone().count())
        && words.all(|word| word.starts_with(|c: char| c.is_uppercase() || c == '('))
        && !value.contains([',', ';'])
}

fn ends_sentence(words: &str) -> bool {
    words
        .ends_with(['.', '?', '!', '…', '"', '”', '»', ')', ']', '。', '？', '！', '」', '）', '-', '–', '—'])
}

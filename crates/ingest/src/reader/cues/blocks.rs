//! The lines of a caption file told apart: times, words, numbers, notes.

use themata_model::Timestamp;

use super::{Cue, Kind, identifiers};
use crate::language::is_tag;
use crate::segment::clock_alone;

/// What a file holds.
#[derive(Default)]
pub(super) struct Found {
    pub(super) cues: Vec<Cue>,
    pub(super) language: Option<String>,
    pub(super) counts: Counts,
}

/// What was left out or odd.
#[derive(Default)]
pub(super) struct Counts {
    pub(super) notes: usize,
    pub(super) untimed: usize,
    /// What is said of names above the times.
    pub(super) names: Option<String>,
}

/// Reads the lines of a file. Whatever stands below a time and is no number, name or note of the next cue
/// are words, also after an empty line.
pub(super) fn read(kind: Kind, text: &str) -> Found {
    let mut found = Found::default();
    let lines: Vec<&str> = text.split('\n').collect();
    let mut n = if kind == Kind::WebVtt { head(&lines, &mut found) } else { 0 };
    let is_blank = |n: usize| lines.get(n).is_none_or(|line| line.trim().is_empty());
    let are_apart = numbers_are_apart(kind, &lines);
    let mut identifier = "";
    let mut identified = Vec::new();
    let mut noted = Vec::new();
    while n < lines.len() {
        let line = lines[n];
        let at_block = n == 0 || is_blank(n - 1);
        let is_above_time = |n: usize| lines.get(n).is_some_and(|next| times(kind, next).is_some());
        if let Some((start, end)) = times(kind, line) {
            found.counts.untimed += usize::from(start.is_none());
            identified.push(std::mem::take(&mut identifier));
            found.cues.push(Cue { start, end, ..Cue::default() });
        } else if (is_above_time(n + 1) && (is_number(line) || (kind == Kind::WebVtt && at_block)))
            || (are_apart && is_number(line) && is_blank(n + 1) && is_above_time(n + 2))
        {
            identifier = line.trim();
        } else if kind == Kind::WebVtt && at_block && is_note(line) {
            match identifiers::in_note(line).filter(|_| is_blank(n + 1)) {
                Some(name) => noted.push((found.cues.len(), name)),
                None => found.counts.notes += 1,
            }
            while n < lines.len() && !is_blank(n) {
                n += 1;
            }
            continue;
        } else if !line.trim().is_empty() {
            // Words above the first time are words, too.
            if found.cues.is_empty() {
                identified.push("");
                found.cues.push(Cue::default());
            }
            if let Some(cue) = found.cues.last_mut() {
                // Older files have a mark for the end of a line.
                let ends = if kind == Kind::SubViewer { "[br]" } else { "\n" };
                cue.lines.extend(line.split(ends).map(str::to_string));
            }
        }
        n += 1;
    }
    found.counts.names = identifiers::give_voices(&mut found.cues, &identified)
        .or_else(|| identifiers::give_noted(&mut found.cues, &noted));
    found
}

/// Passes over the head of a WebVTT file; returns the line after it.
fn head(lines: &[&str], found: &mut Found) -> usize {
    if !lines.first().is_some_and(|line| line.starts_with("WEBVTT")) {
        return 0;
    }
    let mut n = 1;
    while n < lines.len() && !lines[n].trim().is_empty() && times(Kind::WebVtt, lines[n]).is_none() {
        if let Some(language) = lines[n].strip_prefix("Language:") {
            let language = language.trim();
            found.language = Some(language).filter(|tag| is_tag(tag)).map(str::to_string);
        }
        n += 1;
    }
    n
}

fn is_note(line: &str) -> bool {
    ["NOTE", "STYLE", "REGION"].iter().any(|word| {
        line.strip_prefix(word)
            .is_some_and(|rest| rest.is_empty() || (*word == "NOTE" && rest.starts_with([' ', '\t'])))
    })
}

/// Whether an empty line stands between nearly every time and the number above it, as in files with an empty line behind
/// each line.
fn numbers_are_apart(kind: Kind, lines: &[&str]) -> bool {
    let (mut all, mut apart) = (0, 0);
    for (n, _) in lines.iter().enumerate().filter(|(_, line)| times(kind, line).is_some()) {
        all += 1;
        let above = |by: usize| n.checked_sub(by).map_or("", |n| lines[n].trim());
        apart += usize::from(above(1).is_empty() && is_number(above(2)));
    }
    all >= 2 && apart * 10 >= all * 9
}

fn is_number(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty() && line.len() <= 9 && line.bytes().all(|b| b.is_ascii_digit())
}

/// The times of a line `0:00:01.000,0:00:02.000`.
pub(in crate::reader) fn times_with_comma(line: &str) -> Option<(Timestamp, Timestamp)> {
    let (left, right) = line.trim().split_once(',')?;
    let time = |text: &str| {
        let is_long = text.matches(':').count() == 2 && text.contains('.');
        clock_alone(text).filter(|_| is_long && text.starts_with(|c: char| c.is_ascii_digit()))
    };
    Some((time(left)?, time(right)?))
}

/// The times of a line `00:00:01,000 --> 00:00:02,000`, with whatever settings; `None` for other lines.
fn times(kind: Kind, line: &str) -> Option<(Option<Timestamp>, Option<Timestamp>)> {
    if kind == Kind::SubViewer {
        return times_with_comma(line).map(|(start, end)| (Some(start), Some(end)));
    }
    let (left, right) = line.split_once("-->")?;
    let looks_like_time = |text: &str| {
        !text.is_empty()
            && text.chars().all(|c| c.is_ascii_digit() || ":., ".contains(c))
            && text.contains(':')
    };
    let right = right.split_whitespace().next().unwrap_or("");
    if !looks_like_time(left.trim()) {
        return None;
    }
    let time = |text: &str| clock_alone(&text.trim().replace(' ', ""));
    Some((time(left), time(right)))
}

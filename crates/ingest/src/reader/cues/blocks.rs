//! The lines of a caption file told apart: times, words, numbers, notes.

use themata_model::Timestamp;

use super::{Cue, Kind};
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
}

/// Reads the lines of a file. Whatever stands below a time and is no number, name or note of the next cue
/// are words, also after an empty line.
pub(super) fn read(kind: Kind, text: &str) -> Found {
    let mut found = Found::default();
    let lines: Vec<&str> = text.split('\n').collect();
    let mut n = if kind == Kind::WebVtt { head(&lines, &mut found) } else { 0 };
    let is_blank = |n: usize| lines.get(n).is_none_or(|line| line.trim().is_empty());
    while n < lines.len() {
        let line = lines[n];
        let at_block = n == 0 || is_blank(n - 1);
        if let Some((start, end)) = times(line) {
            found.counts.untimed += usize::from(start.is_none());
            found.cues.push(Cue { start, end, lines: Vec::new() });
        } else if lines.get(n + 1).is_some_and(|next| times(next).is_some())
            && (is_number(line) || (kind == Kind::WebVtt && at_block))
        {
            // The number or name of the next cue.
        } else if kind == Kind::WebVtt && at_block && is_note(line) {
            found.counts.notes += 1;
            while n < lines.len() && !is_blank(n) {
                n += 1;
            }
            continue;
        } else if !line.trim().is_empty() {
            // Words above the first time are words, too.
            if found.cues.is_empty() {
                found.cues.push(Cue::default());
            }
            if let Some(cue) = found.cues.last_mut() {
                cue.lines.push(line.to_string());
            }
        }
        n += 1;
    }
    found
}

/// Passes over the head of a WebVTT file; returns the line after it.
fn head(lines: &[&str], found: &mut Found) -> usize {
    if !lines.first().is_some_and(|line| line.starts_with("WEBVTT")) {
        return 0;
    }
    let mut n = 1;
    while n < lines.len() && !lines[n].trim().is_empty() && times(lines[n]).is_none() {
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

fn is_number(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty() && line.len() <= 9 && line.bytes().all(|b| b.is_ascii_digit())
}

/// The times of a line `00:00:01,000 --> 00:00:02,000`, with whatever settings; `None` for other lines.
fn times(line: &str) -> Option<(Option<Timestamp>, Option<Timestamp>)> {
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

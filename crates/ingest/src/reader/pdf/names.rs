//! Names of speakers without a mark of their own at the beginnings of paragraphs: parted from the words by a tab.

use std::collections::HashSet;

use super::lines::Line;
use crate::reader::lead::{self, Lead, SetOffBy};
use crate::reader::writer::Writer;
use crate::segment::can_stand_alone;

/// Narrowest gap behind a name, in sizes of the letter: a blank between words is narrower.
const GAP: f64 = 0.5;

/// How many lines a paragraph has, about.
const LINES: usize = 4;

/// How far apart words begin that begin at one place, in sizes of the letter.
const PLACE: f64 = 0.15;

/// Parts names from the words where they take turns: names that their type sets off, of which `set_off` tells the
/// bytes of each line, else those behind which all words begin at one place. `openings` are the lines that begin paragraphs.
pub(super) fn part(
    lines: &mut [(usize, &Line, String)],
    openings: &[usize],
    set_off: &[usize],
    writer: &mut Writer,
) {
    let by_type = found(openings, |n| lead::read(&lines[n].2, set_off[n]).filter(|_| set_off[n] > 0));
    let by_gap = || {
        let place = place(lines, openings)?;
        Some(found(openings, |n| behind_gap(lines[n].1, &lines[n].2, place)))
    };
    let (found, by) = match take_turns(&by_type) {
        true => (by_type, SetOffBy::Type),
        false => match by_gap().filter(|found| take_turns(found)) {
            Some(found) => (found, SetOffBy::Gap),
            None => return,
        },
    };
    found.iter().for_each(|(_, n, lead)| lines[*n].2.replace_range(lead.end..lead.words, "\t"));
    lead::say(found.len(), by, writer);
}

/// The lines that begin with names behind which all words begin at one place, where these take turns: each begins a
/// paragraph, however full the line above it is.
pub(super) fn openings_by_gap(lines: &[(usize, &Line, String)]) -> Vec<usize> {
    column(lines).map(|column| column.openings).unwrap_or_default()
}

/// Names in a column of their own.
pub(super) struct Column {
    /// The lines that begin with them.
    pub(super) openings: Vec<usize>,
    pub(super) names: HashSet<String>,
    /// Where the words beside them begin, and their size.
    pub(super) place: (f64, f64),
}

impl Column {
    /// Whether a line begins where the words do.
    pub(super) fn holds(&self, line: &Line) -> bool {
        (line.x0() - self.place.0).abs() <= PLACE * self.place.1
    }

    /// Whether a line begins there or, as one that is centred, to the right of it.
    pub(super) fn is_beside(&self, line: &Line) -> bool {
        line.x0() >= self.place.0 - PLACE * self.place.1
    }
}

/// The names behind which all words begin at one place, where these take turns.
pub(super) fn column(lines: &[(usize, &Line, String)]) -> Option<Column> {
    let all: Vec<usize> = (0..lines.len()).collect();
    let place = place(lines, &all)?;
    let mut found = found(&all, |n| {
        behind_gap(lines[n].1, &lines[n].2, place).or_else(|| before_cell(lines[n].1, &lines[n].2, place))
    });
    found.iter_mut().for_each(|(paragraph, ..)| *paragraph /= LINES);
    take_turns(&found).then(|| Column {
        openings: found.iter().map(|(_, n, _)| *n).collect(),
        names: found.into_iter().map(|(_, _, lead)| lead.name).collect(),
        place,
    })
}

/// The lines that begin with names in a type of their own, where these take turns.
pub(super) fn openings_by_type(lines: &[(usize, &Line, String)], set_off: &[usize]) -> Vec<usize> {
    let all: Vec<usize> = (0..lines.len()).collect();
    let mut found = found(&all, |n| lead::read(&lines[n].2, set_off[n]).filter(|_| set_off[n] > 0));
    found.iter_mut().for_each(|(paragraph, ..)| *paragraph /= LINES);
    if take_turns(&found) { found.into_iter().map(|(_, n, _)| n).collect() } else { Vec::new() }
}

/// The names, each with the number of its paragraph and of its line.
fn found(openings: &[usize], read: impl Fn(usize) -> Option<Lead>) -> Vec<(usize, usize, Lead)> {
    let read = |(paragraph, &n): (usize, &usize)| Some((paragraph, n, read(n)?));
    openings.iter().enumerate().filter_map(read).collect()
}

fn take_turns(found: &[(usize, usize, Lead)]) -> bool {
    let names: Vec<(usize, String)> =
        found.iter().map(|(paragraph, _, lead)| (*paragraph, lead.name.clone())).collect();
    lead::take_turns(&names)
}

/// Where the words begin behind a gap in most of the paragraphs that have one.
fn place(lines: &[(usize, &Line, String)], openings: &[usize]) -> Option<(f64, f64)> {
    let gaps = |n: &usize| gap(lines[*n].1).map(|(_, place, size)| (place, size));
    let mut places: Vec<(f64, f64)> = openings.iter().filter_map(gaps).collect();
    places.sort_by(|a, b| a.0.total_cmp(&b.0));
    let near = |place: &(f64, f64)| {
        let from = places.partition_point(|other| other.0 < place.0 - PLACE * place.1);
        places.partition_point(|other| other.0 <= place.0 + PLACE * place.1) - from
    };
    // The first of those that are equally many: the same document, the same place.
    let most = places.iter().map(near).max()?;
    places.iter().find(|place| near(place) == most).copied()
}

/// The first gap of a line: how many pieces stand before it, where the words behind it begin, and their size.
fn gap(line: &Line) -> Option<(usize, f64, f64)> {
    let is_wide =
        |pair: &[super::lines::Piece]| pair[1].x0 - pair[0].x1 >= GAP * pair[0].size.max(pair[1].size);
    let at = line.pieces.windows(2).position(is_wide)?;
    let behind = &line.pieces[at + 1];
    Some((at + 1, behind.x0, behind.size))
}

/// The name before a gap so wide that a tab stands for it already.
fn before_cell(line: &Line, text: &str, (place, size): (f64, f64)) -> Option<Lead> {
    let (_, begins, _) = gap(line)?;
    let (name, words) = text.split_once('\t')?;
    let fits = (begins - place).abs() <= PLACE * size
        && !words.contains('\t')
        && words.contains(char::is_alphabetic)
        && can_stand_alone(name);
    fits.then(|| Lead { name: name.to_string(), end: name.len(), words: name.len() + 1 })
}

/// The name before a gap behind which the words begin at `place`.
fn behind_gap(line: &Line, text: &str, (place, size): (f64, f64)) -> Option<Lead> {
    let (pieces, begins, _) = gap(line)?;
    let end = line.pieces[pieces - 1].text.len();
    let one_place = pieces == 1 && (begins - place).abs() <= PLACE * size;
    if one_place { lead::read(text, end) } else { None }
}

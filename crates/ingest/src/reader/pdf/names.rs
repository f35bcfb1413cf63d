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

/// Fewest lines that begin where the words do, and where the names do, for the place alone to part the two.
const HANGING: usize = 4;

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
    let by_type = found(openings, |n| by_type(&lines[n].2, set_off[n]));
    let by_gap = || {
        let places = Places::of(lines, openings)?;
        Some(found(openings, |n| places.read(lines[n].1, &lines[n].2)))
    };
    // Behind short names a tab may stand already.
    let is_open = |(_, n, lead): &(usize, usize, Lead)| lines[*n].2[lead.end..lead.words] != *"\t";
    let parts = |found: &Vec<_>| take_turns(found) && found.iter().any(is_open);
    let (mut found, by) = match parts(&by_type) {
        true => (by_type, SetOffBy::Type),
        false => match by_gap().filter(parts) {
            Some(found) => (found, SetOffBy::Gap),
            None => return,
        },
    };
    found.retain(is_open);
    found.iter().for_each(|(_, n, lead)| lines[*n].2.replace_range(lead.end..lead.words, "\t"));
    lead::say(found.len(), by, writer);
}

/// The name that its type sets off at the beginning of a line, in `set_off` bytes: a tab may part it from the words.
fn by_type(text: &str, set_off: usize) -> Option<Lead> {
    let read = || lead::read(text, set_off).or_else(|| before_tab(text).filter(|lead| lead.end == set_off));
    if set_off > 0 { read() } else { None }
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
    let places = Places::of(lines, &all)?;
    let place = places.words;
    let mut found = found(&all, |n| places.read(lines[n].1, &lines[n].2));
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
    let mut found = found(&all, |n| by_type(&lines[n].2, set_off[n]));
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

/// Where names and the words beside them begin.
struct Places {
    words: (f64, f64),
    /// Where the names do, where the lines below them begin where the words do.
    names: Option<f64>,
}

impl Places {
    fn of(lines: &[(usize, &Line, String)], openings: &[usize]) -> Option<Self> {
        let words = place(lines, openings)?;
        let begins =
            |x: f64| lines.iter().filter(|(_, line, _)| (line.x0() - x).abs() <= PLACE * words.1).count();
        let is_name = |n: &&usize| before_gap(lines[**n].1, &lines[**n].2, words).is_some();
        let first = openings.iter().find(is_name).map(|n| lines[*n].1.x0());
        let names = first.filter(|x| begins(words.0) >= HANGING && begins(*x) >= HANGING);
        Some(Places { words, names })
    }

    fn read(&self, line: &Line, text: &str) -> Option<Lead> {
        before_gap(line, text, self.words).or_else(|| self.without_gap(line, text))
    }

    /// The name that leaves hardly any room before the words: they begin where all others do.
    fn without_gap(&self, line: &Line, text: &str) -> Option<Lead> {
        let (place, size) = self.words;
        let is_near = |x: f64, other: f64| (x - other).abs() <= PLACE * size;
        let piece = line.pieces.first().filter(|piece| self.names.is_some_and(|x| is_near(piece.x0, x)))?;
        let start = piece.starts.iter().find(|start| is_near(start.x0, place))?;
        lead::read(text, piece.text[..start.at].trim_end().len())
    }
}

/// The name before a gap behind which the words begin at a place.
fn before_gap(line: &Line, text: &str, place: (f64, f64)) -> Option<Lead> {
    behind_gap(line, text, place).or_else(|| before_cell(line, text, place))
}

/// The name before a gap so wide that a tab stands for it already.
fn before_cell(line: &Line, text: &str, (place, size): (f64, f64)) -> Option<Lead> {
    let (_, begins, _) = gap(line)?;
    before_tab(text).filter(|_| (begins - place).abs() <= PLACE * size)
}

/// The name before the only tab of a line.
fn before_tab(text: &str) -> Option<Lead> {
    let (name, words) = text.split_once('\t')?;
    let fits = !words.contains('\t') && words.contains(char::is_alphabetic) && can_stand_alone(name);
    fits.then(|| Lead { name: name.to_string(), end: name.len(), words: name.len() + 1 })
}

/// The name before a narrower gap behind which the words begin at `place`.
fn behind_gap(line: &Line, text: &str, (place, size): (f64, f64)) -> Option<Lead> {
    let (pieces, begins, _) = gap(line)?;
    let end = line.pieces[pieces - 1].text.len();
    let one_place = pieces == 1 && (begins - place).abs() <= PLACE * size;
    if one_place { lead::read(text, end) } else { None }
}

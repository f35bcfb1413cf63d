//! Where the columns of a table begin that no lines rule, and which part of each page it covers.

use super::columns::runs_over;
use crate::reader::pdf::lines::{Line, Piece};

/// How far apart words may begin that begin at one place, in points.
const PLACE: f64 = 1.0;

/// Narrowest room before a column, in sizes of the letter: a blank.
const ROOM: f64 = 0.2;

/// Room that no blank has, and room between words and what stands beside them.
const WIDE: f64 = 0.5;
const WIDEST: f64 = 0.9;

/// Smallest share of the lines that begin where the words do.
const LINES: f64 = 0.3;

/// Fewest lines with words on the left of them, or with notes beside them.
const FEWEST: usize = 4;
const NOTES: usize = 2;

/// How often two lines stand at the distance that is taken for that of the lines of a cell.
const AGAIN: usize = 2;

/// Smallest shares of the lines with words on the left in which another column begins, and of the gaps before it that are wide.
const BEGINS: f64 = 0.5;
const GAPS: f64 = 0.25;

/// How much more room than usual a column may have before it that is not always wide, in sizes of the letter.
const VARIES: f64 = 0.15;

/// Largest share of the lines of the table whose words run over the edge of a column.
const ACROSS: f64 = 0.05;

/// How many lines in a row run over no edge where the table begins and ends.
const RUN: usize = 3;

/// How far above the first words a name beside their middle may begin, how far below each other lines of a table stand, and how
/// far what the page has beside it, in usual steps.
const CLOSE: f64 = 0.9;
const NEAR: f64 = 2.0;
const FAR: f64 = 2.5;

/// Most columns.
const MOST: usize = 12;

/// Lines looked at, more make no table but a book.
const LOOKED_AT: usize = 60_000;

/// Where the columns begin but the first.
pub(super) struct Places {
    places: Vec<f64>,
    /// The column in which most lines begin.
    pub(super) words: usize,
    /// How far its lines stand below each other.
    pub(super) pitch: f64,
    /// The part of each page that is the table, from top to bottom.
    pub(super) zones: Vec<Option<(f64, f64)>>,
}

impl Places {
    /// How many columns there are.
    pub(super) fn len(&self) -> usize {
        self.places.len() + 1
    }

    /// Whether a line runs over the edge of a column.
    pub(super) fn is_crossed(&self, line: &Line) -> bool {
        self.places.iter().any(|place| crosses(line, *place))
    }

    /// Puts the words of a piece into their columns.
    pub(super) fn put(&self, piece: Piece, columns: &mut [Vec<Piece>]) {
        let mut rest = Some(piece);
        for (n, place) in self.places.iter().enumerate() {
            let Some(piece) = rest.take() else { return };
            let (before, behind) = piece.part(*place - PLACE);
            columns[n].extend(before);
            rest = behind;
        }
        columns[self.places.len()].extend(rest);
    }
}

/// The columns of the table that the pages hold, if they hold one. Words that stand close to what is on their left are parted
/// from it.
pub(super) fn places(pages: &mut [Vec<Line>]) -> Option<Places> {
    let lines: Vec<&Line> = pages.iter().flatten().collect();
    if lines.len() > LOOKED_AT {
        return None;
    }
    let words = words(&lines)?;
    let pieces = pages.iter_mut().flatten().flat_map(|line| &mut line.pieces);
    pieces.for_each(|piece| piece.part_words_at(words, PLACE));
    let pages = &*pages;
    let pitch = pitch(pages, words)?;
    let zones: Vec<Option<(usize, usize)>> = pages.iter().map(|lines| zone(lines, words, pitch)).collect();
    let inside: Vec<&Line> = pages
        .iter()
        .zip(&zones)
        .filter_map(|(lines, zone)| zone.map(|(first, last)| &lines[first..=last]))
        .flatten()
        .collect();
    let is_whole = |place: f64, share: f64| {
        inside.iter().filter(|line| crosses(line, place)).count() as f64 <= share * inside.len() as f64
    };
    if !is_whole(words, ACROSS) {
        return None;
    }
    let starts = starts_of(&inside);
    let beside = inside.iter().filter(|line| line.x0() < words - PLACE).count();
    let mut places = vec![words];
    for (place, here) in common(&starts, NOTES) {
        if (place - words).abs() <= 3.0 * PLACE {
            continue;
        }
        let gaps =
            |least: f64| here.iter().filter(|start| start.gap >= least && start.gap < f64::MAX).count();
        let is_column = if place < words {
            here.len() as f64 >= BEGINS * beside as f64
                && (gaps(WIDE) as f64 >= GAPS * here.len() as f64 || varies(here))
        } else {
            gaps(WIDEST) >= NOTES && gaps(WIDEST) * 2 >= here.len()
        };
        if is_column && is_whole(place, if place < words { ACROSS } else { 0.0 }) {
            places.push(place);
        }
    }
    places.sort_by(f64::total_cmp);
    places.dedup_by(|a, b| *a - *b <= 3.0 * PLACE);
    let words = places.iter().position(|place| (place - words).abs() <= 3.0 * PLACE)? + 1;
    let height = |(lines, zone): (&Vec<Line>, Option<(usize, usize)>)| {
        let (first, last) = zone?;
        Some((lines[first].y() - pitch / 2.0, lines[last].y() + pitch / 2.0))
    };
    let zones = pages.iter().zip(zones).map(height).collect();
    (places.len() < MOST).then_some(Places { places, words, pitch, zones })
}

/// A place where a word begins, and the room before it in sizes of the letter.
#[derive(Clone, Copy)]
struct Start {
    x: f64,
    gap: f64,
}

/// The places where the words of a line begin that have room before them.
fn starts(line: &Line) -> Vec<Start> {
    let mut starts = Vec::new();
    let mut end = f64::MIN;
    for piece in &line.pieces {
        let gap = if end == f64::MIN { f64::MAX } else { (piece.x0 - end) / piece.size };
        starts.push(Start { x: piece.x0, gap });
        let inner = |start: &crate::reader::pdf::lines::Start| Start {
            x: start.x0,
            gap: (start.x0 - start.before) / piece.size,
        };
        starts.extend(piece.starts.iter().map(inner));
        end = piece.x1;
    }
    starts.retain(|start| start.gap >= ROOM);
    starts
}

/// All of them, from left to right.
fn starts_of(lines: &[&Line]) -> Vec<Start> {
    let mut all: Vec<Start> = lines.iter().flat_map(|line| starts(line)).collect();
    all.sort_by(|a, b| a.x.total_cmp(&b.x));
    all
}

/// Whether the room before the words that begin at one place is now wide, now narrow, as no blank is.
fn varies(here: &[Start]) -> bool {
    let mut gaps: Vec<f64> = here.iter().map(|start| start.gap).filter(|gap| *gap < f64::MAX).collect();
    gaps.sort_by(f64::total_cmp);
    let tenth = gaps.len() / 10;
    gaps.get(tenth).zip(gaps.iter().rev().nth(tenth)).is_some_and(|(least, most)| most - least > VARIES)
}

/// The places where at least so many words begin, each with them: of places close together the one where most do.
fn common(starts: &[Start], least: usize) -> Vec<(f64, &[Start])> {
    let near = |x: f64| {
        let from = starts.partition_point(|start| start.x < x - PLACE);
        let to = starts.partition_point(|start| start.x <= x + PLACE);
        &starts[from..to]
    };
    let mut found: Vec<(f64, &[Start])> = Vec::new();
    for start in starts {
        let here = near(start.x);
        match found.last_mut().filter(|last| start.x - last.0 <= 3.0 * PLACE) {
            Some(last) if here.len() > last.1.len() => *last = (start.x, here),
            Some(_) => {}
            None if here.len() >= least => found.push((start.x, here)),
            None => {}
        }
    }
    found
}

/// Where the most words begin that have words, or lines of words, on their left.
fn words(lines: &[&Line]) -> Option<f64> {
    let starts = starts_of(lines);
    let least = (LINES * lines.len() as f64) as usize;
    let has_left =
        |x: f64| lines.iter().filter(|line| line.x0() < x - PLACE && !crosses(line, x)).count() >= FEWEST;
    let found = common(&starts, least.max(FEWEST));
    let found: Vec<f64> = found.into_iter().map(|(x, _)| x).filter(|x| has_left(*x)).collect();
    let begins: Vec<(&Line, Vec<f64>)> = lines
        .iter()
        .map(|line| (*line, found.iter().copied().filter(|x| begins_at(line, *x)).collect()))
        .collect();
    // How far the words go on to the right in all lines.
    let room = |x: &f64| -> f64 {
        let own = |(line, places): &(&Line, Vec<f64>)| {
            let next = places.iter().copied().find(|other| other > x);
            if places.contains(x) { next.unwrap_or(line.x1()) - x } else { 0.0 }
        };
        begins.iter().map(own).sum()
    };
    found.iter().copied().max_by(|a, b| room(a).total_cmp(&room(b)))
}

/// The smallest distance at which lines of the words stand below each other again and again.
fn pitch(pages: &[Vec<Line>], words: f64) -> Option<f64> {
    let mut steps: Vec<f64> = Vec::new();
    for lines in pages {
        let begins: Vec<&Line> = lines.iter().filter(|line| begins_at(line, words)).collect();
        let apart = begins.windows(2).map(|pair| (pair[1].y() - pair[0].y(), pair[1].size()));
        steps.extend(apart.filter(|(step, size)| step > size).map(|(step, _)| step));
    }
    steps.sort_by(f64::total_cmp);
    let again = |step: &&f64| steps.iter().filter(|other| (**other - **step).abs() <= 0.3).count() >= AGAIN;
    steps.iter().find(again).copied()
}

fn begins_at(line: &Line, x: f64) -> bool {
    starts(line).iter().any(|start| (start.x - x).abs() <= PLACE)
}

fn crosses(line: &Line, x: f64) -> bool {
    line.pieces.iter().any(|piece| runs_over(piece, x))
}

/// The lines of a page that are the table: from the first to the last one that begin where the words do, among lines that do not
/// run over the place, and the lines on the left that stand close to them.
fn zone(lines: &[Line], x: f64, pitch: f64) -> Option<(usize, usize)> {
    let begins = |n: &usize| begins_at(&lines[*n], x);
    let is_free = |n: usize| lines.get(n).is_none_or(|line| !crosses(line, x));
    let mut first = (0..lines.len()).find(|n| begins(n) && (*n..n + RUN).all(is_free))?;
    let mut last = (first..lines.len())
        .rev()
        .find(|n| begins(n) && (first.max(n.saturating_sub(RUN))..=*n).all(is_free))?;
    // What stands far from the rest is a head or a foot of the page.
    let step = |n: usize| lines[n + 1].y() - lines[n].y();
    while first < last && step(first) > FAR * pitch {
        first += 1;
    }
    while first < last && step(last - 1) > FAR * pitch {
        last -= 1;
    }
    let left = lines[first..=last].iter().map(Line::x0).fold(f64::MAX, f64::min);
    let is_left = |line: &Line| line.x1() < x && line.x0() > left - PLACE;
    while first > 0 && is_left(&lines[first - 1]) && step(first - 1) <= CLOSE * pitch {
        first -= 1;
    }
    while last + 1 < lines.len() && is_left(&lines[last + 1]) && step(last) <= NEAR * pitch {
        last += 1;
    }
    Some((first, last))
}

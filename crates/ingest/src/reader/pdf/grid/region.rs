//! The part of a page that a table covers.

use crate::reader::pdf::glyphs::Sheet;
use crate::reader::pdf::lines::Piece;
use crate::reader::pdf::rules::{Rule, SAME};

use super::NEAR;

/// Most lines of a page among which tables are looked for; drawings have more.
const MOST: usize = 600;

/// Fewest lines between rows where no line stands upright.
const FEWEST: usize = 4;

/// Smallest share of the height over which a line between columns goes.
const HIGH: f64 = 0.6;

/// A table, or the part of it that a page shows.
pub(super) struct Region {
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) top: f64,
    pub(super) bottom: f64,
    /// Where rows end and begin, from the top to the bottom.
    pub(super) borders: Vec<f64>,
    /// The lines between columns.
    pub(super) inner: Vec<Rule>,
    /// Where most of them stand.
    pub(super) between: Vec<f64>,
    /// Whether no line ends its last row.
    pub(super) is_open: bool,
}

impl Region {
    pub(super) fn holds(&self, piece: &Piece) -> bool {
        let (x, y) = ((piece.x0 + piece.x1) / 2.0, piece.middle());
        x > self.left - SAME && x < self.right + SAME && y > self.top && y < self.bottom
    }

    /// The pieces in it.
    pub(super) fn pieces(&self, pieces: &[Piece]) -> Vec<Piece> {
        pieces.iter().filter(|piece| self.holds(piece)).cloned().collect()
    }

    /// Whether the borders of both are the same.
    pub(super) fn is_like(&self, other: &Region) -> bool {
        let near = |a: f64, b: f64| (a - b).abs() <= NEAR;
        near(self.left, other.left)
            && near(self.right, other.right)
            && self.between.len() == other.between.len()
            && self.between.iter().zip(&other.between).all(|(a, b)| near(*a, *b))
    }
}

/// The tables of a page from the top to the bottom.
pub(super) fn regions(sheet: &Sheet) -> Vec<Region> {
    let rules = &sheet.rules;
    if rules.level.len() > MOST || rules.upright.len() > MOST {
        return Vec::new();
    }
    let mut level = rules.level.clone();
    level.sort_by(|a, b| (b.to - b.from).total_cmp(&(a.to - a.from)).then(a.at.total_cmp(&b.at)));
    let mut found: Vec<Region> = Vec::new();
    while let Some(first) = level.first().copied() {
        let same = |rule: &Rule| (rule.from - first.from).abs() <= NEAR && (rule.to - first.to).abs() <= NEAR;
        let (mut group, rest): (Vec<Rule>, Vec<Rule>) = level.into_iter().partition(same);
        level = rest;
        group.sort_by(|a, b| a.at.total_cmp(&b.at));
        let borders: Vec<f64> = group.iter().map(|rule| rule.at).collect();
        let inside = found
            .iter()
            .any(|region| borders.iter().all(|y| (region.top - SAME..=region.bottom + SAME).contains(y)));
        if !inside {
            parts(&borders, first, &rules.upright, &mut found);
        }
    }
    found.sort_by(|a, b| a.top.total_cmp(&b.top));
    found
}

/// The tables whose borders these are: where lines stand upright, one ends where none does.
fn parts(borders: &[f64], first: Rule, upright: &[Rule], found: &mut Vec<Region>) {
    let (Some(top), Some(bottom)) = (borders.first(), borders.last()) else { return };
    let beside = |rule: &&Rule| {
        (first.from - NEAR..=first.to + NEAR).contains(&rule.at)
            && rule.to >= top - SAME
            && rule.from <= bottom + SAME
    };
    let upright: Vec<Rule> = upright.iter().filter(beside).copied().collect();
    if upright.is_empty() {
        if borders.len() >= FEWEST {
            found.extend(region(borders.to_vec(), first, &upright));
        }
        return;
    }
    let covered = |a: f64, b: f64| {
        let y = (a + b) / 2.0;
        upright.iter().any(|rule| rule.from < y && y < rule.to)
    };
    for run in borders.chunk_by(|a, b| covered(*a, *b)) {
        found.extend(region(run.to_vec(), first, &upright));
    }
}

fn region(mut borders: Vec<f64>, first: Rule, upright: &[Rule]) -> Option<Region> {
    let (top, bottom) = (*borders.first()?, *borders.last()?);
    // The page may end before a row does.
    let over = |y: f64| upright.iter().filter(move |rule| rule.from <= y + SAME && rule.to >= y - SAME);
    let above = over(top).map(|rule| rule.from).fold(top, f64::min);
    let below = over(bottom).map(|rule| rule.to).fold(bottom, f64::max);
    let is_open = below > bottom + NEAR;
    if above < top - NEAR {
        borders.insert(0, above);
    }
    if is_open {
        borders.push(below);
    }
    let (top, bottom) = (*borders.first()?, *borders.last()?);
    let is_inner = |rule: &&Rule| {
        rule.at > first.from + NEAR && rule.at < first.to - NEAR && rule.to > top && rule.from < bottom
    };
    let inner: Vec<Rule> = upright.iter().filter(is_inner).copied().collect();
    // One line may be broken by rows that go over all columns.
    let mut between: Vec<f64> = Vec::new();
    for run in inner.chunk_by(|a, b| b.at - a.at <= NEAR) {
        let height: f64 = run.iter().map(|rule| rule.to.min(bottom) - rule.from.max(top)).sum();
        if height >= HIGH * (bottom - top) {
            between.push(run[0].at);
        }
    }
    (borders.len() >= 2).then_some(Region {
        left: first.from,
        right: first.to,
        top,
        bottom,
        borders,
        inner,
        between,
        is_open,
    })
}

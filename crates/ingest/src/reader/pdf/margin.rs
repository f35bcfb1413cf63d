//! Numbers of paragraphs or lines that stand in the margin: they go beside the text.

use themata_model::counted_as;

use super::lines::{Line, Piece};
use crate::reader::writer::Writer;

/// Fewest numbers in a margin that are taken for one.
const FEWEST: usize = 4;

/// Smallest share of them that grows from one to the next.
const GROWING: f64 = 0.9;

/// How many numbers stood in the margins.
#[derive(Default)]
pub(super) struct Numbers {
    taken: usize,
}

impl Numbers {
    pub(super) fn say(&self, writer: &mut Writer) {
        if self.taken > 0 {
            let what = counted_as(self.taken, "number stands", "numbers stand");
            writer.remark(format!("{what} in the margin; kept beside the text, not in it"));
        }
    }
}

/// The two margins of a page.
#[derive(Clone, Copy, PartialEq)]
enum Side {
    Left,
    Right,
}

/// Takes the numbers out of the lines and keeps them with these.
pub(super) fn take(pages: &mut [Vec<Line>]) -> Numbers {
    let mut numbers = Numbers::default();
    for side in [Side::Left, Side::Right] {
        let Some(edge) = edge(pages, side) else { continue };
        let found: Vec<(usize, u32)> = pages
            .iter()
            .enumerate()
            .flat_map(|(n, lines)| lines.iter().filter_map(move |line| Some((n, number(line, side, edge)?))))
            .collect();
        let pairs = || found.windows(2).filter(|pair| pair[0].0 == pair[1].0);
        let growing = pairs().filter(|pair| pair[0].1 < pair[1].1).count();
        let enough = found.len() >= FEWEST && pairs().count() >= 2;
        if enough && growing as f64 >= GROWING * pairs().count() as f64 {
            numbers.taken += found.len();
            pages.iter_mut().for_each(|lines| strip(lines, side, edge));
        }
    }
    numbers
}

/// Where the running text begins (or ends), numbers aside.
fn edge(pages: &[Vec<Line>], side: Side) -> Option<f64> {
    let mut places: Vec<f64> = Vec::new();
    for line in pages.iter().flatten() {
        let rest = match (own(line, side), side) {
            (None, _) => line.pieces.as_slice(),
            (Some(_), Side::Left) => &line.pieces[1..],
            (Some(_), Side::Right) => &line.pieces[..line.pieces.len() - 1],
        };
        match side {
            Side::Left => places.extend(rest.first().map(|piece| piece.x0)),
            Side::Right => places.extend(rest.last().map(|piece| piece.x1)),
        }
    }
    places.sort_by(f64::total_cmp);
    match side {
        // The leftmost place where several lines begin.
        Side::Left => {
            let several = (places.len() / 20).max(2);
            let near = |n: usize| places.get(n + several - 1).is_some_and(|other| other - places[n] < 2.0);
            (0..places.len()).find(|&n| near(n)).map(|n| places[n])
        }
        Side::Right => places.last().copied(),
    }
}

/// The piece that may be a number in the margin.
fn own(line: &Line, side: Side) -> Option<&Piece> {
    let piece = match side {
        Side::Left => line.pieces.first(),
        Side::Right => line.pieces.last(),
    }?;
    value(&piece.text).map(|_| piece)
}

fn value(text: &str) -> Option<u32> {
    let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    let digits = (1..=5).contains(&bare.len()) && bare.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| bare.parse().ok()).flatten()
}

fn number(line: &Line, side: Side, edge: f64) -> Option<u32> {
    let piece = own(line, side)?;
    let room = 0.3 * piece.size;
    let outside = match side {
        Side::Left => piece.x1 + room <= edge,
        Side::Right => piece.x0 - room >= edge,
    };
    if outside { value(&piece.text) } else { None }
}

fn strip(lines: &mut Vec<Line>, side: Side, edge: f64) {
    for line in lines.iter_mut() {
        if number(line, side, edge).is_some() {
            let piece = match side {
                Side::Left => line.pieces.remove(0),
                Side::Right => line.pieces.pop().unwrap_or_default(),
            };
            let bare = piece.text.trim_matches(['[', ']']);
            line.number.get_or_insert_with(|| bare.to_string());
        }
    }
    // A number that stands a little higher or lower than its line goes with the next one.
    let mut waiting = None;
    lines.retain_mut(|line| {
        if line.pieces.is_empty() {
            waiting = line.number.take();
            return false;
        }
        line.number = line.number.take().or(waiting.take());
        true
    });
}

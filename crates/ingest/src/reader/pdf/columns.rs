//! The order in which the parts of a page are read: columns of running text one after the other, everything
//! else line by line.

use std::collections::HashSet;

use super::glyphs::Sheet;
use super::lines::{Line, Piece, lines};
use crate::segment::can_stand_alone;

/// Fewest lines on each side of a gutter.
const LINES: usize = 5;

/// Fewest rows of cells with more than one line on the right.
const ROWS: usize = 4;

/// Largest share of lines that may run across a gutter.
const ACROSS: f64 = 0.34;

/// Smallest share of the width that a column of running text has.
const NARROWEST: f64 = 0.22;

/// How full the lines of a column are.
const FULL: f64 = 0.6;

/// Steps in which gutters are looked for, in points.
const STEP: f64 = 2.0;

/// The lines of a page in the order in which they are read.
pub(super) fn in_order(sheet: &Sheet) -> Vec<Line> {
    let mut out = Vec::new();
    part(sheet.pieces.clone(), &mut out, 0);
    out
}

fn part(pieces: Vec<Piece>, out: &mut Vec<Line>, depth: usize) {
    let rows = lines(pieces);
    let Some(gutter) = (if depth < 3 { gutter(&rows) } else { None }) else {
        put(rows, out);
        return;
    };
    // Lines across the gutter part the page into bands.
    let mut band: Vec<Line> = Vec::new();
    for row in rows {
        if row.pieces.iter().any(|piece| crosses(piece, gutter)) {
            columns(std::mem::take(&mut band), gutter, out, depth);
            put(vec![row], out);
        } else {
            band.push(row);
        }
    }
    columns(band, gutter, out, depth);
}

fn put(mut rows: Vec<Line>, out: &mut Vec<Line>) {
    if let Some(first) = rows.first_mut() {
        first.apart = true;
    }
    out.append(&mut rows);
}

fn columns(band: Vec<Line>, gutter: f64, out: &mut Vec<Line>, depth: usize) {
    let (left, right): (Vec<Piece>, Vec<Piece>) =
        band.into_iter().flat_map(|row| row.pieces).partition(|piece| piece.x1 <= gutter);
    for (n, side) in [left, right].into_iter().enumerate() {
        let from = out.len();
        part(side, out, depth + 1);
        // Each gutter writes a figure to the base of three, so that no two columns are called the same.
        out[from..].iter_mut().for_each(|line| line.column = line.column * 3 + n + 1);
    }
}

fn crosses(piece: &Piece, x: f64) -> bool {
    piece.x0 < x && piece.x1 > x
}

/// Where a gutter parts two columns of running text.
fn gutter(rows: &[Line]) -> Option<f64> {
    let left = rows.iter().map(Line::x0).min_by(f64::total_cmp)?;
    let right = rows.iter().map(Line::x1).max_by(f64::total_cmp)?;
    let width = right - left;
    if rows.len() < LINES || width <= 0.0 {
        return None;
    }
    let steps = (width * (1.0 - 2.0 * NARROWEST) / STEP).min(2000.0) as usize;
    let places = (0..=steps).map(|n| left + width * NARROWEST + n as f64 * STEP);
    let parting = |x: &f64| is_gutter(rows, *x, left, right);
    // Of the places between two columns the middle one.
    let found: Vec<f64> = places.filter(parting).collect();
    let run = found.chunk_by(|a, b| b - a < 1.5 * STEP).max_by_key(|run| run.len())?;
    Some(run[run.len() / 2])
}

fn is_gutter(rows: &[Line], x: f64, left: f64, right: f64) -> bool {
    let crossing = rows.iter().filter(|row| row.pieces.iter().any(|piece| crosses(piece, x))).count();
    if crossing as f64 > ACROSS * rows.len() as f64 {
        return false;
    }
    let side = |is_left: bool| -> Vec<f64> {
        let extent = |row: &Line| {
            let own = |piece: &&Piece| if is_left { piece.x1 <= x } else { piece.x0 >= x };
            let first = row.pieces.iter().filter(own).map(|piece| piece.x0).min_by(f64::total_cmp)?;
            let last = row.pieces.iter().filter(own).map(|piece| piece.x1).max_by(f64::total_cmp)?;
            Some(last - first)
        };
        let free = |row: &&Line| !row.pieces.iter().any(|piece| crosses(piece, x));
        rows.iter().filter(free).filter_map(extent).collect()
    };
    let is_full = |mut widths: Vec<f64>, room: f64| {
        widths.sort_by(f64::total_cmp);
        let median = widths.get(widths.len() / 2);
        widths.len() >= LINES && median.is_some_and(|median| *median >= FULL * room)
    };
    is_full(side(true), x - left) && is_full(side(false), right - x) && !names_rows(rows, x)
}

/// Whether the two sides of `x` are cells of rows: what stands left comes again and again, as names do beside what
/// they say, or again and again lines that have nothing on the left follow one that has.
fn names_rows(rows: &[Line], x: f64) -> bool {
    let left = |row: &Line| {
        let own: Vec<&str> =
            row.pieces.iter().filter(|piece| piece.x1 <= x).map(|piece| piece.text.as_str()).collect();
        (!own.is_empty()).then(|| own.join(" "))
    };
    let cells: Vec<String> = rows.iter().filter_map(left).collect();
    let distinct: HashSet<&String> = cells.iter().collect();
    let names = cells.iter().filter(|cell| can_stand_alone(cell.trim_end_matches([':', ' ']))).count();
    if cells.len() >= LINES && distinct.len() * 2 <= cells.len() && names * 2 >= cells.len() {
        return true;
    }
    let sides: Vec<(bool, bool)> =
        rows.iter().map(|row| (left(row).is_some(), row.pieces.iter().any(|piece| piece.x0 >= x))).collect();
    let count = |wanted: (bool, bool)| sides.iter().filter(|side| **side == wanted).count();
    let (left_only, right_only) = (count((true, false)), count((false, true)));
    let goes_on = sides.windows(2).filter(|pair| pair[0].0 && pair[1] == (false, true)).count();
    goes_on >= ROWS && right_only * 3 >= rows.len() && left_only * 10 <= rows.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_columns_are_read_in_turn_and_each_has_a_number_of_its_own() {
        let piece = |column: usize, row: usize| {
            let x0 = 60.0 + 170.0 * column as f64;
            let (text, y) = (format!("{column}.{row}"), 100.0 + 14.0 * row as f64);
            Piece { text, x0, x1: x0 + 150.0, y, size: 11.0, ..Piece::default() }
        };
        let pieces = (0..3).flat_map(|column| (0..8).map(move |row| piece(column, row))).collect();
        let read = in_order(&Sheet { pieces, ..Sheet::default() });
        let words: Vec<String> = read.iter().map(Line::text).collect();
        let expected: Vec<String> =
            (0..3).flat_map(|column| (0..8).map(move |row| format!("{column}.{row}"))).collect();
        assert_eq!(words, expected);
        let mut columns: Vec<usize> = read.iter().map(|line| line.column).collect();
        columns.dedup();
        columns.sort_unstable();
        columns.dedup();
        assert_eq!(columns.len(), 3);
    }
}

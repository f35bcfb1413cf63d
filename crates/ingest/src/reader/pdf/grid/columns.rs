//! The columns of a table, told by the lines between them or by the places where the words of its rows begin.

use super::region::Region;
use super::{Cell, NEAR};
use crate::reader::pdf::lines::{Line, Piece, lines};

/// Smallest share of the rows in which words begin where a column does.
const BEGINS: f64 = 0.6;

/// Largest share of the rows whose words may run over the edge of a column.
const ACROSS: f64 = 0.1;

/// How far apart words may begin that begin at one place, in points.
const PLACE: f64 = 1.0;

/// Narrowest room before a column, in sizes of the letter: a blank.
const ROOM: f64 = 0.2;

/// Fewest rows that tell columns without lines between them.
const ROWS: usize = 4;

/// Most columns.
const MOST: usize = 12;

/// Where the columns of a table begin but the first.
pub(super) struct Columns {
    places: Vec<f64>,
    /// Whether lines stand there.
    ruled: bool,
}

/// The columns; `None` where there is only one.
pub(super) fn columns(parts: &[(usize, &Region)], inside: &[Vec<Piece>]) -> Option<Columns> {
    let ruled = &parts.first()?.1.between;
    let columns = match ruled.is_empty() {
        false => Columns { places: ruled.clone(), ruled: true },
        true => Columns { places: aligned(parts, inside), ruled: false },
    };
    (1..MOST).contains(&columns.places.len()).then_some(columns)
}

impl Columns {
    pub(super) fn len(&self) -> usize {
        self.places.len() + 1
    }

    /// The rows of a part of the table; empty ones are none.
    pub(super) fn rows(&self, page: usize, region: &Region, pieces: Vec<Piece>) -> Vec<Vec<Cell>> {
        let bands = bands(region, pieces);
        let rows = bands.into_iter().map(|(y, pieces)| self.row(page, region, y, pieces));
        rows.filter(|row| row.iter().any(|cell| !cell.is_empty())).collect()
    }

    /// The cells of one row, whose middle is at `y`.
    fn row(&self, page: usize, region: &Region, y: f64, pieces: Vec<Piece>) -> Vec<Cell> {
        let has_line = |place: f64| {
            region.inner.iter().any(|rule| (rule.at - place).abs() <= NEAR && rule.from < y && y < rule.to)
        };
        let places: Vec<f64> = match self.ruled {
            true => self.places.iter().copied().filter(|place| has_line(*place)).collect(),
            false if pieces.iter().any(|piece| self.places.iter().any(|x| runs_over(piece, *x))) => {
                Vec::new()
            }
            false => self.places.clone(),
        };
        let mut cells: Vec<Vec<Piece>> = vec![Vec::new(); places.len() + 1];
        for piece in pieces {
            let mut rest = Some(piece);
            for (n, place) in places.iter().enumerate() {
                let Some(piece) = rest.take() else { break };
                let (before, behind) = piece.part(*place - PLACE);
                cells[n].extend(before);
                rest = behind;
            }
            cells[places.len()].extend(rest);
        }
        let cell = |pieces: Vec<Piece>| lines(pieces).into_iter().map(|line: Line| (page, line)).collect();
        cells.into_iter().map(cell).collect()
    }
}

/// The pieces of each row, with the place of its middle.
fn bands(region: &Region, pieces: Vec<Piece>) -> Vec<(f64, Vec<Piece>)> {
    let middle = |pair: &[f64]| ((pair[0] + pair[1]) / 2.0, Vec::new());
    let mut bands: Vec<(f64, Vec<Piece>)> = region.borders.windows(2).map(middle).collect();
    for piece in pieces {
        let n = region.borders.partition_point(|border| *border < piece.middle());
        let n = n.saturating_sub(1).min(bands.len() - 1);
        bands[n].1.push(piece);
    }
    bands
}

/// Where the first words of most rows begin, and no word of nearly any row runs over the place.
fn aligned(parts: &[(usize, &Region)], inside: &[Vec<Piece>]) -> Vec<f64> {
    let all = || parts.iter().zip(inside).flat_map(|((_, region), pieces)| bands(region, pieces.clone()));
    let rows: Vec<Vec<Piece>> = all().map(|(_, pieces)| pieces).filter(|pieces| !pieces.is_empty()).collect();
    if rows.len() < ROWS {
        return Vec::new();
    }
    let begins = |row: &Vec<Piece>| -> Vec<f64> {
        let Some(line) = lines(row.clone()).into_iter().next() else { return Vec::new() };
        let mut places: Vec<f64> = Vec::new();
        let mut end = f64::MAX;
        for piece in &line.pieces {
            if piece.x0 - end >= ROOM * piece.size {
                places.push(piece.x0);
            }
            let roomy =
                |start: &&crate::reader::pdf::lines::Start| start.x0 - start.before >= ROOM * piece.size;
            places.extend(piece.starts.iter().filter(roomy).map(|start| start.x0));
            end = piece.x1;
        }
        places
    };
    let mut places: Vec<f64> = rows.iter().flat_map(begins).collect();
    places.sort_by(f64::total_cmp);
    let mut found: Vec<f64> = Vec::new();
    for run in places.chunk_by(|a, b| b - a <= PLACE) {
        let crossing = |row: &&Vec<Piece>| row.iter().any(|piece| runs_over(piece, run[0]));
        if run.len() as f64 >= BEGINS * rows.len() as f64
            && rows.iter().filter(crossing).count() as f64 <= ACROSS * rows.len() as f64
        {
            found.push(run[0]);
        }
    }
    found
}

/// Whether a word of the piece runs over the place.
pub(super) fn runs_over(piece: &Piece, x: f64) -> bool {
    let x = x - PLACE / 2.0;
    if piece.x0 >= x || piece.x1 <= x {
        return false;
    }
    // The last word that begins before it.
    let next = piece.starts.iter().find(|start| start.x0 >= x);
    next.is_none_or(|next| next.before > x + PLACE)
}

//! Tables without lines: columns where the words of the rows begin, rows with more room between them than between the lines of
//! their cells.

use super::places::{self, Places};
use super::{Cell, Grid, merged};
use crate::reader::pdf::cells;
use crate::reader::pdf::glyphs::Sheet;
use crate::reader::pdf::hyphen::{Joints, Known};
use crate::reader::pdf::lines::{Line, Piece, lines};
use crate::reader::pdf::names;
use crate::reader::table;

/// How much more than usual two lines stand apart that belong to two rows.
const APART: f64 = 1.1;

/// How far a line reaches up and down from its middle, in usual steps.
const REACH: f64 = 0.45;

/// Fewest rows with a name.
const ROWS: usize = 4;

/// Fewest names in several lines, which only a table holds together.
const WRAPPED: usize = 2;

/// Narrowest room between a name and the words that tells it, in sizes of the letter.
const WIDE: f64 = 0.5;

/// Largest share of the rows without words, and of those that run over all columns.
const ODD: f64 = 0.1;

/// Smallest share of the names that are told without the table, for it to be none.
const TOLD: f64 = 0.95;

/// The table that no lines rule, if the document is one and its turns are not told by their names alone; it is taken out of the
/// pages. The rows of heads that later pages repeat come with it.
pub(super) fn take(sheets: &mut [Sheet]) -> Option<(Grid, Vec<String>)> {
    let mut pages: Vec<Vec<Line>> = sheets.iter().map(|sheet| lines(sheet.pieces.clone())).collect();
    let places = places::places(&mut pages)?;
    let mut first = None;
    let mut bands = Vec::new();
    let (mut middles, mut tall) = (0, 0);
    for (page, (lines, zone)) in pages.iter().zip(&places.zones).enumerate() {
        let Some((top, bottom)) = *zone else { continue };
        first = first.or(Some((page, top)));
        let all = lines.iter().flat_map(|line| &line.pieces);
        let inside = all.filter(|piece| holds((top, bottom), piece)).cloned().collect();
        let rows = rows(inside, &places);
        tall += rows.iter().filter(|row| row.is_tall(&places)).count();
        middles += rows.iter().filter(|row| row.is_tall(&places) && row.is_in_the_middle(&places)).count();
        let cell = |lines: Vec<Line>| -> Cell { lines.into_iter().map(|line| (page, line)).collect() };
        bands.push((false, rows.into_iter().map(|row| row.cells.into_iter().map(cell).collect()).collect()));
    }
    let (page, top) = first?;
    // Beside the middle of its words a name may stand on either of the pages that share them.
    let (rows, repeated) = merged(bands, places.len(), middles * 2 > tall)?;
    let is_odd = |row: &&Vec<Cell>| row.len() == 1 || row[places.words].is_empty();
    if rows.iter().filter(is_odd).count() as f64 > ODD * rows.len() as f64 || is_told(&pages, &rows, &places)
    {
        return None;
    }
    let grid = Grid { page, top, rows };
    let table = cells::table(&grid, &Known::default(), &mut Joints::default(), &mut None);
    if !table::names_speakers(&table) {
        return None;
    }
    for (sheet, zone) in sheets.iter_mut().zip(&places.zones) {
        let Some(zone) = *zone else { continue };
        sheet.pieces.retain(|piece| !holds(zone, piece));
    }
    Some((grid, repeated))
}

fn holds((top, bottom): (f64, f64), piece: &Piece) -> bool {
    (top..=bottom).contains(&piece.y)
}

/// Whether names alone tell the turns: they stand in one line, on the first of their row, and behind a gap or before a colon.
fn is_told(pages: &[Vec<Line>], rows: &[Vec<Cell>], places: &Places) -> bool {
    let named: Vec<&Vec<Cell>> = rows.iter().filter(|row| row.len() > 1 && !row[0].is_empty()).collect();
    if named.len() < ROWS {
        return true;
    }
    let wrapped = named.iter().filter(|row| row[0].len() > 1).count();
    if places.len() > 2 || wrapped >= WRAPPED {
        return false;
    }
    let is_plain = |row: &&&Vec<Cell>| {
        let (name, words) = (&row[0], row[1].first());
        name[0].1.text().ends_with([':', '：', '.'])
            && words.is_none_or(|(page, line)| *page == name[0].0 && (line.y() - name[0].1.y()).abs() < 1.0)
    };
    let texts: Vec<(usize, &Line, String)> =
        pages.iter().flatten().map(|line| (0, line, line.text())).collect();
    let by_gap = || {
        let column = names::column(&texts)?;
        // Where the longest name nearly touches the words, no gap tells it.
        let is_known = |row: &&&Vec<Cell>| {
            let name = &row[0][0].1;
            row[0].len() == 1
                && column.place.0 - name.x1() >= WIDE * name.size()
                && column.names.contains(&name.text())
        };
        Some(named.iter().filter(is_known).count())
    };
    let least = TOLD * named.len() as f64;
    named.iter().filter(is_plain).count() as f64 >= least || by_gap().unwrap_or(0) as f64 >= least
}

/// A row: the lines of each of its cells, or one cell that runs over all columns.
struct Row {
    cells: Vec<Vec<Line>>,
    bottom: f64,
}

impl Row {
    /// Whether the words have more lines than the name.
    fn is_tall(&self, places: &Places) -> bool {
        self.cells.len() > 1
            && !self.cells[0].is_empty()
            && self.cells[places.words].len() > self.cells[0].len()
    }

    fn is_in_the_middle(&self, places: &Places) -> bool {
        self.cells[0][0].y() - self.cells[places.words][0].y() > 1.0
    }
}

/// Lines of one column that stand close together.
struct Block {
    /// The column; `None` for all.
    column: Option<usize>,
    lines: Vec<Line>,
    top: f64,
    bottom: f64,
}

/// The rows of a page: blocks whose heights overlap stand beside each other.
fn rows(pieces: Vec<Piece>, places: &Places) -> Vec<Row> {
    let mut columns: Vec<Vec<Piece>> = vec![Vec::new(); places.len()];
    let mut across = Vec::new();
    for line in lines(pieces) {
        if places.is_crossed(&line) {
            across.extend(line.pieces);
        } else {
            line.pieces.into_iter().for_each(|piece| places.put(piece, &mut columns));
        }
    }
    let mut all: Vec<Block> = blocks(across, None, places.pitch);
    for (n, pieces) in columns.into_iter().enumerate() {
        all.extend(blocks(pieces, Some(n), places.pitch));
    }
    all.sort_by(|a, b| a.top.total_cmp(&b.top));
    let mut rows: Vec<Row> = Vec::new();
    for block in all {
        let Some(column) = block.column else {
            rows.push(Row { cells: vec![block.lines], bottom: f64::MIN });
            continue;
        };
        match rows.last_mut().filter(|row| row.bottom > block.top) {
            Some(row) => {
                row.cells[column].extend(block.lines);
                row.bottom = row.bottom.max(block.bottom);
            }
            None => {
                let mut cells = vec![Vec::new(); places.len()];
                cells[column] = block.lines;
                rows.push(Row { cells, bottom: block.bottom });
            }
        }
    }
    rows
}

fn blocks(pieces: Vec<Piece>, column: Option<usize>, pitch: f64) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for line in lines(pieces) {
        let y = line.y();
        let goes_on =
            |block: &&mut Block| block.lines.last().is_some_and(|last| y - last.y() <= APART * pitch);
        match blocks.last_mut().filter(goes_on) {
            Some(block) => {
                block.bottom = y + REACH * pitch;
                block.lines.push(line);
            }
            None => {
                let (top, bottom) = (y - REACH * pitch, y + REACH * pitch);
                blocks.push(Block { column, lines: vec![line], top, bottom });
            }
        }
    }
    blocks
}

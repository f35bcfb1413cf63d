//! Tables: those that are ruled, with rows told by the lines between them and columns by lines or by the places where the words
//! of all rows begin, and those without lines.

mod columns;
mod places;
mod region;
mod unruled;

use super::cells;
use super::glyphs::Sheet;
use super::hyphen::{Joints, Known};
use super::lines::{Line, Piece, lines};
use super::running::form;
use crate::reader::table;
use region::Region;

/// How many lines a page may have above or below a table that goes on over its end.
const BESIDE: usize = 4;

/// How far the borders of a table that goes on may be from those before, in points.
const NEAR: f64 = 4.0;

/// Smallest share of the rows in which a column has words, for a row without to go on with the one before it.
const FILLED: f64 = 0.9;

/// A table of the document.
pub(super) struct Grid {
    /// The page on which it begins, and how far below its top.
    pub(super) page: usize,
    pub(super) top: f64,
    pub(super) rows: Vec<Vec<Cell>>,
}

/// The lines of a cell, each with its page.
pub(super) type Cell = Vec<(usize, Line)>;

/// What was found of tables.
#[derive(Default)]
pub(super) struct Grids {
    pub(super) grids: Vec<Grid>,
    /// The rows of heads that later pages repeat.
    pub(super) repeated: Vec<String>,
}

/// Takes the tables that hold turns out of the pages.
pub(super) fn take(sheets: &mut [Sheet]) -> Grids {
    let regions: Vec<Vec<Region>> = sheets.iter().map(region::regions).collect();
    let mut all = Grids::default();
    for parts in chains(sheets, &regions) {
        let inside: Vec<Vec<Piece>> =
            parts.iter().map(|(page, region)| region.pieces(&sheets[*page].pieces)).collect();
        let Some(columns) = columns::columns(&parts, &inside) else { continue };
        let Some((rows, repeated)) = rows(&parts, inside, &columns) else { continue };
        let (page, top) = (parts[0].0, parts[0].1.top);
        let grid = Grid { page, top, rows };
        let table = cells::table(&grid, &Known::default(), &mut Joints::default(), &mut None);
        if !table::holds_turns(&table) {
            continue;
        }
        for (page, region) in parts {
            sheets[page].pieces.retain(|piece| !region.holds(piece));
        }
        all.grids.push(grid);
        all.repeated.extend(repeated);
    }
    if all.grids.is_empty()
        && let Some((grid, repeated)) = unruled::take(sheets)
    {
        all.grids.push(grid);
        all.repeated.extend(repeated);
    }
    all.grids.sort_by(|a, b| a.page.cmp(&b.page).then(a.top.total_cmp(&b.top)));
    all
}

/// The parts of each table, with their pages: one goes on at the top of the next page if its borders are the same.
fn chains<'r>(sheets: &[Sheet], regions: &'r [Vec<Region>]) -> Vec<Vec<(usize, &'r Region)>> {
    let mut chains: Vec<Vec<(usize, &Region)>> = Vec::new();
    for (page, regions) in regions.iter().enumerate() {
        for (n, region) in regions.iter().enumerate() {
            let goes_on = |chain: &&mut Vec<(usize, &Region)>| {
                chain.last().is_some_and(|(before, last)| {
                    before + 1 == page
                        && n == 0
                        && last.is_like(region)
                        && few(&sheets[*before], |y| y > last.bottom)
                        && few(&sheets[page], |y| y < region.top)
                })
            };
            match chains.last_mut().filter(goes_on) {
                Some(chain) => chain.push((page, region)),
                None => chains.push(vec![(page, region)]),
            }
        }
    }
    chains
}

/// Whether a page has no more than its head or foot there.
fn few(sheet: &Sheet, there: impl Fn(f64) -> bool) -> bool {
    let pieces = sheet.pieces.iter().filter(|piece| there(piece.middle())).cloned().collect();
    lines(pieces).len() <= BESIDE
}

/// The rows of all parts: those that later pages repeat, and those that only go on, are no rows of their own. `None` where later
/// parts have nothing of their own.
fn rows(
    parts: &[(usize, &Region)],
    inside: Vec<Vec<Piece>>,
    columns: &columns::Columns,
) -> Option<(Vec<Vec<Cell>>, Vec<String>)> {
    let bands = parts
        .iter()
        .zip(inside)
        .map(|((page, region), pieces)| (region.is_open, columns.rows(*page, region, pieces)))
        .collect();
    merged(bands, columns.len(), false)
}

/// The rows of each page, with whether no line ends the last of them, as those of one table of so many columns. `either`: the
/// name of a row that goes on over the end of a page may stand on either page.
fn merged(
    bands: Vec<(bool, Vec<Vec<Cell>>)>,
    full: usize,
    either: bool,
) -> Option<(Vec<Vec<Cell>>, Vec<String>)> {
    // What goes on at the top of a later page stands there below its heads.
    let begun = |(n, (_, rows)): (usize, &(bool, Vec<Vec<Cell>>))| rows.len().min(if n == 0 { 0 } else { 2 });
    let whole = bands.iter().enumerate().flat_map(|(n, band)| &band.1[begun((n, band))..]);
    let key = key(whole.filter(|row| row.len() == full), full);
    let head = bands.first()?.1.first().map(|row| words(row))?;
    let mut repeated = Vec::new();
    let mut all: Vec<Vec<Cell>> = Vec::new();
    let mut open = false;
    for (is_open, rows) in bands {
        let mut own = 0;
        let later = !all.is_empty();
        for row in rows {
            if later && own == 0 && words(&row) == head {
                repeated.push(text(&row));
                continue;
            }
            own += 1;
            let goes_on = later
                && own == 1
                && row.len() == full
                && (open || key.is_some_and(|key| row[key].is_empty()));
            match all.last_mut().filter(|last| goes_on && last.len() == full) {
                Some(last) => last.iter_mut().zip(row).for_each(|(cell, more)| cell.extend(more)),
                None => all.push(row),
            }
        }
        if own == 0 {
            return None;
        }
        open = is_open
            || either
                && key.zip(all.last()).is_some_and(|(key, row)| row.get(key).is_some_and(Vec::is_empty));
    }
    Some((all, repeated))
}

/// The first column that has words in nearly every row.
fn key<'c>(rows: impl Iterator<Item = &'c Vec<Cell>>, columns: usize) -> Option<usize> {
    let (mut all, mut filled) = (0_usize, vec![0_usize; columns]);
    for row in rows {
        all += 1;
        row.iter().zip(&mut filled).for_each(|(cell, n)| *n += usize::from(!cell.is_empty()));
    }
    filled.iter().position(|n| *n as f64 >= FILLED * all as f64)
}

/// The words of a row, with `#` for numbers.
fn words(row: &[Cell]) -> String {
    form(&text(row)).0
}

fn text(row: &[Cell]) -> String {
    row.iter().flatten().map(|(_, line)| line.text()).collect::<Vec<_>>().join(" ")
}

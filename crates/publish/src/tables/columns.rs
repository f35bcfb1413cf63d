//! How wide the columns of a table on paper are.

use themata_model::table::{Align, Block, Column};

use crate::grid::{Grid, GridCell, GridRow};
use crate::text::longest_word;

/// White space left and right of a column together, in points.
const GUTTER: f64 = 10.0;
/// The mean width of a character of a text face, in em; measured on English text, rounded up so
/// that an estimate errs on the safe side.
const EM_PER_CHAR: f64 = 0.53;
/// Words of cells up to this length, in characters, widen their column; longer ones are broken. The
/// first limit with which the columns fit the page is taken. Words of heads are never broken as
/// long as the heads alone fit.
const WHOLE_WORDS: [usize; 4] = [18, 14, 10, 1];
/// Words of the heads of columns of numbers up to this length are never broken: a key of forty letters is not to
/// make forty columns of single digits wide.
const WHOLE_HEAD: usize = 10;

/// More columns than these are many.
const MANY: usize = 10;
/// How much more than it needs a column of numbers gets among many.
const EASE: f64 = 1.15;

/// How many characters of the text face fit a column of `width` points.
pub(super) fn capacity(width: f64, size: f64) -> usize {
    let chars = (width - GUTTER) / (size * EM_PER_CHAR);
    // At least one: a column is never so narrow that it holds nothing.
    if chars >= 1.0 { chars as usize } else { 1 }
}

/// Shares the page among the columns by their relative widths, but gives each what its longest
/// ordinary word needs.
pub(super) fn column_widths(grid: &Grid, page: f64, size: f64) -> Vec<f64> {
    let mut needs = Vec::new();
    for limit in WHOLE_WORDS {
        needs = (0..grid.columns.len()).map(|column| need(grid, column, limit, size)).collect();
        if needs.iter().sum::<f64>() < page {
            return share(&needs, &shares(grid, &needs, page), page);
        }
    }
    let needed: f64 = needs.iter().sum();
    needs.iter().map(|need| need * page / needed).collect()
}

/// The relative widths of the columns. Where there are many, those of numbers get a little more than they need
/// and the names of the rows have the rest.
fn shares(grid: &Grid, needs: &[f64], page: f64) -> Vec<f64> {
    let told = grid.shares();
    let is_text = |i: &usize| grid.columns[*i].align == Align::Left;
    let columns = 0..grid.columns.len();
    if columns.len() <= MANY || !columns.clone().any(|i| is_text(&i)) {
        return told;
    }
    let numbers: f64 = columns.clone().filter(|i| !is_text(i)).map(|i| needs[i] * EASE / page).sum();
    let texts: f64 = columns.clone().filter(is_text).map(|i| told[i]).sum();
    let rest = (1.0 - numbers).max(0.05);
    columns.map(|i| if is_text(&i) { told[i] / texts * rest } else { needs[i] * EASE / page }).collect()
}

/// What a column needs, in points, to hold the words of its head and those of its cells that are
/// not longer than `limit`, in characters.
fn need(grid: &Grid, column: usize, limit: usize, size: f64) -> f64 {
    let cells = longest_cell_word(grid, column, limit);
    let Column { align, label, .. } = &grid.columns[column];
    let head = longest_word(label).min(if *align == Align::Left { WHOLE_WORDS[0] } else { WHOLE_HEAD });
    // Heads are bold, hence one more character.
    (cells.max(head) as f64 + 1.0) * size * EM_PER_CHAR + GUTTER
}

/// What a column needs, in points, to hold its ordinary words.
pub(super) fn ordinary_need(grid: &Grid, column: usize, size: f64) -> f64 {
    need(grid, column, WHOLE_WORDS[0], size)
}

/// What a column of names needs, in points: two lines for the longest.
pub(super) fn name_need(grid: &Grid, column: usize, size: f64) -> f64 {
    let longest = cells_of(grid, column).map(|text| text.chars().count()).max().unwrap_or(0);
    ordinary_need(grid, column, size).max(longest as f64 / 2.0 * size * EM_PER_CHAR + GUTTER)
}

/// How many lines a row takes, estimated; `fits` is how many characters a line of each column holds.
pub(super) fn row_lines(row: &GridRow, fits: &[usize]) -> usize {
    match row {
        GridRow::Heading { .. } => 1,
        GridRow::Cells { cells, .. } => {
            let lines = |(cell, fit): (&GridCell, &usize)| -> usize {
                let blocks = cell.cell.blocks.iter().filter(|_| cell.span > 0);
                blocks.map(|block| block.plain().chars().count().div_ceil(*fit)).sum()
            };
            cells.iter().zip(fits).map(lines).max().unwrap_or(0).max(1)
        }
    }
}

/// Gives every column its share of `page` or what it needs, whichever is more. Columns raised to
/// their need are set aside and the rest shared again, until no one is short.
pub(super) fn share(needs: &[f64], shares: &[f64], page: f64) -> Vec<f64> {
    let mut raised = vec![false; needs.len()];
    loop {
        let taken: f64 = needs.iter().zip(&raised).filter(|(_, r)| **r).map(|(n, _)| n).sum();
        let rest: f64 = shares.iter().zip(&raised).filter(|(_, r)| !**r).map(|(s, _)| s).sum();
        let width = |i: usize| {
            if raised[i] { needs[i] } else { shares[i] / rest * (page - taken) }
        };
        let widths: Vec<f64> = (0..needs.len()).map(width).collect();
        match (0..needs.len()).find(|i| widths[*i] < needs[*i] - 1e-6) {
            Some(short) => raised[short] = true,
            None => return widths,
        }
    }
}

/// The length of the longest word not longer than `limit` in the cells of a column; at least one.
pub(super) fn longest_cell_word(grid: &Grid, column: usize, limit: usize) -> usize {
    let words = cells_of(grid, column).flat_map(str::split_whitespace).map(longest_word);
    words.filter(|n| *n <= limit).max().unwrap_or(1)
}

/// The texts in the cells of a column.
pub(super) fn cells_of(grid: &Grid, column: usize) -> impl Iterator<Item = &str> {
    grid.rows.iter().flat_map(move |row| {
        let cells = match row {
            GridRow::Heading { .. } => &[],
            GridRow::Cells { cells, .. } => cells.as_slice(),
        };
        cells.get(column).into_iter().flat_map(|cell| &cell.cell.blocks).flat_map(block_texts)
    })
}

/// Every text of a block.
pub(super) fn block_texts(block: &Block) -> impl Iterator<Item = &str> {
    let (text, more): (&str, [Option<&String>; 2]) = match block {
        Block::Text(text) | Block::Heading(text) | Block::Bullet(text) => (text, [None, None]),
        Block::Quotation { text, attribution, locator, .. } => {
            (text, [attribution.as_ref(), locator.as_ref()])
        }
    };
    std::iter::once(text).chain(more.into_iter().flatten().map(String::as_str))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_columns_are_raised_and_the_rest_shares() {
        assert_eq!(share(&[30.0, 10.0, 10.0], &[0.1, 0.45, 0.45], 100.0), [30.0, 35.0, 35.0]);
        assert_eq!(share(&[10.0, 10.0], &[0.5, 0.5], 100.0), [50.0, 50.0]);
    }
}

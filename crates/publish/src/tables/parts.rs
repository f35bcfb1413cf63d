//! Tables too wide for paper, cut into several that stand below one another.

use std::collections::BTreeSet;

use themata_model::table::Align;

use crate::grid::{Grid, GridCell, GridRow};
use crate::tables::columns::{name_need, ordinary_need};

/// A table up to this wide stays whole, in text columns; columns of numbers and short marks count
/// half. Seen on A4 landscape: nine text columns leave no room for more than two words a line.
const WHOLE: f64 = 8.0;
/// How many text columns a page has room for; columns of numbers take what they need.
const PART: f64 = 6.0;
/// How many leading columns are repeated at most.
const REPEATED: usize = 3;

/// A table, or a part of one that is too wide.
pub(super) struct Part {
    pub(super) grid: Grid,
    /// The part of the page's width it takes, so that the columns of all parts are equally wide.
    pub(super) share: f64,
}

/// Returns `grid` itself, or its parts for a page `room` points wide: each repeats the leading columns that tell
/// its rows apart. `size` gives the size of the text by the number of columns.
pub(super) fn parts(grid: &Grid, room: f64, size: &dyn Fn(usize) -> f64) -> Vec<Part> {
    let weight = |align| if align == Align::Left { 1.0 } else { 0.5 };
    let n = grid.columns.len();
    if grid.columns.iter().map(|column| weight(column.align)).sum::<f64>() <= WHOLE {
        return vec![Part { grid: grid.clone(), share: 1.0 }];
    }
    let counts = 2 * grid.columns.iter().filter(|column| column.align != Align::Left).count() > n;
    let width = |columns: &[usize]| -> f64 {
        let size = size(columns.len());
        let need = |column: &usize| match grid.columns[*column].align {
            Align::Left if counts => name_need(grid, *column, size).min(room / PART),
            Align::Left => room / PART,
            Align::Right | Align::Centre => ordinary_need(grid, *column, size),
        };
        columns.iter().map(need).sum()
    };
    let fits = |columns: &[usize]| width(columns) <= room * 1.000_001;
    let all: Vec<usize> = (0..n).collect();
    if fits(&all) {
        return vec![Part { grid: grid.clone(), share: 1.0 }];
    }
    let repeated = key_columns(grid);
    let further: Vec<usize> = (repeated..n).collect();
    let columns = |chunk: &[usize]| (0..repeated).chain(chunk.iter().copied()).collect::<Vec<_>>();
    // Parts of equal width rather than full ones and a narrow last one.
    let is_enough = |size: &usize| further.chunks(*size).all(|chunk| fits(&columns(chunk)));
    let sizes = (2..=further.len()).map(|count| further.len().div_ceil(count));
    let size = sizes.into_iter().find(is_enough).unwrap_or(1);
    let chosen: Vec<Vec<usize>> = further.chunks(size).map(columns).collect();
    let numbers = further.iter().all(|column| grid.columns[*column].align != Align::Left);
    let widths: Vec<f64> = chosen.iter().map(|columns| grid_width(grid, columns)).collect();
    let widest = widths.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
    let share = |i: usize| if numbers { widths[i] / widest } else { 1.0 };
    chosen
        .iter()
        .enumerate()
        .map(|(i, columns)| Part { grid: part(grid, i, columns), share: share(i) })
        .collect()
}

/// The relative widths of some columns together.
fn grid_width(grid: &Grid, columns: &[usize]) -> f64 {
    let shares = grid.shares();
    columns.iter().filter_map(|column| shares.get(*column)).sum()
}

/// How many leading columns tell the rows apart as well as [`REPEATED`] ones do.
fn key_columns(grid: &Grid) -> usize {
    let distinct = |k: usize| {
        let keys = grid.rows.iter().filter_map(|row| match row {
            GridRow::Cells { cells, .. } => {
                Some(cells.iter().take(k).map(|cell| cell.cell.plain()).collect::<Vec<_>>())
            }
            GridRow::Heading { .. } => None,
        });
        keys.collect::<BTreeSet<_>>().len()
    };
    let best = distinct(REPEATED);
    (1..REPEATED).find(|k| distinct(*k) == best).unwrap_or(REPEATED)
}

fn part(grid: &Grid, i: usize, columns: &[usize]) -> Grid {
    let pick = |cells: &[GridCell]| columns.iter().map(|column| cells[*column].clone()).collect();
    Grid {
        title: if i == 0 { grid.title.clone() } else { format!("{} (continued)", grid.title) },
        columns: columns.iter().map(|column| grid.columns[*column].clone()).collect(),
        rows: grid
            .rows
            .iter()
            .map(|row| match row {
                GridRow::Heading { .. } => row.clone(),
                GridRow::Cells { total, cells } => GridRow::Cells { total: *total, cells: pick(cells) },
            })
            .collect(),
        study: grid.study.clone(),
        notes: grid.notes.clone(),
        ..*grid
    }
}

#[cfg(test)]
mod tests {
    use themata_model::table::{Cell, Column, Row, Table};

    use super::*;
    use crate::testing;

    /// The heads of the parts of a table of `n` columns with `rows`.
    fn heads(columns: Vec<Column>, rows: &[[&str; 2]]) -> Vec<String> {
        let mut table = Table::new("t", "T");
        for [a, b] in rows {
            let rest = columns.iter().skip(2).map(|_| Cell::text("x"));
            table.rows.push(Row::Body([Cell::text(*a), Cell::text(*b)].into_iter().chain(rest).collect()));
        }
        table.columns = columns;
        let grid = Grid::new(&table, &testing::imprint()).unwrap();
        let heads = |part: &Part| {
            let grid = &part.grid;
            let labels: Vec<&str> = grid.columns.iter().map(|column| column.label.as_str()).collect();
            format!("{}: {}", grid.title, labels.join(" "))
        };
        parts(&grid, 490.0, &|_| 7.0).iter().map(heads).collect()
    }

    fn text(n: usize) -> Vec<Column> {
        (0..n).map(|i| Column::text(format!("k{i}"), format!("{i}"), 1.0)).collect()
    }

    #[test]
    fn wide_tables_are_cut_and_the_key_columns_come_again() {
        assert_eq!(heads(text(8), &[["a", "b"]]), ["T: 0 1 2 3 4 5 6 7"]);
        assert_eq!(heads(text(9), &[["a", "c"], ["b", "c"]]), ["T: 0 1 2 3 4", "T (continued): 0 5 6 7 8"]);
        assert_eq!(heads(text(9), &[["a", "b"], ["a", "c"]]), ["T: 0 1 2 3 4 5", "T (continued): 0 1 6 7 8"]);
    }

    #[test]
    fn numbers_take_little_room() {
        let mut columns = text(2);
        columns.extend((0..7).map(|i| Column::number(format!("n{i}"), "n")));
        assert_eq!(heads(columns, &[["a", "b"]]), ["T: 0 1 n n n n n n n"]);
    }

    #[test]
    fn many_columns_of_small_numbers_stay_together_and_long_heads_cut_into_few_equal_parts() {
        let counts = |n: usize, head: &str| {
            let mut columns = text(2);
            columns.extend((0..n).map(|i| Column::number(format!("n{i}"), format!("{head}{i:02}"))));
            columns
        };
        assert_eq!(heads(counts(11, "D"), &[["a", "b"]]).len(), 1);
        let cut = heads(counts(32, "D001_founder_2024-01-"), &[["a", "b"], ["a", "c"]]);
        assert_eq!(cut.len(), 4);
        assert!(cut.iter().all(|part| part.matches("2024").count() == 8), "{cut:?}");
    }
}

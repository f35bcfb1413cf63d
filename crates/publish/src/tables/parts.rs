//! Tables too wide for paper, cut into several that stand below one another.

use std::collections::BTreeSet;

use themata_model::table::Align;

use crate::grid::{Grid, GridCell, GridRow};

/// A table up to this wide stays whole, in text columns; columns of numbers and short marks count
/// half. Seen on A4 landscape: nine text columns leave no room for more than two words a line.
const WHOLE: f64 = 8.0;
/// How many columns a part has at most, with those repeated.
const PART: usize = 6;
/// How many leading columns are repeated at most.
const REPEATED: usize = 3;

/// Returns `grid` itself, or its parts: each repeats the leading columns that tell its rows apart.
pub(super) fn parts(grid: &Grid) -> Vec<Grid> {
    let weight = |align| if align == Align::Left { 1.0 } else { 0.5 };
    let n = grid.columns.len();
    if grid.columns.iter().map(|column| weight(column.align)).sum::<f64>() <= WHOLE {
        return vec![grid.clone()];
    }
    let repeated = key_columns(grid);
    let further: Vec<usize> = (repeated..n).collect();
    // Parts of equal width rather than full ones and a narrow last one.
    let count = further.len().div_ceil(PART - repeated);
    let size = further.len().div_ceil(count);
    let columns = |chunk: &[usize]| (0..repeated).chain(chunk.iter().copied()).collect::<Vec<_>>();
    further.chunks(size).enumerate().map(|(i, chunk)| part(grid, i, &columns(chunk))).collect()
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
        let heads = |grid: &Grid| {
            let labels: Vec<&str> = grid.columns.iter().map(|column| column.label.as_str()).collect();
            format!("{}: {}", grid.title, labels.join(" "))
        };
        parts(&grid).iter().map(heads).collect()
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
}

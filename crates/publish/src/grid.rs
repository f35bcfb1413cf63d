//! A table made ready for any writer: text cleaned, rows checked against the columns, merged cells
//! turned into spans, notes complete.

use themata_model::table::{Block, Cell, Column, Row, Table};

use crate::error::PublishError;
use crate::imprint::Imprint;
use crate::text::clean;

/// A [`Table`] that every writer can print without checking anything.
#[derive(Clone, Debug)]
pub(crate) struct Grid {
    /// The title as printed, with `DRAFT` in front of a draft.
    pub(crate) title: String,
    /// Whether the table is a draft.
    pub(crate) draft: bool,
    /// The study's title.
    pub(crate) study: String,
    /// The columns.
    pub(crate) columns: Vec<Column>,
    /// The rows.
    // Invariant: each row of cells has as many cells as there are columns.
    pub(crate) rows: Vec<GridRow>,
    /// The notes, with that on synthetic data.
    pub(crate) notes: Vec<String>,
    /// Whether the table needs a page on its side.
    pub(crate) landscape: bool,
}

/// One row of a [`Grid`].
#[derive(Clone, Debug)]
pub(crate) enum GridRow {
    /// A heading across all columns.
    Heading { depth: u8, text: String },
    /// Cells; `total` for a row of sums.
    Cells { total: bool, cells: Vec<GridCell> },
}

/// One cell of a [`Grid`].
#[derive(Clone, Debug)]
pub(crate) struct GridCell {
    /// The contents; those of the cell above where this one is merged with it and has none.
    pub(crate) cell: Cell,
    /// How many rows the cell spans; 0 when a cell above covers it.
    pub(crate) span: usize,
}

impl Grid {
    /// Checks and completes `table`.
    pub(crate) fn new(table: &Table, imprint: &Imprint) -> Result<Grid, PublishError> {
        let mut rows = Vec::with_capacity(table.rows.len());
        for (i, row) in table.rows.iter().enumerate() {
            rows.push(match row {
                Row::Heading { depth, text } => GridRow::Heading { depth: *depth, text: clean(text) },
                Row::Body(cells) => GridRow::Cells { total: false, cells: checked(table, i, cells)? },
                Row::Total(cells) => GridRow::Cells { total: true, cells: checked(table, i, cells)? },
            });
        }
        merge_spans(&mut rows, table.columns.len());
        Ok(Grid {
            title: clean(&table.printed_title()),
            draft: table.draft,
            study: clean(&imprint.study_title),
            columns: table
                .columns
                .iter()
                .map(|column| Column { label: clean(&column.label), ..column.clone() })
                .collect(),
            rows,
            notes: imprint.with_note(&table.notes).iter().map(|note| clean(note)).collect(),
            landscape: table.landscape,
        })
    }

    /// How many levels of heading rows there are.
    pub(crate) fn heading_levels(&self) -> usize {
        self.rows
            .iter()
            .filter_map(|row| match row {
                GridRow::Heading { depth, .. } => Some(usize::from(*depth) + 1),
                GridRow::Cells { .. } => None,
            })
            .max()
            .unwrap_or(0)
    }

    /// The relative widths of the columns, made fit for division: finite, positive, sum 1.
    pub(crate) fn shares(&self) -> Vec<f64> {
        let widths: Vec<f64> = self
            .columns
            .iter()
            .map(|column| f64::from(column.width))
            .map(|width| if width.is_finite() { width.clamp(0.1, 1000.0) } else { 1.0 })
            .collect();
        let sum: f64 = widths.iter().sum();
        widths.into_iter().map(|width| width / sum).collect()
    }
}

fn checked(table: &Table, row: usize, cells: &[Cell]) -> Result<Vec<GridCell>, PublishError> {
    if cells.len() != table.columns.len() {
        return Err(PublishError::Ragged {
            kind: table.kind.clone(),
            row: row + 1,
            found: cells.len(),
            expected: table.columns.len(),
        });
    }
    Ok(cells.iter().map(|cell| GridCell { cell: clean_cell(cell), span: 1 }).collect())
}

/// Cleans the text. Whether locators are printed was decided when the table was made.
fn clean_cell(cell: &Cell) -> Cell {
    let mut cell = cell.clone();
    for block in &mut cell.blocks {
        match block {
            Block::Text(text) | Block::Heading(text) | Block::Bullet(text) => *text = clean(text),
            Block::Quotation { text, attribution, locator, .. } => {
                *text = clean(text);
                *attribution = attribution.as_deref().map(clean);
                *locator = locator.as_deref().map(clean);
            }
        }
    }
    cell
}

/// Turns `merged_with_above` into spans. A heading row and a row of sums end every span.
fn merge_spans(rows: &mut [GridRow], columns: usize) {
    for column in 0..columns {
        // The row whose cell at `column` may still grow.
        let mut open: Option<usize> = None;
        for i in 0..rows.len() {
            let (above, below) = rows.split_at_mut(i);
            let GridRow::Cells { total: false, cells } = &mut below[0] else {
                open = None;
                continue;
            };
            let current = &mut cells[column];
            let owner = open.filter(|_| current.cell.merged_with_above);
            match owner.and_then(|o| above.get_mut(o)) {
                Some(GridRow::Cells { cells, .. }) => {
                    cells[column].span += 1;
                    current.span = 0;
                    if current.cell.blocks.is_empty() {
                        current.cell.blocks.clone_from(&cells[column].cell.blocks);
                        current.cell.number = cells[column].cell.number;
                    }
                }
                _ => open = Some(i),
            }
        }
    }
}

/// Returns the number a cell states when that is all it prints.
pub(crate) fn bare_number(cell: &Cell) -> Option<i64> {
    let number = cell.number?;
    match cell.blocks.as_slice() {
        [] => Some(number),
        [Block::Text(text)] if text.trim() == number.to_string() => Some(number),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn merged(text: &str) -> Cell {
        Cell { merged_with_above: true, ..Cell::text(text) }
    }

    fn spans(rows: Vec<Row>) -> Vec<usize> {
        let mut table = Table::new("t", "T");
        table.columns = vec![Column::text("a", "A", 1.0)];
        table.rows = rows;
        Grid::new(&table, &Imprint::default())
            .unwrap()
            .rows
            .iter()
            .filter_map(|row| match row {
                GridRow::Heading { .. } => None,
                GridRow::Cells { cells, .. } => Some(cells[0].span),
            })
            .collect()
    }

    #[test]
    fn merged_cells_become_spans() {
        let body = |cell: Cell| Row::Body(vec![cell]);
        let heading = || Row::Heading { depth: 0, text: "H".into() };
        let one = || body(Cell::text("x"));
        let two = || body(merged("x"));
        assert_eq!(spans(vec![one(), two(), two(), one()]), [3, 0, 0, 1]);
        assert_eq!(spans(vec![two(), two()]), [2, 0], "nothing above: the first stands alone");
        assert_eq!(spans(vec![one(), heading(), two()]), [1, 1], "a heading ends the span");
        assert_eq!(spans(vec![one(), Row::Total(vec![merged("x")]), two()]), [1, 1, 1]);
    }

    #[test]
    fn a_merged_cell_without_text_repeats_the_one_above() {
        let mut table = Table::new("t", "T");
        table.columns = vec![Column::text("a", "A", 1.0)];
        table.rows = vec![Row::Body(vec![Cell::text("x")]), Row::Body(vec![merged("")])];
        let grid = Grid::new(&table, &Imprint::default()).unwrap();
        let GridRow::Cells { cells, .. } = &grid.rows[1] else { panic!("a row of cells") };
        assert_eq!(cells[0].cell.plain(), "x");
    }

    #[test]
    fn a_ragged_row_is_refused() {
        let mut table = Table::new("evidence", "T");
        table.columns = vec![Column::text("a", "A", 1.0), Column::text("b", "B", 1.0)];
        table.rows = vec![Row::Heading { depth: 0, text: "H".into() }, Row::Body(vec![Cell::text("x")])];
        let error = Grid::new(&table, &Imprint::default()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "row 2 of the table `evidence` has 1 cells, but the table has 2 columns"
        );
    }

    #[test]
    fn odd_widths_still_share_the_page() {
        let mut table = Table::new("t", "T");
        table.columns = [f32::NAN, 0.0, -3.0, 2.0, f32::INFINITY]
            .into_iter()
            .map(|width| Column::text("a", "A", width))
            .collect();
        let shares = Grid::new(&table, &Imprint::default()).unwrap().shares();
        assert!(shares.iter().all(|share| *share > 0.0));
        assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-9);
    }

    #[test]
    fn only_a_cell_that_is_a_number_counts_as_one() {
        assert_eq!(bare_number(&Cell::number(12)), Some(12));
        assert_eq!(bare_number(&Cell { number: Some(12), ..Cell::text("12 (3)") }), None);
        assert_eq!(bare_number(&Cell::text("12")), None);
    }
}

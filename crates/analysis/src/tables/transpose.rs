//! Rows and columns change places.

use themata_model::table::{Align, Cell, Column, Row, Table};

/// Returns `table` with its rows as columns. Heading rows are gone; a column is named after the
/// first cell of its row, `keys` gives its stable names.
pub(super) fn transposed(mut table: Table, keys: Vec<String>) -> Table {
    let bodies: Vec<Vec<Cell>> = table
        .rows
        .into_iter()
        .filter_map(|row| match row {
            Row::Heading { .. } => None,
            Row::Body(cells) | Row::Total(cells) => Some(cells),
        })
        .collect();
    let mut columns = Vec::with_capacity(bodies.len() + 1);
    columns.push(Column::text(table.columns[0].key.clone(), "", table.columns[0].width));
    for (cells, key) in bodies.iter().zip(keys) {
        let label = cells.first().map(Cell::plain).unwrap_or_default();
        columns.push(Column { key, label, width: 2.0, align: Align::Left });
    }
    let rows = table.columns.iter().enumerate().skip(1).map(|(c, column)| {
        let mut cells = vec![Cell::named(column.key.clone(), column.label.clone())];
        cells.extend(bodies.iter().map(|body| body[c].clone()));
        Row::Body(cells)
    });
    table.rows = rows.collect();
    table.landscape = columns.len() > 4;
    table.columns = columns;
    table
}

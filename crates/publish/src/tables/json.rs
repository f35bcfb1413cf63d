//! Tables as one JSON object for programs; `docs/json.md` describes it.

use serde_json::{Map, Value, json};
use themata_model::Table;

use crate::grid::{Grid, GridCell, GridRow};

/// Version of the form; raised when a field changes its meaning.
const SCHEMA: &str = "themata.table/1";

/// Returns the object: columns, one object a row with numbers as numbers, notes. Heading rows stand
/// in the rows below them.
pub(super) fn write(grid: &Grid, table: &Table) -> String {
    let mut headings: Vec<&str> = Vec::new();
    let mut rows = Vec::new();
    for row in &grid.rows {
        match row {
            GridRow::Heading { depth, text } => {
                headings.truncate(usize::from(*depth));
                headings.push(text);
            }
            GridRow::Cells { total, cells } => rows.push(row_object(grid, cells, &headings, *total)),
        }
    }
    let columns: Vec<Value> =
        grid.columns.iter().map(|column| json!({ "key": column.key, "label": column.label })).collect();
    let value = json!({
        "schema": SCHEMA,
        "kind": table.kind,
        "title": table.title,
        "draft": grid.draft,
        "columns": columns,
        "rows": rows,
        "notes": grid.notes,
    });
    format!("{value:#}\n")
}

fn row_object(grid: &Grid, cells: &[GridCell], headings: &[&str], total: bool) -> Value {
    let mut row = Map::new();
    if !headings.is_empty() {
        row.insert("headings".to_owned(), json!(headings));
    }
    if total {
        row.insert("total".to_owned(), json!(true));
    }
    for (column, cell) in grid.columns.iter().zip(cells) {
        let value = match cell.cell.number {
            Some(number) => json!(number),
            // White space in front only sets sub-items off on a page.
            None => json!(cell.cell.plain().trim_start()),
        };
        row.insert(column.key.clone(), value);
    }
    Value::Object(row)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    #[test]
    fn every_feature_of_a_table() {
        let table = testing::features();
        let grid = Grid::new(&table, &testing::imprint()).unwrap();
        insta::assert_snapshot!(write(&grid, &table));
    }
}

//! Tables as comma-separated values: nothing but the matrix, tidy enough for a statistics program.

use crate::error::PublishError;
use crate::grid::{Grid, GridRow, bare_number};

/// What a heading row says that only closes the one before: nothing stands above its rows.
const NO_HEADING: &str = "—";

/// Returns the matrix: heading rows become the leading columns `heading_1`, `heading_2`… and are
/// repeated on each row; merged cells are repeated; sums stand under no heading. A draft says so in
/// a first column, so that no row of it is taken for a finding.
pub(super) fn write(grid: &Grid) -> Result<Vec<u8>, PublishError> {
    let levels = grid.heading_levels();
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    if levels + grid.columns.len() > 0 {
        let draft = grid.draft.then(|| "draft".to_string());
        let heads = draft.into_iter().chain((1..=levels).map(|level| format!("heading_{level}")));
        let labels = grid.columns.iter().map(|column| column.label.clone());
        writer.write_record(heads.chain(labels)).map_err(PublishError::container("CSV"))?;
    }
    let mut headings = vec![String::new(); levels];
    let mut rows = grid.rows.iter().filter(|_| !grid.columns.is_empty());
    rows.try_for_each(|row| match row {
        GridRow::Heading { depth, text } => {
            let depth = usize::from(*depth);
            headings[depth] = if text == NO_HEADING { String::new() } else { text.clone() };
            headings[depth + 1..].fill(String::new());
            Ok(())
        }
        GridRow::Cells { total, cells } => {
            let draft = grid.draft.then(|| "DRAFT".to_string());
            let leading = headings.iter().map(|text| if *total { String::new() } else { text.clone() });
            let texts = cells.iter().map(|cell| match bare_number(&cell.cell) {
                Some(number) => number.to_string(),
                None => cell.cell.plain(),
            });
            writer.write_record(draft.into_iter().chain(leading).chain(texts))
        }
    })
    .map_err(PublishError::container("CSV"))?;
    writer.into_inner().map_err(|error| PublishError::container("CSV")(error.into_error()))
}

#[cfg(test)]
mod tests {
    use themata_model::table::{Cell, Column, Row, Table};

    use super::*;
    use crate::testing;

    fn csv(table: &Table) -> String {
        String::from_utf8(write(&Grid::new(table, &testing::imprint()).unwrap()).unwrap()).unwrap()
    }

    #[test]
    fn every_feature_of_a_table() {
        insta::assert_snapshot!(csv(&testing::features()));
    }

    #[test]
    fn what_stands_below_no_heading_has_empty_leading_columns() {
        let heading = |depth, text: &str| Row::Heading { depth, text: text.into() };
        let mut table = Table::new("t", "T");
        table.columns = vec![Column::number("n", "Count")];
        let body = |n| Row::Body(vec![Cell::number(n)]);
        table.rows = vec![heading(0, "A"), body(1), heading(0, "—"), body(2), heading(1, "b1"), body(3)];
        assert_eq!(csv(&table), "heading_1,heading_2,Count\nA,,1\n,,2\n,b1,3\n");
    }

    #[test]
    fn headings_are_leading_columns() {
        let heading = |depth, text: &str| Row::Heading { depth, text: text.into() };
        let mut table = Table::new("t", "T");
        table.columns = vec![Column::number("n", "Count")];
        table.rows = vec![
            heading(0, "A"),
            heading(1, "a1"),
            Row::Body(vec![Cell::number(1)]),
            heading(0, "B"),
            Row::Body(vec![Cell::number(2)]),
            Row::Total(vec![Cell::number(3)]),
        ];
        assert_eq!(csv(&table), "heading_1,heading_2,Count\nA,a1,1\nB,,2\n,,3\n");
    }

    #[test]
    fn an_empty_table_has_its_head() {
        assert_eq!(csv(&testing::empty()), "Case,Count\n");
        assert_eq!(csv(&Table::new("t", "T")), "");
    }
}

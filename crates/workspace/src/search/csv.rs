//! Plain rows as CSV (RFC 4180).

use themata_model::table::{Row, Table};

/// The columns and body rows of `table` as CSV, line ends LF.
pub fn csv_of(table: &Table) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Writing into memory does not fail.
    let _ = writer.write_record(table.columns.iter().map(|column| column.key.as_str()));
    for row in &table.rows {
        if let Row::Body(cells) = row {
            let _ = writer.write_record(cells.iter().map(|cell| cell.plain()));
        }
    }
    writer.into_inner().map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
}

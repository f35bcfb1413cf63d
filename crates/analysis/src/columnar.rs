//! Tables as Parquet: typed columns for statistics programs.

use std::collections::HashSet;
use std::io::Write;
use std::sync::Arc;

use parquet::basic::{LogicalType, Repetition, Type as Physical};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;
use themata_model::table::{Align, Block, Cell, Row, Table};

use crate::TableError;
use crate::tables::EMPTY;

/// Returns `table` as a Parquet file, the same bytes for the same table.
///
/// The columns have the table's keys as names. A column in which every cell states a whole number
/// is INT64, a right-aligned one of decimal fractions DOUBLE, any other one a string; what prints
/// nothing is null, in columns of numbers the dash of a gap as well. As in CSV, heading rows become
/// leading columns `heading_1`, `heading_2`…, a draft has a column `draft` that says so on every row,
/// and merged cells are repeated. Where the table has rows of sums, a column `total` tells them from
/// the others. Title and notes are in the file's metadata (`themata.title`, `themata.notes`).
///
/// # Errors
/// When the columns cannot be written, for example since two have one key.
pub fn parquet(table: &Table) -> Result<Vec<u8>, TableError> {
    bytes(&columns(table), table).map_err(|error| TableError::Parquet(error.to_string()))
}

/// The values of one column; `None` is null.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Values {
    Flags(Vec<bool>),
    Answers(Vec<Option<bool>>),
    Whole(Vec<Option<i64>>),
    Fractions(Vec<Option<f64>>),
    Words(Vec<Option<String>>),
}

/// A name with its values.
type Named = (String, Values);

fn columns(table: &Table) -> Vec<Named> {
    let rows = rows(table);
    let levels = rows.iter().map(|row| row.headings.len()).max().unwrap_or_default();
    let mut out: Vec<Named> = Vec::new();
    if table.draft {
        out.push(("draft".to_string(), Values::Words(vec![Some("DRAFT".to_string()); rows.len()])));
    }
    for level in 0..levels {
        let heading = |row: &Line<'_>| {
            row.headings.get(level).filter(|text| !["", EMPTY].contains(&text.as_str())).cloned()
        };
        out.push((format!("heading_{}", level + 1), Values::Words(rows.iter().map(heading).collect())));
    }
    if rows.iter().any(|row| row.total) {
        out.push(("total".to_string(), Values::Flags(rows.iter().map(|row| row.total).collect())));
    }
    for (at, column) in table.columns.iter().enumerate() {
        let cells: Vec<Option<&Cell>> = rows.iter().map(|row| row.cells.get(at).copied()).collect();
        out.push((column.key.clone(), values(&cells, column.align)));
    }
    out
}

/// A row with the headings above it.
struct Line<'t> {
    headings: Vec<String>,
    total: bool,
    cells: Vec<&'t Cell>,
}

fn rows(table: &Table) -> Vec<Line<'_>> {
    let mut headings: Vec<String> = Vec::new();
    let mut above: Vec<&Cell> = Vec::new();
    let mut out = Vec::new();
    for row in &table.rows {
        match row {
            Row::Heading { depth, text } => {
                headings.resize(usize::from(*depth), String::new());
                headings.push(text.clone());
            }
            Row::Total(cells) => {
                out.push(Line { headings: Vec::new(), total: true, cells: cells.iter().collect() });
            }
            Row::Body(cells) => {
                let repeated = |(at, cell): (usize, &'_ Cell)| {
                    cell.merged_with_above && cell.blocks.is_empty() && at < above.len()
                };
                let cells: Vec<&Cell> = cells
                    .iter()
                    .enumerate()
                    .map(|(at, cell)| if repeated((at, cell)) { above[at] } else { cell })
                    .collect();
                above.clone_from(&cells);
                out.push(Line { headings: headings.clone(), total: false, cells });
            }
        }
    }
    out
}

fn values(cells: &[Option<&Cell>], align: Align) -> Values {
    let is_gap = |cell: &Option<&Cell>| {
        cell.is_none_or(|cell| cell.number.is_none() && ["", EMPTY].contains(&cell.plain().as_str()))
    };
    let numbers = cells.iter().filter(|cell| !is_gap(cell));
    if numbers.clone().next().is_some() {
        if numbers.clone().all(|cell| cell.and_then(bare_number).is_some()) {
            return Values::Whole(cells.iter().map(|cell| cell.and_then(bare_number)).collect());
        }
        let fraction = |cell: &Cell| cell.plain().parse::<f64>().ok().filter(|value| value.is_finite());
        if align == Align::Right && numbers.clone().all(|cell| cell.and_then(fraction).is_some()) {
            return Values::Fractions(cells.iter().map(|cell| cell.and_then(fraction)).collect());
        }
    }
    let words = |cell: &Option<&Cell>| cell.map(Cell::plain).filter(|text| !text.is_empty());
    Values::Words(cells.iter().map(words).collect())
}

/// The number of a cell that prints this number and nothing else.
fn bare_number(cell: &Cell) -> Option<i64> {
    let number = cell.number?;
    match cell.blocks.as_slice() {
        [] => Some(number),
        [Block::Text(text)] if text.trim() == number.to_string() => Some(number),
        _ => None,
    }
}

fn bytes(columns: &[Named], table: &Table) -> Result<Vec<u8>, ParquetError> {
    let fields: Vec<(&str, &Values)> = columns.iter().map(|(name, values)| (name.as_str(), values)).collect();
    let told = [
        ("themata.kind", table.kind.clone()),
        ("themata.title", table.printed_title()),
        ("themata.notes", table.notes.join("\n")),
    ];
    let mut out = Vec::new();
    let mut file = Groups::begin(&mut out, "table", &fields, &told)?;
    if !columns.is_empty() {
        let values: Vec<&Values> = columns.iter().map(|(_, values)| values).collect();
        file.put(&values)?;
    }
    file.end()?;
    Ok(out)
}

/// A Parquet file to which groups of rows are written one after the other.
pub(crate) struct Groups<W: Write + Send> {
    writer: SerializedFileWriter<W>,
}

impl<W: Write + Send> Groups<W> {
    /// Begins a file: each column has a name and the kind of `Values` that each of its groups will have.
    pub(crate) fn begin(
        out: W,
        name: &str,
        columns: &[(&str, &Values)],
        told: &[(&str, String)],
    ) -> Result<Self, ParquetError> {
        let mut fields = Vec::with_capacity(columns.len());
        let mut names = HashSet::new();
        for (name, values) in columns {
            if !names.insert(*name) {
                return Err(ParquetError::General(format!("two columns have the key `{name}`")));
            }
            fields.push(Arc::new(field(name, values)?));
        }
        let schema = Arc::new(Type::group_type_builder(name).with_fields(fields).build()?);
        let entries = told.iter().map(|(key, value)| KeyValue::new((*key).to_string(), value.clone()));
        let properties = WriterProperties::builder()
            .set_created_by("themata".to_string())
            .set_key_value_metadata(Some(entries.collect()))
            .build();
        Ok(Groups { writer: SerializedFileWriter::new(out, schema, Arc::new(properties))? })
    }

    /// Writes a group of rows: the values of each column.
    pub(crate) fn put(&mut self, columns: &[&Values]) -> Result<(), ParquetError> {
        let mut group = self.writer.next_row_group()?;
        for values in columns {
            let Some(mut column) = group.next_column()? else { break };
            match values {
                Values::Flags(values) => {
                    column.typed::<BoolType>().write_batch(values, None, None)?;
                }
                Values::Answers(values) => {
                    let (present, levels) = parted(values);
                    column.typed::<BoolType>().write_batch(&present, Some(&levels), None)?;
                }
                Values::Whole(values) => {
                    let (present, levels) = parted(values);
                    column.typed::<Int64Type>().write_batch(&present, Some(&levels), None)?;
                }
                Values::Fractions(values) => {
                    let (present, levels) = parted(values);
                    column.typed::<DoubleType>().write_batch(&present, Some(&levels), None)?;
                }
                Values::Words(values) => {
                    let (present, levels) = parted(values);
                    let present: Vec<ByteArray> =
                        present.iter().map(|text| ByteArray::from(text.as_str())).collect();
                    column.typed::<ByteArrayType>().write_batch(&present, Some(&levels), None)?;
                }
            }
            column.close()?;
        }
        group.close()?;
        Ok(())
    }

    /// Ends the file.
    pub(crate) fn end(self) -> Result<(), ParquetError> {
        self.writer.close().map(|_| ())
    }
}

fn field(name: &str, values: &Values) -> Result<Type, ParquetError> {
    let (physical, logical, repetition) = match values {
        Values::Flags(_) => (Physical::BOOLEAN, None, Repetition::REQUIRED),
        Values::Answers(_) => (Physical::BOOLEAN, None, Repetition::OPTIONAL),
        Values::Whole(_) => (Physical::INT64, None, Repetition::OPTIONAL),
        Values::Fractions(_) => (Physical::DOUBLE, None, Repetition::OPTIONAL),
        Values::Words(_) => (Physical::BYTE_ARRAY, Some(LogicalType::String), Repetition::OPTIONAL),
    };
    Type::primitive_type_builder(name, physical)
        .with_logical_type(logical)
        .with_repetition(repetition)
        .build()
}

/// The values that are there, and for every row whether one is.
fn parted<T: Clone>(values: &[Option<T>]) -> (Vec<T>, Vec<i16>) {
    (
        values.iter().flatten().cloned().collect(),
        values.iter().map(|value| i16::from(value.is_some())).collect(),
    )
}

#[cfg(test)]
mod tests {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use themata_model::table::Column;

    use super::*;

    fn example() -> Table {
        let heading = |depth, text: &str| Row::Heading { depth, text: text.into() };
        let merged = Cell { merged_with_above: true, ..Cell::default() };
        let mut table = Table::new("example", "Example: „Ü“");
        table.columns = vec![
            Column::text("case", "Case", 1.0),
            Column::number("n", "Count"),
            Column::number("code:a.b", "Share"),
            Column::text("words", "Words", 1.0),
        ];
        table.rows = vec![
            heading(0, "A"),
            heading(1, "a1"),
            Row::Body(vec![Cell::text("R1"), Cell::number(1), Cell::text("0.250"), Cell::text("“wörtlich”")]),
            Row::Body(vec![merged, Cell::text("—"), Cell::text("—"), Cell::default()]),
            heading(0, "B"),
            Row::Body(vec![Cell::text("R2"), Cell::number(2), Cell::default(), Cell::text("7")]),
            Row::Total(vec![Cell::text("All"), Cell::number(3), Cell::default(), Cell::default()]),
        ];
        table.notes = vec!["Counts are codings.".into()];
        table
    }

    fn read(bytes: Vec<u8>) -> Vec<String> {
        let reader = SerializedFileReader::new(bytes::Bytes::from(bytes)).unwrap();
        reader.get_row_iter(None).unwrap().map(|row| row.unwrap().to_string()).collect()
    }

    #[test]
    fn a_table_reads_back_as_it_was_written() {
        insta::assert_snapshot!(read(parquet(&example()).unwrap()).join("\n"));
    }

    #[test]
    fn the_same_table_gives_the_same_bytes_with_its_title_and_notes() {
        let bytes = parquet(&example()).unwrap();
        assert_eq!(bytes, parquet(&example()).unwrap());
        let reader = SerializedFileReader::new(bytes::Bytes::from(bytes)).unwrap();
        let metadata = reader.metadata().file_metadata();
        assert_eq!(metadata.created_by(), Some("themata"));
        let notes = metadata.key_value_metadata().unwrap().iter().find(|entry| entry.key == "themata.notes");
        assert_eq!(notes.unwrap().value.as_deref(), Some("Counts are codings."));
    }

    #[test]
    fn empty_tables_and_drafts_are_written_too() {
        assert!(read(parquet(&Table::new("empty", "Empty")).unwrap()).is_empty());
        let mut table = example();
        table.draft = true;
        assert!(read(parquet(&table).unwrap())[0].contains("draft: \"DRAFT\""));
        table.rows.clear();
        assert!(read(parquet(&table).unwrap()).is_empty());
    }

    #[test]
    fn two_columns_of_one_key_are_refused() {
        let mut table = example();
        table.columns[1].key = "case".into();
        let error = parquet(&table).unwrap_err().to_string();
        assert!(error.contains("two columns have the key `case`"), "{error}");
    }
}

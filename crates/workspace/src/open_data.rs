//! Open data: every coding of the study as a row of a file for other programs.

use std::io::Write;
use std::path::Path;

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use themata_analysis::{OpenColumn, OpenData, OpenValue};

use crate::output::{refuse_existing, write_streamed};
use crate::{Workspace, WorkspaceError};

/// What open data is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenFormat {
    /// Comma-separated values.
    Csv,
    /// Columns with types.
    Parquet,
    /// One JSON object a line.
    JsonLines,
}

impl OpenFormat {
    /// All formats by their word, which is the ending of the file's name as well.
    pub const WORDS: [&'static str; 3] = ["csv", "parquet", "jsonl"];

    /// The format with that word.
    pub fn of(word: &str) -> Option<OpenFormat> {
        match word.to_lowercase().as_str() {
            "csv" => Some(OpenFormat::Csv),
            "parquet" => Some(OpenFormat::Parquet),
            "jsonl" | "ndjson" => Some(OpenFormat::JsonLines),
            _ => None,
        }
    }

    /// The format that the ending of a file's name tells.
    pub fn of_file(path: &Path) -> Option<OpenFormat> {
        OpenFormat::of(&path.extension()?.to_string_lossy())
    }
}

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OpenWritten {
    /// The file.
    pub file: String,
    /// How many codings it has, one a row.
    pub codings: usize,
    /// The names of its columns, in their order.
    pub columns: Vec<String>,
}

impl Workspace {
    /// Writes every coding as a row of the file `out`.
    ///
    /// # Errors
    /// When a file is in the way, the study cannot be read, or the file cannot be written.
    pub fn export_open_data(
        &self,
        out: &Path,
        format: OpenFormat,
        replace: bool,
    ) -> Result<OpenWritten, WorkspaceError> {
        refuse_existing(out, replace)?;
        let data = self.open_data()?;
        write_streamed(out, |file| match format {
            OpenFormat::Csv => write_csv(&data, file),
            OpenFormat::JsonLines => write_json(&data, file),
            OpenFormat::Parquet => data.write_parquet(file).map_err(std::io::Error::other),
        })?;
        Ok(OpenWritten {
            file: out.display().to_string(),
            codings: data.len(),
            columns: data.columns().map(|column| column.name.clone()).collect(),
        })
    }

    /// Writes every coding as a line of text to `out`.
    ///
    /// # Errors
    /// When the format is no text, the study cannot be read, or `out` not be written.
    pub fn print_open_data(&self, out: &mut impl Write, format: OpenFormat) -> Result<(), WorkspaceError> {
        let failed = |source| WorkspaceError::Write { path: "-".into(), source };
        match format {
            OpenFormat::Csv => write_csv(&self.open_data()?, out).map_err(failed),
            OpenFormat::JsonLines => write_json(&self.open_data()?, out).map_err(failed),
            OpenFormat::Parquet => Err(WorkspaceError::refused("Parquet is no text to be printed")
                .hint("name a file with `-o FILE.parquet`")),
        }
    }

    fn open_data(&self) -> Result<OpenData<'_>, WorkspaceError> {
        let (snapshot, marks) = self.full()?;
        Ok(OpenData::new(&snapshot.study, marks, &snapshot.history))
    }
}

fn write_csv(data: &OpenData<'_>, out: &mut impl Write) -> std::io::Result<()> {
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record(data.columns().map(|column| column.name.as_str()))?;
    for row in data.rows() {
        csv.write_record(row.iter().map(OpenValue::in_words))?;
    }
    csv.flush()
}

fn write_json(data: &OpenData<'_>, out: &mut impl Write) -> std::io::Result<()> {
    let columns: Vec<&OpenColumn> = data.columns().collect();
    for row in data.rows() {
        serde_json::to_writer(&mut *out, &Object { columns: &columns, row: &row })?;
        out.write_all(b"\n")?;
    }
    out.flush()
}

/// A row as an object whose fields stand in the order of the columns.
struct Object<'r> {
    columns: &'r [&'r OpenColumn],
    row: &'r [OpenValue],
}

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.row.len()))?;
        for (column, value) in self.columns.iter().zip(self.row) {
            match value {
                OpenValue::Nothing => map.serialize_entry(&column.name, &())?,
                OpenValue::Words(words) => map.serialize_entry(&column.name, words)?,
                OpenValue::Whole(number) => map.serialize_entry(&column.name, number)?,
                OpenValue::Flag(flag) => map.serialize_entry(&column.name, flag)?,
                OpenValue::Keys(keys) => map.serialize_entry(&column.name, keys)?,
            }
        }
        map.end()
    }
}

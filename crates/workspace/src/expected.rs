//! Comparing what was made with what the paper prints: `expected/` of a study folder.
//!
//! `expected/facts.csv` lists single numbers and values (see [`facts`]); `expected/<exhibit>.csv` lists cells
//! of a table by row and column.

mod cells;
mod facts;

use std::collections::BTreeMap;

use themata_exchange::Files;
use themata_model::Study;
use themata_model::mark::Marks;
use themata_model::table::Table;

use self::facts::Facts;

/// One thing that is not as the paper prints it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// File in `expected/`.
    pub file: String,
    /// Line, 1-based.
    pub line: usize,
    /// What differs, as one sentence.
    pub sentence: String,
}

/// The outcome of a comparison.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Comparison {
    /// How many numbers, values and cells were compared.
    pub(crate) compared: usize,
    pub(crate) differences: Vec<Difference>,
}

/// Compares the study and its printed tables (by exhibit) with the files of `expected/`.
pub(crate) fn compare(
    expected: &Files,
    study: &Study,
    marks: &Marks,
    tables: &BTreeMap<String, Table>,
) -> Comparison {
    let mut comparison = Comparison::default();
    for (name, bytes) in expected {
        let Some(stem) = name.rsplit('/').next().and_then(|file| file.strip_suffix(".csv")) else { continue };
        let Some(lines) = Lines::read(name, bytes, &mut comparison) else { continue };
        if stem == "facts" {
            Facts { study, marks, tables }.compare(&lines, &mut comparison);
        } else {
            match tables.get(stem) {
                Some(table) => cells::compare(&lines, table, study, &mut comparison),
                None => comparison.differ(
                    name,
                    1,
                    format!("no table is called `{stem}`; the tables are {}", names(tables)),
                ),
            }
        }
    }
    comparison
}

fn names(tables: &BTreeMap<String, Table>) -> String {
    tables.keys().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ")
}

/// A file of `expected/`, row by row.
struct Lines {
    file: String,
    header: Vec<String>,
    rows: Vec<(usize, Vec<String>)>,
}

impl Lines {
    fn read(file: &str, bytes: &[u8], comparison: &mut Comparison) -> Option<Lines> {
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
        let header = match reader.headers() {
            Ok(header) => header.iter().map(|name| name.trim().to_string()).collect(),
            Err(error) => {
                comparison.differ(file, 1, format!("the file cannot be read: {error}"));
                return None;
            }
        };
        let mut rows = Vec::new();
        for record in reader.records() {
            match record {
                Ok(record) => {
                    let line = record.position().map_or(0, csv::Position::line);
                    let line = usize::try_from(line).unwrap_or(usize::MAX);
                    rows.push((line, record.iter().map(|field| field.trim().to_string()).collect()));
                }
                Err(error) => comparison.differ(file, 1, format!("a row cannot be read: {error}")),
            }
        }
        Some(Lines { file: file.to_string(), header, rows })
    }
}

impl Comparison {
    fn differ(&mut self, file: &str, line: usize, sentence: String) {
        self.differences.push(Difference { file: file.to_string(), line, sentence });
    }
}

//! Tables that a person wrote beside the documents: of speakers, of what is told of each document.

use std::path::{Path, PathBuf};

use themata_ingest::read_sheet;

use super::files::Found;
use crate::WorkspaceError;

/// A table with a head.
pub(super) struct Beside {
    /// What it is, for example `table of speakers`.
    what: &'static str,
    name: String,
    /// The heads of its columns.
    pub(super) head: Vec<String>,
    /// Its rows, each with the line that it begins in.
    pub(super) rows: Vec<(usize, Vec<String>)>,
    /// What was guessed when it was read.
    pub(super) remarks: Vec<String>,
    hint: &'static str,
}

impl Beside {
    /// Reads a table: CSV with `,`, `;` or tabs, Excel, OpenDocument. `hint` says which columns it has.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(super) fn read(what: &'static str, path: &Path, hint: &'static str) -> Result<Self, WorkspaceError> {
        let name = path.display().to_string();
        let (head, rows, remarks) = (Vec::new(), Vec::new(), Vec::new());
        let table = Beside { what, name, head, rows, remarks, hint };
        let bytes = std::fs::read(path).map_err(|error| table.refused(error.to_string()))?;
        let sheet = read_sheet(&table.name, &bytes).map_err(|error| table.refused(error.to_string()))?;
        let remarks = sheet.problems.iter().map(ToString::to_string).collect();
        Ok(Beside { head: sheet.head, rows: sheet.rows, remarks, ..table })
    }

    /// Where the column stands whose head this is, in whatever case.
    pub(super) fn column(&self, wanted: &str) -> Option<usize> {
        self.head.iter().position(|head| head.to_lowercase() == wanted)
    }

    /// Why the table is not taken.
    pub(super) fn refused(&self, why: impl std::fmt::Display) -> WorkspaceError {
        WorkspaceError::refused(format!("the {} `{}` cannot be read: {why}", self.what, self.name))
            .hint(self.hint)
    }
}

/// What stands in a cell, without the blanks around it.
pub(super) fn cell(row: &[String], column: Option<usize>) -> &str {
    column.and_then(|n| row.get(n)).map_or("", |cell| cell.trim())
}

/// The files without the tables that tell of them.
pub(super) fn without_tables(files: Vec<Found>, tables: [&Option<PathBuf>; 2]) -> Vec<Found> {
    let real = |path: &Path| std::fs::canonicalize(path).ok();
    let tables: Vec<PathBuf> = tables.into_iter().flatten().filter_map(|path| real(path)).collect();
    if tables.is_empty() {
        return files;
    }
    files.into_iter().filter(|file| real(&file.path).is_none_or(|path| !tables.contains(&path))).collect()
}

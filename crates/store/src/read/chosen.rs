//! Reads some codings, or one source, without the rest of the study.

use std::collections::HashMap;

use themata_model::{Coding, RowId, Source, SourceKey};

use super::{Reader, count, parsed, rows_with};
use crate::edit::read_codings;
use crate::{ReadError, Store, Which};

impl Store {
    /// Reads the codings that are meant, in the order they were made in.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn codings(&self, which: &Which) -> Result<Vec<Coding>, ReadError> {
        self.consistently(|db| read_codings(db, which))
    }

    /// Reads the lines (1-based) in which the codings that are meant begin; lost ones have none.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn lines(&self, which: &Which) -> Result<HashMap<RowId, usize>, ReadError> {
        let sql = format!("SELECT uuid, line FROM coding WHERE line IS NOT NULL AND {}", which.condition());
        let read = |row: &rusqlite::Row<'_>| Ok((parsed(row, 0)?, count(row, 1)?));
        self.consistently(|db| Ok(rows_with(db, &sql, &which.params(), read)?.into_iter().collect()))
    }

    /// Reads the source with `key` and its current text; older versions are left out.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn source(&self, key: &SourceKey) -> Result<Option<Source>, ReadError> {
        self.consistently(|db| Reader::new(db).source(key))
    }
}

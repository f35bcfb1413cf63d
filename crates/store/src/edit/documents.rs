//! Sources of an open op by their content.

use themata_model::{SourceKey, TextHash};

use super::Edit;
use crate::WriteError;
use crate::error::Fault;
use crate::read::parsed;

impl Edit<'_> {
    /// The sources one of whose texts, or whose original, has this hash, in the order of the study.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn sources_with(&self, hash: &TextHash) -> Result<Vec<SourceKey>, WriteError> {
        let sql = "SELECT s.key FROM source s WHERE s.rowid IN (SELECT source_id FROM original WHERE sha256 = ?1 \
                   UNION SELECT source_id FROM text WHERE sha256 = ?1) ORDER BY s.position, s.uuid";
        let found = || -> Result<Vec<SourceKey>, Fault> {
            let mut statement = self.db().prepare_cached(sql)?;
            let rows = statement.query_map([hash.to_string()], |row| parsed(row, 0))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        };
        found().map_err(|fault| self.fail(fault))
    }
}

//! The order of lists: rows change places and no others are touched.

use std::collections::HashSet;

use themata_model::RowId;

use super::{Edit, Kind};
use crate::WriteError;
use crate::error::Fault;

impl Edit<'_> {
    /// Puts rows of a list into the order of `ids`, on the places they hold now; other rows stay where
    /// they are.
    ///
    /// # Errors
    /// When the file refuses.
    pub fn reorder(&mut self, kind: Kind, ids: &[RowId]) -> Result<(), WriteError> {
        self.told(self.permute(kind.table(), ids))
    }

    /// Puts a row at the end of its list.
    ///
    /// # Errors
    /// When the file refuses.
    pub fn put_last(&mut self, kind: Kind, id: RowId) -> Result<(), WriteError> {
        let table = kind.table();
        let sql = format!(
            "UPDATE \"{table}\" SET position = (SELECT max(position) + 1 FROM \"{table}\") WHERE uuid = ?1 \
             AND EXISTS (SELECT 1 FROM \"{table}\" o WHERE o.uuid <> ?1 AND o.position >= \"{table}\".position)"
        );
        let write = || -> Result<(), Fault> {
            self.images.follow(table)?;
            self.db().prepare_cached(&sql)?.execute([id.to_string()])?;
            Ok(())
        };
        self.told(write())
    }

    fn permute(&self, table: &str, ids: &[RowId]) -> Result<(), Fault> {
        self.images.follow(table)?;
        let sql = format!("SELECT uuid, position FROM \"{table}\" ORDER BY position, uuid");
        let mut rows: Vec<(String, i64)> = self
            .db()
            .prepare_cached(&sql)?
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<Result<_, _>>()?;
        let there: HashSet<&str> = rows.iter().map(|(uuid, _)| uuid.as_str()).collect();
        let wanted: Vec<String> =
            ids.iter().map(ToString::to_string).filter(|id| there.contains(id.as_str())).collect();
        let named: HashSet<&str> = wanted.iter().map(String::as_str).collect();
        let slots: Vec<usize> = (0..rows.len()).filter(|&at| named.contains(rows[at].0.as_str())).collect();
        // Places that two rows share tell no order; then all are numbered anew.
        let shared = rows.windows(2).any(|pair| pair[0].1 == pair[1].1);
        let places: Vec<i64> = rows.iter().map(|(_, position)| *position).collect();
        for (at, uuid) in slots.into_iter().zip(wanted) {
            rows[at].0 = uuid;
        }
        let sql = format!("UPDATE \"{table}\" SET position = ?1 WHERE uuid = ?2 AND position IS NOT ?1");
        let mut update = self.db().prepare_cached(&sql)?;
        for ((n, place), (uuid, _)) in (1i64..).zip(places).zip(&rows) {
            update.execute((if shared { n } else { place }, uuid))?;
        }
        Ok(())
    }
}

//! Writing a whole study into empty tables.

mod codings;
mod duplicates;
mod evidence;
mod frameworks;
mod ids;
mod members;
mod sources;
mod structure;

use std::collections::BTreeMap;

use rusqlite::{Connection, ToSql};
use themata_model::{FacetAssignment, FacetKey, Op, Problem, Study, validate};

use crate::error::Fault;
use crate::trail::{self, Logging};
use crate::{Snapshot, Store, WriteError, content};

pub(crate) use codings::place;
pub(crate) use sources::role_word;

use ids::Ids;

impl Store {
    /// Writes a whole study in one transaction into a file that holds none. The history is written
    /// down as it was; `first_op` (for example `build`), if given, is appended to it as the op that
    /// did this, with the next number.
    ///
    /// # Errors
    /// When the study does not hold together, the file holds one already, or the disk refuses. The
    /// file is then as it was.
    pub fn write_all(&mut self, snapshot: &Snapshot, first_op: Option<&Op>) -> Result<(), WriteError> {
        all(&mut self.db, snapshot, first_op).map_err(|fault| fault.write(&self.path))
    }
}

/// Writes `snapshot` into the empty tables of `db`.
pub(crate) fn all(db: &mut Connection, snapshot: &Snapshot, first_op: Option<&Op>) -> Result<(), Fault> {
    let mut problems = validate(&snapshot.study);
    problems.extend(duplicates::duplicates(&snapshot.study));
    if !problems.is_empty() {
        return Err(Fault::Invalid(problems));
    }
    // The op comes after the history it continues, whatever order they are written in.
    let last = snapshot.history.last().map_or(0, |op| op.seq);
    let first_op = first_op.map(|op| Op { seq: last + 1, ..op.clone() });
    trail::in_op(db, first_op.as_ref(), Logging::Bulk, |tx| {
        let empty: bool = tx.query_row("SELECT NOT EXISTS (SELECT 1 FROM study)", [], |row| row.get(0))?;
        if !empty {
            return Err(Fault::NotEmpty);
        }
        // Codes name their parents, and sources their texts, before these are there.
        tx.pragma_update(None, "defer_foreign_keys", true)?;
        trail::write_history(tx, &snapshot.history)?;
        let writer = Writer { db: tx, study: &snapshot.study, ids: Ids::of(&snapshot.study) };
        writer.documents(&snapshot.documents)?;
        writer.structure()?;
        writer.codebook()?;
        writer.roster()?;
        writer.sources(&snapshot.originals)?;
        snapshot.contents.values().try_for_each(|bytes| content::keep(tx, bytes).map(drop))?;
        writer.codings()?;
        writer.evidence()?;
        writer.notes()?;
        writer.members_and_states()
    })
}

/// Writes the rows of one study; row numbers are the positions in the study's lists, from 1.
struct Writer<'a> {
    db: &'a Connection,
    study: &'a Study,
    ids: Ids<'a>,
}

impl Writer<'_> {
    /// Inserts one row; `columns` as in SQL.
    fn insert(&self, table: &str, columns: &str, values: &[&dyn ToSql]) -> Result<(), Fault> {
        let marks = vec!["?"; values.len()].join(", ");
        let sql = format!("INSERT INTO {table} ({columns}) VALUES ({marks})");
        match self.db.prepare_cached(&sql)?.execute(values) {
            Ok(_) => Ok(()),
            Err(error) if is_duplicate(&error) => {
                let message = format!("a row is given twice: {error}");
                Err(Fault::Invalid(vec![Problem::error(themata_model::Place::file(table), message)]))
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Inserts the members of a list that belongs to `owner`, in order.
    fn members(
        &self,
        table: &str,
        columns: &str,
        owner: i64,
        members: impl Iterator<Item = Result<i64, Fault>>,
    ) -> Result<(), Fault> {
        for (position, member) in (0i64..).zip(members) {
            self.insert(table, columns, &[&owner, &member?, &position])?;
        }
        Ok(())
    }

    fn values<'v>(
        &self,
        table: &str,
        owner_column: &str,
        owner: i64,
        values: impl Iterator<Item = (&'v FacetKey, &'v FacetAssignment)>,
    ) -> Result<(), Fault> {
        let columns = format!("{owner_column}, facet_id, assignment, value_id");
        for (facet, value) in values {
            let (facet_id, word, value_id) = self.ids.assignment(facet, value)?;
            self.insert(table, &columns, &[&owner, &facet_id, &word, &value_id])?;
        }
        Ok(())
    }

    fn documents(&self, documents: &BTreeMap<String, String>) -> Result<(), Fault> {
        documents.iter().try_for_each(|(name, text)| self.insert("document", "name, text", &[name, text]))
    }
}

pub(crate) fn is_duplicate(error: &rusqlite::Error) -> bool {
    use rusqlite::ffi::{SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_UNIQUE};
    let codes = [SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_UNIQUE];
    matches!(error, rusqlite::Error::SqliteFailure(failure, _) if codes.contains(&failure.extended_code))
}

/// A JSON object; its keys are sorted because the map is.
pub(crate) fn json(values: &BTreeMap<String, String>) -> Result<String, Fault> {
    serde_json::to_string(values).map_err(|error| Fault::Value(error.to_string()))
}

/// The row number of the row at `position` of a list.
pub(crate) fn number(position: usize) -> i64 {
    // No list reaches 2⁶³ rows.
    i64::try_from(position).unwrap_or(i64::MAX - 1) + 1
}

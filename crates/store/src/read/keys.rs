//! From the row numbers of the tables to the keys of a study.

use std::cell::OnceCell;
use std::fmt::Display;
use std::str::FromStr;

use rusqlite::{Connection, Row};
use rustc_hash::FxHashMap;
use themata_model::{
    CaseKey, CodeKey, CoderKey, ExhibitKey, FacetAssignment, FacetKey, FrameworkKey, InformantKey, LevelKey,
    PartyKey, SideKey, SourceKey, ValueKey,
};

use super::{Assigned, parsed, wrong};

/// The keys of one table by row number, read when the first one is asked for.
pub(super) struct Known<'a, K> {
    db: &'a Connection,
    table: &'static str,
    keys: OnceCell<FxHashMap<i64, K>>,
}

impl<'a, K: FromStr<Err: Display>> Known<'a, K> {
    pub(super) fn new(db: &'a Connection, table: &'static str) -> Self {
        Known { db, table, keys: OnceCell::new() }
    }

    /// All of them.
    pub(super) fn all(&self) -> rusqlite::Result<&FxHashMap<i64, K>> {
        if let Some(known) = self.keys.get() {
            return Ok(known);
        }
        let mut statement = self.db.prepare_cached(&format!("SELECT rowid, key FROM {}", self.table))?;
        let found = statement.query_map([], |row| Ok((row.get(0)?, parsed(row, 1)?)))?;
        let found = found.collect::<rusqlite::Result<_>>()?;
        Ok(self.keys.get_or_init(|| found))
    }
}

/// The keys of everything that is referred to.
pub(super) struct Keys<'a> {
    pub(super) sides: Known<'a, SideKey>,
    pub(super) facets: Known<'a, FacetKey>,
    pub(super) values: Known<'a, ValueKey>,
    pub(super) levels: Known<'a, LevelKey>,
    pub(super) codes: Known<'a, CodeKey>,
    pub(super) frameworks: Known<'a, FrameworkKey>,
    pub(super) parties: Known<'a, PartyKey>,
    pub(super) cases: Known<'a, CaseKey>,
    pub(super) informants: Known<'a, InformantKey>,
    pub(super) sources: Known<'a, SourceKey>,
    pub(super) coders: Known<'a, CoderKey>,
    pub(super) exhibits: Known<'a, ExhibitKey>,
}

impl<'a> Keys<'a> {
    pub(super) fn of(db: &'a Connection) -> Self {
        Keys {
            sides: Known::new(db, "side"),
            facets: Known::new(db, "facet"),
            values: Known::new(db, "facet_value"),
            levels: Known::new(db, "level"),
            codes: Known::new(db, "code"),
            frameworks: Known::new(db, "framework"),
            parties: Known::new(db, "party"),
            cases: Known::new(db, "study_case"),
            informants: Known::new(db, "informant"),
            sources: Known::new(db, "source"),
            coders: Known::new(db, "coder"),
            exhibits: Known::new(db, "exhibit"),
        }
    }

    /// Facet and value from the columns `facet_id`, `assignment`, `value_id`, beginning at `column`.
    pub(super) fn assignment(&self, row: &Row<'_>, column: usize) -> rusqlite::Result<Assigned> {
        let facet = key(&self.facets, row, column)?;
        let value = match row.get_ref(column + 1)?.as_str()? {
            "all" => FacetAssignment::All,
            "none" => FacetAssignment::None,
            _ => FacetAssignment::Value(key(&self.values, row, column + 2)?),
        };
        Ok((facet, value))
    }
}

/// The key of the row that `column` refers to.
pub(super) fn key<K: Clone + FromStr<Err: Display>>(
    known: &Known<'_, K>,
    row: &Row<'_>,
    column: usize,
) -> rusqlite::Result<K> {
    let number: i64 = row.get(column)?;
    known.all()?.get(&number).cloned().ok_or_else(|| wrong(row, column, &format!("there is no row {number}")))
}

/// The key of the row that `column` refers to, or nothing.
pub(super) fn key_if_any<K: Clone + FromStr<Err: Display>>(
    known: &Known<'_, K>,
    row: &Row<'_>,
    column: usize,
) -> rusqlite::Result<Option<K>> {
    match row.get::<_, Option<i64>>(column)? {
        None => Ok(None),
        Some(_) => key(known, row, column).map(Some),
    }
}

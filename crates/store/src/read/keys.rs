//! From the row numbers of the tables to the keys of a study.

use std::collections::HashMap;
use std::fmt::Display;
use std::str::FromStr;

use rusqlite::{Connection, Row};
use themata_model::{
    CaseKey, CodeKey, CoderKey, ExhibitKey, FacetAssignment, FacetKey, InformantKey, LevelKey, PartyKey,
    SideKey, SourceKey, ValueKey,
};

use super::{Assigned, parsed, rows, wrong};
use crate::error::Fault;

/// The keys of everything that is referred to.
pub(super) struct Keys {
    pub(super) sides: HashMap<i64, SideKey>,
    pub(super) facets: HashMap<i64, FacetKey>,
    pub(super) values: HashMap<i64, ValueKey>,
    pub(super) levels: HashMap<i64, LevelKey>,
    pub(super) codes: HashMap<i64, CodeKey>,
    pub(super) parties: HashMap<i64, PartyKey>,
    pub(super) cases: HashMap<i64, CaseKey>,
    pub(super) informants: HashMap<i64, InformantKey>,
    pub(super) sources: HashMap<i64, SourceKey>,
    pub(super) coders: HashMap<i64, CoderKey>,
    pub(super) exhibits: HashMap<i64, ExhibitKey>,
}

fn keys<K: FromStr<Err: Display>>(db: &Connection, table: &str) -> Result<HashMap<i64, K>, Fault> {
    let sql = format!("SELECT rowid, key FROM {table}");
    Ok(rows(db, &sql, |row| Ok((row.get(0)?, parsed(row, 1)?)))?.into_iter().collect())
}

impl Keys {
    pub(super) fn read(db: &Connection) -> Result<Self, Fault> {
        Ok(Keys {
            sides: keys(db, "side")?,
            facets: keys(db, "facet")?,
            values: keys(db, "facet_value")?,
            levels: keys(db, "level")?,
            codes: keys(db, "code")?,
            parties: keys(db, "party")?,
            cases: keys(db, "study_case")?,
            informants: keys(db, "informant")?,
            sources: keys(db, "source")?,
            coders: keys(db, "coder")?,
            exhibits: keys(db, "exhibit")?,
        })
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
pub(super) fn key<K: Clone>(known: &HashMap<i64, K>, row: &Row<'_>, column: usize) -> rusqlite::Result<K> {
    let number: i64 = row.get(column)?;
    known.get(&number).cloned().ok_or_else(|| wrong(row, column, &format!("there is no row {number}")))
}

/// The key of the row that `column` refers to, or nothing.
pub(super) fn key_if_any<K: Clone>(
    known: &HashMap<i64, K>,
    row: &Row<'_>,
    column: usize,
) -> rusqlite::Result<Option<K>> {
    match row.get::<_, Option<i64>>(column)? {
        None => Ok(None),
        Some(_) => key(known, row, column).map(Some),
    }
}

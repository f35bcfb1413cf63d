//! The numbers that rows of the file have, and what they stand for in an outline.

use rusqlite::{Connection, Row};
use rustc_hash::FxHashMap;
use themata_model::Study;

use crate::error::Fault;
use crate::{ReadError, Store};

/// From row numbers to positions in the study's lists.
pub(super) type Positions = FxHashMap<i64, u32>;

/// What the rows that codings refer to are in an outline; read once for all that is asked of one state of a file.
#[derive(Clone, Debug, Default)]
pub struct RowNumbers {
    pub(super) sources: Positions,
    pub(super) codes: Positions,
    /// The codes of frameworks that are not in use.
    pub(super) aside: Positions,
    pub(super) coders: Positions,
    pub(super) cases: Positions,
    pub(super) sides: Positions,
}

impl Store {
    /// Reads the row numbers of `outline`, which is what [`Store::read_outline`] or [`Store::read_parts`] returned for
    /// the same state of the file. What it leaves out has none.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn row_numbers(&self, outline: &Study) -> Result<RowNumbers, ReadError> {
        self.consistently(|db| row_numbers(db, outline))
    }
}

pub(super) fn row_numbers(db: &Connection, outline: &Study) -> Result<RowNumbers, Fault> {
    let aside = outline.frameworks.iter().flat_map(|framework| &framework.codes);
    Ok(RowNumbers {
        sources: positions(db, "source", outline.sources.iter().map(|r| r.key.as_str()))?,
        codes: positions(db, "code", outline.codebook.codes().iter().map(|r| r.key.as_str()))?,
        aside: positions(db, "code", aside.map(|code| code.key.as_str()))?,
        coders: positions(db, "coder", outline.coders.iter().map(|r| r.key.as_str()))?,
        cases: positions(db, "study_case", outline.cases.iter().map(|r| r.key.as_str()))?,
        sides: positions(db, "side", outline.sides.iter().map(|r| r.key.as_str()))?,
    })
}

fn positions<'k>(
    db: &Connection,
    table: &str,
    keys: impl Iterator<Item = &'k str>,
) -> Result<Positions, Fault> {
    let by_key: FxHashMap<&str, u32> = keys.zip(0u32..).collect();
    let mut positions = Positions::default();
    if by_key.is_empty() {
        return Ok(positions);
    }
    let mut statement = db.prepare(&format!("SELECT rowid, key FROM {table}"))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        if let Some(&position) = by_key.get(row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?) {
            positions.insert(row.get(0)?, position);
        }
    }
    Ok(positions)
}

/// A row that came after the outline was read is not known to it.
pub(super) fn known(positions: &Positions, row: &Row<'_>, column: usize) -> Result<u32, Fault> {
    let number: i64 = row.get(column)?;
    positions.get(&number).copied().ok_or_else(|| {
        let name = row.as_ref().column_name(column).unwrap_or_default().to_string();
        Fault::Value(format!(
            "column `{name}` names row {number}, which the outline does not have; read it again"
        ))
    })
}

pub(super) fn known_if_any(
    positions: &Positions,
    row: &Row<'_>,
    column: usize,
) -> Result<Option<u32>, Fault> {
    match row.get::<_, Option<i64>>(column)? {
        None => Ok(None),
        Some(_) => known(positions, row, column).map(Some),
    }
}

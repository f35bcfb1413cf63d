//! Small look-ups of an open op, so that a verb reads no more than it needs.

use rusqlite::Connection;
use rusqlite::types::Value;
use themata_model::{CodeKey, Placement, RowId, Settlement};

use super::codings::OF_CODE;
use super::{Edit, Kind};
use crate::error::Fault;
use crate::read::{Reader, parsed};
use crate::{ReadError, Store, WriteError};

impl Edit<'_> {
    /// The keys of all rows of a kind that has keys, in the study's order.
    ///
    /// # Errors
    /// When the kind has no keys, or the file is damaged.
    pub fn keys(&self, kind: Kind) -> Result<Vec<String>, WriteError> {
        self.told(keys(self.db(), kind))
    }

    /// The placements of a code itself, by all raters.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn placements(&self, code: &CodeKey) -> Result<Vec<Placement>, WriteError> {
        let key = Value::Text(code.to_string());
        self.told(Reader::new(self.db()).placements(OF_CODE, &[key]))
    }

    /// The settlements of a code itself.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn settlements(&self, code: &CodeKey) -> Result<Vec<Settlement>, WriteError> {
        let key = Value::Text(code.to_string());
        self.told(Reader::new(self.db()).settlements(OF_CODE, &[key]))
    }

    /// The ids of the codings whose UUID begins or ends with these digits; hyphens do not count.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn codings_called(&self, digits: &str) -> Result<Vec<RowId>, WriteError> {
        self.told(codings_called(self.db(), digits))
    }
}

impl Store {
    /// The ids of the codings whose UUID begins or ends with these digits; hyphens do not count.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn codings_called(&self, digits: &str) -> Result<Vec<RowId>, ReadError> {
        self.consistently(|db| codings_called(db, digits))
    }
}

fn keys(db: &Connection, kind: Kind) -> Result<Vec<String>, Fault> {
    let sql = format!("SELECT key FROM \"{}\" ORDER BY position, uuid", kind.table());
    Ok(db.prepare_cached(&sql)?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// Hexadecimal digits at the end of a UUID that the index knows.
const INDEXED: usize = 8;

fn codings_called(db: &Connection, digits: &str) -> Result<Vec<RowId>, Fault> {
    let digits: String = digits.chars().filter(|c| *c != '-').map(|c| c.to_ascii_lowercase()).collect();
    if digits.is_empty() || digits.len() > 32 || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Ok(Vec::new());
    }
    // The beginning as it is written, with hyphens; `g` comes after every digit.
    let mut beginning = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if [8, 12, 16, 20].contains(&at) {
            beginning.push('-');
        }
        beginning.push(digit);
    }
    let ending = if digits.len() < INDEXED {
        "substr(uuid, 29) LIKE '%' || ?2"
    } else {
        "substr(uuid, 29) = substr(?2, -8) AND replace(uuid, '-', '') LIKE '%' || ?2"
    };
    let sql = format!(
        "SELECT uuid FROM coding WHERE uuid >= ?1 AND uuid < ?1 || 'g' \
         UNION SELECT uuid FROM coding WHERE {ending} ORDER BY uuid"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let found = statement.query_map((beginning, digits), |row| parsed(row, 0))?;
    Ok(found.collect::<Result<_, _>>()?)
}

//! Contents: canonical texts and originals, each kept once under its hash and never changed.

use std::collections::BTreeMap;

use rusqlite::{Connection, Row};
use themata_model::TextHash;

use crate::error::Fault;
use crate::read::{parsed, wrong};

/// Contents by their hash.
pub(crate) type Contents = BTreeMap<TextHash, Vec<u8>>;

/// Stores `bytes` unless they are there already, and returns the hash that names them.
pub(crate) fn keep(db: &Connection, bytes: &[u8]) -> rusqlite::Result<TextHash> {
    let hash = TextHash::of_bytes(bytes);
    let sql = "INSERT OR IGNORE INTO content (sha256, bytes) VALUES (?, ?)";
    db.prepare_cached(sql)?.execute((hash.to_string(), bytes))?;
    Ok(hash)
}

/// The bytes in column `bytes` of `row`, which must be those that the hash in column `hash` names:
/// anything else is damage.
pub(crate) fn checked(row: &Row<'_>, hash: usize, bytes: usize) -> rusqlite::Result<Vec<u8>> {
    let named: TextHash = parsed(row, hash)?;
    let Some(found) = row.get::<_, Option<Vec<u8>>>(bytes)? else {
        return Err(wrong(row, hash, &format!("the content `{named}` is missing")));
    };
    if TextHash::of_bytes(&found) != named {
        return Err(wrong(row, bytes, &format!("the content `{named}` is damaged: it has another hash")));
    }
    Ok(found)
}

/// The contents that neither a text nor an original names: what was removed, and may be brought back.
pub(crate) fn unnamed(db: &Connection) -> Result<Contents, Fault> {
    let mut statement = db.prepare(
        "SELECT sha256, bytes FROM content
         WHERE sha256 NOT IN (SELECT sha256 FROM text) AND sha256 NOT IN (SELECT sha256 FROM original)",
    )?;
    let rows = statement.query_map([], |row| Ok((parsed(row, 0)?, checked(row, 0, 1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

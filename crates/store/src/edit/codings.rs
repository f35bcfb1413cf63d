//! Codings of an open op: read a few, move many.

use std::collections::HashMap;

use rusqlite::Connection;
use themata_model::{CharOffset, CodeKey, CoderKey, Coding, RowId, SourceKey};

use super::Edit;
use crate::WriteError;
use crate::error::Fault;
use crate::read::Reader;

/// Which codings are meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Which {
    /// Those with these ids.
    Ids(Vec<RowId>),
    /// Those in a source, lost ones included.
    InSource(SourceKey),
    /// Those of a code itself, not of what is below it.
    OfCode(CodeKey),
    /// Those by a coder.
    ByCoder(CoderKey),
    /// Those that stand exactly here in the current text of a source.
    At(SourceKey, CharOffset, CharOffset),
    /// Those that have lost their place.
    Lost,
    /// All of them.
    All,
}

impl Which {
    /// The condition of SQL; its texts are quoted as SQL wants it.
    pub(crate) fn condition(&self) -> String {
        match self {
            Which::Ids(ids) => {
                let ids: Vec<String> = ids.iter().map(|id| quoted(&id.to_string())).collect();
                format!("uuid IN ({})", ids.join(", "))
            }
            Which::InSource(key) => keyed("source_id", "source", key.as_str()),
            Which::OfCode(key) => keyed("code_id", "code", key.as_str()),
            Which::ByCoder(key) => keyed("coder_id", "coder", key.as_str()),
            Which::At(key, start, end) => {
                let source = keyed("source_id", "source", key.as_str());
                format!("{source} AND start = {} AND \"end\" = {}", start.0, end.0)
            }
            Which::Lost => "start IS NULL".to_string(),
            Which::All => "1".to_string(),
        }
    }
}

/// A text as SQL quotes it.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// The condition that a column refers to the row with this key.
pub(super) fn keyed(column: &str, table: &str, key: &str) -> String {
    format!("{column} = (SELECT rowid FROM {table} WHERE key = {})", quoted(key))
}

impl Edit<'_> {
    /// Reads the codings that are meant, in the order they were made in.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn codings(&self, which: &Which) -> Result<Vec<Coding>, WriteError> {
        self.told(read_codings(self.db(), which))
    }

    /// How many codings are meant.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn count(&self, which: &Which) -> Result<usize, WriteError> {
        let sql = format!("SELECT count(*) FROM coding WHERE {}", which.condition());
        let count = self.db().query_row(&sql, [], |row| row.get::<_, i64>(0)).map_err(Fault::from);
        Ok(usize::try_from(self.told(count)?).unwrap_or_default())
    }

    /// Gives the codings that are meant to the code `to`, and returns how many there were.
    ///
    /// # Errors
    /// When the file refuses.
    pub fn recode(&mut self, which: &Which, to: &CodeKey) -> Result<usize, WriteError> {
        let sql = format!(
            "UPDATE coding SET code_id = (SELECT rowid FROM code WHERE key = ?) WHERE {}",
            which.condition()
        );
        let done = self.db().execute(&sql, [to.as_str()]).map_err(Fault::from);
        self.told(done)
    }
}

/// The codings that are meant, in the order they were made in.
pub(crate) fn read_codings(db: &Connection, which: &Which) -> Result<Vec<Coding>, Fault> {
    let condition = which.condition();
    let sql = format!(
        "SELECT s.key, CAST(c.bytes AS TEXT) FROM source s JOIN text t ON t.rowid = s.text_id \
         JOIN content c ON c.sha256 = t.sha256 \
         WHERE s.rowid IN (SELECT source_id FROM coding WHERE start IS NOT NULL AND {condition})"
    );
    let mut statement = db.prepare(&sql)?;
    let found = statement.query_map([], |row| Ok((crate::read::parsed(row, 0)?, row.get(1)?)))?;
    let texts: HashMap<SourceKey, String> = found.collect::<Result<_, _>>()?;
    Reader::new(db)?.codings_among(&condition, |key| texts.get(key).map(String::as_str))
}

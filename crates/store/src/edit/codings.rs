//! Codings of an open op: read a few, move many.

use std::collections::HashMap;

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};
use themata_model::{CharOffset, CodeKey, CoderKey, Coding, RowId, SourceKey};

use super::Edit;
use crate::WriteError;
use crate::error::Fault;
use crate::read::{Reader, parsed};

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
    /// The condition of SQL, with its parameters numbered from 1; the same for all of a kind, so that the
    /// statement is prepared once.
    pub(crate) fn condition(&self) -> &'static str {
        match self {
            Which::Ids(_) => "uuid IN (SELECT value FROM json_each(?1))",
            Which::InSource(_) => "source_id = (SELECT rowid FROM source WHERE key = ?1)",
            Which::OfCode(_) => OF_CODE,
            Which::ByCoder(_) => "coder_id = (SELECT rowid FROM coder WHERE key = ?1)",
            Which::At(..) => {
                "source_id = (SELECT rowid FROM source WHERE key = ?1) AND start = ?2 AND \"end\" = ?3"
            }
            Which::Lost => "start IS NULL",
            Which::All => "1",
        }
    }

    /// The values of the parameters.
    pub(crate) fn params(&self) -> Vec<Value> {
        let text = |text: &str| Value::Text(text.to_string());
        let offset = |offset: &CharOffset| Value::Integer(i64::try_from(offset.0).unwrap_or(i64::MAX));
        match self {
            Which::Ids(ids) => {
                let ids: Vec<String> = ids.iter().map(|id| format!("\"{id}\"")).collect();
                vec![Value::Text(format!("[{}]", ids.join(",")))]
            }
            Which::InSource(key) => vec![text(key.as_str())],
            Which::OfCode(key) => vec![text(key.as_str())],
            Which::ByCoder(key) => vec![text(key.as_str())],
            Which::At(key, start, end) => vec![text(key.as_str()), offset(start), offset(end)],
            Which::Lost | Which::All => Vec::new(),
        }
    }
}

/// The condition that a row is of the code whose key is the first parameter.
pub(super) const OF_CODE: &str = "code_id = (SELECT rowid FROM code WHERE key = ?1)";

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
        let count = || -> Result<i64, Fault> {
            let mut statement = self.db().prepare_cached(&sql)?;
            Ok(statement.query_row(params_from_iter(which.params()), |row| row.get(0))?)
        };
        Ok(usize::try_from(self.told(count())?).unwrap_or_default())
    }

    /// Gives the codings that are meant to the code `to`, and returns how many there were.
    ///
    /// # Errors
    /// When the file refuses.
    pub fn recode(&mut self, which: &Which, to: &CodeKey) -> Result<usize, WriteError> {
        let mut params = which.params();
        params.push(Value::Text(to.to_string()));
        let sql = format!(
            "UPDATE coding SET code_id = (SELECT rowid FROM code WHERE key = ?{}) WHERE {}",
            params.len(),
            which.condition()
        );
        let write = || -> Result<usize, Fault> {
            self.images.follow("coding")?;
            Ok(self.db().prepare_cached(&sql)?.execute(params_from_iter(params))?)
        };
        self.told(write())
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
    let params = which.params();
    let mut statement = db.prepare_cached(&sql)?;
    let found = statement.query_map(params_from_iter(&params), |row| Ok((parsed(row, 0)?, row.get(1)?)))?;
    let texts: HashMap<SourceKey, String> = found.collect::<Result<_, _>>()?;
    Reader::new(db).codings_among(condition, &params, |key| texts.get(key).map(String::as_str))
}

//! Reading a study out of its tables.

mod chosen;
mod codings;
mod evidence;
mod frameworks;
mod keys;
mod members;
mod placed;
mod sources;
mod structure;

use std::collections::BTreeMap;
use std::fmt::Display;
use std::str::FromStr;

use rusqlite::types::{Type, Value};
use rusqlite::{Connection, Row, params_from_iter};
use rustc_hash::FxHashMap;
use themata_model::{Attributes, FacetAssignment, FacetKey, FacetValues, Study};

use crate::error::{Fault, database};
use crate::{DatabaseError, ReadError, Snapshot, Store, content, trail};

use keys::Keys;

pub use placed::{CodingPlace, Placed, PlacedChoice, Spot, TextVersion};
pub(crate) use sources::current_speakers;

impl Store {
    /// Reads everything.
    ///
    /// # Errors
    /// When the file holds no study, is damaged, or holds a value that the program would not write.
    pub fn read_all(&self) -> Result<Snapshot, ReadError> {
        self.consistently(|db| Reader::new(db).everything())
    }

    /// Reads the study without what makes a file large: each source has no text at all
    /// (`texts` is empty, so [`themata_model::Source::text`] must not be asked), and the list of
    /// codings is empty. Codebook, roster, excerpts, findings and all else are there.
    ///
    /// # Errors
    /// As [`Store::read_all`].
    pub fn read_outline(&self) -> Result<Study, ReadError> {
        self.consistently(|db| Reader::new(db).outline())
    }

    /// Reads the study itself with these parts of it.
    ///
    /// # Errors
    /// As [`Store::read_all`].
    pub fn read_parts(&self, parts: &[Part]) -> Result<Study, ReadError> {
        self.consistently(|db| Reader::new(db).parts(parts))
    }

    /// Reads the audit trail alone, oldest first.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn history(&self) -> Result<Vec<themata_model::Op>, ReadError> {
        self.consistently(trail::read_history)
    }

    /// Reads the audit trail without the changes of its ops, oldest first, each with the number of rows
    /// it changed.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn ops(&self) -> Result<Vec<(themata_model::Op, usize)>, ReadError> {
        self.consistently(|db| {
            let counts = rows(db, "SELECT op, count(*) FROM change GROUP BY op", |row| {
                Ok((row.get::<_, i64>(0)?, count(row, 1)?))
            })?;
            let counts: FxHashMap<i64, usize> = counts.into_iter().collect();
            let ops = trail::read_ops(db)?.into_iter();
            Ok(ops.map(|op| (counts.get(&op.seq).copied().unwrap_or(0), op)).map(|(n, op)| (op, n)).collect())
        })
    }

    /// Reads what was done to the code with the id `code`: number of the op and the row before and
    /// after.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn changes_of_code(
        &self,
        code: themata_model::RowId,
    ) -> Result<Vec<(i64, themata_model::Change)>, ReadError> {
        self.consistently(|db| {
            let sql = "SELECT op, \"before\", \"after\" FROM change WHERE \"row\" = ? AND \"table\" = 'code' ORDER BY rowid";
            let mut statement = db.prepare(sql)?;
            let row = code.to_string();
            let found = statement.query_map([&row], |found| {
                let change = themata_model::Change {
                    table: "code".into(),
                    row: row.clone(),
                    before: found.get(1)?,
                    after: found.get(2)?,
                };
                Ok((found.get(0)?, change))
            })?;
            Ok(found.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Reads the ids of all codes there ever were, by every key that each has had.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn code_keys_ever(&self) -> Result<Vec<(String, themata_model::RowId)>, ReadError> {
        self.consistently(|db| {
            let sql = "SELECT key, uuid FROM code
                       UNION SELECT \"before\" ->> 'key', \"row\" FROM change WHERE \"table\" = 'code' AND \"before\" IS NOT NULL
                       UNION SELECT \"after\" ->> 'key', \"row\" FROM change WHERE \"table\" = 'code' AND \"after\" IS NOT NULL
                       ORDER BY 1, 2";
            rows(db, sql, |row| Ok((row.get(0)?, parsed(row, 1)?)))
        })
    }

    /// Reads the keys of the coders, in their order.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn coders(&self) -> Result<Vec<themata_model::CoderKey>, ReadError> {
        self.consistently(|db| {
            rows(db, "SELECT key FROM coder ORDER BY position, uuid", |row| parsed(row, 0))
        })
    }

    /// Reads the number of codings, placed and lost.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn n_codings(&self) -> Result<usize, DatabaseError> {
        let count = self.db.query_row("SELECT count(*) FROM coding", [], |row| row.get::<_, i64>(0));
        let count = count.map_err(|error| database(&self.path, error))?;
        Ok(usize::try_from(count).unwrap_or_default())
    }

    /// Runs `body` on one state of the file, whoever writes meanwhile.
    pub(crate) fn consistently<T>(
        &self,
        body: impl FnOnce(&Connection) -> Result<T, Fault>,
    ) -> Result<T, ReadError> {
        let run = || {
            let tx = self.db.unchecked_transaction()?;
            let done = body(&tx)?;
            tx.commit()?;
            Ok(done)
        };
        run().map_err(|fault: Fault| fault.read(&self.path))
    }
}

/// A part of a study, of which a verb reads those that it needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Levels, codes and frameworks.
    Codebook,
    /// Parties, cases, informants and coders.
    Roster,
    /// Sources, without their texts.
    Sources,
    /// Exhibits, their outputs, stated totals and claims.
    Exhibits,
    /// Excerpts.
    Excerpts,
    /// Findings.
    Findings,
    /// Memos.
    Memos,
    /// Links between codes.
    Links,
    /// Questions.
    Questions,
    /// Member checks.
    MemberChecks,
    /// States that have a name.
    NamedStates,
    /// Placements and settlements.
    Sortings,
}

impl Part {
    /// All of them.
    const ALL: [Part; 12] = [
        Part::Codebook,
        Part::Roster,
        Part::Sources,
        Part::Exhibits,
        Part::Excerpts,
        Part::Findings,
        Part::Memos,
        Part::Links,
        Part::Questions,
        Part::MemberChecks,
        Part::NamedStates,
        Part::Sortings,
    ];
}

/// Reads the rows of one study; `keys` turns row numbers back into keys.
pub(crate) struct Reader<'a> {
    db: &'a Connection,
    keys: Keys<'a>,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(db: &'a Connection) -> Self {
        Reader { db, keys: Keys::of(db) }
    }

    /// Everything.
    pub(crate) fn everything(&self) -> Result<Snapshot, Fault> {
        let mut study = self.outline()?;
        self.texts(&mut study)?;
        study.codings = self.codings(&study)?;
        study.sort_codings();
        let originals = self.originals()?;
        Ok(Snapshot {
            study,
            documents: self.documents()?,
            originals,
            contents: content::unnamed(self.db)?,
            history: trail::read_history(self.db)?,
        })
    }

    /// Everything but texts and codings.
    pub(crate) fn outline(&self) -> Result<Study, Fault> {
        self.parts(&Part::ALL)
    }

    /// The study itself with these parts of it.
    pub(crate) fn parts(&self, parts: &[Part]) -> Result<Study, Fault> {
        let mut study = self.structure()?;
        for part in parts {
            match part {
                Part::Codebook => {
                    study.codebook = self.codebook()?;
                    self.frameworks(&mut study)?;
                }
                Part::Roster => self.roster(&mut study)?,
                Part::Sources => study.sources = self.sources()?,
                Part::Exhibits => self.exhibits(&mut study)?,
                Part::Excerpts => study.excerpts = self.excerpts("1", &[])?,
                Part::Findings => study.findings = self.findings("1", &[])?,
                Part::Memos => study.memos = self.memos("1", &[])?,
                Part::Links => study.links = self.links("1", &[])?,
                Part::Questions => study.questions = self.questions()?,
                Part::MemberChecks => study.member_checks = self.member_checks("1", &[])?,
                Part::NamedStates => study.snapshots = self.named_states()?,
                Part::Sortings => self.sortings(&mut study)?,
            }
        }
        Ok(study)
    }

    fn documents(&self) -> Result<BTreeMap<String, String>, Fault> {
        let rows = rows(self.db, "SELECT name, text FROM document", |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.into_iter().collect())
    }

    /// The lists of all owners: `sql` gives owner and member, in order.
    fn lists<T>(
        &self,
        sql: &str,
        member: impl Fn(&Keys<'_>, &Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<FxHashMap<i64, Vec<T>>, Fault> {
        self.lists_with(sql, &[], member)
    }

    /// The same of a query with parameters.
    fn lists_with<T>(
        &self,
        sql: &str,
        params: &[Value],
        member: impl Fn(&Keys<'_>, &Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<FxHashMap<i64, Vec<T>>, Fault> {
        let mut lists: FxHashMap<i64, Vec<T>> = FxHashMap::default();
        let mut statement = self.db.prepare_cached(sql)?;
        let mut found = statement.query(params_from_iter(params))?;
        while let Some(row) = found.next()? {
            lists.entry(row.get(0)?).or_default().push(member(&self.keys, row)?);
        }
        Ok(lists)
    }

    /// The facet values of all owners in a table, or in a table with a condition that has parameters.
    fn values(
        &self,
        table: &str,
        owner: &str,
        params: &[Value],
    ) -> Result<FxHashMap<i64, FacetValues>, Fault> {
        let sql = format!("SELECT {owner}, facet_id, assignment, value_id FROM {table}");
        let lists = self.lists_with(&sql, params, |keys, row| keys.assignment(row, 1))?;
        Ok(lists.into_iter().map(|(owner, values)| (owner, values.into_iter().collect())).collect())
    }
}

/// A facet with the value assigned.
type Assigned = (FacetKey, FacetAssignment);

/// All rows of a query.
fn rows<T>(
    db: &Connection,
    sql: &str,
    row: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Vec<T>, Fault> {
    rows_with(db, sql, &[], row)
}

/// All rows of a query with parameters.
fn rows_with<T>(
    db: &Connection,
    sql: &str,
    params: &[Value],
    row: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Vec<T>, Fault> {
    let mut statement = db.prepare_cached(sql)?;
    let found = statement.query_map(params_from_iter(params), row)?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

/// Rows with their positions in the study and their ids, which decide where positions are alike, in order.
/// A large table is ordered faster here than by SQLite, since it mostly is in order.
fn by_position<T>(mut rows: Vec<(i64, themata_model::RowId, T)>) -> Vec<T> {
    rows.sort_by_key(|(position, id, _)| (*position, *id));
    rows.into_iter().map(|(_, _, row)| row).collect()
}

/// A value that is written as text.
pub(crate) fn parsed<T: FromStr<Err: Display>>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    let text = row.get_ref(column)?.as_str()?;
    text.parse().map_err(|error: T::Err| wrong(row, column, &error))
}

/// A value that is written as text, or nothing.
pub(crate) fn parsed_if_any<T: FromStr<Err: Display>>(
    row: &Row<'_>,
    column: usize,
) -> rusqlite::Result<Option<T>> {
    match row.get_ref(column)?.as_str_or_null()? {
        None => Ok(None),
        Some(_) => parsed(row, column).map(Some),
    }
}

/// A JSON object of texts.
fn attributes(row: &Row<'_>, column: usize) -> rusqlite::Result<Attributes> {
    match row.get_ref(column)?.as_str()? {
        "{}" => Ok(Attributes::new()),
        text => serde_json::from_str(text).map_err(|error| wrong(row, column, &error)),
    }
}

/// Says which value of a row cannot be.
pub(crate) fn wrong(row: &Row<'_>, column: usize, error: &dyn Display) -> rusqlite::Error {
    let name = row.as_ref().column_name(column).unwrap_or_default();
    rusqlite::Error::FromSqlConversionFailure(column, Type::Text, format!("column `{name}`: {error}").into())
}

/// An offset or a count; negative numbers are refused by the schema or mean damage.
fn count(row: &Row<'_>, column: usize) -> rusqlite::Result<usize> {
    let number: i64 = row.get(column)?;
    usize::try_from(number).map_err(|error| wrong(row, column, &error))
}

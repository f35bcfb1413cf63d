//! The audit trail: opening an op, and reading and writing the history.
//!
//! An op is open for the length of one transaction. While it is, the triggers write every changed
//! row into `change`; a bulk op keeps them quiet and says in its arguments what it did.

use rusqlite::{Connection, OptionalExtension, Row, Transaction, TransactionBehavior};
use themata_model::{Change, Op, RowId};

use crate::error::Fault;
use crate::image::Shapes;
use crate::store::make_room;
use crate::turn_digest;

/// Whether the rows that an op changes are written one by one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Logging {
    /// Every row, before and after.
    Rows,
    /// None: the op says in its arguments what it did (build, import).
    Bulk,
}

/// Stands for the op in `current_op` when a study is written down again and nothing new is done.
const NO_OP: i64 = 0;

/// Whether what an op does is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Commit {
    /// It is written, durably.
    Keep,
    /// It is done, looked at, and taken back: a dry run.
    Rehearse,
}

/// Runs `body` in one transaction under `op`, which gets the next number (`op.seq` at least); its
/// `changes` are not looked at. Without an op nothing new is done to the study: it is being written
/// down as it was.
pub(crate) fn in_op<T>(
    db: &mut Connection,
    op: Option<&Op>,
    logging: Logging,
    body: impl FnOnce(&Transaction<'_>) -> Result<T, Fault>,
) -> Result<T, Fault> {
    let tx = begin(db)?;
    open(&tx, op, logging)?;
    let done = body(&tx)?;
    close(tx, Commit::Keep)?;
    Ok(done)
}

/// Begins a transaction that writes; another writer is waited for.
pub(crate) fn begin(db: &mut Connection) -> rusqlite::Result<Transaction<'_>> {
    make_room(db)?;
    db.transaction_with_behavior(TransactionBehavior::Immediate)
}

/// Begins the transaction of an op that is kept or rehearsed. What ops have changed so far is followed beforehand: the
/// triggers that a rehearsal makes itself go with all else, after which SQLite reads the whole schema again.
pub(crate) fn begin_op<'a>(
    db: &'a mut Connection,
    shapes: &Shapes,
    commit: Commit,
) -> rusqlite::Result<Transaction<'a>> {
    if commit == Commit::Rehearse {
        shapes.get_ready(db)?;
    }
    begin(db)
}

/// Opens an op and returns its number.
pub(crate) fn open(tx: &Connection, op: Option<&Op>, logging: Logging) -> rusqlite::Result<i64> {
    let seq = match op {
        None => NO_OP,
        Some(op) => newest(tx)?.saturating_add(1).max(op.seq),
    };
    tx.execute("INSERT INTO current_op (only, seq, bulk) VALUES (1, ?, ?)", (seq, logging == Logging::Bulk))?;
    if let Some(op) = op {
        insert(tx, seq, op)?;
    }
    Ok(seq)
}

/// Does what turns the `changes` of an earlier op around, each of another row, and logs it as that: what a row
/// was left as it was now, and what it was before it is. The images need not be made anew.
pub(crate) fn turning<T>(
    db: &Connection,
    changes: &[i64],
    write: impl FnOnce() -> Result<T, Fault>,
) -> Result<T, Fault> {
    let quiet = |bulk: bool| db.prepare_cached("UPDATE current_op SET bulk = ?")?.execute([bulk]);
    quiet(true)?;
    let done = write();
    quiet(false)?;
    let done = done?;
    let changes = serde_json::Value::from(changes).to_string();
    db.prepare_cached(
        "INSERT INTO change (op, \"table\", \"row\", \"before\", \"after\")
         SELECT (SELECT seq FROM current_op), \"table\", \"row\", \"after\", \"before\" FROM change
         WHERE rowid IN (SELECT value FROM json_each(?)) ORDER BY rowid",
    )?
    .execute([changes])?;
    Ok(done)
}

/// Closes the op and ends the transaction.
pub(crate) fn close(tx: Transaction<'_>, commit: Commit) -> rusqlite::Result<()> {
    turn_digest::keep_up(&tx)?;
    tx.execute("DELETE FROM current_op", [])?;
    match commit {
        Commit::Keep => tx.commit(),
        Commit::Rehearse => {
            // What is only checked at the end shall be told in a dry run too.
            let dangling: Option<String> = match is_deferring(&tx)? {
                false => None,
                true => {
                    tx.query_row("SELECT max(\"table\") FROM pragma_foreign_key_check", [], |row| row.get(0))?
                }
            };
            tx.rollback()?;
            match dangling {
                None => Ok(()),
                Some(table) => Err(rusqlite::Error::ToSqlConversionFailure(
                    format!("rows of `{table}` would point nowhere").into(),
                )),
            }
        }
    }
}

/// Whether foreign keys are checked at the end of the transaction only.
pub(crate) fn is_deferring(db: &Connection) -> rusqlite::Result<bool> {
    db.pragma_query_value(None, "defer_foreign_keys", |row| row.get(0))
}

/// Reads all ops without their changes, oldest first.
pub(crate) fn read_ops(db: &Connection) -> rusqlite::Result<Vec<Op>> {
    let mut statement = db.prepare("SELECT seq, id, verb, coder, at, args, undoes FROM op ORDER BY seq")?;
    statement.query_map([], read_row)?.collect()
}

fn read_row(row: &Row<'_>) -> rusqlite::Result<Op> {
    Ok(Op {
        seq: row.get(0)?,
        id: crate::read::parsed(row, 1)?,
        verb: row.get(2)?,
        coder: row.get(3)?,
        at: row.get(4)?,
        args: row.get(5)?,
        undoes: crate::read::parsed_if_any::<RowId>(row, 6)?,
        changes: Vec::new(),
    })
}

/// Reads the ops after the one with the number `before`, oldest first, without their changes, arguments
/// and times.
pub(crate) fn read_outlines(db: &Connection, before: i64) -> rusqlite::Result<Vec<Op>> {
    let sql = "SELECT seq, id, verb, coder, NULL, '{}', undoes FROM op WHERE seq > ? ORDER BY seq";
    db.prepare_cached(sql)?.query_map([before], read_row)?.collect()
}

/// Reads one op without its changes.
pub(crate) fn read_op(db: &Connection, seq: i64) -> rusqlite::Result<Option<Op>> {
    let sql = "SELECT seq, id, verb, coder, at, args, undoes FROM op WHERE seq = ?";
    db.prepare_cached(sql)?.query_row([seq], read_row).optional()
}

/// Reads the last op before the one with the number `seq`, without its changes.
pub(crate) fn read_op_before(db: &Connection, seq: i64) -> rusqlite::Result<Option<Op>> {
    let before = "SELECT max(seq) FROM op WHERE seq < ?";
    let before: Option<i64> = db.prepare_cached(before)?.query_row([seq], |row| row.get(0))?;
    before.map(|seq| read_op(db, seq)).transpose().map(Option::flatten)
}

/// The number of the last op; 0 without one.
pub(crate) fn newest(db: &Connection) -> rusqlite::Result<i64> {
    db.prepare_cached("SELECT ifnull(max(seq), 0) FROM op")?.query_row([], |row| row.get(0))
}

fn insert(db: &Connection, seq: i64, op: &Op) -> rusqlite::Result<()> {
    let sql = "INSERT INTO op (seq, id, verb, coder, at, args, undoes) VALUES (?, ?, ?, ?, ?, ?, ?)";
    let undoes = op.undoes.map(|id| id.to_string());
    db.prepare_cached(sql)?.execute((
        seq,
        op.id.to_string(),
        &op.verb,
        &op.coder,
        &op.at,
        &op.args,
        undoes,
    ))?;
    Ok(())
}

/// Writes a history down as it was, with its numbers.
pub(crate) fn write_history(db: &Connection, history: &[Op]) -> rusqlite::Result<()> {
    let sql = "INSERT INTO change (op, \"table\", \"row\", \"before\", \"after\") VALUES (?, ?, ?, ?, ?)";
    for op in history {
        insert(db, op.seq, op)?;
        for change in &op.changes {
            db.prepare_cached(sql)?.execute((
                op.seq,
                &change.table,
                &change.row,
                &change.before,
                &change.after,
            ))?;
        }
    }
    Ok(())
}

/// Reads the whole history, oldest first.
pub(crate) fn read_history(db: &Connection) -> Result<Vec<Op>, Fault> {
    let mut ops = read_ops(db)?;
    let mut statement =
        db.prepare("SELECT op, \"table\", \"row\", \"before\", \"after\" FROM change ORDER BY op, rowid")?;
    let changes = statement.query_map([], |row| {
        let change = Change { table: row.get(1)?, row: row.get(2)?, before: row.get(3)?, after: row.get(4)? };
        Ok((row.get::<_, i64>(0)?, change))
    })?;
    for change in changes {
        let (seq, change) = change?;
        if let Ok(at) = ops.binary_search_by_key(&seq, |op| op.seq) {
            ops[at].changes.push(change);
        }
    }
    Ok(ops)
}

#[cfg(test)]
mod tests {
    use themata_model::StudyId;

    use super::*;
    use crate::{Existing, Snapshot, Store, trigger};

    fn op(verb: &str) -> Op {
        Op {
            seq: 0,
            id: StudyId::of_key("t").row("op", verb),
            verb: verb.into(),
            coder: None,
            at: None,
            args: "{}".into(),
            undoes: None,
            changes: vec![],
        }
    }

    fn store() -> (tempfile::TempDir, Store) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.themata");
        let snapshot = Snapshot::of(themata_testkit::small_study());
        Store::write_new(&path, &snapshot, Some(&op("build")), Existing::Refuse).unwrap();
        (folder, Store::open(&path).unwrap())
    }

    #[test]
    fn an_op_numbers_itself_and_keeps_what_it_changed() {
        let (_folder, mut store) = store();
        let sql = "UPDATE side SET name = 'sellers' WHERE key = 'provider'";
        in_op(&mut store.db, Some(&op("rename-side")), Logging::Rows, |tx| {
            trigger::follow(tx, "side")?;
            Ok(tx.execute(sql, [])?)
        })
        .unwrap();
        let history = store.history().unwrap();
        let told: Vec<_> = history.iter().map(|op| (op.seq, op.verb.as_str(), op.changes.len())).collect();
        assert_eq!(told, [(1, "build", 0), (2, "rename-side", 1)]);
    }

    #[test]
    fn an_op_that_fails_leaves_neither_rows_nor_trail() {
        let (_folder, mut store) = store();
        let failed = in_op(&mut store.db, Some(&op("rename-side")), Logging::Rows, |tx| {
            trigger::follow(tx, "side")?;
            tx.execute("UPDATE side SET name = 'x'", [])?;
            Err::<(), _>(Fault::Value("on second thoughts".into()))
        });
        assert!(failed.is_err());
        assert_eq!(store.history().unwrap().len(), 1);
        assert_eq!(store.read_all().unwrap().study, themata_testkit::small_study());
        assert!(store.db.execute("UPDATE side SET name = 'x'", []).is_err(), "no op may stay open");
    }
}

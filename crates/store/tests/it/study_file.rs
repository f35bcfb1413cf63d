//! Study files in temporary folders, and ops on them as any SQLite program could make them.

use std::path::{Path, PathBuf};

use rusqlite::Connection;
use tempfile::TempDir;
use themata_model::{Change, Op, Study, StudyId};
use themata_store::{Existing, Snapshot, Store};

/// A folder with the path of a study file in it.
pub(crate) fn place() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a study.themata");
    (folder, path)
}

/// A file that holds `study`.
pub(crate) fn written(study: &Study) -> (TempDir, PathBuf) {
    let (folder, path) = place();
    Store::write_new(&path, &Snapshot::of(study.clone()), None, Existing::Refuse).unwrap();
    (folder, path)
}

/// An op by its verb.
pub(crate) fn op(seq: i64, verb: &str) -> Op {
    Op {
        seq,
        id: StudyId::of_key("ops").row("op", &format!("{seq} {verb}")),
        verb: verb.into(),
        coder: Some("anna".into()),
        at: Some("2026-01-05T12:00:00Z".into()),
        args: "{}".into(),
        undoes: None,
        changes: vec![],
    }
}

/// A plain connection, as R or Python would make one.
pub(crate) fn raw(path: &Path) -> Connection {
    let db = Connection::open(path).unwrap();
    db.pragma_update(None, "foreign_keys", true).unwrap();
    db.pragma_update(None, "recursive_triggers", true).unwrap();
    db
}

/// Runs `sql` under an op with row logging, and returns the changes written.
pub(crate) fn under_op(db: &Connection, seq: i64, sql: &str) -> Vec<Change> {
    make_triggers(db);
    let all: Vec<String> = texts(db, "SELECT DISTINCT \"table\" FROM trail_trigger");
    let begin = format!(
        "BEGIN IMMEDIATE; INSERT INTO op (seq, id, verb, args) VALUES ({seq}, '00000000-0000-7000-8000-00000000000{seq}', 'test', '{{}}');
         INSERT INTO current_op (only, seq, bulk, followed) VALUES (1, {seq}, 0, ' {} '); {sql}; DELETE FROM current_op; COMMIT;",
        all.join(" ")
    );
    db.execute_batch(&begin).unwrap();
    changes(db, seq)
}

/// Makes the triggers that write the trail, as every writer does for itself.
pub(crate) fn make_triggers(db: &Connection) {
    for trigger in texts(db, "SELECT sql FROM trail_trigger") {
        db.execute_batch(&trigger.replacen("TRIGGER ", "TRIGGER IF NOT EXISTS ", 1)).unwrap();
    }
}

/// The texts that a query gives.
pub(crate) fn texts(db: &Connection, sql: &str) -> Vec<String> {
    db.prepare(sql).unwrap().query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
}

/// The changes of one op.
pub(crate) fn changes(db: &Connection, seq: i64) -> Vec<Change> {
    let sql = "SELECT \"table\", \"row\", \"before\", \"after\" FROM change WHERE op = ? ORDER BY rowid";
    let mut statement = db.prepare(sql).unwrap();
    let rows = statement.query_map([seq], |row| {
        Ok(Change { table: row.get(0)?, row: row.get(1)?, before: row.get(2)?, after: row.get(3)? })
    });
    rows.unwrap().collect::<Result<_, _>>().unwrap()
}

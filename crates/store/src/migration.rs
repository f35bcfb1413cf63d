//! The versions of the schema, and how a file is brought from one to the next.
//!
//! Append-only: what has been released is never edited. The file keeps a hash of each text that
//! was applied; a difference refuses to open, because the tables would not be what the code thinks.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, TransactionBehavior};
use themata_model::TextHash;

use crate::error::database;
use crate::store::make_room;
use crate::{DatabaseError, OpenError, trigger, turn_digest};

/// One step of the schema.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Migration {
    /// The version that the file has afterwards, counted from 1.
    pub(crate) version: u32,
    /// What is executed. It runs without the triggers of the trail, which are made anew afterwards.
    pub(crate) sql: &'static str,
}

/// All steps, oldest first.
pub(crate) const MIGRATIONS: &[Migration] = &[
    Migration {
        version: 1,
        sql: concat!(include_str!("schema/v1.sql"), include_str!("schema/v1_views.sql")),
    },
    Migration { version: 2, sql: include_str!("schema/v2.sql") },
    Migration { version: 3, sql: include_str!("schema/v3.sql") },
    Migration { version: 4, sql: include_str!("schema/v4.sql") },
    Migration { version: 5, sql: include_str!("schema/v5.sql") },
    Migration { version: 6, sql: include_str!("schema/v6.sql") },
    Migration { version: 7, sql: include_str!("schema/v7.sql") },
];

/// `Them` in ASCII: tells a study file from any other SQLite file.
pub(crate) const APPLICATION_ID: i32 = 0x5468_656D;

/// The version that `migrations` lead to.
pub(crate) fn newest(migrations: &[Migration]) -> u32 {
    migrations.last().map_or(0, |m| m.version)
}

/// The schema version that the file says it has.
pub(crate) fn version_of(db: &Connection) -> rusqlite::Result<u32> {
    db.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// Checks that each applied step has the text this program knows.
pub(crate) fn check_texts(db: &Connection, path: &Path, migrations: &[Migration]) -> Result<(), OpenError> {
    let applied = |db: &Connection| -> rusqlite::Result<Vec<(u32, String)>> {
        let mut statement = db.prepare("SELECT version, sha256 FROM migration ORDER BY version")?;
        statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
    };
    for (version, hash) in applied(db).map_err(|error| database(path, error))? {
        let known = migrations.iter().find(|m| m.version == version);
        if known.is_none_or(|m| TextHash::of(m.sql).to_string() != hash) {
            return Err(OpenError::OtherSchema { path: path.into(), version });
        }
    }
    Ok(())
}

/// Applies what the file lacks, in one transaction. `db` must have foreign keys switched off.
pub(crate) fn apply(db: &mut Connection, migrations: &[Migration]) -> rusqlite::Result<()> {
    make_room(db)?;
    let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found = version_of(&tx)?;
    trigger::remove_all(&tx)?;
    for migration in migrations.iter().filter(|m| m.version > found) {
        tx.execute_batch(migration.sql)?;
        let hash = TextHash::of(migration.sql).to_string();
        tx.execute("INSERT INTO migration (version, sha256) VALUES (?, ?)", (migration.version, hash))?;
        tx.pragma_update(None, "user_version", migration.version)?;
    }
    trigger::create_all(&tx)?;
    if tx.table_exists(None, turn_digest::TABLE)? {
        turn_digest::make_all(&tx)?;
    }
    let dangling: Option<String> =
        tx.query_row("SELECT max(\"table\") FROM pragma_foreign_key_check", [], |row| row.get(0))?;
    if let Some(table) = dangling {
        let reason = format!("the migration leaves rows of `{table}` that point nowhere");
        return Err(rusqlite::Error::ToSqlConversionFailure(reason.into()));
    }
    tx.commit()
}

/// Copies the file aside before a migration and returns where the copy is.
pub(crate) fn back_up(db: &Connection, path: &Path, found: u32) -> Result<PathBuf, DatabaseError> {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let name = |n: u32| match n {
        1 => format!("{stem}.schema-{found}.themata"),
        n => format!("{stem}.schema-{found}-{n}.themata"),
    };
    let copy = (1..).map(|n| path.with_file_name(name(n))).find(|copy| !copy.exists()).unwrap_or_default();
    db.execute("VACUUM INTO ?", [copy.to_string_lossy()]).map_err(|error| database(&copy, error))?;
    Ok(copy)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Existing, OpenWarning, Snapshot, Store};

    /// The version that comes next.
    const NEXT: u32 = 8;

    /// A next version that adds a table of facts and fills a new column.
    const WITH_PETS: Migration = Migration {
        version: NEXT,
        sql: "ALTER TABLE coder ADD COLUMN email TEXT;
              UPDATE coder SET email = key || '@example.org';
              CREATE TABLE pet (rowid INTEGER PRIMARY KEY, uuid TEXT NOT NULL UNIQUE, name TEXT NOT NULL) STRICT;",
    };

    fn followed_by(next: Migration) -> Vec<Migration> {
        assert_eq!(newest(MIGRATIONS) + 1, NEXT);
        MIGRATIONS.iter().copied().chain([next]).collect()
    }

    fn written() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.themata");
        let snapshot = Snapshot::of(themata_testkit::small_study());
        Store::write_new(&path, &snapshot, None, Existing::Refuse).unwrap();
        (folder, path)
    }

    #[test]
    fn a_migration_keeps_the_study_and_a_copy_of_the_file_as_it_was() {
        let (folder, path) = written();
        let store = Store::open_with(&path, &followed_by(WITH_PETS)).unwrap();
        let backup = folder.path().join(format!("x.schema-{}.themata", NEXT - 1));
        let told =
            OpenWarning::Migrated { path: path.clone(), from: NEXT - 1, to: NEXT, backup: backup.clone() };
        assert_eq!(store.warnings(), [told]);
        assert_eq!(version_of(&store.db).unwrap(), NEXT);
        assert_eq!(store.read_all().unwrap().study, themata_testkit::small_study());
        let email: String =
            store.db.query_row("SELECT email FROM coder LIMIT 1", [], |row| row.get(0)).unwrap();
        assert_eq!(email, "anna@example.org");
        assert_eq!(store.history().unwrap(), vec![]);
        let old = Store::open(&backup).unwrap();
        assert_eq!(version_of(&old.db).unwrap(), NEXT - 1);
        assert_eq!(old.read_all().unwrap().study, themata_testkit::small_study());
        store.close().unwrap();
        let again = Store::open_with(&path, &followed_by(WITH_PETS)).unwrap();
        assert_eq!(again.warnings(), []);
    }

    #[test]
    fn new_tables_and_columns_are_in_the_trail_at_once() {
        let (_folder, path) = written();
        let store = Store::open_with(&path, &followed_by(WITH_PETS)).unwrap();
        let refused = store.db.execute("INSERT INTO pet (uuid, name) VALUES ('u', 'Rex')", []).unwrap_err();
        assert!(refused.to_string().contains("no op is open"));
        let sql = "SELECT sql FROM trail_trigger WHERE name = 'trail_coder_update'";
        let trigger: String = store.db.query_row(sql, [], |row| row.get(0)).unwrap();
        assert!(trigger.contains("'email', NEW.\"email\""));
    }

    #[test]
    fn a_migration_that_fails_leaves_the_file_as_it_was() {
        let (_folder, path) = written();
        let broken =
            Migration { version: NEXT, sql: "UPDATE coder SET name = 'x'; SELECT nothing FROM nowhere;" };
        assert!(Store::open_with(&path, &followed_by(broken)).is_err());
        let store = Store::open(&path).unwrap();
        assert_eq!(store.read_all().unwrap().study, themata_testkit::small_study());
        assert!(store.db.execute("UPDATE coder SET name = 'x'", []).is_err(), "the triggers are back");
    }

    #[test]
    fn reading_alone_does_not_migrate() {
        let (_folder, path) = written();
        let db = Connection::open(&path).unwrap();
        db.pragma_update(None, "user_version", 0).unwrap();
        drop(db);
        let refused = Store::open_read_only(&path).unwrap_err();
        assert!(matches!(refused, OpenError::NeedsMigration { found: 0, known, .. } if known + 1 == NEXT));
    }

    #[test]
    fn a_text_that_was_edited_after_it_was_applied_refuses_to_open() {
        let (_folder, path) = written();
        let edited = Migration { version: 1, sql: "CREATE TABLE other (a)" };
        let changed: Vec<Migration> = [edited].into_iter().chain(MIGRATIONS[1..].iter().copied()).collect();
        let refused = Store::open_with(&path, &changed).unwrap_err();
        assert!(matches!(refused, OpenError::OtherSchema { version: 1, .. }));
    }
}

//! A study file that is open.

use std::fmt;
use std::io::{ErrorKind, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use crate::error::database;
use crate::image::Shapes;
use crate::migration::{self, APPLICATION_ID, MIGRATIONS, Migration};
use crate::new_file::NewFile;
use crate::{DatabaseError, Existing, OpenError};

/// How long a writer waits for another one before it says who holds the file. Verbs take
/// milliseconds; whoever takes longer than this hangs or waits for a person.
const PATIENCE: Duration = Duration::from_secs(5);

/// The first bytes of every SQLite file (its file format, section 1.3.1); the program that made the file
/// stands in bytes 68 to 71.
pub(crate) const MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// An open study file.
#[derive(Debug)]
pub struct Store {
    pub(crate) db: Connection,
    /// What was learned of the tables.
    pub(crate) shapes: Arc<Shapes>,
    pub(crate) path: PathBuf,
    warnings: Vec<OpenWarning>,
}

/// Something a person should know about an opened file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OpenWarning {
    /// The write-ahead log cannot be used, probably on a network file system.
    RollbackJournal {
        /// The study file.
        path: PathBuf,
    },
    /// The file was brought to a newer schema.
    Migrated {
        /// The study file.
        path: PathBuf,
        /// Its schema version before.
        from: u32,
        /// Its schema version now.
        to: u32,
        /// Where the file as it was before is kept.
        backup: PathBuf,
    },
}

impl fmt::Display for OpenWarning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            OpenWarning::RollbackJournal { path } => write!(
                f,
                "`{}` lies on a file system without shared memory, probably a network drive: changes are slower, and \
                 it must not be opened on two machines at once",
                path.display()
            ),
            OpenWarning::Migrated { path, from, to, backup } => write!(
                f,
                "`{}` was brought from schema {from} to {to}; the file as it was is kept as `{}`",
                path.display(),
                backup.display()
            ),
        }
    }
}

impl Store {
    /// Makes a new, empty study file and opens it.
    ///
    /// # Errors
    /// When something is there already, or the folder cannot be written.
    pub fn create(path: impl AsRef<Path>) -> Result<Store, OpenError> {
        let path = path.as_ref();
        NewFile::begin(path, Existing::Refuse)?.finish()?;
        Store::open(path)
    }

    /// Opens a study file for reading and writing, and brings an older schema up to date after a
    /// backup copy was made. Nothing of the study is read, so it takes as long for a large one.
    ///
    /// # Errors
    /// When it is missing, no study file, newer, damaged, locked or read-only.
    pub fn open(path: impl AsRef<Path>) -> Result<Store, OpenError> {
        Store::open_with(path.as_ref(), MIGRATIONS)
    }

    /// Opens a study file for reading only, even in a folder that cannot be written.
    ///
    /// # Errors
    /// When it is missing, no study file, of another schema, or damaged.
    pub fn open_read_only(path: impl AsRef<Path>) -> Result<Store, OpenError> {
        let path = path.as_ref();
        check_magic(path)?;
        // A reader of a file that nobody may write would leave files beside it that nobody may write.
        if is_write_protected(path) && !has_log(path) {
            return Store::only_reading(connect_immutable(path)?, path);
        }
        let db = match connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY) {
            Ok(db) => db,
            // Without a folder to write to, or room on its disk, there is no shared memory for the log. When there
            // is no log either, nobody writes, and the file can be read as it lies.
            Err(_) if !has_log(path) => connect_immutable(path)?,
            Err(error) => return Err(database(path, error).into()),
        };
        Store::only_reading(db, path)
    }

    /// Opens a study file for one short look that leaves nothing beside it. While nobody has the file
    /// open, no locks are taken: a writer who comes in that moment can make the look fail, but not
    /// the look a write.
    ///
    /// # Errors
    /// As [`Store::open_read_only`].
    pub fn open_to_look(path: impl AsRef<Path>) -> Result<Store, OpenError> {
        let path = path.as_ref();
        check_magic(path)?;
        if beside(path, "-wal").exists() {
            return Store::open_read_only(path);
        }
        Store::only_reading(connect_immutable(path)?, path)
    }

    fn only_reading(db: Connection, path: &Path) -> Result<Store, OpenError> {
        let found = check_identity(&db, path, MIGRATIONS)?;
        let known = migration::newest(MIGRATIONS);
        if found < known {
            return Err(OpenError::NeedsMigration { path: path.into(), found, known });
        }
        migration::check_texts(&db, path, MIGRATIONS)?;
        Ok(Store { db, shapes: Arc::default(), path: path.into(), warnings: Vec::new() })
    }

    pub(crate) fn open_with(path: &Path, migrations: &[Migration]) -> Result<Store, OpenError> {
        check_magic(path)?;
        if is_write_protected(path) {
            return Err(DatabaseError::ReadOnly { path: path.into() }.into());
        }
        let mut warnings = Vec::new();
        let mut db = connect_writing(path, &mut warnings)?;
        let fail = |error| database(path, error);
        if db.is_readonly("main").map_err(fail)? {
            return Err(DatabaseError::ReadOnly { path: path.into() }.into());
        }
        let found = check_identity(&db, path, migrations)?;
        migration::check_texts(&db, path, migrations)?;
        let known = migration::newest(migrations);
        if found < known {
            let backup = migration::back_up(&db, path, found)?;
            db.pragma_update(None, "foreign_keys", false).map_err(fail)?;
            migration::apply(&mut db, migrations).map_err(fail)?;
            db.pragma_update(None, "foreign_keys", true).map_err(fail)?;
            warnings.push(OpenWarning::Migrated { path: path.into(), from: found, to: known, backup });
        }
        Ok(Store { db, shapes: Arc::default(), path: path.into(), warnings })
    }

    /// Where the file is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What a person should know about this file, to be shown once.
    pub fn warnings(&self) -> &[OpenWarning] {
        &self.warnings
    }

    /// Sets how long a write waits for another process; five seconds unless set.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn set_patience(&self, patience: Duration) -> Result<(), DatabaseError> {
        self.db.busy_timeout(patience).map_err(|error| database(&self.path, error))
    }

    /// Moves what is in the write-ahead log into the file, as far as no reader stands in the way.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn checkpoint(&self) -> Result<(), DatabaseError> {
        let done = self.db.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()));
        done.map_err(|error| database(&self.path, error))
    }

    /// Writes a compact copy of the file as it is now. The copy appears at `to` only when it is whole.
    ///
    /// # Errors
    /// When `to` exists or cannot be written.
    pub fn save_copy(&self, to: impl AsRef<Path>) -> Result<(), OpenError> {
        NewFile::copy(self, to.as_ref())?.finish()
    }

    /// Copies what is committed to a file that nobody looks for yet.
    pub(crate) fn copy_into(&self, to: &Path) -> Result<(), OpenError> {
        self.db.execute("VACUUM INTO ?", [to.to_string_lossy()]).map_err(|error| database(to, error))?;
        Ok(())
    }

    /// Looks through the whole file for damage and returns what was found, a sentence each.
    ///
    /// # Errors
    /// When the file cannot be read at all.
    pub fn check_integrity(&self) -> Result<Vec<String>, DatabaseError> {
        let found = |sql: &str| -> rusqlite::Result<Vec<String>> {
            self.db.prepare(sql)?.query_map([], |row| row.get(0))?.collect()
        };
        let fail = |error| database(&self.path, error);
        let mut damage = found("PRAGMA integrity_check").map_err(fail)?;
        damage.retain(|line| line != "ok");
        let dangling = "SELECT 'a row of `' || \"table\" || '` points to a row of `' || parent || '` that is not there' \
                        FROM pragma_foreign_key_check";
        damage.extend(found(dangling).map_err(fail)?);
        Ok(damage)
    }

    /// Closes the file; its log is moved into it and removed unless another process uses it.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn close(self) -> Result<(), DatabaseError> {
        let path = self.path;
        self.db.close().map_err(|(_, error)| database(&path, error))
    }
}

/// The file beside `path` with `suffix` appended to its whole name.
pub(crate) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// Whether nobody may write the file.
fn is_write_protected(path: &Path) -> bool {
    path.metadata().is_ok_and(|metadata| metadata.permissions().readonly())
}

/// Whether there is a log beside the file with something in it.
fn has_log(path: &Path) -> bool {
    beside(path, "-wal").metadata().is_ok_and(|metadata| metadata.len() > 0)
}

/// Looks before SQLite does, which would leave its marks in the file of another program.
fn check_magic(path: &Path) -> Result<(), OpenError> {
    let failed = |source: std::io::Error| match source.kind() {
        ErrorKind::NotFound => OpenError::Missing { path: path.into() },
        ErrorKind::UnexpectedEof | ErrorKind::IsADirectory => OpenError::NotThemata { path: path.into() },
        _ => OpenError::File { path: path.into(), source },
    };
    let mut head = [0; 72];
    std::fs::File::open(path).and_then(|mut file| file.read_exact(&mut head)).map_err(failed)?;
    if head.starts_with(MAGIC) && head[68..] == APPLICATION_ID.to_be_bytes() {
        Ok(())
    } else {
        Err(OpenError::NotThemata { path: path.into() })
    }
}

/// Returns the schema version of a file that is one of ours and not newer than `migrations`.
fn check_identity(db: &Connection, path: &Path, migrations: &[Migration]) -> Result<u32, OpenError> {
    let fail = |error| database(path, error);
    let id: i32 = db.pragma_query_value(None, "application_id", |row| row.get(0)).map_err(fail)?;
    if id != APPLICATION_ID {
        return Err(OpenError::NotThemata { path: path.into() });
    }
    let found = migration::version_of(db).map_err(fail)?;
    let known = migration::newest(migrations);
    if found > known {
        return Err(OpenError::TooNew { path: path.into(), found, known });
    }
    Ok(found)
}

/// Settings of every connection. `recursive_triggers` makes `INSERT OR REPLACE` tell the trail of
/// the row it removes.
pub(crate) fn configure(db: &Connection) -> rusqlite::Result<()> {
    db.busy_timeout(PATIENCE)?;
    db.set_prepared_statement_cache_capacity(128);
    db.pragma_update(None, "foreign_keys", true)?;
    db.pragma_update(None, "recursive_triggers", true)?;
    db.pragma_update(None, "synchronous", "FULL")?;
    db.pragma_update(None, "temp_store", "MEMORY")?;
    // In KiB. What is read is mostly read once: fresh memory for every page would take longer than reading it.
    db.pragma_update(None, "cache_size", -600)
}

/// Makes room for what a write touches: the index of UUIDs, all over. It stays for the connection.
pub(crate) fn make_room(db: &Connection) -> rusqlite::Result<()> {
    db.pragma_update(None, "cache_size", -65_536)
}

/// Connects and reads once, so that a file that cannot be used says so here.
fn connect(path: &Path, flags: OpenFlags) -> rusqlite::Result<Connection> {
    let db = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    configure(&db)?;
    db.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    Ok(db)
}

fn connect_writing(path: &Path, warnings: &mut Vec<OpenWarning>) -> Result<Connection, DatabaseError> {
    let fail = |error| database(path, error);
    let db = match connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE) {
        Ok(db) => db,
        // A file that is set to use the log, where there can be no shared memory for it.
        Err(error) if is_shared_memory(&error) => without_log(path).map_err(fail)?,
        Err(error) => return Err(fail(error)),
    };
    let mode: String =
        db.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0)).or_else(|error| match &error {
            // Another process uses the file with a rollback journal; so do we.
            rusqlite::Error::SqliteFailure(f, _) if f.code == rusqlite::ErrorCode::DatabaseBusy => {
                Ok("busy".into())
            }
            _ => Err(fail(error)),
        })?;
    if mode != "wal" && !db.is_readonly("main").map_err(fail)? {
        warnings.push(OpenWarning::RollbackJournal { path: path.into() });
    }
    Ok(db)
}

fn is_shared_memory(error: &rusqlite::Error) -> bool {
    use rusqlite::ffi::{
        SQLITE_IOERR_SHMLOCK, SQLITE_IOERR_SHMMAP, SQLITE_IOERR_SHMOPEN, SQLITE_IOERR_SHMSIZE,
    };
    let codes = [SQLITE_IOERR_SHMLOCK, SQLITE_IOERR_SHMMAP, SQLITE_IOERR_SHMOPEN, SQLITE_IOERR_SHMSIZE];
    matches!(error, rusqlite::Error::SqliteFailure(failure, _) if codes.contains(&failure.extended_code))
}

/// Turns the file back to a rollback journal: with exclusive locking the log needs no shared memory
/// (sqlite.org/wal.html, section 8).
fn without_log(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(path, flags)?;
    db.query_row("PRAGMA locking_mode = EXCLUSIVE", [], |_| Ok(()))?;
    db.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))?;
    db.query_row("PRAGMA locking_mode = NORMAL", [], |_| Ok(()))?;
    configure(&db)?;
    Ok(db)
}

fn connect_immutable(path: &Path) -> Result<Connection, DatabaseError> {
    let fail = |error| database(path, error);
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.into());
    let escaped: String = absolute.to_string_lossy().chars().fold(String::new(), |mut uri, c| {
        match c {
            '%' => uri.push_str("%25"),
            '?' => uri.push_str("%3f"),
            '#' => uri.push_str("%23"),
            '\\' => uri.push('/'),
            c => uri.push(c),
        }
        uri
    });
    let slash = if escaped.starts_with('/') { "" } else { "/" };
    let uri = PathBuf::from(format!("file://{slash}{escaped}?immutable=1"));
    connect(&uri, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI).map_err(fail)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Snapshot;

    #[test]
    fn a_full_disk_leaves_the_file_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.themata");
        let mut store = Store::create(&path).unwrap();
        let pages: i64 = store.db.pragma_query_value(None, "page_count", |row| row.get(0)).unwrap();
        store.db.query_row(&format!("PRAGMA max_page_count = {}", pages + 20), [], |_| Ok(())).unwrap();
        let mut study = themata_testkit::small_study();
        study.citation = "x".repeat(1_000_000);
        let error = store.write_all(&Snapshot::of(study), None).unwrap_err();
        let told = error.to_string().replace(&path.display().to_string(), "x.themata");
        insta::assert_snapshot!(told, @"the disk is full: `x.themata` could not be written and is as it was before");
        assert_eq!(store.check_integrity().unwrap(), Vec::<String>::new());
        assert!(store.read_all().is_err());
    }

    #[test]
    fn a_file_without_its_log_opens_with_a_warning_where_there_is_no_shared_memory() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.themata");
        Store::create(&path).unwrap().close().unwrap();
        let db = without_log(&path).unwrap();
        let mode: String = db.query_row("PRAGMA journal_mode", [], |row| row.get(0)).unwrap();
        assert_eq!(mode, "delete");
        let told = OpenWarning::RollbackJournal { path: "x.themata".into() }.to_string();
        insta::assert_snapshot!(told, @"`x.themata` lies on a file system without shared memory, probably a network drive: changes are slower, and it must not be opened on two machines at once");
    }

    #[test]
    fn a_file_is_read_where_nothing_can_be_written_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("100% \u{e4}? #1.themata");
        Store::create(&path).unwrap().close().unwrap();
        let db = connect_immutable(&path).unwrap();
        assert_eq!(migration::version_of(&db).unwrap(), migration::newest(MIGRATIONS));
        assert!(!beside(&path, "-shm").exists());
    }
}

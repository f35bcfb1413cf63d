//! Making a study file: built beside its place and moved there when it is whole, so that nobody
//! ever finds half a file.

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};
use themata_model::Op;

use crate::error::database;
use crate::migration::{self, APPLICATION_ID, MIGRATIONS};
use crate::store::{beside, configure, make_room};
use crate::{DatabaseError, OpenError, Snapshot, Store, WriteError, write};

/// What to do when there is a file already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Existing {
    /// Leave it and say so.
    Refuse,
    /// Replace it, if it is a study file that nobody has open.
    Replace,
}

impl Store {
    /// Writes a whole study to a new file. The file appears at `path` only when it is complete and
    /// on the disk; if anything fails, whatever was there before is still there.
    ///
    /// # Errors
    /// When the study does not hold together, a file is in the way, or the disk refuses.
    pub fn write_new(
        path: impl AsRef<Path>,
        snapshot: &Snapshot,
        first_op: Option<&Op>,
        existing: Existing,
    ) -> Result<(), WriteError> {
        let path = path.as_ref();
        let mut new = NewFile::begin(path, existing)?;
        write::all(&mut new.db, snapshot, first_op).map_err(|fault| fault.write(path))?;
        Ok(new.finish()?)
    }
}

/// A study file that is being made beside its place; removed unless it is finished.
pub(crate) struct NewFile {
    // Closed before the file is removed, which some systems insist on.
    db: Connection,
    temporary: Temporary,
    path: PathBuf,
    replaces: bool,
}

impl NewFile {
    /// Makes an empty file with the newest schema.
    pub(crate) fn begin(path: &Path, existing: Existing) -> Result<NewFile, OpenError> {
        let replaces = path.symlink_metadata().is_ok();
        if replaces {
            may_replace(path, existing)?;
        }
        let temporary = Temporary::beside(path);
        let db = empty(&temporary.0).map_err(|error| cannot_make(path, error))?;
        Ok(NewFile { db, temporary, path: path.into(), replaces })
    }

    /// Makes a copy of an open study file, to go on from.
    pub(crate) fn copy(of: &Store, path: &Path) -> Result<NewFile, OpenError> {
        if path.symlink_metadata().is_ok() {
            return Err(OpenError::Exists { path: path.into() });
        }
        let temporary = Temporary::beside(path);
        // SQLite cannot say why it cannot make a file; the system can.
        File::create(&temporary.0).map_err(|source| match source.kind() {
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
                DatabaseError::ReadOnly { path: path.into() }.into()
            }
            _ => OpenError::File { path: path.into(), source },
        })?;
        temporary.remove();
        of.copy_into(&temporary.0).map_err(|error| match error {
            OpenError::Database(DatabaseError::DiskFull { .. }) => {
                DatabaseError::DiskFull { path: path.into() }.into()
            }
            other => other,
        })?;
        let fail = |error| database(path, error);
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let db = Connection::open_with_flags(&temporary.0, flags).map_err(fail)?;
        configure(&db).and_then(|()| make_room(&db)).map_err(fail)?;
        // Nobody sees the file yet and a failure removes it; a statement that fails is still taken back.
        db.query_row("PRAGMA journal_mode = MEMORY", [], |_| Ok(())).map_err(fail)?;
        db.pragma_update(None, "synchronous", "OFF").map_err(fail)?;
        Ok(NewFile { db, temporary, path: path.into(), replaces: false })
    }

    /// The file being made.
    pub(crate) fn db(&mut self) -> &mut Connection {
        &mut self.db
    }

    /// Puts the file in its place.
    pub(crate) fn finish(self) -> Result<(), OpenError> {
        let fail = |error| database(&self.path, error);
        self.db.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(())).map_err(fail)?;
        self.db.close().map_err(|(_, error)| fail(error))?;
        move_to(&self.temporary.0, &self.path, self.replaces)
    }
}

fn empty(path: &Path) -> rusqlite::Result<Connection> {
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut db = Connection::open_with_flags(path, flags)?;
    configure(&db)?;
    // Nobody sees the file yet and a failure removes it: no journal, one sync at the end.
    db.query_row("PRAGMA journal_mode = OFF", [], |_| Ok(()))?;
    db.pragma_update(None, "synchronous", "OFF")?;
    // A million codings touch 300 MB of pages in the order of their UUIDs.
    db.pragma_update(None, "cache_size", -524_288)?;
    db.pragma_update(None, "application_id", APPLICATION_ID)?;
    db.pragma_update(None, "foreign_keys", false)?;
    migration::apply(&mut db, MIGRATIONS)?;
    db.pragma_update(None, "foreign_keys", true)?;
    Ok(db)
}

/// SQLite cannot say why it cannot open a file; the system can.
fn cannot_make(path: &Path, error: rusqlite::Error) -> OpenError {
    if error.sqlite_error_code() == Some(rusqlite::ErrorCode::CannotOpen) {
        let folder = folder_of(path);
        match fs::metadata(&folder) {
            Err(source) => return OpenError::File { path: path.into(), source },
            Ok(_) => return DatabaseError::ReadOnly { path: path.into() }.into(),
        }
    }
    database(path, error).into()
}

/// Refuses to replace what is not a study file, or one that is open elsewhere: whoever has it open
/// would go on writing into a file without a name.
fn may_replace(path: &Path, existing: Existing) -> Result<(), OpenError> {
    if existing == Existing::Refuse {
        return Err(OpenError::Exists { path: path.into() });
    }
    // A newer or different schema may be replaced; a foreign file may not.
    let db = match Store::open(path) {
        Ok(store) => store.db,
        Err(OpenError::TooNew { .. } | OpenError::OtherSchema { .. }) => return Ok(()),
        Err(OpenError::Database(DatabaseError::Damaged { .. })) => return Ok(()),
        Err(error) => return Err(error),
    };
    // Leaving the log needs the file to oneself.
    db.busy_timeout(std::time::Duration::from_millis(200)).map_err(|error| database(path, error))?;
    db.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(())).map_err(|error| database(path, error))?;
    Ok(())
}

fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.into(),
        _ => ".".into(),
    }
}

fn move_to(temporary: &Path, path: &Path, replace: bool) -> Result<(), OpenError> {
    let failed = |source: io::Error| match source.kind() {
        ErrorKind::AlreadyExists => OpenError::Exists { path: path.into() },
        ErrorKind::StorageFull => DatabaseError::DiskFull { path: path.into() }.into(),
        _ => OpenError::File { path: path.into(), source },
    };
    File::open(temporary).and_then(|file| file.sync_all()).map_err(failed)?;
    let moved = if replace {
        fs::rename(temporary, path)
    } else {
        // A hard link fails when somebody made the file meanwhile; rename would replace it. Where
        // there are no hard links, the check before has to do.
        match fs::hard_link(temporary, path) {
            Err(error) if error.kind() != ErrorKind::AlreadyExists && !path.exists() => {
                fs::rename(temporary, path)
            }
            done => done,
        }
    };
    moved.map_err(failed)?;
    // The name is on the disk only when its folder is. Windows cannot open a folder as a file.
    match File::open(folder_of(path)) {
        Ok(folder) => folder.sync_all().or(Ok(())),
        Err(_) => Ok(()),
    }
}

/// A file that is removed, with what SQLite puts beside it, when it is not moved away.
struct Temporary(PathBuf);

impl Temporary {
    fn beside(path: &Path) -> Temporary {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let temporary = Temporary(path.with_file_name(format!(".{name}.{}.part", std::process::id())));
        temporary.remove();
        temporary
    }

    fn remove(&self) {
        for suffix in ["", "-wal", "-shm", "-journal"] {
            // Mostly not there; a leftover does no harm.
            let _ = fs::remove_file(beside(&self.0, suffix));
        }
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        self.remove();
    }
}

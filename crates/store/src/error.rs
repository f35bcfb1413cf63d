//! Why a study file could not be opened, read or written, as sentences for the person at the screen.

use std::error::Error;
use std::path::{Path, PathBuf};

use themata_model::Problem;

use crate::holder::Holder;
use crate::{Conflict, NotUndone};

/// Why SQLite refused, in the user's terms.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DatabaseError {
    /// Another process is writing.
    #[error("`{}` is held by {holder}; close it there or try again later", path.display())]
    Locked {
        /// The study file.
        path: PathBuf,
        /// Who holds it, as far as the system tells.
        holder: Holder,
    },
    /// The file or its folder cannot be written.
    #[error("`{}` cannot be written: the file or its folder is read-only, or its disk is full; make room, or copy it to a folder of your own", path.display())]
    ReadOnly {
        /// The study file.
        path: PathBuf,
    },
    /// No room.
    #[error("the disk is full: `{}` could not be written and is as it was before", path.display())]
    DiskFull {
        /// The study file.
        path: PathBuf,
    },
    /// The disk did not do as it was told: mostly because not even the little that reading takes has room.
    #[error(
        "`{}` could not be read or written: its disk is full, or fails; make some room on it and try again, else copy the file to another disk",
        path.display()
    )]
    Disk {
        /// The study file.
        path: PathBuf,
        /// What SQLite says.
        source: Box<dyn Error + Send + Sync>,
    },
    /// The file's inside does not hold together.
    #[error("`{}` is damaged ({detail}); open a backup, or make a copy before any attempt to repair it", path.display())]
    Damaged {
        /// The study file.
        path: PathBuf,
        /// What was found.
        detail: String,
    },
    /// A rule of the schema was broken.
    #[error("`{}` was not changed: {rule}", path.display())]
    Refused {
        /// The study file.
        path: PathBuf,
        /// The rule.
        rule: String,
    },
    /// Anything else.
    #[error("`{}` could not be read or written", path.display())]
    Other {
        /// The study file.
        path: PathBuf,
        /// What SQLite says.
        source: Box<dyn Error + Send + Sync>,
    },
}

/// Why a study file could not be opened.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// There is no such file.
    #[error("there is no file `{}`", path.display())]
    Missing {
        /// The path.
        path: PathBuf,
    },
    /// Some other file.
    #[error("`{}` is not a Themata study file", path.display())]
    NotThemata {
        /// The path.
        path: PathBuf,
    },
    /// Written by a later version of the program.
    #[error(
        "`{}` was written by a newer version of Themata (schema {found}, newest known {known}); update Themata to open it",
        path.display()
    )]
    TooNew {
        /// The path.
        path: PathBuf,
        /// Schema version of the file.
        found: u32,
        /// Newest version that this program knows.
        known: u32,
    },
    /// Needs a migration, which reading alone cannot do.
    #[error(
        "`{}` has the older schema {found} and must be brought to {known} first; open it once for writing",
        path.display()
    )]
    NeedsMigration {
        /// The path.
        path: PathBuf,
        /// Schema version of the file.
        found: u32,
        /// Version that this program works with.
        known: u32,
    },
    /// The file was made with another text of a migration.
    #[error(
        "`{}` was made by a different build of Themata: its schema {version} is not the one this program knows",
        path.display()
    )]
    OtherSchema {
        /// The path.
        path: PathBuf,
        /// The version that differs.
        version: u32,
    },
    /// A file is there already.
    #[error("`{}` exists already; choose another name, or say that it may be replaced", path.display())]
    Exists {
        /// The path.
        path: PathBuf,
    },
    /// The file system refused.
    #[error("`{}` cannot be opened", path.display())]
    File {
        /// The path.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// SQLite refused.
    #[error(transparent)]
    Database(#[from] DatabaseError),
}

/// Why a study could not be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WriteError {
    /// Rows that do not hold together.
    #[error("the study cannot be stored: {}", list(problems))]
    Invalid {
        /// Everything found.
        problems: Vec<Problem>,
    },
    /// There is a study in the file already.
    #[error("`{}` holds a study already", path.display())]
    NotEmpty {
        /// The path.
        path: PathBuf,
    },
    /// Rows that shall be removed are still used by others.
    #[error("{}", crate::undo::told(.0))]
    InUse(Vec<Conflict>),
    /// Words that the files of a study could not say again.
    #[error("{message}")]
    Unfit {
        /// Which words, and what is wrong with them.
        message: String,
    },
    /// An op cannot be taken back.
    #[error(transparent)]
    NotUndone(#[from] NotUndone),
    /// A value that the program would not have written, or a point of the trail that cannot be reached.
    #[error("{message}")]
    Value {
        /// What and where.
        message: String,
    },
    /// The file could not be made or opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// SQLite refused.
    #[error(transparent)]
    Database(#[from] DatabaseError),
}

/// Why a study could not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// Nothing has been written yet.
    #[error("`{}` holds no study yet", path.display())]
    Empty {
        /// The path.
        path: PathBuf,
    },
    /// A value that the program would not have written.
    #[error("`{}` holds a value that cannot be: {message}", path.display())]
    Value {
        /// The path.
        path: PathBuf,
        /// What and where.
        message: String,
    },
    /// SQLite refused.
    #[error(transparent)]
    Database(#[from] DatabaseError),
}

/// The first few problems; a list of hundreds helps nobody.
fn list(problems: &[Problem]) -> String {
    let first: Vec<String> = problems.iter().take(3).map(ToString::to_string).collect();
    let more = problems.len().saturating_sub(first.len());
    match more {
        0 => first.join("; "),
        _ => format!("{}; and {more} more", first.join("; ")),
    }
}

/// What goes wrong inside this crate, before it is told to the user with the path.
#[derive(Debug)]
pub(crate) enum Fault {
    Sqlite(rusqlite::Error),
    Invalid(Vec<Problem>),
    NotEmpty,
    Empty,
    Value(String),
    Unfit(String),
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        match error {
            rusqlite::Error::FromSqlConversionFailure(_, _, cause) => Fault::Value(cause.to_string()),
            other => Fault::Sqlite(other),
        }
    }
}

impl Fault {
    pub(crate) fn write(self, path: &Path) -> WriteError {
        match self {
            Fault::Invalid(problems) => WriteError::Invalid { problems },
            Fault::NotEmpty => WriteError::NotEmpty { path: path.into() },
            Fault::Sqlite(error) => database(path, error).into(),
            Fault::Value(message) => WriteError::Value { message },
            Fault::Unfit(message) => WriteError::Unfit { message },
            Fault::Empty => WriteError::Value { message: format!("`{}` holds no study yet", path.display()) },
        }
    }

    pub(crate) fn read(self, path: &Path) -> ReadError {
        let path_buf = path.to_path_buf();
        match self {
            Fault::Sqlite(error) => database(path, error).into(),
            Fault::Value(message) | Fault::Unfit(message) => ReadError::Value { path: path_buf, message },
            Fault::Invalid(problems) => ReadError::Value { path: path_buf, message: list(&problems) },
            Fault::Empty | Fault::NotEmpty => ReadError::Empty { path: path_buf },
        }
    }
}

/// Says in the user's terms why SQLite refused.
pub(crate) fn database(path: &Path, error: rusqlite::Error) -> DatabaseError {
    use rusqlite::ErrorCode as Code;
    let path_buf = path.to_path_buf();
    let rusqlite::Error::SqliteFailure(failure, message) = &error else {
        return DatabaseError::Other { path: path_buf, source: Box::new(error) };
    };
    let detail = || message.clone().unwrap_or_else(|| failure.to_string());
    match failure.code {
        Code::DatabaseBusy | Code::DatabaseLocked => {
            DatabaseError::Locked { path: path_buf, holder: Holder::of(path) }
        }
        Code::ReadOnly | Code::PermissionDenied => DatabaseError::ReadOnly { path: path_buf },
        Code::DiskFull => DatabaseError::DiskFull { path: path_buf },
        Code::DatabaseCorrupt | Code::NotADatabase => {
            DatabaseError::Damaged { path: path_buf, detail: detail() }
        }
        Code::SystemIoFailure => DatabaseError::Disk { path: path_buf, source: Box::new(error) },
        Code::ConstraintViolation => DatabaseError::Refused { path: path_buf, rule: detail() },
        _ => DatabaseError::Other { path: path_buf, source: Box::new(error) },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disk_without_any_room_is_told_of_with_what_to_do() {
        use rusqlite::ffi;
        // What a full file system answers to reading, writing and making durable.
        let codes = [
            ffi::SQLITE_IOERR_SHMSIZE,
            ffi::SQLITE_IOERR_SHMMAP,
            ffi::SQLITE_IOERR_SHMOPEN,
            ffi::SQLITE_IOERR_WRITE,
            ffi::SQLITE_IOERR_FSYNC,
            ffi::SQLITE_IOERR_TRUNCATE,
        ];
        for code in codes {
            let error = rusqlite::Error::SqliteFailure(ffi::Error::new(code), None);
            let told = database(Path::new("study.themata"), error).to_string();
            assert!(told.contains("disk is full") && told.contains("make some room"), "{code}: {told}");
        }
    }
}

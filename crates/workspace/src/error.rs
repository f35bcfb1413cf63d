//! Why something could not be done.

use std::path::PathBuf;

use themata_model::Problem;

/// Why something could not be done.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WorkspaceError {
    /// The folder cannot be read.
    #[error(transparent)]
    Folder(#[from] themata_exchange::FolderError),
    /// The folder has errors; nothing was written.
    #[error("the study folder `{path}` has {} that must be mended first", counted(problems), path = path.display())]
    Problems {
        /// The folder.
        path: PathBuf,
        /// Errors and warnings of all files.
        problems: Vec<Problem>,
    },
    /// A file that was to be taken in has errors; nothing was taken in.
    #[error("`{path}` has {} that must be mended first", counted(problems), path = path.display())]
    Unmended {
        /// The file.
        path: PathBuf,
        /// What is wrong in it, and what is odd.
        problems: Vec<Problem>,
    },
    /// The study file cannot be opened.
    #[error(transparent)]
    Open(#[from] themata_store::OpenError),
    /// The study file cannot be written.
    #[error(transparent)]
    Store(#[from] themata_store::WriteError),
    /// The study file cannot be read.
    #[error(transparent)]
    Read(#[from] themata_store::ReadError),
    /// The study file is damaged or held by somebody else.
    #[error(transparent)]
    Database(#[from] themata_store::DatabaseError),
    /// A table or figure cannot be made.
    #[error(transparent)]
    Exhibit(#[from] themata_analysis::TableError),
    /// A table or figure cannot be printed.
    #[error(transparent)]
    Publish(#[from] themata_publish::PublishError),
    /// A format that a table or figure does not have.
    #[error("`{format}` is not a format of {what}; use {known}")]
    Format {
        /// The word given.
        format: String,
        /// `tables` or `figures`.
        what: &'static str,
        /// The formats there are.
        known: String,
    },
    /// An option of a figure has a value it cannot have.
    #[error("the option `{option}` cannot be `{value}`; use {known}")]
    Style {
        /// The option.
        option: &'static str,
        /// The value given.
        value: String,
        /// The values there are.
        known: &'static str,
    },
    /// A file or folder cannot be written.
    #[error("cannot write `{path}`", path = path.display())]
    Write {
        /// The path.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Something is in the way.
    #[error("`{path}` exists already and is not empty", path = path.display())]
    InTheWay {
        /// The path.
        path: PathBuf,
    },
    /// What was asked for cannot be, with a way out where there is one.
    #[error("{message}")]
    Refused {
        /// What is wrong.
        message: String,
        /// What to do.
        hints: Vec<String>,
    },
    /// A study folder cannot be changed by verbs.
    #[error("`{path}` is a study folder; its files are edited by hand", path = path.display())]
    FolderIsReadOnly {
        /// The folder.
        path: PathBuf,
    },
    /// There is nothing at the path.
    #[error("there is no study at `{path}`: neither a study file (.themata) nor a study folder (with a study.toml)", path = path.display())]
    NoStudy {
        /// The path.
        path: PathBuf,
    },
}

impl WorkspaceError {
    /// An error that says what cannot be.
    pub(crate) fn refused(message: impl Into<String>) -> WorkspaceError {
        WorkspaceError::Refused { message: message.into(), hints: Vec::new() }
    }

    /// Adds a way out to a refusal.
    #[must_use]
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> WorkspaceError {
        if let WorkspaceError::Refused { hints, .. } = &mut self {
            hints.push(hint.into());
        }
        self
    }

    /// What is wrong, and what to do, in one line.
    pub(crate) fn in_full(&self) -> String {
        match self {
            WorkspaceError::Refused { message, hints } => {
                [std::slice::from_ref(message), hints.as_slice()].concat().join("; ")
            }
            other => other.to_string(),
        }
    }

    /// The study file that is damaged, or may be, where that is why.
    pub fn damaged(&self) -> Option<&std::path::Path> {
        use themata_store::{DatabaseError as Database, OpenError, ReadError, WriteError};
        let database = match self {
            WorkspaceError::Read(ReadError::Value { path, .. }) => return Some(path),
            WorkspaceError::Open(OpenError::NotThemata { path }) => {
                // A study file whose head is gone looks like any other file.
                let named = path.extension().is_some_and(|extension| extension == "themata");
                return (named && path.metadata().is_ok_and(|found| found.len() > 65_536)).then_some(path);
            }
            WorkspaceError::Open(OpenError::Database(database))
            | WorkspaceError::Store(
                WriteError::Open(OpenError::Database(database)) | WriteError::Database(database),
            )
            | WorkspaceError::Read(ReadError::Database(database))
            | WorkspaceError::Database(database) => database,
            _ => return None,
        };
        match database {
            Database::Damaged { path, .. } => Some(path),
            _ => None,
        }
    }

    /// Whether a study file that exists already is what stands in the way.
    pub fn is_existing_file(&self) -> bool {
        use themata_store::{OpenError, WriteError};
        matches!(self, WorkspaceError::Store(WriteError::Open(OpenError::Exists { .. })))
    }
}

fn counted(problems: &[Problem]) -> String {
    let errors = problems.iter().filter(|p| p.severity == themata_model::Severity::Error).count();
    themata_model::counted(errors, "error")
}

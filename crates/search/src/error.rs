//! What can go wrong with the index.

use std::io;
use std::path::PathBuf;

/// Why the index could not be used.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// A file or folder of the index cannot be read or written.
    #[error("the index `{}` cannot be used: {error}", path.display())]
    Folder {
        /// The folder or file.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// Another process holds the index for too long.
    #[error("another process has been building the index `{}` for more than {seconds} seconds", path.display())]
    Busy {
        /// The folder.
        path: PathBuf,
        /// How long it was waited for.
        seconds: u64,
    },
    /// The engine failed.
    #[error("the index failed: {0}")]
    Engine(String),
    /// A text could not be read.
    #[error("{0}")]
    Text(String),
}

impl From<tantivy::TantivyError> for IndexError {
    fn from(error: tantivy::TantivyError) -> Self {
        IndexError::Engine(error.to_string())
    }
}

impl From<io::Error> for IndexError {
    fn from(error: io::Error) -> Self {
        IndexError::Engine(error.to_string())
    }
}

//! Why something could not be published.

/// Why a table or figure could not be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PublishError {
    /// A row does not fit the columns.
    #[error("row {row} of the table `{kind}` has {found} cells, but the table has {expected} columns")]
    Ragged {
        /// The kind of the table.
        kind: String,
        /// The row, counted from 1 with heading rows.
        row: usize,
        /// How many cells the row has.
        found: usize,
        /// How many columns the table has.
        expected: usize,
    },
    /// A figure has no column to stand in.
    #[error("the figure `{title}` has no columns; a figure needs at least one")]
    NoColumns {
        /// The caption of the figure.
        title: String,
    },
    /// The typesetter refused the contents.
    #[error("cannot set the {what}: {message}")]
    Typeset {
        /// What was to be set.
        what: &'static str,
        /// What the typesetter said.
        message: String,
    },
    /// The file could not be put together.
    #[error("cannot write the {format} file")]
    Container {
        /// The format of the file.
        format: &'static str,
        /// What went wrong.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

impl PublishError {
    /// Returns a function that wraps an error of a container format, for `map_err`.
    pub(crate) fn container<E>(format: &'static str) -> impl FnOnce(E) -> PublishError
    where
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        move |source| PublishError::Container { format, source: source.into() }
    }
}

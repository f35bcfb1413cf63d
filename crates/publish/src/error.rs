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
    /// A figure has nothing to show.
    #[error(
        "the figure `{title}` has no {lacks}, so there is nothing to draw; loosen its filters, or code more first"
    )]
    Nothing {
        /// The caption of the figure.
        title: String,
        /// What it has none of.
        lacks: &'static str,
    },
    /// A row of a figure has not the numbers it needs.
    #[error("row `{row}` of the figure `{title}` has {found} numbers, but {expected} are needed")]
    Uneven {
        /// The caption of the figure.
        title: String,
        /// The row's label.
        row: String,
        /// How many numbers the row has.
        found: usize,
        /// How many it needs.
        expected: usize,
    },
    /// A figure cannot be had in this format.
    #[error("the figure `{title}` cannot be written as {format}; it can as {instead}")]
    Unsupported {
        /// The caption of the figure.
        title: String,
        /// The format asked for.
        format: &'static str,
        /// The formats there are.
        instead: &'static str,
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
    /// Returns the error of a figure that has none of what it shows.
    pub(crate) fn nothing(title: &str, lacks: &'static str) -> PublishError {
        PublishError::Nothing { title: title.to_owned(), lacks }
    }

    /// Returns a function that wraps an error of a container format, for `map_err`.
    pub(crate) fn container<E>(format: &'static str) -> impl FnOnce(E) -> PublishError
    where
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        move |source| PublishError::Container { format, source: source.into() }
    }
}

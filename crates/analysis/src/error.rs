//! Why a table or figure cannot be made.

use crate::nearest::suggestion;

/// Why a table or figure cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TableError {
    /// No table or figure of that kind.
    #[error("`{name}` is not a kind of {what}{}", suggestion(nearest))]
    UnknownKind {
        /// `table` or `figure`.
        what: &'static str,
        /// The kind as given.
        name: String,
        /// The kinds that come nearest.
        nearest: Vec<String>,
    },
    /// No option of that name.
    #[error("`{option}` is not an option of tables and figures{}", suggestion(nearest))]
    UnknownOption {
        /// The option as given.
        option: String,
        /// The options that come nearest.
        nearest: Vec<String>,
    },
    /// An option names something that the study does not have.
    #[error("option `{option}`: the study has no {what} `{value}`{}", suggestion(nearest))]
    UnknownKey {
        /// The option.
        option: String,
        /// What was sought, for example `case`.
        what: &'static str,
        /// The key as given.
        value: String,
        /// The keys that come nearest.
        nearest: Vec<String>,
    },
    /// An option's value cannot be read.
    #[error("option `{option}`: `{value}` is not {expected}")]
    BadValue {
        /// The option.
        option: String,
        /// The value as given.
        value: String,
        /// What it should be, for example `a whole number`.
        expected: String,
    },
    /// The study lacks what the table compares.
    #[error("a `{kind}` {what} needs {needs}, and the study has none")]
    Lacks {
        /// The kind of table or figure.
        kind: &'static str,
        /// `table` or `figure`.
        what: &'static str,
        /// What is missing.
        needs: &'static str,
    },
    /// The evidence frame could not be computed; a fault of the program.
    #[error("the codings could not be counted: {0}")]
    Frame(String),
}

//! Why a document could not be read.

/// Why a document could not be read at all; what is only odd comes back as a problem instead.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IngestError {
    /// A format that is known but has no reader.
    #[error("`{name}` is {looks_like}, which cannot be read yet; {remedy}")]
    Unsupported {
        /// Name of the document.
        name: String,
        /// The format in words, with its article.
        looks_like: &'static str,
        /// What to do instead.
        remedy: &'static str,
    },
    /// A document of a format that has a reader, but damaged, locked or made to do harm.
    #[error("`{name}` is {looks_like} that cannot be read: {why}; {remedy}")]
    Unreadable {
        /// Name of the document.
        name: String,
        /// The format in words, with its article.
        looks_like: &'static str,
        /// What is wrong with it.
        why: String,
        /// What to do.
        remedy: &'static str,
    },
    /// A table that cannot be read as a survey as it was asked for.
    #[error("`{name}` cannot be read as a survey: {why}")]
    Survey {
        /// Name of the document.
        name: String,
        /// What is wrong or missing.
        why: String,
    },
    /// Bytes that are no text in any encoding tried.
    #[error(
        "`{name}` looks like a binary file, not like text (NUL at byte {position}, line {line}); \
         export its text as .txt in UTF-8"
    )]
    Nul {
        /// Name of the document.
        name: String,
        /// Position of the first NUL, 0-based, in bytes of the file (of the decoded text for UTF-16).
        position: usize,
        /// Line of the first NUL, 1-based.
        line: usize,
    },
    /// An encoding override that names no encoding.
    #[error(
        "`{label}` is not the name of an encoding; use for example `utf-8`, `windows-1252` or `utf-16le`"
    )]
    UnknownEncoding {
        /// The name as given.
        label: String,
    },
}

//! The audit trail: what was done, by whom, when, and which rows it changed.

use crate::RowId;

/// One entry of the audit trail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Op {
    /// Position in the trail, from 1.
    pub seq: i64,
    /// Id of the op.
    pub id: RowId,
    /// What was done, for example `build` or `merge-codes`.
    pub verb: String,
    /// Who did it, when known.
    pub coder: Option<String>,
    /// When, RFC 3339 in UTC; `None` for what was built from files, so that a build repeats byte
    /// for byte.
    pub at: Option<String>,
    /// Arguments as JSON.
    pub args: String,
    /// The op that this one undoes.
    pub undoes: Option<RowId>,
    /// What it changed, row by row; empty for bulk verbs, which log a summary in `args`.
    pub changes: Vec<Change>,
}

/// One row before and after an op.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The table.
    pub table: String,
    /// The row: its UUID, or for rows of join tables their key columns joined by a blank.
    pub row: String,
    /// The row before as JSON; `None` when it was added.
    pub before: Option<String>,
    /// The row after as JSON; `None` when it was removed.
    pub after: Option<String>,
}

//! Why something cannot be undone, as a sentence for the person who wished it.

/// Why something cannot be undone.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotUndone {
    /// There is nothing.
    #[error("there is nothing to {word}")]
    Nothing {
        /// `undo` or `redo`.
        word: &'static str,
    },
    /// No op has this number.
    #[error("the history has no entry {number}")]
    NoSuchOp {
        /// The number.
        number: i64,
    },
    /// It has been undone already.
    #[error("entry {number} is undone already, by entry {by}")]
    AlreadyUndone {
        /// The number.
        number: i64,
        /// The op that undid it.
        by: i64,
    },
    /// The op wrote the study in bulk and cannot be taken back.
    #[error("entry {number} (`{verb}`) wrote the study from files and cannot be undone")]
    Bulk {
        /// The number.
        number: i64,
        /// Its verb.
        verb: String,
    },
    /// Somebody has changed the rows since.
    #[error("entry {number} cannot be undone: {}", told(conflicts))]
    Conflicts {
        /// The number.
        number: i64,
        /// Every row that stands in the way.
        conflicts: Vec<Conflict>,
    },
    /// Levels and codes would make no codebook.
    #[error("entry {number} cannot be undone: {message}; undo what came after it first")]
    NoCodebook {
        /// The number.
        number: i64,
        /// What would be wrong with it.
        message: String,
    },
    /// What an undo took back cannot be done again.
    #[error("{}", not_redone(.0))]
    NotRedone(Box<NotUndone>),
}

impl NotUndone {
    /// The same, where the undo was to be undone.
    pub(super) fn of_redo(self) -> NotUndone {
        match self {
            NotUndone::Nothing { .. } => self,
            other => NotUndone::NotRedone(Box::new(other)),
        }
    }

    /// The last of the entries that stand in the way.
    pub fn in_the_way(&self) -> Option<&Later> {
        match self {
            NotUndone::NotRedone(reason) => reason.in_the_way(),
            NotUndone::Conflicts { conflicts, .. } => {
                let later = conflicts.iter().filter_map(|conflict| match &conflict.reason {
                    Reason::ChangedBy(later) | Reason::NamedIn { by: Some(later), .. } => Some(later),
                    _ => None,
                });
                later.max_by_key(|later| later.number)
            }
            _ => None,
        }
    }
}

/// Why what an undo took back cannot be done again.
fn not_redone(reason: &NotUndone) -> String {
    match reason {
        NotUndone::Conflicts { number, conflicts } => {
            format!("what entry {number} took back cannot be redone: {}", told(conflicts))
        }
        NotUndone::NoCodebook { number, message } => {
            format!(
                "what entry {number} took back cannot be redone: {message}; undo what came after it first"
            )
        }
        NotUndone::AlreadyUndone { number, by } => {
            format!("what entry {number} took back is redone already, by entry {by}")
        }
        other => other.to_string(),
    }
}

/// A row that is no longer as the op left it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The table of the row.
    pub table: String,
    /// What a person calls the row.
    pub label: String,
    /// What stands in the way.
    pub reason: Reason,
}

/// What stands in the way of an undo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The row was changed by a later op.
    ChangedBy(Later),
    /// Other rows hold on to it: tables with how many rows each.
    InUse(Vec<(String, i64)>),
    /// It refers to a row of this table that is gone.
    RefersToNothing(String),
    /// Another row has its key now.
    KeyTaken,
    /// A memo or member check names it in words.
    NamedIn {
        /// The table of what names it.
        table: &'static str,
        /// The key of what names it.
        key: String,
        /// The last later op that wrote what names it.
        by: Option<Later>,
    },
    /// It is not as the op left it, and the trail does not tell why: another copy was merged.
    Otherwise,
}

/// An op that came after the one to be undone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Later {
    /// Its number.
    pub number: i64,
    /// Its verb.
    pub verb: String,
    /// Who did it.
    pub coder: Option<String>,
}

impl Later {
    fn coder(&self) -> &str {
        self.coder.as_deref().unwrap_or("somebody")
    }
}

pub(crate) fn told(conflicts: &[Conflict]) -> String {
    let one = |conflict: &Conflict| {
        let name = format!("{} `{}`", word(&conflict.table), conflict.label);
        match &conflict.reason {
            Reason::ChangedBy(later) => {
                format!(
                    "{name} was changed since by {} (entry {}, `{}`)",
                    later.coder(),
                    later.number,
                    later.verb
                )
            }
            Reason::InUse(by) => {
                let by: Vec<String> = by.iter().map(|(table, n)| format!("{n} × {}", word(table))).collect();
                format!("{name} is used since ({})", by.join(", "))
            }
            Reason::NamedIn { table, key, by: Some(later) } => {
                let (coder, table) = (later.coder(), word(table));
                format!(
                    "{name} is named since in {table} `{key}` (entry {}, `{}`, by {coder})",
                    later.number, later.verb
                )
            }
            Reason::NamedIn { table, key, by: None } => {
                format!("{name} is named in {} `{key}`", word(table))
            }
            Reason::Otherwise => {
                format!("{name} is not as that entry left it; undo what came after it first")
            }
            Reason::KeyTaken => {
                format!("{name} cannot have its key again, which was given to another one since")
            }
            Reason::RefersToNothing(table) => {
                format!("{name} needs a {} that is gone", word(table))
            }
        }
    };
    let first: Vec<String> = conflicts.iter().take(5).map(one).collect();
    let more = conflicts.len().saturating_sub(first.len());
    match more {
        0 => first.join("; "),
        _ => format!("{}; and {more} more", first.join("; ")),
    }
}

/// What a person calls the rows of a table.
fn word(table: &str) -> String {
    if table == "study_case" { "case".to_string() } else { table.replace('_', " ") }
}

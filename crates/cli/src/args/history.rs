//! The arguments of looking back: history, undo, redo, snapshots.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use themata_workspace::HistoryFilter;

use super::{ActArgs, StudyArgs};

/// Show who did what, and when
///
/// Every change is one entry. An entry that was taken back is marked, never removed. Filters narrow
/// the list; --of shows the life of one code: its names, parents and merges.
///
/// Example: themata history study.themata --coder anna --since 2026-01
#[derive(Args, Debug)]
pub(crate) struct HistoryArgs {
    #[command(flatten)]
    pub(crate) study: StudyArgs,
    /// Only by this coder
    #[arg(long, value_name = "CODER")]
    pub(crate) coder: Option<String>,
    /// Only what touched this code
    #[arg(long, value_name = "CODE")]
    pub(crate) code: Option<String>,
    /// Only what touched this source
    #[arg(long, value_name = "SOURCE")]
    pub(crate) source: Option<String>,
    /// Only this verb, for example merge-codes
    #[arg(long, value_name = "VERB")]
    pub(crate) verb: Option<String>,
    /// From this date on, for example 2026-01-31 or 2026-01
    #[arg(long, value_name = "DATE")]
    pub(crate) since: Option<String>,
    /// Up to and including this date
    #[arg(long, value_name = "DATE")]
    pub(crate) until: Option<String>,
    /// Only the newest N entries
    #[arg(long, short = 'n', value_name = "N")]
    pub(crate) last: Option<usize>,
    /// The life of one code as a table
    #[arg(long, value_name = "CODE", conflicts_with_all = ["code", "source", "coder", "verb"])]
    pub(crate) of: Option<String>,
    /// Print as an audit trail for an appendix: md or csv
    #[arg(long, value_name = "FORMAT", value_parser = ["md", "csv"])]
    pub(crate) export: Option<String>,
    /// Name of the file to write; the extension picks the format
    #[arg(long, short, value_name = "FILE", conflicts_with_all = ["json", "export"])]
    pub(crate) output: Option<PathBuf>,
    /// Print as JSON
    #[arg(long, conflicts_with = "export")]
    pub(crate) json: bool,
}

impl HistoryArgs {
    pub(crate) fn filter(&self) -> HistoryFilter {
        HistoryFilter {
            coder: self.coder.clone(),
            code: self.code.clone(),
            source: self.source.clone(),
            verb: self.verb.clone(),
            since: self.since.clone(),
            until: self.until.clone(),
            last: self.last,
        }
    }
}

/// Take back your last change, or one entry
///
/// Undo is itself an entry: nothing is removed from the history, and `themata redo` does it again. What
/// somebody else has changed since is not touched; the conflict is named.
///
/// Example: themata undo study.themata
#[derive(Args, Debug)]
pub(crate) struct UndoArgs {
    /// The study file [default: $THEMATA_STUDY, else the only one here]
    #[arg(value_name = "STUDY", conflicts_with = "study")]
    pub(crate) positional: Option<PathBuf>,
    /// The number of an entry of the history, whoever made it
    #[arg(long, value_name = "N")]
    pub(crate) entry: Option<i64>,
    #[command(flatten)]
    pub(crate) act: ActArgs,
}

/// Do again what your last undo took back
///
/// Example: themata redo study.themata
#[derive(Args, Debug)]
pub(crate) struct RedoArgs {
    /// The study file [default: $THEMATA_STUDY, else the only one here]
    #[arg(value_name = "STUDY", conflicts_with = "study")]
    pub(crate) positional: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) act: ActArgs,
}

/// Name the state of the study, compare states, bring one back
///
/// Example: themata snapshot save 'as submitted' -s study.themata
#[derive(Args, Debug)]
pub(crate) struct SnapshotArgs {
    #[command(subcommand)]
    pub(crate) verb: SnapshotVerb,
}

#[derive(Subcommand, Debug)]
pub(crate) enum SnapshotVerb {
    Save(SaveArgs),
    List(SnapshotListArgs),
    Diff(DiffArgs),
    Restore(RestoreArgs),
    Delete(DeleteArgs),
}

/// Give the present state a name
///
/// Example: themata snapshot save R1 --note 'first round of reviews' -s study.themata
#[derive(Args, Debug)]
pub(crate) struct SaveArgs {
    /// The name
    pub(crate) name: String,
    /// What the state is good for
    #[arg(long, default_value = "", hide_default_value = true)]
    pub(crate) note: String,
    #[command(flatten)]
    pub(crate) act: ActArgs,
}

/// List the named states
///
/// Example: themata snapshot list study.themata
#[derive(Args, Debug)]
pub(crate) struct SnapshotListArgs {
    #[command(flatten)]
    pub(crate) study: StudyArgs,
    /// Print as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// Show what changed from one state to another
///
/// Codes added, renamed, moved and merged; codings gained and lost; other rows; and the cells of the
/// paper's tables that differ. `now` is the study as it is.
///
/// Example: themata snapshot diff R1 now -s study.themata
#[derive(Args, Debug)]
pub(crate) struct DiffArgs {
    /// The earlier state
    pub(crate) from: String,
    /// The later state
    #[arg(default_value = "now")]
    pub(crate) to: String,
    /// The study file [default: $THEMATA_STUDY, else the only one here]
    #[arg(short = 's', long = "study", value_name = "STUDY")]
    pub(crate) study: Option<PathBuf>,
    /// Name of the file to write; the extension picks the format
    #[arg(long, short, value_name = "FILE", conflicts_with = "json")]
    pub(crate) output: Option<PathBuf>,
    /// Print as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// Bring a named state back, as a new entry
///
/// What was done since stays in the history, and undo brings it back.
///
/// Example: themata snapshot restore R1 -s study.themata
#[derive(Args, Debug)]
pub(crate) struct RestoreArgs {
    /// The name of the state
    #[arg(value_name = "SNAPSHOT")]
    pub(crate) name: String,
    #[command(flatten)]
    pub(crate) act: ActArgs,
}

/// Forget the name of a state
///
/// Example: themata snapshot delete R1 -s study.themata
#[derive(Args, Debug)]
pub(crate) struct DeleteArgs {
    /// The name of the state
    #[arg(value_name = "SNAPSHOT")]
    pub(crate) name: String,
    #[command(flatten)]
    pub(crate) act: ActArgs,
}

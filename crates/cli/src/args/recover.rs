//! The arguments of the verbs that keep a study safe.

use std::path::PathBuf;

use clap::Args;

use super::StudyArgs;

/// Copy a study file whole, even while somebody works on it
///
/// The copy holds everything: texts, codings, history. Copying the file by other means can miss what
/// still stands in the log beside it.
///
/// Example: themata backup study.themata -o study-2026-03-01.themata
#[derive(Args, Debug)]
pub(crate) struct BackupArgs {
    #[command(flatten)]
    pub(crate) study: StudyArgs,
    /// The copy to make; a file that is there is never replaced
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: PathBuf,
    /// Print what was done as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// Read what can be read out of a damaged study file into a new one
///
/// The damaged file is only read. Rows that are gone are taken from the history where it knows them,
/// and what is gone for good is named. Exit code 1 means that something is gone.
///
/// Example: themata recover study.themata -o saved.themata
#[derive(Args, Debug)]
pub(crate) struct RecoverArgs {
    /// The damaged study file
    pub(crate) damaged: PathBuf,
    /// The new study file; NAME.recovered.themata unless told
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Print what was found as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

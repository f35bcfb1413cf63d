//! The arguments of merging copies.

use std::path::PathBuf;

use clap::Args;
use themata_workspace::MergeSide;
use themata_workspace::verbs::By;

/// Bring together two copies of a study
///
/// Both copies are only read; what comes of them is a new file that knows both histories. What one
/// copy changed is taken over, every coder's codings are kept. What both changed differently is
/// listed with both values, nothing is written, and the exit code is 1; settle it with --take,
/// --ours or --theirs. Ours is the first copy, theirs the second; of three files the first is the
/// one from which both copies were made.
///
/// Example: themata merge anna.themata bob.themata -o both.themata
#[derive(Args, Debug)]
pub(crate) struct MergeArgs {
    /// The two copies, or the file they were made from and the two copies
    #[arg(value_name = "STUDY", num_args = 2..=3, required = true)]
    pub(crate) copies: Vec<PathBuf>,
    /// The study file to make; it must not exist yet
    #[arg(long, short, value_name = "FILE", required_unless_present = "dry_run")]
    pub(crate) output: Option<PathBuf>,
    /// Settle one conflict by its number, for example 3=theirs; may be given several times
    #[arg(long, value_name = "N=SIDE", value_parser = taken)]
    pub(crate) take: Vec<(usize, MergeSide)>,
    /// Settle all other conflicts for the first copy
    #[arg(long)]
    pub(crate) ours: bool,
    /// Settle all other conflicts for the second copy
    #[arg(long, conflicts_with = "ours")]
    pub(crate) theirs: bool,
    /// Write the list of conflicts to a CSV file
    #[arg(long, value_name = "FILE")]
    pub(crate) conflicts: Option<PathBuf>,
    /// Who merges: the key of a coder [default: the only coder of the study]
    #[arg(long, value_name = "CODER", env = "THEMATA_CODER", hide_env_values = true)]
    pub(crate) coder: Option<String>,
    /// Only show what would be done
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Print what was done as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

impl MergeArgs {
    /// Who merges, and whether for good.
    pub(crate) fn by(&self) -> By {
        By { coder: self.coder.clone(), dry_run: self.dry_run }
    }

    /// How conflicts are settled that are not settled by their number.
    pub(crate) fn rest(&self) -> Option<MergeSide> {
        match (self.ours, self.theirs) {
            (true, _) => Some(MergeSide::Ours),
            (_, true) => Some(MergeSide::Theirs),
            _ => None,
        }
    }
}

fn taken(pair: &str) -> Result<(usize, MergeSide), String> {
    let told = || "write the number of the conflict and a side, for example `3=theirs`".to_string();
    let (number, side) = pair.split_once('=').ok_or_else(told)?;
    let number = number.trim().parse().map_err(|_| told())?;
    match side.trim() {
        "ours" => Ok((number, MergeSide::Ours)),
        "theirs" => Ok((number, MergeSide::Theirs)),
        other => Err(format!("`{other}` is not a side; use `ours` or `theirs`")),
    }
}

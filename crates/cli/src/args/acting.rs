//! What every verb that changes the study takes: which study, who acts, and whether for good.

use std::path::PathBuf;

use clap::Args;
use themata_workspace::verbs::By;

/// Who changes which study, and how
#[derive(Args, Debug)]
pub(crate) struct ActArgs {
    /// The study file [default: $THEMATA_STUDY, else the only one here]
    #[arg(short = 's', long = "study", value_name = "STUDY")]
    pub(crate) study: Option<PathBuf>,
    /// Who does it: the key of a coder [default: the only coder of the study]
    #[arg(long, value_name = "CODER", env = "THEMATA_CODER", hide_env_values = true)]
    pub(crate) coder: Option<String>,
    /// Only show what would be done
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Print what was done as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

impl ActArgs {
    /// Who acts, and whether for good.
    pub(crate) fn by(&self) -> By {
        By { coder: self.coder.clone(), dry_run: self.dry_run }
    }
}

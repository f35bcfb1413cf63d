//! Which study is meant, and the arguments of the verbs that look at it.

use std::path::PathBuf;

use clap::Args;

/// Which study is meant
#[derive(Args, Debug)]
pub(crate) struct StudyArgs {
    /// The study file or study folder [default: $THEMATA_STUDY, else the only one here]
    #[arg(value_name = "STUDY")]
    pub(crate) positional: Option<PathBuf>,
    /// The study file or study folder
    #[arg(short = 's', long = "study", value_name = "STUDY", conflicts_with = "positional")]
    pub(crate) named: Option<PathBuf>,
}

/// Further studies beside it
#[derive(Args, Debug)]
pub(crate) struct BesideArgs {
    /// A further study beside the first, each for itself and under its name; may be repeated
    #[arg(long = "and", value_name = "STUDY")]
    pub(crate) and: Vec<PathBuf>,
}

/// Check what the study says of itself
///
/// Broken: something contradicts itself or has lost its place (exit code 1). Question: a person
/// should look (exit code 1 with --strict). Note: good to know. A remark is accepted by its key in
/// `allow` of study.toml. With --and, several studies are checked one after another, and names of different studies
/// that look alike are asked about.
///
/// Example: themata check study.themata --strict
#[derive(Args, Debug)]
pub(crate) struct CheckArgs {
    #[command(flatten)]
    pub(crate) study: StudyArgs,
    #[command(flatten)]
    pub(crate) beside: BesideArgs,
    /// Questions fail the check too
    #[arg(long)]
    pub(crate) strict: bool,
    /// Show accepted remarks too
    #[arg(long)]
    pub(crate) all: bool,
    /// Print the remarks as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args, Debug)]
pub(crate) struct ListArgs {
    #[command(flatten)]
    pub(crate) study: StudyArgs,
    /// Print as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

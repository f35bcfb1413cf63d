//! The arguments of every verb.

mod choices;
mod exhibits;
mod folder;
mod study;

use clap::{Parser, Subcommand};

pub(crate) use exhibits::{FigureArgs, TableArgs};
pub(crate) use folder::{BuildArgs, ReplicateArgs, UnpackArgs};
pub(crate) use study::{CheckArgs, ListArgs, StudyArgs};

/// Qualitative interview research, from transcripts to the tables and figures of the paper
///
/// Themata builds a study from a folder of plain text (transcripts, a codebook, codings) and prints
/// its tables and figures; every number and quotation leads back to the words behind it. Nothing
/// leaves this machine.
#[derive(Parser, Debug)]
#[command(name = "themata", version, propagate_version = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand, Debug)]
pub(crate) enum Command {
    Replicate(ReplicateArgs),
    Build(BuildArgs),
    Unpack(UnpackArgs),
    Table(TableArgs),
    Figure(FigureArgs),
    Check(CheckArgs),
    /// Show what the study holds, in numbers
    ///
    /// Example: themata status study.themata
    Status(ListArgs),
    /// List the cases with their sides and parties
    ///
    /// Example: themata cases study.themata
    Cases(ListArgs),
    /// List the sources with kind, case, informant and number of codings
    ///
    /// Example: themata sources study.themata --json
    Sources(ListArgs),
    /// List the informants with title, party and cases
    ///
    /// Example: themata informants study.themata
    Informants(ListArgs),
    /// List the codebook's tree with the number of codings
    ///
    /// Example: themata codes study.themata
    Codes(ListArgs),
}

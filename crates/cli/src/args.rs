//! The arguments of every verb.

mod choices;
mod exhibits;
mod folder;
mod overview;
mod shell;
mod study;

use clap::builder::Styles;
use clap::builder::styling::AnsiColor;
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

pub(crate) use exhibits::{FigureArgs, TableArgs};
pub(crate) use folder::{BuildArgs, ReplicateArgs, UnpackArgs};
pub(crate) use shell::{CompletionsArgs, ManArgs};
pub(crate) use study::{CheckArgs, ListArgs, StudyArgs};

/// Colours of help and errors: few, and none that says more than the words.
const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Yellow.on_default().bold())
    .usage(AnsiColor::Yellow.on_default().bold())
    .literal(AnsiColor::Cyan.on_default())
    .error(AnsiColor::Red.on_default().bold())
    .invalid(AnsiColor::Yellow.on_default());

/// Qualitative interview research, from transcripts to the tables and figures of the paper
///
/// Themata builds a study from a folder of plain text (transcripts, a codebook, codings) and prints
/// its tables and figures; every number and quotation leads back to the words behind it. Nothing
/// leaves this machine.
#[derive(Parser, Debug)]
#[command(name = "themata", version, propagate_version = true, styles = STYLES)]
pub(crate) struct Cli {
    /// No progress, no notes: only warnings and errors
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The whole command line, as parsed, completed and described.
pub(crate) fn command() -> clap::Command {
    overview::with_overview(Cli::command())
}

/// Reads the arguments of this run.
///
/// # Errors
/// When they are none, or help or version are asked for.
pub(crate) fn parse() -> Result<Cli, clap::Error> {
    let mut command = command();
    let matches = command.try_get_matches_from_mut(std::env::args_os())?;
    Cli::from_arg_matches(&matches).map_err(|error| error.format(&mut command))
}

/// Whether this run was asked for JSON, so that what went wrong is told as JSON too, be it in the
/// arguments themselves.
pub(crate) fn want_json() -> bool {
    std::env::args_os().skip(1).take_while(|word| word != "--").any(|word| word == "--json")
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
    Completions(CompletionsArgs),
    Man(ManArgs),
}

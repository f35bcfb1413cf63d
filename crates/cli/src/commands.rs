//! The verbs.

mod build;
mod check;
mod completions;
mod figure;
mod list;
mod man;
mod replicate;
mod status;
mod table;
mod unpack;

use std::process::ExitCode;

use themata_workspace::ListKind;

use crate::args::{Cli, Command};
use crate::failure::Failure;

/// Does what the arguments ask for.
pub(crate) fn run(arguments: Cli) -> Result<ExitCode, Failure> {
    match arguments.command {
        Command::Replicate(args) => replicate::run(&args),
        Command::Build(args) => build::run(&args),
        Command::Unpack(args) => unpack::run(&args),
        Command::Table(args) => table::run(&args),
        Command::Figure(args) => figure::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Status(args) => status::run(&args),
        Command::Cases(args) => list::run(ListKind::Cases, &args),
        Command::Sources(args) => list::run(ListKind::Sources, &args),
        Command::Informants(args) => list::run(ListKind::Informants, &args),
        Command::Codes(args) => list::run(ListKind::Codes, &args),
        Command::Completions(args) => completions::run(&args),
        Command::Man(args) => man::run(&args),
    }
}

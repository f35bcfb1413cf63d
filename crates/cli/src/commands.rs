//! The verbs.

mod act;
mod area;
mod build;
mod check;
mod codes;
mod coding;
mod codings;
mod completions;
mod export;
mod figure;
mod frameworks;
mod history;
mod import;
mod levels;
mod likeness;
mod list;
mod man;
mod merge;
mod new;
mod project;
mod recover;
mod replicate;
mod search;
mod several;
mod snapshot;
mod sorting;
mod status;
mod table;
mod text;
mod undo;
mod unpack;
mod words;

use std::process::ExitCode;

use themata_workspace::ListKind;

use crate::args::{Cli, Command};
use crate::failure::Failure;

pub(crate) use words::text_or_file;

/// Does what the arguments ask for.
pub(crate) fn run(arguments: Cli) -> Result<ExitCode, Failure> {
    match arguments.command {
        Command::Replicate(args) => replicate::run(&args),
        Command::Build(args) => build::run(&args),
        Command::Unpack(args) => unpack::run(&args),
        Command::Export(args) => export::run(&args),
        Command::Table(args) => table::run(&args),
        Command::Figure(args) => figure::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Status(args) => status::run(&args),
        Command::New(args) => new::run(&args),
        Command::Import(args) => import::run(&args),
        Command::Text(args) => text::run(&args),
        Command::Sources(args) => area::run(ListKind::Sources, args.wish()?),
        Command::Sides(args) => area::run(ListKind::Sides, args.wish()?),
        Command::Parties(args) => area::run(ListKind::Parties, args.wish()?),
        Command::Cases(args) => area::run(ListKind::Cases, args.wish()?),
        Command::Informants(args) => area::run(ListKind::Informants, args.wish()?),
        Command::Coders(args) => area::run(ListKind::Coders, args.wish()?),
        Command::Facets(args) => area::run(ListKind::Facets, args.wish()?),
        Command::Questions(args) => area::run(ListKind::Questions, args.wish()?),
        Command::Excerpt(args) => area::run(ListKind::Excerpts, args.wish()?),
        Command::Exhibit(args) => area::run(ListKind::Exhibits, args.wish()?),
        Command::Finding(args) => area::run(ListKind::Findings, args.wish()?),
        Command::Memo(args) => area::run(ListKind::Memos, args.wish()?),
        Command::Members(args) => area::run(ListKind::Members, args.wish()?),
        Command::Codes(args) => codes::run(&args),
        Command::Levels(args) => levels::run(&args),
        Command::Frameworks(args) => frameworks::run(&args),
        Command::Code(args) => coding::code(&args),
        Command::Uncode(args) => coding::uncode(&args),
        Command::Recode(args) => coding::recode(&args),
        Command::Coding(args) => coding::change(&args),
        Command::Confirm(args) => coding::confirm(&args),
        Command::Codings(args) => codings::list(&args),
        Command::Show(args) => codings::show(&args),
        Command::Search(args) => search::run(&args.asked()),
        Command::Quotes(args) => search::run(&args.asked()),
        Command::Suggest(args) => likeness::suggest(&args),
        Command::Similar(args) => likeness::similar(&args),
        Command::Words(args) => likeness::words(&args),
        Command::Index(args) => search::index(&args),
        Command::Place(args) => sorting::place(&args),
        Command::Unplace(args) => sorting::unplace(&args),
        Command::Settle(args) => sorting::settle(&args),
        Command::Unsettle(args) => sorting::unsettle(&args),
        Command::History(args) => history::run(&args),
        Command::Undo(args) => undo::undo(&args),
        Command::Redo(args) => undo::redo(&args),
        Command::Snapshot(args) => snapshot::run(&args.verb),
        Command::Merge(args) => merge::run(&args),
        Command::Backup(args) => recover::backup(&args),
        Command::Recover(args) => recover::run(&args),
        Command::Completions(args) => completions::run(&args),
        Command::Man(args) => man::run(&args),
    }
}

//! `themata man`: manual pages of the program and of every verb.

use std::process::ExitCode;

use clap::Command;
use clap_mangen::Man;
use themata_workspace::counted;

use crate::args::{self, ManArgs};
use crate::failure::Failure;
use crate::print;

pub(crate) fn run(args: &ManArgs) -> Result<ExitCode, Failure> {
    // What the help's own verb says stands on every page.
    let mut command = args::command().disable_help_subcommand(true);
    command.build();
    let mut pages = Vec::new();
    collect(&command, &mut pages);
    themata_workspace::make_folder(&args.out)?;
    for (name, bytes) in &pages {
        themata_workspace::write_artifact(&args.out.join(name), bytes)?;
    }
    print::note(&format!("Wrote {} to {}.", counted(pages.len(), "page"), args.out.display()));
    Ok(ExitCode::SUCCESS)
}

/// The pages of a command and of those below it, by file name.
fn collect(command: &Command, pages: &mut Vec<(String, Vec<u8>)>) {
    let program = concat!("themata ", env!("CARGO_PKG_VERSION"));
    let page = Man::new(command.clone()).source(program).manual("Themata");
    let mut bytes = Vec::new();
    // Writing to memory cannot fail.
    if page.render(&mut bytes).is_ok() {
        pages.push((page.get_filename(), bytes));
    }
    // What help says of a verb stands on the page of that verb.
    for below in command.get_subcommands().filter(|below| !below.is_hide_set() && below.get_name() != "help")
    {
        collect(below, pages);
    }
}

//! `themata`: the command line. It declares arguments, calls the workspace and prints; the rules of
//! the method live in the crates below.

mod args;
mod commands;
mod failure;
mod print;
mod progress;
mod study;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let arguments = match args::Cli::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return print::usage(&error),
    };
    match commands::run(arguments) {
        Ok(code) => code,
        Err(failure) => failure.report(),
    }
}
